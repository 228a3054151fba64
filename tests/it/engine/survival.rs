//! Survival: the estimate is that of a published example, and lives are what the tables say.

use plaza_batch::rows::{Rows, Value};
use plaza_engine::survival::{Life, kaplan_meier};

use plaza::runs::dictionary::{EVENTS, NATIONAL, ORGANIZATIONS};
use plaza::studies::lives::lives;

use crate::runs::fake::push;

const Z: f64 = 1.959_963_984_540_054;

fn life((time, ended): (f64, bool)) -> Life {
    Life { time, ended }
}

/// Weeks in remission of 21 patients given 6-mercaptopurine (Freireich et al. 1963), the example of
/// most textbooks; `false` is censored. Share, Greenwood's error and the log-log interval of 95 %
/// are those of R's `survfit(conf.type = "log-log")` and of `lifelines.KaplanMeierFitter`.
#[test]
fn the_estimate_is_that_of_the_published_example() {
    let ended = [6.0, 6.0, 6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0];
    let censored = [
        6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0,
    ];
    let sample: Vec<Life> = (censored.map(|time| (time, false)).into_iter())
        .chain(ended.map(|time| (time, true)))
        .map(life)
        .collect();
    let expected = [
        (6.0, 21, 0.857_143, 0.076_360, [0.619_718, 0.951_552]),
        (7.0, 17, 0.806_723, 0.086_935, [0.563_147, 0.922_809]),
        (10.0, 15, 0.752_941, 0.096_350, [0.503_200, 0.889_362]),
        (13.0, 12, 0.690_196, 0.106_815, [0.431_610, 0.849_066]),
        (16.0, 11, 0.627_451, 0.114_054, [0.367_511, 0.804_912]),
        (22.0, 7, 0.537_815, 0.128_234, [0.267_779, 0.746_791]),
        (23.0, 6, 0.448_179, 0.134_591, [0.188_052, 0.680_143]),
    ];
    let steps = kaplan_meier(&sample, Z);
    assert_eq!(steps.len(), expected.len());
    for (step, (time, at_risk, share, error, interval)) in steps.iter().zip(expected) {
        assert_eq!((step.time, step.at_risk), (time, at_risk));
        let found = [step.share, step.error, step.interval[0], step.interval[1]];
        for (found, expected) in found.iter().zip([share, error, interval[0], interval[1]]) {
            assert!(
                (found - expected).abs() < 1e-6,
                "{time}: {found}, not {expected}"
            );
        }
    }
}

#[test]
fn an_end_that_leaves_nobody_has_no_nan() {
    assert!(kaplan_meier(&[], Z).is_empty());
    assert!(kaplan_meier(&[life((3.0, false))], Z).is_empty());
    let steps = kaplan_meier(&[life((1.0, true)), life((2.0, true))], Z);
    assert_eq!(steps[1].share, 0.0);
    assert_eq!(steps[1].interval, [0.0, steps[0].interval[1]]);
}

/// 30 weeks: `a` lives on; `b`, too short for the table of organizations, ends in week 5; `c` splits
/// off in week 10 and lives; `d` splits off in week 11 and ends in week 14; `e` split off in the
/// burn-in; `f` founded in the first week of a run without one.
#[test]
fn lives_are_what_the_tables_say() {
    let text = |text: &str| Value::Text(text.into());
    let mut national = Rows::new(&NATIONAL);
    for week in 0..30 {
        push(&mut national, &[("week", Value::Integer(week))]);
    }
    let mut organizations = Rows::new(&ORGANIZATIONS);
    for (week, key, parent, born) in [
        (12, "a", Value::Null, -52),
        (12, "c", text("a"), 10),
        (12, "d", text("a"), 11),
        (12, "e", text("a"), -9),
        (25, "a", Value::Null, -52),
        (25, "c", text("a"), 10),
        (25, "e", text("a"), -9),
        (25, "f", Value::Null, 0),
    ] {
        let row = [
            ("week", Value::Integer(week)),
            ("organization", text(key)),
            ("parent", parent),
            ("born_week", Value::Integer(born)),
        ];
        push(&mut organizations, &row);
    }
    let mut events = Rows::new(&EVENTS);
    for (week, kind, key, other) in [
        (5, "extinction", "b", Value::Null),
        (10, "split", "a", text("c")),
        (11, "split", "a", text("d")),
        (14, "extinction", "d", Value::Null),
    ] {
        let row = [
            ("week", Value::Integer(week)),
            ("kind", text(kind)),
            ("organization", text(key)),
            ("other", other),
        ];
        push(&mut events, &row);
    }
    let found = lives(&national, &organizations, &events);
    assert_eq!((found.len(), found[0].replicates), (1, 1));
    let founders = [(30.0, false), (6.0, true), (30.0, false), (30.0, false)].map(life);
    assert_eq!(found[0].founders, founders, "a, b, e and f");
    assert_eq!(found[0].splinters, [(20.0, false), (4.0, true)].map(life));
}
