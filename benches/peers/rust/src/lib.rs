//! What the Rust peers share: the arguments, the map and its fields, and what is printed.

use clap::Parser;
use cpu_time::ProcessTime;

/// Which CITIZENS to run.
#[derive(Clone, Copy, Debug, Parser)]
pub struct Arguments {
    #[arg(long, default_value_t = 1_000_000)]
    pub n: usize,
    #[arg(long, default_value_t = 100)]
    pub ticks: usize,
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    #[arg(long, default_value_t = 50)]
    pub width: usize,
    #[arg(long, default_value_t = 50)]
    pub height: usize,
}

/// What a citizen is; the index of its count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    Civilian,
    Recruited,
    Incapacitated,
    Dead,
}

/// Share of the western half recruited at the start.
pub const R0: f64 = 0.01;
/// Chance of an incapacitated citizen to be a civilian again.
pub const RETURNS: f64 = 0.02;

/// The chances in one municipality in one tick.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chances {
    /// Of a civilian to be recruited, for each 255th of susceptibility.
    pub joins: f64,
    /// Of a recruited citizen to be incapacitated.
    pub falls: f64,
    /// Of a recruited citizen to be incapacitated or killed.
    pub leaves: f64,
}

/// The municipalities: their counts by state, the chances that follow from them, their history.
#[derive(Clone, Debug, Default)]
pub struct Map {
    width: usize,
    height: usize,
    pub counts: Vec<[u32; 4]>,
    pub chances: Vec<Chances>,
    pub kept: Vec<[u32; 4]>,
}

impl Map {
    /// The map with everyone a civilian.
    pub fn new(arguments: &Arguments) -> Self {
        let municipalities = arguments.width * arguments.height;
        let residents =
            |m| arguments.n / municipalities + usize::from(m < arguments.n % municipalities);
        Self {
            width: arguments.width,
            height: arguments.height,
            counts: (0..municipalities)
                .map(|m| [residents(m) as u32, 0, 0, 0])
                .collect(),
            chances: vec![Chances::default(); municipalities],
            kept: Vec::with_capacity(municipalities * arguments.ticks),
        }
    }

    /// Where a citizen lives.
    pub fn home(&self, citizen: usize) -> usize {
        citizen % self.counts.len()
    }

    /// Whether a municipality is in the western half.
    pub fn is_west(&self, municipality: usize) -> bool {
        2 * (municipality / self.height) < self.width
    }

    /// Counts a citizen as what it has become.
    pub fn change(&mut self, municipality: usize, from: State, to: State) {
        self.counts[municipality][from as usize] -= 1;
        self.counts[municipality][to as usize] += 1;
    }

    /// Sets the chances of a tick from the counts at its beginning.
    pub fn begin_tick(&mut self) {
        let share = |m: usize| {
            let counts = &self.counts[m];
            f64::from(counts[1]) / f64::from(counts.iter().sum::<u32>().max(1))
        };
        let shares: Vec<f64> = (0..self.counts.len()).map(share).collect();
        let (width, height) = (self.width, self.height);
        for column in 0..width {
            for row in 0..height {
                let at = |column: usize, row: usize| shares[column * height + row];
                let (east, west) = ((column + 1) % width, (column + width - 1) % width);
                let (north, south) = ((row + height - 1) % height, (row + 1) % height);
                let here = at(column, row);
                let around = at(east, row) + at(west, row) + at(column, north) + at(column, south);
                let nearby = (here + around) / 5.0;
                let falls = 0.02 * (0.5 + 10.0 * here);
                self.chances[column * height + row] = Chances {
                    joins: 0.001 * (0.2 + 20.0 * nearby) / 255.0,
                    falls,
                    leaves: falls + 0.2 * nearby,
                };
            }
        }
    }

    /// Keeps the counts after a tick.
    pub fn end_tick(&mut self) {
        self.kept.extend_from_slice(&self.counts);
    }
}

/// Runs the ticks and prints the counts at the end and how fast it was.
pub fn report(arguments: &Arguments, ticks: impl FnOnce() -> Vec<[u32; 4]>) {
    let start = ProcessTime::now();
    let counts = ticks();
    let seconds = start.elapsed().as_secs_f64();
    let total = |state: usize| {
        counts
            .iter()
            .map(|here| u64::from(here[state]))
            .sum::<u64>()
    };
    println!("counts {} {} {} {}", total(0), total(1), total(2), total(3));
    println!("cpu_s {seconds:.6}");
    let updates = (arguments.n * arguments.ticks) as f64;
    println!("updates_per_cpu_s {:.4e}", updates / seconds);
}
