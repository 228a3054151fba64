//! Policy files.

mod conditions;
pub mod file;
pub mod set;
mod steps;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use plaza_batch::files::digest;
use plaza_batch::inputs::Input;
use plaza_batch::problem::Problem;
use plaza_model::policy::Policy;
use plaza_model::policy::levers::Catalogue;
use plaza_model::policy::levers::Side;
use plaza_model::policy::places::Where;
use plaza_model::policy::policy::Schedule;
use plaza_model::units::YEARS;

use crate::files::document::Document;
use crate::files::reading::Reading;
use crate::files::{embedded, reading};
use crate::setup::bounds::is_name;
use crate::setup::extending;
use crate::setup::extending::{extended, stem};
use crate::setup::policies::conditions::conditions;
use crate::setup::policies::file::{Calendar, PolicyFile, stand_in, wrong_people};
use crate::setup::policies::steps::{cut_short, steps};

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

impl ReadPolicy {
    /// The digest of the policy with all it extends.
    pub fn digest(&self) -> String {
        let files = self.inputs.iter();
        let files = files.map(|input| format!("{} {}\n", input.path, digest(&input.bytes)));
        digest(files.collect::<String>().as_bytes())
    }
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
