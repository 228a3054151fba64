//! Things by name in the order in which they were named: a document keeps it.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Index;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Things by name, in the order in which they were added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InOrder<T>(Vec<(String, T)>);

impl<T> InOrder<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The thing of this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.iter()
            .find_map(|(known, of)| (known == name).then_some(of))
    }

    /// The thing of this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        let mut all = self.0.iter_mut();
        all.find_map(|(known, of)| (known == name).then_some(of))
    }

    /// Whether there is one of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The thing of this name, added behind the others where there is none.
    pub fn get_or_add(&mut self, name: &str, of: impl FnOnce() -> T) -> &mut T {
        let known = self.keys().position(|known| known == name);
        let at = known.unwrap_or_else(|| {
            self.0.push((name.to_owned(), of()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// Puts them in the order of these names, if all of them are among these.
    pub fn order(&mut self, names: &[String]) {
        let place = |name: &String| names.iter().position(|known| known == name);
        if self.keys().all(|name| place(name).is_some()) {
            self.0.sort_by_key(|(name, _)| place(name));
        }
    }

    /// Names with their things.
    pub fn iter(&self) -> Iter<'_, T> {
        self.into_iter()
    }

    /// Names.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &String> + Clone {
        self.0.iter().map(|(name, _)| name)
    }

    /// Things.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.0.iter().map(|(_, of)| of)
    }

    /// Things, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(|(_, of)| of)
    }
}

impl<T> Index<&str> for InOrder<T> {
    type Output = T;

    fn index(&self, name: &str) -> &T {
        self.get(name).expect("it is asked for by a name it has")
    }
}

impl<T> IntoIterator for InOrder<T> {
    type Item = (String, T);
    type IntoIter = std::vec::IntoIter<(String, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a InOrder<T> {
    type Item = (&'a String, &'a T);
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(pair)
    }
}

/// Names with their things.
pub type Iter<'a, T> =
    std::iter::Map<std::slice::Iter<'a, (String, T)>, fn(&(String, T)) -> (&String, &T)>;

fn pair<T>((name, of): &(String, T)) -> (&String, &T) {
    (name, of)
}

impl<T> FromIterator<(String, T)> for InOrder<T> {
    /// Of two of one name the first is kept.
    fn from_iter<I: IntoIterator<Item = (String, T)>>(all: I) -> Self {
        let mut named = Self(Vec::new());
        for (name, of) in all {
            named.get_or_add(&name, || of);
        }
        named
    }
}

impl<T: Serialize> Serialize for InOrder<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for InOrder<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = InOrder<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut named: Vec<(String, T)> = Vec::new();
        while let Some((name, of)) = map.next_entry::<String, T>()? {
            if named.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom(format!("`{name}` stands twice")));
            }
            named.push((name, of));
        }
        Ok(InOrder(named))
    }
}
