//! Deaths in parts of the country and of the dead: forests by place and by who dies, tiles by state.

use plotters::style::RGBColor;

use plaza_engine::few;

use crate::figures::style::{
    CUT, Drawn, INK, MARGIN, NAME, Paper, SMALL, SOFT, TEXT, WIDTH, figure, heading, text, titles,
    titles_height, upwards, width_of,
};
use crate::studies::comparison::Comparison;
use crate::studies::comparison::breakdown::Part;
use crate::studies::comparison::divisions::By;
use crate::studies::comparison::forest_figure::{BETTER, WORSE, sorted};
use crate::studies::comparison::forest_panel::{FOOT, GAP, HEAD, Mark, Panel, axis, is_cut};
use crate::studies::comparison::tiles::{ROW, Tile};

/// Height of a policy's line [px].
const LINE: f64 = 22.0;
/// Room between bands [px].
const BETWEEN: f64 = 18.0;
/// So many states stand beside one another.
const ABREAST: usize = 34;

/// Panels beside one another, of the same policies.
struct Band<'a> {
    title: &'static str,
    /// Whether all panels have one axis.
    shared: bool,
    /// What each is called, and its part under each policy.
    panels: Vec<(String, Vec<Option<&'a Part>>)>,
}

/// The parts of these divisions that are of deaths, by group, each under every policy.
fn groups<'a>(
    parts: &'a [Part],
    policies: &[&str],
    by: &[By],
) -> Vec<(String, Vec<Option<&'a Part>>)> {
    let wanted = || {
        parts
            .iter()
            .filter(|part| by.contains(&part.by) && part.is_of_deaths())
    };
    let first = wanted().next().map(|part| &part.policy);
    let of_first = wanted().filter(|part| Some(&part.policy) == first);
    of_first
        .map(|group| {
            let same = |part: &&Part| part.by == group.by && part.group == group.group;
            let of = |policy: &&str| wanted().filter(same).find(|part| part.policy == **policy);
            (group.title(), policies.iter().map(of).collect())
        })
        .collect()
}

/// The figure of the rows of `breakdown.csv`.
pub fn draw(comparison: &Comparison, parts: &[Part]) -> String {
    let policies = sorted(comparison);
    let bands = [
        ("by place", true, &[By::Border, By::Poverty][..]),
        ("by who dies", false, &[By::Victims]),
    ];
    let bands = bands.map(|(title, shared, by)| Band {
        title,
        shared,
        panels: groups(parts, &policies, by),
    });
    let bands: Vec<Band<'_>> = bands
        .into_iter()
        .filter(|of| !of.panels.is_empty())
        .collect();
    let few = comparison.units < few::LEAST;
    let marks = |of: &[Option<&Part>]| of.iter().map(|part| mark((*part)?)).collect::<Vec<_>>();
    let drawn: Vec<Vec<(Vec<Option<Mark>>, _)>> = bands
        .iter()
        .map(|band| {
            let marks: Vec<Vec<Option<Mark>>> =
                band.panels.iter().map(|(_, of)| marks(of)).collect();
            let least = (100.0 * comparison.margin).max(1.0);
            let of_all = axis(marks.iter().flatten().flatten(), least);
            let with_axis = marks.into_iter().map(|of| {
                let axis = match band.shared {
                    true => of_all.clone(),
                    false => axis(of.iter().flatten(), least),
                };
                (of, axis)
            });
            with_axis.collect()
        })
        .collect();
    let states = groups(parts, &policies, &[By::State]);
    let cut = drawn
        .iter()
        .flatten()
        .any(|(marks, axis)| is_cut(axis, marks));
    let explained = explained(comparison, !states.is_empty(), cut);
    let height = HEAD + policies.len() as f64 * LINE + FOOT + BETWEEN;
    let names = states.iter().map(|(name, _)| width_of(name, SMALL));
    let names = names.fold(0.0, f64::max) + 14.0;
    let rows_of_states = states.chunks(ABREAST);
    let tiles = rows_of_states.len() as f64 * (names + policies.len() as f64 * ROW + BETWEEN);
    let top = titles_height(&explained);
    let whole = top + bands.len() as f64 * height + tiles + MARGIN;
    figure(whole, |paper| {
        titles(
            paper,
            "Where, and who dies: what each policy changes",
            &explained,
        )?;
        let labels = policies.iter().map(|name| width_of(name, TEXT));
        let labels = labels.fold(120.0, f64::max) + MARGIN + 12.0;
        for (index, (band, drawn)) in bands.iter().zip(&drawn).enumerate() {
            let top = top + index as f64 * height;
            let bottom = top + HEAD + policies.len() as f64 * LINE;
            named(paper, &policies, (top, top + HEAD), LINE, band.title)?;
            let width = (WIDTH - labels - MARGIN) / band.panels.len() as f64 - GAP;
            for (index, ((name, _), (marks, axis))) in band.panels.iter().zip(drawn).enumerate() {
                let left = labels + index as f64 * (width + GAP) + GAP / 2.0;
                let panel = Panel {
                    place: [left, left + width, top, bottom],
                    line: LINE,
                    margin: 0.0,
                    axis: axis.clone(),
                };
                panel.draw(paper, name, marks)?;
            }
        }
        let mut top = top + bands.len() as f64 * height;
        for states in rows_of_states {
            let first = top + names;
            named(paper, &policies, (top, first), ROW, "by state")?;
            let width = (WIDTH - labels - MARGIN) / states.len().max(ABREAST / 2) as f64;
            for (index, (name, parts)) in states.iter().enumerate() {
                let x = labels + index as f64 * width;
                upwards(paper, (x + width / 2.0, first - 8.0), name, SMALL, INK)?;
                for (line, part) in parts.iter().enumerate() {
                    if let Some(part) = part {
                        let at = (x, first + line as f64 * ROW);
                        tile(part, few).draw(paper, at, width)?;
                    }
                }
            }
            top = first + policies.len() as f64 * ROW + BETWEEN;
        }
        Ok(())
    })
}

/// The title of a band, and the policies' names beside their lines.
fn named(
    paper: &Paper,
    policies: &[&str],
    (top, first): (f64, f64),
    line: f64,
    title: &str,
) -> Drawn {
    heading(paper, (MARGIN, top + 14.0), title, TEXT)?;
    for (index, policy) in policies.iter().enumerate() {
        let y = first + (index as f64 + 0.5) * line;
        text(paper, (MARGIN, y), policy, NAME)?;
    }
    Ok(())
}

fn explained(comparison: &Comparison, states: bool, cut: bool) -> String {
    let Comparison {
        baseline,
        replicates,
        ..
    } = comparison;
    let mut explained = format!(
        "Organized-crime deaths under the policy less those under {baseline}, relative to {baseline}: mean over \
         {replicates} replicates on equal luck. Bars: 95 % intervals. Blue: fewer, orange: more, where clear of zero \
         at 5 % false discoveries among all groups of a policy that divide the same way; open: not clear. By place: \
         municipalities with a crossing to the north and all others; thirds of the residents by the poverty of their \
         municipality; on one scale. By who dies: panels have scales of their own."
    );
    if states {
        explained +=
            " By state: percent where clear; small tiles where not, coloured by what is seen.";
    }
    let notes = [cut.then(|| CUT.to_owned()), few::note(comparison.units)];
    for note in notes.into_iter().flatten() {
        explained += " ";
        explained += &note;
    }
    explained
}

/// The colour of fewer deaths or of more.
fn colour(part: &Part) -> RGBColor {
    if part.difference < 0.0 { BETTER } else { WORSE }
}

fn mark(part: &Part) -> Option<Mark> {
    let interval = [part.relative_low, part.relative_high];
    let colour = if part.clear { colour(part) } else { SOFT };
    Mark::new(part.relative, interval, interval, colour, part.clear)
}

fn tile(part: &Part, few: bool) -> Tile {
    Tile {
        relative: part.relative,
        colour: if few { SOFT } else { colour(part) },
        certain: part.clear,
        word: (part.low == Some(0.0) && part.high == Some(0.0)).then_some("0"),
    }
}
