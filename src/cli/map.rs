//! `plaza map`: builds, checks and draws maps.

mod against;

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand};

use crate::cli::Failure;
use crate::cli::map::against::print_likeness;
use crate::io::figures::map_overview;
use crate::io::files::write_whole;
use crate::io::map_folder::{self, Kind, Provenance, SourceFile};
use crate::io::map_tables::{self, Sources};
use crate::io::problem::Problem;
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
    Check(Check),
    Draw(Draw),
}

/// Builds a map into a folder: a grid like Mexico, or a real country from tables.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:
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
    /// Table of municipalities: code, name, state_name, pop_YYYY, lat, lon and more
    #[arg(long, value_name = "CSV", requires = "adjacency")]
    municipalities: Option<PathBuf>,
    /// Table of neighbours: code_a, code_b
    #[arg(long, value_name = "CSV", requires = "municipalities")]
    adjacency: Option<PathBuf>,
    /// Table of residents by year: code, pop_YYYY; followed while the model runs. Without it,
    /// those of the municipalities, who stay as many
    #[arg(long, value_name = "CSV", requires = "municipalities")]
    population: Option<PathBuf>,
    /// Table of presence: code, year, organization, ocved_records, ucdp_events
    #[arg(long, value_name = "CSV", requires = "municipalities")]
    presence: Option<PathBuf>,
    /// Year of residents and presence [default: 2006]
    #[arg(long, requires = "municipalities")]
    year: Option<i32>,
    /// What labels of organizations stand for [default: the aliases that are shipped]
    #[arg(long, value_name = "TOML", requires = "presence")]
    aliases: Option<PathBuf>,
    /// Polygons of municipalities, for drawing
    #[arg(long, value_name = "GEOJSON", requires = "municipalities")]
    outlines: Option<PathBuf>,
    /// Folder of the map
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
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
        Command::Build(build) => match (&build.grid, &build.municipalities, &build.adjacency) {
            (Some(size), ..) => build_grid(*size, build),
            (None, Some(municipalities), Some(adjacency)) => {
                build_tables(municipalities, adjacency, build)
            }
            _ => Err(Failure::Call(
                "expected `--grid`, or `--municipalities` with `--adjacency`".to_owned(),
            )),
        },
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
        year: None,
        built_from: vec![SourceFile::new(&changed, file, GRID.as_bytes())],
    };
    let map = grid::generate(&recipe);
    map_folder::write(&map, &provenance, &build.out)?;
    print_summary(&map);
    say!("written to {}", build.out.display());
    Ok(())
}

fn build_tables(municipalities: &Path, adjacency: &Path, build: &Build) -> Result<(), Failure> {
    let name = build
        .out
        .file_name()
        .ok_or_else(|| Problem::whole(&build.out, "no name for a map, expected a folder's name"))?;
    let built = map_tables::build(&Sources {
        name: name.to_string_lossy().into_owned(),
        municipalities: municipalities.to_owned(),
        adjacency: adjacency.to_owned(),
        population: build.population.clone(),
        presence: build.presence.clone(),
        aliases: build.aliases.clone(),
        outlines: build.outlines.clone(),
        year: build.year.unwrap_or(2006),
    })?;
    map_folder::write(&built.map, &built.provenance, &build.out)?;
    for note in &built.notes {
        say!("note: {note}");
    }
    print_summary(&built.map);
    say!("written to {}", build.out.display());
    if built.map.organizations.is_empty() {
        say!("no `--presence`: the map has no organizations and cannot be run");
    }
    Ok(())
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
