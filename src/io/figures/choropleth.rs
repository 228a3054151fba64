//! A number for each municipality on the map: classes of colour, a panel per policy.

use std::sync::Arc;

use plotters::style::RGBColor;

use super::country::{Country, Frame};
use super::style::{
    Anchor, Drawn, FAINT, INK, MARGIN, PALE, Paper, SMALL, SOFT, TEXT, WIDTH, block, figure,
    heading, text, titles, titles_height,
};
use crate::experiment::summary::grouped;
use crate::experiment::tables::Rows;
use crate::experiment::trajectories::Trajectories;
use crate::state::map::Map;
use crate::units::WEEKS_PER_YEAR;

/// A class of colour: its lower bound.
pub type Class = (f64, RGBColor);

/// What a map says beside its panels.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The title.
    pub title: &'a str,
    /// What is shown, with its unit, and of what it is the mean.
    pub explained: &'a str,
    /// What a place of 0 has.
    pub none: &'a str,
}

/// One policy's panel: its name, and a number for each place of the map.
pub type Panel = (Arc<str>, Vec<f64>);

/// Height of the legend [px].
const LEGEND: f64 = 48.0;
/// Height of a panel's title [px].
const HEAD: f64 = 30.0;

/// The figure.
pub fn draw(map: &Map, panels: &[Panel], classes: &[Class], wording: Wording) -> String {
    let columns = match panels.len() {
        0 | 1 => 1,
        2 | 4 => 2,
        3 | 5 | 6 | 9 => 3,
        _ => 4,
    };
    draw_in(map, panels, columns, classes, wording)
}

/// The figure in so many columns.
pub fn draw_in(
    map: &Map,
    panels: &[Panel],
    columns: usize,
    classes: &[Class],
    wording: Wording,
) -> String {
    let country = Country::new(map);
    let gap = 24.0;
    let across = (WIDTH - 2.0 * MARGIN + gap) / columns as f64 - gap;
    let width = across.min(720.0 / country.aspect());
    let height = HEAD + width * country.aspect() + gap;
    let rows = panels.len().div_ceil(columns).max(1);
    let top = titles_height(wording.explained) + LEGEND;
    figure(top + rows as f64 * height, |paper| {
        titles(paper, wording.title, wording.explained)?;
        legend(paper, top - LEGEND + 12.0, classes, wording.none)?;
        for (index, (policy, values)) in panels.iter().enumerate() {
            let frame = Frame {
                x: MARGIN + (index % columns) as f64 * (across + gap),
                y: top + (index / columns) as f64 * height + HEAD,
                width,
            };
            let at = (frame.x, frame.y - HEAD / 2.0);
            heading(paper, at, policy, TEXT, INK)?;
            panel(paper, &country, frame, values, classes)?;
        }
        if panels.is_empty() {
            let at = (WIDTH / 2.0, top + height / 2.0);
            let nothing = "no rows in the table national";
            text(paper, at, nothing, TEXT, SOFT, Anchor::Middle)?;
        }
        Ok(())
    })
}

fn panel(
    paper: &Paper,
    country: &Country,
    frame: Frame,
    values: &[f64],
    classes: &[Class],
) -> Drawn {
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); classes.len() + 1];
    for (place, value) in values.iter().enumerate() {
        places[class(*value, classes)].push(place);
    }
    country.fill(paper, frame, &places[0], PALE)?;
    for (places, (_, colour)) in places[1..].iter().zip(classes) {
        country.fill(paper, frame, places, *colour)?;
    }
    let state = |place: usize| usize::from(country.map.places[place].state);
    country.borders(paper, frame, state, FAINT, 0.6)
}

/// 0 where there is nothing, else the number of the class from 1.
fn class(value: f64, classes: &[Class]) -> usize {
    if value > 0.0 {
        let reached = classes.iter().filter(|(from, _)| value >= *from).count();
        reached.max(1)
    } else {
        0
    }
}

fn legend(paper: &Paper, y: f64, classes: &[Class], none: &str) -> Drawn {
    let (width, height) = (96.0, 14.0);
    let next = classes.iter().skip(1).map(Some).chain([None]);
    let labels = classes
        .iter()
        .zip(next)
        .map(|((from, _), next)| match next {
            Some((to, _)) if *from == 0.0 => format!("under {}", bound(*to)),
            Some((to, _)) => format!("{}\u{2013}{}", bound(*from), bound(*to)),
            None => format!("{} or more", bound(*from)),
        });
    let swatches = [(none.to_owned(), PALE)]
        .into_iter()
        .chain(labels.zip(classes.iter().map(|(_, colour)| *colour)));
    for (index, (label, colour)) in swatches.enumerate() {
        let x = MARGIN + index as f64 * (width + 2.0);
        block(paper, (x, y), (width, height), colour)?;
        let at = (x + width / 2.0, y + height + 11.0);
        text(paper, at, &label, SMALL, SOFT, Anchor::Middle)?;
    }
    Ok(())
}

/// A bound of a class: one digit that matters.
fn bound(value: f64) -> String {
    let digits = (0..6).find(|digits| {
        let scaled = value * libm::exp10(f64::from(*digits));
        (scaled - scaled.round()).abs() < 1e-6
    });
    grouped(value, digits.unwrap_or(6) as usize)
}

/// Which rows of the table `municipalities` are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Years {
    /// All.
    All,
    /// The last full year of each policy.
    Last,
}

/// Full years recorded of the replicate with most.
pub fn full_years(policies: &[Trajectories]) -> usize {
    let weeks = policies.iter().flat_map(|policy| &policy.replicates);
    let years = weeks.map(|weeks| weeks.len() / WEEKS_PER_YEAR as usize);
    years.max().unwrap_or(0)
}

/// The mean of a column over replicates and years, by policy and place; an absent row is zero, and
/// a row without a replicate is a mean over replicates already.
pub fn means(
    map: &Map,
    municipalities: &Rows,
    policies: &[Trajectories],
    column: &str,
    years: Years,
) -> Vec<Panel> {
    let names = municipalities.texts("policy");
    let codes = municipalities.texts("municipality");
    let values = municipalities.numbers(column);
    let replicates = municipalities.numbers("replicate");
    let of_year = municipalities.numbers("year");
    policies
        .iter()
        .map(|of| {
            let mine = |row: &usize| names[*row].as_deref() == Some(&*of.policy);
            let rows: Vec<usize> = (0..names.len()).filter(mine).collect();
            let last = rows.iter().map(|row| of_year[*row]).fold(0.0, f64::max);
            let each = |weeks: &Vec<usize>| match years {
                Years::All => weeks.len() / WEEKS_PER_YEAR as usize,
                Years::Last => 1,
            };
            let averaged = rows.iter().any(|row| replicates[*row].is_nan());
            let counted = if averaged { 1 } else { of.replicates.len() };
            let exposed: usize = of.replicates.iter().take(counted).map(each).sum();
            let mut sums = vec![0.0; map.places.len()];
            for row in rows {
                let place = codes[row].as_deref().and_then(|code| map.find(code));
                if let Some(place) = place
                    && (years == Years::All || of_year[row] == last)
                {
                    sums[place as usize] += values[row];
                }
            }
            for sum in &mut sums {
                *sum /= exposed.max(1) as f64;
            }
            (Arc::clone(&of.policy), sums)
        })
        .collect()
}

/// How many replicates, as a caption says it.
pub fn replicates(policies: &[Trajectories]) -> String {
    let most = policies.iter().map(|of| of.replicates.len()).max();
    match most.unwrap_or(0) {
        1 => "1 replicate".to_owned(),
        most => format!("{most} replicates"),
    }
}
