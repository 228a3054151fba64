//! What the stages of a calibration come to, for a screen.

use std::fmt::Write as _;

use crate::experiment::calibration::Calibration;
use crate::experiment::calibration::distance::by_target;
use crate::experiment::calibration::screening::{Effect, Screening};
use crate::experiment::calibration::search::{Searched, compared};
use crate::experiment::calibration::summary::Summary;
use crate::experiment::calibration::waves::{Posterior, Wave};

/// The search: the free numbers and the targets, at the start and at the best point.
pub fn search(calibration: &Calibration, searched: &[Searched]) -> String {
    let [start, best] = compared(calibration, searched).map(|at| &searched[at]);
    let mut text = format!(
        "search: {} points, distance {:.3} at the start, {:.3} at what was found (1 is the edge of what is accepted)\n",
        searched.len(),
        start.distance,
        best.distance
    );
    let mut put = |line: String| writeln!(text, "{line}").expect("a string takes text");
    put(format!(
        "{:36}{:>13}{:>13}{:>28}",
        "number", "start", "found", "range"
    ));
    for (at, number) in calibration.numbers[..calibration.free].iter().enumerate() {
        let range = format!("{} to {}", number.range.low, number.range.high);
        let [from, to] = [start, best].map(|of| of.known.point[at]);
        put(format!("{:36}{from:>13}{to:>13}{range:>28}", number.name));
    }
    put(format!(
        "{:36}{:>13}{:>13}",
        "target, in tolerances", "start", "found"
    ));
    let of = |searched: &Searched| {
        by_target(
            &calibration.lines,
            &searched.known.answer.values(calibration.lines.len()),
        )
    };
    for (before, after) in of(start).into_iter().zip(of(best)) {
        let [from, to] = [before.distance, after.distance];
        put(format!("{:36}{from:>13.2}{to:>13.2}", before.target));
    }
    text
}

/// Numbers told of a screening.
const SCREENED: usize = 20;

/// The screening: numbers by what they do to the distance, and by what they do to the ranking.
pub fn screening(screening: &Screening, effects: &[Effect]) -> String {
    let sorted = |outcome: &str| {
        let of = effects.iter().filter(|effect| effect.outcome == outcome);
        let mut of: Vec<&Effect> = of.collect();
        of.sort_by(|a, b| b.mu_star.total_cmp(&a.mu_star));
        of
    };
    let [distance, ranking] = ["distance", "ranking"].map(sorted);
    let mut text = format!(
        "screening: {} points; mean absolute effect of a number's range (and of how many)\n",
        screening.points()
    );
    let mut put =
        |line: String| writeln!(text, "{}", line.trim_end()).expect("a string takes text");
    put(format!(
        "{:52}{}",
        "on the distance",
        match ranking.is_empty() {
            true => "",
            false => "on the ranking of policies",
        }
    ));
    let cell = |of: Option<&&Effect>| {
        of.map_or_else(String::new, |of| {
            format!("{:36}{:>9.3} ({})", of.parameter, of.mu_star, of.effects)
        })
    };
    for at in 0..distance.len().min(SCREENED) {
        put(format!(
            "{:52}{}",
            cell(distance.get(at)),
            cell(ranking.get(at))
        ));
    }
    text
}

/// Fewer points leave one or none outside an interval from 5 to 95 %.
const FEW: usize = 20;

/// The waves, and what is left of the free numbers.
pub fn waves(waves: &[Wave], posterior: &Posterior, kept: usize, summaries: &[Summary]) -> String {
    let mut text = format!(
        "posterior: {:>6}{:>8}{:>12}{:>16}{:>16}\n",
        "wave", "points", "accepted", "nearest", "volume left"
    );
    let mut put = |line: String| writeln!(text, "{line}").expect("a string takes text");
    for (index, wave) in waves.iter().enumerate() {
        let accepted = wave.tried.iter();
        let accepted = accepted
            .filter(|of| of.implausibility <= posterior.cutoff)
            .count();
        let nearest = wave.tried.iter().map(|of| of.distance);
        let volume = match wave.volume {
            0.0 => format!("< 1/{}", posterior.candidates),
            volume => format!("{volume:.4}"),
        };
        put(format!(
            "{:>17}{:>8}{:>11.0}%{:>16.3}{volume:>16}",
            index + 1,
            wave.tried.len(),
            100.0 * accepted as f64 / wave.tried.len() as f64,
            nearest.fold(f64::INFINITY, f64::min),
        ));
    }
    if summaries.is_empty() {
        put(format!(
            "no point is left: each is more than {} from a target; see waves and emulators.csv",
            posterior.cutoff
        ));
        return text;
    }
    if kept < FEW {
        put(format!(
            "{kept} points are kept, few for intervals: more waves, points or replicates tell more"
        ));
    }
    put(format!(
        "{:36}{:>12}{:>26}{:>9}",
        "number", "median", "5 to 95 %", "width"
    ));
    for of in summaries.iter().filter(|of| of.free) {
        let interval = format!("{:.2e} to {:.2e}", of.low, of.high);
        let width = format!("{:.0}%", 100.0 * of.width_ratio);
        put(format!(
            "{:36}{:>12.2e}{interval:>26}{width:>9}",
            of.parameter, of.median
        ));
    }
    text
}
