//! A twin experiment on screen.

use plaza_batch::layout::{Table, folded, numbers, with_interval, words};
use plaza_engine::few;
use plaza_engine::numbers::grouped;

use crate::studies::twin::Pairs;
use crate::studies::twin::effects::{Effect, WINDOWS};
use crate::studies::twin::surroundings::PARTS;

/// OC deaths by part of the country and window, an event after the other.
pub fn screen(pairs: &Pairs, effects: &[Effect], width: usize) -> String {
    let mut text = String::new();
    for (index, event) in pairs.events.iter().enumerate() {
        let split = if pairs.events.len() > 1 {
            format!("event:{event}")
        } else {
            "all".to_owned()
        };
        let without = match pairs.without(index) {
            0 => String::new(),
            none => format!(" ({none} without anybody whom it could befall)"),
        };
        let head = format!(
            "{event}: OC deaths with the event less without it, {} pairs{without}",
            pairs.of(index).count(),
        );
        text += &folded(&head, width);
        // All of it together is in the table, and too wide for a screen.
        let windows = &WINDOWS[..WINDOWS.len() - 1];
        let reached = windows.iter().filter(|window| window.1 <= pairs.last);
        let headings = reached
            .clone()
            .map(|(from, to)| numbers(format!("weeks {from}-{to}")));
        let mut table = Table::new([words("")].into_iter().chain(headings));
        for part in PARTS {
            let cells = reached.clone().map(|window| {
                let mut effects = effects.iter();
                let found = effects.find(|effect| {
                    (effect.weeks_from, effect.weeks_to) == *window
                        && (effect.group, effect.ring) == (part.label(), part.ring())
                        && effect.split == split
                        && effect.outcome == "oc_deaths"
                });
                found.map_or_else(String::new, cell)
            });
            table.row([part.caption().to_owned()].into_iter().chain(cells));
        }
        text += &table.fit(width);
        text.push('\n');
    }
    text += &folded(
        "Mean over pairs, those with the same draw of the numbers as one [95 % interval of the mean, Hall's t].",
        width,
    );
    let fewest = effects.iter().map(|effect| effect.pairs).min();
    let note = fewest.and_then(few::note);
    text + &note.map_or_else(String::new, |note| folded(&note, width))
}

fn cell(effect: &Effect) -> String {
    let digits = if effect.mean.abs() < 10.0 { 1 } else { 0 };
    let interval = effect.low.zip(effect.high);
    with_interval(effect.mean, interval, |value| grouped(value, digits))
}
