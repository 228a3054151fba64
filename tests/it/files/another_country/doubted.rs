//! Tables that are right row by row and hardly as a whole are told when the map is built, and again by every run.

use std::fmt::Write as _;
use std::fs;

use super::{Country, WITH};

/// Rows and columns of a country of squares, each row of them a state.
const SIDE: usize = 5;

/// A municipality of it, as a row of its table.
struct Square {
    people: u32,
    poverty: f64,
    crossing: bool,
    port: bool,
    south: bool,
    crops: f64,
}

/// A country that nothing is doubted of, as it was spoilt.
fn squares(country: &Country, spoil: impl FnOnce(&mut [Square])) {
    let mut all: Vec<Square> = (0..SIDE * SIDE)
        .map(|at| Square {
            people: 30_001 + 977 * at as u32,
            poverty: 0.2 + at as f64 / 100.0,
            crossing: at < 2,
            port: false,
            south: at == SIDE * SIDE - 1,
            crops: f64::from(at % 7 == 3) * (10.0 + at as f64),
        })
        .collect();
    spoil(&mut all);
    let mut rows =
        "code,name,state_name,lat,lon,pop_2006,poverty,northern_crossing,port,southern_border,drug_crops\n".to_owned();
    let mut outlines = Vec::new();
    for (at, square) in all.iter().enumerate() {
        let (row, column) = (at / SIDE, at % SIDE);
        let (lat, lon) = (20.0 - 0.2 * row as f64, -100.0 + 0.2 * column as f64);
        let state = ["Ávila", "Ömer", "Izel", "Umbra", "Este"][row];
        let Square {
            people,
            poverty,
            crops,
            ..
        } = square;
        let flag = u8::from;
        writeln!(
            rows,
            "{row}{column},Place {row}-{column},{state},{lat:.2},{lon:.2},{people},{poverty:.2},{},{},{},{crops}",
            flag(square.crossing),
            flag(square.port),
            flag(square.south)
        )
        .expect("a string takes all");
        let corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)];
        let corners = corners.map(|(x, y)| {
            let (x, y) = (lon + 0.1 * f64::from(x), lat + 0.1 * f64::from(y));
            format!("[{x:.2}, {y:.2}]")
        });
        outlines.push(format!(
            "{{\"type\": \"Feature\", \"properties\": {{\"code\": \"{row}{column}\"}}, \"geometry\": {{\"type\": \
             \"Polygon\", \"coordinates\": [[{}]]}}}}",
            corners.join(", ")
        ));
    }
    country.write("mun.csv", &rows);
    country.write(
        "geo.json",
        &format!(
            "{{\"type\": \"FeatureCollection\", \"features\": [{}]}}",
            outlines.join(",\n")
        ),
    );
    country.write(
        "pres.csv",
        "code,year,organization,records\n00,2006,Uno,6\n01,2006,Dos,2\n",
    );
}

const DRAWN: [&str; 4] = ["--outlines", "geo.json", "--year", "2006"];

/// What the build of a country that was spoilt doubts, without what it notes.
fn doubts(spoil: impl FnOnce(&mut [Square])) -> Vec<String> {
    let country = Country::new();
    squares(&country, spoil);
    country.built(&DRAWN);
    of_the_map(&country)
}

fn of_the_map(country: &Country) -> Vec<String> {
    let text = fs::read(country.0.path().join("map/built.json")).expect("a record");
    let record: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    let doubts = record["doubts"].as_array().expect("a list").iter();
    doubts
        .map(|doubt| doubt.as_str().expect("text").to_owned())
        .collect()
}

#[track_caller]
fn one(doubts: &[String], said: &str) {
    assert!(
        doubts.len() == 1 && doubts[0].contains(said),
        "expected {said:?}, found {doubts:#?}"
    );
}

#[test]
fn nothing_is_doubted_of_a_country_as_it_should_be() {
    assert_eq!(doubts(|_| ()), [""; 0]);
}

#[test]
fn what_is_doubted_is_told_by_every_run() {
    let country = Country::new();
    squares(&country, |all| all[7].people *= 50);
    let out = country.built(&DRAWN);
    let said = "`12` (Place 1-2) has 1842000 residents, more than 10 times as many as the next, `44` (Place 4-4) with 53449: \
                is it a slip of the pen?";
    assert!(out.contains(&format!("note: {said}")), "{out}");
    country.experiment("");
    let told = country.run(&[]);
    assert!(told.contains(said), "{told}");
    let manifest =
        fs::read_to_string(country.0.path().join("out/manifest.json")).expect("a manifest");
    assert!(manifest.contains(said), "{manifest}");
    let error = country.plaza(&["map", "check", "map"]).succeeds().error;
    assert!(error.contains(said), "{error}");
}

#[test]
fn numbers_that_stand_out_are_told() {
    let told = doubts(|all| (5..10).for_each(|at| all[at].poverty = 0.0));
    one(
        &told,
        "poverty is exactly 0 in 5 of 25 municipalities, in all of Ömer: were missing values filled with 0?",
    );
    let told = doubts(|all| [1, 8].iter().for_each(|at| all[*at].poverty = 0.0));
    one(
        &told,
        "poverty is exactly 0 in 2 of 25 municipalities: were",
    );
    assert_eq!(doubts(|all| all[1].poverty = 0.0), [""; 0]);
    let told = doubts(|all| all[3].crops = 13_000.0);
    one(
        &told,
        "mun.csv line 5 (`03`, Place 0-3) has 13000 of all 13081 of drug crops, and the next, `44`, 34: is it a slip of the \
         pen, or a total?",
    );
    let told = doubts(|all| (0..5).for_each(|at| all[at].people *= 9));
    one(
        &told,
        "people live in Ávila, one of 5 states: are all states counted in the same way?",
    );
    let told = doubts(|all| all.iter_mut().for_each(|of| of.people *= 1_600));
    one(
        &told,
        "more than 100000 people live on a square kilometre in 25 municipalities: `00` (Place 0-0), 48001600 on 4",
    );
    let told = doubts(|all| all.iter_mut().for_each(|of| of.south = true));
    one(
        &told,
        "`southern_border` is 1 in 25 of 25 municipalities, more than half: is it turned round?",
    );
    let told = doubts(|all| all.iter_mut().for_each(|of| of.crossing = !of.crossing));
    one(&told, "`northern_crossing` is 1 in 23 of 25 municipalities");
}

#[test]
fn ports_far_inside_the_outlines_are_told() {
    let told = doubts(|all| [12, 20].iter().for_each(|at| all[*at].port = true));
    one(
        &told,
        "1 municipality with `port` 1 (of 2 in all) and an outline that is inside the map, as in all their neighbours: `22` \
         (Place 2-2)",
    );
    // On a river one place from the edge.
    assert_eq!(doubts(|all| all[6].port = true), [""; 0]);
}

#[test]
fn borders_that_the_table_lacks_are_told() {
    let country = Country::new();
    squares(&country, |_| ());
    let table = |keep: &dyn Fn(usize, usize) -> bool| {
        let mut rows = "code_a,code_b\n".to_owned();
        let code = |at: usize| format!("{}{}", at / SIDE, at % SIDE);
        for at in 0..SIDE * SIDE {
            let right = (at % SIDE + 1 < SIDE).then_some(at + 1);
            let below = (at + SIDE < SIDE * SIDE).then_some(at + SIDE);
            for other in right
                .into_iter()
                .chain(below)
                .filter(|other| keep(at, *other))
            {
                writeln!(rows, "{},{}", code(at), code(other)).expect("a string takes all");
            }
        }
        rows
    };
    let with = [&DRAWN[..], &["--adjacency", "adj.csv"]].concat();
    country.write("adj.csv", &table(&|_, _| true));
    country.built(&with);
    assert_eq!(of_the_map(&country), [""; 0]);
    // The first state keeps one pair with the second.
    country.write(
        "adj.csv",
        &table(&|at, other| at >= SIDE || other < SIDE || at == 0),
    );
    country.built(&with);
    let told = of_the_map(&country).join("\n");
    for said in [
        "adj.csv lacks 4 of 40 borders that the outlines have: `01` (Place 0-1) and `11` (Place 1-1) first; are pairs missing?",
        "Ávila hangs by 1 pair with other states in adj.csv, and has 5 by the outlines",
    ] {
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn a_municipality_without_an_outline_is_no_island() {
    let country = Country::new();
    squares(&country, |_| ());
    let path = country.0.path().join("geo.json");
    let text = fs::read_to_string(&path).expect("outlines");
    let rows: Vec<&str> = text.split(",\n").collect();
    let without: Vec<&str> = rows
        .iter()
        .copied()
        .filter(|row| !row.contains("\"12\""))
        .collect();
    fs::write(&path, without.join(",\n")).expect("written");
    let error = country.refused(&DRAWN);
    let said = "`12` (Place 1-2) has no outline, from which its neighbours would be found: expected a polygon of it; \
                `--islands nearest` joins it to the nearest municipality";
    assert!(
        error.contains(said) && !error.contains("is an island"),
        "{error}"
    );
}

#[test]
fn organizations_that_are_the_sum_of_others_or_two_in_one_are_told() {
    let country = Country::new();
    let built = |rows: &str| {
        let head = "code,year,organization,records\n";
        country.write("pres.csv", &format!("{head}{rows}"));
        country.built(&WITH);
        let mut told = of_the_map(&country);
        // Of the country's largest place.
        told.retain(|doubt| !doubt.contains("residents"));
        told
    };
    let parts =
        "01001,2006,Pulpos,6\n01002,2006,Jauria,9\n02001,2006,Jauria,5\n01001,2006,Pepes,4\n";
    assert_eq!(built(parts), [""; 0]);
    let told = built(&format!("{parts}01001,2006,Republica,24\n"));
    one(
        &told,
        "`Republica` has 24 records in pres.csv, as many as the other 3 organizations together: is it their total?",
    );
    let each = "01001,2006,Republica,10\n01002,2006,Republica,9\n02001,2006,Republica,5\n";
    let told = built(&format!("{parts}{each}"));
    one(
        &told,
        "organizations together, at each place too: is it their total?",
    );
    for label in [
        "Pulpos; Jauria",
        "Pulpos / Jauria",
        "Los Pulpos y La Jauria",
        "Pulpos & Jauria",
    ] {
        let told = built(&format!("{parts}10019,2006,{label},3\n"));
        let said = format!(
            "`{label}` seems to be `Pulpos` and `Jauria` in one row, and is an organization of its own"
        );
        one(&told, &said);
    }
    for label in ["Los Pulpos", "Pulpos (remanente)"] {
        let told = built(&format!("{parts}10019,2006,{label},3\n")).join("\n");
        assert!(
            told.contains("are two organizations; if they are one, an alias says so (--aliases)")
                && told.contains("`Pulpos`")
                && told.contains(&format!("`{label}`")),
            "{told}"
        );
    }
    assert_eq!(
        built(&format!("{parts}10019,2006,Barras y Pulpos,3\n")),
        [""; 0]
    );
}

#[test]
fn states_without_deaths_in_one_year_are_told() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("[observed]\noc_deaths = \"deaths.csv\"\n");
    let write = |lacks: Option<i32>| {
        let mut rows = "code,year,month,deaths\n".to_owned();
        for year in 2007..=2009 {
            for month in 1..=12 {
                writeln!(rows, "01001,{year},{month},4").expect("a string takes all");
                if lacks != Some(year) {
                    writeln!(rows, "02001,{year},{month},3").expect("a string takes all");
                }
            }
        }
        country.write("deaths.csv", &rows);
    };
    let said = |year: i32, beside: &str| {
        format!(
            "observed deaths: none in a state in one year, and many in the years beside it, as where its rows are missing: \
             Ömer in {year} ({beside})"
        )
    };
    for (index, (year, beside)) in [(2008, "36 in 2007, 36 in 2009"), (2009, "36 in 2008")]
        .into_iter()
        .enumerate()
    {
        write(Some(year));
        let told = country.run(&["--weeks", "156", "--out", &format!("out_{index}")]);
        assert!(told.contains(&said(year, beside)), "{told}");
    }
    write(None);
    let told = country.run(&["--weeks", "156", "--out", "whole"]);
    assert!(!told.contains("none in a state"), "{told}");
}

#[test]
fn one_fault_is_told_once_and_what_is_compared_is_read() {
    let country = Country::new();
    let bytes = fs::read_to_string(country.0.path().join("mun.csv")).expect("a table");
    let bytes: Vec<u8> = bytes
        .replace("state_name", "provincia")
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).expect("a letter of Latin-1"))
        .collect();
    fs::write(country.0.path().join("mun.csv"), bytes).expect("written");
    let error = country.refused(&[&WITH[..], &["--column", "state_name=provincia"]].concat());
    assert!(
        error.contains("is not UTF-8 text") && !error.contains("no table has a column"),
        "{error}"
    );
    let country = Country::new();
    country.write(
        "pop.csv",
        "code,municipio,note,pop_2006,pop_2007\n01001,PENON ALTO,x,1500000,1510000\n01002,Rio Bajo,x,700000,701000\n\
         02001,Sao Miguel,x,500000,501000\n10019,El Carmen,x,300000,301000\n",
    );
    let out = country.built(&[&WITH[..], &["--population", "pop.csv"]].concat());
    assert!(out.contains("not read of pop.csv: note\n"), "{out}");
}
