//! What may be a slip of the pen without being impossible is told, and what cannot be meant is refused.

use std::fmt::Write as _;

use super::{Country, MUNICIPALITIES, PRESENCE, WITH};

/// Residents by year, with the names of the municipalities in a column of the table's own.
const RESIDENTS: &str = "\
code,municipio,pop_2005,pop_2006,pop_2007,pop_2008
01001,PENON ALTO,1500000,1510000,1520000,1530000
01002,Rio Bajo,700000,702000,704000,706000
02001,Sao Miguel,500000,501000,502000,503000
10019,El Carmen,300000,301000,302000,303000
";

fn with_residents<'a>() -> Vec<&'a str> {
    [&WITH[..], &["--population", "pop.csv"]].concat()
}

#[test]
fn columns_of_neighbours_are_told_or_refused() {
    let country = Country::new();
    let rows = |flag: &str| {
        format!(
            "code_a,code_b,road,neighbours\n01001,01002,0,1\n01001,02001,1,{flag}\n01002,02001,0,1\n02001,10019,0,1\n"
        )
    };
    country.write("adj.csv", &rows("1"));
    let out = country.built(&WITH);
    assert!(
        out.contains("note: not read of adj.csv: road, neighbours"),
        "{out}"
    );
    let other = Country::new();
    other.write("adj.csv", &rows("0"));
    let error = other.refused(&WITH);
    let said =
        "adj.csv:3: column `neighbours` is `0`, and is not read: each row is a pair of neighbours";
    assert!(error.contains(said), "{error}");
}

#[test]
fn a_state_has_one_spelling() {
    for other in ["ÁVILA", "Avila ", "A\u{301}vila"] {
        let country = Country::new();
        let rows = MUNICIPALITIES.replace("Río Bajo,Ávila", &format!("Río Bajo,{other}"));
        country.write("mun.csv", &rows);
        let error = country.refused(&WITH);
        let said = format!(
            "mun.csv:3: state `{}` stands as `Ávila` in line 2, expected one spelling of it",
            other.trim()
        );
        assert!(error.contains(&said), "{error}");
    }
    let country = Country::new();
    let rows = MUNICIPALITIES.replace("Río Bajo,Ávila", "Río Bajo,Avilas");
    country.write("mun.csv", &rows);
    let out = country.built(&WITH);
    assert!(
        out.contains("`Ávila` and `Avilas` are two states; if they are one, mun.csv is to spell it in one way"),
        "{out}"
    );
}

#[test]
fn what_an_alias_makes_is_held_against_the_labels() {
    let country = Country::new();
    country.write(
        "pres.csv",
        "code,year,organization,records\n01001,2006,B-18 (S): Barrio-18 (Surenos),6\n01002,2006,B-18: Barrio-18,2\n\
         02001,2006,Gulf,3\n",
    );
    let alias =
        |label: &str| format!("[label.\"{label}\"]\norganization = [{{ is = \"barrio_18\" }}]\n");
    let one = alias("B-18 (S): Barrio-18 (Surenos)");
    country.write("aliases.toml", &one);
    let with = [&WITH[..], &["--aliases", "aliases.toml"]].concat();
    let out = country.built(&with);
    let said = "`B-18: Barrio-18` and `barrio_18` are two organizations, for an alias makes `barrio_18` and no row has \
                that label";
    assert!(out.contains(said), "{out}");
    country.write("aliases.toml", &(one + &alias("B-18: Barrio-18")));
    let out = country.built(&with);
    assert!(!out.contains("are two organizations"), "{out}");
}

#[test]
fn a_thin_year_of_presence_is_told() {
    let country = Country::new();
    let mut rows = PRESENCE.to_owned();
    for year in [2003, 2004, 2005] {
        for organization in 0..14 {
            writeln!(rows, "01001,{year},group {organization},1").expect("a string takes all");
        }
    }
    country.write("pres.csv", &rows);
    let out = country.built(&WITH);
    assert!(
        out.contains(
            "pres.csv has of 2006 fewer than half of what the years beside it have: 3 rows of organizations (14 in 2005), 2 \
             organizations (14 in 2005); are rows missing?"
        ),
        "{out}"
    );
    country.write("pres.csv", &rows.replace(",2005,", ",2001,"));
    let out = country.built(&WITH);
    assert!(
        out.contains("pres.csv has 3 rows of 2006, and 14 in most other years"),
        "{out}"
    );
    country.write("pres.csv", PRESENCE);
    let out = country.built(&WITH);
    assert!(
        !out.contains("most other years") && !out.contains("fewer than half"),
        "{out}"
    );
}

#[test]
fn residents_in_thousands_or_there_and_back_are_told() {
    let country = Country::new();
    country.write("pop.csv", RESIDENTS);
    let out = country.built(&with_residents());
    assert!(!out.contains("thousands") && !out.contains("jump"), "{out}");
    let thousands =
        "code,pop_2006,pop_2007\n01001,150,151\n01002,70,71\n02001,50,51\n10019,31,32\n";
    country.write("pop.csv", thousands);
    let out = country.built(&with_residents());
    assert!(
        out.contains("are they counted in hundreds or thousands?"),
        "{out}"
    );
    let jump = RESIDENTS.replace("702000,704000", "702000,3704000");
    country.write("pop.csv", &jump);
    let out = country.built(&with_residents());
    let said = "residents of pop.csv jump and come back, as by a slip of the pen: `01002` 702000, 3704000 in 2007, \
                706000 in 2008";
    assert!(out.contains(said), "{out}");
}

#[test]
fn names_beside_the_codes_of_other_municipalities_are_refused() {
    let country = Country::new();
    let lines: Vec<&str> = RESIDENTS.lines().collect();
    let codes: Vec<&str> = lines
        .iter()
        .map(|line| line.split_once(',').expect("fields").0)
        .collect();
    let mut lower = lines[0].to_owned() + "\n";
    for (index, line) in lines.iter().enumerate().skip(1) {
        let code = codes[if index + 1 < codes.len() {
            index + 1
        } else {
            1
        }];
        writeln!(lower, "{code},{}", line.split_once(',').expect("fields").1)
            .expect("a string takes all");
    }
    country.write("pop.csv", &lower);
    let error = country.refused(&with_residents());
    let said = "pop.csv:2: column `municipio`: `01002` is `PENON ALTO`, and `Río Bajo` among the municipalities; so are 4 \
                of 4 rows, expected codes and names of the same rows";
    assert!(error.contains(said), "{error}");
    country.write("pop.csv", &RESIDENTS.replace("El Carmen", "Rio Bajo"));
    let out = country.built(&with_residents());
    let said = "note: column `municipio` of pop.csv, line 5: `10019` is `Rio Bajo`";
    assert!(out.contains(said), "{out}");
}

#[test]
fn codes_that_begin_as_those_of_another_state_are_told() {
    let country = Country::new();
    let mut rows = "code,name,state_name,lat,lon,pop_2006\n".to_owned();
    let mut pairs = "code_a,code_b\n".to_owned();
    for at in 1..=24 {
        let (code, of) = if at <= 12 {
            (1_000 + at, "Ávila")
        } else {
            (1_988 + at, "Ömer")
        };
        // As if the states had been pasted a row too high.
        let of = if at == 12 { "Ömer" } else { of };
        let lon = -100.0 + f64::from(at) / 10.0;
        writeln!(rows, "0{code},Place {at},{of},20.1,{lon},50000").expect("a string takes all");
        if at > 1 {
            let before = if at == 13 { 1_012 } else { code - 1 };
            writeln!(pairs, "0{before},0{code}").expect("a string takes all");
        }
    }
    country.write("mun.csv", &rows);
    country.write("adj.csv", &pairs);
    country.write(
        "pres.csv",
        "code,year,organization,records\n01001,2006,sinaloa,6\n",
    );
    let out = country.built(&WITH);
    let said = "codes begin with that of the state, but for 1 municipality, `01012` of Ömer in line 13 first";
    assert!(out.contains(said), "{out}");
    country.write("mun.csv", &rows.replace("Place 12,Ömer", "Place 12,Ávila"));
    let out = country.built(&WITH);
    assert!(!out.contains("codes begin"), "{out}");
}

#[test]
fn levels_that_are_not_reached_or_not_scaled_are_told() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("scale_levers = \"population\"\n");
    country.write(
        "mine.toml",
        "extends = \"no_intervention\"\nabout = \"a test\"\ncalendar = 2007\n\
         [[lever]]\nname = \"army_units\"\nlevels = [{ from_week = 0, level = 4000 }, { from_week = 20, level = 8000, \
         ramp_weeks = 79 }, { from_week = 104, level = 9000 }]\n\
         [[lever]]\nname = \"police_pay\"\nlevels = [{ from_week = 0, level = 0.5, ramp_weeks = 60 }]\n",
    );
    country.write(
        "same.toml",
        "extends = \"no_intervention\"\nabout = \"a test\"\npeople = 3_000_000\n\
         [[lever]]\nname = \"army_units\"\nlevel = 4000\n",
    );
    let told = country.run(&["--policies", "mine.toml,same.toml"]);
    let policy = |name: &str| {
        let lines = told
            .lines()
            .filter(|line| line.contains(&format!("policy {name}: ")));
        lines.collect::<Vec<_>>().join("\n")
    };
    let mine = policy("mine");
    for said in [
        "levels that the run of 60 weeks does not reach: army_units from 2009",
        "reaches in part, for it ends in their ramps: army_units 5,975 of 8,000",
        "levels that stay as they are, for nothing says of how many people they are (`people` in a policy \
         file; of what `--set` sets nothing does): at most army_units 9,000",
    ] {
        assert!(mine.contains(said), "{told}");
    }
    // Its ramp ends with the run.
    assert!(!mine.contains("police_pay"), "{told}");
    let same = policy("same");
    assert!(
        !same.contains("not reach") && !same.contains("stay as they are"),
        "{told}"
    );
}

#[test]
fn what_cannot_act_in_a_run_is_told_before_it_and_after_it() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("scale_levers = \"population\"\n");
    let own = |name: &str, levers: &str| {
        let text = format!(
            "extends = \"no_intervention\"\nabout = \"a test\"\npeople = 3_000_000\n{levers}"
        );
        country.write(name, &text);
    };
    own(
        "sent.toml",
        "[[lever]]\nname = \"army_units\"\nlevel = 6_000\nwhere = { top = { n = 1, by = \"population\" } }\n",
    );
    own(
        "courts.toml",
        "[[lever]]\nname = \"prosecutors_and_courts\"\nlevels = [{ from_week = 0, level = 1, ramp_weeks = 4 }]\n",
    );
    own("idle.toml", "");
    let told = country.run(&[
        "--policies",
        "no_intervention,sent.toml,courts.toml,idle.toml",
    ]);
    for said in [
        "`where` of army_units does nothing: under `deployment_rule = \"home\"` forces stay",
        "paid and do not act before the run of 60 weeks ends: prosecutors_and_courts, 104 weeks later",
    ] {
        assert!(told.contains(said), "{told}");
    }
    let out = country
        .plaza(&["compare", "out", "--baseline", "no_intervention"])
        .succeeds()
        .out;
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = "no_intervention, idle end the same in every replicate, but for what they cost";
    assert!(out.contains(said), "{out}");
    std::fs::remove_dir_all(country.0.path().join("out")).expect("results");
    own(
        "sent.toml",
        "[[lever]]\nname = \"deployment_rule\"\nlevel = \"hot_spots\"\n[[lever]]\nname = \"army_units\"\n\
         level = 6_000\nwhere = { top = { n = 1, by = \"population\" } }\n",
    );
    let told = country.run(&["--policies", "no_intervention,sent.toml"]);
    assert!(!told.contains("does nothing"), "{told}");
}

#[test]
fn levers_without_drugs_that_pass_are_named() {
    let country = Country::new();
    // A crossing, and nothing to come from anywhere: but for the crossing itself, in the second table.
    let none = MUNICIPALITIES
        .replace(",0,0,0,2\n", ",0,0,0,0\n")
        .replace(",0,1,0,0\n", ",0,0,0,0\n")
        .replace(",0,1,1,1\n", ",0,0,0,0\n");
    for rows in [none.clone(), none.replace(",1,0,0,0\n", ",1,1,0,0\n")] {
        country.write("mun.csv", &rows);
        country.built(&WITH);
        country.experiment("");
        let told = country.run(&["--set", "levers.inspection_northward=0.5"]);
        assert!(
            told.contains("the map has no drugs that pass for inspection_northward to act on"),
            "{told}"
        );
        std::fs::remove_dir_all(country.0.path().join("out")).expect("results");
    }
    country.write("mun.csv", MUNICIPALITIES);
    country.built(&WITH);
    let told = country.run(&["--set", "levers.inspection_northward=0.5"]);
    assert!(!told.contains("to act on"), "{told}");
}

#[test]
fn a_sum_that_is_no_budget_is_refused_and_one_that_is_is_told() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("");
    for sum in ["21", "1e-3", "1e18"] {
        let error = country
            .plaza(&["run", "own.toml", "--out", "out", "--equal-budget", sum])
            .refused();
        assert!(
            error.contains("dollars in all, and policies plan to spend")
                && error.contains("in the 60 weeks"),
            "{error}"
        );
    }
    let told = country.run(&["--equal-budget", "1e9"]);
    let said =
        "all plan to spend 1,000,000,000 dollars of 2010 in the 60 weeks compared (equal_budget)";
    assert!(told.contains(said), "{told}");
}

#[test]
fn a_year_of_observed_deaths_is_whole_or_not_there() {
    let country = Country::new();
    country.built(&WITH);
    country.experiment("[observed]\noc_deaths = \"deaths.csv\"\n");
    let years = |years: [std::ops::RangeInclusive<i32>; 2], places: &[&str]| {
        let mut rows = "code,year,month,deaths\n".to_owned();
        for place in places {
            for (year, months) in (2007..).zip(years.clone()) {
                for month in months {
                    writeln!(rows, "{place},{year},{month},2").expect("a string takes all");
                }
            }
        }
        country.write("deaths.csv", &rows);
    };
    let all = ["01001", "01002", "02001", "10019"];
    years([1..=12, 1..=6], &all);
    let error = country
        .plaza(&["run", "own.toml", "--weeks", "104", "--out", "out"])
        .refused();
    let said = "deaths.csv: 2008 has no row of months 7, 8, 9, 10, 11, 12, in which other years have 24: expected whole \
                years, or none of a year that is not whole";
    assert!(error.contains(said), "{error}");
    years([3..=12, 1..=12], &all[..1]);
    let told = country.run(&["--weeks", "104"]);
    let said =
        "observed deaths: no row of months 1, 2 of 2007, which count as months without deaths";
    assert!(told.contains(said), "{told}");
    // Whole years, by months and as a table by years has them.
    for (index, months) in [1..=12, 1..=1].into_iter().enumerate() {
        years([months.clone(), months], &all);
        let told = country.run(&["--weeks", "104", "--out", &format!("whole_{index}")]);
        assert!(!told.contains("no row of months"), "{told}");
    }
}
