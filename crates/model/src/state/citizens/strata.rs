//! Strata: age, sex and vulnerability together.

use std::ops::Range;

use rand::Rng;

use crate::engine::sampling::below;

/// Number of strata: four ages, two sexes, two levels of vulnerability.
pub const STRATA: usize = 16;

/// The first stratum of people of 15 and older: those before it are of children.
const GROWN: usize = 4;

/// Age, sex and vulnerability together; an index below [`STRATA`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stratum(u8);

/// Years of age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Under 15.
    Child,
    /// 15 to 24.
    Young,
    /// 25 to 39.
    Adult,
    /// 40 and older.
    Older,
}

impl Stratum {
    /// All strata, in the order of the residents' numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..STRATA as u8).map(Self)
    }

    /// The one of this index.
    pub fn at(index: usize) -> Self {
        Self(index as u8)
    }

    /// Its index.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// How old its people are.
    pub fn age(self) -> Age {
        [Age::Child, Age::Young, Age::Adult, Age::Older][usize::from(self.0 >> 2)]
    }

    /// Whether its people are 15 or older.
    pub fn grown(self) -> bool {
        self.index() >= GROWN
    }

    /// Whether its people are women and girls.
    pub fn female(self) -> bool {
        self.0 & 2 != 0
    }

    /// Whether its people are poor or have neither school nor regular work.
    pub fn vulnerable(self) -> bool {
        self.0 & 1 != 0
    }
}

/// The strata of people of 15 and older, or of children.
pub fn of_age(grown: bool) -> Range<usize> {
    if grown { GROWN..STRATA } else { 0..GROWN }
}

/// The stratum of one of `all` people who are counted by stratum, each as likely; `None` when there
/// is no one.
pub fn one_of(rng: &mut impl Rng, counts: &[u32], all: u32) -> Option<Stratum> {
    if all == 0 {
        return None;
    }
    let mut left = below(rng, all as usize) as u32;
    let found = counts.iter().position(|count| {
        let here = left < *count;
        left = left.wrapping_sub(*count);
        here
    });
    found.map(Stratum::at)
}
