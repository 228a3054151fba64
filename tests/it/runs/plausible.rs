//! Runs that leave the plausible range are named at their first week outside.

use plaza_batch::rows::{Rows, Value};

use plaza::runs::dictionary::{NATIONAL, Type};
use plaza::studies::summary::plausible::{strays, told};

/// Weeks 0, 1, ... of one run with these numbers of organizations and members.
fn run(rows: &mut Rows, replicate: i64, weeks: &[(i64, i64)]) {
    for (week, (organizations, members)) in (0..).zip(weeks) {
        rows.push(NATIONAL.columns.iter().map(|column| match column.name {
            "policy" => Value::Text("status_quo".into()),
            "replicate" => Value::Integer(replicate),
            "week" => Value::Integer(week),
            "population" => Value::Integer(110_000_000),
            "organizations" => Value::Integer(*organizations),
            "members" => Value::Integer(*members),
            _ if column.r#type == Type::Real => Value::Real(0.0),
            _ => Value::Integer(0),
        }));
    }
}

#[test]
fn runs_outside_are_named_and_kept() {
    let mut rows = Rows::new(&NATIONAL);
    run(&mut rows, 0, &[(2, 20_100), (60, 499_000)]);
    assert_eq!(told(&strays(&rows)), "");
    run(&mut rows, 1, &[(5, 90_000), (61, 90_000), (70, 90_000)]);
    run(&mut rows, 2, &[(1, 19_000)]);
    insta::assert_snapshot!(told(&strays(&rows)), @r"
    2 runs left 2 to 60 organizations; first weeks:
      status_quo replicate 1, week 1: 61.0
      status_quo replicate 2, week 0: 1.0
    1 runs left 18.2 to 454.5 members per 100,000 residents; first weeks:
      status_quo replicate 2, week 0: 17.3
    ");
}
