//! Figures of maps, and of what flows on them.

use plaza_batch::rows::Rows;
use plaza_engine::graph::Graph;
use plaza_model::state::map::Map;

use plaza::figures::field;
use plaza::figures::overview::map_overview;
use plaza::runs::dictionary::MUNICIPALITIES;
use plaza::studies::summary::figures::place_means::Years;
use plaza::studies::summary::figures::{deaths_map, flow_rows};

use super::curves::words;
use super::made_up::{grid, municipality_rows, national_rows};
use super::{assert_sound, place_means, recorded};

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

/// Where an organization is known to be it is in most draws; where nothing is known, in none.
#[test]
fn the_field_shows_how_sure_presence_is() {
    let map = grid();
    let p = crate::rules::worlds::parameters();
    let shown = field::draw(&map, &p.initial);
    assert_sound("field", &shown);
    for label in ["any organization", "never", "0.9 or more"] {
        assert!(
            words(&shown).contains(&label),
            "{label}: {:?}",
            words(&shown)
        );
    }
    assert_eq!(shown, field::draw(&map, &p.initial));
}
