//! Citizens of one municipality: numbers by stratum, and persons for those who were touched.
//!
//! Residents are numbered `0 .. population`, stratum after stratum. Whoever is untouched is only
//! counted; whoever was recruited, jailed or killed has an entry under their number, for ever the
//! same person. Associates are counted, not named. No births, ageing or ordinary deaths.

mod parameters;
mod person;
mod strata;

pub use parameters::Parameters;
pub use person::{Person, Status};
pub use strata::{Age, STRATA, Stratum, of_age, one_of};

use std::ops::Range;

use foldhash::fast::FixedState;
use indexmap::IndexMap;
use rand::Rng;

use crate::engine::sampling::{below, uniform, weighted};

/// Residents of a household on average.
pub const HOUSEHOLD: u32 = 4;

/// Residents of a place weighed by the readiness of their strata, added up stratum by stratum.
#[derive(Clone, Copy, Debug)]
pub struct Ready {
    upto: [f64; STRATA],
}

impl Ready {
    /// These residents by stratum, of this readiness.
    pub fn new(residents: &[u32; STRATA], propensity: &[f64; STRATA]) -> Self {
        let mut upto = [0.0; STRATA];
        let mut sum = 0.0;
        for ((upto, residents), readiness) in upto.iter_mut().zip(residents).zip(propensity) {
            sum += f64::from(*residents) * readiness;
            *upto = sum;
        }
        Self { upto }
    }

    /// All of them.
    pub fn all(&self) -> f64 {
        self.upto[STRATA - 1]
    }

    /// Those of a stratum.
    fn of(&self, s: usize) -> f64 {
        self.upto[s] - if s == 0 { 0.0 } else { self.upto[s - 1] }
    }

    /// The stratum of one of them, by their weight.
    fn one(&self, rng: &mut impl Rng) -> usize {
        let chosen = uniform(rng) * self.all();
        self.upto.partition_point(|upto| *upto <= chosen)
    }
}

/// Residents who are asked before all civilians are weighed.
const LOOKS: u32 = 64;

/// The residents of one municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citizens {
    /// Members, prisoners and the dead, by number; everyone else is a civilian or an associate.
    touched: IndexMap<u32, Status, FixedState>,
    /// The residents of this year who are alive, wherever they are.
    alive: u32,
    /// Those who were driven away by crime.
    away: u32,
    /// The same people by stratum; apart, so that whoever looks at all municipalities passes by it.
    strata: Box<Strata>,
}

/// How many residents of each stratum there are of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Strata {
    /// `bounds[s] .. bounds[s + 1]` are the numbers of stratum `s`.
    bounds: [u32; STRATA + 1],
    /// Those with an entry under their number.
    touched: [u32; STRATA],
    /// Civilians: alive, at home, in no cell, associates of nobody.
    civilians: [u32; STRATA],
    /// Associates of any cell here.
    associates: [u32; STRATA],
    /// Those who were driven away by crime.
    displaced: [u32; STRATA],
    /// Numbers that nobody bears this year: the map's yearly table has fewer residents than in its largest year.
    absent: [u32; STRATA],
}

impl Citizens {
    /// Residents by stratum, in the largest population of any year; all of them civilians.
    pub fn new(residents: [u32; STRATA]) -> Self {
        let mut bounds = [0; STRATA + 1];
        for s in 0..STRATA {
            bounds[s + 1] = bounds[s] + residents[s];
        }
        Self {
            touched: IndexMap::default(),
            alive: bounds[STRATA],
            away: 0,
            strata: Box::new(Strata {
                bounds,
                touched: [0; STRATA],
                civilians: residents,
                associates: [0; STRATA],
                displaced: [0; STRATA],
                absent: [0; STRATA],
            }),
        }
    }

    /// Everyone who ever lived here: the largest population of any year.
    pub fn residents(&self) -> u32 {
        self.strata.bounds[STRATA]
    }

    /// The residents of this year who are alive, wherever they are.
    pub fn alive(&self) -> u32 {
        self.alive
    }

    /// The residents of this year who are alive and were not driven away.
    pub fn present(&self) -> u32 {
        self.alive() - self.displaced()
    }

    /// Lets the place have `people` residents this year, the dead among them: numbers beyond that
    /// are borne by nobody, of each stratum in proportion, as far as they are civilians.
    pub fn inhabit(&mut self, people: u32) {
        let residents = f64::from(self.residents().max(1));
        let missing = f64::from(self.residents().saturating_sub(people));
        let upto = |bound: u32| (missing * f64::from(bound) / residents + 0.5).floor() as u32;
        let strata = &mut *self.strata;
        for s in Stratum::all().map(Stratum::index) {
            let wanted = upto(strata.bounds[s + 1]) - upto(strata.bounds[s]);
            let absent = wanted.min(strata.absent[s] + strata.civilians[s]);
            self.alive = self.alive + strata.absent[s] - absent;
            strata.civilians[s] = strata.civilians[s] + strata.absent[s] - absent;
            strata.absent[s] = absent;
        }
    }

    /// Residents driven away by crime, of all strata.
    pub fn displaced(&self) -> u32 {
        self.away
    }

    /// Civilians of a stratum: alive, at home, in no cell, associates of nobody.
    pub fn civilians(&self, stratum: Stratum) -> u32 {
        self.strata.civilians[stratum.index()]
    }

    /// Civilians by stratum.
    pub fn civilians_by_stratum(&self) -> &[u32; STRATA] {
        &self.strata.civilians
    }

    /// Civilians of 15 and older, or children.
    pub fn of_age(&self, grown: bool) -> u32 {
        self.strata.civilians[of_age(grown)].iter().sum()
    }

    /// The stratum of one of them, each as likely; `None` where there is no one.
    pub fn one_of_age(&self, rng: &mut impl Rng, grown: bool) -> Option<Stratum> {
        let strata = of_age(grown);
        let stratum = one_of(
            rng,
            &self.strata.civilians[strata.clone()],
            self.of_age(grown),
        )?;
        Some(Stratum::at(strata.start + stratum.index()))
    }

    /// The numbers of a stratum's residents.
    pub fn numbers(&self, stratum: Stratum) -> Range<u32> {
        self.strata.bounds[stratum.index()]..self.strata.bounds[stratum.index() + 1]
    }

    /// The stratum of a resident's number.
    pub fn stratum(&self, number: u32) -> Stratum {
        let s = self.strata.bounds.partition_point(|bound| *bound <= number) - 1;
        Stratum::at(s)
    }

    /// A resident's stratum and number, chosen by the readiness of the strata; `None` when nobody
    /// is ready.
    pub fn choose(&self, rng: &mut impl Rng, ready: &Ready) -> Option<(Stratum, u32)> {
        if ready.all() <= 0.0 {
            return None;
        }
        let s = ready.one(rng);
        let (first, last) = (self.strata.bounds[s], self.strata.bounds[s + 1]);
        let number = first + below(rng, (last - first) as usize) as u32;
        Some((Stratum::at(s), number))
    }

    /// The stratum of one of these civilians, chosen by the readiness of the strata; `None` when nobody is ready.
    pub fn ready_civilian(
        &self,
        rng: &mut impl Rng,
        ready: &Ready,
        civilians: &[u32; STRATA],
    ) -> Option<Stratum> {
        if ready.all() <= 0.0 {
            return None;
        }
        // Residents are asked until one is a civilian, as nearly all are.
        for _ in 0..LOOKS {
            let s = ready.one(rng);
            let residents = self.strata.bounds[s + 1] - self.strata.bounds[s];
            if (below(rng, residents as usize) as u32) < civilians[s] {
                return Some(Stratum::at(s));
            }
        }
        // Few civilians are left: they are weighed, which is the same law.
        let weights = std::array::from_fn::<f64, STRATA, _>(|s| {
            let residents = f64::from(self.strata.bounds[s + 1] - self.strata.bounds[s]).max(1.0);
            ready.of(s) * f64::from(civilians[s]) / residents
        });
        weighted(rng, &weights).map(Stratum::at)
    }

    /// Someone of the same household as a resident, chosen by the readiness of their strata.
    ///
    /// Households are a fixed pattern: of every stratum the same part of its numbers lives in the
    /// same house, [`HOUSEHOLD`] people in all on average.
    pub fn housemate(
        &self,
        rng: &mut impl Rng,
        number: u32,
        propensity: &[f64; STRATA],
    ) -> Option<(Stratum, u32)> {
        let houses = (self.residents() / HOUSEHOLD).max(1);
        let s = self.stratum(number).index();
        let (first, size) = (
            self.strata.bounds[s],
            self.strata.bounds[s + 1] - self.strata.bounds[s],
        );
        let house = u64::from(number - first) * u64::from(houses) / u64::from(size);
        // Numbers of a stratum of `n` that live in this house: those whose part of `n` falls in it.
        let start = |n: u32, house: u64| (house * u64::from(n)).div_ceil(u64::from(houses)) as u32;
        let mut ranges = [(0, 0); STRATA];
        let mut weights = [0.0; STRATA];
        for (index, bounds) in self.strata.bounds.windows(2).enumerate() {
            if propensity[index] <= 0.0 {
                continue;
            }
            let n = bounds[1] - bounds[0];
            let (from, to) = (start(n, house), start(n, house + 1));
            ranges[index] = (bounds[0] + from, to - from);
            weights[index] = f64::from(to - from) * propensity[index];
        }
        let s = weighted(rng, &weights)?;
        let (from, count) = ranges[s];
        let mate = from + below(rng, count as usize) as u32;
        (mate != number).then_some((Stratum::at(s), mate))
    }

    /// What became of a resident, if anything did.
    pub fn status(&self, number: u32) -> Option<Status> {
        self.touched.get(&number).copied()
    }

    /// The chance that a resident who was not touched by name is a civilian, not one of the
    /// unnamed associates or dead of the same stratum.
    pub fn civilian_share(&self, stratum: Stratum) -> f64 {
        let s = stratum.index();
        let unnamed = self.strata.bounds[s + 1] - self.strata.bounds[s] - self.strata.touched[s];
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
            None => self.touched.swap_remove(&number),
        };
        debug_assert!(before != Some(Status::Dead), "the dead stay dead");
        match (before, status) {
            (None, Some(_)) => {
                self.strata.touched[s] += 1;
                self.strata.civilians[s] -= 1;
            }
            (Some(_), None) => {
                self.strata.touched[s] -= 1;
                self.strata.civilians[s] += 1;
            }
            _ => {}
        }
        self.alive -= u32::from(status == Some(Status::Dead));
    }

    /// Civilians become associates.
    pub fn enlist_associates(&mut self, counts: &[u32; STRATA]) {
        for stratum in Stratum::all() {
            self.strata.civilians[stratum.index()] -= counts[stratum.index()];
            self.strata.associates[stratum.index()] += counts[stratum.index()];
        }
    }

    /// Associates become civilians.
    pub fn release_associates(&mut self, counts: &[u32; STRATA]) {
        for stratum in Stratum::all() {
            self.strata.associates[stratum.index()] -= counts[stratum.index()];
            self.strata.civilians[stratum.index()] += counts[stratum.index()];
        }
    }

    /// Associates die.
    pub fn bury_associate(&mut self, stratum: Stratum) {
        self.strata.associates[stratum.index()] -= 1;
        self.alive -= 1;
    }

    /// A civilian dies.
    pub fn bury_civilian(&mut self, stratum: Stratum) {
        self.strata.civilians[stratum.index()] -= 1;
        self.alive -= 1;
    }

    /// A civilian leaves home out of fear.
    pub fn displace(&mut self, stratum: Stratum) {
        self.strata.civilians[stratum.index()] -= 1;
        self.strata.displaced[stratum.index()] += 1;
        self.away += 1;
    }

    /// Someone who was displaced comes home.
    pub fn come_home(&mut self, stratum: Stratum) {
        self.strata.displaced[stratum.index()] -= 1;
        self.strata.civilians[stratum.index()] += 1;
        self.away -= 1;
    }

    /// Residents who were driven away, by stratum.
    pub fn displaced_by_stratum(&self) -> &[u32; STRATA] {
        &self.strata.displaced
    }

    /// Associates of all cells here, by stratum.
    pub fn associates(&self) -> &[u32; STRATA] {
        &self.strata.associates
    }

    /// Persons with an entry, in an order that means nothing.
    pub fn touched(&self) -> impl Iterator<Item = (u32, Status)> + '_ {
        self.touched
            .iter()
            .map(|(number, status)| (*number, *status))
    }
}
