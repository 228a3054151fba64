//! What cannot be in any country, or can do nothing in this one.

use super::{Country, MUNICIPALITIES, WITH};

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
    let recipe = include_str!("../../../../configs/maps/grid_12x12.toml");
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
