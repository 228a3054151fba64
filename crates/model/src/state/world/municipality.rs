//! A municipality: the rows a local rule may read and write.

use rand::Rng;

use crate::engine::clocks::Clock;
use crate::engine::sampling::below;
use crate::state::cells::Cell;
use crate::state::citizens::{Citizens, Person};
use crate::state::community::{Community, Gang};
use crate::state::events::{Event, EventKind, EventOutcome};
use crate::state::forces::{Corps, FORCES, Force};
use crate::state::killings::Killing;
use crate::state::memory::Memory;
use crate::state::orders::Programmes;
use crate::state::organizations::{OrganizationKey, Outcome};
use crate::state::tally::Tally;
use crate::state::theatres::Theatre;

/// What becomes of a member who is no longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A civilian at home.
    Free,
    /// Killed.
    Dead,
    /// Handed to the United States.
    Extradited,
    /// In prison, held for trial; served this organization.
    Jailed(OrganizationKey),
}

/// When what is rare may next happen in a municipality.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clocks {
    /// A mayor is captured or lost.
    pub mayor: Clock,
    /// The municipal police are captured or lost.
    pub police: Clock,
    /// An official is killed.
    pub officials: Clock,
    /// Youths of a hired gang are killed.
    pub quarrels: Clock,
}

/// A municipality: the rows a local rule may read and write.
#[derive(Clone, Debug, PartialEq)]
pub struct Municipality {
    /// Its index on the map.
    pub place: u32,
    /// Its residents.
    pub citizens: Citizens,
    /// What they share.
    pub community: Community,
    /// Programmes at work here.
    pub programmes: Programmes,
    /// Which residents were victims of crime.
    pub memory: Memory,
    /// The local gangs.
    pub gang: Gang,
    /// The municipal police.
    pub police: Corps,
    /// The organization that the mayor serves, if any.
    pub mayor: Option<OrganizationKey>,
    /// When what is rare here may next happen.
    pub clocks: Clocks,
    /// Officers and soldiers here, by [`Force`].
    pub officers: [u32; FORCES],
    /// How hard the units of mobile forces here are to buy, 0 to 1; 1 where there are none.
    pub steadiness: f64,
    /// Those killed here since their force was last counted, by [`Force`].
    pub fallen: [u32; FORCES],
    /// Cells, ascending by organization.
    pub cells: Vec<Cell>,
    /// Wars that are fought here, in order of keys.
    pub theatres: Vec<Theatre>,
    /// Counts of this week; apart, so that whoever looks at all municipalities passes by them.
    pub tally: Box<Tally>,
    /// Who killed whom this week, death by death; none where it is not recorded.
    pub killings: Option<Vec<Killing>>,
    /// Events of this week.
    pub events: Vec<Event>,
    /// Persons whose status changed, not yet entered at their homes.
    pub moved: Vec<(Person, Fate)>,
}

impl Municipality {
    /// The cell of an organization here.
    pub fn cell(&self, organization: OrganizationKey) -> Option<usize> {
        self.cells
            .binary_search_by_key(&organization, |cell| cell.organization)
            .ok()
    }

    /// Officers of a force who are here.
    pub fn on_duty(&self, force: Force) -> u32 {
        self.officers[force.index()]
    }

    /// Officers of all police forces who are here.
    pub fn police_officers(&self) -> u32 {
        self.on_duty(Force::Municipal) + self.on_duty(Force::State) + self.on_duty(Force::Federal)
    }

    /// Soldiers and marines who are here.
    pub fn soldiers(&self) -> u32 {
        self.on_duty(Force::Army) + self.on_duty(Force::Navy)
    }

    /// Federal officers, soldiers and marines who are here.
    pub fn federal_forces(&self) -> f64 {
        f64::from(self.on_duty(Force::Federal) + self.soldiers())
    }

    /// Members of all cells here.
    pub fn members(&self) -> u32 {
        self.cells.iter().map(|cell| cell.members.len()).sum()
    }

    /// One of the cells here, chosen by members; `None` where nobody is.
    pub fn cell_by_members(&self, rng: &mut impl Rng) -> Option<usize> {
        let members = self.members();
        if members == 0 {
            return None;
        }
        let mut left = below(rng, members as usize) as u32;
        self.cells.iter().position(|cell| {
            let here = left < cell.members.len();
            left -= if here { 0 } else { cell.members.len() };
            here
        })
    }

    /// The plaza boss of a cell here falls; succession settles it this week.
    pub fn boss_falls(&mut self, index: usize, outcome: Outcome) {
        let cell = &mut self.cells[index];
        cell.fallen = Some(outcome);
        self.tally.bosses_removed += 1;
        self.events.push(Event {
            place: Some(self.place),
            outcome: Some(EventOutcome::Fell(outcome)),
            members: Some(cell.members.len()),
            ..Event::of(cell.organization, EventKind::BossRemoved)
        });
    }
}
