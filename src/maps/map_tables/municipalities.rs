//! The table of municipalities: residents, positions, borders, crops and poverty.

use std::collections::BTreeMap;

use plaza_batch::problem::Problem;
use plaza_model::state::map::Place;

use crate::files::csv_table::{Column, CsvTable};
use crate::files::spelling::bare;
use crate::maps::codes;
use crate::maps::map_tables::columns::{MUNICIPALITIES, NOT_POOR, POVERTY, SECOND_CROP};
use crate::maps::map_tables::crosswalk::{Crosswalk, decimal};
use crate::maps::map_tables::reading::Reading;
use crate::maps::map_tables::residents::{Residents, residents};
use crate::maps::map_tables::seats::{NOWHERE_NEAR, Seat};
use crate::maps::map_tables::{contradictions, plausible, same_rows};

/// Poor share where the table does not say: Mexico's mean of 1 - marginalization_norm_2010.
const POOR: f64 = 0.235;
/// A seat is no farther than this from a crossing in its own municipality (km).
const NEAR_CROSSING: f64 = 500.0;
/// Nobody lives south or north of these.
const LATITUDES: std::ops::RangeInclusive<f64> = -60.0..=84.0;
/// No area of crops is larger, in any unit.
const MOST_CROPS: f64 = 1e12;
/// No municipality is smaller (km2).
const LEAST_AREA: f64 = 0.001;
/// No municipality is larger (km2).
const MOST_AREA: f64 = 5e6;

/// Columns that may be missing.
struct Optional {
    /// The column of poverty, and whether it counts those who are not poor.
    poverty: Option<(Column, bool)>,
    crossing: Option<Column>,
    port: Option<Column>,
    coast: Option<Column>,
    southern_border: Option<Column>,
    crops: Vec<Column>,
    crossing_km: Option<Column>,
    area: Option<Column>,
}

impl Optional {
    /// Finds them; says what is read how, and what is missing.
    fn find(table: &CsvTable, reading: &mut Reading) -> Self {
        reading.problems.extend(MUNICIPALITIES.near_names(table));
        let file = table.file().display().to_string();
        let mut find = |name: &str| {
            let known = MUNICIPALITIES.column(name);
            let found = reading.take(known.find(table)).flatten();
            match found {
                None => {
                    let or = known.older.first();
                    let or = or.map_or_else(String::new, |older| format!(" (or `{older}`)"));
                    let without = &known.without;
                    let note = format!("no column `{name}`{or} in {file}: {without}");
                    reading.notes.push(note);
                }
                Some((named, _)) if named == NOT_POOR => reading.notes.push(format!(
                    "poverty is read from `{named}` turned round: there 1 is least poor"
                )),
                Some((named, _)) if named == POVERTY => {
                    reading
                        .notes
                        .push(format!("`{named}` is read as it is: 1 is poorest"));
                }
                Some(_) => {}
            }
            found
        };
        let column = |found: Option<(&str, Column)>| found.map(|(_, column)| column);
        let poverty = find(POVERTY).map(|(name, column)| (column, name == NOT_POOR));
        let [crossing, port, coast, southern_border, crossing_km] = [
            "northern_crossing",
            "port",
            "coast",
            "southern_border",
            "northern_crossing_km",
        ]
        .map(|name| column(find(name)));
        let crops = match (table.find("drug_crops"), table.find(SECOND_CROP)) {
            (None, Some(second)) if table.find("poppy_eradication").is_none() => vec![second],
            (own, second) => {
                let first = column(find("drug_crops"));
                first
                    .into_iter()
                    .chain(second.filter(|_| own.is_none()))
                    .collect()
            }
        };
        Self {
            poverty,
            crossing,
            port,
            coast,
            southern_border,
            crops,
            crossing_km,
            area: table.find("area_km2"),
        }
    }
}

/// Reads the municipalities; `None` when the table cannot be understood at all.
pub(super) fn read(
    table: &CsvTable,
    population: &CsvTable,
    year: i32,
    walk: &Crosswalk,
    reading: &mut Reading,
) -> Option<BTreeMap<String, Seat>> {
    let required = table.require(["code", "name", "lat", "lon"]);
    let state = MUNICIPALITIES.column("state_name").find(table);
    let state = state.and_then(|found| {
        let found = found.map(|(_, column)| column);
        found.ok_or_else(|| table.lacks("`state_name`", "state_name or state"))
    });
    let optional = Optional::find(table, reading);
    let own_table = std::ptr::eq(table, population);
    let residents = residents(population, year, reading, own_table);
    let ([code, name, lat, lon], state) = (reading.take(required)?, reading.take(state)?);
    let residents = residents?;
    reading.not_read(&MUNICIPALITIES, table, &[]);

    // A line with a fault stays, with zeros, so that its code is known to the other tables.
    let problems = &mut reading.problems;
    let mut seats: BTreeMap<String, Seat> = BTreeMap::new();
    let mut absent: Vec<(String, Problem)> = Vec::new();
    for row in table.rows() {
        let text = kept(row.named(code), problems);
        if codes::is_decimal(text) {
            problems.push(row.problem(decimal(text)));
        }
        if let Some(earlier) = seats.get(text) {
            problems.push(row.problem(format!(
                "code `{text}` stood in line {}, expected each municipality once",
                earlier.line
            )));
            continue;
        }
        if walk.whole(text) == text {
            let message = format!(
                "`{text}` does not stand in the population table, expected its residents there (or it is none: leave it out, or \
                 count it with another by `--crosswalk`)"
            );
            absent.push((text.to_owned(), row.problem(message)));
        }
        let seat = [row.number(lat, LATITUDES), row.number(lon, -180.0..=180.0)];
        let read = seat.iter().all(Result::is_ok);
        let [lat, lon] = seat.map(|number| kept(number, problems));
        if read && lat == 0.0 && lon == 0.0 {
            let message =
                format!("`{text}` lies at 0, 0, expected the latitude and longitude of its seat");
            problems.push(row.problem(message));
        }
        let mut flag =
            |column: Option<Column>| column.is_some_and(|column| kept(row.flag(column), problems));
        let (crossing, port) = (flag(optional.crossing), flag(optional.port));
        let (coast, south_border) = (flag(optional.coast), flag(optional.southern_border));
        let mut number = |column: Option<Column>, most: f64, default: f64| {
            column.map_or(default, |column| {
                kept(row.number(column, 0.0..=most), problems)
            })
        };
        let poverty = match optional.poverty {
            None => POOR,
            Some((column, false)) => number(Some(column), 1.0, POOR),
            Some((column, true)) => 1.0 - number(Some(column), 1.0, 1.0 - POOR),
        };
        let crossing_km = number(optional.crossing_km, NOWHERE_NEAR, 0.0);
        let crops = optional.crops.iter();
        let crop = crops
            .map(|column| number(Some(*column), MOST_CROPS, 0.0))
            .sum();
        let area = optional.area;
        let area = area.map(|area| kept(row.number(area, LEAST_AREA..=MOST_AREA), problems));
        let zero = |column| row.number(column, 0.0..=NOWHERE_NEAR) == Ok(0.0);
        if !crossing && optional.crossing_km.is_some_and(zero) {
            problems.push(row.problem(format!(
                "`{text}` is 0 km from a crossing and has none, expected one of them"
            )));
        }
        if crossing && crossing_km > NEAR_CROSSING {
            problems.push(row.problem(format!(
                "`{text}` has a crossing and is {crossing_km} km from the nearest, expected one of them"
            )));
        }
        let place = Place {
            code: text.to_owned(),
            name: kept(row.named(name), problems).to_owned(),
            state: 0,
            population: 0,
            populations: Vec::new(),
            poverty: (poverty * 1e6).round() / 1e6,
            x: 0.0,
            y: 0.0,
            crossing,
            port,
            coast,
            south_border,
            crop: 0.0,
            crossing_km,
            homicides: 0.0,
        };
        let seat = Seat {
            line: row.line,
            state: kept(row.named(state), problems).to_owned(),
            position: (lat, lon),
            crop,
            far: optional.crossing_km.is_some(),
            area,
            place,
        };
        seats.insert(text.to_owned(), seat);
    }
    let counted = joined(&mut seats, &residents, walk);
    absent.retain(|(code, _)| !counted.contains_key(code.as_str()));
    strangers_of(&counted, &seats, population, &mut absent, problems);
    problems.extend(absent.into_iter().map(|(_, problem)| problem));
    let (file, doubts) = (population.file(), &mut reading.doubts);
    plausible::totals(&seats, &counted, file, problems, doubts);
    for (code, of) in counted {
        if let Some(seat) = seats.get_mut(code) {
            seat.place.population = of.start;
            seat.place.populations = of.yearly;
        }
    }
    if seats.is_empty() {
        let message = "no municipality, expected one line for each";
        problems.push(Problem::whole(table.file(), message));
    }
    if !own_table {
        let idle = table
            .header()
            .iter()
            .filter(|name| name.starts_with("pop_"));
        let idle: Vec<&str> = idle.map(String::as_str).collect();
        if !idle.is_empty() {
            let (file, from) = (table.file().display(), population.file().display());
            let idle = idle.join(", ");
            let note = format!("residents are those of {from}; not read of {file}: {idle}");
            reading.notes.push(note);
        }
    }
    spellings(&seats, table, reading);
    reading.doubts.extend(contradictions::not_persons(&seats));
    reading
        .doubts
        .extend(contradictions::smaller_states(&seats));
    reading.doubts.extend(contradictions::poverty(&seats));
    reading.doubts.extend(same_rows::states(&seats));
    let nobody = seats
        .values()
        .filter(|seat| seat.place.most_residents() == 0);
    let nobody: Vec<&str> = nobody.map(|seat| seat.place.code.as_str()).collect();
    if !nobody.is_empty() {
        let note = format!("nobody lives there in any year: {}", nobody.join(", "));
        reading.notes.push(note);
    }
    Some(seats)
}

/// States that stand in two spellings, which would be two.
fn spellings(seats: &BTreeMap<String, Seat>, table: &CsvTable, reading: &mut Reading) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for seat in seats.values().filter(|seat| !seat.state.is_empty()) {
        let line = first.entry(&seat.state).or_insert(seat.line);
        *line = seat.line.min(*line);
    }
    let mut states: Vec<(usize, &str)> =
        first.into_iter().map(|(name, line)| (line, name)).collect();
    states.sort_unstable();
    for (index, (line, name)) in states.iter().enumerate() {
        let earlier = &states[..index];
        if let Some((of, other)) = earlier.iter().find(|(_, other)| bare(other) == bare(name)) {
            let message = format!(
                "state `{name}` stands as `{other}` in line {of}, expected one spelling of it"
            );
            reading
                .problems
                .push(Problem::at(table.file(), *line, message));
        } else if let Some((_, other)) = earlier
            .iter()
            .find(|(_, other)| a_letter_apart(other, name))
        {
            reading.doubts.push(format!(
                "`{other}` and `{name}` are two states; if they are one, {} is to spell it in one way",
                table.file().display()
            ));
        }
    }
}

/// Whether two names without numbers differ in one letter.
fn a_letter_apart(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    let counted = one.contains(|letter: char| letter.is_ascii_digit());
    !counted && one.chars().count() > 4 && strsim::osa_distance(&one, &other) == 1
}

/// The value read; what is wrong with it goes to `problems`.
fn kept<T: Default>(read: Result<T, Problem>, problems: &mut Vec<Problem>) -> T {
    read.unwrap_or_else(|problem| {
        problems.push(problem);
        T::default()
    })
}

/// Residents by municipality, each with its parts; parts are no municipalities any more.
fn joined<'a>(
    seats: &mut BTreeMap<String, Seat>,
    residents: &'a BTreeMap<&str, Residents>,
    walk: &'a Crosswalk,
) -> BTreeMap<&'a str, Residents> {
    let mut counted: BTreeMap<&str, Residents> = BTreeMap::new();
    for (code, of) in residents {
        let all = counted.entry(walk.whole(code)).or_default();
        if all.line == 0 || walk.whole(code) == *code {
            all.line = of.line;
        }
        all.add(of);
    }
    let parts: Vec<String> = seats
        .keys()
        .filter(|code| walk.whole(code) != *code)
        .cloned()
        .collect();
    for code in parts {
        let part = seats.remove(&code).expect("it was found just now");
        let Some(whole) = seats.get_mut(walk.whole(&code)) else {
            continue;
        };
        whole.crop += part.crop;
        whole.area = None;
        let people = |code: &str| residents.get(code).map_or(0.0, |of| f64::from(of.start));
        let (own, more) = (people(&whole.place.code), people(&code));
        let (place, of) = (&mut whole.place, part.place);
        if own + more > 0.0 {
            let poor = (place.poverty * own + of.poverty * more) / (own + more);
            place.poverty = (poor * 1e6).round() / 1e6;
        }
        place.crossing |= of.crossing;
        place.port |= of.port;
        place.coast |= of.coast;
        place.south_border |= of.south_border;
        place.crossing_km = place.crossing_km.min(of.crossing_km);
    }
    counted
}

/// Codes of the table of residents that are no municipality; one that is meant is not absent too.
fn strangers_of(
    counted: &BTreeMap<&str, Residents>,
    seats: &BTreeMap<String, Seat>,
    population: &CsvTable,
    absent: &mut Vec<(String, Problem)>,
    problems: &mut Vec<Problem>,
) {
    for (code, Residents { line, .. }) in counted {
        if seats.contains_key(*code) {
            continue;
        }
        let meant = codes::meant(code, seats.keys().map(String::as_str));
        absent.retain(|(missing, _)| meant != Some(missing.as_str()));
        let hint = codes::hint(code, seats.keys().map(String::as_str));
        let message =
            format!("unknown municipality `{code}`{hint}, expected one of the municipalities");
        problems.push(Problem::at(population.file(), *line, message));
    }
}
