//! How what the tables name is written: places, organizations, and words, each text once; rows share them.

use std::collections::BTreeMap;
use std::sync::Arc;

use plaza_batch::record::Field;
use plaza_batch::rows::Values;
use plaza_batch::table::Type;

use plaza_model::state::map::Map;
use plaza_model::state::organizations::OrganizationKey;

/// The texts so far.
#[derive(Debug)]
pub struct Words {
    /// The codes of the map, by place; behind them keys and labels.
    texts: Vec<Arc<str>>,
    keys: BTreeMap<OrganizationKey, usize>,
    labels: BTreeMap<&'static str, usize>,
}

impl Words {
    /// The codes of a map, and no words yet.
    pub fn new(map: &Map) -> Self {
        Self {
            texts: map.codes().map(Arc::from).collect(),
            keys: BTreeMap::new(),
            labels: BTreeMap::new(),
        }
    }

    /// Where the text of a key stands.
    fn key(&mut self, key: OrganizationKey) -> usize {
        *self.keys.entry(key).or_insert_with(|| {
            self.texts.push(key.to_string().into());
            self.texts.len() - 1
        })
    }

    /// Where a label stands.
    fn label(&mut self, Label(label): Label) -> usize {
        *self.labels.entry(label).or_insert_with(|| {
            self.texts.push(label.into());
            self.texts.len() - 1
        })
    }

    /// Writes texts, by where they stand.
    fn write<'a, Kept: Copy + 'a>(
        &mut self,
        values: impl Iterator<Item = Option<&'a Kept>>,
        place: impl Fn(&mut Self, Kept) -> usize,
        to: &mut Values,
    ) {
        let numbers = values.map(|value| value.map(|value| place(self, *value)));
        let numbers: Vec<Option<usize>> = numbers.collect();
        to.texts(&self.texts, numbers.into_iter());
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

    fn write<'a>(
        values: impl Iterator<Item = Option<&'a Self>>,
        words: &mut Words,
        to: &mut Values,
    ) {
        let places = values.map(|place| place.map(|Self(place)| *place as usize));
        to.texts(&words.texts, places);
    }
}

impl Field<Words> for Label {
    const TYPE: Type = Type::Text;

    fn write<'a>(
        values: impl Iterator<Item = Option<&'a Self>>,
        words: &mut Words,
        to: &mut Values,
    ) {
        words.write(values, Words::label, to);
    }
}

impl Field<Words> for OrganizationKey {
    const TYPE: Type = Type::Text;

    fn write<'a>(
        values: impl Iterator<Item = Option<&'a Self>>,
        words: &mut Words,
        to: &mut Values,
    ) {
        words.write(values, Words::key, to);
    }
}

impl Field<Words> for Box<[OrganizationKey]> {
    const TYPE: Type = Type::Texts;

    fn write<'a>(
        values: impl Iterator<Item = Option<&'a Self>>,
        words: &mut Words,
        to: &mut Values,
    ) {
        let (mut lengths, mut numbers) = (Vec::new(), Vec::new());
        for keys in values.flatten() {
            lengths.push(keys.len());
            numbers.extend(keys.iter().map(|key| words.key(*key)));
        }
        to.lists(&words.texts, &lengths, &numbers);
    }
}

/// A part of a whole; 0 of nothing.
pub fn part(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
