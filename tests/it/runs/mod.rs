//! Batches and what they record.

mod batch;
mod damage;
mod determinism;
mod dictionary;
mod failing;
pub mod fake;
mod kills;
mod means;
mod months;
mod outcomes;
mod pairs;
mod parquet;
mod plausible;
mod recording;
mod resources;
mod result_folder;
mod tables;
mod until;
