//! The section `[design]` of an experiment: which points are tried, over what.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use plaza_exploration::points::{Point, factorial, latin_hypercube, morris, one_at_a_time, sobol};
use plaza_exploration::space::{Input, Over};

/// Levels of a range where none are given: of trajectories, and of other designs.
const LEVELS: [u32; 2] = [4, 2];

/// The keys of a range of one's own.
const BOUNDS: [&str; 3] = ["low", "high", "log"];

/// A design of points: the experiment is run at each of them, under every policy, on equal luck; `plaza design` does.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DesignTable {
    /// How points are chosen.
    pub method: Method,
    /// How many points: of `latin_hypercube` and `sobol`; with `matrices`, how many pairs of base points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub points: Option<u32>,
    /// How many trajectories: of `morris`; each has one point more than there are inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub trajectories: Option<u32>,
    /// Levels of each range: of `morris`, an even number (without it 4); of `factorial` and `one_at_a_time` (without
    /// it 2, the ends of the range).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 2))]
    pub levels: Option<u32>,
    /// Matrices made of a `sobol` sequence: `saltelli`, for Sobol's indices of sensitivity; for each pair of base points
    /// two more points than there are inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrices: Option<Matrices>,
    /// The table of points: of `table`. A row is a point, a column an input, named as in `over`; a path ending in .csv
    /// or .parquet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// How rows of a table hang together, where a sampler made them so: `saltelli`, groups of a point A, A with each input
    /// of B in turn, and B, for Sobol's indices; `morris`, trajectories, for elementary effects. Without it each row stands
    /// for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arranged: Option<Arranged>,
    /// Replicates of each point under each policy; replicate r has the same luck at all points.
    #[serde(default = "one")]
    #[schemars(range(min = 1))]
    pub replicates_per_point: u32,
    /// The random seed of the points; without it, that of the experiment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = i64::MAX))]
    pub seed: Option<u64>,
    /// Lets parameters go beyond their ranges.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beyond_ranges: bool,
    /// What is varied, by the names that `--set` knows: `"parameters.recruitment.rate"` (or `"recruitment.rate"`, here
    /// alone), `"levers.LEVER"` in all policies, `"policies.POLICY.LEVER"`, and by lists of choices `map`, `start` (the
    /// week at which policies part) and `weeks`.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    #[schemars(with = "BTreeMap<String, OverTable>")]
    pub over: Table,
}

/// How points are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The rows of a table.
    Table,
    /// A Latin hypercube.
    LatinHypercube,
    /// Sobol's sequence, scrambled.
    Sobol,
    /// Trajectories of Morris.
    Morris,
    /// All combinations of levels.
    Factorial,
    /// The experiment as it is, and one input at a time moved.
    OneAtATime,
}

/// Matrices made of pairs of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Matrices {
    /// Of each pair A and B: A, then A with each input of B in turn, then B.
    Saltelli,
}

/// How points of a table hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Arranged {
    /// Groups of A, A with each input of B in turn, and B.
    Saltelli,
    /// Trajectories: each row moves one input of the row before it, and each input once.
    Morris,
}

/// What an input is varied over, as the file has it: for the JSON Schema.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is of use")]
enum OverTable {
    /// `range`: the range of the parameter or lever, and its prior.
    Range(Whole),
    /// A range of one's own.
    Bounds(Bounds),
    /// Choices.
    Choices(#[schemars(length(min = 2))] Vec<Choice>),
    /// Names of a section, where keys have no quotes.
    Section(BTreeMap<String, serde_json::Value>),
}

/// The word for the whole range.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is of use")]
enum Whole {
    /// All of it.
    Range,
}

/// A range of one's own.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// The least.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// Whether its logarithm is spread evenly, in place of the number.
    #[serde(default)]
    pub log: bool,
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Choice {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

fn one() -> u32 {
    1
}

impl Method {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::LatinHypercube => "latin_hypercube",
            Self::Sobol => "sobol",
            Self::Morris => "morris",
            Self::Factorial => "factorial",
            Self::OneAtATime => "one_at_a_time",
        }
    }

    /// The key of the size of such a design, if more of it contains less: the rest is another design.
    pub fn extends_by(self) -> Option<&'static str> {
        match self {
            Self::Sobol => Some("points"),
            Self::Morris => Some("trajectories"),
            _ => None,
        }
    }
}

impl DesignTable {
    /// What cannot be, though each value has the right type: the key it is about, and why.
    pub fn objections(&self) -> Vec<(&'static str, String)> {
        use Method::{Factorial, LatinHypercube, Morris, OneAtATime, Sobol, Table};
        let method = self.method.name();
        let mut objections = Vec::new();
        let keys = [
            (
                "points",
                self.points.is_some(),
                &[LatinHypercube, Sobol][..],
                true,
            ),
            ("trajectories", self.trajectories.is_some(), &[Morris], true),
            (
                "levels",
                self.levels.is_some(),
                &[Morris, Factorial, OneAtATime],
                false,
            ),
            ("matrices", self.matrices.is_some(), &[Sobol], false),
            ("file", self.file.is_some(), &[Table], true),
            ("arranged", self.arranged.is_some(), &[Table], false),
        ];
        for (key, given, of, needed) in keys {
            let fits = of.contains(&self.method);
            if given && !fits {
                let of: Vec<&str> = of.iter().map(|method| method.name()).collect();
                let message = format!(
                    "a design of method `{method}` has no `{key}`, which is of {}",
                    of.join(", ")
                );
                objections.push((key, message));
            }
            if fits && needed && !given {
                let message = format!("a design of method `{method}` needs `{key}`");
                objections.push(("method", message));
            }
        }
        let mut within = |key: &'static str, value: Option<u32>, least: u32, most: u32| {
            if let Some(value) = value.filter(|value| !(least..=most).contains(value)) {
                let message = format!("{key} is {value}, expected {least} to {most}");
                objections.push((key, message));
            }
        };
        within("points", self.points, 1, sobol::MOST);
        within("trajectories", self.trajectories, 1, 100_000);
        within("levels", self.levels, 2, 1_000);
        within(
            "replicates_per_point",
            Some(self.replicates_per_point),
            1,
            1_000_000,
        );
        if self.method == Morris && self.levels.is_some_and(|levels| levels % 2 == 1) {
            let message =
                "levels of `morris` are an even number, so that a step up or down meets a level";
            objections.push(("levels", message.to_owned()));
        }
        if self.method == Table && !self.over.is_empty() {
            let message = "a table says itself what is varied, expected no `over`";
            objections.push(("over", message.to_owned()));
        }
        if self.method != Table && self.over.is_empty() {
            let message = "nothing is varied, expected one input or more in `[design.over]`";
            objections.push(("over", message.to_owned()));
        }
        objections
    }

    /// Levels of each range.
    pub fn levels(&self) -> u32 {
        let usual = LEVELS[usize::from(self.method != Method::Morris)];
        self.levels.unwrap_or(usual)
    }

    /// How many points there are, of these inputs; none of a table, or where they cannot be counted.
    pub fn size(&self, inputs: &[Input]) -> Option<u32> {
        let all = u32::try_from(inputs.len()).ok()?;
        match (self.method, self.matrices) {
            (Method::Table, _) => None,
            (Method::Sobol, Some(Matrices::Saltelli)) => self.points?.checked_mul(all + 2),
            (Method::LatinHypercube | Method::Sobol, _) => self.points,
            (Method::Morris, _) => self.trajectories?.checked_mul(all + 1),
            (Method::Factorial, _) => factorial::size(inputs, self.levels()),
            (Method::OneAtATime, _) => {
                let levels = inputs.iter().map(|input| match &input.over {
                    Over::Range { .. } => self.levels() as usize,
                    Over::Choices(choices) => choices.len(),
                });
                u32::try_from(1 + levels.sum::<usize>()).ok()
            }
        }
    }

    /// The points, of a method that makes them; `usual` is the experiment as it is.
    pub fn sample(&self, inputs: &[Input], usual: &[f64], seed: u64) -> Vec<Point> {
        let points = self.points.unwrap_or_default();
        match (self.method, self.matrices) {
            (Method::Table, _) => Vec::new(),
            (Method::LatinHypercube, _) => latin_hypercube::sample(inputs, points, seed),
            (Method::Sobol, None) => sobol::sequence(inputs, points, seed),
            (Method::Sobol, Some(Matrices::Saltelli)) => sobol::saltelli(inputs, points, seed),
            (Method::Morris, _) => {
                let trajectories = self.trajectories.unwrap_or_default();
                morris::trajectories(inputs, trajectories, self.levels(), seed)
            }
            (Method::Factorial, _) => factorial::combinations(inputs, self.levels()),
            (Method::OneAtATime, _) => one_at_a_time::points(inputs, usual, self.levels()),
        }
    }

    /// Whether the week at which policies part may be varied.
    pub fn may_vary_start(&self) -> bool {
        self.method == Method::Table || self.over.contains_key("start")
    }

    /// The section without its size, where more of such a design contains less.
    pub fn without_size(&self) -> Self {
        let mut table = self.clone();
        match self.method.extends_by() {
            Some("points") => table.points = None,
            Some(_) => table.trajectories = None,
            None => {}
        }
        table
    }
}

/// The entries of `over`: the keys that lead to each, and what stands there. Keys without quotes are tables in one
/// another, down to what is no table, or one of bounds.
pub fn entries(over: &Table) -> Vec<(Vec<String>, &Value)> {
    let leads_on = |value: &Value| value.is_table() || value.is_array() || value.is_str();
    let of_bounds = |table: &Table| BOUNDS.iter().any(|key| table.contains_key(*key));
    let mut entries = Vec::new();
    for (key, value) in over {
        match value {
            Value::Table(below) if below.values().any(leads_on) && !of_bounds(below) => {
                for (mut keys, value) in self::entries(below) {
                    keys.insert(0, key.clone());
                    entries.push((keys, value));
                }
            }
            value => entries.push((vec![key.clone()], value)),
        }
    }
    entries
}
