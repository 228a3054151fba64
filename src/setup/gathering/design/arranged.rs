//! That the rows of a table hang together as it is said: in Saltelli's groups, or in trajectories of Morris.

use plaza_engine::numbers::counted;
use plaza_exploration::points::Point;

use crate::setup::varied::Varied;
use crate::studies::points::section::Arranged;

/// The first row that does not stand where it should, from 0, and why. Columns with one value are no inputs.
pub fn broken(arranged: Arranged, varied: &[Varied], points: &[Point]) -> Option<(usize, String)> {
    let moves = |input: &usize| {
        points
            .iter()
            .any(|point| point[*input] != points[0][*input])
    };
    let inputs: Vec<usize> = (0..varied.len()).filter(moves).collect();
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
