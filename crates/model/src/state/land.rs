//! The land, for rules that write in any place: its municipalities, and which of them count.

use crate::state::tally::Tally;
use crate::state::world::{Municipality, World};

/// The municipalities, and the places where anything can happen.
#[derive(Debug)]
pub struct Land<'a> {
    /// Municipalities; index as on the map.
    pub municipalities: &'a mut [Municipality],
    /// Places with a cell or with something counted this week, ascending.
    pub occupied: &'a mut Vec<u32>,
}

impl Land<'_> {
    /// The municipality at `place`.
    pub fn at(&mut self, place: u32) -> &mut Municipality {
        &mut self.municipalities[place as usize]
    }

    /// Notes that something is counted at `place` this week.
    pub fn touch(&mut self, place: u32) {
        if let Err(index) = self.occupied.binary_search(&place) {
            self.occupied.insert(index, place);
            self.municipalities[place as usize].tally = Tally::default();
        }
    }
}

impl World {
    /// Notes that something is counted at `place` this week.
    pub fn touch(&mut self, place: u32) {
        let (municipalities, occupied) = (&mut self.municipalities[..], &mut self.occupied);
        Land {
            municipalities,
            occupied,
        }
        .touch(place);
    }
}
