//! A built map as a folder of small tables, and whatever else a map is read from.
//!
//! `map.toml` says what the map was built from and what must be in it; it is written last, so a
//! folder without it is no map. Numbers are written so that they are read back bit by bit.

mod built;
mod read;
mod recipe;
mod rows;
mod start;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use plaza_batch::files::{digest, read_kept, write_whole};
use plaza_batch::problem::Problem;
use plaza_model::state::map::Map;

use crate::files::{csv_text, toml_text};
use crate::maps::outlines;
use plaza_batch::inputs::Input;

pub use read::load;
pub use recipe::{generate, of_recipe, recipe};
use rows::MUNICIPALITIES;

const MAP: &str = "map.toml";
const POPULATIONS: &str = "populations.csv";
const NEIGHBOURS: &str = "neighbours.csv";
const ORGANIZATIONS: &str = "organizations.csv";
const HOMES: &str = "homes.csv";
const CONFLICTS: &str = "conflicts.csv";
const OUTLINES: &str = "outlines.geojson";

/// Files that a map has where there is something to stand in them.
const WHERE_NEEDED: [&str; 4] = [OUTLINES, POPULATIONS, HOMES, CONFLICTS];

/// The column of municipalities that maps built before there was one are without.
const HOMICIDES: &str = "homicides";
const MUNICIPALITY_COLUMNS: [&str; 13] = [
    "code",
    "name",
    "state",
    "population",
    "poverty",
    "x_km",
    "y_km",
    "crossing",
    "port",
    "coast",
    "south_border",
    "crop",
    "crossing_km",
];
const NEIGHBOUR_COLUMNS: [&str; 2] = ["code_a", "code_b"];
/// A map read from files, with those files.
#[derive(Clone, Debug)]
pub struct LoadedMap {
    /// The country.
    pub map: Map,
    /// What kind of map it is.
    pub kind: Kind,
    /// A built map's files (`map/municipalities.csv` ...), or the recipe (`map.toml`).
    pub inputs: Vec<Input>,
    /// What a reader of results from it has to know: that its files were changed since it was
    /// built, and what the build doubted.
    pub notices: Vec<String>,
}

/// What a map was built from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Grid or tables.
    pub kind: Kind,
    /// The year of residents and presence.
    pub year: Option<i32>,
    /// The country whose map it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Columns that have other names in those files: `NAME=THEIRS`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// The files, in the order they were read.
    pub built_from: Vec<SourceFile>,
}

/// What kind of map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Generated from a recipe.
    Grid,
    /// A real country.
    Tables,
}

/// A file a map was built from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// The option that named it, or how else it came in.
    pub option: String,
    /// Its name, without folders.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl SourceFile {
    /// The entry of a file with these bytes.
    pub fn new(option: &str, path: &Path, bytes: &[u8]) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self {
            option: option.to_owned(),
            file: name.to_string_lossy().into_owned(),
            sha256: digest(bytes),
        }
    }
}

/// The file `map.toml`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    name: String,
    /// Whether `built.json` stands beside it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    noted: bool,
    counts: Counts,
    provenance: Provenance,
}

/// What must be in the tables, so that one that was cut off is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    municipalities: usize,
    borders: usize,
    organizations: usize,
    /// Rows of organizations: who was seen where in a year.
    cells: usize,
    #[serde(default)]
    homes: usize,
    #[serde(default)]
    conflicts: usize,
}

impl Counts {
    fn of(map: &Map) -> Self {
        Self {
            municipalities: map.places.len(),
            borders: map.graph.pairs().count(),
            organizations: map.organizations.len(),
            cells: map.organizations.iter().map(|o| o.records.len()).sum(),
            homes: map.organizations.iter().map(|o| o.homes.len()).sum(),
            conflicts: map.conflicts.len(),
        }
    }

    /// What these are, that should be `expected`.
    fn differences(self, expected: Self) -> Vec<String> {
        let names = [
            "municipalities",
            "borders",
            "organizations",
            "rows of organizations",
            "homes",
            "conflicts",
        ];
        let counts = |of: Self| {
            let of_organizations = [of.organizations, of.cells, of.homes, of.conflicts];
            let [organizations, cells, homes, conflicts] = of_organizations;
            [
                of.municipalities,
                of.borders,
                organizations,
                cells,
                homes,
                conflicts,
            ]
        };
        let pairs = counts(self).into_iter().zip(counts(expected));
        let differing = names.into_iter().zip(pairs);
        let differing = differing.filter(|(_, (found, expected))| found != expected);
        differing
            .map(|(what, (found, expected))| {
                format!("{found} {what} in the folder, expected {expected} as when it was built")
            })
            .collect()
    }
}

/// Writes a map into a folder, which must be new, empty, or a map that was built before.
pub fn write(map: &Map, provenance: &Provenance, folder: &Path) -> Result<(), Problem> {
    write_doubted(map, provenance, &[], folder)
}

/// Writes a map with what was doubted when it was built, which every run on it says again.
pub fn write_doubted(
    map: &Map,
    provenance: &Provenance,
    doubts: &[String],
    folder: &Path,
) -> Result<(), Problem> {
    may_write(folder)?;
    let file = MapFile {
        name: map.name.clone(),
        noted: true,
        counts: Counts::of(map),
        provenance: provenance.clone(),
    };
    let about = toml::to_string(&file).expect("names and counts become TOML");
    let mut files: BTreeMap<&str, Vec<u8>> = BTreeMap::from([
        (MUNICIPALITIES, municipalities(map)),
        (NEIGHBOURS, neighbours(map)),
        (ORGANIZATIONS, start::organizations(map)),
    ]);
    if !map.outlines.is_empty() {
        files.insert(OUTLINES, outlines::write(map));
    }
    if map.places.iter().any(|place| !place.populations.is_empty()) {
        files.insert(POPULATIONS, populations(map));
    }
    if map.organizations.iter().any(|one| !one.homes.is_empty()) {
        files.insert(HOMES, start::homes(map));
    }
    if !map.conflicts.is_empty() {
        files.insert(CONFLICTS, start::conflicts(map));
    }
    for name in WHERE_NEEDED {
        if files.contains_key(name) {
            continue;
        }
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Problem::unwritten(folder, &error));
            }
            _ => {}
        }
    }
    files.insert(MAP, about.into_bytes());
    built::forget(folder)?;
    for (name, bytes) in files.iter().filter(|(name, _)| **name != MAP) {
        write_whole(&folder.join(name), bytes)?;
    }
    write_whole(&folder.join(MAP), &files[MAP])?;
    built::write(folder, &files, doubts)
}

fn may_write(folder: &Path) -> Result<(), Problem> {
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            let message = format!("cannot be read as a folder: {error}");
            return Err(Problem::whole(folder, message));
        }
    };
    let ours = || {
        let path = folder.join(MAP);
        read_kept(&path).is_ok_and(|bytes| toml_text::parse::<MapFile>(&path, &bytes).is_ok())
    };
    if entries.next().is_none() || ours() {
        Ok(())
    } else {
        let message = "holds other files, expected a new or empty folder, or a map built before";
        Err(Problem::whole(folder, message))
    }
}

fn municipalities(map: &Map) -> Vec<u8> {
    let flag = |flag: bool| u8::from(flag).to_string();
    let rows = map.places.iter().map(|place| {
        [
            place.code.clone(),
            place.name.clone(),
            map.states[usize::from(place.state)].clone(),
            place.population.to_string(),
            place.poverty.to_string(),
            place.x.to_string(),
            place.y.to_string(),
            flag(place.crossing),
            flag(place.port),
            flag(place.coast),
            flag(place.south_border),
            place.crop.to_string(),
            place.crossing_km.to_string(),
            place.homicides.to_string(),
        ]
    });
    let columns = MUNICIPALITY_COLUMNS.into_iter().chain([HOMICIDES]);
    csv_text::table(columns, rows).into_bytes()
}

/// Residents by year, of all places alike many years.
fn populations(map: &Map) -> Vec<u8> {
    let years = map.places.iter().map(|place| place.populations.len());
    let years = years.max().unwrap_or(0);
    let header = (map.first_year..)
        .take(years)
        .map(|year| format!("pop_{year}"));
    let header = std::iter::once("code".to_owned()).chain(header);
    let rows = map.places.iter().map(|place| {
        let people = (0..years).map(|year| place.population_in(year).to_string());
        std::iter::once(place.code.clone())
            .chain(people)
            .collect::<Vec<_>>()
    });
    csv_text::table(header, rows).into_bytes()
}

fn neighbours(map: &Map) -> Vec<u8> {
    let code = |place: u32| map.places[place as usize].code.clone();
    let rows = map.graph.pairs().map(|(a, b)| [code(a), code(b)]);
    csv_text::table(NEIGHBOUR_COLUMNS, rows).into_bytes()
}
