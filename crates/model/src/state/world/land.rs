//! The land: its municipalities, and which of them count.

use std::ops::{Index, IndexMut};

use crate::state::cells::{Cell, Rank};
use crate::state::citizens::{Person, Status};
use crate::state::organizations::{Organization, OrganizationKey, Organizations};
use crate::state::tally::{RecentDeaths, Tally};
use crate::state::theatres::Theatre;
use crate::state::world::{Country, Municipality};

/// The municipalities, and what is known of all of them together.
#[derive(Clone, Debug)]
pub struct Land {
    /// Municipalities; index as on the map.
    pub municipalities: Vec<Municipality>,
    /// Places with a cell, a theatre or something counted this week, ascending: nothing can happen
    /// elsewhere.
    pub occupied: Vec<u32>,
    /// Deaths of the last year by place; index as on the map.
    pub recent: Vec<RecentDeaths>,
    /// Places with a death in the last year, ascending.
    pub troubled: Vec<u32>,
    /// Youths of all gangs at the start.
    pub gang_youths: u64,
    /// Places whose gangs are hired, ascending.
    pub hired: Vec<u32>,
    /// Residents alive, as of the end of last week.
    pub population: u64,
}

impl Index<u32> for Land {
    type Output = Municipality;

    #[inline]
    fn index(&self, place: u32) -> &Municipality {
        &self.municipalities[place as usize]
    }
}

impl IndexMut<u32> for Land {
    #[inline]
    fn index_mut(&mut self, place: u32) -> &mut Municipality {
        &mut self.municipalities[place as usize]
    }
}

impl Land {
    /// The municipalities where something can happen, ascending.
    pub fn active(&self) -> impl Iterator<Item = &Municipality> {
        self.occupied.iter().map(|place| &self[*place])
    }

    /// The municipalities where something can happen, ascending.
    pub fn active_mut(&mut self) -> impl Iterator<Item = &mut Municipality> {
        let mut left = self.municipalities.iter_mut();
        let mut passed = 0;
        self.occupied.iter().map(move |place| {
            let between = *place as usize - passed;
            passed = *place as usize + 1;
            left.nth(between).expect("places ascend and are on the map")
        })
    }

    /// Notes that something is counted at `place` this week.
    pub fn touch(&mut self, place: u32) {
        if let Err(index) = self.occupied.binary_search(&place) {
            self.occupied.insert(index, place);
            *self[place].tally = Tally::default();
        }
    }

    /// Notes that something is counted at these places this week, each named once or more.
    pub fn touch_all(&mut self, places: &[u32]) {
        let new = |place: &u32| self.occupied.binary_search(place).is_err();
        let mut new: Vec<u32> = places.iter().copied().filter(new).collect();
        for place in &new {
            *self[*place].tally = Tally::default();
        }
        if new.is_empty() {
            return;
        }
        new.sort_unstable();
        new.dedup();
        self.occupied.append(&mut new);
        // Two parts in order, which are merged.
        self.occupied.sort();
    }

    /// The cell of `organization` at `place`.
    pub fn cell(&mut self, place: u32, organization: OrganizationKey) -> Option<&mut Cell> {
        let here = &mut self[place];
        here.cell(organization).map(|index| &mut here.cells[index])
    }

    /// The theatres of all wars, place by place.
    pub fn theatres(&self) -> impl Iterator<Item = &Theatre> {
        self.active().flat_map(|here| &here.theatres)
    }

    /// The members of `organization` at `place`.
    pub fn members_at(&self, place: u32, organization: OrganizationKey) -> u32 {
        let here = &self[place];
        let members = |index: usize| here.cells[index].members.len();
        here.cell(organization).map_or(0, members)
    }

    /// Members of each organization in each state, ascending by key; index of states as on the map.
    pub fn members_by_state(&self, country: &Country) -> Vec<Vec<(OrganizationKey, u32)>> {
        let mut states = vec![Vec::<(OrganizationKey, u32)>::new(); country.map.states.len()];
        for here in self.active() {
            let state = &mut states[usize::from(country.states[here.place as usize])];
            for cell in &here.cells {
                match state.binary_search_by_key(&cell.organization, |(key, _)| *key) {
                    Ok(index) => state[index].1 += cell.members.len(),
                    Err(index) => state.insert(index, (cell.organization, cell.members.len())),
                }
            }
        }
        states
    }

    /// Enters at home what became of a person; `None` makes a civilian of them.
    pub fn enter(&mut self, person: Person, status: Option<Status>) {
        self[person.home].citizens.set(person.number, status);
    }

    /// A civilian joins the cell of an organization at `place`, where it has one.
    pub fn enlist(&mut self, person: Person, place: u32, organization: OrganizationKey) {
        let Some(cell) = self.cell(place, organization) else {
            return;
        };
        cell.members.add(person);
        self.enter(person, Some(Status::Member));
        self.touch(place);
        self[place].tally.recruited += 1;
    }

    /// Puts a cell where its organization has none.
    pub fn found_cell(&mut self, place: u32, cell: Cell) {
        let cells = &mut self[place].cells;
        let index = cells
            .binary_search_by_key(&cell.organization, |other| other.organization)
            .expect_err("an organization has one cell in a municipality");
        cells.insert(index, cell);
        self.touch(place);
    }

    /// Closes the cells without members, whose dead enter the losses of their organizations, and counts
    /// organizations anew: their people and places.
    pub fn count(&mut self, organizations: &mut Organizations) {
        self.count_after(organizations, |_| {});
    }

    /// The same, each municipality after something else is done to it.
    pub fn count_after(
        &mut self,
        organizations: &mut Organizations,
        mut first: impl FnMut(&mut Municipality),
    ) {
        for organization in organizations.values_mut() {
            organization.count_none();
        }
        for place in &self.occupied {
            let here = &mut self.municipalities[*place as usize];
            first(here);
            close_empty(here, organizations);
            for cell in &mut here.cells {
                let (members, associates) = (cell.members.len(), cell.associate_count());
                of_cell(organizations, cell).count_cell(here.place, members, associates);
            }
        }
    }

    /// As [`Self::count`], where since the last count no cell has changed but those of these organizations at these places.
    pub fn recount(
        &mut self,
        organizations: &mut Organizations,
        mut changed: Vec<(OrganizationKey, u32)>,
    ) {
        changed.sort_unstable();
        changed.dedup();
        let mut places: Vec<u32> = changed.iter().map(|(_, place)| *place).collect();
        places.sort();
        places.dedup();
        for place in places {
            close_empty(&mut self[place], organizations);
        }
        for changed in changed.chunk_by(|one, other| one.0 == other.0) {
            let Some(organization) = organizations.get_mut(&changed[0].0) else {
                continue;
            };
            let mut places = organization.places.clone();
            places.extend(changed.iter().map(|(_, place)| place));
            places.sort();
            places.dedup();
            organization.count_none();
            for place in places {
                let here = &self[place];
                if let Some(index) = here.cell(organization.key) {
                    let cell = &here.cells[index];
                    organization.count_cell(place, cell.members.len(), cell.associate_count());
                }
            }
        }
    }

    /// Enters the deaths of the week that ends into the memory of places.
    pub fn remember_deaths(&mut self, week: i32) {
        let deadly = self.active().filter(|here| here.tally.oc_deaths() > 0);
        let deadly: Vec<u32> = deadly.map(|here| here.place).collect();
        let mut touched = std::mem::take(&mut self.troubled);
        touched.extend(&deadly);
        touched.sort();
        touched.dedup();
        touched.retain(|place| {
            let deaths = match deadly.binary_search(place) {
                Ok(_) => self[*place].tally.oc_deaths(),
                Err(_) => 0,
            };
            let recent = &mut self.recent[*place as usize];
            recent.push(week, deaths);
            recent.year > 0
        });
        self.troubled = touched;
    }
}

/// The organization of a cell, whose rank is brought up to date.
fn of_cell<'a>(organizations: &'a mut Organizations, cell: &mut Cell) -> &'a mut Organization {
    cell.rank = Rank(cell.rank_among(organizations));
    &mut organizations[cell.rank.0]
}

/// Closes cells without members: associates go home, and what the cell lost and did since it was
/// last counted is the organization's.
fn close_empty(here: &mut Municipality, organizations: &mut Organizations) {
    if here.cells.iter().all(|cell| !cell.members.is_empty()) {
        return;
    }
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
