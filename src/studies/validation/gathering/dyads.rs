//! Who killed whom: the deaths of each pair of organizations in a year, place by place.

use std::collections::BTreeMap;

use plaza_batch::rows::Rows;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::studies::validation::future::Future;

/// The columns of the table `pairs` that are read.
pub const OF_PAIRS: [&str; 6] = [
    "replicate",
    "week",
    "municipality",
    "organization",
    "other",
    "deaths",
];

/// Enters the rows of pairs; which of two killed is the same, and who killed its own or nobody known is no pair. A
/// replicate without rows has no pairs.
pub fn dyads(rows: &Rows, futures: &mut BTreeMap<i64, Future>) {
    let [numbers, weeks, deaths] = ["replicate", "week", "deaths"].map(|of| rows.numbers(of));
    let [places, killers, sides] =
        ["municipality", "organization", "other"].map(|of| rows.texts(of));
    let mut dyads: BTreeMap<_, BTreeMap<_, f64>> = BTreeMap::new();
    for row in 0..numbers.len() {
        let Some(future) = futures.get_mut(&(numbers[row] as i64)) else {
            continue;
        };
        let full = future.recorded() as i32 / WEEKS_PER_YEAR;
        let years = future.first_year..future.first_year + full;
        let year = future.first_year + weeks[row] as i32 / WEEKS_PER_YEAR;
        let none = || years.map(|year| (year, Vec::new())).collect();
        future.dyads.get_or_insert_with(none);
        if let (Some(killer), Some(side)) = (&killers[row], &sides[row])
            && killer != side
        {
            let pair = (killer.min(side), killer.max(side));
            let places_of = dyads.entry((numbers[row] as i64, year, pair)).or_default();
            *places_of.entry(&places[row]).or_insert(0.0) += deaths[row];
        }
    }
    for ((number, year, _), places) in dyads {
        let future = futures.get_mut(&number);
        let years = future.and_then(|future| future.dyads.as_mut());
        if let Some(year) = years.and_then(|years| years.get_mut(&year)) {
            year.push(places.into_values().collect());
        }
    }
}
