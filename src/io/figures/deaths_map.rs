//! Where people die: OC deaths per 100,000 residents and year on the map, a panel per policy.

use std::collections::BTreeMap;

use plotters::style::RGBColor;

use super::country::{Country, Frame};
use super::style::{
    Anchor, Drawn, FAINT, INK, MARGIN, PALE, Paper, SMALL, SOFT, TEXT, WIDTH, block, figure,
    heading, text, titles, titles_height,
};
use crate::experiment::tables::Rows;
use crate::experiment::trajectories::Trajectories;
use crate::state::map::Map;
use crate::units::WEEKS_PER_YEAR;

/// Lower bounds of the classes [deaths per 100,000 and year] and their colours: light to dark,
/// even steps to the eye, with and without colour vision (after the map "magma").
const CLASSES: [(f64, RGBColor); 6] = [
    (0.0, RGBColor(0xfd, 0xe3, 0xa4)),
    (1.0, RGBColor(0xfe, 0xa7, 0x72)),
    (3.0, RGBColor(0xf3, 0x65, 0x5c)),
    (10.0, RGBColor(0xc4, 0x3c, 0x75)),
    (30.0, RGBColor(0x82, 0x26, 0x81)),
    (100.0, RGBColor(0x3b, 0x0f, 0x70)),
];

/// Height of the legend [px].
const LEGEND: f64 = 48.0;
/// Height of a panel's title [px].
const HEAD: f64 = 30.0;

/// Years that the table `municipalities` holds of so many weeks.
fn full_years(weeks: usize) -> usize {
    weeks / WEEKS_PER_YEAR as usize
}

/// The figure; `policies` says how many replicates and weeks stand behind the rows.
pub fn draw(map: &Map, municipalities: &Rows, policies: &[Trajectories]) -> String {
    let years: Vec<f64> = policies
        .iter()
        .map(|of| {
            of.replicates
                .iter()
                .map(|weeks| full_years(weeks.len()))
                .sum::<usize>() as f64
        })
        .collect();
    let most = policies
        .iter()
        .map(|p| p.replicates.len())
        .max()
        .unwrap_or(0);
    let recorded = policies
        .iter()
        .flat_map(|policy| &policy.replicates)
        .map(|weeks| full_years(weeks.len()))
        .max()
        .unwrap_or(0);
    let explained = format!(
        "Deaths per 100,000 residents (of the first week) and year: mean over {} full {} of {most} \
         {}. Lines: borders of states.",
        recorded,
        if recorded == 1 { "year" } else { "years" },
        if most == 1 { "replicate" } else { "replicates" }
    );
    let country = Country::new(map);
    let columns = match policies.len() {
        0 | 1 => 1,
        2 | 4 => 2,
        3 | 5 | 6 | 9 => 3,
        _ => 4,
    };
    let gap = 24.0;
    let across = (WIDTH - 2.0 * MARGIN + gap) / columns as f64 - gap;
    let width = across.min(720.0 / country.aspect());
    let height = HEAD + width * country.aspect() + gap;
    let rows = policies.len().div_ceil(columns).max(1);
    let top = titles_height(&explained) + LEGEND;
    figure(top + rows as f64 * height, |paper| {
        titles(paper, "Organized-crime deaths by municipality", &explained)?;
        legend(paper, top - LEGEND + 12.0)?;
        let dead = deaths(map, municipalities, policies);
        for (index, policy) in policies.iter().enumerate() {
            let frame = Frame {
                x: MARGIN + (index % columns) as f64 * (across + gap),
                y: top + (index / columns) as f64 * height + HEAD,
                width,
            };
            heading(
                paper,
                (frame.x, frame.y - HEAD / 2.0),
                &policy.policy,
                TEXT,
                INK,
            )?;
            panel(paper, map, &country, frame, &dead[index], years[index])?;
        }
        if policies.is_empty() {
            let at = (WIDTH / 2.0, top + height / 2.0);
            text(
                paper,
                at,
                "no rows in the table national",
                TEXT,
                SOFT,
                Anchor::Middle,
            )?;
        }
        Ok(())
    })
}

/// OC deaths by policy and place, over all replicates and years.
fn deaths(map: &Map, municipalities: &Rows, policies: &[Trajectories]) -> Vec<Vec<f64>> {
    let number: BTreeMap<&str, usize> = policies
        .iter()
        .enumerate()
        .map(|(index, of)| (&*of.policy, index))
        .collect();
    let mut sums = vec![vec![0.0; map.places.len()]; policies.len()];
    let names = municipalities.texts("policy");
    let codes = municipalities.texts("municipality");
    let counts = municipalities.numbers("oc_deaths");
    for ((name, code), dead) in names.iter().zip(codes).zip(counts) {
        let policy = name.as_deref().and_then(|name| number.get(name));
        let place = code.as_deref().and_then(|code| map.find(code));
        if let (Some(policy), Some(place)) = (policy, place) {
            sums[*policy][place as usize] += dead;
        }
    }
    sums
}

fn panel(
    paper: &Paper,
    map: &Map,
    country: &Country,
    frame: Frame,
    dead: &[f64],
    years: f64,
) -> Drawn {
    let mut classes: Vec<Vec<usize>> = vec![Vec::new(); CLASSES.len() + 1];
    for (place, dead) in dead.iter().enumerate() {
        let residents = f64::from(map.places[place].population).max(1.0);
        classes[class(dead / years / residents * 1e5)].push(place);
    }
    country.fill(paper, frame, &classes[0], PALE)?;
    for (places, (_, colour)) in classes[1..].iter().zip(CLASSES) {
        country.fill(paper, frame, places, colour)?;
    }
    country.borders(
        paper,
        frame,
        |place| usize::from(map.places[place].state),
        FAINT,
        0.6,
    )
}

/// 0 where nobody died, else the number of the class from 1.
fn class(rate: f64) -> usize {
    if rate > 0.0 {
        CLASSES.iter().filter(|(from, _)| rate >= *from).count()
    } else {
        0
    }
}

fn legend(paper: &Paper, y: f64) -> Drawn {
    let (width, height) = (84.0, 14.0);
    let labels = CLASSES
        .iter()
        .zip(CLASSES[1..].iter().map(Some).chain([None]))
        .map(|((from, _), next)| match next {
            Some((to, _)) if *from == 0.0 => format!("under {to}"),
            Some((to, _)) => format!("{from}\u{2013}{to}"),
            None => format!("{from} or more"),
        });
    let swatches = [("none".to_owned(), PALE)]
        .into_iter()
        .chain(labels.zip(CLASSES.iter().map(|(_, colour)| *colour)));
    for (index, (label, colour)) in swatches.enumerate() {
        let x = MARGIN + index as f64 * (width + 2.0);
        block(paper, (x, y), (width, height), colour)?;
        let at = (x + width / 2.0, y + height + 11.0);
        text(paper, at, &label, SMALL, SOFT, Anchor::Middle)?;
    }
    Ok(())
}
