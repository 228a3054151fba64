//! Codes of municipalities and labels of organizations: corrected to themselves only.

use std::fs;

use super::{ADJACENCY, Country, MUNICIPALITIES, PRESENCE, WITH};

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
        .refused();
    assert!(
        error.contains("parts.csv:3: `02001` goes into itself"),
        "{error}"
    );
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
        .refused();
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
