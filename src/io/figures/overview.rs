//! A map before anything happens: people, states, ways out, crops, and who is where.

use plotters::style::RGBColor;

use super::country::{Country, Frame};
use super::style::{
    Anchor, COLOURS, Drawn, INK, MARGIN, Paper, SMALL, SOFT, WIDTH, area, block, disc, figure,
    line, text, titles, titles_height, width_of,
};
use crate::experiment::summary::grouped;
use crate::state::map::{Map, Place};

const WHITE: RGBColor = RGBColor(0xff, 0xff, 0xff);
const BORDER: RGBColor = RGBColor(0x80, 0x80, 0x80);
/// Municipalities up to so many residents, and their shade.
const PEOPLE: [(f64, &str, RGBColor); 4] = [
    (1e4, "under 10,000 residents", RGBColor(0xf4, 0xf4, 0xf1)),
    (1e5, "10,000\u{2013}100,000", RGBColor(0xe6, 0xe6, 0xe1)),
    (1e6, "100,000\u{2013}1 million", RGBColor(0xd2, 0xd2, 0xcb)),
    (
        f64::INFINITY,
        "1 million or more",
        RGBColor(0xb4, 0xb4, 0xab),
    ),
];
/// Organizations beyond the palette share a colour.
const OTHERS: RGBColor = RGBColor(0x98, 0x98, 0x98);
/// Radius of a cell's disc in the legend [px].
const CELL: f64 = 4.0;
/// Height of a line of the legend [px].
const LINE: f64 = 22.0;

/// What stands before a word of the legend.
#[derive(Clone, Copy, Debug)]
enum Key {
    Shade(RGBColor),
    Cell(RGBColor, f64),
    Crossing,
    Port,
    Crop,
}

/// The map with its initial organizations.
pub fn map_overview(map: &Map) -> String {
    let explained = format!(
        "{} municipalities in {} states, {} million residents. Dots: cells of criminal \
         organizations in the first week.",
        grouped(map.places.len() as f64, 0),
        map.states.len(),
        grouped(map.population() as f64 / 1e6, 1)
    );
    let keys = keys(map);
    let legend = placed(&keys);
    let lines = legend.last().map_or(0.0, |(_, line, _, _)| line + 1.0);
    let country = Country::new(map);
    let width = (WIDTH - 2.0 * MARGIN).min(1000.0 / country.aspect());
    let top = titles_height(&explained) + 6.0;
    let frame = Frame {
        x: (WIDTH - width) / 2.0,
        y: top + LINE * lines + 18.0,
        width,
    };
    figure(frame.y + width * country.aspect() + MARGIN, |paper| {
        titles(paper, &format!("Map: {}", map.name), &explained)?;
        for (x, line, key, label) in &legend {
            let y = top + LINE * line;
            draw_key(paper, (x + 8.0, y), *key)?;
            text(paper, (x + 20.0, y), label, SMALL, SOFT, Anchor::Left)?;
        }
        ground(paper, map, &country, frame)?;
        signs(paper, &country, frame, Key::Crop, |place| place.crop > 0.0)?;
        cells(paper, map, &country, frame)?;
        signs(paper, &country, frame, Key::Port, |place| place.port)?;
        signs(paper, &country, frame, Key::Crossing, |place| {
            place.crossing
        })
    })
}

fn keys(map: &Map) -> Vec<(Key, String)> {
    let shades = PEOPLE.map(|(_, label, shade)| (Key::Shade(shade), label.to_owned()));
    let signs = [
        (Key::Crossing, "crossing to the north"),
        (Key::Port, "main sea port"),
        (Key::Crop, "drug crops"),
    ]
    .map(|(key, label)| (key, label.to_owned()));
    let organizations = map.organizations.iter().take(COLOURS.len()).enumerate();
    let named = organizations.map(|(index, of)| (Key::Cell(colour(index), CELL), of.name.clone()));
    let others = map.organizations.len().saturating_sub(COLOURS.len());
    let rest = (others > 0).then(|| {
        (
            Key::Cell(OTHERS, CELL),
            format!("{others} other organizations"),
        )
    });
    shades
        .into_iter()
        .chain(signs)
        .chain(named)
        .chain(rest)
        .collect()
}

/// Keys in lines as wide as the figure: x [px], line, key, label.
fn placed(keys: &[(Key, String)]) -> Vec<(f64, f64, Key, &str)> {
    let (mut x, mut line) = (MARGIN, 0.0);
    keys.iter()
        .map(|(key, label)| {
            let width = 38.0 + width_of(label, SMALL);
            if x + width > WIDTH - MARGIN && x > MARGIN {
                (x, line) = (MARGIN, line + 1.0);
            }
            x += width;
            (x - width, line, *key, label.as_str())
        })
        .collect()
}

fn ground(paper: &Paper, map: &Map, country: &Country, frame: Frame) -> Drawn {
    let mut classes = vec![Vec::new(); PEOPLE.len()];
    for (index, place) in map.places.iter().enumerate() {
        let residents = f64::from(place.population);
        let class = PEOPLE.iter().take_while(|(to, _, _)| residents >= *to);
        classes[class.count()].push(index);
    }
    for (places, (_, _, shade)) in classes.iter().zip(PEOPLE) {
        country.fill(paper, frame, places, shade)?;
    }
    country.borders(paper, frame, |place| place, WHITE, 0.5)?;
    let state = |place: usize| usize::from(map.places[place].state);
    country.borders(paper, frame, state, BORDER, 0.9)
}

/// Draws a sign at every place that `has` it.
fn signs(
    paper: &Paper,
    country: &Country,
    frame: Frame,
    key: Key,
    has: impl Fn(&Place) -> bool,
) -> Drawn {
    let places = country.map.places.iter().enumerate();
    places
        .filter(|(_, place)| has(place))
        .try_for_each(|(index, _)| draw_key(paper, country.at(frame, index), key))
}

/// Each place's cells side by side, three in a line, the largest organization's first.
fn cells(paper: &Paper, map: &Map, country: &Country, frame: Frame) -> Drawn {
    let mut here: Vec<Vec<usize>> = vec![Vec::new(); map.places.len()];
    for (index, of) in map.organizations.iter().enumerate() {
        for cell in &of.cells {
            here[cell.place as usize].push(index);
        }
    }
    let room = frame.width * (country.aspect() / map.places.len() as f64).sqrt();
    let radius = (0.2 * room).clamp(2.8, 5.0);
    for (place, organizations) in here.iter().enumerate() {
        let (x, y) = country.at(frame, place);
        let lines = organizations.chunks(3);
        let above = radius * (lines.len() as f64 - 1.0);
        for (line, beside) in lines.enumerate() {
            let left = radius * (beside.len() as f64 - 1.0);
            for (number, organization) in beside.iter().enumerate() {
                let across = 2.0 * radius * number as f64 - left;
                let down = 2.0 * radius * line as f64 - above;
                let key = Key::Cell(colour(*organization), radius);
                draw_key(paper, (x + across, y + down), key)?;
            }
        }
    }
    Ok(())
}

fn colour(organization: usize) -> RGBColor {
    COLOURS.get(organization).copied().unwrap_or(OTHERS)
}

fn draw_key(paper: &Paper, (x, y): (f64, f64), key: Key) -> Drawn {
    match key {
        Key::Shade(shade) => {
            block(paper, (x - 8.5, y - 6.5), (17.0, 13.0), BORDER)?;
            block(paper, (x - 8.0, y - 6.0), (16.0, 12.0), shade)
        }
        Key::Cell(colour, radius) => {
            disc(paper, (x, y), radius + 0.7, WHITE)?;
            disc(paper, (x, y), radius, colour)
        }
        Key::Crossing => {
            let corners = [
                (x, y - 9.0),
                (x + 8.0, y + 5.5),
                (x - 8.0, y + 5.5),
                (x, y - 9.0),
            ];
            line(paper, &corners, INK, 1.3)
        }
        Key::Port => {
            let r = 6.0;
            let corners = [
                (x - r, y - r),
                (x + r, y - r),
                (x + r, y + r),
                (x - r, y + r),
                (x - r, y - r),
            ];
            line(paper, &corners, INK, 1.3)
        }
        Key::Crop => {
            let r = 3.0;
            let leaf = [
                (x, y - r - 1.0),
                (x + r - 0.5, y),
                (x, y + r + 1.0),
                (x - r + 0.5, y),
            ];
            area(paper, &leaf, RGBColor(0x5b, 0x8c, 0x3a))
        }
    }
}
