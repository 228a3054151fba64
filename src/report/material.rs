//! The material of the page.

use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;

use crate::report::figures::Figures;
use crate::report::table::Csv;
use crate::runs::made::{Made, Standing};
use crate::setup::Loaded;
use crate::setup::results::Results;

/// The material of the page.
pub struct Material<'a> {
    pub manifest: &'a Manifest,
    pub loaded: &'a Loaded,
    pub figures: Figures,
    pub summary: Option<Csv>,
    pub comparison: Option<Csv>,
    pub validation: Option<Csv>,
    pub scorecard: Option<Csv>,
    pub bad_sides: Option<Csv>,
}

impl<'a> Material<'a> {
    /// Reads what a result folder holds, and the files left out of the page, each with the reason.
    pub fn read(results: &'a Results, made: &Made) -> Result<(Self, Vec<String>), Vec<Problem>> {
        let mut left_out = Vec::new();
        let mut table = |name: &str| match made.standing(name) {
            Standing::Absent => Ok(None),
            Standing::Current => Csv::find(&results.folder.join(name)),
            Standing::Stale(reason) => {
                left_out.push(format!("{name}: {reason}"));
                Ok(None)
            }
        };
        let material = Self {
            manifest: &results.manifest,
            loaded: results.loaded()?,
            summary: table("summary.csv")?,
            comparison: table("comparison.csv")?,
            validation: table("validation.csv")?,
            scorecard: table("scorecard.csv")?,
            bad_sides: table("bad_sides.csv")?,
            figures: Figures::read(&results.folder, made)?,
        };
        left_out.extend(material.figures.left_out());
        Ok((material, left_out))
    }
}
