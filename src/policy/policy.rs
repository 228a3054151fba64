//! A policy: a schedule for each lever, some its own, some of the policies it extends.

use std::sync::Arc;

use crate::policy::levers::Level;
use crate::policy::regimes;

/// A policy: levels of levers over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// What it is, in a sentence or two.
    pub about: String,
    /// One schedule per lever, in the order of [`regimes::LEVERS`].
    schedules: Vec<Arc<Schedule>>,
}

/// The levels of one lever over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Whether weeks are calendar weeks, not weeks since the policy started.
    pub calendar: bool,
    /// New levels, by week.
    pub steps: Vec<Step>,
    /// What holds before the first step; without it, the first step's level does.
    pub base: Option<Arc<Schedule>>,
}

/// A new level.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The week in which the level begins to change.
    pub from_week: i32,
    /// Weeks until it is reached, in a straight line.
    pub ramp_weeks: u16,
    /// The level.
    pub level: Level,
}

impl Schedule {
    /// The level in calendar week `week` under a policy that started in week `start`.
    pub fn level(&self, week: i32, start: i32) -> Level {
        let origin = if self.calendar { 0 } else { start };
        let begun = self
            .steps
            .partition_point(|step| origin.saturating_add(step.from_week) <= week);
        self.level_after(begun, week, start)
    }

    /// The level in `week` if only the first `begun` steps existed.
    fn level_after(&self, begun: usize, week: i32, start: i32) -> Level {
        let Some(step) = begun.checked_sub(1).map(|last| &self.steps[last]) else {
            return match &self.base {
                Some(base) => base.level(week, start),
                None => self.steps[0].level.clone(),
            };
        };
        let origin = if self.calendar { 0 } else { start };
        let from = origin.saturating_add(step.from_week);
        let passed = f64::from(week.saturating_sub(from));
        let ramp = f64::from(step.ramp_weeks);
        if passed >= ramp {
            return step.level.clone();
        }
        let before = self.level_after(begun - 1, from, start);
        before.towards(&step.level, passed / ramp)
    }
}

impl Policy {
    /// A policy with a schedule for each of [`regimes::LEVERS`], by name; `Err` is the name of a
    /// lever without one.
    pub fn new(
        name: String,
        about: String,
        schedule_of: impl Fn(&str) -> Option<Arc<Schedule>>,
    ) -> Result<Self, &'static str> {
        let schedules = regimes::LEVERS
            .iter()
            .map(|lever| schedule_of(lever.name).ok_or(lever.name))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            name,
            about,
            schedules,
        })
    }

    /// The same policy under another name.
    pub fn named(&self, name: String) -> Self {
        Self {
            name,
            ..self.clone()
        }
    }

    /// Each lever with its schedule.
    pub fn schedules(&self) -> impl Iterator<Item = (&'static str, &Schedule)> {
        let names = regimes::LEVERS.iter().map(|lever| lever.name);
        names.zip(self.schedules.iter().map(Arc::as_ref))
    }

    /// The level of lever number `lever` of [`regimes::LEVERS`] that is ordered in calendar week
    /// `week` under a policy that started in week `start`.
    pub fn level(&self, lever: usize, week: i32, start: i32) -> Level {
        self.schedules[lever].level(week, start)
    }
}
