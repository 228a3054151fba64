//! Policies of a folder compared on equal luck.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_engine::few;
use plaza_engine::statistics::{MeanEstimate, PairedMeans};

use super::{Numbers, Study};
use crate::failure::Failure;
use crate::layout::{Table, folded, numbers, width, with_interval, words};
use crate::model::Model;
use crate::rows::Rows;
use crate::say;
use crate::table::{Column, Kind, Type};

const CONFIDENCE: f64 = 0.95;

/// Values of one column by policy and replicate.
type Values = BTreeMap<String, BTreeMap<u64, f64>>;

impl<N: Numbers, M: Model> Study<N, M> {
    /// Prints, for every column of numbers of the first table, its mean under each policy and the paired difference to the
    /// baseline, with intervals.
    pub(super) fn compare(&self, folder: &Path, baseline: Option<String>) -> Result<(), Failure> {
        let (results, model) = self.kept(folder)?;
        results.undamaged(M::TABLES)?;
        let (done, all) = results.manifest.progress();
        if done < all {
            let message = format!("is not complete: {done} of {all} blocks are done");
            return Err(results.wrong(message).into());
        }
        let policies: Vec<&str> = (model.policies().into_iter())
            .filter(|name| results.manifest.policies.contains_key(*name))
            .collect();
        let baseline = match &baseline {
            Some(name) => results.named(name)?.0,
            None => policies.first().copied().unwrap_or_default(),
        };
        let rows = results.read(M::TABLES[0])?;
        let outcomes = (rows.table.columns.iter())
            .filter(|column| matches!(column.r#type, Type::Integer | Type::Real))
            .filter(|column| matches!(column.kind, Kind::Stock | Kind::Count | Kind::Mean));
        let mut fewest = usize::MAX;
        for column in outcomes {
            let values = values(&rows, column);
            let heading = format!("{} [{}]", column.name, column.unit);
            let mut table = Table::new([
                words(heading),
                numbers("mean [95 %]"),
                numbers(format!("less {baseline} [95 %]")),
                numbers("correlation"),
            ]);
            for &policy in &policies {
                let (of, base) = pairs(&values, policy, baseline);
                fewest = fewest.min(of.len());
                let difference: Vec<f64> =
                    of.iter().zip(&base).map(|(of, base)| of - base).collect();
                let mean = MeanEstimate::of(&of).map(|of| said(of.mean, of.interval(CONFIDENCE)));
                let paired = PairedMeans::of(&difference, &base).filter(|_| policy != baseline);
                let paired = paired.map(|of| said(of.mean(), of.interval(CONFIDENCE)));
                let like = plaza_engine::statistics::correlation(&of, &base);
                let like = like
                    .filter(|_| policy != baseline)
                    .map(|r| format!("{r:.2}"));
                table.row([
                    policy.to_owned(),
                    mean.unwrap_or_else(|| of.first().map_or_else(String::new, |of| short(*of))),
                    paired.unwrap_or_default(),
                    like.unwrap_or_default(),
                ]);
            }
            say!("{}", table.fit(width()));
        }
        let text = "Counts over all steps, stocks at the last, means over all. Replicates are compared one by one, on equal \
                luck; in brackets intervals that hold the mean of all futures 95 % of the time.";
        say!("{}", folded(text, width()).trim_end());
        if let Some(note) = few::note(fewest) {
            say!("{}", folded(&note, width()).trim_end());
        }
        Ok(())
    }
}

/// The value of a column in each future.
fn values(rows: &Rows, column: &Column) -> Values {
    let (of, replicates) = (rows.numbers(column.name), rows.numbers("replicate"));
    let mut all: BTreeMap<String, BTreeMap<u64, (f64, f64)>> = BTreeMap::new();
    for (row, policy) in rows.texts("policy").iter().enumerate() {
        let policy = policy.unwrap_or_default().to_owned();
        let future = all.entry(policy).or_default();
        let (sum, steps) = future.entry(replicates[row] as u64).or_default();
        *steps += 1.0;
        match column.kind {
            Kind::Stock => *sum = of[row],
            _ => *sum += of[row],
        }
    }
    let whole = |(sum, steps): (f64, f64)| match column.kind {
        Kind::Mean => sum / steps,
        _ => sum,
    };
    let futures = |of: BTreeMap<u64, (f64, f64)>| {
        of.into_iter()
            .map(|(number, of)| (number, whole(of)))
            .collect()
    };
    all.into_iter()
        .map(|(policy, of)| (policy, futures(of)))
        .collect()
}

/// The values of the replicates that both policies have.
fn pairs(values: &Values, policy: &str, baseline: &str) -> (Vec<f64>, Vec<f64>) {
    let (Some(of), Some(base)) = (values.get(policy), values.get(baseline)) else {
        return (Vec::new(), Vec::new());
    };
    let both = of
        .iter()
        .filter_map(|(number, of)| Some((*of, *base.get(number)?)));
    both.unzip()
}

fn said(mean: f64, [low, high]: [f64; 2]) -> String {
    with_interval(mean, Some((low, high)), short)
}

fn short(number: f64) -> String {
    match number.abs() {
        0.0 => "0".to_owned(),
        size if size >= 100.0 => format!("{number:.0}"),
        size if size >= 1.0 => format!("{number:.1}"),
        _ => format!("{number:.3}"),
    }
}
