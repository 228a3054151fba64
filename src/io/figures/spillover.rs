//! Where an event moves deaths: the mean difference between twin futures by municipality, grey where
//! it is not clear of zero.

use plotters::style::RGBColor;

use super::country::{Country, Frame};
use super::style::{
    Drawn, FAINT, MARGIN, PALE, Paper, WIDTH, figure, swatches, titles, titles_height,
};
use crate::experiment::few;
use crate::experiment::summary::grouped;
use crate::experiment::twin::Pairs;
use crate::experiment::twin::spillover::Spillover;
use crate::state::map::Map;

/// Bounds between the classes [deaths] and their colours, fewer to more (after the scheme "PuOr",
/// which colour-blind readers tell apart).
const CLASSES: [(f64, RGBColor); 7] = [
    (f64::NEG_INFINITY, RGBColor(0x54, 0x27, 0x88)),
    (-10.0, RGBColor(0x99, 0x8e, 0xc3)),
    (-1.0, RGBColor(0xd8, 0xda, 0xeb)),
    (0.0, RGBColor(0xfe, 0xe0, 0xb6)),
    (1.0, RGBColor(0xf1, 0xa3, 0x40)),
    (10.0, RGBColor(0xb3, 0x58, 0x06)),
    (100.0, RGBColor(0x7f, 0x2f, 0x04)),
];

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
    let top = titles_height(&explained) + LEGEND;
    figure(top + width * country.aspect() + 24.0, |paper| {
        let title = "Where deaths go: the spillover of one event, from twin futures";
        titles(paper, title, &explained)?;
        legend(paper, top - LEGEND + 12.0)?;
        let frame = Frame {
            x: MARGIN,
            y: top,
            width,
        };
        let mut places: Vec<Vec<usize>> = vec![Vec::new(); CLASSES.len() + 1];
        for (place, row) in rows.iter().enumerate() {
            let class = CLASSES.iter().rposition(|(from, _)| row.mean >= *from);
            places[if row.clear { 1 + class.unwrap_or(0) } else { 0 }].push(place);
        }
        country.fill(paper, frame, &places[0], PALE)?;
        for (places, (_, colour)) in places[1..].iter().zip(CLASSES) {
            country.fill(paper, frame, places, colour)?;
        }
        let state = |place: usize| usize::from(map.places[place].state);
        country.borders(paper, frame, state, FAINT, 0.6)
    })
}

fn legend(paper: &Paper, y: f64) -> Drawn {
    let next = CLASSES
        .iter()
        .skip(1)
        .map(|(to, _)| Some(*to))
        .chain([None]);
    let labels = CLASSES.iter().zip(next).map(|((from, colour), next)| {
        let written = |bound: f64| grouped(bound, 0);
        let label = match next {
            Some(to) if from.is_infinite() => format!("under {}", written(to)),
            Some(to) => format!("{} to {}", written(*from), written(to)),
            None => format!("{} or more", written(*from)),
        };
        (label, *colour)
    });
    let named = [("not clear of 0".to_owned(), PALE)]
        .into_iter()
        .chain(labels);
    swatches(paper, y, 112.0, named)
}
