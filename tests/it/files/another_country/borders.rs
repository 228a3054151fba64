//! Neighbours and outlines: islands, the far side of the earth, rings of a file, seats.

use std::fs;

use super::{ADJACENCY, Country, MUNICIPALITIES, PRESENCE, WITH, named, squares};

#[test]
fn islands_are_named_joined_or_dropped() {
    let country = Country::new();
    country.write("adj.csv", &ADJACENCY.replace("02001,10019\n", ""));
    let error = country.refused(&WITH);
    assert!(
        error.contains("mun.csv:5: `10019` (El Carmen) is an island"),
        "{error}"
    );
    assert!(error.contains("--islands nearest"), "{error}");
    let out = country.built(&[&WITH[..], &["--islands", "nearest"]].concat());
    assert!(
        out.contains("`10019` is joined to `02001`, 31 km away"),
        "{out}"
    );
    country.write(
        "pres.csv",
        &(PRESENCE.to_owned() + "10019,2006,sinaloa,9\n"),
    );
    let out = country.built(&[&WITH[..], &["--islands", "drop"]].concat());
    assert!(
        out.contains("1 municipality with 302000 residents left out"),
        "{out}"
    );
    assert!(out.contains("municipalities         3\n"), "{out}");
}

#[test]
fn neighbours_over_180_degrees_are_near() {
    let country = Country::new();
    let over = MUNICIPALITIES
        .replace("-100.10", "179.95")
        .replace("-100.30", "-179.95")
        .replace("-100.20", "179.85")
        .replace("-100.40", "-179.85");
    country.write("mun.csv", &over);
    country.built(&WITH);
    let path = country.0.path().join("map/municipalities.csv");
    let kept = fs::read_to_string(path).expect("a map");
    let far = kept.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        cells[5].parse::<f64>().expect("a number").abs()
    });
    assert!(far.clone().all(|x| x < 30.0), "{kept}");
    // The country as it lies elsewhere has the same plane.
    assert!(far.count() == 4);
}

#[test]
fn outlines_are_read_in_the_words_of_the_file() {
    let right = squares(named("code"), |x, y| [x, y]);
    let with = [&WITH[..], &["--outlines", "out.geojson"]].concat();
    let country = Country::new();
    let nothing = right.replacen(
        "{\"type\": \"Polygon\", \"coordinates\"",
        "null, \"was\": {\"coordinates\"",
        1,
    );
    for text in [format!("\u{feff}{right}"), nothing] {
        country.write("out.geojson", &text);
        country.built(&with);
    }
    for (text, expected) in [
        (
            squares(
                |code| format!("{{\"code\": {}}}", code.trim_start_matches('0')),
                |x, y| [x, y],
            ),
            "outline of unknown municipality `1001` (did you mean `01001`?)",
        ),
        (
            squares(named("code"), |x, y| [y, x]),
            "has its axes swapped: latitude stands before longitude",
        ),
        (
            squares(named("code"), |x, y| [x * 1e5, y * 1e5]),
            "as in projected metres; expected longitude and latitude in degrees",
        ),
        (
            squares(named("code"), |x, y| [x + 50.0, y]),
            "lies elsewhere: half of the outlines are 50.0 degrees or more from the seats",
        ),
        (
            right.replacen("FeatureCollection", "Topology", 1),
            "is TopoJSON, expected GeoJSON",
        ),
        (
            right.replacen("\"Polygon\"", "\"Point\"", 1),
            "feature 1 (`01001`) is a Point, expected a Polygon or a MultiPolygon",
        ),
        (
            right.replacen("[-100.3,", "[null,", 1),
            "feature 3 (`02001`) has the point [null,",
        ),
        (right.replacen("[-100.2,", "[1e999,", 1), "out.geojson:1:"),
        ("[1, 2".to_owned(), "out.geojson:1:5: is not JSON"),
    ] {
        let country = Country::new();
        country.write("out.geojson", &text);
        let error = country.refused(&with);
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("adjacently tagged"), "{error}");
    }
}

#[test]
fn neighbours_are_found_from_outlines() {
    let country = Country::new();
    // a and b share an edge, b and d, c and d; a and d, b and c meet in a corner.
    let squares = [
        ("a", 0.0, 0.0),
        ("b", 1.0, 0.0),
        ("c", 2.0, 1.0),
        ("d", 1.0, 1.0),
    ];
    let mut places = "code,name,state_name,lat,lon,pop_2006,northern_crossing,port\n".to_owned();
    let features = squares.map(|(code, column, row)| {
        let at = |x: f64, y: f64| (-100.0 + 0.2 * (column + x), 20.0 + 0.2 * (row + y));
        let (lon, lat) = at(0.5, 0.5);
        places += &format!("{code},{code},S,{lat},{lon},9000,1,0\n");
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
        let corners = corners.map(|(x, y)| {
            let (lon, lat) = at(x, y);
            format!("[{lon:.9}, {lat:.9}]")
        });
        format!(
            "{{\"type\": \"Feature\", \"properties\": {{\"code\": \"{code}\"}}, \"geometry\": {{\"type\": \"Polygon\", \
             \"coordinates\": [[{}]]}}}}",
            corners.join(", ")
        )
    });
    country.write("mun.csv", &places);
    country.write("pres.csv", "code,year,organization\na,2006,one\n");
    let all = features.join(", ");
    country.write(
        "out.geojson",
        &format!("{{\"type\": \"FeatureCollection\", \"features\": [{all}]}}"),
    );
    country.built(&["--outlines", "out.geojson", "--year", "2006"]);
    let pairs = fs::read_to_string(country.0.path().join("map/neighbours.csv")).expect("pairs");
    assert_eq!(pairs, "code_a,code_b\na,b\nb,d\nc,d\n");
    let error = country.build(&["--year", "2006"]).refused();
    assert!(
        error.contains("expected `--adjacency`, or `--outlines`"),
        "{error}"
    );
}

#[test]
fn seats_outside_their_outlines_are_told() {
    let country = Country::new();
    country.write("out.geojson", &squares(named("code"), |x, y| [x, y]));
    let with = [&WITH[..], &["--outlines", "out.geojson"]].concat();
    let out = country.built(&with);
    assert!(!out.contains("outside their outlines"), "{out}");
    country.write("out.geojson", &squares(named("code"), |x, y| [x + 0.4, y]));
    let error = country.build(&with).refused();
    assert!(
        error.contains("4 of 4 seats lie more than 10 km outside their outlines: "),
        "{error}"
    );
}
