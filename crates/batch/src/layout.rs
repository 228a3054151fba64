//! Text laid out for a terminal: paragraphs, and tables whose columns never touch.
//!
//! ```
//! use plaza_batch::layout::{Table, numbers, words};
//!
//! let mut table = Table::new([words("policy"), numbers("calls")]);
//! table.row(["patrols".to_owned(), "121".to_owned()]);
//! assert_eq!(table.fit(80), "policy   calls\npatrols    121\n");
//! ```

use std::env;
use std::ops::Range;

use terminal_size::{Width, terminal_size};

/// Characters in a line of the narrowest terminal that is thought of.
pub const NARROWEST: usize = 80;
/// Characters in the longest line that is ever printed.
pub const WIDEST: usize = 120;

/// Characters of words that are not broken, where the table would not fit otherwise.
const CELL: usize = 32;
/// What stands between two columns.
const GAP: &str = "  ";

/// Columns for tables: those of `COLUMNS`, else those of the terminal, else as many as are ever printed.
pub fn width() -> usize {
    columns().unwrap_or(WIDEST).clamp(NARROWEST, WIDEST)
}

/// Columns of the screen, where there is one.
pub fn columns() -> Option<usize> {
    let asked = env::var("COLUMNS").ok();
    let asked = asked.and_then(|columns| columns.parse().ok());
    asked.or_else(|| terminal_size().map(|(Width(columns), _)| usize::from(columns)))
}

/// A text in lines of at most `width` characters, broken between words where words allow.
pub fn folded(text: &str, width: usize) -> String {
    broken(text, width).join("\n") + "\n"
}

/// The lines of a text, each of at most `width` characters.
pub fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut rest = word;
        loop {
            let line = lines.last_mut().expect("there is a first line");
            let gap = usize::from(!line.is_empty());
            if length(line) + gap + length(rest) <= width {
                line.push_str(&" "[..gap]);
                line.push_str(rest);
                break;
            }
            if gap == 1 {
                lines.push(String::new());
                continue;
            }
            let (first, behind) = rest.split_at(within(rest, width));
            line.push_str(first);
            rest = behind;
            lines.push(String::new());
        }
    }
    lines
}

/// A text that is no longer than `width`: what is behind is left out, after a word, and marked.
pub fn cut(text: &str, width: usize) -> String {
    if length(text) <= width {
        return text.to_owned();
    }
    let first = broken(text, width.saturating_sub(2)).swap_remove(0);
    format!("{} …", first.trim_end_matches([',', ';', ':']))
}

/// Where a word too long for a line is broken: behind a `+`, `_` or `-` where there is one.
fn within(word: &str, width: usize) -> usize {
    let end = word.char_indices().nth(width.max(1));
    let end = end.map_or(word.len(), |(at, _)| at);
    word[..end].rfind(['+', '_', '-']).map_or(end, |at| at + 1)
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    heading: String,
    words: bool,
}

/// A column of words, which stand to the left.
pub fn words(heading: impl Into<String>) -> Column {
    Column {
        heading: heading.into(),
        words: true,
    }
}

/// A column of numbers, which stand to the right.
pub fn numbers(heading: impl Into<String>) -> Column {
    Column {
        heading: heading.into(),
        words: false,
    }
}

#[derive(Clone, Debug)]
enum Row {
    Cells(Vec<String>),
    Across(String),
}

/// A table: columns that do not fit beside one another follow below, behind the words that begin each row.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; columns without a cell are empty in it.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut cells: Vec<String> = cells.into_iter().collect();
        cells.resize(self.columns.len(), String::new());
        self.rows.push(Row::Cells(cells));
    }

    /// Adds a line that knows no columns.
    pub fn across(&mut self, text: impl Into<String>) {
        self.rows.push(Row::Across(text.into()));
    }

    /// The table in lines of at most `width` characters.
    pub fn fit(&self, width: usize) -> String {
        let leading = self.columns.iter().take_while(|column| column.words);
        let leading = leading.count().clamp(1, self.columns.len().max(1));
        let mut widths: Vec<usize> = (0..self.columns.len())
            .map(|of| self.widest(of, usize::MAX).min(width))
            .collect();
        let all = |widths: &[usize]| widths.iter().map(|width| width + GAP.len()).sum::<usize>();
        if all(&widths) > width + GAP.len() {
            // The name that begins a row is broken first, and no further than it must be.
            for (of, width) in widths.iter_mut().enumerate().skip(1) {
                *width = (*width).min(self.widest(of, CELL));
            }
            let left = width.saturating_sub(all(&widths[1..])).max(CELL);
            widths[0] = widths[0].min(left);
        }
        let used =
            |of: Range<usize>| -> usize { widths[of].iter().map(|width| width + GAP.len()).sum() };
        let mut blocks = Vec::new();
        let mut from = leading;
        loop {
            let fitting = |to: &usize| used(0..leading) + used(from..*to) <= width + GAP.len();
            let to = (from + 1..=self.columns.len()).take_while(fitting).last();
            let to = to.unwrap_or(from + 1).min(self.columns.len());
            let shown: Vec<usize> = (0..leading).chain(from..to).collect();
            blocks.push(self.block(&shown, &widths, width));
            if to >= self.columns.len() {
                return blocks.join("\n");
            }
            from = to;
        }
    }

    /// Characters of the longest cell of a column, where words and headings are broken at `most`; numbers never
    /// are.
    fn widest(&self, column: usize, most: usize) -> usize {
        let Column { heading, words } = &self.columns[column];
        let cells = self.rows.iter().filter_map(|row| match row {
            Row::Cells(cells) if *words => Some(length(&cells[column]).min(most)),
            Row::Cells(cells) => Some(length(&cells[column])),
            Row::Across(_) => None,
        });
        cells.fold(length(heading).min(most), usize::max)
    }

    /// The columns `shown`, beside one another.
    fn block(&self, shown: &[usize], widths: &[usize], width: usize) -> String {
        let headings: Vec<String> = self.columns.iter().map(|of| of.heading.clone()).collect();
        let mut text = match headings.iter().all(String::is_empty) {
            true => String::new(),
            false => self.line(&headings, shown, widths, width),
        };
        for row in &self.rows {
            text += &match row {
                Row::Cells(cells) => self.line(cells, shown, widths, width),
                Row::Across(across) => folded(across, width),
            };
        }
        text
    }

    /// A row; the name that begins it has lines of its own where it is too long, and of other cells that are
    /// broken the last lines stand side by side.
    fn line(&self, cells: &[String], shown: &[usize], widths: &[usize], width: usize) -> String {
        let mut text = String::new();
        let mut parts = Vec::new();
        for &column in shown {
            let cell = &cells[column];
            if length(cell) <= widths[column] {
                parts.push(vec![cell.clone()]);
            } else if parts.is_empty() {
                let said = cell.trim_start();
                let indent = cell.len() - said.len();
                for line in broken(said, width.saturating_sub(indent)) {
                    text += &format!("{:indent$}{line}\n", "");
                }
                parts.push(vec![String::new()]);
            } else {
                parts.push(broken(cell, widths[column]));
            }
        }
        let height = parts.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let cell = |part: &Vec<String>| match (line + part.len()).checked_sub(height) {
                Some(line) => part[line].clone(),
                None => String::new(),
            };
            let put: Vec<String> = (parts.iter().zip(shown))
                .map(|(part, &column)| match self.columns[column].words {
                    true => format!("{:1$}", cell(part), widths[column]),
                    false => format!("{:>1$}", cell(part), widths[column]),
                })
                .collect();
            text += put.join(GAP).trim_end();
            text.push('\n');
        }
        text
    }
}

/// A number and, where there is one, its interval behind it in brackets, each as `say` writes it.
pub fn with_interval(
    value: f64,
    interval: Option<(f64, f64)>,
    say: impl Fn(f64) -> String,
) -> String {
    match interval {
        Some((low, high)) => format!("{} [{}, {}]", say(value), say(low), say(high)),
        None => say(value),
    }
}
