//! Outlines of municipalities: GeoJSON polygons, each feature with the code of its municipality as a
//! property.
//!
//! A country is drawn from rings, whether they are islands or holes, so rings are all that is kept:
//! each is written as a polygon of its own.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map as Object, Value, json};

use plaza_batch::problem::{Problem, nearest};
use plaza_model::state::map::Map;

use crate::files::{json_text, text};
use crate::maps::codes;

/// A closed line of (x, y), or of (longitude, latitude).
pub type Ring = Vec<(f64, f64)>;

/// The property that is a feature's code, unless another is named.
pub const CODE: &str = "code";

/// Names of properties told where one is missing.
const TOLD: usize = 12;

/// Rings by code of municipality, the code being this property of each feature. A feature without a
/// geometry has no rings.
pub fn read(
    file: &Path,
    bytes: &[u8],
    property: &str,
) -> Result<BTreeMap<String, Vec<Ring>>, Problem> {
    let text = text::utf8(file, bytes)?;
    let root = json_text::parse(file, text)?;
    let wrong = |message: String| Problem::whole(file, message);
    let features = match (
        root.get("type").and_then(Value::as_str),
        root.get("features"),
    ) {
        (Some("FeatureCollection"), Some(Value::Array(features))) => features,
        (Some("Topology"), _) => {
            let message = "is TopoJSON, expected GeoJSON: `topo2geo` or mapshaper convert it";
            return Err(wrong(message.to_owned()));
        }
        (kind, _) => {
            let kind = kind.map_or_else(|| "no type".to_owned(), |kind| format!("type `{kind}`"));
            return Err(wrong(format!(
                "has {kind}, expected GeoJSON of type `FeatureCollection` with a list of features"
            )));
        }
    };
    if features.is_empty() {
        let message = "has no features, expected one for each municipality";
        return Err(wrong(message.to_owned()));
    }
    let mut outlines: BTreeMap<String, Vec<Ring>> = BTreeMap::new();
    let mut seen: BTreeMap<String, Vec<(usize, Vec<Ring>)>> = BTreeMap::new();
    for (number, feature) in (1..).zip(features) {
        let code = code(feature, property)
            .map_err(|message| wrong(format!("feature {number} {message}")))?;
        let rings = rings(feature)
            .map_err(|message| wrong(format!("feature {number} (`{code}`) {message}")))?;
        // Parts of one municipality may stand apart, each once.
        let earlier = seen.entry(code.clone()).or_default();
        let same = earlier
            .iter()
            .find(|(_, there)| !rings.is_empty() && *there == rings);
        if let Some((first, _)) = same {
            return Err(wrong(format!(
                "feature {number} (`{code}`) has the same outline as feature {first}, expected it once"
            )));
        }
        earlier.push((number, rings.clone()));
        outlines.entry(code).or_default().extend(rings);
    }
    Ok(outlines)
}

/// The code of a feature; a number is read as it is written.
fn code(feature: &Value, property: &str) -> Result<String, String> {
    let empty = Object::new();
    let properties = match feature.get("properties") {
        Some(Value::Object(properties)) => properties,
        _ => &empty,
    };
    match properties.get(property) {
        Some(Value::String(code))
            if !code.trim().is_empty() && !code.trim().contains(char::is_control) =>
        {
            Ok(code.trim().to_owned())
        }
        Some(Value::Number(code)) => Ok(code.to_string()),
        Some(other) => Err(format!(
            "has {other} as property `{property}`, expected the code of a municipality"
        )),
        None => {
            let known = properties.keys().map(String::as_str);
            let near = nearest(property, known.clone());
            let names: Vec<&str> = known.take(TOLD).collect();
            let there = match names.is_empty() {
                true => "none".to_owned(),
                false => names.join(", "),
            };
            Err(format!(
                "has no property `{property}`{near}; its properties are {there}; `--property NAME` says which is \
                 the code"
            ))
        }
    }
}

/// The rings of a feature; none of one without a geometry.
fn rings(feature: &Value) -> Result<Vec<Ring>, String> {
    let geometry = match feature.get("geometry") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(geometry) => geometry,
    };
    let list = |value: &Value, what: &str| match value {
        Value::Array(list) => Ok(list.clone()),
        other => Err(format!("has {} where {what} are expected", short(other))),
    };
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    let polygons = match geometry.get("type").and_then(Value::as_str) {
        Some("Polygon") => vec![coordinates.clone()],
        Some("MultiPolygon") => list(coordinates, "polygons")?,
        Some(other) => {
            return Err(format!(
                "is a {other}, expected a Polygon or a MultiPolygon"
            ));
        }
        None => return Err("has a geometry without a type, expected a Polygon".to_owned()),
    };
    let mut rings = Vec::new();
    for polygon in &polygons {
        for ring in list(polygon, "rings")? {
            let points = list(&ring, "points")?;
            let points = points.iter().map(point);
            rings.push(closed(points.collect::<Result<Ring, String>>()?)?);
        }
    }
    Ok(rings)
}

/// Two finite numbers; heights are not read.
fn point(value: &Value) -> Result<(f64, f64), String> {
    let numbers = || {
        let list = value.as_array()?;
        let x = list.first()?.as_f64().filter(|x| x.is_finite())?;
        let y = list.get(1)?.as_f64().filter(|y| y.is_finite())?;
        Some((x, y))
    };
    numbers().ok_or_else(|| {
        format!(
            "has the point {}, expected two numbers, longitude and latitude",
            short(value)
        )
    })
}

/// A ring that ends where it begins and has an inside.
fn closed(mut ring: Ring) -> Result<Ring, String> {
    if let (Some(first), Some(last)) = (ring.first().copied(), ring.last())
        && first != *last
    {
        ring.push(first);
    }
    if ring.len() >= 4 && ring.iter().all(|point| *point == ring[0]) {
        let (x, y) = ring[0];
        return Err(format!(
            "has a ring whose points are all [{x}, {y}], expected three different ones or more"
        ));
    }
    match ring.len() {
        0..4 => Err(format!(
            "has a ring of {} points, expected three or more and the first again",
            ring.len()
        )),
        _ => Ok(ring),
    }
}

/// A value in a few letters.
fn short(value: &Value) -> String {
    const LETTERS: usize = 40;
    let text = value.to_string();
    match text.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// What is wrong with outlines that should be in degrees, beside the seats of their municipalities
/// (latitude, longitude). `turned` gives longitudes as they count from where the map is cut.
pub fn misplaced(
    file: &Path,
    outlines: &BTreeMap<String, Vec<Ring>>,
    seats: &BTreeMap<&str, (f64, f64)>,
    turned: &dyn Fn(f64) -> f64,
) -> Option<Problem> {
    let points = || outlines.values().flatten().flatten();
    let wrong = |message: String| Some(Problem::whole(file, message));
    let east = points().find(|(x, y)| *x > 180.0 && *x <= 360.0 && y.abs() <= 90.0);
    if let Some((x, y)) = east.filter(|_| points().all(|(x, _)| (-180.0..=360.0).contains(x))) {
        return wrong(format!(
            "has the point [{x}, {y}], expected longitudes from -180 to 180: 360 less for those west of Greenwich"
        ));
    }
    if let Some((x, y)) = points().find(|(x, y)| x.abs() > 180.0 || y.abs() > 180.0) {
        return wrong(format!(
            "has the point [{x}, {y}], as in projected metres; expected longitude and latitude in degrees \
             (WGS 84): `ogr2ogr -t_srs EPSG:4326` converts it"
        ));
    }
    let both = outlines.iter().filter_map(|(code, rings)| {
        let (lat, lon) = *seats.get(code.as_str())?;
        let (x, y) = middle(rings, |x| x)?;
        let (turned_x, _) = middle(rings, turned)?;
        let right = (turned_x - turned(lon)).abs() + (y - lat).abs();
        let swapped = (y - lon).abs() + (x - lat).abs();
        Some((right, swapped))
    });
    let mut both: Vec<(f64, f64)> = both.collect();
    let middle = both.len() / 2;
    both.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (right, swapped) = both.get(middle).copied()?;
    if right > FAR && swapped < right / 4.0 {
        return wrong(
            "has its axes swapped: latitude stands before longitude, here or in the seats of the municipalities; expected \
             longitude, latitude here"
                .to_owned(),
        );
    }
    if let Some((x, y)) = points().find(|(_, y)| y.abs() > 90.0) {
        return wrong(format!(
            "has the point [{x}, {y}], expected longitude and latitude in degrees, the latitude from -90 to 90"
        ));
    }
    (right > FAR).then_some(())?;
    wrong(format!(
        "lies elsewhere: half of the outlines are {right:.1} degrees or more from the seats of their municipalities; \
         expected the same codes and degrees in both"
    ))
}

/// Farther from its seat no outline is, in degrees.
const FAR: f64 = 3.0;

/// The middle of the box around some rings, their longitudes turned.
fn middle(rings: &[Ring], turned: impl Fn(f64) -> f64) -> Option<(f64, f64)> {
    let points = || rings.iter().flatten();
    let range = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let values = points().map(of);
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        f64::midpoint(low, high)
    };
    points().next()?;
    Some((range(&|point| turned(point.0)), range(&|point| point.1)))
}

/// The outlines of a map as GeoJSON in its own kilometres.
pub fn write(map: &Map) -> Vec<u8> {
    let features: Vec<Value> = map
        .places
        .iter()
        .zip(&map.outlines)
        .map(|(place, rings)| {
            let polygons: Vec<[&Ring; 1]> = rings.iter().map(|ring| [ring]).collect();
            json!({
                "type": "Feature",
                "properties": { CODE: place.code },
                "geometry": { "type": "MultiPolygon", "coordinates": polygons }
            })
        })
        .collect();
    let collection = json!({ "type": "FeatureCollection", "features": features });
    let mut text = serde_json::to_vec(&collection).expect("numbers and text become JSON");
    text.push(b'\n');
    text
}

/// Outlines in the order of the map's places; those of a code that is no municipality are a
/// problem.
pub fn in_order<'a>(
    file: &Path,
    mut outlines: BTreeMap<String, Vec<Ring>>,
    codes: impl Iterator<Item = &'a str> + Clone,
) -> Result<Vec<Vec<Ring>>, Problem> {
    let ordered = codes
        .clone()
        .map(|code| outlines.remove(code).unwrap_or_default());
    let ordered = ordered.collect();
    match outlines.keys().next() {
        None => Ok(ordered),
        Some(code) => {
            let hint = codes::hint(code, codes);
            Err(Problem::whole(
                file,
                format!(
                    "outline of unknown municipality `{code}`{hint} ({} such), expected codes of the map",
                    outlines.len()
                ),
            ))
        }
    }
}
