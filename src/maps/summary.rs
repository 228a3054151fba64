//! A map, in a few numbers.

use serde::Serialize;

use plaza_batch::layout::{Table, folded, numbers, width, words};
use plaza_model::state::map::{Map, Place};

use plaza_engine::numbers::grouped;

/// A map in a few numbers.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    map: &'a str,
    country: &'a str,
    first_year: i32,
    municipalities: usize,
    borders: usize,
    states: usize,
    people: u64,
    median_municipality: u64,
    ten_largest_share: f64,
    crossings: usize,
    ports: usize,
    coast: usize,
    southern_border: usize,
    drug_crops: usize,
    with_one_organization: usize,
    with_two_or_more: usize,
    organizations: Vec<Organization<'a>>,
}

/// An organization and where it is.
#[derive(Debug, Serialize)]
struct Organization<'a> {
    name: &'a str,
    municipalities: usize,
}

impl<'a> Summary<'a> {
    /// The numbers of a map.
    pub fn new(map: &'a Map) -> Self {
        let marked =
            |mark: fn(&Place) -> bool| map.places.iter().filter(|place| mark(place)).count();
        let people = map.population();
        let mut sizes: Vec<u64> = map.places.iter().map(|p| u64::from(p.population)).collect();
        sizes.sort_unstable();
        let largest: u64 = sizes.iter().rev().take(10).sum();
        let presence = map.presence();
        let organizations = map.organizations.iter().map(|one| Organization {
            name: &one.name,
            municipalities: one.seen_in(map.start_year()).count(),
        });
        Self {
            map: &map.name,
            country: &map.country,
            first_year: map.first_year,
            municipalities: map.places.len(),
            borders: map.graph.pairs().count(),
            states: map.states.len(),
            people,
            median_municipality: sizes[sizes.len() / 2],
            ten_largest_share: largest as f64 / people.max(1) as f64,
            crossings: marked(|p| p.crossing),
            ports: marked(|p| p.port),
            coast: marked(|p| p.coast),
            southern_border: marked(|p| p.south_border),
            drug_crops: marked(|p| p.crop > 0.0),
            with_one_organization: presence.iter().filter(|n| **n == 1).count(),
            with_two_or_more: presence.iter().filter(|n| **n > 1).count(),
            organizations: organizations.collect(),
        }
    }

    /// The numbers for a screen.
    pub fn told(&self) -> String {
        let count = |part: usize| part.to_string();
        let shared = |part: usize| {
            let share = 100.0 * part as f64 / self.municipalities as f64;
            format!("{part} ({share:.1} %)")
        };
        let largest = format!("{:.1} %", 100.0 * self.ten_largest_share);
        let rows = [
            ("map", self.map.to_owned()),
            ("country", self.country.to_owned()),
            ("first week", format!("of {}", self.first_year)),
            ("municipalities", count(self.municipalities)),
            ("borders between them", count(self.borders)),
            ("states", count(self.states)),
            ("people", self.people.to_string()),
            (
                "  median municipality",
                self.median_municipality.to_string(),
            ),
            ("  in the ten largest", largest),
            ("crossings", count(self.crossings)),
            ("ports", count(self.ports)),
            ("coast", count(self.coast)),
            ("southern border", count(self.southern_border)),
            ("drug crops", count(self.drug_crops)),
            ("with one organization", shared(self.with_one_organization)),
            ("with two or more", shared(self.with_two_or_more)),
        ];
        let mut table = Table::new([words(""), words("")]);
        for (what, value) in rows {
            table.row([what.to_owned(), value]);
        }
        let mut organizations = Table::new([
            words(format!("{} organizations", self.organizations.len())),
            numbers("municipalities"),
        ]);
        for one in &self.organizations {
            organizations.row([format!("  {}", one.name), count(one.municipalities)]);
        }
        table.fit(width()) + &organizations.fit(width())
    }
}

/// What a place is marked with: the name of the mark, and whether it has it.
type Mark = (&'static str, fn(&Place) -> bool);

/// The largest municipalities, and those that are marked, by name: numbers alone do not show that a column is another's.
pub fn named(map: &Map, width: usize) -> String {
    /// So many are named of each kind.
    const SHOWN: usize = 5;
    let mut largest: Vec<&Place> = map.places.iter().collect();
    // Of equals the first.
    largest.sort_by_key(|place| std::cmp::Reverse(place.population));
    let largest: Vec<String> = largest
        .iter()
        .take(SHOWN)
        .map(|place| format!("{} {}", place.name, grouped(f64::from(place.population), 0)))
        .collect();
    let mut text = folded(&format!("largest: {}", largest.join("; ")), width);
    let marks: [Mark; 3] = [
        ("crossings", |place| place.crossing),
        ("ports", |place| place.port),
        ("southern border", |place| place.south_border),
    ];
    for (what, mark) in marks {
        let names = map.places.iter().filter(|place| mark(place));
        let names: Vec<&str> = names.map(|place| place.name.as_str()).collect();
        if names.is_empty() {
            continue;
        }
        let shown = &names[..names.len().min(SHOWN)];
        let more = match names.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        text += &folded(&format!("{what}: {}{more}", shown.join("; ")), width);
    }
    text
}
