//! Made-up tables of a run, of which each part of a target is known by hand.

use plaza_batch::rows::{Rows, Value};

use plaza::runs::dictionary::{
    EVENTS, MUNICIPALITIES, NATIONAL, ORGANIZATIONS, PAIRS, PANEL, Type,
};
use plaza::studies::validation::gathering::Tables;

/// Adds a row with these numbers and texts; other numbers are 0, other texts empty or null.
pub fn push(rows: &mut Rows, numbers: &[(&str, f64)], texts: &[(&str, &str)]) {
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
pub fn tables() -> Tables {
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
        ("x", 25, 1),
        ("x", 38, 5),
        ("y", 25, 3),
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
    // The fall of b breaks it in two pieces, that of e takes one off that nobody recorded; the others are no falls.
    for (parent, splinter, week, members) in [
        ("b", "x", 20, 60),
        ("b", "y", 20, 40),
        ("b", "z", 21, 10),
        ("d", "v", 20, 70),
        ("e", "w", 30, 10),
    ] {
        let numbers = [
            ("replicate", 5.0),
            ("week", f64::from(week)),
            ("members", f64::from(members)),
        ];
        let texts = [
            ("kind", "split"),
            ("organization", parent),
            ("other", splinter),
        ];
        push(&mut events, &numbers, &texts);
    }

    // Of the pairs of two organizations a and b lose 100 in 2007, 80 of them in one town; b and c 300 in 2008.
    let mut pairs = Rows::new(&PAIRS);
    for (week, town, killer, side, deaths) in [
        (0, "t000", "a", "b", 60),
        (9, "t000", "b", "a", 20),
        (51, "t001", "a", "b", 20),
        (10, "t000", "a", "c", 99),
        (10, "t001", "a", "a", 500),
        (10, "t001", "", "b", 500),
        (10, "t001", "a", "", 500),
        (60, "t002", "c", "b", 150),
        (61, "t003", "b", "c", 150),
    ] {
        let numbers = [
            ("replicate", 5.0),
            ("week", f64::from(week)),
            ("deaths", f64::from(deaths)),
        ];
        let texts = [
            ("municipality", town),
            ("organization", killer),
            ("other", side),
        ];
        let known = texts.into_iter().filter(|(_, text)| !text.is_empty());
        push(&mut pairs, &numbers, &Vec::from_iter(known));
    }
    Tables {
        national,
        events,
        organizations,
        municipalities: Some(municipalities),
        panel: Some(panel),
        pairs: Some(pairs),
    }
}
