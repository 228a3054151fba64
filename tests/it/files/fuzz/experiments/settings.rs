//! Every setting changes something, or is refused.

use proptest::prelude::*;
use toml::{Table, Value};

use plaza::setup::{Loaded, Overrides};

use super::super::harness::{Judged, Outcome, fuzz};
use super::super::properties::{SETTINGS, holds};
use super::super::settings::{alike, likely, setting};
use super::super::values::parsed;
use super::{EXPERIMENTS, accepted, again, folder, whole};

/// An experiment and one setting, or two.
#[derive(Clone, Debug)]
struct Setting {
    experiment: usize,
    set: Vec<String>,
    beyond: bool,
}

fn settings() -> BoxedStrategy<Setting> {
    let alone = setting().prop_map(|set| vec![set]);
    let two = prop_oneof![
        1 => prop::collection::vec(setting(), 2),
        2 => prop::collection::vec(likely(), 2),
        2 => alike(),
    ];
    let set = prop_oneof![3 => alone, 2 => two];
    (0..EXPERIMENTS.len(), set, any::<bool>())
        .prop_map(|(experiment, set, beyond)| Setting {
            experiment,
            set,
            beyond,
        })
        .boxed()
}

/// Each setting that is accepted makes another experiment than there is without it, unless it sets what was there.
fn changes(setting: &Setting) -> Judged {
    let (head, tail) = EXPERIMENTS[setting.experiment];
    let text = format!("{head}{tail}");
    let folder = folder(text.as_bytes());
    let overrides = |set: Vec<String>| Overrides {
        set,
        beyond_ranges: setting.beyond,
        ..Overrides::default()
    };
    let loaded = match accepted(folder.path(), &overrides(setting.set.clone()))? {
        Ok(loaded) => loaded,
        Err(refused) => return Ok(refused),
    };
    whole(&loaded)?;
    again(&loaded)?;
    for index in 0..setting.set.len() {
        let mut others = setting.set.clone();
        let set = others.remove(index);
        // One may be right only beside the other.
        let Ok(plain) = accepted(folder.path(), &overrides(others))? else {
            continue;
        };
        let same = match acts(&set) {
            true => what(&loaded) == what(&plain),
            false => what(&loaded) == what(&plain) && digests(&loaded) == digests(&plain),
        };
        holds!(
            !same || there(&set, &text, &plain),
            SETTINGS,
            "`{}` changes nothing",
            set.split('=').next().unwrap_or_default()
        );
    }
    Ok(Outcome::Accepted)
}

/// Whether a setting must act in the run itself: one of a lever, a policy, a number or what is recorded.
fn acts(set: &str) -> bool {
    let first = set
        .trim_start()
        .split(['.', '='])
        .next()
        .unwrap_or_default();
    let path = set.split('=').next().unwrap_or_default();
    ["set", "policies", "record", "weeks", "seed"].contains(&first)
        || ["levers.", "parameters."]
            .iter()
            .any(|of| path.starts_with(of))
}

/// What is run.
pub fn what(of: &Loaded) -> (String, String) {
    (format!("{:?}", of.design), format!("{:?}", of.calibration))
}

/// What it is told apart by.
pub fn digests(of: &Loaded) -> (String, Vec<String>) {
    (of.digest.clone(), of.policy_digests.clone())
}

/// Whether a setting sets what was there already: in the file, or by itself.
fn there(set: &str, text: &str, plain: &Loaded) -> bool {
    let Some((path, value)) = set.split_once('=') else {
        return false;
    };
    let value = value.trim();
    let value = parsed(value).unwrap_or_else(|| Value::String(value.to_owned()));
    let keys: Vec<&str> = path.trim().split('.').collect();
    let kept = |name: &str| -> Option<Table> {
        let input = plain.inputs.iter().find(|input| input.path == name)?;
        String::from_utf8_lossy(&input.bytes).parse().ok()
    };
    let own: Table = text.parse().expect("it is TOML");
    let kept_values = kept("experiment.toml").unwrap_or_default();
    let found = match keys[..] {
        ["parameters", ref below @ ..] if !below.is_empty() => {
            let numbers = kept("parameters.toml").unwrap_or_default();
            vec![at(&numbers, &[below, &["value"]].concat()).cloned()]
        }
        // What is set in all policies is there in each.
        ["set", "policies", _, lever] | ["policies", _, lever] => {
            let everywhere = ["set", "levers", lever];
            let there = [&keys[..], &everywhere];
            there.map(|keys| at(&kept_values, keys).cloned()).to_vec()
        }
        _ => vec![at(&own, &keys).cloned(), at(&kept_values, &keys).cloned()],
    };
    let nothing = match &value {
        Value::Array(list) => list.is_empty(),
        Value::Table(table) => table.is_empty(),
        _ => false,
    };
    // Keys that the file leaves out, and that are kept under another name.
    let drawn = own.get("parameters").and_then(Value::as_str);
    let ranges = if drawn == Some("posterior") {
        "calibrated"
    } else {
        "baseline"
    };
    let usual = [
        ("before", "_2006"),
        ("shared", "status_quo"),
        ("parameters", "baseline"),
        ("ranges", ranges),
    ];
    let usual = usual.contains(&(path.trim(), value.as_str().unwrap_or_default()))
        && at(&own, &keys).is_none();
    let none = at(&own, &keys).is_none() && nothing;
    usual || none || found.iter().flatten().any(|found| equal(found, &value))
}

pub fn at<'a>(table: &'a Table, keys: &[&str]) -> Option<&'a Value> {
    let (first, rest) = keys.split_first()?;
    let mut here = table.get(*first)?;
    for key in rest {
        here = match here {
            Value::Array(list) => list.get(key.parse::<usize>().ok()?)?,
            other => other.get(*key)?,
        };
    }
    Some(here)
}

fn equal(a: &Value, b: &Value) -> bool {
    let number = |value: &Value| {
        value
            .as_float()
            .or(value.as_integer().map(|whole| whole as f64))
    };
    a == b || number(a).zip(number(b)).is_some_and(|(a, b)| a == b)
}

#[test]
fn settings_change_something() {
    fuzz(
        "fuzz::experiments::settings_change_something",
        2,
        settings,
        changes,
    );
}
