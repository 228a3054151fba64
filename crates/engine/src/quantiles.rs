//! Quantiles of a sample, and of Student's t with the chances that belong to them.
//!
//! ```
//! use plaza_engine::quantiles::{of_sorted, student_t};
//!
//! assert_eq!(of_sorted(&[1.0, 2.0, 4.0], 0.75), 3.0);
//! assert!((student_t(0.95, 7) - 2.3646).abs() < 1e-4);
//! ```

use std::f64::consts::{FRAC_2_PI, FRAC_PI_2};

/// The quantile of a sample by linear interpolation of its order statistics (type 7 of Hyndman
/// and Fan 1996, the default of R and NumPy).
///
/// # Panics
/// When the sample is empty.
pub fn of_sorted(sorted: &[f64], p: f64) -> f64 {
    let position = p * (sorted.len() - 1) as f64;
    let below = position.floor();
    let low = sorted[below as usize];
    match sorted.get(below as usize + 1) {
        Some(high) => low + (position - below) * (high - low),
        None => low,
    }
}

/// The half-width of the central interval that holds a Student's t variable with chance
/// `confidence`: its quantile at `(1 + confidence) / 2`.
///
/// Bisection on the angle whose tangent is `t / sqrt(freedom)`, where the distribution is a finite
/// sum of positive terms (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
///
/// # Panics
/// When there is no degree of freedom or `confidence` is not inside (0, 1).
pub fn student_t(confidence: f64, freedom: u32) -> f64 {
    assert!(freedom > 0, "an interval of one value has no width");
    assert!(
        0.0 < confidence && confidence < 1.0,
        "a confidence lies inside (0, 1)"
    );
    let (mut low, mut high) = (0.0, FRAC_PI_2);
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return libm::tan(middle) * f64::from(freedom).sqrt();
        }
        if central(middle, freedom) < confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The two-sided p-value of a Student's t: the chance that one of this `freedom` is at least as far
/// from 0 as `t`. Right to about 1e-15, so that smaller ones are only known to be small.
///
/// # Panics
/// When there is no degree of freedom.
pub fn student_t_p_value(t: f64, freedom: u32) -> f64 {
    assert!(freedom > 0, "one value says nothing of its spread");
    let angle = libm::atan(t.abs() / f64::from(freedom).sqrt());
    (1.0 - central(angle, freedom)).max(0.0)
}

/// The chance that |t| stays below `tan(angle) * sqrt(freedom)`.
fn central(angle: f64, freedom: u32) -> f64 {
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let odd = freedom % 2 == 1;
    let mut term = if odd { cosine } else { 1.0 };
    let mut sum = if freedom == 1 { 0.0 } else { term };
    let mut factor = if odd { 3 } else { 2 };
    while factor < freedom {
        term *= cosine * cosine * f64::from(factor - 1) / f64::from(factor);
        sum += term;
        factor += 2;
    }
    if odd {
        FRAC_2_PI * (angle + sine * sum)
    } else {
        sine * sum
    }
}

/// The chance that a standard normal variable stays below `z`.
pub fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The quantile of the standard normal distribution, by bisection, between -8 and 8.
pub fn of_normal(p: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if normal(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
}
