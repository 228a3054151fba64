//! The observed tables give the values that the targets state.

use std::collections::{BTreeMap, BTreeSet};

use plaza_needs::needs;

use plaza::files::embedded;
use plaza::studies::event_study::{History, Removed};
use plaza::studies::validation::future::{Future, Months, YearOfPlaces};
use plaza::studies::validation::read_targets::read_targets;
use plaza::studies::validation::targets::Tolerance;

use plaza::studies::validation::measures::measure;

use crate::mexico;

/// The definitions give the stated values from the tables that they were made from; C9 and C10 come
/// near (`statistics.rs`).
#[needs(PLAZA_DATA)]
#[test]
fn the_observed_tables_give_the_stated_values() {
    let codes: BTreeSet<String> = mexico::rows("municipalities.csv")
        .map(|row| row["code"].clone())
        .collect();
    let place: BTreeMap<&str, usize> = codes.iter().map(String::as_str).zip(0..).collect();
    let nothing = YearOfPlaces {
        deaths: vec![0.0; codes.len()],
        visible: vec![0.0; codes.len()],
    };
    let mut years: BTreeMap<i32, YearOfPlaces> =
        (2007..=2010).map(|year| (year, nothing.clone())).collect();
    let mut months = vec![vec![0.0; 48]; codes.len()];
    for row in mexico::rows("organized_crime_deaths_monthly.csv") {
        let number = |name: &str| row[name].parse::<i32>().expect("a whole number");
        if let Some(year) = years.get_mut(&number("year")) {
            let (place, dead) = (place[row["code"].as_str()], f64::from(number("deaths")));
            year.deaths[place] += dead;
            let month = (number("year") - 2007) * 12 + number("month") - 1;
            months[place][month as usize] += dead;
        }
    }
    let no_organization = ["individual", "unidentified", "local_gang"];
    for row in mexico::rows("organizations_presence.csv") {
        let year: i32 = row["year"].parse().expect("a year");
        if let Some(year) = years.get_mut(&year)
            && row["ocved_records"] != "0"
            && !no_organization.contains(&row["organization"].as_str())
        {
            year.visible[place[row["code"].as_str()]] += 1.0;
        }
    }
    let dead: Vec<f64> = years
        .values()
        .map(|year| year.deaths.iter().sum())
        .collect();
    let weekly = |series: &[f64]| -> Vec<f64> {
        series
            .iter()
            .flat_map(|of_year| vec![of_year / 52.0; 52])
            .collect()
    };
    let people: Vec<f64> = (2007..=2010)
        .map(|year| {
            let column = format!("pop_{year}");
            let rows = mexico::rows("population_yearly.csv");
            let people = rows.map(|row| row[&column].parse::<f64>().expect("people"));
            people.sum::<f64>() * 52.0
        })
        .collect();
    let observed = Future {
        first_year: 2007,
        national: [
            ("oc_deaths", weekly(&dead)),
            ("population", weekly(&people)),
        ]
        .into(),
        years: Some(years),
        months: Some(Months {
            per_year: 12,
            deaths: months,
            calendar: Vec::new(),
        }),
        dyads: Some(dyads()),
        ..Future::default()
    };
    let map = mexico::map();
    let targets = embedded::path("targets.toml");
    let targets = read_targets(&targets).expect("they are right").targets;
    for (id, within) in [
        ("C1", 0.11),
        ("C3", 0.0005),
        ("C4", 0.005),
        ("C5", 0.0005),
        ("C6", 0.005),
        ("C7", 0.0005),
        ("C8", 0.005),
        ("C9", 0.05),
        ("C10", 0.2),
        ("C14", 0.00051),
        ("C20", 0.00051),
        ("C21", 0.00051),
        ("C22", 0.0051),
        ("C23", 0.00051),
        ("C24", 0.00051),
        ("C25", 0.0051),
    ] {
        let target = targets
            .iter()
            .find(|target| target.id == id)
            .expect("a target");
        for part in &target.parts {
            for (year, [stated, _]) in part.observed() {
                let years = year.map_or(2007..=2010, |year| year..=year);
                let found =
                    measure(&observed, &map, id, &part.name, &years).expect("it can be computed");
                let name = &part.name;
                println!("{id} {name} {year:?}: {found:.4}, stated {stated}");
                assert!(
                    (found - stated).abs() <= within,
                    "{id} {name} {year:?}: {found}"
                );
            }
        }
    }
}

/// Deaths in fights of organized groups by dyad as UCDP gives it and municipality; events without one are left out.
fn dyads() -> BTreeMap<i32, Vec<Vec<f64>>> {
    let mut deaths: BTreeMap<(i32, String), BTreeMap<String, f64>> = BTreeMap::new();
    let fights = mexico::rows("ucdp_events.csv");
    for row in fights.filter(|row| row["type_of_violence"] == "2" && !row["code"].is_empty()) {
        let year: i32 = row["year"].parse().expect("a year");
        let dead: f64 = row["deaths_best"].parse().expect("a number");
        let places = deaths.entry((year, row["dyad"].clone())).or_default();
        *places.entry(row["code"].clone()).or_insert(0.0) += dead;
    }
    let mut years = BTreeMap::from_iter((2007..=2010).map(|year| (year, Vec::new())));
    for ((year, _), places) in deaths {
        if let Some(dyads) = years.get_mut(&year) {
            dyads.push(Vec::from_iter(places.into_values()));
        }
    }
    years
}

/// The event study of the literature on what was observed, in calendar months of 2007-10: the same windows and effects
/// as of what is simulated, and like there nobody knows of removals before the first month or after the last.
#[needs(PLAZA_DATA)]
#[test]
fn the_observed_removals_give_the_stated_contrast() {
    const MONTHS: usize = 48;
    let map = mexico::map();
    let month = |year: &str, month: &str| -> Option<usize> {
        let [year, month] = [year, month].map(|of| of.parse::<usize>().expect("a date"));
        let since = (year * 12 + month - 1).checked_sub(2007 * 12);
        since.filter(|since| *since < MONTHS)
    };
    let mut history = History::new(map.places.len(), MONTHS);
    for row in mexico::rows("organized_crime_deaths_monthly.csv") {
        if let Some(month) = month(&row["year"], &row["month"]) {
            let place = map.find(&row["code"]).expect("a place of the map");
            let dead: f64 = row["deaths"].parse().expect("a number");
            history.deaths[place as usize][month] += dead;
        }
    }
    for row in mexico::rows("kingpin_events.csv") {
        let by_government = ["captured", "killed"].contains(&row["outcome"].as_str());
        let removed = match row["rank"].as_str() {
            "leader" => Removed::Leader,
            _ => Removed::Boss,
        };
        let date: Vec<&str> = row["date"].split('-').collect();
        if let (true, Some(month), Some(place)) = (
            by_government,
            month(date[0], date[1]),
            map.find(&row["code"]),
        ) {
            history.removals[removed as usize][place as usize].push(month as i32);
        }
    }
    let found = history.contrast(&map);
    let rise = found.rise.expect("the months identify it");
    let targets = embedded::path("targets.toml");
    let targets = read_targets(&targets).expect("they are right").targets;
    let target = targets.iter().find(|target| target.id == "C19");
    let target = target.expect("a target");
    let before = found.before.map(|of| of.expect("the months identify it"));
    let [half, of_first, of_second] =
        [rise, before[0], before[1]].map(|of| 1.959_963_984_540_054 * of.error);
    println!("{rise:?} +- {half}; {before:?} +- {of_first}, {of_second}");
    let values = [rise, before[0], before[1]].map(|of| of.log_ratio);
    for (part, value) in target.parts.iter().zip(values) {
        assert!(
            (part.values[0] - value).abs() < 0.0051,
            "{}: {value}",
            part.name
        );
    }
    let Some(Tolerance::Within([least, most])) = target.parts[0].tolerance else {
        panic!("the rise has an interval");
    };
    let interval = [rise.log_ratio - half, rise.log_ratio + half];
    assert!(
        (least - interval[0]).abs() < 0.0051 && (most - interval[1]).abs() < 0.0051,
        "{interval:?}"
    );
}
