//! What is made of results.

mod attribution;
mod breakdown;
mod calibration;
mod compare;
pub mod comparison;
mod coverage;
mod difference_map;
mod discover;
mod event_study;
mod explore;
pub mod figures;
mod hindcast;
mod points;
mod report;
mod scorecard;
mod scores;
mod shape;
mod story;
mod twin;
mod validate;
mod validation;
