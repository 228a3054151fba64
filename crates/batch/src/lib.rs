//! Batches of futures of a model: blocks of replicates under several policies on equal luck, resumed, extended, shared
//! among machines, joined and verified, byte for byte the same; their tables as Parquet with a data dictionary.

pub mod blocks;
pub mod command;
pub mod failure;
pub mod files;
pub mod fill;
pub mod inputs;
pub mod layout;
pub mod manifest;
pub mod means;
pub mod merge;
pub mod messages;
pub mod model;
pub mod parquet;
pub mod problem;
pub mod progress;
pub mod replicate;
pub mod result_folder;
pub mod results;
pub mod rows;
pub mod screen;
pub mod shard;
pub mod stop;
pub mod table;
pub mod threads;
pub mod verify;

pub use plaza_engine as engine;
