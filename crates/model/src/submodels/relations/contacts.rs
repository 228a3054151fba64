//! Which organizations meet, and how much is at stake where they do.

use crate::state::relations::Pair;
use crate::state::world::World;

/// Where two organizations meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contact {
    /// Worth of the places they share, and of those that border at their part.
    pub worth: f64,
    /// The most valuable place they share, if any.
    pub place: Option<u32>,
}

/// All pairs of organizations that share a place or, where `border` is above 0, face each other
/// across a border, in order of keys: a place counts in part `border` for each.
pub fn contacts(world: &World, border: f64) -> Vec<(Pair, Contact)> {
    let organizations = &world.groups.organizations;
    let graph = &world.given.country.map.graph;
    let value = |place| world.abroad.territory.value(place);
    let present = Present::new(world);
    let mut contacts = Vec::new();
    // What the others have to do with one, and which of them it meets.
    let mut met = vec![NONE; organizations.len()];
    let mut others: Vec<usize> = Vec::new();
    for (rank, one) in organizations.values().enumerate() {
        let mut meet = |other: usize, worth: f64, place: Option<u32>| {
            let contact = &mut met[other];
            if contact.worth == 0.0 {
                others.push(other);
            }
            contact.worth += worth;
            if let Some(place) = place
                && contact.place.is_none_or(|best| value(place) > value(best))
            {
                contact.place = Some(place);
            }
        };
        for &place in &one.places {
            for &other in present.behind(place, rank) {
                meet(other, value(place), Some(place));
            }
            if border <= 0.0 {
                continue;
            }
            for &neighbour in graph.neighbours(place) {
                for &other in present.behind(neighbour, rank) {
                    meet(other, border * (value(place) + value(neighbour)), None);
                }
            }
        }
        others.sort_unstable();
        others.dedup();
        for other in others.drain(..) {
            let contact = std::mem::replace(&mut met[other], NONE);
            if contact.worth > 0.0 {
                contacts.push(((one.key, organizations[other].key), contact));
            }
        }
    }
    contacts
}

/// Who has not met.
const NONE: Contact = Contact {
    worth: 0.0,
    place: None,
};

/// The organizations of each place by their ranks, ascending, place after place.
struct Present {
    ranks: Vec<usize>,
    /// Where those of each place begin and end; index as on the map.
    of: Vec<(usize, usize)>,
}

impl Present {
    fn new(world: &World) -> Self {
        let mut ranks = Vec::new();
        let mut of = vec![(0, 0); world.land.municipalities.len()];
        for here in world.land.active() {
            let first = ranks.len();
            let cells = here.cells.iter();
            ranks.extend(cells.filter_map(|cell| world.groups.rank(cell)));
            of[here.place as usize] = (first, ranks.len());
        }
        Self { ranks, of }
    }

    /// Those at a place who stand behind this rank.
    fn behind(&self, place: u32, rank: usize) -> &[usize] {
        let (first, last) = self.of[place as usize];
        let here = &self.ranks[first..last];
        let before = here.iter().take_while(|other| **other <= rank).count();
        &here[before..]
    }
}
