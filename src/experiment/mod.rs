//! Experiments: designs, replicates, batches, and what is recorded of them.

pub mod calibration;
pub mod comparison;
pub mod design;
pub mod dictionary;
pub mod event_study;
pub mod firing;
pub mod footprint;
pub mod hindcast;
pub mod lives;
pub mod metrics;
pub mod observers;
pub mod per_policy;
pub mod plausible;
pub mod replicate;
pub mod samples;
pub mod scorecard;
pub mod story;
pub mod summary;
pub mod trajectories;
pub mod twin;
pub mod until;
pub mod validation;

pub use plaza_batch::blocks as batch;
pub use plaza_batch::layout;
pub use plaza_batch::rows as tables;
pub use plaza_engine::few;
