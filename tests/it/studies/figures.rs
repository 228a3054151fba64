//! Figures and summary: known quantiles, whole SVG from any table, the same bytes twice.

use std::sync::Arc;

use plaza_batch::rows::{Rows, Value, Values};
use plaza_engine::graph::Graph;
use plaza_engine::quantiles::{of_sorted, student_t};
use plaza_engine::statistics::MeanEstimate;
use plaza_model::state::map::{InitialCell, InitialOrganization, Map, Place};

use plaza_engine::numbers::grouped;

use plaza::figures::overview::map_overview;
use plaza::runs::design::Sharing;
use plaza::runs::dictionary::{EVENTS, MUNICIPALITIES, NATIONAL, ORGANIZATIONS, Table};
use plaza::runs::metrics::METRICS;
use plaza::runs::per_policy::Recorded;
use plaza::studies::lives::{figure as survival, lives};
use plaza::studies::summary::figures::flows::Flows;
use plaza::studies::summary::figures::national::{CURVES, Replicates};
use plaza::studies::summary::figures::place_means::{PlaceMeans, Years};
use plaza::studies::summary::figures::{deaths_map, flow_rows, flows, lineage, presence_maps};
use plaza::studies::summary::files::csv;
use plaza::studies::summary::samples::Samples;
use plaza::studies::summary::{Summary, screen};
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::oracles::Oracle;
use crate::program::{plaza, typed};

/// A row with the named values; other numbers are 0, other texts null or empty.
fn push(rows: &mut Rows, named: &[(&str, Value)]) {
    let table: &Table = rows.table;
    rows.push(table.columns.iter().map(|column| {
        let given = named.iter().find(|(name, _)| *name == column.name);
        match (given, column.nullable, column.r#type) {
            (Some((_, value)), _, _) => value.clone(),
            (None, true, _) => Value::Null,
            (None, _, plaza::runs::dictionary::Type::Integer) => Value::Integer(0),
            (None, _, plaza::runs::dictionary::Type::Real) => Value::Real(0.0),
            (None, _, plaza::runs::dictionary::Type::Text) => Value::Text("".into()),
            (None, _, plaza::runs::dictionary::Type::Texts) => Value::Texts(Vec::new()),
        }
    }));
}

fn text(value: &str) -> Value {
    Value::Text(Arc::from(value))
}

/// Noise in [-1, 1) that is the same every time.
fn noise(a: usize, b: usize, c: usize) -> f64 {
    let key = plaza_engine::luck::mix_all(&[a as u64, b as u64, c as u64]);
    2.0 * plaza_engine::luck::trait_of(key) - 1.0
}

const POLICIES: [&str; 13] = [
    "status_quo",
    "military_lead",
    "police_lead",
    "no_intervention",
    "kingpin_only",
    "strategic_partnership",
    "retrenchment",
    "social",
    "social_with_enforcement",
    "accommodation",
    "merida_refocus",
    "local_capacity",
    "imagining_2024",
];

/// Plausible curves: organizations multiply, deaths come in waves.
fn national_rows(policies: usize, replicates: usize, weeks: usize) -> Rows {
    let mut rows = Rows::new(&NATIONAL);
    for (policy, name) in POLICIES.iter().enumerate().take(policies) {
        for replicate in 0..replicates {
            let mut drift = 0.0;
            for week in 0..weeks {
                drift += 0.25 * noise(policy * 7919 + replicate, week, 1);
                let years = week as f64 / 52.0;
                let rise = 1.0 + years * (0.9 - 0.06 * policy as f64);
                let organizations = (8.0 * rise + drift).max(1.0);
                let deaths = (60.0 + 90.0 * years * (1.0 - 0.05 * policy as f64) + 12.0 * drift)
                    * (1.0 + 0.3 * noise(policy, replicate, week));
                let deaths = deaths.max(0.0) as i64;
                push(
                    &mut rows,
                    &[
                        ("policy", text(name)),
                        ("replicate", Value::Integer(replicate as i64)),
                        ("week", Value::Integer(week as i64)),
                        ("population", Value::Integer(112_000_000)),
                        ("organizations", Value::Integer(organizations as i64)),
                        ("effective_organizations", Value::Real(0.5 * organizations)),
                        ("oc_deaths", Value::Integer(deaths)),
                        ("members", Value::Integer(160_000 + week as i64)),
                        ("recruited", Value::Integer(400 + deaths)),
                        ("member_deaths", Value::Integer(deaths)),
                        ("jailed", Value::Integer(130 - week as i64 / 8)),
                        ("left", Value::Integer(45 + 3 * (week as i64 % 7))),
                        ("extortions", Value::Integer(1_000 + 4 * deaths)),
                        ("flow_supplied", Value::Real(6.0)),
                        ("flow_delivered", Value::Real(5.0 + 0.02 * drift)),
                        ("fear", Value::Real(0.3 + 0.02 * years)),
                        ("trust_police", Value::Real(0.5 - 0.01 * drift.abs())),
                        (
                            "violent_municipalities",
                            Value::Integer((40.0 + 20.0 * years + 3.0 * drift).max(0.0) as i64),
                        ),
                    ],
                );
            }
        }
    }
    rows
}

/// The square of a place of the grid.
fn tile(place: &Place) -> Vec<Vec<(f64, f64)>> {
    let (x, y) = (place.x, place.y);
    let corners = [(-14.0, -14.0), (14.0, -14.0), (14.0, 14.0), (-14.0, 14.0)];
    vec![corners.map(|(dx, dy)| (x + dx, y + dy)).to_vec()]
}

/// A grid of 20 x 16 places, 28 km each.
fn grid() -> Map {
    let (width, height) = (20, 16);
    let mut places = Vec::new();
    let mut pairs = Vec::new();
    for row in 0..height {
        for column in 0..width {
            let number = row * width + column;
            if column > 0 {
                pairs.push((number - 1, number));
            }
            if row > 0 {
                pairs.push((number - width, number));
            }
            let luck = noise(row as usize, column as usize, 5);
            places.push(Place {
                code: format!("r{row:03}c{column:03}"),
                name: format!("place {number}"),
                state: (row / 4 * 5 + column / 4) as u16,
                population: libm::exp10(4.6 + 1.4 * luck) as u32,
                populations: Vec::new(),
                poverty: 0.4,
                x: 28.0 * f64::from(column),
                y: -28.0 * f64::from(row),
                crossing: row == 0 && column % 6 == 2,
                port: row > 4 && column == 0 && row % 5 == 0,
                coast: column == 0,
                south_border: row == height - 1,
                crop: (luck - 0.8).max(0.0),
                crossing_km: 28.0 * f64::from(row),
            });
        }
    }
    let organizations = (0..9)
        .map(|index: u32| InitialOrganization {
            name: format!("organization {index}"),
            cells: (0..14 - index)
                .map(|cell| InitialCell {
                    place: (index * 37 + cell * 3) % 320,
                    weight: 1.0,
                    faction: None,
                })
                .collect(),
        })
        .collect();
    Map {
        name: "grid 20x16".to_owned(),
        country: "Mexico".to_owned(),
        first_year: 2007,
        states: (0..20).map(|state| format!("state {state}")).collect(),
        graph: Graph::new(places.len(), pairs),
        outlines: places.iter().map(tile).collect(),
        places,
        organizations,
    }
}

fn municipality_rows(map: &Map, policies: usize, replicates: usize, years: usize) -> Rows {
    let mut rows = Rows::new(&MUNICIPALITIES);
    for name in &POLICIES[..policies] {
        for replicate in 0..replicates {
            for (index, place) in map.places.iter().enumerate() {
                let heat = libm::exp(3.0 * noise(index / 4, index % 16 / 4, 9));
                for year in 0..years {
                    let dead = (heat * f64::from(place.population) * 2e-5) as i64;
                    if dead > 0 {
                        push(
                            &mut rows,
                            &[
                                ("policy", text(name)),
                                ("replicate", Value::Integer(replicate as i64)),
                                ("municipality", text(&place.code)),
                                ("year", Value::Integer(2007 + year as i64)),
                                ("oc_deaths", Value::Integer(dead)),
                                ("soldiers", Value::Real(dead as f64 * 10.0)),
                                ("flow", Value::Real(heat / 20.0)),
                            ],
                        );
                    }
                }
            }
        }
    }
    rows
}

/// Founders that split, and splinters that split again; some end.
fn family(groups: usize, weeks: i64) -> (Rows, Rows) {
    let mut organizations = Rows::new(&ORGANIZATIONS);
    let mut events = Rows::new(&EVENTS);
    let founders = 7.min(groups);
    let key = |group: usize| format!("{group:016x}");
    let mut lives: Vec<(i64, i64)> = Vec::new();
    for group in 0..groups {
        let luck = |which| 0.5 + 0.5 * noise(group, which, 3);
        let (parent, born) = if group < founders {
            (None, 0)
        } else {
            let parent = (luck(1) * group as f64 * 0.6) as usize;
            let (from, to) = lives[parent];
            (
                Some(parent),
                from + ((to - from) as f64 * (0.1 + 0.85 * luck(2))) as i64,
            )
        };
        let end = if luck(4) < 0.35 {
            born + 20 + ((weeks - born) as f64 * luck(5)) as i64
        } else {
            weeks
        };
        lives.push((born, end.min(weeks)));
        let size = if parent.is_none() { 20_000.0 } else { 4_000.0 } * (0.1 + luck(6));
        for week in (12..weeks)
            .step_by(13)
            .filter(|week| (born..end).contains(week))
        {
            let grown = size * (1.0 + 0.3 * noise(group, week as usize, 4));
            push(
                &mut organizations,
                &[
                    ("policy", text("military_lead")),
                    ("week", Value::Integer(week)),
                    ("organization", text(&key(group))),
                    ("name", text(&format!("group {group} of the north"))),
                    (
                        "parent",
                        parent.map_or(Value::Null, |parent| text(&key(parent))),
                    ),
                    ("born_week", Value::Integer(born)),
                    ("members", Value::Integer(grown as i64)),
                ],
            );
        }
        let mut event = |kind: &str, week: i64, whom: usize, outcome: Option<&str>| {
            push(
                &mut events,
                &[
                    ("policy", text("military_lead")),
                    ("week", Value::Integer(week)),
                    ("kind", text(kind)),
                    ("organization", text(&key(whom))),
                    ("outcome", outcome.map_or(Value::Null, text)),
                ],
            );
        };
        if let Some(parent) = parent {
            event("split", born, parent, None);
            let outcome = ["killed", "arrested", "killed_by_rivals"][group % 3];
            event("leader_removed", (born - 1).max(0), parent, Some(outcome));
        }
        if end < weeks {
            event("extinction", end, group, None);
        }
    }
    (organizations, events)
}

/// Every figure of these tables, by name.
fn figures(
    policies: usize,
    replicates: usize,
    weeks: usize,
    groups: usize,
) -> Vec<(String, String)> {
    let map = grid();
    let rows = national_rows(policies, replicates, weeks);
    let municipalities = municipality_rows(&map, policies, replicates, weeks.div_ceil(52));
    let (organizations, events) = family(groups, weeks as i64);
    let mut curves = CURVES.each_ref().map(Replicates::new);
    for part in parts(&rows) {
        curves.iter_mut().for_each(|curve| curve.add(&part));
    }
    let recorded = recorded(&rows);
    let means = |column, years| place_means(&map, &municipalities, column, years);
    let curves = curves.map(|curve| (curve.curve.name, curve.draw(2007)));
    let lives = lives(&rows, &organizations, &events);
    let others = [
        (
            "map_oc_deaths",
            deaths_map::draw(&map, &means("oc_deaths", Years::All), &recorded),
        ),
        ("lineage", lineage::draw(&organizations, &events, 2007)),
        ("survival", survival::draw(&lives)),
        ("member_flows", flows::draw(&gathered_flows(&rows), 2007)),
        (
            "map_soldiers",
            presence_maps::soldiers(&map, &means("soldiers", Years::Last), &recorded),
        ),
        (
            "map_flow",
            presence_maps::flow(&map, &means("flow", Years::Last), &recorded),
        ),
        ("map", map_overview(&map)),
    ];
    let all = curves.into_iter().chain(others);
    all.map(|(name, svg)| (name.to_owned(), svg)).collect()
}

/// The rows in parts of two replicates of one policy, as a folder has them in parts of eight.
fn parts(rows: &Rows) -> Vec<Rows> {
    let names = rows.texts("policy");
    let replicates = rows.numbers("replicate");
    let part = |row: usize| (names[row].clone(), replicates[row] as i64 / 2);
    let all: Vec<usize> = (0..rows.len()).collect();
    let value = |of: &Values, row: usize| match of {
        Values::Integer(values) => values[row].map_or(Value::Null, Value::Integer),
        Values::Real(values) => values[row].map_or(Value::Null, Value::Real),
        Values::Text(values) => values[row].clone().map_or(Value::Null, Value::Text),
        Values::Texts(values) => Value::Texts(values[row].clone()),
    };
    let chunks = all.chunk_by(|a, b| part(*a) == part(*b));
    chunks
        .map(|chunk| {
            let mut of = Rows::new(rows.table);
            for row in chunk {
                of.push(rows.columns.iter().map(|column| value(column, *row)));
            }
            of
        })
        .collect()
}

fn recorded(national: &Rows) -> Recorded {
    let mut recorded = Recorded::default();
    parts(national).iter().for_each(|part| recorded.add(part));
    recorded
}

fn place_means(map: &Map, rows: &Rows, column: &'static str, years: Years) -> PlaceMeans {
    let mut means = PlaceMeans::new(column, years);
    parts(rows).iter().for_each(|part| means.add(map, part));
    means
}

fn gathered_flows(national: &Rows) -> Flows {
    let mut flows = Flows::default();
    parts(national).iter().for_each(|part| flows.add(part));
    flows
}

fn summed_up(national: &Rows) -> Summary {
    let mut samples = Samples::default();
    parts(national).iter().for_each(|part| samples.add(part));
    Summary::new(&samples, Sharing::in_a_row(1))
}

/// Tags are balanced, numbers are numbers, text stays on the paper.
pub fn assert_sound(name: &str, svg: &str) {
    assert!(
        svg.starts_with("<svg width=\"1200\" height="),
        "{name}: {}",
        &svg[..80]
    );
    assert!(
        !svg.contains("NaN") && !svg.contains("inf"),
        "{name} has a number that is none"
    );
    let mut open: Vec<&str> = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (tag, rest) = tag.split_once('>').expect("a tag ends");
        assert!(!rest.contains('>'), "{name}: stray > after {tag}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{name}: quotes of {tag}");
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}: </{closed}>");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or(tag));
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} left open");
    let size = |key: &str| number(svg, key) * 10.0;
    let (width, height) = (size("width"), size("height"));
    for text in svg
        .split("<text ")
        .skip(1)
        .filter(|text| !text.contains("rotate"))
    {
        let content = text.split(['>', '<']).nth(1).unwrap_or_default().trim();
        let long = 0.56 * number(text, "font-size") * content.chars().count() as f64;
        let x = number(text, "x")
            - match text.split("text-anchor=\"").nth(1).map(|rest| &rest[..3]) {
                Some("mid") => long / 2.0,
                Some("end") => long,
                _ => 0.0,
            };
        let y = number(text, "y");
        assert!(
            x >= 0.0 && x + long <= width && (0.0..=height).contains(&y),
            "{name}: `{content}` reaches over the edge ({x} to {}, {y})",
            x + long
        );
    }
}

/// The number an attribute holds.
fn number(of: &str, key: &str) -> f64 {
    let rest = of
        .split(&format!("{key}=\""))
        .nth(1)
        .expect("the attribute is there");
    rest.split('"')
        .next()
        .and_then(|value| value.parse().ok())
        .expect("the attribute holds a number")
}

#[test]
fn all_sizes_of_experiment_draw() {
    for (policies, replicates, weeks, groups) in [
        (3, 12, 312, 60),
        (13, 8, 104, 150),
        (1, 1, 1, 1),
        (2, 1, 30, 3),
        (5, 3, 624, 20),
        (0, 0, 0, 0),
    ] {
        for (name, svg) in figures(policies, replicates, weeks, groups) {
            assert_sound(
                &format!("{name} ({policies} policies, {weeks} weeks)"),
                &svg,
            );
            // PLAZA_FIGURES=FOLDER keeps them, for whoever wants to look.
            if let Ok(folder) = std::env::var("PLAZA_FIGURES") {
                let path = format!("{folder}/{name}_{policies}x{replicates}x{weeks}.svg");
                std::fs::write(path, svg).expect("the folder is there");
            }
        }
    }
}

/// The figure of fear under two policies, from one value to another in three weeks.
fn fear(ends: [[f64; 2]; 2]) -> String {
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
fn words(svg: &str) -> Vec<&str> {
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

#[test]
fn maps_of_results_show_borders_and_ways_out() {
    let mut map = grid();
    let rows = national_rows(1, 2, 52);
    let deaths = municipality_rows(&map, 1, 2, 1);
    let draw = |map: &Map| {
        let means = place_means(map, &deaths, "oc_deaths", Years::All);
        deaths_map::draw(map, &means, &recorded(&rows))
    };
    let shown = draw(&map);
    for label in ["crossing to the north", "main sea port"] {
        assert!(words(&shown).contains(&label), "{label}");
    }
    let lines = |svg: &str| svg.matches("<polyline").count();
    let state = shown.matches("stroke=\"#808080\"").count();
    assert!(state > 0, "no borders of states");
    // Each way out is two lines: a seam, and the sign on it; so is each of the legend.
    let ways_out = map
        .places
        .iter()
        .map(|place| usize::from(place.crossing) + usize::from(place.port));
    let ways_out: usize = ways_out.sum();
    assert!(ways_out > 0);
    map.places
        .iter_mut()
        .for_each(|place| (place.crossing, place.port) = (false, false));
    let closed = draw(&map);
    assert_eq!(lines(&shown) - lines(&closed), 2 * (ways_out + 2));
    assert!(!words(&closed).contains(&"main sea port"));
}

#[test]
fn ranges_of_flows_are_those_of_the_targets() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/targets.toml");
    let targets: toml::Table = std::fs::read_to_string(path)
        .expect("the targets are there")
        .parse()
        .expect("targets are TOML");
    let targets = targets["target"].as_array().expect("a list");
    let target = targets.iter().find(|of| of["id"].as_str() == Some("C17"));
    let target = target.expect("C17 is a target");
    assert_eq!(
        target["tolerance"]["relative"].as_float(),
        Some(flow_rows::TOLERANCE)
    );
    for (_, name, range) in flow_rows::FLOWS {
        let parts = target["parts"].as_array().expect("a list");
        let part = parts
            .iter()
            .find(|part| part["name"].as_str() == Some(name));
        let part = part.unwrap_or_else(|| panic!("C17 has no part {name}"));
        let ends = part.get("from_to").or(part.get("values")).expect("numbers");
        let ends: Vec<f64> = ends
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_float)
            .collect();
        assert_eq!([ends[0], ends[ends.len() - 1]], range, "{name}");
    }
}

#[test]
fn same_tables_same_bytes() {
    assert_eq!(figures(3, 5, 60, 12), figures(3, 5, 60, 12));
}

#[test]
fn a_policy_without_deaths_is_pale() {
    let map = grid();
    let rows = national_rows(1, 2, 52);
    let empty = Rows::new(&MUNICIPALITIES);
    let deaths = |rows| place_means(&map, rows, "oc_deaths", Years::All);
    let draw = |of| deaths_map::draw(&map, &deaths(of), &recorded(&rows));
    let calm = draw(&empty);
    let violent = draw(&municipality_rows(&map, 1, 2, 1));
    let polygons = |svg: &str| svg.matches("<polygon").count();
    assert_eq!(polygons(&calm), 1, "one piece of land");
    assert!(polygons(&violent) > 4, "several classes");
}

#[test]
fn places_without_areas_are_discs() {
    let mut map = grid();
    map.outlines.clear();
    let rows = national_rows(1, 1, 52);
    let deaths = municipality_rows(&map, 1, 1, 1);
    for svg in [
        map_overview(&map),
        deaths_map::draw(
            &map,
            &place_means(&map, &deaths, "oc_deaths", Years::All),
            &recorded(&rows),
        ),
    ] {
        assert_sound("map of points", &svg);
        assert!(svg.matches("<circle").count() >= map.places.len());
    }
    map.places.truncate(1);
    map.graph = Graph::new(1, []);
    map.organizations.clear();
    assert_sound("map of one place", &map_overview(&map));
}

#[test]
fn names_are_escaped() {
    let (mut organizations, events) = family(2, 52);
    push(
        &mut organizations,
        &[
            ("policy", text("military_lead")),
            ("week", Value::Integer(12)),
            ("organization", text("x")),
            ("name", text("<a & b>")),
            ("members", Value::Integer(10)),
        ],
    );
    let svg = lineage::draw(&organizations, &events, 2007);
    assert!(svg.contains("&lt;a &amp; b&gt;"));
    assert_sound("lineage", &svg);
}

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
