//! Where a policy is worse than another, or an outcome beyond a limit: boxes of PRIM, and a small tree.
//!
//! What is more than chance is judged as if each point stood for itself, so that only such points are searched.

use std::cmp::Ordering;

use rayon::prelude::*;

use plaza_exploration::halves::Tried;
use plaza_exploration::prim::chosen::{Chosen, LEAST, boxes, choose};
use plaza_exploration::prim::limits::{Bounds, Limits, Side, around};
use plaza_exploration::prim::{Patience, Search, Step};
use plaza_exploration::tree::{Growth, Node, grow};

use crate::studies::discover::question::{Cases, Question};
use crate::studies::discover::reading::Read;
use crate::studies::discover::rows::{BoxRow, TreeRow};
use crate::studies::discover::trust::{Asked, Trial, Trust};
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
        let among = |all: &[bool]| -> Vec<bool> { points.iter().map(|at| all[*at]).collect() };
        let cases_in = |futures: &[usize]| {
            let read = read.in_futures(futures)?;
            Some(among(&question.points(&read).ok()?))
        };
        let clearly = of.clearly.map(|all| {
            [Ordering::Greater, Ordering::Less]
                .map(|order| points.iter().filter(|at| all[**at] == Some(order)).count())
        });
        let asked = Asked {
            sample: &sample,
            cases: &among(&of.points),
            futures: read.losses.futures(),
            cases_in: &cases_in,
        };
        Answer {
            clearly,
            ..answer(&asked, of.words, is_told)
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

fn answer(asked: &Asked<'_>, words: String, is_told: bool) -> Answer {
    let (sample, cases) = (asked.sample, asked.cases);
    let count = cases.iter().filter(|case| **case).count();
    let enough = is_told && count >= LEAST && cases.len() - count >= LEAST;
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
    let first = found.first().map(|first| first.step.density);
    let box_tried = first.map(|density| {
        Trial::of(asked, density, |half, cases| {
            let search = Search::new(half, cases, Patience::default());
            choose(&search).map(|chosen| chosen.step.bounds)
        })
    });
    let leaf = tree.as_ref().and_then(Node::densest).map(Node::share);
    let leaf_tried = leaf.map(|density| {
        Trial::of(asked, density, |half, cases| {
            let tree = grow(half, cases, growth(cases.len()));
            tree.densest().map(|leaf| leaf.bounds.clone())
        })
    });
    Answer {
        words,
        cases: count,
        points: cases.len(),
        clearly: None,
        whole: around(sample),
        boxes: found,
        box_tried,
        in_vain,
        tree,
        leaf_tried,
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
            let trial = answer.box_tried.as_ref().filter(|_| search == 0);
            for row in &mut of_box {
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
                let Some(trial) = trial else {
                    continue;
                };
                let by_points = trial.points.as_ref();
                row.found_again = input.and_then(|input| Some(by_points?.found_again[input]));
                row.found_in_halves = by_points.map(Tried::found_in);
                row.held_out_coverage = by_points.and_then(|of| of.of_found(of.coverage));
                row.held_out_density = by_points.and_then(|of| of.of_found(of.density));
                row.halves_say = trial.of_points().map(Trust::word);
                let by_futures = trial.futures.as_ref();
                row.found_in_futures = by_futures.map(Tried::found_in);
                row.other_futures_coverage = by_futures.and_then(|of| of.of_found(of.coverage));
                row.other_futures_density = by_futures.and_then(|of| of.of_found(of.density));
                row.futures_say = trial.of_futures().map(Trust::word);
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
            found_in_futures: None,
            other_futures_coverage: None,
            other_futures_density: None,
            futures_say: None,
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
            let is_densest = answer.densest().is_some_and(|of| std::ptr::eq(of, leaf));
            let trial = answer.leaf_tried.as_ref().filter(|_| is_densest);
            let by_points = trial.and_then(|trial| trial.points.as_ref());
            let by_futures = trial.and_then(|trial| trial.futures.as_ref());
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
                    found_in_halves: by_points.map(Tried::found_in),
                    held_out_share: by_points.and_then(|of| of.of_found(of.density)),
                    halves_say: trial.and_then(Trial::of_points).map(Trust::word),
                    found_in_futures: by_futures.map(Tried::found_in),
                    other_futures_share: by_futures.and_then(|of| of.of_found(of.density)),
                    futures_say: trial.and_then(Trial::of_futures).map(Trust::word),
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
