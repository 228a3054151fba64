//! Points at which a model was run.

use crate::space::{Input, Over};

/// Points, input by input. A number of an input over choices is the index of one, from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    inputs: Vec<Input>,
    columns: Vec<Vec<f64>>,
    together: usize,
}

impl Sample {
    /// A column of numbers for each input. So many points in a row belong `together`: those of a trajectory, or of a
    /// base point of Saltelli's design; 1 where each stands for itself.
    ///
    /// # Panics
    /// When columns are not as many as inputs, are not equally long, or are no whole number of such groups.
    pub fn new(inputs: Vec<Input>, columns: Vec<Vec<f64>>, together: usize) -> Self {
        assert_eq!(inputs.len(), columns.len(), "each input has a column");
        let points = columns.first().map_or(0, Vec::len);
        let even = columns.iter().all(|column| column.len() == points);
        assert!(even, "each input has a number at every point");
        assert!(
            together > 0 && points.is_multiple_of(together),
            "points are whole groups"
        );
        Self {
            inputs,
            columns,
            together,
        }
    }

    /// The inputs.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The numbers of an input.
    pub fn column(&self, input: usize) -> &[f64] {
        &self.columns[input]
    }

    /// How many points.
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many points in a row belong together.
    pub fn together(&self) -> usize {
        self.together
    }

    /// How many groups of points there are: what can be drawn again, or exchanged.
    pub fn groups(&self) -> usize {
        self.len() / self.together
    }

    /// The points of these groups, in their order; a group may come more than once.
    pub fn points_of<'a>(&'a self, groups: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
        let together = self.together;
        groups
            .iter()
            .flat_map(move |group| group * together..(group + 1) * together)
    }

    /// The sample of some of its groups.
    pub fn of_groups(&self, groups: &[usize]) -> Self {
        let of = |column: &Vec<f64>| self.points_of(groups).map(|at| column[at]).collect();
        Self {
            inputs: self.inputs.clone(),
            columns: self.columns.iter().map(of).collect(),
            together: self.together,
        }
    }

    /// The sample of some of its points, each of which stands for itself.
    pub fn of_points(&self, points: &[usize]) -> Self {
        let of = |column: &Vec<f64>| points.iter().map(|at| column[*at]).collect();
        Self {
            inputs: self.inputs.clone(),
            columns: self.columns.iter().map(of).collect(),
            together: 1,
        }
    }

    /// Where each point lies in the range of an input, from 0 to 1, and of a logarithmic one in its logarithm; of
    /// choices their indices.
    pub fn places(&self, input: usize) -> Vec<f64> {
        let place = |x: &f64| place(&self.inputs[input].over, *x);
        self.columns[input].iter().map(place).collect()
    }
}

/// Where a number lies in a range, from 0 to 1; of choices the index itself.
pub fn place(over: &Over, x: f64) -> f64 {
    match *over {
        Over::Range { low, high, .. } if high <= low => 0.0,
        Over::Range { low, high, log } if log && low > 0.0 => {
            libm::log(x / low) / libm::log(high / low)
        }
        Over::Range { low, high, .. } => (x - low) / (high - low),
        Over::Choices(_) => x,
    }
}

/// The number at a place of a range: the inverse of [`place`].
pub fn at_place(over: &Over, place: f64) -> f64 {
    match *over {
        Over::Range { low, high, log } if log && low > 0.0 => {
            low * libm::exp(place * libm::log(high / low))
        }
        Over::Range { low, high, .. } => low + place * (high - low),
        Over::Choices(_) => place,
    }
}
