//! Work on fixed blocks in parallel: the same bytes for any number of threads.

use rayon::prelude::*;

use crate::engine::luck::{Luck, Stream};

/// Does `step` to every block, on the threads of the current rayon pool.
///
/// A block has a stream of its own, by its number, and writes nothing but itself: so neither the
/// number of threads nor the order of work can change a bit, as long as the blocks are cut by the
/// model (so many municipalities) and not by the machine.
///
/// ```
/// use plaza::engine::{luck::Key, parallel::each_block, sampling::poisson};
/// use rayon::prelude::*;
///
/// let mut deaths = vec![0; 1_000];
/// let luck = Key::new(7, 0).luck(3, 52);
/// // Blocks of 100 municipalities.
/// each_block(deaths.par_chunks_mut(100), luck, |block, rng| {
///     block.iter_mut().for_each(|deaths| *deaths = poisson(rng, 2.0));
/// });
/// assert!((1_800..2_200).contains(&deaths.iter().sum::<u32>()));
/// ```
pub fn each_block<B: Send>(
    blocks: impl IndexedParallelIterator<Item = B>,
    luck: Luck,
    step: impl Fn(B, &mut Stream) + Send + Sync,
) {
    blocks.enumerate().for_each(|(number, block)| {
        step(block, &mut luck.of(number as u32, 0));
    });
}
