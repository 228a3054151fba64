//! The summary and the numbers in it.

use plaza_batch::rows::{Rows, Value};
use plaza_engine::numbers::grouped;
use plaza_engine::quantiles::{of_sorted, student_t};
use plaza_engine::statistics::MeanEstimate;
use statrs::distribution::{ContinuousCDF, StudentsT};

use plaza::runs::dictionary::NATIONAL;
use plaza::runs::metrics::METRICS;
use plaza::studies::summary::files::csv;
use plaza::studies::summary::{Summary, screen};

use super::made_up::{POLICIES, national_rows, text};
use super::summed_up;
use crate::oracles::Oracle;
use crate::program::{plaza, typed};
use crate::runs::fake::push;

#[test]
fn quantiles_are_of_type_7() {
    let sample = [1.0, 2.0, 4.0, 8.0];
    let expected: [f64; 6] = Oracle("statistics").said("quantiles");
    for (p, expected) in [0.0, 0.05, 0.25, 0.5, 0.95, 1.0].into_iter().zip(expected) {
        let found = of_sorted(&sample, p);
        assert!((found - expected).abs() < 1e-12, "{p}: {found}");
    }
    assert_eq!(of_sorted(&[3.0], 0.95), 3.0);
}

#[test]
fn student_t_is_that_of_tables() {
    let expected: [f64; 6] = Oracle("statistics").said("student t 0.975");
    for (freedom, expected) in [1, 2, 5, 7, 30, 1000].into_iter().zip(expected) {
        let found = student_t(0.95, freedom);
        assert!((found / expected - 1.0).abs() < 1e-9, "{freedom}: {found}");
    }
    for freedom in [1, 2, 3, 4, 11, 100, 3899] {
        let oracle = StudentsT::new(0.0, 1.0, f64::from(freedom)).expect("a distribution");
        for confidence in [0.5, 0.9, 0.95, 0.999] {
            let found = oracle.cdf(student_t(confidence, freedom));
            assert!(
                (found - f64::midpoint(1.0, confidence)).abs() < 1e-8,
                "{freedom} at {confidence}: {found}"
            );
        }
    }
}

#[test]
fn summary_is_that_of_hand() {
    let mut rows = Rows::new(&NATIONAL);
    for (replicate, deaths) in [(0, [1, 2]), (1, [3, 6]), (2, [0, 0])] {
        for week in [1, 0] {
            push(
                &mut rows,
                &[
                    ("policy", text("a")),
                    ("replicate", Value::Integer(replicate)),
                    ("week", Value::Integer(week)),
                    ("population", Value::Integer(1_000_000)),
                    ("oc_deaths", Value::Integer(deaths[week as usize])),
                    ("organizations", Value::Integer(10 * replicate + week)),
                    ("impunity", Value::Real(0.9)),
                ],
            );
        }
    }
    let summary = summed_up(&rows);
    assert_eq!(summary.rows.len(), METRICS.len());
    let find = |name| {
        let found = summary.rows.iter().find(|row| row.metric == name);
        found.expect("a metric of the registry")
    };
    let deaths = find("oc_deaths");
    assert_eq!((deaths.mean, deaths.replicates), (4.0, 3));
    let of = MeanEstimate::of(&[3.0, 9.0, 0.0]).expect("three replicates");
    let [low, high] = of.interval(0.95);
    assert!(
        low < 0.0 && deaths.low == Some(0.0),
        "nobody dies less than never"
    );
    assert!((deaths.high.expect("three replicates") - high).abs() < 1e-9);
    assert_eq!(find("impunity").high, Some(0.9));
    assert!((find("oc_deaths_rate").mean - 4.0 / 2.0 * 52.0 / 10.0).abs() < 1e-9);
    assert_eq!(
        find("organizations").mean,
        11.0,
        "the last week, whatever the order of rows"
    );

    let written = csv(&summary);
    assert!(written.starts_with("policy,metric,mean,low,high,replicates\na,oc_deaths,4.0,"));
    assert_eq!(written.lines().count(), METRICS.len() + 1);
    let single = summed_up(&national_rows(1, 1, 2));
    assert!(csv(&single).contains(",,,1"), "no interval of one");
    assert_eq!(
        csv(&Summary::default()),
        "policy,metric,mean,low,high,replicates\n"
    );
}

#[test]
fn every_metric_is_a_column() {
    let rows = Rows::new(&NATIONAL);
    for metric in METRICS {
        assert!(rows.index(metric.column).is_some(), "{}", metric.name);
    }
}

#[test]
fn screen_fits_a_terminal() {
    let summary = summed_up(&national_rows(13, 4, 60));
    let shown = screen(&summary, 120);
    assert!(
        shown.lines().all(|line| line.chars().count() <= 120),
        "{shown}"
    );
    for policy in POLICIES {
        assert!(shown.contains(policy));
    }
    insta::assert_snapshot!(screen(&summed_up(&national_rows(2, 4, 60)), 120));
    assert_eq!(screen(&Summary::default(), 120), "");
}

#[test]
fn a_folder_without_results_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let message = plaza(["plot", typed(folder.path())]).refused();
    assert!(message.contains("is no result folder"), "{message}");
    let left = std::fs::read_dir(folder.path()).expect("the folder is there");
    assert_eq!(left.count(), 0, "nothing is written");
}

#[test]
fn thousands_are_grouped() {
    for (value, digits, expected) in [
        (1_234_567.0, 0, "1,234,567"),
        (-1234.56, 1, "-1,234.6"),
        (-0.0001, 2, "0.00"),
        (999.6, 0, "1,000"),
        (12.0, 1, "12.0"),
    ] {
        assert_eq!(grouped(value, digits), expected);
    }
}
