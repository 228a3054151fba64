//! Local linear regression: the mean of an outcome where inputs are near to a place (Cleveland 1979, Journal of the
//! American Statistical Association 74).
//!
//! Weights depend on the points alone and are kept, so that the same places are read of many outcomes and resamples
//! at the price of a sum.

/// The nearest points to a place, how much each counts, and how far it lies in each direction.
type Near = Vec<(usize, f64, Vec<f64>)>;

/// Points near to some places.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    places: Vec<Near>,
}

impl Local {
    /// Of places in as many directions as there are columns, each with a value at every point; the nearest `span` share
    /// of the points `among` which is looked counts, by the tricube of its distance. Where these are on too few spots
    /// to tell a slope, as next to a level of an input that has few, as many more count as tell one.
    pub fn new(columns: &[Vec<f64>], places: &[Vec<f64>], among: &[usize], span: f64) -> Self {
        let points = columns.first().map_or(0, Vec::len);
        let (nothing, once) = (vec![0.0; points], vec![1.0; points]);
        let near = |place: &Vec<f64>| -> Near {
            let all = by_distance(columns, place, among);
            let enough = ((span * all.len() as f64).ceil() as usize).max(1);
            let mut reach = all.get(enough - 1).map_or(0.0, |last| last.1);
            loop {
                let near = within(&all, reach);
                if reach.is_infinite() || fitted(&near, &nothing, &once).is_some() {
                    return near;
                }
                let farther = all.partition_point(|of| of.1 <= reach + ALIKE);
                reach = all.get(farther).map_or(f64::INFINITY, |next| next.1);
            }
        };
        Self {
            places: places.iter().map(near).collect(),
        }
    }

    /// Of places that are groups of points, all of which count alike: the mean of each.
    pub fn of_groups(groups: impl IntoIterator<Item = Vec<usize>>) -> Self {
        let alike = |group: Vec<usize>| group.into_iter().map(|at| (at, 1.0, Vec::new())).collect();
        Self {
            places: groups.into_iter().map(alike).collect(),
        }
    }

    /// The mean at each place of outcomes, each counted so many times; none where no point counts.
    pub fn fit(&self, outcomes: &[f64], times: &[f64]) -> Vec<Option<f64>> {
        let fit = |near: &Near| fitted(near, outcomes, times);
        self.places.iter().map(fit).collect()
    }
}

/// Distances that differ by no more than rounding.
const ALIKE: f64 = 1e-12;

/// Points with their distance to a place and how far they lie in each direction, the nearest first.
fn by_distance(
    columns: &[Vec<f64>],
    place: &[f64],
    among: &[usize],
) -> Vec<(usize, f64, Vec<f64>)> {
    let of_point = |&point: &usize| {
        let steps = columns.iter().zip(place).map(|(of, at)| of[point] - at);
        let exact = steps.map(|step| if step.abs() <= ALIKE { 0.0 } else { step });
        let apart: Vec<f64> = exact.collect();
        let distance = apart.iter().map(|step| step * step).sum::<f64>().sqrt();
        (point, distance, apart)
    };
    let mut all: Vec<(usize, f64, Vec<f64>)> = among.iter().map(of_point).collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    all
}

/// The points nearer than a reach, at which a point counts no more; all alike where it is endless.
fn within(all: &[(usize, f64, Vec<f64>)], reach: f64) -> Near {
    let weigh = |(point, distance, apart): &(usize, f64, Vec<f64>)| {
        let part = distance / reach;
        let left = 1.0 - part * part * part;
        (*distance < reach - ALIKE).then(|| (*point, left * left * left, apart.clone()))
    };
    all.iter().map_while(weigh).collect()
}

/// The value at the place of the weighted plane through the points near to it. A direction in which all are where the
/// place is needs no slope; none where another one has none that is certain.
fn fitted(near: &Near, outcomes: &[f64], times: &[f64]) -> Option<f64> {
    let directions = near.first()?.2.len();
    let size = directions + 1;
    let mut table = vec![vec![0.0; size + 1]; size];
    for (point, weight, apart) in near {
        let weight = weight * times[*point];
        if weight == 0.0 {
            continue;
        }
        let term = |at: usize| if at == 0 { 1.0 } else { apart[at - 1] };
        for (row, line) in table.iter_mut().enumerate() {
            let factor = weight * term(row);
            for (column, cell) in line[..size].iter_mut().enumerate() {
                *cell += factor * term(column);
            }
            line[size] += factor * outcomes[*point];
        }
    }
    if table[0][0] <= 0.0 {
        return None;
    }
    first_of_solution(table)
}

/// The first unknown of linear equations, their right sides last in each row; none where they are singular.
fn first_of_solution(mut table: Vec<Vec<f64>>) -> Option<f64> {
    let size = table.len();
    let scale: Vec<f64> = (0..size).map(|at| table[at][at].abs()).collect();
    let singular = |value: f64, at: usize| value.abs() <= 1e-10 * scale[at].max(f64::MIN_POSITIVE);
    // From the last unknown to the first: what is left in the end is the first.
    for pivot in (1..size).rev() {
        let value = table[pivot][pivot];
        if scale[pivot] == 0.0 {
            continue;
        }
        if singular(value, pivot) {
            return None;
        }
        let (above, below) = table.split_at_mut(pivot);
        for row in above {
            let factor = row[pivot] / value;
            for (mine, theirs) in row.iter_mut().zip(&below[0]) {
                *mine -= factor * theirs;
            }
        }
    }
    (!singular(table[0][0], 0)).then(|| table[0][size] / table[0][0])
}
