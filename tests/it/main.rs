//! All integration tests: one binary, one file per kind of test.

#![allow(
    clippy::disallowed_methods,
    reason = "an oracle may use the system's functions: it is compared within an error"
)]

mod another_country;
mod batch;
mod calibration;
mod catalogue;
mod citizens;
mod cli_run;
mod compare;
mod comparison;
mod conditions;
mod config;
mod conflict;
mod contract;
mod describe;
mod determinism;
mod dictionary;
mod difference_map;
mod distributions;
mod economy;
mod event_study;
mod events;
mod extending;
mod failing;
mod fake;
mod figures;
mod fit;
mod floors;
mod graph;
mod grid;
mod hindcast;
mod institutions;
mod instructions;
mod joint_law;
mod likeness;
mod limits;
mod luck;
mod map_folder;
mod map_tables;
mod means;
mod model_version;
mod odd;
mod pairing;
mod parquet;
mod plausible;
mod poisson;
mod policies;
mod policy_page;
mod posterior;
mod presence;
mod recording;
mod replay;
mod report;
mod resources;
mod result_folder;
mod same_bytes;
mod schema;
mod scorecard;
mod set_levers;
mod shape;
mod society;
mod statistics;
mod story;
mod survival;
mod tables;
mod tables_of_people;
mod twin;
mod until;
mod validate;
mod validation;
mod value_stability;
mod variants;
mod worlds;
