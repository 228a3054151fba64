//! The event study of a result folder: read block by block, written as `event_study.csv` and as a
//! figure.

use std::collections::BTreeMap;

use rayon::prelude::*;

use plaza_batch::blocks::Block;
use plaza_batch::layout::{Table, folded, numbers, words};
use plaza_batch::problem::Problem;
use plaza_engine::few;
use plaza_engine::poisson::Fit;

use plaza_engine::numbers::grouped;

use crate::runs::dictionary::{EVENTS, PANEL};
use crate::setup::results::Results;
use crate::studies::event_study::contrast::Contrast;
use crate::studies::event_study::{
    Effect, History, Removed, SERIES, WINDOWS, Where, effects, figure, histories,
};

/// The columns of the table `panel` that are read.
const COLUMNS: [&str; 4] = ["replicate", "week", "municipality", "oc_deaths"];

/// What was found and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct EventStudy {
    /// What to print, on a screen of so many columns.
    pub text: String,
    /// The rows of the table `event_study.csv`.
    pub effects: Vec<Effect>,
    /// The figure, as SVG.
    pub figure: String,
    /// What the removal of leaders comes to in each replicate, by number.
    pub contrasts: BTreeMap<i64, Contrast>,
}

/// Runs the event study on the replicates of one policy of a result folder.
pub fn event_study(
    results: &Results,
    policy: &str,
    width: usize,
) -> Result<EventStudy, Vec<Problem>> {
    let map = results.map()?;
    let (policy, of) = results.named(policy)?;
    let all: usize = (of.blocks.iter())
        .map(|(number, block)| {
            let replicates = Block::new(*number, of.replicates, Vec::new()).replicates;
            replicates.len() - block.failed.len()
        })
        .sum();
    let mut fits = Vec::new();
    let mut contrasts = BTreeMap::new();
    for block in results.blocks_of(policy).filter(|block| block.has(&PANEL)) {
        let panel = block.columns(&PANEL, &COLUMNS)?;
        let events = block.read(&EVENTS)?;
        let histories = histories(&panel, &events, map, results.manifest.weeks);
        let each: Vec<(i64, History)> = histories.into_iter().collect();
        let each = each.par_iter().map(|(number, history)| {
            let contrast = history.contrast(map);
            (history.regress(map), (*number, contrast))
        });
        let (of_block, with): (Vec<_>, Vec<_>) = each.unzip();
        fits.extend(of_block);
        contrasts.extend(with);
    }
    if fits.is_empty() {
        let message = format!(
            "has no table `{}` of policy `{policy}`, expected a run with `record.panel = true`",
            PANEL.name
        );
        return Err(results.wrong(message).into());
    }
    let replicates = fits.len();
    let fits: Vec<Fit> = fits.into_iter().flatten().collect();
    let effects = effects(&fits);
    Ok(EventStudy {
        text: screen(&effects, policy, &fits, [replicates, all], width),
        figure: figure::draw(&effects, policy, fits.len()),
        effects,
        contrasts,
    })
}

/// The effects for a terminal: windows as rows, who was removed where as columns.
fn screen(
    effects: &[Effect],
    policy: &str,
    fits: &[Fit],
    [replicates, all]: [usize; 2],
    width: usize,
) -> String {
    let headings = SERIES.map(|(removed, place)| numbers(heading(removed, place)));
    let mut table = Table::new([words("months")].into_iter().chain(headings));
    for window in WINDOWS {
        let of = |series| {
            let found = effects.iter().find(|effect| {
                (effect.removed, effect.place) == series
                    && (effect.months_from, effect.months_to) == window
            });
            found.map_or_else(String::new, cell)
        };
        table.row([months(window)].into_iter().chain(SERIES.map(of)));
    }
    let [observations, units] = [
        fits.iter().map(|fit| fit.observations).sum::<usize>(),
        fits.iter().map(|fit| fit.units).sum(),
    ]
    .map(|sum| grouped(sum as f64 / fits.len().max(1) as f64, 0));
    let failed = match replicates - fits.len() {
        0 => String::new(),
        failed => format!(" {failed} replicates left out: too little to explain."),
    };
    let with_panel = match all - replicates {
        0 => String::new(),
        without => format!(" {without} replicates have no panel."),
    };
    let note = format!(
        "Event study of {policy}: change of organized-crime deaths, mean over {} replicates [95 % interval of \
         the mean]. Poisson with municipality and state x month (4 weeks) effects; {observations} \
         municipality-months of {units} municipalities a replicate.{failed}{with_panel}",
        fits.len(),
    );
    let notes = [Some(note), few::note(fits.len())];
    let notes = notes.iter().flatten().map(|note| folded(note, width));
    format!("{}\n{}", table.fit(width), notes.collect::<String>())
}

/// What a series is called.
pub fn heading(removed: Removed, place: Where) -> &'static str {
    match (removed, place) {
        (Removed::Leader, Where::Place) => "leader, here",
        (Removed::Leader, Where::Neighbour) => "leader, next to here",
        (Removed::Boss, Where::Place) => "boss, here",
        (Removed::Boss, Where::Neighbour) => "boss, next to here",
    }
}

/// How a window is written.
pub fn months((from, to): (i32, Option<i32>)) -> String {
    match to {
        Some(to) => format!("{from} to {to}"),
        None => format!("{from} or more"),
    }
}

fn cell(effect: &Effect) -> String {
    let change = |log_ratio: f64| match 100.0 * libm::expm1(log_ratio) {
        change if change >= 1e5 => "> +100,000".to_owned(),
        change if change >= 0.5 => format!("+{}", grouped(change, 0)),
        change => grouped(change, 0),
    };
    match (effect.log_ratio, effect.low, effect.high) {
        (Some(mean), Some(low), Some(high)) => {
            format!("{} % [{}, {}]", change(mean), change(low), change(high))
        }
        (Some(mean), ..) => format!("{} %", change(mean)),
        _ => String::new(),
    }
}
