//! Open cases, and the outcome of the homicides of each week.

use std::collections::VecDeque;

use crate::engine::roster::Roster;
use crate::units::WEEKS_PER_YEAR;

/// Weeks within which a punishment counts for impunity: two years \[C15\].
const PROMPT: i32 = 2 * WEEKS_PER_YEAR;

/// The open files of one state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docket {
    /// Files on homicides: the week of each homicide.
    pub homicides: Roster<i32>,
    /// Files on other crimes.
    pub others: u32,
}

/// The homicides of one week, and those punished within two years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cohort {
    week: i32,
    homicides: u32,
    punished: u32,
}

/// The homicides of the last three years by week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cohorts(VecDeque<Cohort>);

impl Cohorts {
    /// Enters the homicides of `week`, the week after the last one entered.
    pub fn enter(&mut self, week: i32, homicides: u32) {
        self.0.push_back(Cohort {
            week,
            homicides,
            punished: 0,
        });
        if self.0.len() as i32 > PROMPT + WEEKS_PER_YEAR {
            self.0.pop_front();
        }
    }

    /// A homicide of `week` is punished in the week `now`.
    pub fn punish(&mut self, week: i32, now: i32) {
        let prompt = now - week <= PROMPT;
        let cohort = self.0.iter_mut().rev().find(|cohort| cohort.week == week);
        if let Some(cohort) = cohort.filter(|_| prompt) {
            cohort.punished += 1;
        }
    }

    /// Part of the homicides of the year that ended two years before `week` that were not
    /// punished within two years; `None` before there is such a year, or without homicides.
    pub fn impunity(&self, week: i32) -> Option<f64> {
        let last = week - PROMPT;
        let first = last - WEEKS_PER_YEAR + 1;
        if self.0.front()?.week > first {
            return None;
        }
        let year = self.0.iter().filter(|c| (first..=last).contains(&c.week));
        let (homicides, punished) = year.fold((0, 0), |(homicides, punished), cohort| {
            (homicides + cohort.homicides, punished + cohort.punished)
        });
        (homicides > 0).then(|| 1.0 - f64::from(punished) / f64::from(homicides))
    }
}
