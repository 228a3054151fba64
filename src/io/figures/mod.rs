//! Figures, one file each: SVG text from tables and a map, the same bytes from the same input.

mod axis;
mod bands;
mod choropleth;
pub mod cost_effect;
mod country;
mod curves;
pub mod deaths_map;
pub mod differences;
pub mod event_study;
mod families;
pub mod flows;
pub mod forest;
pub mod hindcast_map;
pub mod hindcast_ranks;
pub mod lineage;
pub mod national;
mod overview;
pub mod policy_metrics;
pub mod presence_maps;
pub mod spillover;
mod style;
pub mod survival;
pub mod validation;

use std::path::{Path, PathBuf};

pub use overview::map_overview;

use crate::experiment::dictionary::{EVENTS, MUNICIPALITIES, ORGANIZATIONS};
use crate::experiment::tables::Rows;
use crate::experiment::trajectories::{Trajectories, by_policy};
use crate::io::files::write_whole;
use crate::io::problem::Problem;
use crate::io::results;
use crate::state::map::Map;

/// A figure of the table `national`: its name, the columns it needs beyond the oldest, its pen.
type Curve = (&'static str, &'static [&'static str], fn(&Rows) -> String);

const CURVES: [Curve; 9] = [
    ("organizations", &[], national::organizations),
    (
        "effective_organizations",
        &[],
        national::effective_organizations,
    ),
    ("oc_deaths", &[], national::oc_deaths),
    (
        "violent_municipalities",
        &[],
        national::violent_municipalities,
    ),
    ("member_flows", &[], flows::draw),
    (
        "flow_delivered",
        &["flow_supplied", "flow_delivered"],
        national::flow_delivered,
    ),
    ("extortions", &["extortions"], national::extortions),
    ("trust_police", &["trust_police"], national::trust_police),
    ("fear", &["fear"], national::fear),
];

/// A map of the table `municipalities`, in the same way.
type PlaceMap = (
    &'static str,
    &'static [&'static str],
    fn(&Map, &Rows, &[Trajectories]) -> String,
);

const MAPS: [PlaceMap; 3] = [
    ("map_oc_deaths", &[], deaths_map::draw),
    ("map_soldiers", &["soldiers"], presence_maps::soldiers),
    ("map_flow", &["flow"], presence_maps::flow),
];

/// What was drawn, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// Files written.
    pub written: Vec<PathBuf>,
    /// Figures left out, each with the reason.
    pub skipped: Vec<String>,
}

impl Drawing {
    fn write(&mut self, folder: &Path, name: &str, svg: &str) -> Result<(), Problem> {
        let path = folder.join("figures").join(name).with_extension("svg");
        write_whole(&path, svg.as_bytes())
            .map_err(|error| Problem::whole(&path, format!("cannot be written: {error}")))?;
        self.written.push(path);
        Ok(())
    }

    /// Whether a table lacks one of the columns a figure needs; then it is left out. A table
    /// without any row lacks none: its figures say that there is nothing.
    fn skips(&mut self, figure: &str, rows: &Rows, columns: &[&str]) -> bool {
        let lacking = columns.iter().find(|column| match rows.is_empty() {
            true => rows.index(column).is_none(),
            false => !rows.knows(column),
        });
        if let Some(column) = lacking {
            self.skipped.push(format!(
                "figure {figure}: column `{column}` of table {} has no values here",
                rows.table.name
            ));
        }
        lacking.is_some()
    }
}

/// Draws all standard figures of a result folder into `figures/`, from its tables; `national` is
/// the one that the caller has read already.
pub fn draw_all(folder: &Path, map: &Map, national: &Rows) -> Result<Drawing, Problem> {
    let mut drawing = Drawing::default();
    for (name, columns, draw) in CURVES {
        if !drawing.skips(name, national, columns) {
            drawing.write(folder, name, &draw(national))?;
        }
    }
    let policies = by_policy(national);
    let municipalities = results::read(folder, &MUNICIPALITIES)?;
    for (name, columns, draw) in MAPS {
        if !drawing.skips(name, &municipalities, columns) {
            drawing.write(folder, name, &draw(map, &municipalities, &policies))?;
        }
    }
    drop(municipalities);
    let organizations = results::read(folder, &ORGANIZATIONS)?;
    let events = results::read(folder, &EVENTS)?;
    drawing.write(folder, "lineage", &lineage::draw(&organizations, &events))?;
    let survival = survival::draw(national, &organizations, &events);
    drawing.write(folder, "survival", &survival)?;
    Ok(drawing)
}
