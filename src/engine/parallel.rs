//! Work on parts that do not touch each other: the same bytes for any number of threads.

use crate::engine::failure::{caught, fail};

/// Chosen ones that are worth handing to another thread.
const BLOCK: usize = 64;

/// Does `work` to the `chosen` of `all`, which are given by ascending index: on idle threads of the
/// current rayon pool too, where there are any.
///
/// Each one is worked on alone, so that neither the number of threads nor the order of work can
/// change a bit. Of several that panic the first is told.
pub fn each_of<T: Send>(all: &mut [T], chosen: &[u32], work: impl Fn(&mut T) + Sync) {
    if rayon::current_thread_index().is_none() || rayon::current_num_threads() == 1 {
        for &index in chosen {
            work(&mut all[index as usize]);
        }
    } else if let Err(cause) = halves(all, 0, chosen, &work) {
        fail(cause);
    }
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
