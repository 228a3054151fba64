//! The world of one replicate, in groups: a rule is lent those that it may write, and reads the others.

mod abroad;
mod country;
mod given;
mod groups;
mod institutions;
mod land;
mod municipality;
mod nation;
mod record;

pub use abroad::Abroad;
pub use country::Country;
pub use given::Given;
pub use groups::Groups;
pub use institutions::{Captive, Institutions};
pub use land::Land;
pub use municipality::{Clocks, Fate, Municipality};
pub use nation::Nation;
pub use record::Record;

use crate::state::citizens::Status;
use crate::state::government::Budget;
use crate::state::jurisdictions::Inmate;
use crate::state::orders::{Locally, Orders};
use crate::state::tally::Tally;

/// One replicate at one moment.
#[derive(Clone, Debug)]
pub struct World {
    /// What the week is given: the country, the script, the orders in force.
    pub given: Given,
    /// The municipalities.
    pub land: Land,
    /// Organizations, and how they stand to each other.
    pub groups: Groups,
    /// The federal government and the states'.
    pub institutions: Institutions,
    /// The world beyond the borders, where the drugs go, and what places are worth.
    pub abroad: Abroad,
    /// What is recorded of the week.
    pub record: Record,
}

impl World {
    /// The municipalities, and the nation frozen beside them.
    pub fn split(&mut self) -> (&mut [Municipality], &[u32], Nation<'_>) {
        let nation = Nation {
            given: &self.given,
            groups: &self.groups,
            institutions: &self.institutions,
            abroad: &self.abroad,
        };
        (&mut self.land.municipalities, &self.land.occupied, nation)
    }

    /// Follows the single lives of one person in `one_in` from now on.
    pub fn follow_lives(&mut self, one_in: u32) {
        self.record.lives.one_in = one_in;
        for here in &mut self.land.municipalities {
            here.memory.week = Some(Vec::new());
        }
    }

    /// Keeps who killed whom in each week from now on.
    pub fn keep_killings(&mut self) {
        for here in &mut self.land.municipalities {
            here.killings = Some(Vec::new());
        }
    }

    /// Begins a week under these orders, the same everywhere, and at this cost: last week's counts and
    /// events are gone.
    pub fn begin_week(&mut self, week: i32, orders: Orders, budget: Budget) {
        self.given.week = week;
        self.given.orders = orders;
        self.given.locally = Locally::default();
        self.given.budget = budget;
        self.record.tally = Tally::default();
        self.record.events.clear();
        self.record.lives.told.clear();
        self.institutions.released.clear();
        let municipalities = &mut self.land.municipalities;
        self.land.occupied.retain(|place| {
            let here = &mut municipalities[*place as usize];
            *here.tally = Tally::default();
            if let Some(week) = &mut here.memory.week {
                week.clear();
            }
            if let Some(killings) = &mut here.killings {
                killings.clear();
            }
            !here.cells.is_empty() || !here.theatres.is_empty()
        });
    }

    /// After a process that may have moved somebody: statuses are entered at home, events gathered, cells without
    /// anyone closed (their dead enter the organization's losses), and organizations counted.
    pub fn settle(&mut self) {
        let mut moved = Vec::new();
        let events = &mut self.record.events;
        self.land
            .count_after(&mut self.groups.organizations, |here| {
                let place = here.place;
                for (person, fate) in here.moved.drain(..) {
                    moved.push((place, person, fate));
                }
                if !here.events.is_empty() {
                    events.append(&mut here.events);
                }
            });
        for (place, person, fate) in moved {
            let status = match fate {
                Fate::Free => None,
                Fate::Dead => Some(Status::Dead),
                Fate::Extradited => Some(Status::Abroad),
                Fate::Jailed(organization) => {
                    let state = self.given.state_of(place);
                    let remand = &mut self.institutions.jurisdictions[state].remand;
                    remand.add(Inmate {
                        person,
                        organization,
                    });
                    Some(Status::Imprisoned)
                }
            };
            self.land.enter(person, status);
        }
    }

    /// Ends a week: counts are summed over the country, deaths enter the memory of places,
    /// complaints that of people.
    pub fn end_week(&mut self) {
        let tally = &mut self.record.tally;
        for here in self.land.active() {
            *tally += *here.tally;
        }
        let civilians = tally.bystander_deaths + tally.other_homicides;
        self.land.population -= u64::from(tally.member_deaths + tally.associate_deaths + civilians);
        self.institutions.government.complaints += f64::from(tally.complaints_soldiers);
        self.land.remember_deaths(self.given.week);
    }
}
