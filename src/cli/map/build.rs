//! `plaza map build`: a grid from a recipe, or a country from tables.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use clap::Args as ClapArgs;

use plaza_batch::files::write_whole;
use plaza_batch::layout::width;
use plaza_batch::problem::{Problem, nearest};
use plaza_model::state::map::Map;

use crate::files::csv_text::csv;
use crate::maps::map_folder::{Kind, Provenance, SourceFile};
use crate::maps::map_tables::columns::TABLES;
use crate::maps::map_tables::{Islands, Sources, template};
use crate::maps::reference::reference;
use crate::maps::summary::{Summary, named};
use crate::maps::{map_folder, map_tables};
use crate::setup::scaling;
use plaza_batch::failure::Failure;

/// The recipe that `--grid` starts from.
const GRID: &str = include_str!("../../../configs/maps/grid_50x50.toml");

/// The file beside a map that says what would be scaled.
const SCALED: &str = "scale_levers.csv";

/// Residents of a municipality of a grid, on average: 110 million on 50 x 50.
const PEOPLE_PER_MUNICIPALITY: u64 = 44_000;

/// Municipalities that make a state of a grid worth the name.
const LEAST_STATE: u32 = 16;

/// Builds a map into a folder: a grid like Mexico, or a real country from tables.
#[derive(Debug, ClapArgs)]
#[command(after_long_help = columns_and_examples())]
#[command(after_help = "--help tells every column. Examples:
  plaza map build --grid 50x50 --seed 7 --out results/maps/grid_7
  plaza map build --municipalities ${PLAZA_DATA}/municipalities.csv \\
    --adjacency ${PLAZA_DATA}/adjacency.csv \\
    --population ${PLAZA_DATA}/population_yearly.csv \\
    --presence ${PLAZA_DATA}/organizations_presence.csv --year 2006 \\
    --homes ${PLAZA_DATA}/organization_homes.csv --conflicts ${PLAZA_DATA}/conflicts_2006.csv \\
    --homicides ${PLAZA_DATA}/homicides_monthly.csv \\
    --corrections configs/maps/mexico_corrections.csv --out results/maps/mexico")]
#[command(group = clap::ArgGroup::new("kind").required(true).args(["grid", "municipalities"]))]
#[command(group = clap::ArgGroup::new("organizations").multiple(true).args(["presence", "homes"]))]
pub struct Build {
    /// A grid of WIDTHxHEIGHT municipalities
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size)]
    grid: Option<(u32, u32)>,
    /// Seed of the grid [default: 1]
    #[arg(long, requires = "grid")]
    seed: Option<u64>,
    /// Residents of the grid [default: 44,000 for each municipality]
    #[arg(long, requires = "grid")]
    people: Option<u64>,
    /// Table of municipalities: code, name, state_name, lat, lon, pop_YYYY, and if there is: poverty (1 is
    /// poorest), northern_crossing, northern_crossing_km, port, coast, southern_border, drug_crops, area_km2
    #[arg(long, value_name = "CSV")]
    municipalities: Option<PathBuf>,
    /// Table of neighbours: code_a, code_b. Without it they are found from --outlines
    #[arg(long, value_name = "CSV", conflicts_with = "grid")]
    adjacency: Option<PathBuf>,
    /// Table of residents by year: code, pop_YYYY; followed while the model runs. Without it,
    /// those of the municipalities, who stay as many
    #[arg(long, value_name = "CSV", conflicts_with = "grid")]
    population: Option<PathBuf>,
    /// Table of presence: code, year, organization, and if there is: records (or ocved_records, ucdp_events); all
    /// years up to `--year` are read
    #[arg(long, value_name = "CSV", conflicts_with = "grid")]
    presence: Option<PathBuf>,
    /// Table of homes: organization, code (empty of a whole state), and if there is: state, weight
    #[arg(long, value_name = "CSV", conflicts_with = "grid")]
    homes: Option<PathBuf>,
    /// Table of conflicts: organization, other, kind (war, rivalry, alliance), and if there is: code, state (both
    /// empty: everywhere), since
    #[arg(long, value_name = "CSV", requires = "organizations")]
    conflicts: Option<PathBuf>,
    /// Table of homicides before the start: code, year, homicides, and if there is: month
    #[arg(long, value_name = "CSV", conflicts_with = "grid")]
    homicides: Option<PathBuf>,
    /// Table of municipalities whose records of presence are not all believed: code, weight (0 to 1), reason, and if
    /// there is: organization
    #[arg(long, value_name = "CSV", requires = "presence")]
    corrections: Option<PathBuf>,
    /// Year of residents, presence and burn-in; week 0 is the first week of the next [default: that of
    /// Mexico's map]
    #[arg(long, conflicts_with = "grid", value_parser = a_year)]
    year: Option<i32>,
    /// The country it is a map of [default: Mexico where the states have its names, else the map's name]
    #[arg(long, value_name = "NAME", conflicts_with = "grid", value_parser = a_name)]
    country: Option<String>,
    /// What labels of organizations stand for [default: on the map of Mexico the aliases that are shipped,
    /// elsewhere themselves]
    #[arg(long, value_name = "TOML", requires = "organizations")]
    aliases: Option<PathBuf>,
    /// Polygons of municipalities, for drawing and, without --adjacency, for neighbours: GeoJSON in longitude
    /// and latitude
    #[arg(long, value_name = "GEOJSON", conflicts_with = "grid")]
    outlines: Option<PathBuf>,
    /// Property of the polygons that is the code [default: code]
    #[arg(long, value_name = "NAME", requires = "outlines")]
    property: Option<String>,
    /// A column that has another name in a table, as in `code=CVEGEO`, or `pop_YYYY=POB_YYYY` for those of all
    /// years; may be given several times
    #[arg(long, value_name = "NAME=THEIRS", conflicts_with = "grid", value_parser = column)]
    column: Vec<(String, String)>,
    /// Table of municipalities that are counted as parts of others: code, into
    #[arg(long, value_name = "CSV", conflicts_with = "grid")]
    crosswalk: Option<PathBuf>,
    /// What is done with municipalities that no border joins to the rest: join each to the nearest, or leave
    /// them out
    #[arg(long, value_parser = islands, conflicts_with = "grid")]
    islands: Option<Islands>,
    /// Folder of the map
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print one JSON document in the place of tables: notes, the map as of `plaza map check`, levers to scale
    #[arg(long)]
    json: bool,
}

/// Builds what was asked for.
pub fn run(build: &Build) -> Result<(), Failure> {
    match (&build.grid, &build.municipalities) {
        (Some(size), _) => build_grid(*size, build),
        (None, Some(municipalities)) => build_tables(municipalities, build),
        (None, None) => Err(Failure::Call(
            "expected `--grid`, or `--municipalities`".to_owned(),
        )),
    }
}

/// `NAME=THEIRS`, the name being one that tables have.
fn column(text: &str) -> Result<(String, String), String> {
    let (name, theirs) = text
        .split_once('=')
        .map(|(name, theirs)| (name.trim(), theirs.trim()))
        .filter(|(name, theirs)| !name.is_empty() && !theirs.is_empty())
        .ok_or("expected NAME=THEIRS, as in code=CVEGEO")?;
    if name == "pop_YYYY" || TABLES.iter().any(|table| table.knows(name)) {
        return Ok((name.to_owned(), theirs.to_owned()));
    }
    let known = TABLES.iter().flat_map(|table| &table.columns);
    let near = nearest(name, known.map(|known| known.name.as_str()));
    Err(format!(
        "no table has a column `{name}`{near}; `plaza map template` writes them all"
    ))
}

/// A year, as text of digits alone.
fn a_year(text: &str) -> Result<i32, String> {
    let year = text.parse().ok();
    year.filter(|year| (1800..=2200).contains(year))
        .ok_or_else(|| "expected a year from 1800 to 2200, as in 2018".to_owned())
}

/// The name of a country.
fn a_name(text: &str) -> Result<String, String> {
    reference().named(text)
}

/// `nearest` or `drop`.
fn islands(text: &str) -> Result<Islands, String> {
    match text {
        "nearest" => Ok(Islands::Nearest),
        "drop" => Ok(Islands::Drop),
        _ => Err("expected nearest or drop".to_owned()),
    }
}

/// What stands below the options in `--help`.
fn columns_and_examples() -> String {
    format!(
        "{}\nExamples:\n  plaza map build --grid 50x50 --seed 7 --out results/maps/grid_7\n  plaza map build \
         --municipalities m.csv --outlines m.geojson --property CVEGEO \\\n    --column code=CVEGEO --presence \
         p.csv --year 2018 --islands nearest --out results/maps/mine\n\ndocs/another-country.md goes from nothing \
         to a first comparison.",
        template::help()
    )
}

fn size(text: &str) -> Result<(u32, u32), String> {
    text.split_once('x')
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)))
        .ok_or_else(|| "expected WIDTHxHEIGHT, as in 50x50".to_owned())
}

fn build_grid((width, height): (u32, u32), build: &Build) -> Result<(), Failure> {
    let file = Path::new("grid_50x50.toml");
    let mut recipe = map_folder::recipe(file, GRID.as_bytes())?;
    let cells = u64::from(width) * u64::from(height);
    recipe.width = width;
    recipe.height = height;
    recipe.seed = build.seed.unwrap_or(recipe.seed);
    recipe.population = build
        .people
        .unwrap_or(cells.saturating_mul(PEOPLE_PER_MUNICIPALITY));
    let most = (cells / u64::from(LEAST_STATE)).max(1);
    recipe.states = recipe.states.min(u32::try_from(most).unwrap_or(u32::MAX));
    let problems = recipe.problems();
    if !problems.is_empty() {
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        return Err(Failure::Call(texts.join("\nerror: ")));
    }
    let changed = format!(
        "grid {width}x{height}, seed {}, people {}, states {}",
        recipe.seed, recipe.population, recipe.states
    );
    let provenance = Provenance {
        kind: Kind::Grid,
        year: recipe.year,
        country: recipe.country.clone(),
        columns: Vec::new(),
        built_from: vec![SourceFile::new(&changed, file, GRID.as_bytes())],
    };
    let map = map_folder::generate(&build.out, &recipe)?;
    map_folder::write(&map, &provenance, &build.out)?;
    let _ = std::fs::remove_file(build.out.join(SCALED));
    if build.json {
        say!("{:#}", facts(build, &map, &[], &[]));
        return Ok(());
    }
    say!("{}", Summary::new(&map).told().trim_end());
    say!("written to {}", build.out.display());
    Ok(())
}

/// What was built, as a document.
fn facts(build: &Build, map: &Map, notes: &[String], scaled: &[scaling::Row]) -> Json {
    json!({
        "folder": build.out.display().to_string(),
        "notes": notes,
        "map": Summary::new(map),
        "scale_levers": scaled,
    })
}

fn build_tables(municipalities: &Path, build: &Build) -> Result<(), Failure> {
    if build.adjacency.is_none() && build.outlines.is_none() {
        let message = "expected `--adjacency`, or `--outlines`, from which neighbours are found";
        return Err(Failure::Call(message.to_owned()));
    }
    let name = build
        .out
        .file_name()
        .ok_or_else(|| Problem::whole(&build.out, "no name for a map, expected a folder's name"))?;
    let built = map_tables::build(&Sources {
        name: name.to_string_lossy().into_owned(),
        country: build.country.clone(),
        municipalities: municipalities.to_owned(),
        adjacency: build.adjacency.clone(),
        population: build.population.clone(),
        presence: build.presence.clone(),
        homes: build.homes.clone(),
        conflicts: build.conflicts.clone(),
        homicides: build.homicides.clone(),
        corrections: build.corrections.clone(),
        aliases: build.aliases.clone(),
        outlines: build.outlines.clone(),
        property: build.property.clone(),
        crosswalk: build.crosswalk.clone(),
        columns: build.column.clone(),
        islands: build.islands,
        year: build.year.unwrap_or(reference().year),
    })?;
    if build.year.is_none() && built.map.country != reference().country {
        let message = format!(
            "expected `--year`, that of the presence and the burn-in: without it {} is meant, as on the map of {}",
            reference().year,
            reference().country
        );
        return Err(Failure::Call(message));
    }
    map_folder::write_doubted(&built.map, &built.provenance, &built.doubts, &build.out)?;
    let notes = [built.notes.as_slice(), &built.doubts].concat();
    let scaled = scaling::rows(&built.map);
    let path = build.out.join(SCALED);
    write_whole(&path, csv(&scaled).as_bytes())?;
    if build.json {
        say!("{:#}", facts(build, &built.map, &notes, &scaled));
        return Ok(());
    }
    for note in &notes {
        say!("note: {note}");
    }
    say!("{}", Summary::new(&built.map).told().trim_end());
    say!("{}", named(&built.map, width()).trim_end());
    say!("written to {}", build.out.display());
    if let Some(told) = scaling::screen(&built.map, &scaled, width()) {
        say!("{told}");
    }
    if built.map.organizations.is_empty() {
        say!("no `--presence` and no `--homes`: the map has no organizations and cannot be run");
    }
    Ok(())
}
