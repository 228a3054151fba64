//! Rules of place: in which municipalities a level holds.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engine::luck::mix_all;
use crate::state::map::Map;
use crate::state::world::World;
use crate::units::WEEKS_PER_YEAR;

/// In which municipalities a level holds; elsewhere what the policy extends does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(
    rename_all = "snake_case",
    expecting = "expected `all`, `border`, `need`, `states` or `top`"
)]
pub enum Where {
    /// Everywhere.
    All,
    /// Those with a crossing to the north.
    Border,
    /// Those poorer than the country.
    Need,
    /// Those of these states, by their names on the map.
    States(Vec<String>),
    /// Those with most of something, chosen anew every year.
    Top(Top),
}

/// The municipalities with most of something.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Top {
    /// How many, at most: those with nothing are not chosen.
    #[schemars(range(min = 1))]
    pub n: u32,
    /// Of what.
    pub by: Measure,
}

/// What municipalities are chosen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Organized-crime deaths of the last 52 weeks.
    OcDeaths,
    /// Drugs that pass.
    Flow,
    /// Residents.
    Population,
    /// Share of the residents who are poor.
    Poverty,
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => write!(f, "everywhere"),
            Self::Border => write!(f, "at crossings to the north"),
            Self::Need => write!(f, "where people are poorer than in the country"),
            Self::States(states) => write!(f, "in {}", states.join(", ")),
            Self::Top(Top { n, by }) => {
                let by = match by {
                    Measure::OcDeaths => "organized-crime deaths in a year",
                    Measure::Flow => "drugs that pass",
                    Measure::Population => "residents",
                    Measure::Poverty => "poverty",
                };
                write!(f, "in the {n} municipalities with most {by}")
            }
        }
    }
}

impl Where {
    /// Whether places are chosen by what happens, so that they change over time.
    pub fn follows_events(&self) -> bool {
        let Self::Top(top) = self else { return false };
        matches!(top.by, Measure::OcDeaths | Measure::Flow)
    }

    /// Whether they are chosen anew in this week of the policy.
    pub fn chosen_in(&self, week: i32) -> bool {
        week % WEEKS_PER_YEAR == 0
    }

    /// Where the level holds, as the map alone tells. Places that follow what happens cannot be known
    /// so: as many by lot stand for them.
    pub fn on(&self, map: &Map) -> Vec<bool> {
        let places = &map.places;
        match self {
            Self::All => vec![true; places.len()],
            Self::Border => places.iter().map(|place| place.crossing).collect(),
            Self::Need => {
                let mean = map.mean_poverty();
                places.iter().map(|place| place.poverty > mean).collect()
            }
            Self::States(names) => {
                let named: Vec<bool> = map.states.iter().map(|s| names.contains(s)).collect();
                let of = |state: u16| named[usize::from(state)];
                places.iter().map(|place| of(place.state)).collect()
            }
            Self::Top(Top { n, by }) => most(*n, places.len(), 0, |place| match by {
                Measure::Population => f64::from(places[place].population),
                Measure::Poverty => places[place].poverty,
                Measure::OcDeaths | Measure::Flow => 1.0,
            }),
        }
    }

    /// Where the level holds as things stand.
    pub fn in_world(&self, world: &World) -> Vec<bool> {
        let map = &world.given.country.map;
        match self {
            Self::Top(Top { n, by }) if self.follows_events() => {
                let week = u64::from(world.given.week.cast_unsigned());
                most(*n, map.places.len(), week, |place| match by {
                    Measure::Flow => world.abroad.corridors.flow[place],
                    _ => f64::from(world.land.recent[place].year),
                })
            }
            _ => self.on(map),
        }
    }
}

/// The `n` places with most, none with nothing; equals by the lot of the week, not by the map's order.
fn most(n: u32, places: usize, week: u64, of: impl Fn(usize) -> f64) -> Vec<bool> {
    let mut some: Vec<usize> = (0..places).filter(|place| of(*place) > 0.0).collect();
    let lot = |place: usize| mix_all(&[week, place as u64]);
    some.sort_by(|a, b| of(*b).total_cmp(&of(*a)).then(lot(*a).cmp(&lot(*b))));
    let mut chosen = vec![false; places];
    for place in some.into_iter().take(n as usize) {
        chosen[place] = true;
    }
    chosen
}
