//! Where a policy changes OC deaths against the baseline: a panel per policy, grey where the change is
//! not clear of zero.

use plotters::style::RGBColor;

use plaza_engine::few;
use plaza_model::state::map::Map;

use plaza_engine::numbers::grouped;

use crate::figures::country::{Country, Frame};
use crate::figures::signs;
use crate::figures::style::{
    Anchor, Drawn, INK, MARGIN, PALE, Paper, SMALL, SOFT, TEXT, WIDTH, figure, heading, swatches,
    text, titles, titles_height,
};
use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::places::{PlaceDifference, years};
use crate::studies::comparison::units::Units;

/// Bounds between the classes [deaths per 100,000 residents and year] and their colours, fewer to more
/// (after the scheme "PuOr", which colour-blind readers tell apart).
const CLASSES: [(f64, RGBColor); 8] = [
    (f64::NEG_INFINITY, RGBColor(0x2d, 0x00, 0x4b)),
    (-30.0, RGBColor(0x54, 0x27, 0x88)),
    (-10.0, RGBColor(0x80, 0x73, 0xac)),
    (-3.0, RGBColor(0xb2, 0xab, 0xd2)),
    (0.0, RGBColor(0xfd, 0xb8, 0x63)),
    (3.0, RGBColor(0xe0, 0x82, 0x14)),
    (10.0, RGBColor(0xb3, 0x58, 0x06)),
    (30.0, RGBColor(0x7f, 0x3b, 0x08)),
];

/// Height of the legend, and of a panel's title [px].
const LEGEND: f64 = 52.0;
const HEAD: f64 = 46.0;

/// The figure of the rows of `difference_map.csv`: those of a policy together, in the map's order.
pub fn draw(map: &Map, rows: &[PlaceDifference], baseline: &str, outcomes: &Outcomes) -> String {
    let panels: Vec<&[PlaceDifference]> = rows.chunk_by(|a, b| a.policy == b.policy).collect();
    let columns = match panels.len() {
        0 | 1 => 1,
        2 | 4 => 2,
        3 | 5 | 6 | 9 => 3,
        _ => 4,
    };
    let (first, years) = years(&outcomes.setting);
    let mut explained = format!(
        "OC deaths per 100,000 residents (of the first week) and year under the policy less those under \
         {baseline}: mean over {} replicates on equal luck and {years} full {} from {first}. Coloured: \
         municipalities clear of zero where 5 % of the discoveries of a policy are expected to be false \
         (Hall's t, Benjamini and Hochberg); the others are grey, which does not say that nothing changes \
         there. Lines: borders of states.",
        outcomes.replicates.len(),
        if years == 1 { "year" } else { "years" },
    );
    if let Some(note) = few::note(Units::new(outcomes).count()) {
        explained += &format!(" {note}");
    }
    let country = Country::new(map);
    let gap = 24.0;
    let across = (WIDTH - 2.0 * MARGIN + gap) / columns as f64 - gap;
    let width = across.min(720.0 / country.aspect());
    let height = HEAD + width * country.aspect() + gap;
    let ways_out = signs::ways_out(map);
    let swatches = titles_height(&explained) + 12.0;
    let top = swatches - 12.0 + LEGEND + signs::height(&ways_out);
    let total = top + panels.len().div_ceil(columns).max(1) as f64 * height;
    figure(total, |paper| {
        let title = format!("Where deaths change against {baseline}");
        titles(paper, &title, &explained)?;
        legend(paper, swatches)?;
        signs::legend(paper, swatches + LEGEND - 8.0, &ways_out)?;
        for (index, rows) in panels.iter().enumerate() {
            let frame = Frame {
                x: MARGIN + (index % columns) as f64 * (across + gap),
                y: top + (index / columns) as f64 * height + HEAD,
                width,
            };
            panel(paper, &country, frame, rows)?;
        }
        Ok(())
    })
}

fn panel(paper: &Paper, country: &Country, frame: Frame, rows: &[PlaceDifference]) -> Drawn {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); CLASSES.len() + 1];
    for (place, row) in rows.iter().enumerate() {
        let class = CLASSES.iter().rposition(|(from, _)| row.mean >= *from);
        places[if row.clear { 1 + class.unwrap_or(0) } else { 0 }].push(place);
    }
    let clear = |wanted: fn(f64) -> bool| {
        let found = rows.iter().filter(|row| row.clear && wanted(row.mean));
        grouped(found.count() as f64, 0)
    };
    let counted = format!(
        "{} fewer, {} more, of {}",
        clear(|mean| mean < 0.0),
        clear(|mean| mean > 0.0),
        grouped(rows.len() as f64, 0)
    );
    heading(paper, (frame.x, frame.y - 32.0), &rows[0].policy, TEXT, INK)?;
    let at = (frame.x, frame.y - 13.0);
    text(paper, at, &counted, SMALL, SOFT, Anchor::Left)?;
    country.fill(paper, frame, &places[0], PALE)?;
    for (places, (_, colour)) in places[1..].iter().zip(CLASSES) {
        country.fill(paper, frame, places, colour)?;
    }
    country.lines(paper, frame)?;
    signs::draw_ways_out(paper, country, frame)
}

fn legend(paper: &Paper, y: f64) -> Drawn {
    let ends = CLASSES[1..].iter().map(|(to, _)| Some(*to)).chain([None]);
    let labels = CLASSES.iter().zip(ends).map(|((from, colour), to)| {
        let label = match to {
            Some(to) if from.is_infinite() => format!("{to} or less"),
            Some(to) => format!("{from} to {to}"),
            None => format!("{from} or more"),
        };
        (label, *colour)
    });
    let named = [("not clear of 0".to_owned(), PALE)]
        .into_iter()
        .chain(labels);
    swatches(paper, y, 104.0, named)
}
