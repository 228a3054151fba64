//! That the rows of a table hang together as it is said: in Saltelli's groups, or in trajectories of Morris; and in
//! what the steps of these are even.

use plaza_engine::numbers::counted;
use plaza_exploration::points::Point;
use plaza_exploration::space::Over;

use crate::setup::varied::Varied;
use crate::studies::points::section::Arranged;

/// The columns that do not have one value in all rows.
fn moving(columns: usize, points: &[Point]) -> Vec<usize> {
    let moves = |input: &usize| {
        points
            .iter()
            .any(|point| point[*input] != points[0][*input])
    };
    (0..columns).filter(moves).collect()
}

/// Inputs whose steps in trajectories are of one size in the number itself, and not in its logarithm, stand on an even
/// grid, whatever the logarithm of their own range is: their steps are counted so.
pub fn keep_even_grids(varied: &mut [Varied], points: &[Point]) {
    let size = moving(varied.len(), points).len() + 1;
    for (input, of) in varied.iter_mut().enumerate() {
        let Over::Range { log, .. } = &mut of.input.over else {
            continue;
        };
        let even = |scale: fn(f64) -> f64| {
            let step = |rows: &[Point]| (scale(rows[1][input]) - scale(rows[0][input])).abs();
            let steps = points
                .chunks(size)
                .flat_map(|rows| rows.windows(2).map(step));
            is_one_size(steps.filter(|step| *step > 0.0))
        };
        *log = *log && (even(libm::log) || !even(|number| number));
    }
}

/// Whether these are one size, but for rounding.
fn is_one_size(steps: impl Iterator<Item = f64>) -> bool {
    /// Within this part of it.
    const NEAR: f64 = 1e-6;
    let [least, most] = steps.fold([f64::INFINITY, 0.0], |[least, most], step| {
        [step.min(least), step.max(most)]
    });
    most - least <= NEAR * most
}

/// The first row that does not stand where it should, from 0, and why. Columns with one value are no inputs.
pub fn broken(arranged: Arranged, varied: &[Varied], points: &[Point]) -> Option<(usize, String)> {
    let inputs = moving(varied.len(), points);
    let (more, rule) = match arranged {
        Arranged::Saltelli => (
            2,
            "A, A with each input of B in the order of the columns, B",
        ),
        Arranged::Morris => (
            1,
            "each row moves one input of the row before it, and each input once",
        ),
    };
    if inputs.is_empty() {
        let message =
            format!("the rows are all the same point, so that no input moves; expected {rule}");
        return Some((0, message));
    }
    let size = inputs.len() + more;
    if !points.len().is_multiple_of(size) {
        let message = format!(
            "the table has {}, expected whole groups of {size} ({}): {rule}",
            counted(points.len(), "row", "rows"),
            counted(inputs.len(), "input varies", "inputs vary"),
        );
        return Some((points.len() - 1, message));
    }
    let stands = |row: usize| match arranged {
        Arranged::Saltelli => is_mixed(&points[row - row % size..][..size], row % size, &inputs),
        Arranged::Morris => is_step(&points[row - row % size..][..=row % size], &inputs),
    };
    let row = (0..points.len()).find(|row| !stands(*row))?;
    let message = format!(
        "row {} of its group of {size} does not fit: {rule}",
        row % size + 1
    );
    Some((row, message))
}

/// Whether this row of a group is A, B, or A with the one input of B that belongs there.
fn is_mixed(group: &[Point], row: usize, inputs: &[usize]) -> bool {
    let (a, b) = (&group[0], &group[group.len() - 1]);
    let Some(own) = row.checked_sub(1).and_then(|at| inputs.get(at)) else {
        return true;
    };
    (inputs.iter()).all(|input| group[row][*input] == if input == own { b } else { a }[*input])
}

/// Whether the last of these rows, the first of a trajectory, moves one input that none before it has moved.
fn is_step(rows: &[Point], inputs: &[usize]) -> bool {
    let moved = |step: &[Point]| -> Vec<usize> {
        let moves = |input: &usize| step[0][*input] != step[1][*input];
        inputs.iter().copied().filter(moves).collect()
    };
    let mut steps = rows.windows(2).rev().map(moved);
    match steps.next().as_deref() {
        None => true,
        Some([input]) => !steps.any(|before| before.contains(input)),
        Some(_) => false,
    }
}
