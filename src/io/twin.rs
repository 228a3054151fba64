//! The result folder of a twin experiment: tables, figures, the inputs, and what they are of.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::experiment::twin::Pairs;
use crate::experiment::twin::curves::{Point, points};
use crate::experiment::twin::effects::{Effect, effects};
use crate::experiment::twin::pair::{COUNTED, Difference, counted};
use crate::experiment::twin::spillover::{self, Spillover};
use crate::experiment::twin::surroundings::{COUNTRY, PARTS, Part};
use crate::io::config::Loaded;
use crate::io::csv_text::csv;
use crate::io::figures::{differences, spillover as spillover_map, stamped};
use crate::io::files::{digest, write_whole};
use crate::io::inputs;
use crate::io::manifest::VERSION;
use crate::io::problem::Problem;
use crate::io::results;

/// What the pairs come to, and where it is kept.
#[derive(Clone, Debug)]
pub struct Written {
    /// Effects over longer windows.
    pub effects: Vec<Effect>,
    /// The files.
    pub files: Vec<PathBuf>,
}

/// One pair and event, as a row of `twin_pairs.csv`.
#[derive(Serialize)]
struct PairRow<'a> {
    pair: u32,
    event: &'a str,
    organization: String,
    name: &'a str,
    size_rank: u32,
    members: u32,
    municipality: &'a str,
    rank: Option<&'static str>,
    outcome: Option<&'static str>,
    successors: Option<u32>,
    oc_deaths_place: f64,
    oc_deaths_country: f64,
    oc_deaths_country_without: f64,
    draw: Option<u32>,
}

/// What a folder holds and what it was made from.
#[derive(Serialize)]
struct TwinManifest<'a> {
    plaza: &'static str,
    twin: &'a str,
    digest: &'a str,
    seed: u64,
    week: i32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
    events: &'a [String],
    pairs: usize,
    failed: &'a [(u32, String)],
    inputs: std::collections::BTreeMap<&'a str, String>,
}

/// Makes the folder, or refuses one that cannot be made or holds something else: another experiment, or
/// more pairs than are asked for.
pub fn open(folder: &Path, loaded: &Loaded) -> Result<(), Problem> {
    let wrong = |message: String| Err(Problem::whole(folder, message));
    let made = std::fs::create_dir_all(folder).and_then(|()| std::fs::read_dir(folder));
    match made.map(|mut entries| entries.next().is_some()) {
        Ok(true) => {}
        Ok(false) => return Ok(()),
        Err(error) => return wrong(format!("cannot be made or read: {error}")),
    }
    let manifest = std::fs::read(folder.join(MANIFEST)).ok();
    let manifest = manifest.and_then(|bytes| serde_json::from_slice::<Held>(&bytes).ok());
    let Some(held) = manifest else {
        return wrong(
            "is not empty and holds no twin experiment, expected a new folder".to_owned(),
        );
    };
    let asked = loaded.design.replicates as usize;
    if held.digest != loaded.digest {
        return wrong(format!(
            "holds another twin experiment, {:.8}, expected {:.8} or a new folder",
            held.digest, loaded.digest
        ));
    }
    if held.pairs > asked {
        return wrong(format!(
            "holds {} pairs, expected --replicates {} or more instead of {asked}, or another folder",
            held.pairs, held.pairs
        ));
    }
    Ok(())
}

/// What is read of a manifest that is there.
#[derive(Deserialize)]
struct Held {
    digest: String,
    pairs: usize,
}

/// The file that says what a folder holds; not that of a batch, which other commands read.
const MANIFEST: &str = "twin.json";

/// Writes everything into `folder`.
pub fn write(folder: &Path, loaded: &Loaded, pairs: &Pairs) -> Result<Written, Problem> {
    let design = &loaded.design;
    let points = points(pairs);
    let effects = effects(pairs);
    let rows = spillover::map(pairs, &design.map);
    let mut files = Vec::new();
    let mut put = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        write_whole(&path, bytes)?;
        files.push(path);
        Ok(())
    };
    put("twin_curve.csv", csv(&points).as_bytes())?;
    put("twin_effects.csv", csv(&effects).as_bytes())?;
    put("twin_map.csv", csv(&rows).as_bytes())?;
    let of_map = results::encode(&spillover::table(&rows), &loaded.digest);
    put("twin_map.parquet", &of_map)?;
    put("twin_pairs.csv", csv(pair_rows(pairs, loaded)).as_bytes())?;
    for (figure, svg) in figures(&points, &rows, pairs, loaded) {
        put(
            &format!("figures/{figure}.svg"),
            stamped(&svg, &loaded.notices.common).as_bytes(),
        )?;
    }
    let inputs = loaded.inputs.iter();
    let manifest = TwinManifest {
        plaza: VERSION,
        twin: &design.name,
        digest: &loaded.digest,
        seed: design.seed,
        week: design.twin.as_ref().map_or(0, |twin| twin.week),
        notices: loaded.notices.told(design),
        events: &pairs.events,
        pairs: pairs.pairs.len(),
        failed: &pairs.failed,
        inputs: inputs
            .map(|input| (input.path.as_str(), digest(&input.bytes)))
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&manifest).expect("a manifest becomes JSON");
    text.push('\n');
    put(MANIFEST, text.as_bytes())?;
    inputs::write(folder, &loaded.inputs)?;
    Ok(Written { effects, files })
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
