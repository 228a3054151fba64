//! Which boxes are told.
//!
//! The rule, the same for every question: of each box of the trajectory restrictions whose quasi-p-value is 0.05 or
//! more are given up, the least significant first; of what is left the box is chosen with the greatest harmonic mean
//! of coverage and density, and of equal ones that which narrows fewer inputs. Where no restriction stands, none is
//! told. Then the points of the box are left out and the search begins again, for at most three boxes, each of which
//! must be denser than all points together.

use crate::prim::limits::{Bounds, Side};
use crate::prim::{Patience, Search, Step};
use crate::sample::Sample;

/// A quasi-p-value from which on a restriction is given up.
pub const SIGNIFICANT: f64 = 0.05;

/// How many boxes are told at most.
pub const MOST: usize = 3;

/// Fewer cases than these, or fewer points that are none, are no question.
pub const LEAST: usize = 8;

/// A box that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The trajectory that it is from.
    pub trajectory: Vec<Step>,
    /// Which step of it the box was, before restrictions were given up.
    pub from: usize,
    /// The box.
    pub step: Step,
    /// Its restrictions, with their quasi-p-values.
    pub quasi_p: Vec<(usize, Side, f64)>,
}

/// The boxes of a question: which points are cases.
pub fn boxes(sample: &Sample, cases: &[bool], patience: Patience) -> Vec<Chosen> {
    let mut found = Vec::new();
    let mut search = Search::new(sample, cases, patience);
    let everywhere = search.step(search.whole().clone()).density;
    while found.len() < MOST {
        let Some(chosen) = choose(&search) else {
            break;
        };
        // Among what other boxes leave a box may be dense and still hold fewer cases than any place.
        if !found.is_empty() && chosen.step.density <= everywhere {
            break;
        }
        search.leave(&chosen.step.bounds);
        found.push(chosen);
    }
    found
}

/// The box of the rule, if one stands.
pub fn choose(search: &Search) -> Option<Chosen> {
    let trajectory = search.trajectory();
    let mut best: Option<Chosen> = None;
    let mut seen: Vec<Bounds> = Vec::new();
    for (from, step) in trajectory.iter().enumerate() {
        let (step, quasi_p) = simplified(search, step.clone());
        if step.restricted.is_empty() || step.cases < 2 || seen.contains(&step.bounds) {
            continue;
        }
        seen.push(step.bounds.clone());
        let better = best.as_ref().is_none_or(|best| {
            let (mine, theirs) = (harmonic(&step), harmonic(&best.step));
            let simpler = step.restricted.len() < best.step.restricted.len();
            mine > theirs || (mine == theirs && simpler)
        });
        if better {
            best = Some(Chosen {
                trajectory: Vec::new(),
                from,
                step,
                quasi_p,
            });
        }
    }
    best.map(|best| Chosen { trajectory, ..best })
}

/// A box without the restrictions that do no more than chance.
fn simplified(search: &Search, mut step: Step) -> (Step, Vec<(usize, Side, f64)>) {
    loop {
        let quasi_p = search.quasi_p(&step);
        let worst = quasi_p.iter().max_by(|a, b| a.2.total_cmp(&b.2)).copied();
        match worst {
            Some((input, side, p)) if p >= SIGNIFICANT => {
                let mut bounds = step.bounds;
                bounds[input] = bounds[input].widened(&search.whole()[input], side);
                step = search.step(bounds);
            }
            _ => return (step, quasi_p),
        }
    }
}

/// The harmonic mean of coverage and density.
fn harmonic(step: &Step) -> f64 {
    match step.coverage + step.density {
        0.0 => 0.0,
        sum => 2.0 * step.coverage * step.density / sum,
    }
}
