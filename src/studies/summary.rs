//! The summary of a batch: per policy and metric, the mean over replicates and its interval.

pub mod figures;
pub mod files;
pub mod outcomes;
pub mod plausible;
pub mod samples;

use plaza_engine::numbers::{digits, grouped};
use schemars::JsonSchema;
use serde::Serialize;

use plaza_batch::layout::{Table, folded, numbers, with_interval, words};
use plaza_engine::few;
use plaza_engine::statistics::MeanEstimate;

use crate::runs::design::Sharing;
use crate::runs::metrics::{METRICS, Reduction};
use crate::studies::comparison::units::Units;
use crate::studies::summary::samples::Samples;

/// The mean of one metric over the replicates of one policy.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Estimate {
    /// The policy.
    pub policy: String,
    /// The metric.
    pub metric: &'static str,
    /// Mean over replicates.
    pub mean: f64,
    /// Lower end of the 95 % interval of the mean (Hall's t); none of a single replicate.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How many replicates.
    pub replicates: usize,
    /// In how many independent units.
    #[serde(skip)]
    pub units: usize,
}

/// All estimates, policies in the order of the table, metrics in that of [`METRICS`]; a metric
/// without a value is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// One per policy and metric.
    pub rows: Vec<Estimate>,
}

impl Summary {
    /// Sums up what the replicates came to. Where several share a draw of the parameters, the
    /// means of draws are what intervals are made of.
    pub fn new(samples: &Samples, sharing: Sharing) -> Self {
        let rows = samples.iter().flat_map(|(policy, of)| {
            let units = Units::of(&of.replicates, sharing);
            let estimates = METRICS.iter().zip(&of.values);
            estimates.map(move |(metric, sample)| {
                let units = units.means(sample);
                let [least, most] = metric.possible();
                let estimate = MeanEstimate::of(&units);
                let interval = estimate.map(|of| of.interval(0.95));
                Estimate {
                    policy: policy.to_string(),
                    metric: metric.name,
                    mean: estimate.map_or(units[0], |of| of.mean),
                    low: interval.map(|[low, _]| low.max(least)),
                    high: interval.map(|[_, high]| high.min(most)),
                    replicates: sample.len(),
                    units: units.len(),
                }
            })
        });
        Self {
            rows: rows.filter(|estimate| estimate.mean.is_finite()).collect(),
        }
    }
}

/// The summary for a terminal of so many columns: metrics as rows, policies as columns, `mean [low, high]`.
pub fn screen(summary: &Summary, width: usize) -> String {
    let policies: Vec<&[Estimate]> = summary.rows.chunk_by(|a, b| a.policy == b.policy).collect();
    if policies.is_empty() {
        return String::new();
    }
    let heading = |rows: &&[Estimate]| format!("{} (n = {})", rows[0].policy, rows[0].replicates);
    let headings = policies.iter().map(|rows| numbers(heading(rows)));
    let mut table = Table::new([words("")].into_iter().chain(headings));
    for metric in METRICS {
        let of = |rows: &&[Estimate]| {
            let found = rows.iter().find(|row| row.metric == metric.name);
            found.map_or_else(String::new, cell)
        };
        let name = [metric.name.to_owned()].into_iter();
        table.row(name.chain(policies.iter().map(of)));
    }
    let reduced = |to| -> String {
        let metrics = METRICS.iter().filter(|metric| metric.reduction == to);
        let names: Vec<&str> = metrics.map(|metric| metric.name).collect();
        names.join(", ")
    };
    let note = format!(
        "Mean over n replicates [95 % interval of the mean, Hall's t]. Totals over all weeks; \
         oc_deaths_rate per 100,000 residents and year; mean over all weeks: {}; at the end of \
         the last week: {}.",
        reduced(Reduction::Mean),
        reduced(Reduction::End)
    );
    let fewest = summary.rows.iter().map(|row| row.units).min();
    let notes = [Some(note), fewest.and_then(few::note)]
        .into_iter()
        .flatten();
    let notes: Vec<String> = notes.map(|note| folded(&note, width)).collect();
    table.fit(width) + "\n" + &notes.concat()
}

fn cell(estimate: &Estimate) -> String {
    let digits = digits(estimate.mean.abs().max(estimate.high.unwrap_or(0.0).abs()));
    let interval = estimate.low.zip(estimate.high);
    with_interval(estimate.mean, interval, |value| grouped(value, digits))
}
