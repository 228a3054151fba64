//! A real country from tables: municipalities, borders, and who is where.
//!
//! Columns are found by name; every problem of all files is collected before anything is built.
//! What a table does not have is replaced by a default, and [`Built::notes`] says so.

mod borders;
pub mod columns;
mod conflicts;
mod contradictions;
mod corrections;
mod crosswalk;
mod far_neighbours;
mod gaps;
mod homes;
mod homicides;
mod labels;
mod lookup;
mod moves;
mod municipalities;
mod near_names;
mod neighbours;
mod organizations;
mod outliers;
mod plausible;
mod presence;
mod projection;
mod reading;
mod residents;
mod same_rows;
mod seats;
mod seen;
mod shapes;
mod sources;
mod start;
pub mod template;

use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::problem::{Problem, shortened};
use plaza_engine::graph::Graph;
use plaza_model::state::map::{Map, MapProblem, Place};

use crate::maps::map_folder::{Kind, Provenance};
use crate::maps::map_tables::crosswalk::Crosswalk;
use crate::maps::map_tables::lookup::Lookup;
use crate::maps::map_tables::projection::Projection;
use crate::maps::map_tables::reading::Reading;
use crate::maps::map_tables::seats::Country;
pub use crate::maps::map_tables::sources::{Islands, Sources};
use crate::maps::map_tables::start::{Start, StartTables};
use crate::maps::outlines;
use crate::maps::outlines::Ring;
use crate::maps::reference::reference;

/// A map with its origin.
#[derive(Clone, Debug)]
pub struct Built {
    /// The country; without organizations when there was no presence table.
    pub map: Map,
    /// What it was built from.
    pub provenance: Provenance,
    /// What was assumed for want of a column, and what was read in another way than it stands there.
    pub notes: Vec<String>,
    /// What may well be wrong with the tables, though it can be: every run on the map says it again.
    pub doubts: Vec<String>,
}

/// Reads the tables and builds the map.
pub fn build(sources: &Sources) -> Result<Built, Vec<Problem>> {
    let mut reading = Reading::new(&sources.columns);
    let file = &sources.municipalities;
    let municipalities = reading.table("municipalities", file);
    let population = reading.optional("population", sources.population.as_ref());
    let adjacency = reading.optional("adjacency", sources.adjacency.as_ref());
    let presence = reading.optional("presence", sources.presence.as_ref());
    let homes = reading.optional("homes", sources.homes.as_ref());
    let conflicts = reading.optional("conflicts", sources.conflicts.as_ref());
    let homicides = reading.optional("homicides", sources.homicides.as_ref());
    let corrections = reading.optional("corrections", sources.corrections.as_ref());
    let crosswalk = reading.optional("crosswalk", sources.crosswalk.as_ref());
    let rings = sources.outlines.as_ref().and_then(|path| {
        let bytes = reading.bytes("outlines", path)?;
        let property = sources.property.as_deref().unwrap_or(outlines::CODE);
        reading.take(outlines::read(path, &bytes, property))
    });
    let drawn: BTreeSet<String> = rings.iter().flat_map(BTreeMap::keys).cloned().collect();
    reading.every_column_is_used();
    reading.residents_are_one_series(match &sources.population {
        Some(_) => "population",
        None => "municipalities",
    });
    for (kind, table) in [
        (&columns::ADJACENCY, &adjacency),
        (&columns::CROSSWALK, &crosswalk),
        (&columns::HOMES, &homes),
        (&columns::CONFLICTS, &conflicts),
        (&columns::HOMICIDES, &homicides),
        (&columns::CORRECTIONS, &corrections),
    ] {
        if let Some(table) = table {
            reading.not_read(kind, table, &[]);
        }
    }
    let mut walk = crosswalk
        .as_ref()
        .map(|table| Crosswalk::read(table, &mut reading.problems))
        .unwrap_or_default();
    if let (Some(path), Some(places)) = (&sources.crosswalk, &municipalities) {
        let organizations = [&homes, &conflicts, &homicides, &corrections];
        let seen = [&municipalities, &population, &presence, &adjacency].into_iter();
        let seen = seen.chain(organizations);
        let mut codes: BTreeSet<&str> = drawn.iter().map(String::as_str).collect();
        for table in seen.flatten() {
            codes.extend(table.texts(&["code", "code_a", "code_b"]));
        }
        let places: BTreeSet<&str> = places.texts(&["code"]).collect();
        walk.refuse_slips(path, &places, &codes, &mut reading.problems);
        if crosswalk.is_some() {
            walk.check(&codes, &mut reading);
        }
    }
    let seats = municipalities.as_ref().and_then(|table| {
        let residents = match (&sources.population, &population) {
            (Some(_), None) => return None,
            (_, residents) => residents.as_ref().unwrap_or(table),
        };
        municipalities::read(table, residents, sources.year, &walk, &mut reading)
    });
    let Some(mut seats) = seats else {
        let tables = [
            adjacency.map(|table| table.require(neighbours::COLUMNS).err()),
            presence.map(|table| table.require(presence::COLUMNS).err()),
            homes.map(|table| table.require(homes::COLUMNS).err()),
            conflicts.map(|table| table.require(conflicts::COLUMNS).err()),
            homicides.map(|table| table.require(homicides::COLUMNS).err()),
            corrections.map(|table| table.require(corrections::COLUMNS).err()),
        ];
        let missing = tables.into_iter().flatten().flatten();
        reading.problems.extend(missing);
        return Err(shortened(reading.problems));
    };
    for (kind, table) in [
        (&columns::POPULATION, &population),
        (&columns::PRESENCE, &presence),
    ] {
        if let Some(table) = table {
            let held = same_rows::names(kind, table, &seats, &mut reading);
            reading.not_read(kind, table, &held);
        }
    }
    let positions: Vec<(f64, f64)> = seats.values().map(|seat| seat.position).collect();
    let projection = Projection::new(&positions);
    let rings =
        rings.map(|rings| shapes::whole(sources, &seats, &walk, rings, &projection, &mut reading));
    if let (Some(rings), Some(path)) = (&rings, &sources.outlines) {
        shapes::seats_inside(path, &seats, rings, &projection, &mut reading);
    }
    let plane = |rings: &BTreeMap<String, Vec<Ring>>| -> Vec<Vec<Ring>> {
        let of = |code: &String| rings.get(code).map(|rings| projection.rings(rings));
        seats
            .keys()
            .map(|code| of(code).unwrap_or_default())
            .collect()
    };
    let touching = rings
        .as_ref()
        .filter(|_| reading.problems.is_empty())
        .map(|rings| borders::borders(&plane(rings)));
    let pairs = {
        let codes = index(seats.keys());
        match (&adjacency, &touching) {
            (Some(table), _) => neighbours::pairs(table, &codes, &walk, &mut reading.problems),
            (None, Some(touching)) => {
                let pairs = touching.pairs.clone();
                reading.notes.push(format!(
                    "{} borders between municipalities are found from the outlines",
                    pairs.len()
                ));
                pairs
            }
            _ => Vec::new(),
        }
    };
    if let (Some(path), true) = (&sources.adjacency, reading.problems.is_empty()) {
        let far = far_neighbours::far(&seats, &pairs, &projection, path);
        reading.notes.extend(far);
        if let (Some(rings), Some(touching)) = (&rings, &touching) {
            let touching = &touching.pairs;
            let apart = far_neighbours::apart(&seats, &pairs, &plane(rings), touching, path);
            reading.notes.extend(apart);
            let lacking = far_neighbours::lacking(&seats, &pairs, touching, path);
            reading.doubts.extend(lacking);
        }
    }
    if reading.problems.is_empty() {
        let coasts = municipalities
            .iter()
            .any(|table| table.find("coast").is_some());
        let inland = match (coasts, &touching) {
            (true, _) => contradictions::ports_inland(&seats, &pairs),
            (false, Some(touching)) => {
                contradictions::ports_inside(&seats, &pairs, &touching.outer)
            }
            (false, None) => None,
        };
        let areas = rings.as_ref();
        let areas = areas.and_then(|rings| contradictions::areas(&seats, &plane(rings), file));
        reading.doubts.extend(inland.into_iter().chain(areas));
        let drawn = rings.as_ref().map(|rings| {
            let areas = plane(rings);
            let areas = areas.iter().map(|rings| contradictions::area(rings));
            areas.collect::<Vec<f64>>()
        });
        let outliers = outliers::all(&seats, drawn.as_deref(), file);
        reading.doubts.extend(outliers);
    }
    let all: BTreeSet<String> = seats.keys().cloned().collect();
    let far = neighbours::far_apart(&seats, &pairs, &projection, file);
    if reading.problems.is_empty() {
        reading.problems.extend(far);
    }
    let pairs = match reading.problems.is_empty() {
        true => {
            let islands = sources.islands;
            let drawn = rings.as_ref().filter(|_| adjacency.is_none());
            neighbours::joined(
                &mut seats,
                pairs,
                &projection,
                islands,
                drawn,
                file,
                &mut reading,
            )
        }
        false => pairs,
    };
    if let Some(message) = seats::distances_to_nothing(&seats) {
        reading.problems.push(Problem::at(file, 1, message));
    }
    let dropped: BTreeSet<String> = all
        .into_iter()
        .filter(|code| !seats.contains_key(code))
        .collect();
    let country = seats::country(seats, projection);
    let of = sources
        .country
        .clone()
        .unwrap_or_else(|| reference().country_of(&country.states, &sources.name));
    if of == reference().country && !reference().has(&country.states) {
        reading.notes.push(format!(
            "the country is said to be {of}, and its states are not called so: what is {of}'s is not told apart from here on"
        ));
    }
    let aliases = reading.aliases(sources.aliases.as_deref(), of == reference().country);
    let codes = index(country.places.iter().map(|place| &place.code));
    let states: Vec<u16> = country.places.iter().map(|place| place.state).collect();
    let mut start = Start::default();
    if let Some(aliases) = &aliases {
        let lookup = Lookup {
            year: sources.year,
            named: lookup::states(&country.states, municipalities.as_ref(), &codes, &states),
            states: &states,
            codes: &codes,
            dropped: &dropped,
            walk: &walk,
            aliases,
            own_aliases: sources.aliases.is_some(),
            strict: sources.aliases.is_some() || of == reference().country,
        };
        let tables = StartTables {
            presence: presence.as_ref(),
            homes: homes.as_ref(),
            conflicts: conflicts.as_ref(),
            homicides: homicides.as_ref(),
            corrections: corrections.as_ref(),
        };
        start = tables.read(&lookup, &mut reading);
    }
    if let Some(table) = &presence {
        let state_of = |place: u32| {
            let state = country.places[place as usize].state;
            country.states[usize::from(state)].as_str()
        };
        let without = gaps::states_without(table, sources.year, &codes, &walk, state_of);
        reading.doubts.extend(without);
    }
    let there = start.organizations.iter();
    let there = there.flat_map(|one| one.seen_in(sources.year));
    let there = there.map(|seen| seen.place);
    let empty = there.filter(|place| country.places[*place as usize].population == 0);
    let empty: BTreeSet<&str> = empty
        .map(|place| country.places[place as usize].code.as_str())
        .collect();
    if !empty.is_empty() {
        let codes = Vec::from_iter(empty).join(", ");
        let note = format!("organizations are present where nobody lives yet: {codes}");
        reading.notes.push(note);
    }
    let outlines = rings.map_or_else(Vec::new, |mut rings| {
        let of = |place: &Place| rings.remove(&place.code).unwrap_or_default();
        let rings = country.places.iter().map(of);
        rings
            .map(|rings| country.projection.rings(&rings))
            .collect()
    });
    let Country {
        mut places,
        states,
        lines,
        ..
    } = country;
    for (place, homicides) in places.iter_mut().zip(start.homicides) {
        place.homicides = homicides;
    }
    let map = Map {
        name: sources.name.clone(),
        country: of.clone(),
        first_year: sources.year + 1,
        graph: Graph::new(places.len(), pairs),
        states,
        places,
        organizations: start.organizations,
        conflicts: start.conflicts,
        outlines,
    };
    if reading.problems.is_empty() {
        let wrong = map.impossible().into_iter();
        reading.problems = wrong
            .map(|(place, message)| Problem {
                line: place.map(|place| lines[place as usize]),
                ..Problem::whole(file, message)
            })
            .collect();
        if map.population() == 0 {
            let nobody = MapProblem::NoPeople.to_string();
            reading.problems.push(Problem::whole(file, nobody));
        }
    }
    if !reading.problems.is_empty() {
        return Err(shortened(reading.problems));
    }
    Ok(Built {
        map,
        provenance: Provenance {
            kind: Kind::Tables,
            year: Some(sources.year),
            country: Some(of),
            columns: sources
                .columns
                .iter()
                .map(|(name, theirs)| format!("{name}={theirs}"))
                .collect(),
            built_from: reading.files,
        },
        notes: reading.notes,
        doubts: reading.doubts,
    })
}

/// Places by their codes.
fn index<'a>(codes: impl Iterator<Item = &'a String>) -> BTreeMap<&'a str, u32> {
    codes.map(String::as_str).zip(0..).collect()
}
