//! Entities and their state variables (ODD 2). No rule, no policy, no file.

pub mod audit;
pub mod bosses;
pub mod cells;
pub mod citizens;
pub mod community;
pub mod corridors;
pub mod events;
pub mod forces;
pub mod government;
pub mod grid;
pub mod initial;
pub mod jurisdictions;
pub mod map;
pub mod memory;
pub mod organizations;
pub mod outside;
pub mod relations;
pub mod secession;
pub mod tally;
pub mod territory;
pub mod world;
