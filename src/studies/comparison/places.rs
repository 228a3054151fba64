//! Where a policy changes OC deaths: paired differences by municipality, with control of false
//! discoveries over the municipalities of each policy.

use serde::Serialize;

use plaza_batch::rows::{Rows, Value};
use plaza_engine::few::LEAST;
use plaza_engine::statistics::{PairedMeans, discoveries};
use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::dictionary::DIFFERENCE_MAP;
use crate::studies::comparison::difference::CONFIDENCE;
use crate::studies::comparison::outcomes::{Outcomes, Setting};
use crate::studies::comparison::units::Units;
use crate::studies::twin::spillover::FALSE_DISCOVERIES;

/// The columns of the table `municipalities` that [`Deaths`] are counted from.
pub const OF_MUNICIPALITIES: [&str; 5] =
    ["policy", "replicate", "municipality", "year", "oc_deaths"];

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

/// OC deaths of one policy by replicate and municipality; an absent row is zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Deaths {
    /// One entry per place, and in it one per replicate compared.
    by_place: Vec<Vec<f64>>,
}

impl Deaths {
    /// No deaths yet.
    pub fn new(map: &Map, outcomes: &Outcomes) -> Self {
        Self {
            by_place: vec![vec![0.0; outcomes.replicates.len()]; map.places.len()],
        }
    }

    /// Counts rows of the table `municipalities`, of years that begin when policies have parted.
    pub fn add(&mut self, map: &Map, outcomes: &Outcomes, municipalities: &Rows) {
        let codes = municipalities.texts("municipality");
        let [replicates, of_year, deaths] =
            ["replicate", "year", "oc_deaths"].map(|name| municipalities.numbers(name));
        let (first, _) = years(&outcomes.setting);
        for (row, code) in codes.iter().enumerate() {
            let replicate = outcomes.replicates.binary_search(&(replicates[row] as u32));
            let place = code.and_then(|code| map.find(code));
            if let (Ok(replicate), Some(place)) = (replicate, place)
                && of_year[row] >= f64::from(first)
            {
                self.by_place[place as usize][replicate] += deaths[row];
            }
        }
    }

    /// What this policy changes against the `baseline`, municipality by municipality.
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
        for (index, place) in map.places.iter().enumerate() {
            let exposed = f64::from(place.population).max(1.0) * f64::from(years.max(1));
            let pairs = self.by_place[index].iter().zip(&baseline.by_place[index]);
            let differences: Vec<f64> = pairs.map(|(a, b)| (a - b) * 1e5 / exposed).collect();
            let theirs = baseline.by_place[index].iter();
            let theirs: Vec<f64> = theirs.map(|b| b * 1e5 / exposed).collect();
            let of_units = units.means(&differences);
            let estimate = PairedMeans::of(&of_units, &units.means(&theirs));
            // Counts that happen to differ by the same in a few replicates prove nothing.
            let spread = estimate.as_ref().filter(|of| of.error() > 0.0);
            p_values.push(spread.map_or(1.0, PairedMeans::p_value));
            let mean = estimate.as_ref().map_or(of_units[0], PairedMeans::mean);
            let interval = spread.map_or([mean; 2], |of| of.interval(CONFIDENCE));
            rows.push(PlaceDifference {
                policy: policy.to_owned(),
                municipality: place.code.clone(),
                mean,
                low: estimate.as_ref().map(|_| interval[0]),
                high: estimate.as_ref().map(|_| interval[1]),
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
