//! Rare events among many: found, not looked for.
//!
//! Of `n` persons each has a uniform number drawn; an event hits those whose number is below their
//! own chance `q`, which for nobody exceeds `q_max`. A plain loop asks everyone. [`candidates`]
//! jumps from one person whose number is below `q_max` to the next, by geometric skips
//! `floor(E / lambda)` with `E` exponential of mean 1 and `lambda = -ln(1 - q_max)` (Devroye 1986,
//! Non-Uniform Random Variate Generation, X.2.2), and tells their numbers. Whoever compares them
//! with `q` has the joint law of the plain loop, at the cost of `n q_max` draws instead of `n`. [`hit`]
//! compares and tells who is hit.
//!
//! ```
//! use plaza_engine::events::hit;
//! use plaza_engine::luck::{Key, trait_of};
//!
//! let mut rng = Key::new(7, 0).luck(0, 1).of(0, 0);
//! // A chance of 1e-4, times the frailty of each: about 50 of a million, after some 100 draws.
//! let ill = hit(&mut rng, 1_000_000, 1e-4, |person| 1e-4 * trait_of(person as u64));
//! assert!((25..=75).contains(&ill.len()));
//! ```

use rand::Rng;

use crate::{sampling::uniform, ziggurat::exponential};

/// Those of persons `0 .. n`, ascending, whose uniform number is below `q_max`, each with that
/// number: the others need not be asked, where `q_max` is the largest chance.
///
/// Exact at both ends: nobody when `q_max` is 0 (or less), everyone when it is 1 (or more). Two
/// uniforms for each candidate, and one to find that there are no more.
pub fn candidates<R: Rng>(rng: &mut R, n: usize, q_max: f64) -> Candidates<'_, R> {
    let q_max = q_max.clamp(0.0, 1.0);
    Candidates {
        rng,
        next: 0,
        n,
        q_max,
        mean_skip: 1.0 / libm::log1p(-q_max).abs(),
    }
}

/// See [`candidates`].
#[derive(Debug)]
pub struct Candidates<'rng, R> {
    rng: &'rng mut R,
    next: usize,
    n: usize,
    q_max: f64,
    /// `1 / lambda`: infinite when nobody is a candidate, 0 when everyone is.
    mean_skip: f64,
}

impl<R: Rng> Iterator for Candidates<'_, R> {
    type Item = (usize, f64);

    fn next(&mut self) -> Option<(usize, f64)> {
        let skip = exponential(self.rng) * self.mean_skip;
        // Compared before it is made whole: it may be far beyond any integer, or infinite, or (0
        // times infinity) no number, and then there is no further candidate.
        if skip < (self.n - self.next) as f64 {
            let person = self.next + skip as usize;
            self.next = person + 1;
            Some((person, uniform(self.rng) * self.q_max))
        } else {
            self.next = self.n;
            None
        }
    }
}

/// Those of persons `0 .. n`, ascending, whom an event hits that hits each with a `chance` of their
/// own, at most `q_max`: of the [`candidates`] those whose number is below it.
///
/// Where many are turned down, a loop over the candidates with an `if` is slower: processors guess
/// wrong who.
pub fn hit(rng: &mut impl Rng, n: usize, q_max: f64, chance: impl Fn(usize) -> f64) -> Vec<usize> {
    let (mut who, mut found) = (Vec::new(), 0);
    for (person, number) in candidates(rng, n, q_max) {
        if found == who.len() {
            who.resize(2 * found + 32, 0);
        }
        // Written in any case and counted if it is so: nothing is to be guessed.
        who[found] = person;
        found += usize::from(number < chance(person));
    }
    who.truncate(found);
    who
}
