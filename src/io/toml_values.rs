//! TOML values as types whose tables are written as tables: serde would fill a struct from a list too, by the order
//! of its fields, so that `record = []` were a table with nothing in it.

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Error, IntoDeserializer, Unexpected, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use toml::Value;

/// A value that is read so.
#[derive(Debug)]
pub struct Strict(pub Value);

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
            Value::Table(table) if table.len() == 1 => {
                MapAccessDeserializer::new(entries(table)).deserialize_enum(name, variants, visitor)
            }
            // The first key would be read and the others dropped.
            Value::Table(table) => {
                let keys: Vec<&str> = table.keys().map(String::as_str).collect();
                let found = match keys.is_empty() {
                    true => "none".to_owned(),
                    false => format!("`{}`", keys.join("`, `")),
                };
                Err(Error::custom(format!(
                    "expected one key of `{}`, found {found}",
                    variants.join("`, `")
                )))
            }
            other => other.deserialize_enum(name, variants, visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}
