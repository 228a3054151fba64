//! Columns of tables: near names, other names, missing ones, the template and the help.

use std::fs;
use std::path::Path;

use super::squares;
use super::{Country, MUNICIPALITIES, PRESENCE, WITH, named};

#[test]
fn near_names_and_contradictions_are_errors() {
    for (from, to, expected) in [
        (
            "northern_crossing,",
            "northern_crosing,",
            "column `northern_crosing` is not read, and may be meant as `northern_crossing`",
        ),
        (
            ",port,",
            ",Ports,",
            "column `Ports` is not read, and may be meant as `port`",
        ),
        (
            ",poverty,",
            ",poverty_rate,",
            "column `poverty_rate` is not read, and may be meant as `poverty`",
        ),
        (
            "drug_crops",
            "us_crossing",
            "columns `northern_crossing` and `us_crossing` are the same",
        ),
        (
            "drug_crops",
            "marginalization_norm_2010",
            "columns `poverty` and `marginalization_norm_2010` are the same",
        ),
    ] {
        let country = Country::new();
        country.write("mun.csv", &MUNICIPALITIES.replacen(from, to, 1));
        let error = country.refused(&WITH);
        assert!(error.contains(expected), "{error}");
    }
    let country = Country::new();
    let far = MUNICIPALITIES.replacen("drug_crops", "northern_crossing_km", 1);
    country.write("mun.csv", &far.replacen(",1,0,0,0\n", ",0,0,0,5\n", 1));
    let error = country.refused(&WITH);
    assert!(
        error.contains("names distances to the nearest crossing, and no municipality has one"),
        "{error}"
    );
}

#[test]
fn what_a_missing_column_turns_off_is_said_and_which_way_poverty_counts() {
    let country = Country::new();
    let out = country.built(&WITH);
    assert!(
        out.contains("note: `poverty` is read as it is: 1 is poorest"),
        "{out}"
    );
    let lines = MUNICIPALITIES.lines();
    let short: Vec<String> = lines
        .map(|line| line.split(',').take(7).collect::<Vec<_>>().join(","))
        .collect();
    country.write("mun.csv", &(short.join("\n") + "\n"));
    let out = country.built(&WITH);
    for column in [
        "poverty",
        "northern_crossing",
        "port",
        "southern_border",
        "drug_crops",
    ] {
        assert!(
            out.contains(&format!("note: no column `{column}`")),
            "{out}"
        );
    }
    country.experiment("");
    let told = country.run(&["--policies", "status_quo,accommodation"]);
    for expected in [
        "note: the map has no crossing to the north: no drugs pass by land",
        "note: the map has no port, no southern border and no drug crops",
        "note: poverty is the same everywhere",
        "the map has no crossing to the north for crossings, allocation to act on",
        "the map has no drugs that pass for inspection_northward to act on",
        "the map has no drugs that pass for inspection_northward, corridor_sharing to act on",
    ] {
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn columns_and_properties_may_have_other_names() {
    let country = Country::new();
    country.write(
        "mun.csv",
        &MUNICIPALITIES.replacen("code,name", "CVEGEO,NOM_MUN", 1),
    );
    country.write("pres.csv", &PRESENCE.replacen("organization", "actor", 1));
    country.write("out.geojson", &squares(named("CVEGEO"), |x, y| [x, y]));
    let names = [
        "--column",
        "code=CVEGEO",
        "--column",
        "name=NOM_MUN",
        "--column",
        "organization=actor",
    ];
    let outlines = ["--outlines", "out.geojson", "--property", "CVEGEO"];
    country.built(&[&WITH[..], &names, &outlines].concat());
    let kept = fs::read_to_string(country.0.path().join("map/map.toml")).expect("a map");
    assert!(kept.contains("\"code=CVEGEO\""), "{kept}");
    let error = country
        .build(&[&WITH[..], &names, &outlines[..2]].concat())
        .refused();
    assert!(error.contains("out.geojson: feature 1 has no property `code`; its properties are CVEGEO; `--property NAME`"), "{error}");
    let error = country
        .build(&[&WITH[..], &names, &["--column", "port=harbur"]].concat())
        .refused();
    assert!(
        error.contains("--column port=harbur: no table has a column `harbur`"),
        "{error}"
    );
    let error = country.build(&["--column", "prot=a"]).refused();
    assert!(
        error.contains("no table has a column `prot` (did you mean `port`?)"),
        "{error}"
    );
}

/// Names are exchanged all at once, by the header as it stands.
#[test]
fn the_order_of_names_does_not_matter() {
    let country = Country::new();
    country.write("mun.csv", &MUNICIPALITIES.replacen("lat,lon", "lon,lat", 1));
    let column = |name: &'static str| ["--column", name];
    let mut maps = Vec::new();
    for names in [["lat=lon", "lon=lat"], ["lon=lat", "lat=lon"]] {
        let names = names.map(column).concat();
        country.built(&[&WITH[..], &names].concat());
        let path = country.0.path().join("map/municipalities.csv");
        maps.push(fs::read_to_string(path).expect("a map"));
    }
    assert_eq!(maps[0], maps[1]);
    fs::remove_dir_all(country.0.path().join("map")).expect("removed");
    country.write("mun.csv", &MUNICIPALITIES.replacen("lat,lon", "Y,X", 1));
    for (names, expected) in [
        (
            vec!["lat=Y", "lon=Y"],
            "--column lon=Y: `Y` is read as `lat` already",
        ),
        (
            vec!["lat=Y", "lat=X"],
            "mun.csv:1: columns `Y` and `X` are both to be read as `lat`, expected one of them",
        ),
        (
            vec!["pop_YYYY=pop_YYYY", "poverty=pop_2005"],
            "mun.csv:1: column `pop_2005` is to be read as `pop_2005` and as `poverty`",
        ),
    ] {
        let names: Vec<&str> = names.into_iter().flat_map(column).collect();
        let error = country.refused(&[&WITH[..], &names].concat());
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn the_template_has_every_column_and_can_be_filled() {
    let country = Country::new();
    country.plaza(&["map", "template", "t"]).succeeds();
    let read = |name: &str| fs::read_to_string(country.0.path().join("t").join(name)).expect(name);
    let columns = read("columns.csv");
    assert!(
        columns.contains("1 is poorest") && columns.contains("--column")
            || columns.contains("older_name")
    );
    for (file, row) in [
        (
            "municipalities.csv",
            "01,A,S,10,20,1000,1000,0.3,1,1,0,0,1,5,100\n02,B,S,10.1,20,500,500,0.3,0,60,0,0,0,0,100\n",
        ),
        ("adjacency.csv", "01,02\n"),
        ("population.csv", "01,1000,1100\n02,500,600\n"),
        ("presence.csv", "01,2015,one,3\n"),
        ("crosswalk.csv", ""),
    ] {
        let header = read(file);
        assert_eq!(header.lines().count(), 1, "{header}");
        let width = header.split(',').count();
        let row = row
            .lines()
            .map(|line| line.split(',').take(width).collect::<Vec<_>>().join(",") + "\n");
        fs::write(
            country.0.path().join("t").join(file),
            header + &row.collect::<String>(),
        )
        .expect("written");
    }
    let built = country
        .plaza(&[
            "map",
            "build",
            "--municipalities",
            "t/municipalities.csv",
            "--adjacency",
            "t/adjacency.csv",
            "--population",
            "t/population.csv",
            "--presence",
            "t/presence.csv",
            "--crosswalk",
            "t/crosswalk.csv",
            "--year",
            "2015",
            "--out",
            "map",
        ])
        .succeeds();
    assert!(!built.out.contains("no column"), "{}", built.out);
    let error = country.plaza(&["map", "template", "t"]).refused();
    assert!(error.contains("is not empty"), "{error}");
}

#[test]
fn the_help_tells_every_column() {
    let country = Country::new();
    let out = country.plaza(&["map", "build", "--help"]).succeeds().out;
    let text = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for column in [
        "poverty (or marginalization_norm_2010)",
        "1 is least poor",
        "northern_crossing (or us_crossing)",
        "drug_crops",
    ] {
        assert!(text.contains(column), "{column}: {text}");
    }
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/another-country.md"))
            .expect("the page");
    for option in [
        "--column",
        "--property",
        "--crosswalk",
        "--islands",
        "--country",
        "scale_levers",
    ] {
        assert!(page.contains(option), "{option}");
    }
}
