//! Rows of the table `lives`.

use std::collections::BTreeMap;
use std::sync::Arc;

use plaza_batch::rows::Value;
use plaza_model::state::memory::{Life, What};

use crate::runs::observers::int;

/// The words of the table, each once: rows share them.
pub(super) struct Words {
    ages: [Arc<str>; 4],
    sexes: [Arc<str>; 2],
    whats: BTreeMap<What, Arc<str>>,
}

impl Words {
    pub(super) fn new() -> Self {
        Self {
            ages: ["child", "young", "adult", "older"].map(Arc::from),
            sexes: ["male", "female"].map(Arc::from),
            whats: What::ALL
                .into_iter()
                .map(|what| (what, what.label().into()))
                .collect(),
        }
    }
}

/// What happened to somebody of the memory panel in a week.
pub(super) fn values(
    week: i32,
    life: &Life,
    codes: &[Arc<str>],
    words: &Words,
) -> impl Iterator<Item = Value> {
    let age = &words.ages[life.stratum.age() as usize];
    let sex = &words.sexes[usize::from(life.stratum.female())];
    [
        int(week),
        Value::Text(codes[life.place as usize].clone()),
        int(life.number),
        Value::Text(age.clone()),
        Value::Text(sex.clone()),
        int(life.stratum.vulnerable()),
        Value::Text(words.whats[&life.what].clone()),
        int(life.reported),
    ]
    .into_iter()
}
