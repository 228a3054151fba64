//! The shared state of a municipality's people: fear, trust, norms, prospects; and its local gang.

use crate::state::organizations::OrganizationKey;

/// The shared state of a municipality's residents. All are parts, 0 to 1, but for `violence`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Community {
    /// How much people fear organized crime.
    pub fear: f64,
    /// How much they trust the police they meet.
    pub trust: f64,
    /// Share of people who hold that crime is to be refused and reported together.
    pub lawfulness: f64,
    /// Organized-crime deaths per 100,000 residents that people still have in mind, fading.
    pub violence: f64,
    /// How much the forces know about who is who here.
    pub intelligence: f64,
    /// Legal opportunity: part of the young with work or school.
    pub opportunity: f64,
    /// How vulnerable the young are relative to the start (1 = as at the start).
    pub vulnerability: f64,
    /// How missing opportunity pulls into organizations.
    pub pull: Known<2>,
    /// The chance of a firm visited to pay.
    pub pays: Known<1>,
}

/// What was last worked out of `N` numbers, of slow ones that many weeks ask for. It says nothing about the people:
/// any is equal to any other.
#[derive(Clone, Copy, Debug)]
pub struct Known<const N: usize> {
    of: [f64; N],
    is: f64,
}

impl<const N: usize> Known<N> {
    /// What `work_out` makes of these numbers, always the same; done where they are not those of the last time.
    pub fn of(&mut self, numbers: [f64; N], work_out: impl FnOnce([f64; N]) -> f64) -> f64 {
        if self.of != numbers {
            *self = Self {
                of: numbers,
                is: work_out(numbers),
            };
        }
        self.is
    }
}

impl<const N: usize> Default for Known<N> {
    /// Nothing yet: no number is equal to what is none.
    fn default() -> Self {
        Self {
            of: [f64::NAN; N],
            is: f64::NAN,
        }
    }
}

impl<const N: usize> PartialEq for Known<N> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The youths of a municipality's local gangs, one to one; not members of any organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gang {
    /// How many they were at the start.
    pub natural: u32,
    /// How many they are.
    pub size: u32,
    /// The organization that hires them, if any.
    pub hired_by: Option<OrganizationKey>,
}
