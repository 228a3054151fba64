//! A comparison on screen: deaths with everything, then all metrics at a glance, then costs.

use plaza_batch::layout::{Table, cut, folded, numbers, words};
use plaza_engine::few;
use plaza_engine::statistics::median;

use plaza_engine::numbers::{digits, grouped};

use crate::runs::design::TEST;
use crate::runs::metrics::{Direction, compared};
use crate::setup::results::Results;
use crate::studies::comparison::Comparison;
use crate::studies::comparison::cost_effect::{ALL, CostEffect};
use crate::studies::comparison::outcomes::HORIZONS;
use crate::studies::comparison::row::{Row, Verdict};

/// The answer: each policy's organized-crime deaths against the baseline's, with what it stands on.
pub fn answer(comparison: &Comparison, width: usize) -> String {
    let alike = comparison.alike.iter().map(|policies| {
        let told = format!(
            "{} end the same in every replicate, but for what they cost: what tells them apart did nothing here.",
            policies.join(", ")
        );
        folded(&told, width)
    });
    head(comparison, width) + &deaths(comparison, width) + &alike.collect::<String>()
}

/// Characters that say what a policy is, where its name leaves less.
const LEAST: usize = 40;

/// A line for each policy of a folder that says what it is, as far as its file is there.
pub fn glosses(results: &Results, policies: &[String], width: usize) -> String {
    let longest = policies.iter().map(|policy| policy.chars().count());
    let room = width.saturating_sub(longest.max().unwrap_or(0) + 2);
    let mut table = Table::new([words("policy"), words("in short")]);
    for policy in policies {
        let gloss = cut(&results.gloss(policy), room.max(LEAST));
        table.row([policy.clone(), gloss]);
    }
    table.fit(width)
}

/// The answer, and all else there is to tell.
pub fn screen(comparison: &Comparison, width: usize) -> String {
    [
        answer(comparison, width),
        matrix(comparison, width),
        levers(comparison, width),
        costs(comparison, width),
        folded(&pairing(comparison), width),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join("\n")
}

fn head(comparison: &Comparison, width: usize) -> String {
    let units = match comparison.by_draw {
        true => format!(
            ", in {} draws of the parameters, whose means are what intervals are made of",
            comparison.units
        ),
        false => String::new(),
    };
    let head = format!(
        "{} replicates on equal luck{units}; each policy less {}, mean of the paired differences, \
         counted from the week policies part.",
        comparison.replicates, comparison.baseline
    );
    let test = comparison.test.then(|| TEST.to_owned());
    let told = [test, Some(head), few::note(comparison.units)];
    let told = told.iter().flatten().map(|text| folded(text, width));
    told.collect()
}

/// OC deaths with all that is said of them.
fn deaths(comparison: &Comparison, width: usize) -> String {
    let mut table = Table::new([
        words("oc_deaths"),
        numbers("mean"),
        numbers("difference"),
        numbers("95 % interval"),
        words("verdict"),
        numbers("better in"),
        numbers("best"),
        numbers("regret"),
        numbers("Holm's"),
    ]);
    for row in of_metric(comparison, "oc_deaths").filter(|row| whole(comparison, &row.policy)) {
        let size = digits(row.mean.abs());
        let number = |value: f64| grouped(value, size);
        let interval = |low: Option<f64>, high: Option<f64>| match (low, high) {
            (Some(low), Some(high)) => format!("[{}, {}]", number(low), number(high)),
            _ => String::new(),
        };
        let baseline = row.verdict == Verdict::Baseline;
        table.row([
            row.policy.clone(),
            number(row.mean),
            Some(number(row.difference))
                .filter(|_| !baseline)
                .unwrap_or_default(),
            interval(row.low, row.high),
            row.verdict.name().to_owned(),
            percent(row.better_share),
            percent(row.best_probability),
            row.expected_regret.map_or_else(String::new, number),
            interval(row.holm_low, row.holm_high),
        ]);
    }
    table.fit(width)
}

/// Every metric under every policy: the relative difference and a mark.
fn matrix(comparison: &Comparison, width: usize) -> String {
    let policies = comparison.rows.chunk_by(|a, b| a.policy == b.policy);
    let shown =
        |rows: &&[Row]| rows[0].policy != comparison.baseline && whole(comparison, &rows[0].policy);
    let others = policies.filter(shown);
    let others: Vec<&[Row]> = others.collect();
    let headings = others.iter().map(|rows| numbers(&rows[0].policy));
    let mut table = Table::new([words("")].into_iter().chain(headings));
    for (metric, direction) in compared() {
        let sign = match direction {
            Direction::Lower => " (-)",
            Direction::Higher => " (+)",
            Direction::None => "",
        };
        let of = |rows: &&[Row]| {
            let found = rows.iter().find(|row| row.metric == metric.name);
            found.map_or_else(String::new, cell)
        };
        let name = [format!("{}{sign}", metric.name)].into_iter();
        table.row(name.chain(others.iter().map(of)));
    }
    let margin = comparison.margin * 100.0;
    let note = format!(
        "Difference relative to {}; (-) less is better, (+) more is. B better, W worse: clear of zero \
         after Holm's step-down over all policies and metrics with a direction; = equivalent: surely \
         within {margin} % of the baseline (two one-sided tests at 5 %); ? none of these. Without a \
         direction: H higher, L lower (95 %). same: equal in every replicate.",
        comparison.baseline
    );
    table.fit(width) + "\n" + &folded(&note, width)
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
fn costs(comparison: &Comparison, width: usize) -> String {
    let mut table = Table::new([
        words("deaths and cost"),
        numbers("deaths"),
        numbers("million $"),
        numbers("-deaths -$"),
        numbers("-deaths +$"),
        numbers("+deaths -$"),
        numbers("+deaths +$"),
        numbers("$ a death"),
        numbers("-deaths a bn $"),
        numbers("frontier"),
    ]);
    let all = |row: &&CostEffect| row.payer == ALL && whole(comparison, &row.policy);
    for row in comparison.cost_effects.iter().filter(all) {
        let millions = row.cost_difference / 1e6;
        let difference = |value: f64| match row.policy == comparison.baseline {
            true => String::new(),
            false => grouped(value, digits(value.abs())),
        };
        let price = row.dollars_per_death.map(|price| grouped(price, 0));
        table.row([
            row.policy.clone(),
            difference(row.deaths_difference),
            difference(millions),
            percent(row.fewer_cheaper),
            percent(row.fewer_dearer),
            percent(row.more_cheaper),
            percent(row.more_dearer),
            price.unwrap_or_default(),
            span([row.averted_per_billion, row.averted_low, row.averted_high]),
            percent(row.frontier_probability),
        ]);
    }
    let note = "-deaths -$: the probability of fewer deaths at less cost, and so on, of means over futures (Bayesian \
                bootstrap) and over prices, as are best and regret above over futures. Prices are assumed: \
                configs/levers.toml. Dollars paid for each death avoided, or saved for each death more, where both \
                differences are clear of zero and go opposite ways; deaths avoided for each billion more, where the cost is \
                clear above zero, with its 95 % interval of luck and prices.";
    table.fit(width) + &folded(note, width)
}

/// What single levers do, where policies were also run without them.
fn levers(comparison: &Comparison, width: usize) -> String {
    if comparison.marginals.is_empty() {
        return String::new();
    }
    let mut table = Table::new([
        words("policy"),
        words("its lever"),
        numbers("deaths"),
        numbers("million $"),
        numbers("-deaths a bn $"),
    ]);
    for row in &comparison.marginals {
        let millions = [Some(row.cost_difference), row.cost_low, row.cost_high];
        table.row([
            row.policy.clone(),
            row.lever.clone(),
            span([Some(row.deaths_difference), row.deaths_low, row.deaths_high]),
            span(millions.map(|end| end.map(|dollars| dollars / 1e6))),
            span([row.averted_per_billion, row.averted_low, row.averted_high]),
        ]);
    }
    let note = "Each policy less the same without one of its levers, which is then as in the policy that it extends: \
                what the lever does where the others are. 95 % intervals, of costs with what is not known of prices; \
                of so many, one in twenty misses.";
    table.fit(width) + &folded(note, width)
}

/// A number with its interval, as far as they are there.
fn span(ends: [Option<f64>; 3]) -> String {
    let [Some(mean), low, high] = ends else {
        return String::new();
    };
    let size = digits(
        ends.iter()
            .flatten()
            .fold(0.0, |most, end| most.max(end.abs())),
    );
    let number = |value: f64| grouped(value, size);
    match (low, high) {
        (Some(low), Some(high)) => {
            format!("{} [{}, {}]", number(mean), number(low), number(high))
        }
        _ => number(mean),
    }
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

/// Whether a policy is no other one without one lever: what those do stands in a table of its own.
fn whole(comparison: &Comparison, policy: &str) -> bool {
    !comparison.without.iter().any(|known| known == policy)
}

fn of_metric<'a>(comparison: &'a Comparison, metric: &str) -> impl Iterator<Item = &'a Row> {
    let rows = comparison.rows.iter();
    rows.filter(move |row| row.metric == metric)
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(String::new, |share| format!("{:.0} %", share * 100.0))
}
