//! Files that the program reads one by one, edited: policies, levers, numbers, targets and the rest.

use std::fmt;

use plaza_model::submodels::MODEL;

use plaza::setup::parameters::TypedParameter;
use proptest::prelude::*;
use proptest::sample::select;
use toml::Table;

use super::countries::shown;
use super::documents::{edited, edits};
use super::harness::{Judged, fuzz};
use super::readers::{READERS, parameters_with};
use super::sheets::{Sheet, slips};
use super::values::{value, word};

/// The bytes of a file.
#[derive(Clone)]
pub struct File(pub Vec<u8>);

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", shown(&self.0))
    }
}

/// What the reader of this name says of a file.
pub fn read(reader: &str, bytes: &[u8]) -> Judged {
    let known = READERS.iter().find(|(name, ..)| *name == reader);
    let (.., read) = known.expect("one of the readers");
    read(bytes)
}

/// One of some texts, edited.
fn documents(texts: &'static [&'static str], most: usize) -> BoxedStrategy<File> {
    let edits = edits(most);
    (select(texts), edits)
        .prop_map(|(text, edits)| File(edited(text, &edits)))
        .boxed()
}

/// A policy of one's own.
pub const MINE: &str = "extends = \"status_quo\"\nabout = \"mine\"\nside = \"mexico\"\npeople = 110_000_000\ncalendar = 2007\n\
    [[lever]]\nname = \"army_units\"\nlevels = [{ from_week = 0, level = 37_000 }, { from_week = 104, level = 0, ramp_weeks = 26 }]\n\
    [[lever]]\nname = \"youth_programmes\"\nlevel = 0.8\nwhere = { top = { n = 5, by = \"oc_deaths\" } }\n\
    when = { indicator = \"oc_deaths_rate_13w\", above = 6.0, until_below = 3.0 }\n";

const POLICIES: &[&str] = &[
    MINE,
    MINE,
    include_str!("../../../../configs/policies/status_quo.toml"),
    include_str!("../../../../configs/policies/_2006.toml"),
    include_str!("../../../../configs/policies/local_capacity.toml"),
    include_str!("../../../../configs/policies/no_intervention.toml"),
    include_str!("../../../../configs/policies/retrenchment.toml"),
];

#[test]
fn policies() {
    let inputs = || documents(POLICIES, 3);
    fuzz("fuzz::files::policies", 1, inputs, |File(bytes)| {
        read("policy", bytes)
    });
}

#[test]
fn levers() {
    let inputs = || documents(&[include_str!("../../../../configs/levers.toml")], 2);
    fuzz("fuzz::files::levers", 3, inputs, |File(bytes)| {
        read("levers", bytes)
    });
}

const PARAMETERS: &[&str] = &[
    include_str!("../../../../configs/parameters/calibrated.toml"),
    include_str!("../../../../configs/parameters/baseline.toml"),
    "extends = \"baseline\"\n[recruitment]\nrate = { value = 0.003, unit = \"1/week\", range = [0.0, 1.0], source = \"mine\" }\n\
     [citizens]\nyoung = { value = 0.19, unit = \"1\", range = [0.1, 0.9], source = \"mine\" }\n",
];

/// A parameter file, and numbers that are set.
#[derive(Clone, Debug)]
struct Numbers {
    file: File,
    set: Vec<TypedParameter>,
    beyond: bool,
}

/// The names of all numbers, with sections.
pub fn names_of_numbers() -> Vec<String> {
    let table: Table = PARAMETERS[1].parse().expect("the baseline is TOML");
    let of = |(section, numbers): (&String, &toml::Value)| -> Vec<String> {
        let names = numbers.as_table().into_iter().flat_map(Table::keys);
        names.map(|name| format!("{section}.{name}")).collect()
    };
    table.iter().flat_map(of).collect()
}

fn numbers() -> BoxedStrategy<Numbers> {
    let path = prop_oneof![
        6 => select(names_of_numbers()).prop_map(|name| name.split('.').map(str::to_owned).collect()),
        1 => prop::collection::vec(word(), 1..4),
    ];
    let setting = (path, value()).prop_map(|(path, value): (Vec<String>, _)| {
        let typed = format!("--set parameters.{}={value}", path.join("."));
        (path, value, typed)
    });
    (
        documents(PARAMETERS, 2),
        prop::collection::vec(setting, 0..3),
        any::<bool>(),
    )
        .prop_map(|(file, set, beyond)| Numbers { file, set, beyond })
        .boxed()
}

#[test]
fn parameters() {
    fuzz(
        "fuzz::files::parameters",
        3,
        numbers,
        |Numbers { file, set, beyond }| parameters_with(&file.0, set, *beyond),
    );
}

#[test]
fn posteriors() {
    let inputs = || {
        let text = format!(
            "model,draw,distance,relations.onset,raids.rate,citizens.young\n\
             {MODEL},0,1.1,0.001,0.0035,0.19\n{MODEL},1,1.2,0.002,0.0045,0.18\n{MODEL},2,1.3,0.0015,0.004,0.2\n"
        );
        slips(3)
            .prop_map(move |slips| File(Sheet::new(&text).file(&slips)))
            .boxed()
    };
    fuzz("fuzz::files::posteriors", 3, inputs, |File(bytes)| {
        read("posterior", bytes)
    });
}

#[test]
fn targets() {
    let inputs = || documents(&[include_str!("../../../../configs/targets.toml")], 3);
    fuzz("fuzz::files::targets", 2, inputs, |File(bytes)| {
        read("targets", bytes)
    });
}

#[test]
fn scorecards() {
    let inputs = || documents(&[include_str!("../../../../configs/scorecard.toml")], 2);
    fuzz("fuzz::files::scorecards", 3, inputs, |File(bytes)| {
        read("scorecard", bytes)
    });
}

#[test]
fn aliases() {
    let inputs = || {
        documents(
            &[
                plaza::maps::aliases::SHIPPED,
                "[label.gulf]\norganization = [{ is = \"gulf\" }]\n",
            ],
            3,
        )
    };
    fuzz("fuzz::files::aliases", 1, inputs, |File(bytes)| {
        read("aliases", bytes)
    });
}
