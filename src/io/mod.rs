//! Files: configuration, maps, tables, manifests, figures.

pub mod aliases;
pub mod comparison;
pub mod config;
pub mod csv_table;
pub mod csv_text;
pub mod event_study;
pub mod figures;
pub mod files;
pub mod hindcast;
pub mod inputs;
pub mod manifest;
pub mod map_folder;
pub mod map_tables;
pub mod merge;
pub mod observed;
pub mod outlines;
pub mod parquet;
pub mod problem;
pub mod replay;
pub mod result_folder;
pub mod results;
pub mod scorecard;
pub mod summary;
pub mod toml_text;
pub mod twin;
pub mod validation;
