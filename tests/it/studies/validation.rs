//! Targets: each is computed as its words say, from small tables and from the observed ones; verdicts
//! at their edges; their figure.

use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::rows::{Rows, Value};
use plaza_needs::needs;

use plaza::files::embedded;
use plaza::runs::dictionary::{EVENTS, MUNICIPALITIES, NATIONAL, ORGANIZATIONS, PANEL, Type};
use plaza::studies::validation::future::{Found, Future, Missing, Months, YearOfPlaces};
use plaza::studies::validation::gathering::Tables;
use plaza::studies::validation::measures::{ids, measure, parts};
use plaza::studies::validation::read_targets::read_targets;
use plaza::studies::validation::screen::screen;
use plaza::studies::validation::targets::Targets;
use plaza::studies::validation::{Held, Validation, Verdict};

use crate::mexico;
use crate::rules::worlds::{group, towns};

/// Adds a row with these numbers and texts; other numbers are 0, other texts empty or null.
fn push(rows: &mut Rows, numbers: &[(&str, f64)], texts: &[(&str, &str)]) {
    let given = |name: &str| {
        let mut numbers = numbers.iter().filter(|(known, _)| *known == name);
        numbers.next().map(|(_, number)| *number)
    };
    let columns = rows.table.columns;
    rows.push(columns.iter().map(|column| {
        let text = texts.iter().find(|(known, _)| *known == column.name);
        match (column.r#type, given(column.name), text) {
            (_, _, Some((_, text))) => Value::Text((*text).into()),
            (Type::Integer, Some(number), _) => Value::Integer(number as i64),
            (Type::Real, Some(number), _) => Value::Real(number),
            _ if column.nullable => Value::Null,
            (Type::Integer, ..) => Value::Integer(0),
            (Type::Real, ..) => Value::Real(0.0),
            (Type::Text, ..) => Value::Text("".into()),
            (Type::Texts, ..) => Value::Texts(Vec::new()),
        }
    }));
}

/// Replicate 5 of a country of four towns, four years long: the same in every week but for deaths.
fn tables() -> Tables {
    let mut national = Rows::new(&NATIONAL);
    for week in 0..208 {
        let numbers = [
            ("replicate", 5.0),
            ("week", f64::from(week)),
            ("population", 1e6),
            ("organizations", 4.0),
            ("groups", 9.0),
            ("members", 2_000.0),
            ("recruited", 5.0),
            ("member_deaths", 1.0),
            ("jailed", 2.0),
            ("left", 3.0),
            ("oc_deaths", f64::from(1 + week / 52)),
            ("oc_deaths_between", f64::from(week / 52)),
            ("oc_deaths_state", 1.0),
            ("other_homicides", 1.0),
            ("extortions", 100.0),
            ("extortions_reported", 3.0),
            ("crimes", 200.0),
            ("crimes_reported", 8.0),
            ("files_opened", 4.0),
            ("convictions", 1.0),
            ("municipal_police", 1_430.0),
            ("state_police", 10.0),
            ("federal_police", 20.0),
            ("soldiers", 30.0),
            ("impunity", if week < 200 { 0.8 } else { 0.6 }),
        ];
        let known = if week < 192 { &numbers[..24] } else { &numbers };
        push(&mut national, known, &[("policy", "status_quo")]);
    }

    let mut municipalities = Rows::new(&MUNICIPALITIES);
    let deaths = [
        [12, 1, 0, 0],
        [11, 12, 0, 0],
        [20, 12, 12, 0],
        [12, 0, 0, 0],
    ];
    for (year, of_year) in deaths.iter().enumerate() {
        for (place, dead) in of_year.iter().enumerate().filter(|(_, dead)| **dead > 0) {
            let numbers = [
                ("replicate", 5.0),
                ("year", 2007.0 + year as f64),
                ("oc_deaths", f64::from(*dead)),
                ("organizations_visible", 2.0 - place as f64),
            ];
            push(
                &mut municipalities,
                &numbers,
                &[("municipality", &format!("t{place:03}"))],
            );
        }
    }

    // The first town: no death in a month, four in the next, and so on.
    let mut panel = Rows::new(&PANEL);
    for week in 0..208 {
        let dead = f64::from(week / 4 % 2);
        let numbers = [
            ("replicate", 5.0),
            ("week", f64::from(week)),
            ("oc_deaths", dead),
        ];
        push(&mut panel, &numbers, &[("municipality", "t000")]);
    }

    let mut organizations = Rows::new(&ORGANIZATIONS);
    for (key, week, places) in [
        ("b", 12, 3),
        ("c", 12, 1),
        ("e", 12, 1),
        ("e", 25, 5),
        ("f", 12, 2),
    ] {
        let numbers = [
            ("replicate", 5.0),
            ("week", f64::from(week)),
            ("municipalities", f64::from(places)),
        ];
        push(&mut organizations, &numbers, &[("organization", key)]);
    }
    let mut events = Rows::new(&EVENTS);
    // Of these a, b, e in week 30 and f are organizations that fell to the state.
    for (key, week, outcome, members) in [
        ("a", 5, "arrested", 300),
        ("b", 20, "killed", 10),
        ("c", 20, "arrested", 299),
        ("d", 30, "killed_by_rivals", 400),
        ("e", 20, "extradited", 10),
        ("e", 30, "extradited", 10),
        ("f", 3, "arrested", 10),
    ] {
        let numbers = [
            ("replicate", 5.0),
            ("week", f64::from(week)),
            ("members", f64::from(members)),
        ];
        let texts = [
            ("kind", "leader_removed"),
            ("organization", key),
            ("outcome", outcome),
        ];
        push(&mut events, &numbers, &texts);
        let texts = [
            ("kind", "boss_removed"),
            ("organization", key),
            ("outcome", outcome),
        ];
        push(&mut events, &numbers, &texts);
    }
    Tables {
        national,
        events,
        organizations,
        municipalities: Some(municipalities),
        panel: Some(panel),
    }
}

/// A part of a target in a year, or in all years of the shipped targets.
fn measured(future: &Future, id: &str, part: &str, year: Option<i32>) -> Found {
    let years = year.map_or(2007..=2010, |year| year..=year);
    measure(future, id, part, &years)
}

fn future(tables: &Tables) -> Future {
    let map = towns(&[1_000, 1_000, 1_000, 1_000], &[group("one", &[0])]);
    let mut futures = tables.futures(&map).expect("the tables are right");
    assert_eq!(futures.keys().collect::<Vec<_>>(), [&5]);
    futures.remove(&5).expect("it is there")
}

#[test]
fn each_part_is_what_its_words_say() {
    let future = future(&tables());
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
        ..tables()
    };
    let without = future(&without);
    let lacks = |future: &Future, id, part, year| {
        measured(future, id, part, year).expect_err("nothing to compute it from")
    };
    assert_eq!(lacks(&without, "C10", "all", None), Missing::Panel);
    assert_eq!(
        lacks(&without, "C3", "all", Some(2007)),
        Missing::Municipalities
    );
    let with = future(&tables());
    for (id, part) in [("C1", "all"), ("C3", "all"), ("C5", "all"), ("C12", "all")] {
        let missing = lacks(&with, id, part, Some(2011));
        assert_eq!(missing, Missing::Weeks(260), "{id}");
        let missing = lacks(&with, id, part, Some(2006));
        assert_eq!(missing, Missing::Earlier(2006), "{id}");
    }
    let mut quiet = with.clone();
    let years = quiet.years.as_mut().expect("they were recorded");
    years.values_mut().for_each(|year| year.deaths.fill(0.0));
    assert_eq!(lacks(&quiet, "C7", "all", None), Missing::Value);
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

fn targets(text: &str) -> Targets {
    let text = format!("period = [2007, 2010]\n{text}");
    let targets: Targets = toml::from_str(&text).expect("they can be read");
    assert_eq!(targets.objections(), []);
    targets
}

/// Futures in which this part of the deaths is between organizations.
fn held(text: &str, between: &[f64]) -> Vec<Held> {
    let mut validation = Validation::new(targets(text));
    for share in between {
        let series = [
            ("oc_deaths", 1.0),
            ("oc_deaths_between", *share),
            ("oc_deaths_state", 0.0),
        ];
        let national = series.map(|(column, value)| (column, vec![value; 208]));
        validation.add(&Future {
            first_year: 2007,
            national: national.into(),
            ..Future::default()
        });
    }
    assert_eq!(validation.replicates(), between.len());
    validation.held()
}

#[test]
fn the_median_decides_and_the_edge_is_inside() {
    let target = |role: &str, of: &str| {
        format!(
            "[[target]]\nid = \"C13\"\nwhat = \"\"\nunit = \"1\"\nrole = \"{role}\"\n\
             parts = [{{ name = \"between\", {of} }}]"
        )
    };
    use Verdict::{Inside, NotComputable, Outside, Reported};
    for (role, of, between, verdict) in [
        (
            "fit",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.75,
            Inside,
        ),
        (
            "fit",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.751,
            Outside,
        ),
        (
            "check",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.25,
            Inside,
        ),
        (
            "check",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.249,
            Outside,
        ),
        (
            "fit",
            "values = [0.5], tolerance = { relative = 0.5 }",
            0.75,
            Inside,
        ),
        (
            "fit",
            "values = [0.5], tolerance = { relative = 0.5 }",
            0.76,
            Outside,
        ),
        (
            "fit",
            "values = [0.5], tolerance = { within = [0.1, 0.2] }",
            0.5,
            Outside,
        ),
        (
            "fit",
            "values = [0.5], tolerance = { within = [0.1, 0.2] }",
            0.1,
            Inside,
        ),
        (
            "fit",
            "from_to = [0.5, 0.75], tolerance = { absolute = 0.125 }",
            0.875,
            Inside,
        ),
        (
            "fit",
            "from_to = [0.5, 0.75], tolerance = { absolute = 0.125 }",
            0.374,
            Outside,
        ),
        (
            "fit",
            "from_to = [0.5, 0.75], tolerance = { relative = 0.5 }",
            0.25,
            Inside,
        ),
        ("fit", "from_to = [0.5, 0.75]", 0.6, Reported),
        (
            "input",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.9,
            Reported,
        ),
        (
            "report",
            "values = [0.5], tolerance = { absolute = 0.25 }",
            0.5,
            Reported,
        ),
        (
            "fit",
            "years = [2011], values = [0.5], tolerance = { absolute = 9 }",
            0.5,
            NotComputable,
        ),
    ] {
        // Four replicates far away on the same side do not move the median of nine.
        let mut shares = [0.0; 9];
        shares[0] = between;
        shares[5..].fill(1.0);
        let held = held(&target(role, of), &shares);
        assert_eq!(held[0].lines[0].verdict, verdict, "{role} {of} {between}");
        assert_eq!(held[0].verdict(), verdict, "{role} {of} {between}");
    }
    let text = target(
        "fit",
        "from_to = [0.5, 0.75], tolerance = { absolute = 0.125 }",
    );
    let line = &held(&text, &[0.0, 0.25, 0.5, 0.75, 1.0])[0].lines[0];
    let band = line.simulated.expect("it was computed");
    assert_eq!((band.low, band.median, band.high), (0.05, 0.5, 0.95));
    assert_eq!(
        (line.observed, line.bounds),
        (Some(0.625), Some([0.375, 0.875]))
    );
}

#[test]
fn a_target_is_inside_only_when_each_of_its_lines_is() {
    let verdict = |parts: &str| {
        let text = format!(
            "[[target]]\nid = \"C13\"\nwhat = \"\"\nunit = \"1\"\nrole = \"fit\"\n\
             tolerance = {{ absolute = 0.1 }}\nparts = [{parts}]"
        );
        held(&text, &[0.5; 8])[0].verdict()
    };
    let inside = "{ name = \"between\", values = [0.5] }";
    let outside = "{ name = \"state\", values = [0.5] }";
    let lacking = "{ name = \"between\", years = [2011], values = [0.5] }";
    assert_eq!(verdict(inside), Verdict::Inside);
    assert_eq!(
        verdict(&format!("{inside}, {lacking}")),
        Verdict::NotComputable
    );
    assert_eq!(
        verdict(&format!("{inside}, {lacking}, {outside}")),
        Verdict::Outside
    );
}

#[test]
fn below_eight_replicates_there_is_no_verdict_in_table_screen_or_figure() {
    let text = "[[target]]\nid = \"C13\"\nwhat = \"\"\nunit = \"1\"\nrole = \"fit\"\n\
                tolerance = { absolute = 0.1 }\nparts = [{ name = \"between\", values = [0.5] }]";
    for share in [0.0, 0.5] {
        let held = held(text, &[share; 7]);
        assert_eq!(held[0].verdict(), Verdict::TooFew);
        let screen = screen(&held, "status_quo", 7, 100);
        assert!(
            screen.contains("fewer than 8 replicates: no verdicts"),
            "{screen}"
        );
        assert!(screen.contains(": TOO FEW"), "{screen}");
        assert!(
            screen.ends_with("no verdict on 1 target, 1 known of too few replicates"),
            "{screen}"
        );
        let figure = plaza::studies::validation::figure::draw(&held, "status_quo", 7);
        // One disc and one diamond: the legend's.
        assert_eq!(figure.matches("#0072B2").count(), 1);
        assert_eq!(figure.matches("#D55E00").count(), 1);
    }
}

#[test]
fn the_figure_shows_every_line_that_has_a_tolerance() {
    let targets = embedded::path("targets.toml");
    let mut validation = Validation::new(read_targets(&targets).expect("they are right"));
    let mut future = future(&tables());
    future.months = None;
    (0..8).for_each(|_| validation.add(&future));
    let held = validation.held();
    let figure = plaza::studies::validation::figure::draw(&held, "status_quo", 8);
    let lines = held.iter().flat_map(|held| &held.lines);
    let bound: Vec<_> = lines.filter(|line| line.bounds.is_some()).collect();
    let count = |verdict| bound.iter().filter(|line| line.verdict == verdict).count();
    let of = |what: &str| figure.matches(what).count();
    let [blue, red] = ["#0072B2", "#D55E00"];
    assert_eq!(
        of("not computable: [record] panel = true"),
        count(Verdict::NotComputable)
    );
    assert!(count(Verdict::NotComputable) > 5);
    // A disc and a band; the legend has one more disc.
    assert_eq!(of(blue), 2 * count(Verdict::Inside) + 1, "{figure}");
    let beyond = |line: &&&plaza::studies::validation::Line| {
        let median = line.simulated.map(|band| band.median);
        let [least, most] = line.bounds.expect("it is bound");
        let observed = line.observed.expect("it is bound");
        let away = median.map(|median| match median > observed {
            true => (median - observed) / (most - observed),
            false => (median - observed) / (observed - least),
        });
        away.is_some_and(|away| away.abs() > 4.0)
    };
    let arrows = bound.iter().filter(beyond).count();
    assert!(arrows > 0);
    assert_eq!(of(red), 2 * count(Verdict::Outside) + arrows + 1);
}

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
        }),
        ..Future::default()
    };
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
    ] {
        let target = targets
            .iter()
            .find(|target| target.id == id)
            .expect("a target");
        for part in &target.parts {
            for (year, [stated, _]) in part.observed() {
                let found = measured(&observed, id, &part.name, year).expect("it can be computed");
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
