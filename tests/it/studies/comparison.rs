//! Comparisons: statistics are what the usual software makes of the same numbers
//! (`oracles::Oracle`), and outcomes are counted from the week in
//! which policies part, over the replicates that all policies have.

mod draws;
mod few;
mod money;
mod prices;

use plaza_batch::rows::{Rows, Value};
use plaza_engine::statistics::{step_down, welch_half_width};
use plaza_model::state::government::Payer;

use plaza::runs::design::Sharing;
use plaza::runs::dictionary::{BUDGET, NATIONAL, Type};
use plaza::runs::metrics::{Direction, compared};
use plaza::studies::comparison::outcomes::{Gathering, Outcomes, Setting};
use plaza::studies::comparison::row::{Row, Verdict};
use plaza::studies::comparison::{Comparison, MARGIN};

use crate::oracles::Oracle;

const ORACLE: Oracle = Oracle("comparison");

const BASE: [f64; 12] = [
    310.0, 295.0, 402.0, 288.0, 350.0, 371.0, 266.0, 420.0, 333.0, 305.0, 390.0, 342.0,
];
const LESS: [f64; 12] = [
    280.0, 281.0, 380.0, 290.0, 315.0, 350.0, 251.0, 401.0, 300.0, 299.0, 361.0, 330.0,
];
const NEAR: [f64; 12] = [
    311.0, 296.0, 400.0, 289.0, 351.0, 370.0, 266.0, 422.0, 331.0, 307.0, 391.0, 341.0,
];
const COST: [f64; 12] = [
    1000.0, 1010.0, 990.0, 1005.0, 998.0, 1002.0, 1011.0, 993.0, 1004.0, 997.0, 1001.0, 989.0,
];
const DEAR: [f64; 12] = [
    1204.0, 1190.0, 1220.0, 1198.0, 1216.0, 1199.0, 1188.0, 1230.0, 1195.0, 1207.0, 1214.0, 1190.0,
];
const DIFFERENCES: [f64; 12] = [
    -31.0, -44.0, -15.0, -22.0, -30.0, -26.0, -12.0, -39.0, -17.0, -7.0, -14.0, -5.0,
];

#[track_caller]
fn near(found: impl Into<Option<f64>>, expected: f64) {
    within(found, expected, 1e-9);
}

#[track_caller]
fn within(found: impl Into<Option<f64>>, expected: f64, error: f64) {
    let found = found.into().expect("it is defined");
    assert!(
        (found - expected).abs() <= error * expected.abs().max(1.0),
        "{found}, not {expected}"
    );
}

/// Rows of the table `national`: zeros but for the deaths and costs of each replicate and week.
pub fn national(policy: &str, rows: &[(u32, i32, f64, f64)]) -> Rows {
    let mut table = Rows::new(&NATIONAL);
    for (replicate, week, deaths, cost) in rows {
        table.push(NATIONAL.columns.iter().map(|column| match column.name {
            "policy" => Value::Text(policy.into()),
            "replicate" => Value::Integer(i64::from(*replicate)),
            "week" => Value::Integer(i64::from(*week)),
            "oc_deaths" => Value::Integer(*deaths as i64),
            "budget_spent" => Value::Real(*cost),
            _ if column.nullable => Value::Null,
            _ => match column.r#type {
                Type::Integer => Value::Integer(0),
                Type::Real => Value::Real(0.0),
                _ => Value::Text("".into()),
            },
        }));
    }
    table
}

/// Rows of the table `budget`: what Mexico pays.
fn budget(policy: &str, rows: &[(u32, i64, f64)]) -> Rows {
    let mut table = Rows::new(&BUDGET);
    for (replicate, year, spent) in rows {
        table.push([
            Value::Text(policy.into()),
            Value::Integer(i64::from(*replicate)),
            Value::Integer(*year),
            Value::Text("mexico".into()),
            Value::Text("justice".into()),
            Value::Real(*spent),
        ]);
    }
    table
}

/// One week of a replicate for each value, under three policies.
fn outcomes(luck_per_draw: u32) -> Outcomes {
    let setting = Setting {
        first_year: 2007,
        weeks: 1,
        policies_from: 0,
        seed: 7,
        sharing: Sharing::in_a_row(luck_per_draw),
        test: false,
    };
    let mut gathering = Gathering::new(setting);
    for (policy, deaths, cost) in [
        ("base", BASE, COST),
        ("less", LESS, DEAR),
        ("near", NEAR, COST),
    ] {
        let pairs = (0..).zip(deaths.iter().zip(&cost));
        let rows: Vec<_> = pairs.map(|(r, (d, c))| (r, 0, *d, *c)).collect();
        let paid: Vec<_> = rows.iter().map(|(r, _, _, c)| (*r, 2007, *c)).collect();
        gathering.add(policy, &national(policy, &rows), &budget(policy, &paid));
    }
    gathering.finish()
}

fn row<'a>(comparison: &'a Comparison, policy: &str) -> &'a Row {
    let row = comparison.row(policy, "oc_deaths");
    row.expect("every policy has deaths")
}

/// A row is what the oracle said of a policy.
#[track_caller]
fn intervals(row: &Row, policy: &str) {
    let of = format!("{policy} interval, p, relative");
    let [low, high, p, relative_low, relative_high] = ORACLE.said(&of);
    near(row.low, low);
    near(row.high, high);
    near(row.p.map(|p| p * 1e4), p * 1e4);
    near(row.relative_low, relative_low);
    near(row.relative_high, relative_high);
    let [difference, ..] = ORACLE.said::<4>(&format!("{policy} difference, interval, p"));
    near(row.difference, difference);
    let [_, narrowing] = ORACLE.said(&format!("{policy} welch, narrowing"));
    near(row.narrowing, narrowing);
    let [better] = ORACLE.said(&format!("{policy} better"));
    near(row.better_share, better);
}

#[test]
fn paired_differences_are_those_of_the_oracle() {
    let found = Comparison::new(&outcomes(1), 0, MARGIN);
    let less = row(&found, "less");
    intervals(less, "less");
    near(less.relative, -19.5 / 339.3333333333333);
    assert_eq!(less.verdict, Verdict::Better);
    let [half_width, _] = ORACLE.said("less welch, narrowing");
    near(welch_half_width(&LESS, &BASE, 0.95), half_width);
    let other = row(&found, "near");
    intervals(other, "near");
    // The 90 % interval is [-0.53, 0.99], margins of 0.3 % and 0.28 % are 1.02 and 0.95.
    assert_eq!(other.verdict, Verdict::Equivalent);
    for (margin, expected) in [(0.003, Verdict::Equivalent), (0.0028, Verdict::Unclear)] {
        let found = Comparison::new(&outcomes(1), 0, margin);
        assert_eq!(row(&found, "near").verdict, expected, "{margin}");
    }
    // A baseline the other way round.
    let found = Comparison::new(&outcomes(1), 1, MARGIN);
    let base = row(&found, "base");
    near(base.difference, 19.5);
    assert_eq!(base.verdict, Verdict::Worse);
    assert_eq!(row(&found, "less").verdict, Verdict::Baseline);
}

#[test]
fn step_down_is_that_of_statsmodels() {
    let p = [0.001, 0.2, 0.013, 0.04, 0.013, 0.9, 0.03, 0.0005];
    let expected: [f64; 8] = ORACLE.said("holm");
    let found = step_down(&p, 0.05);
    for ((found, p), expected) in found.iter().zip(p).zip(expected) {
        near(found.p, expected);
        let rejects = p <= 1.0 - found.confidence;
        assert_eq!(rejects, expected <= 0.05, "the interval and the test agree");
    }
    near(found[7].confidence, 1.0 - 0.05 / 8.0);
    near(found[0].confidence, 1.0 - 0.05 / 7.0);
    near(found[5].confidence, 1.0 - 0.05 / 6.0);
    assert_eq!(step_down(&[], 0.05), []);
}

#[test]
fn the_family_is_all_metrics_with_a_direction() {
    let found = Comparison::new(&outcomes(1), 0, MARGIN);
    let judged = compared().filter(|(_, direction)| *direction != Direction::None);
    // Impunity has no value here, so it is left out; two policies.
    let tests = (judged.count() - 1) * 2;
    let in_family = found.rows.iter().filter(|row| row.holm_p.is_some()).count();
    assert_eq!(in_family, tests);
    // The cost of `less` has the smallest p-value, its deaths the next.
    let less = row(&found, "less");
    let p = less.p.expect("twelve replicates");
    near(less.holm_p.map(|p| p * 1e5), (tests - 1) as f64 * p * 1e5);
    let (low, high) = (less.holm_low.expect("held"), less.holm_high.expect("held"));
    assert!(low < less.low.expect("held") && high < 0.0);
    for row in &found.rows {
        let clear = row
            .holm_low
            .zip(row.holm_high)
            .map(|(low, high)| low > 0.0 || high < 0.0);
        assert_eq!(
            clear,
            row.holm_p.map(|p| p <= 0.05),
            "{} {}",
            row.policy,
            row.metric
        );
    }
}

#[test]
fn outcomes_count_from_the_week_policies_part() {
    let setting = Setting {
        first_year: 2007,
        weeks: 80,
        policies_from: 60,
        seed: 1,
        sharing: Sharing::in_a_row(1),
        test: false,
    };
    let mut gathering = Gathering::new(setting);
    // A death in week 59, two in each later week of replicate 0, three in those of replicate 2.
    let weeks = |replicate: u32| {
        let dead = move |week| match week {
            ..59 => 0.0,
            59 => 1.0,
            _ => f64::from(replicate + 2),
        };
        (0..80).map(move |week| (replicate, week, dead(week), 0.0))
    };
    let later: Vec<_> = weeks(2).collect();
    let all: Vec<_> = weeks(0).chain(weeks(1)).collect();
    let some: Vec<_> = weeks(0).chain(weeks(2)).collect();
    let paid = budget("a", &[(0, 2007, 5.0), (0, 2008, 7.0)]);
    gathering.add("a", &national("a", &all), &paid);
    gathering.add("a", &national("a", &later), &Rows::new(&BUDGET));
    gathering.add("b", &national("b", &some), &Rows::new(&BUDGET));
    let outcomes = gathering.finish();
    assert_eq!(outcomes.policies, ["a", "b"]);
    assert_eq!(
        (outcomes.replicates.as_slice(), outcomes.dropped.as_slice()),
        (&[0, 2][..], &[1][..])
    );
    let deaths = outcomes.of("oc_deaths").expect("a metric");
    assert_eq!(deaths, [[40.0, 80.0], [40.0, 80.0]]);
    let early = outcomes.at("oc_deaths", 13).expect("week 73");
    assert_eq!(early[0], [26.0, 52.0]);
    assert_eq!(outcomes.at("oc_deaths", 52), None, "beyond the end");
    assert_eq!(outcomes.of("impunity"), None, "null");
    assert_eq!(outcomes.of("splits"), None, "not compared");
    assert_eq!(outcomes.spent(Payer::Mexico)[0], [7.0, 0.0], "from 2008");
}
