//! Entities and their state variables (ODD 2). No rule, no policy, no file.

pub mod bosses;
pub mod cells;
pub mod citizens;
pub mod events;
pub mod government;
pub mod grid;
pub mod initial;
pub mod map;
pub mod organizations;
pub mod relations;
pub mod secession;
pub mod tally;
pub mod territory;
pub mod world;
