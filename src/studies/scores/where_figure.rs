//! Where the simulation is wrong: municipalities where more died than in its mean, and where fewer did.

use crate::figures::choropleth;
use crate::figures::choropleth::{Panel, Wording};
use crate::studies::scores::Scores;
use crate::studies::scores::cells::Level;
use crate::studies::summary::figures::deaths_map::CLASSES;

/// The figure, of all scored years together.
pub fn draw(scores: &Scores) -> String {
    let map = scores.facts.map;
    let years = scores.facts.scored();
    let mut wrong = vec![0.0; map.places.len()];
    for year in years {
        let level = Level::MunicipalityYear;
        let cells = scores
            .observed(level, *year)
            .zip(scores.means(level, *year));
        let Some((observed, means)) = cells else {
            continue;
        };
        for ((wrong, observed), mean) in wrong.iter_mut().zip(observed).zip(means) {
            *wrong += f64::from(observed) - mean;
        }
    }
    let rate = |sign: f64| -> Vec<f64> {
        let places = wrong.iter().zip(&map.places);
        let years = years.len().max(1) as f64;
        places
            .map(|(wrong, place)| {
                (sign * wrong / years).max(0.0) * 1e5 / f64::from(place.population).max(1.0)
            })
            .collect()
    };
    let panels: [Panel; 2] = [
        ("more died than simulated".into(), rate(1.0)),
        ("fewer died than simulated".into(), rate(-1.0)),
    ];
    let explained = format!(
        "Observed less simulated organized-crime deaths per 100,000 residents (of the first week) and year, mean of {}; \
         simulated: mean over {} replicates. Lines: borders of states.",
        span(years),
        scores.replicates()
    );
    let wording = Wording {
        title: "Where the simulation is wrong",
        explained: &explained,
        none: "none",
    };
    choropleth::draw_in(map, &panels, 2, &CLASSES, wording)
}

/// `2008-2010`, or the only year.
pub fn span(years: &[i32]) -> String {
    match years {
        [first, .., last] => format!("{first}-{last}"),
        _ => years.iter().map(i32::to_string).collect(),
    }
}
