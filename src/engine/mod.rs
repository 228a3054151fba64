//! Tools that know no crime: luck, sampling, graphs, rosters.

pub mod graph;
pub mod luck;
pub mod quantiles;
pub mod roster;
pub mod sampling;
