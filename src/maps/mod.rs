//! Maps: tables and outlines of a country, and the folder that a map is built into.

pub mod aliases;
pub mod codes;
pub mod likeness;
pub mod map_folder;
pub mod map_tables;
pub mod observed;
pub mod outlines;
pub mod reference;
pub mod summary;
