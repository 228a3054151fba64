//! `plaza map`: builds, checks and draws maps.

mod against;

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand};

use crate::cli::Failure;
use crate::cli::map::against::print_likeness;
use crate::experiment::summary::grouped;
use crate::io::csv_text::csv;
use crate::io::figures::map_overview;
use crate::io::files::write_whole;
use crate::io::manifest::USUAL;
use crate::io::map_folder::{self, Kind, Provenance, SourceFile};
use crate::io::map_tables::columns::TABLES;
use crate::io::map_tables::{self, Islands, Sources, template};
use crate::io::problem::{Problem, nearest};
use crate::io::reference::reference;
use crate::io::scaling;
use crate::state::grid;
use crate::state::map::{Map, Place};

/// The recipe that `--grid` starts from.
const GRID: &str = include_str!("../../configs/maps/grid_50x50.toml");

/// Residents of a municipality of a grid, on average: 110 million on 50 x 50.
const PEOPLE_PER_MUNICIPALITY: u64 = 44_000;

/// Municipalities that make a state of a grid worth the name.
const LEAST_STATE: u32 = 16;

/// Builds, checks and draws maps.
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(Box<Build>),
    Template(Template),
    Check(Check),
    Draw(Draw),
}

/// Builds a map into a folder: a grid like Mexico, or a real country from tables.
#[derive(Debug, ClapArgs)]
#[command(after_long_help = columns_and_examples())]
#[command(after_help = "--help tells every column. Examples:
  plaza map build --grid 50x50 --seed 7 --out results/maps/grid_7
  plaza map build --municipalities ${PLAZA_DATA}/municipalities.csv \\
    --adjacency ${PLAZA_DATA}/adjacency.csv \\
    --population ${PLAZA_DATA}/population_yearly.csv \\
    --presence ${PLAZA_DATA}/organizations_presence.csv --year 2006 \\
    --out results/maps/mexico")]
#[command(group = clap::ArgGroup::new("kind").required(true).args(["grid", "municipalities"]))]
struct Build {
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
    /// Table of presence: code, year, organization, and if there is: records (or ocved_records, ucdp_events)
    #[arg(long, value_name = "CSV", conflicts_with = "grid")]
    presence: Option<PathBuf>,
    /// Year of residents, presence and burn-in; week 0 is the first week of the next [default: that of
    /// Mexico's map]
    #[arg(long, conflicts_with = "grid", value_parser = clap::value_parser!(i32).range(1800..=2200))]
    year: Option<i32>,
    /// The country it is a map of [default: Mexico where the states have its names, else the map's name]
    #[arg(long, value_name = "NAME", conflicts_with = "grid")]
    country: Option<String>,
    /// What labels of organizations stand for [default: on the map of Mexico the aliases that are shipped,
    /// elsewhere themselves]
    #[arg(long, value_name = "TOML", requires = "presence")]
    aliases: Option<PathBuf>,
    /// Polygons of municipalities, for drawing and, without --adjacency, for neighbours: GeoJSON in longitude
    /// and latitude
    #[arg(long, value_name = "GEOJSON", conflicts_with = "grid")]
    outlines: Option<PathBuf>,
    /// Property of the polygons that is the code [default: code]
    #[arg(long, value_name = "NAME", requires = "outlines")]
    property: Option<String>,
    /// A column that has another name in a table, as in `code=CVEGEO`; may be given several times
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
}

/// Writes empty tables with every column that a map can be built from, and `columns.csv`, which says what
/// each is: unit, direction, what happens without it, an example.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  plaza map template my_country")]
struct Template {
    /// Folder of the tables, new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Reads a map and says what is in it, or all that is wrong with it.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  plaza map check results/maps/mexico
  plaza map check configs/maps/grid_50x50.toml --against results/maps/mexico")]
struct Check {
    /// Folder of a built map, or a recipe (.toml)
    path: PathBuf,
    /// Another map, folder or recipe: prints how far the distributions of residents, neighbours, distance
    /// to crossings, poverty and presence are from its own (two-sample Kolmogorov-Smirnov distance, 0 where
    /// they are equal, 1 where they have nothing in common), and how alike neighbours are in each
    #[arg(long, value_name = "MAP")]
    against: Option<PathBuf>,
}

/// Draws a map as SVG.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  plaza map draw results/maps/mexico --out mexico.svg")]
struct Draw {
    /// Folder of a built map, or a recipe (.toml)
    path: PathBuf,
    /// The drawing [default: map.svg in the map's folder, or beside the recipe]
    #[arg(long, value_name = "FILE.svg")]
    out: Option<PathBuf>,
}

/// Does what was asked.
pub fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Build(build) => match (&build.grid, &build.municipalities) {
            (Some(size), _) => build_grid(*size, build),
            (None, Some(municipalities)) => build_tables(municipalities, build),
            (None, None) => Err(Failure::Call(
                "expected `--grid`, or `--municipalities`".to_owned(),
            )),
        },
        Command::Template(template) => write_template(&template.folder),
        Command::Check(check) => {
            let map = map_folder::load(&check.path)?.map;
            let other = check.against.as_deref().map(map_folder::load);
            let other = other.transpose()?;
            print_summary(&map);
            if let Some(other) = other {
                print_likeness([&map, &other.map]);
            }
            Ok(())
        }
        Command::Draw(draw) => self::draw(draw),
    }
}

/// `NAME=THEIRS`, the name being one that tables have.
fn column(text: &str) -> Result<(String, String), String> {
    let (name, theirs) = text
        .split_once('=')
        .map(|(name, theirs)| (name.trim(), theirs.trim()))
        .filter(|(name, theirs)| !name.is_empty() && !theirs.is_empty())
        .ok_or("expected NAME=THEIRS, as in code=CVEGEO")?;
    if TABLES.iter().any(|table| table.knows(name)) {
        return Ok((name.to_owned(), theirs.to_owned()));
    }
    let known = TABLES.iter().flat_map(|table| table.columns);
    let near = nearest(name, known.map(|known| known.name));
    Err(format!(
        "no table has a column `{name}`{near}; `plaza map template` writes them all"
    ))
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

fn write_template(folder: &Path) -> Result<(), Failure> {
    let wrong = |message: String| Failure::from(Problem::whole(folder, message));
    match std::fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(false) => {}
        Ok(true) => {
            return Err(wrong(
                "is not empty, expected a new or empty folder".to_owned(),
            ));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(wrong(format!("cannot be read: {error}"))),
    }
    for (name, text) in template::files() {
        let path = folder.join(name);
        write_whole(&path, text.as_bytes())
            .map_err(|error| Problem::whole(&path, format!("cannot be written: {error}")))?;
        say!("wrote {}", path.display());
    }
    say!(
        "columns.csv says what each column is; optional ones may be left out, and then the build says what that does"
    );
    Ok(())
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
        year: Some(recipe.year),
        country: Some(recipe.country.clone()),
        columns: Vec::new(),
        built_from: vec![SourceFile::new(&changed, file, GRID.as_bytes())],
    };
    let map = grid::generate(&recipe);
    map_folder::write(&map, &provenance, &build.out)?;
    print_summary(&map);
    say!("written to {}", build.out.display());
    Ok(())
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
        aliases: build.aliases.clone(),
        outlines: build.outlines.clone(),
        property: build.property.clone(),
        crosswalk: build.crosswalk.clone(),
        columns: build.column.clone(),
        islands: build.islands,
        year: build.year.unwrap_or(reference().year),
    })?;
    map_folder::write(&built.map, &built.provenance, &build.out)?;
    for note in &built.notes {
        say!("note: {note}");
    }
    print_summary(&built.map);
    let scaled = scaling::rows(&built.map);
    let path = build.out.join("scale_levers.csv");
    write_whole(&path, csv(&scaled).as_bytes())
        .map_err(|error| Problem::whole(&path, format!("cannot be written: {error}")))?;
    say!("written to {}", build.out.display());
    print_scaled(&built.map, &scaled);
    if built.map.organizations.is_empty() {
        say!("no `--presence`: the map has no organizations and cannot be run");
    }
    Ok(())
}

/// What experiments would have to scale on a map of another size.
fn print_scaled(map: &Map, scaled: &[scaling::Row]) {
    let Some(row) = scaled.first() else { return };
    let residents = map.population() as f64;
    if (residents / row.people - 1.0).abs() < 0.1 {
        return;
    }
    say!(
        "\nlevers of the shipped policies in persons and dollars are of {} million people. By residents, `scale_levers = \
         \"population\"` in an experiment would multiply them, and costs for the whole country, by {:.4}, as \
         scale_levers.csv says of each; of status_quo at most",
        grouped(row.people / 1e6, 0),
        residents / row.people
    );
    let mut shown: Vec<&scaling::Row> = Vec::new();
    for row in scaled.iter().filter(|row| row.policy == USUAL) {
        match shown.iter_mut().find(|of| of.lever == row.lever) {
            Some(of) if row.level > of.level => *of = row,
            Some(_) => {}
            None => shown.push(row),
        }
    }
    for row in shown {
        let [level, scaled] = [row.level, row.scaled].map(|level| grouped(level, 0));
        say!(
            "  {:<22} {level:>12} -> {scaled:>10} {}",
            row.lever,
            row.unit
        );
    }
}

fn draw(draw: &Draw) -> Result<(), Failure> {
    let out = draw.out.clone().unwrap_or_else(|| {
        if draw.path.is_dir() {
            draw.path.join("map.svg")
        } else {
            draw.path.with_extension("svg")
        }
    });
    if out.extension().is_none_or(|extension| extension != "svg") {
        return Err(Problem::whole(&out, "no drawing, expected a name that ends in `.svg`").into());
    }
    let svg = map_overview(&map_folder::load(&draw.path)?.map);
    write_whole(&out, svg.as_bytes())
        .map_err(|error| Problem::whole(&out, format!("cannot be written: {error}")))?;
    say!("written to {}", out.display());
    Ok(())
}

fn print_summary(map: &Map) {
    let marked = |mark: fn(&Place) -> bool| map.places.iter().filter(|place| mark(place)).count();
    let people = map.population();
    let mut sizes: Vec<u64> = map.places.iter().map(|p| u64::from(p.population)).collect();
    sizes.sort_unstable();
    let largest: u64 = sizes.iter().rev().take(10).sum();
    let mut presence = vec![0_u32; map.places.len()];
    for cell in map.organizations.iter().flat_map(|one| &one.cells) {
        presence[cell.place as usize] += 1;
    }
    let share = |part: usize| 100.0 * part as f64 / map.places.len() as f64;
    let one = presence.iter().filter(|n| **n == 1).count();
    let several = presence.iter().filter(|n| **n > 1).count();
    let rows = [
        ("map", map.name.clone()),
        ("country", map.country.clone()),
        ("first week", format!("of {}", map.first_year)),
        ("municipalities", map.places.len().to_string()),
        (
            "borders between them",
            map.graph.pairs().count().to_string(),
        ),
        ("states", map.states.len().to_string()),
        ("people", people.to_string()),
        ("  median municipality", sizes[sizes.len() / 2].to_string()),
        (
            "  in the ten largest",
            format!("{:.1} %", 100.0 * largest as f64 / people.max(1) as f64),
        ),
        ("crossings", marked(|p| p.crossing).to_string()),
        ("ports", marked(|p| p.port).to_string()),
        ("coast", marked(|p| p.coast).to_string()),
        ("southern border", marked(|p| p.south_border).to_string()),
        ("drug crops", marked(|p| p.crop > 0.0).to_string()),
        (
            "with one organization",
            format!("{one} ({:.1} %)", share(one)),
        ),
        (
            "with two or more",
            format!("{several} ({:.1} %)", share(several)),
        ),
        ("organizations", map.organizations.len().to_string()),
    ];
    for (what, value) in rows {
        say!("{what:<22} {value}");
    }
    for organization in &map.organizations {
        let cells = organization.cells.len();
        say!("  {:<20} {cells} municipalities", organization.name);
    }
}
