//! The rules (ODD 7): one submodel per file, and the schedule that lists them.
//!
//! A rule file opens with Rule, Reads, Writes, Source and Limit; then its parameters, the pure
//! hazard, and the step that applies it. Rules never import one another; what one rule alone needs lies
//! in the folder of its name.

pub mod alliances;
pub mod arrests;
pub mod bilateral;
pub mod books;
pub mod corridors;
pub mod corruption;
pub mod deployment;
pub mod fighting;
pub mod gangs;
pub mod homicides;
pub mod income;
pub mod justice;
pub mod leaders;
pub mod lives;
pub mod moves;
pub mod opinion;
pub mod pact;
pub mod population;
pub mod press;
pub mod prisons;
pub mod raids;
pub mod recruitment;
pub mod reform;
pub mod relations;
pub mod response;
pub mod schedule;
pub mod succession;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::state::{citizens, initial, territory};

/// The version of the laws: of the rules, their parameters and the ranges of these. A release that changes none of
/// them keeps it, and with it every fit (tests/it/house/model_version.rs).
pub const MODEL: &str = "0.11.0";

/// The parameters of all rules: one section of the parameter file per submodel.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Who the citizens are.
    pub citizens: citizens::Parameters,
    /// Worth of a place to an organization.
    pub territory: territory::Parameters,
    /// The first week.
    pub initial: initial::Parameters,
    /// The ways of the drugs, and their earnings.
    pub corridors: corridors::Parameters,
    /// Businesses of cells, and their income.
    pub income: income::Parameters,
    /// Wages, arms, cash.
    pub books: books::Parameters,
    /// Civilians join, members leave.
    pub recruitment: recruitment::Parameters,
    /// Cells expand, withdraw, reinforce.
    pub moves: moves::Parameters,
    /// Wars begin and end.
    pub relations: relations::Parameters,
    /// Alliances, betrayals, absorption.
    pub alliances: alliances::Parameters,
    /// Clashes between organizations, punishment within.
    pub fighting: fighting::Parameters,
    /// Raids into places of an enemy.
    pub raids: raids::Parameters,
    /// Local gangs and who hires them.
    pub gangs: gangs::Parameters,
    /// Where the mobile units go.
    pub deployment: deployment::Parameters,
    /// Arrests, confrontations, complaints.
    pub arrests: arrests::Parameters,
    /// Leaders and plaza bosses are removed.
    pub leaders: leaders::Parameters,
    /// Heirs, contests, splinters.
    pub succession: succession::Parameters,
    /// Homicides that are not organized crime's.
    pub homicides: homicides::Parameters,
    /// Police, prosecutors and mayors are bought or threatened.
    pub corruption: corruption::Parameters,
    /// Victims report, pay, flee.
    pub response: response::Parameters,
    /// Files, sentences, terms.
    pub justice: justice::Parameters,
    /// Recruits in prison, returns, escapes.
    pub prisons: prisons::Parameters,
    /// Fear, trust, norms, approval.
    pub opinion: opinion::Parameters,
    /// Notice of the press.
    pub press: press::Parameters,
    /// Programmes, and the stocks that change slowly.
    pub reform: reform::Parameters,
    /// The United States.
    pub bilateral: bilateral::Parameters,
    /// Accommodation with the government.
    pub pact: pact::Parameters,
}
