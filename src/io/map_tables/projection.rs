//! From longitude and latitude to kilometres on a plane.

use crate::io::outlines::Ring;

/// Mean radius of the Earth [km].
const EARTH_KM: f64 = 6371.0;

/// Longitude and latitude as kilometres on a plane: equirectangular about the mean latitude of the
/// municipalities. North-south distances are right; in a country like Mexico (14 to 33 degrees)
/// east-west ones are wrong by a tenth at the far ends.
pub(super) struct Projection {
    lat: f64,
    lon: f64,
    shrink: f64,
}

impl Projection {
    /// About the middle of these latitudes and longitudes.
    pub(super) fn new(positions: &[(f64, f64)]) -> Self {
        let n = positions.len().max(1) as f64;
        let lat = positions.iter().map(|(lat, _)| lat).sum::<f64>() / n;
        let lon = positions.iter().map(|(_, lon)| lon).sum::<f64>() / n;
        Self {
            lat,
            lon,
            shrink: libm::cos(lat.to_radians()),
        }
    }

    /// A latitude and longitude as x and y.
    pub(super) fn plane(&self, lat: f64, lon: f64) -> (f64, f64) {
        let x = EARTH_KM * (lon - self.lon).to_radians() * self.shrink;
        let y = EARTH_KM * (lat - self.lat).to_radians();
        (rounded(x), rounded(y))
    }

    /// Rings of (longitude, latitude) as rings of (x, y).
    pub(super) fn rings(&self, rings: &[Ring]) -> Vec<Ring> {
        let ring = |ring: &Ring| {
            let points = ring.iter();
            points.map(|&(lon, lat)| self.plane(lat, lon)).collect()
        };
        rings.iter().map(ring).collect()
    }
}

/// Kilometres to ten metres, finer than any table of seats.
pub(super) fn rounded(km: f64) -> f64 {
    (km * 100.0).round() / 100.0
}
