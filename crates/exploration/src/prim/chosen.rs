//! Which boxes are told, and how far they can be trusted.
//!
//! The rule, the same for every question: of each box of the trajectory restrictions whose quasi-p-value is 0.05 or
//! more are given up, the least significant first; of what is left the box is chosen with the greatest harmonic mean
//! of coverage and density, and of equal ones that which narrows fewer inputs. Where no restriction stands, none is
//! told. Then the points of the box are left out and the search begins again, for at most three boxes, each of which
//! must be denser than all points together.
//!
//! A box is searched for in the points that judge it, and so looks better than it is. So the search is repeated in many
//! halves of the points: it is counted in how many of them a box is found, and these boxes are judged by the other half
//! (*held out*); and of each restriction it is counted in how many halves the box narrows the same input (*found
//! again*). Halves find less than all points do.

use crate::prim::limits::{Bounds, Side, is_in};
use crate::prim::{Patience, Search, Step};
use crate::resampling::{Purpose, Resampling};
use crate::sample::Sample;

/// A quasi-p-value from which on a restriction is given up.
pub const SIGNIFICANT: f64 = 0.05;

/// How many boxes are told at most.
pub const MOST: usize = 3;

/// How many halves are drawn at most.
const HALVES: u32 = 20;

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
    /// For each input in how many of the halves a box narrows it; empty of too few points to halve, and of boxes after
    /// the first.
    pub found_again: Vec<f64>,
    /// How boxes of halves do in the other halves; none of too few points to halve, and of boxes after the first.
    pub held_out: Option<HeldOut>,
}

/// How boxes of halves of the points do in the other halves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldOut {
    /// How many halves were searched.
    pub halves: u32,
    /// In how many of them a box was found.
    pub found: u32,
    /// The mean coverage of these boxes in the other halves; 0 where there are none.
    pub coverage: f64,
    /// Their mean density there, likewise.
    pub density: f64,
}

/// The boxes of a question: which points are cases.
pub fn boxes(
    sample: &Sample,
    cases: &[bool],
    patience: Patience,
    resampling: &Resampling,
) -> Vec<Chosen> {
    let mut found = Vec::new();
    let mut search = Search::new(sample, cases, patience);
    let everywhere = search.step(search.whole().clone()).density;
    while found.len() < MOST {
        let Some(mut chosen) = choose(&search) else {
            break;
        };
        // Among what other boxes leave a box may be dense and still hold fewer cases than any place.
        if !found.is_empty() && chosen.step.density <= everywhere {
            break;
        }
        if found.is_empty() {
            halve(sample, cases, patience, resampling, &mut chosen);
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
                found_again: Vec::new(),
                held_out: None,
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

/// Judges the search by halves of the points.
fn halve(
    sample: &Sample,
    cases: &[bool],
    patience: Patience,
    resampling: &Resampling,
    chosen: &mut Chosen,
) {
    let groups = sample.groups();
    let halves = resampling.count.min(HALVES);
    let mut again = vec![0.0; sample.inputs().len()];
    let mut held_out = HeldOut {
        halves: 0,
        found: 0,
        coverage: 0.0,
        density: 0.0,
    };
    for index in 0..halves {
        let order = resampling.shuffled(Purpose::Halves, index, groups);
        let (mine, other) = order.split_at(groups / 2);
        let points: Vec<usize> = sample.points_of(mine).collect();
        let of_mine: Vec<bool> = points.iter().map(|at| cases[*at]).collect();
        let half = sample.of_points(&points);
        let others: Vec<usize> = sample.points_of(other).collect();
        let all = others.iter().filter(|at| cases[**at]).count();
        if of_mine.iter().filter(|case| **case).count() < 2 || all == 0 {
            continue;
        }
        held_out.halves += 1;
        let search = Search::new(&half, &of_mine, patience);
        let Some(Chosen { step, .. }) = choose(&search) else {
            continue;
        };
        held_out.found += 1;
        for input in &step.restricted {
            again[*input] += 1.0;
        }
        let opened = opened(&step, search.whole());
        let held = others.iter().filter(|at| is_in(sample, &opened, **at));
        let held: Vec<&usize> = held.collect();
        let hits = held.iter().filter(|at| cases[***at]).count() as f64;
        held_out.coverage += hits / all as f64;
        held_out.density += hits / held.len().max(1) as f64;
    }
    if held_out.halves > 0 {
        let of_found = f64::from(held_out.found.max(1));
        held_out.coverage /= of_found;
        held_out.density /= of_found;
        let searched = f64::from(held_out.halves);
        chosen.found_again = again.iter().map(|times| times / searched).collect();
        chosen.held_out = Some(held_out);
    }
}

/// The limits of a box, without ends where it narrows nothing: other points may lie beyond those of the half.
fn opened(step: &Step, whole: &[crate::prim::limits::Limits]) -> Bounds {
    use crate::prim::limits::Limits;
    let open = |(mine, whole): (&Limits, &Limits)| match (mine, whole) {
        (Limits::Between(low, high), Limits::Between(least, most)) => Limits::Between(
            if low == least {
                f64::NEG_INFINITY
            } else {
                *low
            },
            if high == most { f64::INFINITY } else { *high },
        ),
        (Limits::Among(left), whole) if mine == whole => Limits::Among(vec![true; left.len()]),
        _ => mine.clone(),
    };
    step.bounds.iter().zip(whole).map(open).collect()
}
