//! Observed organized-crime deaths, a table of one's own that a run is held against.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use plaza_batch::problem::{Problem, shortened};
use plaza_model::state::map::{Map, Place};

use plaza_engine::numbers::counted;

use crate::files::csv_table::{Column, CsvTable, Row};
use crate::maps::codes;

/// Observed organized-crime deaths by year and municipality, in the order of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Years of which there is a death; those without one are not observed.
    pub years: BTreeMap<i32, Vec<f64>>,
    /// The same by month of the year.
    pub by_month: BTreeMap<i32, Vec<Vec<f64>>>,
    /// Rows of each month of those years.
    pub rows: BTreeMap<i32, [u32; 12]>,
    /// Deaths of each month of the year, of all years together.
    pub months: [f64; 12],
}

impl Observed {
    /// The months before the first row of a year and behind its last in which most other years have rows, and how many
    /// they have there in all, on average; none of a year that is whole, or not observed. Of a year alone it is not
    /// known what others have: all months are taken, unless all its rows are of one, as in a table by years.
    pub fn cut(&self, year: i32) -> Option<(Vec<usize>, f64)> {
        let rows = self.rows.get(&year)?;
        let seen: Vec<usize> = (0..12).filter(|month| rows[*month] > 0).collect();
        let (first, last) = (*seen.first()?, *seen.last()?);
        let others = self.rows.iter().filter(|(other, _)| **other != year);
        let others: Vec<&[u32; 12]> = others.map(|(_, rows)| rows).collect();
        let usual = |month: &usize| match others.len() {
            0 => seen.len() > 1,
            all => 2 * others.iter().filter(|rows| rows[*month] > 0).count() >= all,
        };
        let outside = (0..first).chain(last + 1..12);
        let months: Vec<usize> = outside.filter(usual).collect();
        let there = others
            .iter()
            .flat_map(|rows| months.iter().map(|month| rows[*month]));
        let there = f64::from(there.sum::<u32>()) / others.len().max(1) as f64;
        let months: Vec<usize> = months.into_iter().map(|month| month + 1).collect();
        (!months.is_empty()).then_some((months, there))
    }
}

/// Where it is kept among the inputs of a result folder.
pub const KEPT: &str = "observed/oc_deaths.csv";
/// Where the homicides are.
pub const KEPT_HOMICIDES: &str = "observed/homicides.csv";

/// The columns needed, found by name; an absent row is no death.
const COLUMNS: [&str; 4] = ["code", "year", "month", "deaths"];

/// Reads a table of deaths by municipality, year and month.
pub fn deaths(file: &Path, bytes: &[u8], map: &Map) -> Result<Observed, Vec<Problem>> {
    counts(file, bytes, map, COLUMNS)
}

/// Reads a table of homicides by municipality, year and month, of the years before the first that is simulated too.
pub fn homicides(file: &Path, bytes: &[u8], map: &Map) -> Result<Observed, Vec<Problem>> {
    let [code, year, month, _] = COLUMNS;
    counts(file, bytes, map, [code, year, month, "homicides"])
}

/// The homicides of all years before the first that is simulated, by municipality; none where the table has none.
pub fn before(homicides: &Observed, map: &Map) -> Option<Vec<f64>> {
    let mut sums = vec![0.0; map.places.len()];
    for of_year in homicides
        .years
        .range(..map.first_year)
        .map(|(_, of_year)| of_year)
    {
        for (sum, count) in sums.iter_mut().zip(of_year) {
            *sum += count;
        }
    }
    sums.iter().any(|sum| *sum > 0.0).then_some(sums)
}

fn counts(
    file: &Path,
    bytes: &[u8],
    map: &Map,
    columns: [&str; 4],
) -> Result<Observed, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(table) = CsvTable::parse(file, bytes, &mut problems) else {
        return Err(problems);
    };
    let columns = match table.require(columns) {
        Ok(columns) => columns,
        Err(problem) => {
            problems.push(problem);
            return Err(shortened(problems));
        }
    };
    let mut observed = Observed::default();
    let mut lines: BTreeMap<(usize, i64, i64), usize> = BTreeMap::new();
    for row in table.rows() {
        let read = match read(&row, columns, map) {
            Ok(read) => read,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        let [year, month, deaths] = read.numbers;
        if let Some(line) = lines.insert((read.place, year, month), row.line) {
            let message =
                format!("this municipality and month stood in line {line}, expected it once");
            problems.push(row.problem(message));
        }
        let rows = observed.rows.entry(year as i32).or_default();
        rows[month as usize - 1] += 1;
        let places = || vec![0.0; map.places.len()];
        let of_year = observed.years.entry(year as i32).or_insert_with(places);
        of_year[read.place] += deaths as f64;
        let months = || vec![vec![0.0; map.places.len()]; 12];
        let by_month = observed.by_month.entry(year as i32).or_insert_with(months);
        by_month[month as usize - 1][read.place] += deaths as f64;
        observed.months[month as usize - 1] += deaths as f64;
    }
    if problems.is_empty() {
        Ok(observed)
    } else {
        Err(shortened(problems))
    }
}

/// That the table has no row of some states in any year, as one of a part of the country has, or one whose codes were
/// cut: a state without a row is one without deaths.
pub fn states_without(file: &Path, bytes: &[u8], map: &Map) -> Option<String> {
    /// So many are named.
    const SHOWN: usize = 5;
    let table = CsvTable::parse(file, bytes, &mut Vec::new())?;
    let there: BTreeSet<u16> = table
        .texts(&COLUMNS[..1])
        .filter_map(|code| Some(map.places[map.find(code)? as usize].state))
        .collect();
    let without = (0..)
        .zip(&map.states)
        .filter(|(state, _)| !there.contains(state));
    let without: Vec<&str> = without.map(|(_, name)| name.as_str()).collect();
    let shown = &without[..without.len().min(SHOWN)];
    let more = match without.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!without.is_empty()).then(|| {
        format!(
            "observed deaths: no row of {} of {} states, which count as states without deaths: {}{more}",
            without.len(),
            map.states.len(),
            shown.join(", ")
        )
    })
}

/// States without a death in one of the observed years of a run, and with many in those before and after it. The table
/// may begin or end within a year that is not in the run.
pub fn years_without(observed: &Observed, map: &Map, run: &Range<i32>) -> Option<String> {
    /// A state with fewer deaths in the years around may have none by chance.
    const MANY: f64 = 20.0;
    /// So many are named.
    const SHOWN: usize = 5;
    let of = |state: u16, deaths: &[f64]| -> f64 {
        let deaths = deaths.iter().zip(&map.places);
        let deaths = deaths.filter(|(_, place)| place.state == state);
        deaths.map(|(deaths, _)| deaths).sum()
    };
    let years = &observed.years;
    let lacking = (0..).zip(&map.states).flat_map(|(state, name)| {
        let years_of_run = years.range(run.clone());
        years_of_run.filter_map(move |(year, deaths)| {
            let beside = [
                years.range(..*year).next_back(),
                years.range(*year + 1..).next(),
            ];
            let beside: Vec<(i32, f64)> = beside
                .into_iter()
                .flatten()
                .map(|(year, deaths)| (*year, of(state, deaths)))
                .collect();
            let many = !beside.is_empty() && beside.iter().all(|(_, deaths)| *deaths >= MANY);
            (many && of(state, deaths) == 0.0).then(|| {
                let beside = beside
                    .iter()
                    .map(|(year, deaths)| format!("{deaths} in {year}"));
                format!("{name} in {year} ({})", Vec::from_iter(beside).join(", "))
            })
        })
    });
    let lacking: Vec<String> = lacking.collect();
    let shown = lacking[..lacking.len().min(SHOWN)].join(", ");
    let more = match lacking.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!lacking.is_empty()).then(|| {
        format!(
            "observed deaths: none in a state in one year, and many in the years beside it, as where its rows are missing: \
             {shown}{more}"
        )
    })
}

/// That so many die that deaths are most likely not counted in persons, or are those of other places, and that all
/// deaths are those of one month: totals of years.
pub fn amounts(observed: &Observed, map: &Map) -> Vec<String> {
    /// Of 100,000 people no more were killed in a year by crime in any country.
    const COUNTRY: f64 = 200.0;
    /// No larger part of the people of a place.
    const PLACE: f64 = 0.1;
    /// Of fewer deaths any number may be right.
    const FEW: f64 = 50.0;
    let mut notices = Vec::new();
    let residents = map.population() as f64;
    let sums = observed.years.iter();
    let sums = sums.map(|(year, deaths)| (year, deaths.iter().sum::<f64>()));
    let many = sums.filter(|(_, sum)| *sum > FEW && *sum * 1e5 > COUNTRY * residents);
    let many: Vec<String> = many.map(|(year, sum)| format!("{sum} in {year}")).collect();
    if !many.is_empty() {
        notices.push(format!(
            "observed deaths are {}, of {residents} people: more than {COUNTRY} of 100,000 in a year, expected persons \
             killed",
            many.join(", ")
        ));
    }
    let places = observed.years.iter().flat_map(|(year, deaths)| {
        let of = deaths.iter().zip(&map.places);
        let of = of.filter(|(deaths, place)| {
            **deaths > FEW && **deaths > PLACE * f64::from(place.most_residents())
        });
        of.map(move |(deaths, place)| (*year, *deaths, place))
    });
    let places: Vec<(i32, f64, &Place)> = places.collect();
    if let (Some((year, deaths, place)), true) = (places.first(), many.is_empty()) {
        notices.push(format!(
            "observed deaths are more than a tenth of the residents in {}, first {deaths} of {} in `{}` ({}) in {year}: \
             is the code another's?",
            counted(places.len(), "municipality and year", "municipalities and years"),
            place.most_residents(),
            place.code,
            place.name
        ));
    }
    let all: f64 = observed.months.iter().sum();
    let most = observed
        .months
        .iter()
        .zip(1..)
        .max_by(|a, b| a.0.total_cmp(b.0));
    if let Some((deaths, month)) = most
        && *deaths >= FEW
        && *deaths >= 0.9 * all
    {
        notices.push(format!(
            "observed deaths: {deaths} of {all} are in month {month}, as where totals of years stand in one \
             month: they are read as those of that month, and the years as whole"
        ));
    }
    notices
}

/// A row: where, and year, month and deaths.
struct Deaths {
    place: usize,
    numbers: [i64; 3],
}

fn read(row: &Row, columns: [Column; 4], map: &Map) -> Result<Deaths, Vec<Problem>> {
    let [code, year, month, deaths] = columns;
    let place = map.find(row.text(code)).ok_or_else(|| {
        let code = row.text(code);
        let near = codes::hint(code, map.codes());
        let map = &map.name;
        row.problem(format!(
            "municipality `{code}` is not on the map `{map}`{near}"
        ))
    });
    let year = row.whole(year, 1_900..=2_200);
    let month = row.whole(month, 1..=12);
    let deaths = row.whole(deaths, 0..=1_000_000);
    match (place, year, month, deaths) {
        (Ok(place), Ok(year), Ok(month), Ok(deaths)) => Ok(Deaths {
            place: place as usize,
            numbers: [year, month, deaths],
        }),
        (place, year, month, deaths) => {
            let others = [year, month, deaths].into_iter().filter_map(Result::err);
            Err(place.err().into_iter().chain(others).collect())
        }
    }
}
