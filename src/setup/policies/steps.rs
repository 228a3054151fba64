//! The levels of a lever over time, as a policy file says them.

use plaza_batch::problem::nearest;
use plaza_model::policy::levers::{Catalogue, Kind, Level, Lever};
use plaza_model::policy::policy::{Schedule, Step, Unconditional};

use crate::setup::policies::file::{Setting, SettingStep};

/// What is wrong with a lever: at which keys below it, and what.
pub type Objections = Vec<(Vec<String>, String)>;

/// The steps in which a lever's levels follow one another.
pub fn steps(setting: &Setting, catalogue: &Catalogue) -> Result<Vec<Step>, Objections> {
    let one = |key: &str, message: String| Err(vec![(vec![key.to_owned()], message)]);
    let Some(lever) = catalogue.find(&setting.name) else {
        let near = nearest(&setting.name, catalogue.names());
        let message = format!(
            "there is no lever `{}`{near}; `plaza describe levers` tells them all",
            setting.name
        );
        return one("name", message);
    };
    match (&setting.level, &setting.levels) {
        (Some(_), Some(_)) => one(
            "level",
            "both `level` and `levels`, expected one of them".to_owned(),
        ),
        (None, None) => one(
            "name",
            format!("`{}` has neither `level` nor `levels`", setting.name),
        ),
        (Some(level), None) => match lever.objection(level) {
            Some(objection) => one("level", objection),
            None => Ok(vec![step(lever, 0, level, None)]),
        },
        (None, Some(levels)) => steps_over_time(lever, levels),
    }
}

fn steps_over_time(lever: &Lever, levels: &[SettingStep]) -> Result<Vec<Step>, Objections> {
    let mut objections: Objections = Vec::new();
    if levels.is_empty() {
        let message = "no level is given, expected one or more".to_owned();
        objections.push((vec!["levels".to_owned()], message));
    }
    let mut object = |index: usize, key: &str, message| {
        objections.push((
            vec!["levels".to_owned(), index.to_string(), key.to_owned()],
            message,
        ));
    };
    for (index, new) in levels.iter().enumerate() {
        if let Some(objection) = lever.objection(&new.level) {
            object(index, "level", objection);
        }
        if matches!(lever.kind, Kind::Choice(_)) && new.ramp_weeks.is_some_and(|weeks| weeks > 0) {
            let message = format!(
                "`{}` is a choice, which cannot change in a ramp",
                lever.name
            );
            object(index, "ramp_weeks", message);
        }
        if index > 0 && new.from_week <= levels[index - 1].from_week {
            let message = format!(
                "from_week is {}, expected more than the {} before it",
                new.from_week,
                levels[index - 1].from_week
            );
            object(index, "from_week", message);
        }
    }
    if !objections.is_empty() {
        return Err(objections);
    }
    let step = |new: &SettingStep| step(lever, new.from_week, &new.level, new.ramp_weeks);
    Ok(levels.iter().map(step).collect())
}

/// The first step that begins in the middle of a ramp, and what to say of it; a ramp to the level that
/// holds anyway is none.
pub fn cut_short(schedule: &Schedule) -> Option<(usize, String)> {
    let levels = schedule.base.as_ref().map(|base| {
        let plain = Unconditional { start: 0 };
        base.level(schedule.steps[0].from_week, &plain)
            .0
            .into_owned()
    });
    let mut before = levels;
    for (index, pair) in schedule.steps.windows(2).enumerate() {
        let [step, next] = pair else { continue };
        let end = step.from_week.saturating_add(step.ramp_weeks.into());
        if before.as_ref() != Some(&step.level) && next.from_week < end {
            let message = format!(
                "from_week is {}, in the middle of the ramp before it, which ends in week {end}; \
                 expected {end} or more",
                next.from_week
            );
            return Some((index + 1, message));
        }
        before = Some(step.level.clone());
    }
    None
}

fn step(lever: &Lever, from_week: i32, level: &Level, ramp_weeks: Option<u16>) -> Step {
    Step {
        from_week,
        ramp_weeks: ramp_weeks.unwrap_or(lever.ramp_weeks),
        level: level.clone(),
    }
}
