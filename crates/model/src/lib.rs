//! The model: criminal organizations, police, military and citizens in the municipalities of a country, week by week,
//! under the orders of a security policy.
//!
//! Floors, lowest first: [`units`], [`state`], [`submodels`], [`policy`]. None imports from above, knows a file, a
//! thread or a clock; `tests/it/house/floors.rs` holds them to it. `docs/odd.md` describes it whole.

pub mod policy;
pub mod state;
pub mod submodels;
pub mod units;

pub use plaza_engine as engine;
