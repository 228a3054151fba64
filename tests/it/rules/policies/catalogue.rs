//! The catalogue of levers and the model know the same.

use plaza_model::policy::levers::{Catalogue, Kind, Level};
use plaza_model::policy::regimes;
use plaza_model::state::orders::Orders;

use plaza::files::embedded;
use plaza::setup::levers::read_catalogue;

use super::schedules::own;
use super::{LATE, differences, orders, standard};

pub fn catalogue() -> Catalogue {
    read_catalogue(&embedded::path("levers.toml"))
        .expect("the embedded catalogue is valid")
        .0
}

#[test]
fn each_lever_moves_exactly_what_it_names() {
    let catalogue = catalogue();
    let before = orders(&standard("_2006"), LATE, 0);
    let folder = tempfile::tempdir().expect("a folder");
    let mut moved = Vec::new();
    for lever in &catalogue.levers {
        let name = &lever.name;
        let level = match &lever.kind {
            Kind::Number { range, .. } => range[1].to_string(),
            Kind::Choice(options) => format!("\"{}\"", options[options.len() - 1]),
            Kind::Shares(_) => "[0, 0, 0, 1]".to_owned(),
        };
        let text = format!("extends = \"_2006\"\n[[lever]]\nname = \"{name}\"\nlevel = {level}");
        let after = orders(&own(folder.path(), &text), LATE, 0);
        assert_eq!(differences(&before, &after), [name.as_str()], "{name}");
        assert!(!moved.contains(name), "{name} twice");
        moved.push(name.clone());
    }
    // And nothing in the orders is out of reach.
    let fields = format!("{:?}", Orders::NONE).matches(": ").count();
    assert_eq!(moved.len(), fields);
}

#[test]
fn catalogue_and_model_know_the_same_levers() {
    let names: Vec<&str> = regimes::LEVERS.iter().map(|lever| lever.name).collect();
    let catalogue = catalogue();
    assert_eq!(catalogue.names().collect::<Vec<_>>(), names);
    assert!(regimes::objections(&catalogue).is_empty());
    for lever in &catalogue.levers {
        if let Kind::Choice(options) = &lever.kind {
            assert_eq!(options.len(), 5, "every choice of the model is offered");
            for option in options {
                let mut orders = Orders::NONE;
                let regime = regimes::LEVERS
                    .iter()
                    .find(|regime| regime.name == lever.name);
                let level = Level::Option(option.clone());
                regime.expect("the same names").apply(&mut orders, &level);
            }
        }
    }
}

#[test]
fn a_price_without_a_source_is_less_certain() {
    let mut cost = catalogue().levers[0].cost.clone();
    assert_eq!(cost.within(), 2.0);
    cost.source = "[S19]".to_owned();
    assert_eq!(cost.within(), 1.25);
    cost.factor = Some(3.0);
    assert_eq!(cost.within(), 3.0);
}

#[test]
fn a_catalogue_that_the_model_does_not_know_is_refused() {
    let mut catalogue = catalogue();
    catalogue.levers[0].name = "hearts_and_minds".to_owned();
    catalogue.levers[1].kind = Kind::Choice(vec!["some".to_owned()]);
    catalogue.levers[2].cost.payers.mexico = 0.5;
    catalogue.levers[3].evidence.range = [0.1, 0.2];
    catalogue.levers[4].kind = Kind::Number {
        unit: "1".to_owned(),
        range: [1.0, 2.0],
    };
    catalogue.levers[5].kind = Kind::Number {
        unit: "battalion".to_owned(),
        range: [0.0, 2.0],
    };
    catalogue.levers[6].cost.dollars = f64::NAN;
    catalogue.levers[7].cost.factor = Some(0.5);
    catalogue.levers[8].cost.dollars = 1.0;
    let shares = catalogue
        .levers
        .iter()
        .position(|lever| matches!(lever.kind, Kind::Shares(_)));
    let shares = shares.expect("one lever divides aid");
    catalogue.levers[shares].kind = Kind::Shares(vec!["justice".to_owned(), "border".to_owned()]);
    let messages: Vec<String> = regimes::objections(&catalogue)
        .into_iter()
        .map(|(_, message)| message)
        .collect();
    insta::assert_snapshot!(messages.join("\n"), @r#"
        lever `leader_targeting` is missing
        lever `hearts_and_minds` moves nothing in the model
        expected a number [1], found a choice
        the parts of the payers add to 0.5000, expected 1
        the range [0.1, 0.2] of the evidence does not include 0, no effect
        range [1, 2] does not include 0, which means absent
        unit is `battalion`, expected `soldier`
        cost is NaN dollars, expected 0 or more
        the price is within a factor of 0.5, expected 1, which is certain, to 100
        a lever that is no number has neither cost nor ramp
        shares of justice, border, expected justice, criminal_groups, border, prevention
        "#);
}
