//! How each organization stands to each other one.

use std::collections::{BTreeMap, BTreeSet};

use crate::state::organizations::OrganizationKey;

/// Where two organizations stand. Pairs that are not recorded are neutral.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Allies: they do not fight, and have their enemies in common.
    Ally,
    /// No quarrel.
    #[default]
    Neutral,
    /// Enemies who do not fight as a rule.
    Rival,
    /// Fighting wherever they meet.
    War,
}

/// A recorded relation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relation {
    /// The standing.
    pub standing: Standing,
    /// The week it began.
    pub since: i32,
}

/// Relations of all pairs that are not neutral, in order of keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relations {
    /// Each pair from both sides, so that those of one stand side by side.
    sides: BTreeMap<(OrganizationKey, OrganizationKey), Relation>,
    /// Everyone who is at war with anyone.
    warring: BTreeSet<OrganizationKey>,
}

impl Relations {
    /// How `a` and `b` stand.
    pub fn standing(&self, a: OrganizationKey, b: OrganizationKey) -> Standing {
        let relation = self.sides.get(&(a, b));
        relation.map_or(Standing::Neutral, |relation| relation.standing)
    }

    /// Makes them stand so from `week` on.
    pub fn set(&mut self, a: OrganizationKey, b: OrganizationKey, standing: Standing, week: i32) {
        let before = self.standing(a, b);
        let relation = Relation {
            standing,
            since: week,
        };
        for side in [(a, b), (b, a)] {
            if standing == Standing::Neutral {
                self.sides.remove(&side);
            } else {
                self.sides.insert(side, relation);
            }
        }
        if [before, standing].contains(&Standing::War) {
            for one in [a, b] {
                if self.who(one, Standing::War).next().is_some() {
                    self.warring.insert(one);
                } else {
                    self.warring.remove(&one);
                }
            }
        }
    }

    /// Everyone to whom `one` does not stand neutral, in order of keys.
    pub fn of(&self, one: OrganizationKey) -> Vec<OrganizationKey> {
        self.others(one).map(|(other, _)| other).collect()
    }

    /// Forgets whoever no longer exists.
    pub fn forget(&mut self, gone: OrganizationKey) {
        for other in self.of(gone) {
            self.set(gone, other, Standing::Neutral, 0);
        }
    }

    /// Whether `one` is at war with anyone.
    pub fn at_war(&self, one: OrganizationKey) -> bool {
        self.warring.contains(&one)
    }

    /// Everyone who is at war with anyone, in order of keys.
    pub fn warring(&self) -> impl Iterator<Item = OrganizationKey> + '_ {
        self.warring.iter().copied()
    }

    /// All pairs that are not neutral, in order of keys.
    pub fn iter(
        &self,
    ) -> impl Iterator<Item = ((OrganizationKey, OrganizationKey), Relation)> + '_ {
        let sides = self.sides.iter().filter(|((a, b), _)| a < b);
        sides.map(|(pair, relation)| (*pair, *relation))
    }

    /// Everyone who stands so to `one`, in order of keys.
    pub fn who(
        &self,
        one: OrganizationKey,
        standing: Standing,
    ) -> impl Iterator<Item = OrganizationKey> + '_ {
        let so = self
            .others(one)
            .filter(move |(_, relation)| relation.standing == standing);
        so.map(|(other, _)| other)
    }

    /// Pairs at war.
    pub fn wars(&self) -> u32 {
        let wars = self.iter();
        wars.filter(|(_, relation)| relation.standing == Standing::War)
            .count() as u32
    }

    /// Everyone to whom `one` does not stand neutral, and how.
    fn others(
        &self,
        one: OrganizationKey,
    ) -> impl Iterator<Item = (OrganizationKey, Relation)> + '_ {
        let all = (one, OrganizationKey(0))..=(one, OrganizationKey(u64::MAX));
        let sides = self.sides.range(all);
        sides.map(|((_, other), relation)| (*other, *relation))
    }
}
