//! Orders for some places only: the levels of local levers where a policy's own rule of place sets them.

use std::sync::Arc;

use crate::state::forces::Force;
use crate::state::map::Map;

/// How many levers can be ordered by place.
pub const LOCALS: usize = 20;

/// A lever that can be ordered by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Local {
    /// The hunt for leaders whose organization has its seat there.
    LeaderTargeting,
    /// Where soldiers may be sent.
    Army,
    /// Where marines may be sent.
    Navy,
    /// Where federal police may be sent.
    FederalPolice,
    /// Takeover of captured municipal police.
    Intervention,
    /// Pay of police.
    PolicePay,
    /// Vetting of police.
    PoliceVetting,
    /// Training of police.
    PoliceTraining,
    /// Municipal police merged under the state's command.
    UnifiedStateCommand,
    /// Community policing.
    CommunityPolicing,
    /// Focused deterrence of gangs.
    FocusedDeterrence,
    /// Reform of prosecutors and courts, by state.
    ProsecutorsAndCourts,
    /// Reform of prisons, by state.
    Prisons,
    /// Crossings that serve trade and work.
    Crossings,
    /// Programmes for youths at risk.
    YouthProgrammes,
    /// Work and school for the young.
    WorkAndSchool,
    /// Culture of lawfulness.
    CultureOfLawfulness,
    /// Civil society that oversees the police.
    CivilSociety,
    /// Channels to report crimes without a name.
    ReportingChannels,
    /// Protection of witnesses.
    WitnessProtection,
}

/// A level for each place of the map, where one is set.
pub type Levels = Arc<[Option<f64>]>;

/// The levels that are set for some places only. Where a place has none, the country's orders hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Locally {
    levels: [Option<Levels>; LOCALS],
}

impl Locally {
    /// Sets a lever at the places with a level.
    pub fn set(&mut self, lever: Local, levels: Levels) {
        self.levels[lever as usize] = Some(levels);
    }

    /// Whether a lever is set for some places.
    pub fn has(&self, lever: Local) -> bool {
        self.levels[lever as usize].is_some()
    }

    /// The level of a lever that is set at a place.
    pub fn at(&self, lever: Local, place: usize) -> Option<f64> {
        self.levels[lever as usize].as_ref()?[place]
    }

    /// Whether units of a force may be sent to a place: anywhere, unless places are set.
    pub fn open_to(&self, force: Force, place: u32) -> bool {
        let lever = match force {
            Force::Federal => Local::FederalPolice,
            Force::Army => Local::Army,
            Force::Navy => Local::Navy,
            Force::Municipal | Force::State => return true,
        };
        !self.has(lever) || self.at(lever, place as usize).is_some()
    }

    /// The mean over residents of the level of a lever in each state, where it is `elsewhere` at
    /// places for which none is set; exactly that where every place has it.
    pub fn by_state(&self, lever: Local, elsewhere: f64, map: &Map) -> Vec<f64> {
        if !self.has(lever) {
            return vec![elsewhere; map.states.len()];
        }
        let mut states = vec![(0.0_f64, 0.0_f64); map.states.len()];
        for (index, place) in map.places.iter().enumerate() {
            let people = f64::from(place.population);
            let (more, all) = &mut states[usize::from(place.state)];
            let level = self.at(lever, index).unwrap_or(elsewhere);
            *more += people * (level - elsewhere);
            *all += people;
        }
        let mean = |(more, all): (f64, f64)| elsewhere + more / all.max(1.0);
        states.into_iter().map(mean).collect()
    }
}
