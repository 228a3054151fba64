//! The memory of a municipality's people: how many were victims of crime in the last year; and the
//! memory panel, the few whose single lives are followed.
//!
//! Decisions read the counts alone. The panel says who, within a class of the counted, it was: it
//! has luck of its own and nothing reads it, so that nothing else moves with its size.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rand::Rng;

use crate::engine::sampling::{below, chance};
use crate::state::citizens::{Citizens, Stratum};

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

/// What residents of a class lived through this week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Experience {
    /// What.
    pub what: What,
    /// How often they had been a victim before.
    pub class: Class,
    /// Whether they are 15 or older.
    pub grown: bool,
    /// Their stratum, where people are counted by it: when they leave or come home.
    pub stratum: Option<Stratum>,
    /// Whether they reported it.
    pub reported: bool,
    /// How many they were.
    pub persons: u32,
    /// How many there were to whom it could have happened.
    pub of: u32,
}

/// Residents who were victims of crime in the last year, children and those of 15 and older; the others never were.
/// Those who were driven away are not among them. Within an age all are as likely to be a victim: of which strata the
/// victims are is known only of the people followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Victims once: children, and the grown.
    once: [u32; 2],
    /// Victims more often: children, and the grown.
    more: [u32; 2],
    /// What happened this week, where somebody follows single lives.
    pub week: Option<Vec<Experience>>,
}

impl Memory {
    /// Residents of an age in a class, of so many civilians of that age.
    pub fn count(&self, class: Class, grown: bool, civilians: u32) -> u32 {
        let (once, more) = (self.once[usize::from(grown)], self.more[usize::from(grown)]);
        match class {
            Class::Never => civilians.saturating_sub(once + more),
            Class::Once => once.min(civilians),
            Class::More => more.min(civilians.saturating_sub(once)),
        }
    }

    /// The class of one of so many civilians of 15 and older, each as likely, and how many are in it.
    pub fn class_of_one(&self, rng: &mut impl Rng, civilians: u32) -> (Class, u32) {
        let one = below(rng, civilians as usize) as u32;
        let [more, once] =
            [Class::More, Class::Once].map(|class| self.count(class, true, civilians));
        if one < more {
            (Class::More, more)
        } else if one - more < once {
            (Class::Once, once)
        } else {
            (Class::Never, civilians - more - once)
        }
    }

    /// All victims of an age in a class; those who never were are not listed.
    pub fn victims(&self, class: Class, grown: bool) -> u32 {
        match class {
            Class::Never => 0,
            Class::Once => self.once[usize::from(grown)],
            Class::More => self.more[usize::from(grown)],
        }
    }

    /// Enters what happened: victims move up a class, those who flee leave theirs, those who come
    /// home remember, those who forget move down.
    pub fn enter(&mut self, experience: Experience) {
        let Experience {
            what,
            class,
            grown,
            persons,
            ..
        } = experience;
        let age = usize::from(grown);
        match class {
            Class::Never => {}
            Class::Once => self.once[age] -= persons,
            Class::More => self.more[age] -= persons,
        }
        match after(what, class) {
            Some(Class::Once) => self.once[age] += persons,
            Some(Class::More) => self.more[age] += persons,
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

/// The followed of one place who were victims in the last year or are away: children, and the grown.
#[derive(Clone, Debug, Default, PartialEq)]
struct Panel {
    once: [Vec<u32>; 2],
    more: [Vec<u32>; 2],
    away: [Vec<u32>; 2],
    all: BTreeSet<u32>,
}

impl Lives {
    /// Says who of the panel lived through an experience at `place`, if anybody did.
    pub fn tell(&mut self, place: u32, people: &Citizens, lived: Experience, rng: &mut impl Rng) {
        let panel = self.places.entry(place).or_default();
        let age = usize::from(lived.grown);
        for told in 0..lived.persons {
            let from = match (lived.what, lived.class) {
                (What::Returned, _) => Some(&mut panel.away[age]),
                (_, Class::Never) => None,
                (_, Class::Once) => Some(&mut panel.once[age]),
                (_, Class::More) => Some(&mut panel.more[age]),
            };
            let number = match from {
                None => {
                    // Every civilian of an age is as likely to be a victim.
                    let stratum = lived
                        .stratum
                        .or_else(|| people.one_of_age(rng, lived.grown));
                    stratum.and_then(|s| panel.anyone(people, people.numbers(s), self.one_in, rng))
                }
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
                Some(Class::Once) => panel.once[age].push(number),
                Some(Class::More) => panel.more[age].push(number),
                None => panel.away[age].push(number),
            }
            if people.status(number).is_none() {
                self.told.push(Life {
                    place,
                    number,
                    stratum: people.stratum(number),
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
    /// With chance 1 / `one_in` somebody of these numbers and the panel who was not a victim before.
    fn anyone(
        &mut self,
        people: &Citizens,
        numbers: Range<u32>,
        one_in: u32,
        rng: &mut impl Rng,
    ) -> Option<u32> {
        if !chance(rng, 1.0 / f64::from(one_in)) {
            return None;
        }
        let (first, last) = (numbers.start.div_ceil(one_in), numbers.end.div_ceil(one_in));
        if first == last {
            return None;
        }
        (0..TRIES)
            .map(|_| (first + below(rng, (last - first) as usize) as u32) * one_in)
            .find(|number| people.status(*number).is_none() && self.all.insert(*number))
    }
}
