//! The synthetic country: a grid of municipalities that is like Mexico where the model looks.
//!
//! # Rule
//! positions, terrain, people, crops, poverty and organizations are drawn once, from the recipe and
//! its seed; every draw is named by what it decides and where
//! # Matches
//! Mexico's distributions of population, numbers of neighbours, distance to crossings, states, crops,
//! poverty and initial presence, and how alike neighbours are in population, poverty and presence
//! (`tests/it/grid.rs`)
//! # Source   the numbers stand in `configs/maps/grid_50x50.toml`, each with its own

mod borders;
mod land;
mod people;
mod presence;
mod recipe;

pub use recipe::{Land, People, Poverty, Presence, Recipe, RecipeProblem, Seat, SeatKind, Sierra};

use crate::engine::luck::{Key, Luck};
use crate::engine::sampling::normal;
use crate::state::map::{Map, Place};

/// What is drawn; the number names the streams and is never reused.
#[derive(Clone, Copy)]
enum Draw {
    Terrain = 1,
    Density = 2,
    Town = 3,
    Hardship = 4,
    StateSeeds = 5,
    StateGrowth = 6,
    Presence = 7,
    Fields = 8,
    Household = 9,
    Plaza = 10,
    Market = 11,
    Diagonal = 12,
    Breadth = 13,
}

/// The luck of one map.
#[derive(Clone, Copy)]
struct MapLuck(Key);

impl MapLuck {
    fn of(self, draw: Draw) -> Luck {
        self.0.luck(draw as u16, 0)
    }
}

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
        outlines: (0..recipe.cells())
            .map(|cell| vec![ground.outline(cell)])
            .collect(),
    };
    map.organizations = presence::organizations(recipe, luck, &map);
    map
}

/// A standard normal for every cell, alike over about `radius` cells: white noise under a
/// Gaussian window, scaled so that each cell has variance 1, at the edges too.
fn smooth_noise(recipe: &Recipe, luck: Luck, radius: f64) -> Vec<f64> {
    let (columns, rows) = (recipe.columns() as i64, recipe.rows() as i64);
    let white: Vec<f64> = (0..recipe.cells())
        .map(|cell| normal(&mut luck.of(cell as u32, 0)))
        .collect();
    let reach = libm::ceil(3.0 * radius) as i64;
    let window: Vec<f64> = (0..=reach)
        .map(|step| {
            let distance = step as f64 / radius;
            libm::exp(-0.5 * distance * distance)
        })
        .collect();
    let at = |row: i64, column: i64| white[(row * columns + column) as usize];
    let mut smooth = Vec::with_capacity(recipe.cells());
    for row in 0..rows {
        for column in 0..columns {
            let (mut sum, mut squares) = (0.0, 0.0);
            for r in (row - reach).max(0)..=(row + reach).min(rows - 1) {
                for c in (column - reach).max(0)..=(column + reach).min(columns - 1) {
                    let weight = window[(r - row).unsigned_abs() as usize]
                        * window[(c - column).unsigned_abs() as usize];
                    sum += weight * at(r, c);
                    squares += weight * weight;
                }
            }
            smooth.push(sum / squares.sqrt());
        }
    }
    smooth
}

/// For each cell the standard normal quantile of its rank in `pull`: the largest pull gets the
/// largest score, and the scores are the same whatever the luck. Ties go by cell.
fn normal_scores(pull: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..pull.len()).collect();
    order.sort_by(|&a, &b| pull[a].total_cmp(&pull[b]).then(a.cmp(&b)));
    let mut scores = vec![0.0; pull.len()];
    for (rank, cell) in order.into_iter().enumerate() {
        scores[cell] = normal_quantile((rank as f64 + 0.5) / pull.len() as f64);
    }
    scores
}

/// The standard normal quantile of `p`, by bisection of the distribution function.
fn normal_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if 0.5 * libm::erfc(-middle / std::f64::consts::SQRT_2) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}
