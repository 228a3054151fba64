//! Studies of results, each with its computation, its files, its figures and its screen.

pub mod attribution;
pub mod audit;
pub mod calibration;
pub mod comparison;
pub mod described;
pub mod dictionary;
pub mod discover;
pub mod event_study;
pub mod firing;
pub mod footprint;
pub mod hindcast;
pub mod lives;
pub mod points;
pub mod scorecard;
pub mod scores;
pub mod story;
pub mod summary;
pub mod twin;
pub mod until;
pub mod validation;
pub mod verified;
