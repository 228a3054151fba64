//! The table `months` in the page: of each policy and measure the sums over replicates, place by place and month by month,
//! and beside them how far replicates lie apart.
//!
//! Policies live through the same luck, so their sums are written beside the baseline's (`measure`). A page that would be
//! too large has longer steps: first of deviations, then of sums too (`measure::deviations`).

use rayon::prelude::*;

use plaza_batch::problem::Problem;
use plaza_batch::rows::{Kept, Rows};
use plaza_batch::values::Integers;
use plaza_model::state::map::Map;

use crate::explore::curves::baseline;
use crate::explore::measure::{Lists, Shape, deviations, written};
use crate::explore::pack::{Chunk, deviation, size};
use crate::runs::dictionary::MONTHS;
use crate::runs::dictionary::months::{MEASURES, MEASURES_TOLD, Of, WEEKS, index};
use crate::setup::results::Results;

/// Months in a step of sums, and in one of deviations: the first that is small enough is taken.
const STEPS: [[usize; 2]; 5] = [[1, 1], [1, 3], [3, 3], [3, 13], [13, 13]];

/// Steps of a deviation in a factor of two: of a policy's futures, and of differences.
const COARSE: f64 = 4.0;
const FINE: f64 = 8.0;

/// What the months of a folder are.
#[derive(Debug, Default)]
pub struct Told {
    /// How many there are; none where they were not recorded.
    pub months: usize,
    /// How many stand in a step of sums, and in one of deviations.
    pub steps: [usize; 2],
    /// Replicates added up, by policy in the order of the manifest.
    pub replicates: Vec<i64>,
}

/// Columns of a measure.
const COLUMNS: usize = 4;

/// Sums of one policy: by measure and column, the country and then place by place, each month by month.
struct Sums {
    months: usize,
    replicates: i64,
    of: Vec<[Vec<i64>; COLUMNS]>,
}

/// Adds chunks `months:POLICY:MEASURE`, of so many letters in all where steps can be long enough for that.
pub fn chunks(
    results: &Results,
    map: &Map,
    room: usize,
    to: &mut Vec<Chunk>,
) -> Result<Told, Vec<Problem>> {
    let months = (results.manifest.weeks / WEEKS) as usize;
    let usual = baseline(results)?;
    let of_baseline = match results.manifest.policies.contains_key(&usual) {
        true => folded(results, &usual, map, months)?,
        false => None,
    };
    for steps in STEPS {
        let smallest = steps == STEPS[STEPS.len() - 1];
        let most = if smallest { usize::MAX } else { room };
        let theirs = of_baseline.as_ref().map(|of| of.all_lists(steps));
        let mut chunks = Vec::new();
        let mut replicates = Vec::new();
        // One policy after the other, and anew for longer steps: the sums of all would fill the memory.
        for policy in results.manifest.policies.keys() {
            let is_baseline = *policy == usual;
            let other = match is_baseline {
                true => None,
                false => folded(results, policy, map, months)?,
            };
            let sums = if is_baseline { &of_baseline } else { &other };
            let Some(sums) = sums else {
                return Ok(Told::default());
            };
            replicates.push(sums.replicates);
            let against = of_baseline.as_ref().zip(theirs.as_deref());
            let against = against.filter(|_| !is_baseline);
            chunks.extend(sums.coded(policy, against, steps));
            if size(&chunks) > most {
                break;
            }
        }
        if size(&chunks) <= most {
            to.append(&mut chunks);
            return Ok(Told {
                months,
                steps,
                replicates,
            });
        }
    }
    unreachable!("the longest steps are taken however large they are")
}

/// All blocks of a policy added up.
fn folded(
    results: &Results,
    policy: &str,
    map: &Map,
    months: usize,
) -> Result<Option<Sums>, Vec<Problem>> {
    let cells = (map.places.len() + 1) * months;
    let empty = || [0; COLUMNS].map(|_| vec![0; cells]);
    let mut sums = Sums {
        months,
        replicates: 0,
        of: (0..MEASURES_TOLD).map(|_| empty()).collect(),
    };
    let mut found = false;
    for block in results.blocks_of(policy).filter(|block| block.has(&MONTHS)) {
        let rows = block.read(&MONTHS)?;
        sums.add(&rows, map, results)?;
        found = true;
    }
    Ok(found.then_some(sums))
}

impl Sums {
    fn add(&mut self, rows: &Rows, map: &Map, results: &Results) -> Result<(), Problem> {
        let codes = rows.texts("municipality");
        let months = rows.numbers("month");
        let cells: Result<Vec<usize>, Problem> = (codes.iter().zip(&months))
            .map(|(code, month)| {
                let place = match code {
                    None => 0,
                    Some(code) => {
                        let place = map.find(code).ok_or_else(|| {
                            let message =
                                format!("has months of `{code}`, which is not on its map");
                            results.wrong(message)
                        })?;
                        1 + place as usize
                    }
                };
                Ok(place * self.months + *month as usize)
            })
            .collect();
        let cells = cells?;
        for (measure, of) in self.of.iter_mut().enumerate() {
            let columns = [Of::Sum, Of::Squares, Of::Difference, Of::DifferenceSquares];
            for (column, sums) in columns.into_iter().zip(of) {
                let numbers = integers(rows, index(measure, column));
                for (row, cell) in cells.iter().enumerate() {
                    sums[*cell] += numbers.get(row);
                }
            }
        }
        // Every row of a block counts the same replicates.
        let replicates = rows.numbers("replicates");
        self.replicates += replicates.first().map_or(0, |of| *of as i64);
        Ok(())
    }

    /// The chunk of each measure; `against` is the baseline, and how its measures are told.
    fn coded(
        &self,
        policy: &str,
        against: Option<(&Self, &[Lists])>,
        steps: [usize; 2],
    ) -> Vec<Chunk> {
        let shape = Shape::new(self.months, steps);
        let measures = MEASURES.par_iter().enumerate().map(|(measure, of)| {
            let mut lists = self.lists(measure, against.map(|(baseline, _)| baseline), steps);
            let theirs = against.map(|(_, lists)| &lists[measure]);
            let bytes = written(&shape, theirs, &mut lists);
            Chunk::raw(format!("months:{policy}:{of}"), &bytes)
        });
        measures.collect()
    }

    /// All measures of a baseline, as they are told.
    fn all_lists(&self, steps: [usize; 2]) -> Vec<Lists> {
        let measures = 0..MEASURES_TOLD;
        measures.map(|of| self.lists(of, None, steps)).collect()
    }

    /// A measure, as it is told: of a policy that has a baseline, deviations of differences too; and where replicates are
    /// not the same, so that differences are not those of the sums, sums of differences.
    fn lists(&self, measure: usize, baseline: Option<&Self>, steps: [usize; 2]) -> Lists {
        let of = &self.of[measure];
        let none = || (Vec::new(), Vec::new());
        let (differences, apart) = baseline.map_or_else(none, |baseline| {
            let apart = match self.replicates == baseline.replicates {
                true => Vec::new(),
                false => self.stepped(&of[2], steps[0]),
            };
            (self.spread(measure, [2, 3], steps, FINE), apart)
        });
        Lists {
            sums: self.stepped(&of[0], steps[0]),
            spread: self.spread(measure, [0, 1], steps, COARSE),
            differences,
            apart,
        }
    }

    /// Sums over the months of each step.
    fn stepped(&self, of: &[i64], step: usize) -> Vec<i64> {
        let rows = of.chunks(self.months);
        rows.flat_map(|row| row.chunks(step).map(|months| months.iter().sum()))
            .collect()
    }

    /// Deviations, of the columns of sums and of squares, step by step.
    fn spread(
        &self,
        measure: usize,
        [sum, squares]: [usize; 2],
        steps: [usize; 2],
        fine: f64,
    ) -> Vec<u8> {
        let (sums, squares) = (&self.of[measure][sum], &self.of[measure][squares]);
        let of = |(sum, squares): (&i64, &i64)| deviation_of(*sum, *squares, self.replicates);
        let all: Vec<f64> = sums.iter().zip(squares).map(of).collect();
        let rows = all.chunks(self.months);
        rows.flat_map(|row| deviations(row, steps))
            .map(|of| deviation(of, fine))
            .collect()
    }
}

fn integers(rows: &Rows, column: usize) -> &Integers {
    match rows.columns[column].kept() {
        Kept::Integer(numbers) => numbers,
        _ => unreachable!("measures are whole numbers"),
    }
}

/// The standard deviation of `n` numbers with this sum and sum of squares.
fn deviation_of(sum: i64, squares: i64, n: i64) -> f64 {
    if n < 2 {
        return 0.0;
    }
    let (sum, squares, n) = (sum as f64, squares as f64, n as f64);
    ((squares - sum * sum / n) / (n - 1.0)).max(0.0).sqrt()
}
