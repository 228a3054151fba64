//! Who borders whom: the table of neighbours, and municipalities that no border joins to the rest.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_batch::problem::Problem;
use plaza_engine::graph::Graph;

use plaza_engine::numbers::counted;

use crate::files::csv_table::CsvTable;
use crate::maps::codes;
use crate::maps::map_tables::crosswalk::Crosswalk;
use crate::maps::map_tables::near_names;
use crate::maps::map_tables::projection::Projection;
use crate::maps::map_tables::reading::Reading;
use crate::maps::map_tables::seats::Seat;
use crate::maps::map_tables::sources::Islands;
use crate::maps::outlines::Ring;

/// The columns of the table.
pub(super) const COLUMNS: [&str; 2] = ["code_a", "code_b"];

/// More of the municipalities are not islands.
const MOST_ISLANDS: f64 = 0.25;
/// So many may be, however few municipalities there are.
const FEW_ISLANDS: usize = 5;
/// Cells do not move so far to a neighbour elsewhere (km).
const FAR: f64 = 300.0;
/// Neighbours are no farther apart (km).
const FARTHEST: f64 = 1_500.0;

/// Pairs of neighbours. A pair may stand twice, in either direction, if all its columns are equal.
pub(super) fn pairs(
    table: &CsvTable,
    codes: &BTreeMap<&str, u32>,
    walk: &Crosswalk,
    problems: &mut Vec<Problem>,
) -> Vec<(u32, u32)> {
    let columns @ [first, second] = match table.require(COLUMNS) {
        Ok(columns) => columns,
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    let telling = near_names::of_neighbours(table);
    let mut seen: BTreeMap<(&str, &str), (usize, Vec<&str>)> = BTreeMap::new();
    let mut pairs = Vec::new();
    for row in table.rows() {
        let denied = telling.iter().find(|(_, column)| denies(row.text(*column)));
        if let Some((name, column)) = denied {
            problems.push(row.problem(format!(
                "column `{name}` is `{}`, and is not read: each row is a pair of neighbours; expected no row of two \
                 that are none",
                row.text(*column)
            )));
            continue;
        }
        let texts = [first, second].map(|column| row.text(column));
        let ends = texts.map(|text| place(text, codes, walk));
        let (a, b) = match ends {
            [Ok(a), Ok(b)] => (a.min(b), a.max(b)),
            ends => {
                let wrong = ends.into_iter().filter_map(Result::err);
                problems.extend(wrong.map(|message| row.problem(message)));
                continue;
            }
        };
        let [one, other] = texts;
        if one == other {
            problems.push(row.problem(format!(
                "`{one}` is its own neighbour, expected two municipalities"
            )));
            continue;
        }
        let values = row.others(&columns);
        let key = (one.min(other), one.max(other));
        match seen.get(&key) {
            Some((line, earlier)) if *earlier != values => problems.push(row.problem(format!(
                "`{one}` and `{other}` stood in line {line} with other values, expected each pair once"
            ))),
            Some(_) => {}
            None => drop(seen.insert(key, (row.line, values))),
        }
        // Parts of one municipality have no border between them.
        if a != b {
            pairs.push((a, b));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Whether text says no.
fn denies(text: &str) -> bool {
    let small = text.to_lowercase();
    ["0", "0.0", "no", "n", "false", "f"].contains(&small.as_str())
}

/// The municipality of this code, or of what it is counted as.
pub(super) fn place(
    code: &str,
    codes: &BTreeMap<&str, u32>,
    walk: &Crosswalk,
) -> Result<u32, String> {
    codes.get(walk.whole(code)).copied().ok_or_else(|| {
        let hint = codes::hint(code, codes.keys().copied());
        let expected = match hint.is_empty() {
            true => ", expected a code of the municipalities table",
            false => "",
        };
        format!("unknown municipality `{code}`{hint}{expected}")
    })
}

/// Joins or drops what no border joins to the largest part of the country, as was asked, or says what it
/// is; gives the pairs, by the places that are left.
pub(super) fn joined(
    seats: &mut BTreeMap<String, Seat>,
    mut pairs: Vec<(u32, u32)>,
    projection: &Projection,
    islands: Option<Islands>,
    drawn: Option<&BTreeMap<String, Vec<Ring>>>,
    file: &Path,
    reading: &mut Reading,
) -> Vec<(u32, u32)> {
    let all: Vec<u32> = (0..seats.len() as u32).collect();
    let graph = Graph::new(seats.len(), pairs.clone());
    let mut parts = graph.components(&all);
    let residents: Vec<u64> = seats
        .values()
        .map(|seat| u64::from(seat.place.population))
        .collect();
    let people = |part: &Vec<u32>| {
        part.iter()
            .map(|place| residents[*place as usize])
            .sum::<u64>()
    };
    // Of equals the first.
    let most = parts.iter().map(people).max();
    let Some(main) = parts.iter().position(|part| Some(people(part)) == most) else {
        return pairs;
    };
    let mut joined = parts.remove(main);
    if parts.is_empty() {
        return pairs;
    }
    let lost: usize = parts.iter().map(Vec::len).sum();
    if islands.is_some() && lost > FEW_ISLANDS && lost as f64 > MOST_ISLANDS * seats.len() as f64 {
        let message = format!(
            "{lost} of {} municipalities have no border with the largest part of the country, too many for islands; \
             expected neighbours, or outlines, of the same municipalities",
            seats.len()
        );
        reading.problems.push(Problem::whole(file, message));
        return pairs;
    }
    let codes: Vec<String> = seats.keys().cloned().collect();
    let named: Vec<&Seat> = seats.values().collect();
    match islands {
        None => {
            let lone = parts.iter().map(|part| lone(part, &named, drawn, file));
            reading.problems.extend(lone);
            pairs
        }
        Some(Islands::Nearest) => {
            let at = |place: u32| {
                let (lat, lon) = named[place as usize].position;
                projection.plane(lat, lon)
            };
            let mut nearest = Nearest::new(&parts, at);
            nearest.reach(&joined);
            while let Some((part, from, to, km)) = nearest.next() {
                let [from_code, to_code] = [from, to].map(|place| &codes[place as usize]);
                let far = if km > FAR {
                    ", which is far for neighbours"
                } else {
                    ""
                };
                reading.notes.push(format!(
                    "`{from_code}` is joined to `{to_code}`, {km:.0} km away{far} (--islands nearest)"
                ));
                pairs.push((from.min(to), from.max(to)));
                nearest.reach(&parts[part]);
            }
            pairs
        }
        Some(Islands::Drop) => {
            let mut people = 0_u64;
            let mut dropped = Vec::new();
            for place in parts.iter().flatten() {
                people += u64::from(named[*place as usize].place.population);
                dropped.push(codes[*place as usize].clone());
            }
            dropped.sort();
            reading.notes.push(format!(
                "{} with {people} residents left out, with all that other tables say of \
                 them, for no border joins them to the rest (--islands drop): {}",
                counted(dropped.len(), "municipality", "municipalities"),
                dropped.join(", ")
            ));
            let mut index = vec![None; codes.len()];
            joined.sort_unstable();
            for (new, old) in (0..).zip(&joined) {
                index[*old as usize] = Some(new);
            }
            seats.retain(|code, _| dropped.binary_search(code).is_err());
            let kept = pairs.into_iter();
            kept.filter_map(|(a, b)| index[a as usize].zip(index[b as usize]))
                .collect()
        }
    }
}

/// Parts that are not joined yet, with the places nearest to what is.
struct Nearest<'a, F> {
    parts: &'a [Vec<u32>],
    at: F,
    /// Of each part: its place, the one joined, and how far they are; none once it is joined itself.
    best: Vec<Option<(u32, u32, f64)>>,
}

impl<'a, F: Fn(u32) -> (f64, f64)> Nearest<'a, F> {
    fn new(parts: &'a [Vec<u32>], at: F) -> Self {
        let best = parts
            .iter()
            .map(|part| Some((part[0], part[0], f64::INFINITY)));
        Self {
            best: best.collect(),
            parts,
            at,
        }
    }

    /// These places are joined now.
    fn reach(&mut self, places: &[u32]) {
        for (part, best) in self.parts.iter().zip(&mut self.best) {
            let Some(best) = best else { continue };
            for from in part {
                let (x, y) = (self.at)(*from);
                for to in places {
                    let (u, v) = (self.at)(*to);
                    let km = ((x - u) * (x - u) + (y - v) * (y - v)).sqrt();
                    if km < best.2 {
                        *best = (*from, *to, km);
                    }
                }
            }
        }
    }

    /// The nearest part, which is taken: its index, the two places, and how far they are.
    fn next(&mut self) -> Option<(usize, u32, u32, f64)> {
        let open = self.best.iter().enumerate();
        let open =
            open.filter_map(|(index, best)| best.map(|(from, to, km)| (index, from, to, km)));
        let found = open.min_by(|a, b| a.3.total_cmp(&b.3))?;
        self.best[found.0] = None;
        Some(found)
    }
}

/// An island, or a part of the country that no border joins to the largest.
fn lone(
    part: &[u32],
    seats: &[&Seat],
    drawn: Option<&BTreeMap<String, Vec<Ring>>>,
    file: &Path,
) -> Problem {
    let Seat { line, place, .. } = seats[part[0] as usize];
    let undrawn = drawn.filter(|drawn| drawn.get(&place.code).is_none_or(Vec::is_empty));
    if undrawn.is_some() {
        let message = format!(
            "`{}` ({}) has no outline, from which its neighbours would be found: expected a polygon of it; `--islands \
             nearest` joins it to the nearest municipality, `--islands drop` leaves it out",
            place.code, place.name
        );
        return Problem::at(file, *line, message);
    }
    let what = match part.len() {
        1 => format!("`{}` ({}) is an island", place.code, place.name),
        more => format!(
            "`{}` ({}) and {} more have no border with the rest of the country",
            place.code,
            place.name,
            more - 1
        ),
    };
    let message = format!(
        "{what}, expected a neighbour in the table of neighbours; `--islands nearest` joins it to the nearest \
         municipality, `--islands drop` leaves it out"
    );
    Problem::at(file, *line, message)
}

/// Neighbours that lie too far apart to be any.
pub(super) fn far_apart(
    seats: &BTreeMap<String, Seat>,
    pairs: &[(u32, u32)],
    projection: &Projection,
    file: &Path,
) -> Option<Problem> {
    let seats: Vec<&Seat> = seats.values().collect();
    let at = |place: u32| {
        let (lat, lon) = seats[place as usize].position;
        projection.plane(lat, lon)
    };
    let far = pairs.iter().map(|(a, b)| {
        let ((x, y), (u, v)) = (at(*a), at(*b));
        (((x - u) * (x - u) + (y - v) * (y - v)).sqrt(), *a, *b)
    });
    let (km, a, b) = far.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (km > FARTHEST).then(|| {
        let [one, other] = [a, b].map(|place| seats[place as usize]);
        let message = format!(
            "`{}` and `{}` are neighbours {km:.0} km apart, expected latitude and longitude in degrees, right \
             in both",
            one.place.code, other.place.code
        );
        Problem::at(file, one.line, message)
    })
}
