//! The result folder of a twin experiment: its pairs, and the tables and figures that they come to.

use schemars::JsonSchema;
use serde::Serialize;

use plaza_batch::problem::Problem;
use plaza_batch::results::Results;
use plaza_batch::rows::Recorded;

use crate::runs::design::Design;
use crate::runs::made::{BY_TWIN, Made};
use crate::studies::twin;
use crate::studies::twin::curves::points;
use crate::studies::twin::effects::{Effect, effects};
use crate::studies::twin::pair::{COUNTED, Difference, counted};
use crate::studies::twin::surroundings::{COUNTRY, PARTS, Part};
use crate::studies::twin::tables::TWIN_TABLES;
use crate::studies::twin::{
    Pairs, differences_figure as differences, spillover, spillover_figure as spillover_map,
};

/// One pair and event, as a row of `twin_pairs.csv`.
#[derive(Serialize, JsonSchema)]
pub struct PairRow<'a> {
    /// Its number: that of the replicate.
    pair: u32,
    /// The event, as the experiment names it.
    event: &'a str,
    /// Key of the organization it befell.
    organization: String,
    /// Name of that organization.
    name: &'a str,
    /// Its rank by members the week before, from 1.
    size_rank: u32,
    /// Its members the week before.
    members: u32,
    /// Where: the code on the map.
    municipality: &'a str,
    /// `leader` or `boss`, where somebody fell.
    rank: Option<&'static str>,
    /// How he fell.
    outcome: Option<&'static str>,
    /// Eligible heirs the week before.
    successors: Option<u32>,
    /// OC deaths at the place over all weeks told, with the event less without it.
    oc_deaths_place: f64,
    /// The same of the whole country.
    oc_deaths_country: f64,
    /// OC deaths of the country without the event.
    oc_deaths_country_without: f64,
    /// The draw of the parameters, where they are drawn.
    draw: Option<u32>,
}

/// The pairs that a folder holds, block by block.
pub fn pairs(results: &Results, design: &Design) -> Result<Pairs, Problem> {
    let failed = results.manifest.failed();
    let failed = failed.map(|(_, pair, cause)| (pair, cause.to_owned()));
    let mut pairs = twin::pairs(design, failed.collect());
    for block in results.blocks() {
        let tables = TWIN_TABLES.iter().map(|table| block.read(table));
        let tables = tables.collect::<Result<_, _>>()?;
        let added = pairs.add(&Recorded { tables }, design);
        added.map_err(|message| results.wrong(format!("block {}: {message}", block.number)))?;
    }
    Ok(pairs)
}

/// What is told of a twin experiment.
pub struct Told<'a> {
    /// The effects over longer windows.
    pub effects: Vec<Effect>,
    /// The pairs.
    pub pairs: Vec<PairRow<'a>>,
}

/// Makes all tables and figures of a twin experiment; gives what is told of it.
pub fn make<'a>(
    design: &'a Design,
    pairs: &'a Pairs,
    made: &mut Made,
) -> Result<Told<'a>, Problem> {
    let points = points(pairs);
    let effects = effects(pairs);
    let rows = spillover::map(pairs, &design.map);
    made.is_by(BY_TWIN);
    made.csv("twin_curve.csv", &points)?;
    made.csv("twin_effects.csv", &effects)?;
    made.csv("twin_map.csv", &rows)?;
    made.table(&spillover::table(&rows))?;
    let of_pairs = pair_rows(pairs, design);
    made.csv("twin_pairs.csv", &of_pairs)?;
    let titled = [
        ("twin_oc_deaths", "organized-crime deaths", "deaths"),
        (
            "twin_extortions",
            "extortion",
            "firms visited for the first time",
        ),
        ("twin_displaced", "displacement", "people who flee"),
    ];
    for ((name, what, unit), outcome) in titled.into_iter().zip(COUNTED) {
        let title = format!("What one event does to {what}: twin futures");
        made.draw(name, &differences::by_part(&points, outcome, &title, unit))?;
    }
    made.draw("twin_fragmentation", &differences::fragmentation(&points))?;
    made.draw("twin_map", &spillover_map::draw(&design.map, &rows, pairs))?;
    Ok(Told {
        effects,
        pairs: of_pairs,
    })
}

fn pair_rows<'a>(pairs: &'a Pairs, design: &'a Design) -> Vec<PairRow<'a>> {
    let row = |pair: u32, of: &'a Difference| {
        let after = pairs.first.unsigned_abs() as usize;
        let deaths = |series: &[f64], part: usize| {
            let start = counted(0, part) * pairs.weeks();
            series[start + after..start + pairs.weeks()].iter().sum()
        };
        let place = PARTS.iter().position(|part| *part == Part::Place);
        let place = place.expect("one of the parts");
        let subject = &of.subject;
        PairRow {
            pair,
            event: &pairs.events[of.event],
            organization: subject.organization.to_string(),
            name: &subject.name,
            size_rank: subject.size_rank,
            members: subject.members,
            municipality: &design.map.places[subject.place as usize].code,
            rank: subject.rank,
            outcome: subject.outcome.map(|outcome| outcome.label()),
            successors: subject.successors,
            oc_deaths_place: deaths(&of.difference, place),
            oc_deaths_country: deaths(&of.difference, COUNTRY),
            oc_deaths_country_without: deaths(&of.without, COUNTRY),
            draw: design.draw_of(pair),
        }
    };
    let pairs = pairs.pairs.iter();
    pairs
        .flat_map(|pair| pair.differences.iter().map(move |of| row(pair.number, of)))
        .collect()
}
