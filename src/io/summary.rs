//! `summary.csv`.

use crate::experiment::summary::Summary;

/// The summary as CSV: `policy, metric, mean, low, high, replicates`; the interval of a single
/// replicate is empty.
pub fn csv(summary: &Summary) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in &summary.rows {
        writer
            .serialize(row)
            .expect("writing to memory does not fail");
    }
    if summary.rows.is_empty() {
        writer
            .write_record(["policy", "metric", "mean", "low", "high", "replicates"])
            .expect("writing to memory does not fail");
    }
    let bytes = writer
        .into_inner()
        .expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("text was written")
}
