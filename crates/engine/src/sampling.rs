//! Exact draws. Each says its law, its cost in uniforms, and where the method is from.
//!
//! Small counts come from one uniform by inversion, so that a small change of a rate is a small
//! change of a count, and two futures on equal luck stay close. Nothing is drawn where the answer
//! is certain. `rand_distr` is the oracle of the tests; plaza has its own samplers because bytes
//! must not depend on a feature flag of another crate.
//!
//! ```
//! use plaza_engine::luck::{Key, NOWHERE};
//! use plaza_engine::sampling::{binomial, poisson};
//!
//! let rng = &mut Key::new(1, 0).luck(0, 0).of(NOWHERE, 0);
//! let calls: u32 = (0..1000).map(|_| poisson(rng, 2.0)).sum();
//! assert!((1800..2200).contains(&calls));
//! assert_eq!(binomial(rng, 10, 1.0), 10);
//! ```

use rand::Rng;

/// The mean up to which a count is found by inversion of one uniform.
const INVERSION_LIMIT: f64 = 12.0;

/// The power up to which multiplying is cheaper than a logarithm and an exponential.
const MULTIPLIED: u32 = 12;

/// Things that fall on cells one by one; more of them are counted cell by cell.
const ONE_BY_ONE: u32 = 6;

/// The largest value of [`uniform`].
const LARGEST_UNIFORM: f64 = 1.0 - f64::EPSILON / 2.0;

/// Uniform on `[0, 1)`, 53 bits.
pub fn uniform(rng: &mut impl Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// True with probability `p`; draws nothing when `p` is 0 or 1.
pub fn chance(rng: &mut impl Rng, p: f64) -> bool {
    p > 0.0 && (p >= 1.0 || uniform(rng) < p)
}

/// True with chance `1 - exp(-hazard)`: whether something of this hazard happens in one unit of
/// time. Draws one uniform; nothing when the hazard is 0.
pub fn happens(rng: &mut impl Rng, hazard: f64) -> bool {
    if hazard <= 0.0 {
        return false;
    }
    let u = uniform(rng);
    // The chance is never above the hazard: most draws of a small one end here.
    u < hazard && u < -libm::expm1(-hazard)
}

/// As [`happens`], of a hazard that takes long to work out and is at most `most`: it is worked out where that leaves
/// the answer open. Draws one uniform; nothing when `most` is 0.
pub fn happens_within(rng: &mut impl Rng, most: f64, hazard: impl FnOnce() -> f64) -> bool {
    if most <= 0.0 {
        return false;
    }
    let u = uniform(rng);
    u < most && {
        let hazard = hazard();
        u < hazard && u < -libm::expm1(-hazard)
    }
}

/// True with chance `share * exp(-away)`, `away` not negative: what fades with distance, or with time. Draws one
/// uniform; nothing when the share is 0.
pub fn fades(rng: &mut impl Rng, share: f64, away: f64) -> bool {
    if share <= 0.0 {
        return false;
    }
    let u = uniform(rng);
    // exp(-x) is never above 1 / (1 + x + x^2 / 2): most draws from far away end here.
    u * (1.0 + away + away * away / 2.0) < share && u < share * libm::exp(-away)
}

/// An index below `n`, each as likely (Lemire 2019, doi 10.1145/3230636).
///
/// # Panics
/// When `n` is 0: there is nothing to choose from.
pub fn below(rng: &mut impl Rng, n: usize) -> usize {
    assert!(n > 0, "cannot choose among no one");
    let n = n as u64;
    loop {
        let wide = u128::from(rng.next_u64()) * u128::from(n);
        let low = wide as u64;
        // The threshold, which costs a division, is below n.
        if low >= n || low >= n.wrapping_neg() % n {
            return (wide >> 64) as usize;
        }
    }
}

/// Puts items into an order of chance, every order equally likely (Fisher and Yates).
pub fn shuffle<T>(rng: &mut impl Rng, items: &mut [T]) {
    for last in (1..items.len()).rev() {
        items.swap(last, below(rng, last + 1));
    }
}

/// An index chosen with probability proportional to its weight; `None` when no weight is positive.
pub fn weighted(rng: &mut impl Rng, weights: &[f64]) -> Option<usize> {
    let total: f64 = weights.iter().filter(|w| **w > 0.0).sum();
    if total <= 0.0 {
        return None;
    }
    let mut left = uniform(rng) * total;
    let mut last = None;
    for (index, &weight) in weights.iter().enumerate() {
        if weight > 0.0 {
            last = Some(index);
            if left < weight {
                break;
            }
            left -= weight;
        }
    }
    last
}

/// Exponential with mean 1.
pub fn exponential(rng: &mut impl Rng) -> f64 {
    -libm::log1p(-uniform(rng))
}

/// Standard normal (Box and Muller 1958; the sine half is not kept, so that a stream has no state
/// but its generator's).
pub fn normal(rng: &mut impl Rng) -> f64 {
    let radius = (2.0 * exponential(rng)).sqrt();
    radius * libm::cos(std::f64::consts::TAU * uniform(rng))
}

/// Gamma of this shape, mean and variance equal to it (Marsaglia and Tsang 2000, ACM Transactions on Mathematical
/// Software 26); below shape 1 by a power of a uniform, which is 0 where no number is small enough. Nothing is drawn,
/// and 0 given, when the shape is not positive.
pub fn gamma(rng: &mut impl Rng, shape: f64) -> f64 {
    if shape <= 0.0 {
        return 0.0;
    }
    if shape < 1.0 {
        let part = libm::exp(-exponential(rng) / shape);
        return part * gamma(rng, shape + 1.0);
    }
    let third = shape - 1.0 / 3.0;
    let slope = 1.0 / (9.0 * third).sqrt();
    loop {
        let x = normal(rng);
        let root = 1.0 + slope * x;
        let cube = root * root * root;
        let u = uniform(rng);
        if root > 0.0 && libm::log(u) < 0.5 * x * x + third * (1.0 - cube + libm::log(cube)) {
            return third * cube;
        }
    }
}

/// Poisson with mean `mean`: inversion of one uniform below 12, PTRS above (Hörmann 1993,
/// Insurance: Mathematics and Economics 12).
pub fn poisson(rng: &mut impl Rng, mean: f64) -> u32 {
    debug_assert!(mean.is_finite() && mean < 1e9, "a Poisson mean of {mean}");
    if mean <= 0.0 {
        0
    } else if mean < INVERSION_LIMIT {
        few(uniform(rng), mean)
    } else {
        poisson_ptrs(rng, mean)
    }
}

/// As [`poisson`], of a mean that takes long to work out and is at most `most`: it is worked out where that leaves the
/// count open.
pub fn poisson_within(rng: &mut impl Rng, most: f64, mean: impl FnOnce() -> f64) -> u32 {
    if most >= 1.0 {
        return poisson(rng, mean());
    }
    if most <= 0.0 {
        return 0;
    }
    let u = uniform(rng);
    if u < 1.0 - most { 0 } else { few(u, mean()) }
}

/// The Poisson count that belongs to the uniform `u`, which is drawn already; a large one is drawn anew, from `rng`.
pub fn poisson_at(u: f64, rng: &mut impl Rng, mean: f64) -> u32 {
    if mean < INVERSION_LIMIT {
        few(u, mean)
    } else {
        poisson_ptrs(rng, mean)
    }
}

/// The Poisson count of a small mean that belongs to a uniform.
fn few(u: f64, mean: f64) -> u32 {
    // exp(-x) is never below 1 - x, nor below 1 - x + x^2 / 2 - x^3 / 6: most draws of a small mean end here.
    if u < 1.0 - mean || u < 1.0 - mean * (1.0 - mean * (0.5 - mean / 6.0)) {
        return 0;
    }
    invert(u, libm::exp(-mean), |k| mean / f64::from(k), u32::MAX)
}

/// Binomial: how many of `n` succeed with probability `p` each. Inversion of one uniform while
/// the mean is below 12, BTRS above (Hörmann 1993, J. Statist. Comput. Simulation 46).
pub fn binomial(rng: &mut impl Rng, n: u32, p: f64) -> u32 {
    debug_assert!(!p.is_nan(), "a binomial probability that is no number");
    if n == 0 || p <= 0.0 {
        0
    } else if p >= 1.0 {
        n
    } else if p > 0.5 {
        n - rarer(rng, n, 1.0 - p, |u| LARGEST_UNIFORM - u)
    } else {
        rarer(rng, n, p, |u| u)
    }
}

/// How many of `n` something of this hazard happens to in one unit of time: a binomial with
/// probability `1 - exp(-hazard)`.
pub fn befalls(rng: &mut impl Rng, n: u32, hazard: f64) -> u32 {
    let mean = f64::from(n) * hazard;
    if hazard > std::f64::consts::LN_2 || mean >= INVERSION_LIMIT {
        return binomial(rng, n, -libm::expm1(-hazard));
    }
    if n == 0 || hazard <= 0.0 {
        return 0;
    }
    let u = uniform(rng);
    if u < 1.0 - mean {
        return 0;
    }
    let none = libm::exp(-mean);
    if u < none {
        return 0;
    }
    let odds = libm::expm1(hazard);
    invert(u, none, |k| f64::from(n - k + 1) / f64::from(k) * odds, n)
}

/// A binomial count of the rarer outcome, `p` at most one half. The uniform of an inversion is
/// `turned` over for the one who counts the others, so that their count rises with it too, on
/// both sides of one half.
fn rarer(rng: &mut impl Rng, n: u32, p: f64, turned: impl Fn(f64) -> f64) -> u32 {
    if f64::from(n) * p < INVERSION_LIMIT {
        let u = turned(uniform(rng));
        // (1 - p)^n is never below 1 - n p.
        if u < 1.0 - f64::from(n) * p {
            return 0;
        }
        let none = if n <= MULTIPLIED {
            (0..n).fold(1.0, |none, _| none * (1.0 - p))
        } else {
            libm::exp(f64::from(n) * libm::log1p(-p))
        };
        let odds = p / (1.0 - p);
        invert(u, none, |k| f64::from(n - k + 1) / f64::from(k) * odds, n)
    } else {
        binomial_btrs(rng, n, p)
    }
}

/// The smallest k with P(X <= k) > u, from P(X = 0) and the ratio of successive terms.
fn invert(u: f64, none: f64, ratio: impl Fn(u32) -> f64, max: u32) -> u32 {
    let mut left = u - none;
    let mut term = none;
    let mut k = 0;
    while left >= 0.0 && k < max {
        k += 1;
        term *= ratio(k);
        left -= term;
        if term < 1e-18 {
            break;
        }
    }
    k
}

fn ln_factorial(k: f64) -> f64 {
    libm::lgamma(k + 1.0)
}

fn poisson_ptrs(rng: &mut impl Rng, mean: f64) -> u32 {
    let b = 0.931 + 2.53 * mean.sqrt();
    let a = -0.059 + 0.024_83 * b;
    let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    let v_r = 0.9277 - 3.6224 / (b - 2.0);
    let ln_mean = libm::log(mean);
    loop {
        let u = uniform(rng) - 0.5;
        let v = 1.0 - uniform(rng);
        let us = 0.5 - u.abs();
        let k = libm::floor((2.0 * a / us + b) * u + mean + 0.43);
        if us >= 0.07 && v <= v_r {
            return k as u32;
        }
        if k < 0.0 || (us < 0.013 && v > us) {
            continue;
        }
        let accept = libm::log(v * inverse_alpha / (a / (us * us) + b));
        if accept <= k * ln_mean - mean - ln_factorial(k) {
            return k as u32;
        }
    }
}

fn binomial_btrs(rng: &mut impl Rng, n: u32, p: f64) -> u32 {
    let n_real = f64::from(n);
    let spread = (n_real * p * (1.0 - p)).sqrt();
    let b = 1.15 + 2.53 * spread;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let c = n_real * p + 0.5;
    let v_r = 0.92 - 4.2 / b;
    let alpha = (2.83 + 5.1 / b) * spread;
    let ln_odds = libm::log(p / (1.0 - p));
    let mode = libm::floor((n_real + 1.0) * p);
    let at_mode = ln_factorial(mode) + ln_factorial(n_real - mode);
    loop {
        let u = uniform(rng) - 0.5;
        let v = 1.0 - uniform(rng);
        let us = 0.5 - u.abs();
        let k = libm::floor((2.0 * a / us + b) * u + c);
        if k < 0.0 || k > n_real {
            continue;
        }
        if us >= 0.07 && v <= v_r {
            return k as u32;
        }
        let accept = libm::log(v * alpha / (a / (us * us) + b));
        if accept <= at_mode - ln_factorial(k) - ln_factorial(n_real - k) + (k - mode) * ln_odds {
            return k as u32;
        }
    }
}

/// How `n` things fall on cells with these weights: a multinomial, a few one by one, more by
/// conditional binomials.
/// The last cell of positive weight takes what is left, so that nothing is lost to rounding;
/// nothing falls anywhere when no weight is positive.
pub fn multinomial<const CELLS: usize>(
    rng: &mut impl Rng,
    n: u32,
    weights: &[f64; CELLS],
) -> [u32; CELLS] {
    let mut out = [0; CELLS];
    let Some(last) = weights.iter().rposition(|w| *w > 0.0) else {
        return out;
    };
    if n <= ONE_BY_ONE {
        for _ in 0..n {
            out[weighted(rng, weights).expect("a weight is positive")] += 1;
        }
        return out;
    }
    let mut left = n;
    let mut weight_left: f64 = weights.iter().filter(|w| **w > 0.0).sum();
    for cell in 0..last {
        if left == 0 {
            return out;
        }
        if weights[cell] > 0.0 {
            out[cell] = binomial(rng, left, weights[cell] / weight_left);
            left -= out[cell];
            weight_left -= weights[cell];
        }
    }
    out[last] = left;
    out
}

/// A heavy-tailed size: P(k) proportional to `k^-exponent` for k from 1 to `max` (rejection,
/// Devroye 1986, Non-Uniform Random Variate Generation, X.6.1; sizes above `max` are redrawn).
pub fn zeta(rng: &mut impl Rng, exponent: f64, max: u32) -> u32 {
    assert!(
        exponent > 1.0 && max > 0,
        "a zeta law needs an exponent above 1 and a size"
    );
    let b = libm::pow(2.0, exponent - 1.0);
    loop {
        let u = 1.0 - uniform(rng);
        let v = uniform(rng);
        let x = libm::floor(libm::pow(u, -1.0 / (exponent - 1.0)));
        if x > f64::from(max) {
            continue;
        }
        let t = libm::pow(1.0 + 1.0 / x, exponent - 1.0);
        if v * x * (t - 1.0) / (b - 1.0) <= t / b {
            return x as u32;
        }
    }
}

/// The probability that belongs to the log-odds `x`.
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}
