//! Citizens of one municipality: numbers by stratum, and persons for those who were touched.
//!
//! Residents are numbered `0 .. population`, stratum after stratum. Whoever is untouched is only
//! counted; whoever was recruited, jailed or killed has an entry under their number, for ever the
//! same person. Associates are counted, not named. No births, ageing or ordinary deaths.

use std::collections::BTreeMap;

use crate::engine::luck::{mix_all, trait_of};

/// Number of strata: four ages, two sexes, two levels of vulnerability.
pub const STRATA: usize = 16;

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

    /// Its index.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// How old its people are.
    pub fn age(self) -> Age {
        [Age::Child, Age::Young, Age::Adult, Age::Older][usize::from(self.0 >> 2)]
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
}

/// The residents of one municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citizens {
    /// `bounds[s] .. bounds[s + 1]` are the numbers of stratum `s`.
    bounds: [u32; STRATA + 1],
    /// Members, prisoners and the dead, by number; everyone else is a civilian or an associate.
    touched: BTreeMap<u32, Status>,
    /// How many of each stratum are in `touched`.
    touched_count: [u32; STRATA],
    /// How many of each stratum are associates of any cell here.
    associates: [u32; STRATA],
    /// Unnamed dead of each stratum: associates and bystanders.
    dead: [u32; STRATA],
}

impl Citizens {
    /// Residents by stratum, all of them civilians.
    pub fn new(residents: [u32; STRATA]) -> Self {
        let mut bounds = [0; STRATA + 1];
        for s in 0..STRATA {
            bounds[s + 1] = bounds[s] + residents[s];
        }
        Self {
            bounds,
            touched: BTreeMap::new(),
            touched_count: [0; STRATA],
            associates: [0; STRATA],
            dead: [0; STRATA],
        }
    }

    /// Everyone who ever lived here.
    pub fn residents(&self) -> u32 {
        self.bounds[STRATA]
    }

    /// The residents who are alive, wherever they are.
    pub fn alive(&self) -> u32 {
        let named = self
            .touched
            .values()
            .filter(|status| **status == Status::Dead)
            .count() as u32;
        self.residents() - named - self.dead.iter().sum::<u32>()
    }

    /// Civilians of a stratum: alive, at home, in no cell, associates of nobody.
    pub fn civilians(&self, stratum: Stratum) -> u32 {
        let s = stratum.index();
        self.bounds[s + 1]
            - self.bounds[s]
            - self.touched_count[s]
            - self.associates[s]
            - self.dead[s]
    }

    /// The stratum of a resident's number.
    pub fn stratum(&self, number: u32) -> Stratum {
        let s = self.bounds.partition_point(|bound| *bound <= number) - 1;
        Stratum(s as u8)
    }

    /// What became of a resident, if anything did.
    pub fn status(&self, number: u32) -> Option<Status> {
        self.touched.get(&number).copied()
    }

    /// The chance that a resident who was not touched by name is a civilian, not one of the
    /// unnamed associates or dead of the same stratum.
    pub fn civilian_share(&self, stratum: Stratum) -> f64 {
        let s = stratum.index();
        let unnamed = self.bounds[s + 1] - self.bounds[s] - self.touched_count[s];
        if unnamed == 0 {
            0.0
        } else {
            f64::from(self.civilians(stratum)) / f64::from(unnamed)
        }
    }

    /// Records what became of a resident; `None` makes a civilian of them again.
    pub fn set(&mut self, number: u32, status: Option<Status>) {
        let s = self.stratum(number).index();
        let before = match status {
            Some(status) => self.touched.insert(number, status),
            None => self.touched.remove(&number),
        };
        debug_assert!(before != Some(Status::Dead), "the dead stay dead");
        match (before, status) {
            (None, Some(_)) => self.touched_count[s] += 1,
            (Some(_), None) => self.touched_count[s] -= 1,
            _ => {}
        }
    }

    /// Civilians become associates.
    pub fn enlist_associates(&mut self, counts: &[u32; STRATA]) {
        for stratum in Stratum::all() {
            debug_assert!(counts[stratum.index()] <= self.civilians(stratum));
            self.associates[stratum.index()] += counts[stratum.index()];
        }
    }

    /// Associates become civilians.
    pub fn release_associates(&mut self, counts: &[u32; STRATA]) {
        for s in 0..STRATA {
            self.associates[s] -= counts[s];
        }
    }

    /// Associates die.
    pub fn bury_associate(&mut self, stratum: Stratum) {
        self.associates[stratum.index()] -= 1;
        self.dead[stratum.index()] += 1;
    }

    /// A civilian dies.
    pub fn bury_civilian(&mut self, stratum: Stratum) {
        debug_assert!(self.civilians(stratum) > 0);
        self.dead[stratum.index()] += 1;
    }

    /// Associates of all cells here, by stratum.
    pub fn associates(&self) -> &[u32; STRATA] {
        &self.associates
    }

    /// Persons with an entry, ascending by number.
    pub fn touched(&self) -> impl Iterator<Item = (u32, Status)> + '_ {
        self.touched
            .iter()
            .map(|(number, status)| (*number, *status))
    }
}
