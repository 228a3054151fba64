//! The synthetic country: a grid of municipalities that is like Mexico where the model looks.
//!
//! # Rule
//! positions, terrain, people, crops, poverty, homicides and organizations are drawn once, from the recipe and
//! its seed; every draw is named by what it decides and where
//! # Matches
//! Mexico's distributions of population, numbers of neighbours, distance to crossings, states, crops,
//! poverty and initial presence, and how alike neighbours are in population, poverty and presence
//! (`tests/it/rules/grid.rs`)
//! # Source   the numbers stand in `configs/maps/grid_50x50.toml`, each with its own

mod borders;
mod land;
mod noise;
mod past;
mod people;
mod presence;
mod recipe;

pub use recipe::{
    Land, Past, People, Poverty, Presence, Recipe, RecipeProblem, Seat, SeatKind, Sierra,
};

use crate::engine::luck::Key;
use crate::state::grid::noise::MapLuck;
use crate::state::map::{Map, Place};

/// The map of a recipe: equal recipes give equal maps.
///
/// # Panics
/// When [`Recipe::problems`] is not empty: whoever reads a recipe asks first.
pub fn generate(recipe: &Recipe) -> Map {
    assert!(
        recipe.problems().is_empty(),
        "a recipe is checked before a map is made of it"
    );
    let luck = MapLuck(Key::new(recipe.seed, 0));
    let ground = land::Ground::new(recipe);
    let hills = land::hills(recipe, luck);
    let sizes = people::rank_scores(recipe, luck, &hills);
    let graph = borders::neighbours(recipe, luck, &sizes);
    let population = people::populations(recipe, &sizes);
    let edges = land::edges(recipe, &population);
    let crossing_km = ground.distances_to(&edges.crossing);
    let crops = land::crops(recipe, luck, &hills);
    let poverty = people::poverty(recipe, luck, &hills, &sizes);
    let states = land::states(recipe, luck, &graph);

    let places = (0..recipe.cells())
        .map(|cell| {
            let (row, column) = (cell / recipe.columns(), cell % recipe.columns());
            let (x, y) = ground.centre(cell);
            Place {
                code: format!("r{row:03}c{column:03}"),
                name: format!("row {row}, column {column}"),
                state: states[cell],
                population: population[cell],
                populations: Vec::new(),
                poverty: poverty[cell],
                x,
                y,
                crossing: edges.crossing[cell],
                port: edges.port[cell],
                coast: edges.coast[cell],
                south_border: edges.south_border[cell],
                crop: crops[cell],
                crossing_km: crossing_km[cell],
                homicides: 0.0,
            }
        })
        .collect();
    let mut map = Map {
        name: format!("grid {}x{}", recipe.width, recipe.height),
        country: recipe.country.clone().unwrap_or_default(),
        first_year: recipe.year.map_or(1, |year| year + 1),
        states: (1..=recipe.states)
            .map(|state| format!("state {state:02}"))
            .collect(),
        places,
        graph,
        organizations: Vec::new(),
        conflicts: Vec::new(),
        outlines: (0..recipe.cells())
            .map(|cell| vec![ground.outline(cell)])
            .collect(),
    };
    if let Some(past) = &recipe.past {
        let homicides = past::homicides(recipe, past, luck, &map);
        for (place, homicides) in map.places.iter_mut().zip(homicides) {
            place.homicides = homicides;
        }
    }
    let cores = presence::cores(recipe, &map);
    map.organizations = presence::organizations(recipe, luck, &map, &cores);
    if recipe.past.is_some() {
        map.conflicts = past::conflicts(&map, &cores);
    }
    map
}
