//! A small tree of the same question: which points are cases, by one input after another.
//!
//! CART (Breiman et al. 1984): the cut that leaves the least Gini impurity, numbers at half-way between two points,
//! choices in two groups by their shares of cases. A tree of three questions can be read aloud. A cut must do more
//! than chance: the chi-square of its two sides, with Bonferroni's correction for all cuts of all inputs that were
//! tried there.

use crate::prim::limits::{Bounds, Limits, around};
use crate::sample::Sample;
use crate::space::Over;

/// How large a tree may grow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// How many questions lie between its root and a leaf at most.
    pub depth: usize,
    /// How many points a leaf holds at least.
    pub least: usize,
    /// The p-value that a cut must be below; none lets every cut pass that gains.
    pub significance: Option<f64>,
}

/// A part of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What is left of each input here.
    pub bounds: Bounds,
    /// How many points.
    pub points: usize,
    /// How many of them are cases.
    pub cases: usize,
    /// What is asked here; none of a leaf.
    pub cut: Option<Cut>,
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// The input.
    pub input: usize,
    /// What of it goes to the first side; the rest goes to the other.
    pub first: Limits,
    /// Both sides.
    pub sides: Box<[Node; 2]>,
}

impl Node {
    /// The share of cases.
    pub fn share(&self) -> f64 {
        self.cases as f64 / self.points.max(1) as f64
    }

    /// The leaf with the greatest share of cases, of equal ones that with more points; none where nothing is cut.
    pub fn densest(&self) -> Option<&Self> {
        self.cut.as_ref()?;
        let leaves = self.leaves().into_iter();
        leaves.max_by(|a, b| {
            let by_share = a.share().total_cmp(&b.share());
            by_share.then(a.points.cmp(&b.points))
        })
    }

    /// The leaves, first sides first.
    pub fn leaves(&self) -> Vec<&Self> {
        match &self.cut {
            None => vec![self],
            Some(cut) => cut.sides.iter().flat_map(Self::leaves).collect(),
        }
    }
}

/// The tree.
///
/// # Panics
/// When points and cases are not equally many.
pub fn grow(sample: &Sample, cases: &[bool], growth: Growth) -> Node {
    assert_eq!(sample.len(), cases.len(), "each point is a case or none");
    let all = (0..sample.len()).collect();
    node(sample, cases, growth, all, around(sample), growth.depth)
}

fn node(
    sample: &Sample,
    cases: &[bool],
    growth: Growth,
    points: Vec<usize>,
    bounds: Bounds,
    depth: usize,
) -> Node {
    let hits = points.iter().filter(|point| cases[**point]).count();
    let pure = hits == 0 || hits == points.len();
    let best = match depth {
        0 => None,
        _ if pure => None,
        _ => best(sample, cases, growth, &points, &bounds),
    };
    let cut = best.map(|(input, first, rest)| {
        let column = sample.column(input);
        let (mine, other): (Vec<usize>, Vec<usize>) = points
            .iter()
            .partition(|point| first.holds(column[**point]));
        let side = |points: Vec<usize>, limits: &Limits| {
            let mut within = bounds.clone();
            within[input] = limits.clone();
            node(sample, cases, growth, points, within, depth - 1)
        };
        let sides = Box::new([side(mine, &first), side(other, &rest)]);
        Cut {
            input,
            first,
            sides,
        }
    });
    Node {
        bounds,
        points: points.len(),
        cases: hits,
        cut,
    }
}

/// The best cut of some points: the input, and what of it goes to either side.
fn best(
    sample: &Sample,
    cases: &[bool],
    growth: Growth,
    points: &[usize],
    bounds: &Bounds,
) -> Option<(usize, Limits, Limits)> {
    let hits = points.iter().filter(|point| cases[**point]).count();
    let mut tried = 0;
    let mut best: Option<(f64, usize, Limits, Limits)> = None;
    for (input, limits) in bounds.iter().enumerate() {
        for (first, rest, n, k) in cuts(sample, cases, points, input, limits) {
            let (others, other_hits) = (points.len() - n, hits - k);
            if n < growth.least || others < growth.least {
                continue;
            }
            tried += 1;
            let gained = gain([n, k], [others, other_hits]);
            if gained > best.as_ref().map_or(0.0, |(most, ..)| *most) {
                best = Some((gained, input, first, rest));
            }
        }
    }
    let (gained, input, first, rest) = best?;
    let share = hits as f64 / points.len() as f64;
    // The chi-square of the two by two table, of one degree of freedom.
    let chi_square = gained / (share * (1.0 - share));
    let p = libm::erfc((chi_square / 2.0).sqrt()) * f64::from(tried);
    let passes = growth.significance.is_none_or(|level| p < level);
    passes.then_some((input, first, rest))
}

/// By how much two sides together are purer than one: what the cut takes off the sum of squares.
fn gain([n, k]: [usize; 2], [m, l]: [usize; 2]) -> f64 {
    let [n, k, m, l] = [n, k, m, l].map(|count| count as f64);
    let all = (k + l) * (k + l) / (n + m);
    k * k / n.max(1.0) + l * l / m.max(1.0) - all
}

/// What the two sides of a cut keep of an input, and how many points and cases the first has.
type Divided = (Limits, Limits, usize, usize);

/// All cuts of an input.
fn cuts(
    sample: &Sample,
    cases: &[bool],
    points: &[usize],
    input: usize,
    limits: &Limits,
) -> Vec<Divided> {
    let column = sample.column(input);
    match (&sample.inputs()[input].over, limits) {
        (Over::Range { .. }, Limits::Between(low, high)) => {
            let mut order = points.to_vec();
            order.sort_by(|a, b| column[*a].total_cmp(&column[*b]));
            let mut cuts = Vec::new();
            let mut hits = 0;
            for (at, pair) in order.windows(2).enumerate() {
                hits += usize::from(cases[pair[0]]);
                let [below, above] = [pair[0], pair[1]].map(|point| column[point]);
                if below < above {
                    let middle = f64::midpoint(below, above);
                    let first = Limits::Between(*low, middle);
                    cuts.push((first, Limits::Between(middle, *high), at + 1, hits));
                }
            }
            cuts
        }
        (_, Limits::Among(left)) => {
            let mut counts = vec![[0_usize; 2]; left.len()];
            for point in points {
                let count = &mut counts[column[*point] as usize];
                count[0] += 1;
                count[1] += usize::from(cases[*point]);
            }
            let share = |choice: &usize| counts[*choice][1] as f64 / counts[*choice][0] as f64;
            let mut order: Vec<usize> = (0..left.len()).filter(|at| counts[*at][0] > 0).collect();
            order.sort_by(|a, b| share(a).total_cmp(&share(b)));
            let divided = |many: usize| {
                let mut first = vec![false; left.len()];
                order[..many]
                    .iter()
                    .for_each(|choice| first[*choice] = true);
                let pairs = left.iter().zip(&first);
                let rest = pairs.map(|(left, first)| *left && !first).collect();
                let [n, k] = [0, 1].map(|of| order[..many].iter().map(|at| counts[*at][of]).sum());
                (Limits::Among(first), Limits::Among(rest), n, k)
            };
            (1..order.len()).map(divided).collect()
        }
        _ => Vec::new(),
    }
}
