//! The lineage tree of one replicate: who split from whom, when, and how large they were.

use plotters::style::RGBColor;

use plaza_batch::rows::Rows;

use plaza_engine::numbers::grouped;

use crate::figures::axis::Axis;
use crate::figures::families::{Fall, Family, Group};
use crate::figures::style::{
    AXIS, Anchor, COLOURS, Drawn, FAINT, INK, MARGIN, MARK, NOTE, PALE, Paper, SMALL, SOFT, TEXT,
    WIDTH, area, disc, figure, line, ring, text, titles, titles_height, width_of,
};

/// Height of the legend [px].
const LEGEND: f64 = 40.0;
/// Height of the strip with years [px].
const FOOT: f64 = 56.0;
/// Room for names at the right [px].
const NAMES: f64 = 190.0;
/// Letters of a name that are shown.
const LETTERS: usize = 26;

/// The figure, of the policy whose first replicate split most.
/// Week 0 begins the year `first_year`.
pub fn draw(organizations: &Rows, events: &Rows, first_year: i32) -> String {
    let family = Family::new(organizations, events);
    let explained = explained(&family);
    let count = family.groups.len();
    let pitch = if count > 40 { 16.0 } else { 20.0 };
    let top = titles_height(&explained) + LEGEND;
    let bottom = top + pitch * count.max(4) as f64 + 10.0;
    figure(bottom + FOOT, |paper| {
        titles(paper, "Lineage of criminal groups", &explained)?;
        if family.groups.is_empty() {
            let at = (WIDTH / 2.0, (top + bottom) / 2.0);
            let nothing = "no rows in the table organizations";
            return text(paper, at, nothing, (TEXT, SOFT, Anchor::Middle));
        }
        let tree = Tree {
            paper,
            time: Axis::of_weeks(first_year, 0.0, family.last_week, 10),
            top,
            bottom,
            pitch,
            most: family.groups.iter().map(Group::peak).fold(1.0, f64::max),
        };
        tree.legend(top - LEGEND / 2.0 - 4.0)?;
        tree.axis()?;
        for (row, group) in family.groups.iter().enumerate() {
            tree.connector(row, group)?;
        }
        for (row, group) in family.groups.iter().enumerate() {
            tree.life(row, group)?;
        }
        for (row, group) in family.groups.iter().enumerate() {
            for (week, fall) in &group.falls {
                fall_mark(paper, (tree.x(*week), tree.y(row)), *fall)?;
            }
        }
        Ok(())
    })
}

fn explained(family: &Family) -> String {
    if family.groups.is_empty() {
        return "Of one replicate.".to_owned();
    }
    let shown = if family.groups.len() < family.all {
        format!(
            " The {} largest of {} groups, with their ancestors.",
            family.groups.len(),
            family.all
        )
    } else {
        String::new()
    };
    let among = match family.policies {
        1 => String::new(),
        policies => format!(" (of {policies} policies the one with most splits)"),
    };
    format!(
        "Replicate {} of policy {}{among}. A line is a group from its founding to its end, thicker the more members it has; one \
         colour for each founder and its descent, grey for founders nobody split from. A splinter is \
         named by its root, place and week, or by its faction.{shown}",
        family.replicate, family.policy
    )
}

struct Tree<'a, 'b> {
    paper: &'a Paper<'b>,
    time: Axis,
    top: f64,
    bottom: f64,
    pitch: f64,
    most: f64,
}

impl Tree<'_, '_> {
    fn x(&self, week: f64) -> f64 {
        MARGIN + 8.0 + self.time.part(week) * (WIDTH - 2.0 * MARGIN - 8.0 - NAMES)
    }

    fn y(&self, row: usize) -> f64 {
        self.top + (row as f64 + 0.5) * self.pitch
    }

    /// Half the thickness of a line of so many members: the root, so that small groups are seen.
    fn half(&self, members: f64) -> f64 {
        0.6 + (members / self.most).max(0.0).sqrt() * (self.pitch * 0.42 - 0.6)
    }

    fn axis(&self) -> Drawn {
        for mark in &self.time.marks {
            let x = self.x(*mark);
            line(self.paper, &[(x, self.top), (x, self.bottom)], PALE, 1.0)?;
            let label = self.time.label(*mark);
            let at = (x, self.bottom + 14.0);
            text(self.paper, at, &label, MARK)?;
        }
        let middle = self.x(0.0) + (WIDTH - 2.0 * MARGIN - 8.0 - NAMES) / 2.0;
        let at = (middle, self.bottom + 36.0);
        text(self.paper, at, &self.time.name(), AXIS)
    }

    fn connector(&self, row: usize, group: &Group) -> Drawn {
        let Some(parent) = group.parent_row.filter(|_| group.born >= 0.0) else {
            return Ok(());
        };
        let x = self.x(group.born);
        let from = (x, self.y(parent));
        line(self.paper, &[from, (x, self.y(row))], colour(group), 1.2)?;
        disc(self.paper, from, 2.2, INK)
    }

    fn life(&self, row: usize, group: &Group) -> Drawn {
        let y = self.y(row);
        let sizes: Vec<(f64, f64)> = group
            .sizes
            .iter()
            .map(|(week, members)| (self.x(*week), self.half(*members)))
            .collect();
        let upper = sizes.iter().map(|(x, half)| (*x, y - half));
        let lower = sizes.iter().rev().map(|(x, half)| (*x, y + half));
        area(
            self.paper,
            &upper.chain(lower).collect::<Vec<_>>(),
            colour(group),
        )?;
        let end = sizes.last().map_or(self.x(group.born), |(x, _)| *x);
        if group.ended {
            line(
                self.paper,
                &[(end, y - 4.0), (end, y + 4.0)],
                colour(group),
                1.4,
            )?;
        }
        let letters: String = group.name.chars().take(LETTERS).collect();
        let name = if letters == group.name {
            letters
        } else {
            letters + "\u{2026}"
        };
        let tone = if group.ended { SOFT } else { INK };
        text(
            self.paper,
            (end + 6.0, y),
            &name,
            (SMALL, tone, Anchor::Left),
        )
    }

    fn legend(&self, y: f64) -> Drawn {
        let mut x = MARGIN + 8.0;
        let falls = [
            (Fall::Killed, "leader killed"),
            (Fall::Arrested, "leader arrested"),
            (Fall::KilledByRivals, "leader killed by rivals"),
        ];
        for (fall, label) in falls {
            fall_mark(self.paper, (x, y), fall)?;
            x = self.word(x + 10.0, y, label)?;
        }
        line(self.paper, &[(x, y - 8.0), (x, y + 8.0)], INK, 1.2)?;
        disc(self.paper, (x, y - 8.0), 2.2, INK)?;
        x = self.word(x + 8.0, y, "split")?;
        line(self.paper, &[(x, y - 5.0), (x, y + 5.0)], INK, 1.4)?;
        x = self.word(x + 8.0, y, "end of a group")?;
        let sizes = [10.0, 100.0, 1_000.0, 10_000.0, 100_000.0];
        let shown = sizes.iter().filter(|size| **size <= self.most).count();
        for size in &sizes[shown.saturating_sub(3)..shown] {
            let half = self.half(*size);
            let corners = [
                (x, y - half),
                (x + 26.0, y - half),
                (x + 26.0, y + half),
                (x, y + half),
            ];
            area(self.paper, &corners, FAINT)?;
            let label = format!("{} members", grouped(*size, 0));
            x = self.word(x + 32.0, y, &label)?;
        }
        Ok(())
    }

    /// A word of the legend; returns where the next mark may stand.
    fn word(&self, x: f64, y: f64, word: &str) -> Drawn<f64> {
        text(self.paper, (x, y), word, NOTE)?;
        Ok(x + width_of(word, SMALL) + 22.0)
    }
}

fn colour(group: &Group) -> RGBColor {
    group
        .descent
        .map_or(FAINT, |descent| COLOURS[descent % COLOURS.len()])
}

fn fall_mark(paper: &Paper, (x, y): (f64, f64), fall: Fall) -> Drawn {
    let white = RGBColor(0xff, 0xff, 0xff);
    match fall {
        Fall::Killed => {
            disc(paper, (x, y), 5.0, white)?;
            disc(paper, (x, y), 4.0, INK)
        }
        Fall::Arrested => {
            disc(paper, (x, y), 4.4, white)?;
            ring(paper, (x, y), 3.8, INK, 1.5)
        }
        Fall::KilledByRivals => {
            let diamond = |r: f64| [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
            area(paper, &diamond(6.6), white)?;
            area(paper, &diamond(5.2), INK)
        }
    }
}
