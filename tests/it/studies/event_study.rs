//! The event study: effects that were put into the tables come out, those that were not are zero,
//! and a result folder gives a table, a figure and words.

use std::fs;

use plaza_batch::files::{digest, write_whole};
use plaza_batch::manifest::{BlockResults, Manifest, PolicyResults, part};
use plaza_batch::parquet::encode;
use plaza_batch::rows::{Rows, Value};
use plaza_engine::poisson::{Coefficient, Fit};
use plaza_model::state::map::Map;

use plaza::files::csv_text::csv;
use plaza::runs::dictionary::{EVENTS, PANEL};
use plaza::setup::results::Results;
use plaza::studies::event_study::contrast::Contrast;
use plaza::studies::event_study::files::event_study;
use plaza::studies::event_study::{Effect, History, Removed, WINDOWS, Where, effects, histories};

use crate::rules::worlds::grid;
use crate::runs::fake;
use crate::runs::fake::push;
use crate::studies::figures::assert_sound;

const MONTHS: i64 = 60;
/// Three weeks more than the months have.
const WEEKS: i32 = 4 * MONTHS as i32 + 3;

/// Who fell: place, month, kind and outcome of the event.
const REMOVALS: [(usize, i64, &str, &str); 8] = [
    (10, 14, "boss_removed", "arrested"),
    (50, 20, "boss_removed", "killed"),
    (77, 25, "boss_removed", "arrested"),
    (121, 17, "boss_removed", "extradited"),
    (30, 15, "leader_removed", "arrested"),
    (100, 22, "leader_removed", "killed"),
    // Neither of these is a removal by the government; deaths do not answer them.
    (5, 20, "boss_removed", "killed_by_rivals"),
    (140, 20, "defection", "arrested"),
];

/// Deaths that are a product of a place's, a state and month's, and the effects of removals: `here`
/// times as many for six months where a boss fell, three times as many from six months to a year
/// after a leader fell next door.
fn tables(map: &Map, replicates: &[(i64, i64)]) -> (Rows, Rows) {
    let (mut panel, mut events) = (Rows::new(&PANEL), Rows::new(&EVENTS));
    for &(replicate, here) in replicates {
        let code = |place: usize| Value::Text(map.places[place].code.as_str().into());
        let week = |week: i64, place: usize| {
            [
                ("replicate", Value::Integer(replicate)),
                ("week", Value::Integer(week)),
                ("municipality", code(place)),
            ]
        };
        for place in (0..map.places.len()).filter(|place| place % 9 != 8) {
            let state = i64::from(map.places[place].state);
            for month in 0..MONTHS {
                let fell = |at: usize, kind: &str, from: i64, to: i64| {
                    REMOVALS[..6].iter().any(|(there, then, what, _)| {
                        (*there, *what) == (at, kind) && (from..=to).contains(&(month - then))
                    })
                };
                let next = map.graph.neighbours(place as u32);
                let beside = next
                    .iter()
                    .any(|at| fell(*at as usize, "leader_removed", 6, 11));
                let deaths = (1 + place as i64 % 5)
                    * (1 + (state * 7 + month * 3) % 4)
                    * if fell(place, "boss_removed", 0, 5) {
                        here
                    } else {
                        1
                    }
                    * if beside { 3 } else { 1 };
                let row = week(4 * month + (place as i64 + month) % 4, place);
                push(
                    &mut panel,
                    &[&row[..], &[("oc_deaths", Value::Integer(deaths))]].concat(),
                );
            }
            let row = week(4 * MONTHS + 1, place);
            push(
                &mut panel,
                &[&row[..], &[("oc_deaths", Value::Integer(1_000))]].concat(),
            );
        }
        for (place, month, kind, outcome) in REMOVALS {
            let of = [
                ("kind", Value::Text(kind.into())),
                ("outcome", Value::Text(outcome.into())),
            ];
            push(
                &mut events,
                &[&week(4 * month + 2, place)[..], &of].concat(),
            );
        }
    }
    (panel, events)
}

fn fitted(map: &Map, replicates: &[(i64, i64)]) -> Vec<Fit> {
    let (panel, events) = tables(map, replicates);
    let histories = histories(&panel, &events, map, WEEKS);
    assert_eq!(histories.len(), replicates.len());
    histories
        .values()
        .map(|history| history.regress(map).expect("it converges"))
        .collect()
}

fn near(found: Option<f64>, expected: f64) {
    let found = found.expect("a number");
    assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
}

#[test]
fn effects_that_were_put_in_come_out() {
    let map = grid();
    let fits = fitted(&map, &[(3, 2), (8, 4)]);
    assert_eq!(fits[0].units, 128);
    assert_eq!(fits[0].observations, 128 * MONTHS as usize);
    let effects = effects(&fits);
    assert_eq!(effects.len(), 4 * WINDOWS.len());
    for effect in &effects {
        let window = (effect.months_from, effect.months_to);
        assert_eq!(effect.replicates, 2);
        match (effect.removed, effect.place, window) {
            (Removed::Boss, Where::Place, (0, Some(5))) => {
                // Ln 2 in one replicate and ln 4 in the other; t of one degree of freedom.
                let (mean, half) = (1.5 * f64::ln(2.0), 12.706_204_736 * f64::ln(2.0) / 2.0);
                near(effect.log_ratio, mean);
                near(effect.low, mean - half);
                near(effect.high, mean + half);
                near(effect.significant_share, 1.0);
            }
            (Removed::Leader, Where::Neighbour, (6, Some(11))) => {
                near(effect.log_ratio, f64::ln(3.0));
                near(effect.low, f64::ln(3.0));
                near(effect.significant_share, 1.0);
            }
            _ => near(effect.log_ratio, 0.0),
        }
        near(effect.within_se, 0.0);
    }
}

/// Half of a window that is taken from the others and given to one moves its coefficient by their mean, and nothing else.
#[test]
fn the_contrast_is_the_window_after_less_the_mean_of_those_before() {
    let map = grid();
    let (panel, events) = tables(&map, &[(0, 2)]);
    let mut histories = histories(&panel, &events, &map, WEEKS);
    let history = histories.get_mut(&0).expect("it is there");
    // Where leaders fell deaths tripled in months 0-5, and had risen by half in the six months before.
    for (place, month) in REMOVALS[4..6].iter().map(|of| (of.0, of.1 as usize)) {
        let deaths = &mut history.deaths[place];
        deaths[month - 6..month]
            .iter_mut()
            .for_each(|dead| *dead *= 1.5);
        deaths[month..month + 6]
            .iter_mut()
            .for_each(|dead| *dead *= 3.0);
    }
    let found = history.contrast(&map);
    let log_ratio = |of: Option<Coefficient>| of.map(|of| of.log_ratio);
    let whole = history.regress(&map).expect("it converges");
    let [first, second, after] = [0, 1, 2].map(|at| log_ratio(whole.coefficients[at]));
    let (first, second) = (first.expect("a number"), second.expect("a number"));
    near(after, f64::ln(3.0));
    near(
        log_ratio(found.rise),
        f64::ln(3.0) - f64::midpoint(first, second),
    );
    near(log_ratio(found.before[0]), 0.0);
    near(log_ratio(found.before[1]), f64::ln(1.5));

    let nothing = History::new(map.places.len(), 12).contrast(&map);
    assert_eq!(nothing, Contrast::default());
}

#[test]
fn what_never_happens_is_not_estimated() {
    let map = grid();
    let (panel, _) = tables(&map, &[(0, 2)]);
    let histories = histories(&panel, &Rows::new(&EVENTS), &map, WEEKS);
    let fits: Vec<Fit> = (histories.values())
        .filter_map(|history| history.regress(&map))
        .collect();
    let effects = effects(&fits);
    let empty = |effect: &Effect| effect.replicates == 0 && effect.log_ratio.is_none();
    assert!(effects.iter().all(empty), "{effects:?}");
    assert!(csv(&effects).contains("\nboss,neighbour,36,,,,,,,0\n"));
    assert_sound(
        "nothing",
        &plaza::studies::event_study::figure::draw(&effects, "p", 1),
    );
}

#[test]
fn an_interval_beyond_the_scale_ends_in_an_arrow_head() {
    let effect = |half: f64| Effect {
        removed: Removed::Leader,
        place: Where::Place,
        months_from: 0,
        months_to: Some(5),
        log_ratio: Some(0.1),
        low: Some(0.1 - half),
        high: Some(0.1 + half),
        within_se: Some(0.01),
        significant_share: Some(0.0),
        replicates: 8,
    };
    let heads = |half| {
        let svg = plaza::studies::event_study::figure::draw(&[effect(half)], "p", 8);
        assert_sound("event study", &svg);
        let said = svg.contains("the interval goes on beyond the axis");
        (svg.matches("<polygon").count(), said)
    };
    assert_eq!(heads(0.2), (0, false));
    assert_eq!(heads(5.0), (2, true));
}

#[test]
fn a_result_folder_gives_a_table_and_a_figure() {
    let there = tempfile::tempdir().expect("a temporary folder");
    let folder = there.path();
    let recipe = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/configs/maps/grid_12x12.toml"
    ));
    let recipe = recipe.expect("the recipe is there");
    write_whole(&folder.join("inputs/map.toml"), &recipe).expect("a temporary folder");
    let mut manifest: Manifest = fake::call(&["p"], 16).asked();
    manifest.weeks = WEEKS;
    let results: &mut PolicyResults = manifest.policies.get_mut("p").expect("the policy");
    // The panel of some replicates only: the second block has none.
    let mut block = BlockResults {
        parts: [("events".to_owned(), String::new())].into(),
        failed: [].into(),
    };
    results.blocks.insert(1, block.clone());
    manifest.write(folder).expect("a temporary folder");
    let opened = Results::open(folder).expect("a manifest");
    let message = |policy| {
        let problems = event_study(&opened, policy, 120).expect_err("no panel");
        problems[0].message.clone()
    };
    insta::assert_snapshot!(message("p"), @"has no table `panel` of policy `p`, expected a run with `record.panel = true`");
    insta::assert_snapshot!(message("q"), @"has no policy `q`, expected one of p");

    let (panel, events) = tables(&grid(), &[(0, 2), (1, 4)]);
    for rows in [&panel, &events] {
        let (name, bytes) = (rows.table.name, encode(rows, &[]));
        write_whole(&folder.join(part(name, "p", 0)), &bytes).expect("a temporary folder");
        block.parts.insert(name.to_owned(), digest(&bytes));
    }
    let results = manifest.policies.get_mut("p").expect("the policy");
    results.blocks.insert(0, block);
    manifest.write(folder).expect("a temporary folder");
    let study = Results::open(folder).expect("a manifest");
    let study = event_study(&study, "p", 120).expect("the folder is whole");
    let table = csv(&study.effects);
    assert_eq!(table.lines().count(), 1 + 4 * WINDOWS.len());
    assert!(table.starts_with(
        "removed,where,months_from,months_to,log_ratio,low,high,within_se,significant_share,\
         replicates\nleader,place,-12,-7,"
    ));
    assert_sound("event_study", &study.figure);
    let lines = study.text.lines();
    let line = lines
        .filter(|line| line.starts_with("0 to 5 "))
        .collect::<Vec<_>>();
    assert!(line[0].contains("+183 % ["), "{}", study.text);
    // Of the 16 replicates two have a panel.
    let text = study.text.replace('\n', " ");
    assert!(text.contains("mean over 2 replicates"), "{text}");
    assert!(text.contains("14 replicates have no panel."), "{text}");
}
