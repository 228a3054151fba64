//! plaza: criminal organizations, police, military and citizens in the municipalities of a
//! country, simulated week by week; for people who must judge security policy.
//!
//! The model is [`plaza_model`]; [`plaza_batch`] runs it many times. Here both are used; floors, lowest
//! first: [`files`], [`figures`], [`runs`] and [`maps`], [`setup`] and [`studies`], [`report`], [`explore`], [`cli`]. None imports from
//! above; `tests/it/house/floors.rs` holds them to it. One call runs an experiment into a folder: [`setup::run`].

#[macro_use]
extern crate plaza_batch;

pub mod cli;
pub mod explore;
pub mod figures;
pub mod files;
pub mod maps;
pub mod report;
pub mod runs;
pub mod setup;
pub mod studies;
