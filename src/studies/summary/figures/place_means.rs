//! Means over replicates and years at each place, gathered from the table `municipalities` part by
//! part.

use std::sync::Arc;

use plaza_batch::rows::Rows;
use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::figures::choropleth::Panel;
use crate::runs::per_policy::{PerPolicy, Recorded};

/// Which rows of the table `municipalities` are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Years {
    /// All.
    All,
    /// The last full year of each policy.
    Last,
}

/// Of each policy the sum of a column at each place; an absent row is zero.
#[derive(Clone, Debug)]
pub struct PlaceMeans {
    column: &'static str,
    years: Years,
    policies: PerPolicy<Sums>,
}

#[derive(Clone, Debug)]
struct Sums {
    /// Whether the rows are means over replicates already.
    averaged: bool,
    /// The latest year seen.
    last: f64,
    by_place: Vec<f64>,
}

impl PlaceMeans {
    /// Nothing of this column yet.
    pub fn new(column: &'static str, years: Years) -> Self {
        Self {
            column,
            years,
            policies: PerPolicy::default(),
        }
    }

    /// The columns of the table it is made from.
    pub fn columns(&self) -> [&'static str; 4] {
        ["replicate", "municipality", "year", self.column]
    }

    /// Adds rows.
    pub fn add(&mut self, map: &Map, municipalities: &Rows) {
        let names = municipalities.texts("policy");
        let codes = municipalities.texts("municipality");
        let values = municipalities.numbers(self.column);
        let replicates = municipalities.numbers("replicate");
        let years = municipalities.numbers("year");
        for (row, name) in names.iter().enumerate() {
            let Some(name) = name else { continue };
            let sums = self.policies.of(name, || Sums {
                averaged: false,
                last: 0.0,
                by_place: vec![0.0; map.places.len()],
            });
            sums.averaged |= replicates[row].is_nan();
            if years[row] > sums.last {
                sums.last = years[row];
                if self.years == Years::Last {
                    sums.by_place.fill(0.0);
                }
            }
            let place = codes[row].and_then(|code| map.find(code));
            if let Some(place) = place
                && (self.years == Years::All || years[row] == sums.last)
            {
                sums.by_place[place as usize] += values[row];
            }
        }
    }

    /// The mean by policy and place; `recorded` says how many replicates and weeks stand behind.
    pub fn panels(&self, map: &Map, recorded: &Recorded) -> Vec<Panel> {
        let of_policy = |(policy, weeks): (&Arc<str>, &Vec<usize>)| {
            let Some(sums) = self.policies.get(policy) else {
                return (Arc::clone(policy), vec![0.0; map.places.len()]);
            };
            let counted = if sums.averaged { 1 } else { weeks.len() };
            let each = |weeks: &usize| match self.years {
                Years::All => weeks / WEEKS_PER_YEAR as usize,
                Years::Last => 1,
            };
            let exposed: usize = weeks.iter().take(counted).map(each).sum();
            let means = sums.by_place.iter().map(|sum| sum / exposed.max(1) as f64);
            (Arc::clone(policy), means.collect())
        };
        recorded.iter().map(of_policy).collect()
    }
}

/// Full years recorded of the replicate with most.
pub fn full_years(recorded: &Recorded) -> usize {
    let weeks = recorded.iter().flat_map(|(_, weeks)| weeks);
    let years = weeks.map(|weeks| weeks / WEEKS_PER_YEAR as usize);
    years.max().unwrap_or(0)
}

/// How many replicates, as a caption says it.
pub fn replicates(recorded: &Recorded) -> String {
    let most = recorded.iter().map(|(_, weeks)| weeks.len()).max();
    match most.unwrap_or(0) {
        1 => "1 replicate".to_owned(),
        most => format!("{most} replicates"),
    }
}
