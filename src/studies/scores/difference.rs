//! How sure the difference of two forecasts is: states drawn, with replacement, as blocks of what is not independent
//! (a bootstrap of clusters: Davison and
//! Hinkley 1997, section 3.8). The best rival is held fixed, and the error over replicates is not in it.

use rand::RngExt;

use plaza_engine::luck::{Key, NOWHERE};
use plaza_engine::quantiles::of_sorted;

/// Draws of the bootstrap.
const DRAWS: usize = 2_000;
/// Fewer blocks say too little of how they vary.
const LEAST_BLOCKS: usize = 8;
/// Names the luck of the draws.
const PROCESS: u16 = 1;

/// A block: the sum of the differences of its cells, and how many they are.
pub type Block = (f64, f64);

/// The mean difference of all cells with its 95 % interval; no interval of too few blocks.
pub fn interval(blocks: &[Block]) -> (f64, Option<[f64; 2]>) {
    let mean = |sums: Block| sums.0 / sums.1.max(1.0);
    let add = |one: Block, other: &Block| (one.0 + other.0, one.1 + other.1);
    let all = mean(blocks.iter().fold((0.0, 0.0), add));
    if blocks.len() < LEAST_BLOCKS {
        return (all, None);
    }
    let luck = Key::new(0, 0).luck(PROCESS, 0);
    let draw = |number: usize| {
        let mut rng = luck.of(NOWHERE, number as u64);
        let drawn = (0..blocks.len()).map(|_| &blocks[rng.random_range(0..blocks.len())]);
        mean(drawn.fold((0.0, 0.0), add))
    };
    let mut means: Vec<f64> = (0..DRAWS).map(draw).collect();
    means.sort_unstable_by(f64::total_cmp);
    (
        all,
        Some([0.025, 0.975].map(|chance| of_sorted(&means, chance))),
    )
}
