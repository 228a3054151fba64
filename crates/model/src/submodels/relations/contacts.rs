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

/// Who has not met.
const NONE: Contact = Contact {
    worth: 0.0,
    place: None,
};

/// All pairs of organizations that share a place or, where `border` is above 0, face each other
/// across a border, in order of keys: a place counts in part `border` for each.
pub fn contacts(world: &World, border: f64) -> Vec<(Pair, Contact)> {
    let present = Present::new(world);
    let graph = &world.given.country.map.graph;
    let value = |place| world.abroad.territory.value(place);
    let organizations = &world.groups.organizations;
    // What two have to do with each other in one place or across one border: by the rank of the first, with that of
    // the other.
    let mut met: Vec<Vec<(usize, Contact)>> = vec![Vec::new(); organizations.len()];
    for &place in &world.land.occupied {
        let here = present.at(place);
        for (index, one) in here.iter().enumerate() {
            let contact = Contact {
                worth: value(place),
                place: Some(place),
            };
            met[*one].extend(here[index + 1..].iter().map(|other| (*other, contact)));
        }
        if border <= 0.0 || here.is_empty() {
            continue;
        }
        // Each border once, for both of its sides.
        let neighbours = graph.neighbours(place).iter();
        for &neighbour in neighbours.filter(|neighbour| **neighbour > place) {
            for other in present.at(neighbour) {
                let worth = border * (value(place) + value(neighbour));
                for one in here.iter().filter(|one| *one != other) {
                    met[*one.min(other)].push((*one.max(other), Contact { worth, ..NONE }));
                }
            }
        }
    }
    let mut contacts = Vec::new();
    let mut sums = vec![NONE; organizations.len()];
    for (one, met) in met.into_iter().enumerate() {
        let mut others = Vec::new();
        for (other, contact) in met {
            let sum = &mut sums[other];
            if *sum == NONE {
                others.push(other);
            }
            sum.worth += contact.worth;
            // The most valuable, the first of equals.
            if let Some(place) = contact.place
                && sum.place.is_none_or(|best| value(place) > value(best))
            {
                sum.place = Some(place);
            }
        }
        others.sort_unstable();
        others.dedup();
        for other in others {
            let sum = std::mem::replace(&mut sums[other], NONE);
            if sum.worth > 0.0 {
                contacts.push(((organizations[one].key, organizations[other].key), sum));
            }
        }
    }
    contacts
}

/// The organizations of each place by their ranks, ascending, place after place.
struct Present {
    ranks: Vec<usize>,
    /// Where those of each place begin and end; index as on the map.
    of: Vec<(usize, usize)>,
}

impl Present {
    fn new(world: &World) -> Self {
        let organizations = &world.groups.organizations;
        let mut ranks = Vec::new();
        let mut of = vec![(0, 0); world.land.municipalities.len()];
        for here in world.land.active() {
            let first = ranks.len();
            let cells = here.cells.iter();
            ranks.extend(cells.map(|cell| cell.rank_among(organizations)));
            of[here.place as usize] = (first, ranks.len());
        }
        Self { ranks, of }
    }

    fn at(&self, place: u32) -> &[usize] {
        let (first, last) = self.of[place as usize];
        &self.ranks[first..last]
    }
}
