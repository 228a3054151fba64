//! What a design varies: inputs, and over what.

use serde::{Deserialize, Serialize};

/// One input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// Its full name, as in `parameters.recruitment.rate`.
    pub name: String,
    /// What it is varied over.
    pub over: Over,
}

/// What an input is varied over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Numbers of a range, bounds included.
    Range {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
        /// Whether its logarithm is spread evenly, in place of the number.
        log: bool,
    },
    /// One of some choices; a number of a point is the index of one, from 0.
    Choices(Vec<String>),
}
