//! Values that files have and should not: numbers out of every bound, words of spreadsheets, letters of all
//! kinds.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use toml::Value;

/// What stands in cells.
const CELLS: &[&str] = &[
    "",
    " ",
    "0",
    "1",
    "-1",
    "2",
    "7",
    "0.5",
    "1.5",
    "-0",
    "-0.0",
    "+1",
    ".5",
    "5.",
    "1e3",
    "1e-320",
    "1e400",
    "-1e400",
    "NaN",
    "nan",
    "inf",
    "-inf",
    "infinity",
    "4000000000",
    "4294967295",
    "100000000",
    "100000001",
    "99999999999999999999",
    "9223372036854775807",
    "1000000",
    "1001",
    "1001.0",
    "01001",
    "01001.0",
    "'01001",
    "1 001",
    "1001,0",
    "A1001",
    "a1001",
    "1,5",
    "1.234,5",
    "1,234",
    "1,000,000",
    "1.000.000",
    "1_000",
    "0x10",
    "1/2",
    "50%",
    "$5",
    "yes",
    "no",
    "TRUE",
    "false",
    "NA",
    "N/A",
    "null",
    "-",
    "#REF!",
    "=1+1",
    "2006",
    "2007",
    "2006.0",
    "0000",
    "9999",
    "10000",
    "-2006",
    "2006-02-30",
    "2007-01-01",
    "2008-12-31",
    "9999-12-31",
    "0000-00-00",
    "01/02/2007",
    "army",
    "army+navy",
    "navy+navy",
    "gulf",
    "Gulf",
    "gulff",
    "sinaloa",
    "zetas",
    "individual",
    "leader",
    "boss",
    "killed",
    "captured",
    "escaped",
    "Upper",
    "Lower",
    "01",
    "02",
    "01002",
    "02001",
    "01001;02001",
    "99999",
    "Åland",
    "São Miguel",
    "日本",
    "e\u{301}",
    "\u{202e}abc",
    "\u{feff}",
    "\u{a0}",
    "\u{1b}[31m",
    "\u{7}",
    "\u{1}",
    "a,b",
    "a;b",
    "a\tb",
    "a\"b",
    "\"",
    "'",
    "`x`",
    "a\nb",
    "a\n\nb",
    "a\rb",
    "\n",
    "[x]",
    "{}",
    "label",
    "../../etc",
    "${PLAZA_DATA}",
    "--help",
    "did you mean `x`?",
    "90",
    "-90",
    "180",
    "-180.1",
    "84.1",
    "20",
    "20.20",
    "20.001",
    "19.99999",
    "-100",
    "-99.80",
    "-100.00001",
    "500000",
    "2150000",
    "1e12",
    "1e13",
];

/// A cell of a table.
pub fn cell() -> BoxedStrategy<String> {
    prop_oneof![
        12 => select(CELLS).prop_map(str::to_owned),
        // In digits alone it would have hundreds of zeros, which a message may have only from the file.
        1 => any::<f64>().prop_map(|number| format!("{number:e}")),
        1 => any::<i32>().prop_map(|number| number.to_string()),
        1 => (0..=2_000_i32).prop_map(|number| number.to_string()),
        1 => "\\PC{0,6}",
        1 => (1_000..20_000_usize).prop_map(|letters| "ñ".repeat(letters)),
    ]
    .boxed()
}

/// Words that a setting, policy or experiment knows, and numbers that it does not.
const WORDS: &[&str] = &[
    "",
    "baseline",
    "calibrated",
    "prior",
    "posterior",
    "status_quo",
    "no_intervention",
    "kingpin_only",
    "retrenchment+police_lead",
    "police_lead+retrenchment",
    "status_quo+status_quo",
    "_2006",
    "mine",
    "mine.toml",
    "mine.toml+retrenchment",
    "all",
    "active",
    "mean",
    "largest",
    "each",
    "gulf",
    "sinaloa",
    "01001",
    "1001",
    "99999",
    "army",
    "navy",
    "federal_police",
    "killed",
    "arrested",
    "remove_leader",
    "remove_boss",
    "send_units",
    "nothing",
    "mexico",
    "united_states",
    "both",
    "border",
    "need",
    "top",
    "oc_deaths",
    "flow",
    "population",
    "poverty",
    "oc_deaths_rate_13w",
    "approval",
    "trust_army",
    "army_units",
    "leader_targeting",
    "allocation",
    "strategy",
    "youth_programmes",
    "relations.onset",
    "raids.rate",
    "recruitment.rate",
    "map",
    "map.toml",
    "exp.toml",
    "levers.toml",
    "deaths.csv",
    "leaders.csv",
    "posterior.csv",
    "sent.csv",
    "nowhere.toml",
    "${PLAZA_DATA}/x",
    "${HOME}",
    "../map",
    ".",
    "/",
    "<plaza>",
    "<plaza>/levers.toml",
    "a b",
    "ÄÖ",
    "日本",
    "a\nb",
    "a\n\nb",
    "\u{1b}[31m",
    "`",
    "'",
    "\"",
    "x.y",
    "01001.0",
    "1",
    "1e400",
    "-",
    "+",
    "a+b+c",
    "1/week",
    "fit",
    "check",
    "absolute",
    "relative",
    "Mexico",
    "crossing",
];

/// A text of a TOML file.
pub fn word() -> BoxedStrategy<String> {
    prop_oneof![
        8 => select(WORDS).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        1 => "[a-z_]{1,8}",
        1 => cell(),
    ]
    .boxed()
}

/// A whole number of a TOML file.
fn whole() -> BoxedStrategy<i64> {
    prop_oneof![
        4 => 0..=12_i64,
        6 => select(&[
            -1_i64, 16, 51, 52, 53, 99, 104, 312, 500, 1040, 1041, 2006, 2007, 2020, 5199, 5200, 5201, 9999, 65_535, 65_536,
            100_000, 1_000_000, 1_000_001, 100_000_001, 2_147_483_647, 2_147_483_648, -2_147_483_648, -2_147_483_649,
            4_294_967_295, 4_294_967_296, i64::MAX, i64::MIN, -52, -104, -5200, 20_000,
        ][..]),
        1 => any::<i32>().prop_map(i64::from),
        1 => any::<i64>(),
    ]
    .boxed()
}

/// A number of a TOML file.
fn real() -> BoxedStrategy<f64> {
    prop_oneof![
        3 => 0.0..=1.0_f64,
        3 => select(&[
            0.0, -0.0, 1.0, 0.5, -1.0, 1.5, 1e-320, 1e-9, 1e3, 1e6, 1e9, 1e15, 1e16, 1e300, f64::MAX, f64::MIN, f64::NAN,
            f64::INFINITY, f64::NEG_INFINITY,
        ][..]),
        1 => any::<f64>(),
    ]
    .boxed()
}

/// A number of a TOML file, often one at the end of what can be written.
pub fn number() -> BoxedStrategy<Value> {
    let ends = [
        i64::from(i32::MIN),
        i64::from(i32::MIN) + 1,
        i64::from(i32::MAX) - 1,
        i64::from(i32::MAX),
        i64::from(u32::MAX),
        i64::MAX,
    ];
    prop_oneof![
        2 => whole().prop_map(Value::Integer),
        1 => select(ends.to_vec()).prop_map(Value::Integer),
        2 => real().prop_map(Value::Float),
    ]
    .boxed()
}

/// A value of a TOML file.
pub fn value() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        4 => whole().prop_map(Value::Integer),
        4 => real().prop_map(Value::Float),
        4 => word().prop_map(Value::String),
        1 => any::<bool>().prop_map(Value::Boolean),
        1 => select(TABLES).prop_map(|text| parsed(text).expect("these are TOML")),
    ];
    prop_oneof![
        6 => leaf.clone(),
        1 => prop::collection::vec(leaf.clone(), 0..5).prop_map(Value::Array),
        1 => prop::collection::vec((word(), leaf), 0..4).prop_map(|entries| Value::Table(entries.into_iter().collect())),
    ]
    .boxed()
}

/// Values that belong somewhere.
const TABLES: &[&str] = &[
    "{ top = { n = 0, by = 'flow' } }",
    "{ top = { n = 4_000_000_000, by = 'oc_deaths' } }",
    "{ states = [] }",
    "{ states = ['Upper', 'Upper', 'nowhere'] }",
    "{ indicator = 'oc_deaths_rate_13w', above = 6.0, until_below = 3.0 }",
    "{ indicator = 'oc_deaths_rate_13w', above = 3.0, until_below = 6.0 }",
    "{ indicator = 'approval', below = nan }",
    "{ indicator = 'approval', above = inf, below = -inf }",
    "[{ from_week = 0, level = 0.1 }, { from_week = 1, level = 0.2, ramp_weeks = 65_535 }]",
    "[{ from_week = 9, level = 0.1 }, { from_week = 1, level = 0.2 }]",
    "[{ from_week = -2_147_483_648, level = 0 }, { from_week = 2_147_483_647, level = 1 }]",
    "[{ from_week = 2_147_483_647, level = 0.5, ramp_weeks = 65_535 }]",
    "[{ from_week = -2_147_483_648, level = 0.5, ramp_weeks = 1040 }]",
    "[{ from_week = 0, level = 'need' }]",
    "{ value = 1.0, unit = '1', range = [0.0, 1.0], source = 'x' }",
    "{ value = nan, unit = '1', range = [0.0, inf], source = 'x' }",
    "{ value = 0.003, unit = '1/week', range = [0.0, 1e6], source = 'x' }",
    "[0.25, 0.25, 0.25, 0.25]",
    "[0.2, 0.2, 0.2, 0.2, 0.2]",
    "[nan, 1.0]",
    "{ municipalities = 'all', panel = true }",
    "{ panel = [7, 2] }",
    "{ panel = [-1, 4_000_000_000] }",
    "1979-05-27T07:32:00Z",
    "07:32:00",
    "[]",
    "{}",
    "[[]]",
];

/// A value as TOML writes it.
pub fn parsed(text: &str) -> Option<Value> {
    let mut table: toml::Table = format!("value = {text}").parse().ok()?;
    table.remove("value")
}

/// The entry of a list that an index means; none of an empty list.
pub fn pick(index: Index, length: usize) -> Option<usize> {
    (length > 0).then(|| index.index(length))
}
