//! Designs of points over the inputs of any model, and what its outcomes there tell: sensitivity, scenario discovery,
//! regret. Knows no model and no files.
//!
//! ```
//! use plaza_exploration::resampling::Resampling;
//! use plaza_exploration::sample::Sample;
//! use plaza_exploration::space::{Input, Over};
//! use plaza_exploration::shift;
//!
//! let rate = Over::Range { low: 0.0, high: 1.0, log: false };
//! let inputs = ["used", "unused"].map(|name| Input { name: name.to_owned(), over: rate.clone() });
//! // A lattice of 100 points, and a model that knows one of both inputs.
//! let column = |step: usize| (0..100).map(|i| (i * step % 100) as f64 / 100.0).collect::<Vec<f64>>();
//! let sample = Sample::new(inputs.to_vec(), vec![column(1), column(37)], 1);
//! let outcomes: Vec<f64> = sample.column(0).iter().map(|x| x * x).collect();
//! let found = shift::pawn(&sample, &outcomes, &Resampling { seed: 1, count: 99 }).alone();
//! assert!(found[0].matters() && !found[1].matters());
//! ```

#![forbid(unsafe_code)]

pub mod breakdown;
pub mod halves;
pub mod local;
pub mod losses;
pub mod morris;
pub mod points;
pub mod prim;
pub mod regret;
pub mod resampling;
pub mod sample;
pub mod shift;
pub mod slices;
pub mod sobol;
pub mod space;
pub mod tree;
