//! The tables of a calibration, stage by stage.

use crate::experiment::calibration::Calibration;
use crate::experiment::calibration::search::Searched;

/// `search.csv`: all points in order, with the numbers that are free.
pub fn search(calibration: &Calibration, searched: &[Searched]) -> String {
    let free = &calibration.numbers[..calibration.free];
    let head = ["evaluation", "generation", "distance", "best"].map(str::to_owned);
    let head = head
        .into_iter()
        .chain(free.iter().map(|of| of.name.clone()));
    let mut best = f64::INFINITY;
    let rows = searched.iter().enumerate().map(|(index, of)| {
        best = best.min(of.distance);
        let mut row = vec![index.to_string(), of.generation.to_string()];
        row.extend([of.distance, best].map(|number| number.to_string()));
        row.extend(of.point[..free.len()].iter().map(f64::to_string));
        row
    });
    let rows: Vec<Vec<String>> = rows.collect();
    csv(head.collect(), rows)
}

/// Cells as CSV, where the columns are not known before.
fn csv(head: Vec<String>, rows: Vec<Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in std::iter::once(head).chain(rows) {
        writer
            .write_record(row)
            .expect("writing to memory does not fail");
    }
    let bytes = writer
        .into_inner()
        .expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("text was written")
}
