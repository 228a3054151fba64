//! Many tests at once: which of them may be called discoveries.

/// Which of these p-values are discoveries, so that of all discoveries a share of at most `rate`
/// is expected to be false (Benjamini and Hochberg 1995, J. Royal Statistical Society B 57): the
/// `k` smallest, `k` the largest rank whose p-value is at most `k rate / n`.
pub fn discoveries(p_values: &[f64], rate: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_unstable_by(|a, b| p_values[*a].total_cmp(&p_values[*b]).then(a.cmp(b)));
    let bound = |rank: usize| (rank + 1) as f64 * rate / p_values.len() as f64;
    let last = (0..order.len()).rposition(|rank| p_values[order[rank]] <= bound(rank));
    let mut found = vec![false; p_values.len()];
    for index in order.into_iter().take(last.map_or(0, |rank| rank + 1)) {
        found[index] = true;
    }
    found
}
