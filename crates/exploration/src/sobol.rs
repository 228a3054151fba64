//! Sobol's indices: which part of the variance of an outcome goes with an input alone, and with all it takes part in.
//!
//! Of Saltelli's design: for each base point A and B, and for each input A with the number of B there (AB). Estimators
//! are those of Saltelli et al. (2010, Computer Physics Communications 181): the first order by B (AB - A), the total
//! order by Jansen's (A - AB)^2 / 2, over the variance of A and B.

use crate::resampling::Resampling;

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// The interval, of base points drawn again; none of fewer than two.
    pub interval: Option<[f64; 2]>,
}

/// The indices of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// Of the first order: the input alone. Below 0 where the sample is too small for it.
    pub first: Estimate,
    /// Of the total order: with all interactions that it takes part in.
    pub total: Estimate,
}

/// The indices of each of so many inputs, of outcomes in the order of the design: for each base point A, then AB of
/// each input, then B. `None` where they are no whole number of base points, or do not vary.
pub fn indices(outcomes: &[f64], inputs: usize, resampling: &Resampling) -> Option<Vec<Indices>> {
    let block = inputs + 2;
    if outcomes.is_empty() || !outcomes.len().is_multiple_of(block) {
        return None;
    }
    // The first order is biased where outcomes are far from 0.
    let mean = outcomes.iter().sum::<f64>() / outcomes.len() as f64;
    let blocks: Vec<Vec<f64>> = outcomes
        .chunks_exact(block)
        .map(|of| of.iter().map(|y| y - mean).collect())
        .collect();
    let all: Vec<usize> = (0..blocks.len()).collect();
    let values = of(&blocks, &all, inputs)?;
    let intervals = resampling.intervals(&values, blocks.len(), |drawn| {
        of(&blocks, drawn, inputs).unwrap_or_else(|| vec![0.0; 2 * inputs])
    });
    let estimate = |at: usize| Estimate {
        value: values[at],
        interval: intervals[at],
    };
    let indices = |input: usize| Indices {
        first: estimate(input),
        total: estimate(inputs + input),
    };
    Some((0..inputs).map(indices).collect())
}

/// First orders, then total orders, of the base points drawn.
fn of(blocks: &[Vec<f64>], drawn: &[usize], inputs: usize) -> Option<Vec<f64>> {
    let n = drawn.len() as f64;
    let ends = || {
        drawn
            .iter()
            .flat_map(|at| [blocks[*at][0], blocks[*at][inputs + 1]])
    };
    let mean = ends().sum::<f64>() / (2.0 * n);
    let variance = ends().map(|y| (y - mean) * (y - mean)).sum::<f64>() / (2.0 * n);
    let largest = ends().fold(0.0, |most: f64, y| most.max(y.abs()));
    if variance <= f64::EPSILON * largest * largest {
        return None;
    }
    let (mut first, mut total) = (vec![0.0; inputs], vec![0.0; inputs]);
    for at in drawn {
        let block = &blocks[*at];
        let (a, b) = (block[0], block[inputs + 1]);
        for input in 0..inputs {
            let step = block[input + 1] - a;
            first[input] += b * step;
            total[input] += step * step / 2.0;
        }
    }
    let all = first.into_iter().chain(total);
    Some(all.map(|sum| sum / n / variance).collect())
}
