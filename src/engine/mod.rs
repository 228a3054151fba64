//! Tools that know no crime: luck, sampling, graphs, rosters, survival.

pub mod graph;
pub mod luck;
pub mod quantiles;
pub mod roster;
pub mod sampling;
pub mod survival;
