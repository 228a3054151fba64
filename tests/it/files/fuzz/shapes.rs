//! Outlines as GeoJSON, and what else such files hold.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::values::{cell, pick};

/// One thing wrong, or unusual, with outlines.
#[derive(Clone, Debug)]
pub enum Bend {
    SwapAxes,
    Metres,
    Elsewhere,
    NoGeometry(Index),
    NumericCode(Index),
    Property(&'static str),
    Code(Index, String),
    Twice(Index),
    Drop(Index),
    Kind(Index, &'static str),
    /// A value anywhere in the file becomes another.
    Put(Index, Value),
    /// A key anywhere gets another name.
    Rename(Index, String),
    ShortRing(Index),
}

/// The outlines of places, squares around their middles: (code, longitude, latitude).
pub fn squares(places: &[(String, f64, f64)], half: f64) -> Value {
    let feature = |(code, x, y): &(String, f64, f64)| {
        let at = |right: f64, up: f64| {
            let round = |number: f64| (number * 1e6).round() / 1e6;
            [round(x + right * half), round(y + up * half)]
        };
        let ring = [
            at(-1.0, -1.0),
            at(1.0, -1.0),
            at(1.0, 1.0),
            at(-1.0, 1.0),
            at(-1.0, -1.0),
        ];
        json!({
            "type": "Feature",
            "properties": { "code": code, "name": "x" },
            "geometry": { "type": "Polygon", "coordinates": [ring] },
        })
    };
    let features: Vec<Value> = places.iter().map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features })
}

impl Bend {
    /// Does it.
    pub fn bend(&self, root: &mut Value) {
        let features = root.get_mut("features").and_then(Value::as_array_mut);
        let mut none = Vec::new();
        let features = features.unwrap_or(&mut none);
        let at = |index: Index| pick(index, features.len());
        match self {
            Self::SwapAxes => points(root, &|x, y| (y, x)),
            Self::Metres => points(root, &|x, y| (x * 111_000.0, y * 111_000.0)),
            Self::Elsewhere => points(root, &|x, y| (x + 40.0, y)),
            Self::NoGeometry(index) => {
                if let Some(at) = at(*index) {
                    put(&mut features[at], "/geometry", Value::Null);
                }
            }
            Self::NumericCode(index) => {
                if let Some(at) = at(*index) {
                    let code = features[at]
                        .pointer("/properties/code")
                        .and_then(Value::as_str);
                    let number = code.and_then(|code| code.parse::<u64>().ok());
                    put(&mut features[at], "/properties/code", json!(number));
                }
            }
            Self::Property(name) => {
                for feature in features {
                    let properties = feature.get_mut("properties").and_then(Value::as_object_mut);
                    if let Some((code, properties)) =
                        properties.and_then(|all| Some((all.remove("code")?, all)))
                    {
                        properties.insert((*name).to_owned(), code);
                    }
                }
            }
            Self::Code(index, code) => {
                if let Some(at) = at(*index) {
                    put(&mut features[at], "/properties/code", json!(code));
                }
            }
            Self::Twice(index) => {
                if let Some(at) = at(*index) {
                    features.push(features[at].clone());
                }
            }
            Self::Drop(index) => drop(at(*index).map(|at| features.remove(at))),
            Self::Kind(index, kind) => {
                if let Some(at) = at(*index) {
                    put(&mut features[at], "/geometry/type", json!(kind));
                }
            }
            Self::Put(index, value) => {
                let places = pointers(root);
                let at = pick(*index, places.len()).and_then(|at| root.pointer_mut(&places[at]));
                if let Some(at) = at {
                    *at = value.clone();
                }
            }
            Self::Rename(index, name) => {
                let places = pointers(root);
                let at = pick(*index, places.len()).and_then(|at| root.pointer_mut(&places[at]));
                if let Some(table) = at.and_then(Value::as_object_mut)
                    && let Some(key) = table.keys().next().cloned()
                    && let Some(value) = table.remove(&key)
                {
                    table.insert(name.clone(), value);
                }
            }
            Self::ShortRing(index) => {
                if let Some(at) = at(*index)
                    && let Some(ring) = features[at].pointer_mut("/geometry/coordinates/0")
                    && let Some(ring) = ring.as_array_mut()
                {
                    ring.truncate(2);
                }
            }
        }
    }
}

/// Puts a value where there is one.
fn put(root: &mut Value, place: &str, value: Value) {
    if let Some(there) = root.pointer_mut(place) {
        *there = value;
    }
}

/// Every point becomes another.
fn points(value: &mut Value, to: &dyn Fn(f64, f64) -> (f64, f64)) {
    match value {
        Value::Array(list) => {
            if let [Value::Number(x), Value::Number(y), ..] = &list[..] {
                let (x, y) = to(x.as_f64().unwrap_or(0.0), y.as_f64().unwrap_or(0.0));
                (list[0], list[1]) = (json!(x), json!(y));
            } else {
                list.iter_mut().for_each(|value| points(value, to));
            }
        }
        Value::Object(table) => table.values_mut().for_each(|value| points(value, to)),
        _ => {}
    }
}

/// The place of every value.
fn pointers(root: &Value) -> Vec<String> {
    let mut all = Vec::new();
    let mut open = vec![(String::new(), root)];
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Array(list) => {
                let entries = list.iter().enumerate();
                open.extend(entries.map(|(index, value)| (format!("{path}/{index}"), value)));
            }
            Value::Object(table) => {
                open.extend(
                    table
                        .iter()
                        .map(|(key, value)| (format!("{path}/{key}"), value)),
                );
            }
            _ => {}
        }
        all.push(path);
    }
    all
}

/// A JSON value.
pub fn value() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| json!(number)),
        (-200.0..200.0_f64).prop_map(|number| json!(number)),
        select(&[1e300, -1e300, f64::MAX, 1e-320, 181.0, 90.5, -100.2, 20.0][..])
            .prop_map(|number| json!(number)),
        cell().prop_map(Value::String),
        select(
            &[
                "FeatureCollection",
                "Feature",
                "Polygon",
                "MultiPolygon",
                "Topology",
                "code"
            ][..]
        )
        .prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        let key = prop_oneof![
            select(
                &[
                    "type",
                    "features",
                    "properties",
                    "geometry",
                    "coordinates",
                    "code"
                ][..]
            )
            .prop_map(str::to_owned),
            cell(),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
    .boxed()
}

/// A bend.
pub fn bend() -> BoxedStrategy<Bend> {
    let index = any::<Index>;
    prop_oneof![
        Just(Bend::SwapAxes),
        Just(Bend::Metres),
        Just(Bend::Elsewhere),
        index().prop_map(Bend::NoGeometry),
        index().prop_map(Bend::NumericCode),
        select(&["CVEGEO", "Code", "codes", ""][..]).prop_map(Bend::Property),
        (index(), cell()).prop_map(|(at, code)| Bend::Code(at, code)),
        index().prop_map(Bend::Twice),
        index().prop_map(Bend::Drop),
        (
            index(),
            select(&["Point", "MultiPolygon", "LineString", ""][..])
        )
            .prop_map(|(at, kind)| Bend::Kind(at, kind)),
        (index(), value()).prop_map(|(at, value)| Bend::Put(at, value)),
        (index(), cell()).prop_map(|(at, name)| Bend::Rename(at, name)),
        index().prop_map(Bend::ShortRing),
    ]
    .boxed()
}
