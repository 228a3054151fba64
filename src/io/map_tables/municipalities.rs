//! The table of municipalities: residents, positions, borders, crops and poverty.

use std::collections::BTreeMap;

use super::{Country, Reading};
use crate::io::csv_table::{Column, CsvTable};
use crate::io::outlines::Ring;
use crate::io::problem::Problem;
use crate::state::map::Place;
use crate::units::FIRST_YEAR;

/// Mean radius of the Earth [km].
const EARTH_KM: f64 = 6371.0;

/// Poor share where the table does not say: Mexico's mean of 1 - marginalization_norm_2010.
const POVERTY: f64 = 0.235;

/// Longitude and latitude as kilometres on a plane: equirectangular about the mean latitude of the
/// municipalities. North-south distances are right; in a country like Mexico (14 to 33 degrees)
/// east-west ones are wrong by a tenth at the far ends.
pub(super) struct Projection {
    lat: f64,
    lon: f64,
    shrink: f64,
}

impl Projection {
    fn new(positions: &[(f64, f64)]) -> Self {
        let n = positions.len().max(1) as f64;
        let lat = positions.iter().map(|(lat, _)| lat).sum::<f64>() / n;
        let lon = positions.iter().map(|(_, lon)| lon).sum::<f64>() / n;
        Self {
            lat,
            lon,
            shrink: libm::cos(lat.to_radians()),
        }
    }

    fn plane(&self, lat: f64, lon: f64) -> (f64, f64) {
        let x = EARTH_KM * (lon - self.lon).to_radians() * self.shrink;
        let y = EARTH_KM * (lat - self.lat).to_radians();
        (rounded(x), rounded(y))
    }

    /// Rings of (longitude, latitude) as rings of (x, y).
    pub(super) fn rings(&self, rings: Vec<Ring>) -> Vec<Ring> {
        rings
            .into_iter()
            .map(|ring| {
                ring.iter()
                    .map(|&(lon, lat)| self.plane(lat, lon))
                    .collect()
            })
            .collect()
    }
}

/// Kilometres to ten metres, finer than any table of seats.
fn rounded(km: f64) -> f64 {
    (km * 100.0).round() / 100.0
}

/// Columns that may be missing.
struct Optional {
    poverty: Option<Column>,
    crossing: Option<Column>,
    port: Option<Column>,
    coast: Option<Column>,
    south_border: Option<Column>,
    crops: Vec<Column>,
    crossing_km: Option<Column>,
}

impl Optional {
    fn find(table: &CsvTable, notes: &mut Vec<String>) -> Self {
        let file = table.file().display();
        let mut or_note = |name: &str, default: &str| {
            let column = table.find(name);
            if column.is_none() {
                notes.push(format!("no column `{name}` in {file}: {default}"));
            }
            column
        };
        Self {
            poverty: or_note(
                "marginalization_norm_2010",
                &format!("poverty is {POVERTY} everywhere"),
            ),
            crossing: or_note("us_crossing", "no municipality has a crossing to the north"),
            port: or_note("port", "no municipality is a port"),
            coast: or_note("coast", "no municipality is on the coast"),
            south_border: or_note("south_border", "no municipality is on the southern border"),
            crops: ["poppy_eradication", "marijuana_eradication"]
                .into_iter()
                .filter_map(|name| or_note(name, "counted as none"))
                .collect(),
            crossing_km: or_note(
                "dist_us_crossing_km",
                "measured from the positions to the nearest us_crossing; without one none is near",
            ),
        }
    }
}

/// Distance to the nearest crossing where there is none (km).
const NOWHERE_NEAR: f64 = 1e5;

/// One line, before the country is known as a whole.
struct Seat<'a> {
    line: usize,
    state: &'a str,
    /// Latitude and longitude.
    position: (f64, f64),
    /// Area of crops eradicated, of any unit.
    crop: f64,
    place: Place,
}

/// Reads the municipalities; `None` when the table cannot be understood at all.
pub(super) fn read(
    table: &CsvTable,
    residents: &CsvTable,
    year: i32,
    reading: &mut Reading,
) -> Option<Country> {
    let required = table.require(["code", "name", "lat", "lon"]);
    let state = table
        .find("state_name")
        .or_else(|| table.find("state"))
        .ok_or_else(|| table.lacks("`state_name`", "state_name or state"));
    let optional = Optional::find(table, &mut reading.notes);
    let own_table = std::ptr::eq(table, residents);
    let population = residents;
    let residents = residents_of(residents, year, reading, own_table);
    let ([code, name, lat, lon], state) = (reading.take(required)?, reading.take(state)?);
    let residents = residents?;

    // A line with a fault stays, with zeros, so that its code is known to the other tables.
    let problems = &mut reading.problems;
    let mut seats: BTreeMap<&str, Seat> = BTreeMap::new();
    for row in table.rows() {
        let text = kept(row.named(code), problems);
        if let Some(earlier) = seats.get(text) {
            problems.push(row.problem(format!(
                "code `{text}` stood in line {}, expected each municipality once",
                earlier.line
            )));
            continue;
        }
        let (population, populations) = residents.get(text).map_or_else(
            || {
                let message = format!("`{text}` does not stand in the population table");
                problems.push(row.problem(message));
                (0, Vec::new())
            },
            |found| (found.start, found.yearly.clone()),
        );
        let lat = kept(row.number(lat, -90.0..=90.0), problems);
        let lon = kept(row.number(lon, -180.0..=180.0), problems);
        let mut flag =
            |column: Option<Column>| column.is_some_and(|column| kept(row.flag(column), problems));
        let (crossing, port) = (flag(optional.crossing), flag(optional.port));
        let (coast, south_border) = (flag(optional.coast), flag(optional.south_border));
        let mut number = |column: Option<Column>, most: f64, default: f64| {
            column.map_or(default, |column| {
                kept(row.number(column, 0.0..=most), problems)
            })
        };
        // The index rises as marginalization falls.
        let not_poor = number(optional.poverty, 1.0, 1.0 - POVERTY);
        let crossing_km = number(optional.crossing_km, 1e5, 0.0);
        let crop = optional
            .crops
            .iter()
            .map(|column| number(Some(*column), f64::MAX, 0.0))
            .sum();
        let place = Place {
            code: text.to_owned(),
            name: kept(row.named(name), problems).to_owned(),
            state: 0,
            population,
            populations,
            poverty: ((1.0 - not_poor) * 1e6).round() / 1e6,
            x: 0.0,
            y: 0.0,
            crossing,
            port,
            coast,
            south_border,
            crop: 0.0,
            crossing_km,
        };
        let seat = Seat {
            line: row.line,
            state: kept(row.named(state), problems),
            position: (lat, lon),
            crop,
            place,
        };
        seats.insert(text, seat);
    }
    for (code, Residents { line, .. }) in residents
        .iter()
        .filter(|(code, _)| !seats.contains_key(*code))
    {
        let message = format!("unknown municipality `{code}`, expected one of the municipalities");
        problems.push(Problem::at(population.file(), *line, message));
    }
    if seats.is_empty() {
        let message = "no municipality, expected one line for each";
        problems.push(Problem::whole(table.file(), message));
    }
    Some(country(seats.into_values().collect(), &optional))
}

/// The value read; what is wrong with it goes to `problems`.
fn kept<T: Default>(read: Result<T, Problem>, problems: &mut Vec<Problem>) -> T {
    read.unwrap_or_else(|problem| {
        problems.push(problem);
        T::default()
    })
}

/// What depends on all municipalities: states, positions on the plane, relative crops, distances.
fn country(seats: Vec<Seat>, optional: &Optional) -> Country {
    let positions: Vec<(f64, f64)> = seats.iter().map(|seat| seat.position).collect();
    let projection = Projection::new(&positions);
    let most = seats.iter().map(|seat| seat.crop).fold(0.0, f64::max);
    let mut states: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    let mut places = Vec::new();
    for seat in seats {
        let state = states
            .iter()
            .position(|name| name == seat.state)
            .unwrap_or_else(|| {
                states.push(seat.state.to_owned());
                states.len() - 1
            });
        let (x, y) = projection.plane(seat.position.0, seat.position.1);
        lines.push(seat.line);
        places.push(Place {
            state: state as u16,
            x,
            y,
            crop: if most > 0.0 { seat.crop / most } else { 0.0 },
            ..seat.place
        });
    }
    if optional.crossing_km.is_none() {
        let crossings: Vec<(f64, f64)> = places
            .iter()
            .filter(|place| place.crossing)
            .map(|place| (place.x, place.y))
            .collect();
        for place in &mut places {
            place.crossing_km = crossings
                .iter()
                .map(|(x, y)| {
                    let (across, up) = (place.x - x, place.y - y);
                    (across * across + up * up).sqrt()
                })
                .min_by(f64::total_cmp)
                .map_or(NOWHERE_NEAR, rounded);
        }
    }
    Country {
        places,
        lines,
        states,
        projection,
    }
}

/// What a table says about the residents of one municipality.
struct Residents {
    line: usize,
    /// Residents at the start.
    start: u32,
    /// Residents in the year of week 0 and those that follow; empty without a table of years.
    yearly: Vec<u32>,
}

/// Residents by code: of the start year, and in a table of years of all years simulated that it
/// reaches. A year is the column `pop_<year>`, else a straight line between the nearest columns
/// before and after it. Growth between two censuses is close to even, and a year of it is one or
/// two in a hundred.
fn residents_of<'a>(
    table: &'a CsvTable,
    year: i32,
    reading: &mut Reading,
    own_table: bool,
) -> Option<BTreeMap<&'a str, Residents>> {
    let Reading {
        problems, notes, ..
    } = reading;
    let mut censuses: BTreeMap<i32, Column> = table
        .header()
        .iter()
        .filter_map(|name| {
            let year = name.strip_prefix("pop_")?.parse().ok()?;
            Some((year, table.find(name)?))
        })
        .collect();
    let before = censuses.range(..=year).next_back();
    let after = censuses.range(year..).next();
    let (Some((&first, _)), Some((&last, _))) = (before, after) else {
        let missing = format!("`pop_{year}`");
        let needed = "it or a column `pop_YYYY` before that year and one after it";
        problems.push(table.lacks(&missing, needed));
        return None;
    };
    let code = match table.require(["code"]) {
        Ok([code]) => code,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    if last > first {
        notes.push(format!(
            "residents of {year} lie between `pop_{first}` and `pop_{last}`"
        ));
    }
    let years = if own_table {
        censuses.retain(|year, _| (first..=last).contains(year));
        0..0
    } else {
        FIRST_YEAR
            ..censuses
                .keys()
                .next_back()
                .map_or(FIRST_YEAR, |last| last + 1)
    };
    let mut residents = BTreeMap::new();
    for row in table.rows() {
        let mut counted = BTreeMap::new();
        for (census, column) in &censuses {
            let people = row.whole(*column, 0..=i64::from(u32::MAX));
            counted.insert(*census, kept(people, problems) as f64);
        }
        let code = row.text(code);
        let found = Residents {
            line: row.line,
            start: interpolated(&counted, year),
            yearly: years
                .clone()
                .map(|year| interpolated(&counted, year))
                .collect(),
        };
        let earlier = residents.insert(code, found);
        // In the table of municipalities itself a double code is told with the municipality.
        if let Some(Residents { line, .. }) = earlier.filter(|_| !own_table) {
            let message = format!("code `{code}` stood in line {line}, expected each once");
            problems.push(row.problem(message));
        }
    }
    Some(residents)
}

/// Residents in a year, on a straight line between the counts around it; before the first and
/// after the last as in those.
fn interpolated(counted: &BTreeMap<i32, f64>, year: i32) -> u32 {
    let before = counted.range(..=year).next_back();
    let after = counted.range(year..).next();
    let people = match (before, after) {
        (Some((first, start)), Some((last, end))) if last > first => {
            let part = f64::from(year - first) / f64::from(last - first);
            start + part * (end - start)
        }
        (Some((_, people)), _) | (None, Some((_, people))) => *people,
        (None, None) => 0.0,
    };
    people.round() as u32
}
