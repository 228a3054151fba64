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
    pub panel: RecordReplicates,
    /// Whether the table `pairs` is written: never, of every replicate, or of these replicates.
    #[serde(default, skip_serializing_if = "RecordReplicates::is_none")]
    pub pairs: RecordReplicates,
    /// Whether the table `control` is written: never, of every replicate, or of these replicates.
    #[serde(default, skip_serializing_if = "RecordReplicates::is_none")]
    pub control: RecordReplicates,
    /// Whether the table `months` is written, of which `plaza explore` makes its page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub months: bool,
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
    pub panel: Option<RecordReplicates>,
    /// Whether the table `pairs` is written: never, of every replicate, or of these replicates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<RecordReplicates>,
    /// Whether the table `control` is written: never, of every replicate, or of these replicates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<RecordReplicates>,
}

/// The weekly tables that are written of the replicates asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weekly {
    /// Municipalities: `panel`.
    Panel,
    /// Who killed whom: `pairs`.
    Pairs,
    /// Cells: `control`.
    Control,
}

impl Weekly {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Panel, Self::Pairs, Self::Control];

    /// The table's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Panel => "panel",
            Self::Pairs => "pairs",
            Self::Control => "control",
        }
    }
}

impl Record {
    /// Whether the policy with this name has a row for every municipality and year.
    pub fn every_municipality(&self, policy: &str) -> bool {
        let otherwise = self.of.get(policy).and_then(|of| of.municipalities);
        otherwise.unwrap_or(self.municipalities) != RecordMunicipalities::Active
    }

    /// The replicates of which a weekly table is written, where no policy says otherwise.
    pub fn weekly(&self, table: Weekly) -> &RecordReplicates {
        match table {
            Weekly::Panel => &self.panel,
            Weekly::Pairs => &self.pairs,
            Weekly::Control => &self.control,
        }
    }

    /// The replicates of which a weekly table is written under the policy with this name.
    pub fn weekly_of(&self, table: Weekly, policy: &str) -> &RecordReplicates {
        let otherwise = self.of.get(policy).and_then(|of| of.weekly(table));
        otherwise.unwrap_or(self.weekly(table))
    }

    /// Whether a weekly table of this replicate is written under any of these policies.
    pub fn any_wants(&self, table: Weekly, policies: &[&str], replicate: u32) -> bool {
        let mut of = policies.iter().map(|policy| self.weekly_of(table, policy));
        of.any(|which| which.holds(replicate))
    }
}

impl RecordOf {
    /// The replicates of which a weekly table is written, where this policy says it.
    pub fn weekly(&self, table: Weekly) -> Option<&RecordReplicates> {
        match table {
            Weekly::Panel => self.panel.as_ref(),
            Weekly::Pairs => self.pairs.as_ref(),
            Weekly::Control => self.control.as_ref(),
        }
    }
}

/// Replicates of which a weekly table is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "expected `true`, `false` or a list of replicates"
)]
pub enum RecordReplicates {
    /// All or none.
    Every(bool),
    /// These.
    Replicates(BTreeSet<u32>),
}

impl Default for RecordReplicates {
    fn default() -> Self {
        Self::Every(false)
    }
}

impl RecordReplicates {
    /// Whether nothing is written.
    fn is_none(&self) -> bool {
        *self == Self::Every(false)
    }

    /// Whether the table of this replicate is written.
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
