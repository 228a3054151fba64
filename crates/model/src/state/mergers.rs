//! How a cell goes over to another organization, and how one organization becomes part of another.

use crate::state::cells::{BUSINESSES, Boss, Cell};
use crate::state::organizations::OrganizationKey;
use crate::state::world::{Groups, Land};

impl Groups {
    /// The cell of `from` at `place` becomes one of `to`: it joins the cell that is there, or keeps
    /// its people and boss under the new name. Returns the members who went over.
    pub fn hand_over(
        &mut self,
        land: &mut Land,
        place: u32,
        (from, to): (OrganizationKey, OrganizationKey),
        week: i32,
    ) -> u32 {
        let here = &mut land[place];
        let Some(index) = here.cell(from) else {
            return 0;
        };
        let mut cell = here.cells.remove(index);
        let members = cell.members.len();
        let gone = self.organizations.get_mut(&from);
        let gone = gone.expect("a cell belongs to an organization that exists");
        let share = f64::from(members) / f64::from(gone.members.max(members).max(1));
        let (cash, arms, losses) = (
            gone.cash * share,
            gone.arms * share,
            gone.losses * share + f64::from(std::mem::take(&mut cell.killed)),
        );
        gone.cash -= cash;
        gone.arms -= arms;
        gone.losses -= gone.losses * share;
        gone.members -= members.min(gone.members);
        let taker = self.organizations.get_mut(&to).expect("the taker exists");
        taker.cash += cash;
        taker.arms += arms;
        taker.losses += losses;
        taker.members += members;
        if let Some(own) = land.cell(place, to) {
            own.take_in(cell);
        } else {
            cell.organization = to;
            cell.faction = None;
            cell.fallen = None;
            cell.boss = Boss::appointed(to, place, week);
            land.found_cell(place, cell);
        }
        land[place].pass_on_wars(from, to);
        members
    }

    /// All of `gone` becomes part of `into`; the name disappears.
    pub fn absorb(
        &mut self,
        land: &mut Land,
        gone: OrganizationKey,
        into: OrganizationKey,
        week: i32,
    ) -> u32 {
        let places = self.organizations[&gone].places.clone();
        let members = places
            .into_iter()
            .map(|place| self.hand_over(land, place, (gone, into), week))
            .sum();
        self.organizations.shift_remove(&gone);
        self.relations.forget(gone);
        members
    }
}

impl Cell {
    /// Another cell's people and businesses become this one's, under this one's boss.
    fn take_in(&mut self, mut other: Self) {
        let (own, new) = (self.strength(), other.strength());
        let part = if own + new > 0.0 {
            new / (own + new)
        } else {
            0.0
        };
        for business in 0..BUSINESSES {
            self.effort[business] += part * (other.effort[business] - self.effort[business]);
        }
        self.members.append(&mut other.members);
        self.associates.add(other.associates.by_stratum());
        self.payers += other.payers;
        self.visits += other.visits;
        self.kills += other.kills;
        self.arms_lost += other.arms_lost;
        self.pressure += other.pressure;
        self.danger += other.danger;
        self.incidents += other.incidents;
    }
}
