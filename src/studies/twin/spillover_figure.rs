//! Where an event moves deaths: the mean difference between twin futures by municipality, grey where
//! it is not clear of zero, with a ring where the event fell.

use std::collections::BTreeMap;

use plotters::style::RGBColor;

use plaza_engine::few;
use plaza_model::state::map::Map;

use plaza_engine::numbers::grouped;

use crate::figures::choropleth::{Class, class_of_difference, legend, painted};
use crate::figures::country::{Country, Frame};
use crate::figures::signs;
use crate::figures::signs::Sign;
use crate::figures::style::{MARGIN, WIDTH, figure, titles, titles_height};
use crate::studies::twin::Pairs;
use crate::studies::twin::spillover::Spillover;

/// Bounds between the classes [deaths] and their colours, fewer to more (after the scheme "PuOr",
/// which colour-blind readers tell apart).
const CLASSES: [Class; 7] = [
    (f64::NEG_INFINITY, RGBColor(0x54, 0x27, 0x88)),
    (-10.0, RGBColor(0x99, 0x8e, 0xc3)),
    (-1.0, RGBColor(0xd8, 0xda, 0xeb)),
    (0.0, RGBColor(0xfe, 0xe0, 0xb6)),
    (1.0, RGBColor(0xf1, 0xa3, 0x40)),
    (10.0, RGBColor(0xb3, 0x58, 0x06)),
    (100.0, RGBColor(0x7f, 0x2f, 0x04)),
];

/// The sizes of a ring where the event fell least and most often.
const SELDOM: f64 = 0.6;
const OFTEN: f64 = 1.4;

/// Height of the legend [px].
const LEGEND: f64 = 48.0;

/// The figure: one row of `rows` per municipality of the map, in its order.
pub fn draw(map: &Map, rows: &[Spillover], pairs: &Pairs) -> String {
    let country = Country::new(map);
    let averaged = match pairs.events.as_slice() {
        [] | [_] => String::new(),
        several => format!(", and over the events {}", several.join(", ")),
    };
    let clear = rows.iter().filter(|row| row.clear).count();
    let mut explained = format!(
        "OC deaths with the event less without it, over {} weeks from the event's, mean over {} pairs of \
         futures that are equal in everything else, luck included{averaged}. {clear} of {} municipalities \
         are coloured: those clear of zero where 5 % of the discoveries are expected to be false \
         (Benjamini and Hochberg); the others are grey. Lines: borders of states.",
        pairs.last + 1,
        pairs.pairs.len(),
        grouped(rows.len() as f64, 0)
    );
    if let Some(note) = few::note(pairs.pairs.len()) {
        explained += &format!(" {note}");
    }
    let width = (WIDTH - 2.0 * MARGIN).min(760.0 / country.aspect());
    let fallen = fallen(pairs);
    let signs = keys(map, &fallen);
    let swatches = titles_height(&explained) + 12.0;
    let top = swatches - 12.0 + LEGEND + signs::height(&signs);
    figure(top + width * country.aspect() + 24.0, |paper| {
        let title = "Where deaths go: the spillover of one event, from twin futures";
        titles(paper, title, &explained)?;
        let written = |bound: f64| grouped(bound, 0);
        legend(
            paper,
            swatches,
            112.0,
            "not clear of 0",
            &CLASSES,
            |from, to| match to {
                Some(to) if from.is_infinite() => format!("under {}", written(to)),
                Some(to) => format!("{} to {}", written(from), written(to)),
                None => format!("{} or more", written(from)),
            },
        )?;
        signs::legend(paper, swatches + LEGEND, &signs)?;
        let frame = Frame {
            x: MARGIN,
            y: top,
            width,
        };
        let classes = rows.iter();
        let classes = classes.map(|row| class_of_difference(row.mean, row.clear, &CLASSES));
        painted(paper, &country, frame, classes, &CLASSES)?;
        let most = fallen.values().copied().fold(0.0, f64::max);
        fallen.iter().try_for_each(|(place, times)| {
            let size = SELDOM + (OFTEN - SELDOM) * (times / most).sqrt();
            Sign::Event.draw(paper, country.at(frame, *place as usize), size)
        })
    })
}

/// The municipalities where the events of all pairs fell, and how often.
fn fallen(pairs: &Pairs) -> BTreeMap<u32, f64> {
    let mut fallen = BTreeMap::new();
    for of in pairs.pairs.iter().flat_map(|pair| &pair.differences) {
        *fallen.entry(of.subject.place).or_default() += 1.0;
    }
    fallen
}

/// What the signs mean.
fn keys(map: &Map, fallen: &BTreeMap<u32, f64>) -> Vec<(Sign, String)> {
    let label = Sign::Event.label();
    let event = match fallen.keys().next() {
        None => None,
        Some(place) if fallen.len() == 1 => {
            let place = &map.places[*place as usize];
            Some(format!("{label}: {} ({})", place.name, place.code))
        }
        Some(_) => Some(format!(
            "{label}: {} municipalities, the larger the more often",
            fallen.len()
        )),
    };
    let event = event.map(|label| (Sign::Event, label));
    event.into_iter().chain(signs::ways_out(map)).collect()
}
