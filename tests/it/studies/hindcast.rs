//! The hindcast: observed deaths read from a table, compared place by place, and its skill beside
//! forecasts that need no model.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use plaza_model::state::map::Map;

use plaza::maps::observed::Observed;
use plaza::setup::{Overrides, load};
use plaza::studies::hindcast::Hindcast;
use plaza::studies::hindcast::skill::Skill;
use plaza::studies::validation::future::{Future, YearOfPlaces};

use crate::program::{plaza, typed};
use crate::rules::worlds::{grid, group, near, towns};

/// Sixty towns of a thousand people in two states; one organization in the last ten.
fn country() -> Map {
    let last: Vec<u32> = (50..60).collect();
    let mut map = towns(&[1_000; 60], &[group("one", &last)]);
    map.states = vec!["west".to_owned(), "east".to_owned()];
    for (index, place) in map.places.iter_mut().enumerate() {
        place.state = u16::from(index >= 30);
    }
    map
}

/// As many deaths in each town as its number, but for the first.
fn deaths(first: &[(usize, [u32; 3])]) -> BTreeMap<i32, Vec<f64>> {
    let years = (0..3).map(|year| {
        let mut of_year: Vec<f64> = (0..60).map(f64::from).collect();
        for (town, dead) in first {
            of_year[*town] = f64::from(dead[year]);
        }
        (2007 + year as i32, of_year)
    });
    years.collect()
}

fn future(deaths: &BTreeMap<i32, Vec<f64>>) -> Future {
    let years = deaths.iter().map(|(year, deaths)| {
        let visible = vec![0.0; deaths.len()];
        let deaths = deaths.clone();
        (*year, YearOfPlaces { deaths, visible })
    });
    Future {
        first_year: 2007,
        years: Some(years.collect()),
        ..Future::default()
    }
}

fn find<'a>(skill: &'a [Skill], measure: &str, forecast: &str, year: &str) -> Option<&'a Skill> {
    let mut skill = skill.iter();
    skill.find(|of| (of.measure, of.forecast, of.year.as_str()) == (measure, forecast, year))
}

#[track_caller]
fn value(skill: &[Skill], measure: &str, forecast: &str, year: &str) -> f64 {
    let found = find(skill, measure, forecast, year);
    found.expect("it is measured").value
}

const ONSETS: [(usize, [u32; 3]); 4] = [
    (0, [0, 12, 12]),
    (1, [0, 0, 12]),
    (2, [0, 0, 20]),
    (3, [3, 3, 3]),
];

#[test]
fn what_was_observed_is_a_perfect_forecast_of_itself() {
    let map = country();
    let observed = Observed {
        years: deaths(&ONSETS),
        ..Observed::default()
    };
    let mut hindcast = Hindcast::new(&map, &observed);
    hindcast.add(&future(&observed.years));
    let skill = hindcast.skill();
    for year in ["2007", "2009", "2007-2009", "2008-2009"] {
        for forecast in ["simulated", "mean_of_replicates"] {
            for (measure, best) in [
                ("spearman_municipalities", 1.0),
                ("spearman_states", 1.0),
                ("right_state", 1.0),
                ("right_municipality", 1.0),
                ("log_error", 0.0),
            ] {
                near(measure, value(&skill, measure, forecast, year), best, 1e-9);
            }
        }
        let moran = ["simulated", "observed"].map(|of| value(&skill, "moran_rate", of, year));
        assert_eq!(moran[0], moran[1]);
        assert!(moran[0] > 0.8, "towns in a row grow: {moran:?}");
    }
    // Later, three places have as many as the fiftieth.
    assert_eq!(value(&skill, "worst_50", "simulated", "2007"), 50.0);
    assert_eq!(value(&skill, "onset_hit", "simulated", "2008-2009"), 1.0);
    assert_eq!(
        value(&skill, "onset_precision", "simulated", "2008-2009"),
        1.0
    );
}

#[test]
fn skill_is_what_its_words_say() {
    let map = country();
    let observed = Observed {
        years: deaths(&ONSETS),
        ..Observed::default()
    };
    // The first onset a year late, the second missed, the third two years early, and a false one.
    let other = [
        (0, [0, 0, 12]),
        (1, [0, 0, 0]),
        (2, [12, 12, 12]),
        (3, [0, 12, 12]),
    ];
    let reversed: BTreeMap<i32, Vec<f64>> = deaths(&[])
        .into_iter()
        .map(|(year, deaths)| (year, deaths.into_iter().rev().collect()))
        .collect();
    let skill_of = |simulated: &BTreeMap<i32, Vec<f64>>| {
        let mut hindcast = Hindcast::new(&map, &observed);
        hindcast.add(&future(simulated));
        hindcast.skill()
    };
    let skill = skill_of(&deaths(&other));
    let of = |measure| value(&skill, measure, "simulated", "2008-2009");
    near("onsets hit", of("onset_hit"), 1.0 / 3.0, 1e-9);
    near("precision", of("onset_precision"), 0.5, 1e-9);
    let error = (4.0_f64.ln() - 1.0_f64.ln()).powi(2) + (13.0_f64.ln()).powi(2);
    let found = value(&skill, "log_error", "simulated", "2007");
    near("error", found, (error / 60.0).sqrt(), 1e-9);

    let skill = skill_of(&reversed);
    let of = |measure| value(&skill, measure, "simulated", "2007");
    // The worst 50 of the one are 10 to 59, of the other 0 to 49.
    near("worst", of("worst_50"), 40.0, 1e-9);
    assert!(of("spearman_municipalities") < -0.99);
    near("states", of("spearman_states"), -1.0, 1e-9);
    let east = (30..60).sum::<u32>() as f64;
    let west = (3..30).sum::<u32>() as f64;
    let all = east + west;
    let reversed_west = east / (60.0 * 59.0 / 2.0);
    let right = (west / all).min(reversed_west) + (east / all).min(1.0 - reversed_west);
    near("states", of("right_state"), right, 1e-9);

    // Everyone lives in towns of a thousand: fifty of sixty are drawn by lot.
    let population = value(&skill, "worst_50", "population", "2007");
    near("population", population, 50.0 * 50.0 / 60.0, 1e-9);
    assert!(find(&skill, "spearman_municipalities", "population", "2007").is_none());
    // The ten of the organization, and forty of the rest by lot, of whom forty are right.
    let presence = value(&skill, "worst_50", "presence", "2007");
    near("presence", presence, 10.0 + 40.0 * 40.0 / 50.0, 1e-9);
    near(
        "presence",
        value(&skill, "right_state", "presence", "2007"),
        east / all,
        1e-9,
    );
    // The first year is a forecast of those that follow.
    assert!(find(&skill, "worst_50", "first_year", "2007").is_none());
    assert!(find(&skill, "worst_50", "first_year", "2007-2009").is_none());
    let first = value(&skill, "log_error", "first_year", "2008");
    near(
        "first year",
        first,
        (13.0_f64.ln().powi(2) / 60.0).sqrt(),
        1e-9,
    );
}

#[test]
fn places_are_compared_with_their_band() {
    let map = country();
    let observed = Observed {
        years: deaths(&ONSETS),
        ..Observed::default()
    };
    let mut hindcast = Hindcast::new(&map, &observed);
    for dead in [0, 10, 20] {
        let mut simulated = deaths(&[(7, [dead; 3])]);
        // A year that was not observed.
        simulated.insert(2010, vec![1.0; 60]);
        hindcast.add(&future(&simulated));
    }
    assert_eq!(hindcast.years(), [2007, 2008, 2009]);
    let rows = hindcast.compared();
    assert_eq!(rows.len(), 3 * (1 + 2 + 60));
    let row = |level: &str, place: &str| {
        let mut rows = rows.iter();
        rows.find(|row| (row.level, row.place.as_str(), row.year) == (level, place, 2008))
            .expect("a row")
    };
    let town = row("municipality", "t007");
    assert_eq!((town.observed, town.simulated), (7.0, 10.0));
    assert_eq!((town.low, town.high), (1.0, 19.0));
    let west = row("state", "west");
    assert_eq!(west.observed, 12.0 + f64::from((3..30).sum::<u32>()));
    assert_eq!(west.simulated, 3.0 + f64::from((0..30).sum::<u32>()));
    let all = row("country", "towns");
    assert_eq!(all.high - all.low, 18.0);
}

/// An experiment of two replicates on the small grid, with this table of observed deaths.
fn written(folder: &Path, table: &str) -> PathBuf {
    let recipe = include_str!("../../../configs/maps/grid_12x12.toml");
    fs::write(folder.join("grid.toml"), recipe).expect("written");
    fs::write(folder.join("deaths.csv"), table).expect("written");
    let text = "name = \"own\"\nmap = \"grid.toml\"\npolicies = [\"status_quo\"]\nweeks = 104\n\
                burn_in = 4\nreplicates = 2\nseed = 3\n[observed]\noc_deaths = \"deaths.csv\"\n";
    let path = folder.join("own.toml");
    fs::write(&path, text).expect("written");
    path
}

#[test]
fn what_is_wrong_with_a_table_is_told_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = |table: &str| {
        let path = written(folder.path(), table);
        let problems = load(Some(&path), &Overrides::default()).expect_err("it is wrong");
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let folder = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
        lines.join("\n").replace(&folder, "")
    };
    insta::assert_snapshot!(wrong("code,year,month,dead\nr000c000,2007,1,3\n"), @"deaths.csv:1: no column `deaths` (did you mean `dead`?); expected code, year, month, deaths; there are code, year, month, dead");
    insta::assert_snapshot!(wrong("code,year,month,deaths\nr000c099,2007,1,3\nr000c000,2007,13,-1\n"), @"
    deaths.csv:2: municipality `r000c099` is not on the map `grid 12x12`
    deaths.csv:3: column `month` is `13`, expected a whole number from 1 to 12
    deaths.csv:3: column `deaths` is `-1`, expected a whole number from 0 to 1000000
    ");
    insta::assert_snapshot!(wrong("deaths,code,year,month\n3,r000c000,2007,1\n4,r000c000,2007,1\n"), @"deaths.csv:3: this municipality and month stood in line 2, expected it once");
    written(folder.path(), "");
    fs::remove_file(folder.path().join("deaths.csv")).expect("it is there");
    let path = folder.path().join("own.toml");
    let problems = load(Some(&path), &Overrides::default()).expect_err("it is gone");
    assert!(
        problems[0].message.starts_with("cannot read `"),
        "{problems:?}"
    );
}

#[test]
fn a_folder_is_a_hindcast_by_itself() {
    let there = tempfile::tempdir().expect("a folder");
    let codes: Vec<String> = grid()
        .places
        .iter()
        .map(|place| place.code.clone())
        .collect();
    let rows = codes.iter().enumerate().map(|(index, code)| {
        let (year, dead) = (2006 + index % 4, index % 7);
        format!("{code},note,{year},{},{dead}\n", 1 + index % 12)
    });
    let table = format!(
        "code,source,year,month,deaths\n{}",
        rows.collect::<String>()
    );
    let experiment = written(there.path(), &table);
    let folder = there.path().join("results");
    let (experiment, out) = (typed(&experiment), typed(&folder));
    plaza(["run", "--quiet", "--out", out, experiment]).succeeds();
    fs::remove_file(there.path().join("deaths.csv")).expect("it is there");
    plaza(["verify", out]).succeeds();
    let screen = plaza(["validate", out]).succeeds().out;
    assert!(
        screen
            .lines()
            .any(|line| line.starts_with("spearman_municipalities ") && line.contains("2007-2008")),
        "{screen}"
    );

    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("it was written");
    let names = [
        "hindcast.csv",
        "hindcast_skill.csv",
        "figures/hindcast_map.svg",
        "figures/hindcast_ranks.svg",
    ];
    let first = names.map(read);
    assert!(first[0].starts_with("level,place,year,observed,simulated,low,high\ncountry,"));
    assert!(first[1].starts_with("measure,forecast,year,value,low,high\n"));
    // 2006 and 2009 are observed, but not simulated.
    let states = grid().states.len();
    assert_eq!(first[0].lines().count(), 1 + 2 * (1 + states + 144));
    let of_2007: usize = (0..144)
        .filter(|index| index % 4 == 1)
        .map(|index| index % 7)
        .sum();
    let country = first[0].lines().nth(1).expect("a row").split(',').nth(3);
    assert_eq!(country, Some(format!("{of_2007}.0").as_str()));
    plaza(["validate", out]).succeeds();
    assert!(first == names.map(read), "the same bytes again");

    let mean = there.path().join("mean");
    let out = typed(&mean);
    fs::write(there.path().join("deaths.csv"), &table).expect("written");
    let means = [
        "run",
        "--quiet",
        "--set",
        "record.municipalities=mean",
        "--out",
        out,
    ];
    plaza(means).arg(experiment).succeeds();
    let screen = plaza(["validate", out]).succeeds().out;
    assert!(screen.contains("no hindcast: "));
    assert!(!mean.join("hindcast.csv").exists());
}

#[test]
fn an_experiment_without_observed_deaths_is_kept_as_before() {
    let loaded = load(None, &Overrides::default()).expect("the default is right");
    let kept = loaded
        .inputs
        .iter()
        .find(|input| input.path == "experiment.toml");
    let text = String::from_utf8_lossy(&kept.expect("it is kept").bytes).into_owned();
    assert!(!text.contains("observed"), "{text}");
}
