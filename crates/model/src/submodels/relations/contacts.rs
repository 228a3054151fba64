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

impl Contact {
    /// They meet once more: what it is worth, and the place they share there, if any.
    fn add(&mut self, worth: f64, shared: Option<u32>, value: impl Fn(u32) -> f64) {
        self.worth += worth;
        // The most valuable, the first of equals.
        if let Some(place) = shared
            && self.place.is_none_or(|best| value(place) > value(best))
        {
            self.place = Some(place);
        }
    }
}

/// All pairs of organizations that share a place or, where `border` is above 0, face each other
/// across a border, in order of keys: a place counts in part `border` for each.
pub fn contacts(world: &World, border: f64) -> Vec<(Pair, Contact)> {
    let present = Present::new(world);
    let graph = &world.given.country.map.graph;
    let value = |place| world.abroad.territory.value(place);
    let organizations = &world.groups.organizations;
    let mut contacts = Vec::new();
    // What an organization has to do with those after it: by their ranks, and the ranks of those it has met.
    let mut sums = vec![NONE; organizations.len()];
    let mut met = Vec::new();
    for (one, organization) in organizations.values().enumerate() {
        let mut meet = |other: u32, worth: f64, shared: Option<u32>| {
            let sum = &mut sums[other as usize];
            if *sum == NONE {
                met.push(other);
            }
            sum.add(worth, shared, value);
        };
        for &place in &organization.places {
            let worth = value(place);
            for other in present.after(one, place) {
                meet(other, worth, Some(place));
            }
            if border <= 0.0 {
                continue;
            }
            for &neighbour in graph.neighbours(place) {
                for other in present.after(one, neighbour) {
                    meet(other, border * (worth + value(neighbour)), None);
                }
            }
        }
        met.sort_unstable();
        met.dedup();
        for other in met.drain(..) {
            let sum = std::mem::replace(&mut sums[other as usize], NONE);
            if sum.worth > 0.0 {
                let other = &organizations[other as usize];
                contacts.push(((organization.key, other.key), sum));
            }
        }
    }
    contacts
}

/// The organizations of each place by their ranks, ascending, place after place.
struct Present {
    ranks: Vec<u32>,
    /// Where those of each place begin and end; index as on the map.
    of: Vec<(u32, u32)>,
}

impl Present {
    fn new(world: &World) -> Self {
        let organizations = &world.groups.organizations;
        let mut ranks = Vec::new();
        let mut of = vec![(0, 0); world.land.municipalities.len()];
        for here in world.land.active() {
            let first = ranks.len() as u32;
            let cells = here.cells.iter();
            ranks.extend(cells.map(|cell| cell.rank_among(organizations) as u32));
            of[here.place as usize] = (first, ranks.len() as u32);
        }
        Self { ranks, of }
    }

    /// The organizations of a place whose ranks come after this one.
    fn after(&self, one: usize, place: u32) -> impl Iterator<Item = u32> + '_ {
        let (first, last) = self.of[place as usize];
        let here = self.ranks[first as usize..last as usize].iter().copied();
        here.filter(move |other| *other as usize > one)
    }
}
