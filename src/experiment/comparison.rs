//! Policies compared with a baseline, replicate by replicate on equal luck.

pub mod outcomes;
