//! Curves of the country: columns of the table `national`, month by month.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use plaza_batch::problem::Problem;
use plaza_batch::table::{Column, Kind, find};
use plaza_engine::quantiles::of_sorted;
use plaza_engine::statistics::MeanEstimate;

use crate::explore::pack::{Chunk, placed};
use crate::runs::dictionary::NATIONAL;
use crate::runs::dictionary::months::WEEKS;
use crate::runs::dictionary::national::NationalRow;
use crate::setup::crossing::name_of_kept;
use crate::setup::results::Results;

/// The columns drawn: fragmentation first.
const COLUMNS: [&str; 24] = [
    "organizations",
    "effective_organizations",
    "largest_share",
    "groups",
    "members",
    "oc_deaths",
    "oc_deaths_between",
    "oc_deaths_state",
    "bystander_deaths",
    "other_homicides",
    "extortions",
    "kidnappings",
    "displaced",
    "violent_municipalities",
    "leaders_removed",
    "splits",
    "wars",
    "flow_delivered",
    "fear",
    "trust_police",
    "approval",
    "impunity",
    "soldiers",
    "budget_spent",
];

/// A column of the page.
#[derive(Debug, Serialize)]
pub struct Shown {
    name: &'static str,
    unit: &'static str,
    formula: &'static str,
    /// Whether it is counted over the month, and not as it stands at its end.
    counted: bool,
}

/// The months of one replicate, column by column.
type Months = Vec<Vec<f64>>;

/// Lists of a column: mean, low, high, median; difference, low, high.
const LISTS: usize = 7;

/// Confidence of the interval of a mean difference.
const CONFIDENCE: f64 = 0.95;

/// Adds chunks `national:POLICY`; gives the columns that they hold.
pub fn chunks(results: &Results, to: &mut Vec<Chunk>) -> Result<Vec<Shown>, Vec<Problem>> {
    let columns = COLUMNS.map(|name| find(NationalRow::COLUMNS, name));
    let baseline = baseline(results)?;
    let against = match results.manifest.policies.contains_key(&baseline) {
        true => replicates(results, &baseline, &columns)?,
        false => BTreeMap::new(),
    };
    for policy in results.manifest.policies.keys() {
        let mine = match *policy == baseline {
            true => against.clone(),
            false => replicates(results, policy, &columns)?,
        };
        let mut bytes = Vec::new();
        let mut bounds = Vec::new();
        for column in 0..columns.len() {
            for list in lists(&mine, &against, column) {
                bounds.push(placed(&list, &mut bytes));
            }
        }
        to.push(Chunk::new(format!("national:{policy}"), &bytes));
        to.push(Chunk::json(format!("bounds:{policy}"), &json!(bounds)));
    }
    let shown = columns.map(|column| Shown {
        name: column.name,
        unit: column.unit,
        formula: column.formula,
        counted: column.kind == Kind::Count,
    });
    Ok(shown.into())
}

/// The policy that the others are held against: that of the table months, or else the usual one.
pub fn baseline(results: &Results) -> Result<String, Problem> {
    let named = results.experiment()?.baseline.as_deref();
    let usual = results.manifest.baseline().unwrap_or_default();
    Ok(named.map_or_else(|| usual.to_owned(), name_of_kept))
}

/// The months of every replicate of a policy.
fn replicates(
    results: &Results,
    policy: &str,
    columns: &[&Column],
) -> Result<BTreeMap<i64, Months>, Problem> {
    let mut names = vec!["policy", "replicate", "week"];
    names.extend(columns.iter().map(|column| column.name));
    let months = (results.manifest.weeks / WEEKS) as usize;
    let mut all: BTreeMap<i64, Months> = BTreeMap::new();
    for block in results.blocks_of(policy) {
        let rows = block.columns(&NATIONAL, &names)?;
        let (replicates, weeks) = (rows.numbers("replicate"), rows.numbers("week"));
        for (index, column) in columns.iter().enumerate() {
            let values = rows.numbers(column.name);
            for (row, value) in values.into_iter().enumerate() {
                let month = weeks[row] as usize / WEEKS as usize;
                if month >= months {
                    continue;
                }
                let of = all.entry(replicates[row] as i64);
                let of = of.or_insert_with(|| vec![vec![0.0; months]; columns.len()]);
                let there = &mut of[index][month];
                *there = match column.kind {
                    Kind::Count => *there + value,
                    _ => value,
                };
            }
        }
    }
    Ok(all)
}

/// The lists of a column, month by month; `low` and `high` are 5 % and 95 % of the replicates, those of the difference
/// the interval of its mean.
fn lists(
    mine: &BTreeMap<i64, Months>,
    baseline: &BTreeMap<i64, Months>,
    column: usize,
) -> [Vec<f64>; LISTS] {
    let months = mine.values().next().map_or(0, |of| of[column].len());
    let mut lists: [Vec<f64>; LISTS] = Default::default();
    for month in 0..months {
        let mut values: Vec<f64> = mine.values().map(|of| of[column][month]).collect();
        values.retain(|value| value.is_finite());
        values.sort_by(f64::total_cmp);
        let known = !values.is_empty();
        let quantile = |p| {
            if known {
                of_sorted(&values, p)
            } else {
                f64::NAN
            }
        };
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let pairs = mine.iter().filter_map(|(replicate, of)| {
            let theirs = baseline.get(replicate)?[column][month];
            let difference = of[column][month] - theirs;
            difference.is_finite().then_some(difference)
        });
        let pairs: Vec<f64> = pairs.collect();
        let difference = pairs.iter().sum::<f64>() / pairs.len() as f64;
        let estimate = MeanEstimate::of_differences(&pairs);
        let [low, high] = estimate.map_or([f64::NAN; 2], |of| of.interval(CONFIDENCE));
        let told = [
            mean,
            quantile(0.05),
            quantile(0.95),
            quantile(0.5),
            difference,
            low,
            high,
        ];
        for (list, value) in lists.iter_mut().zip(told) {
            list.push(value);
        }
    }
    lists
}
