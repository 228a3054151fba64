//! The memory that a run needs, estimated before it starts, so that one that would not fit is refused at
//! once and not killed hours later. The estimate moves nothing else.

use std::sync::Arc;

use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::design::{BLOCK, Design, RecordMunicipalities, RecordReplicates, Weekly};
use crate::runs::dictionary::months::WEEKS;
use crate::runs::dictionary::{CONTROL, MONTHS, MUNICIPALITIES, NATIONAL, PAIRS, PANEL, Table};
use crate::runs::metrics::METRICS;
use crate::studies::comparison::prices::DRAWS;
use crate::studies::twin::pair::SERIES;
use crate::studies::twin::surroundings::PARTS;
use crate::studies::twin::weeks::told;

/// What the pieces of a run weigh, in bytes. Fitted to the peak of resident memory (GNU time) of runs of six years on the
/// grid (2,500 municipalities, 110 million people) and on Mexico: one or six policies, one or two threads.
mod weights {
    /// The program, its inputs, and the figures it draws at the end.
    pub const PROGRAM: f64 = 22e6;
    /// A municipality of the map, and its lines in the input files.
    pub const PLACE: f64 = 1_500.0;
    /// A corner of an outline: outlines are read as a whole.
    pub const CORNER: f64 = 280.0;
    /// A municipality of a world, and of the records of the running year.
    pub const MUNICIPALITY: f64 = 2_500.0;
    /// A resident of a world: few have an entry of their own.
    pub const RESIDENT: f64 = 0.025;
    /// Part of the policies beside the first that have a world of their own at once: some share one, others have ended.
    pub const PARTED: f64 = 0.3;
    /// A value of a row that waits until its block is written.
    pub const VALUE: f64 = 3.6;
    /// A value of a row of the policy that is being written: columns are joined and encoded.
    pub const WRITTEN: f64 = 2.0;
    /// A value of a row of a replicate that is running.
    pub const RUNNING: f64 = 4.0;
    /// A week of a run in the tables `organizations`, `events` and `budget`.
    pub const WEEK: f64 = 1_200.0;
    /// A value of a municipality and month: in the sums of an open block, and of a replicate that is running. Measured on
    /// Mexico, four policies over three years on two threads.
    pub const MONTH: f64 = 1.5;
    /// A municipality's year in the sums over replicates.
    pub const SUM: f64 = 400.0;
    /// Part of the municipalities in which something happens.
    pub const ACTIVE: f64 = 0.2;
    /// Pairs of whom somebody died in a week, and cells, for each municipality in which something happens.
    pub const PAIRS: f64 = 0.11;
    pub const CELLS: f64 = 1.8;
    /// A resident's week where everyone's life is told: rows of `lives` that wait.
    pub const LIFE: f64 = 0.0011;
    /// The same of a replicate that is running: who is known, and its rows while they are written.
    pub const RUNNING_LIFE: f64 = 0.0063;
    /// A metric of a run when all runs are summed up, once and since policies part.
    pub const METRIC: f64 = 24.0;
    /// A week of a run in one curve of the figures: columns grow by doubling.
    pub const POINT: f64 = 18.0;
    /// The groups that live and end in a week of a run, of which the figures tell how long they lived.
    pub const GROUPS: f64 = 12.0;
    /// Worlds of a pair at once: when futures part, without the event, and with one of them. They record less than those
    /// of a run.
    pub const FUTURES: f64 = 1.5;
    /// A week of a pair of futures in one part of the country, with the event and without it.
    pub const WEEK_OF_PAIR: f64 = 900.0;
    /// A number of a pair when all pairs are summed up, and of a replicate in a draw of the bootstrap.
    pub const NUMBER: f64 = 8.0;
}

/// What a piece is for, and bytes.
type Piece = (&'static str, f64);

/// Bytes a run needs at its peak, piece by piece.
#[derive(Clone, Debug)]
pub struct Footprint {
    /// Needed from the first week to the last figure.
    always: Vec<Piece>,
    /// Needed while replicates are run; when all of them are summed up; when policies are compared.
    moments: Vec<Vec<Piece>>,
}

/// Curves of the country that are drawn, each of all runs.
const CURVES: f64 = 8.0;

impl Footprint {
    /// Of so many replicates on so many threads, each at a replicate of its own with a world for
    /// each policy that may have parted. Rows are kept until the block is written; then all runs are summed up,
    /// and drawn where `figures` are.
    pub fn new(design: &Design, replicates: usize, threads: usize, figures: bool) -> Self {
        let replicates = replicates as f64;
        let at_once = (threads as f64).min(replicates);
        let kept = (at_once - 1.0 + f64::from(BLOCK)).min(replicates);
        let record = &design.record;
        let names = || design.policies.iter().map(|policy| policy.name.as_str());
        // Replicates of a weekly table that are kept, by policy.
        let weekly = |table: Weekly| -> Vec<f64> {
            let of = names().map(|policy| record.weekly_of(table, policy));
            of.map(|which| match which {
                RecordReplicates::Every(every) => kept * f64::from(u8::from(*every)),
                RecordReplicates::Replicates(these) => kept.min(these.len() as f64),
            })
            .collect()
        };
        // Rows, so many of a replicate, of so many replicates by policy.
        let rows = |rows: f64, table: &Table, replicates: &[f64]| -> f64 {
            let all: f64 = replicates.iter().sum();
            let most = replicates.iter().copied().fold(0.0, f64::max);
            let of_replicates = all * weights::VALUE
                + most * weights::WRITTEN
                + most.min(at_once) * weights::RUNNING;
            rows * table.columns.len() as f64 * of_replicates
        };

        let policies: Vec<usize> = (0..design.policies.len()).collect();
        let with = |policy: &usize| design.parameters_of(*policy);
        let together = policies.chunk_by(|a, b| Arc::ptr_eq(with(a), with(b)));
        let together = together.map(<[usize]>::len).max().unwrap_or(0) as f64;
        let worlds = 1.0 + weights::PARTED * (together - 1.0).max(0.0);
        let every = vec![kept; policies.len()];
        let policies = policies.len() as f64;

        let weeks = f64::from(design.weeks);
        let years = f64::from(design.weeks / WEEKS_PER_YEAR);
        let people: f64 = (design.map.places.iter())
            .map(|place| f64::from(place.most_residents()))
            .sum();
        let places = design.map.places.len() as f64;
        let active = places * weights::ACTIVE;
        // Replicates with a row for every municipality, by policy.
        let whole: Vec<f64> = names()
            .map(|policy| kept * f64::from(u8::from(record.every_municipality(policy))))
            .collect();
        let sums = match record.municipalities {
            RecordMunicipalities::Mean => years * places * weights::SUM,
            _ => 0.0,
        };
        let runs = kept * policies;
        let months = match record.months {
            true => f64::from(design.weeks / WEEKS) * places * MONTHS.columns.len() as f64,
            false => 0.0,
        };
        // Of each policy those of open blocks, and of replicates that are running.
        let open = 1.0 + at_once / f64::from(BLOCK);
        let months = months * policies * (open + at_once) * weights::MONTH;
        let lives = match record.lives {
            true => people * weeks / f64::from(design.memory_one_in),
            false => 0.0,
        };
        let all = replicates * policies;
        let figures = match figures {
            true => all * weeks * (CURVES * weights::POINT + weights::GROUPS),
            false => 0.0,
        };
        let running = vec![
            ("worlds", at_once * worlds * world(design)),
            (
                "rows of the country",
                rows(weeks, &NATIONAL, &every) + runs * weeks * weights::WEEK,
            ),
            (
                "rows of `municipalities`",
                rows(years * active, &MUNICIPALITIES, &every)
                    + rows(years * (places - active), &MUNICIPALITIES, &whole)
                    + sums,
            ),
            (
                "rows of `panel`",
                rows(weeks * active, &PANEL, &weekly(Weekly::Panel)),
            ),
            (
                "rows of `pairs`",
                rows(
                    weeks * active * weights::PAIRS,
                    &PAIRS,
                    &weekly(Weekly::Pairs),
                ),
            ),
            (
                "rows of `control`",
                rows(
                    weeks * active * weights::CELLS,
                    &CONTROL,
                    &weekly(Weekly::Control),
                ),
            ),
            ("rows of `months`", months),
            (
                "rows of `lives`",
                lives * (runs * weights::LIFE + at_once * weights::RUNNING_LIFE),
            ),
        ];
        let summary = (
            "the summary of all runs",
            all * METRICS.len() as f64 * weights::METRIC,
        );
        let comparison = match policies > 1.0 {
            true => replicates * DRAWS as f64 * weights::NUMBER,
            false => 0.0,
        };
        Self {
            always: vec![("the program and the map", program(&design.map))],
            moments: vec![
                running,
                vec![summary, ("the figures of all runs", figures)],
                vec![summary, ("the comparison of all runs", comparison)],
            ],
        }
    }

    /// Of a twin experiment with so many pairs.
    pub fn of_pairs(design: &Design, threads: usize) -> Self {
        let pairs = f64::from(design.replicates);
        let at_once = (threads as f64).min(pairs);
        let kept = (at_once - 1.0 + f64::from(BLOCK)).min(pairs);
        let events = design.twin.as_ref().map_or(0, |twin| twin.events.len()) as f64;
        let (first, last) = design
            .twin
            .as_ref()
            .map_or((0, 0), |twin| told(design, twin.week));
        let weeks = f64::from(last - first + 1);
        let places = design.map.places.len() as f64;
        let rows = events * weeks * PARTS.len() as f64;
        let numbers = events * (2.0 * SERIES as f64 * weeks + places / 2.0);
        Self {
            always: vec![("the program and the map", program(&design.map))],
            moments: vec![
                vec![
                    ("worlds", at_once * weights::FUTURES * world(design)),
                    ("rows of pairs", kept * rows * weights::WEEK_OF_PAIR),
                ],
                vec![("all pairs", pairs * numbers * weights::NUMBER)],
            ],
        }
    }

    /// All of it at its peak.
    pub fn bytes(&self) -> f64 {
        let all = self.pieces();
        all.iter().map(|(_, bytes)| bytes).sum()
    }

    /// What is there at the peak.
    fn pieces(&self) -> Vec<Piece> {
        let sum = |pieces: &[Piece]| pieces.iter().map(|(_, bytes)| bytes).sum::<f64>();
        let most = self.moments.iter();
        let most = most.max_by(|a, b| sum(a).total_cmp(&sum(b)));
        let most = most.expect("there are moments");
        [self.always.as_slice(), most].concat()
    }

    /// The piece that needs most, and its bytes.
    fn largest(&self) -> Piece {
        let largest = self.pieces().into_iter();
        let largest = largest.max_by(|a, b| a.1.total_cmp(&b.1));
        largest.expect("there are pieces")
    }
}

/// The program, and a map.
fn program(map: &Map) -> f64 {
    let corners: usize = map.outlines.iter().flatten().map(Vec::len).sum();
    let places = map.places.len() as f64 * weights::PLACE;
    weights::PROGRAM + places + corners as f64 * weights::CORNER
}

/// A world.
fn world(design: &Design) -> f64 {
    let places = design.map.places.iter();
    let people: f64 = places.map(|place| f64::from(place.most_residents())).sum();
    design.map.places.len() as f64 * weights::MUNICIPALITY + people * weights::RESIDENT
}

/// A run that would not fit into memory.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(
    "would need about {} of memory with {threads} {}, {} of it for {largest}, and {} are there; \
     expected {expected}",
    gigabytes(*needed),
    if *threads == 1 { "thread" } else { "threads" },
    gigabytes(*of_largest),
    gigabytes(*there)
)]
pub struct TooLarge {
    needed: f64,
    threads: usize,
    largest: &'static str,
    of_largest: f64,
    there: f64,
    expected: String,
}

/// Whether what is needed with so many threads fits into `there` bytes.
pub fn fits(
    needed: impl Fn(usize) -> Footprint,
    threads: usize,
    there: f64,
) -> Result<(), TooLarge> {
    let footprint = needed(threads);
    if footprint.bytes() <= there {
        return Ok(());
    }
    let fitting = (1..threads)
        .rev()
        .find(|fewer| needed(*fewer).bytes() <= there);
    let (largest, of_largest) = footprint.largest();
    Err(TooLarge {
        needed: footprint.bytes(),
        threads,
        largest,
        of_largest,
        there,
        expected: match fitting {
            Some(fewer) => format!("--threads {fewer} or fewer"),
            None => "less to record, fewer policies or replicates, no figures, a smaller map, or --memory, which says \
                     what may be used"
                .to_owned(),
        },
    })
}

fn gigabytes(bytes: f64) -> String {
    match bytes < 1e8 {
        true => format!("{:.1} MB", bytes / 1e6),
        false => format!("{:.1} GB", bytes / 1e9),
    }
}
