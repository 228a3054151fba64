//! The numbers of wars, and the hazards that are made of them.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::units::{Factor, MeanWeeks, Quantity, Share, Sourced, WeeklyRate, Width};

/// Parameters of relations.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Hazard of two neutral organizations to open a theatre in a place with much at stake [1/week].
    pub onset: Sourced<WeeklyRate>,
    /// Worth of a place at which a fraction 1 - 1/e of the stake is felt.
    pub stake: Sourced<Width>,
    /// Weight of a place of one that borders on the other, against one they share.
    pub border: Sourced<Share>,
    /// Share of the hazard that an arrangement with local authority takes away in the place.
    pub protection: Sourced<Share>,
    /// How much an arrangement that has just broken adds to the hazard in the place, relative.
    pub broken: Sourced<Factor>,
    /// How much a plaza boss who has just fallen adds to the hazard in the place, relative.
    pub plaza: Sourced<Factor>,
    /// How much more likely rivals, and those at war elsewhere, open a theatre than neutral organizations.
    pub rivalry: Sourced<Factor>,
    /// How much a new, contested leader adds to the hazard of war, relative.
    pub weakness: Sourced<Factor>,
    /// Weeks in which a new leader's weakness, or that of a plaza that lost its boss or its arrangement, falls to 1/e.
    pub new_leader: Sourced<MeanWeeks>,
    /// Intensity of a theatre that has just been opened.
    pub spark: Sourced<Share>,
    /// How much each death of the two in a theatre brings its intensity nearer to 1.
    pub retaliation: Sourced<Factor>,
    /// Weeks in which a theatre without deaths cools to 1/e.
    pub cooling: Sourced<MeanWeeks>,
    /// Hazard of a theatre of full intensity to spill to a place next door [1/week].
    pub spill: Sourced<WeeklyRate>,
    /// Losses, as a share of members and associates, at which an organization is half exhausted.
    pub endurance: Sourced<Share>,
    /// Mean length of a theatre that exhausts nobody and does not cool (weeks).
    pub duration: Sourced<MeanWeeks>,
    /// Hazard to end a theatre that an exhausted side adds [1/week].
    pub exhaustion: Sourced<WeeklyRate>,
    /// Mean time after which a theatre ends where the two no longer meet (weeks).
    pub apart: Sourced<MeanWeeks>,
    /// Mean time after which rivals who do not meet forget (weeks).
    pub grudge: Sourced<MeanWeeks>,
    /// Mean time for which losses are felt (weeks).
    pub memory: Sourced<MeanWeeks>,
}

/// How exhausted an organization is, 0 to 1, from recent losses and the people it has left.
pub fn exhaustion(p: &Parameters, losses: f64, people: f64) -> f64 {
    if losses <= 0.0 {
        0.0
    } else {
        losses / (losses + p.endurance.get() * people)
    }
}

/// Hazard of two organizations with so much at stake where they meet to open a theatre [1/week].
pub fn onset_hazard(
    p: &Parameters,
    stake: f64,
    rivals: bool,
    weakness: f64,
    exhaustion: (f64, f64),
) -> f64 {
    p.onset.get()
        * stake
        * if rivals { p.rivalry.get() } else { 1.0 }
        * (1.0 + p.weakness.get() * weakness)
        * (1.0 - exhaustion.0)
        * (1.0 - exhaustion.1)
}

/// Hazard of a theatre to end where the two still meet [1/week].
pub fn end_hazard(p: &Parameters, exhaustion: (f64, f64)) -> f64 {
    1.0 / p.duration.get() + p.exhaustion.get() * (exhaustion.0 + exhaustion.1)
}

/// How much likelier wars are in a place by its arrangement with an organization, if it `holds`, and the weeks since one
/// broke, if one did.
pub fn arranged(p: &Parameters, holds: bool, broke: Option<i32>) -> f64 {
    let kept = if holds { 1.0 - p.protection.get() } else { 1.0 };
    kept * (1.0 + broke.map_or(0.0, |weeks| p.broken.get() * fresh(p, weeks)))
}

/// How new a leader, or the fall of a boss, is after so many weeks, 1 to 0.
pub fn fresh(p: &Parameters, weeks: i32) -> f64 {
    libm::exp(-f64::from(weeks) / p.new_leader.get())
}

/// The intensity after a week with so many dead: each brings it nearer to 1, and it cools.
pub fn intensity(p: &Parameters, before: f64, dead: f64) -> f64 {
    let grown = 1.0 - (1.0 - before) * libm::exp(-p.retaliation.get() * dead);
    grown * libm::exp(-1.0 / p.cooling.get())
}
