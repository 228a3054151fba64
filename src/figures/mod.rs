//! The kit that figures are drawn with: SVG text, the same bytes from the same input.

pub mod axis;
pub mod bands;
pub mod choropleth;
pub mod country;
pub mod curves;
pub mod families;
pub mod field;
pub mod overview;
pub mod panels;
pub mod signs;
pub mod style;
