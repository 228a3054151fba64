//! How each organization stands to each other one.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use indexmap::IndexMap;

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
    pairs: IndexMap<(OrganizationKey, OrganizationKey), Relation, FixedState>,
    /// Who is at war with whom: of everyone who is at war with anyone, the enemies in order of keys.
    enemies: BTreeMap<OrganizationKey, Vec<OrganizationKey>>,
}

fn pair(a: OrganizationKey, b: OrganizationKey) -> (OrganizationKey, OrganizationKey) {
    if a < b { (a, b) } else { (b, a) }
}

impl Relations {
    /// How `a` and `b` stand.
    pub fn standing(&self, a: OrganizationKey, b: OrganizationKey) -> Standing {
        self.pairs
            .get(&pair(a, b))
            .map_or(Standing::Neutral, |relation| relation.standing)
    }

    /// Makes them stand so from `week` on.
    pub fn set(&mut self, a: OrganizationKey, b: OrganizationKey, standing: Standing, week: i32) {
        let pair = pair(a, b);
        let before = if standing == Standing::Neutral {
            self.pairs.shift_remove(&pair)
        } else {
            let relation = Relation {
                standing,
                since: week,
            };
            self.pairs.insert_sorted(pair, relation).1
        };
        let before = before.map_or(Standing::Neutral, |relation| relation.standing);
        if (before == Standing::War) != (standing == Standing::War) {
            self.count_wars();
        }
    }

    /// Everyone to whom `one` does not stand neutral, in order of keys.
    pub fn of(&self, one: OrganizationKey) -> Vec<OrganizationKey> {
        let mut others: Vec<OrganizationKey> = self
            .pairs
            .keys()
            .filter_map(|(a, b)| {
                if *a == one {
                    Some(*b)
                } else if *b == one {
                    Some(*a)
                } else {
                    None
                }
            })
            .collect();
        others.sort_unstable();
        others
    }

    /// Forgets whoever no longer exists.
    pub fn forget(&mut self, gone: OrganizationKey) {
        self.pairs.retain(|(a, b), _| *a != gone && *b != gone);
        self.count_wars();
    }

    /// Whether `one` is at war with anyone.
    pub fn at_war(&self, one: OrganizationKey) -> bool {
        self.enemies.contains_key(&one)
    }

    /// Everyone with whom `one` is at war, in order of keys.
    pub fn enemies(&self, one: OrganizationKey) -> &[OrganizationKey] {
        self.enemies.get(&one).map_or(&[], Vec::as_slice)
    }

    /// Lists the enemies of everyone. Pairs come in order of keys: of each organization first those
    /// before it, then those behind it, so that lists are in order too.
    fn count_wars(&mut self) {
        self.enemies.clear();
        for ((a, b), relation) in &self.pairs {
            if relation.standing == Standing::War {
                self.enemies.entry(*a).or_default().push(*b);
                self.enemies.entry(*b).or_default().push(*a);
            }
        }
    }

    /// All pairs that are not neutral, in order of keys.
    pub fn iter(
        &self,
    ) -> impl Iterator<Item = ((OrganizationKey, OrganizationKey), Relation)> + '_ {
        self.pairs.iter().map(|(pair, relation)| (*pair, *relation))
    }

    /// Pairs at war.
    pub fn wars(&self) -> u32 {
        self.pairs
            .values()
            .filter(|relation| relation.standing == Standing::War)
            .count() as u32
    }
}
