//! How many officers serve where: the state's command, and where the state sends them.

use crate::engine::apportionment::apportion;
use crate::state::forces::{Corps, Force};
use crate::state::map::Map;
use crate::state::world::{Land, Municipality};

const MUNICIPAL: usize = Force::Municipal as usize;
const STATE: usize = Force::State as usize;

/// `officers` of the municipality's authorized police pass to the state's command, and those on duty
/// with them, who bring what they are like: the state's integrity and professionalism become the mean
/// over officers.
pub fn merge_police(here: &mut Municipality, state: &mut Corps, officers: u32) {
    let officers = officers.min(here.police.authorized);
    if officers == 0 {
        return;
    }
    let on_duty = officers.min(here.officers[MUNICIPAL]);
    here.officers[MUNICIPAL] -= on_duty;
    here.officers[STATE] += on_duty;
    here.police.authorized -= officers;
    here.police.merged += officers;
    let part = f64::from(officers) / f64::from(state.authorized + officers);
    state.integrity += (here.police.integrity - state.integrity) * part;
    state.professionalism += (here.police.professionalism - state.professionalism) * part;
    state.authorized += officers;
}

/// `officers` who had passed to the state's command come back to the municipality.
pub fn return_police(here: &mut Municipality, state: &mut Corps, officers: u32) {
    let officers = officers.min(here.police.merged).min(state.authorized);
    let on_duty = officers.min(here.officers[STATE]);
    here.officers[STATE] -= on_duty;
    here.officers[MUNICIPAL] += on_duty;
    here.police.authorized += officers;
    here.police.merged -= officers;
    state.authorized -= officers;
}

/// How the officers of a state's police move in four weeks.
#[derive(Clone, Copy)]
pub struct Redeployment {
    /// As many are wanted in all.
    pub authorized: u32,
    /// As many were hired.
    pub hired: u32,
    /// The part of the way to where they should be that they go.
    pub moved: f64,
    /// The part of them who should be where deaths were.
    pub violence: f64,
}

/// The state police on duty in `places`, all of its state, with those hired, move a part of the way to
/// where they should be: by residents and, a part of them, by organized-crime deaths of the last year.
/// Whole officers; those above the authorized leave.
pub fn redeploy(land: &mut Land, map: &Map, places: &[u32], terms: Redeployment) {
    let Redeployment { moved, .. } = terms;
    let sum = |of: &dyn Fn(u32) -> f64| places.iter().map(|place| of(*place)).sum::<f64>();
    let now = |place: u32| f64::from(land[place].officers[STATE]);
    let people = |place: u32| f64::from(map.places[place as usize].population);
    let deaths = |place: u32| f64::from(land.recent[place as usize].year);
    let (serving, residents, dead) = (sum(&now), sum(&people), sum(&deaths));
    let total = (serving + f64::from(terms.hired)).min(f64::from(terms.authorized));
    if residents <= 0.0 || (moved <= 0.0 && total == serving) {
        return;
    }
    let violence = if dead > 0.0 { terms.violence } else { 0.0 };
    let wanted = places.iter().map(|&place| {
        let part = (1.0 - violence) * people(place) / residents
            + if violence > 0.0 {
                violence * deaths(place) / dead
            } else {
                0.0
            };
        // Whoever is new goes where officers are wanted.
        let stay = (1.0 - moved) * now(place) / serving.max(1.0);
        stay * serving.min(total) + part * (total - (1.0 - moved) * serving.min(total))
    });
    let wanted: Vec<f64> = wanted.collect();
    for (&place, officers) in places.iter().zip(apportion(total as u32, &wanted)) {
        land[place].officers[STATE] = officers;
    }
}
