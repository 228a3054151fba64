//! A list of which anyone can be taken by lot.
//!
//! ```
//! use plaza_engine::luck::{Key, NOWHERE};
//! use plaza_engine::roster::Roster;
//!
//! let mut members = Roster::default();
//! (0..1000).for_each(|person| members.add(person));
//! // Each leaves with chance a hundredth; only some are looked at.
//! let rng = &mut Key::new(1, 0).luck(0, 0).of(NOWHERE, 0);
//! members.thin(rng, 0.01, |_person: u32, _uniform| true);
//! assert!((970..1000).contains(&members.len()));
//! ```

use rand::Rng;

use crate::events::candidates;
use crate::sampling::below;

/// Members of something, in an order that means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster<T>(Vec<T>);

impl<T> Default for Roster<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Roster<T> {
    /// How many there are.
    pub fn len(&self) -> u32 {
        self.0.len() as u32
    }

    /// Whether there is no one.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes someone in.
    pub fn add(&mut self, one: T) {
        self.0.push(one);
    }

    /// Takes in all of `others`.
    pub fn append(&mut self, others: &mut Self) {
        self.0.append(&mut others.0);
    }

    /// One of them, each as likely, who stays; `None` when there is no one.
    pub fn any(&self, rng: &mut impl Rng) -> Option<T>
    where
        T: Copy,
    {
        (!self.0.is_empty()).then(|| self.0[below(rng, self.0.len())])
    }

    /// Takes out one, each as likely; `None` when there is no one.
    pub fn take_one(&mut self, rng: &mut impl Rng) -> Option<T> {
        if self.0.is_empty() {
            return None;
        }
        let index = below(rng, self.0.len());
        Some(self.0.swap_remove(index))
    }

    /// Takes out `n` different ones, each set as likely; all when there are no more.
    pub fn take(&mut self, rng: &mut impl Rng, n: u32) -> Self {
        let n = n.min(self.len());
        let mut taken = Vec::with_capacity(n as usize);
        taken.extend((0..n).filter_map(|_| self.take_one(rng)));
        Self(taken)
    }

    /// Takes out those of the [`candidates`] for an event whom `leaves` lets go, given who it is and
    /// the uniform number: one chance each of at most `q_max`, at the cost of `len q_max` draws.
    pub fn thin(&mut self, rng: &mut impl Rng, q_max: f64, mut leaves: impl FnMut(T, f64) -> bool)
    where
        T: Copy,
    {
        let n = self.0.len();
        for (skipped, number) in candidates(rng, n, q_max) {
            // From the back: whoever fills a gap has been asked.
            let index = n - 1 - skipped;
            if leaves(self.0[index], number) {
                self.0.swap_remove(index);
            }
        }
    }

    /// Takes out the first that is `wanted`, if there is one.
    pub fn take_out(&mut self, wanted: impl FnMut(&T) -> bool) -> Option<T> {
        let index = self.0.iter().position(wanted)?;
        Some(self.0.swap_remove(index))
    }

    /// Takes out everyone.
    pub fn take_all(&mut self) -> Self {
        std::mem::take(self)
    }

    /// Everyone, in the list's order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T> IntoIterator for Roster<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
