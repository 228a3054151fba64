//! Where people die: OC deaths per 100,000 residents and year on the map, a panel per policy.

use plotters::style::RGBColor;

use super::choropleth::{self, Class, Wording, Years, full_years, means, replicates};
use crate::experiment::tables::Rows;
use crate::experiment::trajectories::Trajectories;
use crate::state::map::Map;

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

/// The figure; `policies` says how many replicates and weeks stand behind the rows.
pub fn draw(map: &Map, municipalities: &Rows, policies: &[Trajectories]) -> String {
    let years = full_years(policies);
    let explained = format!(
        "Deaths per 100,000 residents (of the first week) and year: mean over {years} full {} of \
         {}. Lines: borders of states.",
        if years == 1 { "year" } else { "years" },
        replicates(policies)
    );
    let mut panels = means(map, municipalities, policies, "oc_deaths", Years::All);
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
