//! Points and functions that the oracle makes too.

use std::f64::consts::PI;

use plaza_exploration::sample::Sample;
use plaza_exploration::space::{Input, Over};

const PRIMES: [f64; 16] = [
    2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0, 23.0, 29.0, 31.0, 37.0, 41.0, 43.0, 47.0, 53.0,
];

/// Points in the unit cube: the fractional parts of multiples of square roots of primes.
pub fn lattice(points: usize, columns: usize) -> Vec<Vec<f64>> {
    let row = |point: usize| {
        let step = |prime: &f64| (point as f64 + 0.5) * prime.sqrt();
        let steps = PRIMES[..columns].iter().map(step);
        steps.map(|step| step - step.floor()).collect()
    };
    (0..points).map(row).collect()
}

/// Points without a pattern, other ones in each trial.
pub fn scattered(trial: usize, points: usize, columns: usize) -> Vec<Vec<f64>> {
    let first = (trial * points) as u64;
    let cell = |row: u64, column: usize| noise(row * columns as u64 + column as u64);
    let row = |row: u64| (0..columns).map(|column| cell(row, column)).collect();
    (first..first + points as u64).map(row).collect()
}

/// Numbers between 0 and 1 without a pattern: the mixing step of SplitMix64.
pub fn noise(name: u64) -> f64 {
    let mut x = name.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// The function of Ishigami and Homma (1990) on the unit cube.
pub fn ishigami(unit: &[f64]) -> f64 {
    let x: Vec<f64> = unit.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    let (sine, other) = (libm::sin(x[0]), libm::sin(x[1]));
    sine + 7.0 * other * other + 0.1 * libm::pow(x[2], 4.0) * sine
}

/// Sobol's G-function of eight inputs, the last four of which hardly matter.
pub fn g(unit: &[f64]) -> f64 {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let factor = |(u, a): (&f64, f64)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a);
    unit.iter().zip(a).map(factor).product()
}

/// An input over the numbers from 0 to 1.
pub fn unit(name: &str) -> Input {
    let over = Over::Range {
        low: 0.0,
        high: 1.0,
        log: false,
    };
    Input {
        name: name.to_owned(),
        over,
    }
}

/// The sample of points in the unit cube, so many in a row together.
pub fn sample(points: &[Vec<f64>], inputs: usize, together: usize) -> Sample {
    let names = (0..inputs).map(|input| unit(&format!("x{input}")));
    let column = |input: usize| points.iter().map(|point| point[input]).collect();
    Sample::new(names.collect(), (0..inputs).map(column).collect(), together)
}
