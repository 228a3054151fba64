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
    let n = organizations.len();
    // The organizations of each place, one after the other.
    let mut present: Vec<usize> = Vec::new();
    let mut range_of = vec![(0, 0); world.land.municipalities.len()];
    for &place in &world.land.occupied {
        let first = present.len();
        let cells = &world.land[place].cells;
        present.extend(cells.iter().filter_map(|cell| world.groups.rank(cell)));
        range_of[place as usize] = (first, present.len());
    }
    let at = |place: u32| {
        let (first, last) = range_of[place as usize];
        &present[first..last]
    };
    // By the first of two, then by the second, ascending: few of all pairs meet.
    let mut met: Vec<Vec<(usize, Contact)>> = vec![Vec::new(); n];
    let value = |place| world.abroad.territory.value(place);
    for &place in &world.land.occupied {
        let here = at(place);
        for (index, one) in here.iter().enumerate() {
            for other in &here[index + 1..] {
                let contact = between(&mut met, (*one, *other));
                contact.worth += value(place);
                if contact.place.is_none_or(|best| value(place) > value(best)) {
                    contact.place = Some(place);
                }
            }
        }
        if border <= 0.0 || here.is_empty() {
            continue;
        }
        // Each border once, for both of its sides.
        let neighbours = world.given.country.map.graph.neighbours(place).iter();
        for &neighbour in neighbours.filter(|neighbour| **neighbour > place) {
            let worth = border * (value(place) + value(neighbour));
            for one in here {
                for other in at(neighbour).iter().filter(|other| *other != one) {
                    let pair = (*one.min(other), *one.max(other));
                    between(&mut met, pair).worth += worth;
                }
            }
        }
    }
    let mut contacts = Vec::new();
    for (one, met) in organizations.keys().zip(met) {
        let met = met.into_iter().filter(|(_, contact)| contact.worth > 0.0);
        let pair = |other: usize| (*one, organizations[other].key);
        contacts.extend(met.map(|(other, contact)| (pair(other), contact)));
    }
    contacts
}

/// The contact of a pair, which is new where the two have not met yet.
fn between(met: &mut [Vec<(usize, Contact)>], (one, other): (usize, usize)) -> &mut Contact {
    let row = &mut met[one];
    let index = row.binary_search_by_key(&other, |(number, _)| *number);
    let index = index.unwrap_or_else(|index| {
        let contact = Contact {
            worth: 0.0,
            place: None,
        };
        row.insert(index, (other, contact));
        index
    });
    &mut row[index].1
}
