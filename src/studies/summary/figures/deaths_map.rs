//! Where people die: OC deaths per 100,000 residents and year on the map, a panel per policy.

use plotters::style::RGBColor;

use plaza_model::state::map::Map;

use crate::figures::choropleth;
use crate::figures::choropleth::{Class, Wording};
use crate::runs::per_policy::Recorded;
use crate::studies::summary::figures::place_means::{PlaceMeans, full_years, replicates};

/// Lower bounds of the classes [deaths per 100,000 and year] and their colours: light to dark,
/// even steps to the eye, with and without colour vision (after the map "magma").
pub const CLASSES: [Class; 6] = [
    (0.0, RGBColor(0xfd, 0xe3, 0xa4)),
    (1.0, RGBColor(0xfe, 0xa7, 0x72)),
    (3.0, RGBColor(0xf3, 0x65, 0x5c)),
    (10.0, RGBColor(0xc4, 0x3c, 0x75)),
    (30.0, RGBColor(0x82, 0x26, 0x81)),
    (100.0, RGBColor(0x3b, 0x0f, 0x70)),
];

/// The figure of means over all years; `recorded` says how many replicates and weeks stand behind.
pub fn draw(map: &Map, deaths: &PlaceMeans, recorded: &Recorded) -> String {
    let years = full_years(recorded);
    let explained = format!(
        "Deaths per 100,000 residents (of the first week) and year: mean over {years} full {} of \
         {}. Lines: borders of states.",
        if years == 1 { "year" } else { "years" },
        replicates(recorded)
    );
    let mut panels = deaths.panels(map, recorded);
    for (_, deaths) in &mut panels {
        for (dead, place) in deaths.iter_mut().zip(&map.places) {
            *dead *= 1e5 / f64::from(place.population).max(1.0);
        }
    }
    let wording = Wording {
        title: "Organized-crime deaths by municipality",
        explained: &explained,
        none: "none",
    };
    choropleth::draw(map, &panels, &CLASSES, wording)
}
