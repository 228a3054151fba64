//! Something for each policy of a batch, gathered part by part.

use std::sync::Arc;

use plaza_batch::rows::Rows;

use crate::runs::trajectories::by_policy;

/// Something for each policy, in the order in which they appear.
#[derive(Clone, Debug, PartialEq)]
pub struct PerPolicy<T>(Vec<(Arc<str>, T)>);

impl<T> Default for PerPolicy<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> PerPolicy<T> {
    /// What there is, policy by policy.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &T)> {
        self.0.iter().map(|(policy, of)| (policy, of))
    }

    /// What there is of one policy.
    pub fn get(&self, policy: &str) -> Option<&T> {
        let found = self.0.iter().find(|(name, _)| **name == *policy);
        found.map(|(_, of)| of)
    }

    /// One policy alone: the one of this name, or else the last.
    pub fn only(&self, policy: &str) -> Self
    where
        T: Clone,
    {
        let named = self.0.iter().find(|(name, _)| **name == *policy);
        Self(named.or(self.0.last()).cloned().into_iter().collect())
    }

    /// What there is of one policy, made by `first` where it has nothing yet.
    pub fn of(&mut self, policy: &str, first: impl FnOnce() -> T) -> &mut T {
        let known = self.0.iter().position(|(name, _)| **name == *policy);
        let index = known.unwrap_or_else(|| {
            self.0.push((policy.into(), first()));
            self.0.len() - 1
        });
        &mut self.0[index].1
    }
}

impl<T> IntoIterator for PerPolicy<T> {
    type Item = (Arc<str>, T);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The replicates of each policy: how many weeks of each were recorded.
pub type Recorded = PerPolicy<Vec<usize>>;

impl Recorded {
    /// Adds the replicates of a part of the table `national`.
    pub fn add(&mut self, national: &Rows) {
        for of in by_policy(national) {
            let weeks = self.of(&of.policy, Vec::new);
            weeks.extend(of.replicates.iter().map(Vec::len));
        }
    }
}
