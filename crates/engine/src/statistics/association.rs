//! Two samples: how one goes with the other, how far apart their distributions are.

use super::{deviations, sorted};

/// Pearson's correlation of pairs. `None` of fewer than two pairs or where one side has no spread.
///
/// # Panics
/// When the two sides are not equally long.
pub fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    assert_eq!(a.len(), b.len(), "pairs have two sides");
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in deviations(a)?.into_iter().zip(deviations(b)?) {
        aa += a * a;
        bb += b * b;
        ab += a * b;
    }
    (aa > 0.0 && bb > 0.0).then(|| (ab / (aa.sqrt() * bb.sqrt())).clamp(-1.0, 1.0))
}

/// Spearman's rank correlation of pairs: Pearson's of the ranks, equal values sharing the mean of
/// their ranks (Spearman 1904). `None` where [`correlation`] of the ranks is.
///
/// # Panics
/// When the two sides are not equally long.
pub fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    correlation(&ranks(a), &ranks(b))
}

/// The rank of each value, from 1; equal values share the mean of their ranks.
fn ranks(sample: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..sample.len()).collect();
    order.sort_unstable_by(|a, b| sample[*a].total_cmp(&sample[*b]).then(a.cmp(b)));
    let mut ranks = vec![0.0; sample.len()];
    let mut below = 0;
    for equal in order.chunk_by(|a, b| sample[*a] == sample[*b]) {
        let shared = below as f64 + (equal.len() + 1) as f64 / 2.0;
        for index in equal {
            ranks[*index] = shared;
        }
        below += equal.len();
    }
    ranks
}

/// The distance of Kolmogorov and Smirnov: the largest difference between the shares of two samples
/// that lie at or below a value (Smirnov 1939). `None` where one sample is empty.
pub fn kolmogorov_smirnov(a: &[f64], b: &[f64]) -> Option<f64> {
    let (a, b) = (sorted(a), sorted(b));
    let share = |sample: &[f64], value: f64| {
        sample.partition_point(|x| *x <= value) as f64 / sample.len() as f64
    };
    let values = a.iter().chain(&b);
    let differences = values.map(|&value| (share(&a, value) - share(&b, value)).abs());
    (!a.is_empty() && !b.is_empty()).then(|| differences.fold(0.0, f64::max))
}
