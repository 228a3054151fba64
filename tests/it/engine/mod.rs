//! The engine: luck, samplers, events, statistics.

mod citizens;
mod clocks;
mod counts;
mod distributions;
mod events;
pub mod fit;
mod graph;
mod luck;
mod poisson;
mod same_bytes;
mod statistics;
mod survival;
mod value_stability;
