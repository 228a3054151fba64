//! Tools that know no crime: luck, sampling, graphs and ways on them, rosters, slow stocks, survival.

pub mod apportionment;
pub mod failure;
pub mod graph;
pub mod luck;
pub mod parallel;
pub mod paths;
pub mod quantiles;
pub mod roster;
pub mod sampling;
pub mod stocks;
pub mod survival;
