//! Stub.
use schemars::JsonSchema;
use serde::Deserialize;

/// Stub.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {}
