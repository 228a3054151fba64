//! Files: configuration, maps, tables, manifests, figures.

pub mod aliases;
pub mod config;
pub mod csv_table;
pub mod figures;
pub mod files;
pub mod manifest;
pub mod map_folder;
pub mod map_tables;
pub mod outlines;
pub mod parquet;
pub mod problem;
pub mod results;
pub mod toml_text;
