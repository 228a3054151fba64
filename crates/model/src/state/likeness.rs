//! How like two countries are: the distributions of their municipalities and organizations.

use serde::Serialize;

use crate::engine::statistics::{Weighting, kolmogorov_smirnov, mean, median, moran};
use crate::state::map::{Map, Place};

/// One thing by which two maps are held against one another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Likeness {
    /// What is distributed, with its unit.
    pub what: &'static str,
    /// Two-sample distance of Kolmogorov and Smirnov: the largest difference of the two distribution
    /// functions, 0 where they are equal.
    pub distance: f64,
    /// The median of each map.
    pub medians: [f64; 2],
    /// The mean of each map.
    pub means: [f64; 2],
}

/// How much neighbours are alike in two maps, by Moran's I with binary weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Clustering {
    /// In what.
    pub what: &'static str,
    /// Of each map; none where nothing varies.
    pub moran: [Option<f64>; 2],
}

/// Distances between the distributions of two maps; without those of which a map has none.
pub fn likenesses(maps: [&Map; 2]) -> Vec<Likeness> {
    let of = |what, sample: fn(&Map) -> Vec<f64>| {
        let samples = maps.map(sample);
        let [Some(a), Some(b)] = samples.each_ref().map(|sample| median(sample)) else {
            return None;
        };
        let means = samples
            .each_ref()
            .map(|sample| mean(sample).unwrap_or(f64::NAN));
        Some(Likeness {
            what,
            distance: kolmogorov_smirnov(&samples[0], &samples[1])?,
            medians: [a, b],
            means,
        })
    };
    let all = [
        of("residents", |map| {
            each(map, |place| f64::from(place.population))
        }),
        of("neighbours", |map| {
            let nodes = 0..map.places.len() as u32;
            nodes
                .map(|node| map.graph.neighbours(node).len() as f64)
                .collect()
        }),
        of("km to a crossing", |map| {
            each(map, |place| place.crossing_km)
        }),
        of("poverty", |map| each(map, |place| place.poverty)),
        of("organizations in a municipality", presence),
        of("municipalities of an organization", |map| {
            let organizations = map.organizations.iter();
            let seen = organizations.map(|one| one.seen_in(map.start_year()).count() as f64);
            seen.collect()
        }),
    ];
    all.into_iter().flatten().collect()
}

/// Whether neighbours are alike in two maps.
pub fn clusterings(maps: [&Map; 2]) -> Vec<Clustering> {
    let of = |what, sample: fn(&Map) -> Vec<f64>| {
        let moran = maps
            .map(|map| moran(&sample(map), &map.graph, Weighting::Binary).map(|moran| moran.index));
        Clustering { what, moran }
    };
    vec![
        of("logarithm of residents", |map| {
            each(map, |place| libm::log(f64::from(place.population.max(1))))
        }),
        of("poverty", |map| each(map, |place| place.poverty)),
        of("any organization", |map| {
            let some = |count: f64| f64::from(u8::from(count > 0.0));
            presence(map).into_iter().map(some).collect()
        }),
    ]
}

fn each(map: &Map, number: fn(&Place) -> f64) -> Vec<f64> {
    map.places.iter().map(number).collect()
}

/// How many organizations are in each municipality.
fn presence(map: &Map) -> Vec<f64> {
    map.presence().into_iter().map(f64::from).collect()
}
