//! The memory of a municipality's people: who was a victim of crime in the last year, counted;
//! and the memory panel, the few whose single lives are followed.
//!
//! Decisions read the counts alone. The panel says who, within a class of the counted, it was: it
//! has luck of its own and nothing reads it, so that nothing else moves with its size.

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;

use crate::engine::sampling::{below, chance};
use crate::state::citizens::{Citizens, STRATA, Stratum};

/// How often somebody was a victim in the last year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Never.
    Never,
    /// Once.
    Once,
    /// More often.
    More,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Never, Self::Once, Self::More];

    /// Steps above never.
    pub fn steps(self) -> f64 {
        f64::from(self as u8)
    }
}

/// What somebody lived through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Their firm was visited by extortionists.
    Extorted,
    /// They were kidnapped.
    Kidnapped,
    /// They were robbed.
    Robbed,
    /// Somebody of theirs was killed.
    Bereaved,
    /// They fled.
    Displaced,
    /// They came home.
    Returned,
    /// A crime against them is a year ago, and no longer in mind.
    Forgot,
}

impl What {
    /// All of it.
    pub const ALL: [Self; 7] = [
        Self::Extorted,
        Self::Kidnapped,
        Self::Robbed,
        Self::Bereaved,
        Self::Displaced,
        Self::Returned,
        Self::Forgot,
    ];

    /// As it is written.
    pub fn label(self) -> &'static str {
        match self {
            Self::Extorted => "extorted",
            Self::Kidnapped => "kidnapped",
            Self::Robbed => "robbed",
            Self::Bereaved => "bereaved",
            Self::Displaced => "displaced",
            Self::Returned => "returned",
            Self::Forgot => "forgot",
        }
    }
}

/// What some residents of one stratum and class lived through this week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Experience {
    /// What.
    pub what: What,
    /// Their stratum.
    pub stratum: Stratum,
    /// How often they had been victims before.
    pub class: Class,
    /// Whether they reported it.
    pub reported: bool,
    /// How many they were.
    pub persons: u32,
    /// How many there were to whom it could have happened.
    pub of: u32,
}

/// Residents by stratum who were victims of crime in the last year; the others never were. Those
/// who were driven away are not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Victims once.
    once: [u32; STRATA],
    /// Victims more often.
    more: [u32; STRATA],
    /// All of both kinds.
    all: [u32; 2],
    /// What happened this week, where somebody follows single lives.
    pub week: Option<Vec<Experience>>,
}

impl Memory {
    /// Residents of a stratum in a class, of so many civilians.
    pub fn count(&self, stratum: Stratum, class: Class, civilians: u32) -> u32 {
        let s = stratum.index();
        match class {
            Class::Never => civilians.saturating_sub(self.once[s] + self.more[s]),
            Class::Once => self.once[s].min(civilians),
            Class::More => self.more[s].min(civilians.saturating_sub(self.once[s])),
        }
    }

    /// The class of one of so many civilians of a stratum, each as likely, and how many are in it.
    pub fn class_of_one(
        &self,
        rng: &mut impl Rng,
        stratum: Stratum,
        civilians: u32,
    ) -> (Class, u32) {
        let mut left = below(rng, civilians as usize) as u32;
        for class in [Class::More, Class::Once] {
            let of = self.count(stratum, class, civilians);
            if left < of {
                return (class, of);
            }
            left -= of;
        }
        let class = Class::Never;
        (class, self.count(stratum, class, civilians))
    }

    /// All victims of a class, by stratum and together; those who never were are not listed.
    pub fn victims(&self, class: Class) -> ([u32; STRATA], u32) {
        match class {
            Class::Never => ([0; STRATA], 0),
            Class::Once => (self.once, self.all[0]),
            Class::More => (self.more, self.all[1]),
        }
    }

    /// Enters what happened: victims move up a class, those who flee leave theirs, those who come
    /// home remember, those who forget move down.
    pub fn enter(&mut self, experience: Experience) {
        let Experience { what, class, .. } = experience;
        let (s, n) = (experience.stratum.index(), experience.persons);
        match class {
            Class::Never => {}
            Class::Once => {
                self.once[s] -= n;
                self.all[0] -= n;
            }
            Class::More => {
                self.more[s] -= n;
                self.all[1] -= n;
            }
        }
        match after(what, class) {
            Some(Class::Once) => {
                self.once[s] += n;
                self.all[0] += n;
            }
            Some(Class::More) => {
                self.more[s] += n;
                self.all[1] += n;
            }
            Some(Class::Never) | None => {}
        }
        if let Some(week) = &mut self.week {
            week.push(experience);
        }
    }
}

/// The class of somebody afterwards; `None` for those who are away.
fn after(what: What, class: Class) -> Option<Class> {
    match (what, class) {
        (What::Displaced, _) => None,
        (What::Returned, _) => Some(Class::Once),
        (What::Forgot, Class::More) => Some(Class::Once),
        (What::Forgot, _) => Some(Class::Never),
        (_, Class::Never) => Some(Class::Once),
        (_, _) => Some(Class::More),
    }
}

/// Something that happened to one person of the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// The home municipality.
    pub place: u32,
    /// The resident's number there.
    pub number: u32,
    /// Their stratum.
    pub stratum: Stratum,
    /// What happened.
    pub what: What,
    /// Whether they reported it.
    pub reported: bool,
}

/// The memory panel: one person in `one_in`, by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lives {
    /// One person in so many is followed; 0: nobody.
    pub one_in: u32,
    /// What happened this week to those followed.
    pub told: Vec<Life>,
    /// Who of them was a victim or is away, by place.
    places: BTreeMap<u32, Panel>,
}

/// The followed of one place who were victims in the last year or are away, by stratum.
#[derive(Clone, Debug, Default, PartialEq)]
struct Panel {
    once: [Vec<u32>; STRATA],
    more: [Vec<u32>; STRATA],
    away: [Vec<u32>; STRATA],
    all: BTreeSet<u32>,
}

impl Lives {
    /// Says who of the panel lived through an experience at `place`, if anybody did.
    pub fn tell(&mut self, place: u32, people: &Citizens, lived: Experience, rng: &mut impl Rng) {
        let panel = self.places.entry(place).or_default();
        let s = lived.stratum.index();
        for told in 0..lived.persons {
            let from = match (lived.what, lived.class) {
                (What::Returned, _) => Some(&mut panel.away[s]),
                (_, Class::Never) => None,
                (_, Class::Once) => Some(&mut panel.once[s]),
                (_, Class::More) => Some(&mut panel.more[s]),
            };
            let number = match from {
                None => panel.anyone(people, lived.stratum, self.one_in, rng),
                Some(known) => {
                    let share =
                        known.len() as f64 / f64::from(lived.of.saturating_sub(told).max(1));
                    (!known.is_empty() && chance(rng, share))
                        .then(|| known.swap_remove(below(rng, known.len())))
                }
            };
            let Some(number) = number else { continue };
            match after(lived.what, lived.class) {
                Some(Class::Never) => drop(panel.all.remove(&number)),
                Some(Class::Once) => panel.once[s].push(number),
                Some(Class::More) => panel.more[s].push(number),
                None => panel.away[s].push(number),
            }
            if people.status(number).is_none() {
                self.told.push(Life {
                    place,
                    number,
                    stratum: lived.stratum,
                    what: lived.what,
                    reported: lived.reported,
                });
            }
        }
    }
}

/// Tries after which nobody new is found in a panel that is nearly all known.
const TRIES: u32 = 64;

impl Panel {
    /// With chance 1 / `one_in` somebody of the panel who was not a victim before.
    fn anyone(
        &mut self,
        people: &Citizens,
        stratum: Stratum,
        one_in: u32,
        rng: &mut impl Rng,
    ) -> Option<u32> {
        if !chance(rng, 1.0 / f64::from(one_in)) {
            return None;
        }
        let numbers = people.numbers(stratum);
        let (first, last) = (numbers.start.div_ceil(one_in), numbers.end.div_ceil(one_in));
        if first == last {
            return None;
        }
        (0..TRIES)
            .map(|_| (first + below(rng, (last - first) as usize) as u32) * one_in)
            .find(|number| people.status(*number).is_none() && self.all.insert(*number))
    }
}
