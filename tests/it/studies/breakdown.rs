//! Results by place and by who dies: a difference that lies in one state is found there, and parts add up to the whole.

use std::path::Path;
use std::sync::Arc;

use plaza_batch::rows::{Rows, Value};
use plaza_engine::statistics::PairedMeans;
use plaza_model::state::map::Map;

use plaza::maps::map_folder;
use plaza::runs::design::Sharing;
use plaza::runs::dictionary::{BUDGET, MUNICIPALITIES, NATIONAL};
use plaza::studies::comparison::breakdown::{Part, VICTIMS, of_places, of_victims};
use plaza::studies::comparison::breakdown_figure as figure;
use plaza::studies::comparison::breakdown_screen::screen;
use plaza::studies::comparison::divisions::{By, divisions};
use plaza::studies::comparison::outcomes::{Gathering, Outcomes, Setting};
use plaza::studies::comparison::places::Counts;
use plaza::studies::comparison::{Comparison, MARGIN};

use crate::runs::fake::push;
use crate::studies::figures::assert_sound;

/// The state in which the policy does something.
const STATE: u16 = 1;
/// Deaths at each municipality under the baseline, by replicate, and how many fewer there are in the state.
const DEATHS: [i64; 9] = [30, 41, 28, 35, 52, 33, 47, 26, 38];
const FEWER: [i64; 9] = [5, 6, 7, 5, 6, 7, 5, 6, 7];
/// What of a hundred dead are members, associates, bystanders, police and soldiers.
const PERCENT: [i64; 5] = [50, 30, 10, 6, 4];

fn map() -> Map {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/maps/grid_12x12.toml");
    map_folder::load(&file).expect("the map is there").map
}

fn dead(map: &Map, place: usize, policy: &str, replicate: usize) -> i64 {
    let acts = policy == "less" && map.places[place].state == STATE;
    DEATHS[replicate] - if acts { FEWER[replicate] } else { 0 }
}

/// A year of the baseline and of a policy, each a hundred times the deaths of all municipalities in its last week.
fn outcomes(map: &Map, replicates: usize) -> Outcomes {
    let mut gathering = Gathering::new(Setting {
        first_year: 2007,
        weeks: 52,
        policies_from: 0,
        seed: 1,
        sharing: Sharing::in_a_row(1),
        test: false,
    });
    for policy in ["base", "less"] {
        let mut national = Rows::new(&NATIONAL);
        for replicate in 0..replicates {
            let places = 0..map.places.len();
            let all: i64 = places
                .map(|place| dead(map, place, policy, replicate))
                .sum();
            let named = [
                ("policy", Value::Text(policy.into())),
                ("replicate", Value::Integer(replicate as i64)),
                ("week", Value::Integer(51)),
                ("oc_deaths", Value::Integer(100 * all)),
            ];
            let of = VICTIMS.iter().zip(PERCENT);
            let of = of.map(|((_, column), percent)| (*column, Value::Integer(percent * all)));
            push(
                &mut national,
                &named.into_iter().chain(of).collect::<Vec<_>>(),
            );
        }
        gathering.add(policy, &national, &Rows::new(&BUDGET));
    }
    gathering.finish()
}

fn counts(map: &Map, outcomes: &Outcomes, policy: &str) -> Counts {
    let mut rows = Rows::new(&MUNICIPALITIES);
    for (replicate, baseline) in DEATHS.iter().enumerate().take(outcomes.replicates.len()) {
        for (place, of) in map.places.iter().enumerate() {
            let deaths = 100 * dead(map, place, policy, replicate);
            let named = [
                ("replicate", Value::Integer(replicate as i64)),
                ("municipality", Value::Text(Arc::from(of.code.as_str()))),
                ("year", Value::Integer(2007)),
                ("oc_deaths", Value::Integer(deaths)),
                ("extortions", Value::Integer(900 + place as i64)),
                ("displaced", Value::Integer(3 * baseline)),
            ];
            push(&mut rows, &named);
        }
    }
    let mut counts = Counts::new(map, outcomes);
    counts.add(map, outcomes, &rows);
    counts
}

fn parts(map: &Map, outcomes: &Outcomes) -> Vec<Part> {
    let [mine, theirs] = ["less", "base"].map(|policy| counts(map, outcomes, policy));
    let mut parts = of_places(&mine, &theirs, "less", &divisions(map).0, map, outcomes);
    parts.extend(of_victims([1, 0], map, outcomes));
    parts
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{found}, not {expected}"
    );
}

#[test]
fn a_difference_of_one_state_is_found_there_alone() {
    let map = map();
    let found = parts(&map, &outcomes(&map, 9));
    let (divisions, left_out) = divisions(&map);
    assert_eq!(left_out, [""; 0]);
    for division in &divisions {
        for group in &division.groups {
            let row = |metric: &str| {
                let mut rows = found.iter().filter(|row| row.metric == metric);
                let row = rows.find(|row| row.by == division.by && row.group == group.name);
                row.expect("each group has a row for each metric")
            };
            let deaths = row("oc_deaths");
            let inside = |place: &&u32| map.places[**place as usize].state == STATE;
            let inside = group.places.iter().filter(inside).count() as f64;
            let rate = 1e5 / deaths.residents as f64;
            near(deaths.difference, -600.0 * inside * rate);
            assert_eq!(deaths.clear, inside > 0.0, "{deaths:?}");
            assert_eq!(deaths.municipalities, group.places.len());
            if division.by == By::State && inside > 0.0 {
                let differences = FEWER.map(|fewer| -100.0 * inside * fewer as f64);
                let base = DEATHS.map(|deaths| 100.0 * inside * deaths as f64);
                let pairs = PairedMeans::of(&differences, &base).expect("nine replicates");
                let [low, high] = pairs.interval(0.95);
                near(deaths.low.expect("an end"), low * rate);
                near(deaths.high.expect("an end"), high * rate);
                near(
                    deaths.relative.expect("a baseline"),
                    -54.0 / DEATHS.iter().sum::<i64>() as f64,
                );
                near(deaths.p.expect("a test"), pairs.p_value());
            }
            for metric in ["extortions", "displaced"] {
                assert_eq!((row(metric).difference, row(metric).clear), (0.0, false));
            }
        }
    }
    let states = divisions
        .iter()
        .find(|of| of.by == By::State)
        .expect("there are states");
    assert!(states.groups.len() > 2, "the others are tested too");
}

#[test]
fn parts_add_up_to_the_nation() {
    let map = map();
    let outcomes = outcomes(&map, 9);
    let found = parts(&map, &outcomes);
    let sum = |by: By, metric: &str, read: fn(&Part) -> f64| -> f64 {
        let rows = found.iter().filter(|row| row.by == by);
        let rows = rows.filter(|row| row.metric == metric || by == By::Victims);
        rows.map(|row| read(row) * row.residents as f64 / 1e5).sum()
    };
    let deaths = outcomes.of("oc_deaths").expect("deaths are compared");
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    for by in [By::Country, By::Border, By::Poverty, By::State, By::Victims] {
        near(sum(by, "oc_deaths", |row| row.baseline), mean(&deaths[0]));
        let difference = mean(&deaths[1]) - mean(&deaths[0]);
        near(sum(by, "oc_deaths", |row| row.difference), difference);
        if by != By::Victims {
            near(
                sum(by, "displaced", |row| row.baseline),
                144.0 * 3.0 * mean(&DEATHS.map(|d| d as f64)),
            );
        }
    }
    for ((group, _), percent) in VICTIMS.iter().zip(PERCENT) {
        let row = found
            .iter()
            .find(|row| row.group == *group)
            .expect("a row for each");
        let all = mean(&deaths[0]) * 1e5 / map.population() as f64;
        near(row.baseline, all * percent as f64 / 100.0);
        assert!(row.clear, "{row:?}");
    }
}

#[test]
fn thirds_are_of_residents_by_poverty() {
    let map = map();
    let poverty = |place: &u32| map.places[*place as usize].poverty;
    let (all, _) = divisions(&map);
    let thirds = &all
        .iter()
        .find(|of| of.by == By::Poverty)
        .expect("some are poorer")
        .groups;
    let names: Vec<&str> = thirds.iter().map(|third| third.name.as_str()).collect();
    assert_eq!(names, ["poorest_third", "middle_third", "richest_third"]);
    for pair in thirds.windows(2) {
        let least = pair[0].places.iter().map(poverty).fold(1.0, f64::min);
        let most = pair[1].places.iter().map(poverty).fold(0.0, f64::max);
        assert!(least >= most, "{least}, {most}");
    }
    let largest = map
        .places
        .iter()
        .map(|place| place.population)
        .max()
        .expect("places");
    for third in thirds {
        let people = third
            .places
            .iter()
            .map(|place| map.places[*place as usize].population);
        let off = f64::from(people.sum::<u32>()) - map.population() as f64 / 3.0;
        assert!(off.abs() <= f64::from(largest), "{}: {off}", third.name);
    }
}

#[test]
fn what_a_map_does_not_tell_apart_is_left_out_and_said() {
    let mut map = map();
    for place in &mut map.places {
        (place.state, place.crossing, place.poverty) = (STATE, false, 0.4);
    }
    let (left, why) = divisions(&map);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].by, By::Country);
    assert_eq!(why.len(), 3);
    let outcomes = outcomes(&map, 9);
    let found = parts(&map, &outcomes);
    let told = screen(&found, &why, "base", 120);
    for word in [
        "Not by border",
        "Not by poverty",
        "Not by state",
        "country: all",
    ] {
        assert!(told.contains(word), "{told}");
    }
    assert!(!told.contains("states with"), "{told}");
    let compared = Comparison::new(&outcomes, 0, MARGIN);
    assert_sound("of no places", &figure::draw(&compared, &found));
    assert_sound("of nothing", &figure::draw(&compared, &[]));
}

#[test]
fn below_eight_replicates_nothing_is_clear() {
    let map = map();
    for (replicates, expected) in [(7, false), (8, true)] {
        let outcomes = outcomes(&map, replicates);
        let found = parts(&map, &outcomes);
        assert_eq!(found.iter().any(|row| row.clear), expected);
        let svg = figure::draw(&Comparison::new(&outcomes, 0, MARGIN), &found);
        assert_sound("breakdown", &svg);
        assert_eq!(svg.contains("#0072B2"), expected, "{replicates}");
        let told = screen(&found, &[], "base", 80);
        assert_eq!(told.contains(" % *"), expected, "{told}");
        assert!(
            told.lines().all(|line| line.chars().count() <= 80),
            "{told}"
        );
    }
}
