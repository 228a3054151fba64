//! The scorecard on screen: each document's table, then the bad sides.

use plaza_batch::layout::{Table, folded, numbers, words};
use plaza_engine::few;

use plaza_engine::numbers::{digits, grouped};

use crate::studies::scorecard::rules::{Claim, Tag};
use crate::studies::scorecard::{BadSideFound, CellFound, Found, Interval};

/// The tables, and how often simulation and documents agree.
pub fn screen(found: &Found<'_>, width: usize) -> String {
    let cells = found
        .cells
        .chunk_by(|a, b| a.cell.document == b.cell.document);
    let cells: Vec<String> = cells
        .map(|document| of_cells(document).fit(width))
        .collect();
    [
        cells.join("\n"),
        of_bad_sides(found).fit(width),
        closing(found, width),
    ]
    .join("\n")
}

/// A document's table.
fn of_cells(document: &[CellFound<'_>]) -> Table {
    let mut table = Table::new([
        words(&document[0].cell.document),
        numbers("better by [95 %]"),
        words("simulated"),
        words("document"),
        words(""),
        words(""),
    ]);
    let options = document
        .chunk_by(|a, b| (&a.cell.option, &a.cell.policy) == (&b.cell.option, &b.cell.policy));
    for option in options {
        let cell = option[0].cell;
        table.across(format!("{}: {}", cell.option, cell.policy));
        for found in option {
            let value = found.finding.interval().map(|of| {
                let parts = [of.value, of.low, of.high];
                let [value, low, high] = parts.map(|part| signed(100.0 * part, 0));
                format!("{value} % [{low}, {high}]")
            });
            let tag = match found.cell.tag {
                Tag::Assumption => "assumption",
                Tag::Outcome => "",
            };
            let mark = match found.agrees() {
                Some(false) => "DIFFERS",
                _ => "",
            };
            table.row([
                format!("  {}", found.cell.cell),
                value.unwrap_or_default(),
                found.word().to_owned(),
                claim(found.cell.says).to_owned(),
                tag.to_owned(),
                mark.to_owned(),
            ]);
        }
    }
    table
}

fn of_bad_sides(found: &Found<'_>) -> Table {
    let mut table = Table::new([words("Bad sides"), numbers("difference [95 %]"), words("")]);
    let documents = found
        .bad_sides
        .chunk_by(|a, b| a.side.document == b.side.document);
    for document in documents {
        table.across(&document[0].side.document);
        for found in document {
            let after = match found.side.weeks {
                Some(weeks) => format!(" (week {weeks})"),
                None => String::new(),
            };
            let side = found.side;
            let about = format!(
                "  {}: {}{after}, {}",
                side.policy, side.bad_side, side.metric
            );
            let value = found.finding.interval().map(difference);
            table.row([about, value.unwrap_or_default(), found.word().to_owned()]);
        }
    }
    table
}

/// Millions where there are many of them.
fn difference(of: Interval) -> String {
    let numbers = [of.value, of.low, of.high];
    let size = numbers.iter().fold(0.0, |size: f64, x| size.max(x.abs()));
    let (unit, name) = if size >= 1e7 { (1e6, " m") } else { (1.0, "") };
    let [value, low, high] = numbers.map(|x| signed(x / unit, digits(size / unit)));
    format!("{value}{name} [{low}, {high}]")
}

fn signed(value: f64, digits: usize) -> String {
    let text = grouped(value, digits);
    let plus = value > 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    format!("{}{text}", if plus { "+" } else { "" })
}

fn claim(claim: Claim) -> &'static str {
    match claim {
        Claim::High => "high",
        Claim::Medium => "medium",
        Claim::Better => "better",
        Claim::Above => "above",
        Claim::Low => "low",
        Claim::Worse => "worse",
        Claim::Below => "below",
    }
}

/// How often simulation and documents agree, and what was not run.
fn closing(found: &Found<'_>, width: usize) -> String {
    let agreeing = |tag: Tag| {
        let decided = found.cells.iter().filter(|of| of.cell.tag == tag);
        let decided: Vec<bool> = decided.filter_map(CellFound::agrees).collect();
        let agree = decided.iter().filter(|agrees| **agrees).count();
        format!("{agree} of {}", decided.len())
    };
    let counted = ["agree", "disagree", "not seen"].map(|word| {
        let of = found.bad_sides.iter().filter(|found| found.word() == word);
        format!("{} {word}", of.count())
    });
    let mut text = format!(
        "{} replicates. Simulation and documents agree in {} cells that could have come out otherwise \
         (and {} that are assumptions); bad sides: {}. Each by its own 95 % interval, not corrected for \
         their number. Rules and thresholds: docs/scorecard.md",
        found.replicates,
        agreeing(Tag::Outcome),
        agreeing(Tag::Assumption),
        counted.join(", ")
    );
    text = folded(&text, width);
    let cells = found.cells.iter().map(|found| found.word());
    let sides = found.bad_sides.iter().map(BadSideFound::word);
    let lacking = cells.chain(sides).filter(|word| *word == "not run").count();
    if let Some(note) = few::note(found.units) {
        text += &folded(&note, width);
    }
    if lacking > 0 {
        text += &format!("{lacking} lines are about policies that this folder does not hold\n");
    }
    text
}
