//! The answer first: every policy against the baseline.

use maud::{Markup, html};

use plaza_engine::few;
use plaza_model::policy::policy;

use crate::report::material::Material;
use crate::report::table::{Csv, Record, written};
use crate::runs::design::{Design, Sharing};
use crate::studies::comparison::units::Units;

/// The metrics of the first table, and what they are called.
const HEADLINES: [(&str, &str); 6] = [
    ("oc_deaths", "organized-crime deaths"),
    ("bystander_deaths", "bystanders killed"),
    ("extortions", "extortions"),
    ("displaced", "displaced"),
    ("organizations", "organizations at the end"),
    ("budget_spent", "budget spent"),
];

/// The figures that belong to it.
pub const FIGURES: [&str; 4] = ["forest", "breakdown", "policy_metrics", "cost_effect"];

/// Columns of the whole comparison.
const COLUMNS: [&str; 15] = [
    "policy",
    "metric",
    "unit",
    "direction",
    "baseline",
    "mean",
    "difference",
    "low",
    "high",
    "holm_low",
    "holm_high",
    "verdict",
    "better_share",
    "best_probability",
    "correlation_52",
];

/// The comparison; without one, that there is nothing to compare with.
pub fn section(of: &Material<'_>) -> Option<Markup> {
    let Some(comparison) = &of.comparison else {
        return Some(html! { p { "There is one policy only: nothing to compare it with." } });
    };
    let is_baseline = |row: &Record<'_>| row.text("verdict") == "baseline";
    let baseline = comparison.rows().find(is_baseline)?.text("policy");
    let replicates = comparison.rows().next()?.text("replicates");
    let few = few::note(units(&of.loaded.design, replicates.parse().unwrap_or(0)));
    let policies = others(comparison, baseline);
    let known = |metric: &str| comparison.rows().any(|row| row.text("metric") == metric);
    let shown: Vec<_> = HEADLINES.iter().filter(|(name, _)| known(name)).collect();
    Some(html! {
        p {
            "Every policy less " b { (baseline) } ", replicate by replicate on equal luck: the same seeds, "
            "so that a difference is the policy's and not chance's. Mean of " (replicates)
            " paired differences, as a share of the baseline, with the 95 % interval of the mean in "
            "brackets. Better and worse are said only where a difference stays clear of zero when all "
            "policies and metrics are tested together (Holm, 5 %); equivalent: surely within the margin."
        }
        @if let Some(few) = few { p { b { (few) } } }
        (in_words(comparison, baseline))
        div.scroll tabindex="0" role="region" aria-label="policies against the baseline" {
            table {
                caption { "Differences to " (baseline) ", with 95 % intervals and verdicts" }
                thead { tr { th scope="col" { "policy" } @for (_, title) in &shown { th scope="col" { (title) } } } }
                tbody {
                    @for policy in &policies {
                        tr {
                            th scope="row" { (policy) @if let Some(gloss) = gloss(of, policy) { br; span.soft { (gloss) } } }
                            @for (metric, _) in &shown { (cell(comparison, policy, metric)) }
                        }
                    }
                }
            }
        }
        @for name in FIGURES { (of.figures.figure(name, of.manifest)) }
        details {
            summary { "The whole comparison: all policies and metrics" }
            (comparison.some_columns(&COLUMNS, "low, high: 95 % interval of the mean difference; \
                holm_low, holm_high: adjusted for the whole family of tests; better_share: share of \
                replicates in which the policy is better; best_probability: chance of the best mean; \
                correlation_52: of policy and baseline over replicates, a year after they part."))
        }
    })
}

/// What a policy is, in half a line.
fn gloss<'a>(of: &'a Material<'_>, policy: &str) -> Option<&'a str> {
    let mut policies = of.loaded.design.policies.iter();
    let policy = policies.find(|known| known.name == policy)?;
    Some(policy::gloss(&policy.about)).filter(|gloss| !gloss.is_empty())
}

/// The policies but for the baseline, in the order of the file.
fn others<'a>(comparison: &'a Csv, baseline: &str) -> Vec<&'a str> {
    let mut policies: Vec<&str> = Vec::new();
    for row in comparison.rows() {
        let policy = row.text("policy");
        if policy != baseline && !policies.contains(&policy) {
            policies.push(policy);
        }
    }
    policies
}

/// What OC deaths come to, in a sentence for each verdict.
fn in_words(comparison: &Csv, baseline: &str) -> Markup {
    let under = |verdicts: &[&str]| {
        let rows = comparison
            .rows()
            .filter(|row| row.text("metric") == "oc_deaths");
        let found = rows.filter(|row| verdicts.contains(&row.text("verdict")));
        found
            .map(|row| row.text("policy"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let told = [
        (
            "Fewer organized-crime deaths than under",
            under(&["better"]),
        ),
        ("More than under", under(&["worse"])),
        (
            "No difference that matters to",
            under(&["equivalent", "same"]),
        ),
        ("Not clear against", under(&["unclear"])),
        (
            "Too few replicates for a verdict against",
            under(&["too few"]),
        ),
    ];
    html! {
        ul {
            @for (what, policies) in told.iter().filter(|(_, policies)| !policies.is_empty()) {
                li { (what) " " (baseline) ": " b { (policies) } "." }
            }
        }
    }
}

/// How many of these replicates are independent of one another.
pub fn units(of: &Design, replicates: u32) -> usize {
    let draws = of.draws.as_ref();
    let sharing = draws.map_or(Sharing::in_a_row(1), |draws| draws.sharing);
    Units::of(&(0..replicates).collect::<Vec<_>>(), sharing).count()
}

fn cell(comparison: &Csv, policy: &str, metric: &str) -> Markup {
    let mut rows = comparison.rows();
    let found = rows.find(|row| row.text("policy") == policy && row.text("metric") == metric);
    let Some(row) = found else {
        return html! { td { } };
    };
    let verdict = row.text("verdict");
    let class = match verdict {
        "better" => "n better",
        "worse" => "n worse",
        _ => "n",
    };
    html! { td class=(class) { (difference(row)) br; span.soft { (verdict) } } }
}

/// A difference in percent of the baseline, or in its own unit where the baseline is zero.
fn difference(row: Record<'_>) -> String {
    let Some(baseline) = row.number("baseline") else {
        return String::new();
    };
    if baseline == 0.0 || row.number("relative").is_none() {
        let value = |column| row.number(column).map(written);
        let mean = value("difference").unwrap_or_default();
        return match (value("low"), value("high")) {
            (Some(low), Some(high)) => format!("{mean} [{low}, {high}]"),
            _ => mean,
        };
    }
    let value = |column| {
        let share = row.number(column);
        share.map(|share| format!("{:+.1}", 100.0 * share))
    };
    let mean = value("relative").unwrap_or_default();
    match (value("relative_low"), value("relative_high")) {
        (Some(low), Some(high)) => format!("{mean} % [{low}, {high}]"),
        (Some(low), None) => format!("{mean} % [{low}, unbounded]"),
        _ => format!("{mean} %"),
    }
}

/// All figures but those of the answer.
pub fn other_figures(of: &Material<'_>) -> Option<Markup> {
    let names = of.figures.0.iter().map(|(name, _)| name.as_str());
    let others: Vec<&str> = names.filter(|name| !FIGURES.contains(name)).collect();
    (!others.is_empty())
        .then(|| html! { @for name in others { (of.figures.figure(name, of.manifest)) } })
}
