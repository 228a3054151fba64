//! Designs of points over the inputs of any model, and what its outcomes there tell: sensitivity, scenario discovery,
//! regret. Knows no model and no files.

#![forbid(unsafe_code)]

pub mod points;
pub mod space;
