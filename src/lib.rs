//! plaza: criminal organizations, police, military and citizens in the municipalities of a
//! country, simulated week by week; for people who must judge security policy.
//!
//! Floors, lowest first: [`units`], [`engine`], [`state`], [`submodels`], [`policy`],
//! [`experiment`], [`io`], [`cli`]. None imports from above; `tests/it/floors.rs` holds them to it.

#[macro_use]
extern crate plaza_batch;

pub mod cli;
pub mod figures;
pub mod files;
pub mod maps;
pub mod report;
pub mod runs;
pub mod setup;
pub mod studies;
