//! Inputs that nobody meant: tables, outlines, policies, experiments and settings, made wrong in every way
//! that is known or that luck finds. Nothing may panic or hang; what is refused is refused in words; what is
//! accepted has the properties that [`properties`] lists.
//!
//! Inputs are made from a seed, so that each run of the tests has the same: `PLAZA_FUZZ_SEED=n` makes others,
//! `PLAZA_FUZZ_CASES=n` more or fewer. A failure prints the smallest input that was found, and how to run it
//! again. Each kind of fault that was found once has a file in `fuzz/corpus`.

mod corpus;
mod countries;
mod documents;
mod ends;
mod events;
mod experiments;
mod files;
mod folders;
mod harness;
mod maps;
mod properties;
mod raw;
mod readers;
mod settings;
mod shapes;
mod sheets;
mod values;
