//! The press: fights, killings and arrests that are noticed.
//!
//! # Rule
//! Each fight, killing or arrest of a cell is noticed with chance `notice`; an organization with n incidents in a
//! municipality and week is visible there with chance `1 - (1 - notice)^n`. Nothing depends on it but the record.
//!
//! # Reads
//! cells.incidents
//!
//! # Writes
//! notice (visible, incidents start again at 0)
//!
//! # Source
//! \[C14\]: most places with deaths have no organization named in the press
//!
//! # Limit
//! notice 0: nobody is visible, 1: everyone with an incident (`rules::limits::the_press_sees_nothing_or_everything`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::Luck;
use crate::engine::sampling::chance;
use crate::state::parts::{Part, parts};
use crate::state::world::{Municipality, Nation};
use crate::units::{Probability, Quantity, Sourced};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Notice };

/// Parameters of the press.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Chance that a fight, killing or arrest is reported with the organization's name.
    pub notice: Sourced<Probability>,
}

/// Chance that a cell with so many incidents is named at least once.
pub fn visibility(p: &Parameters, incidents: u32) -> f64 {
    if p.notice.get() >= 1.0 && incidents > 0 {
        return 1.0;
    }
    -libm::expm1(f64::from(incidents) * libm::log1p(-p.notice.get()))
}

/// One week in one municipality.
pub fn step(here: &mut Municipality, _: &Nation<'_>, p: &Parameters, luck: &Luck) {
    for cell in &mut here.cells {
        cell.visible = cell.incidents > 0 && {
            let mut rng = luck.of(here.place, cell.organization.0);
            chance(&mut rng, visibility(p, cell.incidents))
        };
        cell.incidents = 0;
    }
}
