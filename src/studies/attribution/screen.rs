//! An attribution on screen: a table for each outcome.

use plaza_batch::layout::{Table, folded, numbers, words};
use plaza_engine::few;
use plaza_engine::numbers::{digits, grouped};

use crate::studies::attribution::{Outcome, Row};

/// The tables, and what they stand on.
pub fn screen(rows: &[Row], policy: &str, width: usize) -> String {
    let replicates = rows.first().map_or(0, |row| row.replicates);
    let head = format!(
        "{replicates} replicates on equal luck; what each cause adds under {policy}: in the mean over all orders in \
         which causes could come (Shapley), to a world without the others (alone), to a world with all others (last)."
    );
    let told = [Some(head), few::note(replicates)];
    let told = told.iter().flatten().map(|text| folded(text, width));
    let tables = Outcome::ALL.map(|outcome| table(rows, outcome, width));
    told.chain(tables).collect::<Vec<_>>().join("\n")
}

fn table(rows: &[Row], outcome: Outcome, width: usize) -> String {
    let mut table = Table::new([
        words(outcome.name()),
        numbers("Shapley"),
        numbers("95 % interval"),
        numbers("share"),
        numbers("95 % interval"),
        numbers("alone"),
        numbers("last"),
    ]);
    let of_outcome = rows.iter().filter(|row| row.outcome == outcome.name());
    let size = of_outcome.clone().map(|row| row.shapley.abs());
    let size = digits(size.fold(0.0, f64::max));
    let persons = |value: f64| grouped(value, size);
    let percent = |value: f64| format!("{:.0} %", 100.0 * value);
    for row in of_outcome {
        let interval = |low: Option<f64>, high: Option<f64>, say: &dyn Fn(f64) -> String| {
            let ends = low.zip(high);
            ends.map_or_else(String::new, |(low, high)| {
                format!("{} to {}", say(low), say(high))
            })
        };
        table.row([
            row.cause.clone(),
            persons(row.shapley),
            interval(row.shapley_low, row.shapley_high, &persons),
            row.share.map_or_else(String::new, percent),
            interval(row.share_low, row.share_high, &percent),
            persons(row.alone),
            persons(row.without),
        ]);
    }
    table.fit(width)
}
