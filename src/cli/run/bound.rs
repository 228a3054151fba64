//! The bound up to which blocks are added: `--until METRIC:BOUND`.

use std::str::FromStr;

use plaza_batch::problem::nearest;

use crate::runs::metrics::{METRICS, Metric};
use crate::studies::until::Goal;

/// `metric:bound`, as in `oc_deaths:5%` or `organizations:0.5`.
#[derive(Clone, Copy, Debug)]
pub struct Asked(pub Goal);

impl FromStr for Asked {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = "expected metric:bound, as in `oc_deaths:5%` or `organizations:0.5`";
        let (name, bound) = text.split_once(':').ok_or(expected)?;
        let known = || METRICS.iter().map(|metric: &Metric| metric.name);
        let metric = METRICS.iter().find(|metric| metric.name == name.trim());
        let metric = metric.ok_or_else(|| {
            let near = nearest(name, known());
            let names: Vec<&str> = known().collect();
            format!(
                "there is no metric `{name}`{near}, expected one of {}",
                names.join(", ")
            )
        })?;
        let (number, relative) = match bound.trim().strip_suffix('%') {
            Some(percent) => (percent, true),
            None => (bound, false),
        };
        let number: f64 = number.trim().parse().map_err(|_| expected)?;
        if !(number > 0.0 && number.is_finite()) {
            return Err(format!("the bound is {number}, expected more than 0"));
        }
        let bound = if relative { number / 100.0 } else { number };
        Ok(Self(Goal {
            metric,
            bound,
            relative,
        }))
    }
}
