//! The hindcast of a result folder: its observations.

use std::path::Path;

use plaza_batch::files::read_kept;
use plaza_batch::problem::Problem;
use plaza_model::state::map::Map;

use crate::maps::observed;
use crate::maps::observed::{KEPT, Observed};
use crate::setup::inputs;

/// The observed deaths kept in a result folder, and what is to be told of them; none where its experiment named none.
pub fn observed(folder: &Path, map: &Map) -> Result<Option<(Observed, Option<String>)>, Problems> {
    let path = inputs::place(folder, KEPT);
    match read_kept(&path) {
        Ok(bytes) => {
            let deaths = observed::deaths(&path, &bytes, map)?;
            Ok(Some((deaths, observed::states_without(&path, &bytes, map))))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(vec![Problem::whole(path, format!("cannot read: {error}"))]),
    }
}

/// What is wrong with a table.
type Problems = Vec<Problem>;
