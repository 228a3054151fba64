//! Moran's I: whether neighbours are alike.

use super::deviations;
use crate::graph::Graph;

/// Weight of a pair of neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighting {
    /// Each pair 1.
    Binary,
    /// The neighbours of a node together 1.
    RowStandardised,
}

/// Moran's I and what to expect of it without any order in space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moran {
    /// The index: about 1 where neighbours are alike, below [`Self::expected`] where they differ
    /// more than by chance.
    pub index: f64,
    /// Its mean where every arrangement of the values is as likely: `-1 / (n - 1)`.
    pub expected: f64,
    /// Its variance then.
    pub variance: f64,
}

impl Moran {
    /// How many standard deviations the index lies above what is expected.
    pub fn z(&self) -> f64 {
        (self.index - self.expected) / self.variance.sqrt()
    }
}

/// Moran's I of the values of the nodes of `graph`, `(n / S0) sum_ij w_ij d_i d_j / sum_i d_i^2`
/// with `d` the deviations from the mean and `S0` the sum of weights (Moran 1950), with mean and
/// variance under randomisation (Cliff and Ord 1981, Spatial Processes, 2.3). A node without
/// neighbours counts as a value and has no weights. `None` of fewer than four nodes, without
/// spread, or without neighbours.
///
/// # Panics
/// When there is not one value for each node.
pub fn moran(values: &[f64], graph: &Graph, weighting: Weighting) -> Option<Moran> {
    assert_eq!(values.len(), graph.len(), "each node has one value");
    let d = deviations(values)?;
    let squares: f64 = d.iter().map(|d| d * d).sum();
    let fourths: f64 = d.iter().map(|d| d * d * d * d).sum();
    if values.len() < 4 || squares <= 0.0 || graph.pairs().next().is_none() {
        return None;
    }
    let weights: Vec<f64> = (0..graph.len() as u32)
        .map(|node| match weighting {
            Weighting::Binary => 1.0,
            Weighting::RowStandardised => 1.0 / graph.neighbours(node).len().max(1) as f64,
        })
        .collect();
    // Sums of weights, of the squares of both weights of a pair, of the squares of the weights of
    // a node's row and column.
    let (mut s0, mut s1, mut s2, mut products) = (0.0, 0.0, 0.0, 0.0);
    for (node, (weight, d_node)) in weights.iter().zip(&d).enumerate() {
        let (mut row, mut column) = (0.0, 0.0);
        for &neighbour in graph.neighbours(node as u32) {
            let back = weights[neighbour as usize];
            row += weight;
            column += back;
            s1 += (weight + back) * (weight + back) / 2.0;
            products += weight * d_node * d[neighbour as usize];
        }
        s0 += row;
        s2 += (row + column) * (row + column);
    }
    let n = values.len() as f64;
    let expected = -1.0 / (n - 1.0);
    let kurtosis = n * fourths / (squares * squares);
    let normal = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0);
    let peaked = kurtosis * ((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
    let arrangements = (n - 1.0) * (n - 2.0) * (n - 3.0) * s0 * s0;
    Some(Moran {
        index: n / s0 * products / squares,
        expected,
        variance: (normal - peaked) / arrangements - expected * expected,
    })
}
