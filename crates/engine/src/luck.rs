//! Luck is named by the decision it serves, never by thread, order or scenario.
//!
//! ChaCha8 turns `(seed, replicate)` into a [`Key`]. A decision is named by `(week, process,
//! place, subject)`; a keyed mix of that name seeds a small generator, its [`Stream`]. Two futures
//! with the same key that face the same decision draw the same numbers, whatever else differs
//! between them: common random numbers (Klein et al. 2024, arXiv:2409.02086).
//!
//! Nothing is derived where nothing is decided: a stream costs a few multiplications when it is
//! asked for, and nothing before.
//!
//! ```
//! use plaza_engine::luck::Key;
//! use plaza_engine::sampling::poisson;
//!
//! let luck = Key::new(7, 0).luck(4, 52); // seed 7, replicate 0; process 4 in week 52
//! let calls = poisson(&mut luck.of(12, 99), 3.0); // about subject 99 at place 12
//! assert_eq!(poisson(&mut luck.of(12, 99), 3.0), calls); // asked again, told again
//! ```

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// The generator of one decision: PCG-64-MCG, pinned by value in `tests/it/engine/value_stability.rs`.
pub type Stream = Pcg64Mcg;

/// The luck of one replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key([u64; 2]);

impl Key {
    /// The key of replicate number `replicate` under `seed`.
    #[inline]
    pub fn new(seed: u64, replicate: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(replicate);
        Self([generator.next_u64(), generator.next_u64()])
    }

    /// The luck of one process in one week.
    #[inline]
    pub fn luck(self, process: u16, week: i32) -> Luck {
        let named = (u64::from(process) << 32) | u64::from(week.cast_unsigned());
        let first = mix(self.0[0] ^ mix(named));
        Luck {
            first,
            second: mix(self.0[1].wrapping_add(first)),
            key: self,
            process,
            week,
        }
    }
}

/// The luck of one process in one week; hands out the streams of its decisions.
#[derive(Clone, Copy, Debug)]
pub struct Luck {
    first: u64,
    second: u64,
    key: Key,
    process: u16,
    week: i32,
}

impl Luck {
    /// The week whose luck it is.
    #[inline]
    pub fn week(&self) -> i32 {
        self.week
    }

    /// The luck of the same process in another week.
    pub fn in_week(&self, week: i32) -> Self {
        self.key.luck(self.process, week)
    }

    /// The stream of the decision about `subject` at `place`.
    ///
    /// `place` is the number of a place (or [`NOWHERE`]); `subject` is whatever tells
    /// decisions at one place apart: the key of a group, the number of a person.
    #[inline]
    pub fn of(&self, place: u32, subject: u64) -> Stream {
        let named = mix(subject ^ self.second);
        let high = mix(self.first ^ named.wrapping_add(u64::from(place).wrapping_mul(GOLDEN)));
        let low = mix(high.wrapping_add(self.second));
        Stream::new((u128::from(high) << 64) | u128::from(low))
    }
}

/// The place of a decision that belongs to no place.
pub const NOWHERE: u32 = u32::MAX;

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A bijection of 64-bit numbers that leaves no visible trace of its input (Stafford's
/// variant 13 of the MurmurHash3 finalizer, as in SplitMix64).
#[inline]
pub fn mix(value: u64) -> u64 {
    let mut x = value.wrapping_add(GOLDEN);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A key made of several numbers, as identities are: order matters.
#[inline]
pub fn mix_all(parts: &[u64]) -> u64 {
    parts
        .iter()
        .fold(parts.len() as u64, |key, part| mix(key ^ mix(*part)))
}

/// A number in `[0, 1)` that belongs to `key` for ever: a fixed trait, not a draw.
#[inline]
pub fn trait_of(key: u64) -> f64 {
    (mix(key) >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}
