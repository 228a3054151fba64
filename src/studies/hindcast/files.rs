//! The hindcast of a result folder: what was observed.

use std::path::Path;

use plaza_batch::files::read_kept;
use plaza_batch::problem::Problem;
use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::maps::observed;
use crate::maps::observed::{KEPT, KEPT_HOMICIDES, Observed};
use crate::setup::inputs;
use crate::studies::comparison::files::experiment;
use crate::studies::scores::facts::Facts;

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

/// What forecasts are made of: the observed deaths and, where the experiment names them, the homicides before; and what
/// the parameters were fitted to.
pub fn facts<'a>(
    folder: &Path,
    map: &'a Map,
    observed: &'a Observed,
    weeks: i32,
) -> Result<Facts<'a>, Problems> {
    let path = inputs::place(folder, KEPT_HOMICIDES);
    let before = match read_kept(&path) {
        Ok(bytes) => observed::before(&observed::homicides(&path, &bytes, map)?, map),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(vec![Problem::whole(path, format!("cannot read: {error}"))]),
    };
    let experiment = experiment(folder).map_err(|problem| vec![problem])?;
    let fitted_until = experiment.observed.and_then(|tables| tables.fitted_until);
    Ok(Facts {
        map,
        observed,
        before,
        fitted_until,
        years: (map.first_year..map.first_year + weeks / WEEKS_PER_YEAR)
            .filter(|year| observed.years.contains_key(year))
            .collect(),
    })
}

/// What is wrong with a table.
type Problems = Vec<Problem>;
