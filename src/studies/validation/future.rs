//! One replicate in the form that targets are computed from: series of weeks, years of places, months
//! of places.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

use plaza_model::units::WEEKS_PER_YEAR;

use crate::studies::event_study::contrast::Contrast;

/// Years, first and last.
pub type Years = RangeInclusive<i32>;

/// One replicate under one policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Future {
    /// The year that begins with week 0.
    pub first_year: i32,
    /// Columns of the table `national`, from week 0.
    pub national: BTreeMap<&'static str, Vec<f64>>,
    /// Weeks in which the leader of an organization fell to the state.
    pub fallen: Vec<i32>,
    /// What is known of all municipalities in each year; none where only means over replicates were
    /// recorded.
    pub years: Option<BTreeMap<i32, YearOfPlaces>>,
    /// What is known of the months of all municipalities; none without a panel.
    pub months: Option<Months>,
    /// Of each year, the deaths of each pair of organizations that killed each other, place by place where there are any;
    /// none where nobody recorded who killed whom.
    pub dyads: Option<BTreeMap<i32, Vec<Vec<f64>>>>,
    /// The falls of leaders that broke their organizations, in order.
    pub broken: Vec<Broken>,
    /// What the event study says of the removal of leaders; none where it was not asked for.
    pub removal: Option<Contrast>,
}

/// What left an organization in the week in which its leader fell.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// That week.
    pub week: i32,
    /// Members of each piece.
    pub members: Vec<f64>,
    /// Municipalities of the pieces at their first record, of those that lived to see one.
    pub municipalities: Vec<f64>,
}

/// All municipalities in one year, in the order of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct YearOfPlaces {
    /// Organized-crime deaths.
    pub deaths: Vec<f64>,
    /// Organizations that the press named at least once.
    pub visible: Vec<f64>,
}

/// Organized-crime deaths by month, as of calendar months.
#[derive(Clone, Debug, PartialEq)]
pub struct Months {
    /// Months in a year.
    pub per_year: usize,
    /// The months of each municipality, from week 0.
    pub deaths: Vec<Vec<f64>>,
    /// Deaths in the twelve months of each year and municipality, from week 0: a week is counted in the month that its
    /// middle lies in, so that a month has four weeks or five.
    pub calendar: Vec<Vec<f64>>,
}

/// Why a number cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// The years are not all simulated; so many weeks are needed.
    Weeks(i32),
    /// The years are before the first.
    Earlier(i32),
    /// The table `municipalities` holds means.
    Municipalities,
    /// There is no table `panel`.
    Panel,
    /// There is no table `pairs`.
    Pairs,
    /// The event study was not made.
    EventStudy,
    /// The statistic is not defined: nothing happened that it could be of.
    Value,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weeks(weeks) => write!(f, "weeks = {weeks} or more"),
            Self::Earlier(year) => write!(f, "a map whose first week is of {year} or before"),
            Self::Municipalities => write!(f, "[record] municipalities = \"all\" or \"active\""),
            Self::Panel => write!(f, "[record] panel = true"),
            Self::Pairs => write!(f, "[record] pairs = true"),
            Self::EventStudy => write!(f, "--event-study"),
            Self::Value => write!(f, "something to happen"),
        }
    }
}

/// A number, or why there is none.
pub type Found<T = f64> = Result<T, Missing>;

impl Future {
    /// The first week of a year.
    fn first_week(&self, year: i32) -> i32 {
        (year - self.first_year) * WEEKS_PER_YEAR
    }

    /// That these years are not, or not all, simulated.
    fn beyond(&self, years: &Years) -> Missing {
        match *years.start() < self.first_year {
            true => Missing::Earlier(*years.start()),
            false => Missing::Weeks(self.first_week(*years.end() + 1).max(WEEKS_PER_YEAR)),
        }
    }

    /// The values of a column of the table `national` in these years.
    ///
    /// # Panics
    /// When the column is not among those that targets need.
    pub fn weeks(&self, column: &str, years: &Years) -> Found<&[f64]> {
        let all = &self.national[column];
        let (from, to) = (
            self.first_week(*years.start()),
            self.first_week(*years.end() + 1),
        );
        let weeks = usize::try_from(from).ok().zip(usize::try_from(to).ok());
        let weeks = weeks.and_then(|(from, to)| all.get(from..to));
        weeks.ok_or(self.beyond(years))
    }

    /// How many weeks are recorded.
    pub fn recorded(&self) -> usize {
        self.national.values().next().map_or(0, Vec::len)
    }

    /// How many leaders of organizations fell to the state in these years.
    pub fn fallen_in(&self, years: &Years) -> usize {
        let weeks = self.first_week(*years.start())..self.first_week(*years.end() + 1);
        self.fallen
            .iter()
            .filter(|week| weeks.contains(week))
            .count()
    }

    /// The sum of a column over all weeks of these years.
    pub fn sum(&self, column: &str, years: &Years) -> Found {
        Ok(self.weeks(column, years)?.iter().sum())
    }

    /// The mean of a column over all weeks of these years.
    pub fn mean(&self, column: &str, years: &Years) -> Found {
        let weeks = self.weeks(column, years)?;
        Ok(weeks.iter().sum::<f64>() / weeks.len() as f64)
    }

    /// The municipalities in a year.
    pub fn places(&self, year: i32) -> Found<&YearOfPlaces> {
        let years = self.years.as_ref().ok_or(Missing::Municipalities)?;
        years.get(&year).ok_or(self.beyond(&(year..=year)))
    }

    /// The deaths of each pair of organizations in a year, place by place.
    pub fn dyads(&self, year: i32) -> Found<&[Vec<f64>]> {
        let years = self.dyads.as_ref().ok_or(Missing::Pairs)?;
        let year_of = years.get(&year).map(Vec::as_slice);
        year_of.ok_or(self.beyond(&(year..=year)))
    }

    /// The falls of leaders in these years that broke their organizations.
    pub fn broken_in(&self, years: &Years) -> Found<Vec<&Broken>> {
        self.weeks("oc_deaths", years)?;
        let weeks = self.first_week(*years.start())..self.first_week(*years.end() + 1);
        let broken = self.broken.iter();
        Ok(broken.filter(|of| weeks.contains(&of.week)).collect())
    }

    /// Deaths by municipality in the twelve months of a year; none without a panel of it.
    pub fn calendar_months(&self, year: i32) -> Option<Vec<Vec<f64>>> {
        let months = self.months.as_ref()?;
        let first = usize::try_from(year - self.first_year).ok()? * 12;
        let month = |month: usize| -> Option<Vec<f64>> {
            months
                .calendar
                .iter()
                .map(|place| place.get(first + month).copied())
                .collect()
        };
        (0..12).map(month).collect()
    }

    /// The months of each municipality in these years.
    pub fn months(&self, years: &Years) -> Found<Vec<&[f64]>> {
        let months = self.months.as_ref().ok_or(Missing::Panel)?;
        let month =
            |year: i32| Some(usize::try_from(year - self.first_year).ok()? * months.per_year);
        let range = month(*years.start()).zip(month(*years.end() + 1));
        let weeks = self.beyond(years);
        let (from, to) = range.ok_or(weeks)?;
        let places = months.deaths.iter().map(|place| place.get(from..to));
        places.collect::<Option<_>>().ok_or(weeks)
    }
}
