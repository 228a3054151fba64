//! Which organizations meet, and how much is at stake where they do.

use std::collections::BTreeSet;

use crate::state::cells::Cell;
use crate::state::organizations::OrganizationKey;
use crate::state::relations::Pair;
use crate::state::territory::Territory;
use crate::state::world::{Given, Groups, Institutions, Land, Municipality};
use crate::submodels::relations::hazards::{Parameters, arranged, fresh};
use crate::units::Quantity;

/// What the rule only reads beside places and organizations.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// What the week is given.
    pub given: &'a Given,
    /// Whom the police of states serve.
    pub institutions: &'a Institutions,
    /// What places are worth.
    pub territory: &'a Territory,
}

/// Where organizations meet: who holds which place, how weak, and how much is at stake there.
pub struct Contacts<'a> {
    land: &'a Land,
    groups: &'a Groups,
    given: &'a Given,
    p: &'a Parameters,
    /// Stake of each active place, 0 elsewhere; index as on the map.
    stakes: Vec<f64>,
}

impl<'a> Contacts<'a> {
    /// As the week finds them.
    pub fn new(
        land: &'a Land,
        groups: &'a Groups,
        Seen {
            given,
            institutions,
            territory,
        }: Seen<'a>,
        p: &'a Parameters,
    ) -> Self {
        let stake = |here: &Municipality| {
            let (place, police, mayor) = (here.place, &here.police, here.mayor);
            let state = &institutions.jurisdictions[given.state_of(place)].police;
            let holds = [police.captured_by, mayor, state.captured_by];
            let holds = holds.iter().any(Option::is_some);
            let broke = police.broke.max(state.broke).map(|week| given.week - week);
            -libm::expm1(-territory.value(place) / p.stake.get()) * arranged(p, holds, broke)
        };
        let mut stakes = vec![0.0; land.municipalities.len()];
        for here in land.active() {
            stakes[here.place as usize] = stake(here);
        }
        Self {
            land,
            groups,
            given,
            p,
            stakes,
        }
    }

    /// The organizations, and how they stand.
    pub fn groups(&self) -> &Groups {
        self.groups
    }

    /// The municipalities.
    pub fn land(&self) -> &Land {
        self.land
    }

    /// Who has a theatre, as the week finds it.
    pub fn fighting(&self) -> BTreeSet<Pair> {
        self.land.theatres().map(|theatre| theatre.pair).collect()
    }

    /// How much is at stake in a place, 0 to 1, and more where an arrangement has just broken.
    pub fn stake(&self, place: u32) -> f64 {
        self.stakes[place as usize]
    }

    /// How far a plaza invites attack: more where its boss has just fallen.
    fn invites(&self, cell: &Cell) -> f64 {
        let fell = cell.boss_fell.filter(|_| self.p.plaza.get() > 0.0);
        let weak = fell.map_or(0.0, |fell| fresh(self.p, self.given.week - fell));
        1.0 + self.p.plaza.get() * weak
    }

    /// All pairs that share a place or, where `border` is above 0, face each other across a border, in order of keys,
    /// with all that they have at stake.
    pub fn all(&self) -> Vec<(Pair, f64)> {
        let organizations = &self.groups.organizations;
        let holders = self.holders();
        let mut contacts = Vec::with_capacity(organizations.len());
        // What an organization has at stake with those after it: by their ranks, and the ranks of those it has met.
        let (mut sums, mut met) = (vec![0.0; organizations.len()], Vec::new());
        for one in 0..organizations.len() {
            self.later(one as u32, &holders, |other, stake| {
                if sums[other as usize] == 0.0 {
                    met.push(other);
                }
                sums[other as usize] += stake;
            });
            met.sort_unstable();
            met.dedup();
            for other in met.drain(..).map(|rank| rank as usize) {
                let stake = std::mem::take(&mut sums[other]);
                if stake > 0.0 {
                    let pair = (organizations[one].key, organizations[other].key);
                    contacts.push((pair, stake));
                }
            }
        }
        contacts
    }

    /// Tells `meet` whom an organization meets of those whose ranks come after its own, and what is at stake, plaza by
    /// plaza.
    fn later(&self, one: u32, holders: &Holders, mut meet: impl FnMut(u32, f64)) {
        let border = self.p.border.get();
        let graph = &self.given.country.map.graph;
        for &place in &self.groups.organizations[one as usize].places {
            let here = holders.of(place);
            let Some(held) = here.iter().position(|(rank, _)| *rank == one) else {
                continue;
            };
            let (_, own) = here[held];
            for &(other, theirs) in &here[held + 1..] {
                meet(other, own.max(theirs));
            }
            if border <= 0.0 {
                continue;
            }
            for &neighbour in graph.neighbours(place) {
                let there = holders.of(neighbour).iter();
                for &(other, theirs) in there.filter(|(rank, _)| *rank > one) {
                    meet(other, border * (own + theirs));
                }
            }
        }
    }

    /// Who holds which place.
    fn holders(&self) -> Holders {
        let organizations = &self.groups.organizations;
        let all = organizations.values().map(|one| one.places.len());
        let mut plazas = Vec::with_capacity(all.sum());
        let mut of = vec![(0, 0); self.land.municipalities.len()];
        for here in self.land.active() {
            let first = plazas.len() as u32;
            let stake = self.stake(here.place);
            let cells = here.cells.iter();
            plazas.extend(cells.map(|cell| {
                let rank = cell.rank_among(organizations) as u32;
                (rank, stake * self.invites(cell))
            }));
            of[here.place as usize] = (first, plazas.len() as u32);
        }
        Holders { plazas, of }
    }

    /// Where two meet, and what is at stake in each place: as much in all as [`Self::all`] says.
    pub fn places(&self, (a, b): Pair) -> Vec<(u32, f64)> {
        let (organizations, border) = (&self.groups.organizations, self.p.border.get());
        let graph = &self.given.country.map.graph;
        let mut places = Vec::new();
        for (one, other) in [(a, b), (b, a)] {
            let held = organizations.get(&one).map(|one| one.places.as_slice());
            for &place in held.unwrap_or_default() {
                let Some(own) = self.plaza(place, one) else {
                    continue;
                };
                let mut stake = 0.0;
                // A place of both is counted once.
                if let Some(theirs) = self.plaza(place, other).filter(|_| one < other) {
                    stake += own.max(theirs);
                }
                let facing = graph.neighbours(place).iter();
                let facing = facing.filter(|there| self.land.members_at(**there, other) > 0);
                stake += border * own * facing.count() as f64;
                if stake > 0.0 {
                    places.push((place, stake));
                }
            }
        }
        places
    }

    /// What is at stake in a plaza, if the organization holds it.
    fn plaza(&self, place: u32, organization: OrganizationKey) -> Option<f64> {
        let here = &self.land[place];
        let index = here.cell(organization)?;
        Some(self.stake(place) * self.invites(&here.cells[index]))
    }

    /// Whether two meet in a place: one holds it, the other holds it or one next to it.
    pub fn meet(&self, place: u32, (a, b): Pair) -> bool {
        let graph = &self.given.country.map.graph;
        let here = |one| self.land[place].cell(one).is_some();
        let mut near = graph.neighbours(place).iter();
        let mut near = |one| near.any(|there| self.land[*there].cell(one).is_some());
        match (here(a), here(b)) {
            (true, true) => true,
            (true, false) => near(b),
            (false, true) => near(a),
            (false, false) => false,
        }
    }
}

/// The organizations of each place by their ranks, ascending, place after place, and what is at stake in their plazas.
struct Holders {
    plazas: Vec<(u32, f64)>,
    /// Where those of each place begin and end; index as on the map.
    of: Vec<(u32, u32)>,
}

impl Holders {
    /// The organizations of a place by their ranks, ascending, and what is at stake in their plazas.
    fn of(&self, place: u32) -> &[(u32, f64)] {
        let (first, last) = self.of[place as usize];
        &self.plazas[first as usize..last as usize]
    }
}
