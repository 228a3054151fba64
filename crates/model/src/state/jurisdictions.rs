//! A state's institutions: its police, its prosecutors and courts, its prisons.

use crate::engine::roster::Roster;
use crate::state::citizens::Person;
use crate::state::docket::Docket;
use crate::state::forces::Corps;
use crate::state::organizations::OrganizationKey;
use crate::state::world::World;

/// A member in prison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inmate {
    /// Who.
    pub person: Person,
    /// The organization served when arrested; it may be gone by now.
    pub organization: OrganizationKey,
}

/// The institutions of one state.
#[derive(Clone, Debug, PartialEq)]
pub struct Jurisdiction {
    /// The state police.
    pub police: Corps,
    /// How hard prosecutors are to buy or to threaten, 0 to 1.
    pub prosecutors: f64,
    /// The organization the prosecutors serve, if any.
    pub captured_by: Option<OrganizationKey>,
    /// Part of the reform of prosecutors and courts that is done, 0 to 1.
    pub reformed: f64,
    /// Chance that a case that was opened ends in a sentence, at full integrity: the capacity of
    /// prosecutors and courts, 0 to 1.
    pub capacity: f64,
    /// How far the state has the prisons in hand, 0 to 1.
    pub prisons: f64,
    /// Members held for trial.
    pub remand: Roster<Inmate>,
    /// Members serving a sentence.
    pub sentenced: Roster<Inmate>,
    /// Open files.
    pub docket: Docket,
}

impl Jurisdiction {
    /// Members in prison, in an order that means nothing.
    pub fn inmates(&self) -> impl Iterator<Item = &Inmate> {
        self.remand.iter().chain(self.sentenced.iter())
    }

    /// Members in prison, held for trial or sentenced.
    pub fn prisoners(&self) -> u32 {
        self.remand.len() + self.sentenced.len()
    }
}

impl World {
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
