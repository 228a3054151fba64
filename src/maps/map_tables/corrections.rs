//! The table of corrections: municipalities whose records of presence are not all believed, since the news that they
//! were made of mean another place of that name, or no place.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use plaza_batch::problem::nearest;

use crate::files::csv_table::CsvTable;
use crate::maps::map_tables::columns::{CORRECTIONS, TableOf};
use crate::maps::map_tables::lookup::{Lookup, optional};
use crate::maps::map_tables::reading::Reading;

/// The columns that there must be.
pub(super) const COLUMNS: [&str; 3] = ["code", "weight", "reason"];

/// How far records are believed.
#[derive(Default)]
pub(super) struct Corrections {
    /// By place and label; an empty label is of all.
    weights: BTreeMap<(u32, String), (f64, usize)>,
    /// Those that were of use.
    used: RefCell<BTreeSet<(u32, String)>>,
    file: String,
}

impl Corrections {
    /// Reads the table; `labels` are those of the table of presence.
    pub(super) fn read(
        table: &CsvTable,
        labels: &BTreeSet<&str>,
        lookup: &Lookup,
        reading: &mut Reading,
    ) -> Self {
        let kind: &TableOf = &CORRECTIONS;
        reading.problems.extend(kind.near_names(table));
        let Some([code, weight, reason]) = reading.take(table.require(COLUMNS)) else {
            return Self::default();
        };
        let [organization] = optional(kind, table, ["organization"], reading);
        let mut all = Self {
            file: table.file().display().to_string(),
            ..Self::default()
        };
        for row in table.rows() {
            let label = organization.map_or("", |column| row.text(column));
            if !label.is_empty() && !labels.contains(label) {
                let near = nearest(label, labels.iter().copied());
                reading.problems.push(row.problem(format!(
                    "the table of presence has no label `{label}`{near}, expected one of its"
                )));
            }
            let text = row.text(code);
            let place = lookup.place(text).map_err(|message| row.problem(message));
            let found = (
                reading.take(row.number(weight, 0.0..=1.0)),
                reading.take(row.named(reason)),
            );
            if lookup.left_out(text) {
                continue;
            }
            if let (Some(place), (Some(weight), Some(_))) = (reading.take(place), found) {
                let told = (place, label.to_owned());
                if let Some((_, line)) = all.weights.insert(told, (weight, row.line)) {
                    reading.problems.push(row.problem(format!(
                        "the records of `{text}` are corrected in line {line} already, expected each once"
                    )));
                }
            }
        }
        all
    }

    /// How far records of a label at a place are believed.
    pub(super) fn believed(&self, place: u32, label: &str) -> f64 {
        let of = ["", label].into_iter().filter_map(|label| {
            let told = (place, label.to_owned());
            let weight = self.weights.get(&told).map(|(weight, _)| *weight);
            if weight.is_some() {
                self.used.borrow_mut().insert(told);
            }
            weight
        });
        of.product()
    }

    /// Lines that change no record.
    pub(super) fn idle(&self) -> Option<String> {
        let used = self.used.borrow();
        let idle = self
            .weights
            .iter()
            .filter(|(told, _)| !used.contains(*told));
        let mut lines: Vec<usize> = idle.map(|(_, (_, line))| *line).collect();
        lines.sort_unstable();
        let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
        (!lines.is_empty()).then(|| {
            format!(
                "lines of {} that correct no record: {}",
                self.file,
                lines.join(", ")
            )
        })
    }
}
