//! Municipalities as they are read, and the country that they become.

use std::collections::BTreeMap;

use plaza_model::state::map::Place;

use crate::maps::map_tables::projection::{Projection, rounded};

/// Distance to the nearest crossing where there is none (km).
pub(super) const NOWHERE_NEAR: f64 = 1e5;

/// One municipality, before the country is known as a whole.
#[derive(Clone)]
pub(super) struct Seat {
    /// Its line in the table.
    pub(super) line: usize,
    pub(super) state: String,
    /// Latitude and longitude.
    pub(super) position: (f64, f64),
    /// Area of crops, of any unit.
    pub(super) crop: f64,
    /// Whether it names a distance to the nearest crossing itself.
    pub(super) far: bool,
    /// Its area (km2), of one that the table has alone.
    pub(super) area: Option<f64>,
    pub(super) place: Place,
}

/// The country's municipalities, ascending by code.
pub(super) struct Country {
    pub(super) places: Vec<Place>,
    /// Line of each in its table.
    pub(super) lines: Vec<usize>,
    pub(super) states: Vec<String>,
    pub(super) projection: Projection,
}

/// That there are distances to crossings, and no crossing.
pub(super) fn distances_to_nothing(seats: &BTreeMap<String, Seat>) -> Option<&'static str> {
    let far = seats.values().any(|seat| seat.far);
    (far && !seats.values().any(|seat| seat.place.crossing)).then_some(
        "names distances to the nearest crossing, and no municipality has one; expected `northern_crossing` 1 where \
         they are, or no distances",
    )
}

/// What depends on all municipalities: states, positions on the plane, relative crops, distances.
pub(super) fn country(seats: BTreeMap<String, Seat>, projection: Projection) -> Country {
    let most = seats.values().map(|seat| seat.crop).fold(0.0, f64::max);
    let measured = !seats.values().any(|seat| seat.far);
    let mut states: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    let mut places = Vec::new();
    for seat in seats.into_values() {
        let state = states
            .iter()
            .position(|name| *name == seat.state)
            .unwrap_or_else(|| {
                states.push(seat.state);
                states.len() - 1
            });
        let (x, y) = projection.plane(seat.position.0, seat.position.1);
        lines.push(seat.line);
        places.push(Place {
            state: u16::try_from(state).unwrap_or(u16::MAX),
            x,
            y,
            crop: if most > 0.0 { seat.crop / most } else { 0.0 },
            ..seat.place
        });
    }
    if measured {
        let crossings: Vec<(f64, f64)> = places
            .iter()
            .filter(|place| place.crossing)
            .map(|place| (place.x, place.y))
            .collect();
        for place in &mut places {
            place.crossing_km = crossings
                .iter()
                .map(|(x, y)| {
                    let (across, up) = (place.x - x, place.y - y);
                    (across * across + up * up).sqrt()
                })
                .min_by(f64::total_cmp)
                .map_or(NOWHERE_NEAR, rounded);
        }
    }
    Country {
        places,
        lines,
        states,
        projection,
    }
}
