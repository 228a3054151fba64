//! A policy: a schedule for each lever, some its own, some of the policies it extends.

use std::borrow::Cow;
use std::sync::Arc;

use crate::policy::levers::{Level, Side};
use crate::policy::places::Where;
use crate::policy::regimes;
use crate::policy::triggers::Trigger;

/// A policy: levels of levers over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// What it is, in a sentence or two.
    pub about: String,
    /// Whose decision it is.
    pub side: Side,
    /// One schedule per lever, in the order of [`regimes::LEVERS`].
    schedules: Vec<Arc<Schedule>>,
}

/// What a policy is, in half a line: the first statement of what is said about it, without whose it is.
pub fn gloss(about: &str) -> &str {
    let (source, said) = about.split_once("): ").unwrap_or(("", about));
    let said = if source.contains(". ") { about } else { said };
    let marks = [": ", "; ", ". "]
        .iter()
        .flat_map(|mark| said.match_indices(mark));
    // A word before a colon is a heading and says nothing.
    let ends = marks
        .map(|(end, _)| end)
        .filter(|end| said[..*end].contains(' '));
    said[..ends.min().unwrap_or(said.len())].trim_end_matches('.')
}

/// The levels of one lever over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// The calendar week from which its weeks count; without it, that in which the policy started.
    pub calendar: Option<i32>,
    /// The people of the country that its levels in persons and money are of; without it, they are of any.
    pub people: Option<f64>,
    /// Where its levels hold; without it, everywhere.
    pub places: Option<Where>,
    /// When its levels hold; without it, always. Its weeks count from when it began to.
    pub when: Option<Trigger>,
    /// New levels, by week.
    pub steps: Vec<Step>,
    /// What holds before the first step, and where and when this does not; without it, the first step's
    /// level does.
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

/// Where and when a schedule is asked for its level. The depth counts the schedules beneath: 0 is the
/// policy's own, 1 the one it extends.
pub trait Sight {
    /// The week in which the policy started.
    fn start(&self) -> i32;
    /// Since when the trigger at this depth holds, if it does in a week.
    fn since(&self, depth: usize, week: i32) -> Option<i32>;
    /// Whether the rule of place at this depth holds here.
    fn inside(&self, depth: usize) -> bool;
}

impl Schedule {
    /// The level in calendar week `week`, as seen from somewhere, and whether it is set for some places
    /// only.
    pub fn level(&self, week: i32, sight: &impl Sight) -> (Cow<'_, Level>, bool) {
        self.level_at(0, week, sight)
    }

    fn level_at(&self, depth: usize, week: i32, sight: &impl Sight) -> (Cow<'_, Level>, bool) {
        let Some(origin) = self.origin(depth, week, sight) else {
            return self.beneath(depth, week, sight);
        };
        let begun = self
            .steps
            .partition_point(|step| origin.saturating_add(step.from_week) <= week);
        self.level_after(begun, origin, depth, week, sight)
    }

    /// The week from which its weeks count; `None` where or when it does not hold.
    fn origin(&self, depth: usize, week: i32, sight: &impl Sight) -> Option<i32> {
        if self.places.is_some() && !sight.inside(depth) {
            return None;
        }
        match (self.when, self.calendar) {
            (Some(_), _) => sight.since(depth, week),
            (None, Some(week)) => Some(week),
            (None, None) => Some(sight.start()),
        }
    }

    fn beneath(&self, depth: usize, week: i32, sight: &impl Sight) -> (Cow<'_, Level>, bool) {
        match &self.base {
            Some(base) => base.level_at(depth + 1, week, sight),
            None => (Cow::Borrowed(&self.steps[0].level), false),
        }
    }

    /// The level in `week` if only the first `begun` steps existed.
    fn level_after(
        &self,
        begun: usize,
        origin: i32,
        depth: usize,
        week: i32,
        sight: &impl Sight,
    ) -> (Cow<'_, Level>, bool) {
        let Some(step) = begun.checked_sub(1).map(|last| &self.steps[last]) else {
            return self.beneath(depth, week, sight);
        };
        let here = self.places.is_some();
        let from = origin.saturating_add(step.from_week);
        let passed = f64::from(week.saturating_sub(from));
        let ramp = f64::from(step.ramp_weeks);
        if passed >= ramp {
            return (Cow::Borrowed(&step.level), here);
        }
        let (before, _) = self.level_after(begun - 1, origin, depth, from, sight);
        let level = before.into_owned().towards(&step.level, passed / ramp);
        (Cow::Owned(level), here)
    }

    /// This schedule and those beneath, by depth.
    pub fn layers(&self) -> impl Iterator<Item = &Schedule> {
        std::iter::successors(Some(self), |schedule| schedule.base.as_deref())
    }

    /// The layers that may hold under a policy that starts in this week: those beneath one that holds everywhere,
    /// always and from the start are hidden.
    pub fn holding(&self, start: i32) -> impl Iterator<Item = &Schedule> {
        let mut hidden = false;
        self.layers().take_while(move |layer| {
            let seen = !hidden;
            let origin = layer.calendar.unwrap_or(start);
            let from = layer.steps.first().map_or(i32::MAX, |step| step.from_week);
            let ever = layer.places.is_none() && layer.when.is_none();
            hidden = ever && origin.saturating_add(from) <= start;
            seen
        })
    }

    /// Its parts that hold at some places or times only: where and when, in words, and the sight from
    /// there, under a policy that started in week `start`.
    pub fn conditions(&self, start: i32) -> impl Iterator<Item = (String, Meant)> {
        let layers = self.layers().enumerate();
        layers.filter_map(move |(depth, layer)| {
            let place = layer.places.as_ref().map(|places| places.to_string());
            let time = layer.when.map(|trigger| format!("while {trigger}"));
            let words: Vec<String> = place.into_iter().chain(time).collect();
            (!words.is_empty()).then(|| (words.join(", "), Meant { start, depth }))
        })
    }

    /// The same with other layers, here and beneath.
    fn with_layers(&self, new: &impl Fn(&Self) -> Self) -> Self {
        Self {
            base: (self.base.as_ref()).map(|base| Arc::new(base.with_layers(new))),
            ..new(self)
        }
    }

    /// The same with other levels, here and beneath.
    fn with_levels(&self, new: &impl Fn(&Level) -> Level) -> Self {
        let step = |step: &Step| Step {
            level: new(&step.level),
            ..step.clone()
        };
        Self {
            steps: self.steps.iter().map(step).collect(),
            base: (self.base.as_ref()).map(|base| Arc::new(base.with_levels(new))),
            ..self.clone()
        }
    }
}

impl Policy {
    /// A policy with a schedule for each of [`regimes::LEVERS`], by name; `Err` is the name of a
    /// lever without one.
    pub fn new(
        name: String,
        about: String,
        side: Side,
        schedule_of: impl Fn(&str) -> Option<Arc<Schedule>>,
    ) -> Result<Self, &'static str> {
        let schedules = regimes::LEVERS
            .iter()
            .map(|lever| schedule_of(lever.name).ok_or(lever.name))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            name,
            about,
            side,
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

    /// The same policy with some levers, by index, as another has them.
    pub fn with(&self, other: &Self, levers: impl Fn(usize) -> bool) -> Self {
        let pick = |index: usize| if levers(index) { other } else { self };
        let schedules = (0..self.schedules.len())
            .map(|index| pick(index).schedules[index].clone())
            .collect();
        Self {
            schedules,
            ..self.clone()
        }
    }

    /// The same policy with a lever as the policy has it that this one extends; `None` where it extends
    /// none that has it.
    pub fn without(&self, lever: &str) -> Option<Self> {
        let index = regimes::LEVERS.iter().position(|l| l.name == lever)?;
        let mut policy = self.clone();
        policy.schedules[index] = self.schedules[index].base.clone()?;
        Some(policy)
    }

    /// The same policy with another schedule of a lever; `None` of a lever that does not exist.
    pub fn with_schedule(&self, lever: &str, schedule: Schedule) -> Option<Self> {
        let index = regimes::LEVERS.iter().position(|l| l.name == lever)?;
        let mut policy = self.clone();
        policy.schedules[index] = Arc::new(schedule);
        Some(policy)
    }

    /// The same policy with other levels: `new` makes them, by index of the lever.
    pub fn with_levels(&self, new: impl Fn(usize, &Level) -> Level) -> Self {
        let schedules = self.schedules.iter().enumerate();
        Self {
            schedules: schedules
                .map(|(index, schedule)| {
                    Arc::new(schedule.with_levels(&|level: &Level| new(index, level)))
                })
                .collect(),
            ..self.clone()
        }
    }

    /// The same policy with other layers of its schedules: `new` makes them, by index of the lever.
    pub fn with_layers(&self, new: impl Fn(usize, &Schedule) -> Schedule) -> Self {
        let schedules = self.schedules.iter().enumerate();
        Self {
            schedules: schedules
                .map(|(index, schedule)| {
                    Arc::new(schedule.with_layers(&|layer: &Schedule| new(index, layer)))
                })
                .collect(),
            ..self.clone()
        }
    }

    /// Each lever with its schedule.
    pub fn schedules(&self) -> impl Iterator<Item = (&'static str, &Schedule)> {
        let names = regimes::LEVERS.iter().map(|lever| lever.name);
        names.zip(self.schedules.iter().map(Arc::as_ref))
    }

    /// The schedule of lever number `lever` of [`regimes::LEVERS`].
    pub fn schedule(&self, lever: usize) -> &Schedule {
        &self.schedules[lever]
    }
}

/// A policy as it is seen where no rule of place holds and while no trigger does.
#[derive(Clone, Copy, Debug)]
pub struct Unconditional {
    /// The week in which the policy starts.
    pub start: i32,
}

impl Sight for Unconditional {
    fn start(&self) -> i32 {
        self.start
    }

    fn since(&self, _: usize, _: i32) -> Option<i32> {
        None
    }

    fn inside(&self, _: usize) -> bool {
        false
    }
}

/// The same at the places and in the weeks for which the schedule at one depth, and it alone, is meant.
#[derive(Clone, Copy, Debug)]
pub struct Meant {
    /// The week in which the policy starts, and the trigger begins to hold.
    pub start: i32,
    /// The depth.
    pub depth: usize,
}

impl Sight for Meant {
    fn start(&self) -> i32 {
        self.start
    }

    fn since(&self, depth: usize, _: i32) -> Option<i32> {
        (depth == self.depth).then_some(self.start)
    }

    fn inside(&self, depth: usize) -> bool {
        depth == self.depth
    }
}
