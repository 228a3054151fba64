//! Runs: a design, how its replicates are run, what is recorded of them, and the folder that keeps it.

pub mod design;
pub mod dictionary;
pub mod made;
pub mod metrics;
pub mod observers;
pub mod per_policy;
pub mod replicate;
pub mod trajectories;
