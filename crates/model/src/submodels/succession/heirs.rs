//! Who follows a leader.

use std::cmp::Reverse;

use crate::state::bosses::PlazaBoss;

/// Keys of the bosses who may inherit: `tenure` weeks in office, more loyal than the median, respected
/// for their part `share` of the members.
pub fn eligible(bosses: &[PlazaBoss], week: i32, tenure: f64, share: f64) -> Vec<u64> {
    let mut loyalty: Vec<f64> = bosses
        .iter()
        .map(|candidate| candidate.boss.loyalty)
        .collect();
    loyalty.sort_by(f64::total_cmp);
    let Some(last) = loyalty.len().checked_sub(1) else {
        return Vec::new();
    };
    let median = (loyalty[last / 2] + loyalty[last.div_ceil(2)]) / 2.0;
    let members: u32 = bosses.iter().map(|candidate| candidate.members).sum();
    let respected = share * f64::from(members);
    bosses
        .iter()
        .filter(|candidate| {
            f64::from(candidate.boss.tenure(week)) >= tenure
                && (candidate.boss.loyalty > median || last == 0)
                && f64::from(candidate.members) >= respected
        })
        .map(|candidate| candidate.boss.key)
        .collect()
}

/// The heir among these: the eligible boss with most members, weighed by loyalty.
pub fn heir<'a>(bosses: &'a [PlazaBoss], eligible: &[u64]) -> Option<&'a PlazaBoss> {
    let eligible = |boss: &&PlazaBoss| eligible.contains(&boss.boss.key);
    bosses.iter().filter(eligible).max_by(|a, b| {
        let weight = |boss: &PlazaBoss| f64::from(boss.members) * (0.5 + boss.boss.loyalty);
        weight(a).total_cmp(&weight(b)).then(b.place.cmp(&a.place))
    })
}

/// The boss with most members, the first of equals.
pub fn strongest(bosses: &[PlazaBoss]) -> Option<&PlazaBoss> {
    bosses
        .iter()
        .max_by_key(|boss| (boss.members, Reverse(boss.place)))
}
