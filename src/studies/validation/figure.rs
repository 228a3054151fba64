//! Targets and simulated values, all on one scale: 0 is the observed value, 1 the edge of the
//! tolerance.

use plotters::style::{RGBColor, WHITE};

use plaza_engine::numbers::{digits, grouped};

use crate::figures::style::{
    Anchor, COLOURS, Drawn, FAINT, INK, MARGIN, MARK, NOTE, PALE, Paper, SMALL, SOFT, TEXT, area,
    block, broken, disc, figure, heading, line, text, titles, titles_height, width_of,
};
use crate::studies::validation::targets::Role;
use crate::studies::validation::{Band, Held, Line, Verdict, of_fewer};

/// Where the scale ends, in tolerances.
const END: f64 = 4.0;
/// Left edges of labels, of the scale and of numbers, and the right edge of the scale [px].
const LABELS: f64 = 400.0;
const SCALE: [f64; 2] = [560.0, 1010.0];
const NUMBERS: f64 = 1030.0;
/// Height of a line, of a line of a target's description, and between targets [px].
const LINE: f64 = 17.0;
const WORDS: f64 = 15.0;
const GAP: f64 = 9.0;
/// Height of the title of a group with its marks, and of the legend [px].
const GROUP: f64 = 56.0;
const LEGEND: f64 = 30.0;

const INSIDE: RGBColor = COLOURS[0];
const OUTSIDE: RGBColor = COLOURS[1];

/// A target as it is drawn.
struct Row<'a> {
    held: &'a Held,
    lines: Vec<&'a Line>,
    words: Vec<String>,
}

impl Row<'_> {
    fn height(&self) -> f64 {
        let lines = self.lines.len() as f64 * LINE;
        lines.max(self.words.len() as f64 * WORDS) + GAP
    }
}

/// The figure; parts without a tolerance are left out.
pub fn draw(held: &[Held], policy: &str, replicates: usize) -> String {
    let groups = [("Fit on", Role::Fit), ("Checked with", Role::Check)];
    let groups = groups.map(|(title, role)| (title, rows(held, role)));
    let few = held.iter().flat_map(|held| &held.lines);
    let few = match few.filter(|line| line.verdict == Verdict::TooFew).count() {
        0 => "",
        _ => " Grey: of too few replicates for a verdict.",
    };
    let fewer = of_fewer(held, replicates).into_iter();
    let fewer: String = fewer
        .map(|(known, ids)| format!(" Of {known} of them: {}.", ids.join(", ")))
        .collect();
    let explained = format!(
        "Policy {policy}, {replicates} replicates: median and 5-95 % band, scaled so that 0 is what was \
         observed and -1 and 1 are the edges of what is accepted. What lies beyond {END} is drawn \
         at the edge, with an arrow.{fewer}{few}"
    );
    let top = titles_height(&explained);
    let height = |rows: &[Row]| GROUP + rows.iter().map(Row::height).sum::<f64>();
    let total = groups.iter().map(|(_, rows)| height(rows)).sum::<f64>();
    figure(top + LEGEND + total + MARGIN, |paper| {
        titles(paper, "Held against the facts", &explained)?;
        legend(paper, top + LEGEND / 2.0 - 6.0)?;
        let mut y = top + LEGEND;
        for (title, rows) in &groups {
            group(paper, y, title, rows)?;
            y += height(rows);
        }
        Ok(())
    })
}

fn rows(held: &[Held], role: Role) -> Vec<Row<'_>> {
    let of_role = held.iter().filter(|held| held.target.role == role);
    let rows = of_role.map(|held| Row {
        held,
        lines: (held.lines.iter())
            .filter(|line| line.bounds.is_some())
            .collect(),
        words: broken(&held.target.what, SMALL, LABELS - MARGIN - 50.0),
    });
    rows.filter(|row| !row.lines.is_empty()).collect()
}

/// Where a part of the scale lies [px].
fn x(scaled: f64) -> f64 {
    let [left, right] = SCALE;
    left + (scaled.clamp(-END, END) + END) / (2.0 * END) * (right - left)
}

/// How many tolerances a value lies from the observations.
fn scaled(line: &Line, value: f64) -> f64 {
    let observed = line.observed.unwrap_or(value);
    let [least, most] = line.bounds.unwrap_or([observed; 2]);
    let away = value - observed;
    let edge = if away > 0.0 {
        most - observed
    } else {
        observed - least
    };
    match away {
        0.0 => 0.0,
        away if edge > 0.0 => away / edge,
        away => away.signum() * f64::INFINITY,
    }
}

fn legend(paper: &Paper, y: f64) -> Drawn {
    disc(paper, (MARGIN + 6.0, y), 5.0, INSIDE)?;
    text(paper, (MARGIN + 18.0, y), "median inside", NOTE)?;
    diamond(paper, (MARGIN + 136.0, y), OUTSIDE)?;
    text(paper, (MARGIN + 148.0, y), "median outside", NOTE)
}

fn group(paper: &Paper, top: f64, title: &str, rows: &[Row]) -> Drawn {
    let bottom = top + GROUP + rows.iter().map(Row::height).sum::<f64>();
    heading(paper, (MARGIN, top + 20.0), title, TEXT + 2.0)?;
    let first = top + GROUP - 8.0;
    block(
        paper,
        (x(-1.0), first),
        (x(1.0) - x(-1.0), bottom - first),
        PALE,
    )?;
    for mark in (-END as i32..=END as i32).map(f64::from) {
        let colour = if mark == 0.0 { SOFT } else { FAINT };
        let width = if mark.abs() <= 1.0 { 1.2 } else { 0.5 };
        line(paper, &[(x(mark), first), (x(mark), bottom)], colour, width)?;
        let label = format!("{mark:.0}");
        text(paper, (x(mark), first - 9.0), &label, MARK)?;
    }
    let at = (x(0.0), first - 25.0);
    text(paper, at, "observed", MARK)?;
    let at = (NUMBERS, first - 9.0);
    text(paper, at, "simulated (observed)", NOTE)?;
    let mut y = top + GROUP;
    for row in rows {
        heading(paper, (MARGIN, y + LINE / 2.0), &row.held.target.id, SMALL)?;
        for (index, words) in row.words.iter().enumerate() {
            let at = (MARGIN + 40.0, y + LINE / 2.0 + index as f64 * WORDS);
            text(paper, at, words, (SMALL, INK, Anchor::Left))?;
        }
        for (index, of) in row.lines.iter().enumerate() {
            part(paper, y + (index as f64 + 0.5) * LINE, of)?;
        }
        y += row.height();
    }
    Ok(())
}

/// One part in one year.
fn part(paper: &Paper, y: f64, of: &Line) -> Drawn {
    let year = of.year.map(|year| year.to_string());
    let label = [Some(of.part.clone()).filter(|part| part != "all"), year];
    let label = label.into_iter().flatten().collect::<Vec<_>>().join(" ");
    text(paper, (LABELS, y), &label, NOTE)?;
    let Some(band) = of.simulated else {
        let lacking = of.needs.map_or_else(String::new, |needs| needs.to_string());
        let lacking = format!("not computable: {lacking}");
        let size = (width_of(&lacking, SMALL) + 4.0, LINE - 2.0);
        block(paper, (SCALE[0] - 2.0, y - size.1 / 2.0), size, WHITE)?;
        return text(paper, (SCALE[0], y), &lacking, NOTE);
    };
    let observed = of.observed.unwrap_or(band.median);
    let digits = digits(band.median.abs().max(observed.abs()));
    let [median, observed] = [band.median, observed].map(|value| grouped(value, digits));
    let numbers = format!("{median} ({observed})");
    text(paper, (NUMBERS, y), &numbers, NOTE)?;
    marks(paper, y, of, band)
}

/// The band, and the median on it.
fn marks(paper: &Paper, y: f64, of: &Line, band: Band) -> Drawn {
    let colour = match of.verdict {
        Verdict::Inside => INSIDE,
        Verdict::TooFew => SOFT,
        _ => OUTSIDE,
    };
    let [low, median, high] = [band.low, band.median, band.high].map(|value| scaled(of, value));
    line(paper, &[(x(low), y), (x(high), y)], colour, 3.0)?;
    for (beyond, side) in [(low < -END, -1.0), (high > END, 1.0)] {
        if beyond {
            let tip = x(side * END) + side * 9.0;
            let back = tip - side * 9.0;
            area(paper, &[(tip, y), (back, y - 5.0), (back, y + 5.0)], colour)?;
        }
    }
    match of.verdict {
        Verdict::Inside | Verdict::TooFew => disc(paper, (x(median), y), 5.0, colour),
        _ => diamond(paper, (x(median), y), colour),
    }
}

fn diamond(paper: &Paper, (x, y): (f64, f64), colour: RGBColor) -> Drawn {
    let corners = [(x - 6.5, y), (x, y - 6.5), (x + 6.5, y), (x, y + 6.5)];
    area(paper, &corners, colour)
}
