//! From longitude and latitude to kilometres on a plane.

use crate::maps::outlines::Ring;

/// Mean radius of the Earth [km].
const EARTH_KM: f64 = 6371.0;

/// Longitude and latitude as kilometres on a plane: equirectangular about the mean latitude of the
/// municipalities. North-south distances are right; in a country like Mexico (14 to 33 degrees)
/// east-west ones are wrong by a tenth at the far ends. The plane is cut along a meridian in the widest gap between
/// the municipalities, so that a country on both sides of 180 degrees is in one piece.
pub(super) struct Projection {
    /// Longitudes west of this count from 360 degrees further east; none are where the gap holds 180 degrees.
    cut: f64,
    lat: f64,
    lon: f64,
    shrink: f64,
}

impl Projection {
    /// About the middle of these latitudes and longitudes.
    pub(super) fn new(positions: &[(f64, f64)]) -> Self {
        let n = positions.len().max(1) as f64;
        let cut = cut(positions.iter().map(|(_, lon)| *lon).collect());
        let lat = positions.iter().map(|(lat, _)| lat).sum::<f64>() / n;
        let lon = positions
            .iter()
            .map(|(_, lon)| turned(*lon, cut))
            .sum::<f64>()
            / n;
        Self {
            cut,
            lat,
            lon,
            shrink: libm::cos(lat.to_radians()),
        }
    }

    /// A longitude as it counts from the cut.
    pub(super) fn turned(&self, lon: f64) -> f64 {
        turned(lon, self.cut)
    }

    /// A latitude and longitude as x and y.
    pub(super) fn plane(&self, lat: f64, lon: f64) -> (f64, f64) {
        let x = EARTH_KM * (self.turned(lon) - self.lon).to_radians() * self.shrink;
        let y = EARTH_KM * (lat - self.lat).to_radians();
        (rounded(x), rounded(y))
    }

    /// Rings of (longitude, latitude) as rings of (x, y), but for those too small to be seen.
    pub(super) fn rings(&self, rings: &[Ring]) -> Vec<Ring> {
        let ring = |ring: &Ring| {
            let points = ring.iter();
            points.map(|&(lon, lat)| self.plane(lat, lon)).collect()
        };
        let seen = |ring: &Ring| ring.iter().any(|point| *point != ring[0]);
        rings.iter().map(ring).filter(seen).collect()
    }
}

fn turned(lon: f64, cut: f64) -> f64 {
    if lon < cut { lon + 360.0 } else { lon }
}

/// The meridian in the middle of the widest gap between longitudes, where that is not the one that holds 180 degrees.
fn cut(mut longitudes: Vec<f64>) -> f64 {
    longitudes.sort_by(f64::total_cmp);
    let (Some(west), Some(east)) = (longitudes.first(), longitudes.last()) else {
        return f64::NEG_INFINITY;
    };
    let mut widest = (west + 360.0 - east, f64::NEG_INFINITY);
    for ends in longitudes.windows(2) {
        let gap = ends[1] - ends[0];
        if gap > widest.0 {
            widest = (gap, f64::midpoint(ends[0], ends[1]));
        }
    }
    widest.1
}

/// Kilometres to ten metres, finer than any table of seats.
pub(super) fn rounded(km: f64) -> f64 {
    (km * 100.0).round() / 100.0
}
