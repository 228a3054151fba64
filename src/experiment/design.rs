//! An experiment, complete: everything its results depend on, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::policy::Policy;
use crate::policy::course::{Course, Terms};
use crate::policy::levers::Catalogue;
use crate::state::map::Map;
use crate::submodels::Parameters;
use crate::submodels::schedule::Process;

/// Replicates in a block, the unit of work.
pub const BLOCK: u32 = 8;

/// Everything results depend on.
#[derive(Clone, Debug)]
pub struct Design {
    /// What the experiment is called.
    pub name: String,
    /// The country.
    pub map: Arc<Map>,
    /// The numbers of the rules.
    pub parameters: Arc<Parameters>,
    /// What policies can move, how late it acts and what it costs.
    pub catalogue: Arc<Catalogue>,
    /// The levels of 2006, in force until week 0.
    pub before: Policy,
    /// In force from week 0 to [`Self::policies_from`].
    pub shared: Policy,
    /// The policies compared, each in force from [`Self::policies_from`].
    pub policies: Vec<Policy>,
    /// For each of them other numbers of the rules, if it is a variant.
    pub variants: Vec<Option<Arc<Parameters>>>,
    /// Weeks recorded, from week 0.
    pub weeks: i32,
    /// Weeks before week 0, not recorded.
    pub burn_in: i32,
    /// The week at which policies part.
    pub policies_from: i32,
    /// Replicates of each policy.
    pub replicates: u32,
    /// The seed of all luck.
    pub seed: u64,
    /// One person in so many carries the full memory; seen only where lives are recorded.
    pub memory_one_in: u32,
    /// What to record.
    pub record: Record,
    /// The processes of a week: [`crate::submodels::schedule::SCHEDULE`], but in tests.
    pub schedule: &'static [Process],
}

/// What to record.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
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

/// What is recorded of one policy otherwise than of the rest.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
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
#[derive(
    Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
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
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
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

impl Design {
    /// How many blocks there are.
    pub fn blocks(&self) -> u32 {
        self.replicates.div_ceil(BLOCK)
    }

    /// The numbers of the rules under the policy with this index.
    pub fn parameters_of(&self, policy: usize) -> &Arc<Parameters> {
        let variant = self.variants.get(policy).and_then(Option::as_ref);
        variant.unwrap_or(&self.parameters)
    }

    /// How late each lever acts and what it costs on the map.
    pub fn terms(&self) -> Vec<Terms> {
        Terms::all(&self.catalogue, &self.map)
    }

    /// The course of the policy with this index: the levels of 2006, then the shared policy, then
    /// the policy itself.
    pub fn course<'a>(&'a self, terms: &'a [Terms], policy: usize) -> Course<'a> {
        let mut course = Course::new(terms, -self.burn_in, &self.before);
        if self.policies_from > 0 {
            course = course.then(0, &self.shared);
        }
        course.then(self.policies_from, &self.policies[policy])
    }
}
