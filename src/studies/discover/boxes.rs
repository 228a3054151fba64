//! Where a policy is worse than another, or an outcome beyond a limit: boxes of PRIM, and a small tree.
//!
//! What is more than chance is judged as if each point stood for itself, so that only such points are searched.

use std::cmp::Ordering;

use rayon::prelude::*;

use plaza_exploration::halves::{Half, of_futures, of_points, tried};
use plaza_exploration::losses::LEAST_FUTURES;
use plaza_exploration::prim::chosen::{Chosen, LEAST, boxes, choose};
use plaza_exploration::prim::limits::{Bounds, around, restricted};
use plaza_exploration::prim::{Patience, Search, Step};
use plaza_exploration::sample::Sample;
use plaza_exploration::tree::{Growth, Node, grow};

use crate::studies::discover::RESAMPLED;
use crate::studies::discover::question::{Cases, Question};
use crate::studies::discover::reading::Read;
use crate::studies::discover::trust::{Trial, Trust};

/// A question, answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub words: String,
    /// How many points are cases, of those that are searched.
    pub cases: usize,
    /// How many points are searched; all where none stands for itself.
    pub points: usize,
    /// At how many points the first of two policies is clearly worse, and clearly better, by the futures there; none of
    /// other questions, and of too few futures.
    pub clearly: Option<[usize; 2]>,
    /// The box around them.
    pub whole: Bounds,
    /// The boxes; none where cases, or points that are none, are too few, or no restriction stands.
    pub boxes: Vec<Chosen>,
    /// How boxes of halves do in the other halves; none without a box.
    pub box_tried: Option<Trial>,
    /// The steps of a search that found no box; all points alone where there was none.
    pub in_vain: Vec<Step>,
    /// The tree, where there are cases enough.
    pub tree: Option<Node>,
    /// How the leaves of halves with the greatest share of cases do in the other halves; none where the tree cuts
    /// nothing.
    pub leaf_tried: Option<Trial>,
}

impl Answer {
    /// The leaf of the tree with the greatest share of cases, if the tree cuts anything.
    pub fn densest(&self) -> Option<&Node> {
        self.tree.as_ref()?.densest()
    }

    /// What halves say of the first box; none where they were not searched.
    pub fn trust(&self) -> Option<Trust> {
        self.box_tried.as_ref()?.trust()
    }
}

/// The answers to questions, each with which points are cases.
pub fn answers(read: &Read, questions: Vec<(Question, Cases)>) -> Vec<Answer> {
    let independent = read.independent();
    let is_told = independent.is_some();
    let points = independent.unwrap_or_else(|| (0..read.sample.len()).collect());
    let sample = read.sample.of_points(&points);
    let answer = |(question, of): (Question, Cases)| {
        let cases: Vec<bool> = points.iter().map(|at| of.points[*at]).collect();
        let clearly = of.clearly.map(|all| {
            [Ordering::Greater, Ordering::Less]
                .map(|order| points.iter().filter(|at| all[**at] == Some(order)).count())
        });
        let cases_in = |futures: &[usize]| -> Vec<Option<bool>> {
            let (there, losses) = read.losses.in_futures(futures);
            let cases = question.points(read, &losses);
            let cases = cases.expect("the question was answered by all futures");
            let mut all = vec![None; read.sample.len()];
            for (at, case) in there.into_iter().zip(cases) {
                all[at] = Some(case);
            }
            points.iter().map(|at| all[*at]).collect()
        };
        let futures = read.losses.futures();
        let by_futures = || match futures >= LEAST_FUTURES {
            true => of_futures(futures, cases_in, &RESAMPLED),
            false => Vec::new(),
        };
        Answer {
            clearly,
            ..answer(&sample, &cases, by_futures, of.words, is_told)
        }
    };
    questions.into_par_iter().map(answer).collect()
}

/// A tree of so many points may have leaves of a twentieth of them.
fn growth(points: usize) -> Growth {
    Growth {
        depth: 3,
        least: (points / 20).max(5),
        significance: Some(0.05),
    }
}

fn answer(
    sample: &Sample,
    cases: &[bool],
    by_futures: impl FnOnce() -> Vec<[Half; 2]>,
    words: String,
    is_told: bool,
) -> Answer {
    let count = cases.iter().filter(|case| **case).count();
    let everywhere = count as f64 / cases.len().max(1) as f64;
    let enough = is_told && count >= LEAST && cases.len() - count >= LEAST;
    let whole = around(sample);
    let found = match enough {
        true => boxes(sample, cases, Patience::default()),
        false => Vec::new(),
    };
    let search = Search::new(sample, cases, Patience::default());
    let in_vain = match (found.is_empty(), enough) {
        (false, _) => Vec::new(),
        (true, true) => search.trajectory(),
        (true, false) => vec![search.step(search.whole().clone())],
    };
    let tree = enough.then(|| grow(sample, cases, growth(cases.len())));
    let first = found
        .first()
        .map(|first| (&first.step.bounds, first.step.density));
    let leaf = tree.as_ref().and_then(Node::densest);
    let leaf = leaf.map(|leaf| (&leaf.bounds, leaf.share()));
    let halves = match first.or(leaf) {
        Some(_) => [of_points(sample, cases, &RESAMPLED), by_futures()],
        None => Default::default(),
    };
    let trial = |(bounds, density): (&Bounds, f64), find: Find| {
        let narrowed = restricted(bounds, &whole);
        let [points, futures] = halves
            .each_ref()
            .map(|of| tried(sample, of, &narrowed, find));
        Trial {
            points,
            futures,
            promised: density - everywhere,
        }
    };
    let box_tried = first.map(|first| trial(first, first_box));
    let leaf_tried = leaf.map(|leaf| trial(leaf, densest_leaf));
    Answer {
        words,
        cases: count,
        points: cases.len(),
        clearly: None,
        boxes: found,
        box_tried,
        in_vain,
        tree,
        leaf_tried,
        whole,
    }
}

/// Finds a box among points that are cases or none.
type Find = fn(&Sample, &[bool]) -> Option<Bounds>;

fn first_box(sample: &Sample, cases: &[bool]) -> Option<Bounds> {
    let search = Search::new(sample, cases, Patience::default());
    choose(&search).map(|chosen| chosen.step.bounds)
}

/// The leaf of a tree with the greatest share of cases, where a tree cuts.
pub fn densest_leaf(sample: &Sample, cases: &[bool]) -> Option<Bounds> {
    let tree = grow(sample, cases, growth(cases.len()));
    tree.densest().map(|leaf| leaf.bounds.clone())
}
