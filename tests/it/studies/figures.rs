//! Figures and summary: known quantiles, whole SVG from any table, the same bytes twice.

mod curves;
mod made_up;
mod maps;
mod summary;

use plaza_batch::rows::{Rows, Value};
use plaza_model::state::map::Map;

use plaza::figures::overview::map_overview;
use plaza::runs::design::Sharing;
use plaza::runs::per_policy::Recorded;
use plaza::studies::lives::{figure as survival, lives};
use plaza::studies::summary::Summary;
use plaza::studies::summary::figures::flows::Flows;
use plaza::studies::summary::figures::national::{CURVES, Replicates};
use plaza::studies::summary::figures::place_means::{PlaceMeans, Years};
use plaza::studies::summary::figures::{deaths_map, flows, lineage, presence_maps};
use plaza::studies::summary::samples::Samples;

use self::made_up::{family, grid, municipality_rows, national_rows, text};
use crate::runs::fake::push;

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
    let part = |row: usize| (names[row], replicates[row] as i64 / 2);
    let all: Vec<usize> = (0..rows.len()).collect();
    let chunks = all.chunk_by(|a, b| part(*a) == part(*b));
    chunks
        .map(|chunk| {
            let mut of = Rows::new(rows.table);
            for row in chunk {
                of.push(rows.columns.iter().map(|column| column.value(*row)));
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

#[test]
fn same_tables_same_bytes() {
    assert_eq!(figures(3, 5, 60, 12), figures(3, 5, 60, 12));
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
