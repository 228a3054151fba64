//! The normal equations of weighted least squares, solved by Cholesky's decomposition.

/// The lower triangle `L` of `X' W X = L L'`, row by row.
#[derive(Debug)]
pub struct Cholesky<'a> {
    columns: Vec<&'a [f64]>,
    weights: &'a [f64],
    rows: Vec<Vec<f64>>,
}

impl<'a> Cholesky<'a> {
    /// Of these columns, which are independent.
    pub fn new(columns: &'a [Vec<f64>], weights: &'a [f64]) -> Self {
        let none = vec![0.0; columns.len()];
        Self::of_independent(columns, weights, &none).0
    }

    /// Of those columns of which the ones before do not explain all but `least` of the sum of
    /// squares; and which these are.
    pub fn of_independent(
        columns: &'a [Vec<f64>],
        weights: &'a [f64],
        least: &[f64],
    ) -> (Self, Vec<usize>) {
        let mut of = Self {
            columns: Vec::new(),
            weights,
            rows: Vec::new(),
        };
        let candidates = columns.iter().zip(least).enumerate();
        let added =
            candidates.filter_map(|(i, (column, least))| of.add(column, *least).then_some(i));
        let added = added.collect();
        (of, added)
    }

    /// Adds a column, if the others leave more than `least` of it.
    fn add(&mut self, column: &'a [f64], least: f64) -> bool {
        let mut row: Vec<f64> = Vec::with_capacity(self.rows.len() + 1);
        for (other, above) in self.columns.iter().zip(&self.rows) {
            let explained: f64 = row.iter().zip(above).map(|(a, b)| a * b).sum();
            row.push((dot(column, other, self.weights) - explained) / above[row.len()]);
        }
        let explained: f64 = row.iter().map(|a| a * a).sum();
        let left = dot(column, column, self.weights) - explained;
        if left > least {
            row.push(left.sqrt());
            self.rows.push(row);
            self.columns.push(column);
        }
        left > least
    }

    /// The solution `b` of `X' W X b = right`.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut b = right.to_vec();
        for (i, row) in self.rows.iter().enumerate() {
            let known: f64 = row[..i].iter().zip(&b).map(|(a, b)| a * b).sum();
            b[i] = (b[i] - known) / row[i];
        }
        for i in (0..b.len()).rev() {
            let below = self.rows[i + 1..].iter().zip(&b[i + 1..]);
            let known: f64 = below.map(|(row, b)| row[i] * b).sum();
            b[i] = (b[i] - known) / self.rows[i][i];
        }
        b
    }

    /// The diagonal of `H M H`, `H` the inverse of `X' W X` and `M` the sum of the squares of
    /// `scores`.
    pub fn sandwich(&self, scores: &[Vec<f64>]) -> Vec<f64> {
        let mut variances = vec![0.0; self.rows.len()];
        for score in scores {
            for (variance, moved) in variances.iter_mut().zip(self.solve(score)) {
                *variance += moved * moved;
            }
        }
        variances
    }
}

/// The weighted sum of products.
pub fn dot(a: &[f64], b: &[f64], weights: &[f64]) -> f64 {
    let rows = a.iter().zip(b).zip(weights);
    rows.map(|((a, b), weight)| a * b * weight).sum()
}
