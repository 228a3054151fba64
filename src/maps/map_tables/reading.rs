//! The files of a map while they are read: what they are, and what is wrong or unusual with them.

use std::collections::BTreeSet;
use std::path::Path;

use plaza_batch::files::{MOST, digest, read};
use plaza_batch::problem::{Problem, nearest, one_line};

use crate::files::csv_table::{CsvTable, NOT_READ};
use crate::maps::aliases;
use crate::maps::aliases::Aliases;
use crate::maps::map_folder::SourceFile;
use crate::maps::map_tables::columns::{PEOPLE, TableOf, is_people, is_year};

/// Stands for the digits of a year in the name of a column.
const YEAR: &str = "YYYY";

/// What was read so far.
pub(super) struct Reading<'a> {
    pub(super) files: Vec<SourceFile>,
    pub(super) problems: Vec<Problem>,
    pub(super) notes: Vec<String>,
    /// What may well be wrong with the tables: told at the build and again by every run.
    pub(super) doubts: Vec<String>,
    /// Names of columns: the one that is read, and the tables' own.
    columns: &'a [(String, String)],
    /// Those that were found, by index.
    found: BTreeSet<usize>,
    /// Whether a table could not be read at all.
    unread: bool,
    /// Columns of all tables.
    header: BTreeSet<String>,
    /// Tables, by their options, that would have residents of two series.
    mixed: Vec<(String, Problem)>,
}

impl<'a> Reading<'a> {
    /// Nothing yet; columns have these other names.
    pub(super) fn new(columns: &'a [(String, String)]) -> Self {
        Self {
            files: Vec::new(),
            problems: Vec::new(),
            notes: Vec::new(),
            doubts: Vec::new(),
            columns,
            found: BTreeSet::new(),
            unread: false,
            header: BTreeSet::new(),
            mixed: Vec::new(),
        }
    }

    /// The bytes of a file that an option names.
    pub(super) fn bytes(&mut self, option: &str, path: &Path) -> Option<Vec<u8>> {
        match read(path, MOST) {
            Ok(bytes) => {
                self.files.push(SourceFile::new(option, path, &bytes));
                Some(bytes)
            }
            Err(error) => {
                let message = format!("cannot be read: {error}");
                self.problems.push(Problem::whole(path, message));
                None
            }
        }
    }

    /// A table that an option names, its columns called as they are read.
    pub(super) fn table(&mut self, option: &str, path: &Path) -> Option<CsvTable> {
        let bytes = self.bytes(option, path);
        let table = bytes.and_then(|bytes| CsvTable::parse(path, &bytes, &mut self.problems));
        self.unread |= table.is_none();
        let mut table = table?;
        self.header.extend(table.header().iter().cloned());
        let names = self.names_of(&table);
        if self.columns.iter().any(|(name, _)| name == PEOPLE) {
            let mixed = two_series(&table, &names);
            self.mixed
                .extend(mixed.map(|problem| (option.to_owned(), problem)));
        }
        table.rename(&names);
        self.notes.extend(table.notes());
        Some(table)
    }

    /// What columns of a table are called instead, by its header as it stands: the name that is read, and its own.
    fn names_of(&mut self, table: &CsvTable) -> Vec<(String, String)> {
        let mut names: Vec<(String, String)> = Vec::new();
        for (index, (name, theirs)) in self.columns.iter().enumerate() {
            let header = table.header().iter();
            let found: Vec<(String, String)> =
                match (name.strip_suffix(YEAR), theirs.split_once(YEAR)) {
                    // One pattern for the columns of all years.
                    (Some(before), Some((left, right))) => header
                        .filter_map(|theirs| {
                            let year = theirs.strip_prefix(left)?.strip_suffix(right)?;
                            is_year(year).then(|| (format!("{before}{year}"), theirs.clone()))
                        })
                        .collect(),
                    _ => header
                        .filter(|there| *there == theirs)
                        .map(|theirs| (name.clone(), theirs.clone()))
                        .collect(),
                };
            if !found.is_empty() {
                self.found.insert(index);
            }
            // Told once, not of each table.
            if self.columns[..index]
                .iter()
                .any(|(_, other)| other == theirs)
            {
                continue;
            }
            for (name, theirs) in found {
                let clash = names.iter().find_map(|(other, of)| {
                    if *of == theirs {
                        Some(format!(
                            "column `{theirs}` is to be read as `{other}` and as `{name}`, expected one of them \
                             (`--column`)"
                        ))
                    } else if *other == name {
                        Some(format!(
                            "columns `{of}` and `{theirs}` are both to be read as `{name}`, expected one of them \
                             (`--column`)"
                        ))
                    } else {
                        None
                    }
                });
                match clash {
                    Some(message) => self.problems.push(Problem::at(table.file(), 1, message)),
                    None => names.push((name, theirs)),
                }
            }
        }
        names
    }

    /// The same, of an option that may be absent.
    pub(super) fn optional(
        &mut self,
        option: &str,
        path: Option<impl AsRef<Path>>,
    ) -> Option<CsvTable> {
        self.table(option, path?.as_ref())
    }

    /// Says which columns of a table are not read.
    pub(super) fn not_read(&mut self, kind: &TableOf, table: &CsvTable, held: &[&str]) {
        let strangers = kind.strangers(table).into_iter();
        let strangers = strangers.filter(|name| !held.contains(name));
        let strangers = strangers.map(|name| name.strip_suffix(NOT_READ).unwrap_or(name));
        let strangers: Vec<&str> = strangers.collect();
        if !strangers.is_empty() {
            let file = table.file().display();
            let note = format!("not read of {file}: {}", strangers.join(", "));
            self.notes.push(one_line(&note).into_owned());
        }
    }

    /// The table that residents are read from, by its option, must have them of one series.
    pub(super) fn residents_are_one_series(&mut self, option: &str) {
        let mixed = std::mem::take(&mut self.mixed).into_iter();
        let mixed = mixed.filter(|(of, _)| of == option);
        self.problems.extend(mixed.map(|(_, problem)| problem));
    }

    /// Every `--column` must be one of a table's.
    pub(super) fn every_column_is_used(&mut self) {
        for (index, (name, theirs)) in self.columns.iter().enumerate() {
            let mut object = |message: String| {
                let typed = format!("--column {name}={theirs}");
                self.problems.push(Problem::whole(typed, message));
            };
            let twice = self.columns[..index]
                .iter()
                .find(|(_, other)| other == theirs);
            if let Some((other, _)) = twice {
                object(format!("`{theirs}` is read as `{other}` already"));
            } else if !self.found.contains(&index) && !self.unread {
                let near = nearest(theirs, self.header.iter().map(String::as_str));
                object(format!(
                    "no table has a column `{theirs}`{near}, expected one to be read as `{name}`"
                ));
            }
        }
    }

    /// What labels stand for: a file's, or the shipped ones, which are of one country.
    pub(super) fn aliases(&mut self, path: Option<&Path>, at_home: bool) -> Option<Aliases> {
        let parsed = match path {
            Some(path) => Aliases::parse(path, &self.bytes("aliases", path)?),
            None => {
                let path = Path::new("aliases.toml");
                self.files.push(SourceFile {
                    option: "aliases (shipped)".to_owned(),
                    file: path.display().to_string(),
                    sha256: digest(aliases::SHIPPED.as_bytes()),
                });
                Aliases::parse(path, aliases::SHIPPED.as_bytes()).map(|shipped| match at_home {
                    true => shipped,
                    false => shipped.of_elsewhere(),
                })
            }
        };
        parsed
            .map_err(|problems| self.problems.extend(problems))
            .ok()
    }

    /// A value, or its problem kept.
    pub(super) fn take<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.problems.push(problem)).ok()
    }
}

/// That a pattern names the residents of some years, and those of others would be read from columns that have such a
/// name already.
fn two_series(table: &CsvTable, names: &[(String, String)]) -> Option<Problem> {
    let (name, theirs) = names
        .iter()
        .find(|(name, theirs)| is_people(name) && name != theirs)?;
    let taken = |there: &str| {
        let mut names = names.iter();
        names.any(|(name, theirs)| name == there || theirs == there)
    };
    let mut header = table.header().iter();
    let own = header.find(|there| is_people(there) && !taken(there))?;
    let message = format!(
        "residents of some years would be read from `{theirs}` (as `{name}`, by `--column`), of others from `{own}`: \
         expected one series for all years; each year named by itself (`--column {name}={theirs}`) may be of another"
    );
    Some(Problem::at(table.file(), 1, message))
}
