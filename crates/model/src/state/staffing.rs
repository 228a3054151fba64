//! How many officers serve where: vacancies, the state's command, and where the state sends them.

use crate::engine::apportionment::apportion;
use crate::state::forces::Force;
use crate::state::world::World;

const MUNICIPAL: usize = Force::Municipal as usize;
const STATE: usize = Force::State as usize;

impl World {
    /// The municipalities of each state, ascending; index of states as on the map.
    pub fn places_by_state(&self) -> Vec<Vec<u32>> {
        let mut states = vec![Vec::new(); self.jurisdictions.len()];
        for (index, place) in self.country.map.places.iter().enumerate() {
            states[usize::from(place.state)].push(index as u32);
        }
        states
    }

    /// `officers` of the municipality's authorized police pass to the state's command, and those on
    /// duty with them, who bring what they are like: the state's integrity and professionalism
    /// become the mean over officers.
    pub fn merge_police(&mut self, place: u32, officers: u32) {
        let here = &mut self.municipalities[place as usize];
        let state = usize::from(self.country.map.places[place as usize].state);
        let state = &mut self.jurisdictions[state].police;
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
    pub fn return_police(&mut self, place: u32, officers: u32) {
        let here = &mut self.municipalities[place as usize];
        let state = usize::from(self.country.map.places[place as usize].state);
        let state = &mut self.jurisdictions[state].police;
        let officers = officers.min(here.police.merged).min(state.authorized);
        let on_duty = officers.min(here.officers[STATE]);
        here.officers[STATE] -= on_duty;
        here.officers[MUNICIPAL] += on_duty;
        here.police.authorized += officers;
        here.police.merged -= officers;
        state.authorized -= officers;
    }

    /// The state police on duty in `places`, all of its state, with `hired` more, move a part
    /// `moved` of the way to where they should be: by residents and, a part `violence` of them, by
    /// organized-crime deaths of the last year. Whole officers; those above the authorized leave.
    pub fn spread_state_police(&mut self, places: &[u32], hired: u32, moved: f64, violence: f64) {
        let Some(first) = places.first() else {
            return;
        };
        let state = usize::from(self.country.map.places[*first as usize].state);
        let sum = |of: &dyn Fn(u32) -> f64| places.iter().map(|place| of(*place)).sum::<f64>();
        let now = |place: u32| f64::from(self.municipalities[place as usize].officers[STATE]);
        let people = |place: u32| f64::from(self.country.map.places[place as usize].population);
        let deaths = |place: u32| f64::from(self.recent[place as usize].year);
        let (serving, residents, dead) = (sum(&now), sum(&people), sum(&deaths));
        let authorized = f64::from(self.jurisdictions[state].police.authorized);
        let total = (serving + f64::from(hired)).min(authorized);
        if residents <= 0.0 || (moved <= 0.0 && total == serving) {
            return;
        }
        let violence = if dead > 0.0 { violence } else { 0.0 };
        let wanted: Vec<f64> = places
            .iter()
            .map(|&place| {
                let part = (1.0 - violence) * people(place) / residents
                    + if violence > 0.0 {
                        violence * deaths(place) / dead
                    } else {
                        0.0
                    };
                // Whoever is new goes where officers are wanted.
                let stay = (1.0 - moved) * now(place) / serving.max(1.0);
                stay * serving.min(total) + part * (total - (1.0 - moved) * serving.min(total))
            })
            .collect();
        for (&place, officers) in places.iter().zip(apportion(total as u32, &wanted)) {
            self.municipalities[place as usize].officers[STATE] = officers;
        }
    }
}
