//! The ranges of numbers as a cube: every number between 0 and 1.

/// A range of so many times its lower end is even in logarithms.
const WIDE: f64 = 10.0;

/// The ends between which a number lies: evenly, or evenly in its logarithm where the range is above 0
/// and its upper end is ten times the lower or more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Range {
    /// Whether it is spread evenly in its logarithm.
    pub fn is_wide(self) -> bool {
        self.low > 0.0 && self.high / self.low >= WIDE
    }

    /// The number that so large a part of the range lies below.
    pub fn at(self, part: f64) -> f64 {
        let Self { low, high } = self;
        let number = if self.is_wide() {
            low * libm::pow(high / low, part)
        } else {
            low + (high - low) * part
        };
        number.clamp(low, high)
    }

    /// The part of the range below a number.
    pub fn part(self, number: f64) -> f64 {
        let Self { low, high } = self;
        let part = if self.is_wide() {
            libm::log(number.max(low) / low) / libm::log(high / low)
        } else {
            (number - low) / (high - low)
        };
        part.clamp(0.0, 1.0)
    }
}

/// A number of the rules with a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its name, as in `fighting.rate`.
    pub name: String,
    /// Where it lies.
    pub range: Range,
    /// As the parameter file has it.
    pub start: f64,
}

impl Number {
    /// The number at a part of its range, in six significant digits: files hold exactly what was run.
    pub fn at(&self, part: f64) -> f64 {
        let text = format!("{:.5e}", self.range.at(part));
        let rounded: f64 = text.parse().expect("a number was written");
        rounded.clamp(self.range.low, self.range.high)
    }
}

/// A point of the line folded into \[0, 1\] as by mirrors at both ends.
pub fn reflected(x: f64) -> f64 {
    let within = x.rem_euclid(2.0);
    if within > 1.0 { 2.0 - within } else { within }
}
