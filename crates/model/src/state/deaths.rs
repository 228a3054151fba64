//! How people die of organized crime in one municipality: burials and counts.

use rand::Rng;

use crate::engine::sampling::{chance, weighted};
use crate::state::citizens::{Age, STRATA, Stratum};
use crate::state::forces::Force;
use crate::state::killings::Killing;
use crate::state::world::{Fate, Municipality};

/// The cause of an organized-crime death, as it is counted \[C13\].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A clash between organizations, a raid, a punishment: who killed whom.
    Between(Killing),
    /// A state force took part.
    State,
    /// A bystander or an official was killed on purpose.
    Other,
}

/// Who of a cell died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Victim {
    /// A member.
    Member,
    /// An associate.
    Associate,
}

impl Municipality {
    /// Counts a death by its cause, and keeps who killed whom where that is recorded.
    pub fn count_death(&mut self, cause: Cause) {
        match cause {
            Cause::Between(killing) => {
                self.tally.deaths_between += 1;
                if let Some(killings) = &mut self.killings {
                    killings.push(killing);
                }
            }
            Cause::State => self.tally.deaths_state += 1,
            Cause::Other => self.tally.deaths_other += 1,
        }
    }

    /// A civilian dies, each as likely; false when there is none.
    pub fn bury_bystander(&mut self, cause: Cause, rng: &mut impl Rng) -> bool {
        self.bury_civilian_of(|_| true, cause, rng)
    }

    /// An official, a citizen of 25 or older, is killed on purpose, if anyone is left.
    pub fn bury_official(&mut self, rng: &mut impl Rng) -> bool {
        let grown = |stratum: Stratum| matches!(stratum.age(), Age::Adult | Age::Older);
        self.bury_civilian_of(grown, Cause::Other, rng)
    }

    /// A civilian of these strata dies, each as likely, and counts as a bystander.
    fn bury_civilian_of(
        &mut self,
        strata: impl Fn(Stratum) -> bool,
        cause: Cause,
        rng: &mut impl Rng,
    ) -> bool {
        let mut weights = [0.0; STRATA];
        for stratum in Stratum::all().filter(|stratum| strata(*stratum)) {
            weights[stratum.index()] = f64::from(self.citizens.civilians(stratum));
        }
        let Some(stratum) = weighted(rng, &weights).map(Stratum::at) else {
            return false;
        };
        self.citizens.bury_civilian(stratum);
        self.tally.bystander_deaths += 1;
        self.count_death(cause);
        true
    }

    /// Somebody of a cell dies: an associate with chance `associates_first`, where there are any,
    /// else a member; `None` when the cell has nobody left.
    pub fn bury_fighter(
        &mut self,
        index: usize,
        associates_first: f64,
        cause: Cause,
        rng: &mut impl Rng,
    ) -> Option<Victim> {
        let cell = &mut self.cells[index];
        let associates = cell.associate_count() > 0;
        let victim = if associates && (cell.members.is_empty() || chance(rng, associates_first)) {
            let stratum = cell
                .associates
                .lose_one(rng)
                .expect("there is an associate");
            self.citizens.bury_associate(stratum);
            self.tally.associate_deaths += 1;
            Victim::Associate
        } else {
            let person = cell.members.take_one(rng)?;
            self.moved.push((person, Fate::Dead));
            self.tally.member_deaths += 1;
            Victim::Member
        };
        let cell = &mut self.cells[index];
        cell.killed += 1;
        cell.danger += 1.0;
        self.count_death(cause);
        Some(victim)
    }

    /// An officer or soldier of a force dies, if there is one here.
    pub fn bury_officer(&mut self, force: Force) -> bool {
        let index = force.index();
        if self.officers[index] == 0 {
            return false;
        }
        self.officers[index] -= 1;
        self.fallen[index] += 1;
        if force.military() {
            self.tally.soldier_deaths += 1;
        } else {
            self.tally.police_deaths += 1;
        }
        self.count_death(Cause::State);
        true
    }
}
