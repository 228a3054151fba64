//! Where a municipality lies as seen from an event: the place itself, other places of the organization,
//! neighbours without it by ring, the rest.

use plaza_engine::graph::Graph;

/// How many rings of neighbours are told apart.
const RINGS: u8 = 3;

/// A part of the country, as seen from an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Where it happens.
    Place,
    /// Other municipalities in which the organization is when it happens.
    Organization,
    /// Municipalities without it, so many borders away from the place.
    Ring(u8),
    /// All others.
    Rest,
    /// All together.
    Country,
}

/// The parts into which an event divides the country, and the country.
pub const PARTS: [Part; 7] = [
    Part::Place,
    Part::Organization,
    Part::Ring(1),
    Part::Ring(2),
    Part::Ring(3),
    Part::Rest,
    Part::Country,
];

/// Index of [`Part::Country`].
pub const COUNTRY: usize = PARTS.len() - 1;

impl Part {
    /// As it is written in the column `group`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Organization => "organization",
            Self::Ring(_) => "neighbours",
            Self::Rest => "rest",
            Self::Country => "country",
        }
    }

    /// Which ring, where it is one.
    pub fn ring(self) -> Option<u8> {
        match self {
            Self::Ring(ring) => Some(ring),
            _ => None,
        }
    }

    /// As a figure or a table on screen calls it.
    pub fn caption(self) -> String {
        match self {
            Self::Place => "the place of the event".to_owned(),
            Self::Organization => "other places of the organization".to_owned(),
            Self::Ring(ring) => format!("neighbours without it, ring {ring}"),
            Self::Rest => "the rest of the country".to_owned(),
            Self::Country => "the whole country".to_owned(),
        }
    }
}

/// For each municipality the index in [`PARTS`] of the part it lies in, as seen from an event at
/// `place` that befalls an organization with cells in `places`.
pub fn parts(graph: &Graph, place: u32, places: &[u32]) -> Vec<u8> {
    let index = |part: Part| {
        PARTS
            .iter()
            .position(|p| *p == part)
            .expect("one of the parts") as u8
    };
    let mut parts = vec![index(Part::Rest); graph.len()];
    let mut seen = vec![false; graph.len()];
    seen[place as usize] = true;
    let mut edge = vec![place];
    for ring in 1..=RINGS {
        let mut next = Vec::new();
        for from in edge {
            for &neighbour in graph.neighbours(from) {
                if !std::mem::replace(&mut seen[neighbour as usize], true) {
                    parts[neighbour as usize] = index(Part::Ring(ring));
                    next.push(neighbour);
                }
            }
        }
        edge = next;
    }
    for other in places {
        parts[*other as usize] = index(Part::Organization);
    }
    parts[place as usize] = index(Part::Place);
    parts
}
