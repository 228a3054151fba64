//! The answers to questions, in sentences.

use plaza_exploration::space::Input;

use crate::studies::discover::boxes::Answer;
use crate::studies::discover::reading::{Read, Structure};
use crate::studies::discover::trust::Trial;
use crate::studies::discover::words::{all_asked, percent};

/// What is meant by other points and other futures, and what stays of these.
const OF_HALVES: &str = "By other points, or by other futures: sought again in one half of them, and judged by the \
                         other half. Counts and limits are of these futures: luck is the same at every point, and \
                         another luck would move them.";

/// A sentence for each question, and what holds for all.
pub fn answers(read: &Read, answers: &[Answer]) -> Vec<String> {
    let told = answers.iter().map(|of| answer(read.sample.inputs(), of));
    let note = match read.structure {
        _ if answers.is_empty() => None,
        Structure::Alone | Structure::Blocks if answers.iter().all(|of| of.tree.is_none()) => None,
        Structure::Alone => Some(format!("- {OF_HALVES}")),
        Structure::Blocks => Some(format!(
            "- Boxes and trees are of the points A and B of each block: the others hang on them. {OF_HALVES}"
        )),
        Structure::Trajectories | Structure::Moves => Some(
            "- No boxes and no trees: points differ by one input at a time, so that chance cannot be told from more. A \
             `sobol` design has them."
                .to_owned(),
        ),
    };
    told.chain(note).collect()
}

/// The answer to a question: how many points, and in which box or leaf of the tree they are more than elsewhere.
fn answer(inputs: &[Input], of: &Answer) -> String {
    let mut told = format!("- {} at {} of {} points", of.words, of.cases, of.points);
    if let Some([worse, better]) = of.clearly {
        told += &format!(" (clearly at {worse}, clearly better at {better})");
    }
    if of.tree.is_none() {
        return told + ".";
    }
    for (at, chosen) in of.boxes.iter().enumerate() {
        told += &format!(
            "{} {} ({} of these points are cases, {} of all cases",
            if at == 0 { ": where" } else { ", or where" },
            all_asked(inputs, &chosen.step.bounds, &of.whole),
            percent(chosen.step.density),
            percent(chosen.step.coverage),
        );
        let trial = of.box_tried.as_ref().filter(|_| at == 0);
        let tried = trial.and_then(Trial::told);
        told += &format!("; {})", tried.as_deref().unwrap_or("not tried"));
    }
    let leaf = of.densest().map(|leaf| {
        let tried = of.leaf_tried.as_ref().and_then(Trial::told);
        let tried = tried.map(|tried| format!(" ({tried})"));
        format!(
            "{} of {} where {}, {} of {} elsewhere{}",
            leaf.cases,
            leaf.points,
            all_asked(inputs, &leaf.bounds, &of.whole),
            of.cases - leaf.cases,
            of.points - leaf.points,
            tried.unwrap_or_default()
        )
    });
    told + &match (of.boxes.is_empty(), leaf) {
        (true, Some(leaf)) => format!("; the search finds no box, a tree cuts: {leaf}."),
        (false, Some(leaf)) => format!(". A tree cuts: {leaf}."),
        (true, None) => "; neither box nor tree is found.".to_owned(),
        (false, None) => ".".to_owned(),
    }
}
