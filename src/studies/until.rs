//! Replicates until means are known well enough: when to stop, and how many it may take.
//!
//! After each block half the width of the 95 % interval (Hall's t) of each policy's mean is looked at,
//! over all replicates so far; where replicates share a draw of the parameters, over the means
//! of draws. It is enough when all are below their bound at two looks running: one could be luck. When
//! that is depends on the results alone, not on how often the batch was stopped and gone on with.

use plaza_batch::failure::Failure;
use plaza_batch::problem::Problem;
use plaza_engine::statistics::MeanEstimate;

use crate::runs::design::{BLOCK, Sharing};
use crate::runs::dictionary::NATIONAL;
use crate::runs::metrics::Metric;
use crate::runs::trajectories::by_policy;
use crate::setup::results::Results;
use crate::studies::comparison::units::Units;

/// How well a metric is to be known.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// The metric.
    pub metric: &'static Metric,
    /// The bound of the half-width.
    pub bound: f64,
    /// Whether the bound is a part of the mean, not in the metric's unit.
    pub relative: bool,
}

/// A sample: of one policy and metric, the replicates with their values, ascending.
pub type Sample = Vec<(u32, f64)>;

/// How well one mean is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Width {
    /// The half-width, as the goal counts it; infinite of fewer than two values, or as a part of 0.
    pub half: f64,
    /// Whether it is below the bound.
    pub reached: bool,
    /// How many replicates it may take in all, if their spread stays as it is.
    pub forecast: f64,
}

impl Goal {
    /// How well the mean of the first `replicates` of a sample is known.
    pub fn width(&self, sample: &Sample, replicates: u32, sharing: Sharing) -> Width {
        let so_far = &sample[..sample.partition_point(|(number, _)| *number < replicates)];
        let (numbers, values): (Vec<u32>, Vec<f64>) = so_far.iter().copied().unzip();
        let units = Units::of(&numbers, sharing);
        let half = MeanEstimate::of(&units.means(&values)).map_or(f64::INFINITY, |estimate| {
            let half = estimate.half_width(0.95);
            match self.relative {
                false => half,
                true if half == 0.0 => 0.0,
                true => half / estimate.mean.abs(),
            }
        });
        let times = half / self.bound;
        Width {
            half,
            reached: half < self.bound,
            forecast: f64::from(replicates) * times * times,
        }
    }
}

/// The samples of a batch: by goal and policy.
pub type Samples = Vec<Vec<Sample>>;

/// How well everything is known after some replicates.
pub fn look(goals: &[Goal], samples: &Samples, replicates: u32, sharing: Sharing) -> Vec<Width> {
    let widths = goals.iter().zip(samples).flat_map(|(goal, policies)| {
        let of = |sample| goal.width(sample, replicates, sharing);
        policies.iter().map(of)
    });
    widths.collect()
}

/// The number of looks at which everything had been known well enough at two running, if it was after
/// these replicates; a look follows each block.
pub fn enough(goals: &[Goal], samples: &Samples, replicates: u32, sharing: Sharing) -> Option<u32> {
    let reached = |block: &u32| {
        let widths = look(goals, samples, block * BLOCK, sharing);
        widths.iter().all(|width| width.reached)
    };
    let looks = replicates / BLOCK;
    (2..=looks).find(|block| reached(&(block - 1)) && reached(block))
}

/// What a look at a folder with so many replicates of these policies says.
pub struct Look {
    /// What to print.
    pub told: String,
    /// At which look all was known well enough, if it was.
    pub enough: Option<u32>,
}

/// Looks at a folder with the policies of its experiment.
pub fn at(results: &Results, goals: &[Goal], replicates: u32) -> Result<Look, Failure> {
    let design = &results.loaded()?.design;
    let sharing = design.sharing();
    let policies: Vec<&str> = design.policies.iter().map(|of| of.name.as_str()).collect();
    let samples = samples(results, goals, &policies, design.policies_from)?;
    for (goal, samples) in goals.iter().zip(&samples) {
        for (policy, sample) in policies.iter().zip(samples) {
            if let Some((replicate, _)) = sample.iter().find(|(_, value)| !value.is_finite()) {
                let name = goal.metric.name;
                return Err(Failure::Call(format!(
                    "metric `{name}` has no value in replicate {replicate} of {policy}: nobody can say when its \
                     mean is known"
                )));
            }
        }
    }
    let widths = look(goals, &samples, replicates, sharing);
    let named = goals
        .iter()
        .flat_map(|goal| policies.iter().map(move |policy| (goal, policy)));
    let (worst, (goal, policy)) = widths
        .iter()
        .zip(named)
        .max_by(|(a, _), (b, _)| a.forecast.total_cmp(&b.forecast))
        .ok_or_else(|| Failure::Work("there is no policy to look at".to_owned()))?;
    let say = |width: f64| match goal.relative {
        true => format!("{:.1} % of the mean", 100.0 * width),
        false => format!("{width:.3} [{}]", goal.metric.unit),
    };
    let reached = widths.iter().filter(|width| width.reached).count();
    let mut told = format!(
        "{replicates} replicates: {reached} of {} half-widths below their bound; widest beside its bound: \
         {} of {policy}, {} (bound {})",
        widths.len(),
        goal.metric.name,
        say(worst.half),
        say(goal.bound),
    );
    if replicates == BLOCK {
        told += &if worst.forecast.is_finite() {
            let blocks = (worst.forecast / f64::from(BLOCK)).ceil().max(1.0) + 1.0;
            format!(
                "; forecast: some {:.0} replicates, with the look that confirms",
                blocks * f64::from(BLOCK)
            )
        } else {
            "; no forecast: the mean is 0, or there are fewer than two draws of the numbers yet"
                .to_owned()
        };
    }
    Ok(Look {
        told,
        enough: enough(goals, &samples, replicates, sharing),
    })
}

/// The values of each goal's metric under each policy, counted from the week in which policies part.
fn samples(
    results: &Results,
    goals: &[Goal],
    policies: &[&str],
    from: i32,
) -> Result<Samples, Problem> {
    let mut columns = vec!["policy", "replicate", "week", "population"];
    columns.extend(goals.iter().map(|goal| goal.metric.column));
    let mut samples: Samples = vec![vec![Sample::new(); policies.len()]; goals.len()];
    for (index, policy) in policies.iter().enumerate() {
        for block in results.blocks_of(policy) {
            let rows = block.columns(&NATIONAL, &columns)?;
            let [replicate, week, population] =
                ["replicate", "week", "population"].map(|name| rows.numbers(name));
            for (goal, samples) in goals.iter().zip(&mut samples) {
                let values = rows.numbers(goal.metric.column);
                for of in by_policy(&rows).into_iter().flat_map(|of| of.replicates) {
                    let since = &of[of.partition_point(|row| week[*row] < f64::from(from))..];
                    let value = goal.metric.reduce(since, &values, &population);
                    samples[index].push((replicate[of[0]] as u32, value));
                }
            }
        }
    }
    Ok(samples)
}

/// What is said once it is over.
pub fn concluded(enough: Option<u32>, replicates: u32) -> String {
    let looks = replicates / BLOCK;
    match enough {
        Some(at) if at < looks => format!(
            "enough at look {at} of {looks}, with {} replicates; the folder held more already.",
            at * BLOCK
        ),
        Some(_) => format!(
            "enough after {looks} looks, with {replicates} replicates. Who looks often and stops when it \
             looks well gets intervals that are a little too narrow."
        ),
        None => format!(
            "not enough after {looks} looks, with the {replicates} replicates of --max-replicates."
        ),
    }
}
