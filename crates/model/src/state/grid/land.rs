//! The ground of a grid: sizes of municipalities, borders and coasts, sierras, crops, states.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::engine::graph::Graph;
use crate::engine::luck::NOWHERE;
use crate::engine::sampling::{below, exponential, normal};
use crate::state::grid::noise::{Draw, MapLuck, normal_scores, smooth_noise};
use crate::state::grid::recipe::Recipe;
use crate::units::Quantity;

/// Where municipalities lie, in kilometres from the south-west corner.
pub(super) struct Ground {
    columns: usize,
    width_km: f64,
    /// North edge of each row and the south edge of the last.
    edges_km: Vec<f64>,
}

impl Ground {
    pub(super) fn new(recipe: &Recipe) -> Self {
        let rows = recipe.rows();
        let height = rows as f64 * recipe.land.cell_height_km.get();
        let stretch = recipe.land.northern_stretch.get();
        let from_north = |row: usize| height * libm::pow(row as f64 / rows as f64, stretch);
        Self {
            columns: recipe.columns(),
            width_km: recipe.land.cell_width_km.get(),
            edges_km: (0..=rows)
                .map(|row| metres(height - from_north(row)))
                .collect(),
        }
    }

    pub(super) fn centre(&self, cell: usize) -> (f64, f64) {
        let (row, column) = (cell / self.columns, cell % self.columns);
        (
            metres((column as f64 + 0.5) * self.width_km),
            metres(0.5 * (self.edges_km[row] + self.edges_km[row + 1])),
        )
    }

    /// A rectangle, closed.
    pub(super) fn outline(&self, cell: usize) -> Vec<(f64, f64)> {
        let (row, column) = (cell / self.columns, cell % self.columns);
        let west = metres(column as f64 * self.width_km);
        let east = metres((column + 1) as f64 * self.width_km);
        let (north, south) = (self.edges_km[row], self.edges_km[row + 1]);
        vec![
            (west, south),
            (east, south),
            (east, north),
            (west, north),
            (west, south),
        ]
    }

    /// From each cell to the nearest of the cells marked [km].
    pub(super) fn distances_to(&self, marked: &[bool]) -> Vec<f64> {
        let goals: Vec<(f64, f64)> = (0..marked.len())
            .filter(|&cell| marked[cell])
            .map(|cell| self.centre(cell))
            .collect();
        (0..marked.len())
            .map(|cell| {
                let (x, y) = self.centre(cell);
                let nearest = goals
                    .iter()
                    .map(|(gx, gy)| (x - gx) * (x - gx) + (y - gy) * (y - gy))
                    .fold(f64::INFINITY, f64::min);
                metres(nearest.sqrt())
            })
            .collect()
    }
}

/// Kilometres to the metre, so that tables stay readable.
fn metres(km: f64) -> f64 {
    (km * 1e3).round() / 1e3
}

/// Marks on the outer edge.
pub(super) struct Edges {
    pub(super) crossing: Vec<bool>,
    pub(super) port: Vec<bool>,
    pub(super) coast: Vec<bool>,
    pub(super) south_border: Vec<bool>,
}

/// The north edge is the border with crossings, the west and east edges are coasts, the south edge
/// is a border in the east and a coast in the west. Crossings and ports are the largest towns of
/// equal stretches of border and coast.
pub(super) fn edges(recipe: &Recipe, population: &[u32]) -> Edges {
    let (columns, rows) = (recipe.columns(), recipe.rows());
    let border = (recipe.land.south_border_share.get() * columns as f64).round() as usize;
    let last_row = (rows - 1) * columns;
    let south_coast = last_row + 1..last_row + columns - border;
    let coast: Vec<usize> = (0..rows)
        .map(|row| row * columns)
        .chain(south_coast)
        .chain((0..rows).rev().map(|row| row * columns + columns - 1))
        .collect();
    let north: Vec<usize> = (0..columns).collect();
    let border_km = columns as f64 * recipe.land.cell_width_km.get();
    let crossings = (border_km / recipe.land.crossing_every_km.get()).round() as usize;
    let ports = (recipe.land.port_share.get() * coast.len() as f64).round() as usize;
    let marked = |cells: &[usize]| {
        let mut marks = vec![false; recipe.cells()];
        for &cell in cells {
            marks[cell] = true;
        }
        marks
    };
    Edges {
        crossing: marked(&largest_of_stretches(&north, crossings, population)),
        port: marked(&largest_of_stretches(&coast, ports, population)),
        south_border: marked(&Vec::from_iter(
            last_row + columns - border..last_row + columns,
        )),
        coast: marked(&coast),
    }
}

/// The largest town of each of `stretches` equal parts of `line`; one at least, no more than towns.
fn largest_of_stretches(line: &[usize], stretches: usize, population: &[u32]) -> Vec<usize> {
    let stretches = stretches.clamp(1, line.len());
    (0..stretches)
        .filter_map(|part| {
            line[part * line.len() / stretches..(part + 1) * line.len() / stretches]
                .iter()
                .copied()
                .max_by_key(|&cell| (population[cell], Reverse(cell)))
        })
        .collect()
}

/// Height of the ground, 1 on top of a sierra.
pub(super) fn hills(recipe: &Recipe, luck: MapLuck) -> Vec<f64> {
    let noise = smooth_noise(recipe, luck.of(Draw::Terrain), 1.5);
    (0..recipe.cells())
        .map(|cell| {
            let (east, south) = recipe.position(cell);
            let height = recipe.sierras.iter().fold(0.0, |highest: f64, sierra| {
                let across = (east - sierra.east) / sierra.half_width;
                let along = (south - sierra.south) / sierra.half_length;
                highest.max(libm::exp(-0.5 * (across * across + along * along)))
            });
            height * (1.0 + recipe.land.roughness.get() * noise[cell]).max(0.0)
        })
        .collect()
}

/// Drug crops in the highest municipalities: log-normal, relative to the largest.
pub(super) fn crops(recipe: &Recipe, luck: MapLuck, hills: &[f64]) -> Vec<f64> {
    let mut highest: Vec<usize> = (0..recipe.cells()).collect();
    highest.sort_by(|&a, &b| hills[b].total_cmp(&hills[a]).then(a.cmp(&b)));
    let growing = (recipe.land.crop_share.get() * recipe.cells() as f64).round() as usize;
    highest.truncate(growing.max(1));
    let luck = luck.of(Draw::Fields);
    let pulls: Vec<f64> = highest
        .iter()
        .map(|&cell| hills[cell] + 0.5 * normal(&mut luck.of(cell as u32, 0)))
        .collect();
    let scores = normal_scores(&pulls);
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut crops = vec![0.0; recipe.cells()];
    for (cell, score) in highest.into_iter().zip(scores) {
        crops[cell] = libm::exp(recipe.land.crop_spread.get() * (score - top));
    }
    crops
}

/// States: regions that grow from seeds, each at its own speed, until the country is full; so each
/// is in one piece. Numbered in the order of their first municipality.
pub(super) fn states(recipe: &Recipe, luck: MapLuck, graph: &Graph) -> Vec<u16> {
    let mut seeds: Vec<usize> = Vec::new();
    let mut lot = luck.of(Draw::StateSeeds).of(NOWHERE, 0);
    while seeds.len() < recipe.states as usize {
        let cell = below(&mut lot, recipe.cells());
        if !seeds.contains(&cell) {
            seeds.push(cell);
        }
    }
    let growth = luck.of(Draw::StateGrowth);
    let slowness: Vec<f64> = (0..seeds.len() as u64)
        .map(|seed| {
            let spread = recipe.land.state_spread.get();
            libm::exp(spread * normal(&mut growth.of(NOWHERE, seed)))
        })
        .collect();
    // Times are not negative, so their bits are in the order of their values.
    let mut claims: BinaryHeap<Reverse<(u64, usize, usize)>> = seeds
        .iter()
        .enumerate()
        .map(|(state, &cell)| Reverse((0, cell, state)))
        .collect();
    let mut owner: Vec<Option<usize>> = vec![None; recipe.cells()];
    while let Some(Reverse((bits, cell, state))) = claims.pop() {
        if owner[cell].is_some() {
            continue;
        }
        owner[cell] = Some(state);
        for &next in graph.neighbours(cell as u32) {
            if owner[next as usize].is_none() {
                let step = slowness[state] * exponential(&mut growth.of(next, state as u64));
                let time = f64::from_bits(bits) + step;
                claims.push(Reverse((time.to_bits(), next as usize, state)));
            }
        }
    }
    let mut number: Vec<Option<u16>> = vec![None; seeds.len()];
    let mut named = 0;
    owner
        .into_iter()
        .map(|state| {
            let state = state.expect("a connected grid is claimed whole");
            *number[state].get_or_insert_with(|| {
                named += 1;
                named - 1
            })
        })
        .collect()
}
