//! Batches of futures of any model: blocks of replicates under several policies on equal luck, resumed, extended, shared
//! among machines, joined and verified, byte for byte the same; their tables as Parquet with a data dictionary.
//!
//! A model defines its world ([`model::Model`]). With [`command::Study`] it has a command line;
//! `docs/your-own-model.md` of the repository builds one so. Without a command line, the same in a program of one's own:
//!
//! ```
//! use std::ops::Range;
//!
//! use plaza_batch::engine::luck::{Key, NOWHERE};
//! use plaza_batch::engine::sampling::poisson;
//! use plaza_batch::model::Model;
//! use plaza_batch::rows::Recorded;
//! use plaza_batch::stop::Stop;
//! use plaza_batch::table::{Table, Tables};
//! use plaza_batch::{blocks, columns};
//!
//! static DAYS: Table = Table::new("days", "a day of one replicate", Day::COLUMNS);
//!
//! columns! {
//!     /// The records of a day: each column with how it is read.
//!     struct Day of (today: i32, heard: u32) {
//!         day: i32, Key, "day", "from 0", today;
//!         calls: u32, Count, "call", "calls for help", heard;
//!     }
//! }
//!
//! /// Calls for help, of which patrols spare some.
//! struct Calls;
//!
//! impl Model for Calls {
//!     const TABLES: Tables = &[&DAYS];
//!     type World = (u32, Vec<Day>);
//!     type Course = f64;
//!     type Orders = f64;
//!
//!     fn policies(&self) -> Vec<&str> { vec!["status_quo", "patrols"] }
//!     fn steps(&self) -> Range<i32> { 0..30 }
//!     fn world(&self, replicate: u32, _: &[usize]) -> Self::World { (replicate, Vec::new()) }
//!     fn course(&self, policy: usize) -> f64 { [5.0, 4.0][policy] }
//!     // Patrols begin on day 10: until then both policies share a future.
//!     fn orders(&self, day: i32, rate: &mut f64, _: &Self::World) -> f64 {
//!         if day < 10 { 5.0 } else { *rate }
//!     }
//!     fn step(&self, day: i32, rate: f64, (replicate, days): &mut Self::World) {
//!         let luck = Key::new(7, u64::from(*replicate)).luck(0, day);
//!         days.push(Day::of(day, poisson(&mut luck.of(NOWHERE, 0), rate)));
//!     }
//!     fn rows(&self, (replicate, days): &Self::World, policy: usize) -> Recorded {
//!         Recorded::rows(Self::TABLES, (self.policies()[policy], *replicate), days)
//!     }
//! }
//!
//! // Both policies in replicate 3: one ending each.
//! let stop = Stop::default();
//! let names = ["status_quo", "patrols"].map(str::to_owned);
//! let endings = blocks::of(&Calls, true, &stop)(&names, 3);
//! let calls = endings.iter().map(|ending| match ending {
//!     plaza_batch::replicate::Ending::Done(rows) => rows.tables[0].numbers("calls"),
//!     other => panic!("{other:?}"),
//! });
//! let calls: Vec<Vec<f64>> = calls.collect();
//! assert_eq!(calls[0][..10], calls[1][..10]);
//! assert!(calls[0][10..].iter().sum::<f64>() > calls[1][10..].iter().sum());
//! ```

pub mod blocks;
pub mod command;
pub mod failure;
pub mod files;
pub mod fill;
pub mod foreign;
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
pub mod record;
pub mod replicate;
pub mod result_folder;
pub mod results;
pub mod rows;
pub mod screen;
pub mod shard;
pub mod stop;
pub mod table;
pub mod threads;
pub mod value;
pub mod values;
pub mod verify;

pub use plaza_engine as engine;
