//! What memory a run needs, estimated before it starts, so that one that would not fit is refused at
//! once and not killed hours later. The estimate moves nothing else.

use std::sync::Arc;

use crate::experiment::design::{BLOCK, Design, RecordMunicipalities, RecordPanel};
use crate::experiment::dictionary::{MUNICIPALITIES, NATIONAL, PANEL, Table};
use crate::units::WEEKS_PER_YEAR;

/// What the pieces of a run weigh, in bytes. Fitted to the peak of resident memory (GNU time) of runs
/// on the grid (2,500 municipalities, 110 million people), on grids of 100 and of 10,000
/// municipalities and on Mexico: one or six years, one to eight threads, one or six policies.
mod weights {
    /// The program, its inputs, and the figures it draws at the end.
    pub const PROGRAM: f64 = 18e6;
    /// A municipality of the map, its outline and its lines in the input files.
    pub const PLACE: f64 = 5_000.0;
    /// A municipality of a world, and of what is recorded of the running year.
    pub const MUNICIPALITY: f64 = 1_800.0;
    /// A resident of a world: few have an entry of their own.
    pub const RESIDENT: f64 = 0.02;
    /// A value of a row: columns grow by doubling, and are encoded while their rows are there.
    pub const VALUE: f64 = 24.0;
    /// A week of a run in the tables `organizations`, `events` and `budget`.
    pub const WEEK: f64 = 4_000.0;
    /// Part of the municipalities in which something happens.
    pub const ACTIVE: f64 = 0.2;
    /// A resident's week where everyone's life is told: rows of `lives`, and who is known.
    pub const LIFE: f64 = 0.011;
    /// A value of a row when all runs are summed up.
    pub const SUMMED: f64 = 16.0;
}

/// Bytes a run needs at its peak, piece by piece.
#[derive(Clone, Debug)]
pub struct Footprint {
    /// What it is for, and bytes.
    pieces: Vec<(&'static str, f64)>,
}

impl Footprint {
    /// Of so many replicates on so many threads, each at a replicate of its own with a world for
    /// each policy that may have parted. Rows are kept until the block is written, and those of all
    /// runs are read again to be summed up.
    pub fn new(design: &Design, replicates: usize, threads: usize) -> Self {
        let replicates = replicates as f64;
        let at_once = (threads as f64).min(replicates);
        let kept = (at_once - 1.0 + f64::from(BLOCK)).min(replicates);
        let record = &design.record;
        let names = || design.policies.iter().map(|policy| policy.name.as_str());
        let panels: f64 = (names().map(|policy| record.panel_of(policy)))
            .map(|panel| match panel {
                RecordPanel::Every(every) => kept * f64::from(u8::from(*every)),
                RecordPanel::Replicates(these) => kept.min(these.len() as f64),
            })
            .sum();

        let policies: Vec<usize> = (0..design.policies.len()).collect();
        let with = |policy: &usize| design.parameters_of(*policy);
        let together = policies.chunk_by(|a, b| Arc::ptr_eq(with(a), with(b)));
        let worlds = together.map(<[usize]>::len).max().unwrap_or(0) as f64;
        let policies = policies.len() as f64;

        let weeks = f64::from(design.weeks);
        let years = f64::from(design.weeks / WEEKS_PER_YEAR);
        let people: f64 = (design.map.places.iter())
            .map(|place| f64::from(place.most_residents()))
            .sum();
        let places = design.map.places.len() as f64;
        let active = places * weights::ACTIVE;
        // Rows of one replicate and year under all policies.
        let municipalities: f64 = names()
            .map(|policy| match record.every_municipality(policy) {
                true => places,
                false => active,
            })
            .sum();
        let values = |rows: f64, table: &Table| rows * table.columns.len() as f64;
        let national = values(weeks, &NATIONAL);
        let yearly = values(years * municipalities, &MUNICIPALITIES);
        let lives = if record.lives {
            people * weeks * weights::LIFE / f64::from(design.memory_one_in)
        } else {
            0.0
        };
        let summed = match record.municipalities {
            RecordMunicipalities::Mean => 0.0,
            RecordMunicipalities::Active | RecordMunicipalities::All => yearly,
        };

        let world = places * weights::MUNICIPALITY + people * weights::RESIDENT;
        let panel = values(weeks * active, &PANEL) * weights::VALUE;
        let runs = kept * policies;
        let pieces = vec![
            (
                "the program and the map",
                weights::PROGRAM + places * weights::PLACE,
            ),
            ("worlds", at_once * worlds * world),
            (
                "rows of the country",
                runs * (national * weights::VALUE + weeks * weights::WEEK),
            ),
            ("rows of `municipalities`", kept * yearly * weights::VALUE),
            ("rows of `panel`", panels * panel),
            ("rows of `lives`", runs * lives),
            (
                "the summary of all runs",
                replicates * (policies * national + summed) * weights::SUMMED,
            ),
        ];
        Self { pieces }
    }

    /// All of it.
    pub fn bytes(&self) -> f64 {
        self.pieces.iter().map(|(_, bytes)| bytes).sum()
    }

    /// The piece that needs most, and its bytes.
    fn largest(&self) -> (&'static str, f64) {
        let largest = self.pieces.iter().copied();
        let largest = largest.max_by(|a, b| a.1.total_cmp(&b.1));
        largest.expect("there are pieces")
    }
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

/// Whether a run of so many replicates on so many threads fits into `there` bytes.
pub fn fits(
    design: &Design,
    replicates: usize,
    threads: usize,
    there: f64,
) -> Result<(), TooLarge> {
    let footprint = Footprint::new(design, replicates, threads);
    if footprint.bytes() <= there {
        return Ok(());
    }
    let fitting = (1..threads)
        .rev()
        .find(|fewer| Footprint::new(design, replicates, *fewer).bytes() <= there);
    let (largest, of_largest) = footprint.largest();
    Err(TooLarge {
        needed: footprint.bytes(),
        threads,
        largest,
        of_largest,
        there,
        expected: match fitting {
            Some(fewer) => format!("--threads {fewer} or fewer"),
            None => "less to record, fewer policies or replicates, or a smaller map".to_owned(),
        },
    })
}

fn gigabytes(bytes: f64) -> String {
    format!("{:.1} GB", bytes / 1e9)
}
