//! Where soldiers are and where drugs pass: means of the last full year on the map.

use plotters::style::RGBColor;

use plaza_model::state::map::Map;

use crate::figures::choropleth;
use crate::figures::choropleth::{Class, Panel, Wording};
use crate::figures::curves::BASELINE;
use crate::runs::per_policy::Recorded;
use crate::studies::summary::figures::place_means::{PlaceMeans, full_years, replicates};

/// Lower bounds of the classes of soldiers [person], and their colours (after "viridis", without
/// its yellow).
const SOLDIERS: [Class; 6] = [
    (0.0, RGBColor(0xd3, 0xea, 0xa0)),
    (30.0, RGBColor(0x8f, 0xd7, 0x64)),
    (100.0, RGBColor(0x2d, 0xb0, 0x7e)),
    (300.0, RGBColor(0x21, 0x8a, 0x8d)),
    (1_000.0, RGBColor(0x31, 0x5f, 0x8c)),
    (3_000.0, RGBColor(0x44, 0x1a, 0x63)),
];

/// Shades of flow, from the thinnest route to the thickest.
const FLOW: [RGBColor; 6] = [
    RGBColor(0xd8, 0xe6, 0xf2),
    RGBColor(0xa9, 0xcd, 0xe3),
    RGBColor(0x6b, 0xae, 0xd2),
    RGBColor(0x35, 0x87, 0xbd),
    RGBColor(0x12, 0x5d, 0xa3),
    RGBColor(0x08, 0x2f, 0x68),
];

/// Soldiers by municipality under each policy.
pub fn soldiers(map: &Map, means: &PlaceMeans, recorded: &Recorded) -> String {
    let explained = format!(
        "Soldiers and marines on this duty, mean over the weeks of the {} and over {}: a place \
         where a unit is in one replicate of ten has a tenth of it. Lines: borders of states.",
        last_year(recorded),
        replicates(recorded)
    );
    let wording = Wording {
        title: "Soldiers by municipality",
        explained: &explained,
        none: "none",
    };
    let panels = means.panels(map, recorded);
    choropleth::draw(map, &panels, &SOLDIERS, wording)
}

/// The flow of drugs through each municipality under the baseline policy, or else the last.
pub fn flow(map: &Map, means: &PlaceMeans, recorded: &Recorded) -> String {
    let shown = recorded.only(BASELINE);
    let explained = format!(
        "Drugs that pass through a municipality (t/week), mean over the weeks of the {} and over \
         {}; what passes through several is counted in each. The classes end at the largest \
         flow. Lines: borders of states.",
        last_year(&shown),
        replicates(&shown)
    );
    let wording = Wording {
        title: "Where the drugs pass",
        explained: &explained,
        none: "none",
    };
    let panels = means.panels(map, &shown);
    choropleth::draw(map, &panels, &classes(&panels), wording)
}

fn last_year(recorded: &Recorded) -> String {
    match full_years(recorded) {
        0 => "last year (none is full)".to_owned(),
        years => format!("last full year (the {} of the run)", ordinal(years)),
    }
}

fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (1, last) if last != 11 => "st",
        (2, last) if last != 12 => "nd",
        (3, last) if last != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// Six classes in steps of 1, 3, 10 ..., the highest below the largest value.
fn classes(panels: &[Panel]) -> Vec<Class> {
    let values = panels.iter().flat_map(|(_, values)| values);
    let top = values.copied().fold(0.0, f64::max);
    let top = if top > 0.0 { top } else { 1.0 };
    let power = libm::floor(libm::log10(top));
    let mut bound = libm::exp10(power);
    let mut threes = top >= 3.0 * bound;
    let mut bounds = Vec::new();
    for _ in 1..FLOW.len() {
        bounds.push(if threes { 3.0 * bound } else { bound });
        if !threes {
            bound /= 10.0;
        }
        threes = !threes;
    }
    bounds.push(0.0);
    bounds.into_iter().rev().zip(FLOW).collect()
}
