//! Parameters drawn from their ranges: `parameters = "prior"`.
//!
//! A number is drawn evenly between the ends of its range, or evenly in its logarithm where the range is
//! above 0 and its upper end is ten times the lower or more. Draw k is the same for all policies, and for
//! any number of replicates; a number added to the file leaves the draws of the others.

use std::sync::Arc;

use toml::{Table, Value};

use plaza_engine::luck::{Key, NOWHERE, mix_all};
use plaza_engine::sampling::uniform;
use plaza_model::submodels::Parameters;

use crate::runs::design::{Drawn, Draws, Sharing};
use crate::studies::calibration::cube::{Number, Range};

/// What stands in an experiment for draws from the ranges.
pub const PRIOR: &str = "prior";

/// The name of the streams of draws, in the place of a process: no process has it.
const STREAM: u16 = u16::MAX;

/// The number in a draw.
fn drawn(number: &Number, key: Key) -> f64 {
    let letters: Vec<u64> = number.name.bytes().map(u64::from).collect();
    let luck = key.luck(STREAM, 0);
    let part = uniform(&mut luck.of(NOWHERE, mix_all(&letters)));
    number.range.at(part)
}

/// The numbers with a range of two different ends, in the order of a parameter file that has been read
/// before.
pub fn numbers(table: &Table) -> Vec<Number> {
    let mut numbers = Vec::new();
    for (section, values) in table {
        for (name, number) in values.as_table().into_iter().flatten() {
            let range = number["range"].as_array().expect("a number has a range");
            let (low, high) = (real(&range[0]), real(&range[1]));
            if low < high {
                numbers.push(Number {
                    name: format!("{section}.{name}"),
                    range: Range { low, high },
                    start: real(&number["value"]),
                });
            }
        }
    }
    numbers
}

/// The parameters with these in the place of the file's.
pub fn with<'a>(table: &Table, values: impl IntoIterator<Item = (&'a Number, f64)>) -> Parameters {
    drawn_with(table, values).parameters
}

/// The same, with what the numbers came to.
pub fn drawn_with<'a>(table: &Table, values: impl IntoIterator<Item = (&'a Number, f64)>) -> Drawn {
    let mut table = table.clone();
    let mut names = Vec::new();
    for (number, value) in values {
        put(&mut table, number, value);
        names.push(&number.name);
    }
    whole_people(&mut table);
    let value = |name: &&String| {
        let (section, name) = name.split_once('.').expect("a number stands in a section");
        real(&table[section][name]["value"])
    };
    let numbers = names.iter().map(value).collect();
    let parameters: Result<Parameters, _> = table.try_into();
    Drawn {
        parameters: parameters.expect("a number within its range is allowed"),
        numbers,
    }
}

/// A number of a file that has been read before.
fn real(value: &Value) -> f64 {
    match value {
        Value::Integer(whole) => *whole as f64,
        value => value.as_float().expect("it was read as a number before"),
    }
}

/// Draws from the ranges of a parameter file that has been read before, in a batch with this seed.
pub fn prior(text: &str, seed: u64, luck_per_draw: u32) -> Draws {
    let table: Table = text.parse().expect("the parameters were read before");
    let numbers = numbers(&table);
    let names: Vec<String> = numbers.iter().map(|of| of.name.clone()).collect();
    let draw = move |number: u32| {
        let key = Key::new(seed, u64::from(number));
        drawn_with(&table, numbers.iter().map(|of| (of, drawn(of, key))))
    };
    Draws::new(Sharing::in_a_row(luck_per_draw), names, Arc::new(draw))
}

fn put(table: &mut Table, number: &Number, value: f64) {
    let path = number.name.split_once('.');
    let (section, name) = path.expect("a number stands in a section");
    let section = table.get_mut(section).and_then(Value::as_table_mut);
    let there = section.and_then(|section| section.get_mut(name));
    let there = there.and_then(Value::as_table_mut);
    let there = there.expect("the number was found before");
    there.insert("value".to_owned(), Value::Float(value));
}

/// Shares of the people by age are drawn each by itself; together they are at most all.
fn whole_people(table: &mut Table) {
    const AGES: [&str; 3] = ["children", "young", "adults"];
    let value = |table: &Table, name: &str| real(&table["citizens"][name]["value"]);
    let all: f64 = AGES.map(|name| value(table, name)).iter().sum();
    if all <= 1.0 {
        return;
    }
    for name in AGES {
        let part = value(table, name) / all;
        table["citizens"][name]["value"] = Value::Float(part);
        let low = table["citizens"][name]["range"][0].as_float();
        if low.is_some_and(|low| part < low) {
            table["citizens"][name]["range"][0] = Value::Float(part);
        }
    }
}

/// The same text with these numbers, which the user set, as the only ones of their range: they are not
/// drawn.
pub fn pinned<'a>(text: &str, set: impl Iterator<Item = &'a [String]>) -> String {
    let mut table: Table = text.parse().expect("the parameters were read before");
    for path in set {
        if let [section, name] = path {
            let value = table[section][name]["value"].clone();
            table[section][name]["range"] = Value::Array(vec![value.clone(), value]);
        }
    }
    table.to_string()
}

/// The parameters of a file that has been read before with these values, by name as in `recruitment.rate`, within their
/// ranges or beyond them; or what is impossible about one.
pub fn with_values<'a>(
    table: &Table,
    values: impl IntoIterator<Item = (&'a str, f64)>,
) -> Result<Parameters, String> {
    let mut table = table.clone();
    for (name, value) in values {
        let (_, [low, high]) = value_and_range(&table, name);
        let (section, name) = name.split_once('.').expect("a number stands in a section");
        let number = &mut table[section][name];
        number["value"] = Value::Float(value);
        if !(low..=high).contains(&value) {
            let wider = [low.min(value), high.max(value)].map(Value::Float);
            number["range"] = Value::Array(wider.to_vec());
        }
    }
    let parameters: Result<Parameters, _> = table.try_into();
    parameters.map_err(|error| error.message().to_owned())
}

/// The value and the range of a number of a file that has been read before.
pub fn value_and_range(table: &Table, name: &str) -> (f64, [f64; 2]) {
    let (section, name) = name.split_once('.').expect("a number stands in a section");
    let number = &table[section][name];
    let range = number["range"].as_array().expect("a number has a range");
    (real(&number["value"]), [real(&range[0]), real(&range[1])])
}
