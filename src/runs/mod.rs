//! Runs: a design, how its replicates are run, their records, and the folder that saves them.

pub mod design;
pub mod dictionary;
pub mod made;
pub mod metrics;
pub mod observers;
pub mod per_policy;
pub mod replicate;
pub mod trajectories;
