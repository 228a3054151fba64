//! Deaths in parts of the country and of the dead: forests by place and by who dies, tiles by state.

use plotters::style::RGBColor;

use plaza_engine::few;

use crate::figures::axis::Axis;
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

/// What a panel is called, its mark for each policy, and its axis.
type Drawing = (String, Vec<Option<Mark>>, Axis);

/// Panels beside one another.
struct Band {
    title: &'static str,
    panels: Vec<Drawing>,
}

impl Band {
    /// Of groups under each policy; panels that are `alike` have one axis, which holds at least so many percent.
    fn new(title: &'static str, groups: &[Group<'_>], alike: bool, least: f64) -> Self {
        let marks = |parts: &[Option<&Part>]| parts.iter().map(|part| mark((*part)?)).collect();
        let marks: Vec<Vec<Option<Mark>>> = groups.iter().map(|(_, parts)| marks(parts)).collect();
        let of_all = axis(marks.iter().flatten().flatten(), least);
        let panels = groups.iter().zip(marks).map(|((name, _), marks)| {
            let axis = match alike {
                true => of_all.clone(),
                false => axis(marks.iter().flatten(), least),
            };
            (name.clone(), marks, axis)
        });
        Self {
            title,
            panels: panels.collect(),
        }
    }

    /// Draws the panels from `left` to the margin, between `top` and `bottom` [px].
    fn draw(&self, paper: &Paper, left: f64, [top, bottom]: [f64; 2]) -> Drawn {
        let width = (WIDTH - left - MARGIN) / self.panels.len() as f64 - GAP;
        for (index, (name, marks, axis)) in self.panels.iter().enumerate() {
            let left = left + index as f64 * (width + GAP) + GAP / 2.0;
            let panel = Panel {
                place: [left, left + width, top, bottom],
                line: LINE,
                margin: 0.0,
                axis: axis.clone(),
            };
            panel.draw(paper, name, marks)?;
        }
        Ok(())
    }
}

/// What a group is called, and its part under each policy.
type Group<'a> = (String, Vec<Option<&'a Part>>);

/// The parts of these divisions that are of deaths, by group, each under every policy.
fn groups<'a>(parts: &'a [Part], policies: &[&str], by: &[By]) -> Vec<Group<'a>> {
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
            let share = group.share(parts).filter(|_| group.by != By::State);
            let share = share.map_or_else(String::new, |share| format!(", {:.0} %", 100.0 * share));
            (group.title() + &share, policies.iter().map(of).collect())
        })
        .collect()
}

/// The figure of the rows of `breakdown.csv`.
pub fn draw(comparison: &Comparison, parts: &[Part]) -> String {
    let policies = &sorted(comparison);
    let least = (100.0 * comparison.margin).max(1.0);
    let of = |by: &[By]| groups(parts, policies, by);
    let bands = [
        Band::new("by place", &of(&[By::Border, By::Poverty]), true, least),
        Band::new("by who dies", &of(&[By::Victims]), false, least),
    ];
    let bands = bands.iter().filter(|band| !band.panels.is_empty());
    let bands: Vec<&Band> = bands.collect();
    let states = of(&[By::State]);
    let panels = bands.iter().flat_map(|band| &band.panels);
    let cut = panels
        .into_iter()
        .any(|(_, marks, axis)| is_cut(axis, marks));
    let explained = explained(comparison, !states.is_empty(), cut);
    let names = states.iter().map(|(name, _)| width_of(name, SMALL));
    let names = names.fold(0.0, f64::max) + 14.0;
    let [of_band, of_states] = [HEAD + FOOT, names].map(|more| more + BETWEEN);
    let of_band = of_band + policies.len() as f64 * LINE;
    let of_states = of_states + policies.len() as f64 * ROW;
    let top = titles_height(&explained);
    let tiles = top + bands.len() as f64 * of_band;
    let rows_of_states = states.chunks(ABREAST);
    let bottom = tiles + rows_of_states.len() as f64 * of_states;
    figure(bottom + MARGIN, |paper| {
        let title = "Where, and who dies: what each policy changes";
        titles(paper, title, &explained)?;
        let labels = policies.iter().map(|name| width_of(name, TEXT));
        let left = labels.fold(120.0, f64::max) + MARGIN + 12.0;
        for (index, band) in bands.iter().enumerate() {
            let top = top + index as f64 * of_band;
            let first = top + HEAD;
            named(paper, policies, (top, first), LINE, band.title)?;
            band.draw(paper, left, [top, first + policies.len() as f64 * LINE])?;
        }
        for (index, states) in rows_of_states.enumerate() {
            let top = tiles + index as f64 * of_states;
            named(paper, policies, (top, top + names), ROW, "by state")?;
            let few = comparison.units < few::LEAST;
            draw_states(paper, states, (left, top + names), few)?;
        }
        Ok(())
    })
}

/// Tiles of some states, a column for each, the first at (left, first) [px].
fn draw_states(paper: &Paper, states: &[Group<'_>], (left, first): (f64, f64), few: bool) -> Drawn {
    let width = (WIDTH - left - MARGIN) / states.len().max(ABREAST / 2) as f64;
    for (index, (name, parts)) in states.iter().enumerate() {
        let x = left + index as f64 * width;
        let at = (x + width / 2.0, first - 8.0);
        upwards(paper, at, name, SMALL, INK)?;
        for (line, part) in parts.iter().enumerate() {
            if let Some(part) = part {
                let at = (x, first + line as f64 * ROW);
                tile(part, few).draw(paper, at, width)?;
            }
        }
    }
    Ok(())
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
         municipality; on one scale. By who dies: panels have scales of their own. Beside each name its part of the \
         deaths under {baseline}."
    );
    if states {
        explained +=
            " By state: percent where clear; small tiles where not; 0: equal in every replicate.";
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
