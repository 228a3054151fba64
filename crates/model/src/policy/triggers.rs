//! Triggers: a level that holds while an indicator of last week says so.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::state::map::Map;
use crate::state::world::World;
use crate::units::WEEKS_PER_YEAR;

/// What a trigger can look at.
#[derive(Debug)]
pub struct Indicator {
    /// Its name.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it is.
    pub about: &'static str,
    /// More it never is on this map.
    pub most: fn(&Map) -> f64,
    /// Its value as last week left it.
    pub read: fn(&World) -> f64,
}

/// All indicators.
pub static INDICATORS: &[Indicator] = &[
    Indicator {
        name: "oc_deaths_rate_13w",
        unit: "person/(100000 residents year)",
        about: "organized-crime deaths of the last 13 weeks, as a yearly rate",
        most: |_| 4e5,
        read: |world| {
            let quarters = f64::from(WEEKS_PER_YEAR) / 13.0;
            per_resident(world, quarters * sum(world, |recent| recent.quarter))
        },
    },
    Indicator {
        name: "oc_deaths_rate_52w",
        unit: "person/(100000 residents year)",
        about: "organized-crime deaths of the last 52 weeks",
        most: |_| 1e5,
        read: |world| per_resident(world, sum(world, |recent| recent.year)),
    },
    Indicator {
        name: "violent_municipalities",
        unit: "municipality",
        about: "municipalities with 12 or more organized-crime deaths in the last 52 weeks",
        most: |map| map.places.len() as f64,
        read: |world| {
            let violent = world.land.recent.iter().filter(|recent| recent.year >= 12);
            violent.count() as f64
        },
    },
    Indicator {
        name: "organizations",
        unit: "organization",
        about: "organizations: own leadership, and two municipalities or 300 members",
        most: |map| map.population() as f64,
        read: |world| {
            let groups = world.groups.organizations.values();
            let counted = groups.filter(|group| group.counts_as_organization());
            counted.count() as f64
        },
    },
    Indicator {
        name: "complaints_rate",
        unit: "complaint/(100000 residents)",
        about: "complaints against soldiers that are still in mind",
        most: |_| f64::INFINITY,
        read: |world| per_resident(world, world.institutions.government.complaints),
    },
    Indicator {
        name: "approval",
        unit: "1",
        about: "part of the people who approve of the security policy",
        most: |_| 1.0,
        read: |world| world.institutions.government.approval,
    },
    Indicator {
        name: "trust_army",
        unit: "1",
        about: "part of the people who trust the army",
        most: |_| 1.0,
        read: |world| world.institutions.government.trust_army,
    },
    Indicator {
        name: "cooperation",
        unit: "1",
        about: "cooperation with the United States",
        most: |_| 1.0,
        read: |world| world.abroad.outside.cooperation,
    },
];

fn sum(world: &World, of: impl Fn(&crate::state::tally::RecentDeaths) -> u32) -> f64 {
    let deaths: u64 = world
        .land
        .recent
        .iter()
        .map(|recent| u64::from(of(recent)))
        .sum();
    deaths as f64
}

fn per_resident(world: &World, count: f64) -> f64 {
    count * 1e5 / world.land.population.max(1) as f64
}

/// When a level holds: from the week after an indicator passes a bound until the week after it is back
/// beyond another. Its weeks count from there.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The indicator, a number of the country as last week left it.
    pub indicator: String,
    /// It begins above this value ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<f64>,
    /// ... and ends below this one; without it, below the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_below: Option<f64>,
    /// Or it begins below this value ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// ... and ends above this one; without it, above the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_above: Option<f64>,
}

/// A trigger that can be asked.
#[derive(Clone, Copy, Debug)]
pub struct Trigger {
    /// What it looks at.
    pub indicator: &'static Indicator,
    begins: f64,
    ends: f64,
    /// 1 where it begins above, -1 where it begins below.
    sign: f64,
}

impl PartialEq for Trigger {
    fn eq(&self, other: &Self) -> bool {
        (self.indicator.name, self.begins, self.ends, self.sign)
            == (other.indicator.name, other.begins, other.ends, other.sign)
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (begins, ends) = if self.sign > 0.0 {
            ("above", "below")
        } else {
            ("below", "above")
        };
        let Self {
            indicator,
            begins: bound,
            ends: until,
            ..
        } = self;
        write!(
            f,
            "{} {begins} {bound}, until {ends} {until}",
            indicator.name
        )
    }
}

impl Trigger {
    /// The trigger of these words; `Err` is the key that is wrong and what is wrong with it.
    pub fn new(when: &When) -> Result<Self, (&'static str, String)> {
        let indicator = INDICATORS
            .iter()
            .find(|indicator| indicator.name == when.indicator)
            .ok_or((
                "indicator",
                format!("there is no indicator `{}`", when.indicator),
            ))?;
        let (begins, ends, sign, end) = match (when.above, when.below) {
            (Some(above), None) if when.until_above.is_none() => {
                (above, when.until_below.unwrap_or(above), 1.0, "until_below")
            }
            (None, Some(below)) if when.until_below.is_none() => (
                below,
                when.until_above.unwrap_or(below),
                -1.0,
                "until_above",
            ),
            _ => {
                let message = "expected `above`, perhaps with `until_below`, or `below`, perhaps \
                               with `until_above`";
                return Err(("indicator", message.to_owned()));
            }
        };
        if let Some(wrong) = [begins, ends].into_iter().find(|bound| !bound.is_finite()) {
            return Err((end, format!("{wrong} is no bound")));
        }
        if sign * ends > sign * begins {
            let side = if sign > 0.0 { "less" } else { "more" };
            let message = format!(
                "{end} is {ends}, expected {begins} or {side}: what has begun would end at once"
            );
            return Err((end, message));
        }
        Ok(Self {
            indicator,
            begins,
            ends,
            sign,
        })
    }

    /// Whether it can never begin to hold on this map: no value of its indicator is beyond the bound.
    pub fn is_idle(&self, map: &Map) -> bool {
        match self.sign > 0.0 {
            true => self.begins >= (self.indicator.most)(map),
            false => self.begins <= 0.0,
        }
    }

    /// Whether it always holds on this map, and from the first week on: all values of its indicator are beyond both
    /// bounds.
    pub fn is_constant(&self, map: &Map) -> bool {
        let beyond = |bound: f64| match self.sign > 0.0 {
            true => bound < 0.0,
            false => bound > (self.indicator.most)(map),
        };
        beyond(self.begins) && beyond(self.ends)
    }

    /// Whether it holds this week, by whether it held last week.
    pub fn holds(&self, held: bool, world: &World) -> bool {
        let value = self.sign * (self.indicator.read)(world);
        if held {
            value >= self.sign * self.ends
        } else {
            value > self.sign * self.begins
        }
    }
}
