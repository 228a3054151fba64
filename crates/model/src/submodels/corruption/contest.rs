//! Who would capture an institution, and who holds it after a week.

use crate::engine::luck::Stream;
use crate::engine::sampling::weighted;
use crate::state::organizations::OrganizationKey;
use crate::units::WEEKS_PER_YEAR;

/// Who would capture an institution.
#[derive(Clone, Copy, Debug)]
pub struct Suitor {
    /// The organization.
    pub organization: OrganizationKey,
    /// Its members where the institution is.
    pub members: f64,
    /// Its cash (dollars).
    pub cash: f64,
    /// The level of accommodation, if it keeps a pact.
    pub tolerated: f64,
}

/// What is to be captured.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Integrity, 0 to 1.
    pub integrity: f64,
    /// Civil society at work, 0 to 1.
    pub oversight: f64,
    /// Independence of politics, 0 to 1; of prosecutors alone.
    pub independence: f64,
    /// What it costs [dollars a week].
    pub bribes: f64,
    /// Members at which half the hazard is reached.
    pub half: f64,
}

/// How much money counts: cash against a year of bribes, 0 to 1.
pub fn silver(cash: f64, bribes: f64) -> f64 {
    let year = bribes * f64::from(WEEKS_PER_YEAR);
    if cash <= 0.0 {
        0.0
    } else {
        cash / (cash + year)
    }
}

/// How much a cell of `members` can do, 0 to 1.
pub fn reach(members: f64, half: f64) -> f64 {
    if members <= 0.0 {
        0.0
    } else {
        members / (members + half)
    }
}

/// Who holds an institution after a week: suitors in order of keys, with their hazards; only those stronger than the
/// holder can take it from him. `number` is the week's uniform number, if it is low enough that anything may happen;
/// the stream is for what happens then.
pub fn contest(
    held: Option<OrganizationKey>,
    suitors: &[Suitor],
    hazard: impl Fn(&Suitor) -> f64,
    loss: f64,
    (number, stream): (Option<f64>, impl FnOnce() -> Stream),
) -> Option<OrganizationKey> {
    let Some(number) = number else {
        return held;
    };
    let holder = suitors.iter().find(|one| Some(one.organization) == held);
    let strength = holder.map_or(0.0, |one| one.members);
    let taking = |one: &Suitor| {
        if one.members > strength {
            hazard(one)
        } else {
            0.0
        }
    };
    let weights = || {
        [holder.map_or(0.0, |_| loss)]
            .into_iter()
            .chain(suitors.iter().map(taking))
    };
    if number >= -libm::expm1(-weights().sum::<f64>()) {
        return held;
    }
    let weights: Vec<f64> = weights().collect();
    match weighted(&mut stream(), &weights) {
        None => held,
        Some(0) => None,
        Some(index) => Some(suitors[index - 1].organization),
    }
}
