//! Tables whose columns contradict one another, the outlines, or what they are called: each is told or refused, and what
//! is right is not.

use std::fmt::Write as _;
use std::fs;

use super::{Country, MUNICIPALITIES, PRESENCE, WITH, named, squares};

#[test]
fn residents_of_columns_beside_the_year_are_held_against_it() {
    let rows = |pop_2006: [u32; 4]| {
        let header = "code,name,state_name,lat,lon,pop_2000,pop_2005,pop_2006\n";
        let places = MUNICIPALITIES.lines().skip(1).zip(pop_2006);
        let places = places.map(|(line, people)| {
            let cells: Vec<&str> = line.split(',').take(6).collect();
            format!("{},,{},{people}\n", cells[..5].join(","), cells[5])
        });
        header.to_owned() + &places.collect::<String>()
    };
    let country = Country::new();
    country.write(
        "mun.csv",
        &rows([16_500_000, 7_700_000, 5_500_000, 3_300_000]),
    );
    let error = country.refused(&WITH);
    let said = "mun.csv:2: `pop_2005` is 1500000 and `pop_2006` 16500000: 10 times or more, expected residents of the \
                same place";
    assert!(error.contains(said), "{error}");
    // A column that is not read may have gaps.
    country.write("mun.csv", &rows([1_510_000, 702_000, 505_000, 301_000]));
    country.built(&WITH);
}

#[test]
fn residents_in_hundreds_and_poverty_in_another_unit_are_told() {
    let country = Country::new();
    let hundreds = MUNICIPALITIES
        .replace("1500000,1600000", "152,161")
        .replace("700000,710000", "70,71")
        .replace("500000,510000", "150,151")
        .replace("300000,310000", "330,331");
    country.write("mun.csv", &hundreds);
    let out = country.built(&WITH);
    assert!(
        out.contains("are they counted in hundreds or thousands?"),
        "{out}"
    );
    let poor = |of: [&str; 4]| {
        let mut text = MUNICIPALITIES.to_owned();
        for (was, now) in [",0.2,", ",0.4,", ",0.5,", ",0.6,"].iter().zip(of) {
            text = text.replacen(was, &format!(",{now},"), 1);
        }
        text
    };
    for (shares, told) in [
        (["0.002", "0.004", "0.005", "0.006"], true),
        (["0.99", "0.98", "0.97", "0.96"], true),
        (["0.02", "0.04", "0.05", "0.3"], false),
        (["0", "0", "0", "0"], false),
    ] {
        country.write("mun.csv", &poor(shares));
        let out = country.built(&WITH);
        assert_eq!(
            out.contains("is it in another unit?"),
            told,
            "{shares:?}: {out}"
        );
    }
}

#[test]
fn a_state_that_is_counted_in_thousands_is_told() {
    let country = Country::new();
    let mut places = "code,name,state_name,lat,lon,pop_2006\n".to_owned();
    let mut pairs = "code_a,code_b\n".to_owned();
    let mut write = |thousands: u32| {
        places.truncate(places.find('\n').map_or(0, |end| end + 1));
        pairs.truncate(pairs.find('\n').map_or(0, |end| end + 1));
        for at in 0..16 {
            let (state, unit) = if at < 6 { (1, thousands) } else { (2, 1) };
            let (lat, people) = (20.0 + 0.2 * f64::from(at), (20_011 + 5_003 * at) / unit);
            writeln!(
                places,
                "{state}{at:03},Place {at},State {state},{lat:.2},-100.1,{people}"
            )
            .expect("a string takes all");
            if at > 0 {
                let before = if at <= 6 { 1 } else { 2 };
                writeln!(pairs, "{before}{:03},{state}{at:03}", at - 1)
                    .expect("a string takes all");
            }
        }
        country.write("mun.csv", &places);
        country.write("adj.csv", &pairs);
        country.write(
            "pres.csv",
            "code,year,organization,records\n1000,2006,sinaloa,6\n",
        );
        country.built(&WITH)
    };
    let said = "and far fewer in State 1 (";
    let out = write(1000);
    assert!(out.contains(said), "{out}");
    let out = write(1);
    assert!(!out.contains("far fewer in"), "{out}");
}

#[test]
fn a_port_far_from_the_coast_is_told() {
    let country = Country::new();
    let with_coast = |coast: [u8; 4]| {
        let mut rows = MUNICIPALITIES.lines();
        let header = rows
            .next()
            .expect("a header")
            .replace("drug_crops", "drug_crops,coast");
        let rows = rows
            .zip(coast)
            .map(|(row, coast)| format!("{row},{coast}\n"));
        header + "\n" + &rows.collect::<String>()
    };
    // 02001 and 10019 have ports; 02001 is a neighbour of all others.
    for (coast, told) in [
        (
            [0, 0, 0, 0],
            Some(
                "2 municipalities with `port` 1 (of 2 in all) and `coast` 0, as in all their neighbours: `02001`",
            ),
        ),
        ([0, 0, 1, 0], None),
        (
            [0, 1, 0, 0],
            Some(
                "1 municipality with `port` 1 (of 2 in all) and `coast` 0, as in all their neighbours: `10019` (El Carmen)",
            ),
        ),
    ] {
        country.write("mun.csv", &with_coast(coast));
        let out = country.built(&WITH);
        match told {
            Some(said) => assert!(out.contains(said), "{out}"),
            None => assert!(!out.contains("with `port` 1"), "{out}"),
        }
    }
}

#[test]
fn areas_that_are_not_those_of_the_outlines_are_told() {
    let country = Country::new();
    country.write("out.geojson", &squares(named("code"), |x, y| [x, y]));
    // Squares of a fifth of a degree, some 22 by 21 km.
    for (area, told) in [
        ("463", false),
        ("46300", true),
        ("46", true),
        ("300", false),
    ] {
        let mut rows = MUNICIPALITIES.lines();
        let header = rows.next().expect("a header").to_owned() + ",area_km2\n";
        let rows = rows.map(|row| format!("{row},{area}\n"));
        country.write("mun.csv", &(header + &rows.collect::<String>()));
        let out = country.built(&[&WITH[..], &["--outlines", "out.geojson"]].concat());
        let said = "`area_km2` of mun.csv is more than 3 times the area of the outline, or less than a third of it, in 4 of \
                    4 municipalities: `01001`";
        assert_eq!(out.contains(said), told, "{area}: {out}");
    }
}

#[test]
fn a_state_that_presence_lacks_in_one_year_is_told() {
    let country = Country::new();
    let rows = |lacking: &str| {
        let mut text = "code,year,organization,records\n".to_owned();
        for year in [2005, 2006, 2007] {
            for name in 'a'..='j' {
                for code in ["01001", "02001"] {
                    if year != 2006 || !code.starts_with(lacking) {
                        writeln!(text, "{code},{year},group {name}{name}{name}{name},2")
                            .expect("a string takes all");
                    }
                }
            }
        }
        text
    };
    country.write("pres.csv", &rows("02"));
    let out = country.built(&WITH);
    let said = "pres.csv has no row of 2006 in states that have many in the years around: Ömer (10 of 2005, 10 of 2007)";
    assert!(out.contains(said), "{out}");
    country.write("pres.csv", &rows("none"));
    let out = country.built(&WITH);
    assert!(!out.contains("in the years around"), "{out}");
}

#[test]
fn an_organization_and_its_initials_are_told() {
    let country = Country::new();
    for (one, other, told) in [
        ("PCC", "Primeiro Comando da Capital", true),
        ("C.V.", "Comando Vermelho", true),
        ("PCC: Primeiro Comando da Capital", "PCC", true),
        ("MS-13", "Mara Salvatrucha", true),
        (
            "FARC-EP",
            "Fuerzas Armadas Revolucionarias de Colombia - Ejército del Pueblo",
            true,
        ),
        ("PCC", "Comando Vermelho", false),
        ("ADA", "Amigos dos Bons", false),
        ("Los Rojos", "Los Rastrojos Verdes", false),
    ] {
        country.write(
            "pres.csv",
            &format!("code,year,organization,records\n01001,2006,{one},6\n01002,2006,{other},2\n"),
        );
        let out = country.built(&WITH);
        let said = "are two organizations; if they are one, an alias says so (--aliases)";
        assert_eq!(out.contains(said), told, "{one}, {other}: {out}");
    }
}

#[test]
fn a_map_that_was_changed_after_it_was_built_is_told_of() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    let said = "changed after the map was built";
    let told = country.run(&[]);
    assert!(!told.contains(said), "{told}");
    let file = country.0.path().join("map/municipalities.csv");
    let text = fs::read_to_string(&file).expect("a table");
    fs::write(&file, text.replace("0.6", "0.9")).expect("written");
    let told = country.run(&["--out", "again"]);
    assert!(
        told.contains("note: municipalities.csv was changed after the map was built"),
        "{told}"
    );
    let manifest =
        fs::read_to_string(country.0.path().join("again/manifest.json")).expect("a manifest");
    assert!(manifest.contains(said), "{manifest}");
    let error = country.plaza(&["map", "check", "map"]).succeeds().error;
    assert!(error.contains(said), "{error}");
    // What was noted is taken away, one from before files were noted, and one that is built again.
    fs::remove_file(country.0.path().join("map/built.json")).expect("removed");
    let lacks = "the map has no built.json any more: nothing says whether its files were changed after it was built";
    let told = country.run(&["--out", "lacking"]);
    assert!(told.contains(lacks), "{told}");
    let error = country.plaza(&["map", "check", "map"]).succeeds().error;
    assert!(error.contains(lacks) && !error.contains(said), "{error}");
    let error = country
        .plaza(&["map", "check", "lacking/inputs/map"])
        .succeeds()
        .error;
    assert!(!error.contains(lacks), "{error}");
    let about = country.0.path().join("map/map.toml");
    let text = fs::read_to_string(&about).expect("a map");
    fs::write(&about, text.replace("noted = true\n", "")).expect("written");
    let error = country.plaza(&["map", "check", "map"]).succeeds().error;
    assert!(!error.contains(said) && !error.contains(lacks), "{error}");
    country.built(&WITH);
    let error = country.plaza(&["map", "check", "map"]).succeeds().error;
    assert!(!error.contains(said), "{error}");
    fs::remove_file(country.0.path().join("map/populations.csv")).ok();
    fs::write(country.0.path().join("map/built.json"), "{").expect("written");
    let error = country.plaza(&["map", "check", "map"]).succeeds().error;
    assert!(
        error.contains("built.json of the map cannot be read"),
        "{error}"
    );
}

#[test]
fn a_column_in_whose_place_another_is_read_is_named_as_it_is() {
    let country = Country::new();
    country.write(
        "mun.csv",
        &MUNICIPALITIES
            .replace("code,name,", "code,name,label,")
            .replace("1,P", "1,x,P")
            .replace("2,R", "2,x,R")
            .replace("1,S", "1,x,S")
            .replace("9,E", "9,x,E")
            .replace("code,name,label", "code,label,name"),
    );
    let out = country.built(&[&WITH[..], &["--column", "name=label"]].concat());
    assert!(out.contains("not read of mun.csv: name\n"), "{out}");
    country.write("pres.csv", PRESENCE);
}
