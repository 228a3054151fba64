//! JSON text as values, or as a problem with line and column. A key that stands twice in an object is one: which of
//! the two is meant, nobody can say.

use std::fmt;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use plaza_batch::messages::said;

use plaza_batch::problem::Problem;

/// The value that the text of `file` describes.
pub fn parse(file: &Path, text: &str) -> Result<Value, Problem> {
    let Unique(value) = serde_json::from_str(text).map_err(|error: serde_json::Error| {
        let what = match error.classify() {
            serde_json::error::Category::Data => said(&error),
            _ => format!("is not JSON: {}", said(&error)),
        };
        Problem {
            column: Some(error.column()),
            ..Problem::at(file, error.line(), what)
        }
    })?;
    Ok(value)
}

/// A value whose objects hold each key once.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Unique)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Unique(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            if values.contains_key(&key) {
                return Err(A::Error::custom(format!(
                    "key `{key}` stands twice, expected it once"
                )));
            }
            let Unique(value) = object.next_value()?;
            values.insert(key, value);
        }
        Ok(values.into())
    }
}
