//! What a finished batch comes to: `summary.csv`, the tables `outcomes` and `draws`, the standard figures.

use plaza_batch::problem::Problem;

use crate::files::csv_text;
use crate::runs::dictionary::NATIONAL;
use crate::runs::made::{BY_RUN, Made};
use crate::setup::results::Results;
use crate::studies::comparison::files::setting;
use crate::studies::comparison::outcomes::Setting;
use crate::studies::summary::figures::draw_all;
use crate::studies::summary::plausible::Stray;
use crate::studies::summary::samples::Samples;
use crate::studies::summary::{Summary, outcomes, plausible};

/// What is wanted of a finished batch besides its summary.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Whether the standard figures are drawn.
    pub figures: bool,
    /// Tables as CSV too.
    pub csv: bool,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            figures: true,
            csv: false,
        }
    }
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

/// Makes `summary.csv` and the figures of a finished batch from its tables.
pub fn sum_up(results: &Results, asked: Asked, made: &mut Made) -> Result<SummedUp, Vec<Problem>> {
    made.is_by(BY_RUN);
    let setting = setting(results)?;
    let mut samples = Samples::default();
    let mut compared = Samples::since(setting.policies_from);
    let mut strays = Vec::new();
    let columns = [Samples::columns(), plausible::columns()].concat();
    results.each(&NATIONAL, &columns, |part| {
        samples.add(&part);
        if setting.policies_from > 0 {
            compared.add(&part);
        }
        strays.extend(plausible::strays(&part));
    })?;
    let summary = Summary::new(&samples, setting.sharing);
    made.put("summary.csv", csv(&summary).as_bytes())?;
    let samples = match setting.policies_from {
        ..=0 => samples,
        _ => compared,
    };
    outcomes::write(results, &samples, setting.sharing, asked.csv, made)?;
    let skipped = match asked.figures {
        true => draw_all(results, results.map()?, made)?,
        false => Vec::new(),
    };
    Ok(SummedUp {
        summary,
        samples,
        setting,
        strays,
        skipped,
    })
}

/// The summary as CSV: `policy, metric, mean, low, high, replicates`; the interval of a single
/// replicate is empty.
pub fn csv(summary: &Summary) -> String {
    if summary.rows.is_empty() {
        return "policy,metric,mean,low,high,replicates\n".to_owned();
    }
    csv_text::csv(&summary.rows)
}
