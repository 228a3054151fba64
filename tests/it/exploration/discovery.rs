//! PRIM and trees, held against EMA Workbench and scikit-learn, and on boxes that are known.

use plaza_exploration::halves::{Kept, Tried, of_futures, of_points, tried};
use plaza_exploration::losses::Losses;
use plaza_exploration::prim::chosen::{boxes, choose};
use plaza_exploration::prim::limits::{Bounds, Limits, Side};
use plaza_exploration::prim::quasi_p::binomial_at_least;
use plaza_exploration::prim::{Patience, Search, Step};
use plaza_exploration::resampling::Resampling;
use plaza_exploration::sample::Sample;
use plaza_exploration::space::{Input, Over};
use plaza_exploration::tree::{Growth, Node, grow};

use crate::exploration::points::{lattice, sample, scattered, unit};
use crate::oracles::Oracle;

const SAID: Oracle = Oracle("exploration");
const RESAMPLED: Resampling = Resampling { seed: 3, count: 20 };

#[track_caller]
fn near(mine: &[f64], said: &[f64]) {
    let same = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    let equal = mine.len() == said.len() && mine.iter().zip(said).all(same);
    assert!(equal, "{mine:?}, and {said:?} is said");
}

/// The first box, as it is told.
fn first(sample: &Sample, cases: &[bool]) -> Option<Bounds> {
    let search = Search::new(sample, cases, Patience::default());
    choose(&search).map(|chosen| chosen.step.bounds)
}

/// The leaf with the greatest share of cases.
fn densest(sample: &Sample, cases: &[bool]) -> Option<Bounds> {
    let growth = Growth {
        depth: 2,
        least: 10,
        significance: Some(0.05),
    };
    let tree = grow(sample, cases, growth);
    tree.densest().map(|leaf| leaf.bounds.clone())
}

/// The points of the oracle: three numbers and a choice, and which are cases.
fn known() -> (Sample, Vec<bool>) {
    let points = lattice(800, 6);
    let kinds: Vec<f64> = points
        .iter()
        .map(|point| (3.0 * point[3]).floor())
        .collect();
    let case = |(point, kind): (&Vec<f64>, &f64)| {
        let within = point[0] > 0.2 && point[0] < 0.7 && point[1] > 0.55 && *kind != 1.0;
        if point[4] < 0.12 {
            point[5] < 0.5
        } else {
            within
        }
    };
    let cases = points.iter().zip(&kinds).map(case).collect();
    let mut inputs: Vec<Input> = ["x0", "x1", "x2"].map(unit).to_vec();
    let over = Over::Choices(["a", "b", "c"].map(str::to_owned).to_vec());
    inputs.push(Input {
        name: "kind".to_owned(),
        over,
    });
    let mut columns: Vec<Vec<f64>> = (0..3)
        .map(|input| points.iter().map(|point| point[input]).collect())
        .collect();
    columns.push(kinds);
    (Sample::new(inputs, columns, 1), cases)
}

#[test]
fn the_trajectory_is_that_of_ema_workbench() {
    let (sample, cases) = known();
    let search = Search::new(&sample, &cases, Patience::default());
    let found = search.trajectory();
    let all = |of: fn(&Step) -> f64| found.iter().map(of).collect::<Vec<f64>>();
    let said = |label: &str| SAID.said::<39>(&format!("prim trajectory {label}"));
    near(&all(|step| step.points as f64), &said("points"));
    near(&all(|step| step.cases as f64), &said("cases"));
    near(
        &all(|step| step.restricted.len() as f64),
        &said("restricted"),
    );
    near(&all(|step| step.coverage), &said("coverage"));
    near(&all(|step| step.density), &said("density"));
    let last = found.last().expect("a trajectory");
    let ends = last.bounds.iter().filter_map(|limits| match limits {
        Limits::Between(low, high) => Some([*low, *high]),
        Limits::Among(_) => None,
    });
    let ends: Vec<f64> = ends.flatten().collect();
    near(&ends, &SAID.said::<6>("prim last bounds"));
    let [choice] = SAID.said("prim last choices");
    let only = |at: usize| at as f64 == choice;
    assert_eq!(last.bounds[3], Limits::Among((0..3).map(only).collect()));
}

#[test]
fn quasi_p_values_are_those_of_ema_workbench() {
    let (sample, cases) = known();
    let search = Search::new(&sample, &cases, Patience::default());
    let found = search.trajectory();
    let p = |step: &Step| -> Vec<f64> { search.quasi_p(step).iter().map(|of| of.2).collect() };
    near(&p(&found[10]), &SAID.said::<4>("prim quasi-p of step 10"));
    let last = found.last().expect("a trajectory");
    near(&p(last), &SAID.said::<4>("prim quasi-p of the last"));
    let cases = [(7, 10, 0.4), (60, 64, 0.7), (0, 5, 0.3), (300, 1000, 0.28)];
    let mine = cases.map(|(hits, tries, p)| binomial_at_least(hits, tries, p));
    near(&mine, &SAID.said::<4>("binomial"));
}

#[test]
fn the_search_goes_on_outside_a_box_as_in_ema_workbench() {
    let (sample, cases) = known();
    let mut search = Search::new(&sample, &cases, Patience::default());
    let first = search.trajectory();
    search.leave(&first.last().expect("a trajectory").bounds);
    let second = search.trajectory();
    let points: Vec<f64> = second[..5].iter().map(|step| step.points as f64).collect();
    near(&points, &SAID.said::<5>("prim second box points"));
}

#[test]
fn the_box_that_is_chosen_is_the_one_that_was_made() {
    let (sample, cases) = known();
    let found = boxes(&sample, &cases, Patience::default());
    let chosen = &found[0];
    assert_eq!(chosen.step.restricted, [0, 1, 3], "{:?}", chosen.step);
    let Limits::Between(low, high) = chosen.step.bounds[0] else {
        panic!("a number");
    };
    assert!(
        (low - 0.2).abs() < 0.05 && (high - 0.7).abs() < 0.05,
        "{low} to {high}"
    );
    let Limits::Between(low, _) = chosen.step.bounds[1] else {
        panic!("a number");
    };
    assert!((low - 0.55).abs() < 0.05, "from {low}");
    assert_eq!(
        chosen.step.bounds[3],
        Limits::Among(vec![true, false, true])
    );
    assert!(
        chosen.step.coverage > 0.6 && chosen.step.density > 0.85,
        "{:?}",
        chosen.step
    );
    let sides: Vec<(usize, Side)> = chosen.quasi_p.iter().map(|of| (of.0, of.1)).collect();
    let expected = [
        (0, Side::Lower),
        (0, Side::Upper),
        (1, Side::Lower),
        (3, Side::Choices),
    ];
    assert_eq!(sides, expected);
    // Inputs of the box are found again in other halves, and what says nothing is not.
    let halves = of_points(&sample, &cases, &RESAMPLED);
    let tried = tried(&sample, &halves, &[0, 1, 3], first).expect("points enough");
    let again = &tried.found_again;
    let kept = tried.kept.expect("it is found");
    assert!(again[1] > 0.9 && again[2] < 0.3, "{again:?}");
    assert_eq!((tried.halves, tried.found), (20, 20));
    let harmonic = |coverage: f64, density: f64| 2.0 * coverage * density / (coverage + density);
    let (held, own) = (
        harmonic(kept.coverage, kept.density),
        harmonic(chosen.step.coverage, chosen.step.density),
    );
    assert!(
        own - 0.1 < held && held < own,
        "{held} of other points, {own} of its own"
    );
}

/// Of so few points over so many inputs: in how many of 60 trials a box is told, and in how many of these it narrows
/// the first input. Cases go by the first input and by one that is not told.
fn of_few(is_case: fn(f64, f64) -> bool) -> [usize; 2] {
    let mut told = [0, 0];
    for trial in 0..60 {
        let points = &scattered(trial, 64, 20);
        let cases: Vec<bool> = points.iter().map(|of| is_case(of[0], of[19])).collect();
        let found = boxes(&sample(points, 19, 1), &cases, Patience::default());
        if let Some(first) = found.first() {
            told[0] += 1;
            told[1] += usize::from(first.step.restricted.contains(&0));
        }
    }
    told
}

#[test]
fn chance_makes_few_boxes() {
    let [told, _] = of_few(|_, untold| untold < 0.4);
    assert!(told <= 4, "{told} of 60");
}

#[test]
fn few_points_see_a_strong_box() {
    let [told, right] = of_few(|first, untold| (untold < 0.9) == (first < 0.4));
    assert!(told >= 48, "{told} of 60");
    assert!(right >= told - 3, "{right} of {told}");
}

/// What other futures say of a box and of a leaf that narrow the first of two inputs: at each of 200 points each future
/// has a number that rises or falls with that input, and a point is a case where their mean is above a limit.
fn by_futures(rises: &[bool], limit: f64) -> [Tried; 2] {
    let points = lattice(200, 2);
    let sample = sample(&points, 2, 1);
    let cases_in = |futures: &[usize]| {
        let number = |point: &Vec<f64>, future: &usize| match rises[*future] {
            true => point[0],
            false => 1.0 - point[0],
        };
        let is_case = |point: &Vec<f64>| {
            let sum: f64 = futures.iter().map(|future| number(point, future)).sum();
            Some(sum > limit * futures.len() as f64)
        };
        points.iter().map(is_case).collect()
    };
    let halves = of_futures(rises.len(), cases_in, &RESAMPLED);
    [first as fn(&Sample, &[bool]) -> Option<Bounds>, densest]
        .map(|find| tried(&sample, &halves, &[0], find).expect("cases enough"))
}

/// How what was found does in the other halves.
fn kept(tried: &Tried) -> Kept {
    tried.kept.expect("it is found")
}

#[test]
fn what_luck_made_is_not_found_by_other_luck() {
    for tried in by_futures(&[true; 8], 0.5) {
        assert_eq!((tried.halves, tried.found), (20, 20));
        assert!(kept(&tried).density > 0.95 && kept(&tried).coverage > 0.95);
        assert_eq!(tried.found_again, [1.0, 0.0]);
    }
    // By five futures that rise and three that fall more points are cases where the input is great. By half of them it
    // may be so or the other way round, and then it is the other way round by the other half.
    for tried in by_futures(&[true, true, true, true, true, false, false, false], 0.5) {
        assert!(kept(&tried).density < 0.1, "{tried:?}");
    }
}

#[test]
fn what_is_found_is_held_against_the_share_of_cases_there() {
    // Three points of four are cases, by any half of the futures.
    for tried in by_futures(&[true; 8], 0.25) {
        assert!((kept(&tried).everywhere - 0.75).abs() < 0.02, "{tried:?}");
        assert!(kept(&tried).density > 0.95, "{tried:?}");
    }
}

#[test]
fn few_futures_have_few_halves() {
    for (futures, halves) in [(4, 6), (5, 10), (6, 20), (7, 20), (13, 20)] {
        let [tried, _] = by_futures(&vec![true; futures], 0.5);
        assert_eq!(tried.halves, halves, "of {futures} futures");
    }
}

#[test]
fn what_narrows_other_inputs_is_something_else() {
    let points = lattice(200, 2);
    let sample = sample(&points, 2, 1);
    let cases: Vec<bool> = points.iter().map(|point| point[0] > 0.5).collect();
    let halves = of_points(&sample, &cases, &RESAMPLED);
    let of = |narrowed: &[usize]| tried(&sample, &halves, narrowed, densest).expect("cases");
    assert_eq!((of(&[0]).found, of(&[1]).found), (20, 0));
    assert_eq!(of(&[1]).kept, None);
}

#[test]
fn points_without_futures_are_left_out() {
    let none = f64::NAN;
    let losses = Losses::new(vec![
        vec![
            vec![1.0, 2.0, 3.0],
            vec![none, none, 4.0],
            vec![5.0, none, 7.0],
        ],
        vec![
            vec![2.0, 2.0, 2.0],
            vec![none, none, 2.0],
            vec![2.0, none, 2.0],
        ],
    ]);
    let (points, there) = losses.in_futures(&[0, 1]);
    assert_eq!(points, [0, 2]);
    assert_eq!(
        (there.means(0), there.means(1)),
        (&[1.5, 5.0][..], &[2.0, 2.0][..])
    );
    assert_eq!(losses.in_futures(&[2]).0, [0, 1, 2]);
    // A half holds the points that both halves know: two, or one, which is too few.
    let cases_in = |futures: &[usize]| -> Vec<Option<bool>> {
        let known = losses.in_futures(futures).0;
        (0..3)
            .map(|at| known.contains(&at).then_some(true))
            .collect()
    };
    let sample = sample(&lattice(3, 1), 1, 1);
    let halves = of_futures(3, cases_in, &RESAMPLED);
    let all = |sample: &Sample, _: &[bool]| {
        assert_eq!(sample.len(), 2, "the second point has one future alone");
        None
    };
    let tried = tried(&sample, &halves, &[0], all).expect("two halves of two points");
    assert_eq!((halves.len(), tried.halves), (3, 2));
}

#[test]
fn no_case_has_no_trajectory() {
    let points = sample(&lattice(50, 2), 2, 1);
    let none = [false; 50];
    assert!(
        Search::new(&points, &none, Patience::default())
            .trajectory()
            .is_empty()
    );
    assert!(boxes(&points, &none, Patience::default()).is_empty());
    let all = [true; 50];
    let found = boxes(&points, &all, Patience::default());
    assert!(
        found.is_empty(),
        "everything is a case everywhere: {found:?}"
    );
}

/// Inputs and thresholds of the questions, first sides first.
fn questions(node: &Node) -> Vec<(usize, f64)> {
    let Some(cut) = &node.cut else {
        return Vec::new();
    };
    let Limits::Between(_, at) = cut.first else {
        panic!("a number");
    };
    let mut all = vec![(cut.input, at)];
    all.extend(cut.sides.iter().flat_map(questions));
    all
}

#[test]
fn the_tree_is_that_of_scikit_learn() {
    let (all, cases) = known();
    let points: Vec<Vec<f64>> = (0..all.len())
        .map(|at| (0..3).map(|input| all.column(input)[at]).collect())
        .collect();
    let growth = Growth {
        depth: 3,
        least: 40,
        significance: None,
    };
    let tree = grow(&sample(&points, 3, 1), &cases, growth);
    let leaves = tree.leaves();
    let counts = |of: fn(&Node) -> usize| -> Vec<f64> {
        leaves.iter().map(|leaf| of(leaf) as f64).collect()
    };
    near(
        &counts(|leaf| leaf.points),
        &SAID.said::<7>("tree leaf points"),
    );
    near(
        &counts(|leaf| leaf.cases),
        &SAID.said::<7>("tree leaf cases"),
    );
    let thresholds = SAID.said::<6>("tree thresholds");
    let inputs = SAID.said::<6>("tree inputs");
    for ((input, at), (said, threshold)) in
        questions(&tree).iter().zip(inputs.iter().zip(thresholds))
    {
        // It has single precision.
        assert_eq!(*input as f64, *said);
        assert!(
            (at - threshold).abs() < 1e-6,
            "{at}, and {threshold} is said"
        );
    }
}

#[test]
fn a_tree_grows_by_what_is_more_than_chance() {
    let (sample, cases) = known();
    let growth = Growth {
        depth: 3,
        least: 40,
        significance: Some(0.05),
    };
    let tree = grow(&sample, &cases, growth);
    assert!(
        questions_of(&tree).iter().all(|input| *input != 2),
        "{tree:?}"
    );
    let points = lattice(800, 6);
    let noise: Vec<bool> = points.iter().map(|point| point[5] < 0.2).collect();
    assert_eq!(
        grow(&sample, &noise, growth).cut,
        None,
        "of noise a single leaf is left"
    );
}

fn questions_of(node: &Node) -> Vec<usize> {
    let cut = node.cut.iter();
    cut.flat_map(|cut| {
        let below = cut.sides.iter().flat_map(questions_of);
        std::iter::once(cut.input).chain(below).collect::<Vec<_>>()
    })
    .collect()
}

#[test]
fn choices_are_divided_by_their_shares() {
    let over = Over::Choices(["a", "b", "c"].map(str::to_owned).to_vec());
    let input = Input {
        name: "map".to_owned(),
        over,
    };
    let column: Vec<f64> = (0..90).map(|at| f64::from(at % 3)).collect();
    let cases: Vec<bool> = (0..90).map(|at| at % 3 == 1).collect();
    let sample = Sample::new(vec![input], vec![column], 1);
    let growth = Growth {
        depth: 3,
        least: 5,
        significance: Some(0.05),
    };
    let tree = grow(&sample, &cases, growth);
    let cut = tree.cut.expect("it divides");
    assert_eq!(cut.first, Limits::Among(vec![true, false, true]));
    assert_eq!(cut.sides[1].share(), 1.0);
}
