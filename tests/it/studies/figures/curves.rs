//! Curves: axes, ends, what is told apart.

use plaza_batch::rows::{Rows, Value};

use plaza::runs::dictionary::NATIONAL;
use plaza::studies::summary::figures::national::{CURVES, Replicates};

use super::made_up::{POLICIES, text};
use super::{assert_sound, parts};
use crate::runs::fake::push;

/// The figure of fear under two policies, from one value to another in three weeks.
pub fn fear(ends: [[f64; 2]; 2]) -> String {
    let mut rows = Rows::new(&NATIONAL);
    for (name, [first, last]) in POLICIES.iter().zip(ends) {
        for week in 0..3 {
            let fear = first + (last - first) * f64::from(week) / 2.0;
            let named = [
                ("policy", text(name)),
                ("week", Value::Integer(week.into())),
                ("fear", Value::Real(fear)),
            ];
            push(&mut rows, &named);
        }
    }
    let curve = CURVES.iter().find(|curve| curve.name == "fear");
    let mut gathered = Replicates::new(curve.expect("a curve"));
    parts(&rows).iter().for_each(|part| gathered.add(part));
    gathered.draw(2007)
}

/// How far up and down the bold lines of a figure reach [tenths of a pixel].
fn reach_of_bold_lines(svg: &str) -> f64 {
    let bold = svg.split("<polyline ").skip(1);
    let bold = bold.filter(|line| line.contains("stroke-width=\"26\""));
    let points = bold.flat_map(|line| {
        let points = line.split("points=\"").nth(1).expect("points");
        let points = points.split('"').next().expect("they end");
        points.split_whitespace().collect::<Vec<_>>()
    });
    let heights: Vec<f64> = points
        .map(|point| point.split(',').nth(1).expect("two numbers"))
        .map(|y| y.parse().expect("a number"))
        .collect();
    let ends = heights.iter().fold([f64::MAX, f64::MIN], |[low, high], y| {
        [low.min(*y), high.max(*y)]
    });
    ends[1] - ends[0]
}

/// What stands at the marks of a figure, and all its other text of one word.
pub fn words(svg: &str) -> Vec<&str> {
    let texts = svg.split("<text ").skip(1);
    let texts = texts.filter_map(|text| text.split(['>', '<']).nth(1));
    texts.map(str::trim).collect()
}

const TORN: &str = "does not begin at zero";

#[test]
fn curves_that_differ_by_a_hundredth_are_told_apart() {
    let svg = fear([[0.2, 0.2], [0.2, 0.202]]);
    assert_sound("a hundredth", &svg);
    // The plot is 344 px high.
    assert!(
        reach_of_bold_lines(&svg) > 1_500.0,
        "{}",
        reach_of_bold_lines(&svg)
    );
    assert!(svg.contains(TORN), "nobody is told where the axis begins");
    assert!(!words(&svg).contains(&"0.000"));
}

#[test]
fn curves_that_change_much_stand_on_zero() {
    let svg = fear([[0.2, 0.2], [0.2, 0.5]]);
    assert!(!svg.contains(TORN));
    assert!(words(&svg).contains(&"0.0"));
    let two_fifths = fear([[0.3, 0.3], [0.3, 0.51]]);
    assert!(!two_fifths.contains(TORN));
}

#[test]
fn a_level_curve_lies_between_the_ends_of_its_axis() {
    let svg = fear([[0.5, 0.5], [0.5, 0.5]]);
    assert!(!svg.contains(TORN));
    assert_eq!(reach_of_bold_lines(&svg), 0.0);
    let words = words(&svg);
    assert!(
        words.contains(&"0.0") && words.contains(&"0.6"),
        "{words:?}"
    );
}

#[test]
fn no_mark_is_beyond_what_can_be() {
    for svg in [
        fear([[0.99, 1.0], [0.98, 1.0]]),
        fear([[1.0, 1.0], [1.0, 1.0]]),
    ] {
        let marks = words(&svg).into_iter().filter(|word| word.contains('.'));
        let most = marks
            .filter_map(|word| word.parse().ok())
            .filter(|mark| *mark < 2_000.0);
        assert_eq!(most.fold(0.0, f64::max), 1.0);
    }
}
