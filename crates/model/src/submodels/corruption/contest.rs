//! Who would capture an institution, and who holds it after a week.

use crate::engine::luck::Stream;
use crate::engine::sampling::{happens_within, weighted};
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

/// Who holds an institution after a week: suitors in order of keys, with their hazards, which are at most `most`; only
/// those stronger than the holder can take it from him.
pub fn contest(
    held: Option<OrganizationKey>,
    suitors: &[Suitor],
    (hazard, most): (impl Fn(&Suitor) -> f64, f64),
    loss: f64,
    mut rng: Stream,
) -> Option<OrganizationKey> {
    let holder = suitors.iter().find(|one| Some(one.organization) == held);
    let strength = holder.map_or(0.0, |one| one.members);
    let loss = holder.map_or(0.0, |_| loss);
    let holder = holder.map(|one| one.organization);
    let taking = |one: &Suitor| {
        if one.members > strength {
            hazard(one)
        } else {
            0.0
        }
    };
    let total = || loss + suitors.iter().map(taking).sum::<f64>();
    if !happens_within(&mut rng, loss + most * suitors.len() as f64, total) {
        return holder;
    }
    let mut weights = vec![loss];
    weights.extend(suitors.iter().map(taking));
    match weighted(&mut rng, &weights) {
        None => holder,
        Some(0) => None,
        Some(index) => Some(suitors[index - 1].organization),
    }
}
