//! Series of equal steps in time: how long they remember, how unevenly counts fall.

use super::association::correlation;
use super::{deviations, moments};

/// The autocorrelation of one series at a lag: `sum_t d_t d_(t+lag) / sum_t d_t^2`, `d` the
/// deviations from the mean of the whole series (Box and Jenkins 1970; the first sum has `lag`
/// terms less than the second, as in most software). `None` where the series has no spread or is
/// not longer than the lag.
pub fn autocorrelation(series: &[f64], lag: usize) -> Option<f64> {
    let deviations = deviations(series)?;
    let squares: f64 = deviations.iter().map(|d| d * d).sum();
    let pairs = deviations.iter().zip(deviations.get(lag..)?);
    let products: f64 = pairs.map(|(now, later)| now * later).sum();
    (squares > 0.0 && series.len() > lag).then(|| products / squares)
}

/// The autocorrelation of many series together: each has its own mean removed, then all pairs of
/// values `lag` steps apart, of all series, are one sample, and this is its correlation (Pearson's,
/// of the earlier with the later). A series weighs as much as it varies. `None` where no series is
/// longer than the lag or none varies.
pub fn pooled_autocorrelation<'a>(
    series: impl IntoIterator<Item = &'a [f64]>,
    lag: usize,
) -> Option<f64> {
    let (mut earlier, mut later) = (Vec::new(), Vec::new());
    for series in series.into_iter().filter(|series| series.len() > lag) {
        let deviations = deviations(series)?;
        earlier.extend_from_slice(&deviations[..series.len() - lag]);
        later.extend_from_slice(&deviations[lag..]);
    }
    correlation(&earlier, &later)
}

/// The index of dispersion of counts, variance (divided by n - 1) over mean: 1 where events are
/// independent, more where they come together (Cox and Lewis 1966). `None` of fewer than two
/// values or where the mean is 0.
pub fn dispersion(counts: &[f64]) -> Option<f64> {
    let (mean, deviation) = moments(counts)?;
    (counts.len() > 1 && mean > 0.0).then(|| deviation * deviation / mean)
}
