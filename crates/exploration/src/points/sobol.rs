//! Points of Sobol's sequence, which fills a space evenly, and the matrices that Saltelli makes of it.
//!
//! Sobol 1967 (USSR Computational Mathematics and Mathematical Physics 7) with the direction numbers of Joe and Kuo 2008
//! (SIAM Journal on Scientific Computing 30), scrambled as Owen 1995 does, by the hash of Burley 2020 (Journal of Computer
//! Graphics Techniques 9). A scrambled sequence is as even as the plain one, and no point lies on the edge.

use plaza_engine::luck::NOWHERE;
use rand::Rng as _;
use sobol_burley::parts::{owen_scramble_rev, sobol_rev};

use crate::points::{Point, luck, point};
use crate::space::Input;

/// Most points of a sequence.
pub const MOST: u32 = 1 << 16;

/// Most dimensions of a sequence.
pub const DIMENSIONS: u32 = sobol_burley::NUM_DIMENSIONS;

/// Coordinate `dimension` of point `index` of the plain sequence, in units of 2^-32.
pub fn plain(index: u32, dimension: u32) -> u32 {
    sobol_rev(index.reverse_bits(), dimension).reverse_bits()
}

/// How each dimension is scrambled under a seed.
fn scrambles(seed: u64, dimensions: usize) -> Vec<u32> {
    let luck = luck(seed, 0);
    let scramble = |dimension: usize| luck.of(NOWHERE, dimension as u64).next_u32();
    (0..dimensions).map(scramble).collect()
}

/// The middle of the cell of 2^-32 in which a coordinate lies once it is scrambled.
fn part(index: u32, dimension: usize, scramble: u32) -> f64 {
    let plain = plain(index, dimension as u32).reverse_bits();
    let scrambled = owen_scramble_rev(plain, scramble).reverse_bits();
    (f64::from(scrambled) + 0.5) / 4_294_967_296.0
}

/// The first `points` points of the sequence.
///
/// # Panics
/// When there are more than [`MOST`] points or [`DIMENSIONS`] inputs.
pub fn sequence(inputs: &[Input], points: u32, seed: u64) -> Vec<Point> {
    assert!(points <= MOST, "a sequence is no longer");
    let scrambles = scrambles(seed, inputs.len());
    let of = |index: u32| {
        let parts = scrambles.iter().enumerate();
        point(
            inputs,
            parts.map(|(at, scramble)| part(index, at, *scramble)),
        )
    };
    (0..points).map(of).collect()
}

/// Saltelli's matrices of `base` pairs of points; the sequence has twice as many dimensions as there are inputs: those of
/// the first of each pair, then those of the second.
///
/// # Panics
/// When there are more than [`MOST`] pairs, or inputs for half of [`DIMENSIONS`].
pub fn saltelli(inputs: &[Input], base: u32, seed: u64) -> Vec<Point> {
    assert!(base <= MOST, "a sequence is no longer");
    let size = inputs.len();
    let scrambles = scrambles(seed, 2 * size);
    let half = |index: u32, from: usize| {
        let of = (0..size).map(|at| part(index, from + at, scrambles[from + at]));
        point(inputs, of)
    };
    matrices((0..base).map(|index| (half(index, 0), half(index, size))))
}

/// Of each pair of points A and B: A, then for each input A with the value that B has of it, then B (Saltelli et al. 2010,
/// Computer Physics Communications 181).
pub fn matrices(pairs: impl IntoIterator<Item = (Point, Point)>) -> Vec<Point> {
    let mut points = Vec::new();
    for (a, b) in pairs {
        points.push(a.clone());
        points.extend((0..a.len()).map(|input| {
            let mut mixed = a.clone();
            mixed[input] = b[input];
            mixed
        }));
        points.push(b);
    }
    points
}
