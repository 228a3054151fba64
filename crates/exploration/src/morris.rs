//! Elementary effects: what a step of one input changes, at many places of the others (Morris 1991, Technometrics 33).
//!
//! A trajectory has a point more than there are inputs, and each step moves one of them. An effect is the change of
//! the outcome by the step, as a part of the input's range; of a choice, by the change of choice. `mu_star`, the mean
//! size of effects (Campolongo et al. 2007, Environmental Modelling & Software 22), says how much an input matters,
//! `mu` in which direction, and `sigma`, how far effects differ, how much that hangs on the others.

use plaza_engine::statistics::moments;

use crate::resampling::Resampling;
use crate::sample::Sample;
use crate::sobol::Estimate;
use crate::space::Over;

/// The effects of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effects {
    /// The mean size of effects.
    pub mu_star: Estimate,
    /// The mean effect.
    pub mu: Estimate,
    /// The standard deviation of effects.
    pub sigma: Estimate,
}

/// The effects of each input, of points in trajectories. `None` where there is no trajectory, or a step moves no
/// input or more than one.
pub fn effects(sample: &Sample, outcomes: &[f64], resampling: &Resampling) -> Option<Vec<Effects>> {
    let inputs = sample.inputs().len();
    if sample.is_empty() || sample.together() != inputs + 1 {
        return None;
    }
    let places: Vec<Vec<f64>> = (0..inputs).map(|input| sample.places(input)).collect();
    let mut found = vec![Vec::new(); inputs];
    for first in (0..sample.len()).step_by(inputs + 1) {
        for point in first..first + inputs {
            let moved = |input: &usize| places[*input][point] != places[*input][point + 1];
            let mut moved = (0..inputs).filter(moved);
            let (input, None) = (moved.next()?, moved.next()) else {
                return None;
            };
            let step = match sample.inputs()[input].over {
                Over::Range { .. } => places[input][point + 1] - places[input][point],
                Over::Choices(_) => (places[input][point + 1] - places[input][point]).signum(),
            };
            found[input].push((outcomes[point + 1] - outcomes[point]) / step);
        }
    }
    // An input that moves twice in a trajectory leaves another without a step.
    if found.iter().any(|of| of.len() != sample.groups()) {
        return None;
    }
    let effects = found.iter().map(|of| {
        let summary = |drawn: &[usize]| {
            let effects: Vec<f64> = drawn.iter().map(|at| of[*at]).collect();
            let sizes: f64 = effects.iter().map(|effect| effect.abs()).sum();
            let (mean, deviation) = moments(&effects).expect("there is a trajectory");
            vec![sizes / effects.len() as f64, mean, deviation]
        };
        let values = summary(&(0..of.len()).collect::<Vec<_>>());
        let intervals = resampling.intervals(&values, of.len(), summary);
        let estimate = |at: usize| Estimate {
            value: values[at],
            interval: intervals[at],
        };
        Effects {
            mu_star: estimate(0),
            mu: estimate(1),
            sigma: estimate(2),
        }
    });
    Some(effects.collect())
}
