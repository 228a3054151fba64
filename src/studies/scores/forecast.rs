//! A forecast of the cells of a year, and how each of them scores.

use rayon::prelude::*;

use plaza_engine::statistics::Counts;

/// What the simulated forecast is called among its rivals.
pub const SIMULATED: &str = "plaza";

/// A forecast of every cell of a year.
#[derive(Clone, Debug)]
pub enum Forecast<'a> {
    /// The deaths of each cell in each replicate.
    Draws(&'a [Vec<u32>]),
    /// Negative binomial around what is expected.
    Around {
        /// Deaths expected in each cell.
        means: Vec<f64>,
        /// The dispersion of all of them.
        dispersion: f64,
    },
    /// A distribution for each cell.
    Known(Vec<Counts>),
}

/// A score, on one scale of deaths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// As it is written.
    pub score: &'static str,
    /// Whether it is of log(1 + deaths).
    pub log: bool,
    /// Whether the smaller is the better; of a coverage neither is.
    pub ranks: bool,
}

/// All scores of a cell, in this order.
pub const MEASURES: [Measure; 7] = [
    measure("crps", false, true),
    measure("crps", true, true),
    measure("log", false, true),
    measure("interval90", false, true),
    measure("interval90", true, true),
    measure("coverage50", false, false),
    measure("coverage90", false, false),
];

const fn measure(score: &'static str, log: bool, ranks: bool) -> Measure {
    Measure { score, log, ranks }
}

/// The scores of a cell, in the order of [`MEASURES`].
pub type Marks = [f64; MEASURES.len()];

/// The scores of a cell without one draw, by the value of that draw.
pub type LeftOut = Vec<(u32, Marks)>;

fn marks(counts: &Counts, observed: u32) -> Marks {
    let holds = |chance| f64::from(u8::from(counts.holds(observed, chance)));
    [
        counts.crps(observed, |deaths| deaths),
        counts.crps(observed, libm::log1p),
        counts.log_score(observed),
        counts.interval_score(observed, 0.9, |deaths| deaths),
        counts.interval_score(observed, 0.9, libm::log1p),
        holds(0.5),
        holds(0.9),
    ]
}

impl Forecast<'_> {
    /// How each cell scores.
    pub fn marks(&self, observed: &[u32]) -> Vec<Marks> {
        self.each(observed, marks)
    }

    /// How each cell scores without one draw, by the value of that draw, ascending; nothing of what is not drawn.
    pub fn left_out(&self, observed: &[u32]) -> Vec<LeftOut> {
        let Self::Draws(cells) = self else {
            return Vec::new();
        };
        let cell = |(draws, observed): (&Vec<u32>, &u32)| {
            let mut sorted = draws.clone();
            sorted.sort_unstable();
            let without = |(index, value): (usize, &u32)| {
                let mut others = sorted.clone();
                others.remove(index);
                (*value, marks(&Counts::of_sample(others), *observed))
            };
            let first =
                |(index, value): &(usize, &u32)| *index == 0 || sorted[index - 1] != **value;
            sorted
                .iter()
                .enumerate()
                .filter(first)
                .map(without)
                .collect()
        };
        cells.par_iter().zip(observed).map(cell).collect()
    }

    /// Histogram of the probability integral transform over all cells, which sums to 1; flat where chances are right.
    pub fn transform(&self, observed: &[u32], bins: usize) -> Vec<f64> {
        let of_cell = |counts: &Counts, observed: u32| {
            let mut histogram = vec![0.0; bins];
            counts.enter_transform(observed, &mut histogram);
            histogram
        };
        let mut sum = vec![0.0; bins];
        for histogram in self.each(observed, of_cell) {
            for (sum, part) in sum.iter_mut().zip(histogram) {
                *sum += part / observed.len() as f64;
            }
        }
        sum
    }

    fn each<T: Send>(&self, observed: &[u32], told: impl Fn(&Counts, u32) -> T + Sync) -> Vec<T> {
        let cell = |(cell, observed): (usize, &u32)| match self {
            Self::Known(cells) => told(&cells[cell], *observed),
            Self::Around { means, dispersion } => told(
                &Counts::negative_binomial(means[cell], *dispersion),
                *observed,
            ),
            Self::Draws(cells) => told(&Counts::of_sample(cells[cell].clone()), *observed),
        };
        observed.par_iter().enumerate().map(cell).collect()
    }
}
