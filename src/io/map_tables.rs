//! A real country from tables: municipalities, borders, and who is where.
//!
//! Columns are found by name; every problem of all files is collected before anything is built.
//! What a table does not have is replaced by a default, and [`Built::notes`] says so.

mod municipalities;
mod presence;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::engine::graph::Graph;
use crate::io::aliases::{self, Aliases};
use crate::io::csv_table::{CsvTable, shortened};
use crate::io::files::digest;
use crate::io::map_folder::{Kind, Provenance, SourceFile};
use crate::io::outlines;
use crate::io::problem::Problem;
use crate::state::map::{Map, Place};

/// The tables a map is built from.
#[derive(Clone, Debug)]
pub struct Sources {
    /// What the map will be called.
    pub name: String,
    /// One line per municipality.
    pub municipalities: PathBuf,
    /// One line per pair of neighbours.
    pub adjacency: PathBuf,
    /// Residents by year; without it those of the table of municipalities, who stay as many.
    pub population: Option<PathBuf>,
    /// Organizations by municipality and year.
    pub presence: Option<PathBuf>,
    /// What the labels of that table stand for; without a file, the shipped ones.
    pub aliases: Option<PathBuf>,
    /// Polygons for drawing.
    pub outlines: Option<PathBuf>,
    /// The year of residents and presence.
    pub year: i32,
}

const PAIR_COLUMNS: [&str; 2] = ["code_a", "code_b"];

/// A map with its origin.
#[derive(Clone, Debug)]
pub struct Built {
    /// The country; without organizations when there was no presence table.
    pub map: Map,
    /// What it was built from.
    pub provenance: Provenance,
    /// What was assumed for want of a column.
    pub notes: Vec<String>,
}

/// Reads the tables and builds the map.
pub fn build(sources: &Sources) -> Result<Built, Vec<Problem>> {
    let mut reading = Reading::default();
    let country = reading
        .table("municipalities", &sources.municipalities)
        .and_then(|table| {
            let residents = match &sources.population {
                Some(path) => reading.table("population", path),
                None => None,
            };
            let residents = residents.as_ref().unwrap_or(&table);
            municipalities::read(&table, residents, sources.year, &mut reading)
        });
    let adjacency = reading.table("adjacency", &sources.adjacency);
    let presence = sources
        .presence
        .as_ref()
        .and_then(|path| reading.table("presence", path));
    let aliases = reading.aliases(sources.aliases.as_deref());
    let rings = sources.outlines.as_ref().and_then(|path| {
        let bytes = reading.bytes("outlines", path)?;
        reading.take(outlines::read(path, &bytes))
    });

    let Some(country) = country else {
        let tables = [
            adjacency.map(|table| table.require(PAIR_COLUMNS).err()),
            presence.map(|table| table.require(presence::COLUMNS).err()),
        ];
        let missing = tables.into_iter().flatten().flatten();
        reading.problems.extend(missing);
        return Err(shortened(reading.problems));
    };
    let codes: BTreeMap<&str, u32> = country
        .places
        .iter()
        .zip(0..)
        .map(|(place, index)| (place.code.as_str(), index))
        .collect();
    let pairs = adjacency
        .as_ref()
        .map(|table| pairs(table, &codes, &mut reading.problems));
    let organizations =
        presence
            .as_ref()
            .zip(aliases.as_ref())
            .map_or_else(Vec::new, |(table, aliases)| {
                presence::organizations(table, aliases, sources.year, &codes, &mut reading.problems)
            });
    let outlines = match (&sources.outlines, rings) {
        (Some(path), Some(rings)) => {
            let plane = rings
                .into_iter()
                .map(|(code, rings)| (code, country.projection.rings(rings)))
                .collect();
            let ordered = outlines::in_order(path, plane, country.places.iter().map(|p| &p.code));
            reading.take(ordered).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    let graph = Graph::new(country.places.len(), pairs.unwrap_or_default());
    if reading.problems.is_empty() {
        reading.problems = gaps(&graph, &country, sources);
    }
    if !reading.problems.is_empty() {
        return Err(shortened(reading.problems));
    }
    Ok(Built {
        map: Map {
            name: sources.name.clone(),
            states: country.states,
            places: country.places,
            graph,
            organizations,
            outlines,
        },
        provenance: Provenance {
            kind: Kind::Tables,
            year: Some(sources.year),
            built_from: reading.files,
        },
        notes: reading.notes,
    })
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    files: Vec<SourceFile>,
    problems: Vec<Problem>,
    notes: Vec<String>,
}

impl Reading {
    fn bytes(&mut self, option: &str, path: &Path) -> Option<Vec<u8>> {
        match fs::read(path) {
            Ok(bytes) => {
                self.files.push(SourceFile::new(option, path, &bytes));
                Some(bytes)
            }
            Err(error) => {
                let message = format!("cannot be read: {error}");
                self.problems.push(Problem::whole(path, message));
                None
            }
        }
    }

    fn table(&mut self, option: &str, path: &Path) -> Option<CsvTable> {
        let bytes = self.bytes(option, path)?;
        CsvTable::parse(path, &bytes, &mut self.problems)
    }

    fn aliases(&mut self, path: Option<&Path>) -> Option<Aliases> {
        let parsed = match path {
            Some(path) => Aliases::parse(path, &self.bytes("aliases", path)?),
            None => {
                let path = Path::new("aliases.toml");
                self.files.push(SourceFile {
                    option: "aliases (shipped)".to_owned(),
                    file: path.display().to_string(),
                    sha256: digest(aliases::SHIPPED.as_bytes()),
                });
                Aliases::parse(path, aliases::SHIPPED.as_bytes())
            }
        };
        parsed
            .map_err(|problems| self.problems.extend(problems))
            .ok()
    }

    fn take<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.problems.push(problem)).ok()
    }
}

/// The country's municipalities, ascending by code.
struct Country {
    places: Vec<Place>,
    /// Line of each in its table.
    lines: Vec<usize>,
    states: Vec<String>,
    projection: municipalities::Projection,
}

/// Pairs of neighbours. A pair may stand twice, in either direction, if all its columns are equal.
fn pairs(
    table: &CsvTable,
    codes: &BTreeMap<&str, u32>,
    problems: &mut Vec<Problem>,
) -> Vec<(u32, u32)> {
    let columns @ [first, second] = match table.require(PAIR_COLUMNS) {
        Ok(columns) => columns,
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    let mut seen: BTreeMap<(u32, u32), (usize, Vec<&str>)> = BTreeMap::new();
    for row in table.rows() {
        let ends = [first, second].map(|column| place(row.text(column), codes));
        let (a, b) = match ends {
            [Ok(a), Ok(b)] => (a.min(b), a.max(b)),
            ends => {
                let wrong = ends.into_iter().filter_map(Result::err);
                problems.extend(wrong.map(|message| row.problem(message)));
                continue;
            }
        };
        if a == b {
            problems.push(row.problem(format!(
                "`{}` is its own neighbour, expected two municipalities",
                row.text(first)
            )));
            continue;
        }
        let values = row.others(&columns);
        match seen.get(&(a, b)) {
            Some((line, earlier)) if *earlier != values => problems.push(row.problem(format!(
                "`{}` and `{}` stood in line {line} with other values, expected each pair once",
                row.text(first),
                row.text(second)
            ))),
            Some(_) => {}
            None => {
                seen.insert((a, b), (row.line, values));
            }
        }
    }
    seen.into_keys().collect()
}

/// The municipality of this code.
fn place(code: &str, codes: &BTreeMap<&str, u32>) -> Result<u32, String> {
    codes.get(code).copied().ok_or_else(|| {
        let padded = format!("0{code}");
        if codes.contains_key(padded.as_str()) {
            format!("unknown municipality `{code}` (did you mean `{padded}`?)")
        } else {
            format!("unknown municipality `{code}`, expected a code of the municipalities table")
        }
    })
}

/// Islands, and parts of the country that no border joins to the largest.
fn gaps(graph: &Graph, country: &Country, sources: &Sources) -> Vec<Problem> {
    let all: Vec<u32> = (0..graph.len() as u32).collect();
    let mut parts = graph.components(&all);
    let largest = parts.iter().map(Vec::len).max().unwrap_or(0);
    let main = parts.iter().position(|part| part.len() == largest);
    if let Some(main) = main {
        parts.remove(main);
    }
    parts
        .iter()
        .map(|part| {
            let first = part[0] as usize;
            let (place, line) = (&country.places[first], country.lines[first]);
            let message = if part.len() == 1 {
                format!(
                    "`{}` ({}) is an island, expected a neighbour in {}",
                    place.code,
                    place.name,
                    sources.adjacency.display()
                )
            } else {
                format!(
                    "`{}` ({}) and {} more have no border with the rest of the country, expected \
                     one connected country",
                    place.code,
                    place.name,
                    part.len() - 1
                )
            };
            Problem::at(&sources.municipalities, line, message)
        })
        .collect()
}
