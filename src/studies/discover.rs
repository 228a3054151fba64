//! What a design of points tells: under which assumptions which policy wins.
//!
//! Of each point the mean over its futures counts, and differences between policies are taken future by future, on
//! equal luck. What is worth most, in the order of the files: which inputs shift outcomes, differences and the
//! ranking (`ranking_sensitivity.csv`), where a policy is worse than another (`boxes.csv`, `tree.csv`), what each
//! policy risks (`regret.csv`), and how far an input must move until a headline turns (`breakdown.csv`). The
//! statistics are those of the crate `exploration`; docs/robustness.md says how to read them.

pub mod answers;
pub mod boxes;
pub mod boxes_figure;
pub mod boxes_rows;
pub mod files;
pub mod frontier;
pub mod frontier_figure;
pub mod question;
pub mod reading;
pub mod regret_figure;
pub mod robustness;
pub mod rows;
pub mod screen;
pub mod sensitivity;
pub mod sensitivity_figure;
pub mod trust;
pub mod words;

use plaza_exploration::resampling::Resampling;

/// Resamples of indices, boxes and regret. Their seed is one of their own, whatever the experiment's.
pub const RESAMPLED: Resampling = Resampling {
    seed: 20_261_130,
    count: 500,
};

/// Resamples of frontiers, each of which is read at every place of every input.
pub const RESAMPLED_FRONTIERS: Resampling = Resampling {
    seed: 20_261_130,
    count: 200,
};

/// Fewer points than these tell nothing of inputs.
pub const LEAST_POINTS: usize = 16;
