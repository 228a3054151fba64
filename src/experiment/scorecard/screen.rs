//! The scorecard on screen: each document's table, then the bad sides.

use crate::experiment::few;
use crate::experiment::scorecard::rules::{Claim, Tag};
use crate::experiment::scorecard::{BadSideFound, CellFound, Found, Interval};
use crate::experiment::summary::{digits, grouped, lines};

/// Columns for what a line is about.
const ABOUT: usize = 62;
/// Columns for a value and its interval.
const VALUE: usize = 24;

/// The tables, and how often simulation and documents agree.
pub fn screen(found: &Found<'_>) -> String {
    let mut text = String::new();
    for table in found
        .cells
        .chunk_by(|a, b| a.cell.document == b.cell.document)
    {
        let title = &table[0].cell.document;
        text += &format!(
            "{title:ABOUT$}{:>VALUE$}  {:15}{}\n",
            "better by [95 %]", "simulated", "document"
        );
        for option in table
            .chunk_by(|a, b| (&a.cell.option, &a.cell.policy) == (&b.cell.option, &b.cell.policy))
        {
            let cell = option[0].cell;
            text += &format!("  {}: {}\n", cell.option, cell.policy);
            option.iter().for_each(|found| text += &cell_line(found));
        }
        text += "\n";
    }
    let title = "Bad sides";
    text += &format!("{title:ABOUT$}{:>VALUE$}\n", "difference [95 %]");
    for document in found
        .bad_sides
        .chunk_by(|a, b| a.side.document == b.side.document)
    {
        text += &format!("  {}\n", document[0].side.document);
        document
            .iter()
            .for_each(|found| text += &bad_side_line(found));
    }
    text + &closing(found)
}

fn cell_line(found: &CellFound<'_>) -> String {
    let value = found.finding.interval().map(|of| {
        let [value, low, high] = [of.value, of.low, of.high].map(|part| signed(100.0 * part, 0));
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
    let (word, claim) = (found.word(), claim(found.cell.says));
    let rest = format!(
        "{:>VALUE$}  {word:15}{claim:9}{tag:11}{mark}",
        value.unwrap_or_default()
    );
    line(&found.cell.cell, &rest)
}

fn bad_side_line(found: &BadSideFound<'_>) -> String {
    let value = found.finding.interval().map(difference).unwrap_or_default();
    let after = match found.side.weeks {
        Some(weeks) => format!(" (week {weeks})"),
        None => String::new(),
    };
    let about = format!(
        "{}: {}{after}, {}",
        found.side.policy, found.side.bad_side, found.side.metric
    );
    line(&about, &format!("{value:>VALUE$}  {}", found.word()))
}

/// A line of several if what it is about needs them, with the rest behind the last.
fn line(about: &str, rest: &str) -> String {
    let mut lines = vec![String::from("   ")];
    for word in about.split(' ') {
        let last = lines.last_mut().expect("there is a first line");
        if last.len() + 1 + word.len() > ABOUT - 1 {
            lines.push(format!("     {word}"));
        } else {
            *last += &format!(" {word}");
        }
    }
    let last = lines.last_mut().expect("there is a first line");
    *last = format!("{last:ABOUT$}{rest}").trim_end().to_owned();
    lines.join("\n") + "\n"
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
        Claim::Low => "low",
        Claim::Worse => "worse",
    }
}

/// How often simulation and documents agree, and what was not run.
fn closing(found: &Found<'_>) -> String {
    let agreeing = |tag: Tag| {
        let decided = found.cells.iter().filter(|of| of.cell.tag == tag);
        let decided: Vec<bool> = decided.filter_map(CellFound::agrees).collect();
        let agree = decided.iter().filter(|agrees| **agrees).count();
        format!("{agree} of {}", decided.len())
    };
    let words = ["agree", "disagree", "not seen"].map(|word| {
        let of = found.bad_sides.iter().filter(|found| found.word() == word);
        format!("{} {word}", of.count())
    });
    let mut text = format!(
        "\n{} replicates. Simulation and documents agree in {} cells that could have come out otherwise \
         (and {}\nthat are assumptions); bad sides: {}. Each by its own 95 % \
         interval,\nnot corrected for their number. Rules and thresholds: docs/scorecard.md\n",
        found.replicates,
        agreeing(Tag::Outcome),
        agreeing(Tag::Assumption),
        words.join(", ")
    );
    let cells = found.cells.iter().map(|found| found.word());
    let sides = found.bad_sides.iter().map(BadSideFound::word);
    let lacking = cells.chain(sides).filter(|word| *word == "not run").count();
    if let Some(note) = few::note(found.units) {
        text += &format!("{}\n", lines(&note).join("\n"));
    }
    if lacking > 0 {
        text += &format!("{lacking} lines are about policies that this folder does not hold\n");
    }
    text
}
