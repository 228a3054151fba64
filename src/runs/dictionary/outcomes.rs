//! The columns of the table `outcomes`: every metric of a replicate as one number.

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
    columns: &COLUMNS,
    averaged: None,
};

/// Which row it is.
const KEYS: [Column; 3] = [POLICY, REPLICATE, DRAW];

const COLUMNS: [Column; KEYS.len() + METRICS.len()] = {
    let mut columns = [DRAW; KEYS.len() + METRICS.len()];
    let mut index = 0;
    while index < KEYS.len() {
        columns[index] = KEYS[index];
        index += 1;
    }
    while index < columns.len() {
        let metric = METRICS[index - KEYS.len()];
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
};
