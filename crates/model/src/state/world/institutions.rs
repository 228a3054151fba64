//! The state: what people think of it, its forces, courts and prisons.

use crate::state::citizens::Person;
use crate::state::docket::Cohorts;
use crate::state::government::{Government, Unit};
use crate::state::jurisdictions::{Inmate, Jurisdiction};
use crate::state::organizations::OrganizationKey;
use crate::state::world::Land;

/// A leader in prison, who may escape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Captive {
    /// The leader's identity.
    pub leader: u64,
    /// The person, in the roster of the state's prisoners.
    pub person: Person,
    /// The organization led.
    pub organization: OrganizationKey,
    /// Index of the state of the prison.
    pub state: u16,
    /// The week of the arrest.
    pub since: i32,
}

/// The federal government, its units, and the institutions of the states.
#[derive(Clone, Debug)]
pub struct Institutions {
    /// What people think of the government, and how its forces work together.
    pub government: Government,
    /// The states' institutions; index as on the map.
    pub jurisdictions: Vec<Jurisdiction>,
    /// Units of the mobile forces, by force and number.
    pub units: Vec<Unit>,
    /// Places with officers or soldiers of mobile forces, ascending.
    pub garrisoned: Vec<u32>,
    /// Leaders in prison.
    pub captives: Vec<Captive>,
    /// Who was released from prison this week.
    pub released: Vec<Inmate>,
    /// The homicides of the last years, and those punished.
    pub cohorts: Cohorts,
}

impl Institutions {
    /// Members in prison, of all states.
    pub fn prisoners(&self) -> u32 {
        self.jurisdictions.iter().map(Jurisdiction::prisoners).sum()
    }

    /// An inmate leaves prison and is a civilian at home; a leader is no captive any more.
    pub fn release(&mut self, inmate: Inmate, land: &mut Land) {
        let person = inmate.person;
        land.enter(person, None);
        self.captives.retain(|captive| captive.person != person);
    }
}
