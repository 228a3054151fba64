//! A country that is not Mexico, from its tables to its results: nothing is misread, and what is Mexico's is said.

mod contradicted;
mod doubted;
mod misread;
mod told;
mod wholly_other;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{Answer, Call, plaza};

const MUNICIPALITIES: &str = "\
code,name,state_name,lat,lon,pop_2005,pop_2010,poverty,northern_crossing,port,southern_border,drug_crops
01001,Peñón Alto,Ávila,20.10,-100.10,1500000,1600000,0.2,1,0,0,0
01002,Río Bajo,Ávila,20.20,-100.30,700000,710000,0.4,0,0,0,2
02001,São Miguel,Ömer,19.90,-100.20,500000,510000,0.5,0,1,0,0
10019,El Carmen,Ömer,19.70,-100.40,300000,310000,0.6,0,1,1,1
";
const ADJACENCY: &str = "code_a,code_b\n01001,01002\n01001,02001\n01002,02001\n02001,10019\n";
const PRESENCE: &str = "\
code,year,organization,records
01001,2006,sinaloa,6
01002,2006,sinaloa,2
02001,2006,Cartel Uno,3
";

/// A folder with the tables in it.
struct Country(TempDir);

impl Country {
    fn new() -> Self {
        let country = Self(tempfile::tempdir().expect("a folder"));
        country.write("mun.csv", MUNICIPALITIES);
        country.write("adj.csv", ADJACENCY);
        country.write("pres.csv", PRESENCE);
        country
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("written");
    }

    /// A call in the folder.
    fn plaza(&self, args: &[&str]) -> Call {
        plaza(args).inside(self.0.path())
    }

    fn build(&self, more: &[&str]) -> Call {
        let call = [
            "map",
            "build",
            "--municipalities",
            "mun.csv",
            "--presence",
            "pres.csv",
            "--out",
            "map",
        ];
        self.plaza(&[&call, more].concat())
    }

    #[track_caller]
    fn built(&self, more: &[&str]) -> String {
        self.build(more).succeeds().out
    }

    #[track_caller]
    fn refused(&self, more: &[&str]) -> String {
        let error = self.build(more).refused();
        assert!(!self.0.path().join("map/map.toml").exists());
        error
    }

    fn experiment(&self, more: &str) {
        self.write(
            "own.toml",
            &format!(
                "name = \"own\"\nmap = \"map\"\nparameters = \"calibrated\"\npolicies = [\"status_quo\"]\nweeks = 60\n\
                 replicates = 1\nseed = 1\n{more}"
            ),
        );
    }

    #[track_caller]
    fn run(&self, more: &[&str]) -> String {
        let out: &[&str] = if more.contains(&"--out") {
            &[]
        } else {
            &["--out", "out"]
        };
        let run = self.plaza(&["run", "own.toml", "--verbose"]);
        run.args(more).args(out).succeeds().error
    }
}

const WITH: [&str; 4] = ["--adjacency", "adj.csv", "--year", "2006"];

fn squares(code: impl Fn(&str) -> String, shift: impl Fn(f64, f64) -> [f64; 2]) -> String {
    let rows = MUNICIPALITIES.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let [lat, lon] = [3, 4].map(|at| cells[at].parse::<f64>().expect("a number"));
        let corners = [(-0.1, -0.1), (0.1, -0.1), (0.1, 0.1), (-0.1, 0.1), (-0.1, -0.1)];
        let corners = corners.map(|(x, y)| shift(lon + x, lat + y)).map(|[x, y]| format!("[{x}, {y}]"));
        format!(
            "{{\"type\": \"Feature\", \"properties\": {}, \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [[{}]]}}}}",
            code(cells[0]),
            corners.join(", ")
        )
    });
    let rows: Vec<String> = rows.collect();
    format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [{}]}}",
        rows.join(", ")
    )
}

fn named(property: &str) -> impl Fn(&str) -> String {
    move |code| format!("{{\"{property}\": \"{code}\"}}")
}

#[test]
fn the_year_of_week_0_is_the_one_after_the_maps() {
    let country = Country::new();
    country.write("pres.csv", &PRESENCE.replace("2006", "2018"));
    country.write(
        "pop.csv",
        "code,pop_2007,pop_2018,pop_2024\n01001,50000,100000,110000\n01002,20000,45000,46000\n02001,15000,31000,32000\n\
         10019,10000,21000,22000\n",
    );
    let out = country.built(&[
        "--adjacency",
        "adj.csv",
        "--population",
        "pop.csv",
        "--year",
        "2018",
    ]);
    assert!(out.contains("first week             of 2019"), "{out}");
    country.experiment("");
    let told = country.run(&[]);
    assert!(
        told.contains("those of Mexico in 2006; this is the map of `map` in 2018"),
        "{told}"
    );
    assert!(
        told.contains("its calendar of levels is of 2007 to 2016"),
        "{told}"
    );
    let story = country
        .plaza(&["explain", "out", "--replicate", "0"])
        .succeeds()
        .out;
    assert!(story.contains("60 weeks from Jan 2019"), "{story}");
    assert!(
        story.contains("\n2019\n----") && story.contains("\n2020 (8 weeks)"),
        "{story}"
    );
    let figure =
        fs::read_to_string(country.0.path().join("out/figures/oc_deaths.svg")).expect("a figure");
    assert!(figure.contains("0 is the first week of 2019"), "{figure}");
    let national = fs::read(country.0.path().join("map/populations.csv")).expect("residents");
    let national = String::from_utf8(national).expect("UTF-8");
    assert!(
        national.starts_with("code,pop_2019,pop_2020,"),
        "{national}"
    );
    assert!(national.contains("\n01001,101667,"), "{national}");
}

#[test]
fn whose_numbers_they_are_is_said_and_can_be_scaled() {
    let country = Country::new();
    let out = country.built(&WITH);
    assert!(
        out.contains("  army_units                 50,000         1,375  soldier\n"),
        "{out}"
    );
    let scaled =
        fs::read_to_string(country.0.path().join("map/scale_levers.csv")).expect("a table");
    assert!(
        scaled.contains("\nstatus_quo,army_units,soldier,0,37000.0,110000000.0,1018.0\n"),
        "{scaled}"
    );
    country.experiment("");
    let told = country.run(&[]);
    let size = "levels in persons and dollars are of 110 million people, and here live 3.03 million: at most army_units \
                50,000, by residents 1,375";
    assert!(told.contains(size), "{told}");
    let manifest =
        fs::read_to_string(country.0.path().join("out/manifest.json")).expect("a manifest");
    assert!(
        manifest.contains("this is the map of `map` in 2006"),
        "{manifest}"
    );
    country.plaza(&["report", "out"]).succeeds();
    let page = fs::read_to_string(country.0.path().join("out/report.html")).expect("a page");
    assert!(page.contains("To be known first") && page.contains("this is the map of `map`"));
    let told = country.run(&["--set", "scale_levers=population", "--out", "scaled"]);
    assert!(
        told.contains("are brought to 3.03 million people") && !told.contains("by residents"),
        "{told}"
    );
    assert!(
        told.contains("mobile forces come in units of 600"),
        "{told}"
    );
}

#[test]
fn only_its_own_targets_judge_it() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    country.run(&[]);
    let Answer {
        out, error: told, ..
    } = country.plaza(&["validate", "out"]).succeeds();
    assert!(
        told.contains("the targets are of Mexico, and the map is of map"),
        "{told}"
    );
    assert!(out.contains("nothing is judged"), "{out}");
    assert!(!out.contains("inside") && !out.contains("outside"), "{out}");
    let table = fs::read_to_string(country.0.path().join("out/validation.csv")).expect("a table");
    assert!(
        table
            .lines()
            .skip(1)
            .all(|line| line.contains(",reported,") || line.contains(",not computable,"))
    );
    let target = |country: &str| {
        format!(
            "country = \"{country}\"\n[[target]]\nid = \"C1\"\nwhat = \"deaths\"\nunit = \"1/(100000 year)\"\nrole = \"check\"\n\
             tolerance = {{ within = [0.0, 1e9] }}\nparts = [{{ name = \"all\", years = [2007], values = [1.0] }}]\n"
        )
    };
    country.write("own_targets.toml", &target("map"));
    let out = country
        .plaza(&["validate", "out", "--targets", "own_targets.toml"])
        .succeeds()
        .out;
    assert!(
        out.contains("no verdict on 1 target, 1 known of too few replicates"),
        "{out}"
    );
    country.write("own_targets.toml", &target("Peru"));
    let error = country
        .plaza(&["validate", "out", "--targets", "own_targets.toml"])
        .refused();
    assert!(
        error.contains("own_targets.toml: the targets are of Peru, and the map is of map"),
        "{error}"
    );
}

#[test]
fn codes_are_corrected_to_themselves_only() {
    let country = Country::new();
    country.built(&WITH);
    for (code, hint) in [
        ("1001", " (did you mean `01001`?)"),
        ("1001.0", " (did you mean `01001`?)"),
        ("1", ""),
        ("01003", ""),
        ("1091", ""),
    ] {
        country.write(
            "obs.csv",
            &format!("code,year,month,deaths\n{code},2007,1,2\n"),
        );
        country.experiment("[observed]\noc_deaths = \"obs.csv\"\n");
        let error = country
            .plaza(&["run", "own.toml", "--verbose", "--out", "out"])
            .refused();
        let expected = format!("obs.csv:2: municipality `{code}` is not on the map `map`{hint}\n");
        assert!(error.ends_with(&expected), "{error}");
    }
}

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
fn places_and_triggers_that_can_do_nothing_are_named() {
    let country = Country::new();
    country.write(
        "mun.csv",
        &MUNICIPALITIES.replacen(",1,0,0,0\n", ",0,0,0,0\n", 1),
    );
    country.built(&WITH);
    country.write(
        "mine.toml",
        "extends = \"status_quo\"\nabout = \"a test\"\n\
         [[lever]]\nname = \"youth_programmes\"\nlevel = 0.5\nwhere = { top = { n = 50, by = \"population\" } }\n\
         [[lever]]\nname = \"police_pay\"\nlevel = 0.5\nwhere = \"border\"\n\
         [[lever]]\nname = \"prisons\"\nlevel = 0.5\nwhen = { indicator = \"violent_municipalities\", above = 4 }\n",
    );
    country.experiment("");
    let told = country.run(&["--policies", "mine.toml"]);
    for expected in [
        "`where` of youth_programmes asks for 50 municipalities, and the map has 4",
        "`where` of police_pay holds nowhere on this map: at crossings to the north",
        "`when` of prisons never begins here: violent_municipalities above 4",
    ] {
        assert!(told.contains(expected), "{told}");
    }
}

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
fn new_municipalities_are_not_there_yet_or_are_added_to_their_parents() {
    let country = Country::new();
    country.write(
        "mun.csv",
        &(MUNICIPALITIES.to_owned() + "02003,Nuevo,Ömer,19.8,-100.3,,5000,0.5,0,0,0,0\n"),
    );
    country.write("adj.csv", &(ADJACENCY.to_owned() + "02003,02001\n"));
    let years = "code,pop_2005,pop_2010,pop_2015\n01001,1500000,1600000,1700000\n01002,700000,710000,720000\n\
                 02001,500000,510000,520000\n10019,300000,310000,320000\n02003,,5000,6000\n";
    country.write("pop.csv", years);
    let with = [&WITH[..], &["--population", "pop.csv"]].concat();
    let out = country.built(&with);
    assert!(
        out.contains("1 municipality has no residents before its first count: it is not there yet"),
        "{out}"
    );
    let kept = fs::read_to_string(country.0.path().join("map/populations.csv")).expect("residents");
    assert!(kept.contains("\n02003,0,0,0,5000,5200,"), "{kept}");
    country.experiment("");
    country.run(&["--weeks", "260", "--audit"]);
    country.write("parts.csv", "code,into\n02003,02001\n");
    let out = country.built(&[&with[..], &["--crosswalk", "parts.csv"]].concat());
    assert!(out.contains("municipalities         4\n"), "{out}");
    let kept = fs::read_to_string(country.0.path().join("map/populations.csv")).expect("residents");
    assert!(
        kept.contains("\n02001,504000,506000,508000,515000,"),
        "{kept}"
    );
    country.write("pop.csv", &years.replace("6000", ""));
    let error = country.build(&with).refused();
    assert!(
        error.contains("pop.csv:6: column `pop_2015` is empty"),
        "{error}"
    );
    country.write("parts.csv", "code,into\n02003,02001\n02001,02003\n");
    let error = country
        .build(&[&with[..], &["--crosswalk", "parts.csv"]].concat())
        .succeeds()
        .error;
    assert!(
        error.contains("parts.csv:3: `02001` goes into itself"),
        "{error}"
    );
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

/// Whoever reads the error of a state's name opens the policy's file.
#[test]
fn a_state_that_is_not_there_is_told_where_it_is_named() {
    let country = Country::new();
    country.built(&WITH);
    let text = "extends = \"status_quo\"\nabout = \"x\"\n[[lever]]\nname = \"army_units\"\nlevel = 3\n\
                where = { states = [\"Ömer\", \"Avila\"] }\n";
    country.write("pol.toml", text);
    country.experiment("");
    let error = country
        .plaza(&[
            "run",
            "own.toml",
            "--verbose",
            "--policies",
            "pol.toml",
            "--out",
            "out",
        ])
        .refused();
    assert!(
        error.contains(
            "pol.toml:6:29: policy `pol`, lever `army_units`: map `map` has no state `Avila`"
        ),
        "{error}"
    );
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

#[test]
fn levels_from_the_command_line_have_the_range_of_the_country() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("scale_levers = \"population\"\n");
    let run = |level: &str| {
        let set = format!("levers.army_units={level}");
        country.plaza(&[
            "run",
            "own.toml",
            "--verbose",
            "--set",
            &set,
            "--out",
            level,
        ])
    };
    // 3 million people of 110: a force of Mexico's size is beyond them.
    let error = run("100000").refused();
    assert!(
        error.contains("level 100000 of `army_units` is outside 0 to "),
        "{error}"
    );
    run("1000").succeeds();
}

#[test]
fn what_a_country_cannot_have_is_refused() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("scale_levers = \"population\"\n");
    let policy = |key: &str| {
        format!(
            "extends = \"status_quo\"\nabout = \"a test\"\n{key}\n[[lever]]\nname = \"army_units\"\nlevel = 200_000\n"
        )
    };
    for (key, expected) in [
        (
            "people = 47",
            "mine.toml:3:10: people is 47, expected the residents of a country, 100000 to 2000000000",
        ),
        ("people = nan", "people is NaN"),
        (
            "people = 200_000",
            "lever `army_units`: 3026000 once scaled, for 3026000 people, expected one in twenty or fewer",
        ),
        (
            "calendar = -2147483648",
            "mine.toml:3:12: calendar is -2147483648, expected true, false or a year from 1800 to 2200",
        ),
    ] {
        country.write("mine.toml", &policy(key));
        let error = country
            .plaza(&[
                "run",
                "own.toml",
                "--verbose",
                "--policies",
                "mine.toml",
                "--out",
                "out",
            ])
            .refused();
        assert!(error.contains(expected), "{error}");
    }
    let recipe = include_str!("../../../configs/maps/grid_12x12.toml");
    country.write(
        "grid.toml",
        &recipe.replacen("year = 2006", "year = 2147483647", 1),
    );
    let error = country.plaza(&["map", "check", "grid.toml"]).refused();
    assert!(
        error.contains("year is 2147483647, expected 1800 to 2200"),
        "{error}"
    );
}

#[test]
fn notices_survive_extension() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    country.run(&[]);
    country.run(&["--policies", "status_quo,police_lead"]);
    let manifest =
        fs::read_to_string(country.0.path().join("out/manifest.json")).expect("a manifest");
    assert_eq!(
        manifest
            .matches("levels in persons and dollars are of")
            .count(),
        3,
        "{manifest}"
    );
}

#[test]
fn impossible_numbers_are_refused() {
    for (from, to, expected) in [
        (
            "1500000,1600000",
            "4000000000,4000000000",
            "mun.csv:2: column `pop_2005` is `4000000000`, expected a whole number from 0 to 100000000",
        ),
        (
            "700000,710000",
            "7000,71000000000",
            "expected a whole number from 0 to 100000000",
        ),
        ("300000,310000", "3000,1e9", "column `pop_2010` is `1e9`"),
        (
            "20.20,-100.30",
            "20.10,-100.10",
            "`01001` and `01002` lie at the same point",
        ),
        ("20.20,-100.30", "0,0", "`01002` lies at 0, 0"),
        (
            "20.20,-100.30",
            "-74.0,4.6",
            "column `lat` is `-74.0`, expected a number from -60 to 84",
        ),
        ("20.20,-100.30", "60.20,100.30", "are neighbours"),
    ] {
        let country = Country::new();
        country.write("mun.csv", &MUNICIPALITIES.replacen(from, to, 1));
        let error = country.refused(&WITH);
        assert!(error.contains(expected), "{error}");
    }
    let country = Country::new();
    country.write("mun.csv", &MUNICIPALITIES.replace("drug_crops", "area_km2"));
    assert!(country.refused(&WITH).contains("column `area_km2` is `0`"));
    let country = Country::new();
    country.write(
        "pop.csv",
        "code,pop_2006,pop_2007\n01001,15000,1600000\n01002,1,1\n02001,1,1\n10019,1,1\n",
    );
    let error = country.refused(&[&WITH[..], &["--population", "pop.csv"]].concat());
    assert!(error.contains("pop.csv:2: `pop_2006` is 15000 and `pop_2007` 1600000: 10 times or more, expected residents of the same place"), "{error}");
}

#[test]
fn labels_stand_for_themselves_and_slips_are_asked_about() {
    let country = Country::new();
    let out = country.built(&WITH);
    assert!(out.contains("  Cartel Uno                  1\n"), "{out}");
    country.write("pres.csv", &PRESENCE.replace("Cartel Uno", "Sinaloa "));
    let out = country.built(&WITH);
    assert!(
        out.contains("are two organizations; if they are one, an alias says so"),
        "{out}"
    );
    let home = [&WITH[..], &["--country", "Mexico"]].concat();
    let error = country.build(&home).refused();
    assert!(
        error.contains("label `Sinaloa` does not stand in the aliases (did you mean `sinaloa`?)"),
        "{error}"
    );
    country.write("pres.csv", PRESENCE);
    country.write(
        "own.toml",
        "[label.\"Cartel Unos\"]\norganization = [{ is = \"uno\" }]\n",
    );
    let error = country
        .build(&[&WITH[..], &["--aliases", "own.toml"]].concat())
        .succeeds()
        .error;
    assert!(
        error.contains("one that is meant so needs a table `[label.\"Cartel Uno\"]` there"),
        "{error}"
    );
    country.write("own.toml", "[label.\"Cartel Uno\"]\norganization = [{ is = \"uno\" }]\n[label.other]\norganization = []\n");
    let out = country.built(&[&WITH[..], &["--aliases", "own.toml"]].concat());
    assert!(
        out.contains("`Cartel Uno` was called `uno` in 2006"),
        "{out}"
    );
    assert!(
        out.contains("aliases of labels that the table of presence does not have: other"),
        "{out}"
    );
}

#[test]
fn a_policy_file_with_a_shipped_name_is_refused() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    country.write("mine.toml", "extends = \"status_quo\"\nabout = \"mine\"\n");
    let shipped = include_str!("../../../configs/policies/status_quo.toml");
    country.write("status_quo.toml", &shipped.replace('\n', "\r\n"));
    country.run(&["--policies", "mine.toml"]);
    country.write(
        "status_quo.toml",
        &shipped.replace("level = 0.08", "level = 0.09"),
    );
    let error = country
        .plaza(&[
            "run",
            "own.toml",
            "--policies",
            "mine.toml",
            "--out",
            "other",
        ])
        .refused();
    assert!(
        error.contains("status_quo.toml: has the name of `<plaza>/policies/status_quo.toml`, which the program carries"),
        "{error}"
    );
    // The bare name means the shipped one, and the file beside it would be passed over.
    let error = country.plaza(&["check", "own.toml"]).refused();
    assert!(
        error.contains("status_quo.toml: has the name of"),
        "{error}"
    );
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
