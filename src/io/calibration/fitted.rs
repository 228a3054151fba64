//! `calibrated.toml`: the free numbers as a parameter file that extends the one it started from.

use std::fmt::Write as _;

use toml::Value;

use crate::experiment::calibration::screening::Effect;
use crate::experiment::calibration::search::{Searched, compared};
use crate::experiment::calibration::summary::moved_most;
use crate::io::config::calibration::Calibrated;
use crate::io::manifest::VERSION;

/// The file. A number keeps unit, range and source, and says what it was and why it was moved, or was not.
pub fn fitted(calibrated: &Calibrated, effects: &[Effect], searched: &[Searched]) -> String {
    let Calibrated {
        plan,
        file,
        extends,
        ..
    } = calibrated;
    let [start, best] = compared(plan, searched).map(|at| &searched[at]);
    let mut text = format!(
        "# Fitted by plaza {VERSION} calibrate: distance to the targets {:.3}, from {:.3}.\nextends = {}\n",
        best.distance,
        start.distance,
        quoted(match extends.as_str() {
            "baseline" => extends,
            // The folder's own copy: another file need not be where this one goes.
            _ => "inputs/parameters.toml",
        })
    );
    let mut free: Vec<usize> = (0..plan.free).collect();
    let path = |at: usize| plan.numbers[at].name.split_once('.');
    let path = |at: usize| path(at).expect("a number stands in a section");
    // Numbers of a section stand together, sections in the order of their first free number.
    let first = |at: usize| (0..plan.free).find(|other| path(*other).0 == path(at).0);
    free.sort_by_key(|at| (first(*at), *at));
    let mut section = "";
    for at in free {
        let (of, name) = path(at);
        if of != section {
            section = of;
            writeln!(text, "\n[{section}]").expect("a string takes text");
        }
        let number = &file[of][name];
        let moves = moved_most(plan, effects, searched, at).join(" and ");
        let [from, to] = [start, best].map(|of| of.distance);
        let why = if best.known.point == start.known.point {
            format!(
                "fitted and kept: moves {moves} most; nothing nearer than the start, {from:.3}, was found"
            )
        } else {
            format!(
                "fitted: moves {moves} most; all free numbers together brought the distance from {from:.3} \
                 to {to:.3}"
            )
        };
        writeln!(
            text,
            "{name} = {{ value = {}, unit = {}, range = {}, source = {}, was = {}, why = {} }}",
            Value::Float(best.known.point[at]),
            number["unit"],
            number["range"],
            number["source"],
            Value::Float(start.known.point[at]),
            quoted(&why)
        )
        .expect("a string takes text");
    }
    text
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}
