//! The event study: deaths before and after a removal, a panel for leaders and one for bosses.

use plotters::style::{Color, RGBAColor, RGBColor};

use plaza_engine::few;

use crate::figures::style::{
    AXIS, COLOURS, CUT, Drawn, FAINT, INK, MARGIN, MARK, NOTE, PALE, Paper, SMALL, TEXT, WIDTH,
    arrow, block, disc, figure, heading, line, text, titles, titles_height, upright, width_of,
};
use crate::studies::event_study::{Effect, Removed, WINDOWS, Where};

/// Height of the legend [px].
const LEGEND: f64 = 34.0;
/// Height of a panel's plot [px].
const PLOT: f64 = 380.0;
/// Height of a panel's title [px].
const HEAD: f64 = 34.0;
/// Height of the strip with the windows and the x axis' name [px].
const FOOT: f64 = 62.0;
/// Room left of the panels for the marks of the scale [px].
const LEFT: f64 = 76.0;
/// Space between the panels [px].
const BETWEEN: f64 = 28.0;
/// Standard errors of an interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// Ratios that are marked on the scale.
const RATIOS: [f64; 13] = [
    0.1,
    0.2,
    1.0 / 3.0,
    0.5,
    2.0 / 3.0,
    0.8,
    1.0,
    1.25,
    1.5,
    2.0,
    3.0,
    5.0,
    10.0,
];

/// The panels and their titles.
const PANELS: [(Removed, &str); 2] = [
    (Removed::Leader, "a leader was removed"),
    (Removed::Boss, "a plaza boss was removed"),
];

/// What is drawn in each panel, and its colour.
const SERIES: [(Where, &str, RGBColor); 2] = [
    (Where::Place, "in the municipality", COLOURS[1]),
    (
        Where::Neighbour,
        "in a municipality that borders it",
        COLOURS[0],
    ),
];

/// The figure, of effects that stand for so many replicates.
pub fn draw(effects: &[Effect], policy: &str, replicates: usize) -> String {
    let mut explained = format!(
        "Poisson regression of monthly deaths (4 weeks) on removals by the government, with effects of \
         municipalities and of states by month, run on each of {replicates} replicates of {policy} as on \
         real data. Points: mean; thick bars: 95 % interval of the mean over replicates; thin bars: the \
         interval that one replicate alone would give (mean error, clustered by municipality). \
         Compared with more than a year before, or never; months before the removal are a placebo."
    );
    if let Some(note) = few::note(replicates) {
        explained += &format!(" {note}");
    }
    let scale = Scale::new(effects);
    if effects.iter().any(|effect| scale.cuts(effect)) {
        explained += &format!(" {CUT}");
    }
    let top = titles_height(&explained) + LEGEND;
    figure(top + HEAD + PLOT + FOOT, |paper| {
        titles(
            paper,
            "Organized-crime deaths around removals, as a regression sees them",
            &explained,
        )?;
        legend(paper, top - LEGEND / 2.0)?;
        let middle = (MARGIN, top + HEAD + PLOT / 2.0);
        upright(paper, middle, "change of deaths (ratio scale)")?;
        let width = (WIDTH - LEFT - MARGIN - BETWEEN - MARGIN / 2.0) / 2.0;
        for (index, (removed, title)) in PANELS.into_iter().enumerate() {
            let left = MARGIN + LEFT - 12.0 + index as f64 * (width + BETWEEN);
            let panel = Panel {
                left,
                width,
                top: top + HEAD,
                scale: &scale,
            };
            heading(paper, (left, top + 10.0), title, TEXT)?;
            panel.ground(paper, index == 0)?;
            let of_panel: Vec<&Effect> = effects
                .iter()
                .filter(|effect| effect.removed == removed)
                .collect();
            panel.effects(paper, &of_panel)?;
        }
        Ok(())
    })
}

fn legend(paper: &Paper, y: f64) -> Drawn {
    let mut x = MARGIN;
    for (_, label, colour) in SERIES {
        line(paper, &[(x, y), (x + 30.0, y)], colour.mix(0.6), 1.4)?;
        line(paper, &[(x + 8.0, y), (x + 22.0, y)], colour, 4.0)?;
        disc(paper, (x + 15.0, y), 4.5, colour)?;
        text(paper, (x + 38.0, y), label, NOTE)?;
        x += 70.0 + width_of(label, SMALL);
    }
    Ok(())
}

/// The scale both panels share: logarithms of ratios.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// As wide as what is certain asks for, and from two thirds to one and a half at least.
    fn new(effects: &[Effect]) -> Self {
        let ends = effects
            .iter()
            .flat_map(|effect| [effect.log_ratio, effect.low, effect.high]);
        let ends: Vec<f64> = ends.flatten().collect();
        let marks = RATIOS.map(libm::log);
        let [lowest, highest] = [marks[0], marks[marks.len() - 1]];
        let least = ends.iter().copied().fold(marks[4], f64::min);
        let most = ends.iter().copied().fold(marks[8], f64::max);
        let below = marks.iter().rev().find(|mark| **mark <= least);
        let above = marks.iter().find(|mark| **mark >= most);
        Self {
            low: *below.unwrap_or(&lowest),
            high: *above.unwrap_or(&highest),
        }
    }

    /// Whether an interval of an effect goes on beyond the scale.
    fn cuts(&self, effect: &Effect) -> bool {
        let within = effect.log_ratio.zip(effect.within_se);
        let within = within.map(|(mean, error)| [mean - Z * error, mean + Z * error]);
        let all = effect.low.zip(effect.high).map(|(low, high)| [low, high]);
        let ends = [within, all].into_iter().flatten().flatten();
        ends.into_iter().any(|end| self.beyond(end) != 0.0)
    }

    /// On which side of the scale a logarithm lies: -1 below it, 1 above it, 0 on it.
    fn beyond(&self, log_ratio: f64) -> f64 {
        match log_ratio {
            below if below < self.low - 1e-9 => -1.0,
            above if above > self.high + 1e-9 => 1.0,
            _ => 0.0,
        }
    }

    /// How far up a logarithm lies, 0 to 1; what is beyond an end lies there.
    fn part(&self, log_ratio: f64) -> f64 {
        ((log_ratio - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

/// A panel's plot.
struct Panel<'a> {
    left: f64,
    width: f64,
    top: f64,
    scale: &'a Scale,
}

impl Panel<'_> {
    fn y(&self, log_ratio: f64) -> f64 {
        self.top + PLOT * (1.0 - self.scale.part(log_ratio))
    }

    /// The middle of a window.
    fn x(&self, window: usize) -> f64 {
        self.left + self.width * (window as f64 + 0.5) / WINDOWS.len() as f64
    }

    /// What lies behind the effects: the months before, the marks of both axes.
    fn ground(&self, paper: &Paper, marked: bool) -> Drawn {
        let before = WINDOWS.iter().filter(|(from, _)| *from < 0).count() as f64;
        let removal = self.left + self.width * before / WINDOWS.len() as f64;
        let shaded = (removal - self.left, PLOT);
        block(paper, (self.left, self.top), shaded, PALE.mix(0.45))?;
        for ratio in RATIOS {
            let log_ratio = libm::log(ratio);
            if log_ratio < self.scale.low - 1e-9 || log_ratio > self.scale.high + 1e-9 {
                continue;
            }
            let y = self.y(log_ratio);
            let colour = if ratio == 1.0 { INK } else { PALE };
            line(
                paper,
                &[(self.left, y), (self.left + self.width, y)],
                colour,
                1.0,
            )?;
            if marked {
                let label = percent(ratio);
                let x = self.left - 12.0 - width_of(&label, SMALL);
                text(paper, (x, y), &label, NOTE)?;
            }
        }
        let bottom = self.top + PLOT;
        line(paper, &[(removal, self.top), (removal, bottom)], FAINT, 1.0)?;
        for (index, (from, to)) in WINDOWS.into_iter().enumerate() {
            let label = match to {
                Some(to) => format!("{from} … {to}").replace('-', "\u{2212}"),
                None => format!("{from} +"),
            };
            let at = (self.x(index), bottom + 16.0);
            text(paper, at, &label, MARK)?;
        }
        let at = (self.left + self.width / 2.0, bottom + 40.0);
        let name = "months since the removal";
        text(paper, at, name, AXIS)
    }

    fn effects(&self, paper: &Paper, effects: &[&Effect]) -> Drawn {
        for (index, window) in WINDOWS.into_iter().enumerate() {
            for ((place, _, colour), beside) in SERIES.into_iter().zip([-9.0, 9.0]) {
                let found = effects.iter().find(|effect| {
                    effect.place == place && (effect.months_from, effect.months_to) == window
                });
                let Some((effect, mean)) = found.and_then(|of| Some((of, of.log_ratio?))) else {
                    continue;
                };
                let x = self.x(index) + beside;
                if let Some(error) = effect.within_se {
                    let within = [mean - Z * error, mean + Z * error];
                    self.bar(paper, x, within, (colour.mix(0.6), 1.4))?;
                }
                if let (Some(low), Some(high)) = (effect.low, effect.high) {
                    self.bar(paper, x, [low, high], (colour.mix(1.0), 4.0))?;
                }
                disc(paper, (x, self.y(mean)), 4.5, colour)?;
            }
        }
        Ok(())
    }

    /// An interval; one that goes on beyond the scale ends in an arrow head there.
    fn bar(
        &self,
        paper: &Paper,
        x: f64,
        interval: [f64; 2],
        (colour, width): (RGBAColor, f64),
    ) -> Drawn {
        let ends = interval.map(|end| (x, self.y(end)));
        line(paper, &ends, colour, width)?;
        for (end, at) in interval.into_iter().zip(ends) {
            let side = self.scale.beyond(end);
            if side != 0.0 {
                arrow(paper, (at.0, at.1 - 4.0 * side), (0.0, -side), colour)?;
            }
        }
        Ok(())
    }
}

/// A ratio as a change in per cent.
fn percent(ratio: f64) -> String {
    let change = (100.0 * (ratio - 1.0)).round();
    match change {
        0.0 => "0 %".to_owned(),
        c if c > 0.0 => format!("+{c} %"),
        c => format!("\u{2212}{} %", -c),
    }
}
