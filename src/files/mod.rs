//! Files that people write: tables, TOML, JSON, with the line of each problem.

pub mod csv_table;
pub mod csv_text;
pub mod document;
pub mod embedded;
pub mod json_text;
pub mod reading;
pub mod spelling;
pub mod text;
pub mod toml_text;
pub mod toml_values;
