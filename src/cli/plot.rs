//! `plaza plot DIR`: draws the figures of a result folder again.

use std::path::{Path, PathBuf};

use crate::cli::Failure;
use crate::experiment::dictionary::NATIONAL;
use crate::experiment::plausible::{Stray, strays};
use crate::experiment::summary::Summary;
use crate::io::figures::draw_all;
use crate::io::files::write_whole;
use crate::io::problem::Problem;
use crate::io::summary::csv;
use crate::io::{map_folder, results};

/// Draws the standard figures of a result folder again, from its tables.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: plaza plot results/default")]
pub struct Args {
    /// The result folder, as `plaza run` wrote it.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Reads the folder's tables and map, and writes its summary and figures.
pub fn run(args: &Args) -> Result<(), Failure> {
    let folder = &args.folder;
    if !folder.join("manifest.json").is_file() {
        return Err(Problem::whole(
            folder,
            "is no result folder (it has no manifest.json), expected one that `plaza run` wrote",
        )
        .into());
    }
    for path in sum_up(folder)?.written {
        say!("wrote {}", path.display());
    }
    Ok(())
}

/// What a finished batch comes to.
pub struct SummedUp {
    /// Means over replicates.
    pub summary: Summary,
    /// Runs that left what is plausible.
    pub strays: Vec<Stray>,
    /// The files written.
    pub written: Vec<PathBuf>,
}

/// Writes `summary.csv` and the figures of a finished batch from its tables.
pub fn sum_up(folder: &Path) -> Result<SummedUp, Failure> {
    let built = folder.join("inputs").join("map");
    let recipe = built.with_extension("toml");
    let map = map_folder::load(if built.is_dir() { &built } else { &recipe })?.map;
    let national = results::read(folder, &NATIONAL)?;
    let summary = Summary::new(&national);
    let path = folder.join("summary.csv");
    write_whole(&path, csv(&summary).as_bytes())
        .map_err(|error| Problem::whole(&path, format!("cannot be written: {error}")))?;
    let mut written = vec![path];
    written.extend(draw_all(folder, &map, &national)?);
    Ok(SummedUp {
        summary,
        strays: strays(&national),
        written,
    })
}
