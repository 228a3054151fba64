//! The material of a drawn country: named luck, smooth noise, scores by rank.

use crate::engine::luck::{Key, Luck};
use crate::engine::sampling::normal;
use crate::state::grid::recipe::Recipe;

/// What is drawn; the number names the streams and is never reused.
#[derive(Clone, Copy)]
pub(super) enum Draw {
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
    Violence = 14,
    Quarrels = 15,
    Homicides = 16,
    Enclaves = 17,
}

/// The luck of one map.
#[derive(Clone, Copy)]
pub(super) struct MapLuck(pub(super) Key);

impl MapLuck {
    pub(super) fn of(self, draw: Draw) -> Luck {
        self.0.luck(draw as u16, 0)
    }
}

/// A standard normal for every cell, alike over about `radius` cells: white noise under a
/// Gaussian window, scaled so that each cell has variance 1, at the edges too.
pub(super) fn smooth_noise(recipe: &Recipe, luck: Luck, radius: f64) -> Vec<f64> {
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
pub(super) fn normal_scores(pull: &[f64]) -> Vec<f64> {
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
