//! One person, by name: who they are, and what became of them.

use crate::engine::luck::{mix_all, trait_of};

/// One person, wherever they are now: their home and their number there never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// Index of the home municipality.
    pub home: u32,
    /// The resident's number there.
    pub number: u32,
}

impl Person {
    /// How ready they are to take a risk, 0 to 1: a trait, the same in every future.
    pub fn boldness(self) -> f64 {
        trait_of(mix_all(&[
            0xb01d,
            u64::from(self.home),
            u64::from(self.number),
        ]))
    }
}

/// What became of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// In a cell's roster.
    Member,
    /// In the prisons' roster.
    Imprisoned,
    /// Killed.
    Dead,
    /// Handed to the United States.
    Abroad,
}
