//! How hard organizations fight in a municipality: its theatres.

use crate::state::organizations::OrganizationKey;
use crate::state::relations::Pair;
use crate::state::theatres::Theatre;
use crate::state::world::Municipality;

impl Municipality {
    /// Where the theatre of two organizations stands among those here, or would stand; the lower key first.
    fn theatre_index(&self, pair: Pair) -> Result<usize, usize> {
        let theatres = &self.theatres;
        theatres.binary_search_by_key(&pair, |theatre| theatre.pair)
    }

    /// The theatre of two organizations here, the lower key first.
    pub fn theatre(&self, pair: Pair) -> Option<&Theatre> {
        let index = self.theatre_index(pair).ok()?;
        Some(&self.theatres[index])
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
    pub fn open_theatre(&mut self, pair: Pair, intensity: f64) {
        match self.theatre_index(pair) {
            Ok(index) => {
                let there = &mut self.theatres[index];
                there.intensity = there.intensity.max(intensity);
            }
            Err(index) => {
                let dead = 0;
                self.theatres.insert(
                    index,
                    Theatre {
                        pair,
                        intensity,
                        dead,
                    },
                );
            }
        }
    }

    /// Notes that the two, the lower key first, killed so many of one another here or around, where they have a
    /// theatre.
    pub fn note_dead(&mut self, pair: Pair, dead: u32) {
        if let Ok(index) = self.theatre_index(pair) {
            self.theatres[index].dead += dead;
        }
    }

    /// Where an organization gave its cell to another and has none left, the other fights its wars on.
    pub fn pass_on_wars(&mut self, from: OrganizationKey, to: OrganizationKey) {
        if self.cell(from).is_some() {
            return;
        }
        let (passed, kept) = self
            .theatres
            .iter()
            .partition(|theatre| theatre.is_of(from));
        self.theatres = kept;
        let passed: Vec<Theatre> = passed;
        for theatre in passed {
            let enemy = theatre.enemy_of(from).filter(|enemy| *enemy != to);
            if let Some(enemy) = enemy {
                self.open_theatre((to.min(enemy), to.max(enemy)), theatre.intensity);
            }
        }
    }
}
