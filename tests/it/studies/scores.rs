//! Scores of hindcasts: the table of forecasts that need no model, from the tables of Mexico; what is said of a country
//! made by hand; files of rivals that are wrong.

use std::collections::BTreeMap;
use std::fs;

use plaza::files::embedded;
use plaza::maps::observed::{Observed, before, deaths, homicides};
use plaza::studies::scores::facts::Facts;
use plaza::studies::scores::rivals::{EMBEDDED, Rivals};
use plaza::studies::scores::rows::Row;
use plaza::studies::scores::{SIMULATED, Scores};
use plaza::studies::validation::future::{Future, Months, YearOfPlaces};
use plaza_batch::problem::Problem;
use plaza_model::state::map::Map;
use plaza_needs::needs;
use tempfile::tempdir;

use crate::mexico;
use crate::rules::worlds::{group, near, towns};

/// The shipped rivals, their dispersion set: .3, and 3 of those that know last year.
fn fixed() -> Rivals {
    let mut rivals = shipped();
    for rival in &mut rivals.rivals {
        let sure = rival.places == "last_year";
        rival.dispersion = Some(if sure { 3.0 } else { 0.3 });
    }
    rivals
}

fn shipped() -> Rivals {
    Rivals::read(&embedded::path(EMBEDDED)).expect("the shipped rivals are right")
}

#[track_caller]
fn find<'a>(
    rows: &'a [Row],
    forecast: &str,
    score: &str,
    part: &str,
    year: Option<i32>,
) -> &'a Row {
    let found = rows.iter().find(|row| {
        (row.level, row.forecast.as_str(), row.score) == ("municipality_year", forecast, score)
            && (row.part, row.year) == (part, year)
    });
    found.unwrap_or_else(|| panic!("no {score} {part} {year:?} of {forecast}"))
}

/// Every forecast of deaths by municipality that needs no model, 2008 to 2010, as somebody else computed it with drawn
/// samples: CRPS by year, without the largest municipality, and of log(1 + deaths).
#[expect(clippy::approx_constant, reason = "a score, and no circle")]
const STATED: [(&str, [f64; 6]); 7] = [
    ("population_told", [2.30, 3.30, 5.39, 3.66, 2.83, 0.327]),
    ("population_true", [2.26, 3.18, 4.87, 3.44, 2.67, 0.310]),
    ("homicides_told", [2.16, 3.16, 5.29, 3.54, 2.73, 0.310]),
    ("homicides_true", [2.03, 2.86, 4.53, 3.14, 2.44, 0.277]),
    ("conflictology", [2.01, 1.79, 2.96, 2.25, 1.94, 0.266]),
    ("last_year", [1.92, 1.71, 2.90, 2.18, 1.83, 0.236]),
    ("last_year_true", [1.81, 1.64, 2.66, 2.04, 1.79, 0.249]),
];

#[needs(PLAZA_DATA)]
#[test]
fn the_forecasts_of_the_table_score_what_it_says() {
    let map = mexico::map();
    let read = |name: &str| {
        let path = mexico::file(name);
        let bytes = fs::read(&path).expect("the table is there");
        (path, bytes)
    };
    let (path, bytes) = read("organized_crime_deaths_monthly.csv");
    let observed = deaths(&path, &bytes, &map).expect("the table is right");
    let (path, bytes) = read("homicides_monthly.csv");
    let homicides = homicides(&path, &bytes, &map).expect("the table is right");
    let facts = Facts {
        map: &map,
        observed: &observed,
        before: before(&homicides, &map),
        fitted_until: None,
        years: (2007..=2010).collect(),
    };
    let mut scores = Scores::new(facts, fixed());
    // Nothing is scored without a simulation: one in which nobody dies.
    let nobody = vec![0.0; map.places.len()];
    let years = (2007..=2010).map(|year| {
        let (deaths, visible) = (nobody.clone(), nobody.clone());
        (year, YearOfPlaces { deaths, visible })
    });
    let future = Future {
        first_year: 2007,
        years: Some(years.collect()),
        ..Future::default()
    };
    scores.add(&future);
    scores.add(&future);
    let rows = scores.rows(&scores.scored());
    for (forecast, [of_2008, of_2009, of_2010, mean, rest, log]) in STATED {
        for (part, year, stated, within) in [
            ("all", Some(2008), of_2008, 0.015),
            ("all", Some(2009), of_2009, 0.016),
            ("all", Some(2010), of_2010, 0.016),
            ("all", None, mean, 0.015),
            ("rest", None, rest, 0.015),
            ("log", None, log, 0.0015),
        ] {
            let found = find(&rows, forecast, "crps", part, year).value;
            println!("{forecast} {part} {year:?}: {found:.4}, stated {stated}");
            near(
                &format!("{forecast} {part} {year:?}"),
                found,
                stated,
                within,
            );
        }
    }
    // Where nobody dies, every death is missed: the mean is that of the deaths.
    let all: f64 = (2008..=2010)
        .map(|year| observed.years[&year].iter().sum::<f64>())
        .sum();
    let nothing = find(&rows, SIMULATED, "crps", "all", None);
    near(
        "nobody",
        nothing.value,
        all / 3.0 / map.places.len() as f64,
        1e-9,
    );
    assert_eq!(nothing.error, Some(0.0));
}

/// Ten states of two towns; deaths by year and town.
fn country() -> Map {
    let mut map = towns(&[1_000; 20], &[group("one", &[0])]);
    map.states = (0..10).map(|state| format!("state {state}")).collect();
    for (index, place) in map.places.iter_mut().enumerate() {
        place.state = index as u16 / 2;
    }
    map
}

/// The same deaths every month: `number` in all twelve of a town with that number.
fn observed(years: std::ops::RangeInclusive<i32>) -> Observed {
    let month: Vec<f64> = (0..20).map(f64::from).collect();
    let year: Vec<f64> = month.iter().map(|deaths| 12.0 * deaths).collect();
    Observed {
        years: years.clone().map(|of| (of, year.clone())).collect(),
        by_month: years
            .clone()
            .map(|of| (of, vec![month.clone(); 12]))
            .collect(),
        rows: years.map(|of| (of, [20; 12])).collect(),
        ..Observed::default()
    }
}

/// A replicate in which so many more die in each town and month.
fn replicate(more: f64) -> Future {
    let month: Vec<f64> = (0..20).map(|town| f64::from(town) + more).collect();
    let deaths: Vec<f64> = month.iter().map(|deaths| 12.0 * deaths).collect();
    let year = YearOfPlaces {
        visible: vec![0.0; 20],
        deaths,
    };
    Future {
        first_year: 2007,
        years: Some((2007..=2010).map(|of| (of, year.clone())).collect()),
        months: Some(Months {
            per_year: 13,
            deaths: Vec::new(),
            calendar: month.iter().map(|deaths| vec![*deaths; 48]).collect(),
        }),
        ..Future::default()
    }
}

fn scored(map: &Map, observed: &Observed, fitted_until: Option<i32>, more: &[f64]) -> Vec<Row> {
    let facts = Facts {
        map,
        observed,
        before: None,
        fitted_until,
        years: observed.years.keys().copied().collect(),
    };
    let mut scores = Scores::new(facts, shipped());
    for more in more {
        scores.add(&replicate(*more));
    }
    scores.rows(&scores.scored())
}

#[test]
fn what_was_observed_is_a_perfect_forecast_of_itself() {
    let (map, observed) = (country(), observed(2007..=2010));
    let rows = scored(&map, &observed, None, &[0.0; 10]);
    let own = rows.iter().filter(|row| row.forecast == SIMULATED);
    let levels: std::collections::BTreeSet<&str> = own.clone().map(|row| row.level).collect();
    assert_eq!(levels.len(), 4);
    for row in own {
        let best = match row.score {
            "coverage50" | "coverage90" => 1.0,
            "log" => -libm::log(0.99 + 0.01 / 11.0),
            _ => 0.0,
        };
        near(&format!("{row:?}"), row.value, best, 1e-9);
        near("error", row.error.expect("there are replicates"), 0.0, 1e-9);
    }
    let crps = find(&rows, SIMULATED, "crps", "all", None);
    assert_eq!(crps.skill, Some(1.0));
    let [low, high] = [crps.low, crps.high].map(|end| end.expect("there are ten states"));
    assert!(low <= high && high < 0.0, "{crps:?}");
}

/// Half the replicates have one death a month too few, half one too many: the fair score of a year is 12 less half of the
/// mean distance of two replicates, 24 times the chance that they are of different halves.
#[test]
fn scores_of_a_year_and_a_month_are_those_of_hand() {
    let (map, observed) = (country(), observed(2007..=2010));
    let more: Vec<f64> = [0.0, 2.0].repeat(4);
    let rows = scored(&map, &observed, None, &more);
    let spread = 2.0 * 4.0 * 4.0 / (8.0 * 7.0);
    let year = find(&rows, SIMULATED, "crps", "all", Some(2009));
    near("year", year.value, 12.0 - 12.0 * spread, 1e-9);
    let month = rows.iter().find(|row| {
        (row.level, row.score, row.part) == ("municipality_month", "crps", "all")
            && row.forecast == SIMULATED
    });
    near(
        "month",
        month.expect("months are scored").value,
        1.0 - spread,
        1e-9,
    );
    // Leaving out one of eight moves the score.
    assert!(year.error.expect("there are replicates") > 0.0);
}

/// Rivals play with what they are told: of the same deaths every year, all know everything; the nation's deaths are no
/// forecast where they are told.
#[test]
fn each_game_has_its_rivals_and_its_years() {
    let (map, observed) = (country(), observed(2007..=2010));
    let rows = scored(&map, &observed, Some(2008), &[0.0; 8]);
    let games: BTreeMap<&str, Vec<(Option<i32>, &str)>> = rows
        .iter()
        .filter(|row| (row.level, row.score, row.part) == ("municipality_year", "crps", "all"))
        .fold(BTreeMap::new(), |mut games, row| {
            games
                .entry(row.forecast.as_str())
                .or_insert_with(Vec::new)
                .push((row.year, row.game));
            games
        });
    // Fitted to 2008: game ii until then, game i after it.
    let (i, ii) = ("i", "ii");
    assert_eq!(
        games[SIMULATED],
        [
            (Some(2009), i),
            (Some(2010), i),
            (None, i),
            (Some(2008), ii),
            (None, ii)
        ]
    );
    assert_eq!(
        games["population_told"],
        [(Some(2009), i), (Some(2010), i), (None, i)]
    );
    assert_eq!(games["conflictology"].len(), 4);
    // There is no table of homicides.
    assert!(!games.contains_key("homicides_told"));
    let nation = rows.iter().filter(|row| row.level == "nation_year");
    let told = nation
        .clone()
        .filter(|row| row.forecast == "population_true");
    assert_eq!(told.count(), 0);
    let bounds = nation.filter(|row| row.low.is_some());
    assert_eq!(bounds.count(), 0, "one number has no blocks");
    // The months of last year are those of this one.
    near(
        "conflictology",
        find(&rows, "conflictology", "crps", "all", None).value,
        0.0,
        1e-9,
    );
    let oracle = find(&rows, "last_year_true", "crps", "all", None);
    assert!(oracle.skill.is_some_and(|skill| skill <= 1.0) || oracle.skill.is_none());
}

#[test]
fn a_year_that_is_not_whole_is_not_scored() {
    let (map, mut observed) = (country(), observed(2007..=2010));
    let rows = observed.rows.get_mut(&2010).expect("it is observed");
    rows[9..].fill(0);
    let rows = scored(&map, &observed, None, &[0.0; 8]);
    assert!(rows.iter().all(|row| row.year != Some(2010)));
    assert!(rows.iter().any(|row| row.year == Some(2009)));
}

fn wrong(text: &str) -> String {
    let there = tempdir().expect("a temporary folder");
    let file = there.path().join("own.toml");
    fs::write(&file, text).expect("it is written");
    let problems: Vec<Problem> = Rivals::read(&file).expect_err("it is wrong");
    let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
    told.join("\n")
        .replace(&format!("{}/", there.path().display()), "")
}

#[test]
fn a_file_of_rivals_that_is_wrong_says_where() {
    let rival = |more: &str| {
        format!(
            "[[rival]]\nname = \"mine\"\nabout = \"mine\"\ngame = \"i\"\nplaces = \"residents\"\ntotal = \"told\"\n{more}"
        )
    };
    let files = [
        rival("").replace("residents", "residens"),
        rival("").replace("\"told\"", "\"same_year\""),
        rival("")
            .replace("\"residents\"", "\"last_year\"")
            .replace("\"i\"", "\"ii\""),
        rival("spread = \"months\"\ndispersion = 2.0\n"),
        rival("oracle = true\n").replace("\"told\"", "\"same_year\""),
        rival("").replace("name = \"mine\"", "name = \"plaza\""),
        rival("dispersion = 0.0\ntoward_residents = 1.5\n"),
        rival("") + &rival(""),
        rival("").replace("game = \"i\"", "game = \"iv\""),
    ];
    insta::assert_snapshot!(files.map(|file| wrong(&file)).join("\n\n"));
}
