//! PRIM, the patient rule induction method (Friedman and Fisher 1999, Statistics and Computing 9): boxes of inputs in
//! which an outcome of interest is common.
//!
//! A box begins around all points. Each *peel* cuts off a small share of them (5 %) at one end of an input, or one
//! choice, there where the share of cases in the rest gains most for each point given up, an objective for numbers and
//! choices alike (Kwakkel and Jaxa-Rozen 2016, Environmental Modelling & Software 79). When no cut gains, or the box
//! would hold too few points, *pasting* tries to win back what patience gave up. What is kept of each step is the
//! trajectory: how many of the cases a box holds (*coverage*), and which share of its points are cases (*density*).
//!
//! Which box is chosen, and what is found behind it: `chosen`.

pub mod chosen;
pub mod limits;
pub mod quasi_p;

use crate::prim::limits::{Bounds, Limits, Side, around, is_in, restricted};
use crate::prim::quasi_p::binomial_at_least;
use crate::sample::Sample;

/// How patient the search is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patience {
    /// The share of a box that a peel cuts off.
    pub peel: f64,
    /// The share that a paste wins back.
    pub paste: f64,
    /// The least share of all points that a box holds.
    pub least_mass: f64,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            peel: 0.05,
            paste: 0.05,
            least_mass: 0.05,
        }
    }
}

/// A step of the trajectory.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The box.
    pub bounds: Bounds,
    /// How many points it holds.
    pub points: usize,
    /// How many of them are cases.
    pub cases: usize,
    /// The share of all cases that it holds.
    pub coverage: f64,
    /// The share of its points that are cases.
    pub density: f64,
    /// The share of all points that it holds.
    pub mass: f64,
    /// The inputs that it narrows.
    pub restricted: Vec<usize>,
}

/// Points, which of them are cases, and which are still to be explained.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    sample: &'a Sample,
    cases: &'a [bool],
    patience: Patience,
    /// Points in no box found before.
    rest: Vec<usize>,
    whole: Bounds,
}

impl<'a> Search<'a> {
    /// A search among all points.
    ///
    /// # Panics
    /// When points and cases are not equally many.
    pub fn new(sample: &'a Sample, cases: &'a [bool], patience: Patience) -> Self {
        assert_eq!(sample.len(), cases.len(), "each point is a case or none");
        Self {
            sample,
            cases,
            patience,
            rest: (0..sample.len()).collect(),
            whole: around(sample),
        }
    }

    /// The box around all points.
    pub fn whole(&self) -> &Bounds {
        &self.whole
    }

    /// The sample that is searched.
    pub fn sample(&self) -> &Sample {
        self.sample
    }

    /// Goes on among the points outside a box.
    pub fn leave(&mut self, bounds: &[Limits]) {
        let sample = self.sample;
        self.rest.retain(|point| !is_in(sample, bounds, *point));
    }

    /// The boxes from the one around all points to the last paste; none where no point or no case is left.
    pub fn trajectory(&self) -> Vec<Step> {
        let first = self.step(self.whole.clone());
        if first.cases == 0 {
            return Vec::new();
        }
        let mut inside = self.rest.clone();
        let mut trajectory = vec![first];
        for candidates in [Self::peels, Self::pastes] {
            loop {
                let now = trajectory.last().expect("it begins with a box");
                let Some((bounds, held)) = self.best(now, candidates(self, now, &inside)) else {
                    break;
                };
                trajectory.push(self.of(bounds, &held));
                inside = held;
            }
        }
        trajectory
    }

    /// The best of other boxes, where it gains: as EMA Workbench chooses, equal ones by how few inputs they narrow,
    /// then in their order.
    fn best(&self, now: &Step, others: Vec<(Bounds, Vec<usize>)>) -> Option<(Bounds, Vec<usize>)> {
        let mut best: Option<(f64, usize, Bounds, Vec<usize>)> = None;
        for (bounds, held) in others {
            let changed = held.len().abs_diff(now.points);
            let cases = self.count(&held);
            let share = if held.is_empty() {
                0.0
            } else {
                cases as f64 / held.len() as f64
            };
            let gain = match changed {
                0 => 0.0,
                _ => (share - now.density) / changed as f64,
            };
            let narrowed = restricted(&bounds, &self.whole).len();
            let better = best.as_ref().is_none_or(|(most, fewest, ..)| {
                gain > *most || (gain == *most && narrowed < *fewest)
            });
            if better {
                best = Some((gain, narrowed, bounds, held));
            }
        }
        let (gain, _, bounds, held) = best?;
        let mass = held.len() as f64 / self.sample.len() as f64;
        (gain > 0.0 && mass >= self.patience.least_mass).then_some((bounds, held))
    }

    /// All boxes that a peel could leave.
    fn peels(&self, now: &Step, inside: &[usize]) -> Vec<(Bounds, Vec<usize>)> {
        let mut peels = Vec::new();
        // Numbers before choices.
        for input in self.in_order() {
            let column = self.sample.column(input);
            let mut add = |limits: Limits| {
                let held = inside.iter().filter(|point| limits.holds(column[**point]));
                let held: Vec<usize> = held.copied().collect();
                if held.len() < inside.len() {
                    let mut bounds = now.bounds.clone();
                    bounds[input] = limits;
                    peels.push((bounds, held));
                }
            };
            match &now.bounds[input] {
                Limits::Between(low, high) => {
                    let mut sorted: Vec<f64> = inside.iter().map(|point| column[*point]).collect();
                    sorted.sort_unstable_by(f64::total_cmp);
                    add(Limits::Between(
                        *low,
                        cut(&sorted, 1.0 - self.patience.peel),
                    ));
                    add(Limits::Between(cut(&sorted, self.patience.peel), *high));
                }
                Limits::Among(left) if left.iter().filter(|left| **left).count() > 1 => {
                    for choice in (0..left.len()).filter(|choice| left[*choice]) {
                        let mut fewer = left.clone();
                        fewer[choice] = false;
                        add(Limits::Among(fewer));
                    }
                }
                Limits::Among(_) => {}
            }
        }
        peels
    }

    /// All boxes that a paste could make.
    fn pastes(&self, now: &Step, inside: &[usize]) -> Vec<(Bounds, Vec<usize>)> {
        let mut pastes = Vec::new();
        let narrowed = |input: &usize| now.bounds[*input] != self.whole[*input];
        for input in self.in_order().into_iter().filter(narrowed) {
            let column = self.sample.column(input);
            // Points that only this input keeps out, and those inside.
            let mut others = now.bounds.clone();
            others[input] = self.whole[input].clone();
            let near: Vec<usize> = (self.rest.iter().copied())
                .filter(|point| is_in(self.sample, &others, *point))
                .collect();
            let mut add = |limits: Limits| {
                let held = near.iter().filter(|point| limits.holds(column[**point]));
                let held: Vec<usize> = held.copied().collect();
                if held.len() > inside.len() {
                    let mut bounds = now.bounds.clone();
                    bounds[input] = limits;
                    pastes.push((bounds, held));
                }
            };
            match (&now.bounds[input], &self.whole[input]) {
                (Limits::Between(low, high), Limits::Between(least, most)) => {
                    let beyond = |within: &dyn Fn(f64) -> bool| -> Vec<f64> {
                        let all = near.iter().map(|point| column[*point]);
                        let mut sorted: Vec<f64> = all.filter(|x| within(*x)).collect();
                        sorted.sort_unstable_by(f64::total_cmp);
                        sorted
                    };
                    let under = beyond(&|x| x <= *low);
                    let lower = match under.is_empty() {
                        true => *least,
                        false => cut(&under, 1.0 - self.patience.paste),
                    };
                    add(Limits::Between(lower, *high));
                    let over = beyond(&|x| x >= *high);
                    let upper = match over.is_empty() {
                        true => *most,
                        false => cut(&over, self.patience.paste),
                    };
                    add(Limits::Between(*low, upper));
                }
                (Limits::Among(left), Limits::Among(had)) => {
                    for choice in (0..left.len()).filter(|at| had[*at] && !left[*at]) {
                        let mut more = left.clone();
                        more[choice] = true;
                        add(Limits::Among(more));
                    }
                }
                _ => {}
            }
        }
        pastes
    }

    /// Inputs over numbers, then those over choices.
    fn in_order(&self) -> Vec<usize> {
        let is_number = |input: &usize| matches!(self.whole[*input], Limits::Between(..));
        let inputs = 0..self.whole.len();
        let (mut numbers, choices): (Vec<usize>, Vec<usize>) = inputs.partition(is_number);
        numbers.extend(choices);
        numbers
    }

    fn count(&self, points: &[usize]) -> usize {
        points.iter().filter(|point| self.cases[**point]).count()
    }

    /// What a box comes to among the points that are left.
    pub fn step(&self, bounds: Bounds) -> Step {
        let inside = self.rest.iter().copied();
        let inside: Vec<usize> = inside
            .filter(|point| is_in(self.sample, &bounds, *point))
            .collect();
        self.of(bounds, &inside)
    }

    fn of(&self, bounds: Bounds, inside: &[usize]) -> Step {
        let all = self.cases.iter().filter(|case| **case).count();
        let cases = self.count(inside);
        let part = |some: usize, all: usize| {
            if all == 0 {
                0.0
            } else {
                some as f64 / all as f64
            }
        };
        Step {
            restricted: restricted(&bounds, &self.whole),
            bounds,
            points: inside.len(),
            cases,
            coverage: part(cases, all),
            density: part(cases, inside.len()),
            mass: part(inside.len(), self.sample.len()),
        }
    }

    /// The quasi-p-value of each side that a box narrows.
    pub fn quasi_p(&self, step: &Step) -> Vec<(usize, Side, f64)> {
        let mut values = Vec::new();
        for &input in &step.restricted {
            for side in step.bounds[input].narrowed(&self.whole[input]) {
                let mut wider = step.bounds.clone();
                wider[input] = wider[input].widened(&self.whole[input], side);
                let wider = self.step(wider);
                let p = binomial_at_least(step.cases, step.points, wider.density);
                values.push((input, side, p));
            }
        }
        values
    }
}

/// Where a share of sorted numbers is cut off: half-way between two of them that differ, so that equal ones stay
/// together; beyond the middle the cut moves down until they do, below it up.
fn cut(sorted: &[f64], share: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * share;
    let (mut below, mut above) = (position.floor() as usize, position.ceil() as usize);
    if share > 0.5 {
        while sorted[below] == sorted[above] && below > 0 {
            below -= 1;
        }
    } else {
        while sorted[below] == sorted[above] && above < sorted.len() - 1 {
            above += 1;
        }
    }
    (sorted[below] + sorted[above]) / 2.0
}
