//! Poisson regression with two sets of fixed effects, errors clustered by unit.
//!
//! The mean of an outcome is `exp(x b + a_unit + c_cell)`: a multiplicative model of counts that
//! holds whatever their variance (pseudo-maximum likelihood, Gourieroux, Monfort and Trognon 1984).
//! The effects are never estimated: iteratively reweighted least squares needs the regressors and
//! the working response only less their means by both sets, taken with the weights of the step
//! (Correia, Guimaraes and Zylkin 2020, Stata Journal 20(1), "ppmlhdfe").
//!
//! Observations that a fit of zero explains perfectly are dropped, since their effect would run off
//! to minus infinity: first units and cells without any count, and what a regressor marks that is
//! never negative and never where something was counted; then what a sum of regressors and effects
//! marks in the same way, which shows when the deviance stands still and some means still fall.

mod demeaning;
mod normal_equations;

use demeaning::Demeaning;
use normal_equations::{Cholesky, dot};

/// Change of the deviance, relative to it (and a little, where the fit is perfect), at which the
/// iteration has converged.
const CONVERGED: f64 = 1e-11;
/// Steps after which it never will.
const MOST_STEPS: usize = 100;
/// The logarithm of a mean that falls for ever falls by 1 a step or more, one that has settled by
/// next to nothing.
const FALLS: f64 = 0.5;
/// A regressor is left out where less than this part of its square is not explained by the effects
/// and the regressors before it.
const COLLINEAR: f64 = 1e-9;

/// What is to be explained by what, observation by observation.
#[derive(Clone, Debug, Default)]
pub struct Observations {
    /// The counts.
    pub outcomes: Vec<f64>,
    /// The unit of each observation: the first set of effects, and the clusters.
    pub units: Vec<u32>,
    /// Its cell: the second set of effects.
    pub cells: Vec<u32>,
    /// The regressors, column by column.
    pub regressors: Vec<Vec<f64>>,
}

/// A coefficient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coefficient {
    /// The logarithm of the ratio by which the mean rises with one more of the regressor.
    pub log_ratio: f64,
    /// Its standard error, clustered by unit: the sandwich with the factor `G / (G - 1)` of `G`
    /// units, as Stata's maximum-likelihood commands and `ppmlhdfe` have it. (statsmodels and
    /// fixest have `(N - 1) / (N - K)` besides, near 1 here.)
    pub error: f64,
}

/// A fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// One for each regressor; `None` where the observations do not identify it.
    pub coefficients: Vec<Option<Coefficient>>,
    /// Observations that were used.
    pub observations: usize,
    /// Units among them.
    pub units: usize,
}

/// Fits the regression; `None` where fewer than two units have anything to explain, or where the
/// iteration does not converge.
///
/// # Panics
/// When the columns are not equally long.
pub fn fit(all: &Observations) -> Option<Fit> {
    let n = all.outcomes.len();
    let columns = all.regressors.iter().map(Vec::len);
    assert!(
        all.units.len() == n && all.cells.len() == n && columns.into_iter().all(|rows| rows == n),
        "every observation has a unit, a cell and all regressors"
    );
    let mut rows: Vec<usize> = (0..n).collect();
    loop {
        let columns = drop_zeros(all, &mut rows);
        match iterate(all, &rows, columns)? {
            Ending::Converged(fit) => return Some(fit),
            Ending::Falling(falling) => rows.retain(|row| falling.binary_search(row).is_err()),
        }
    }
}

/// How the iteration ends.
enum Ending {
    /// Nothing moves any more.
    Converged(Fit),
    /// The means of these observations, which counted nothing, fall for ever.
    Falling(Vec<usize>),
}

/// Fits the regression of these observations on these regressors.
fn iterate(all: &Observations, rows: &[usize], mut columns: Vec<usize>) -> Option<Ending> {
    let pick = |column: &[f64]| -> Vec<f64> { rows.iter().map(|row| column[*row]).collect() };
    let group = |groups: &[u32]| -> Vec<u32> { rows.iter().map(|row| groups[*row]).collect() };
    let outcomes = pick(&all.outcomes);
    let demeaning = Demeaning::new(&group(&all.units), &group(&all.cells));
    let units = demeaning.units();
    if units < 2 {
        return None;
    }
    let column = |index: &usize| pick(&all.regressors[*index]);
    let mut x: Vec<Vec<f64>> = columns.iter().map(column).collect();

    let mean = outcomes.iter().sum::<f64>() / outcomes.len() as f64;
    let mut means: Vec<f64> = outcomes.iter().map(|y| f64::midpoint(*y, mean)).collect();
    let mut scales: Vec<f64> = means.iter().map(|mean| libm::log(*mean)).collect();
    let mut before = deviance(&outcomes, &means);
    let mut response = vec![0.0; outcomes.len()];
    let mut demeaned = response.clone();
    for step in 0..MOST_STEPS {
        let weights = demeaning.weigh(&means);
        if step == 0 {
            let least: Vec<f64> = x.iter().map(|x| COLLINEAR * dot(x, x, &means)).collect();
            x.iter_mut().for_each(|x| weights.demean(x));
            let (_, spanned) = Cholesky::of_independent(&x, &means, &least);
            columns = spanned.iter().map(|index| columns[*index]).collect();
            x = spanned.iter().map(|index| x[*index].clone()).collect();
        } else {
            x.iter_mut().for_each(|x| weights.demean(x));
        }
        for row in 0..outcomes.len() {
            let now = scales[row] + outcomes[row] / means[row] - 1.0;
            demeaned[row] += now - response[row];
            response[row] = now;
        }
        weights.demean(&mut demeaned);
        let normal = Cholesky::new(&x, &means);
        let products: Vec<f64> = x.iter().map(|x| dot(x, &demeaned, &means)).collect();
        let slopes = normal.solve(&products);
        let mut falling = Vec::new();
        for row in 0..outcomes.len() {
            let explained: f64 = x.iter().zip(&slopes).map(|(x, slope)| x[row] * slope).sum();
            let scale = response[row] - (demeaned[row] - explained);
            if outcomes[row] == 0.0 && scales[row] - scale > FALLS {
                falling.push(rows[row]);
            }
            scales[row] = scale;
            means[row] = libm::exp(scale);
        }
        let now = deviance(&outcomes, &means);
        if (now - before).abs() <= CONVERGED * (now + 0.1) {
            if !falling.is_empty() {
                return Some(Ending::Falling(falling));
            }
            let weights = demeaning.weigh(&means);
            x.iter_mut().for_each(|x| weights.demean(x));
            let residuals: Vec<f64> = outcomes.iter().zip(&means).map(|(y, m)| y - m).collect();
            let scores = demeaning.sums_by_unit(&x, &residuals);
            let errors = Cholesky::new(&x, &means).sandwich(&scores);
            let small = units as f64 / (units as f64 - 1.0);
            let mut coefficients = vec![None; all.regressors.len()];
            for ((index, log_ratio), variance) in columns.iter().zip(slopes).zip(errors) {
                let error = (variance * small).sqrt();
                coefficients[*index] = Some(Coefficient { log_ratio, error });
            }
            return Some(Ending::Converged(Fit {
                coefficients,
                observations: rows.len(),
                units,
            }));
        }
        before = now;
    }
    None
}

/// Drops the observations that a fit of zero by a unit, a cell or a regressor explains; the
/// regressors that do not mark such alone.
fn drop_zeros(all: &Observations, rows: &mut Vec<usize>) -> Vec<usize> {
    let mut columns: Vec<usize> = (0..all.regressors.len()).collect();
    loop {
        let before = rows.len();
        for groups in [&all.units, &all.cells] {
            let groups_end = groups.iter().max().map_or(0, |last| *last as usize + 1);
            let mut counted = vec![false; groups_end];
            for &row in rows.iter() {
                counted[groups[row] as usize] |= all.outcomes[row] > 0.0;
            }
            rows.retain(|row| counted[groups[*row] as usize]);
        }
        columns.retain(|&column| {
            let x = &all.regressors[column];
            let marks_zeros = rows
                .iter()
                .all(|&row| x[row] == 0.0 || (x[row] > 0.0 && all.outcomes[row] == 0.0));
            if marks_zeros {
                rows.retain(|row| x[*row] == 0.0);
            }
            !marks_zeros
        });
        if rows.len() == before {
            return columns;
        }
    }
}

/// Twice the difference of log-likelihood to a perfect fit.
fn deviance(outcomes: &[f64], means: &[f64]) -> f64 {
    let rows = outcomes.iter().zip(means);
    let of_row = |(y, mean): (&f64, &f64)| {
        let counted = if *y > 0.0 {
            y * libm::log(y / mean)
        } else {
            0.0
        };
        counted - (y - mean)
    };
    2.0 * rows.map(of_row).sum::<f64>()
}
