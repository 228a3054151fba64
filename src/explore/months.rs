//! The table `months` in the page: of each policy and measure the sums over replicates, place by place and month by month,
//! and beside them how far replicates lie apart.
//!
//! Policies live through the same luck, so their sums are written beside the baseline's (`measure`). A page that would be
//! too large has longer steps: first of deviations, then of sums too. A deviation of a step is the mean of those
//! of its months, than which that of the step's mean is never larger.

use rayon::prelude::*;

use plaza_batch::problem::Problem;
use plaza_batch::rows::{Kept, Rows};
use plaza_batch::values::Integers;
use plaza_model::state::map::Map;

use crate::explore::curves::baseline;
use crate::explore::measure::{Lists, Shape, written};
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
    let mut told = Told {
        months,
        ..Told::default()
    };
    let mut all = Vec::new();
    for policy in results.manifest.policies.keys() {
        let Some(sums) = folded(results, policy, map, months)? else {
            return Ok(Told::default());
        };
        told.replicates.push(sums.replicates);
        all.push((policy, sums));
    }
    for steps in STEPS {
        let smallest = steps == STEPS[STEPS.len() - 1];
        let most = if smallest { usize::MAX } else { room };
        if let Some(mut chunks) = coded(&all, of_baseline.as_ref(), &usual, steps, most) {
            told.steps = steps;
            to.append(&mut chunks);
            break;
        }
    }
    Ok(told)
}

/// Chunks of all policies, measure by measure; none where they are larger than so many letters.
fn coded(
    all: &[(&String, Sums)],
    baseline: Option<&Sums>,
    usual: &str,
    steps: [usize; 2],
    most: usize,
) -> Option<Vec<Chunk>> {
    let mut chunks = Vec::new();
    let mut letters = 0;
    for (measure, of) in MEASURES.iter().enumerate() {
        let theirs = baseline.map(|of| of.lists(measure, None, steps));
        let policies: Vec<Chunk> = all
            .par_iter()
            .map(|(policy, sums)| {
                let before = baseline.filter(|_| *policy != usual);
                let mut lists = sums.lists(measure, before, steps);
                let shape = Shape::new(sums.months, steps);
                let theirs = theirs.as_ref().filter(|_| before.is_some());
                let bytes = written(&shape, theirs, &mut lists);
                Chunk::raw(format!("months:{policy}:{}", of.name), &bytes)
            })
            .collect();
        letters += size(&policies);
        if letters > most {
            return None;
        }
        chunks.extend(policies);
    }
    Some(chunks)
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
            (self.spread(measure, [2, 3], steps[1], FINE), apart)
        });
        Lists {
            sums: self.stepped(&of[0], steps[0]),
            spread: self.spread(measure, [0, 1], steps[1], COARSE),
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

    /// Deviations, of the columns of sums and of squares, mean over the months of each step.
    fn spread(
        &self,
        measure: usize,
        [sum, squares]: [usize; 2],
        step: usize,
        fine: f64,
    ) -> Vec<u8> {
        let (sums, squares) = (&self.of[measure][sum], &self.of[measure][squares]);
        let of = |(sum, squares): (&i64, &i64)| deviation_of(*sum, *squares, self.replicates);
        let all: Vec<f64> = sums.iter().zip(squares).map(of).collect();
        let rows = all.chunks(self.months);
        let mean = |months: &[f64]| months.iter().sum::<f64>() / months.len() as f64;
        rows.flat_map(|row| row.chunks(step).map(|months| deviation(mean(months), fine)))
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
