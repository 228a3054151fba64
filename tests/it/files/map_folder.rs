//! A built map comes back as it was, and a spoilt folder says what is wrong.

use std::fs;
use std::path::{Path, PathBuf};

use plaza_model::state::map::Map;

use plaza::maps::map_folder;
use plaza::maps::map_folder::{Kind, LoadedMap, Provenance, SourceFile};
use tempfile::TempDir;

use crate::program::plaza;

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs/maps")
        .join(name)
}

/// The grid of the standard experiments.
pub fn shipped_grid() -> Map {
    let loaded = map_folder::load(&shipped("grid_50x50.toml"));
    loaded.expect("the shipped recipe is right").map
}

fn small() -> LoadedMap {
    map_folder::load(&shipped("grid_12x12.toml")).expect("the shipped recipe is right")
}

fn provenance() -> Provenance {
    Provenance {
        kind: Kind::Grid,
        year: Some(2006),
        country: None,
        columns: Vec::new(),
        built_from: vec![SourceFile::new("recipe", Path::new("a/b.toml"), b"")],
    }
}

/// A folder with the small map in it.
fn built() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("small");
    map_folder::write(&small().map, &provenance(), &path).expect("the map is written");
    (folder, path)
}

fn problems(path: &Path, parent: &TempDir) -> String {
    let problems = map_folder::load(path).expect_err("the folder is spoilt");
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines
        .join("\n")
        .replace(&format!("{}/", parent.path().display()), "")
}

fn change(path: &Path, name: &str, from: &str, to: &str) {
    let path = path.join(name);
    let text = fs::read_to_string(&path).expect("the file is there");
    assert!(text.contains(from), "{from} stands in {name}");
    fs::write(path, text.replacen(from, to, 1)).expect("the file is written");
}

#[test]
fn a_map_comes_back_as_it_was() {
    let mut map = small().map;
    map.places[3].name = "a \"name\", with commas".to_owned();
    map.places[3].x += 1.0 / 3.0;
    for place in &mut map.places {
        place.populations = vec![place.population + 7, 0, 1 << 26];
    }
    map.organizations[1].records[0].faction = Some("wing".to_owned());
    let folder = tempfile::tempdir().expect("a temporary folder");
    map_folder::write(&map, &provenance(), folder.path()).expect("the map is written");
    let back = map_folder::load(folder.path()).expect("the map is read");
    assert_eq!(back.map, map);
    map.outlines.clear();
    for place in &mut map.places {
        place.populations.clear();
    }
    map_folder::write(&map, &provenance(), folder.path()).expect("a map of ours is replaced");
    assert_eq!(map_folder::load(folder.path()).expect("read").map, map);
}

#[test]
fn inputs_are_the_map_again() {
    let (parent, path) = built();
    for (loaded, name) in [
        (map_folder::load(&path).expect("read"), "inputs/map"),
        (small(), "inputs/map.toml"),
    ] {
        for input in &loaded.inputs {
            let copy = parent.path().join("inputs").join(&input.path);
            fs::create_dir_all(copy.parent().expect("it has a folder")).expect("made");
            fs::write(copy, &input.bytes).expect("written");
        }
        let again = map_folder::load(&parent.path().join(name)).expect("read");
        assert_eq!(again.map, loaded.map);
        assert_eq!(again.inputs, loaded.inputs);
    }
}

#[test]
fn nothing_foreign_is_written_over() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("municipalities.csv"), "mine").expect("written");
    let refused = map_folder::write(&small().map, &provenance(), folder.path());
    assert!(refused.is_err());
    let text = fs::read_to_string(folder.path().join("municipalities.csv"));
    assert_eq!(text.expect("still there"), "mine");
}

#[test]
fn spoilt_folders() {
    let (parent, path) = built();
    change(&path, "neighbours.csv", "r000c000,r000c001\n", "");
    insta::assert_snapshot!(problems(&path, &parent), @"small: 384 borders in the folder, expected 385 as when it was built");

    let (parent, path) = built();
    change(&path, "municipalities.csv", ",state 01,", ",state 01,-");
    change(&path, "neighbours.csv", "r000c001", "r999c001");
    change(&path, "organizations.csv", "north_east,1", ",1");
    insta::assert_snapshot!(problems(&path, &parent), @r"
    small/municipalities.csv:2: column `population` is `-33837`, expected a whole number, 0 or more
    small/neighbours.csv:2: unknown municipality `r999c001`, expected a code of municipalities.csv
    small/organizations.csv:2: column `organization` is empty, expected text
    ");

    let (parent, path) = built();
    change(&path, "map.toml", "name", "nme");
    fs::remove_file(path.join("neighbours.csv")).expect("removed");
    insta::assert_snapshot!(problems(&path, &parent), @r"small/neighbours.csv: cannot be read: No such file or directory (os error 2)");

    let (parent, path) = built();
    fs::remove_file(path.join("map.toml")).expect("removed");
    insta::assert_snapshot!(problems(&path, &parent), @r"small: no `map.toml` in it: no built map, or one that was not finished");

    let (parent, path) = built();
    insta::assert_snapshot!(problems(&path.join("map.toml"), &parent), @"small/map.toml: is a file of a built map, expected its folder");
}

#[test]
fn recipes_with_faults() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let path = parent.path().join("grid.toml");
    let text = fs::read_to_string(shipped("grid_12x12.toml")).expect("shipped");
    fs::write(&path, text.replace("states = 8", "states = 80")).expect("written");
    insta::assert_snapshot!(problems(&path, &parent), @"grid.toml:9: `states` is 80, expected 1 to 36, and four municipalities in each");
    fs::write(&path, text.replace("states = 8", "staats = 8")).expect("written");
    insta::assert_snapshot!(problems(&path, &parent), @"grid.toml:9:1: unknown key `staats` (did you mean `states`?)");
    fs::write(
        &path,
        text.replace(
            "unit = \"km\", range = [25.0",
            "unit = \"m\", range = [25.0",
        ),
    )
    .expect("written");
    insta::assert_snapshot!(problems(&path, &parent), @"grid.toml:15:22: unit is `m`, expected `km`");
}

#[test]
fn a_map_not_built_yet() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let text = problems(&parent.path().join("results/maps/mexico"), &parent);
    insta::assert_snapshot!(text, @r"results/maps/mexico: no such map; build it with `plaza map build --municipalities ${PLAZA_DATA}/municipalities.csv --adjacency ${PLAZA_DATA}/adjacency.csv --population ${PLAZA_DATA}/population_yearly.csv --presence ${PLAZA_DATA}/organizations_presence.csv --year 2006 --homes ${PLAZA_DATA}/organization_homes.csv --conflicts ${PLAZA_DATA}/conflicts_2006.csv --homicides ${PLAZA_DATA}/homicides_monthly.csv --corrections configs/maps/mexico_corrections.csv --outlines ${PLAZA_DATA}/municipalities.geojson --out results/maps/mexico`");
    let text = problems(&parent.path().join("results/maps/other"), &parent);
    insta::assert_snapshot!(text, @r"results/maps/other: no such map; build it with `plaza map build --grid 50x50 --out results/maps/other` or from tables (`plaza map build --help`)");
    let text = problems(&parent.path().join("nowhere"), &parent);
    insta::assert_snapshot!(text, @r"nowhere: no such map, expected the folder of a built map or a recipe (`.toml`)");
}

#[test]
fn build_check_and_draw() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let call = [
        "map", "build", "--grid", "12x12", "--seed", "5", "--out", "m",
    ];
    let within = |args: &[&str]| plaza(args).inside(folder.path());
    let built = within(&call).succeeds().told();
    let checked = within(&["map", "check", "m"]).succeeds().told();
    assert_eq!(built, format!("{checked}written to m\n"));
    assert!(
        checked.contains("people                 6336000\n"),
        "{checked}"
    );
    within(&["map", "draw", "m"]).succeeds();
    assert!(folder.path().join("m/map.svg").exists());
    // A map of ours may be built again.
    within(&call).succeeds();
    within(&["map", "draw", "m", "--out", "m/map.toml"]).refused();
}

#[test]
fn calls_that_make_no_sense() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for grid in [
        vec!["2x50"],
        vec!["50"],
        vec!["0x0"],
        vec!["4000000000x4000000000"],
        vec!["12x12", "--people", "9"],
        vec!["12x12", "--year", "2006"],
    ] {
        let call = [vec!["map", "build", "--out", "m", "--grid"], grid].concat();
        plaza(call).inside(folder.path()).refused();
        assert!(!folder.path().join("m").exists());
    }
}

#[test]
fn a_grid_with_a_city_that_no_country_has_is_not_built() {
    let there = tempfile::tempdir().expect("a folder");
    let people = ["--grid", "6x6", "--people", "2000000000", "--out", "map"];
    let build = plaza(["map", "build"]).args(people);
    let text = build.inside(there.path()).refused();
    assert!(
        text.contains("residents, expected 100000000 or fewer"),
        "{text}"
    );
    assert!(!there.path().join("map").exists());
}
