//! What a design tells, on a screen.

use plaza_batch::layout::{Table, folded, numbers, with_interval, words};
use plaza_engine::numbers::counted;
use plaza_exploration::breakdown::{Frontier, Verdict};
use plaza_exploration::prim::limits::around;

use crate::studies::discover::boxes::Answer;
use crate::studies::discover::frontier::{Headline, told};
use crate::studies::discover::question::better;
use crate::studies::discover::reading::Read;
use crate::studies::discover::rows::{RegretRow, SensitivityRow};
use crate::studies::discover::sensitivity::{RANKING, WINNER, strongest};
use crate::studies::discover::words::{all_asked, number, percent, short};

/// All that a design tells of one outcome.
pub struct Found {
    /// Which inputs matter.
    pub sensitivity: Vec<SensitivityRow>,
    /// The answers to questions.
    pub answers: Vec<Answer>,
    /// How policies do over all points.
    pub regret: Vec<RegretRow>,
    /// The frontiers of headlines.
    pub headlines: Vec<Headline>,
}

/// How many inputs are named in a sentence.
const NAMED: usize = 6;

/// Which part of what a box promises beyond the share of cases everywhere boxes must keep in other halves.
const TRUSTED: f64 = 0.5;

/// The text.
pub fn screen(read: &Read, found: &Found, width: usize) -> String {
    let mut told = vec![folded(&head(read), width)];
    if read.policies.len() > 1 {
        told.push(robustness(&found.regret, width));
        told.push(folded(&deciders(read, &found.sensitivity), width));
    }
    told.push(section("Where", answers(read, &found.answers), width));
    if read.policies.len() > 1 {
        told.push(section(
            "What turns the headlines",
            breakdown(read, &found.headlines),
            width,
        ));
    }
    told.join("\n")
}

/// A heading, and sentences below it, each on lines of its own.
fn section(heading: &str, sentences: Vec<String>, width: usize) -> String {
    let each = sentences.iter().map(|sentence| folded(sentence, width));
    format!("{heading}:\n{}", each.collect::<String>())
}

fn head(read: &Read) -> String {
    let futures = read.losses.futures();
    let dropped = match read.dropped {
        0 => String::new(),
        some => format!(
            " {} left out, where a policy has no outcome.",
            counted(some, "point is", "points are")
        ),
    };
    let luck = match futures {
        1 => " Of one future at each point nothing is known of luck: what is told may be it.",
        _ => "",
    };
    format!(
        "{} points over {}, {} at each, {}: {} ({}), against {}.{dropped}{luck}",
        read.sample.len(),
        counted(read.sample.inputs().len(), "input", "inputs"),
        counted(futures, "future", "futures"),
        counted(read.policies.len(), "policy", "policies"),
        read.metric.name,
        better(read.metric.direction),
        read.policies[read.baseline],
    )
}

/// A table of how policies do over all points, those of least regret first.
fn robustness(rows: &[RegretRow], width: usize) -> String {
    let mut table = Table::new([
        words("policy"),
        numbers("mean"),
        numbers("mean regret"),
        numbers("held out"),
        numbers("90 %"),
        numbers("greatest"),
        numbers("best in"),
        numbers("clearly"),
        numbers("beats baseline in"),
    ]);
    let mut order: Vec<&RegretRow> = rows.iter().collect();
    order.sort_by(|a, b| a.regret_mean.total_cmp(&b.regret_mean));
    for row in order {
        let interval = row.regret_mean_low.zip(row.regret_mean_high);
        table.row([
            row.policy.clone(),
            number(row.mean),
            with_interval(row.regret_mean, interval, number),
            row.regret_mean_held_out.map_or_else(String::new, number),
            number(row.regret_q90),
            number(row.regret_max),
            percent(row.best_share),
            percent(row.clearly_best_share),
            row.better_share.map_or_else(String::new, percent),
        ]);
    }
    let note = "Regret: what a policy loses to the best one at the same point, over all points: its mean with a \
                95 % interval (of points and of luck), the same against the policy that is best in the other \
                futures (held out: without the luck of the best), what nine in ten points do not exceed, and the \
                greatest.";
    table.fit(width) + &folded(note, width)
}

/// What decides which policy wins.
fn deciders(read: &Read, rows: &[SensitivityRow]) -> String {
    let named = |of: &str| -> Vec<String> {
        let found = strongest(rows, of);
        let found = found.into_iter().filter(|row| row.matters == Some(true));
        let named = found.map(|row| format!("{} ({:.2})", short(&row.input), row.value));
        named.take(NAMED).collect()
    };
    let all = read.sample.inputs().len();
    let sentence = |what: &str, index: &str, named: Vec<String>| match named.is_empty() {
        true => format!("{what} by none of the {all} inputs beyond chance ({index})."),
        false => format!(
            "{what} by {} ({index}; of {all} inputs those beyond chance).",
            named.join(", ")
        ),
    };
    format!(
        "{} {}",
        sentence("Which policy is best is decided", "delta", named(WINNER)),
        sentence("The whole ranking is shifted", "PAWN", named(RANKING)),
    )
}

/// The answers to the questions.
fn answers(read: &Read, answers: &[Answer]) -> Vec<String> {
    let whole = around(&read.sample);
    let inputs = read.sample.inputs();
    let sentence = |answer: &Answer| {
        let count = format!(
            "- {} at {} of {} points",
            answer.words, answer.cases, answer.points
        );
        if answer.tree.is_none() {
            return format!("{count}.");
        }
        let Some(first) = answer.boxes.first() else {
            return format!("{count}; no box of inputs holds more of them than chance would.");
        };
        let mut told = format!(
            "{count}: where {} ({} of these points, {} of the cases",
            all_asked(inputs, &first.step.bounds, &whole),
            percent(first.step.density),
            percent(first.step.coverage),
        );
        if let Some([coverage, density]) = first.held_out {
            told += &format!(
                "; boxes of half the points: {} and {} in the other half",
                percent(density),
                percent(coverage)
            );
            let share = answer.cases as f64 / answer.points as f64;
            if density - share < TRUSTED * (first.step.density - share) {
                told += ", little more than everywhere: not to be trusted";
            }
        }
        told += ")";
        for further in &answer.boxes[1..] {
            told += &format!(
                ", or where {} ({}, {})",
                all_asked(inputs, &further.step.bounds, &whole),
                percent(further.step.density),
                percent(further.step.coverage),
            );
        }
        told + "."
    };
    answers.iter().map(sentence).collect()
}

/// What turns each headline, and what does not.
fn breakdown(read: &Read, headlines: &[Headline]) -> Vec<String> {
    let inputs = read.sample.inputs();
    let of = |headline: &Headline| {
        let interval = headline.interval.map(|[low, high]| (low, high));
        let mean = with_interval(headline.difference, interval, number);
        let name = &read.policies[headline.policy];
        let start = format!("- {name}: {mean} in the mean of all points");
        let alone = || headline.frontiers.iter().filter(|of| of.held.is_none());
        let open = alone().filter(|of| of.verdict == Verdict::May).count();
        let turns: Vec<String> = alone()
            .filter(|of| of.verdict == Verdict::Turns)
            .map(|of| {
                format!(
                    "{} {}",
                    short(&inputs[of.input].name),
                    turned(read, headline, of)
                )
            })
            .collect();
        let open = match open {
            0 => String::new(),
            _ if open == inputs.len() => " Of no input it is clear whether it turns.".to_owned(),
            some => format!(" Of {some} inputs it is open."),
        };
        match turns.is_empty() {
            true if open.is_empty() => {
                format!("{start}; no input by itself turns the sign within its range.")
            }
            true => format!("{start}; no input surely turns the sign within its range.{open}"),
            false => format!(
                "{start}; the sign turns where {}.{open}",
                turns.join(", or ")
            ),
        }
    };
    headlines.iter().map(of).collect()
}

/// Where a sign has turned.
fn turned(read: &Read, headline: &Headline, frontier: &Frontier) -> String {
    let place = |place: f64| told(read, frontier.input, place);
    match frontier.turn {
        Some(turn) => {
            let sign = if turn.above { ">" } else { "<" };
            let [low, high] = turn
                .ends
                .map(|end| end.map_or_else(|| "beyond".to_owned(), place));
            format!("{sign} {} [{low}, {high}]", place(turn.place))
        }
        None => {
            let spots = frontier.curve.iter();
            let turned = spots.filter(|spot| spot.value * headline.difference < 0.0);
            let named: Vec<String> = turned.map(|spot| place(spot.place)).collect();
            format!("is {}", named.join(" or "))
        }
    }
}
