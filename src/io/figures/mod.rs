//! Figures, one file each: SVG text from tables and a map, the same bytes from the same input.

mod axis;
mod bands;
mod country;
mod curves;
pub mod deaths_map;
mod families;
pub mod lineage;
pub mod national;
mod overview;
mod style;

use std::path::{Path, PathBuf};

pub use overview::map_overview;

use crate::experiment::dictionary::{EVENTS, MUNICIPALITIES, ORGANIZATIONS};
use crate::experiment::tables::Rows;
use crate::experiment::trajectories::by_policy;
use crate::io::files::write_whole;
use crate::io::problem::Problem;
use crate::io::results;
use crate::state::map::Map;

/// Draws one curve of the country from the table `national`.
type Curve = fn(&Rows) -> String;

/// Draws all standard figures of a result folder into `figures/`, from its tables; `national` is
/// the one that the caller has read already. Returns what was written.
pub fn draw_all(folder: &Path, map: &Map, national: &Rows) -> Result<Vec<PathBuf>, Problem> {
    let curves: [(&str, Curve); 4] = [
        ("organizations", national::organizations),
        ("effective_organizations", national::effective_organizations),
        ("oc_deaths", national::oc_deaths),
        ("violent_municipalities", national::violent_municipalities),
    ];
    let mut written = Vec::new();
    let mut write = |name: &str, svg: String| {
        let path = folder.join("figures").join(name).with_extension("svg");
        write_whole(&path, svg.as_bytes())
            .map_err(|error| Problem::whole(&path, format!("cannot be written: {error}")))?;
        written.push(path);
        Ok(())
    };
    for (name, draw) in curves {
        write(name, draw(national))?;
    }
    let municipalities = results::read(folder, &MUNICIPALITIES)?;
    let deaths = deaths_map::draw(map, &municipalities, &by_policy(national));
    drop(municipalities);
    write("map_oc_deaths", deaths)?;
    let organizations = results::read(folder, &ORGANIZATIONS)?;
    let events = results::read(folder, &EVENTS)?;
    write("lineage", lineage::draw(&organizations, &events))?;
    Ok(written)
}
