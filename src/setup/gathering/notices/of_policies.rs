//! Warnings about a policy on a map: levels of a country of another size, units too few to be told apart,
//! levers, places and triggers that can do nothing, calendars of other years.

use std::collections::BTreeMap;
use std::ops::Range;

use plaza_model::policy::Policy;
use plaza_model::policy::levers::{Catalogue, Level, Needs};
use plaza_model::policy::places::{Measure, Where};
use plaza_model::policy::policy::{Meant, Schedule, Step, Unconditional};
use plaza_model::policy::scale::{of_another_size, of_no_size};
use plaza_model::state::forces::Force;
use plaza_model::state::map::Map;

use plaza_engine::numbers::{digits, grouped};

use crate::runs::design::{Change, Twin};

/// That levels are of a country of another size.
pub(super) fn another_size(
    policy: &Policy,
    catalogue: &Catalogue,
    map: &Map,
    start: i32,
) -> Option<String> {
    let residents = map.population() as f64;
    let levels = of_another_size(policy, catalogue, residents, start);
    let (_, _, people) = *levels.first()?;
    let here = levels.iter().map(|(lever, level, people)| {
        let by = level * residents / people;
        format!(
            "{lever} {}, by residents {}",
            grouped(*level, 0),
            grouped(by, 0)
        )
    });
    let here: Vec<String> = here.collect();
    Some(format!(
        "levels in persons and dollars are of {} million people, and here live {} million: at most {} \
         (`scale_levers = \"population\"` brings them to this size)",
        grouped(people / 1e6, 0),
        millions(map),
        here.join("; ")
    ))
}

/// Levers that count units, and the forces they are of.
const FORCES: [(&str, Force); 3] = [
    ("army_units", Force::Army),
    ("navy_units", Force::Navy),
    ("federal_police_units", Force::Federal),
];

/// The largest level of each force in some weeks, where and while no condition holds.
fn most_of_forces(policy: &Policy, weeks: Range<i32>) -> impl Iterator<Item = (&str, f64)> {
    /// Every how many weeks units are ordered.
    const EVERY: usize = 4;
    let sight = Unconditional { start: weeks.start };
    policy.schedules().filter_map(move |(name, schedule)| {
        FORCES.iter().find(|(lever, _)| *lever == name)?;
        let levels = weeks.clone().step_by(EVERY);
        let levels = levels.filter_map(|week| match *schedule.level(week, &sight).0 {
            Level::Number(level) => Some(level),
            _ => None,
        });
        Some((name, levels.fold(0.0, f64::max)))
    })
}

/// That more serve in a force than a country of so many people can have.
pub(super) fn many_forces(policy: &Policy, map: &Map, weeks: Range<i32>) -> Option<String> {
    /// More of the people do not serve in one force.
    const MOST: f64 = 0.05;
    let people = map.population() as f64;
    let many = most_of_forces(policy, weeks).filter(|(_, most)| *most > MOST * people);
    let many = many.map(|(name, most)| format!("{name} {}", grouped(most, 0)));
    let many: Vec<String> = many.collect();
    (!many.is_empty()).then(|| {
        format!(
            "forces of more than one in twenty of the people: at most {}, and {} people live on the map",
            many.join(", "),
            grouped(people, 0)
        )
    })
}

/// That a force is too small for its units to be told apart, in some of these weeks.
pub(super) fn few_units(policy: &Policy, unit: f64, weeks: Range<i32>) -> Option<String> {
    /// So many units are enough to be sent to several places.
    const ENOUGH: f64 = 5.0;
    let small = most_of_forces(policy, weeks).filter_map(|(name, most)| {
        let units = (most / unit).round();
        (most > 0.0 && units < ENOUGH)
            .then(|| format!("{name} of at most {} are {units}", grouped(most, 0)))
    });
    let small: Vec<String> = small.collect();
    (!small.is_empty()).then(|| {
        format!(
            "mobile forces come in units of {unit} (deployment.unit_size): {}",
            small.join("; ")
        )
    })
}

/// Levels of its own schedules that the run does not reach, those that it reaches in part, for it ends in the middle of
/// their ramps, and those that are paid and do not act yet when it ends.
pub(super) fn never_reached(
    policy: &Policy,
    catalogue: &Catalogue,
    map: &Map,
    from: i32,
    weeks: i32,
) -> Option<String> {
    let mut late = Vec::new();
    let mut in_part = Vec::new();
    let mut unfelt = Vec::new();
    for (name, schedule) in policy.schedules() {
        // A trigger that begins to hold later only makes it later.
        let origin = match (schedule.when, schedule.calendar) {
            (None, Some(week)) => week,
            _ => from,
        };
        let begins = |step: &Step| origin.saturating_add(step.from_week);
        if let Some(step) = schedule.steps.iter().find(|step| begins(step) >= weeks) {
            late.push(match schedule.calendar {
                Some(_) => format!("{name} from {}", map.year_of(begins(step))),
                None => format!("{name} from week {}", step.from_week),
            });
        }
        let lag = catalogue
            .find(name)
            .map_or(0, |lever| i32::from(lever.lag_weeks));
        let mut begun = schedule.steps.iter().filter(|step| begins(step) < weeks);
        let first = begun.clone().next();
        let first = first.filter(|step| step.level != Level::Number(0.0));
        if first.is_some_and(|step| lag > 0 && begins(step).saturating_add(lag) >= weeks) {
            unfelt.push(format!("{name}, {lag} weeks later"));
        }
        let begun = begun.next_back();
        let cut = begun.filter(|step| {
            let end = begins(step).saturating_add(step.ramp_weeks.into());
            end > weeks
        });
        let sight = Meant {
            start: from,
            depth: 0,
        };
        match (cut, schedule.level(weeks - 1, &sight).0) {
            (Some(step), at) if *at == step.level => {}
            (Some(step), at) => in_part.push(format!("{name}{}", on_its_way(&at, &step.level))),
            (None, _) => {}
        }
    }
    let run = weeks - from;
    let late = (!late.is_empty()).then(|| {
        format!(
            "levels that the run of {run} weeks does not reach: {}",
            late.join(", ")
        )
    });
    let in_part = (!in_part.is_empty()).then(|| {
        format!(
            "levels that the run of {run} weeks reaches in part, for it ends in their ramps: {}",
            in_part.join(", ")
        )
    });
    let unfelt = (!unfelt.is_empty()).then(|| {
        format!(
            "levels that are paid and do not act before the run of {run} weeks ends: {}",
            unfelt.join("; ")
        )
    });
    let told: Vec<String> = late.into_iter().chain(in_part).chain(unfelt).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// How far a number has come.
fn on_its_way(at: &Level, to: &Level) -> String {
    let (Level::Number(at), Level::Number(to)) = (at, to) else {
        return String::new();
    };
    let digits = digits(at.abs().max(to.abs()));
    format!(" {} of {}", grouped(*at, digits), grouped(*to, digits))
}

/// That levels do not say of how many people they are, so that they cannot be brought to another size.
pub(super) fn not_scaled(policy: &Policy, catalogue: &Catalogue, start: i32) -> Option<String> {
    let levels = of_no_size(policy, catalogue, start);
    let levels = levels
        .iter()
        .map(|(lever, level)| format!("{lever} {}", grouped(*level, 0)));
    let levels: Vec<String> = levels.collect();
    (!levels.is_empty()).then(|| {
        format!(
            "levels that stay as they are, for nothing says of how many people they are (`people` in a policy file; of what \
             `--set` sets nothing does): at most {}",
            levels.join(", ")
        )
    })
}

/// Units that twins send and that the force does not have.
pub(super) fn more_than_there_are(twin: &Twin, policy: &Policy, policies_from: i32) -> Vec<String> {
    let events = twin.events.iter().filter_map(|event| {
        let Change::Units {
            force, strength, ..
        } = &event.change
        else {
            return None;
        };
        let (lever, _) = FORCES.iter().find(|(_, of)| of == force)?;
        let (_, schedule) = policy.schedules().find(|(name, _)| name == lever)?;
        let sight = Unconditional {
            start: policies_from,
        };
        let Level::Number(level) = *schedule.level(twin.week, &sight).0 else {
            return None;
        };
        (*strength > level).then(|| {
            format!(
                "event {}: {} are to be sent, and the force has {} in week {} (lever {lever}): all of it is",
                event.name,
                grouped(*strength, 0),
                grouped(level, 0),
                twin.week
            )
        })
    });
    events.collect()
}

/// Levers, places and triggers that can do nothing on this map, of a policy that starts in this week.
pub(super) fn nowhere(
    policy: &Policy,
    catalogue: &Catalogue,
    map: &Map,
    start: i32,
) -> Vec<String> {
    let mut idle: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut notices = Vec::new();
    let flow = map.has_flow();
    let rule = policy
        .schedules()
        .find(|(name, _)| *name == "deployment_rule");
    let at_home = rule.is_none_or(|(_, rule)| {
        let mut steps = rule.holding(start).flat_map(|layer| &layer.steps);
        steps.all(|step| step.level == Level::Option("home".to_owned()))
    });
    let acting = policy
        .schedules()
        .filter(|(_, schedule)| acts(schedule, start));
    for (name, schedule) in acting {
        let needs = catalogue.find(name).and_then(|lever| lever.needs);
        let option = |of: &str| {
            let mut steps = schedule.holding(start).flat_map(|layer| &layer.steps);
            steps.any(|step| step.level == Level::Option(of.to_owned()))
        };
        let border = option("border") && !map.places.iter().any(|place| place.south_border);
        let crossing = needs == Some(Needs::Crossing) || option("border_cities") || border;
        if crossing && !map.has_crossing() {
            idle.entry("crossing to the north").or_default().push(name);
        }
        if (needs == Some(Needs::Flow) || option("corridors")) && !flow {
            idle.entry("drugs that pass").or_default().push(name);
        }
        let stays = at_home && FORCES.iter().any(|(lever, _)| *lever == name);
        for layer in schedule.holding(start) {
            if let Some(places) = &layer.places {
                notices.extend(nowhere_of(name, places, map, flow));
                if stays {
                    notices.push(format!(
                        "`where` of {name} does nothing: under `deployment_rule = \"home\"` forces stay where they \
                         are garrisoned"
                    ));
                }
            }
            if let Some(trigger) = layer.when.filter(|trigger| trigger.is_idle(map)) {
                notices.push(format!("`when` of {name} never begins here: {trigger}"));
            }
            if let Some(trigger) = layer.when.filter(|trigger| trigger.is_constant(map)) {
                notices.push(format!(
                    "`when` of {name} holds in all weeks here, whatever happens: {trigger}"
                ));
            }
        }
    }
    let idle = idle.into_iter();
    let idle = idle.map(|(needs, levers)| {
        format!("the map has no {needs} for {} to act on", levers.join(", "))
    });
    idle.chain(notices).collect()
}

/// Whether a lever does anything under a policy that starts in this week.
fn acts(schedule: &Schedule, start: i32) -> bool {
    let mut steps = schedule.holding(start).flat_map(|layer| &layer.steps);
    steps.any(|step| step.level != Level::Number(0.0))
}

/// What is wrong with places on this map.
fn nowhere_of(lever: &str, places: &Where, map: &Map, flow: bool) -> Option<String> {
    let all = map.places.len();
    match places {
        Where::Top(top) if top.n as usize > all => {
            return Some(format!(
                "`where` of {lever} asks for {} municipalities, and the map has {all}: it holds in all with any",
                top.n
            ));
        }
        Where::Top(top) if top.by == Measure::Flow && !flow => {}
        places if places.follows_events() => return None,
        places if places.on(map).iter().any(|here| *here) => return None,
        _ => {}
    }
    Some(format!(
        "`where` of {lever} holds nowhere on this map: {places}"
    ))
}

pub(super) fn millions(map: &Map) -> String {
    let people = map.population() as f64 / 1e6;
    grouped(people, if people < 10.0 { 2 } else { 0 })
}
