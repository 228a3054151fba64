//! Panels in rows and columns that share what their axes are called.

use crate::figures::style::{
    AXIS, Anchor, Drawn, MARGIN, Paper, SOFT, TEXT, WIDTH, text, units, upright,
};

/// Height of the strip with the x axis' name (px).
const FOOT: f64 = 40.0;

/// So many panels: columns, and the height of each (px).
pub fn grid(panels: usize) -> (usize, f64) {
    match panels {
        0 | 1 => (1, 480.0),
        2 => (2, 400.0),
        3 => (3, 340.0),
        4 => (2, 340.0),
        5 | 6 | 9 => (3, 290.0),
        _ => (4, 240.0),
    }
}

/// Where panels lie on the paper.
#[derive(Clone, Copy, Debug)]
pub struct Panels {
    count: usize,
    columns: usize,
    height: f64,
    marks: f64,
    /// Where they begin (px).
    pub top: f64,
}

impl Panels {
    /// So many below `top` (px), with so much room (px) for marks left of the first column.
    pub fn new(count: usize, top: f64, marks: f64) -> Self {
        let (columns, height) = grid(count);
        Self {
            count,
            columns,
            height,
            marks,
            top,
        }
    }

    fn rows(&self) -> f64 {
        self.count.div_ceil(self.columns).max(1) as f64
    }

    /// The height of the figure (px).
    pub fn total(&self) -> f64 {
        self.top + self.rows() * self.height + FOOT
    }

    /// Says that there is nothing to draw.
    pub fn nothing(&self, paper: &Paper, why: &str) -> Drawn {
        let at = (WIDTH / 2.0, self.top + self.height / 2.0);
        text(paper, at, why, (TEXT, SOFT, Anchor::Middle))
    }

    /// What the axes are called, upright and across, and each panel on paper of its own, with the room that it has for
    /// marks (px).
    pub fn draw(
        &self,
        paper: &Paper,
        [beside, under]: [&str; 2],
        mut panel: impl FnMut(usize, &Paper, f64) -> Drawn,
    ) -> Drawn {
        let Self {
            columns, height, ..
        } = *self;
        let left = MARGIN + 20.0 + self.marks;
        let width = (WIDTH - left - MARGIN / 2.0) / columns as f64;
        let middle = (MARGIN + 4.0, self.top + self.rows() * height / 2.0);
        upright(paper, middle, beside)?;
        let foot = (left + (WIDTH - left) / 2.0, self.total() - 20.0);
        text(paper, foot, under, AXIS)?;
        (0..self.count).try_for_each(|index| {
            let x = left + (index % columns) as f64 * width;
            let y = self.top + (index / columns) as f64 * height;
            let marked = if index % columns == 0 {
                self.marks
            } else {
                0.0
            };
            let own = paper.clone().shrink(
                (units(x - marked), units(y)),
                (units(width + marked - 12.0), units(height)),
            );
            panel(index, &own, marked)
        })
    }
}
