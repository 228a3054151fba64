//! The rows of `boxes.csv` and `tree.csv`.

use plaza_exploration::halves::Tried;
use plaza_exploration::prim::Step;
use plaza_exploration::prim::limits::{Limits, Side};
use plaza_exploration::tree::Node;

use crate::studies::discover::boxes::Answer;
use crate::studies::discover::reading::Read;
use crate::studies::discover::rows::{BoxRow, TreeRow};
use crate::studies::discover::trust::{Trial, Trust};
use crate::studies::discover::words::choices;

/// The rows of `boxes.csv`.
pub fn box_rows(read: &Read, answers: &[Answer]) -> Vec<BoxRow> {
    let mut rows = Vec::new();
    for answer in answers {
        let trajectory = |search: usize, steps: &[Step]| -> Vec<BoxRow> {
            let steps = steps.iter().enumerate();
            steps
                .flat_map(|(step, of)| of_step(read, answer, search, ("trajectory", step), of))
                .collect()
        };
        rows.extend(trajectory(0, &answer.in_vain));
        for (search, chosen) in answer.boxes.iter().enumerate() {
            rows.extend(trajectory(search, &chosen.trajectory));
            let told = ("chosen", chosen.from);
            let mut of_box = of_step(read, answer, search, told, &chosen.step);
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
                let [by_points, by_futures] = [trial.points.as_ref(), trial.futures.as_ref()];
                let [points, futures] = [by_points, by_futures].map(|of| of.and_then(|of| of.kept));
                row.found_again = input.and_then(|input| Some(by_points?.found_again[input]));
                row.found_in_halves = by_points.map(Tried::found_in);
                row.held_out_coverage = points.map(|of| of.coverage);
                row.held_out_density = points.map(|of| of.density);
                row.held_out_everywhere = points.map(|of| of.everywhere);
                row.halves_say = trial.of_points().map(Trust::word);
                row.found_in_futures = by_futures.map(Tried::found_in);
                row.other_futures_coverage = futures.map(|of| of.coverage);
                row.other_futures_density = futures.map(|of| of.density);
                row.other_futures_everywhere = futures.map(|of| of.everywhere);
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
) -> Vec<BoxRow> {
    let row = |input: Option<usize>| {
        let limits = input.map(|input| (&of.bounds[input], &answer.whole[input]));
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
            held_out_everywhere: None,
            halves_say: None,
            held_out_coverage: None,
            held_out_density: None,
            found_in_futures: None,
            other_futures_coverage: None,
            other_futures_density: None,
            other_futures_everywhere: None,
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
            let [points, futures] = [by_points, by_futures].map(|of| of.and_then(|of| of.kept));
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
                    held_out_share: points.map(|of| of.density),
                    held_out_everywhere: points.map(|of| of.everywhere),
                    halves_say: trial.and_then(Trial::of_points).map(Trust::word),
                    found_in_futures: by_futures.map(Tried::found_in),
                    other_futures_share: futures.map(|of| of.density),
                    other_futures_everywhere: futures.map(|of| of.everywhere),
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
