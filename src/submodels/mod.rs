//! The rules (ODD 7): one submodel per file, and the schedule that lists them.
//!
//! A rule file opens with Rule, Reads, Writes, Source and Limit; then its parameters, the pure
//! hazard, and the step that applies it. Rules never import one another.

pub mod arrests;
pub mod books;
pub mod corridors;
pub mod deployment;
pub mod fighting;
pub mod income;
pub mod justice;
pub mod leaders;
pub mod moves;
pub mod population;
pub mod press;
pub mod recruitment;
pub mod relations;
pub mod schedule;
pub mod succession;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::state::{citizens, initial, territory};

/// The numbers of all rules: one section of the parameter file per submodel.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Who the citizens are.
    pub citizens: citizens::Parameters,
    /// What a place is worth to an organization.
    pub territory: territory::Parameters,
    /// The first week.
    pub initial: initial::Parameters,
    /// The ways of the drugs, and what they earn.
    pub corridors: corridors::Parameters,
    /// What cells live from.
    pub income: income::Parameters,
    /// Wages, arms, cash.
    pub books: books::Parameters,
    /// Civilians join, members leave.
    pub recruitment: recruitment::Parameters,
    /// Cells expand, withdraw, reinforce.
    pub moves: moves::Parameters,
    /// Wars begin and end.
    pub relations: relations::Parameters,
    /// Clashes between organizations.
    pub fighting: fighting::Parameters,
    /// Where the mobile units go.
    pub deployment: deployment::Parameters,
    /// Arrests, confrontations, prison terms.
    pub arrests: arrests::Parameters,
    /// Leaders and plaza bosses are removed.
    pub leaders: leaders::Parameters,
    /// Heirs, contests, splinters.
    pub succession: succession::Parameters,
    /// Prison terms.
    pub justice: justice::Parameters,
    /// What the press notices.
    pub press: press::Parameters,
}
