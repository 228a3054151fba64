//! How good the hindcast is, beside forecasts that need no model.

use serde::Serialize;

use plaza_engine::statistics::{Weighting, mean, moran, spearman};

use crate::studies::hindcast::Hindcast;
use crate::studies::validation::Band;
use crate::studies::validation::measures::VIOLENT;

/// How many of the worst municipalities are compared.
const WORST: f64 = 50.0;
/// Years by which an onset may be missed.
const NEAR: i32 = 1;

/// What forecasts are called: each replicate; the mean over replicates; each year as the first one
/// observed; by organizations at the start; by residents; what was observed, where a measure has a
/// value of it.
pub const FORECASTS: [&str; 6] = [
    "simulated",
    "mean_of_replicates",
    "first_year",
    "presence",
    "population",
    "observed",
];

/// A measure of a forecast in some years: a row of `hindcast_skill.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Skill {
    /// What is measured.
    pub measure: &'static str,
    /// Of which forecast, one of [`FORECASTS`].
    pub forecast: &'static str,
    /// The year, or the first and the last.
    pub year: String,
    /// The value; of `simulated`, the median over replicates.
    pub value: f64,
    /// The 5 % quantile over replicates.
    pub low: Option<f64>,
    /// The 95 % quantile.
    pub high: Option<f64>,
}

/// The measure of a forecast against the observations, by municipality; none where it is not defined.
type Measure = fn(&Hindcast, &[f64], &[f64]) -> Option<f64>;

/// Measures that any order of municipalities has.
const OF_ORDER: [(&str, Measure); 5] = [
    ("spearman_municipalities", |_, f, o| spearman(f, o)),
    ("spearman_states", |h, f, o| {
        spearman(&h.by_state(f), &h.by_state(o))
    }),
    ("worst_50", |_, f, o| Some(worst_found(f, o))),
    ("right_state", |h, f, o| {
        overlap(&h.by_state(f), &h.by_state(o))
    }),
    ("right_municipality", |_, f, o| overlap(f, o)),
];

/// A measure that only forecasts of deaths have: the root of the mean square of the difference of
/// `log(1 + deaths)`, over municipalities.
fn log_error(_: &Hindcast, forecast: &[f64], observed: &[f64]) -> Option<f64> {
    let pairs = forecast.iter().zip(observed);
    let squares: Vec<f64> = pairs
        .map(|(forecast, observed)| libm::log1p(*forecast) - libm::log1p(*observed))
        .map(|difference| difference * difference)
        .collect();
    mean(&squares).map(f64::sqrt)
}

impl Hindcast<'_> {
    /// All measures of all forecasts, year by year, then of all years, then of those after the first,
    /// which the forecast `first_year` is of.
    pub fn skill(&self) -> Vec<Skill> {
        let years = self.years();
        let mut spans: Vec<&[i32]> = years.chunks(1).collect();
        if years.len() > 1 {
            spans.push(years);
            spans.push(&years[1..]);
            spans.dedup();
        }
        let mut skill = Vec::new();
        let measures = OF_ORDER
            .into_iter()
            .map(|(name, measure)| (name, measure, true));
        for (name, measure, order) in measures.chain([("log_error", log_error as Measure, false)]) {
            for span in &spans {
                skill.extend(self.measured(name, measure, span, order));
            }
        }
        for span in &spans {
            skill.extend(self.clustering(span));
        }
        if let (Some(first), Some(last)) = (years.get(1), years.last()) {
            skill.extend(self.onsets(&label(&[*first, *last])));
        }
        skill
    }

    /// One measure of all forecasts in these years.
    fn measured(
        &self,
        name: &'static str,
        measure: Measure,
        years: &[i32],
        order: bool,
    ) -> Vec<Skill> {
        let (observed, simulated) = (self.observed(years), self.simulated(years));
        let [each, of_mean, first_year, presence, population, _] = FORECASTS;
        let of = |forecast: &[f64]| measure(self, forecast, &observed);
        let samples = simulated.iter().filter_map(|replicate| of(replicate));
        let mut skill: Vec<Skill> = banded(name, each, years, samples.collect());
        let mut forecasts = vec![(of_mean, Self::mean(&simulated))];
        let first = self.years()[0];
        if !years.contains(&first) {
            let deaths = self.observed(&[first]);
            let all = deaths.iter().map(|of_year| of_year * years.len() as f64);
            forecasts.push((first_year, all.collect()));
        }
        if order {
            forecasts.push((presence, self.presence()));
            forecasts.push((population, self.residents(years)));
        }
        for (forecast, deaths) in forecasts {
            skill.extend(of(&deaths).map(|value| single(name, forecast, years, value)));
        }
        skill
    }

    /// Moran's I of deaths per 100,000 residents, neighbours of a municipality weighing 1 together.
    fn clustering(&self, years: &[i32]) -> Vec<Skill> {
        let residents = self.residents(years);
        let index = |deaths: &[f64]| {
            let rates = deaths.iter().zip(&residents);
            let rates: Vec<f64> = rates
                .map(|(dead, people)| dead / people.max(1.0) * 1e5)
                .collect();
            moran(&rates, &self.map().graph, Weighting::RowStandardised).map(|moran| moran.index)
        };
        let simulated = self.simulated(years);
        let samples = simulated.iter().filter_map(|replicate| index(replicate));
        let mut skill = banded("moran_rate", FORECASTS[0], years, samples.collect());
        let observed = index(&self.observed(years));
        skill.extend(observed.map(|value| single("moran_rate", FORECASTS[5], years, value)));
        skill
    }

    /// Onsets of violence, a municipality's first year with 12 deaths or more, after the first year:
    /// the part of those observed that a replicate has within a year of it, and the part of those
    /// simulated that were observed within a year of it.
    fn onsets(&self, label: &str) -> Vec<Skill> {
        let by_year = |deaths: &dyn Fn(i32) -> Vec<f64>| -> Vec<Option<i32>> {
            let mut onsets = vec![None; self.map().places.len()];
            for year in self.years().iter().rev() {
                for (onset, dead) in onsets.iter_mut().zip(deaths(*year)) {
                    if dead >= VIOLENT {
                        *onset = Some(*year);
                    }
                }
            }
            onsets
        };
        let first = self.years()[0];
        let found = |of: &[Option<i32>], among: &[Option<i32>]| {
            let pairs = of.iter().zip(among);
            let later =
                pairs.filter_map(|(onset, other)| Some((onset.filter(|y| *y > first)?, other)));
            let near = later.map(|(onset, other)| {
                f64::from(other.is_some_and(|other| (other - onset).abs() <= NEAR))
            });
            mean(&near.collect::<Vec<f64>>())
        };
        let observed = by_year(&|year| self.observed(&[year]));
        let (mut hits, mut precision) = (Vec::new(), Vec::new());
        for replicate in 0..self.replicates() {
            let simulated = by_year(&|year| self.replicate(replicate, year).to_vec());
            hits.extend(found(&observed, &simulated));
            precision.extend(found(&simulated, &observed));
        }
        [("onset_hit", hits), ("onset_precision", precision)]
            .into_iter()
            .flat_map(|(name, sample)| band(name, FORECASTS[0], label, sample))
            .collect()
    }

    /// Organizations by municipality at the start.
    fn presence(&self) -> Vec<f64> {
        let organizations = self.map().presence().into_iter();
        organizations.map(f64::from).collect()
    }

    /// Residents by municipality, summed over years.
    fn residents(&self, years: &[i32]) -> Vec<f64> {
        let index = |year: &i32| usize::try_from(year - self.map().first_year).unwrap_or(0);
        let places = self.map().places.iter().map(|place| {
            let years = years
                .iter()
                .map(|year| f64::from(place.population_in(index(year))));
            years.sum()
        });
        places.collect()
    }
}

/// The part of the whole that two divisions of it have in common.
fn overlap(forecast: &[f64], observed: &[f64]) -> Option<f64> {
    let (all, all_observed): (f64, f64) = (forecast.iter().sum(), observed.iter().sum());
    let pairs = forecast.iter().zip(observed);
    let common: f64 = pairs.map(|(f, o)| (f / all).min(o / all_observed)).sum();
    (all > 0.0 && all_observed > 0.0).then_some(common)
}

/// How many of the truly worst 50 are among the worst 50 of the forecast. Equal places share what
/// room is left for them, as if drawn by lot many times.
fn worst_found(forecast: &[f64], observed: &[f64]) -> f64 {
    let pairs = worst(forecast).into_iter().zip(worst(observed));
    pairs.map(|(forecast, observed)| forecast * observed).sum()
}

/// How surely each place is among the worst 50.
fn worst(deaths: &[f64]) -> Vec<f64> {
    let mut sorted = deaths.to_vec();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let room = WORST.min(sorted.len() as f64);
    let Some(last) = sorted.get(room as usize - 1).copied() else {
        return Vec::new();
    };
    let above = sorted.iter().filter(|dead| **dead > last).count() as f64;
    let equal = sorted.iter().filter(|dead| **dead == last).count() as f64;
    let surely = |dead: &f64| match dead.total_cmp(&last) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => (room - above) / equal,
        std::cmp::Ordering::Less => 0.0,
    };
    deaths.iter().map(surely).collect()
}

/// `2008`, or `2008-2010`.
fn label(years: &[i32]) -> String {
    match years {
        [first, .., last] => format!("{first}-{last}"),
        [only] => only.to_string(),
        [] => String::new(),
    }
}

fn single(measure: &'static str, forecast: &'static str, years: &[i32], value: f64) -> Skill {
    Skill {
        measure,
        forecast,
        year: label(years),
        value,
        low: None,
        high: None,
    }
}

fn banded(
    measure: &'static str,
    forecast: &'static str,
    years: &[i32],
    sample: Vec<f64>,
) -> Vec<Skill> {
    band(measure, forecast, &label(years), sample)
}

/// Median and band of a sample; nothing of an empty one.
fn band(measure: &'static str, forecast: &'static str, year: &str, sample: Vec<f64>) -> Vec<Skill> {
    let band = Band::of(sample).map(|band| Skill {
        measure,
        forecast,
        year: year.to_owned(),
        value: band.median,
        low: Some(band.low),
        high: Some(band.high),
    });
    band.into_iter().collect()
}
