//! Where a policy changes OC deaths: paired differences by municipality, with control of false
//! discoveries over the municipalities of each policy.

use serde::Serialize;

use plaza_batch::rows::{Rows, Value};
use plaza_engine::few::LEAST;
use plaza_engine::statistics::discoveries;
use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::dictionary::DIFFERENCE_MAP;
use crate::studies::comparison::difference::Difference;
use crate::studies::comparison::outcomes::{Outcomes, Setting};
use crate::studies::comparison::units::Units;
use crate::studies::twin::spillover::FALSE_DISCOVERIES;

/// The columns of the table `municipalities` that are counted.
pub const COUNTED: [&str; 3] = ["oc_deaths", "extortions", "displaced"];
/// The place of deaths among them.
const DEATHS: usize = 0;

/// The columns of the table `municipalities` that [`Counts`] are made from.
pub const OF_MUNICIPALITIES: [&str; 7] = [
    "policy",
    "replicate",
    "municipality",
    "year",
    "oc_deaths",
    "extortions",
    "displaced",
];

/// One municipality under one policy, as a row of `difference_map.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceDifference {
    /// The policy.
    pub policy: String,
    /// The municipality's code.
    pub municipality: String,
    /// Mean paired difference to the baseline, in OC deaths per 100,000 residents of the first week
    /// and year.
    pub mean: f64,
    /// Lower end of its 95 % interval (Hall's t of pairs); none of a single replicate.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Whether it differs from 0, at a rate of false discoveries of 5 % over all municipalities; of fewer than
    /// eight units no.
    pub clear: bool,
}

/// The rows as a table.
pub fn table(differences: &[PlaceDifference]) -> Rows {
    let mut rows = Rows::new(&DIFFERENCE_MAP);
    for of in differences {
        let interval = [of.low, of.high].map(|end| end.map_or(Value::Null, Value::Real));
        let [low, high] = interval;
        rows.push([
            Value::Text(of.policy.as_str().into()),
            Value::Text(of.municipality.as_str().into()),
            Value::Real(of.mean),
            low,
            high,
            Value::Integer(of.clear.into()),
        ]);
    }
    rows
}

/// Full years that begin with the week policies part or later: the first, and how many.
pub fn years(setting: &Setting) -> (i32, i32) {
    let before = (setting.policies_from + WEEKS_PER_YEAR - 1) / WEEKS_PER_YEAR;
    let all = setting.weeks / WEEKS_PER_YEAR;
    (setting.first_year + before, (all - before).max(0))
}

/// What one policy came to by municipality and replicate; an absent row is zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// By column of [`COUNTED`], place, and replicate compared.
    by_place: [Vec<Vec<f64>>; COUNTED.len()],
}

impl Counts {
    /// Nothing counted yet.
    pub fn new(map: &Map, outcomes: &Outcomes) -> Self {
        let none = vec![vec![0.0; outcomes.replicates.len()]; map.places.len()];
        Self {
            by_place: COUNTED.map(|_| none.clone()),
        }
    }

    /// Counts rows of the table `municipalities`, of years that begin when policies have parted.
    pub fn add(&mut self, map: &Map, outcomes: &Outcomes, municipalities: &Rows) {
        let codes = municipalities.texts("municipality");
        let [replicates, of_year] = ["replicate", "year"].map(|name| municipalities.numbers(name));
        let counted = COUNTED.map(|name| municipalities.numbers(name));
        let (first, _) = years(&outcomes.setting);
        for (row, code) in codes.iter().enumerate() {
            let replicate = outcomes.replicates.binary_search(&(replicates[row] as u32));
            let place = code.and_then(|code| map.find(code));
            if let (Ok(replicate), Some(place)) = (replicate, place)
                && of_year[row] >= f64::from(first)
            {
                for (by_place, counted) in self.by_place.iter_mut().zip(&counted) {
                    by_place[place as usize][replicate] += counted[row];
                }
            }
        }
    }

    /// A column of [`COUNTED`], by its index, in some places together: one value for each replicate.
    pub fn sum(&self, counted: usize, places: &[u32]) -> Vec<f64> {
        let by_place = &self.by_place[counted];
        let mut sums = vec![0.0; by_place.first().map_or(0, Vec::len)];
        for place in places {
            for (sum, value) in sums.iter_mut().zip(&by_place[*place as usize]) {
                *sum += value;
            }
        }
        sums
    }

    /// How this policy changes deaths against the `baseline`, municipality by municipality.
    pub fn against(
        &self,
        baseline: &Self,
        policy: &str,
        map: &Map,
        outcomes: &Outcomes,
    ) -> Vec<PlaceDifference> {
        let units = Units::new(outcomes);
        let (_, years) = years(&outcomes.setting);
        let mut p_values = Vec::new();
        let mut rows = Vec::new();
        for (index, place) in (0..).zip(&map.places) {
            let rate = per_year(u64::from(place.population), f64::from(years));
            let [mine, theirs] = [self, baseline].map(|of| of.sum(DEATHS, &[index]));
            let of = Difference::of(&units, &mine, &theirs);
            let interval = of.interval();
            p_values.push(of.p_of_counts().unwrap_or(1.0));
            rows.push(PlaceDifference {
                policy: policy.to_owned(),
                municipality: place.code.clone(),
                mean: of.difference * rate,
                low: interval.map(|[low, _]| low * rate),
                high: interval.map(|[_, high]| high * rate),
                clear: false,
            });
        }
        let clear = discoveries(&p_values, FALSE_DISCOVERIES);
        for (row, clear) in rows.iter_mut().zip(clear) {
            row.clear = clear && units.count() >= LEAST;
        }
        rows
    }
}

/// By what a count is multiplied to be of 100,000 residents and a year.
pub fn per_year(residents: u64, years: f64) -> f64 {
    1e5 / (residents.max(1) as f64 * if years > 0.0 { years } else { 1.0 })
}
