//! The spillover map of a twin experiment: where deaths go, with control of false discoveries.

use serde::Serialize;

use plaza_batch::rows::{Rows, Value};
use plaza_engine::few::LEAST;
use plaza_engine::statistics::{MeanEstimate, discoveries};
use plaza_model::state::map::Map;

use crate::runs::dictionary::TWIN_MAP;
use crate::studies::twin::Pairs;
use crate::studies::twin::curves::{Estimate, Split};

/// Of the municipalities called clear, this share is expected to be so by chance.
pub const FALSE_DISCOVERIES: f64 = 0.05;

/// One municipality, as a row of `twin_map.csv`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spillover {
    /// Its code.
    pub municipality: String,
    /// Mean over pairs of OC deaths with the event less without it, from its week to the last told.
    pub mean: f64,
    /// Lower end of the 95 % interval of the mean (Hall's t), pairs that share a draw of the numbers of
    /// the rules counted as one; none of a single one.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Whether the mean differs from 0, at a rate of false discoveries of 5 % over all municipalities; of fewer
    /// than eight pairs no.
    pub clear: bool,
}

/// All municipalities, over all pairs; within a pair the mean over its events.
pub fn map(pairs: &Pairs, map: &Map) -> Vec<Spillover> {
    let all = Split::new(pairs, "all", |_| true);
    let mut rows: Vec<Spillover> = Vec::new();
    let mut p_values: Vec<f64> = Vec::new();
    let mut enough = false;
    for (place, of) in map.places.iter().enumerate() {
        let sample = all.by_unit(|difference| f64::from(difference.deaths[place]));
        let Estimate { mean, low, high } = match sample.len() {
            0 => Estimate {
                mean: 0.0,
                low: None,
                high: None,
            },
            _ => Estimate::of(&sample),
        };
        enough = sample.len() >= LEAST;
        p_values.push(p_value(&sample));
        rows.push(Spillover {
            municipality: of.code.clone(),
            mean,
            low,
            high,
            clear: false,
        });
    }
    let clear = discoveries(&p_values, FALSE_DISCOVERIES);
    for (row, clear) in rows.iter_mut().zip(clear) {
        row.clear = clear && enough;
    }
    rows
}

/// The rows as a table.
pub fn table(spillover: &[Spillover]) -> Rows {
    let mut rows = Rows::new(&TWIN_MAP);
    for of in spillover {
        let [low, high] = [of.low, of.high].map(|end| end.map_or(Value::Null, Value::Real));
        rows.push([
            Value::Text(of.municipality.as_str().into()),
            Value::Real(of.mean),
            low,
            high,
            Value::Integer(of.clear.into()),
        ]);
    }
    rows
}

/// Of the hypothesis that the mean is 0; 1 where nothing ever differs.
fn p_value(sample: &[f64]) -> f64 {
    let varying = MeanEstimate::of_differences(sample).filter(|of| of.error > 0.0);
    varying.map_or(1.0, |of| of.p_value())
}
