//! Optional records of a run.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The records wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Rows of the table `municipalities`: every one, only those where something happens, or means
    /// over replicates.
    #[serde(default)]
    pub municipalities: RecordMunicipalities,
    /// Whether the table `lives` is recorded.
    #[serde(default)]
    pub lives: bool,
    /// Whether the table `panel` is written: never, of every replicate, or of these replicates.
    #[serde(default)]
    pub panel: RecordPanel,
    /// What is recorded otherwise of single policies, by their names in the results: of those of the
    /// file and of those asked for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub of: BTreeMap<String, RecordOf>,
}

/// The records of one policy otherwise than of the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordOf {
    /// Rows of the table `municipalities`: `all` or `active`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipalities: Option<RecordMunicipalities>,
    /// Whether the table `panel` is written: never, of every replicate, or of these replicates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel: Option<RecordPanel>,
}

impl Record {
    /// Whether the policy with this name has a row for every municipality and year.
    pub fn every_municipality(&self, policy: &str) -> bool {
        let otherwise = self.of.get(policy).and_then(|of| of.municipalities);
        otherwise.unwrap_or(self.municipalities) != RecordMunicipalities::Active
    }

    /// The replicates of which the table `panel` is written under the policy with this name.
    pub fn panel_of(&self, policy: &str) -> &RecordPanel {
        let otherwise = self.of.get(policy).and_then(|of| of.panel.as_ref());
        otherwise.unwrap_or(&self.panel)
    }
}

/// Replicates of which the table `panel` is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected `true`, `false` or a list of replicates"
)]
pub enum RecordPanel {
    /// All or none.
    Every(bool),
    /// These.
    Replicates(BTreeSet<u32>),
}

impl Default for RecordPanel {
    fn default() -> Self {
        Self::Every(false)
    }
}

impl RecordPanel {
    /// Whether the panel of this replicate is written.
    pub fn holds(&self, replicate: u32) -> bool {
        match self {
            Self::Every(every) => *every,
            Self::Replicates(these) => these.contains(&replicate),
        }
    }
}

/// Rows of the table `municipalities`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordMunicipalities {
    /// Every municipality and year.
    All,
    /// Those with an organization, a crime of one, captured police or a mobile unit.
    #[default]
    Active,
    /// Every municipality and year, as means over replicates.
    Mean,
}
