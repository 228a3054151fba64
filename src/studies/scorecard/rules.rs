//! The scorecard file: statements of policy documents about their options, as rules on outcomes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::runs::metrics::compared;
use crate::studies::comparison::outcomes::HORIZONS;
use crate::studies::scorecard::money::Money;

/// The documents' tables as rules.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scorecard {
    /// The policy that policies are held against, where a cell names none.
    pub baseline: String,
    /// Improvement, as a part of what the policy is held against, from which on it is high.
    #[schemars(range(min = 0, max = 1))]
    pub high: f64,
    /// Improvement from which on it is medium; a loss as large is worse.
    #[schemars(range(min = 0, max = 1))]
    pub medium: f64,
    /// Which columns stand for a document's words.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
    /// What documents say of their options.
    #[serde(rename = "cell")]
    pub cells: Vec<Cell>,
    /// What documents say speaks against them.
    #[serde(default, rename = "bad_side")]
    pub bad_sides: Vec<BadSide>,
}

/// Columns that stand for a document's words; the mean over them counts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// The columns.
    #[schemars(length(min = 1))]
    pub columns: Vec<Judged>,
    /// Why they stand for the words.
    pub why: String,
}

/// A column and which way is better.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// A metric of the comparison.
    pub metric: String,
    /// Which way is better.
    pub better: Way,
}

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Less.
    Lower,
    /// More.
    Higher,
}

impl Way {
    /// 1 for more, -1 for less.
    pub fn sign(self) -> f64 {
        match self {
            Self::Lower => -1.0,
            Self::Higher => 1.0,
        }
    }
}

/// What a document says of an option in one respect.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// The document.
    pub document: String,
    /// The option, as the document names it.
    pub option: String,
    /// The policy that is the option.
    pub policy: String,
    /// What it is held against, if not the baseline.
    pub against: Option<String>,
    /// The respect, in the document's words.
    pub cell: String,
    /// The rule that stands for it.
    pub rule: String,
    /// What the document says.
    pub says: Claim,
    /// Whether the simulation could have said otherwise.
    pub tag: Tag,
    /// Where the claim comes from.
    pub source: String,
}

/// What a document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// Much better.
    High,
    /// Somewhat better.
    Medium,
    /// Better, it does not say how much.
    Better,
    /// Before the other in an order, by however little.
    Above,
    /// No better.
    Low,
    /// Worse.
    Worse,
    /// Behind the other in an order, by however little.
    Below,
}

/// Whether the simulation could have said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// It could.
    Outcome,
    /// It follows, for the most part, from a lever.
    Assumption,
}

/// A bad side of an option: where it would show.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BadSide {
    /// The document.
    pub document: String,
    /// The policy it is a bad side of.
    pub policy: String,
    /// What it is held against, if not the baseline.
    pub against: Option<String>,
    /// The bad side, in words.
    pub bad_side: String,
    /// The metric of the comparison in which it would show.
    pub metric: String,
    /// After how many weeks; without it, at the end.
    pub weeks: Option<i32>,
    /// Which way.
    pub shows: Way,
    /// Where the claim comes from.
    pub source: String,
}

impl Scorecard {
    /// The rule of this name.
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// What cannot be, though each value has the right type: where it stands, and why.
    pub fn objections(&self) -> Vec<(Vec<String>, String)> {
        let mut objections = Vec::new();
        if !(0.0 < self.medium && self.medium < self.high && self.high.is_finite()) {
            let message = format!(
                "medium is {} and high {}, expected 0 < medium < high",
                self.medium, self.high
            );
            objections.push((vec!["medium".to_owned()], message));
        }
        let mut object = |path: &[&str], message: String| {
            objections.push((path.iter().map(|key| (*key).to_owned()).collect(), message));
        };
        for (index, rule) in self.rules.iter().enumerate() {
            let at = index.to_string();
            if self.rules[..index].iter().any(|of| of.name == rule.name) {
                object(
                    &["rule", &at, "name"],
                    format!("rule `{}` stands twice", rule.name),
                );
            }
            if rule.columns.is_empty() {
                let message = "no column is named, expected one or more".to_owned();
                object(&["rule", &at, "columns"], message);
            }
            for (column, judged) in rule.columns.iter().enumerate() {
                if let Some(message) = unknown(&judged.metric) {
                    let column = column.to_string();
                    object(&["rule", &at, "columns", &column, "metric"], message);
                }
            }
        }
        for (index, cell) in self.cells.iter().enumerate() {
            let at = index.to_string();
            if self.rule(&cell.rule).is_none() {
                let known: Vec<&str> = self.rules.iter().map(|rule| rule.name.as_str()).collect();
                let known = known.join(", ");
                let message = format!("there is no rule `{}`, expected one of {known}", cell.rule);
                object(&["cell", &at, "rule"], message);
            }
            let same = |of: &&Cell| of.policy == cell.policy && of.cell == cell.cell;
            let same = |of: &&Cell| same(of) && of.document == cell.document;
            if self.cells[..index].iter().find(same).is_some() {
                object(
                    &["cell", &at, "cell"],
                    format!("`{}` of `{}` stands twice", cell.cell, cell.policy),
                );
            }
        }
        for (index, side) in self.bad_sides.iter().enumerate() {
            let at = index.to_string();
            if let Some(message) = unknown(&side.metric) {
                object(&["bad_side", &at, "metric"], message);
            }
            let money = Money::ALL.iter().any(|of| of.name() == side.metric);
            match side.weeks {
                Some(_) if money => object(
                    &["bad_side", &at, "weeks"],
                    format!("`{}` is known at the end only", side.metric),
                ),
                Some(weeks) if !HORIZONS.contains(&weeks) => object(
                    &["bad_side", &at, "weeks"],
                    format!("weeks is {weeks}, expected one of {HORIZONS:?}, or none for the end"),
                ),
                _ => {}
            }
        }
        objections
    }
}

/// What is wrong with the name of a metric, if anything.
fn unknown(metric: &str) -> Option<String> {
    let known: Vec<&str> = compared()
        .map(|(metric, _)| metric.name)
        .chain(Money::ALL.map(Money::name))
        .collect();
    (!known.contains(&metric)).then(|| {
        let known = known.join(", ");
        format!("there is no metric `{metric}`, expected one of {known}")
    })
}
