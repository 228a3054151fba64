//! Reading a grid recipe.

use std::path::Path;

use plaza_batch::problem::Problem;
use plaza_model::state::grid::{self, Recipe};
use plaza_model::state::map::Map;
use plaza_model::units::YEARS;

use crate::files::toml_text;
use crate::maps::map_folder::{Kind, LoadedMap, MAP};
use crate::maps::reference::reference;
use plaza_batch::inputs::Input;

/// The map of a recipe's text.
pub fn of_recipe(file: &Path, bytes: Vec<u8>) -> Result<LoadedMap, Vec<Problem>> {
    let map = generate(file, &recipe(file, &bytes)?)?;
    let input = Input {
        path: MAP.to_owned(),
        bytes,
    };
    Ok(LoadedMap {
        map,
        kind: Kind::Grid,
        inputs: vec![input],
        notices: Vec::new(),
    })
}

/// Reads the text of a grid recipe.
pub fn recipe(file: &Path, bytes: &[u8]) -> Result<Recipe, Vec<Problem>> {
    let mut recipe: Recipe = toml_text::parse(file, bytes)?;
    let home = reference();
    if let Some(country) = &mut recipe.country {
        *country = home.named(country).map_err(|message| {
            vec![Problem {
                line: line_of(bytes, "country"),
                ..Problem::whole(file, format!("country: {message}"))
            }]
        })?;
    }
    recipe.country.get_or_insert_with(|| home.country.clone());
    let year = *recipe.year.get_or_insert(home.year);
    if !YEARS.contains(&year) {
        let message = out_of_years(year);
        return Err(vec![Problem {
            line: line_of(bytes, "year"),
            ..Problem::whole(file, message)
        }]);
    }
    let problems: Vec<Problem> = recipe
        .problems()
        .iter()
        .map(|problem| Problem {
            line: line_of(bytes, problem.field),
            ..Problem::whole(file, problem.to_string())
        })
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(recipe)
}

/// The map of a recipe: only the map tells how many live in its largest city.
pub fn generate(file: &Path, recipe: &Recipe) -> Result<Map, Vec<Problem>> {
    let map = grid::generate(recipe);
    let impossible = map.impossible().into_iter();
    let problems = Vec::from_iter(impossible.map(|(_, message)| Problem::whole(file, message)));
    if problems.is_empty() {
        Ok(map)
    } else {
        Err(problems)
    }
}

pub(super) fn out_of_years(year: i32) -> String {
    format!(
        "year is {year}, expected {} to {}",
        YEARS.start(),
        YEARS.end()
    )
}

/// The first line that sets this key.
fn line_of(bytes: &[u8], key: &str) -> Option<usize> {
    let sets = |line: &str| {
        let rest = line.trim_start().strip_prefix(key)?;
        rest.trim_start().starts_with('=').then_some(())
    };
    let text = std::str::from_utf8(bytes).ok()?;
    let index = text.lines().position(|line| sets(line).is_some())?;
    Some(index + 1)
}
