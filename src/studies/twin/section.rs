//! The section `[twin]` of an experiment: the event by which pairs of futures differ.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use plaza_batch::messages::one_of;
use plaza_batch::problem::nearest;
use plaza_model::state::forces::Force;
use plaza_model::state::map::Map;
use plaza_model::state::organizations::Outcome;

use crate::maps::codes;
use crate::runs::design::{Change, Fallen, Twin, TwinEvent, Whose};
use crate::setup::bounds::{MAX_WEEKS, is_name};
use crate::studies::twin::effects::WINDOWS;

/// A twin experiment: each replicate is lived through once, and once more for each event.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TwinTable {
    /// The week of the events, one of those recorded, with a window of effects behind it.
    #[schemars(range(min = 0))]
    week: i32,
    /// What happens, each in a future of its own.
    #[schemars(length(min = 1))]
    event: Vec<EventTable>,
}

/// What happens in one of the futures.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EventTable {
    /// Its name: lower-case letters, digits, `_` and `-`.
    #[schemars(regex(pattern = "^[a-z0-9_-]+$"))]
    name: String,
    /// What it is.
    change: ChangeName,
    /// Of which organization: `"largest"`, its rank by members from 1, its name, or `"each"` for one
    /// after the other, pair by pair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    organization: Option<OrganizationName>,
    /// How the leader or boss falls; without it, as the policy's orders have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<OutcomeName>,
    /// Code of the municipality: of the boss, or to which units are sent. Without it, the largest cell
    /// that is not the leader's seat, or the seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    municipality: Option<String>,
    /// Of which force units are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    force: Option<ForceName>,
    /// How many officers or soldiers are sent; more than the force has are cut to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0))]
    strength: Option<f64>,
    /// For how many weeks they are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    weeks: Option<i32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ChangeName {
    /// Nothing: the futures stay equal.
    Nothing,
    /// The leader falls.
    RemoveLeader,
    /// A plaza boss falls.
    RemoveBoss,
    /// Units are sent to a municipality.
    SendUnits,
}

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected `\"largest\"`, `\"each\"`, a name, or a rank from 1"
)]
enum OrganizationName {
    Rank(u32),
    Name(String),
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum OutcomeName {
    Killed,
    Arrested,
    Extradited,
    KilledByRivals,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ForceName {
    Army,
    Navy,
    FederalPolice,
}

/// Every how many weeks units are ordered.
const ORDERED_EVERY: i32 = 4;

/// What is wrong, and at which key: `["twin", "week"]`.
pub type Objection = (Vec<String>, String);

impl TwinTable {
    /// The twin experiment on a map, or all that is wrong with it.
    /// Units are of `unit` officers or soldiers.
    pub fn twin(
        &self,
        map: &Map,
        weeks: i32,
        unit: f64,
        policies: usize,
    ) -> Result<Twin, Vec<Objection>> {
        let mut objections: Vec<Objection> = Vec::new();
        let mut object = |path: &[&str], message: String| {
            let path = path.iter().map(|key| (*key).to_owned()).collect();
            objections.push((path, message));
        };
        let last = weeks - WINDOWS[0].1 - 1;
        if !(0..=last).contains(&self.week) {
            let message = format!(
                "the week of the event is {}, in a run of {weeks} weeks; expected 0 to {last}, so that {} follow",
                self.week, WINDOWS[0].1
            );
            object(&["twin", "week"], message);
        }
        if policies != 1 {
            let message = format!(
                "a twin experiment compares futures under one policy, expected one, found {policies}"
            );
            object(&["policies"], message);
        }
        if self.event.is_empty() {
            let message = "no event is named, expected one or more `[[twin.event]]`".to_owned();
            object(&["twin"], message);
        }
        let mut events = Vec::new();
        for (index, event) in self.event.iter().enumerate() {
            let place = index.to_string();
            let mut object = |key: &str, message: String| {
                object(&["twin", "event", &place, key], message);
            };
            if !is_name(&event.name) {
                let message = format!(
                    "name `{}` cannot be a word in a table, expected lower-case letters, digits, `_` \
                     and `-`",
                    event.name
                );
                object("name", message);
            }
            if self.event[..index].iter().any(|e| e.name == event.name) {
                object("name", format!("event `{}` is named twice", event.name));
            }
            let change = event.change(map, unit, &mut object);
            let name = event.name.clone();
            events.extend(change.map(|change| TwinEvent { name, change }));
        }
        if objections.is_empty() {
            let week = self.week;
            Ok(Twin { week, events })
        } else {
            Err(objections)
        }
    }
}

impl EventTable {
    fn change(&self, map: &Map, unit: f64, object: &mut dyn FnMut(&str, String)) -> Option<Change> {
        let fits = |kinds: &[ChangeName]| kinds.contains(&self.change);
        let removal = [ChangeName::RemoveLeader, ChangeName::RemoveBoss];
        let placed = [ChangeName::RemoveBoss, ChangeName::SendUnits];
        let units = [ChangeName::SendUnits];
        for (key, given, fits) in [
            (
                "organization",
                self.organization.is_some(),
                !fits(&[ChangeName::Nothing]),
            ),
            ("outcome", self.outcome.is_some(), fits(&removal)),
            ("municipality", self.municipality.is_some(), fits(&placed)),
            ("force", self.force.is_some(), fits(&units)),
            ("strength", self.strength.is_some(), fits(&units)),
            ("weeks", self.weeks.is_some(), fits(&units)),
        ] {
            if given && !fits {
                object(
                    key,
                    format!("`{key}` does nothing in this change, expected it left out"),
                );
            }
        }
        let place = match &self.municipality {
            Some(code) => {
                let place = map.find(code);
                if place.is_none() {
                    let near = codes::hint(code, map.codes());
                    let message = format!("there is no municipality `{code}` on the map{near}");
                    object("municipality", message);
                }
                Some(place?)
            }
            None => None,
        };
        let of = match &self.organization {
            None => place.map_or(Whose::Ranked(1), Whose::There),
            Some(OrganizationName::Rank(0)) => {
                object(
                    "organization",
                    "rank 0, expected 1 for the largest, or more".to_owned(),
                );
                return None;
            }
            Some(OrganizationName::Rank(rank)) => Whose::Ranked(*rank),
            Some(OrganizationName::Name(name)) => match name.as_str() {
                "largest" => Whose::Ranked(1),
                "each" => Whose::Each,
                name => {
                    let known = names(map);
                    if !known.iter().any(|known| known == name) {
                        let near = nearest(name, known.iter().map(String::as_str));
                        let message = format!(
                            "there is no organization `{name}` on the map{near}, expected {}, \
                             `largest`, `each` or a rank",
                            one_of(&known)
                        );
                        object("organization", message);
                        return None;
                    }
                    Whose::Named(name.to_owned())
                }
            },
        };
        let outcome = self.outcome.map(|outcome| match outcome {
            OutcomeName::Killed => Outcome::Killed,
            OutcomeName::Arrested => Outcome::Arrested,
            OutcomeName::Extradited => Outcome::Extradited,
            OutcomeName::KilledByRivals => Outcome::KilledByRivals,
        });
        let removal = |who| {
            Some(Change::Removal {
                of: of.clone(),
                who,
                outcome,
            })
        };
        match self.change {
            ChangeName::Nothing => Some(Change::Nothing),
            ChangeName::RemoveLeader => removal(Fallen::Leader),
            ChangeName::RemoveBoss => removal(Fallen::Boss(place)),
            ChangeName::SendUnits => {
                let force = match self.force {
                    Some(ForceName::Army) => Some(Force::Army),
                    Some(ForceName::Navy) => Some(Force::Navy),
                    Some(ForceName::FederalPolice) => Some(Force::Federal),
                    None => None,
                };
                let strength = self
                    .strength
                    .filter(|strength| (unit..=1e6).contains(strength));
                let weeks = self
                    .weeks
                    .filter(|weeks| (ORDERED_EVERY..=MAX_WEEKS).contains(weeks));
                let enough = format!("a unit of {unit} officers or soldiers, or more, to 1000000");
                let long = format!(
                    "{ORDERED_EVERY} to {MAX_WEEKS}, for units are ordered every fourth week"
                );
                for (key, known, expected) in [
                    (
                        "force",
                        force.is_some(),
                        "`army`, `navy` or `federal_police`",
                    ),
                    ("strength", strength.is_some(), enough.as_str()),
                    ("weeks", weeks.is_some(), long.as_str()),
                ] {
                    if !known {
                        let message = format!(
                            "`{key}` of the units is missing or wrong, expected {expected}"
                        );
                        object(key, message);
                    }
                }
                Some(Change::Units {
                    force: force?,
                    strength: strength?,
                    place,
                    of,
                    weeks: weeks?,
                })
            }
        }
    }
}

/// Organizations of the map, and their factions, which may break away under their own name.
fn names(map: &Map) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for organization in &map.organizations {
        names.push(organization.name.clone());
        names.extend(organization.factions().map(str::to_owned));
    }
    names.sort();
    names.dedup();
    names
}
