//! Where a policy is worse than another, or an outcome beyond a limit: boxes of PRIM, and a small tree.
//!
//! What is more than chance is judged as if each point stood for itself, so that only such points are searched.

use std::cmp::Ordering;

use rayon::prelude::*;

use plaza_exploration::prim::chosen::{Chosen, LEAST, boxes};
use plaza_exploration::prim::limits::{Bounds, Limits, Side, around};
use plaza_exploration::prim::{Patience, Search, Step};
use plaza_exploration::sample::Sample;
use plaza_exploration::tree::{Growth, Node, grow};

use crate::studies::discover::RESAMPLED;
use crate::studies::discover::question::Cases;
use crate::studies::discover::reading::Read;
use crate::studies::discover::rows::{BoxRow, TreeRow};
use crate::studies::discover::words::choices;

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
    /// The steps of a search that found no box; all points alone where there was none.
    pub in_vain: Vec<Step>,
    /// The tree, where there are cases enough.
    pub tree: Option<Node>,
}

/// Which part of what a box promises beyond the share of cases everywhere boxes must keep in other halves.
const KEPT: f64 = 0.5;

/// In which part of the halves, which have half the points, a box must be found.
const FOUND: f64 = 0.25;

/// What halves of the points say of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// Boxes of halves keep too little in the other halves.
    Refuted,
    /// Too few halves have a box: of half the points, it may not be seen.
    Untried,
    /// Boxes of halves keep enough in the other halves.
    Confirmed,
}

impl Trust {
    /// In the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Refuted => "refuted",
            Self::Untried => "untried",
            Self::Confirmed => "confirmed",
        }
    }

    /// After a box; nothing where it can be trusted.
    pub fn told(self) -> &'static str {
        match self {
            Self::Refuted => ": not to be trusted",
            Self::Untried => ": too few to confirm it",
            Self::Confirmed => "",
        }
    }
}

impl Answer {
    /// What halves of the points say of the first box; none where they were not searched.
    pub fn trust(&self) -> Option<Trust> {
        let first = self.boxes.first()?;
        let held_out = first.held_out?;
        let everywhere = self.cases as f64 / self.points as f64;
        let kept = held_out.density - everywhere;
        Some(match held_out.found {
            some if some > 0 && kept < KEPT * (first.step.density - everywhere) => Trust::Refuted,
            some if f64::from(some) < FOUND * f64::from(held_out.halves) => Trust::Untried,
            _ => Trust::Confirmed,
        })
    }

    /// The leaf of the tree with the greatest share of cases, if the tree cuts anything.
    pub fn densest(&self) -> Option<&Node> {
        let tree = self.tree.as_ref().filter(|tree| tree.cut.is_some())?;
        let leaves = tree.leaves().into_iter();
        leaves.max_by(|a, b| {
            a.share()
                .total_cmp(&b.share())
                .then(a.points.cmp(&b.points))
        })
    }
}

/// The answers to questions, each with which points are cases.
pub fn answers(read: &Read, questions: Vec<Cases>) -> Vec<Answer> {
    let independent = read.independent();
    let is_told = independent.is_some();
    let points = independent.unwrap_or_else(|| (0..read.sample.len()).collect());
    let sample = read.sample.of_points(&points);
    let answer = |of: Cases| {
        let cases: Vec<bool> = points.iter().map(|point| of.points[*point]).collect();
        let clearly = of.clearly.map(|all| {
            [Ordering::Greater, Ordering::Less]
                .map(|order| points.iter().filter(|at| all[**at] == Some(order)).count())
        });
        Answer {
            clearly,
            ..answer(&sample, &cases, of.words, is_told)
        }
    };
    questions.into_par_iter().map(answer).collect()
}

fn answer(sample: &Sample, cases: &[bool], words: String, is_told: bool) -> Answer {
    let count = cases.iter().filter(|case| **case).count();
    let enough = is_told && count >= LEAST && cases.len() - count >= LEAST;
    let growth = Growth {
        depth: 3,
        least: (cases.len() / 20).max(5),
        significance: Some(0.05),
    };
    let found = match enough {
        true => boxes(sample, cases, Patience::default(), &RESAMPLED),
        false => Vec::new(),
    };
    let search = Search::new(sample, cases, Patience::default());
    let in_vain = match (found.is_empty(), enough) {
        (false, _) => Vec::new(),
        (true, true) => search.trajectory(),
        (true, false) => vec![search.step(search.whole().clone())],
    };
    Answer {
        words,
        cases: count,
        points: cases.len(),
        clearly: None,
        whole: around(sample),
        boxes: found,
        in_vain,
        tree: enough.then(|| grow(sample, cases, growth)),
    }
}

/// The rows of `boxes.csv`.
pub fn box_rows(read: &Read, answers: &[Answer]) -> Vec<BoxRow> {
    let mut rows = Vec::new();
    for answer in answers {
        let whole = &answer.whole;
        let trajectory = |search: usize, steps: &[Step]| -> Vec<BoxRow> {
            let steps = steps.iter().enumerate();
            steps
                .flat_map(|(step, of)| {
                    of_step(read, answer, search, ("trajectory", step), of, whole)
                })
                .collect()
        };
        rows.extend(trajectory(0, &answer.in_vain));
        for (search, chosen) in answer.boxes.iter().enumerate() {
            rows.extend(trajectory(search, &chosen.trajectory));
            let told = ("chosen", chosen.from);
            let mut of_box = of_step(read, answer, search, told, &chosen.step, whole);
            let trust = answer.trust().filter(|_| search == 0);
            for row in &mut of_box {
                row.halves_say = trust.map(Trust::word);
                let input = row.input.as_ref();
                let input = read
                    .sample
                    .inputs()
                    .iter()
                    .position(|of| Some(&of.name) == input);
                let p = |sides: &[Side]| {
                    let mut found = chosen.quasi_p.iter();
                    let found =
                        found.find(|(at, side, _)| Some(*at) == input && sides.contains(side));
                    found.map(|(_, _, p)| *p)
                };
                row.quasi_p_low = p(&[Side::Lower, Side::Choices]);
                row.quasi_p_high = p(&[Side::Upper]);
                row.found_again = input.and_then(|input| chosen.found_again.get(input).copied());
                let found = chosen.held_out.filter(|of| of.found > 0);
                row.found_in_halves =
                    (chosen.held_out).map(|of| f64::from(of.found) / f64::from(of.halves));
                row.held_out_coverage = found.map(|of| of.coverage);
                row.held_out_density = found.map(|of| of.density);
            }
            rows.extend(of_box);
        }
    }
    rows
}

/// The rows of one box.
fn of_step(
    read: &Read,
    answer: &Answer,
    search: usize,
    (kind, step): (&'static str, usize),
    of: &Step,
    whole: &[Limits],
) -> Vec<BoxRow> {
    let row = |input: Option<usize>| {
        let limits = input.map(|input| (&of.bounds[input], &whole[input]));
        let [low, high, left] = limits.map_or([Cell::None, Cell::None, Cell::None], cells);
        BoxRow {
            question: answer.words.clone(),
            search: search + 1,
            kind,
            step,
            points: of.points,
            cases: of.cases,
            coverage: of.coverage,
            density: of.density,
            mass: of.mass,
            restricted: of.restricted.len(),
            input: input.map(|input| read.sample.inputs()[input].name.clone()),
            low: low.number(),
            high: high.number(),
            choices: left.choices(read, input),
            quasi_p_low: None,
            quasi_p_high: None,
            found_again: None,
            found_in_halves: None,
            halves_say: None,
            held_out_coverage: None,
            held_out_density: None,
        }
    };
    match of.restricted.is_empty() {
        true => vec![row(None)],
        false => of
            .restricted
            .iter()
            .map(|input| row(Some(*input)))
            .collect(),
    }
}

/// A limit as it stands in a cell.
enum Cell {
    None,
    Number(f64),
    Choices(Vec<bool>),
}

impl Cell {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn choices(&self, read: &Read, input: Option<usize>) -> Option<String> {
        match (self, input) {
            (Self::Choices(left), Some(input)) => {
                Some(choices(&read.sample.inputs()[input], left).join(";"))
            }
            _ => None,
        }
    }
}

/// The lower end, the upper end and the choices of limits, where they are narrower than the whole.
fn cells((limits, whole): (&Limits, &Limits)) -> [Cell; 3] {
    let narrowed = limits.narrowed(whole);
    let end = |side: Side, value: f64| match narrowed.contains(&side) {
        true => Cell::Number(value),
        false => Cell::None,
    };
    match limits {
        Limits::Between(low, high) => [end(Side::Lower, *low), end(Side::Upper, *high), Cell::None],
        Limits::Among(left) => [Cell::None, Cell::None, Cell::Choices(left.clone())],
    }
}

/// The rows of `tree.csv`.
pub fn tree_rows(read: &Read, answers: &[Answer]) -> Vec<TreeRow> {
    let mut rows = Vec::new();
    for answer in answers {
        let whole = &answer.whole;
        let leaves = answer.tree.iter().flat_map(Node::leaves).enumerate();
        for (number, leaf) in leaves {
            let row = |input: Option<usize>| {
                let limits = input.map(|input| (&leaf.bounds[input], &whole[input]));
                let [low, high, left] = limits.map_or([Cell::None, Cell::None, Cell::None], cells);
                TreeRow {
                    question: answer.words.clone(),
                    leaf: number + 1,
                    points: leaf.points,
                    cases: leaf.cases,
                    share: leaf.share(),
                    input: input.map(|input| read.sample.inputs()[input].name.clone()),
                    low: low.number(),
                    high: high.number(),
                    choices: left.choices(read, input),
                }
            };
            let narrowed = (0..whole.len()).filter(|input| leaf.bounds[*input] != whole[*input]);
            let of_leaf: Vec<TreeRow> = narrowed.map(|input| row(Some(input))).collect();
            match of_leaf.is_empty() {
                true => rows.push(row(None)),
                false => rows.extend(of_leaf),
            }
        }
    }
    rows
}
