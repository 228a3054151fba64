//! The answer of the page: the tables of `plaza compare` and its kin row by row, and a sentence for each policy and
//! metric.

use serde_json::{Map as Object, Value as Json, json};

use plaza_batch::problem::Problem;
use plaza_engine::few;

use crate::explore::pack::Chunk;
use crate::report::answer::units;
use crate::report::table::{Csv, Record, written};
use crate::runs::made::{Made, Standing};
use crate::setup::results::Results;

/// Tables that the page shows where they were made of these results: the file, and its name in the page.
const TABLES: [(&str, &str); 14] = [
    ("comparison.csv", "comparison"),
    ("cost_effect.csv", "costs"),
    ("scorecard.csv", "scorecard"),
    ("validation.csv", "validation"),
    ("scores.csv", "scores"),
    ("hindcast_skill.csv", "skill"),
    ("breakdown.csv", "breakdown"),
    ("marginal.csv", "marginal"),
    ("summary.csv", "summary"),
    ("attribution.csv", "attribution"),
    ("twin_effects.csv", "twin_effects"),
    ("twin_curve.csv", "twin_curve"),
    ("twin_map.csv", "twin_map"),
    ("twin_pairs.csv", "twin_pairs"),
];

/// What policies change by place over all years, with false discoveries controlled.
const BY_PLACE: &str = "difference_map.csv";

/// The column of codes of places, which keep their leading zeros.
const PLACE: &str = "municipality";

/// The chunk `answer`, and where it was made `difference_map`.
pub fn chunks(results: &Results, made: &Made) -> Result<Vec<Chunk>, Vec<Problem>> {
    let mut chunks = vec![answer(results, made)?];
    if made.standing(BY_PLACE) == Standing::Current
        && let Some(table) = Csv::find(&results.folder.join(BY_PLACE))?
    {
        let mut by_place = Object::new();
        for title in ["policy", "municipality", "clear"] {
            let texts: Vec<&str> = table.rows().map(|row| row.text(title)).collect();
            by_place.insert(title.to_owned(), json!(texts));
        }
        for title in ["mean", "low", "high"] {
            let numbers = table.rows().map(|row| row.number(title).map(short));
            let numbers: Vec<Option<f64>> = numbers.collect();
            by_place.insert(title.to_owned(), json!(numbers));
        }
        chunks.push(Chunk::json("difference_map", &Json::Object(by_place)));
    }
    Ok(chunks)
}

/// A number with the four digits that matter most.
fn short(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// The chunk `answer`; `baseline` is what `plaza compare` compared with, which need not be the experiment's.
fn answer(results: &Results, made: &Made) -> Result<Chunk, Vec<Problem>> {
    let mut tables = Object::new();
    for (file, name) in TABLES {
        // What a design discovers is told by itself (`hangs`).
        if results.manifest.design.is_none()
            && made.standing(file) == Standing::Current
            && let Some(table) = Csv::find(&results.folder.join(file))?
        {
            tables.insert(name.to_owned(), columns(&table));
        }
    }
    let mut sentences = Object::new();
    let mut note = None;
    let mut compared = None;
    if let Some(comparison) = made_comparison(results, made)? {
        let mut rows = comparison.rows();
        let baseline = rows.find(|row| row.text("verdict") == "baseline");
        let baseline = baseline.map_or("", |row| row.text("policy"));
        compared = (!baseline.is_empty()).then(|| baseline.to_owned());
        for row in comparison.rows() {
            if let Some(told) = sentence(row, baseline) {
                let key = format!("{}:{}", row.text("policy"), row.text("metric"));
                sentences.insert(key, json!(told));
            }
        }
        let replicates = comparison.rows().next();
        let replicates = replicates.and_then(|row| row.text("replicates").parse().ok());
        if let Ok(loaded) = results.loaded() {
            note = few::note(units(&loaded.design, replicates.unwrap_or(0)));
        }
    }
    Ok(Chunk::json(
        "answer",
        &json!({ "tables": tables, "sentences": sentences, "note": note, "baseline": compared }),
    ))
}

fn made_comparison(results: &Results, made: &Made) -> Result<Option<Csv>, Problem> {
    match made.standing("comparison.csv") {
        Standing::Current => Csv::find(&results.folder.join("comparison.csv")),
        _ => Ok(None),
    }
}

/// A table column by column: numbers as numbers where all cells of a column are, or are empty; codes of places as text.
pub fn columns(table: &Csv) -> Json {
    let mut all = Object::new();
    for title in table.titles() {
        let texts: Vec<&str> = table.rows().map(|row| row.text(title)).collect();
        let number = |text: &&str| text.is_empty() || text.parse::<f64>().is_ok_and(f64::is_finite);
        let column: Vec<Json> = match title != PLACE && texts.iter().all(number) {
            true => texts
                .iter()
                .map(|text| json!(text.parse::<f64>().ok()))
                .collect(),
            false => texts.iter().map(|text| json!(text)).collect(),
        };
        all.insert(title.clone(), json!(column));
    }
    Json::Object(all)
}

/// What a metric is called in a sentence.
pub fn named(metric: &str) -> String {
    match metric {
        "oc_deaths" => "organized-crime deaths".to_owned(),
        "bystander_deaths" => "bystanders killed".to_owned(),
        "displaced" => "people displaced".to_owned(),
        "budget_spent" => "spending".to_owned(),
        other => other.replace('_', " "),
    }
}

/// A policy against the baseline in one metric; nothing of the baseline itself.
fn sentence(row: Record<'_>, baseline: &str) -> Option<String> {
    if row.text("verdict") == "baseline" {
        return None;
    }
    let metric = named(row.text("metric"));
    let size = match row.text("unit") {
        "1" => in_points(row, &metric, baseline)?,
        _ => in_percent(row, &metric, baseline)?,
    };
    Some(format!("{size}. {}", certainty(row)))
}

/// A difference between shares in points of a hundred: of four percent seven times as much says little.
fn in_points(row: Record<'_>, metric: &str, baseline: &str) -> Option<String> {
    let difference = row.number("difference")?;
    let way = |value: f64| if value > 0.0 { "higher" } else { "lower" };
    let points = |value: f64| format!("{} points {}", written(100.0 * value.abs()), way(value));
    let from = match (row.number("baseline"), row.number("mean")) {
        (Some(before), Some(mean)) => format!(
            ", from {} % to {} %",
            written(100.0 * before),
            written(100.0 * mean)
        ),
        _ => String::new(),
    };
    let ends = match (row.number("low"), row.number("high")) {
        (Some(low), Some(high)) => {
            format!(" (95 % interval: {} to {})", points(low), points(high))
        }
        _ => String::new(),
    };
    let size = points(difference);
    Some(format!("{metric} {size} than under {baseline}{from}{ends}"))
}

/// A difference between counts or amounts in percent of the baseline's; as it is, where the baseline has none.
fn in_percent(row: Record<'_>, metric: &str, baseline: &str) -> Option<String> {
    let difference = row.number("difference")?;
    // What is measured is less, what is counted is fewer.
    let unit = row.text("unit");
    let measured = unit.contains('/') || unit.starts_with("dollar");
    let less = if measured { "less" } else { "fewer" };
    let way = |value: f64| if value > 0.0 { "more" } else { less };
    let percent = |value: f64| format!("{} % {}", written(100.0 * value.abs()), way(value));
    let told = match (
        row.number("relative"),
        row.number("relative_low"),
        row.number("relative_high"),
    ) {
        (Some(relative), Some(low), Some(high)) => format!(
            "{} {metric} than under {baseline} (95 % interval: {} to {})",
            percent(relative),
            percent(low),
            percent(high)
        ),
        _ => {
            let ends = match (row.number("low"), row.number("high")) {
                (Some(low), Some(high)) => {
                    format!(" (95 % interval: {} to {})", written(low), written(high))
                }
                _ => String::new(),
            };
            format!("{metric}: {} against {baseline}{ends}", written(difference))
        }
    };
    Some(told)
}

/// How sure it is, in words: what the verdict of the table says, and no more.
fn certainty(row: Record<'_>) -> String {
    let share = row
        .number("better_share")
        .filter(|_| row.text("verdict") != "too few");
    let futures = share.map_or_else(String::new, |share| {
        let (percent, word) = match share >= 0.5 {
            true => (100.0 * share, "Better"),
            false => (100.0 * (1.0 - share), "Worse"),
        };
        format!(" {word} in {percent:.0} % of the futures.")
    });
    let clear_alone = match (row.number("low"), row.number("high")) {
        (Some(low), Some(high)) => low > 0.0 || high < 0.0,
        _ => false,
    };
    let told = match row.text("verdict") {
        "better" | "worse" => "Clear, also when all policies and measures are tested together.",
        "higher" | "lower" => "Differs clearly; more is neither better nor worse.",
        "equivalent" => "Surely so small that it does not matter.",
        "same" => "Equal in every future.",
        "too few" => "Too few futures for a verdict.",
        _ if clear_alone => "Clear on its own, not after correction for all comparisons.",
        _ => "Not clear: it may be either way.",
    };
    format!("{told}{futures}")
}
