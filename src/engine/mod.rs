//! Tools that know no crime: luck, sampling, graphs and ways on them, rosters.

pub mod graph;
pub mod luck;
pub mod paths;
pub mod quantiles;
pub mod roster;
pub mod sampling;
