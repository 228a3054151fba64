//! What is typed beside an experiment: `--set path=value` and flags, of every form.

use plaza_model::policy::levers::Kind;

use plaza::setup::{Overrides, draws};
use proptest::prelude::*;
use proptest::sample::select;

use super::files::names_of_numbers;
use super::readers::CATALOGUE;
use super::values::{value, word};

/// Paths of settings that an experiment knows, or might.
const PATHS: &[&str] = &[
    "name",
    "map",
    "parameters",
    "ranges",
    "posterior",
    "luck_per_draw",
    "levers",
    "policies",
    "policies.0",
    "policies.1",
    "policies.2",
    "policies.-1",
    "policies.01",
    "policies.99999999999999999999",
    "before",
    "shared",
    "weeks",
    "burn_in",
    "policies_from",
    "scale_levers",
    "equal_budget",
    "replicates",
    "seed",
    "memory_one_in",
    "record",
    "record.municipalities",
    "record.panel",
    "record.panel.0",
    "record.lives",
    "record.of",
    "record.of.status_quo.panel",
    "record.of.status_quo.municipalities",
    "record.of.nobody.panel",
    "observed",
    "observed.oc_deaths",
    "replay",
    "replay.leaders",
    "replay.deployments",
    "variant",
    "variant.0",
    "variant.0.name",
    "variant.0.policy",
    "variant.0.set",
    "variant.0.without",
    "variant.0.without.0",
    "variant.9.name",
    "set",
    "set.levers",
    "set.levers.army_units",
    "set.policies",
    "set.policies.status_quo.army_units",
    "beyond_ranges",
    "beyond_ranges.x",
    "twin",
    "twin.week",
    "twin.event",
    "twin.event.0.name",
    "twin.event.0.change",
    "twin.event.0.organization",
    "twin.event.0.municipality",
    "twin.event.0.strength",
    "twin.event.0.weeks",
    "twin.event.1.weeks",
    "twin.event.first.weeks",
    "calibration",
    "calibration.free",
    "calibration.free.0",
    "calibration.targets",
    "calibration.years",
    "calibration.search.points",
    "calibration.search.step",
    "calibration.posterior.waves",
    "calibration.screening.weeks",
    "parameters.recruitment",
    "parameters.",
    "parameters.recruitment.rate.value",
    "parameters.recruitment.rate.range.0",
    "parameters.recruitment.rate.unit",
    "levers.",
    "levers.nothing",
    "levers.army_units.level",
    "policies.status_quo",
    "policies.status_quo.",
    "policies.nobody.army_units",
    "",
    ".",
    "..",
    "a.b.c.d.e.f",
    "weeks.0",
    "seed.x",
    " weeks",
    "weeks ",
    "Weeks",
    "policies .0",
];

/// Values as they are typed.
const VALUES: &[&str] = &[
    "",
    " ",
    "0",
    "1",
    "2",
    "3",
    "7",
    "30",
    "29",
    "52",
    "5200",
    "5201",
    "-1",
    "2147483647",
    "-2147483648",
    "4294967296",
    "9223372036854775807",
    "1e3",
    "1e400",
    "nan",
    "inf",
    "-inf",
    "true",
    "false",
    "0.003",
    "0.5",
    "20000",
    "20_000",
    "\"all\"",
    "all",
    "active",
    "mean",
    "prior",
    "posterior",
    "baseline",
    "calibrated",
    "status_quo",
    "no_intervention",
    "kingpin_only",
    "[]",
    "{}",
    "[0, 3]",
    "[3, 0]",
    "[[]]",
    "{a=1}",
    "[{ from_week = 0, level = 0 }]",
    "[{ from_week = 10, level = 100 }, { from_week = 5, level = 3 }]",
    "[{ from_week = -2147483648, level = 0.5, ramp_weeks = 65535 }]",
    "[{ from_week = 2147483647, level = 1 }]",
    "need",
    "[\"status_quo\"]",
    "[\"status_quo\", \"status_quo\"]",
    "[\"mine.toml\"]",
    "population",
    "map",
    "map.toml",
    "nowhere",
    "exp.toml",
    "levers.toml",
    "deaths.csv",
    "leaders.csv",
    "sent.csv",
    "posterior.csv",
    "'",
    "\"",
    "[",
    "{",
    "1 # x",
    "1\nseed = 3",
    "x=y",
    "=",
    "#",
    "largest",
    "each",
    "gulf",
    "01001",
    "1001",
    "remove_leader",
    "send_units",
    "army",
    "2007-01-01",
    "1e-9",
];

/// Settings that are mostly right.
const LIKELY: &[&str] = &[
    "weeks=58",
    "weeks=60",
    "burn_in=4",
    "burn_in=5",
    "seed=8",
    "seed=0",
    "replicates=2",
    "replicates=3",
    "memory_one_in=7",
    "policies_from=3",
    "policies_from=0",
    "before=status_quo",
    "before=_2006",
    "shared=kingpin_only",
    "shared=status_quo",
    "parameters=calibrated",
    "parameters=baseline",
    "parameters=prior",
    "parameters=posterior",
    "luck_per_draw=1",
    "luck_per_draw=2",
    "luck_per_draw=3",
    "ranges=calibrated",
    "ranges=baseline",
    "record.municipalities=all",
    "record.municipalities=active",
    "record.municipalities=mean",
    "record.panel=true",
    "record.panel=[3, 9]",
    "record.panel=[]",
    "record.lives=true",
    "record.lives=false",
    "record.of.status_quo.panel=true",
    "record.of.status_quo.panel=false",
    "record.of.status_quo.municipalities=all",
    "scale_levers=population",
    "equal_budget=status_quo",
    "equal_budget=1e9",
    "equal_budget=0",
    "variant.0.name=other",
    "variant.0.set={}",
    "variant.1.without=[]",
    "variant=[]",
    "replay={}",
    "set={}",
    "beyond_ranges={}",
    "twin.week=9",
    "twin.event.0.organization=each",
    "twin.event.0.organization=2",
    "twin.event.0.outcome=arrested",
    "twin.event.1.municipality=02001",
    "twin.event.2.weeks=9",
    "twin.event.2.strength=1201",
    "calibration.search.points=9",
    "calibration.search.step=0.2",
    "calibration.screening.weeks=261",
    "calibration.posterior.waves=2",
    "calibration.posterior.rest=0.5",
    "calibration.years=[2007]",
    "name=other",
    "posterior=posterior.csv",
    "policies.0=kingpin_only",
    "policies=[\"status_quo\"]",
];

/// Numbers of the rules, set within their ranges.
fn numbers_within() -> BoxedStrategy<String> {
    let text = include_str!("../../../../configs/parameters/baseline.toml");
    let table = text.parse().expect("the baseline is TOML");
    (select(draws::numbers(&table)), 0.0..=1.0_f64)
        .prop_map(|(number, part)| format!("parameters.{}={}", number.name, number.range.at(part)))
        .boxed()
}

/// Levels of levers, within their ranges.
fn levels() -> BoxedStrategy<String> {
    let levers: Vec<(String, f64, f64)> = (CATALOGUE.levers.iter())
        .filter_map(|lever| match lever.kind {
            Kind::Number {
                range: [low, high], ..
            } => Some((lever.name.clone(), low, high)),
            _ => None,
        })
        .collect();
    (select(levers), 0.0..=1.0_f64)
        .prop_map(|((name, low, high), part)| format!("{name}={}", low + part * (high - low)))
        .boxed()
}

/// One setting that is mostly right.
pub fn likely() -> BoxedStrategy<String> {
    prop_oneof![
        3 => numbers_within(),
        3 => (select(&["levers", "policies.status_quo", "set.levers"][..]), levels()).prop_map(|(of, level)| format!("{of}.{level}")),
        2 => select(LIKELY).prop_map(str::to_owned),
    ]
    .boxed()
}

/// Two settings of one lever, or of a table and what is in it: one may undo the other.
pub fn alike() -> BoxedStrategy<Vec<String>> {
    let places = &[
        "levers",
        "set.levers",
        "policies.status_quo",
        "policies.no_intervention",
        "policies.status_quo-calm",
        "policies.police_lead+retrenchment",
        "policies.retrenchment+police_lead",
        "set.policies.status_quo",
    ][..];
    let of_lever = (select(places), select(places), levels())
        .prop_map(|(one, other, level)| vec![format!("{one}.{level}"), format!("{other}.{level}")]);
    let tables = &[
        "set={}",
        "record={}",
        "variant=[]",
        "policies=[\"status_quo\"]",
        "policies.0=kingpin_only",
        "policies.00=status_quo",
        "policies.+0=status_quo",
        "record.panel=true",
        "record.of.status_quo.panel=true",
        "levers.army_units=[[0, 3]]",
        "calibration.search={}",
        "replicates=3",
    ][..];
    let of_table = (select(tables), select(tables))
        .prop_map(|(one, other)| vec![one.to_owned(), other.to_owned()]);
    let mixed = (select(tables), select(places), levels())
        .prop_map(|(one, place, level)| vec![one.to_owned(), format!("{place}.{level}")]);
    prop_oneof![2 => of_lever, 2 => of_table, 1 => mixed].boxed()
}

/// One setting, as it is typed.
pub fn setting() -> BoxedStrategy<String> {
    let lever = || select(CATALOGUE.names().map(str::to_owned).collect::<Vec<_>>());
    let policy = select(
        &[
            "status_quo",
            "no_intervention",
            "mine",
            "nobody",
            "0",
            "a+b",
        ][..],
    );
    let path = prop_oneof![
        8 => select(PATHS).prop_map(str::to_owned),
        2 => lever().prop_map(|lever| format!("levers.{lever}")),
        2 => (policy, lever()).prop_map(|(policy, lever)| format!("policies.{policy}.{lever}")),
        2 => select(names_of_numbers()).prop_map(|name| format!("parameters.{name}")),
        1 => (select(PATHS), word()).prop_map(|(path, more)| format!("{path}.{more}")),
        1 => prop::collection::vec(word(), 1..4).prop_map(|path| path.join(".")),
    ];
    let value = prop_oneof![
        5 => select(VALUES).prop_map(str::to_owned),
        2 => (0.0..1.0_f64).prop_map(|number| number.to_string()),
        1 => (0..400_i32).prop_map(|number| number.to_string()),
        2 => value().prop_map(|value| value.to_string()),
        1 => word(),
    ];
    prop_oneof![
        20 => (path, value).prop_map(|(path, value)| format!("{path}={value}")),
        8 => likely(),
        1 => word(),
    ]
    .boxed()
}

/// What a call changes.
pub fn overrides() -> BoxedStrategy<Overrides> {
    let rarely = 0.1;
    let policies = prop::collection::vec(word(), 0..3);
    (
        prop::option::weighted(rarely, policies),
        prop::option::weighted(rarely, prop_oneof![1..9_u32, any::<u32>()]),
        prop::option::weighted(rarely, prop_oneof![1..60_i32, any::<i32>()]),
        prop::option::weighted(rarely, any::<u64>()),
        prop::option::weighted(
            rarely,
            prop_oneof![word(), select(VALUES).prop_map(str::to_owned)],
        ),
        prop::collection::vec(setting(), 0..3),
        any::<bool>(),
    )
        .prop_map(
            |(policies, replicates, weeks, seed, equal_budget, set, beyond_ranges)| Overrides {
                policies,
                replicates,
                weeks,
                points: None,
                seed,
                equal_budget,
                set,
                beyond_ranges,
                of_design: false,
            },
        )
        .boxed()
}
