//! `plaza map`: builds, checks and draws maps.

mod build;

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand};
use serde_json::json;

use plaza_batch::files::write_whole;
use plaza_batch::layout::width;
use plaza_batch::problem::Problem;
use plaza_model::state::likeness::{clusterings, likenesses};

use crate::figures::field;
use crate::figures::overview::map_overview;
use crate::files::embedded;
use crate::maps::likeness::told;
use crate::maps::map_folder;
use crate::maps::map_tables::template;
use crate::maps::summary::Summary;
use crate::setup::parameters;
use plaza_batch::failure::Failure;

/// Builds, checks and draws maps.
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(Box<build::Build>),
    Template(Template),
    Check(Check),
    Draw(Draw),
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
    /// Print one JSON document in the place of tables
    #[arg(long)]
    json: bool,
}

/// Draws a map as SVG.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  plaza map draw results/maps/mexico --out mexico.svg
  plaza map draw results/maps/mexico --presence --out presence.svg")]
struct Draw {
    /// Folder of a built map, or a recipe (.toml)
    path: PathBuf,
    /// Draw where each organization may be in the first week: the share of draws in which it has a cell in each
    /// municipality
    #[arg(long)]
    presence: bool,
    /// Parameters of those draws: a name or a file
    #[arg(
        long,
        value_name = "NAME",
        default_value = "baseline",
        requires = "presence"
    )]
    parameters: String,
    /// The drawing [default: map.svg, or presence.svg, in the map's folder; beside a recipe of its name]
    #[arg(long, value_name = "FILE.svg")]
    out: Option<PathBuf>,
}

/// Does what was asked.
pub fn run(args: &Args) -> Result<(), Failure> {
    match &args.command {
        Command::Build(build) => build::run(build),
        Command::Template(template) => write_template(&template.folder),
        Command::Check(check) => {
            let loaded = map_folder::load(&check.path)?;
            for notice in &loaded.notices {
                remark!("note: {notice}");
            }
            let map = loaded.map;
            let other = check.against.as_deref().map(map_folder::load);
            let other = other.transpose()?;
            let maps = other.as_ref().map(|other| [&map, &other.map]);
            let alike = maps.map(|maps| (likenesses(maps), clusterings(maps)));
            let summary = Summary::new(&map);
            if check.json {
                let mut facts = json!(summary);
                if let Some((likenesses, clusterings)) = alike {
                    facts["likeness"] = json!(likenesses);
                    facts["neighbours"] = json!(clusterings);
                }
                say!("{facts:#}");
                return Ok(());
            }
            say!("{}", summary.told().trim_end());
            if let (Some(maps), Some((likenesses, clusterings))) = (maps, alike) {
                let told = told(maps, &likenesses, &clusterings, width());
                say!("{}", told.trim_end());
            }
            Ok(())
        }
        Command::Draw(draw) => crate::cli::map::draw(draw),
    }
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
        write_whole(&path, text.as_bytes())?;
        say!("wrote {}", path.display());
    }
    say!(
        "columns.csv says what each column is; optional ones may be left out, and then the build says what that does"
    );
    Ok(())
}

fn draw(draw: &Draw) -> Result<(), Failure> {
    let out = draw.out.clone().unwrap_or_else(|| {
        let name = if draw.presence {
            "presence.svg"
        } else {
            "map.svg"
        };
        if draw.path.is_dir() {
            draw.path.join(name)
        } else {
            draw.path.with_extension(name.trim_start_matches("map."))
        }
    });
    if out.extension().is_none_or(|extension| extension != "svg") {
        return Err(Problem::whole(&out, "no drawing, expected a name that ends in `.svg`").into());
    }
    let map = map_folder::load(&draw.path)?.map;
    let svg = if draw.presence {
        let name = &draw.parameters;
        let own = || PathBuf::from(name);
        let file = embedded::named(Path::new("configs"), "parameters", name).unwrap_or_else(own);
        field::draw(&map, &parameters::read(&file, &[])?.0.initial)
    } else {
        map_overview(&map)
    };
    write_whole(&out, svg.as_bytes())?;
    say!("written to {}", out.display());
    Ok(())
}
