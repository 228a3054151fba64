//! What a design tells, on a screen.

use serde::Serialize;

use plaza_batch::layout::{Table, folded, numbers, with_interval, words};
use plaza_engine::numbers::counted;
use plaza_exploration::breakdown::{Frontier, Verdict};
use plaza_exploration::losses::LEAST_FUTURES;

use crate::studies::discover::answers::answers;
use crate::studies::discover::boxes::Answer;
use crate::studies::discover::frontier::{self, Headline, told};
use crate::studies::discover::question::better;
use crate::studies::discover::reading::{Read, Structure};
use crate::studies::discover::rows::{RegretRow, SensitivityRow};
use crate::studies::discover::sensitivity::{RANKING, WINNER, strongest};
use crate::studies::discover::words::{number, percent, short};

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

/// What a design tells, in sentences.
#[derive(Clone, Debug, Serialize)]
pub struct Sentences {
    /// The outcome.
    pub outcome: &'static str,
    /// The policy that the others are compared with.
    pub baseline: String,
    /// What was varied and counted.
    pub head: String,
    /// Which inputs decide.
    pub deciders: String,
    /// Where policies fail, each question by itself.
    pub answers: Vec<String>,
    /// What turns each headline.
    pub headlines: Vec<String>,
}

/// How many inputs are named in a sentence.
const NAMED: usize = 6;

/// Inputs by which counts are of different lengths or places.
const LENGTHS: [&str; 3] = ["weeks", "start", "map"];

/// The text.
pub fn screen(read: &Read, found: &Found, width: usize) -> String {
    let mut told = vec![folded(&head(read), width)];
    if read.policies.len() > 1 {
        told.push(robustness(&found.regret, width));
        told.push(folded(&deciders(read, &found.sensitivity), width));
    }
    let answers = answers(read, &found.answers);
    if !answers.is_empty() {
        told.push(section("Where", answers, width));
    }
    if read.policies.len() > 1 {
        told.push(section(
            "What turns the headlines",
            breakdown(read, &found.headlines),
            width,
        ));
    }
    told.join("\n")
}

/// The same in sentences, each by itself.
pub fn sentences(read: &Read, found: &Found) -> Sentences {
    let each = |told: Vec<String>| -> Vec<String> {
        let bare = told.iter().map(|line| line.trim_start_matches("- "));
        bare.map(str::to_owned).collect()
    };
    let several = read.policies.len() > 1;
    Sentences {
        outcome: read.metric.name,
        baseline: read.policies[read.baseline].clone(),
        head: head(read),
        deciders: match several {
            true => deciders(read, &found.sensitivity),
            false => String::new(),
        },
        answers: each(answers(read, &found.answers)),
        headlines: match several {
            true => each(breakdown(read, &found.headlines)),
            false => Vec::new(),
        },
    }
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
        1 => {
            " Of one future at each point nothing is known of luck: what is told may be it, and no sign is \
             said to turn."
        }
        few if few < LEAST_FUTURES => {
            " Of fewer than 4 futures at each point little is known of luck: none is called clearly best, and no \
             sign is said to turn."
        }
        _ => "",
    };
    let moves = match read.structure {
        Structure::Moves => {
            " Points differ from the first one by one input each: shares and means over them are of no range."
        }
        _ => "",
    };
    let varied = read.names().into_iter();
    let varied: Vec<&str> = varied.filter(|name| LENGTHS.contains(name)).collect();
    let lengths = match varied.is_empty() {
        true => String::new(),
        false => format!(
            " Means over all points are of counts of different lengths or maps: {} varied.",
            counted_names(&varied)
        ),
    };
    format!(
        "{} points over {}, {} at each, {}: {} ({}), against {}.{dropped}{luck}{moves}{lengths}",
        read.sample.len(),
        counted(read.sample.inputs().len(), "input", "inputs"),
        counted(futures, "future", "futures"),
        counted(read.policies.len(), "policy", "policies"),
        read.metric.name,
        better(read.metric.direction),
        read.policies[read.baseline],
    )
}

/// Names, and whether one or several are.
fn counted_names(names: &[&str]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", names.join(" and "))
}

/// A table of how policies do over all points, those of least regret first.
fn robustness(rows: &[RegretRow], width: usize) -> String {
    let tied = rows
        .iter()
        .any(|row| row.tied_share.is_some_and(|share| share > 0.0));
    let mut columns = vec![
        words("policy"),
        numbers("mean"),
        numbers("mean regret"),
        numbers("held out"),
        numbers("90 %"),
        numbers("greatest"),
        numbers("best in"),
        numbers("clearly"),
        numbers("beats baseline in"),
    ];
    if tied {
        columns.push(numbers("ties it in"));
    }
    let mut table = Table::new(columns);
    let mut order: Vec<&RegretRow> = rows.iter().collect();
    order.sort_by(|a, b| a.regret_mean.total_cmp(&b.regret_mean));
    for row in order {
        let interval = row
            .regret_mean_held_out_low
            .zip(row.regret_mean_held_out_high);
        let held_out = |value: f64| with_interval(value, interval, number);
        let mut cells = vec![
            row.policy.clone(),
            number(row.mean),
            number(row.regret_mean),
            row.regret_mean_held_out.map_or_else(String::new, held_out),
            number(row.regret_q90),
            number(row.regret_max),
            percent(row.best_share),
            percent(row.clearly_best_share),
            row.better_share.map_or_else(String::new, percent),
        ];
        if tied {
            cells.push(row.tied_share.map_or_else(String::new, percent));
        }
        table.row(cells);
    }
    let note = "Regret: what a policy loses to the best one at the same point, over all points: its mean, the same \
                against the policy that is best in the other futures (held out: without the luck of the best) with a \
                95 % interval of points and of luck, what nine in ten points do not exceed, and the greatest.";
    table.fit(width) + &folded(note, width)
}

/// With which inputs it goes which policy wins.
fn deciders(read: &Read, rows: &[SensitivityRow]) -> String {
    let named = |of: &str| -> Vec<String> {
        let found = strongest(rows, of);
        let found = found.into_iter().filter(|row| row.matters == Some(true));
        let named = found.map(|row| format!("{} ({:.2})", short(&row.input), row.value));
        named.take(NAMED).collect()
    };
    let all = counted(read.sample.inputs().len(), "input", "inputs");
    let sentence = |what: &str, index: &str, named: Vec<String>| match named.is_empty() {
        true => format!("{what} no input that is seen beyond chance ({index}; {all} varied)."),
        false => format!(
            "{what} {} ({index}; of {all} those beyond chance).",
            named.join(", ")
        ),
    };
    let own = match read.structure {
        Structure::Alone | Structure::Moves => String::new(),
        Structure::Blocks => own(rows, "sobol_total", "Sobol's total index"),
        Structure::Trajectories => own(rows, "morris_mu_star", "the elementary effect (mu*)"),
    };
    format!(
        "{} {}{own}",
        sentence("Which policy is best goes with", "delta", named(WINNER)),
        sentence("The whole ranking goes with", "PAWN", named(RANKING)),
    )
}

/// On which inputs the ranking hangs most, by the index that a design was made for.
fn own(rows: &[SensitivityRow], index: &str, called: &str) -> String {
    // An input whose interval holds 0 may as well do nothing.
    let does = |row: &&SensitivityRow| row.value > 0.0 && row.low.is_none_or(|low| low > 0.0);
    let of_index = rows
        .iter()
        .filter(|row| row.of == RANKING && row.index == index)
        .filter(does);
    let mut found: Vec<&SensitivityRow> = of_index.collect();
    found.sort_by(|a, b| b.value.total_cmp(&a.value));
    let named = found.iter().take(NAMED);
    let named: Vec<String> = named
        .map(|row| format!("{} ({:.2})", short(&row.input), row.value))
        .collect();
    match named.is_empty() {
        true => String::new(),
        false => format!(
            " Of the ranking {called} is greatest of {}.",
            named.join(", ")
        ),
    }
}

/// What turns each headline, and what does not.
fn breakdown(read: &Read, headlines: &[Headline]) -> Vec<String> {
    let inputs = read.sample.inputs();
    let of = |headline: &Headline| {
        let interval = headline.interval.map(|[low, high]| (low, high));
        let mean = with_interval(headline.difference, interval, number);
        let name = &read.policies[headline.policy];
        let start = format!("- {name}: {mean} in the mean of all points");
        let with = |verdict: Option<Verdict>| {
            let alone = headline.frontiers.iter().filter(|of| of.held.is_none());
            alone.filter(move |of| of.verdict == verdict)
        };
        let places = |verdict: Verdict| -> Vec<String> {
            let place = |of: &Frontier| {
                let input = short(&inputs[of.input].name);
                format!("{input} {}", turned(read, headline, of))
            };
            with(Some(verdict)).map(place).collect()
        };
        if read.losses.futures() < LEAST_FUTURES {
            return format!("{start}; no verdict of so few futures.");
        }
        let is_sure = headline.frontiers.iter().any(|of| {
            let verdict = of.verdict.filter(|verdict| *verdict != Verdict::Depends);
            verdict.is_some()
        });
        if !is_sure {
            let depends = places(Verdict::Depends);
            let side = if headline.difference < 0.0 {
                "above"
            } else {
                "below"
            };
            return match depends.is_empty() {
                true => format!("{start}; no sure sign, and no input surely gives it one of each."),
                false => format!(
                    "{start}; no sure sign, and it depends: {side} 0 where {}.",
                    depends.join(", or ")
                ),
            };
        }
        let open = with(Some(Verdict::May)).count();
        let turns = places(Verdict::Turns);
        let open = match open {
            0 => String::new(),
            _ if open == inputs.len() => " For no input is it clear whether it turns.".to_owned(),
            some => format!(" For {} it is open.", counted(some, "input", "inputs")),
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
    match (&frontier.crossings[..], frontier.turn) {
        ([_], Some(turn)) => {
            let sign = if turn.above { ">" } else { "<" };
            let [low, high] = turn
                .ends
                .map(|end| end.map_or_else(|| "beyond".to_owned(), place));
            format!("{sign} {} [{low}, {high}]", place(turn.place))
        }
        ([], _) | (_, None) => {
            format!(
                "is {}",
                frontier::turned(read, headline, frontier).join(" or ")
            )
        }
        (several, Some(_)) => {
            let each = several.iter().map(|crossing| {
                let sign = if crossing.above { ">" } else { "<" };
                format!("{sign} {}", place(crossing.place))
            });
            let all: Vec<String> = each.collect();
            format!(
                "is {} (it crosses 0 {} times)",
                all.join(" or "),
                several.len()
            )
        }
    }
}
