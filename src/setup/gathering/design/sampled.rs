//! The points of a method that makes them: how many there may be, and that none of a sample is there twice.

use std::collections::BTreeMap;

use toml::Table;

use plaza_exploration::points::{Point, factorial, sobol};
use plaza_exploration::space::{Input, Over};

use crate::setup::draws::value_and_range;
use crate::setup::experiment::{Experiment, MAX_REPLICATES};
use crate::setup::gathering::named::Gathering;
use crate::setup::varied::{Target, Varied};
use crate::studies::points::section::{DesignTable, Matrices, Method};

impl Gathering<'_> {
    /// The points of a method that makes them.
    pub(super) fn sampled(
        &mut self,
        experiment: &Experiment,
        table: &DesignTable,
        varied: &[Varied],
        numbers: &Table,
    ) -> Option<Vec<Point>> {
        let inputs: Vec<Input> = varied.iter().map(|of| of.input.clone()).collect();
        let per_input = 1 + u32::from(table.matrices == Some(Matrices::Saltelli));
        let dimensions = inputs.len() as u64 * u64::from(per_input);
        if table.method == Method::Sobol && dimensions > u64::from(sobol::DIMENSIONS) {
            let most = sobol::DIMENSIONS / per_input;
            let message = format!(
                "{} inputs are varied, expected {most} or fewer",
                inputs.len()
            );
            self.refuse(&["design", "over"], message);
            return None;
        }
        let size = table.size(&inputs);
        let size = size.filter(|size| *size <= MAX_REPLICATES / table.replicates_per_point.max(1));
        if size.is_none() {
            let message = format!(
                "these are too many points, expected {MAX_REPLICATES} runs or fewer: points times replicates_per_point"
            );
            self.refuse(&["design"], message);
            return None;
        }
        let usual: Vec<f64> = varied
            .iter()
            .map(|of| match (&of.target, &of.input.over) {
                (Target::Parameter(name), Over::Range { .. }) => value_and_range(numbers, name).0,
                _ => 0.0,
            })
            .collect();
        let levers = varied.iter().filter(|of| {
            let is_lever = matches!(of.target, Target::Lever(_) | Target::LeverOf(..));
            is_lever && matches!(of.input.over, Over::Range { .. })
        });
        if table.method == Method::OneAtATime {
            for lever in levers {
                let message = format!(
                    "`{}` has no one usual level, expected a list of levels, the first of which is the usual one",
                    lever.input.name
                );
                self.refuse_varied(lever, message);
            }
        }
        let points = table.sample(&inputs, &usual, table.seed.unwrap_or(experiment.seed));
        if let Some(message) = repeated(table, &inputs, &points) {
            self.refuse(&["design", "points"], message);
            return None;
        }
        Some(points)
    }
}

/// That a sample has a point twice, which tells nothing more: equal points have equal luck. Trajectories and matrices
/// repeat points as they are made.
fn repeated(table: &DesignTable, inputs: &[Input], points: &[Point]) -> Option<String> {
    let is_sample = matches!(table.method, Method::LatinHypercube | Method::Sobol);
    if !is_sample || table.matrices.is_some() {
        return None;
    }
    let mut known: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    let again = points.iter().enumerate().find_map(|(number, point)| {
        let bits = point.iter().map(|value| value.to_bits()).collect();
        known.insert(bits, number).map(|first| (first, number))
    });
    let (first, again) = again?;
    let of_choices = (inputs.iter()).all(|input| matches!(input.over, Over::Choices(_)));
    let possible = of_choices.then(|| factorial::size(inputs, 1)).flatten();
    let expected =
        match possible.filter(|all| *all <= MAX_REPLICATES / table.replicates_per_point.max(1)) {
            Some(all) => format!(
                "only {all} distinct points are possible; use `factorial`, which has each once"
            ),
            None => "expected fewer points".to_owned(),
        };
    Some(format!(
        "of {} points, point {again} is point {first} once more: {expected}",
        points.len()
    ))
}
