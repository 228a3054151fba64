//! Labels of organizations by which a table says that it knows none, and rows that outweigh all others.

use std::collections::BTreeSet;

use crate::files::csv_table::Row;
use crate::files::spelling::bare;

/// Labels that name nobody, in small letters and without marks.
const NOBODY: [&str; 36] = [
    "na",
    "n/a",
    "n.a.",
    "#n/a",
    "nan",
    "null",
    "nil",
    "none",
    "unknown",
    "unidentified",
    "not identified",
    "not known",
    "s/d",
    "n/d",
    "n/i",
    "s/i",
    "sin dato",
    "sin datos",
    "ninguno",
    "ninguna",
    "desconocido",
    "desconocida",
    "desconocidos",
    "no identificado",
    "no identificada",
    "sem dados",
    "nenhum",
    "nenhuma",
    "desconhecido",
    "desconhecida",
    "desconhecidos",
    "nao identificado",
    "nao identificada",
    "ignorado",
    "unspecified",
    "not available",
];

/// Words with which labels begin that are of many unknown ones.
const VAGUE: [&str; 6] = [
    "unidentified",
    "unknown",
    "desconocid",
    "desconhecid",
    "noidentificad",
    "naoidentificad",
];

/// Whether a label says that nothing is known.
pub(super) fn names_nobody(label: &str) -> bool {
    let small = label.to_lowercase();
    let signs = !label.chars().any(char::is_alphanumeric);
    let words = |of: &&&str| of.chars().filter(|letter| letter.is_alphabetic()).count() > 3;
    let mut long = NOBODY.iter().filter(words);
    signs || NOBODY.contains(&small.as_str()) || long.any(|of| bare(of) == bare(label))
}

/// Whether a label is of many that nobody knows, as `Unidentified Gang`.
pub(super) fn is_vague(label: &str) -> bool {
    let bare = bare(label);
    VAGUE.iter().any(|word| bare.starts_with(word))
}

/// What is said of a label that names nobody.
pub(super) fn nobody(label: &str) -> String {
    let heading = toml::Value::String(label.to_owned()).to_string();
    format!(
        "the label `{label}` says that nothing is known, and would be an organization: expected a name, or no such row, \
         or in a file of aliases (`--aliases`) a table `[label.{heading}]` with `organization = []`, which leaves it out"
    )
}

/// What is said of labels of many that nobody knows.
pub(super) fn vague(labels: &BTreeSet<&str>) -> Option<String> {
    (!labels.is_empty()).then(|| {
        let labels = Vec::from_iter(labels.iter().copied()).join(", ");
        format!(
            "each is one organization, though its name says that nobody knows which: {labels}; aliases leave it out \
             (`--aliases`, `organization = []`)"
        )
    })
}

/// The row of a year with most records.
#[derive(Debug, Default)]
pub(super) struct Heaviest {
    rows: usize,
    records: u64,
    most: u64,
    told: String,
}

impl Heaviest {
    /// Adds a row.
    pub(super) fn add(&mut self, row: &Row, code: &str, label: &str, records: u64) {
        self.rows += 1;
        self.records += records;
        if records > self.most {
            self.most = records;
            self.told = format!("line {} (`{label}` in {code})", row.line);
        }
    }

    /// That it has more than half of all records of the year.
    pub(super) fn note(&self, file: &std::path::Path, year: i32) -> Option<String> {
        /// In fewer rows one may well have most.
        const FEW: usize = 10;
        let Self {
            rows,
            records,
            most,
            told,
        } = self;
        (*rows >= FEW && 2 * most > *records).then(|| {
            format!(
                "{} {told} has {most} of all {records} records in the {rows} rows of {year}: is it a slip of the pen, or a \
                 total?",
                file.display()
            )
        })
    }
}
