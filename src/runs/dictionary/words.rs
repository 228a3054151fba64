//! How what the tables name is written: places, organizations, and words, each text once; rows share them.

use std::collections::BTreeMap;
use std::sync::Arc;

use plaza_batch::record::Field;
use plaza_batch::rows::Value;
use plaza_batch::table::Type;

use plaza_model::state::map::Map;
use plaza_model::state::organizations::OrganizationKey;

/// The texts so far.
#[derive(Debug)]
pub struct Words {
    codes: Vec<Arc<str>>,
    keys: BTreeMap<OrganizationKey, Arc<str>>,
    labels: BTreeMap<&'static str, Arc<str>>,
}

impl Words {
    /// The codes of a map, and no words yet.
    pub fn new(map: &Map) -> Self {
        Self {
            codes: map.codes().map(Arc::from).collect(),
            keys: BTreeMap::new(),
            labels: BTreeMap::new(),
        }
    }

    fn key(&mut self, key: OrganizationKey) -> Arc<str> {
        let text = self.keys.entry(key);
        text.or_insert_with(|| key.to_string().into()).clone()
    }
}

/// A municipality, written as its code.
#[derive(Clone, Copy, Debug)]
pub struct Place(pub u32);

/// A word of the program.
#[derive(Clone, Copy, Debug)]
pub struct Label(pub &'static str);

impl Field<Words> for Place {
    const TYPE: Type = Type::Text;

    fn value(&self, words: &mut Words) -> Value {
        Value::Text(words.codes[self.0 as usize].clone())
    }
}

impl Field<Words> for Label {
    const TYPE: Type = Type::Text;

    fn value(&self, words: &mut Words) -> Value {
        let text = words.labels.entry(self.0);
        Value::Text(text.or_insert_with(|| self.0.into()).clone())
    }
}

impl Field<Words> for OrganizationKey {
    const TYPE: Type = Type::Text;

    fn value(&self, words: &mut Words) -> Value {
        Value::Text(words.key(*self))
    }
}

impl Field<Words> for Box<[OrganizationKey]> {
    const TYPE: Type = Type::Texts;

    fn value(&self, words: &mut Words) -> Value {
        Value::Texts(self.iter().map(|key| words.key(*key)).collect())
    }
}

/// A part of a whole; 0 of nothing.
pub fn part(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
