//! TOML values as types whose tables are written as tables and whose choices are one: serde would fill a struct from a
//! list too, by the order of its fields, so that `record = []` were a table with nothing in it; and of a table that
//! stands for a choice it would read the first key alone, so that `{ relative = 0.2, absolute = 50 }` were the first.

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Error, IntoDeserializer, Unexpected, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use toml::Value;

use plaza_model::units::plain;

/// A value that is read so.
#[derive(Debug)]
pub struct Strict(pub Value);

/// What is wrong with a table that stands for one of some `choices`: it has one key.
fn no_choice(table: &toml::Table, choices: &[&str]) -> Option<String> {
    match table.len() {
        0 => return Some(format!("holds nothing, expected {}", or(choices))),
        1 => return None,
        _ => {}
    }
    let keys = || table.keys().map(String::as_str);
    let known: Vec<&str> = keys().filter(|key| choices.contains(key)).collect();
    let others: Vec<&str> = keys().filter(|key| !choices.contains(key)).collect();
    let others = match (known.len(), &others[..]) {
        // Which of them is too much, nobody can say.
        (_, []) => return Some(format!("holds {}, expected one of them", and(&known))),
        (0, _) => return None,
        (_, [_]) => format!("unknown key {}", and(&others)),
        (_, _) => format!("unknown keys {}", and(&others)),
    };
    Some(format!("{others}, expected {} alone", or(&known)))
}

/// A value that is no text and no table, on one line.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Float(number) => plain(*number),
        other => other.to_string(),
    }
}

/// Names in a row, before the last of them `word`.
fn listed(names: &[&str], word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => {
            format!("{} {word} {last}", others.join(", "))
        }
        _ => quoted.concat(),
    }
}

fn and(names: &[&str]) -> String {
    listed(names, "and")
}

fn or(names: &[&str]) -> String {
    listed(names, "or")
}

type Entries = MapDeserializer<'static, std::vec::IntoIter<(String, Strict)>, toml::de::Error>;

fn entries(table: toml::Table) -> Entries {
    let entries: Vec<(String, Strict)> = table
        .into_iter()
        .map(|(key, value)| (key, Strict(value)))
        .collect();
    MapDeserializer::new(entries.into_iter())
}

impl<'de> IntoDeserializer<'de, toml::de::Error> for Strict {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Strict {
    type Error = toml::de::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Table(table) => visitor.visit_map(entries(table)),
            Value::Array(list) => {
                let mut list = SeqDeserializer::new(list.into_iter().map(Strict));
                let value = visitor.visit_seq(&mut list)?;
                // What is left of a list that is too long.
                list.end()?;
                Ok(value)
            }
            scalar => scalar.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Array(_) => Err(Error::invalid_type(Unexpected::Seq, &visitor)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Table(table) => {
                if let Some(message) = no_choice(&table, variants) {
                    return Err(Error::custom(message));
                }
                MapAccessDeserializer::new(entries(table)).deserialize_enum(name, variants, visitor)
            }
            text @ Value::String(_) => text.deserialize_enum(name, variants, visitor),
            other => Err(Error::custom(format!(
                "expected {}, found {}",
                or(variants),
                shown(&other)
            ))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}
