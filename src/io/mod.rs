//! Files: configuration, maps, tables, manifests, figures.

pub mod aliases;
pub mod calibration;
pub mod codes;
pub mod comparison;
pub mod config;
pub mod csv_table;
pub mod csv_text;
pub mod described;
pub mod difference_map;
pub mod event_study;
pub mod figures;
pub mod hindcast;
pub mod inputs;
pub mod json_text;
pub mod made;
pub mod map_folder;
pub mod map_tables;
pub mod observed;
pub mod outcomes;
pub mod outlines;
pub mod reference;
pub mod replay;
pub mod report;
pub mod scaling;
pub mod scorecard;
pub mod spelling;
pub mod summary;
pub mod text;
pub mod toml_text;
pub mod toml_values;
pub mod twin;
pub mod validation;

pub use plaza_batch::{files, manifest, merge, parquet, problem, result_folder, results};
