//! Many tests at once: p-values and levels so that a false rejection among all is as rare as in one.

/// A test among many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjusted {
    /// The p-value to be held against the level of the whole family.
    pub p: f64,
    /// The confidence of the interval that is clear of 0 exactly where the test rejects.
    pub confidence: f64,
}

/// Holm's step-down (Holm 1979, Scandinavian J. Statistics 6): of `n` tests that of the `k`-th smallest
/// p-value has the level `alpha / (n - k + 1)`, up to the first that does not reject, whose level is
/// that of all behind it. The chance of any false rejection is at most `alpha`.
pub fn step_down(p_values: &[f64], alpha: f64) -> Vec<Adjusted> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_unstable_by(|a, b| p_values[*a].total_cmp(&p_values[*b]).then(a.cmp(b)));
    let mut adjusted = vec![
        Adjusted {
            p: 1.0,
            confidence: 1.0 - alpha,
        };
        p_values.len()
    ];
    let (mut least, mut stopped) = (0.0_f64, None);
    for (rank, index) in order.into_iter().enumerate() {
        let left = (p_values.len() - rank) as f64;
        least = least.max(left * p_values[index]).min(1.0);
        let level = *stopped.get_or_insert_with(|| alpha / left);
        if p_values[index] <= level {
            stopped = None;
        }
        adjusted[index] = Adjusted {
            p: least,
            confidence: 1.0 - level,
        };
    }
    adjusted
}
