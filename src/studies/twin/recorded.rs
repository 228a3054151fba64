//! Pairs as rows of tables, and back: every number of a pair is in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use plaza_batch::rows::{Recorded, Rows};
use plaza_model::state::events::EventKind;
use plaza_model::state::organizations::{OrganizationKey, Outcome};

use crate::runs::design::{Design, TwinEvent};
use crate::runs::dictionary::words::Words;
use crate::studies::twin::pair::{
    COUNTED, Difference, FRAGMENTATION, Pair, SERIES, counted, fragmentation,
};
use crate::studies::twin::subject::Subject;
use crate::studies::twin::surroundings::{COUNTRY, PARTS};
use crate::studies::twin::tables::{
    TWIN_TABLES, TwinEventRow, TwinPlaceRow, TwinWeekRow, WeekOfPart,
};
use crate::studies::twin::weeks::told;

/// The rows of a pair.
pub fn rows(pair: &Pair, design: &Design) -> Recorded {
    let mut recorded = Recorded::of(&TWIN_TABLES);
    let Some(twin) = &design.twin else {
        return recorded;
    };
    let (first, last) = told(design, twin.week);
    let weeks = (last - first + 1) as usize;
    let keys = (design.policies[0].name.as_str(), pair.number);
    let words = &mut Words::new(&design.map);
    let [events, by_week, by_place] = recorded.tables.as_mut_slice() else {
        unreachable!("as many tables as there are of twins");
    };
    for of in &pair.differences {
        let event: Arc<str> = twin.events[of.event].name.as_str().into();
        let row = TwinEventRow::of(design.draw_of(pair.number), &event, &of.subject);
        events.write(keys, &[row], words);
        let at = |series: usize, week: usize| {
            let index = series * weeks + week;
            [of.difference[index], of.without[index]]
        };
        let parts = (0..PARTS.len()).flat_map(|part| (0..weeks).map(move |week| (part, week)));
        let rows: Vec<TwinWeekRow> = (parts.map(|(part, week)| {
            TwinWeekRow::of(&WeekOfPart {
                event: event.clone(),
                part: PARTS[part],
                week: first + week as i32,
                counts: std::array::from_fn(|outcome| at(counted(outcome, part), week)),
                standing: std::array::from_fn(|outcome| at(fragmentation(outcome), week)),
            })
        }))
        .collect();
        by_week.write(keys, &rows, words);
        let changed = (0..).zip(&of.deaths).filter(|(_, deaths)| **deaths != 0);
        let rows: Vec<TwinPlaceRow> = changed
            .map(|(place, deaths)| TwinPlaceRow::of(&event, place, *deaths))
            .collect();
        by_place.write(keys, &rows, words);
    }
    recorded
}

/// The differences that these rows of [`rows`], a pair behind the other, are of, with the numbers of their pairs; or
/// why they are none.
pub fn differences(recorded: &Recorded, design: &Design) -> Result<Vec<(u32, Difference)>, String> {
    let (Some(twin), [events, by_week, by_place]) = (&design.twin, recorded.tables.as_slice())
    else {
        return Err("expected the tables of a twin experiment".to_owned());
    };
    let (first, last) = told(design, twin.week);
    let weeks = (last - first + 1) as usize;
    if by_week.len() != events.len() * PARTS.len() * weeks {
        return Err(format!(
            "`{}` has {} rows, expected {} of each of the {} events",
            by_week.table.name,
            by_week.len(),
            PARTS.len() * weeks,
            events.len()
        ));
    }
    let places: BTreeMap<&str, u32> = design.map.codes().zip(0..).collect();
    let place = |code: Option<&str>| {
        let code = code.unwrap_or_default();
        let place = places.get(code).copied();
        place.ok_or_else(|| format!("municipality `{code}` is not of the map"))
    };
    let keys = |rows: &Rows| -> Result<Vec<(u32, usize)>, String> {
        let numbers = rows.numbers("replicate");
        let named = rows.texts("event").into_iter().zip(numbers);
        named
            .map(|(name, number)| {
                let is = |of: &TwinEvent| Some(of.name.as_str()) == name;
                let event = twin.events.iter().position(is);
                let event = event.ok_or_else(|| format!("there is no event {name:?}"))?;
                Ok((number as u32, event))
            })
            .collect()
    };
    let mut changed: BTreeMap<(u32, usize), Vec<i32>> = BTreeMap::new();
    let deaths = by_place.numbers("oc_deaths");
    let where_and_how = by_place.texts("municipality").into_iter().zip(deaths);
    for (key, (code, deaths)) in keys(by_place)?.into_iter().zip(where_and_how) {
        let none = || vec![0; places.len()];
        changed.entry(key).or_insert_with(none)[place(code)? as usize] = deaths as i32;
    }
    let series = |outcomes: &[&str], end: &str| -> Vec<Vec<f64>> {
        let columns = outcomes
            .iter()
            .map(|name| by_week.numbers(&format!("{name}_{end}")));
        columns.collect()
    };
    let of_counts = ["change", "without"].map(|end| series(&COUNTED, end));
    let of_stocks = ["change", "without"].map(|end| series(&FRAGMENTATION, end));
    let [size_rank, members, successors] =
        ["size_rank", "members", "successors"].map(|name| events.numbers(name));
    let [organization, name, code, rank, outcome] =
        ["organization", "name", "municipality", "rank", "outcome"].map(|name| events.texts(name));
    let mut differences = Vec::new();
    for (row, key) in keys(events)?.into_iter().enumerate() {
        let mut courses = [vec![0.0; SERIES * weeks], vec![0.0; SERIES * weeks]];
        for (which, course) in courses.iter_mut().enumerate() {
            let mut put = |series: usize, part: usize, column: &[f64]| {
                let from = (row * PARTS.len() + part) * weeks;
                course[series * weeks..(series + 1) * weeks]
                    .copy_from_slice(&column[from..from + weeks]);
            };
            for (outcome, column) in of_counts[which].iter().enumerate() {
                (0..PARTS.len()).for_each(|part| put(counted(outcome, part), part, column));
            }
            for (outcome, column) in of_stocks[which].iter().enumerate() {
                put(fragmentation(outcome), COUNTRY, column);
            }
        }
        let [difference, without] = courses;
        let key_of_group = organization[row].unwrap_or_default();
        let fell = outcome[row];
        let subject = Subject {
            organization: OrganizationKey(
                u64::from_str_radix(key_of_group, 16)
                    .map_err(|_| format!("`{key_of_group}` is no key of an organization"))?,
            ),
            name: name[row].unwrap_or_default().into(),
            size_rank: size_rank[row] as u32,
            members: members[row] as u32,
            place: place(code[row])?,
            rank: [EventKind::LeaderRemoved, EventKind::BossRemoved]
                .into_iter()
                .filter_map(EventKind::rank)
                .find(|known| Some(*known) == rank[row]),
            outcome: Outcome::ALL
                .into_iter()
                .find(|known| Some(known.label()) == fell),
            successors: (!successors[row].is_nan()).then_some(successors[row] as u32),
        };
        let deaths = changed
            .remove(&key)
            .unwrap_or_else(|| vec![0; places.len()]);
        let (number, event) = key;
        differences.push((
            number,
            Difference {
                event,
                subject,
                difference,
                without,
                deaths,
            },
        ));
    }
    Ok(differences)
}
