//! A design, read: its points, and what came out of one outcome at each, under every policy, in every future.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Deserialize;

use plaza_batch::foreign;
use plaza_batch::problem::{Problem, nearest};
use plaza_exploration::losses::Losses;
use plaza_exploration::sample::Sample;
use plaza_exploration::space::{Input, Over};

use crate::runs::dictionary::{OUTCOMES_OF_POINTS, TABLES_OF_POINTS};
use crate::runs::made::{Made, Standing};
use crate::runs::metrics::{Direction, METRICS, Metric};
use crate::setup::results::Results;
use crate::studies::discover::LEAST_POINTS;
use crate::studies::points::section::{Arranged, Matrices, Method};

/// The points of a design, in its folder.
const POINTS: &str = "experiments.parquet";

/// What the manifest says of a design.
#[derive(Clone, Debug, Deserialize)]
struct Facts {
    method: Method,
    #[serde(default)]
    matrices: Option<Matrices>,
    #[serde(default)]
    arranged: Option<Arranged>,
    inputs: Vec<Input>,
}

/// How the points of a design hang together, and what that allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// Each stands for itself.
    Alone,
    /// Trajectories of Morris.
    Trajectories,
    /// Blocks of Saltelli.
    Blocks,
    /// One spot, from which one input at a time is moved.
    Moves,
}

/// A design and one outcome.
#[derive(Clone, Debug)]
pub struct Read {
    /// The points.
    pub sample: Sample,
    /// How they hang together.
    pub structure: Structure,
    /// The policies, in the order of the manifest.
    pub policies: Vec<String>,
    /// Which of them is the baseline.
    pub baseline: usize,
    /// The outcome.
    pub metric: &'static Metric,
    /// What each policy loses, less being better: the outcome, or less the outcome where more is better.
    pub losses: Losses,
    /// By which loss becomes the outcome again: 1 or -1.
    pub sign: f64,
    /// Points of the design that are left out, as a policy has no outcome there.
    pub dropped: usize,
}

impl Read {
    /// The index of a policy, or which is nearest.
    pub fn policy(&self, name: &str) -> Result<usize, String> {
        let found = self.policies.iter().position(|policy| policy == name);
        found.ok_or_else(|| {
            let near = nearest(name, self.policies.iter().map(String::as_str));
            let known = self.policies.join(", ");
            format!("there is no policy `{name}`{near}, expected one of {known}")
        })
    }

    /// The names of the inputs.
    pub fn names(&self) -> Vec<&str> {
        let inputs = self.sample.inputs().iter();
        inputs.map(|input| input.name.as_str()).collect()
    }

    /// The points that do not hang together, among which boxes and trees are searched for: of a block of Saltelli the
    /// first and the last. None where points differ from others by one input alone.
    pub fn independent(&self) -> Option<Vec<usize>> {
        let last = self.sample.together() - 1;
        let is_own = |point: &usize| match self.structure {
            Structure::Blocks => [0, last].contains(&(point % self.sample.together())),
            _ => true,
        };
        match self.structure {
            Structure::Trajectories | Structure::Moves => None,
            Structure::Alone | Structure::Blocks => {
                Some((0..self.sample.len()).filter(is_own).collect())
            }
        }
    }

    /// Policies but the baseline.
    pub fn others(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.policies.len()).filter(|policy| *policy != self.baseline)
    }

    /// Whether a policy clearly loses less or more at a point than another, by its futures there.
    pub fn clearly(&self, pair: [usize; 2], point: usize) -> Option<Ordering> {
        self.losses.apart(pair, point, 0.95)
    }

    /// The differences of a policy to the baseline at each point, in the outcome's own sign.
    pub fn differences(&self, policy: usize) -> Vec<f64> {
        let pairs = self
            .losses
            .means(policy)
            .iter()
            .zip(self.losses.means(self.baseline));
        pairs
            .map(|(mine, theirs)| self.sign * (mine - theirs))
            .collect()
    }
}

/// The outcome with this name, or which is nearest.
pub fn metric(name: &str) -> Result<&'static Metric, String> {
    let found = METRICS.iter().find(|metric| metric.name == name);
    found.ok_or_else(|| {
        let near = nearest(name, METRICS.iter().map(|metric| metric.name));
        let compared = METRICS.iter().filter(|metric| metric.direction.is_some());
        let known = compared
            .map(|metric| metric.name)
            .collect::<Vec<_>>()
            .join(", ");
        format!("there is no outcome `{name}`{near}, expected a metric as {known}")
    })
}

/// Reads a design that is done.
pub fn read(
    results: &Results,
    made: &Made,
    metric: &'static Metric,
    baseline: &str,
) -> Result<Read, Vec<Problem>> {
    let facts = results.manifest.design.clone().unwrap_or_default();
    let facts: Facts = serde_json::from_value(facts).map_err(|error| {
        results.wrong(format!(
            "has no design that can be read in its manifest: {error}"
        ))
    })?;
    results.whole(&TABLES_OF_POINTS)?;
    let policies: Vec<String> = results.manifest.policies.keys().cloned().collect();
    let (name, _) = results.named(baseline)?;
    let baseline = policies.iter().position(|policy| policy == name);
    let baseline = baseline.expect("a policy of the manifest is among its policies");
    let columns = points(results, made, &facts.inputs)?;
    let values = outcomes(
        results,
        metric,
        &policies,
        columns.first().map_or(0, Vec::len),
    )?;
    let structure = match (facts.method, facts.matrices, facts.arranged) {
        (Method::Morris, ..) | (.., Some(Arranged::Morris)) => Structure::Trajectories,
        (_, Some(Matrices::Saltelli), _) | (.., Some(Arranged::Saltelli)) => Structure::Blocks,
        (Method::OneAtATime, ..) => Structure::Moves,
        _ => Structure::Alone,
    };
    // A trajectory or block made by plaza has a row for each input, also for one whose steps all came to the same.
    let (inputs, columns) = match (facts.method, structure) {
        (Method::Table, _) | (_, Structure::Alone | Structure::Moves) => {
            varied(facts.inputs, columns)
        }
        (_, Structure::Trajectories | Structure::Blocks) => (facts.inputs, columns),
    };
    let together = match structure {
        Structure::Alone | Structure::Moves => 1,
        Structure::Trajectories => inputs.len() + 1,
        Structure::Blocks => inputs.len() + 2,
    };
    let all = columns.first().map_or(0, Vec::len);
    if all % together != 0 {
        let message = format!("has {all} points, expected whole groups of {together}");
        return Err(results.wrong(message).into());
    }
    let sample = Sample::new(inputs, columns, together);
    let has = |point: usize| values[0][point].iter().any(|value| !value.is_nan());
    let groups: Vec<usize> = (0..sample.groups())
        .filter(|group| sample.points_of(&[*group]).all(has))
        .collect();
    let kept: Vec<usize> = sample.points_of(&groups).collect();
    if kept.len() < LEAST_POINTS {
        let message = format!(
            "has {} points with an outcome under every policy, expected {LEAST_POINTS} or more: fewer say nothing of \
             inputs",
            kept.len()
        );
        return Err(results.wrong(message).into());
    }
    let sign = match metric.direction {
        Some(Direction::Higher) => -1.0,
        _ => 1.0,
    };
    let of_policy = |of: &Vec<Vec<f64>>| -> Vec<Vec<f64>> {
        let signed = |point: &usize| of[*point].iter().map(|value| sign * value).collect();
        kept.iter().map(signed).collect()
    };
    Ok(Read {
        dropped: all - kept.len(),
        sample: sample.of_groups(&groups),
        structure,
        losses: Losses::new(values.iter().map(of_policy).collect()),
        policies,
        baseline,
        metric,
        sign,
    })
}

/// The inputs that vary, with their columns: one that is the same at all points, as a table may have it, is none. Equal
/// points are refused, so that of two points or more one input varies.
fn varied(inputs: Vec<Input>, columns: Vec<Vec<f64>>) -> (Vec<Input>, Vec<Vec<f64>>) {
    let varies = |column: &[f64]| column.len() < 2 || column.iter().any(|of| *of != column[0]);
    let pairs = inputs.into_iter().zip(columns);
    pairs.filter(|(_, column)| varies(column)).unzip()
}

/// The number of each input at each point, choices by their indices.
fn points(results: &Results, made: &Made, inputs: &[Input]) -> Result<Vec<Vec<f64>>, Problem> {
    let file = results.folder.join(POINTS);
    match made.standing(POINTS) {
        Standing::Current => {}
        Standing::Absent => {
            let message = format!("has no `{POINTS}`, expected what `plaza design` wrote");
            return Err(results.wrong(message));
        }
        Standing::Stale(why) => {
            let message =
                format!("{why}, expected what `plaza design` wrote: its call makes it anew");
            return Err(Problem::whole(&file, message));
        }
    }
    let (names, rows) = foreign::cells(&file)?;
    let column = |input: &Input| -> Result<Vec<f64>, Problem> {
        let at = names.iter().position(|name| *name == input.name);
        let lacking = || Problem::whole(&file, format!("has no column `{}`", input.name));
        let at = at.ok_or_else(lacking)?;
        let number = |row: &Vec<String>| match &input.over {
            Over::Range { .. } => row[at].parse().ok(),
            Over::Choices(names) => {
                let choice = names.iter().position(|name| *name == row[at]);
                choice.map(|choice| choice as f64)
            }
        };
        let numbers = rows.iter().map(|row| {
            let wrong = || Problem::whole(&file, format!("`{}` is no `{}`", row[at], input.name));
            number(row).ok_or_else(wrong)
        });
        numbers.collect()
    };
    inputs.iter().map(column).collect()
}

/// The outcome by policy, point and future; of a future that a policy lacks at a point, no number for all.
fn outcomes(
    results: &Results,
    metric: &'static Metric,
    policies: &[String],
    points: usize,
) -> Result<Vec<Vec<Vec<f64>>>, Problem> {
    let mut found: Vec<BTreeMap<(usize, usize), f64>> = vec![BTreeMap::new(); policies.len()];
    let mut futures = 1;
    results.each(
        &OUTCOMES_OF_POINTS,
        &["point", "replicate", metric.name],
        |part| {
            let [point, replicate, value] =
                ["point", "replicate", metric.name].map(|name| part.numbers(name));
            for (row, policy) in part.texts("policy").into_iter().enumerate() {
                let policy = policies
                    .iter()
                    .position(|known| Some(known.as_str()) == policy);
                if let Some(policy) = policy.filter(|_| value[row].is_finite()) {
                    let future = replicate[row] as usize;
                    futures = futures.max(future + 1);
                    found[policy].insert((point[row] as usize, future), value[row]);
                }
            }
        },
    )?;
    // Where one policy has none, nobody has one.
    let whole = |at: (usize, usize)| found.iter().all(|of| of.contains_key(&at));
    let value = |of: &BTreeMap<(usize, usize), f64>, at| match of.get(&at) {
        Some(value) if whole(at) => *value,
        _ => f64::NAN,
    };
    let of_point = |of, point| {
        (0..futures)
            .map(|future| value(of, (point, future)))
            .collect()
    };
    let of_policy = |of| (0..points).map(|point| of_point(of, point)).collect();
    Ok(found.iter().map(of_policy).collect())
}
