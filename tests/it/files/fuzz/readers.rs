//! Everything that reads a file: what it says of some bytes, and whether what it accepts has its properties.

pub mod maps;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use plaza_batch::problem::Problem;
use plaza_model::policy::levers::Catalogue;
use tempfile::TempDir;

use plaza::files::embedded;
use plaza::maps::aliases::{Aliases, SHIPPED};
use plaza::maps::map_folder::{Kind, Provenance};
use plaza::maps::{map_folder, observed};
use plaza::setup::policies::{Origin, read_policy_from};
use plaza::setup::{draws, levers, parameters, posterior, replay};
use plaza::studies::scorecard::read_rules as scorecard;
use plaza::studies::validation::read_targets as targets;

use self::maps::{shapes, written};
use self::tables::table;
use super::folders::small_map;
use super::harness::{Fault, Judged, Outcome};
use super::properties::{self, FINITE, NAMES, SAME_AGAIN, WITHIN, holds};

/// Reads the bytes of a file.
pub type Reader = fn(&[u8]) -> Judged;

/// All readers of single files: the name of each, how such files end, and what reads them.
pub const READERS: &[(&str, &str, Reader)] = &[
    ("aliases", "toml", aliases),
    ("deployments", "csv", deployments),
    ("leaders", "csv", leaders),
    ("levers", "toml", levers),
    ("observed", "csv", deaths),
    ("outlines", "geojson", shapes),
    ("parameters", "toml", numbers),
    ("policy", "toml", policy),
    ("posterior", "csv", table_of_draws),
    ("recipe", "toml", recipe),
    ("scorecard", "toml", rules),
    ("table", "csv", table),
    ("targets", "toml", aims),
];

/// The weeks of the runs that events are read for.
const RUN: std::ops::Range<i32> = -52..208;
/// Larger grids are not made: they take long.
const LARGEST: u32 = 900;

/// The program's catalogue.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let read = levers::read_catalogue(&embedded::path("levers.toml"));
    read.expect("the embedded catalogue is right").0
});

static ALIASES: LazyLock<Aliases> = LazyLock::new(|| {
    let read = Aliases::parse(Path::new("aliases.toml"), SHIPPED.as_bytes());
    read.expect("the shipped aliases are right")
});

/// A file of its own, in a folder of its own.
pub fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file is written");
    (folder, path)
}

/// What was read, if it is accepted; what is said must be right.
pub fn said<T>(read: Result<T, Vec<Problem>>, folder: &Path) -> Result<Result<T, Outcome>, Fault> {
    match read {
        Ok(value) => Ok(Ok(value)),
        Err(problems) => {
            properties::messages(&problems)?;
            let inside = format!("{}/", folder.display());
            let lines: Vec<String> = problems
                .iter()
                .map(|p| p.to_string().replace(&inside, ""))
                .collect();
            Ok(Err(Outcome::Refused(lines.join("\n"))))
        }
    }
}

/// The value that a reader accepts; where it refuses, that is the outcome.
macro_rules! accepted {
    ($read:expr, $folder:expr) => {
        match said($read, $folder)? {
            Ok(value) => value,
            Err(refused) => return Ok(refused),
        }
    };
}
pub(crate) use accepted;

fn aliases(bytes: &[u8]) -> Judged {
    let path = Path::new("aliases.toml");
    let aliases = accepted!(Aliases::parse(path, bytes), path);
    let labels: Vec<&str> = aliases
        .labels()
        .chain(["gulf", "", "Zetas", "nobody"])
        .collect();
    for label in labels {
        for year in [i32::MIN, 0, 2006, 2009, 2010, i32::MAX] {
            let Ok(stands) = aliases.stands_for(label, year, true) else {
                continue;
            };
            let texts = [stands.name, stands.faction].into_iter().flatten();
            for name in texts.filter(|name| *name != label) {
                let bare = name.trim() == name && !name.is_empty();
                holds!(
                    bare,
                    NAMES,
                    "`{label}` stands for `{name}`, which no table can hold"
                );
            }
        }
    }
    Ok(Outcome::Accepted)
}

fn deaths(bytes: &[u8]) -> Judged {
    let path = Path::new("deaths.csv");
    let map = small_map();
    let observed = accepted!(observed::deaths(path, bytes, &map), path);
    for (year, deaths) in &observed.years {
        holds!((1900..=2200).contains(year), WITHIN, "year {year}");
        holds!(
            deaths.len() == map.places.len(),
            WITHIN,
            "{} places",
            deaths.len()
        );
        let right = deaths
            .iter()
            .all(|deaths| deaths.is_finite() && *deaths >= 0.0);
        holds!(right, FINITE, "{deaths:?}");
    }
    Ok(Outcome::Accepted)
}

fn leaders(bytes: &[u8]) -> Judged {
    let path = Path::new("leaders.csv");
    let map = small_map();
    let removals = accepted!(replay::leaders(path, bytes, &map, &ALIASES, RUN), path);
    for removal in &removals {
        holds!(RUN.contains(&removal.week), WITHIN, "week {}", removal.week);
    }
    let covered = replay::weeks_covered(&removals);
    holds!(!covered.is_empty(), WITHIN, "weeks {covered:?} are covered");
    Ok(Outcome::Accepted)
}

fn deployments(bytes: &[u8]) -> Judged {
    let path = Path::new("sent.csv");
    let map = small_map();
    let postings = accepted!(replay::deployments(path, bytes, &map, RUN), path);
    for posting in &postings {
        properties::finite(posting)?;
        let there = posting
            .places
            .iter()
            .all(|(place, _)| (*place as usize) < map.places.len());
        holds!(there && !posting.places.is_empty(), WITHIN, "{posting:?}");
        let weeks = &posting.weeks;
        let crosses = weeks.start < RUN.end && weeks.end > RUN.start && weeks.start <= weeks.end;
        holds!(crosses, WITHIN, "{posting:?}");
        holds!(!posting.forces.is_empty(), WITHIN, "{posting:?}");
    }
    Ok(Outcome::Accepted)
}

fn levers(bytes: &[u8]) -> Judged {
    let (folder, path) = file("levers.toml", bytes);
    let (catalogue, _) = accepted!(levers::read_catalogue(&path), folder.path());
    properties::finite(&catalogue)?;
    let read = plaza::setup::policies::read_policy(
        &embedded::path("policies/status_quo.toml"),
        &catalogue,
    );
    if let Ok(read) = said(read, folder.path())? {
        properties::policy(&read.policy, &[&catalogue])?;
    }
    Ok(Outcome::Accepted)
}

fn numbers(bytes: &[u8]) -> Judged {
    parameters_with(bytes, &[], false)
}

/// The same, where the user sets some of them.
pub fn parameters_with(
    bytes: &[u8],
    set: &[plaza::setup::parameters::TypedParameter],
    beyond: bool,
) -> Judged {
    let (folder, path) = file("mine.toml", bytes);
    let read = accepted!(parameters::read_beyond(&path, set, beyond), folder.path());
    properties::finite(&read.parameters)?;
    let table: toml::Table = read.text.parse().expect("it is read again below");
    for number in draws::numbers(&table) {
        let name = &number.name;
        let (low, high) = (number.range.low, number.range.high);
        let inside = (low..=high).contains(&number.start) && high.is_finite() && low.is_finite();
        holds!(
            inside,
            WITHIN,
            "{name} is {} of {low} to {high}",
            number.start
        );
    }
    let (other, path) = file("again.toml", read.text.as_bytes());
    let again = parameters::read(&path, &[]);
    let again = said(again, other.path())?.map_err(|refused| Fault {
        property: SAME_AGAIN,
        what: format!("{refused:?}"),
    })?;
    let same = format!("{:?}", again.0) == format!("{:?}", read.parameters);
    holds!(same, SAME_AGAIN, "the parameters read again are others");
    let prior = draws::prior(&read.text, 7, 1);
    for draw in 0..3 {
        properties::finite(&prior.of(draw))?;
    }
    Ok(Outcome::Accepted)
}

fn policy(bytes: &[u8]) -> Judged {
    let (folder, path) = file("mine.toml", bytes);
    for first_year in [None, Some(2007)] {
        let origin = Origin {
            first_year,
            kept: false,
        };
        let read = accepted!(read_policy_from(&path, &CATALOGUE, origin), folder.path());
        properties::policy(&read.policy, &[&CATALOGUE])?;
        let known = read.own.iter().all(|lever| CATALOGUE.find(lever).is_some());
        holds!(known, properties::LEVELS, "{:?}", read.own);
    }
    Ok(Outcome::Accepted)
}

fn table_of_draws(bytes: &[u8]) -> Judged {
    let (folder, path) = file("posterior.csv", bytes);
    let text = embedded::text(&embedded::path("parameters/baseline.toml")).expect("it is embedded");
    let (draws, _) = accepted!(posterior::read(&path, &text, 1), folder.path());
    for replicate in [0, 1, 2, 1_000_000] {
        properties::finite(&draws.of(replicate))?;
    }
    Ok(Outcome::Accepted)
}

fn recipe(bytes: &[u8]) -> Judged {
    let path = Path::new("recipe.toml");
    let recipe = accepted!(map_folder::recipe(path, bytes), path);
    if recipe.width * recipe.height > LARGEST {
        return Ok(Outcome::Accepted);
    }
    let map = accepted!(map_folder::generate(path, &recipe), path);
    properties::map(&map)?;
    let wrong = map.problems();
    holds!(
        wrong.is_empty(),
        properties::RUNS,
        "the map has problems: {wrong:?}"
    );
    written(
        &map,
        &Provenance {
            kind: Kind::Grid,
            year: Some(map.first_year - 1),
            country: Some(map.country.clone()),
            columns: Vec::new(),
            built_from: Vec::new(),
        },
    )?;
    Ok(Outcome::Accepted)
}

fn rules(bytes: &[u8]) -> Judged {
    let (folder, path) = file("scorecard.toml", bytes);
    let read = accepted!(scorecard::read_scorecard(&path), folder.path());
    properties::finite(&read)?;
    Ok(Outcome::Accepted)
}

fn aims(bytes: &[u8]) -> Judged {
    let (folder, path) = file("targets.toml", bytes);
    let read = accepted!(targets::read_targets(&path), folder.path());
    properties::finite(&read)?;
    Ok(Outcome::Accepted)
}
