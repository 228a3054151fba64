//! Calendars of levels that are of other years than the run, or end before it.

use std::collections::BTreeMap;

use plaza_model::policy::Policy;
use plaza_model::state::map::Map;

/// So many levers are named.
const NAMED: usize = 3;

/// The levels with one calendar that hold in some week of the run.
struct Calendar {
    /// The week behind the last that has a level of its own.
    end: i32,
    /// The levers, in order.
    levers: Vec<&'static str>,
}

/// What is to be said of a policy that starts in this week: of each calendar that is not of the run or ends before it,
/// which are its levers, where there are several. A policy of one's own may have another calendar than the one that it
/// extends.
pub(super) fn calendars(policy: &Policy, map: &Map, from: i32, weeks: i32) -> Vec<String> {
    let mut calendars: BTreeMap<i32, Calendar> = BTreeMap::new();
    for (lever, schedule) in policy.schedules() {
        for layer in schedule.holding(from) {
            // Weeks of a trigger count from when it begins to hold.
            let Some(origin) = layer.calendar.filter(|_| layer.when.is_none()) else {
                continue;
            };
            let steps = layer.steps.iter();
            let last =
                steps.map(|step| step.from_week.saturating_add(step.ramp_weeks.max(1).into()));
            let last = origin.saturating_add(last.max().unwrap_or(0));
            let of = calendars.entry(origin).or_insert(Calendar {
                end: last,
                levers: Vec::new(),
            });
            of.end = of.end.max(last);
            if of.levers.last() != Some(&lever) {
                of.levers.push(lever);
            }
        }
    }
    let several = calendars.len() > 1;
    let told = calendars.into_iter().filter_map(|(start, of)| {
        let said = said(start, of.end, map, weeks)?;
        let whose = match several {
            true => format!("the calendar of {}", shown(&of.levers)),
            false => "its calendar of levels".to_owned(),
        };
        Some(format!("{whose} {said}"))
    });
    told.collect()
}

/// Of which years a calendar is, and what holds; nothing of one that is of the run and lasts as long, or of levels that
/// hold from the first week on.
fn said(start: i32, end: i32, map: &Map, weeks: i32) -> Option<String> {
    let year = |week: i32| map.year_of(week);
    if start == 0 {
        let (last, run) = (year(end - 1), year(weeks - 1));
        return (end > 1 && last < run)
            .then(|| format!("ends in {last}: until {run} the last ones hold"));
    }
    Some(if end <= 0 {
        let (first, last) = (year(start), year((end - 1).max(start)));
        let years = match first == last {
            true => format!("is of {first}"),
            false => format!("is of {first} to {last}"),
        };
        format!(
            "{years}: in the run, {} to {}, the last ones hold",
            map.first_year,
            year(weeks - 1)
        )
    } else if start >= weeks {
        format!(
            "begins in {}, after the run: what it extends holds",
            year(start)
        )
    } else {
        format!(
            "begins in {}, the run in {}: in each year hold those of that year, before its first what it extends",
            year(start),
            map.first_year
        )
    })
}

fn shown(levers: &[&str]) -> String {
    let first = levers[..levers.len().min(NAMED)].join(", ");
    match levers.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more levers"),
    }
}
