//! Tools for any model of agents: luck, sampling, rare events, blocks in parallel, graphs and ways on
//! them, rosters, slow stocks, survival, statistics, Poisson regression.
//!
//! # A model of your own
//!
//! Nothing here needs plaza's model: `examples/citizens.rs` of `plaza-batch` is another one, in a file. What
//! keeps such a model fast and its results the same on every machine:
//!
//! - **Luck has a name.** [`luck::Key::new`] turns a seed and the number of a replicate into a key,
//!   [`luck::Luck::of`] gives the stream of a process, tick, place and subject. No generator is
//!   carried along, so nothing depends on the order of work.
//! - **Events are found, not looked for.** [`events::hit`] jumps to those whom a rare event may
//!   hit, [`roster::Roster::thin`] takes them out of a list, a [`clocks::Clock`] sleeps until something
//!   rare may happen at a place; the law is that of asking everyone, every week.
//! - **Constants are not stored.** [`luck::trait_of`] makes a trait of a person's number.
//! - **Work goes by blocks of the map.** [`parallel::each_block`] gives each its stream; any number
//!   of threads writes the same bytes.
//!
//! ```
//! use plaza_engine::{events::hit, luck::{Key, trait_of}, parallel::each_block};
//! use rayon::prelude::*;
//!
//! // A rumour in 100 villages of 10,000: who is curious hears of it, once, and the more heard of
//! // it in the village, the sooner.
//! let mut villages = vec![vec![false; 10_000]; 100];
//! let key = Key::new(7, 0);
//! for day in 0..30 {
//!     // Blocks of ten villages; process 0 is this one.
//!     each_block(villages.par_chunks_mut(10), key.luck(0, day), |block, rng| {
//!         for village in block {
//!             let told = village.iter().filter(|told| **told).count();
//!             let q_max = 1e-4 + 2e-5 * told as f64;
//!             for person in hit(rng, village.len(), q_max, |person| q_max * trait_of(person as u64)) {
//!                 village[person] = true;
//!             }
//!         }
//!     });
//! }
//! let told = villages.iter().flatten().filter(|told| **told).count();
//! assert!((7_000..9_500).contains(&told)); // growing by a tenth each day
//! ```

pub mod apportionment;
pub mod clocks;
pub mod events;
pub mod failure;
pub mod few;
pub mod graph;
pub mod luck;
pub mod numbers;
pub mod parallel;
pub mod paths;
pub mod poisson;
pub mod quantiles;
pub mod roster;
pub mod sampling;
pub mod statistics;
pub mod stocks;
pub mod survival;
pub mod ziggurat;
