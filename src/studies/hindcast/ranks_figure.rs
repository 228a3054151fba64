//! Observed deaths of states and of the worst municipalities, and the deaths that replicates give them.

use plaza_engine::numbers::grouped;

use crate::figures::style::{
    Anchor, COLOURS, Drawn, FAINT, INK, MARGIN, MARK, NOTE, PALE, Paper, SMALL, TEXT, WIDTH, disc,
    figure, heading, line, ring, text, titles, titles_height,
};
use crate::studies::hindcast::Hindcast;
use crate::studies::validation::Band;

/// How many places of each sort are shown.
const SHOWN: usize = 32;
/// Height of a row, of the space above the rows, of the legend [px].
const ROW: f64 = 19.0;
const HEAD: f64 = 60.0;
const LEGEND: f64 = 30.0;
/// Room for names [px].
const NAMES: f64 = 215.0;

/// A place: its name, observed deaths, and those simulated.
struct Place {
    name: String,
    observed: f64,
    simulated: Band,
}

/// The figure: deaths of all years together, places in order of those observed.
pub fn draw(hindcast: &Hindcast) -> String {
    let years = hindcast.years();
    let (observed, simulated) = (hindcast.observed(years), hindcast.simulated(years));
    let map = hindcast.map();
    let by_state: Vec<Vec<f64>> = simulated.iter().map(|of| hindcast.by_state(of)).collect();
    let names = map.places.iter().map(|place| place.name.clone());
    let columns = [
        (
            "States",
            ranked(&map.states, &hindcast.by_state(&observed), &by_state),
        ),
        (
            "Municipalities",
            ranked(&names.collect::<Vec<_>>(), &observed, &simulated),
        ),
    ];
    let explained = format!(
        "Organized-crime deaths of {} together, in order of those observed, {SHOWN} places at most; \
         simulated: median and 5-95 % band of {} replicates.",
        span(years),
        hindcast.replicates()
    );
    let top = titles_height(&explained) + LEGEND;
    let rows = columns
        .iter()
        .map(|(_, places)| places.len())
        .max()
        .unwrap_or(0);
    figure(top + HEAD + rows as f64 * ROW + MARGIN, |paper| {
        titles(paper, "Observed and simulated, place by place", &explained)?;
        legend(paper, top - LEGEND / 2.0)?;
        let width = (WIDTH - 3.0 * MARGIN) / 2.0;
        for (index, (title, places)) in columns.iter().enumerate() {
            let x = MARGIN + index as f64 * (width + MARGIN);
            column(paper, (x, top), width, title, places)?;
        }
        Ok(())
    })
}

fn span(years: &[i32]) -> String {
    match years {
        [first, .., last] => format!("{first}-{last}"),
        _ => years.iter().map(i32::to_string).collect(),
    }
}

/// The places with most observed deaths.
fn ranked(names: &[String], observed: &[f64], simulated: &[Vec<f64>]) -> Vec<Place> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| observed[*b].total_cmp(&observed[*a]));
    let places = order.into_iter().take(SHOWN).filter_map(|at| {
        let sample = simulated.iter().map(|replicate| replicate[at]).collect();
        Some(Place {
            name: names[at].clone(),
            observed: observed[at],
            simulated: Band::of(sample)?,
        })
    });
    places.collect()
}

fn legend(paper: &Paper, y: f64) -> Drawn {
    ring(paper, (MARGIN + 6.0, y), 4.5, INK, 2.0)?;
    text(paper, (MARGIN + 18.0, y), "observed", NOTE)?;
    line(
        paper,
        &[(MARGIN + 96.0, y), (MARGIN + 122.0, y)],
        COLOURS[1],
        3.0,
    )?;
    disc(paper, (MARGIN + 109.0, y), 4.5, COLOURS[1])?;
    text(paper, (MARGIN + 132.0, y), "simulated", NOTE)
}

/// One sort of places on a scale of `log(1 + deaths)`.
fn column(
    paper: &Paper,
    (left, top): (f64, f64),
    width: f64,
    title: &str,
    places: &[Place],
) -> Drawn {
    heading(paper, (left, top + 16.0), title, TEXT)?;
    let most = places
        .iter()
        .map(|place| place.observed.max(place.simulated.high));
    let end = libm::log1p(most.fold(1.0, f64::max));
    let start = left + NAMES;
    let x = |deaths: f64| start + libm::log1p(deaths) / end * (width - NAMES - 8.0);
    let bottom = top + HEAD + places.len() as f64 * ROW;
    let marks = (0..).map(|power| libm::exp10(f64::from(power)));
    let marks = marks.take_while(|mark| libm::log1p(*mark) <= end);
    for mark in std::iter::once(0.0).chain(marks) {
        let ends = [(x(mark), top + HEAD - 8.0), (x(mark), bottom)];
        line(paper, &ends, if mark == 0.0 { FAINT } else { PALE }, 1.0)?;
        let at = (x(mark), top + HEAD - 18.0);
        text(paper, at, &grouped(mark, 0), MARK)?;
    }
    for (index, place) in places.iter().enumerate() {
        let y = top + HEAD + (index as f64 + 0.5) * ROW;
        text(paper, (left, y), &place.name, (SMALL, INK, Anchor::Left))?;
        let Band { median, low, high } = place.simulated;
        line(paper, &[(x(low), y), (x(high), y)], COLOURS[1], 3.0)?;
        disc(paper, (x(median), y), 4.5, COLOURS[1])?;
        ring(paper, (x(place.observed), y), 4.5, INK, 2.0)?;
    }
    Ok(())
}
