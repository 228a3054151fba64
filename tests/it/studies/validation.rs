//! Targets: each is computed as its words say, from small tables and from the observed ones; verdicts
//! at their edges; their figure.

mod made_up;
mod observed;
mod verdicts;

use std::collections::BTreeSet;

use plaza_engine::poisson::Coefficient;
use plaza_model::state::map::Map;

use plaza::studies::event_study::contrast::Contrast;
use plaza::studies::validation::future::{Found, Future, Missing};
use plaza::studies::validation::gathering::Tables;
use plaza::studies::validation::measures::{ids, measure, parts};

use self::made_up::{push, tables};
use crate::rules::worlds::{group, towns};

/// A part of a target in a year, or in all years of the shipped targets.
fn measured(future: &Future, id: &str, part: &str, year: Option<i32>) -> Found {
    let years = year.map_or(2007..=2010, |year| year..=year);
    measure(future, &four_towns(), id, part, &years)
}

/// Four towns, two in each of two states, in a row.
fn four_towns() -> Map {
    let mut map = towns(&[1_000, 1_000, 1_000, 1_000], &[group("one", &[0])]);
    map.states = vec!["west".to_owned(), "east".to_owned()];
    for (index, place) in map.places.iter_mut().enumerate() {
        place.state = index as u16 / 2;
    }
    map
}

fn future(tables: &Tables) -> Future {
    let mut futures = tables.futures(&four_towns()).expect("the tables are right");
    assert_eq!(futures.keys().collect::<Vec<_>>(), [&5]);
    futures.remove(&5).expect("it is there")
}

#[test]
fn each_part_is_what_its_words_say() {
    let mut future = future(&tables());
    let log_ratio = |log_ratio| Coefficient {
        log_ratio,
        error: 0.1,
    };
    future.removal = Some(Contrast {
        rise: Some(log_ratio(0.3)),
        before: [Some(log_ratio(-0.1)), Some(log_ratio(0.2))],
    });
    // Towns in a row, where each counts the mean of those beside it.
    let moran = |of: [f64; 4]| {
        let mean = of.iter().sum::<f64>() / 4.0;
        let [a, b, c, d] = of.map(|of| of - mean);
        (a * b + b * f64::midpoint(a, c) + c * f64::midpoint(b, d) + d * c)
            / (a * a + b * b + c * c + d * d)
    };
    let month = 30.4 / 28.0;
    let mut held = BTreeSet::new();
    for (id, part, year, expected) in [
        ("C1", "all", Some(2007), 5.2),
        ("C1", "all", Some(2010), 20.8),
        ("C2", "all", Some(2010), 5.2),
        ("C3", "all", Some(2007), 0.25),
        ("C3", "all", Some(2009), 0.75),
        ("C4", "all", Some(2007), 0.5),
        // Of 13 months of the first town every second is empty, from the first on.
        ("C5", "all", Some(2007), (39.0 + 7.0) / 52.0),
        ("C5", "all", Some(2008), (39.0 + 6.0) / 52.0),
        // One of four municipalities is the least that can be the worst.
        (
            "C6",
            "worst_10",
            None,
            (12.0 / 13.0 + 12.0 / 23.0 + 20.0 / 44.0 + 1.0) / 4.0,
        ),
        (
            "C6",
            "worst_50",
            None,
            (12.0 / 13.0 + 12.0 / 23.0 + 20.0 / 44.0 + 1.0) / 4.0,
        ),
        ("C7", "all", Some(2007), 37.0 / 52.0),
        ("C7", "all", Some(2010), 0.75),
        // None of one, one of one, one of three: pairs of years count the same.
        ("C8", "all", None, (0.0 + 1.0 + 1.0 / 3.0) / 3.0),
        ("C9", "lag_1", None, -1.0),
        ("C9", "lag_6", None, 1.0),
        ("C10", "all", None, 2.0 * month * 52.0 / 51.0),
        ("C11", "organizations", Some(2007), 4.0),
        ("C11", "groups", Some(2010), 9.0),
        ("C12", "all", None, 4.0 / 16.0),
        ("C13", "between", None, 6.0 / 10.0),
        ("C13", "state", None, 4.0 / 10.0),
        ("C13", "other", None, 0.0),
        ("C14", "one_or_more", Some(2007), 0.5),
        ("C14", "two_or_more", Some(2009), 0.25),
        ("C15", "homicides_punished", None, 0.3),
        ("C15", "extortion_reported", None, 0.03),
        ("C15", "others_reported", None, 0.05),
        ("C15", "files_opened", None, 0.5),
        ("C15", "convicted", None, 0.005),
        ("C16", "municipal_police", None, 143.0),
        ("C16", "state_police", None, 1.0),
        ("C16", "federal_police", None, 2.0),
        ("C16", "soldiers", None, 3.0),
        ("C17", "recruited", None, 2.5),
        ("C17", "killed", None, 0.5),
        ("C17", "jailed", None, 1.0),
        ("C17", "left", None, 1.5),
        ("C18", "extortion_in_person", None, 5_200.0 * 112.3),
        ("C19", "rise", None, 0.3),
        ("C19", "placebo_12_7", None, -0.1),
        ("C19", "placebo_6_1", None, 0.2),
        ("C20", "all", Some(2007), 12.0 / 13.0),
        ("C20", "all", Some(2009), 20.0 / 44.0),
        ("C21", "all", Some(2007), 1.0),
        (
            "C21",
            "all",
            Some(2009),
            (32.0 * 32.0 + 12.0 * 12.0) / (44.0 * 44.0),
        ),
        ("C22", "worst_10", Some(2007), 11.0 / 12.0),
        ("C22", "worst_10", Some(2008), 1.0),
        ("C23", "all", Some(2007), 1.0),
        ("C24", "rate", None, moran([55.0, 25.0, 12.0, 0.0])),
        (
            "C24",
            "log_rate",
            Some(2007),
            moran([f64::ln(1201.0), f64::ln(101.0), 0.0, 0.0]),
        ),
        ("C25", "all", None, f64::midpoint(0.8, 0.5)),
        ("C25", "all", Some(2007), 0.8),
        // Two pieces of 60 and 40, of one town and of three; one piece of which nothing is known.
        ("C26", "pieces", None, 1.5),
        ("C26", "largest", None, f64::midpoint(0.6, 1.0)),
        ("C26", "one_municipality", None, 0.5),
    ] {
        let found = measured(&future, id, part, year).expect("it can be computed");
        let difference = (found - expected).abs();
        assert!(
            difference < 1e-9,
            "{id} {part} {year:?}: {found}, expected {expected}"
        );
        held.insert((id, part));
    }
    let all = ids()
        .into_iter()
        .flat_map(|id| parts(id).map(move |part| (id, part)));
    assert_eq!(held, all.collect(), "each part is held to a number");
}

#[test]
fn what_cannot_be_computed_says_what_it_lacks() {
    let without = Tables {
        municipalities: None,
        panel: None,
        pairs: None,
        ..tables()
    };
    let without = future(&without);
    let lacks = |future: &Future, id, part, year| {
        measured(future, id, part, year).expect_err("nothing to compute it from")
    };
    assert_eq!(lacks(&without, "C10", "all", None), Missing::Panel);
    assert_eq!(lacks(&without, "C25", "all", None), Missing::Pairs);
    assert_eq!(lacks(&without, "C19", "rise", None), Missing::EventStudy);
    assert_eq!(
        lacks(&without, "C3", "all", Some(2007)),
        Missing::Municipalities
    );
    let with = future(&tables());
    for (id, part) in [
        ("C1", "all"),
        ("C3", "all"),
        ("C5", "all"),
        ("C12", "all"),
        ("C25", "all"),
        ("C26", "pieces"),
    ] {
        let missing = lacks(&with, id, part, Some(2011));
        assert_eq!(missing, Missing::Weeks(260), "{id}");
        let missing = lacks(&with, id, part, Some(2006));
        assert_eq!(missing, Missing::Earlier(2006), "{id}");
    }
    let mut quiet = with.clone();
    let years = quiet.years.as_mut().expect("they were recorded");
    years.values_mut().for_each(|year| year.deaths.fill(0.0));
    assert_eq!(lacks(&quiet, "C7", "all", None), Missing::Value);
    quiet.broken.clear();
    quiet.removal = Some(Contrast::default());
    assert_eq!(lacks(&quiet, "C26", "largest", None), Missing::Value);
    assert_eq!(lacks(&quiet, "C25", "all", Some(2009)), Missing::Value);
    assert_eq!(lacks(&quiet, "C19", "rise", None), Missing::Value);
    assert_eq!(lacks(&quiet, "C8", "all", None), Missing::Value);
    assert_eq!(measured(&quiet, "C3", "all", None), Ok(0.0));

    let mut astray = tables();
    let numbers = [("replicate", 5.0), ("year", 2007.0)];
    let rows = astray.municipalities.as_mut().expect("there are rows");
    push(rows, &numbers, &[("municipality", "nowhere")]);
    let map = towns(&[1_000; 4], &[group("one", &[0])]);
    let error = astray.futures(&map).expect_err("there is no such place");
    assert_eq!(
        error,
        "municipality `nowhere` is not on the map kept with it"
    );
}
