//! Held against the facts: targets, computed from the tables of a batch, and whether they are met.
//!
//! Each part of each target is computed from each replicate; the median over replicates is to lie
//! within the tolerance. Nothing is computed from anything but the tables and the map.

pub mod far;
pub mod figure;
pub mod files;
pub mod formulas;
pub mod future;
pub mod gathering;
pub mod measures;
pub mod read_targets;
pub mod screen;
pub mod targets;

use std::collections::BTreeMap;

use plaza_engine::few::LEAST;
use plaza_engine::quantiles::of_sorted;
use plaza_model::state::map::Map;

use crate::studies::validation::future::{Future, Missing};
use crate::studies::validation::measures::measure;
use crate::studies::validation::targets::{Part, Target, Targets, Tolerance};

/// Median and band over replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The median.
    pub median: f64,
    /// The 5 % quantile.
    pub low: f64,
    /// The 95 % quantile.
    pub high: f64,
}

impl Band {
    /// Of a sample; none of no value.
    pub fn of(mut sample: Vec<f64>) -> Option<Self> {
        sample.sort_unstable_by(f64::total_cmp);
        (!sample.is_empty()).then(|| Self {
            median: of_sorted(&sample, 0.5),
            low: of_sorted(&sample, 0.05),
            high: of_sorted(&sample, 0.95),
        })
    }
}

/// Whether a target, or a part of it, is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The median lies within the tolerance.
    Inside,
    /// It does not.
    Outside,
    /// Fewer than [`LEAST`] replicates have it: the median of so few says nothing.
    TooFew,
    /// Nothing says how near it has to come.
    Reported,
    /// The folder does not hold what it is computed from.
    NotComputable,
}

impl Verdict {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Outside => "outside",
            Self::TooFew => "too few",
            Self::Reported => "reported",
            Self::NotComputable => "not computable",
        }
    }
}

/// A part of a target in one year, or in all.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Which part.
    pub part: String,
    /// The year; none of the whole period.
    pub year: Option<i32>,
    /// What is simulated, where it can be computed.
    pub simulated: Option<Band>,
    /// How many replicates that is over.
    pub replicates: usize,
    /// The observed value; the middle, where it is known to lie between two; none where nothing is judged.
    pub observed: Option<f64>,
    /// How near is near enough.
    pub tolerance: Option<Tolerance>,
    /// The least and the most that is accepted.
    pub bounds: Option<[f64; 2]>,
    /// Whether it is.
    pub verdict: Verdict,
    /// What it lacks, if it cannot be computed.
    pub needs: Option<Missing>,
}

/// A target held against the tables.
#[derive(Clone, Debug)]
pub struct Held {
    /// The target.
    pub target: Target,
    /// Part by part, year by year.
    pub lines: Vec<Line>,
}

impl Held {
    /// Of the target as a whole: inside only when all its lines are that have a tolerance.
    pub fn verdict(&self) -> Verdict {
        let any = |verdict| self.lines.iter().any(|line| line.verdict == verdict);
        let order = [
            Verdict::Outside,
            Verdict::NotComputable,
            Verdict::TooFew,
            Verdict::Inside,
        ];
        let first = order.into_iter().find(|verdict| any(*verdict));
        first.unwrap_or(Verdict::Reported)
    }
}

/// Targets of which a part is known of fewer than all these replicates, by how many know it: some tables are recorded
/// of a few replicates, and not everything happens in each.
pub fn of_fewer(held: &[Held], replicates: usize) -> BTreeMap<usize, Vec<&str>> {
    let mut fewer: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for held in held {
        for line in held.lines.iter().filter(|line| line.simulated.is_some()) {
            let ids = fewer.entry(line.replicates).or_default();
            if ids.last() != Some(&held.target.id.as_str()) {
                ids.push(&held.target.id);
            }
        }
    }
    fewer.retain(|known, _| *known < replicates);
    fewer
}

/// What is computed so far, replicate by replicate.
#[derive(Clone, Debug)]
pub struct Validation {
    targets: Targets,
    samples: Vec<Sample>,
    replicates: usize,
}

/// The values of a line over replicates, and what was lacking where there is none.
#[derive(Clone, Debug, Default)]
struct Sample {
    values: Vec<f64>,
    missing: Option<Missing>,
}

impl Validation {
    /// Nothing computed yet.
    pub fn new(targets: Targets) -> Self {
        let parts = targets.targets.iter().flat_map(|target| &target.parts);
        let lines = parts.map(|part| part.observed().len()).sum();
        Self {
            targets,
            samples: vec![Sample::default(); lines],
            replicates: 0,
        }
    }

    /// Adds a replicate.
    pub fn add(&mut self, future: &Future, map: &Map) {
        self.replicates += 1;
        let mut samples = self.samples.iter_mut();
        for target in &self.targets.targets {
            for part in &target.parts {
                for ((year, _), sample) in part.observed().into_iter().zip(&mut samples) {
                    let years = self.targets.years(year);
                    match measure(future, map, &target.id, &part.name, &years) {
                        Ok(value) => sample.values.push(value),
                        Err(missing) => sample.missing = sample.missing.max(Some(missing)),
                    }
                }
            }
        }
    }

    /// How many replicates there are.
    pub fn replicates(&self) -> usize {
        self.replicates
    }

    /// Each target with its verdicts.
    pub fn held(self) -> Vec<Held> {
        let mut samples = self.samples.into_iter();
        let targets = self.targets.targets.into_iter();
        let held = targets.map(|target| {
            let parts = target.parts.iter();
            let lines = parts.flat_map(|part| lines(&target, part, &mut samples));
            let lines = lines.collect();
            Held { target, lines }
        });
        held.collect()
    }
}

/// The lines of a part, which take the next samples.
fn lines(target: &Target, part: &Part, samples: &mut impl Iterator<Item = Sample>) -> Vec<Line> {
    let tolerance = part.tolerance.or(target.tolerance);
    let tolerance = tolerance.filter(|_| target.role.binds());
    let observed = part.observed().into_iter();
    observed
        .zip(samples)
        .map(|((year, [from, to]), sample)| {
            let replicates = sample.values.len();
            let simulated = Band::of(sample.values);
            let bounds = tolerance.map(|tolerance| tolerance.bounds([from, to]));
            Line {
                part: part.name.clone(),
                year,
                simulated,
                replicates,
                observed: Some(f64::midpoint(from, to)).filter(|value| value.is_finite()),
                tolerance,
                bounds,
                verdict: verdict(simulated, bounds, replicates),
                needs: sample.missing.filter(|_| simulated.is_none()),
            }
        })
        .collect()
}

fn verdict(simulated: Option<Band>, bounds: Option<[f64; 2]>, replicates: usize) -> Verdict {
    match (simulated, bounds) {
        (None, _) => Verdict::NotComputable,
        (Some(_), None) => Verdict::Reported,
        _ if replicates < LEAST => Verdict::TooFew,
        (Some(band), Some([least, most])) if (least..=most).contains(&band.median) => {
            Verdict::Inside
        }
        _ => Verdict::Outside,
    }
}
