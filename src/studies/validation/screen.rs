//! Targets on screen: those that parameters are fitted to, those that check the fit, and what is only
//! reported.

use std::collections::BTreeMap;

use plaza_batch::layout::{Table, folded, numbers, with_interval, words};
use plaza_engine::few::LEAST;

use plaza_engine::numbers::{digits, grouped};

use crate::studies::validation::future::Missing;
use crate::studies::validation::targets::{Role, Target};
use crate::studies::validation::{Held, Line, Verdict, of_fewer};

/// Replicates that a verdict needs at least.
const ENOUGH: usize = 30;

/// The tables, and how many targets are inside.
pub fn screen(held: &[Held], policy: &str, replicates: usize, width: usize) -> String {
    let head = format!("{policy}, {replicates} replicates: median [5 %, 95 %] over replicates");
    let mut text = folded(&head, width);
    if replicates < LEAST {
        text += &format!("fewer than {LEAST} replicates: no verdicts\n");
    } else if replicates < ENOUGH {
        text += &format!("fewer than {ENOUGH} replicates: verdicts may be chance\n");
    }
    for (known, ids) in of_fewer(held, replicates) {
        let chance = match (LEAST..ENOUGH).contains(&known) && replicates >= ENOUGH {
            true => "; verdicts may be chance",
            false => "",
        };
        let of = format!("of {known} of these replicates: {}{chance}", ids.join(", "));
        text += &folded(&of, width);
    }
    let reported = |line: &&Line| line.verdict == Verdict::Reported;
    for (title, role) in [("fit on", Role::Fit), ("checked with", Role::Check)] {
        let of_role = held.iter().filter(|held| held.target.role == role);
        let targets = of_role.map(|held| {
            let lines: Vec<&Line> = held.lines.iter().filter(|line| !reported(line)).collect();
            (&held.target, Some(held.verdict()), lines)
        });
        text += &table(title, targets, width);
    }
    let rest = held.iter().map(|held| {
        let lines = held.lines.iter();
        let only = lines.filter(|line| reported(line) || !held.target.role.binds());
        (&held.target, None, only.collect())
    });
    text += &table("reported", rest, width);
    text += "\n";
    for (needed, ids) in needs(held) {
        let lacking = format!("not computable: {}; expected {needed}", ids.join(", "));
        text += &folded(&lacking, width);
    }
    let bound = held.iter().filter(|held| held.target.role.binds());
    let verdicts: Vec<Verdict> = bound.map(Held::verdict).collect();
    let of = |verdict| verdicts.iter().filter(|v| **v == verdict).count();
    let all = verdicts.len() - of(Verdict::Reported);
    if all == 0 {
        return text + "nothing is judged";
    }
    let judged = all - of(Verdict::TooFew);
    text += &match judged - of(Verdict::NotComputable) {
        0 if judged < all => format!(
            "no verdict on {all} target{}",
            if all == 1 { "" } else { "s" }
        ),
        _ => format!("{} of {all} targets inside", of(Verdict::Inside)),
    };
    let lacking = [
        (Verdict::NotComputable, "not computable"),
        (Verdict::TooFew, "known of too few replicates"),
    ];
    for (verdict, words) in lacking {
        if of(verdict) > 0 {
            text += &format!(", {} {words}", of(verdict));
        }
    }
    text
}

/// One table; nothing without lines.
fn table<'a>(
    title: &str,
    targets: impl Iterator<Item = (&'a Target, Option<Verdict>, Vec<&'a Line>)>,
    width: usize,
) -> String {
    let mut table = Table::new([
        words(title),
        numbers("simulated"),
        numbers("observed"),
        numbers("accepted"),
        words(""),
    ]);
    let mut is_empty = true;
    for (target, verdict, lines) in targets.filter(|(.., lines)| !lines.is_empty()) {
        is_empty = false;
        table.across(head(target, verdict));
        lines.into_iter().for_each(|line| table.row(row(line)));
    }
    match is_empty {
        true => String::new(),
        false => format!("\n{}", table.fit(width)),
    }
}

/// What a target is, with its unit and its verdict.
fn head(target: &Target, verdict: Option<Verdict>) -> String {
    let unit = match target.unit.as_str() {
        "1" => String::new(),
        unit => format!(" ({unit})"),
    };
    let verdict = verdict.map_or_else(String::new, |verdict| {
        format!(": {}", verdict.name().to_uppercase())
    });
    format!("{} {}{unit}{verdict}", target.id, target.what)
}

fn row(line: &Line) -> [String; 5] {
    let label = match (line.part.as_str(), line.year) {
        ("all", None) => String::new(),
        ("all", Some(year)) => year.to_string(),
        (part, None) => part.to_owned(),
        (part, Some(year)) => format!("{part} {year}"),
    };
    let size = line.simulated.map_or(0.0, |band| band.median.abs());
    let digits = digits(size.max(line.observed.map_or(0.0, f64::abs)));
    let number = |value: f64| grouped(value, digits);
    let simulated = line.simulated.map_or_else(String::new, |band| {
        with_interval(band.median, Some((band.low, band.high)), number)
    });
    let accepted = line.bounds.map_or_else(String::new, |[least, most]| {
        format!("{} to {}", number(least), number(most))
    });
    let observed = line.observed.map_or_else(|| "-".to_owned(), number);
    // What cannot be computed is said of the target, and shows in the line.
    let verdict = match line.verdict {
        Verdict::NotComputable => "-",
        verdict => verdict.name(),
    };
    let verdict = verdict.to_owned();
    [format!(" {label}"), simulated, observed, accepted, verdict]
}

/// What is lacking, and the targets that lack it; of weeks, the most that any needs.
fn needs(held: &[Held]) -> BTreeMap<Missing, Vec<&str>> {
    let lacking = |held: &Held| -> Vec<Missing> {
        let lines = held.lines.iter();
        lines.filter_map(|line| line.needs).collect()
    };
    let weeks = |missing: &Missing| matches!(missing, Missing::Weeks(_));
    let most = held.iter().flat_map(lacking).filter(weeks).max();
    let mut needs: BTreeMap<Missing, Vec<&str>> = BTreeMap::new();
    for held in held {
        for missing in lacking(held) {
            let missing = most.filter(|_| weeks(&missing)).unwrap_or(missing);
            let ids = needs.entry(missing).or_default();
            if ids.last() != Some(&held.target.id.as_str()) {
                ids.push(&held.target.id);
            }
        }
    }
    needs
}
