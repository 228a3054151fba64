//! The columns of the table `outcomes`: every metric of a replicate as one number, in a batch and in a design of points.

use crate::runs::dictionary::{Column, DRAW, Kind, POLICY, REPLICATE, Table, Type};
use crate::runs::metrics::{METRICS, Reduction};

/// One row per policy and replicate.
pub static OUTCOMES: Table = Table {
    name: "outcomes",
    row: "what one replicate came to under one policy: every metric as one number, counted from the week in \
          which policies part, as `plaza compare` counts it; replicate r of all policies has the same luck and the \
          same draw",
    on_request: true,
    folded: false,
    columns: &columns::<3, { 3 + METRICS.len() }>([POLICY, REPLICATE, DRAW]),
    averaged: None,
};

/// One row per point of a design, policy and replicate.
pub static OUTCOMES_OF_POINTS: Table = Table {
    name: "outcomes",
    row: "in a design, what one replicate came to under one policy at one point: as outcomes of a run; replicate r has the \
          same luck and the same draw at all points and under all policies",
    on_request: false,
    folded: false,
    columns: &columns::<4, { 4 + METRICS.len() }>([POINT, POLICY, REPLICATE, DRAW]),
    averaged: None,
};

/// The tables of a block of a design.
pub static TABLES_OF_POINTS: [&Table; 1] = [&OUTCOMES_OF_POINTS];

/// The point that a row is of.
pub const POINT: Column = Column {
    name: "point",
    r#type: Type::Integer,
    nullable: false,
    unit: "-",
    kind: Kind::Key,
    formula: "number of the point of the design, from 0, as in the table experiments",
};

/// The metrics as columns, behind those that say which row it is.
const fn columns<const KEYS: usize, const ALL: usize>(keys: [Column; KEYS]) -> [Column; ALL] {
    let mut columns = [DRAW; ALL];
    let mut index = 0;
    while index < KEYS {
        columns[index] = keys[index];
        index += 1;
    }
    while index < ALL {
        let metric = METRICS[index - KEYS];
        columns[index] = Column {
            name: metric.name,
            r#type: Type::Real,
            nullable: true,
            unit: metric.unit,
            kind: match metric.reduction {
                Reduction::Total | Reduction::YearlyRate => Kind::Count,
                Reduction::End => Kind::Stock,
                Reduction::Mean => Kind::Mean,
            },
            formula: match metric.reduction {
                Reduction::Total => "sum over the weeks of the column of this name in national",
                Reduction::End => {
                    "the column of this name in national, at the end of the last week; null where it is"
                }
                Reduction::Mean => "mean over the weeks of the column of this name in national",
                Reduction::YearlyRate => {
                    "sum over the weeks of oc_deaths in national, per 100,000 residents and 52 weeks"
                }
            },
        };
        index += 1;
    }
    columns
}
