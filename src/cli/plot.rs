//! `plaza plot DIR`: draws the figures of a result folder again.

use std::path::{Path, PathBuf};

use crate::cli::Failure;
use crate::experiment::dictionary::NATIONAL;
use crate::experiment::plausible::{self, Stray};
use crate::experiment::samples::Samples;
use crate::experiment::summary::Summary;
use crate::io::figures::{Drawing, draw_all};
use crate::io::files::write_whole;
use crate::io::manifest::Manifest;
use crate::io::problem::Problem;
use crate::io::summary::csv;
use crate::io::{comparison, inputs, outcomes, results};

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
    let summed_up = sum_up(folder, Asked::default())?;
    for path in summed_up.written {
        say!("wrote {}", path.display());
    }
    for skipped in summed_up.skipped {
        say!("skipped {skipped}");
    }
    Ok(())
}

/// What is wanted of a finished batch besides its summary.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// Which figures.
    pub figures: Figures,
    /// Tables as CSV too.
    pub csv: bool,
}

/// Which figures are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Figures {
    /// None.
    None,
    /// The standard ones.
    #[default]
    Standard,
}

/// What a finished batch comes to.
pub struct SummedUp {
    /// Means over replicates.
    pub summary: Summary,
    /// Runs that left what is plausible.
    pub strays: Vec<Stray>,
    /// The files written.
    pub written: Vec<PathBuf>,
    /// Figures left out, each with the reason.
    pub skipped: Vec<String>,
}

/// Writes `summary.csv` and the figures of a finished batch from its tables.
pub fn sum_up(folder: &Path, asked: Asked) -> Result<SummedUp, Failure> {
    let map = inputs::map(folder)?;
    let manifest = Manifest::read(folder)?;
    let setting = comparison::setting(folder, &manifest, &map)?;
    let mut samples = Samples::default();
    let mut compared = Samples::since(setting.policies_from);
    let mut strays = Vec::new();
    let columns = [Samples::columns(), plausible::columns()].concat();
    results::each(folder, &NATIONAL, &columns, |part| {
        samples.add(&part);
        if setting.policies_from > 0 {
            compared.add(&part);
        }
        strays.extend(plausible::strays(&part));
    })?;
    let sharing = setting.sharing;
    let summary = Summary::new(&samples, sharing);
    let path = folder.join("summary.csv");
    write_whole(&path, csv(&summary).as_bytes())?;
    let mut written = vec![path];
    let counted = if setting.policies_from > 0 {
        &compared
    } else {
        &samples
    };
    let digest = &manifest.digest;
    written.extend(outcomes::write(
        folder, digest, counted, sharing, asked.csv,
    )?);
    let drawing = match asked.figures {
        Figures::Standard => draw_all(folder, &map)?,
        Figures::None => Drawing::default(),
    };
    written.extend(drawing.written);
    Ok(SummedUp {
        summary,
        strays,
        written,
        skipped: drawing.skipped,
    })
}
