//! Made-up tables that figures are drawn of.

use std::sync::Arc;

use plaza_batch::rows::{Rows, Value};
use plaza_engine::graph::Graph;
use plaza_model::state::map::{InitialOrganization, Map, Place, Sighting};

use plaza::runs::dictionary::{EVENTS, MUNICIPALITIES, NATIONAL, ORGANIZATIONS};

use crate::runs::fake::push;

pub fn text(value: &str) -> Value {
    Value::Text(Arc::from(value))
}

/// Noise in [-1, 1) that is the same every time.
fn noise(a: usize, b: usize, c: usize) -> f64 {
    let key = plaza_engine::luck::mix_all(&[a as u64, b as u64, c as u64]);
    2.0 * plaza_engine::luck::trait_of(key) - 1.0
}

pub const POLICIES: [&str; 13] = [
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
pub fn national_rows(policies: usize, replicates: usize, weeks: usize) -> Rows {
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
pub fn grid() -> Map {
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
                homicides: 0.0,
            });
        }
    }
    let organizations = (0..9)
        .map(|index: u32| InitialOrganization {
            name: format!("organization {index}"),
            records: (0..14 - index)
                .map(|cell| Sighting {
                    year: 2006,
                    place: (index * 37 + cell * 3) % 320,
                    records: 1.0,
                    believed: 1.0,
                    faction: None,
                })
                .collect(),
            homes: Vec::new(),
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
        conflicts: Vec::new(),
    }
}

pub fn municipality_rows(map: &Map, policies: usize, replicates: usize, years: usize) -> Rows {
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
pub fn family(groups: usize, weeks: i64) -> (Rows, Rows) {
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
