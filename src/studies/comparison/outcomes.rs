//! The results of every replicate under every policy: the metrics, counted from the week in which
//! policies part, at some weeks after it and at the end.
//!
//! Rows of the table `national` are added block by block and reduced at once, so that no more of the
//! table is held than a block. A replicate that is not there under every policy is dropped for all:
//! policies are compared on the same luck.

use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::rows::Rows;
use plaza_model::state::government::{Area, Dollars, Payer};
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::design::Sharing;
use crate::runs::metrics::{METRICS, Metric, compared};
use crate::runs::trajectories::by_policy;
use crate::studies::comparison::prices::Prices;
use crate::studies::summary::samples::{Sample, Samples};

/// Weeks after policies part at which the share of equal luck that is left is measured.
pub const HORIZONS: [i32; 4] = [13, 52, 156, 312];

/// The columns of the table `national` that outcomes are made from.
pub fn columns() -> Vec<&'static str> {
    let keys = ["policy", "replicate", "week", "population"];
    let columns = compared().map(|(metric, _)| metric.column);
    keys.into_iter().chain(columns).collect()
}

/// The columns of the table `budget` that outcomes are made from.
pub const OF_BUDGET: [&str; 5] = ["replicate", "year", "payer", "area", "spent"];

/// What an experiment says of the replicates to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The year that begins with week 0.
    pub first_year: i32,
    /// Weeks simulated.
    pub weeks: i32,
    /// The week at which policies part.
    pub policies_from: i32,
    /// The random seed.
    pub seed: u64,
    /// Which replicates share a draw of the parameters.
    pub sharing: Sharing,
    /// Whether the experiment only tests the program.
    pub test: bool,
}

/// The outcomes of one policy in one replicate.
#[derive(Clone, Debug, Default)]
struct Outcome {
    /// Of each metric compared, at each of the weeks.
    metrics: Vec<Vec<f64>>,
    /// What was spent.
    spent: Dollars,
}

/// A policy that was also run without one of its levers.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The index of the policy.
    pub policy: usize,
    /// The index of the policy without the lever.
    pub without: usize,
    /// The lever.
    pub lever: String,
}

/// Outcomes that are being gathered.
#[derive(Clone, Debug)]
pub struct Gathering {
    setting: Setting,
    policies: Vec<(String, BTreeMap<u32, Outcome>)>,
}

impl Gathering {
    /// Nothing gathered yet.
    pub fn new(setting: Setting) -> Self {
        Self {
            setting,
            policies: Vec::new(),
        }
    }

    /// Adds replicates of one policy: their rows of the table `national`, of which [`columns()`] are
    /// read, and of the table `budget` ([`OF_BUDGET`]).
    pub fn add(&mut self, policy: &str, national: &Rows, budget: &Rows) {
        let weeks = self.setting.marks();
        let first_year = self.setting.first_year;
        let outcomes = self.of(policy);
        let values: Vec<Vec<f64>> = compared()
            .map(|(metric, _)| national.numbers(metric.column))
            .collect();
        let [replicate, week, population] =
            ["replicate", "week", "population"].map(|name| national.numbers(name));
        let from = f64::from(weeks.from);
        for rows in by_policy(national).into_iter().flat_map(|of| of.replicates) {
            let since = &rows[rows.partition_point(|row| week[*row] < from)..];
            let at = |metric: &Metric, values: &[f64], after: i32| {
                let end = from + f64::from(after);
                let rows = &since[..since.partition_point(|row| week[*row] < end)];
                match rows {
                    [] => f64::NAN,
                    rows => metric.reduce(rows, values, &population),
                }
            };
            let reduced = compared().zip(&values).map(|((metric, _), values)| {
                let after = weeks.after.iter();
                after.map(|after| at(metric, values, *after)).collect()
            });
            let outcome = outcomes.entry(replicate[rows[0]] as u32).or_default();
            outcome.metrics = reduced.collect();
        }
        let [replicate, year, spent] =
            ["replicate", "year", "spent"].map(|name| budget.numbers(name));
        let first = f64::from(first_year + weeks.from / WEEKS_PER_YEAR);
        let purses = budget.texts("payer").into_iter().zip(budget.texts("area"));
        for (row, (payer, area)) in purses.enumerate() {
            let payer = Payer::ALL
                .iter()
                .position(|known| payer == Some(known.label()));
            let area = Area::ALL
                .iter()
                .position(|known| area == Some(known.label()));
            if let (Some(payer), Some(area)) = (payer, area)
                && year[row] >= first
            {
                let outcome = outcomes.entry(replicate[row] as u32).or_default();
                outcome.spent[payer][area] += spent[row];
            }
        }
    }

    fn of(&mut self, policy: &str) -> &mut BTreeMap<u32, Outcome> {
        let known = self.policies.iter().position(|(name, _)| name == policy);
        let index = known.unwrap_or_else(|| {
            self.policies.push((policy.to_owned(), BTreeMap::new()));
            self.policies.len() - 1
        });
        &mut self.policies[index].1
    }

    /// The outcomes of the replicates that are there under every policy; policies in the order in
    /// which they were added.
    pub fn finish(self) -> Outcomes {
        let all: BTreeSet<u32> = self
            .policies
            .iter()
            .flat_map(|(_, of)| of.keys().copied())
            .collect();
        let everywhere = |replicate: &u32| {
            let there = |(_, of): &(String, BTreeMap<u32, Outcome>)| {
                of.get(replicate).is_some_and(|of| !of.metrics.is_empty())
            };
            self.policies.iter().all(there)
        };
        let (replicates, dropped): (Vec<u32>, Vec<u32>) = all.into_iter().partition(everywhere);
        let weeks = self.setting.marks().after;
        let values = compared().enumerate().map(|(metric, _)| {
            let at = |week| self.series(&replicates, |of| of.metrics[metric][week]);
            (0..weeks.len()).map(at).collect()
        });
        Outcomes {
            setting: self.setting,
            values: values.collect(),
            spent: self.series(&replicates, |of| of.spent),
            prices: Prices::default(),
            taken: Vec::new(),
            policies: self.policies.iter().map(|(name, _)| name.clone()).collect(),
            weeks,
            replicates,
            dropped,
        }
    }

    /// Something of each outcome, by policy and replicate.
    fn series<T>(&self, replicates: &[u32], read: impl Fn(&Outcome) -> T) -> Vec<Vec<T>> {
        let policies = self.policies.iter();
        let of = |of: &BTreeMap<u32, Outcome>| replicates.iter().map(|r| read(&of[r])).collect();
        policies.map(|(_, outcomes)| of(outcomes)).collect()
    }
}

/// The week policies part, and the weeks after it at which outcomes are read, the last the end.
struct Marks {
    from: i32,
    after: Vec<i32>,
}

impl Setting {
    /// Whether policies part at the start of a year and the run ends at one.
    pub fn whole_years(&self) -> bool {
        self.policies_from % WEEKS_PER_YEAR == 0 && self.weeks % WEEKS_PER_YEAR == 0
    }

    fn marks(&self) -> Marks {
        let end = self.weeks - self.policies_from;
        let horizons = HORIZONS.into_iter().filter(|week| *week < end);
        Marks {
            from: self.policies_from,
            after: horizons.chain([end]).collect(),
        }
    }
}

/// What the replicates common to all policies came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// What the experiment says of them.
    pub setting: Setting,
    /// Names of the policies, in the order of the manifest.
    pub policies: Vec<String>,
    /// The replicates that are there under every policy, ascending.
    pub replicates: Vec<u32>,
    /// Those that are there under some only.
    pub dropped: Vec<u32>,
    /// Weeks after policies part at which outcomes are read: those of [`HORIZONS`] before the end,
    /// and the end.
    weeks: Vec<i32>,
    /// By metric compared, week, policy and replicate.
    values: Vec<Vec<Vec<Vec<f64>>>>,
    /// By policy and replicate, over whole years from the one in which policies part; empty where it was not
    /// gathered.
    pub spent: Vec<Vec<Dollars>>,
    /// What is known of the prices of levers; by default they are certain.
    pub prices: Prices,
    /// Policies that were also run without one of their levers.
    pub taken: Vec<Taken>,
}

impl Outcomes {
    /// The outcomes at the end alone, of samples counted from the week in which policies part: without what each
    /// payer spent, and without the weeks before.
    pub fn at_the_end(samples: &Samples, setting: Setting) -> Self {
        let mut times: BTreeMap<u32, usize> = BTreeMap::new();
        for (_, sample) in samples.iter() {
            for replicate in &sample.replicates {
                *times.entry(*replicate).or_default() += 1;
            }
        }
        let everywhere = samples.iter().count();
        let (replicates, dropped): (Vec<u32>, Vec<u32>) =
            times.keys().partition(|number| times[number] == everywhere);
        let of_metric = |name: &str| -> Vec<Vec<f64>> {
            let metric = METRICS.iter().position(|metric| metric.name == name);
            let metric = metric.expect("what is compared is a metric");
            let of_policy = |(_, sample): (_, &Sample)| {
                let known = sample.replicates.iter().zip(&sample.values[metric]);
                let known = known.filter(|(number, _)| replicates.binary_search(number).is_ok());
                let known: BTreeMap<u32, f64> = known.map(|(of, value)| (*of, *value)).collect();
                known.into_values().collect()
            };
            samples.iter().map(of_policy).collect()
        };
        let values = compared().map(|(metric, _)| vec![of_metric(metric.name)]);
        Self {
            values: values.collect(),
            policies: samples.iter().map(|(name, _)| name.to_string()).collect(),
            weeks: vec![setting.weeks - setting.policies_from],
            spent: Vec::new(),
            prices: Prices::default(),
            taken: Vec::new(),
            setting,
            replicates,
            dropped,
        }
    }

    /// The index of a policy.
    pub fn policy(&self, name: &str) -> Option<usize> {
        self.policies.iter().position(|policy| policy == name)
    }

    /// A metric at the end, by policy and replicate; none of one that is not compared or lacks a
    /// value in some replicate.
    pub fn of(&self, metric: &str) -> Option<&[Vec<f64>]> {
        self.at(metric, *self.weeks.last()?)
    }

    /// A metric as it stands `week` weeks after policies part, counted from there; only at
    /// [`HORIZONS`] within the run and at its end.
    pub fn at(&self, metric: &str, week: i32) -> Option<&[Vec<f64>]> {
        let metric = compared().position(|(known, _)| known.name == metric)?;
        let week = self.weeks.iter().position(|known| *known == week)?;
        let values = &self.values[metric][week];
        let known = values.iter().flatten().all(|value| value.is_finite());
        known.then_some(values)
    }

    /// What a payer spent, by policy and replicate.
    pub fn spent(&self, payer: Payer) -> Vec<Vec<f64>> {
        self.dollars(|spent| spent[payer as usize].iter().sum())
    }

    /// What of the aid of the United States was spent in an area, likewise.
    pub fn aid(&self, area: Area) -> Vec<Vec<f64>> {
        self.dollars(|spent| spent[Payer::UnitedStates as usize][area as usize])
    }

    fn dollars(&self, read: impl Fn(&Dollars) -> f64) -> Vec<Vec<f64>> {
        let of = |spent: &Vec<Dollars>| spent.iter().map(&read).collect();
        self.spent.iter().map(of).collect()
    }
}
