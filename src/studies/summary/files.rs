//! `summary.csv`.

use crate::files::csv_text;
use crate::studies::summary::Summary;

/// The summary as CSV: `policy, metric, mean, low, high, replicates`; the interval of a single
/// replicate is empty.
pub fn csv(summary: &Summary) -> String {
    if summary.rows.is_empty() {
        return "policy,metric,mean,low,high,replicates\n".to_owned();
    }
    csv_text::csv(&summary.rows)
}
