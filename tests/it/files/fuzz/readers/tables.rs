//! Tables of any columns.

use std::path::Path;

use plaza::files::csv_table::CsvTable;

use super::said;
use crate::files::fuzz::harness::{Judged, Outcome};
use crate::files::fuzz::properties::{self, WITHIN, holds};

/// Lines of a table after its header.
pub fn lines(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let text = text.replace('\r', "\n");
    let text = text.trim_start_matches('\u{feff}');
    let all = text.split('\n').filter(|line| !line.is_empty());
    let said =
        text.starts_with("sep=") && text.split('\n').next().is_some_and(|line| line.len() == 5);
    all.count().saturating_sub(1 + usize::from(said))
}

/// A table of any columns: every cell is asked for what it may be.
pub fn table(bytes: &[u8]) -> Judged {
    let path = Path::new("table.csv");
    let mut problems = Vec::new();
    let table = CsvTable::parse(path, bytes, &mut problems);
    if !problems.is_empty() {
        return said::<()>(Err(problems), path).map(|said| said.err().unwrap_or(Outcome::Accepted));
    }
    let table = table.expect("where there is no problem there is a table");
    let empty = table.notes().iter().any(|note| note.trim().is_empty());
    holds!(!empty, properties::MESSAGES, "an empty note");
    let lines = lines(bytes);
    holds!(
        table.rows().count() == lines,
        properties::ROWS,
        "{} rows of {lines} lines",
        table.rows().count()
    );
    let found = table.header().iter().filter_map(|name| table.find(name));
    let columns: Vec<_> = found.collect();
    for row in table.rows() {
        for column in &columns {
            let number = row.number(*column, -1e12..=1e12);
            let whole = row.whole(*column, -5..=1_000_000);
            let flag = row.flag(*column);
            if let Ok(number) = &number {
                holds!((-1e12..=1e12).contains(number), WITHIN, "{number}");
            }
            if let (Ok(whole), Ok(number)) = (&whole, &number) {
                holds!(
                    *whole as f64 == *number,
                    WITHIN,
                    "`{}` is {whole} and {number}",
                    row.text(*column)
                );
            }
            let wrong = [
                number.err(),
                whole.err(),
                flag.err(),
                row.named(*column).err(),
            ];
            for problem in wrong.into_iter().flatten() {
                properties::messages(&[problem])?;
            }
        }
    }
    Ok(Outcome::Accepted)
}
