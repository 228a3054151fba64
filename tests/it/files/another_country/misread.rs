//! Tables that were once read wrongly without a word: other series, totals, labels of nobody, neighbours far away.

use std::fmt::Write as _;

use super::{Country, MUNICIPALITIES, WITH, named, squares};

fn with_residents<'a>() -> Vec<&'a str> {
    [&WITH[..], &["--population", "pop.csv"]].concat()
}

#[test]
fn sums_and_places_that_leap_are_told() {
    let country = Country::new();
    let even = "code,pop_2006,pop_2007,pop_2008\n01001,1510013,1520007,1530001\n01002,702001,704002,706003\n\
                02001,501007,502009,503001\n10019,401000,402000,403000\n";
    country.write("pop.csv", even);
    let out = country.built(&with_residents());
    assert!(
        !out.contains("in the same way") && !out.contains("by more than half"),
        "{out}"
    );
    // Only women from 2007 on.
    let women = "code,pop_2006,pop_2007,pop_2008\n01001,1510013,800007,800001\n01002,702001,304002,306003\n\
                 02001,501007,262009,263001\n10019,401000,202000,203000\n";
    country.write("pop.csv", women);
    let out = country.built(&with_residents());
    let said = "residents of pop.csv are 3114021 in all in 2006 and 1568018 in 2007: are both years counted in the same \
                way?";
    assert!(out.contains(said), "{out}");
    let said = "residents move by more than half from one year of pop.csv to the next in 1 municipality, most in `01002` \
                from 702001 in 2006 to 304002 in 2007";
    assert!(out.contains(said), "{out}");
}

#[test]
fn a_census_ten_years_later_may_have_many_more() {
    let country = Country::new();
    country.write(
        "pop.csv",
        "code,pop_2000,pop_2010\n01001,1500013,1800007\n01002,700001,1200002\n02001,501007,602009\n\
         10019,401000,502000\n",
    );
    let out = country.built(&with_residents());
    assert!(
        !out.contains("in the same way") && !out.contains("by more than half"),
        "{out}"
    );
}

#[test]
fn a_row_that_is_the_total_is_refused() {
    let country = Country::new();
    let rows = |last: &str| {
        MUNICIPALITIES
            .replace("1500000,1600000", "1500013,1600019")
            .replace("700000,710000", "700001,710009")
            .replace("500000,510000", last)
    };
    country.write("mun.csv", &rows("2500014,2620028"));
    let error = country.refused(&WITH);
    let said = "mun.csv:4: `02001` (São Miguel) has 2524017 residents, as many as the other 3 municipalities of the country \
                together: expected no row that is their total";
    assert!(error.contains(said), "{error}");
    // A large city may have as many by chance, and nearly as many.
    country.write("mun.csv", &rows("2510014,2630028"));
    let out = country.built(&WITH);
    assert!(
        out.contains("municipalities of the country together or nearly so (mun.csv, line 4)"),
        "{out}"
    );
    country.write("mun.csv", &rows("2600014,2720028"));
    let out = country.built(&WITH);
    assert!(!out.contains("residents, as many as"), "{out}");
    // Of a state of three.
    let country = Country::new();
    let state = rows("500000,510000").replace("São Miguel,Ömer", "São Miguel,Ávila");
    let state = state.replace("500000,510000", "800012,890010");
    country.write("mun.csv", &state);
    let error = country.refused(&WITH);
    let said = "mun.csv:2: `01001` (Peñón Alto) has 1520014 residents, as many as the other 2 municipalities of Ávila \
                together";
    assert!(error.contains(said), "{error}");
}

#[test]
fn labels_of_nobody_are_refused_unless_an_alias_leaves_them_out() {
    for label in [
        "NA",
        "N/A",
        "null",
        "None",
        "Unknown",
        "DESCONOCIDO",
        "Desconhecido",
        "Unidentified",
        "Não identificado",
        "-",
        "?",
    ] {
        let country = Country::new();
        country.write(
            "pres.csv",
            &format!("code,year,organization,records\n01001,2006,sinaloa,6\n01002,2006,{label},2\n02001,2006,{label},2\n"),
        );
        let error = country.refused(&WITH);
        let said = format!("pres.csv:3: the label `{label}` says that nothing is known");
        assert!(
            error.contains(&said) && !error.contains("pres.csv:4"),
            "{error}"
        );
        let alias = format!("[label.\"{label}\"]\norganization = []\n");
        assert!(
            error.contains(alias.lines().next().expect("a line")),
            "{error}"
        );
        country.write("aliases.toml", &alias);
        let out = country.built(&[&WITH[..], &["--aliases", "aliases.toml"]].concat());
        assert!(out.contains(&format!("and left out: {label}")), "{out}");
    }
    let country = Country::new();
    country.write(
        "pres.csv",
        "code,year,organization,records\n01001,2006,Nandos,6\n01002,2006,unidentified,2\n02001,2005,NA,2\n",
    );
    let out = country.built(&WITH);
    assert!(
        out.contains("in 2006 by the aliases that plaza has itself, and left out: unidentified"),
        "{out}"
    );
}

#[test]
fn labels_of_no_criminal_organization_are_refused() {
    let presence = |label: &str| {
        format!("code,year,organization,records\n01001,2006,sinaloa,6\n01002,2006,{label},2\n")
    };
    for (label, why) in [
        ("Civilians (Peru)", "is of no criminal organization"),
        (
            "Police Forces of Peru (2016-)",
            "is of no criminal organization",
        ),
        ("Military Forces of Peru", "is of no criminal organization"),
        ("Protesters (Peru)", "is of no criminal organization"),
        ("Rioters (Peru)", "is of no criminal organization"),
        (
            "Policía Nacional del Perú",
            "is of no criminal organization",
        ),
        (
            "Unidentified Armed Group (Peru)",
            "says that nothing is known",
        ),
        ("Former Unidentified Gang", "says that nothing is known"),
        ("Banda s/n", "says that nothing is known"),
        ("N.I.", "says that nothing is known"),
        ("ND", "says that nothing is known"),
        ("n/d", "says that nothing is known"),
        ("Sin información", "says that nothing is known"),
        ("TOTAL", "is of several or of all organizations"),
        ("Otros", "is of several or of all organizations"),
        ("Otras", "is of several or of all organizations"),
        ("Others", "is of several or of all organizations"),
        ("Outros", "is of several or of all organizations"),
        (
            "Delincuencia común",
            "is a kind of organization, and none by name",
        ),
        ("2017", "is a number"),
        ("0", "is a number"),
    ] {
        let country = Country::new();
        country.write("pres.csv", &presence(label));
        let error = country.refused(&WITH);
        let said = format!("pres.csv:3: the label `{label}` {why}, and would be an organization");
        assert!(error.contains(&said), "{error}");
    }
    for label in [
        "Los Otros",
        "MS-13",
        "La Nueva Banda",
        "Total Kaos",
        "Fuerzas Armadas Revolucionarias",
        "Cartel de Sinaloa",
        "28s",
        "Milícia",
        "PCC",
        "Terceiro Comando Puro",
    ] {
        let country = Country::new();
        country.write("pres.csv", &presence(label));
        country.built(&WITH);
    }
    // One that is called so is said to be by an alias.
    let country = Country::new();
    country.write("pres.csv", &presence("18"));
    country.write(
        "aliases.toml",
        "[label.\"18\"]\norganization = [{ is = \"barrio_18\" }]\n[label.sinaloa]\norganization = [{ is = \"sinaloa\" }]\n",
    );
    let out = country.built(&[&WITH[..], &["--aliases", "aliases.toml"]].concat());
    assert!(out.contains("`18` was called `barrio_18` in 2006"), "{out}");
}

#[test]
fn a_row_with_most_records_is_told() {
    let country = Country::new();
    let presence = |most: u32| {
        let mut rows = "code,year,organization,records\n".to_owned();
        for at in 0..10 {
            let records = if at == 4 { most } else { 3 };
            writeln!(rows, "01001,2006,group {at}{at},{records}").expect("a string takes all");
        }
        rows
    };
    country.write("pres.csv", &presence(28));
    let out = country.built(&WITH);
    let said =
        "pres.csv line 6 (`group 44` in 01001) has 28 of all 55 records in the 10 rows of 2006";
    assert!(out.contains(said), "{out}");
    country.write("pres.csv", &presence(27));
    let out = country.built(&WITH);
    assert!(!out.contains("in the 10 rows"), "{out}");
}

#[test]
fn neighbours_far_apart_or_that_do_not_touch_are_told() {
    let country = Country::new();
    country.write("out.geojson", &squares(named("code"), |x, y| [x, y]));
    let outlines = [&WITH[..], &["--outlines", "out.geojson"]].concat();
    // 10019 and 01001 have no edge in common.
    country.write(
        "adj.csv",
        "code_a,code_b\n01001,01002\n01001,02001\n02001,10019\n01001,10019\n",
    );
    let out = country.built(&outlines);
    assert!(
        out.contains(
            "pairs in adj.csv do not touch, or in a corner only: `01001` and `10019` first"
        ),
        "{out}"
    );
    let mut places = "code,name,state_name,lat,lon,pop_2006\n".to_owned();
    let mut pairs = "code_a,code_b\n".to_owned();
    for at in 10..24 {
        let lon = -100.0 + f64::from(at) / 10.0;
        writeln!(places, "010{at},Place {at},S,20.0,{lon},{}", 5000 + at)
            .expect("a string takes all");
        if at > 10 {
            writeln!(pairs, "010{},010{at}", at - 1).expect("a string takes all");
        }
    }
    country.write("mun.csv", &places);
    country.write(
        "pres.csv",
        "code,year,organization,records\n01010,2006,sinaloa,6\n",
    );
    country.write("adj.csv", &pairs);
    let out = country.built(&WITH);
    assert!(!out.contains("as far apart"), "{out}");
    country.write("adj.csv", &(pairs + "01010,01023\n01011,01019\n"));
    let out = country.built(&WITH);
    let said = "seats of 2 of 15 pairs in adj.csv lie more than 5 times as far apart as those of neighbours mostly do (10 \
                km), farthest those of `01010` (Place 10) and `01023` (Place 23), 136 km";
    assert!(out.contains(said), "{out}");
}

#[test]
fn the_screen_names_what_it_counts() {
    let country = Country::new();
    let out = country.built(&WITH);
    for said in [
        "largest: Peñón Alto 1,520,000; Río Bajo 702,000; São Miguel 502,000; El Carmen 302,000\n",
        "crossings: Peñón Alto\n",
        "ports: São Miguel; El Carmen\n",
        "southern border: El Carmen\n",
    ] {
        assert!(out.contains(said), "{said}: {out}");
    }
}

#[test]
fn residents_are_of_one_series() {
    let country = Country::new();
    let rows = |women: &str| {
        format!(
            "code,women_2006,{women},pop_2008\n01001,810013,820007,1530001\n01002,402001,404002,706003\n\
             02001,251007,252009,503001\n10019,201000,202000,403000\n"
        )
    };
    country.write("pop.csv", &rows("women_2007"));
    let call = [&with_residents()[..], &["--column", "pop_YYYY=women_YYYY"]].concat();
    let error = country.refused(&call);
    let said = "pop.csv:1: residents of some years would be read from `women_2006` (as `pop_2006`, by `--column`), of others \
                from `pop_2008`: expected one series for all years";
    assert!(error.contains(said), "{error}");
    country.write(
        "pop.csv",
        &rows("women_2007").replace("pop_2008", "women_2008"),
    );
    // Residents are not read from here.
    country.write("mun.csv", &MUNICIPALITIES.replace("pop_2005", "women_2005"));
    country.built(&call);
}

#[test]
fn states_without_a_row_of_observed_deaths_are_told() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("[observed]\noc_deaths = \"deaths.csv\"\n");
    for (name, rows, told) in [
        ("a", "01001,2007,3,2\n", true),
        ("b", "01001,2007,3,2\n02001,2007,4,0\n", false),
    ] {
        country.write("deaths.csv", &format!("code,year,month,deaths\n{rows}"));
        country.run(&["--out", name]);
        let error = country.plaza(&["validate", name]).succeeds().error;
        let said =
            "observed deaths: no row of 1 of 2 states, which count as states without deaths: Ömer";
        assert_eq!(error.contains(said), told, "{error}");
    }
}

#[test]
fn a_year_is_asked_for_in_plain_words() {
    let country = Country::new();
    for year in ["2018.0", "18", "20180", "last"] {
        let error = country
            .build(&["--adjacency", "adj.csv", "--year", year])
            .refused();
        let said = "expected a year from 1800 to 2200, as in 2018";
        assert!(
            error.contains(said) && !error.contains("invalid digit"),
            "{error}"
        );
    }
}
