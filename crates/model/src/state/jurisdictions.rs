//! A state's institutions: its police, its prosecutors and courts, its prisons.

use crate::engine::clocks::Clock;
use crate::engine::roster::Roster;
use crate::state::citizens::Person;
use crate::state::docket::Docket;
use crate::state::forces::Corps;
use crate::state::organizations::OrganizationKey;

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
    /// When its institutions may next be captured or lost.
    pub clocks: StateClocks,
}

/// When what is rare may next happen to a state.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StateClocks {
    /// The state police are captured or lost.
    pub police: Clock,
    /// The prosecutors are.
    pub prosecutors: Clock,
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
