//! The world of one replicate: municipalities with their rows, and the nation above them.

use std::sync::Arc;

use rand::Rng;

use crate::engine::sampling::below;
use crate::state::cells::Cell;
use crate::state::citizens::{Citizens, Person, STRATA, Status};
use crate::state::community::{Community, Gang};
use crate::state::corridors::Corridors;
use crate::state::docket::Cohorts;
use crate::state::events::{Event, EventKind, EventOutcome};
use crate::state::forces::{Corps, FORCES, Force};
use crate::state::government::{Budget, Government, Unit};
use crate::state::jurisdictions::{Inmate, Jurisdiction};
use crate::state::map::Map;
use crate::state::memory::{Lives, Memory};
use crate::state::orders::{Locally, Orders, Programmes};
use crate::state::organizations::{OrganizationKey, Organizations, Outcome};
use crate::state::outside::Outside;
use crate::state::relations::Relations;
use crate::state::script::Script;
use crate::state::tally::{RecentDeaths, Tally};
use crate::state::territory::Territory;

/// What is the same in every replicate and never changes.
#[derive(Debug)]
pub struct Country {
    /// The map.
    pub map: Arc<Map>,
    /// Readiness to be recruited by stratum, relative to the most ready, 0 to 1.
    pub propensity: [f64; STRATA],
    /// Its mean over all residents.
    pub mean_propensity: f64,
    /// Names of factions; cells refer to them by index.
    pub factions: Vec<Arc<str>>,
    /// The municipality where units of a state are garrisoned: its largest; states by population.
    pub garrisons: Vec<u32>,
    /// The municipalities with a main sea port, where the navy is garrisoned.
    pub ports: Vec<u32>,
    /// Residents at the start of all municipalities up to each.
    pub residents_upto: Vec<u64>,
}

impl Country {
    /// The municipality of the resident at a part of the whole population, 0 to 1.
    pub fn home(&self, part: f64) -> Option<u32> {
        let residents = *self.residents_upto.last()?;
        let resident = (part * residents as f64) as u64;
        let place = self
            .residents_upto
            .partition_point(|upto| *upto <= resident);
        (place < self.residents_upto.len()).then_some(place as u32)
    }
}

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
    /// Who of them was a victim of crime.
    pub memory: Memory,
    /// The local gangs.
    pub gang: Gang,
    /// The municipal police.
    pub police: Corps,
    /// The organization that the mayor serves, if any.
    pub mayor: Option<OrganizationKey>,
    /// Officers and soldiers here, by [`Force`].
    pub officers: [u32; FORCES],
    /// How hard the units of mobile forces here are to buy, 0 to 1; 1 where there are none.
    pub steadiness: f64,
    /// Those killed here since their force was last counted, by [`Force`].
    pub fallen: [u32; FORCES],
    /// Cells, ascending by organization.
    pub cells: Vec<Cell>,
    /// Counts of this week.
    pub tally: Tally,
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
            organization: Some(cell.organization),
            place: Some(self.place),
            outcome: Some(EventOutcome::Fell(outcome)),
            members: Some(cell.members.len()),
            ..Event::new(EventKind::BossRemoved)
        });
    }
}

/// The nation as a local rule sees it: frozen while places run.
#[derive(Clone, Copy, Debug)]
pub struct Nation<'a> {
    /// What never changes.
    pub country: &'a Country,
    /// The week.
    pub week: i32,
    /// Organizations, with their sizes as last counted.
    pub organizations: &'a Organizations,
    /// How they stand to each other.
    pub relations: &'a Relations,
    /// The government's orders.
    pub orders: &'a Orders,
    /// What people think of it, and how its forces work together.
    pub government: &'a Government,
    /// The states' institutions; index as on the map.
    pub jurisdictions: &'a [Jurisdiction],
    /// The world beyond the borders.
    pub outside: &'a Outside,
    /// Where the drugs go.
    pub corridors: &'a Corridors,
    /// What a place is worth to an organization.
    pub territory: &'a Territory,
}

impl Nation<'_> {
    /// Whether both keep an agreement with the government, which binds them to peace.
    pub fn pact_between(&self, a: OrganizationKey, b: OrganizationKey) -> bool {
        pact_between(self.organizations, a, b)
    }

    /// How far the forces go after an organization, 0 to 1.
    pub fn pursued(&self, organization: OrganizationKey) -> f64 {
        pursued(self.organizations, self.orders, organization)
    }

    /// The institutions of the state of `place`.
    pub fn jurisdiction(&self, place: u32) -> &Jurisdiction {
        &self.jurisdictions[usize::from(self.country.map.places[place as usize].state)]
    }
}

/// Whether both keep an agreement with the government, which binds them to peace.
pub fn pact_between(organizations: &Organizations, a: OrganizationKey, b: OrganizationKey) -> bool {
    [a, b].iter().all(|key| {
        let organization = organizations.get(key);
        organization.is_some_and(|o| o.agreement.is_some())
    })
}

fn pursued(organizations: &Organizations, orders: &Orders, key: OrganizationKey) -> f64 {
    let organization = organizations.get(&key);
    if organization.is_some_and(|o| o.agreement.is_some()) {
        1.0 - orders.accommodation.clamp(0.0, 1.0)
    } else {
        1.0
    }
}

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

/// One replicate at one moment.
#[derive(Clone, Debug)]
pub struct World {
    /// What never changes.
    pub country: Arc<Country>,
    /// What happens whatever the luck.
    pub script: Arc<Script>,
    /// The week.
    pub week: i32,
    /// Municipalities; index as on the map.
    pub municipalities: Vec<Municipality>,
    /// Places with a cell or with something counted this week, ascending: nothing can happen
    /// elsewhere.
    pub occupied: Vec<u32>,
    /// Deaths of the last year by place; index as on the map.
    pub recent: Vec<RecentDeaths>,
    /// Places with a death in the last year, ascending.
    pub troubled: Vec<u32>,
    /// Groups with own leadership.
    pub organizations: Organizations,
    /// How they stand to each other.
    pub relations: Relations,
    /// The government's orders of this week.
    pub orders: Orders,
    /// What is ordered otherwise for some places.
    pub locally: Locally,
    /// What this week's levers cost.
    pub budget: Budget,
    /// What people think of the government, and how its forces work together.
    pub government: Government,
    /// The states' institutions; index as on the map.
    pub jurisdictions: Vec<Jurisdiction>,
    /// The world beyond the borders.
    pub outside: Outside,
    /// Where the drugs go.
    pub corridors: Corridors,
    /// What a place is worth to an organization.
    pub territory: Territory,
    /// Youths of all gangs at the start.
    pub gang_youths: u64,
    /// Places whose gangs are hired, ascending.
    pub hired: Vec<u32>,
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
    /// The people whose single lives are followed.
    pub lives: Lives,
    /// Residents alive, as of the end of last week.
    pub population: u64,
    /// Counts of this week over the country, complete after [`World::end_week`].
    pub tally: Tally,
    /// Events of this week.
    pub events: Vec<Event>,
}

impl World {
    /// The municipalities, and the nation frozen beside them.
    pub fn split(&mut self) -> (&mut [Municipality], &[u32], Nation<'_>) {
        let nation = Nation {
            country: &self.country,
            week: self.week,
            organizations: &self.organizations,
            relations: &self.relations,
            orders: &self.orders,
            government: &self.government,
            jurisdictions: &self.jurisdictions,
            outside: &self.outside,
            corridors: &self.corridors,
            territory: &self.territory,
        };
        (&mut self.municipalities, &self.occupied, nation)
    }

    /// The municipality at `place`.
    pub fn at(&mut self, place: u32) -> &mut Municipality {
        &mut self.municipalities[place as usize]
    }

    /// Whether both keep an agreement with the government, which binds them to peace.
    pub fn pact_between(&self, a: OrganizationKey, b: OrganizationKey) -> bool {
        pact_between(&self.organizations, a, b)
    }

    /// How far the forces go after an organization, 0 to 1: less where the government comes to
    /// terms with those who keep an agreement.
    pub fn pursued(&self, organization: OrganizationKey) -> f64 {
        pursued(&self.organizations, &self.orders, organization)
    }

    /// Members in prison, of all states.
    pub fn prisoners(&self) -> u32 {
        self.jurisdictions.iter().map(Jurisdiction::prisoners).sum()
    }

    /// The cell of `organization` at `place`.
    pub fn cell(&mut self, place: u32, organization: OrganizationKey) -> Option<&mut Cell> {
        let here = &mut self.municipalities[place as usize];
        here.cell(organization).map(|index| &mut here.cells[index])
    }

    /// The members of `organization` at `place`.
    pub fn members_at(&self, place: u32, organization: OrganizationKey) -> u32 {
        let here = &self.municipalities[place as usize];
        here.cell(organization)
            .map_or(0, |index| here.cells[index].members.len())
    }

    /// Where an organization's leader sits: at its largest cell, the first of equals.
    pub fn seat(&self, organization: OrganizationKey) -> Option<u32> {
        let places = &self.organizations.get(&organization)?.places;
        places
            .iter()
            .copied()
            .rev()
            .max_by_key(|place| self.members_at(*place, organization))
    }

    /// The cell of an organization that is nearest to a place, the first of equals.
    pub fn nearest_cell(&self, place: u32, organization: OrganizationKey) -> Option<u32> {
        let places = &self.organizations.get(&organization)?.places;
        let map = &self.country.map;
        let nearer = |a: &u32, b: &u32| map.distance(place, *a).total_cmp(&map.distance(place, *b));
        places.iter().copied().min_by(nearer)
    }

    /// A civilian joins the cell of an organization at `place`, where it has one.
    pub fn enlist(&mut self, person: Person, place: u32, organization: OrganizationKey) {
        let Some(cell) = self.cell(place, organization) else {
            return;
        };
        cell.members.add(person);
        let home = &mut self.municipalities[person.home as usize];
        home.citizens.set(person.number, Some(Status::Member));
        self.touch(place);
        self.municipalities[place as usize].tally.recruited += 1;
    }

    /// Puts a cell where its organization has none.
    pub fn found_cell(&mut self, place: u32, cell: Cell) {
        let cells = &mut self.municipalities[place as usize].cells;
        let index = cells
            .binary_search_by_key(&cell.organization, |other| other.organization)
            .expect_err("an organization has one cell in a municipality");
        cells.insert(index, cell);
        self.touch(place);
    }

    /// Follows the single lives of one person in `one_in` from now on.
    pub fn follow_lives(&mut self, one_in: u32) {
        self.lives.one_in = one_in;
        for here in &mut self.municipalities {
            here.memory.week = Some(Vec::new());
        }
    }

    /// Begins a week under these orders, the same everywhere, and at this cost: last week's counts and
    /// events are gone.
    pub fn begin_week(&mut self, week: i32, orders: Orders, budget: Budget) {
        self.week = week;
        self.orders = orders;
        self.locally = Locally::default();
        self.budget = budget;
        self.tally = Tally::default();
        self.events.clear();
        self.released.clear();
        self.lives.told.clear();
        for &place in &self.occupied {
            let here = &mut self.municipalities[place as usize];
            here.tally = Tally::default();
            if let Some(week) = &mut here.memory.week {
                week.clear();
            }
        }
        let municipalities = &self.municipalities;
        self.occupied
            .retain(|place| !municipalities[*place as usize].cells.is_empty());
    }

    /// After a process that may have moved somebody: statuses are entered at home, events gathered, cells without anyone
    /// closed (their dead enter the organization's losses), and organizations counted.
    pub fn settle(&mut self) {
        let mut moved = Vec::new();
        for organization in self.organizations.values_mut() {
            organization.members = 0;
            organization.associates = 0;
            organization.places.clear();
            organization.members_upto.clear();
        }
        for &place in &self.occupied {
            let here = &mut self.municipalities[place as usize];
            for (person, fate) in here.moved.drain(..) {
                moved.push((place, person, fate));
            }
            if !here.events.is_empty() {
                self.events.append(&mut here.events);
            }
            if here.cells.iter().any(|cell| cell.members.is_empty()) {
                close_empty(here, &mut self.organizations);
            }
            for cell in &here.cells {
                let organization = self
                    .organizations
                    .get_mut(&cell.organization)
                    .expect("a cell belongs to an organization that exists");
                organization.members += cell.members.len();
                organization.associates += cell.associate_count();
                organization.places.push(place);
                organization.members_upto.push(organization.members);
            }
        }
        for (place, person, fate) in moved {
            let status = match fate {
                Fate::Free => None,
                Fate::Dead => Some(Status::Dead),
                Fate::Extradited => Some(Status::Abroad),
                Fate::Jailed(organization) => {
                    let state = self.country.map.places[place as usize].state;
                    self.jurisdictions[usize::from(state)].remand.add(Inmate {
                        person,
                        organization,
                    });
                    Some(Status::Imprisoned)
                }
            };
            self.municipalities[person.home as usize]
                .citizens
                .set(person.number, status);
        }
    }

    /// Ends a week: counts are summed over the country, deaths enter the memory of places,
    /// complaints that of people.
    pub fn end_week(&mut self) {
        for &place in &self.occupied {
            self.tally += self.municipalities[place as usize].tally;
        }
        self.population -= u64::from(
            self.tally.member_deaths
                + self.tally.associate_deaths
                + self.tally.bystander_deaths
                + self.tally.other_homicides,
        );
        self.government.complaints += f64::from(self.tally.complaints_soldiers);
        let deadly = self.occupied.iter().copied().filter(|place| {
            let tally = &self.municipalities[*place as usize].tally;
            tally.oc_deaths() > 0
        });
        let deadly: Vec<u32> = deadly.collect();
        let mut touched = std::mem::take(&mut self.troubled);
        touched.extend(&deadly);
        touched.sort();
        touched.dedup();
        touched.retain(|place| {
            let deaths = if deadly.binary_search(place).is_ok() {
                self.municipalities[*place as usize].tally.oc_deaths()
            } else {
                0
            };
            let recent = &mut self.recent[*place as usize];
            recent.push(self.week, deaths);
            recent.year > 0
        });
        self.troubled = touched;
    }
}

/// Closes cells without members: associates go home, and what the cell lost and did since it was
/// last counted is the organization's.
fn close_empty(here: &mut Municipality, organizations: &mut Organizations) {
    let citizens = &mut here.citizens;
    here.cells.retain(|cell| {
        if cell.members.is_empty() {
            citizens.release_associates(cell.associates.by_stratum());
            if let Some(organization) = organizations.get_mut(&cell.organization) {
                organization.losses += f64::from(cell.killed);
                organization.violence += f64::from(cell.kills);
                organization.arms -= f64::from(cell.arms_lost).min(organization.arms);
            }
        }
        !cell.members.is_empty()
    });
}
