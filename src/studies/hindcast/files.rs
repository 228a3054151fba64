//! The hindcast of a result folder: its observations, and the tables and figures made of them.

use serde_json::{Value as Json, json};

use plaza_batch::files::read_kept;
use plaza_batch::layout::folded;
use plaza_batch::problem::Problem;

use crate::maps::observed;
use crate::maps::observed::{KEPT, Observed};
use crate::runs::made::Made;
use crate::setup::results::Results;
use crate::studies::hindcast::screen::screen;
use crate::studies::hindcast::{Hindcast, map_figure, ranks_figure};

/// The observed deaths kept in a result folder, and what is to be told of them; nothing where its experiment named
/// none.
pub fn observed(results: &Results) -> Result<(Observed, Option<String>), Vec<Problem>> {
    let path = results.input(KEPT);
    let map = results.map()?;
    match read_kept(&path) {
        Ok(bytes) => {
            let deaths = observed::deaths(&path, &bytes, map)?;
            Ok((deaths, observed::states_without(&path, &bytes, map)))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Default::default()),
        Err(error) => Err(Problem::unread(path, &error).into()),
    }
}

/// Writes the hindcast, and says how good it is on a screen of so many columns.
pub fn make(
    hindcast: &Hindcast<'_>,
    facts: &mut Json,
    made: &mut Made,
    width: usize,
) -> Result<String, Problem> {
    if hindcast.years().is_empty() {
        let lacking = "no hindcast: expected years that are observed and simulated, and [record] \
                       municipalities = \"all\" or \"active\"";
        return Ok(folded(lacking, width));
    }
    let skill = hindcast.skill();
    facts["hindcast_skill"] = json!(skill);
    made.csv("hindcast.csv", hindcast.compared())?;
    made.csv("hindcast_skill.csv", &skill)?;
    made.draw("hindcast_map", &map_figure::draw(hindcast))?;
    made.draw("hindcast_ranks", &ranks_figure::draw(hindcast))?;
    Ok(screen(&skill, width))
}
