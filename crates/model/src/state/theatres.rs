//! Theatres: the municipalities in which wars are fought.

use crate::state::organizations::OrganizationKey;
use crate::state::relations::Pair;
use crate::state::world::Municipality;

/// A war of two organizations in one municipality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theatre {
    /// Who fights whom.
    pub pair: Pair,
    /// How hard they fight, 0 to 1.
    pub intensity: f64,
    /// Whom they have killed of one another, here or in raids around, since the intensity last followed.
    pub dead: u32,
    /// The week it began.
    pub since: i32,
}

impl Theatre {
    /// Whether an organization fights in it.
    pub fn is_of(&self, organization: OrganizationKey) -> bool {
        self.pair.0 == organization || self.pair.1 == organization
    }

    /// Whom an organization fights in it.
    pub fn enemy_of(&self, organization: OrganizationKey) -> Option<OrganizationKey> {
        match self.pair {
            (one, other) if one == organization => Some(other),
            (one, other) if other == organization => Some(one),
            _ => None,
        }
    }
}

impl Municipality {
    /// The theatre of two organizations here, the lower key first.
    pub fn theatre(&self, pair: Pair) -> Option<&Theatre> {
        self.theatres.iter().find(|theatre| theatre.pair == pair)
    }

    /// How hard two organizations fight here, the lower key first; 0 where they have no theatre.
    pub fn war_between(&self, pair: Pair) -> f64 {
        self.theatre(pair).map_or(0.0, |theatre| theatre.intensity)
    }

    /// How hard an organization fights here, in the hardest of its theatres.
    pub fn war_of(&self, organization: OrganizationKey) -> f64 {
        let own = self
            .theatres
            .iter()
            .filter(|theatre| theatre.is_of(organization));
        own.map(|theatre| theatre.intensity).fold(0.0, f64::max)
    }

    /// Members here of those whom an organization fights here, each by how hard.
    pub fn enemies_here(&self, organization: OrganizationKey) -> f64 {
        let theatres = self.theatres.iter();
        let enemies = theatres.filter_map(|theatre| {
            let index = self.cell(theatre.enemy_of(organization)?)?;
            Some(theatre.intensity * self.cells[index].strength())
        });
        enemies.sum()
    }

    /// Opens a theatre of two organizations, the lower key first, or makes the one that is there so intense at least.
    pub fn open_theatre(&mut self, pair: Pair, intensity: f64, week: i32) {
        match self
            .theatres
            .binary_search_by_key(&pair, |theatre| theatre.pair)
        {
            Ok(index) => {
                let there = &mut self.theatres[index];
                there.intensity = there.intensity.max(intensity);
            }
            Err(index) => self.theatres.insert(
                index,
                Theatre {
                    pair,
                    intensity,
                    dead: 0,
                    since: week,
                },
            ),
        }
    }

    /// Notes that the two, the lower key first, killed so many of one another here or around, where they have a theatre.
    pub fn note_dead(&mut self, pair: Pair, dead: u32) {
        if let Some(theatre) = self
            .theatres
            .iter_mut()
            .find(|theatre| theatre.pair == pair)
        {
            theatre.dead += dead;
        }
    }
}
