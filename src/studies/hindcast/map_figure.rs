//! Observed and simulated deaths on the map, year by year.

use crate::figures::choropleth;
use crate::figures::choropleth::{Panel, Wording};
use crate::studies::hindcast::Hindcast;
use crate::studies::summary::figures::deaths_map::CLASSES;

/// The figure: a column for each year, observed above simulated.
pub fn draw(hindcast: &Hindcast) -> String {
    let map = hindcast.map();
    let years = hindcast.years();
    let rates = |deaths: Vec<f64>| -> Vec<f64> {
        let places = deaths.iter().zip(&map.places);
        let rate = |(dead, place): (&f64, &plaza_model::state::map::Place)| {
            dead * 1e5 / f64::from(place.population).max(1.0)
        };
        places.map(rate).collect()
    };
    let observed = years.iter().map(|year| -> Panel {
        let deaths = hindcast.observed(&[*year]);
        (format!("observed, {year}").into(), rates(deaths))
    });
    let simulated = years.iter().map(|year| -> Panel {
        let deaths = Hindcast::mean(&hindcast.simulated(&[*year]));
        (format!("simulated, {year}").into(), rates(deaths))
    });
    let panels: Vec<Panel> = observed.chain(simulated).collect();
    let explained = format!(
        "Deaths per 100,000 residents (of the first week) and year: observed above, mean over {} \
         replicates below. A mean has no luck of its own: where deaths could fall in one of many \
         places, all have a few. Lines: borders of states.",
        hindcast.replicates()
    );
    let wording = Wording {
        title: "Organized-crime deaths, observed and simulated",
        explained: &explained,
        none: "none",
    };
    choropleth::draw_in(map, &panels, years.len().max(1), &CLASSES, wording)
}
