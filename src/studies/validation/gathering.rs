//! From rows of a result folder to replicates.

pub mod broken;
pub mod dyads;

use std::collections::BTreeMap;

use plaza_batch::rows::Rows;
use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::trajectories::by_policy;
use crate::studies::validation::future::{Future, Months, YearOfPlaces};
use crate::studies::validation::gathering::broken::{broken, reach};
use crate::studies::validation::gathering::dyads::dyads;
use crate::studies::validation::measures::COLUMNS;

/// Weeks in a month of the model.
const WEEKS_PER_MONTH: usize = 4;
/// What a count of four weeks is multiplied by to be one of a calendar month.
const MONTH: f64 = 30.4 / 28.0;

/// Members from which on a group is an organization wherever it is \[C11\].
const MEMBERS: f64 = 300.0;
/// Municipalities from which on it is one, however small.
const PLACES: f64 = 2.0;

/// The columns of the table `municipalities` that are read.
pub const OF_MUNICIPALITIES: [&str; 5] = [
    "replicate",
    "municipality",
    "year",
    "oc_deaths",
    "organizations_visible",
];

/// The columns of the table `panel` that are read.
pub const OF_PANEL: [&str; 4] = ["replicate", "week", "municipality", "oc_deaths"];

/// Rows of some replicates under one policy.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Of the table `national`.
    pub national: Rows,
    /// Of the table `events`.
    pub events: Rows,
    /// Of the table `organizations`.
    pub organizations: Rows,
    /// Of the table `municipalities`, at least [`OF_MUNICIPALITIES`]; none where means over
    /// replicates were recorded.
    pub municipalities: Option<Rows>,
    /// Of the table `panel`, at least [`OF_PANEL`]; none, or none of a replicate, where it was not
    /// recorded.
    pub panel: Option<Rows>,
    /// Of the table `pairs`, at least [`OF_PAIRS`](dyads::OF_PAIRS); none, or none of a replicate, where it was not
    /// recorded.
    pub pairs: Option<Rows>,
}

impl Tables {
    /// The replicates in these rows, by their numbers; or what is wrong with the rows.
    pub fn futures(&self, map: &Map) -> Result<BTreeMap<i64, Future>, String> {
        let mut futures = self.national(map);
        for (number, week) in self.fallen() {
            if let Some(future) = futures.get_mut(&number) {
                future.fallen.push(week);
            }
        }
        broken(&self.events, &self.organizations, &mut futures);
        if let Some(rows) = &self.pairs {
            dyads(rows, &mut futures);
        }
        if let Some(rows) = &self.municipalities {
            years(rows, map, &mut futures)?;
        }
        if let Some(rows) = &self.panel {
            months(rows, map, &mut futures)?;
        }
        Ok(futures)
    }

    /// The replicates with the series of the country.
    fn national(&self, map: &Map) -> BTreeMap<i64, Future> {
        let columns = COLUMNS.map(|column| (column, self.national.numbers(column)));
        let numbers = self.national.numbers("replicate");
        let policies = by_policy(&self.national);
        let replicates = policies.into_iter().flat_map(|policy| policy.replicates);
        let future = |rows: Vec<usize>| {
            let series = columns.iter().map(|(column, values)| {
                let weeks = rows.iter().map(|row| values[*row]).collect();
                (*column, weeks)
            });
            let future = Future {
                first_year: map.first_year,
                national: series.collect(),
                ..Future::default()
            };
            (numbers[rows[0]] as i64, future)
        };
        replicates.map(future).collect()
    }

    /// Replicates, and weeks in which the leader of an organization fell to the state. Whether a group
    /// was one, its members at the fall say, or its municipalities at the last record before it, or
    /// else at the first.
    fn fallen(&self) -> Vec<(i64, i32)> {
        let reach = reach(&self.organizations);
        let events = &self.events;
        let [numbers, weeks, members] =
            ["replicate", "week", "members"].map(|column| events.numbers(column));
        let [kinds, outcomes, keys] =
            ["kind", "outcome", "organization"].map(|column| events.texts(column));
        let is_organization = |row: usize| {
            let key = (numbers[row] as i64, keys[row].unwrap_or_default());
            let records = reach.get(&key).map_or(&[][..], Vec::as_slice);
            let before = records.iter().rev().find(|(week, _)| *week < weeks[row]);
            let known = before.or(records.first());
            members[row] >= MEMBERS || known.is_some_and(|(_, places)| *places >= PLACES)
        };
        (0..events.len())
            .filter(|row| kinds[*row] == Some("leader_removed"))
            .filter(|row| {
                let outcome = outcomes[*row].unwrap_or_default();
                ["arrested", "killed", "extradited"].contains(&outcome)
            })
            .filter(|row| is_organization(*row))
            .map(|row| (numbers[row] as i64, weeks[row] as i32))
            .collect()
    }
}

/// Enters the rows of municipalities; an absent row is zero.
fn years(rows: &Rows, map: &Map, futures: &mut BTreeMap<i64, Future>) -> Result<(), String> {
    let nothing = YearOfPlaces {
        deaths: vec![0.0; map.places.len()],
        visible: vec![0.0; map.places.len()],
    };
    for future in futures.values_mut() {
        let full = future.recorded() as i32 / WEEKS_PER_YEAR;
        let years = map.first_year..map.first_year + full;
        future.years = Some(years.map(|year| (year, nothing.clone())).collect());
    }
    let [numbers, years, deaths, visible] =
        ["replicate", "year", "oc_deaths", "organizations_visible"].map(|of| rows.numbers(of));
    for (row, place) in places(rows, map).enumerate() {
        let place = place?;
        let future = futures.get_mut(&(numbers[row] as i64));
        let years_of = future.and_then(|future| future.years.as_mut());
        if let Some(year) = years_of.and_then(|of| of.get_mut(&(years[row] as i32))) {
            year.deaths[place] = deaths[row];
            year.visible[place] = visible[row];
        }
    }
    Ok(())
}

/// Enters the rows of the panel; an absent row is zero, but a replicate without rows has no panel.
fn months(rows: &Rows, map: &Map, futures: &mut BTreeMap<i64, Future>) -> Result<(), String> {
    let [numbers, weeks, deaths] =
        ["replicate", "week", "oc_deaths"].map(|column| rows.numbers(column));
    for (row, place) in places(rows, map).enumerate() {
        let place = place?;
        let Some(future) = futures.get_mut(&(numbers[row] as i64)) else {
            continue;
        };
        let months = future.recorded() / WEEKS_PER_MONTH;
        let future_years = future.recorded() / WEEKS_PER_YEAR as usize;
        let panel = future.months.get_or_insert_with(|| Months {
            per_year: WEEKS_PER_YEAR as usize / WEEKS_PER_MONTH,
            deaths: vec![vec![0.0; months]; map.places.len()],
            calendar: vec![vec![0.0; future_years * 12]; map.places.len()],
        });
        if let Some(month) = panel.calendar[place].get_mut(calendar_month(weeks[row] as usize)) {
            *month += deaths[row];
        }
        if let Some(month) = panel.deaths[place].get_mut(weeks[row] as usize / WEEKS_PER_MONTH) {
            *month += deaths[row] * MONTH;
        }
    }
    Ok(())
}

/// The month, from that of week 0, in which the middle of a week lies.
fn calendar_month(week: usize) -> usize {
    const WEEKS: usize = WEEKS_PER_YEAR as usize;
    week / WEEKS * 12 + (2 * (week % WEEKS) + 1) * 7 * 12 / (2 * 365)
}

/// The place of each row.
fn places<'a>(rows: &'a Rows, map: &'a Map) -> impl Iterator<Item = Result<usize, String>> + 'a {
    rows.texts("municipality").into_iter().map(|code| {
        let code = code.unwrap_or_default();
        let place = map.find(code).map(|place| place as usize);
        place.ok_or_else(|| format!("municipality `{code}` is not on the map kept with it"))
    })
}
