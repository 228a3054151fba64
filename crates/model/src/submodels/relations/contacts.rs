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
    let present = Present::new(world);
    let graph = &world.given.country.map.graph;
    let value = |place| world.abroad.territory.value(place);
    // What two have to do with each other in one place or across one border, by their ranks.
    let mut met: Vec<((usize, usize), Contact)> = Vec::new();
    for &place in &world.land.occupied {
        let here = present.at(place);
        for (index, one) in here.iter().enumerate() {
            let contact = Contact {
                worth: value(place),
                place: Some(place),
            };
            met.extend(
                here[index + 1..]
                    .iter()
                    .map(|other| ((*one, *other), contact)),
            );
        }
        if border <= 0.0 || here.is_empty() {
            continue;
        }
        // Each border once, for both of its sides.
        let neighbours = graph.neighbours(place).iter();
        for &neighbour in neighbours.filter(|neighbour| **neighbour > place) {
            for other in present.at(neighbour) {
                let contact = Contact {
                    worth: border * (value(place) + value(neighbour)),
                    place: None,
                };
                let apart = here.iter().filter(|one| *one != other);
                met.extend(apart.map(|one| ((*one.min(other), *one.max(other)), contact)));
            }
        }
    }
    met.sort_by_key(|(pair, _)| *pair);
    let organizations = &world.groups.organizations;
    let pairs = met.chunk_by(|(one, _), (other, _)| one == other);
    let contacts = pairs.map(|all| {
        let (one, other) = all[0].0;
        let contacts = all.iter().map(|(_, contact)| contact);
        let shared = contacts.clone().filter_map(|contact| contact.place);
        // The most valuable, the first of equals.
        let best = shared.reduce(|best, place| {
            if value(place) > value(best) {
                place
            } else {
                best
            }
        });
        let contact = Contact {
            worth: contacts.map(|contact| contact.worth).sum(),
            place: best,
        };
        ((organizations[one].key, organizations[other].key), contact)
    });
    contacts
        .filter(|(_, contact)| contact.worth > 0.0)
        .collect()
}

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

    fn at(&self, place: u32) -> &[usize] {
        let (first, last) = self.of[place as usize];
        &self.ranks[first..last]
    }
}
