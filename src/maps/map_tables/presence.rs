//! The table of presence: which organization was seen where, in the year of the start and before.

use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::problem::Problem;
use plaza_model::state::map::Sighting;

use crate::files::csv_table::{Column, CsvTable, Row};
use crate::files::spelling::{initials, slipped, within};
use crate::maps::aliases::Stands;
use crate::maps::map_tables::columns::{PRESENCE, SECOND_RECORDS};
use crate::maps::map_tables::corrections::Corrections;
use crate::maps::map_tables::lookup::Lookup;
use crate::maps::map_tables::reading::Reading;
use crate::maps::map_tables::seen::{Heaviest, OfYear};
use crate::maps::map_tables::{labels, seen};

/// Records in a year at a place.
#[derive(Default)]
struct Records {
    /// Of each faction; none: the organization itself.
    factions: BTreeMap<Option<String>, u64>,
    /// How many of them are believed.
    believed: f64,
}

impl Records {
    fn all(&self) -> u64 {
        self.factions.values().sum()
    }
}

/// The columns that there must be.
pub(super) const COLUMNS: [&str; 3] = ["code", "year", "organization"];

/// What was seen of each organization up to a year, ascending by year and place. An organization and its factions in one
/// municipality are seen together, of the faction with most records. Organizations that were not seen in the year itself
/// are among them.
pub(super) fn sightings(
    table: &CsvTable,
    lookup: &Lookup,
    corrections: &Corrections,
    reading: &mut Reading,
) -> BTreeMap<String, Vec<Sighting>> {
    let &Lookup {
        year,
        aliases,
        own_aliases,
        strict,
        states,
        ..
    } = lookup;
    reading.problems.extend(PRESENCE.near_names(table));
    let Some([code, when, label]) = reading.take(table.require(COLUMNS)) else {
        return BTreeMap::new();
    };
    let known = PRESENCE.column("records");
    let first = reading.take(known.find(table)).flatten();
    let first = first.map(|(_, column)| column);
    let second = table
        .find(SECOND_RECORDS)
        .filter(|_| table.find("records").is_none());
    let counts: Vec<Column> = first.into_iter().chain(second).collect();
    if counts.is_empty() {
        let file = table.file().display();
        let note = format!("no column `records` in {file}: {}", known.without);
        reading.notes.push(note);
    }
    let problems = &mut reading.problems;
    let found_before = problems.len();
    let mut records: BTreeMap<&str, BTreeMap<(i32, u32), Records>> = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    let mut renamed = BTreeSet::new();
    let mut none = BTreeSet::new();
    let mut unseen = 0_usize;
    let mut of_years: BTreeMap<i32, OfYear> = BTreeMap::new();
    let mut present = BTreeSet::new();
    let mut heaviest = Heaviest::default();
    let mut rows: BTreeMap<i32, usize> = BTreeMap::new();
    let mut lines: BTreeMap<(&str, i32, &str), usize> = BTreeMap::new();
    for row in table.rows() {
        let seen = match counted(&row, when, &counts) {
            Ok(seen) => seen,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        *rows.entry(seen.year).or_default() += usize::from(seen.records > 0);
        let text = row.text(code);
        if lookup.left_out(text) {
            continue;
        }
        let place = lookup.place(text);
        let place = place.map_err(|message| problems.push(row.problem(message)));
        let place = place.ok();
        let Ok(label) = row.named(label).map_err(|problem| problems.push(problem)) else {
            continue;
        };
        if seen.records == 0 {
            unseen += usize::from(seen.year == year);
            continue;
        }
        let told = (text, seen.year, label);
        if let Some(line) = lines.insert(told, row.line) {
            problems.push(row.problem(format!(
                "`{label}` in {} in {} stood in line {line}, expected it once, with its records added up",
                told.0, told.1
            )));
        }
        if seen.year == year
            && aliases.resolve(label, year).is_err()
            && let Some(why) = labels::of_none(label)
        {
            if unknown.insert(label) {
                problems.push(row.problem(labels::nobody(label, why)));
            }
            continue;
        }
        if seen.year == year && !counts.is_empty() {
            heaviest.add(&row, text, label, seen.records);
        }
        let stood = match aliases.stands_for(label, seen.year, strict) {
            Ok(stood) => stood,
            Err(message) => {
                if unknown.insert(label) {
                    problems.push(row.problem(message));
                }
                continue;
            }
        };
        let (Stands { name, faction }, Some(place)) = (stood, place) else {
            continue;
        };
        let Some(name) = name else {
            if seen.year == year {
                none.insert(label);
            }
            continue;
        };
        let of_year = of_years.entry(seen.year).or_default();
        of_year.rows += 1;
        of_year.organizations.insert(name);
        of_year.places.insert(place);
        if seen.year > year {
            continue;
        }
        if seen.year == year && name == label {
            present.insert(label);
        } else if seen.year == year {
            renamed.insert((label, name, faction.is_some()));
        }
        let of = records.entry(name).or_default();
        let here = of.entry((seen.year, place)).or_default();
        *here.factions.entry(faction.map(str::to_owned)).or_default() += seen.records;
        here.believed += seen.records as f64 * corrections.believed(place, label);
    }
    reading.notes.extend(corrections.idle());
    let sums = records.iter().filter_map(|(name, of)| {
        let here = of.range((year, 0)..);
        let sums = here.map(|((_, place), records)| (*place, records.all()));
        let sums: BTreeMap<u32, u64> = sums.collect();
        (!sums.is_empty()).then_some((*name, sums))
    });
    let sums: Vec<(&str, BTreeMap<u32, u64>)> = sums.collect();
    let labels: BTreeSet<&str> = table.rows().map(|row| row.text(label)).collect();
    let idle = aliases
        .labels()
        .filter(|label| own_aliases && !labels.contains(label));
    let idle: Vec<&str> = idle.collect();
    if !idle.is_empty() {
        let idle = idle.join(", ");
        let note = format!("aliases of labels that the table of presence does not have: {idle}");
        reading.notes.push(note);
    }
    let names: Vec<&str> = sums.iter().map(|(name, _)| *name).collect();
    for (index, name) in names.iter().enumerate() {
        for other in &names[..index] {
            let own = [name, other].map(|name| labels.contains(name));
            // The shipped aliases mean what they say.
            let one = match own {
                [true, true] => slipped(other, name) || initials(other, name),
                _ if !own_aliases => false,
                [false, false] => slipped(other, name),
                _ => slipped(other, name) || within(other, name) || initials(other, name),
            };
            let made = [name, other].into_iter().zip(own).find(|(_, own)| !own);
            let made = made.map_or_else(String::new, |(name, _)| {
                format!(", for an alias makes `{name}` and no row has that label")
            });
            if one {
                reading.doubts.push(format!(
                    "`{other}` and `{name}` are two organizations{made}; if they are one, an alias says so (--aliases)"
                ));
            }
        }
    }
    let thin = seen::thin(
        &of_years,
        year,
        |place| states[place as usize],
        table.file(),
    );
    let heaviest = heaviest.note(table.file(), year);
    let totals = match counts.is_empty() {
        true => Vec::new(),
        false => seen::totals(&sums, table.file()),
    };
    let held = seen::held(&present);
    let held = held
        .into_iter()
        .filter(|told| !reading.doubts.contains(told));
    let held: Vec<String> = held.collect();
    reading.doubts.extend(thin.into_iter().chain(heaviest));
    reading.doubts.extend(totals.into_iter().chain(held));
    if unseen > 0 {
        let file = table.file().display();
        let note =
            format!("rows of {file} with 0 records in {year}, which are no presence: {unseen}");
        reading.notes.push(note);
    }
    if !none.is_empty() {
        let labels = none.into_iter().collect::<Vec<_>>().join(", ");
        let by = if own_aliases {
            ""
        } else {
            " that plaza has itself"
        };
        let note = format!("no organizations in {year} by the aliases{by}, and left out: {labels}");
        reading.notes.push(note);
    }
    for (label, name, faction) in renamed {
        let what = if faction { "a faction of" } else { "called" };
        let note = format!("`{label}` was {what} `{name}` in {year}, by the aliases");
        reading.notes.push(note);
    }
    if sums.is_empty() && problems.len() == found_before {
        let message = match (rows.keys().next(), rows.keys().next_back()) {
            (Some(first), Some(last)) if !rows.contains_key(&year) => {
                format!("no line of year {year}, expected a year from {first} to {last}")
            }
            _ => format!("no organization in {year}, expected one or more"),
        };
        problems.push(Problem::whole(table.file(), message));
    }
    records
        .into_iter()
        .map(|(name, of)| (name.to_owned(), of.into_iter().map(sighting).collect()))
        .collect()
}

/// What was seen in a year at a place.
fn sighting(((year, place), records): ((i32, u32), Records)) -> Sighting {
    let all = records.all() as f64;
    Sighting {
        year,
        place,
        records: all,
        believed: records.believed / all,
        faction: strongest(records.factions),
    }
}

struct Seen {
    year: i32,
    records: u64,
}

fn counted(row: &Row, year: Column, counts: &[Column]) -> Result<Seen, Vec<Problem>> {
    let year = row.whole(year, 1800..=2200);
    let counts = counts.iter();
    let counts = counts.map(|column| row.whole(*column, 0..=i64::from(u32::MAX)));
    let (counts, wrong): (Vec<_>, Vec<_>) = counts.partition(Result::is_ok);
    let wrong = wrong.into_iter().filter_map(Result::err);
    let counted: Vec<i64> = counts.into_iter().flatten().collect();
    match (year, Vec::from_iter(wrong)) {
        (Ok(year), wrong) if wrong.is_empty() => Ok(Seen {
            year: year as i32,
            records: match counted[..] {
                [] => 1,
                _ => counted.iter().sum::<i64>() as u64,
            },
        }),
        (year, wrong) => Err(year.err().into_iter().chain(wrong).collect()),
    }
}

/// The faction with most records; among equals the organization itself, then the first by name.
fn strongest(factions: BTreeMap<Option<String>, u64>) -> Option<String> {
    let most = factions.values().copied().max();
    factions
        .into_iter()
        .find(|(_, records)| Some(*records) == most)
        .and_then(|(faction, _)| faction)
}
