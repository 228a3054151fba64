//! The results of the stages of a calibration, for a screen.

use plaza_batch::layout::{Table, folded, numbers, words};

use crate::studies::calibration::distance::by_target;
use crate::studies::calibration::screening::Effect;
use crate::studies::calibration::search::{Searched, compared};
use crate::studies::calibration::summary::Summary;
use crate::studies::calibration::waves::Wave;
use crate::studies::calibration::{Calibration, Posterior, Screening};

/// The search: the free numbers and the targets, at the start and at the best point.
pub fn search(calibration: &Calibration, searched: &[Searched], width: usize) -> String {
    let [start, best] = compared(calibration, searched).map(|at| &searched[at]);
    let head = format!(
        "search: {} points, distance {:.3} at the start, {:.3} at what was found (1 is the edge of what is accepted)",
        searched.len(),
        start.distance,
        best.distance
    );
    let mut of_numbers = Table::new([
        words("number"),
        numbers("start"),
        numbers("found"),
        numbers("range"),
    ]);
    for (at, number) in calibration.numbers[..calibration.free].iter().enumerate() {
        let [from, to] = [start, best].map(|of| of.known.point[at].to_string());
        let range = format!("{} to {}", number.range.low, number.range.high);
        of_numbers.row([number.name.clone(), from, to, range]);
    }
    let mut of_targets = Table::new([
        words("target, in tolerances"),
        numbers("start"),
        numbers("found"),
    ]);
    let of = |searched: &Searched| {
        by_target(
            &calibration.lines,
            &searched.known.answer.values(calibration.lines.len()),
        )
    };
    for (before, after) in of(start).into_iter().zip(of(best)) {
        let [from, to] = [before.distance, after.distance].map(|of| format!("{of:.2}"));
        of_targets.row([before.target.clone(), from, to]);
    }
    folded(&head, width) + &of_numbers.fit(width) + &of_targets.fit(width)
}

/// Numbers told of a screening.
const SCREENED: usize = 20;

/// The screening: numbers by what they do to the distance, and by what they do to the ranking.
pub fn screening(screening: &Screening, effects: &[Effect], width: usize) -> String {
    let head = format!(
        "screening: {} points; mean absolute effect of a number's range (and of how many)",
        screening.points()
    );
    let mut text = folded(&head, width);
    let outcomes = [
        ("distance", "on the distance"),
        ("ranking", "on the ranking of policies"),
    ];
    for (outcome, heading) in outcomes {
        let of = effects.iter().filter(|effect| effect.outcome == outcome);
        let mut of: Vec<&Effect> = of.collect();
        of.sort_by(|a, b| b.mu_star.total_cmp(&a.mu_star));
        let mut table = Table::new([words(heading), numbers("effect"), numbers("of")]);
        for of in of.iter().take(SCREENED) {
            let (mean, count) = (format!("{:.3}", of.mu_star), format!("({})", of.effects));
            table.row([of.parameter.clone(), mean, count]);
        }
        if !of.is_empty() {
            text += &table.fit(width);
        }
    }
    text
}

/// Fewer points leave one or none outside an interval from 5 to 95 %.
const FEW: usize = 20;

/// The waves, and what is left of the free numbers.
pub fn waves(
    waves: &[Wave],
    posterior: &Posterior,
    kept: usize,
    summaries: &[Summary],
    width: usize,
) -> String {
    let mut of_waves = Table::new([
        words("posterior:"),
        numbers("wave"),
        numbers("points"),
        numbers("accepted"),
        numbers("nearest"),
        numbers("volume left"),
    ]);
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
        of_waves.row([
            String::new(),
            (index + 1).to_string(),
            wave.tried.len().to_string(),
            format!("{:.0}%", 100.0 * accepted as f64 / wave.tried.len() as f64),
            format!("{:.3}", nearest.fold(f64::INFINITY, f64::min)),
            volume,
        ]);
    }
    let mut text = of_waves.fit(width);
    if summaries.is_empty() {
        let none = format!(
            "no point is left: each is more than {} from a target; see waves and emulators.csv",
            posterior.cutoff
        );
        return text + &folded(&none, width);
    }
    if kept < FEW {
        let few = format!(
            "{kept} points are kept, few for intervals: more waves, points or replicates tell more"
        );
        text += &folded(&few, width);
    }
    let mut table = Table::new([
        words("number"),
        numbers("median"),
        numbers("5 to 95 %"),
        numbers("width"),
    ]);
    for of in summaries.iter().filter(|of| of.free) {
        table.row([
            of.parameter.clone(),
            format!("{:.2e}", of.median),
            format!("{:.2e} to {:.2e}", of.low, of.high),
            format!("{:.0}%", 100.0 * of.width_ratio),
        ]);
    }
    text + &table.fit(width)
}
