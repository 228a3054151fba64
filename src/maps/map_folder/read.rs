//! Reading a built map back, or whatever else a path names.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_batch::files::{MOST, read};
use plaza_batch::problem::{Problem, shortened};
use plaza_engine::graph::Graph;
use plaza_model::state::map::{Map, Place};
use plaza_model::units::YEARS;

use crate::files::csv_table::{Column, CsvTable};
use crate::files::toml_text;
use crate::maps::map_folder::recipe::{of_recipe, out_of_years};
use crate::maps::map_folder::rows::{MUNICIPALITIES, place, rows};
use crate::maps::map_folder::{
    CONFLICTS, Counts, HOMES, HOMICIDES, Kind, LoadedMap, MAP, MUNICIPALITY_COLUMNS, MapFile,
    NEIGHBOUR_COLUMNS, NEIGHBOURS, ORGANIZATIONS, OUTLINES, POPULATIONS, WHERE_NEEDED, built,
    start,
};
use crate::maps::outlines;
use crate::maps::reference::reference;
use plaza_batch::inputs::Input;

/// Files that a built map may be without.
const OPTIONAL: [&str; 6] = [
    NEIGHBOURS,
    ORGANIZATIONS,
    OUTLINES,
    POPULATIONS,
    HOMES,
    CONFLICTS,
];

/// Reads a built map (a folder) or a grid recipe (a `.toml` file).
pub fn load(path: &Path) -> Result<LoadedMap, Vec<Problem>> {
    let built = path
        .parent()
        .filter(|_| path.file_name().is_some_and(|name| name == MAP));
    if built.is_some_and(|folder| folder.join(MUNICIPALITIES).exists()) {
        let message = "is a file of a built map, expected its folder";
        return Err(vec![Problem::whole(path, message)]);
    }
    if path.is_dir() {
        folder(path).map_err(shortened)
    } else if !path.exists() {
        let message = format!("no such map{}", how_to_build(path));
        Err(vec![Problem::whole(path, message)])
    } else if path
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        let bytes = bytes(path)?;
        of_recipe(path, bytes).map_err(shortened)
    } else {
        let message = "no map, expected the folder of a built map or a recipe (`.toml`)";
        Err(vec![Problem::whole(path, message)])
    }
}

/// Built maps lie in `results/maps`, which is not under version control.
fn how_to_build(path: &Path) -> String {
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    match parts[..] {
        [.., "results", "maps", "mexico"] => "; build it with `plaza map build \
             --municipalities ${PLAZA_DATA}/municipalities.csv \
             --adjacency ${PLAZA_DATA}/adjacency.csv \
             --population ${PLAZA_DATA}/population_yearly.csv \
             --presence ${PLAZA_DATA}/organizations_presence.csv --year 2006 \
             --homes ${PLAZA_DATA}/organization_homes.csv --conflicts ${PLAZA_DATA}/conflicts_2006.csv \
             --homicides ${PLAZA_DATA}/homicides_monthly.csv \
             --corrections configs/maps/mexico_corrections.csv \
             --outlines ${PLAZA_DATA}/municipalities.geojson --out results/maps/mexico`"
            .to_owned(),
        [.., "results", "maps", name] => format!(
            "; build it with `plaza map build --grid 50x50 --out results/maps/{name}` or from tables \
             (`plaza map build --help`)"
        ),
        _ => ", expected the folder of a built map or a recipe (`.toml`)".to_owned(),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    read(path, MOST).map_err(|error| Problem::whole(path, format!("cannot be read: {error}")))
}

fn folder(path: &Path) -> Result<LoadedMap, Vec<Problem>> {
    let about = path.join(MAP);
    if !about.exists() {
        let message = format!("no `{MAP}` in it: no built map, or one that was not finished");
        return Err(vec![Problem::whole(path, message)]);
    }
    let mut names = vec![MAP, MUNICIPALITIES, NEIGHBOURS, ORGANIZATIONS];
    names.extend(WHERE_NEEDED.iter().filter(|name| path.join(name).exists()));
    let mut problems = Vec::new();
    let mut files = BTreeMap::new();
    for name in names {
        match bytes(&path.join(name)) {
            Ok(bytes) => {
                files.insert(name, bytes);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let file: MapFile = toml_text::parse(&about, &files[MAP])?;
    let origin = &file.provenance;
    let year = origin.year.unwrap_or(reference().year);
    if !YEARS.contains(&year) {
        return Err(vec![Problem::whole(&about, out_of_years(year))]);
    }
    let first_year = year + 1;
    let table = |name: &str, problems: &mut Vec<Problem>| {
        CsvTable::parse(&path.join(name), &files[name], problems)
    };
    let mut country = Country::default();
    if let Some(table) = table(MUNICIPALITIES, &mut problems) {
        country = municipalities(&table, &mut problems);
    }
    let codes: BTreeMap<&str, u32> = country.codes.iter().map(String::as_str).zip(0..).collect();
    let yearly = files
        .contains_key(POPULATIONS)
        .then(|| table(POPULATIONS, &mut problems))
        .flatten()
        .map(|table| populations(&table, first_year, &codes, &mut problems))
        .unwrap_or_default();
    let pairs = table(NEIGHBOURS, &mut problems)
        .map(|table| neighbours(&table, &codes, &mut problems))
        .unwrap_or_default();
    let mut there = |name: &str| match files.contains_key(name) {
        true => table(name, &mut problems),
        false => None,
    };
    let tables = [ORGANIZATIONS, HOMES, CONFLICTS].map(&mut there);
    let known = start::Known {
        year,
        codes: &codes,
        states: &country.states,
    };
    let (organizations, conflicts) = known.read(tables, &mut problems);
    let outlines = files.get(OUTLINES).and_then(|bytes| {
        let path = path.join(OUTLINES);
        let codes = country.codes.iter().map(String::as_str);
        let ordered = outlines::read(&path, bytes, outlines::CODE)
            .and_then(|rings| outlines::in_order(&path, rings, codes));
        ordered.map_err(|problem| problems.push(problem)).ok()
    });
    if !problems.is_empty() {
        return Err(problems);
    }
    let all = yearly.len();
    for (place, people) in yearly {
        country.places[place as usize].populations = people;
    }
    let lack = |place: &&Place| all > 0 && place.populations.is_empty();
    if let Some(place) = country.places.iter().find(lack) {
        let message = format!(
            "has no row of `{}`, expected one of each municipality",
            place.code
        );
        return Err(vec![Problem::whole(path.join(POPULATIONS), message)]);
    }
    let graph = Graph::new(country.places.len(), pairs);
    let of = match (&origin.country, origin.kind) {
        (Some(of), _) => of.clone(),
        (None, Kind::Grid) => reference().country.clone(),
        (None, Kind::Tables) => reference().country_of(&country.states, &file.name),
    };
    let map = Map {
        name: file.name,
        country: of,
        first_year,
        states: country.states,
        places: country.places,
        graph,
        organizations,
        conflicts,
        outlines: outlines.unwrap_or_default(),
    };
    let lost = Counts::of(&map).differences(file.counts);
    problems.extend(lost.iter().map(|text| Problem::whole(path, text)));
    let whole = map.problems();
    problems.extend(whole.iter().map(|p| Problem::whole(path, p.to_string())));
    if !problems.is_empty() {
        return Err(problems);
    }
    let notices = built::notices(path, &files, &OPTIONAL, file.noted);
    let inputs = files
        .into_iter()
        .map(|(name, bytes)| Input {
            path: format!("map/{name}"),
            bytes,
        })
        .collect();
    let kind = file.provenance.kind;
    Ok(LoadedMap {
        map,
        kind,
        inputs,
        notices,
    })
}

#[derive(Default)]
struct Country {
    places: Vec<Place>,
    states: Vec<String>,
    /// Codes of all lines, also of those with a fault, so that other tables can name them.
    codes: Vec<String>,
}

fn municipalities(table: &CsvTable, problems: &mut Vec<Problem>) -> Country {
    let mut states: Vec<String> = Vec::new();
    let everywhere = -f64::MAX..=f64::MAX;
    let homicides = table.find(HOMICIDES);
    let places = rows(table, MUNICIPALITY_COLUMNS, problems, |row, columns| {
        let [
            code,
            name,
            state,
            population,
            poverty,
            x,
            y,
            marks @ ..,
            crop,
            crossing_km,
        ] = columns;
        let [crossing, port, coast, south_border] = marks;
        let state = row.named(state)?;
        let known = states.iter().position(|known| known == state);
        let state = known.unwrap_or_else(|| {
            states.push(state.to_owned());
            states.len() - 1
        });
        Ok(Place {
            code: row.named(code)?.to_owned(),
            name: row.named(name)?.to_owned(),
            state: state as u16,
            population: row.whole(population, 0..=i64::from(u32::MAX))? as u32,
            populations: Vec::new(),
            poverty: row.number(poverty, 0.0..=1.0)?,
            x: row.number(x, everywhere.clone())?,
            y: row.number(y, everywhere.clone())?,
            crossing: row.flag(crossing)?,
            port: row.flag(port)?,
            coast: row.flag(coast)?,
            south_border: row.flag(south_border)?,
            crop: row.number(crop, 0.0..=1.0)?,
            crossing_km: row.number(crossing_km, 0.0..=1e5)?,
            homicides: homicides.map_or(Ok(0.0), |column| row.number(column, 0.0..=1e9))?,
        })
    });
    let codes = table.find("code").map_or_else(Vec::new, |code| {
        table.rows().map(|row| row.text(code).to_owned()).collect()
    });
    Country {
        places,
        states,
        codes,
    }
}

/// Residents by year, as many columns `pop_YYYY` from the year of week 0 as there are.
fn populations(
    table: &CsvTable,
    first_year: i32,
    codes: &BTreeMap<&str, u32>,
    problems: &mut Vec<Problem>,
) -> Vec<(u32, Vec<u32>)> {
    let years: Vec<Column> = (first_year..)
        .map_while(|year| table.find(&format!("pop_{year}")))
        .collect();
    rows(table, ["code"], problems, |row, [code]| {
        let people = years
            .iter()
            .map(|year| Ok(row.whole(*year, 0..=i64::from(u32::MAX))? as u32));
        let people: Result<Vec<u32>, Problem> = people.collect();
        Ok((place(row, code, codes)?, people?))
    })
}

fn neighbours(
    table: &CsvTable,
    codes: &BTreeMap<&str, u32>,
    problems: &mut Vec<Problem>,
) -> Vec<(u32, u32)> {
    rows(
        table,
        NEIGHBOUR_COLUMNS,
        problems,
        |row, [first, second]| Ok((place(row, first, codes)?, place(row, second, codes)?)),
    )
}
