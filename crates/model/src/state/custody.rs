//! Who is held and where members live: questions of courts and prisons to the whole world.

use crate::state::jurisdictions::Inmate;
use crate::state::organizations::OrganizationKey;
use crate::state::world::World;

impl World {
    /// Part of the homicides of two years ago that went unpunished; `None` before there is one.
    pub fn impunity(&self) -> Option<f64> {
        self.cohorts.impunity(self.week)
    }

    /// An inmate leaves prison and is a civilian at home; a leader is no captive any more.
    pub fn release(&mut self, inmate: Inmate) {
        let person = inmate.person;
        let home = &mut self.municipalities[person.home as usize];
        home.citizens.set(person.number, None);
        self.captives.retain(|captive| captive.person != person);
    }

    /// Members of each organization in each state, ascending by key; index of states as on the map.
    pub fn members_by_state(&self) -> Vec<Vec<(OrganizationKey, u32)>> {
        let mut states = vec![Vec::<(OrganizationKey, u32)>::new(); self.jurisdictions.len()];
        for &place in &self.occupied {
            let state = self.country.map.places[place as usize].state;
            let state = &mut states[usize::from(state)];
            for cell in &self.municipalities[place as usize].cells {
                match state.binary_search_by_key(&cell.organization, |(key, _)| *key) {
                    Ok(index) => state[index].1 += cell.members.len(),
                    Err(index) => state.insert(index, (cell.organization, cell.members.len())),
                }
            }
        }
        states
    }
}
