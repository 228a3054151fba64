//! A CSV file whose columns are found by name and whose faults are found by line.

mod layout;

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use csv::StringRecord;

use plaza_batch::problem::{Problem, nearest};

use crate::files::text;
use layout::{
    Decimals, by_points, by_spaces, decimal_point, decimals, grouped, line_of, may_be_thousands,
    said_separator, separator, unevenly,
};

/// Stands behind the name of a column in whose place another is read.
pub const NOT_READ: &str = " (not read)";

/// A table in memory.
#[derive(Debug)]
pub struct CsvTable {
    file: PathBuf,
    header: Vec<String>,
    rows: Vec<(usize, StringRecord)>,
    separator: char,
    /// Of each column.
    decimals: Vec<Decimals>,
    /// Of each column, whether points in its numbers may stand for thousands.
    thousands: Vec<bool>,
}

/// A column of one table.
#[derive(Clone, Copy, Debug)]
pub struct Column(usize);

/// A line of one table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a CsvTable,
    fields: &'a StringRecord,
    /// Its line in the file, from 1.
    pub line: usize,
}

impl CsvTable {
    /// Reads a table with a header line, whose fields are separated by commas, semicolons, tabs or bars,
    /// whichever the header has most of. Lines that cannot be read go to `problems`; `None` when there is
    /// no header.
    pub fn parse(file: &Path, bytes: &[u8], problems: &mut Vec<Problem>) -> Option<Self> {
        let text = match text::utf8(file, bytes) {
            Ok(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
            Err(problem) => {
                problems.push(problem);
                return None;
            }
        };
        // A spreadsheet's own line on what separates fields, left empty so that lines are counted right.
        let (said, rest) = said_separator(&text);
        let text = rest.unwrap_or(text);
        let separator = said.unwrap_or_else(|| separator(&text));
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(separator as u8)
            .from_reader(text.as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) if broken(header) => {
                problems.push(Problem::at(file, 1, OPEN));
                return None;
            }
            Ok(header) if !header.is_empty() => {
                header.iter().map(|name| name.trim().to_owned()).collect()
            }
            Ok(_) => {
                let message = "the file is empty, expected a header line with names of columns";
                problems.push(Problem::whole(file, message));
                return None;
            }
            Err(error) => {
                problems.push(unreadable(file, &error));
                return None;
            }
        };
        for (index, name) in header.iter().enumerate() {
            if !name.is_empty() && header[..index].contains(name) {
                let message = format!("column `{name}` stands twice, expected each name once");
                problems.push(Problem::at(file, 1, message));
            }
        }
        let mut rows = Vec::new();
        let mut uneven: Vec<(usize, usize)> = Vec::new();
        for record in reader.records() {
            match record {
                Ok(mut record) => {
                    let line = record.position().map_or(0, |at| line_of(&text, at));
                    let broken = broken(&record);
                    record.trim();
                    if broken {
                        problems.push(Problem::at(file, line, OPEN));
                    }
                    if record.len() == header.len() {
                        rows.push((line, record));
                    } else if !broken {
                        uneven.push((line, record.len()));
                    }
                }
                Err(error) => problems.push(unreadable(file, &error)),
            }
        }
        problems.extend(unevenly(file, header.len(), &uneven));
        let column = |index: usize| rows.iter().map(move |(_, record)| &record[index]);
        let decimals = (0..header.len()).map(|index| decimals(column(index)));
        let mut decimals: Vec<Decimals> = decimals.collect();
        // Where commas separate nothing they are decimal ones in all columns, or in none.
        if separator != ',' && decimals.contains(&Decimals::Comma) {
            decimals.fill(Decimals::Comma);
        }
        // Where semicolons separate fields commas are mostly decimal ones, and points stand between thousands.
        let points = separator == ';' && decimals.iter().all(|of| *of == Decimals::Point);
        let decimal = || (0..header.len()).any(|index| column(index).any(decimal_point));
        let thousands = match points && !decimal() {
            true => (0..header.len())
                .map(|index| may_be_thousands(column(index)))
                .collect(),
            false => vec![false; header.len()],
        };
        Some(Self {
            file: file.to_owned(),
            header,
            rows,
            separator,
            decimals,
            thousands,
        })
    }

    /// What is unusual about how the table is written, and how it was read.
    pub fn notes(&self) -> Vec<String> {
        let file = self.file.display();
        let mut notes = Vec::new();
        if self.separator != ',' {
            let separator = match self.separator {
                '\t' => "tabs".to_owned(),
                other => format!("`{other}`"),
            };
            notes.push(format!("fields of {file} are separated by {separator}"));
        }
        let commas = self.header.iter().zip(&self.decimals);
        let commas = commas.filter(|(_, decimals)| **decimals == Decimals::Comma);
        let commas: Vec<&str> = commas.map(|(name, _)| name.as_str()).collect();
        if !commas.is_empty() {
            let columns = commas.join(", ");
            let of = if self.separator == ',' {
                format!(": {columns}")
            } else {
                String::new()
            };
            notes.push(format!(
                "numbers of {file} have decimal commas, so that `1,5` is one and a half{of}"
            ));
        }
        notes
    }

    /// Calls columns by other names, all at once: each pair is a name and the column's own. A column that has
    /// such a name already, and is not called otherwise itself, is not read any more.
    pub fn rename(&mut self, names: &[(String, String)]) {
        let own = self.header.clone();
        for (there, header) in own.iter().zip(&mut self.header) {
            if let Some((name, _)) = names.iter().find(|(_, theirs)| theirs == there) {
                header.clone_from(name);
            } else if names.iter().any(|(name, _)| name == there) {
                *header = format!("{there}{NOT_READ}");
            }
        }
    }

    /// The file, as the user named it.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Names of the columns, in order.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The column of this name, if there is one.
    pub fn find(&self, name: &str) -> Option<Column> {
        self.header.iter().position(|n| n == name).map(Column)
    }

    /// What stands in those of these columns that there are.
    pub fn texts(&self, names: &[&str]) -> impl Iterator<Item = &str> {
        let columns: Vec<Column> = names.iter().filter_map(|name| self.find(name)).collect();
        self.rows().flat_map(move |row| {
            columns
                .clone()
                .into_iter()
                .map(move |column| row.text(column))
        })
    }

    /// The columns of these names; all that are missing are one problem.
    pub fn require<const N: usize>(&self, names: [&str; N]) -> Result<[Column; N], Problem> {
        let missing: Vec<&str> = names
            .into_iter()
            .filter(|name| self.find(name).is_none())
            .collect();
        if missing.is_empty() {
            return Ok(names.map(|name| self.find(name).expect("no column is missing")));
        }
        let spare = || {
            let header = self.header.iter().map(String::as_str);
            header.filter(|there| !names.contains(there))
        };
        let missing: Vec<String> = missing
            .into_iter()
            .map(|name| {
                let near = nearest(name, spare());
                format!("`{name}`{near}")
            })
            .collect();
        Err(self.lacks(&missing.join(", "), &names.join(", ")))
    }

    /// That a column is missing: which, what is needed, and what there is.
    pub fn lacks(&self, missing: &str, needed: &str) -> Problem {
        // A line of something else may be taken for a header.
        let there = self
            .header
            .iter()
            .map(|name| match name.char_indices().nth(40) {
                Some((end, _)) => format!("{}...", &name[..end]),
                None => name.clone(),
            });
        let there = there.collect::<Vec<_>>().join(", ");
        let message = format!("no column {missing}; expected {needed}; there are {there}");
        Problem::at(&self.file, 1, message)
    }

    /// The lines after the header.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, fields)| Row {
            table: self,
            fields,
            line: *line,
        })
    }
}

impl<'a> Row<'a> {
    /// The text in a column.
    pub fn text(&self, column: Column) -> &'a str {
        &self.fields[column.0]
    }

    /// The text in a column, which must not be empty.
    pub fn named(&self, column: Column) -> Result<&'a str, Problem> {
        match self.text(column) {
            "" => Err(self.wrong(column, "text")),
            text if text.contains(char::is_control) => Err(self.wrong(column, "text on one line")),
            text => Ok(text),
        }
    }

    /// A number within bounds.
    pub fn number(&self, column: Column, within: RangeInclusive<f64>) -> Result<f64, Problem> {
        let text = self.text(column);
        let read = match self.table.decimals[column.0] {
            Decimals::Point => text.parse::<f64>(),
            Decimals::Comma if text.contains('.') => {
                let message = "a number with a decimal comma, as others of this column have";
                return Err(self.wrong(column, message));
            }
            Decimals::Comma => text.replace(',', ".").parse(),
        };
        match read {
            Ok(number) if within.contains(&number) => {
                let thousands = text.replace('.', "").parse();
                let both = self.table.thousands[column.0]
                    && by_points(text)
                    && thousands.is_ok_and(|number: f64| within.contains(&number));
                match both {
                    true => Err(self.wrong(
                        column,
                        "a number that can be read in one way: here a point may stand for decimals or between \
                         thousands (`1234` or `1,234`)",
                    )),
                    false => Ok(number),
                }
            }
            Err(_) if grouped(text) || by_points(text) || by_spaces(text) => {
                let message = format!(
                    "{}, without commas, points or spaces between thousands: they may stand for decimals too",
                    bounds("a number", &within)
                );
                Err(self.wrong(column, &message))
            }
            Ok(percent) if *within.end() == 1.0 && (1.0..=100.0).contains(&percent) => {
                let message = "a number from 0 to 1; divide a percentage by 100";
                Err(self.wrong(column, message))
            }
            _ => Err(self.wrong(column, &bounds("a number", &within))),
        }
    }

    /// A whole number within bounds.
    pub fn whole(&self, column: Column, within: RangeInclusive<i64>) -> Result<i64, Problem> {
        // Programs that know no empty whole number write `5.0` in a column that has empty cells.
        let text = self.text(column);
        let decimal = match self.table.decimals[column.0] {
            Decimals::Point => ".0",
            Decimals::Comma => ",0",
        };
        match text.strip_suffix(decimal).unwrap_or(text).parse::<i64>() {
            Ok(number) if within.contains(&number) => Ok(number),
            _ => {
                let within = *within.start() as f64..=*within.end() as f64;
                let mut expected = bounds("a whole number", &within);
                if grouped(text) || by_points(text) || by_spaces(text) {
                    expected += ", without commas, points or spaces between thousands";
                }
                Err(self.wrong(column, &expected))
            }
        }
    }

    /// Yes or no.
    pub fn flag(&self, column: Column) -> Result<bool, Problem> {
        match self.text(column) {
            "1" => Ok(true),
            "0" => Ok(false),
            _ => Err(self.wrong(column, "0 or 1")),
        }
    }

    /// The fields of all columns but these, in order.
    pub fn others(&self, columns: &[Column]) -> Vec<&'a str> {
        (0..self.fields.len())
            .filter(|index| columns.iter().all(|column| column.0 != *index))
            .map(|index| &self.fields[index])
            .collect()
    }

    /// Something wrong in this line.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::at(&self.table.file, self.line, message)
    }

    fn wrong(&self, column: Column, expected: &str) -> Problem {
        let name = &self.table.header[column.0];
        match self.text(column) {
            "" => self.problem(format!("column `{name}` is empty, expected {expected}")),
            text => self.problem(format!("column `{name}` is `{text}`, expected {expected}")),
        }
    }
}

fn bounds(kind: &str, within: &RangeInclusive<f64>) -> String {
    let (least, most) = (within.start(), within.end());
    match (least.is_finite() && least.abs() < 1e9, *most < 1e9) {
        (true, true) => format!("{kind} from {least} to {most}"),
        (true, false) => format!("{kind}, {least} or more"),
        (false, _) => kind.to_owned(),
    }
}

/// What is said of a field that goes on in the next line: mostly of one quote too many, which makes all lines up to
/// the next quote the text of one field.
const OPEN: &str =
    "a quote opens here and is not closed in the same line, expected each row on one line";

/// Whether a field goes on in the next line.
fn broken(record: &StringRecord) -> bool {
    record.iter().any(|field| field.contains('\n'))
}

fn unreadable(file: &Path, error: &csv::Error) -> Problem {
    let what = format!("not a CSV table: {error}");
    match error.position() {
        Some(at) => Problem::at(file, at.line() as usize, what),
        None => Problem::whole(file, what),
    }
}
