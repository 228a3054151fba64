//! The result folder of a twin experiment: its pairs, and the tables and figures that they come to.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;
use plaza_batch::results;
use plaza_batch::rows::Recorded;

use crate::files::csv_text::csv;
use crate::runs::design::Design;
use crate::runs::made::{BY_TWIN, Made};
use crate::setup::Loaded;
use crate::studies::twin;
use crate::studies::twin::curves::{Point, points};
use crate::studies::twin::effects::{Effect, effects};
use crate::studies::twin::pair::{COUNTED, Difference, counted};
use crate::studies::twin::spillover::Spillover;
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
pub fn pairs(folder: &Path, manifest: &Manifest, design: &Design) -> Result<Pairs, Problem> {
    let failed = manifest.failed();
    let failed = failed.map(|(_, pair, cause)| (pair, cause.to_owned()));
    let mut pairs = twin::pairs(design, failed.collect());
    for (name, policy) in &manifest.policies {
        for &block in policy.blocks.keys() {
            let tables = TWIN_TABLES
                .iter()
                .map(|table| results::read_block(folder, manifest, table, name, block));
            let tables = tables.collect::<Result<_, _>>()?;
            let added = pairs.add(&Recorded { tables }, design);
            added.map_err(|message| Problem::whole(folder, format!("block {block}: {message}")))?;
        }
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
    loaded: &'a Loaded,
    pairs: &'a Pairs,
    made: &mut Made,
) -> Result<Told<'a>, Problem> {
    let points = points(pairs);
    let effects = effects(pairs);
    let rows = spillover::map(pairs, &loaded.design.map);
    let mut put = |name: &str, bytes: &[u8]| made.put(name, bytes, BY_TWIN);
    put("twin_curve.csv", csv(&points).as_bytes())?;
    put("twin_effects.csv", csv(&effects).as_bytes())?;
    put("twin_map.csv", csv(&rows).as_bytes())?;
    made.table(&spillover::table(&rows), &loaded.digest, BY_TWIN)?;
    let of_pairs = pair_rows(pairs, loaded);
    made.put("twin_pairs.csv", csv(&of_pairs).as_bytes(), BY_TWIN)?;
    for (figure, svg) in figures(&points, &rows, pairs, loaded) {
        made.draw(figure, &svg, BY_TWIN)?;
    }
    Ok(Told {
        effects,
        pairs: of_pairs,
    })
}

/// The figures by name.
fn figures(
    points: &[Point],
    rows: &[Spillover],
    pairs: &Pairs,
    loaded: &Loaded,
) -> [(&'static str, String); 5] {
    let [deaths, extortions, displaced] = COUNTED;
    let by_part = |outcome, title, unit| differences::by_part(points, outcome, title, unit);
    [
        (
            "twin_oc_deaths",
            by_part(
                deaths,
                "What one event does to organized-crime deaths: twin futures",
                "deaths",
            ),
        ),
        (
            "twin_extortions",
            by_part(
                extortions,
                "What one event does to extortion: twin futures",
                "firms visited for the first time",
            ),
        ),
        (
            "twin_displaced",
            by_part(
                displaced,
                "What one event does to displacement: twin futures",
                "people who flee",
            ),
        ),
        ("twin_fragmentation", differences::fragmentation(points)),
        (
            "twin_map",
            spillover_map::draw(&loaded.design.map, rows, pairs),
        ),
    ]
}

fn pair_rows<'a>(pairs: &'a Pairs, loaded: &'a Loaded) -> Vec<PairRow<'a>> {
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
            municipality: &loaded.design.map.places[subject.place as usize].code,
            rank: subject.rank,
            outcome: subject.outcome.map(|outcome| outcome.label()),
            successors: subject.successors,
            oc_deaths_place: deaths(&of.difference, place),
            oc_deaths_country: deaths(&of.difference, COUNTRY),
            oc_deaths_country_without: deaths(&of.without, COUNTRY),
            draw: loaded.design.draw_of(pair),
        }
    };
    let pairs = pairs.pairs.iter();
    pairs
        .flat_map(|pair| pair.differences.iter().map(move |of| row(pair.number, of)))
        .collect()
}
