//! A map before anything happens: people, states, ways out, crops, and who is where.

use plotters::style::RGBColor;

use plaza_model::state::map::Map;

use plaza_engine::numbers::grouped;

use crate::figures::country::{BORDER, Country, Frame};
use crate::figures::signs;
use crate::figures::signs::Sign;
use crate::figures::style::{
    COLOURS, Drawn, MARGIN, NOTE, Paper, SMALL, WIDTH, block, disc, figure, text, titles,
    titles_height, width_of,
};

const WHITE: RGBColor = RGBColor(0xff, 0xff, 0xff);
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
/// Radius of a cell's disc in the legend (px).
const CELL: f64 = 4.0;
/// Height of a line of the legend (px).
const LINE: f64 = 22.0;

/// What stands before a word of the legend.
#[derive(Clone, Copy, Debug)]
enum Key {
    Shade(RGBColor),
    Cell(RGBColor, f64),
    Sign(Sign),
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
            text(paper, (x + 20.0, y), label, NOTE)?;
        }
        ground(paper, map, &country, frame)?;
        signs::draw(paper, &country, frame, Sign::Crop)?;
        cells(paper, map, &country, frame)?;
        signs::draw_ways_out(paper, &country, frame)
    })
}

fn keys(map: &Map) -> Vec<(Key, String)> {
    let shades = PEOPLE.map(|(_, label, shade)| (Key::Shade(shade), label.to_owned()));
    let signs = [Sign::Crossing, Sign::Port, Sign::Crop];
    let signs = signs.map(|sign| (Key::Sign(sign), sign.label().to_owned()));
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

/// Keys in lines as wide as the figure: x (px), line, key, label.
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
    country.lines(paper, frame)
}

/// Each place's cells side by side, three in a line, the largest organization's first.
fn cells(paper: &Paper, map: &Map, country: &Country, frame: Frame) -> Drawn {
    let mut here: Vec<Vec<usize>> = vec![Vec::new(); map.places.len()];
    for (index, of) in map.organizations.iter().enumerate() {
        for seen in of.seen_in(map.start_year()) {
            here[seen.place as usize].push(index);
        }
    }
    let radius = (0.2 * country.room(frame)).clamp(2.8, 5.0);
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
        Key::Sign(sign) => sign.draw(paper, (x, y), 1.0),
    }
}
