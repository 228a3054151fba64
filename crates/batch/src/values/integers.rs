//! Whole numbers of a column.

/// Whole numbers, each in as many bits as the one that needs most.
#[derive(Clone, Debug, PartialEq)]
pub enum Integers {
    /// In 8 bits.
    Eight(Vec<i8>),
    /// In 16 bits.
    Sixteen(Vec<i16>),
    /// In 32 bits.
    ThirtyTwo(Vec<i32>),
    /// In 64 bits.
    SixtyFour(Vec<i64>),
}

/// What is made of the numbers, however many bits they have.
macro_rules! of_any_width {
    ($integers:expr, $numbers:ident => $made:expr) => {
        match $integers {
            $crate::values::Integers::Eight($numbers) => $made,
            $crate::values::Integers::Sixteen($numbers) => $made,
            $crate::values::Integers::ThirtyTwo($numbers) => $made,
            $crate::values::Integers::SixtyFour($numbers) => $made,
        }
    };
}
pub(crate) use of_any_width;

impl Default for Integers {
    fn default() -> Self {
        Self::Eight(Vec::new())
    }
}

impl Integers {
    /// How many.
    pub fn len(&self) -> usize {
        of_any_width!(self, numbers => numbers.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a row.
    pub fn get(&self, row: usize) -> i64 {
        of_any_width!(self, numbers => wide(numbers[row]))
    }

    pub(super) fn reserve_exact(&mut self, more: usize) {
        of_any_width!(self, numbers => numbers.reserve_exact(more));
    }

    pub(super) fn push(&mut self, number: i64) {
        self.extend([number].into_iter());
    }

    pub(super) fn repeat(&mut self, number: i64, times: usize) {
        self.extend(std::iter::repeat_n(number, times));
    }

    pub(super) fn extend(&mut self, mut numbers: impl Iterator<Item = i64>) {
        let mut wide = None;
        loop {
            let mut numbers = wide.into_iter().chain(numbers.by_ref());
            wide = of_any_width!(self, into => fill(into, &mut numbers));
            if wide.is_none() {
                return;
            }
            self.widen();
        }
    }

    pub(super) fn append(&mut self, others: &Self) {
        match (&mut *self, others) {
            (Self::Eight(mine), Self::Eight(theirs)) => mine.extend(theirs),
            (Self::Sixteen(mine), Self::Sixteen(theirs)) => mine.extend(theirs),
            (Self::ThirtyTwo(mine), Self::ThirtyTwo(theirs)) => mine.extend(theirs),
            (Self::SixtyFour(mine), Self::SixtyFour(theirs)) => mine.extend(theirs),
            _ => of_any_width!(others, theirs => self.extend(theirs.iter().copied().map(wide))),
        }
    }

    /// Gives each number twice the bits.
    fn widen(&mut self) {
        let wider = match self {
            Self::Eight(of) => Self::Sixteen(of.iter().map(|of| (*of).into()).collect()),
            Self::Sixteen(of) => Self::ThirtyTwo(of.iter().map(|of| (*of).into()).collect()),
            Self::ThirtyTwo(of) => Self::SixtyFour(of.iter().map(|of| (*of).into()).collect()),
            Self::SixtyFour(_) => return,
        };
        *self = wider;
    }
}

/// Adds numbers up to the first that does not fit, which it gives.
fn fill<N: TryFrom<i64>>(
    into: &mut Vec<N>,
    numbers: &mut impl Iterator<Item = i64>,
) -> Option<i64> {
    into.reserve(numbers.size_hint().0);
    numbers.find(|number| match N::try_from(*number) {
        Ok(number) => {
            into.push(number);
            false
        }
        Err(_) => true,
    })
}

/// A number in 64 bits.
pub(crate) fn wide(number: impl Into<i64>) -> i64 {
    number.into()
}
