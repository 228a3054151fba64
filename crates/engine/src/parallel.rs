//! Work on parts that do not touch each other, in parallel: the same bytes for any number of threads.

use rayon::prelude::*;

use crate::failure::{caught, fail};
use crate::luck::{Luck, Stream};

/// Does `step` to every block, on the threads of the current rayon pool.
///
/// A block has a stream of its own, by its number, and writes nothing but itself: so neither the
/// number of threads nor the order of work can change a bit, as long as the blocks are cut by the
/// model (so many places) and not by the machine.
///
/// ```
/// use plaza_engine::{luck::Key, parallel::each_block, sampling::poisson};
/// use rayon::prelude::*;
///
/// let mut calls = vec![0; 1_000];
/// let luck = Key::new(7, 0).luck(3, 52);
/// // Blocks of 100 places.
/// each_block(calls.par_chunks_mut(100), luck, |block, rng| {
///     block.iter_mut().for_each(|calls| *calls = poisson(rng, 2.0));
/// });
/// assert!((1_800..2_200).contains(&calls.iter().sum::<u32>()));
/// ```
pub fn each_block<B: Send>(
    blocks: impl IndexedParallelIterator<Item = B>,
    luck: Luck,
    step: impl Fn(B, &mut Stream) + Send + Sync,
) {
    let ended = blocks
        .enumerate()
        .map(|(number, block)| caught(|| step(block, &mut luck.of(number as u32, 0))))
        .reduce(|| Ok(()), Result::and);
    ended.unwrap_or_else(|cause| fail(cause));
}

/// Chosen ones that are worth handing to another thread.
const BLOCK: usize = 64;

/// Does `work` to the `chosen` of `all`, which are given by ascending index: on idle threads of the
/// current rayon pool too, where there are any.
///
/// Each one is worked on alone, so that neither the number of threads nor the order of work can
/// change a bit. Of several that panic the first is told.
pub fn each_of<T: Send>(all: &mut [T], chosen: &[u32], work: impl Fn(&mut T) + Sync) {
    if alone() {
        for &index in chosen {
            work(&mut all[index as usize]);
        }
    } else if let Err(cause) = halves(all, 0, chosen, &work) {
        fail(cause);
    }
}

/// Does `work` to all, on idle threads too, as [`each_of`]; the answers in order.
pub fn each<T: Send, A: Send>(all: &mut [T], work: impl Fn(&mut T) -> A + Sync) -> Vec<A> {
    if alone() {
        return all.iter_mut().map(work).collect();
    }
    let blocks = all.par_chunks_mut(BLOCK);
    let answers = blocks.map(|block| caught(|| block.iter_mut().map(&work).collect::<Vec<A>>()));
    let answers: Vec<Result<Vec<A>, String>> = answers.collect();
    let answers: Result<Vec<Vec<A>>, String> = answers.into_iter().collect();
    answers
        .unwrap_or_else(|cause| fail(cause))
        .into_iter()
        .flatten()
        .collect()
}

/// Whether no other thread could help: outside a pool, or in one of a single thread.
#[expect(
    clippy::disallowed_methods,
    reason = "who works on what changes with the threads, what comes out does not"
)]
fn alone() -> bool {
    rayon::current_thread_index().is_none() || rayon::current_num_threads() == 1
}

/// The half of those chosen on this thread, the other half on any; `all` begins with number `first`.
fn halves<T: Send>(
    all: &mut [T],
    first: u32,
    chosen: &[u32],
    work: &(impl Fn(&mut T) + Sync),
) -> Result<(), String> {
    if chosen.len() <= BLOCK {
        return caught(|| {
            for &index in chosen {
                work(&mut all[(index - first) as usize]);
            }
        });
    }
    let (low, high) = chosen.split_at(chosen.len() / 2);
    let middle = high[0];
    let (below, above) = all.split_at_mut((middle - first) as usize);
    let (one, other) = rayon::join(
        || halves(below, first, low, work),
        || halves(above, middle, high, work),
    );
    one.and(other)
}
