//! Stub.
use schemars::JsonSchema;
use serde::Deserialize;

use crate::units::{Sourced, WeeklyRate};

/// Numbers of recruitment.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Recruits per member [1/week].
    pub rate: Sourced<WeeklyRate>,
}
