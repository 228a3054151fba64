//! Points evaluated: their replicates simulated and measured in memory, on all threads.
//!
//! Threads take replicates in order, one at a time, whatever their point: so one point uses all
//! threads, and no more points are open than there are threads, plus one.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use plaza_batch::rows::{Recorded, Rows};
use plaza_engine::statistics::{median, moments};
use plaza_model::state::map::Map;
use plaza_model::submodels::Parameters;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::design::{Design, Record, RecordMunicipalities, RecordOf, RecordReplicates};
use crate::runs::dictionary::TABLES;
use crate::runs::replicate;
use crate::runs::replicate::{Ending, Stop};
use crate::studies::calibration::distance::TargetLine;
use crate::studies::calibration::{Answer, Estimate, Task};
use crate::studies::validation::future::{Found, Future, Missing, Months, YearOfPlaces};
use crate::studies::validation::gathering::Tables;
use crate::studies::validation::measures::{COLUMNS, measure};

/// The parameters at a point.
pub type AtPoint = Arc<dyn Fn(&[f64]) -> Parameters + Send + Sync>;

/// The country as a function of its numbers.
#[derive(Clone)]
pub struct Model {
    design: Design,
    lines: Vec<TargetLine>,
    parameters: AtPoint,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Model of `{}`", self.design.name)
    }
}

impl Model {
    /// The status quo is the first policy of the design; the others are ranked against it.
    pub fn new(mut design: Design, lines: Vec<TargetLine>, parameters: AtPoint) -> Self {
        let lack = |missing| {
            let lacks = |line| probe(line, &design.map, design.weeks, false) == Err(missing);
            Some(RecordReplicates::Every(lines.iter().any(lacks)))
        };
        let held = RecordOf {
            municipalities: Some(RecordMunicipalities::All),
            panel: lack(Missing::Panel),
            pairs: lack(Missing::Pairs),
            ..RecordOf::default()
        };
        design.record = Record {
            of: [(design.policies[0].name.clone(), held)].into(),
            ..Record::default()
        };
        Self {
            design,
            lines,
            parameters,
        }
    }

    /// The policies that are ranked.
    pub fn ranked(&self) -> impl Iterator<Item = &str> {
        let others = self.design.policies.iter().skip(1);
        others.map(|policy| policy.name.as_str())
    }

    /// Weeks simulated for one replicate of a task.
    pub fn weeks(&self, task: &Task) -> u64 {
        let policies = match task.runs.ranked {
            true => self.design.policies.len() as u64,
            false => 1,
        };
        policies * u64::from(task.runs.weeks.unsigned_abs())
    }

    /// Runs the tasks on the threads of the current rayon pool; `replicate` is called after each
    /// replicate with its task, `answered` with the answer to each task, in any order, from any thread.
    pub fn evaluate(
        &self,
        tasks: &[Task],
        stop: &Stop,
        replicate: &(dyn Fn(&Task) + Sync),
        answered: &(dyn Fn(usize, Answer) + Sync),
    ) {
        let open: Vec<Open> = tasks.iter().map(|_| Open::default()).collect();
        let runs: Vec<(usize, u32)> = (0..tasks.len())
            .flat_map(|at| (0..tasks[at].runs.replicates).map(move |number| (at, number)))
            .collect();
        let next = AtomicUsize::new(0);
        rayon::broadcast(|_| {
            while !stop.requested() {
                let Some(&(at, number)) = runs.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    break;
                };
                let task = &tasks[at];
                let design = open[at].design.get_or_init(|| self.of(task));
                let Some(lived) = self.live(design, task.runs.luck + number, stop) else {
                    break;
                };
                replicate(task);
                let complete = {
                    let mut all = open[at].lived.lock().expect(UNPOISONED);
                    all.push((number, lived));
                    (all.len() == task.runs.replicates as usize).then(|| std::mem::take(&mut *all))
                };
                if let Some(mut all) = complete {
                    all.sort_unstable_by_key(|(number, _)| *number);
                    answered(at, self.answer(all.into_iter().map(|(_, lived)| lived)));
                }
            }
        });
    }

    /// The experiment at a point.
    fn of(&self, task: &Task) -> Arc<Design> {
        let mut design = Design {
            parameters: Arc::new((self.parameters)(&task.point)),
            weeks: task.runs.weeks,
            ..self.design.clone()
        };
        if !task.runs.ranked {
            design.policies.truncate(1);
            design.variants.truncate(1);
        }
        Arc::new(design)
    }

    /// One replicate, measured; `None` when it was stopped.
    fn live(&self, design: &Design, number: u32, stop: &Stop) -> Option<Result<Lived, String>> {
        let policies: Vec<usize> = (0..design.policies.len()).collect();
        let mut lines = Vec::new();
        let mut rates = Vec::new();
        for ending in replicate::run(design, &policies, number, true, stop) {
            let recorded = match ending {
                Ending::Done(recorded) => *recorded,
                Ending::Failed(cause) => return Some(Err(format!("replicate {number}: {cause}"))),
                Ending::Stopped => return None,
            };
            let tables = tables(recorded);
            rates.push(log_rate(&tables));
            if lines.is_empty() {
                let futures = tables.futures(&design.map);
                let futures = futures.expect("a replicate names places of its own map");
                let future = futures.into_values().next();
                let future = future.expect("a replicate has weeks");
                let value = |line: &TargetLine| {
                    measure(&future, &design.map, &line.target, &line.part, &line.years).ok()
                };
                lines = self.lines.iter().map(value).collect();
            }
        }
        let effects = rates[1..].iter().map(|rate| rate - rates[0]).collect();
        Some(Ok(Lived { lines, effects }))
    }

    /// What the replicates of a point come to, in order; of a point of which one failed, why.
    fn answer(&self, lived: impl Iterator<Item = Result<Lived, String>>) -> Answer {
        let lived: Vec<Lived> = match lived.collect() {
            Ok(lived) => lived,
            Err(cause) => {
                return Answer {
                    failed: Some(cause),
                    ..Answer::default()
                };
            }
        };
        let effects = lived[0].effects.len();
        Answer {
            lines: (0..self.lines.len())
                .map(|line| {
                    estimate(&Vec::from_iter(
                        lived.iter().filter_map(|of| of.lines[line]),
                    ))
                })
                .collect(),
            effects: (0..effects)
                .filter_map(|policy| {
                    estimate(&Vec::from_iter(lived.iter().map(|of| of.effects[policy])))
                })
                .collect(),
            failed: None,
        }
    }
}

const UNPOISONED: &str = "no thread panics while it keeps a replicate";

/// A task that is being evaluated.
#[derive(Default)]
struct Open {
    design: OnceLock<Arc<Design>>,
    lived: Mutex<Vec<(u32, Result<Lived, String>)>>,
}

/// What is measured of one replicate.
struct Lived {
    lines: Vec<Option<f64>>,
    effects: Vec<f64>,
}

/// The tables of a replicate that measures are made from.
fn tables(recorded: Recorded) -> Tables {
    let tables = <[Rows; TABLES.len()]>::try_from(recorded.tables);
    let Ok(
        [
            national,
            organizations,
            events,
            municipalities,
            _,
            panel,
            _,
            pairs,
            _,
            _,
        ],
    ) = tables
    else {
        unreachable!("the tables of a replicate");
    };
    Tables {
        national,
        events,
        organizations,
        municipalities: Some(municipalities),
        panel: Some(panel),
        pairs: Some(pairs),
    }
}

/// The log of organized-crime deaths per person over all weeks; half a death where there is none.
fn log_rate(tables: &Tables) -> f64 {
    let sum = |column| tables.national.numbers(column).iter().sum::<f64>();
    libm::log(sum("oc_deaths").max(0.5) / sum("population").max(1.0))
}

/// The median and its variance as of a normal sample: pi / 2 times that of the mean; of two values or more.
fn estimate(sample: &[f64]) -> Option<Estimate> {
    let value = median(sample).filter(|_| sample.len() > 1)?;
    let (_, deviation) = moments(sample)?;
    let variance = std::f64::consts::FRAC_PI_2 * deviation * deviation / sample.len() as f64;
    Some(Estimate { value, variance })
}

/// What a line lacks in runs of so many weeks, where all that can be is recorded.
pub fn lacking(line: &TargetLine, map: &Map, weeks: i32) -> Option<Missing> {
    let lacks = probe(line, map, weeks, true).err();
    lacks.filter(|missing| *missing != Missing::Value)
}

/// The measure of a line in a country in which nothing happens.
fn probe(line: &TargetLine, map: &Map, weeks: i32, weekly: bool) -> Found {
    let first_year = map.first_year;
    let recorded = weeks.unsigned_abs() as usize;
    let nobody = || vec![0.0; map.places.len()];
    let years = first_year..first_year + weeks / WEEKS_PER_YEAR;
    let place = |year| {
        let of = YearOfPlaces {
            deaths: nobody(),
            visible: nobody(),
        };
        (year, of)
    };
    let future = Future {
        first_year,
        national: COLUMNS.map(|column| (column, vec![0.0; recorded])).into(),
        years: Some(years.clone().map(place).collect()),
        months: weekly.then(|| Months {
            per_year: 13,
            deaths: vec![vec![0.0; recorded / 4]; map.places.len()],
            calendar: Vec::new(),
        }),
        dyads: weekly.then(|| years.map(|year| (year, Vec::new())).collect()),
        ..Future::default()
    };
    measure(&future, map, &line.target, &line.part, &line.years)
}
