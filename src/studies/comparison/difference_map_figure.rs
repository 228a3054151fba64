//! Where a policy changes OC deaths against the baseline: a panel per policy, grey where the change is
//! not clear of zero.

use plotters::style::RGBColor;

use plaza_engine::few;
use plaza_model::state::map::Map;

use plaza_engine::numbers::grouped;

use crate::figures::choropleth::{Class, Tiles, class_of_difference, columns, legend, painted};
use crate::figures::country::{Country, Frame};
use crate::figures::signs;
use crate::figures::style::{
    Drawn, NOTE, Paper, TEXT, figure, heading, text, titles, titles_height,
};
use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::places::{PlaceDifference, years};
use crate::studies::comparison::units::Units;

/// Bounds between the classes [deaths per 100,000 residents and year] and their colours, fewer to more
/// (after the scheme "PuOr", which colour-blind readers tell apart).
const CLASSES: [Class; 8] = [
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
    let tiles = Tiles::new(&country, columns(panels.len()), HEAD);
    let ways_out = signs::ways_out(map);
    let swatches = titles_height(&explained) + 12.0;
    let top = swatches - 12.0 + LEGEND + signs::height(&ways_out);
    figure(top + tiles.total(panels.len()), |paper| {
        let title = format!("Where deaths change against {baseline}");
        titles(paper, &title, &explained)?;
        legend(
            paper,
            swatches,
            104.0,
            "not clear of 0",
            &CLASSES,
            |from, to| match to {
                Some(to) if from.is_infinite() => format!("{to} or less"),
                Some(to) => format!("{from} to {to}"),
                None => format!("{from} or more"),
            },
        )?;
        signs::legend(paper, swatches + LEGEND - 8.0, &ways_out)?;
        for (index, rows) in panels.iter().enumerate() {
            panel(paper, &country, tiles.frame(index, top), rows)?;
        }
        Ok(())
    })
}

fn panel(paper: &Paper, country: &Country, frame: Frame, rows: &[PlaceDifference]) -> Drawn {
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
    heading(paper, (frame.x, frame.y - 32.0), &rows[0].policy, TEXT)?;
    let at = (frame.x, frame.y - 13.0);
    text(paper, at, &counted, NOTE)?;
    let classes = rows.iter();
    let classes = classes.map(|row| class_of_difference(row.mean, row.clear, &CLASSES));
    painted(paper, country, frame, classes, &CLASSES)
}
