//! Tables: read from CSV, written as HTML.

use std::io::ErrorKind;
use std::path::Path;

use maud::{Markup, html};

use plaza_batch::files::read_kept;
use plaza_batch::problem::Problem;

use plaza_engine::numbers::{digits, grouped};

/// Columns whose numbers are names: a year, a unit of 1.
const NAMES: [&str; 2] = ["year", "unit"];

/// A CSV file of the result folder, cell by cell.
pub struct Csv {
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A row of a CSV file.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    of: &'a Csv,
    cells: &'a [String],
}

impl Csv {
    /// The file, if it is there.
    pub fn find(path: &Path) -> Result<Option<Self>, Problem> {
        let wrong = |error: &dyn std::fmt::Display| {
            Problem::whole(path, format!("cannot be read as a table: {error}"))
        };
        let bytes = match read_kept(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(wrong(&error)),
        };
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let titles = reader.headers().map(cells).map_err(|error| wrong(&error))?;
        let rows = reader
            .records()
            .map(|record| record.map(|record| cells(&record)))
            .collect::<Result<_, _>>()
            .map_err(|error| wrong(&error))?;
        Ok(Some(Self { titles, rows }))
    }

    /// The titles of its columns, in order.
    pub fn titles(&self) -> &[String] {
        &self.titles
    }

    /// Its rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Record<'_>> {
        self.rows.iter().map(|cells| Record { of: self, cells })
    }

    /// Some of its columns, numbers with about three digits that matter; those that it lacks are empty.
    pub fn some_columns(&self, titles: &[&str], caption: &str) -> Markup {
        let rows = self.rows().map(|row| {
            let cells = titles.iter().map(|title| match row.number(title) {
                Some(value) if !NAMES.contains(title) => written(value),
                _ => row.text(title).to_owned(),
            });
            cells.collect()
        });
        table(titles, &rows.collect::<Vec<_>>(), caption)
    }
}

impl<'a> Record<'a> {
    /// The text in a column; empty where there is no such column.
    pub fn text(self, title: &str) -> &'a str {
        let index = self.of.titles.iter().position(|known| known == title);
        let cell = index.and_then(|index| self.cells.get(index));
        cell.map_or("", String::as_str)
    }

    /// The number in a column.
    pub fn number(self, title: &str) -> Option<f64> {
        self.text(title)
            .parse()
            .ok()
            .filter(|x: &f64| x.is_finite())
    }
}

/// A number with about three digits that matter.
pub fn written(value: f64) -> String {
    grouped(value, digits(value.abs()))
}

/// A table, and what it is; the first cell of a row is its heading, and cells that hold a number stand at the right.
pub fn table(titles: &[&str], rows: &[Vec<String>], caption: &str) -> Markup {
    let number = |cell: &str| {
        let start = cell.trim_start_matches(['-', '+']);
        start.starts_with(|first: char| first.is_ascii_digit()) && !cell.contains(": ")
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr { @for title in titles { th scope="col" { (title) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (index, cell) in row.iter().enumerate() {
                                @if index == 0 && !number(cell) { th scope="row" { (cell) } }
                                @else if number(cell) { td.n { (cell) } } @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
