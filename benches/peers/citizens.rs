//! CITIZENS, a model of one's own on plaza's engine: one agent for each citizen of a country, who
//! may be recruited, and what becomes of the recruited.
//!
//! `width` x `height` municipalities lie on a torus, numbered column by column. Citizen i lives in
//! municipality i mod (width height), is susceptible by s for life (k / 255, k uniform in
//! 1 ..= 255), and is a civilian, recruited, incapacitated or dead. At the start some citizens of
//! the western half are recruited. Each tick, from the state at its beginning, independently:
//!
//! | who is | becomes | with chance |
//! |---|---|---|
//! | a civilian | recruited | a s (p0 + p1 n) |
//! | recruited | incapacitated | b (e0 + e1 x) |
//! | recruited | dead | c n |
//! | incapacitated | a civilian | d |
//!
//! x is the share of recruited among the residents of the municipality, n its mean over the
//! municipality and its four neighbours. The counts of the four states are kept for each
//! municipality and tick.
//!
//! How it uses the engine: events are found by `hit` and `Roster::thin`, so that a tick costs what
//! happens in it; a susceptibility is made of the citizen's number by `trait_of` and takes no memory; a column of the map is a block with a stream of its own in `each_block`, so
//! that threads change no bit. A citizen takes one bit, and four bytes more while not a civilian.
//!
//! `cargo run --release --example citizens_speed -- --n 10000000 --counts`

use std::collections::TryReserveError;
use std::iter::zip;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, value_parser};
use cpu_time::ProcessTime;
use fixedbitset::FixedBitSet;
use plaza_engine::events::{candidates, hit};
use plaza_engine::luck::{Key, Stream, mix_all, trait_of};
use plaza_engine::parallel::each_block;
use plaza_engine::roster::Roster;
use rayon::prelude::*;

/// Chance of a citizen of the western half to be recruited at the start.
const R0: f64 = 0.01;

/// Chance of the most susceptible civilian to be recruited [1/tick].
fn joins(nearby: f64) -> f64 {
    0.001 * (0.2 + 20.0 * nearby)
}

/// Chance of a recruited citizen to be incapacitated [1/tick].
fn falls(here: f64) -> f64 {
    0.02 * (0.5 + 10.0 * here)
}

/// Chance of a recruited citizen to be killed [1/tick].
fn dies(nearby: f64) -> f64 {
    0.2 * nearby
}

/// Chance of an incapacitated citizen to be a civilian again [1/tick].
const RETURNS: f64 = 0.02;

/// The residents of a municipality: civilians, recruited, incapacitated, dead.
pub type Counts = [u32; 4];
const CIVILIAN: usize = 0;
const RECRUITED: usize = 1;
const INCAPACITATED: usize = 2;
const DEAD: usize = 3;

/// The share of recruited among the residents; 0 where nobody lives.
fn share(counts: &Counts) -> f64 {
    f64::from(counts[RECRUITED]) / f64::from(counts.iter().sum::<u32>().max(1))
}

/// The largest of numbers none of which is below 0: four at a time, as processors compare them.
fn largest(of: &[f64]) -> f64 {
    let larger = |a: f64, b: f64| if a > b { a } else { b };
    let (fours, rest) = of.as_chunks::<4>();
    let most = fours.iter().fold([0.0; 4], |most, four| {
        std::array::from_fn(|i| larger(four[i], most[i]))
    });
    rest.iter().chain(&most).copied().fold(0.0, larger)
}

/// A column of the map. Its residents are numbered round by round: number k lives in row
/// k mod height.
struct Column {
    /// Where it begins among the shares of the country.
    start: usize,
    /// What makes the susceptibilities of one seed and column others than those of the next.
    salt: u64,
    /// Who is a civilian.
    civilian: FixedBitSet,
    recruited: Roster<u32>,
    incapacitated: Roster<u32>,
    /// By row, as the next two.
    counts: Vec<Counts>,
    /// The share of recruited.
    shares: Vec<f64>,
    /// The mean share here and in the four neighbours, at the beginning of the tick.
    nearby: Vec<f64>,
}

impl Column {
    fn new(number: u32, asked: &Arguments) -> Self {
        let (of, first) = (asked.width * asked.height, number * asked.height);
        let residents = |m: u32| asked.n / of + u32::from(m < asked.n % of);
        let counts: Vec<Counts> = (first..first + asked.height)
            .map(|m| [residents(m), 0, 0, 0])
            .collect();
        let everyone = counts.iter().map(|here| here[CIVILIAN] as usize).sum();
        let mut column = Self {
            start: number as usize * (counts.len() + 2),
            salt: mix_all(&[asked.seed, number.into()]),
            civilian: FixedBitSet::with_capacity(everyone),
            recruited: Roster::default(),
            incapacitated: Roster::default(),
            shares: vec![0.0; counts.len()],
            nearby: vec![0.0; counts.len()],
            counts,
        };
        column.civilian.insert_range(..);
        if 2 * number < asked.width {
            let mut rng = Key::new(asked.seed, 0).luck(0, 0).of(number, 0);
            for (person, _) in candidates(&mut rng, everyone, R0) {
                column.recruit(person);
            }
        }
        column
    }

    fn susceptibility(&self, person: usize) -> f64 {
        let k = 1 + (255.0 * trait_of(self.salt.wrapping_add(person as u64))) as u32;
        f64::from(k) * (1.0 / 255.0)
    }

    fn recruit(&mut self, person: usize) {
        let row = person % self.counts.len();
        self.civilian.remove(person);
        self.recruited.add(person as u32);
        self.counts[row][CIVILIAN] -= 1;
        self.counts[row][RECRUITED] += 1;
        self.shares[row] = share(&self.counts[row]);
    }

    /// Sets what is nearby; the largest of it, and the largest share in the column.
    fn look_around(&mut self, shares: &[f64]) -> (f64, f64) {
        let (start, all, size) = (self.start, shares.len(), self.counts.len() + 2);
        let column = |start: usize| &shares[start % all..][..size];
        let [west, here, east] = [start + all - size, start, start + size].map(column);
        let around = zip(here.windows(3), zip(&west[1..], &east[1..]));
        for (nearby, (here, (west, east))) in zip(&mut self.nearby, around) {
            *nearby = (here[0] + here[1] + here[2] + west + east) * 0.2;
        }
        (largest(&self.nearby), largest(here))
    }

    /// One tick, given the shares of the country at its beginning.
    fn tick(&mut self, shares: &[f64], rng: &mut Stream) {
        let (most_nearby, most_here) = self.look_around(shares);
        let rows = self.counts.len();

        let mut returning = Vec::new();
        self.incapacitated.thin(rng, RETURNS, |person, _| {
            returning.push(person);
            true
        });

        let here = &shares[self.start + 1..];
        let q_max = falls(most_here) + dies(most_nearby);
        self.recruited.thin(rng, q_max, |person, number| {
            let row = person as usize % rows;
            let (falls, dies) = (falls(here[row]), dies(self.nearby[row]));
            if number >= falls + dies {
                return false;
            }
            let counts = &mut self.counts[row];
            counts[RECRUITED] -= 1;
            if number < falls {
                counts[INCAPACITATED] += 1;
                self.incapacitated.add(person);
            } else {
                counts[DEAD] += 1;
            }
            self.shares[row] = share(counts);
            true
        });

        let joining = hit(rng, self.civilian.len(), joins(most_nearby), |person| {
            self.susceptibility(person) * joins(self.nearby[person % rows])
        });
        for person in joining {
            if self.civilian.contains(person) {
                self.recruit(person);
            }
        }

        // Not before: who was no civilian at the beginning of the tick is not recruited in it.
        for person in returning {
            self.civilian.insert(person as usize);
            let counts = &mut self.counts[person as usize % rows];
            counts[INCAPACITATED] -= 1;
            counts[CIVILIAN] += 1;
        }
    }
}

/// All columns, and the history of their municipalities.
pub struct Country {
    key: Key,
    columns: Vec<Column>,
    /// The shares of recruited at the beginning of the tick, column by column: the last row, all
    /// rows, the first row, so that each municipality stands between its neighbours.
    shares: Vec<f64>,
    /// The counts of each municipality after each tick, tick by tick.
    pub kept: Vec<Counts>,
    tick: i32,
}

impl Country {
    /// The country at the start, unless there is no memory for its history.
    pub fn new(asked: &Arguments) -> Result<Self, TryReserveError> {
        let municipalities = asked.width as usize * asked.height as usize;
        let length = municipalities.saturating_mul(asked.ticks as usize);
        let mut kept = Vec::new();
        kept.try_reserve_exact(length)?;
        // Written here, so that the ticks do not pay for memory that the system hands out late.
        kept.resize(length, [0; 4]);
        let columns = (0..asked.width).map(|number| Column::new(number, asked));
        Ok(Self {
            key: Key::new(asked.seed, 0),
            columns: columns.collect(),
            shares: vec![0.0; municipalities + 2 * asked.width as usize],
            kept,
            tick: 0,
        })
    }

    /// One tick, on the threads of the current rayon pool.
    pub fn tick(&mut self) {
        let rows = self.columns[0].counts.len();
        for (shares, column) in self.shares.chunks_mut(rows + 2).zip(&self.columns) {
            shares[1..=rows].copy_from_slice(&column.shares);
            (shares[0], shares[rows + 1]) = (shares[rows], shares[1]);
        }
        let kept = &mut self.kept[self.tick as usize * rows * self.columns.len()..];
        let blocks = self.columns.par_iter_mut().zip(kept.par_chunks_mut(rows));
        let luck = self.key.luck(1, self.tick);
        each_block(blocks, luck, |(column, kept), rng| {
            column.tick(&self.shares, rng);
            kept.copy_from_slice(&column.counts);
        });
        self.tick += 1;
    }
}

/// Citizens who may be recruited, and what becomes of them: how fast one core simulates them.
#[derive(Parser)]
#[command(name = "citizens_speed", allow_negative_numbers = true)]
pub struct Arguments {
    /// Citizens
    #[arg(long, default_value_t = 1_000_000, value_parser = value_parser!(u32).range(1..))]
    pub n: u32,
    /// Ticks
    #[arg(long, default_value_t = 100, value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub ticks: u32,
    /// Columns of municipalities
    #[arg(long, default_value_t = 50, value_parser = value_parser!(u32).range(1..=10_000))]
    pub width: u32,
    /// Rows of municipalities
    #[arg(long, default_value_t = 50, value_parser = value_parser!(u32).range(1..=10_000))]
    pub height: u32,
    /// Seed of all luck
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; 0 for one per core. More than there are columns, or than 1024, are not started
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Print how many are civilian, recruited, incapacitated and dead at the end
    #[arg(long)]
    counts: bool,
}

/// Ends the program as for any argument that it cannot take.
fn refuse(why: String) -> ! {
    let mut command = Arguments::command();
    command.error(ErrorKind::ValueValidation, why).exit()
}

fn main() {
    let asked = Arguments::parse();
    let mut country = Country::new(&asked).unwrap_or_else(|error| {
        let cells = f64::from(asked.width) * f64::from(asked.height) * f64::from(asked.ticks);
        let gigabytes = cells * size_of::<Counts>() as f64 / 1e9;
        refuse(format!(
            "counts of all ticks take {gigabytes:.1} GB: {error}"
        ))
    });
    let threads = asked.threads.min(1024).min(asked.width as usize);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.unwrap_or_else(|error| refuse(format!("{threads} threads: {error}")));
    let start = ProcessTime::now();
    pool.install(|| (0..asked.ticks).for_each(|_| country.tick()));
    let seconds = start.elapsed().as_secs_f64();
    if asked.counts {
        let municipalities = country.kept.len() / asked.ticks as usize;
        let last = &country.kept[country.kept.len() - municipalities..];
        let total = |state: usize| last.iter().map(|here| u64::from(here[state])).sum();
        let [civilian, recruited, incapacitated, dead]: [u64; 4] = std::array::from_fn(total);
        println!("counts {civilian} {recruited} {incapacitated} {dead}");
    }
    let updates = f64::from(asked.n) * f64::from(asked.ticks);
    println!("updates_per_cpu_s {:.4e}", updates / seconds);
}
