//! `plaza plot DIR`: draws the figures of a result folder again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;
use plaza_batch::results;

use crate::runs::dictionary::NATIONAL;
use crate::runs::made::{BY_RUN, Made};
use crate::setup::{Loaded, inputs};
use crate::studies::comparison::files as comparison;
use crate::studies::comparison::outcomes::Setting;
use crate::studies::summary::figures::draw_all;
use crate::studies::summary::files::csv;
use crate::studies::summary::plausible::Stray;
use crate::studies::summary::samples::Samples;
use crate::studies::summary::{Summary, outcomes, plausible};
use plaza_batch::failure::Failure;

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
    let manifest = Manifest::of_run(folder)?;
    let (done, all) = manifest.progress();
    if done == 0 {
        let message = "has no block that is done, expected one or more to sum up";
        return Err(Problem::whole(folder, message).into());
    }
    if done < all {
        remark!(
            "note: {done} of {all} blocks are done: of these alone are the summary and the figures"
        );
    }
    let mut made = Made::open(folder, &manifest);
    let summed_up = sum_up(folder, &manifest, None, Asked::default(), &mut made)?;
    for path in made.finish()? {
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
    /// What each replicate came to since policies part.
    pub samples: Samples,
    /// What the experiment says of the replicates.
    pub setting: Setting,
    /// Runs that left what is plausible.
    pub strays: Vec<Stray>,
    /// Figures left out, each with the reason.
    pub skipped: Vec<String>,
}

/// Makes `summary.csv` and the figures of a finished batch from its tables; what it was run from is read again from
/// the folder where it is not `known`.
pub fn sum_up(
    folder: &Path,
    manifest: &Manifest,
    known: Option<&Loaded>,
    asked: Asked,
    made: &mut Made,
) -> Result<SummedUp, Failure> {
    let map = match known {
        Some(loaded) => loaded.design.map.clone(),
        None => Arc::new(inputs::map(folder)?),
    };
    let setting = comparison::setting(folder, manifest, &map)?;
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
    made.put("summary.csv", csv(&summary).as_bytes(), BY_RUN)?;
    let samples = match setting.policies_from {
        ..=0 => samples,
        _ => compared,
    };
    let digest = &manifest.digest;
    outcomes::write(folder, known, digest, &samples, sharing, asked.csv, made)?;
    let skipped = match asked.figures {
        Figures::Standard => draw_all(folder, &map, made)?,
        Figures::None => Vec::new(),
    };
    Ok(SummedUp {
        summary,
        samples,
        setting,
        strays,
        skipped,
    })
}
