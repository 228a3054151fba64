//! The scores of a result folder: what forecasts are made of, and what is made of their scores.

use serde_json::{Value as Json, json};

use plaza_batch::files::read_kept;
use plaza_batch::layout::folded;
use plaza_batch::problem::Problem;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::maps::observed;
use crate::maps::observed::{KEPT_HOMICIDES, Observed};
use crate::runs::made::Made;
use crate::setup::results::Results;
use crate::studies::scores::facts::Facts;
use crate::studies::scores::screen::screen;
use crate::studies::scores::{Scores, pit_figure, where_figure};

/// What forecasts are made of: the observed deaths, the homicides before them where the experiment names some, and what
/// the parameters were fitted to.
pub fn facts<'a>(results: &'a Results, observed: &'a Observed) -> Result<Facts<'a>, Vec<Problem>> {
    let map = results.map()?;
    let path = results.input(KEPT_HOMICIDES);
    let before = match read_kept(&path) {
        Ok(bytes) => observed::before(&observed::homicides(&path, &bytes, map)?, map),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(Problem::unread(path, &error).into()),
    };
    let tables = results.experiment()?.observed.as_ref();
    let years = map.first_year..map.first_year + results.manifest.weeks / WEEKS_PER_YEAR;
    Ok(Facts {
        map,
        observed,
        before,
        fitted_until: tables.and_then(|tables| tables.fitted_until),
        years: years
            .filter(|year| observed.years.contains_key(year))
            .collect(),
    })
}

/// Writes the scores, and says what they come to on a screen of so many columns; nothing where there are none.
pub fn make(
    scores: &Scores<'_>,
    facts: &mut Json,
    made: &mut Made,
    width: usize,
) -> Result<Option<String>, Problem> {
    if scores.replicates() < 2 {
        let lacking = "no scores: expected two replicates or more, two years that are observed and simulated, and \
                       [record] municipalities = \"all\" or \"active\"";
        return Ok(Some(folded(lacking, width)));
    }
    let rows = scores.rows(&scores.scored());
    facts["scores"] = json!(rows);
    made.csv("scores.csv", &rows)?;
    made.draw("scores_pit", &pit_figure::draw(scores))?;
    made.draw("scores_where", &where_figure::draw(scores))?;
    let notes = scores.notes();
    facts["scores_notes"] = json!(notes);
    let notes = notes.iter().map(|note| folded(note, width));
    Ok(Some(
        screen(scores, &rows, width) + &notes.collect::<String>(),
    ))
}
