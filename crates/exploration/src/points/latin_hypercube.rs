//! A Latin hypercube: of N points, each input has one in every Nth of what it is varied over.
//!
//! McKay, Beckman and Conover 1979 (Technometrics 21). Where in its Nth a value lies is drawn evenly. A hypercube of other
//! N is another design: none contains a smaller one.

use plaza_engine::luck::NOWHERE;
use plaza_engine::sampling::{shuffle, uniform};

use crate::points::{Point, luck, point};
use crate::space::Input;

/// A hypercube of so many points.
pub fn sample(inputs: &[Input], points: u32, seed: u64) -> Vec<Point> {
    let luck = luck(seed, 1);
    let columns: Vec<Vec<f64>> = (0..inputs.len())
        .map(|input| {
            let rng = &mut luck.of(NOWHERE, input as u64);
            let mut cells: Vec<u32> = (0..points).collect();
            shuffle(rng, &mut cells);
            let part = |cell: u32| (f64::from(cell) + uniform(rng)) / f64::from(points);
            cells.into_iter().map(part).collect()
        })
        .collect();
    let of = |row: usize| point(inputs, columns.iter().map(|column| column[row]));
    (0..points as usize).map(of).collect()
}
