//! Rows of the table `lives`.

use std::sync::Arc;

use crate::experiment::observers::int;
use crate::experiment::tables::Value;
use crate::state::citizens::Age;
use crate::state::memory::Life;

/// What happened to somebody of the memory panel in a week.
pub(super) fn values(week: i32, life: &Life, codes: &[Arc<str>]) -> impl Iterator<Item = Value> {
    let age = match life.stratum.age() {
        Age::Child => "child",
        Age::Young => "young",
        Age::Adult => "adult",
        Age::Older => "older",
    };
    let sex = if life.stratum.female() {
        "female"
    } else {
        "male"
    };
    let text = |text: &'static str| Value::Text(text.into());
    [
        int(week),
        Value::Text(codes[life.place as usize].clone()),
        int(life.number),
        text(age),
        text(sex),
        int(life.stratum.vulnerable()),
        text(life.what.label()),
        int(life.reported),
    ]
    .into_iter()
}
