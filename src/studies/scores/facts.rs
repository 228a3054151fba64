//! What forecasts are made of and judged by.

use plaza_model::state::map::Map;

use crate::maps::observed::Observed;

/// What is known of a country whose deaths were counted.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The map.
    pub map: &'a Map,
    /// Deaths observed.
    pub observed: &'a Observed,
    /// Homicides of the years before the first simulated, by municipality; none where no table of them is named.
    pub before: Option<Vec<f64>>,
    /// The last year whose deaths the parameters were fitted to; none where they know all of them.
    pub fitted_until: Option<i32>,
    /// The years both observed and simulated.
    pub years: Vec<i32>,
}

impl Facts<'_> {
    /// The years that are scored: all but the first, which forecasts look back on.
    pub fn scored(&self) -> &[i32] {
        self.years.get(1..).unwrap_or_default()
    }

    /// The last year that a forecast of game i knows.
    pub fn told(&self) -> i32 {
        let first = self.years.first().copied().unwrap_or_default();
        self.fitted_until.map_or(first, |year| year.max(first))
    }

    /// Deaths of the twelve months of a year by municipality, where it is one that was observed in full.
    pub fn months(&self, year: i32) -> Option<&[Vec<f64>]> {
        let whole = self.years.contains(&year) && self.observed.cut(year).is_none();
        self.observed
            .by_month
            .get(&year)
            .filter(|_| whole)
            .map(Vec::as_slice)
    }

    /// The nation's deaths of a year.
    pub fn total(&self, year: i32) -> Option<f64> {
        Some(self.months(year)?.iter().flatten().sum())
    }

    /// Residents by municipality in a year.
    pub fn residents(&self, year: i32) -> Vec<f64> {
        let index = usize::try_from(year - self.map.first_year).unwrap_or(0);
        let places = self.map.places.iter();
        places
            .map(|place| f64::from(place.population_in(index)))
            .collect()
    }
}
