//! A comparison on screen: deaths with everything, then all metrics at a glance, then costs.

use crate::engine::statistics::median;
use crate::experiment::comparison::Comparison;
use crate::experiment::comparison::cost_effect::{ALL, CostEffect};
use crate::experiment::comparison::outcomes::HORIZONS;
use crate::experiment::comparison::row::{Row, Verdict};
use crate::experiment::design::TEST;
use crate::experiment::few;
use crate::experiment::metrics::{Direction, compared};
use crate::experiment::summary::{SCREEN, digits, grouped, lines};

/// Columns of names; longer ones stand on a line of their own.
const NAME: usize = 28;

/// The tables, and what they stand on.
pub fn screen(comparison: &Comparison) -> String {
    let mut text = head(comparison);
    text += &deaths(comparison);
    text += &matrix(comparison);
    text += &costs(comparison);
    text += &folded(&pairing(comparison));
    text
}

fn head(comparison: &Comparison) -> String {
    let units = match comparison.by_draw {
        true => format!(
            ", in {} draws of the parameters, whose means are what intervals are made of",
            comparison.units
        ),
        false => String::new(),
    };
    let mut text = match comparison.test {
        true => folded(TEST),
        false => String::new(),
    };
    text += &folded(&format!(
        "{} replicates on equal luck{units}; each policy less {}, mean of the paired differences, \
         counted from the week policies part.",
        comparison.replicates, comparison.baseline
    ));
    text + &few::note(comparison.units).map_or_else(String::new, |note| folded(&note))
}

/// OC deaths with all that is said of them.
fn deaths(comparison: &Comparison) -> String {
    let heading = [
        "oc_deaths",
        "mean",
        "difference",
        "95 % interval",
        "Holm's",
        "better in",
        "verdict",
        "best",
        "regret",
    ];
    let mut table = vec![heading.map(str::to_owned).to_vec()];
    for row in of_metric(comparison, "oc_deaths") {
        let size = digits(row.mean.abs());
        let number = |value: f64| grouped(value, size);
        let interval = |low: Option<f64>, high: Option<f64>| match (low, high) {
            (Some(low), Some(high)) => format!("[{}, {}]", number(low), number(high)),
            _ => String::new(),
        };
        let baseline = row.verdict == Verdict::Baseline;
        table.push(vec![
            row.policy.clone(),
            number(row.mean),
            Some(number(row.difference))
                .filter(|_| !baseline)
                .unwrap_or_default(),
            interval(row.low, row.high),
            interval(row.holm_low, row.holm_high),
            percent(row.better_share),
            row.verdict.name().to_owned(),
            percent(row.best_probability),
            row.expected_regret.map_or_else(String::new, number),
        ]);
    }
    aligned(&table) + "\n"
}

/// Every metric under every policy: the relative difference and a mark.
fn matrix(comparison: &Comparison) -> String {
    let mut columns: Vec<Vec<String>> = Vec::new();
    for rows in comparison.rows.chunk_by(|a, b| a.policy == b.policy) {
        if rows[0].policy == comparison.baseline {
            continue;
        }
        let of = |name: &str| rows.iter().find(|row| row.metric == name);
        let cells = compared().map(|(metric, _)| of(metric.name).map_or_else(String::new, cell));
        columns.push([rows[0].policy.clone()].into_iter().chain(cells).collect());
    }
    let names = compared().map(|(metric, direction)| {
        let sign = match direction {
            Direction::Lower => " (-)",
            Direction::Higher => " (+)",
            Direction::None => "",
        };
        format!("{}{sign}", metric.name)
    });
    let labels: Vec<String> = [String::new()].into_iter().chain(names).collect();
    let width = |column: &[String]| column.iter().map(|cell| cell.chars().count()).max();
    let mut text = String::new();
    let mut rest = columns.as_slice();
    while !rest.is_empty() {
        let mut used = width(&labels).unwrap_or(0);
        let fits = rest.iter().take_while(|column| {
            used += 2 + width(column).unwrap_or(0);
            used <= SCREEN
        });
        let (beside, behind) = rest.split_at(fits.count().max(1));
        let line = |line: usize| {
            let cells = beside.iter().map(|column| column[line].clone());
            [labels[line].clone()].into_iter().chain(cells).collect()
        };
        let table: Vec<Vec<String>> = (0..labels.len()).map(line).collect();
        text += &aligned(&table);
        text.push('\n');
        rest = behind;
    }
    let margin = comparison.margin * 100.0;
    text + &folded(&format!(
        "Difference relative to {}; (-) less is better, (+) more is. B better, W worse: clear of zero \
         after Holm's step-down over all policies and metrics with a direction; = equivalent: surely \
         within {margin} % of the baseline (two one-sided tests at 5 %); ? none of these. Without a \
         direction: H higher, L lower (95 %). same: equal in every replicate.",
        comparison.baseline
    )) + "\n"
}

fn cell(row: &Row) -> String {
    let mark = match row.verdict {
        Verdict::Same => return "same".to_owned(),
        Verdict::Baseline => return String::new(),
        Verdict::Better => 'B',
        Verdict::Worse => 'W',
        Verdict::Equivalent => '=',
        Verdict::Higher => 'H',
        Verdict::Lower => 'L',
        Verdict::Unclear => '?',
        Verdict::TooFew => ' ',
    };
    let text = match row.relative {
        Some(relative) => format!("{:+.1} % {mark}", relative * 100.0).replace("-0.0 ", "0.0 "),
        None => format!(
            "{} {mark}",
            grouped(row.difference, digits(row.difference.abs()))
        ),
    };
    text.trim_end().to_owned()
}

/// Deaths against cost.
fn costs(comparison: &Comparison) -> String {
    let heading = [
        "deaths and cost",
        "deaths",
        "million $",
        "-deaths -$",
        "-deaths +$",
        "+deaths -$",
        "+deaths +$",
        "$ a death",
        "frontier",
    ];
    let mut table = vec![heading.map(str::to_owned).to_vec()];
    let all = |row: &&CostEffect| row.payer == ALL;
    for row in comparison.cost_effects.iter().filter(all) {
        let millions = row.cost_difference / 1e6;
        let difference = |value: f64| match row.policy == comparison.baseline {
            true => String::new(),
            false => grouped(value, digits(value.abs())),
        };
        let price = row.dollars_per_death.map(|price| grouped(price, 0));
        table.push(vec![
            row.policy.clone(),
            difference(row.deaths_difference),
            difference(millions),
            percent(row.fewer_cheaper),
            percent(row.fewer_dearer),
            percent(row.more_cheaper),
            percent(row.more_dearer),
            price.unwrap_or_default(),
            percent(row.frontier_probability),
        ]);
    }
    aligned(&table)
        + &folded(
            "-deaths -$: the probability of fewer deaths at less cost, and so on, of means over futures \
             (Bayesian bootstrap), as are best and regret above. \
             Costs are assumed: configs/levers.toml. Dollars paid for each death avoided, or saved for \
             each death more, where both differences are clear of zero and go opposite ways.",
        )
        + "\n"
}

/// How much equal luck was worth.
fn pairing(comparison: &Comparison) -> String {
    let narrowing: Vec<f64> = comparison.rows.iter().filter_map(|r| r.narrowing).collect();
    let Some(typical) = median(&narrowing) else {
        return "Pairing: no interval, so nothing to narrow.".to_owned();
    };
    let deaths: Vec<&Row> = of_metric(comparison, "oc_deaths").collect();
    let told = HORIZONS.iter().enumerate().filter_map(|(index, week)| {
        let known = deaths.iter().filter_map(|row| row.correlations()[index]);
        let correlation = median(&known.collect::<Vec<f64>>())?;
        Some(format!("{correlation:.2} at week {week}"))
    });
    let told: Vec<String> = told.collect();
    format!(
        "Pairing made intervals narrower by a factor of {typical:.2} (median over policies and \
         metrics). Correlation of oc_deaths with the baseline over replicates (median over \
         policies): {}.{}{}",
        told.join(", "),
        split(&deaths),
        match comparison.units {
            ..ROUGH => format!(
                " Probabilities of means lean on {} units: they are rough.",
                comparison.units
            ),
            _ => String::new(),
        }
    )
}

/// Below so many units probabilities of means are rough.
const ROUGH: usize = 20;

/// Where numbers are drawn: how the variance of differences in deaths splits.
fn split(deaths: &[&Row]) -> String {
    let parts = deaths.iter().filter_map(|row| {
        let (luck, parameters) = (row.variance_luck?, row.variance_parameters?);
        (luck + parameters > 0.0).then(|| parameters / (luck + parameters))
    });
    match median(&parts.collect::<Vec<f64>>()) {
        Some(part) => format!(
            " Of the variance of a difference in oc_deaths between replicates {:.0} % is of parameters, the \
             rest luck (median over policies; an estimate below 0 counts as 0).",
            100.0 * part
        ),
        None => String::new(),
    }
}

fn of_metric<'a>(comparison: &'a Comparison, metric: &str) -> impl Iterator<Item = &'a Row> {
    let rows = comparison.rows.iter();
    rows.filter(move |row| row.metric == metric)
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| format!("{:.0} %", share * 100.0))
}

/// A table: the first column to the left, the others to the right; behind a long name the row goes on
/// below.
fn aligned(table: &[Vec<String>]) -> String {
    let columns = table.first().map_or(0, Vec::len);
    let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max();
    let mut widths: Vec<usize> = (0..columns).filter_map(width).collect();
    if let Some(first) = widths.first_mut() {
        *first = (*first).min(NAME);
    }
    let mut text = String::new();
    for row in table {
        let mut line = String::new();
        if row[0].chars().count() > NAME {
            text += &format!("{}\n", row[0]);
        } else {
            line += &row[0];
        }
        line = format!("{line:0$}", widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            line += &format!("  {cell:>width$}");
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

fn folded(text: &str) -> String {
    lines(text).join("\n") + "\n"
}
