//! Columns less their weighted means by two sets of groups.

/// Largest change in a sweep, relative to the largest value of the column, that counts as none.
const SETTLED: f64 = 1e-10;
/// Sweeps after which a column is taken as it is.
const MOST_SWEEPS: usize = 10_000;

/// Who belongs to which unit and which cell.
#[derive(Debug)]
pub struct Demeaning {
    units: Groups,
    cells: Groups,
}

impl Demeaning {
    /// Of observations with these units and cells, which may have any numbers.
    pub fn new(units: &[u32], cells: &[u32]) -> Self {
        Self {
            units: Groups::new(units),
            cells: Groups::new(cells),
        }
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.units.count
    }

    /// The means to take with these weights.
    pub fn weigh<'a>(&'a self, weights: &'a [f64]) -> Weighed<'a> {
        let inverse = |groups: &Groups| {
            let mut sums = vec![0.0; groups.count];
            for (group, weight) in groups.of.iter().zip(weights) {
                sums[*group as usize] += weight;
            }
            sums.into_iter().map(|sum| 1.0 / sum).collect()
        };
        Weighed {
            weights,
            sets: [&self.units, &self.cells].map(|groups| (groups, inverse(groups))),
        }
    }

    /// For each unit the sum over its observations of each column times `factor`.
    pub fn sums_by_unit(&self, columns: &[Vec<f64>], factor: &[f64]) -> Vec<Vec<f64>> {
        let mut sums = vec![vec![0.0; columns.len()]; self.units.count];
        for (index, column) in columns.iter().enumerate() {
            for (row, unit) in self.units.of.iter().enumerate() {
                sums[*unit as usize][index] += column[row] * factor[row];
            }
        }
        sums
    }
}

/// A set of groups, numbered from 0 without gaps.
#[derive(Debug)]
struct Groups {
    of: Vec<u32>,
    count: usize,
}

impl Groups {
    fn new(named: &[u32]) -> Self {
        let mut names = named.to_vec();
        names.sort_unstable();
        names.dedup();
        let number = |name| names.partition_point(|known| known < name) as u32;
        Self {
            of: named.iter().map(number).collect(),
            count: names.len(),
        }
    }
}

/// Means to be taken with certain weights.
#[derive(Debug)]
pub struct Weighed<'a> {
    weights: &'a [f64],
    /// Each set, and for each of its groups one over the sum of weights.
    sets: [(&'a Groups, Vec<f64>); 2],
}

impl Weighed<'_> {
    /// Takes the weighted means by unit and by cell away in turn until none is left (alternating
    /// projections, von Neumann; Guimaraes and Portugal 2010, Stata Journal 10). A column that was
    /// demeaned with nearby weights settles soon.
    pub fn demean(&self, column: &mut [f64]) {
        let largest = column.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
        for _ in 0..MOST_SWEEPS {
            let mut change: f64 = 0.0;
            for (groups, inverse) in &self.sets {
                let mut means = vec![0.0; groups.count];
                for ((x, weight), group) in column.iter().zip(self.weights).zip(&groups.of) {
                    means[*group as usize] += x * weight;
                }
                for (mean, inverse) in means.iter_mut().zip(inverse) {
                    *mean *= inverse;
                    change = change.max(mean.abs());
                }
                for (x, group) in column.iter_mut().zip(&groups.of) {
                    *x -= means[*group as usize];
                }
            }
            if change <= SETTLED * largest {
                break;
            }
        }
    }
}
