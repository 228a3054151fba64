//! The answers to questions, in sentences.

use plaza_exploration::space::Input;

use crate::studies::discover::boxes::{Answer, Trust};
use crate::studies::discover::reading::{Read, Structure};
use crate::studies::discover::words::{all_asked, percent};

/// A sentence for each question, and what holds for all.
pub fn answers(read: &Read, answers: &[Answer]) -> Vec<String> {
    let told = answers.iter().map(|of| answer(read.sample.inputs(), of));
    let note = match read.structure {
        _ if answers.is_empty() => None,
        Structure::Alone | Structure::Blocks if answers.iter().all(|of| of.tree.is_none()) => None,
        Structure::Alone => Some(
            "- All of it is given these futures: luck is the same at every point, and another luck would move limits and \
             counts."
                .to_owned(),
        ),
        Structure::Blocks => Some(
            "- Boxes and trees are of the points A and B of each block: the others hang on them. They are given these \
             futures: luck is the same at every point, and another luck would move limits and counts."
                .to_owned(),
        ),
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
            "{} {} ({} of these points, {} of the cases",
            if at == 0 { ": where" } else { ", or where" },
            all_asked(inputs, &chosen.step.bounds, &of.whole),
            percent(chosen.step.density),
            percent(chosen.step.coverage),
        );
        if let Some(held_out) = chosen.held_out {
            told += &match held_out.found {
                0 => "; no half of the points has a box".to_owned(),
                found => format!(
                    "; boxes of {found} of {} halves of the points: {} and {} in the other half",
                    held_out.halves,
                    percent(held_out.density),
                    percent(held_out.coverage)
                ),
            };
            told += of.trust().map_or("", Trust::told);
        } else if at > 0 {
            told += "; not tried";
        }
        told += ")";
    }
    let leaf = of.densest().map(|leaf| {
        format!(
            "{} of {} where {}, {} of {} elsewhere",
            leaf.cases,
            leaf.points,
            all_asked(inputs, &leaf.bounds, &of.whole),
            of.cases - leaf.cases,
            of.points - leaf.points
        )
    });
    told + &match (of.boxes.is_empty(), leaf) {
        (true, Some(leaf)) => format!("; the search finds no box, a tree cuts: {leaf}."),
        (false, Some(leaf)) => format!(". A tree cuts: {leaf}."),
        (true, None) => "; neither box nor tree is found.".to_owned(),
        (false, None) => ".".to_owned(),
    }
}
