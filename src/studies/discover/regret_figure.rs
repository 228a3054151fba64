//! The heat map of regret: policies by slices of the inputs with which it goes most which of them wins.

use plotters::style::Color;

use plaza_engine::numbers::counted;
use plaza_exploration::slices::Slices;
use plaza_exploration::space::Over;

use crate::figures::style::{
    Anchor, COLOURS, Drawn, INK, MARGIN, MARK, NAME, Paper, SMALL, TEXT, WIDTH, block, broken,
    figure, heading, text, titles, titles_height, width_of,
};
use crate::studies::discover::reading::Read;
use crate::studies::discover::rows::{RegretRow, SensitivityRow};
use crate::studies::discover::sensitivity::{WINNER, strongest};
use crate::studies::discover::words::{number, short};

/// How many inputs are shown.
const SHOWN: usize = 2;
/// Height of a policy's line, of what stands over the lines and below them [px].
const LINE: f64 = 30.0;
const HEAD: f64 = 36.0;
const FOOT: f64 = 66.0;
/// Room between maps [px].
const GAP: f64 = 34.0;

/// The mean regret of each policy in each slice of an input, and how the slices are called.
struct Map {
    input: String,
    labels: Vec<String>,
    cells: Vec<Vec<f64>>,
}

/// The figure.
pub fn draw(read: &Read, sensitivity: &[SensitivityRow], regret: &[RegretRow]) -> String {
    let strongest = strongest(sensitivity, WINNER);
    let is_seen = strongest.iter().any(|row| row.matters == Some(true));
    let maps: Vec<Map> = strongest
        .into_iter()
        .take(SHOWN)
        .filter_map(|row| read.names().iter().position(|name| *name == row.input))
        .map(|input| map(read, input))
        .collect();
    let mut order: Vec<&RegretRow> = regret.iter().collect();
    order.sort_by(|a, b| a.regret_mean.total_cmp(&b.regret_mean));
    let order: Vec<usize> = order
        .iter()
        .filter_map(|row| {
            read.policies
                .iter()
                .position(|policy| *policy == row.policy)
        })
        .collect();
    let explained = format!(
        "Mean regret in {} (what a policy loses to the best one at the same point), over points in slices of the \
         inputs with which it goes most which policy wins{}; below each slice its lower end, or its choice. {} points, \
         {} at each; policies by their mean regret.",
        read.metric.name,
        if is_seen {
            ""
        } else {
            ", though with none beyond chance"
        },
        read.sample.len(),
        counted(read.losses.futures(), "future", "futures"),
    );
    let top = titles_height(&explained);
    let bottom = top + HEAD + order.len() as f64 * LINE;
    let most = maps
        .iter()
        .flat_map(|map| map.cells.iter().flatten())
        .copied()
        .fold(0.0, f64::max);
    figure(bottom + FOOT, |paper| {
        titles(paper, "What each policy risks", &explained)?;
        if maps.is_empty() {
            return text(
                paper,
                (WIDTH / 2.0, bottom),
                "one policy has nothing to regret",
                MARK,
            );
        }
        let widest = order
            .iter()
            .map(|policy| width_of(&read.policies[*policy], TEXT));
        let left = widest.fold(80.0, f64::max) + MARGIN;
        for (row, policy) in order.iter().enumerate() {
            let y = top + HEAD + (row as f64 + 0.5) * LINE;
            text(paper, (MARGIN, y), &read.policies[*policy], NAME)?;
        }
        let width = (WIDTH - left - MARGIN) / maps.len() as f64 - GAP;
        for (at, map) in maps.iter().enumerate() {
            let left = left + at as f64 * (width + GAP) + GAP;
            draw_map(paper, [left, left + width, top, bottom], map, &order, most)?;
        }
        Ok(())
    })
}

fn map(read: &Read, input: usize) -> Map {
    let column = read.sample.column(input);
    let slices = Slices::new(column);
    let slices = &slices;
    let points = |slice: usize| (0..column.len()).filter(move |point| slices.of(*point) == slice);
    let least = |slice: usize| {
        points(slice)
            .map(|point| column[point])
            .fold(f64::INFINITY, f64::min)
    };
    let held: Vec<usize> = (0..slices.count())
        .filter(|slice| points(*slice).next().is_some())
        .collect();
    let label = |slice: &usize| match &read.sample.inputs()[input].over {
        Over::Choices(names) => names[least(*slice) as usize].clone(),
        Over::Range { .. } => number(least(*slice)),
    };
    let cell = |regrets: &[f64], slice: usize| {
        let (sum, count) = points(slice).fold((0.0, 0.0), |(sum, count), point| {
            (sum + regrets[point], count + 1.0)
        });
        sum / count
    };
    Map {
        input: short(&read.sample.inputs()[input].name).to_owned(),
        labels: held.iter().map(label).collect(),
        cells: (0..read.policies.len())
            .map(|policy| {
                let regrets = read.losses.regrets(policy);
                held.iter().map(|slice| cell(&regrets, *slice)).collect()
            })
            .collect(),
    }
}

/// One map: left, right, top and bottom [px].
fn draw_map(
    paper: &Paper,
    [left, right, top, bottom]: [f64; 4],
    map: &Map,
    order: &[usize],
    most: f64,
) -> Drawn {
    let caption = broken(&format!("by {}", map.input), TEXT, right - left).swap_remove(0);
    heading(paper, (left, top + 14.0), &caption, TEXT)?;
    let width = (right - left) / map.labels.len() as f64;
    for (row, policy) in order.iter().enumerate() {
        let y = top + HEAD + row as f64 * LINE;
        for (slice, value) in map.cells[*policy].iter().enumerate() {
            let x = left + slice as f64 * width;
            let part = if most > 0.0 { value / most } else { 0.0 };
            let strength = 0.04 + 0.9 * part.sqrt();
            block(
                paper,
                (x, y),
                (width - 2.0, LINE - 2.0),
                COLOURS[1].mix(strength),
            )?;
            let label = number(*value);
            if width_of(&label, SMALL) < width - 4.0 {
                let middle = (x + width / 2.0, y + LINE / 2.0);
                text(paper, middle, &label, (SMALL, INK, Anchor::Middle))?;
            }
        }
    }
    let mut free = left;
    for (slice, label) in map.labels.iter().enumerate() {
        let middle = left + (slice as f64 + 0.5) * width;
        let half = width_of(label, SMALL) / 2.0;
        if middle - half >= free {
            text(paper, (middle, bottom + 14.0), label, MARK)?;
            free = middle + half + 6.0;
        }
    }
    let middle = f64::midpoint(left, right);
    text(paper, (middle, bottom + 38.0), &map.input, MARK)
}
