//! The scorecard's tables: `scorecard.csv` and `bad_sides.csv`.

use serde::Serialize;

use crate::studies::scorecard::rules::{Claim, Tag, Way};
use crate::studies::scorecard::{BadSideFound, CellFound, Found};

/// A row of `scorecard.csv`.
#[derive(Serialize)]
struct CellRow<'a> {
    document: &'a str,
    option: &'a str,
    policy: &'a str,
    cell: &'a str,
    rule: &'a str,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    verdict: &'static str,
    document_verdict: Claim,
    tag: Tag,
    agrees: Option<bool>,
    against: &'a str,
    source: &'a str,
    replicates: usize,
}

/// A row of `bad_sides.csv`.
#[derive(Serialize)]
struct BadSideRow<'a> {
    document: &'a str,
    policy: &'a str,
    bad_side: &'a str,
    column: &'a str,
    difference: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    verdict: &'static str,
    shows: Way,
    weeks: Option<i32>,
    against: &'a str,
    source: &'a str,
    replicates: usize,
}

/// `scorecard.csv`: a row for each cell; no value where a policy was not run.
pub fn cells<'a>(found: &'a Found<'a>) -> Vec<impl Serialize + use<'a>> {
    let row = |of: &'a CellFound<'a>| {
        let interval = of.finding.interval();
        CellRow {
            document: &of.cell.document,
            option: &of.cell.option,
            policy: &of.cell.policy,
            cell: &of.cell.cell,
            rule: &of.cell.rule,
            value: interval.map(|of| of.value),
            low: interval.map(|of| of.low),
            high: interval.map(|of| of.high),
            verdict: of.word(),
            document_verdict: of.cell.says,
            tag: of.cell.tag,
            agrees: of.agrees(),
            against: of.against,
            source: &of.cell.source,
            replicates: found.replicates,
        }
    };
    found.cells.iter().map(row).collect()
}

/// `bad_sides.csv`: a row for each bad side; no value where a policy was not run.
pub fn bad_sides<'a>(found: &'a Found<'a>) -> Vec<impl Serialize + use<'a>> {
    let row = |of: &'a BadSideFound<'a>| {
        let interval = of.finding.interval();
        BadSideRow {
            document: &of.side.document,
            policy: &of.side.policy,
            bad_side: &of.side.bad_side,
            column: &of.side.metric,
            difference: interval.map(|of| of.value),
            low: interval.map(|of| of.low),
            high: interval.map(|of| of.high),
            verdict: of.word(),
            shows: of.side.shows,
            weeks: of.side.weeks,
            against: of.against,
            source: &of.side.source,
            replicates: found.replicates,
        }
    };
    found.bad_sides.iter().map(row).collect()
}
