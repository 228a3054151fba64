//! The Bayesian bootstrap: other values that the mean of a sample could have.

use rand::Rng;

use crate::sampling::exponential;

/// Weights of a sample's values, drawn often from the flat Dirichlet distribution (Rubin 1981, Annals
/// of Statistics 9). Samples that are paired are weighted alike, so that they stay paired.
#[derive(Clone, Debug, PartialEq)]
pub struct Bootstrap {
    weights: Vec<Vec<f64>>,
}

impl Bootstrap {
    /// So many `draws` of weights for so many `values`.
    pub fn new(rng: &mut impl Rng, values: usize, draws: usize) -> Self {
        let mut draw = || {
            let weights: Vec<f64> = (0..values).map(|_| exponential(rng)).collect();
            let sum: f64 = weights.iter().sum();
            weights.into_iter().map(|weight| weight / sum).collect()
        };
        Self {
            weights: (0..draws).map(|_| draw()).collect(),
        }
    }

    /// How many draws.
    pub fn draws(&self) -> usize {
        self.weights.len()
    }

    /// The means of paired samples in each draw. Equal samples have equal means, to the last bit.
    pub fn means<'a>(&'a self, samples: &'a [Vec<f64>]) -> impl Iterator<Item = Vec<f64>> + 'a {
        let mean = |weights: &[f64], sample: &Vec<f64>| -> f64 {
            weights.iter().zip(sample).map(|(w, x)| w * x).sum()
        };
        self.weights
            .iter()
            .map(move |weights| samples.iter().map(|of| mean(weights, of)).collect())
    }
}
