//! A day of the calendar, and the week of the model that it lies in.

use plaza_model::units::WEEKS_PER_YEAR;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub year: i32,
    /// From 0.
    pub day_of_year: i32,
}

impl Day {
    /// A day written as `2009-12-16`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year: i32 = parts.next()?.parse().ok()?;
        let month: usize = parts.next()?.parse().ok()?;
        let day: i32 = parts.next()?.parse().ok()?;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let february = if leap { 29 } else { 28 };
        let days = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let length = *days.get(month.checked_sub(1)?)?;
        let known = (1900..=2200).contains(&year);
        if parts.next().is_some() || !known || !(1..=length).contains(&day) {
            return None;
        }
        let before: i32 = days[..month - 1].iter().sum();
        Some(Self {
            year,
            day_of_year: before + day - 1,
        })
    }

    /// The week of the model that it lies in.
    pub fn week(self, first_year: i32) -> i32 {
        let week = (self.day_of_year / 7).min(WEEKS_PER_YEAR - 1);
        (self.year - first_year) * WEEKS_PER_YEAR + week
    }
}
