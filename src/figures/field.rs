//! Where organizations may be in the first week, and how sure that is: the share of draws in which each has a cell.

use std::sync::Arc;

use plotters::style::RGBColor;

use plaza_engine::luck::Key;
use plaza_model::state::initial::presence::drawn;
use plaza_model::state::initial::{PROCESS, Parameters, sized};
use plaza_model::state::map::Map;

use crate::figures::choropleth;
use crate::figures::choropleth::{Class, Panel, Wording};

/// Draws of the first week.
pub const DRAWS: u32 = 96;

/// Organizations with a panel of their own: those of which most is known.
const SHOWN: usize = 8;

/// Lower bounds of the classes of chances, and their colours (after "viridis", without its yellow).
const CLASSES: [Class; 6] = [
    (0.0, RGBColor(0xd3, 0xea, 0xa0)),
    (0.1, RGBColor(0x8f, 0xd7, 0x64)),
    (0.25, RGBColor(0x2d, 0xb0, 0x7e)),
    (0.5, RGBColor(0x21, 0x8a, 0x8d)),
    (0.75, RGBColor(0x31, 0x5f, 0x8c)),
    (0.9, RGBColor(0x44, 0x1a, 0x63)),
];

/// The figure: a panel of any organization, and of each.
pub fn draw(map: &Map, p: &Parameters) -> String {
    let sized = sized(map, p);
    let mut any = vec![0.0; map.places.len()];
    let mut each = vec![any.clone(); sized.len()];
    for replicate in 0..DRAWS {
        let luck = Key::new(0, u64::from(replicate)).luck(PROCESS, 0);
        let mut here = vec![false; map.places.len()];
        for ((field, members), chances) in sized.iter().zip(&mut each) {
            for site in drawn(map, field, *members, p, &luck) {
                chances[site.place as usize] += 1.0 / f64::from(DRAWS);
                here[site.place as usize] = true;
            }
        }
        for (chance, here) in any.iter_mut().zip(here) {
            *chance += f64::from(u8::from(here)) / f64::from(DRAWS);
        }
    }
    let names = sized.iter().map(|(field, members)| {
        let name = format!("{}, {members:.0} members", field.organization.name);
        Arc::from(name.as_str())
    });
    let panels: Vec<Panel> = [(Arc::from("any organization"), any)]
        .into_iter()
        .chain(names.zip(each).take(SHOWN))
        .collect();
    let explained = format!(
        "Share of {DRAWS} draws of the first week in which an organization has a cell in a municipality: near 0 and near \
         1 is what the records and homes settle, near a half what they leave open. Lines: borders of states."
    );
    let wording = Wording {
        title: "Where organizations may be in the first week",
        explained: &explained,
        none: "never",
    };
    choropleth::draw(map, &panels, &CLASSES, wording)
}
