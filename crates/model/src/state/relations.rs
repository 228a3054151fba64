//! How each organization stands to each other one.

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
    /// Fighting somewhere: they have a theatre or more ([`crate::state::theatres`]).
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

/// Two organizations, in order of keys.
pub type Pair = (OrganizationKey, OrganizationKey);

/// Relations of all pairs that are not neutral, in order of keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relations {
    /// Of everyone who does not stand neutral to all, in order of keys, which `insert_sorted` and `shift_remove` keep.
    sides: IndexMap<OrganizationKey, Side, FixedState>,
}

/// How one organization stands to others. Each pair is known from both sides.
#[derive(Clone, Debug, Default, PartialEq)]
struct Side {
    /// To whom it does not stand neutral, in order of keys.
    others: Vec<(OrganizationKey, Relation)>,
    /// With whom it is at war, in order of keys.
    enemies: Vec<OrganizationKey>,
}

impl Side {
    /// Where the other stands among others, or would stand.
    fn place(&self, other: OrganizationKey) -> Result<usize, usize> {
        self.others.binary_search_by_key(&other, |(key, _)| *key)
    }

    /// Forgets how it stands to the other.
    fn forget(&mut self, other: OrganizationKey) {
        self.others.retain(|(key, _)| *key != other);
        self.enemies.retain(|key| *key != other);
    }
}

impl Relations {
    /// How `a` and `b` stand.
    pub fn standing(&self, a: OrganizationKey, b: OrganizationKey) -> Standing {
        let side = self.sides.get(&a);
        let known = side.and_then(|side| side.place(b).ok().map(|index| side.others[index].1));
        known.map_or(Standing::Neutral, |relation| relation.standing)
    }

    /// Makes them stand so from `week` on.
    pub fn set(&mut self, a: OrganizationKey, b: OrganizationKey, standing: Standing, week: i32) {
        for (one, other) in [(a, b), (b, a)] {
            if standing == Standing::Neutral {
                if let Some(side) = self.sides.get_mut(&one) {
                    side.forget(other);
                    if side.others.is_empty() {
                        self.sides.shift_remove(&one);
                    }
                }
                continue;
            }
            if !self.sides.contains_key(&one) {
                self.sides.insert_sorted(one, Side::default());
            }
            let side = &mut self.sides[&one];
            side.forget(other);
            let relation = Relation {
                standing,
                since: week,
            };
            let index = side.place(other).unwrap_or_else(|index| index);
            side.others.insert(index, (other, relation));
            if standing == Standing::War {
                let index = side.enemies.partition_point(|enemy| *enemy < other);
                side.enemies.insert(index, other);
            }
        }
    }

    /// Everyone to whom `one` does not stand neutral, in order of keys.
    pub fn of(&self, one: OrganizationKey) -> Vec<OrganizationKey> {
        let others = self
            .sides
            .get(&one)
            .into_iter()
            .flat_map(|side| &side.others);
        others.map(|(other, _)| *other).collect()
    }

    /// Forgets whoever no longer exists.
    pub fn forget(&mut self, gone: OrganizationKey) {
        for other in self.of(gone) {
            self.set(gone, other, Standing::Neutral, 0);
        }
    }

    /// Everyone with whom `one` is at war, in order of keys.
    pub fn enemies(&self, one: OrganizationKey) -> &[OrganizationKey] {
        self.sides.get(&one).map_or(&[], |side| &side.enemies)
    }

    /// Whether `one` is at war with anyone.
    pub fn at_war(&self, one: OrganizationKey) -> bool {
        !self.enemies(one).is_empty()
    }

    /// Everyone who is at war with anyone, in order of keys.
    pub fn warring(&self) -> impl Iterator<Item = OrganizationKey> + '_ {
        let warring = self
            .sides
            .iter()
            .filter(|(_, side)| !side.enemies.is_empty());
        warring.map(|(one, _)| *one)
    }

    /// All pairs that are not neutral, in order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (Pair, Relation)> + '_ {
        self.sides.iter().flat_map(|(one, side)| {
            let others = side.others.iter().filter(move |(other, _)| one < other);
            others.map(move |(other, relation)| ((*one, *other), *relation))
        })
    }

    /// Pairs at war.
    pub fn wars(&self) -> u32 {
        let enemies = self.sides.values().map(|side| side.enemies.len());
        enemies.sum::<usize>() as u32 / 2
    }
}
