//! Who borders whom on a grid, with as many neighbours, and as unequally many, as Mexico's municipalities.
//!
//! The graph is a triangulation of the centres: at first the sides that municipalities share, and one
//! diagonal of each square, drawn by lot. Each municipality is dealt a breadth, log-normal around the mean
//! number of neighbours. Then, as long as it brings numbers of neighbours nearer to breadths, the border
//! between two is given to the two across it: one diagonal of a parallelogram for the other, if that is no
//! longer than a knight's move. So the graph stays connected and planar, and borders stay short; on a
//! drawing, where municipalities are rectangles, some neighbours meet in a corner or not at all.

use crate::engine::graph::Graph;
use crate::engine::sampling::{normal, uniform};
use crate::state::grid::noise::{Draw, MapLuck, normal_scores};
use crate::state::grid::recipe::Recipe;
use crate::units::Quantity;

/// Most squared steps between neighbours: a knight's move.
const REACH: i64 = 5;

/// By how much a swap must bring numbers of neighbours nearer, so that rounding cannot undo it for ever.
const GAIN: f64 = 1e-9;

/// The graph; `sizes` are scores of residents.
pub(super) fn neighbours(recipe: &Recipe, luck: MapLuck, sizes: &[f64]) -> Graph {
    let mut borders = Borders::new(recipe, luck);
    let breadths = breadths(recipe, luck, sizes, borders.mean());
    while borders.swap(&breadths) {}
    Graph::new(recipe.cells(), borders.pairs())
}

/// How many neighbours each municipality is to have.
fn breadths(recipe: &Recipe, luck: MapLuck, sizes: &[f64], mean: f64) -> Vec<f64> {
    let luck = luck.of(Draw::Breadth);
    let spread = recipe.land.neighbour_spread.get();
    let weight = recipe.land.neighbour_size.get();
    let own = |cell: usize| normal(&mut luck.of(cell as u32, 0));
    let pulls = (0..recipe.cells()).map(|cell| weight * sizes[cell] + own(cell));
    normal_scores(&Vec::from_iter(pulls))
        .into_iter()
        .map(|score| mean * libm::exp(spread * (score - 0.5 * spread)))
        .collect()
}

/// A triangulation while borders are swapped.
struct Borders {
    columns: i64,
    /// The neighbours of each municipality.
    lists: Vec<Vec<u32>>,
}

impl Borders {
    /// Sides, and a diagonal of each square.
    fn new(recipe: &Recipe, luck: MapLuck) -> Self {
        let (columns, cells) = (recipe.columns(), recipe.cells());
        let luck = luck.of(Draw::Diagonal);
        let mut borders = Self {
            columns: columns as i64,
            lists: vec![Vec::new(); cells],
        };
        for cell in 0..cells {
            let (east, south) = (cell + 1, cell + columns);
            let (has_east, has_south) = (east % columns > 0, south < cells);
            if has_east {
                borders.put(cell, east);
            }
            if has_south {
                borders.put(cell, south);
            }
            if has_east && has_south {
                if uniform(&mut luck.of(cell as u32, 0)) < 0.5 {
                    borders.put(cell, south + 1);
                } else {
                    borders.put(east, south);
                }
            }
        }
        borders
    }

    fn put(&mut self, a: usize, b: usize) {
        self.lists[a].push(b as u32);
        self.lists[b].push(a as u32);
    }

    fn cut(&mut self, a: usize, b: usize) {
        self.lists[a].retain(|other| *other as usize != b);
        self.lists[b].retain(|other| *other as usize != a);
    }

    /// Every pair once, smaller number first.
    fn pairs(&self) -> Vec<(u32, u32)> {
        let of = |(a, list): (u32, &Vec<u32>)| {
            let later = list.iter().filter(move |b| a < **b);
            later.map(move |b| (a, *b)).collect::<Vec<_>>()
        };
        (0..).zip(&self.lists).flat_map(of).collect()
    }

    /// Neighbours of a municipality, on average.
    fn mean(&self) -> f64 {
        let sum: usize = self.lists.iter().map(Vec::len).sum();
        sum as f64 / self.lists.len() as f64
    }

    /// Looks once at every border and swaps those it pays to swap; whether there was any.
    fn swap(&mut self, breadths: &[f64]) -> bool {
        let mut swapped = false;
        for (a, b) in self.pairs() {
            let (a, b) = (a as usize, b as usize);
            if let Some((c, d)) = self.across(a, b)
                && self.gain([a, b], [c, d], breadths) > GAIN
            {
                self.cut(a, b);
                self.put(c, d);
                swapped = true;
            }
        }
        swapped
    }

    /// The two municipalities across the border of two, where the four are a parallelogram whose other
    /// diagonal is short enough. All triangles hold half a square, as none has another centre in it; so the
    /// two triangles at a border are convex together only where they make a parallelogram.
    fn across(&self, a: usize, b: usize) -> Option<(usize, usize)> {
        let (from, to) = (self.at(a), self.at(b));
        let along = (to.0 - from.0, to.1 - from.1);
        self.lists[a].iter().find_map(|&c| {
            let at = self.at(c as usize);
            let aside = (at.0 - from.0, at.1 - from.1);
            if along.0 * aside.1 - along.1 * aside.0 != 1 || !self.lists[b].contains(&c) {
                return None;
            }
            let other = (from.0 + to.0 - at.0, from.1 + to.1 - at.1);
            let step = (other.0 - at.0, other.1 - at.1);
            let inside = (0..self.columns).contains(&other.0) && other.1 >= 0;
            let d = usize::try_from(other.1 * self.columns + other.0).ok()?;
            let across = inside
                && step.0 * step.0 + step.1 * step.1 <= REACH
                && self.lists[a].contains(&(d as u32))
                && self.lists[b].contains(&(d as u32));
            across.then_some((c as usize, d))
        })
    }

    /// By how much the squares of what is missing to breadths fall when two lose a neighbour and two
    /// others gain one.
    fn gain(&self, losing: [usize; 2], gaining: [usize; 2], breadths: &[f64]) -> f64 {
        let over = |cell: usize| self.lists[cell].len() as f64 - breadths[cell];
        let lost = losing.map(|cell| 2.0 * over(cell) - 1.0);
        let gained = gaining.map(|cell| -2.0 * over(cell) - 1.0);
        lost.iter().sum::<f64>() + gained.iter().sum::<f64>()
    }

    /// Column and row.
    fn at(&self, cell: usize) -> (i64, i64) {
        let cell = cell as i64;
        (cell % self.columns, cell / self.columns)
    }
}
