//! Outlines of municipalities: GeoJSON polygons, one feature per municipality, each with its
//! `code` as a property.
//!
//! A country is drawn from rings, whether they are islands or holes, so rings are all that is kept:
//! each is written as a polygon of its own.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::io::problem::Problem;
use crate::state::map::Map;

/// A closed line of (x, y), or of (longitude, latitude).
pub type Ring = Vec<(f64, f64)>;

#[derive(Serialize, Deserialize)]
struct Collection {
    r#type: CollectionType,
    features: Vec<Feature>,
}

#[derive(Serialize, Deserialize)]
enum CollectionType {
    FeatureCollection,
}

#[derive(Serialize, Deserialize)]
struct Feature {
    r#type: FeatureType,
    properties: Properties,
    geometry: Geometry,
}

#[derive(Serialize, Deserialize)]
enum FeatureType {
    Feature,
}

#[derive(Serialize, Deserialize)]
struct Properties {
    code: String,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<Vec<f64>>>),
    MultiPolygon(Vec<Vec<Vec<Vec<f64>>>>),
}

/// Rings by code of municipality.
pub fn read(file: &Path, bytes: &[u8]) -> Result<BTreeMap<String, Vec<Ring>>, Problem> {
    let collection: Collection = serde_json::from_slice(bytes).map_err(|error| Problem {
        file: file.to_owned(),
        line: Some(error.line()),
        column: Some(error.column()),
        message: format!(
            "{error}; expected GeoJSON, a FeatureCollection of Polygon or MultiPolygon with \
             property `code`"
        ),
    })?;
    let mut outlines: BTreeMap<String, Vec<Ring>> = BTreeMap::new();
    for feature in collection.features {
        let code = feature.properties.code;
        let polygons = match feature.geometry {
            Geometry::Polygon(rings) => vec![rings],
            Geometry::MultiPolygon(polygons) => polygons,
        };
        for ring in polygons.into_iter().flatten() {
            let ring = ring
                .iter()
                .map(|point| match point[..] {
                    [x, y, ..] => Ok((x, y)),
                    _ => Err(Problem::whole(
                        file,
                        format!("a point of `{code}` has no two coordinates"),
                    )),
                })
                .collect::<Result<Ring, Problem>>()?;
            outlines.entry(code.clone()).or_default().push(ring);
        }
    }
    Ok(outlines)
}

/// The outlines of a map as GeoJSON in its own kilometres.
pub fn write(map: &Map) -> Vec<u8> {
    let features = map
        .places
        .iter()
        .zip(&map.outlines)
        .map(|(place, rings)| Feature {
            r#type: FeatureType::Feature,
            properties: Properties {
                code: place.code.clone(),
            },
            geometry: Geometry::MultiPolygon(
                rings
                    .iter()
                    .map(|ring| vec![ring.iter().map(|(x, y)| vec![*x, *y]).collect()])
                    .collect(),
            ),
        })
        .collect();
    let collection = Collection {
        r#type: CollectionType::FeatureCollection,
        features,
    };
    let mut text = serde_json::to_vec(&collection).expect("numbers and text become JSON");
    text.push(b'\n');
    text
}

/// Outlines in the order of the map's places; those of a code that is no municipality are a
/// problem.
pub fn in_order(
    file: &Path,
    mut outlines: BTreeMap<String, Vec<Ring>>,
    codes: impl Iterator<Item = impl AsRef<str>>,
) -> Result<Vec<Vec<Ring>>, Problem> {
    let ordered = codes
        .map(|code| outlines.remove(code.as_ref()).unwrap_or_default())
        .collect();
    match outlines.keys().next() {
        None => Ok(ordered),
        Some(code) => Err(Problem::whole(
            file,
            format!(
                "outline of unknown municipality `{code}` ({} such), expected codes of the map",
                outlines.len()
            ),
        )),
    }
}
