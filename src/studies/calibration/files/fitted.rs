//! `calibrated.toml`: the free numbers, and what else the file it started from has of its own, as a
//! parameter file that extends the program's baseline and needs no other.

use std::fmt::Write as _;

use toml::{Table, Value};

use plaza_batch::manifest::VERSION;

use crate::setup::parameters;
use crate::studies::calibration::screening::Effect;
use crate::studies::calibration::search::{Searched, compared};
use crate::studies::calibration::section::Calibrated;
use crate::studies::calibration::summary::moved_most;

/// The file. A number keeps unit, range and source, and says what it was and why it was moved, or was not.
pub fn fitted(calibrated: &Calibrated, effects: &[Effect], searched: &[Searched]) -> String {
    let Calibrated { plan, file, .. } = calibrated;
    let [start, best] = compared(plan, searched).map(|at| &searched[at]);
    let [from, to] = [start, best].map(|of| of.distance);
    let mut text = format!(
        "# Fitted by plaza {VERSION} calibrate: distance to the targets {to:.3}, from {from:.3}.\n\
         extends = \"baseline\"\n"
    );
    let free = |name: &str| {
        let mut free = plan.numbers[..plan.free].iter();
        free.position(|number| number.name == name)
    };
    let baseline = parameters::baseline();
    for (section, numbers) in file {
        let mut lines = String::new();
        for (name, number) in numbers.as_table().into_iter().flatten() {
            let mut told = number.as_table().cloned().unwrap_or_default();
            if let Some(at) = free(&format!("{section}.{name}")) {
                let moves = moved_most(plan, effects, searched, at).join(" and ");
                let [was, value] = [start, best].map(|of| of.known.point[at]);
                let why = if best.known.point == start.known.point {
                    format!(
                        "fitted and kept: moves {moves} most; the start was the nearest of what was checked, {to:.3}"
                    )
                } else {
                    format!(
                        "fitted: moves {moves} most; all free numbers together brought the distance from {from:.3} to {to:.3}"
                    )
                };
                told.insert("value".to_owned(), Value::Float(value));
                told.insert("was".to_owned(), Value::Float(was));
                told.insert("why".to_owned(), Value::String(why));
            } else if baseline[section].get(name) == Some(number) {
                continue;
            }
            writeln!(lines, "{name} = {{ {} }}", in_a_line(&told)).expect("a string takes text");
        }
        if !lines.is_empty() {
            write!(text, "\n[{section}]\n{lines}").expect("a string takes text");
        }
    }
    text
}

/// A number's keys in the order in which parameter files have them.
fn in_a_line(number: &Table) -> String {
    let keys = ["value", "unit", "range", "source", "was", "why"];
    let known = keys.iter().filter_map(|key| Some((key, number.get(*key)?)));
    let pairs = known.map(|(key, value)| format!("{key} = {value}"));
    pairs.collect::<Vec<_>>().join(", ")
}
