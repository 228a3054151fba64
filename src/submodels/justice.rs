//! Justice: prison terms end.
//!
//! # Rule
//! a prisoner is released with hazard `1 / term` [1/week] and is a civilian at home
//!
//! # Reads
//! prisoners
//!
//! # Writes
//! imprisoned -> civilian
//!
//! # Source
//! length of terms assumed
//!
//! # Limit
//! n prisoners become n exp(-t / term) (tests/it/limits.rs)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE};
use crate::engine::sampling::binomial;
use crate::state::world::World;
use crate::units::{MeanWeeks, Quantity, Sourced};

/// Numbers of justice.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Mean prison term (weeks).
    pub term: Sourced<MeanWeeks>,
}

/// One week in the country.
pub fn step(world: &mut World, p: &Parameters, luck: &Luck) {
    let chance = -libm::expm1(-1.0 / p.term.get());
    for (state, jurisdiction) in (0..).zip(&mut world.jurisdictions) {
        let mut rng = luck.of(NOWHERE, state);
        for roster in [&mut jurisdiction.remand, &mut jurisdiction.sentenced] {
            let released = binomial(&mut rng, roster.len(), chance);
            for inmate in roster.take(&mut rng, released) {
                world.municipalities[inmate.person.home as usize]
                    .citizens
                    .set(inmate.person.number, None);
            }
        }
    }
}
