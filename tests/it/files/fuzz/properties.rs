//! What every input that is accepted must have, and every message.

use plaza_batch::problem::Problem;
use plaza_model::policy::Policy;
use plaza_model::policy::levers::{Catalogue, Kind, Level, Lever};
use plaza_model::policy::policy::Unconditional;
use plaza_model::state::map::Map;

use super::harness::{Fault, Verdict};

/// The properties.
pub const NO_PANIC: &str = "no panic";
pub const NO_HANG: &str = "no hang";
pub const FINITE: &str = "every number is finite";
pub const RESIDENTS: &str = "no place has more than 100 million residents";
pub const SHARES: &str = "poverty and crop are from 0 to 1";
pub const CROSSING_KM: &str = "the distance to a crossing is from 0 to 100,000 km";
pub const POINTS: &str = "no two places lie at the same point";
pub const CODES: &str = "codes are unique and ascending";
pub const CONNECTED: &str = "the country is connected";
pub const CELLS: &str = "every cell has a place, in order, and a weight of 0 or more";
pub const NAMES: &str = "every place, state and organization has a name";
pub const YEARS: &str = "all places have residents of equally many years";
pub const FIRST_YEAR: &str = "week 0 is in the year after that of the map";
pub const SAME_AGAIN: &str = "what is written is read again unchanged";
pub const RUNS: &str = "what is accepted can be run";
pub const LEVELS: &str = "a policy has levels of the catalogue, within their ranges";
pub const WEEKS: &str = "the weeks of a schedule ascend";
pub const LIMITS: &str = "policies exist, and weeks and replicates are within limits";
pub const SETTINGS: &str = "a setting that is accepted changes something";
pub const MESSAGES: &str = "a message says something, of a file, without an empty line";
pub const WORDS: &str = "a message is in words of the files, not of the program";
pub const HINTS: &str = "a hint is the same code, written as a spreadsheet writes it";
pub const ROWS: &str = "every line of a table is a row or a problem";
pub const WITHIN: &str = "what is read lies within its bounds";

/// Leaves with a fault where a condition does not hold.
macro_rules! holds {
    ($condition:expr, $property:expr, $($what:tt)+) => {
        if !$condition {
            return Err($crate::files::fuzz::harness::Fault { property: $property, what: format!($($what)+) });
        }
    };
}
pub(crate) use holds;

/// A map that is accepted.
pub fn map(map: &Map) -> Verdict {
    finite(map)?;
    let mut points = Vec::new();
    for place in &map.places {
        let code = &place.code;
        let most = place.most_residents();
        holds!(most <= 100_000_000, RESIDENTS, "`{code}` has {most}");
        let shares = [place.poverty, place.crop];
        let within = shares.iter().all(|share| (0.0..=1.0).contains(share));
        holds!(within, SHARES, "`{code}` has {shares:?}");
        let km = place.crossing_km;
        holds!((0.0..=1e5).contains(&km), CROSSING_KM, "`{code}`: {km}");
        // 0 and -0 are one point.
        points.push(((place.x + 0.0).to_bits(), (place.y + 0.0).to_bits()));
        holds!(
            !code.is_empty() && !place.name.is_empty(),
            NAMES,
            "`{code}`, `{}`",
            place.name
        );
        let state = map.states.get(usize::from(place.state));
        holds!(
            state.is_some_and(|state| !state.is_empty()),
            NAMES,
            "`{code}` lies in {state:?}"
        );
        let years = [place, &map.places[0]].map(|place| place.populations.len());
        holds!(years[0] == years[1], YEARS, "`{code}`: {years:?}");
    }
    points.sort_unstable();
    let twice = points.windows(2).any(|pair| pair[0] == pair[1]);
    holds!(!twice, POINTS, "two do");
    let codes: Vec<&str> = map.codes().collect();
    let ascending = codes.windows(2).all(|pair| pair[0] < pair[1]);
    holds!(ascending, CODES, "{codes:?}");
    let all: Vec<u32> = (0..map.places.len() as u32).collect();
    let parts = map.graph.components(&all).len();
    holds!(parts == 1, CONNECTED, "{parts} parts");
    for organization in &map.organizations {
        let name = &organization.name;
        holds!(
            !name.trim().is_empty(),
            NAMES,
            "an organization is called `{name}`"
        );
        let seen = organization.records.iter();
        let seen: Vec<(i32, u32)> = seen.map(|seen| (seen.year, seen.place)).collect();
        let order = seen.windows(2).all(|pair| pair[0] < pair[1]);
        let of_homes = organization.homes.iter().filter_map(|home| home.place);
        let places = seen.iter().map(|(_, place)| *place).chain(of_homes);
        let mut there = places.map(|place| (place as usize) < map.places.len());
        let some = !seen.is_empty() || !organization.homes.is_empty();
        holds!(
            order && there.all(|there| there) && some,
            CELLS,
            "`{name}` is at {seen:?}"
        );
        let records = organization.records.iter();
        let records = records.flat_map(|seen| [seen.records, seen.believed]);
        let weights = organization.homes.iter().map(|home| home.weight);
        for weight in records.chain(weights) {
            holds!(
                weight.is_finite() && weight >= 0.0,
                CELLS,
                "`{name}` weighs {weight}"
            );
        }
    }
    Ok(())
}

/// Nothing in a value is infinite or no number: names and other texts are left out.
pub fn finite(value: &impl std::fmt::Debug) -> Verdict {
    let text = format!("{value:?}").replace("\\\\", "").replace("\\\"", "");
    for (index, part) in text.split('"').enumerate() {
        let mut words = part.split(|letter: char| !letter.is_alphanumeric());
        if index % 2 == 0 && words.any(|word| word == "NaN" || word == "inf") {
            let near = part.find("NaN").or(part.find("inf")).unwrap_or(0);
            let from = part.floor_char_boundary(near.saturating_sub(80));
            let what = part[from..].chars().take(90).collect();
            return Err(Fault {
                property: FINITE,
                what,
            });
        }
    }
    Ok(())
}

/// A policy that is accepted. Levels may have been brought to the size of another country, so that they are within
/// the ranges of one of several catalogues.
pub fn policy(policy: &Policy, catalogues: &[&Catalogue]) -> Verdict {
    for (name, schedule) in policy.schedules() {
        let levers: Vec<&Lever> = catalogues
            .iter()
            .filter_map(|catalogue| catalogue.find(name))
            .collect();
        holds!(!levers.is_empty(), LEVELS, "there is no `{name}`");
        let within = |level: &Level| levers.iter().any(|lever| within(&lever.kind, level));
        for layer in schedule.layers() {
            holds!(!layer.steps.is_empty(), LEVELS, "`{name}` has no step");
            let ascend = layer
                .steps
                .windows(2)
                .all(|pair| pair[0].from_week < pair[1].from_week);
            holds!(ascend, WEEKS, "`{name}`: {:?}", layer.steps);
            for step in &layer.steps {
                let level = &step.level;
                holds!(within(level), LEVELS, "`{name}` is {level}");
            }
        }
        for week in [i32::MIN, -5200, -1, 0, 1, 52, 5200, i32::MAX] {
            for start in [0, 104] {
                let (level, _) = schedule.level(week, &Unconditional { start });
                holds!(within(&level), LEVELS, "`{name}` is {level} in week {week}");
            }
        }
    }
    Ok(())
}

/// Whether a lever can have this level.
fn within(kind: &Kind, level: &Level) -> bool {
    match (kind, level) {
        (Kind::Number { range, .. }, Level::Number(level)) => {
            level.is_finite() && (range[0]..=range[1]).contains(level)
        }
        (Kind::Choice(options), Level::Option(option)) => options.contains(option),
        (Kind::Shares(parts), Level::Shares(shares)) => {
            let sum: f64 = shares.iter().sum();
            let each = shares.iter().all(|share| (0.0..=1.0).contains(share));
            parts.len() == shares.len() && each && (sum - 1.0).abs() < 1e-5
        }
        _ => false,
    }
}

/// What is said of an input that is refused.
pub fn messages(problems: &[Problem]) -> Verdict {
    holds!(
        !problems.is_empty(),
        MESSAGES,
        "it is refused without a word"
    );
    for problem in problems {
        let text = problem.to_string();
        let empty = problem.message.trim().is_empty();
        holds!(!empty, MESSAGES, "nothing is said: {text:?}");
        let bare: String = text.replace(['\r', ' ', '\t'], "");
        holds!(
            !bare.contains("\n\n") && !bare.ends_with('\n'),
            MESSAGES,
            "an empty line: {text:?}"
        );
        let named = !problem.file.as_os_str().is_empty();
        holds!(named, MESSAGES, "of which file? {text:?}");
        hint(&problem.message)?;
        let raw = RAW.iter().find(|raw| problem.message.contains(**raw));
        holds!(raw.is_none(), WORDS, "{raw:?} in {text:?}");
    }
    Ok(())
}

/// What the program's readers say among themselves.
const RAW: [&str; 26] = [
    "expected a sequence",
    "expected a map",
    "expected a string",
    "untagged",
    "did not match",
    "invalid length",
    "missing field",
    "unknown field",
    "unknown variant",
    "EOF while",
    "trailing characters",
    "recursion limit",
    "newtype variant",
    "unit variant",
    "struct variant",
    "expected unit",
    "expected enum",
    "expected struct",
    "expected i32",
    "expected u16",
    "expected u32",
    "expected u64",
    "expected f64",
    "invalid type",
    "invalid value",
    "000000000000000000000000000000000000000000000000000000000000",
];

/// Of an unknown municipality only the same code, written otherwise, may be suggested.
fn hint(message: &str) -> Verdict {
    let Some((_, after)) = message.split_once("municipality `") else {
        return Ok(());
    };
    let (Some((code, rest)), Some((_, hint))) =
        (after.split_once('`'), after.split_once("(did you mean `"))
    else {
        return Ok(());
    };
    let Some((hint, _)) = hint.split_once('`') else {
        return Ok(());
    };
    let bare = |text: &str| {
        let text: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !"'\"".contains(*c))
            .collect();
        let text = text.to_lowercase();
        let whole = match text.split_once('.') {
            Some((whole, zeros)) if zeros.chars().all(|c| c == '0') => whole,
            _ => &text,
        };
        whole.trim_start_matches('0').to_owned()
    };
    // A code with such a quote in it cannot be told from what follows.
    let told = rest.trim_start().starts_with('(') || rest.contains("(did you");
    holds!(!told || bare(code) == bare(hint), HINTS, "{message}");
    Ok(())
}
