//! The scorecard: verdicts from outcomes made by hand, and the file, the program and the page that
//! say the same.

mod file;

use plaza_batch::rows::{Rows, Value};

use plaza::files::csv_text::csv;
use plaza::runs::design::Sharing;
use plaza::runs::dictionary::{BUDGET, NATIONAL, Type};
use plaza::studies::comparison::outcomes::{Gathering, Outcomes, Setting};
use plaza::studies::scorecard::files::{bad_sides, cells};
use plaza::studies::scorecard::rules::{Claim, Scorecard};
use plaza::studies::scorecard::screen::screen;
use plaza::studies::scorecard::{Finding, Interval, Verdict, held};

const WEEKS: i32 = 20;

/// A policy, and what a column of the table `national` holds in a replicate and week of it.
type Made<'a> = (&'a str, &'a dyn Fn(&str, usize, i32) -> f64);

fn outcomes(policies: &[Made<'_>], replicates: usize) -> Outcomes {
    outcomes_with(policies, replicates, 1, &|_, _, _| 1.0)
}

/// Outcomes of these replicates, and dollars by policy, payer and area.
fn outcomes_with(
    policies: &[Made<'_>],
    replicates: usize,
    luck_per_draw: u32,
    dollars: &dyn Fn(&str, &str, &str) -> f64,
) -> Outcomes {
    let mut gathering = Gathering::new(Setting {
        first_year: 2007,
        weeks: WEEKS,
        policies_from: 0,
        seed: 1,
        sharing: Sharing::in_a_row(luck_per_draw),
        test: false,
    });
    for (policy, value) in policies {
        let (mut national, mut budget) = (Rows::new(&NATIONAL), Rows::new(&BUDGET));
        for replicate in 0..replicates {
            for week in 0..WEEKS {
                national.push(NATIONAL.columns.iter().map(|column| {
                    let number = match column.name {
                        "replicate" => replicate as f64,
                        "week" => f64::from(week),
                        name => value(name, replicate, week),
                    };
                    match column.r#type {
                        Type::Integer => Value::Integer(number as i64),
                        Type::Real if number.is_nan() => Value::Null,
                        Type::Real => Value::Real(number),
                        _ => Value::Text((*policy).into()),
                    }
                }));
            }
            for payer in ["mexico", "united_states", "united_states_at_home"] {
                for area in ["justice", "criminal_groups", "border", "prevention"] {
                    budget.push([
                        Value::Text((*policy).into()),
                        Value::Integer(replicate as i64),
                        Value::Integer(2007),
                        Value::Text(payer.into()),
                        Value::Text(area.into()),
                        Value::Real(dollars(policy, payer, area)),
                    ]);
                }
            }
        }
        gathering.add(policy, &national, &budget);
    }
    gathering.finish()
}

/// A scorecard of one rule with these columns, one cell and one bad side about policy `p`.
fn scorecard(columns: &str, side: &str) -> Scorecard {
    let text = format!(
        "baseline = 'status_quo'\nhigh = 0.20\nmedium = 0.05\n\
         [[rule]]\nname = 'r'\ncolumns = [{columns}]\nwhy = ''\n\
         [[cell]]\ndocument = 'D'\noption = 'o'\npolicy = 'p'\ncell = 'words'\nrule = 'r'\n\
         says = 'better'\ntag = 'outcome'\nsource = 's'\n\
         [[bad_side]]\ndocument = 'D'\npolicy = 'p'\nbad_side = 'bad'\nsource = 's'\n{side}"
    );
    toml::from_str(&text).expect("a scorecard")
}

const DEATHS: &str = "{ metric = 'oc_deaths', better = 'lower' }";
const DEATHS_RISE: &str = "metric = 'oc_deaths'\nshows = 'higher'";

fn interval(finding: Finding) -> Interval {
    finding
        .interval()
        .unwrap_or_else(|| panic!("no value: {finding:?}"))
}

#[test]
fn verdicts_at_both_edges() {
    let scorecard = scorecard(DEATHS, DEATHS_RISE);
    let verdict = |value, low, high| Verdict::of(&scorecard, Interval { value, low, high });
    assert_eq!(verdict(0.20, 0.01, 0.4), Verdict::High);
    assert_eq!(verdict(0.199, 0.01, 0.4), Verdict::Medium);
    assert_eq!(verdict(0.05, 0.01, 0.1), Verdict::Medium);
    assert_eq!(verdict(0.049, 0.01, 0.1), Verdict::Low);
    assert_eq!(verdict(-0.049, -0.1, -0.01), Verdict::Low);
    assert_eq!(verdict(-0.05, -0.1, -0.01), Verdict::Worse);
    assert_eq!(verdict(-0.6, -0.8, -0.4), Verdict::Worse);
    // Not clear of zero, however large.
    assert_eq!(verdict(0.3, 0.0, 0.6), Verdict::Low);
    assert_eq!(verdict(-0.3, -0.6, 0.0), Verdict::Low);
    let of = |value: f64| Interval {
        value,
        low: value - 0.01,
        high: value + 0.01,
    };
    let met = |claim| {
        [0.3, 0.1, 0.0, -0.1].map(|value| {
            let of = of(value);
            Verdict::of(&scorecard, of).meets(claim, of)
        })
    };
    assert_eq!(met(Claim::High), [true, false, false, false]);
    assert_eq!(met(Claim::Medium), [false, true, false, false]);
    assert_eq!(met(Claim::Better), [true, true, false, false]);
    assert_eq!(met(Claim::Low), [false, false, true, true]);
    assert_eq!(met(Claim::Worse), [false, false, false, true]);
    // An order needs no size, and no more than a difference that is clear of zero.
    assert_eq!(met(Claim::Above), [true, true, false, false]);
    assert_eq!(met(Claim::Below), [false, false, false, true]);
    assert!(Verdict::Low.meets(Claim::Above, of(0.02)));
    assert!(Verdict::Low.meets(Claim::Below, of(-0.02)));
    assert!(!Verdict::Low.meets(Claim::Above, of(0.01)));
}

/// Deaths of a week by replicate, everything else 1.
fn deaths<const N: usize>(of: [f64; N]) -> impl Fn(&str, usize, i32) -> f64 {
    move |column, replicate, _| {
        if column == "oc_deaths" {
            of[replicate]
        } else {
            1.0
        }
    }
}

#[test]
fn a_cell_is_the_paired_improvement_as_a_part_of_the_baseline() {
    let (base, better) = (
        deaths([
            900.0, 1100.0, 1000.0, 900.0, 1100.0, 1000.0, 900.0, 1100.0, 1000.0,
        ]),
        deaths([
            700.0, 850.0, 800.0, 700.0, 850.0, 800.0, 700.0, 850.0, 800.0,
        ]),
    );
    let few = outcomes(&[("status_quo", &base), ("p", &better)], 7);
    let outcomes = outcomes(&[("status_quo", &base), ("p", &better)], 9);
    let one = scorecard(DEATHS, DEATHS_RISE);
    let found = held(&one, &outcomes);
    // comparison_oracle.py: `of_pairs` of these, the ratio.
    let of = interval(found.cells[0].finding);
    assert!((of.value - 0.216_667).abs() < 1e-6, "{of:?}");
    assert!((of.low - 0.206_131).abs() < 1e-6, "{of:?}");
    assert!((of.high - 0.225_846).abs() < 1e-6, "{of:?}");
    assert_eq!(found.cells[0].verdict, Some(Verdict::High));
    assert_eq!(found.cells[0].agrees(), Some(true));
    // Better deaths and equal extortions: the mean over two columns is half of it.
    let two = scorecard(
        "{ metric = 'oc_deaths', better = 'lower' }, { metric = 'extortions', better = 'lower' }",
        DEATHS_RISE,
    );
    let halved = interval(held(&two, &outcomes).cells[0].finding);
    assert!((halved.value - of.value / 2.0).abs() < 1e-12, "{halved:?}");
    // Seen from the other side it is worse.
    let mirrored = scorecard("{ metric = 'oc_deaths', better = 'higher' }", DEATHS_RISE);
    let found = held(&mirrored, &outcomes);
    assert_eq!(found.cells[0].verdict, Some(Verdict::Worse));
    assert_eq!(found.cells[0].agrees(), Some(false));
    assert!(screen(&found, 120).contains("DIFFERS"));
    // Of seven replicates nothing is said.
    let found = held(&one, &few);
    assert_eq!(
        (found.cells[0].word(), found.cells[0].agrees()),
        ("too few", None)
    );
    assert_eq!(found.bad_sides[0].word(), "too few");
    assert!(screen(&found, 120).contains("too few: no verdict below 8"));
}

#[test]
fn replicates_that_share_a_draw_count_as_one() {
    let base = deaths([1000.0; 4]);
    let better = deaths([700.0, 750.0, 600.0, 650.0]);
    let made: [Made<'_>; 2] = [("status_quo", &base), ("p", &better)];
    let one = scorecard(DEATHS, DEATHS_RISE);
    let width = |luck_per_draw| {
        let outcomes = outcomes_with(&made, 4, luck_per_draw, &|_, _, _| 1.0);
        let of = interval(held(&one, &outcomes).cells[0].finding);
        assert!((of.value - 0.325).abs() < 1e-12, "{of:?}");
        of.high - of.low
    };
    // Two draws: t of one degree of freedom, 12.706 * .0707 / sqrt(2), on either side; nothing falls by more
    // than all of it.
    assert!(width(2) > 0.6, "{}", width(2));
    assert!(width(1) < 0.5 * width(2), "{}", width(1));
}

#[test]
fn a_bad_side_agrees_disagrees_or_is_not_seen() {
    let base = deaths([
        1000.0, 1010.0, 1020.0, 1000.0, 1010.0, 1020.0, 1000.0, 1010.0,
    ]);
    let more = deaths([
        1100.0, 1120.0, 1110.0, 1100.0, 1120.0, 1110.0, 1100.0, 1120.0,
    ]);
    let fewer = deaths([900.0, 920.0, 910.0, 900.0, 920.0, 910.0, 900.0, 920.0]);
    let either = deaths([900.0, 1110.0, 1020.0, 900.0, 1110.0, 1020.0, 1000.0, 1010.0]);
    let word = |of: &dyn Fn(&str, usize, i32) -> f64, side: &str| {
        let outcomes = outcomes(&[("status_quo", &base), ("p", of)], 8);
        held(&scorecard(DEATHS, side), &outcomes).bad_sides[0].word()
    };
    assert_eq!(word(&more, DEATHS_RISE), "agree");
    assert_eq!(word(&fewer, DEATHS_RISE), "disagree");
    assert_eq!(word(&either, DEATHS_RISE), "not seen");
    assert_eq!(word(&base, DEATHS_RISE), "not seen");
    let fall = "metric = 'oc_deaths'\nshows = 'lower'";
    assert_eq!(word(&fewer, fall), "agree");
    assert_eq!(word(&more, fall), "disagree");
    // In the first 13 weeks only: what comes later does not count.
    let late = |column: &str, replicate: usize, week: i32| {
        if column == "oc_deaths" && week >= 13 {
            return 5000.0;
        }
        fewer(column, replicate, week)
    };
    let early = format!("{DEATHS_RISE}\nweeks = 13");
    assert_eq!(word(&late, DEATHS_RISE), "agree");
    assert_eq!(word(&late, &early), "disagree");
}

#[test]
fn money_is_the_aid_for_justice_and_all_that_the_united_states_pay() {
    let same = deaths([1.0, 1.0]);
    let dollars = |policy: &str, payer: &str, area: &str| match (policy, payer, area) {
        ("p", "united_states", "justice") => 60.0,
        ("p", "united_states", _) => 20.0,
        ("nothing", "united_states", _) => 0.0,
        ("status_quo", "united_states", _) => 10.0,
        (_, "united_states_at_home", _) => 5.0,
        _ => 1e9,
    };
    let made: [Made<'_>; 3] = [("status_quo", &same), ("p", &same), ("nothing", &same)];
    let outcomes = outcomes_with(&made, 2, 1, &dollars);
    let value = |metric: &str, policy: &str| {
        let column = format!("{{ metric = '{metric}', better = 'higher' }}");
        let mut scorecard = scorecard(&column, DEATHS_RISE);
        scorecard.cells[0].policy = policy.to_owned();
        interval(held(&scorecard, &outcomes).cells[0].finding).value
    };
    // A half of the aid instead of a quarter; none, which is nothing for justice.
    assert_eq!(value("aid_justice_share", "p"), 1.0);
    assert_eq!(value("aid_justice_share", "nothing"), -1.0);
    // 120 + 20 instead of 40 + 20 dollars; only what is paid at home.
    assert!((value("united_states_spent", "p") - 80.0 / 60.0).abs() < 1e-12);
    assert!((value("united_states_spent", "nothing") + 40.0 / 60.0).abs() < 1e-12);
}

#[test]
fn where_there_is_no_value_it_says_why() {
    let same = deaths([1.0, 1.0]);
    let one = scorecard(DEATHS, DEATHS_RISE);
    let lacking = outcomes(&[("status_quo", &same)], 2);
    let found = held(&one, &lacking);
    assert_eq!(found.cells[0].finding, Finding::NotRun);
    assert_eq!(found.bad_sides[0].word(), "not run");
    assert!(
        screen(&found, 120).contains("2 lines are about policies that this folder does not hold")
    );
    let rows = cells(&found);
    insta::assert_snapshot!(csv(&rows), @r"
    document,option,policy,cell,rule,value,low,high,verdict,document_verdict,tag,agrees,against,source,replicates
    D,o,p,words,r,,,,not run,better,outcome,,status_quo,s,2
    ");
    let rows = bad_sides(&found);
    insta::assert_snapshot!(csv(&rows), @r"
    document,policy,bad_side,column,difference,low,high,verdict,shows,weeks,against,source,replicates
    D,p,bad,oc_deaths,,,,not run,higher,,status_quo,s,2
    ");
    let alone = outcomes(&[("status_quo", &same), ("p", &same)], 1);
    assert_eq!(held(&one, &alone).cells[0].word(), "not computable");
    // Impunity has no value before there is a cohort of two years ago.
    let none = |column: &str, _: usize, _: i32| if column == "impunity" { f64::NAN } else { 1.0 };
    let early = outcomes(&[("status_quo", &none), ("p", &none)], 2);
    let impunity = scorecard("{ metric = 'impunity', better = 'lower' }", DEATHS_RISE);
    assert_eq!(held(&impunity, &early).cells[0].word(), "not computable");
}
