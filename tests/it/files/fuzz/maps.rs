//! Maps built from tables: whatever the tables, and whatever is made of them, up to a run.

use std::fs;
use std::path::Path;

use plaza_batch::rows::Kept;

use plaza::maps::map_folder;
use plaza::maps::map_tables::Built;
use plaza::runs::design::Design;
use plaza::runs::replicate::{Ending, Stop, run};
use plaza::setup::{Overrides, load};

use super::countries::{Country, country};
use super::harness::{Fault, Judged, Outcome, Verdict, fuzz};
use super::properties::{self, FINITE, FIRST_YEAR, MESSAGES, RUNS, holds};
use super::readers::maps::written;
use super::readers::{accepted, said};

/// An experiment of twelve weeks.
const TINY: &str = "name = \"tiny\"\nmap = \"map\"\nparameters = \"calibrated\"\npolicies = [\"status_quo\"]\nweeks = 8\n\
                    burn_in = 4\nreplicates = 1\nseed = 7\n";

/// Builds a country and looks at what it is.
pub fn built(country: &Country) -> Judged {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let built = accepted!(country.build(folder.path()), folder.path());
    let Built {
        map,
        provenance,
        notes,
        doubts,
    } = &built;
    properties::map(map)?;
    holds!(
        map.first_year == country.year + 1,
        FIRST_YEAR,
        "{} after {}",
        map.first_year,
        country.year
    );
    let empty =
        (notes.iter().chain(doubts)).find(|note| note.trim().is_empty() || note.contains("\n\n"));
    holds!(
        empty.is_none(),
        MESSAGES,
        "an empty line in a note: {empty:?}"
    );
    if !map.organizations.is_empty() {
        written(map, provenance)?;
        if country.run {
            lived(&built, folder.path())?;
        }
    }
    Ok(Outcome::Accepted)
}

/// A tiny experiment on a map.
fn lived(built: &Built, folder: &Path) -> Verdict {
    map_folder::write(&built.map, &built.provenance, &folder.join("map"))
        .expect("it was written before");
    let path = folder.join("tiny.toml");
    fs::write(&path, TINY).expect("an experiment is written");
    let loaded = said(load(Some(&path), &Overrides::default()), folder)?;
    match loaded {
        Ok(loaded) => runs(&loaded.design),
        Err(refused) => Err(Fault {
            property: RUNS,
            what: format!("{refused:?}"),
        }),
    }
}

/// All policies of an experiment live through all weeks, and their numbers are finite.
pub fn runs(design: &Design) -> Verdict {
    let policies: Vec<usize> = (0..design.policies.len()).collect();
    for ending in run(design, &policies, 0, true, &Stop::default()) {
        let recorded = match ending {
            Ending::Done(recorded) => recorded,
            other => {
                return Err(Fault {
                    property: RUNS,
                    what: format!("{other:?}"),
                });
            }
        };
        for rows in &recorded.tables {
            for (column, values) in rows.table.columns.iter().zip(&rows.columns) {
                let (table, name) = (rows.table.name, column.name);
                if let Kept::Real(values) = values.kept() {
                    let wrong = values.iter().find(|value| !value.is_finite());
                    holds!(wrong.is_none(), FINITE, "{table}.{name} is {wrong:?}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn maps_from_tables() {
    fuzz("fuzz::maps::maps_from_tables", 1, country, built);
}
