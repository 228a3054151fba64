//! How residents move from one year of a table to the next: sums and places that leap.

use std::collections::BTreeMap;
use std::path::Path;

use plaza_engine::numbers::counted;

/// Fewer people than this come and go as they like.
pub(super) const FEW: f64 = 1_000.0;
/// A country does not grow or shrink by a larger part from one year to the next.
const SUM: f64 = 0.1;

/// Nor does it grow by a larger part in each of several.
const SUM_YEARLY: f64 = 0.04;

/// A place hardly grows or shrinks by a larger part.
const PLACE: f64 = 0.5;

/// Nor does it grow by a larger part in each of several years.
const PLACE_YEARLY: f64 = 0.1;

/// How residents move from one year of a table to the next.
#[derive(Debug, Default)]
pub(super) struct Moves {
    sums: BTreeMap<i32, f64>,
    /// How many municipalities leap.
    leaps: usize,
    /// By how many people the largest does, and what is said of it.
    largest: Option<(f64, String)>,
}

impl Moves {
    /// Adds a municipality; one that leaps and comes back is told elsewhere.
    pub(super) fn add(&mut self, code: &str, counted: &BTreeMap<i32, f64>, comes_back: bool) {
        for (year, people) in counted {
            *self.sums.entry(*year).or_default() += people;
        }
        let steps = counted.iter().zip(counted.iter().skip(1));
        let leaps = steps.filter(|((from, before), (to, after))| {
            let [before, after] = [before, after].map(|people| people.max(FEW));
            leaps(before, after, *to - *from, PLACE, PLACE_YEARLY)
        });
        let people = |((_, before), (_, after)): &((&i32, &f64), (&i32, &f64))| {
            let moved: f64 = **after - **before;
            moved.abs()
        };
        let most = leaps.max_by(|one, other| people(one).total_cmp(&people(other)));
        let Some(step) = most.filter(|_| !comes_back) else {
            return;
        };
        self.leaps += 1;
        let moved = people(&step);
        if self.largest.as_ref().is_none_or(|(most, _)| moved > *most) {
            let ((from, before), (to, after)) = step;
            let told = format!("`{code}` from {before} in {from} to {after} in {to}");
            self.largest = Some((moved, told));
        }
    }

    /// Sums that leap.
    pub(super) fn of_sums(&self, file: &Path) -> Vec<String> {
        let file = file.display();
        let steps = self.sums.iter().zip(self.sums.iter().skip(1));
        steps
            .filter(|((from, before), (to, after))| {
                leaps(**before, **after, *to - *from, SUM, SUM_YEARLY)
            })
            .map(|((from, before), (to, after))| {
                format!(
                    "residents of {file} are {before} in all in {from} and {after} in {to}: are both years counted in \
                     the same way?"
                )
            })
            .collect()
    }

    /// Places that leap.
    pub(super) fn of_places(&self, file: &Path) -> Option<String> {
        let (_, largest) = self.largest.as_ref()?;
        Some(format!(
            "residents move by more than half from one year of {} to the next in {}, most in {largest}",
            file.display(),
            counted(self.leaps, "municipality", "municipalities")
        ))
    }
}

/// Whether a number grows or shrinks by more than a part, and grows by more than a part in each of some years.
fn leaps(before: f64, after: f64, years: i32, part: f64, yearly: f64) -> bool {
    let growth = libm::pow(1.0 + yearly, f64::from(years)).max(1.0 + part);
    before > 0.0 && (after > growth * before || after < (1.0 - part) * before)
}
