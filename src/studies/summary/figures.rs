//! The standard figures of a result folder.

pub mod deaths_map;
pub mod flow_rows;
pub mod flows;
pub mod lineage;
pub mod national;
pub mod place_means;
pub mod presence_maps;

use std::collections::BTreeSet;

use plaza_batch::problem::Problem;
use plaza_batch::results::Results;
use plaza_batch::rows::Rows;
use plaza_model::state::map::Map;

use crate::runs::dictionary::{EVENTS, MUNICIPALITIES, NATIONAL, ORGANIZATIONS, Table};
use crate::runs::made::Made;
use crate::runs::per_policy::Recorded;
use crate::studies::lives::figure as survival;
use crate::studies::lives::files::read_lives;
use flows::Flows;
use national::{CURVES, Replicates};
use place_means::{PlaceMeans, Years};

/// A map of the table `municipalities`: its name, which is its figure's, the column it shows and
/// whether an older table may lack it, the years it is a mean of, its pen.
type PlaceMap = (
    &'static str,
    &'static str,
    bool,
    Years,
    fn(&Map, &PlaceMeans, &Recorded) -> String,
);

const MAPS: [PlaceMap; 3] = [
    (
        "map_oc_deaths",
        "oc_deaths",
        false,
        Years::All,
        deaths_map::draw,
    ),
    (
        "map_soldiers",
        "soldiers",
        true,
        Years::Last,
        presence_maps::soldiers,
    ),
    ("map_flow", "flow", true, Years::Last, presence_maps::flow),
];

/// What is drawn, and what is not.
struct Drawing<'a> {
    made: &'a mut Made,
    /// Figures left out, each with the reason.
    skipped: Vec<String>,
}

impl Drawing<'_> {
    /// Whether a table lacks one of the columns a figure needs; then it is left out. A table
    /// without any row lacks none: its figures say that there is nothing.
    fn skips(&mut self, figure: &str, table: &Table, seen: &Seen, columns: &[&str]) -> bool {
        let lacks = |column: &&&str| seen.rows && !seen.columns.contains(**column);
        let lacking = columns.iter().find(lacks);
        if let Some(column) = lacking {
            self.skipped.push(format!(
                "figure {figure}: column `{column}` of table {} has no values here",
                table.name
            ));
        }
        lacking.is_some()
    }
}

/// What the parts of a table hold.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// Whether there is any row.
    rows: bool,
    /// Columns with a value.
    columns: BTreeSet<&'static str>,
}

impl Seen {
    fn add(&mut self, part: &Rows) {
        self.rows |= !part.is_empty();
        for column in part.table.columns {
            if !self.columns.contains(column.name) && part.knows(column.name) {
                self.columns.insert(column.name);
            }
        }
    }
}

/// Draws all standard figures of a result folder into `figures/`, from its tables, of which no more
/// than one part is read at a time. Gives the figures left out, each with the reason.
pub fn draw_all(results: &Results, map: &Map, made: &mut Made) -> Result<Vec<String>, Problem> {
    let mut drawing = Drawing {
        made,
        skipped: Vec::new(),
    };
    let recorded = draw_curves(results, map.first_year, &mut drawing)?;
    draw_maps(results, map, &recorded, &mut drawing)?;
    let [organizations, events] = [&ORGANIZATIONS, &EVENTS].map(|of| results.first(of));
    let lineage = lineage::draw(&organizations?, &events?, map.first_year);
    drawing.made.draw("lineage", &lineage)?;
    let survival = survival::draw(&read_lives(results)?);
    drawing.made.draw("survival", &survival)?;
    Ok(drawing.skipped)
}

fn draw_curves(
    results: &Results,
    first_year: i32,
    drawing: &mut Drawing<'_>,
) -> Result<Recorded, Problem> {
    let mut curves = CURVES.each_ref().map(Replicates::new);
    let mut flows = Flows::default();
    let mut recorded = Recorded::default();
    let mut seen = Seen::default();
    let of_curves = CURVES.iter().flat_map(|curve| curve.columns());
    let columns: Vec<&str> = of_curves.chain(Flows::columns()).collect();
    results.each(&NATIONAL, &columns, |part| {
        curves.iter_mut().for_each(|curve| curve.add(&part));
        flows.add(&part);
        recorded.add(&part);
        seen.add(&part);
    })?;
    for curve in curves {
        let (name, needs) = (curve.curve.name, curve.curve.needs);
        if !drawing.skips(name, &NATIONAL, &seen, needs) {
            drawing.made.draw(name, &curve.draw(first_year))?;
        }
    }
    drawing
        .made
        .draw("member_flows", &flows::draw(&flows, first_year))?;
    Ok(recorded)
}

fn draw_maps(
    results: &Results,
    map: &Map,
    recorded: &Recorded,
    drawing: &mut Drawing<'_>,
) -> Result<(), Problem> {
    let mut means = MAPS.map(|(_, column, _, years, _)| PlaceMeans::new(column, years));
    let mut seen = Seen::default();
    let columns: Vec<&str> = means.iter().flat_map(PlaceMeans::columns).collect();
    results.each(&MUNICIPALITIES, &columns, |part| {
        means.iter_mut().for_each(|means| means.add(map, &part));
        seen.add(&part);
    })?;
    for ((name, column, lacking, _, draw), means) in MAPS.iter().zip(&means) {
        let needs: &[&str] = if *lacking { &[column] } else { &[] };
        if !drawing.skips(name, &MUNICIPALITIES, &seen, needs) {
            drawing.made.draw(name, &draw(map, means, recorded))?;
        }
    }
    Ok(())
}
