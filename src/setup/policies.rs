//! Policy files.

mod conditions;
pub mod set;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Table;

use plaza_batch::problem::{Problem, nearest};
use plaza_model::policy::Policy;
use plaza_model::policy::levers::{Catalogue, Kind, Level, Lever};
use plaza_model::policy::places::Where;
use plaza_model::policy::policy::{Schedule, Side, Step, Unconditional};
use plaza_model::policy::triggers::When;
use plaza_model::units::{WEEKS_PER_YEAR, YEARS, plain};

use crate::files::document::Document;
use crate::files::reading::Reading;
use crate::files::{embedded, reading};
use crate::setup::bounds::is_name;
use crate::setup::extending;
use crate::setup::extending::{extended, stem};
use crate::setup::inputs::Input;
use crate::setup::policies::conditions::conditions;

/// A policy: which levers have which levels, over time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyFile {
    /// The policy whose levels hold for every lever that is not named here.
    extends: Option<String>,
    /// What the policy is, in a sentence or two.
    about: String,
    /// Whether the weeks below count from the first week of the run, or of this year, not from the week in which
    /// the policy started.
    #[serde(default)]
    calendar: Calendar,
    /// The people of the country that its levels in persons and money are of, so that they can be brought to a
    /// country of another size (`scale_levers` of an experiment); without it, they stay as they are.
    #[serde(default)]
    #[schemars(range(min = 100_000, max = 2_000_000_000))]
    people: Option<f64>,
    /// Whose decision it is: of two policies that are crossed, `a+b`, one is the United States' and one
    /// Mexico's.
    #[serde(default)]
    side: Side,
    /// The levers it moves.
    #[serde(default, rename = "lever")]
    levers: Vec<Setting>,
}

/// Residents of a country.
const PEOPLE: RangeInclusive<f64> = 1e5..=2e9;

/// What is wrong with the `people` of a file, if it says any.
pub fn wrong_people(people: Option<f64>) -> Option<String> {
    let people = people.filter(|people| !PEOPLE.contains(people))?;
    Some(format!(
        "people is {}, expected the residents of a country, {} to {}",
        plain(people),
        PEOPLE.start(),
        PEOPLE.end()
    ))
}

/// From where weeks count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected true, false or a year")]
enum Calendar {
    /// From the first week of the run, or else from the start of the policy.
    Run(bool),
    /// From the first week of this year.
    Year(i32),
}

impl Default for Calendar {
    fn default() -> Self {
        Self::Run(false)
    }
}

impl Calendar {
    /// The week of a run that begins in this year from which weeks count; without a year, in its own.
    fn week(self, first_year: Option<i32>) -> Option<i32> {
        match self {
            Self::Run(calendar) => calendar.then_some(0),
            Self::Year(year) => {
                Some((year - first_year.unwrap_or(year)).saturating_mul(WEEKS_PER_YEAR))
            }
        }
    }
}

/// A lever and its level, or its levels over time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Setting {
    /// The lever, by its name in the catalogue.
    name: String,
    /// Its level, from the start.
    level: Option<Level>,
    /// Its levels over time, ascending by week.
    levels: Option<Vec<SettingStep>>,
    /// Where they hold; elsewhere what the policy extends does. Of a mobile force: where it may be sent
    /// from its garrisons. Without it, everywhere.
    r#where: Option<Where>,
    /// When they hold: while an indicator is beyond a bound, with weeks that count from when it began
    /// to be; at other times what the policy extends does. Without it, always.
    when: Option<When>,
}

/// A new level.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingStep {
    /// The week in which the level begins to change.
    from_week: i32,
    /// The level.
    level: Level,
    /// Weeks until it is reached in a straight line; without it, the lever's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ramp_weeks: Option<u16>,
}

/// A policy with the files it came from: its own first, then those it extends.
#[derive(Clone, Debug)]
pub struct ReadPolicy {
    /// The policy.
    pub policy: Policy,
    /// How an experiment that is kept beside its inputs names it.
    pub kept: String,
    /// `policies/<name>.toml`, each.
    pub inputs: Vec<Input>,
    /// The levers that its own file names.
    pub own: Vec<String>,
    /// The levers that its own file names, or one that it extends of its own side.
    pub named: Vec<String>,
    /// States that its files name, with the lever for which they do, and where.
    pub states: Vec<NamedState>,
}

/// A state that a policy file names in `where`.
#[derive(Clone, Debug)]
pub struct NamedState {
    /// The lever that it is named for.
    pub lever: String,
    /// Its name.
    pub state: String,
    /// Where it stands: a problem without a message.
    pub place: Problem,
}

/// Reads a policy and all it extends.
pub fn read_policy(path: &Path, catalogue: &Catalogue) -> Result<ReadPolicy, Vec<Problem>> {
    read_policy_from(path, catalogue, Origin::default())
}

/// Where and when policies are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin {
    /// The year that begins with week 0 of the run, if it is known.
    pub first_year: Option<i32>,
    /// Whether the files are those kept in a result folder, of which only the program itself has written any.
    pub kept: bool,
}

/// The same, in a run.
pub fn read_policy_from(
    path: &Path,
    catalogue: &Catalogue,
    origin: Origin,
) -> Result<ReadPolicy, Vec<Problem>> {
    let mut problems = Vec::new();
    let layer = read_layer(path, catalogue, origin, &mut Vec::new(), &mut problems);
    let Some(layer) = layer.filter(|_| problems.is_empty()) else {
        return Err(problems);
    };
    let name = stem(path);
    if !is_name(&name) {
        let message = "the name of a policy file holds lower-case letters, digits, `_` and `-`";
        return Err(vec![Problem::whole(path, message)]);
    }
    let policy = Policy::new(name, layer.about, layer.side, |lever| {
        layer.schedules.get(lever).cloned()
    });
    match policy {
        Ok(policy) => Ok(ReadPolicy {
            policy,
            kept: layer.inputs[0].path.clone(),
            inputs: layer.inputs,
            own: layer.own,
            named: layer.named,
            states: layer.states,
        }),
        Err(lever) => {
            let message =
                format!("lever `{lever}` has no level, expected one here or `extends = \"_2006\"`");
            Err(vec![Problem::whole(path, message)])
        }
    }
}

/// A policy file with all it extends.
struct Layer {
    about: String,
    side: Side,
    schedules: BTreeMap<String, Arc<Schedule>>,
    inputs: Vec<Input>,
    /// The levers named in the file itself.
    own: Vec<String>,
    /// Those, and the ones named in the files it extends of the same side.
    named: Vec<String>,
    states: Vec<NamedState>,
}

fn read_layer(
    path: &Path,
    catalogue: &Catalogue,
    origin: Origin,
    above: &mut Vec<PathBuf>,
    problems: &mut Vec<Problem>,
) -> Option<Layer> {
    if !origin.kept {
        problems.extend(embedded::twice_named(path, "policies"));
    }
    let document = match Document::open(path) {
        Ok(document) => document,
        Err(found) => {
            problems.extend(found);
            return None;
        }
    };
    let reading: Reading<PolicyFile> = reading::read(&document, &stand_in());
    problems.extend(reading.problems.iter().cloned());
    let file = reading.value.as_ref()?;
    above.push(path.to_owned());
    let base = match &file.extends {
        Some(name) if reading.sound(&["extends"]) => {
            match extended(path, extending::Kind::Policy, name, above) {
                Ok(base) => read_layer(&base, catalogue, origin, above, problems),
                Err(message) => {
                    problems.push(document.problem(&["extends"], message));
                    None
                }
            }
        }
        _ => None,
    };
    above.pop();
    let mut layer = Layer {
        about: file.about.clone(),
        side: file.side,
        schedules: BTreeMap::new(),
        states: Vec::new(),
        own: file.levers.iter().map(|l| l.name.clone()).collect(),
        named: file.levers.iter().map(|l| l.name.clone()).collect(),
        inputs: vec![Input {
            path: format!("policies/{}.toml", stem(path)),
            bytes: document.text.clone().into_bytes(),
        }],
    };
    if let Some(base) = base {
        layer.schedules = base.schedules;
        layer.states = base.states;
        if base.side == layer.side && layer.side != Side::Both {
            layer.named.extend(base.named);
        }
        layer.inputs.extend(base.inputs);
    }
    if let Calendar::Year(year) = file.calendar
        && !YEARS.contains(&year)
    {
        let message = format!(
            "calendar is {year}, expected true, false or a year from {} to {}",
            YEARS.start(),
            YEARS.end()
        );
        problems.push(document.problem(&["calendar"], message));
        return None;
    }
    if let Some(message) = wrong_people(file.people) {
        problems.push(document.problem(&["people"], message));
    }
    for (index, setting) in file.levers.iter().enumerate() {
        let index_key = index.to_string();
        let place = ["lever", &index_key];
        if !reading.sound(&place) {
            continue;
        }
        if file.levers[..index]
            .iter()
            .any(|other| other.name == setting.name)
        {
            let message = format!("lever `{}` is set twice in this file", setting.name);
            problems.push(document.problem(&[place[0], place[1], "name"], message));
        }
        let base = layer.schedules.get(&setting.name).cloned();
        let read = steps(setting, catalogue)
            .and_then(|steps| Ok((steps, conditions(setting, base.is_some())?)));
        match read {
            Ok((steps, (places, when))) => {
                let states = match &places {
                    Some(Where::States(states)) => states.as_slice(),
                    _ => &[],
                };
                for (at, state) in states.iter().enumerate() {
                    let below = [place[0], place[1], "where", "states", &at.to_string()];
                    layer.states.push(NamedState {
                        lever: setting.name.clone(),
                        state: state.clone(),
                        place: document.problem(&below, ""),
                    });
                }
                let schedule = Schedule {
                    calendar: file.calendar.week(origin.first_year),
                    people: file.people,
                    places,
                    when,
                    steps,
                    base,
                };
                if let Some((step, message)) = cut_short(&schedule) {
                    let step = step.to_string();
                    let below = [place[0], place[1], "levels", &step, "from_week"];
                    problems.push(document.problem(&below, message));
                }
                layer
                    .schedules
                    .insert(setting.name.clone(), Arc::new(schedule));
            }
            Err(objections) => problems.extend(objections.into_iter().map(|(below, message)| {
                let below: Vec<&str> = below.iter().map(String::as_str).collect();
                document.problem(&[&place[..], &below].concat(), message)
            })),
        }
    }
    Some(layer)
}

type Objections = Vec<(Vec<String>, String)>;

fn steps(setting: &Setting, catalogue: &Catalogue) -> Result<Vec<Step>, Objections> {
    let one = |key: &str, message: String| Err(vec![(vec![key.to_owned()], message)]);
    let Some(lever) = catalogue.find(&setting.name) else {
        let near = nearest(&setting.name, catalogue.names());
        let message = format!(
            "there is no lever `{}`{near}; `plaza describe levers` tells them all",
            setting.name
        );
        return one("name", message);
    };
    match (&setting.level, &setting.levels) {
        (Some(_), Some(_)) => one(
            "level",
            "both `level` and `levels`, expected one of them".to_owned(),
        ),
        (None, None) => one(
            "name",
            format!("`{}` has neither `level` nor `levels`", setting.name),
        ),
        (Some(level), None) => match lever.objection(level) {
            Some(objection) => one("level", objection),
            None => Ok(vec![step(lever, 0, level, None)]),
        },
        (None, Some(levels)) => steps_over_time(lever, levels),
    }
}

fn steps_over_time(lever: &Lever, levels: &[SettingStep]) -> Result<Vec<Step>, Objections> {
    let mut objections: Objections = Vec::new();
    if levels.is_empty() {
        let message = "no level is given, expected one or more".to_owned();
        objections.push((vec!["levels".to_owned()], message));
    }
    let mut object = |index: usize, key: &str, message| {
        objections.push((
            vec!["levels".to_owned(), index.to_string(), key.to_owned()],
            message,
        ));
    };
    for (index, new) in levels.iter().enumerate() {
        if let Some(objection) = lever.objection(&new.level) {
            object(index, "level", objection);
        }
        if matches!(lever.kind, Kind::Choice(_)) && new.ramp_weeks.is_some_and(|weeks| weeks > 0) {
            let message = format!(
                "`{}` is a choice, which cannot change in a ramp",
                lever.name
            );
            object(index, "ramp_weeks", message);
        }
        if index > 0 && new.from_week <= levels[index - 1].from_week {
            let message = format!(
                "from_week is {}, expected more than the {} before it",
                new.from_week,
                levels[index - 1].from_week
            );
            object(index, "from_week", message);
        }
    }
    if !objections.is_empty() {
        return Err(objections);
    }
    let step = |new: &SettingStep| step(lever, new.from_week, &new.level, new.ramp_weeks);
    Ok(levels.iter().map(step).collect())
}

/// The first step that begins in the middle of a ramp, and what to say of it; a ramp to the level that
/// holds anyway is none.
fn cut_short(schedule: &Schedule) -> Option<(usize, String)> {
    let levels = schedule.base.as_ref().map(|base| {
        let plain = Unconditional { start: 0 };
        base.level(schedule.steps[0].from_week, &plain).0
    });
    let mut before = levels;
    for (index, pair) in schedule.steps.windows(2).enumerate() {
        let [step, next] = pair else { continue };
        let end = step.from_week.saturating_add(step.ramp_weeks.into());
        if before.as_ref() != Some(&step.level) && next.from_week < end {
            let message = format!(
                "from_week is {}, in the middle of the ramp before it, which ends in week {end}; \
                 expected {end} or more",
                next.from_week
            );
            return Some((index + 1, message));
        }
        before = Some(step.level.clone());
    }
    None
}

fn step(lever: &Lever, from_week: i32, level: &Level, ramp_weeks: Option<u16>) -> Step {
    Step {
        from_week,
        ramp_weeks: ramp_weeks.unwrap_or(lever.ramp_weeks),
        level: level.clone(),
    }
}

/// A policy without faults, for reading on after one.
fn stand_in() -> Table {
    let text = "about = ''\nlever = [{ name = '', level = 0, where = { top = { n = 1, by = 'oc_deaths' } }, \
                when = { indicator = '' }, \
                levels = [{ from_week = 0, level = 0 }] }]";
    text.parse().expect("a constant")
}
