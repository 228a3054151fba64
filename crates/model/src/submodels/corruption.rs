//! Corruption: money or lead for police, prosecutors and mayors; officials are killed on purpose.
//!
//! # Rule
//! A suitor, a cell of M members, captures an institution that nobody holds, or that a weaker one holds, with hazard
//! [1/week]
//!
//! ```text
//! rate * m * (silver + lead) * (1 - I) * (1 - oversight * x) * (1 + tolerance * a)
//! ```
//!
//! with m = `M / (M + half)`; silver = `B / (B + Y)`, B the cash of its organization and Y a year of bribes, 52 weeks
//! of `bribe * (1 + pay * x_pay)` for each officer; I integrity; x civil society at work here; a the level of
//! accommodation if the organization keeps a pact. Of several suitors one wins in proportion to hazards. *Municipal
//! police* fall `1 + mayor` times as often to those whom the mayor serves. A *mayor* falls at `mayors` of this hazard
//! and serves for a term of mean `term`. *State police* and *prosecutors* fall at `states` of it, with all members in
//! the state, their own integrity, no oversight, and `half_state`.
//!
//! Whoever holds police pays their bribes each week as far as cash goes. Police are lost with hazard
//! `1 / hold + intervention * x + unpaid * u`, x the lever `intervention_in_captured_forces`, u the share of the bribes
//! not paid; prosecutors with `1 / hold`; and all where the captor has nobody left.
//!
//! A *unit* of federal police or soldiers loses a share `erosion * m` of its integrity a week, m by the members where
//! it is; at its garrison it tends back to that of a fresh unit over `recovery` weeks.
//!
//! *Officials* (mayors, prosecutors, chiefs of police) are killed on purpose, Poisson with weekly mean
//! `killings * m * (1 - prod (1 - w) + resist * I * (1 - silver))`: m by all members here, w for each two organizations
//! here 1 at war and `rival` for rivals, silver that of the richest here; the second term only where nobody holds the
//! police. One of the cells did it, chosen by members. The dead are citizens of 25 or older, count as bystanders, and
//! as *other* by cause.
//!
//! # Reads
//! cells, organizations.cash, agreement, relations, police, programmes.civil_society, orders, units
//!
//! # Writes
//! citizens (civilian -> dead); capture; units (integrity); deeds (kills); notice (incidents); cash (bribes); tally;
//! events (police_captured)
//!
//! # Source
//! plata o plomo: bribes and threats are used together, and threats make bribes cheap \[dalbo2006\]; officials and
//! bystanders among the dead \[C13\]; rates assumed
//!
//! # Rationale
//! capture is whole or not at all; its effects on arrests, reports and sentences are written in those rules. An
//! official who is killed has no name and no successor
//!
//! # Limit
//! all rates 0: nothing; without loss an institution is captured as 1 - exp(-h t)
//! (`rules::institutions::capture_without_loss_is_exponential`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, Stream};
use crate::engine::sampling::{happens, poisson, weighted};
use crate::engine::stocks::Pace;
use crate::state::cells::Cell;
use crate::state::events::{Event, EventKind};
use crate::state::forces::{Corps, Force};
use crate::state::organizations::OrganizationKey;
use crate::state::parts::Part;
use crate::state::relations::Standing;
use crate::state::world::{Municipality, World};
use crate::units::{
    Dollars, Factor, MeanWeeks, Persons, Quantity, Share, Sourced, WEEKS_PER_YEAR, WeeklyRate,
};

/// What the rule writes.
pub const WRITES: &[Part] = &[
    Part::Citizens,
    Part::Capture,
    Part::Units,
    Part::Deeds,
    Part::Notice,
    Part::Cash,
    Part::Tally,
    Part::Events,
];

/// Parameters of corruption.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Hazard of a large cell with much money to capture police without integrity [1/week].
    pub rate: Sourced<WeeklyRate>,
    /// Members of a cell at which it captures half as often as a large one.
    pub half: Sourced<Persons>,
    /// Members in a state at which an organization captures half as often as a large one.
    pub half_state: Sourced<Persons>,
    /// Weight of a threat without money, against money in plenty.
    pub lead: Sourced<Factor>,
    /// Bribes for each officer [dollars a week].
    pub bribe: Sourced<Dollars>,
    /// How much dearer full pay makes officers, relative.
    pub pay: Sourced<Factor>,
    /// Share of the hazard that full oversight by civil society takes away.
    pub oversight: Sourced<Share>,
    /// How much more often those who keep a pact capture, relative.
    pub tolerance: Sourced<Factor>,
    /// How much more often police fall to those whom the mayor serves, relative.
    pub mayor: Sourced<Factor>,
    /// How often mayors are captured, relative to police.
    pub mayors: Sourced<Factor>,
    /// How often state police and prosecutors are captured, relative to municipal police.
    pub states: Sourced<Factor>,
    /// Mean time for which an institution is held (weeks).
    pub hold: Sourced<MeanWeeks>,
    /// Term of a mayor (weeks).
    pub term: Sourced<MeanWeeks>,
    /// Hazard to lose captured police that full intervention adds [1/week].
    pub intervention: Sourced<WeeklyRate>,
    /// Hazard to lose police that no bribes at all add [1/week].
    pub unpaid: Sourced<WeeklyRate>,
    /// Share of its integrity that a unit among many members loses [1/week].
    pub erosion: Sourced<WeeklyRate>,
    /// Time in which a unit at home recovers (weeks).
    pub recovery: Sourced<MeanWeeks>,
    /// Officials killed where large cells are at war [1/week].
    pub killings: Sourced<WeeklyRate>,
    /// Weight of rivals in one place, relative to a war.
    pub rival: Sourced<Share>,
    /// Weight of police who resist, relative to a war.
    pub resist: Sourced<Share>,
}

/// What each decision about a place or state is about.
const POLICE: u64 = 0;
const MAYOR: u64 = 1;
const OFFICIALS: u64 = 2;
const STATE_POLICE: u64 = 3;
const PROSECUTORS: u64 = 4;

/// Who would capture an institution.
#[derive(Clone, Copy, Debug)]
pub struct Suitor {
    /// The organization.
    pub organization: OrganizationKey,
    /// Its members where the institution is.
    pub members: f64,
    /// Its cash (dollars).
    pub cash: f64,
    /// The level of accommodation, if it keeps a pact.
    pub tolerated: f64,
}

/// What is to be captured.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Integrity, 0 to 1.
    pub integrity: f64,
    /// Civil society at work, 0 to 1.
    pub oversight: f64,
    /// What it costs [dollars a week].
    pub bribes: f64,
    /// Members at which half the hazard is reached.
    pub half: f64,
}

/// How much money counts: cash against a year of bribes, 0 to 1.
pub fn silver(cash: f64, bribes: f64) -> f64 {
    let year = bribes * f64::from(WEEKS_PER_YEAR);
    if cash <= 0.0 {
        0.0
    } else {
        cash / (cash + year)
    }
}

/// How much a cell of `members` can do, 0 to 1.
fn reach(members: f64, half: f64) -> f64 {
    if members <= 0.0 {
        0.0
    } else {
        members / (members + half)
    }
}

/// Hazard of a suitor to capture what nobody else holds [1/week].
pub fn hazard(p: &Parameters, one: &Suitor, target: &Target) -> f64 {
    p.rate.get()
        * reach(one.members, target.half)
        * (silver(one.cash, target.bribes) + p.lead.get())
        * (1.0 - target.integrity)
        * (1.0 - p.oversight.get() * target.oversight)
        * (1.0 + p.tolerance.get() * one.tolerated)
}

/// Who holds an institution after a week: suitors in order of keys, with their hazards; only those
/// stronger than the holder can take it from him.
fn contest(
    held: Option<OrganizationKey>,
    suitors: &[Suitor],
    hazard: impl Fn(&Suitor) -> f64,
    loss: f64,
    mut rng: Stream,
) -> Option<OrganizationKey> {
    let holder = suitors.iter().find(|one| Some(one.organization) == held);
    let strength = holder.map_or(0.0, |one| one.members);
    let loss = holder.map_or(0.0, |_| loss);
    let holder = holder.map(|one| one.organization);
    let taking = |one: &Suitor| {
        if one.members > strength {
            hazard(one)
        } else {
            0.0
        }
    };
    let total = loss + suitors.iter().map(taking).sum::<f64>();
    if !happens(&mut rng, total) {
        return holder;
    }
    let mut weights = vec![loss];
    weights.extend(suitors.iter().map(taking));
    match weighted(&mut rng, &weights) {
        None => holder,
        Some(0) => None,
        Some(index) => Some(suitors[index - 1].organization),
    }
}

/// One week in the country. `fresh` is the integrity of a fresh unit of federal police, of soldiers.
pub fn step(world: &mut World, p: &Parameters, fresh: (f64, f64), luck: &Luck) {
    if world.week.rem_euclid(4) == 0 {
        release(world);
    }
    for place in world.occupied.clone() {
        municipality(world, p, place, luck);
        officials(world, p, place, luck);
    }
    states(world, p, luck);
    units(world, p, fresh);
}

/// Where the captor has no cell any more, nobody is captured.
fn release(world: &mut World) {
    for here in &mut world.municipalities {
        let there = |key: &OrganizationKey| here.cell(*key).is_some();
        let (police, mayor) = (
            here.police.captured_by.filter(there),
            here.mayor.filter(there),
        );
        here.police.captured_by = police;
        here.mayor = mayor;
    }
}

fn suitor(world: &World, organization: OrganizationKey, members: f64) -> Suitor {
    let group = &world.organizations[&organization];
    Suitor {
        organization,
        members,
        cash: group.cash,
        tolerated: group.agreement.map_or(0.0, |_| world.orders.accommodation),
    }
}

/// Bribes for officers whose pay is raised to this level [dollars a week].
fn bribes(p: &Parameters, officers: u32, pay: f64) -> f64 {
    p.bribe.get() * (1.0 + p.pay.get() * pay) * f64::from(officers)
}

/// Bribes for the municipal police of a place [dollars a week].
fn municipal_bribes(world: &World, p: &Parameters, here: &Municipality) -> f64 {
    let named = world.locally.police_pay.at(here.place as usize);
    let officers = here.officers[Force::Municipal.index()];
    bribes(p, officers, named.unwrap_or(world.orders.police_pay))
}

/// The captor, if still among those here, pays; the part of the bribes that stays unpaid.
fn pay(world: &mut World, captor: Option<OrganizationKey>, here: &[Suitor], bribes: f64) -> f64 {
    let captor = here.iter().find(|one| Some(one.organization) == captor);
    let Some(group) = captor.and_then(|one| world.organizations.get_mut(&one.organization)) else {
        return 0.0;
    };
    let paid = bribes.min(group.cash).max(0.0);
    group.cash -= paid;
    if bribes > 0.0 {
        1.0 - paid / bribes
    } else {
        0.0
    }
}

fn municipality(world: &mut World, p: &Parameters, place: u32, luck: &Luck) {
    let here = &world.municipalities[place as usize];
    let cells: Vec<Suitor> = here
        .cells
        .iter()
        .map(|cell| suitor(world, cell.organization, cell.strength()))
        .collect();
    if cells.is_empty() && here.police.captured_by.is_none() && here.mayor.is_none() {
        return;
    }
    let named = (world.locally.intervention_in_captured_forces).at(place as usize);
    let intervention = named.unwrap_or(world.orders.intervention_in_captured_forces);
    let bribes = municipal_bribes(world, p, here);
    let target = Target {
        integrity: here.police.integrity,
        oversight: here.programmes.civil_society,
        bribes,
        half: p.half.get(),
    };
    let (captor, mayor) = (here.police.captured_by, here.mayor);
    let next = contest(
        mayor,
        &cells,
        |one| p.mayors.get() * hazard(p, one, &target),
        1.0 / p.term.get(),
        luck.of(place, MAYOR),
    );
    world.tally.institutions_captured += u32::from(next.is_some() && next != mayor);
    world.at(place).mayor = next;
    let unpaid = pay(world, captor, &cells, bribes);
    let loss = 1.0 / p.hold.get() + p.intervention.get() * intervention + p.unpaid.get() * unpaid;
    let served = |key| {
        if mayor == Some(key) {
            p.mayor.get()
        } else {
            0.0
        }
    };
    let next = contest(
        captor,
        &cells,
        |one| hazard(p, one, &target) * (1.0 + served(one.organization)),
        loss,
        luck.of(place, POLICE),
    );
    let here = world.at(place);
    here.police.captured_by = next;
    if let Some(key) = next.filter(|_| next != captor) {
        let index = here.cell(key);
        let members = index.map(|index| here.cells[index].members.len());
        world.events.push(Event {
            organization: Some(key),
            other: captor,
            place: Some(place),
            members,
            ..Event::new(EventKind::PoliceCaptured)
        });
    }
}

/// How contested a place is, 0 to 1: by cells at war and rivals.
fn contested(world: &World, p: &Parameters, cells: &[Cell]) -> f64 {
    let mut calm = 1.0;
    for (index, one) in cells.iter().enumerate() {
        for other in &cells[index + 1..] {
            let standing = world
                .relations
                .standing(one.organization, other.organization);
            calm *= match standing {
                Standing::War => 0.0,
                Standing::Rival => 1.0 - p.rival.get(),
                Standing::Neutral | Standing::Ally => 1.0,
            };
        }
    }
    1.0 - calm
}

/// Officials are killed where organizations contest the place, and where police resist.
fn officials(world: &mut World, p: &Parameters, place: u32, luck: &Luck) {
    let here = &world.municipalities[place as usize];
    let members = f64::from(here.members());
    if p.killings.get() <= 0.0 || members <= 0.0 {
        return;
    }
    let resisting = if here.police.captured_by.is_none() {
        let bribes = municipal_bribes(world, p, here);
        let cash = |cell: &Cell| world.organizations[&cell.organization].cash;
        let most = here.cells.iter().map(cash).fold(0.0, f64::max);
        p.resist.get() * here.police.integrity * (1.0 - silver(most, bribes))
    } else {
        0.0
    };
    let threats = contested(world, p, &here.cells) + resisting;
    let mean = p.killings.get() * reach(members, p.half.get()) * threats;
    if mean <= 0.0 {
        return;
    }
    let mut rng = luck.of(place, OFFICIALS);
    let here = world.at(place);
    for _ in 0..poisson(&mut rng, mean) {
        if let Some(index) = here.cell_by_members(&mut rng)
            && here.bury_official(&mut rng)
        {
            here.cells[index].kills += 1;
            here.cells[index].incidents += 1;
        }
    }
}

/// State police and prosecutors, by all members in the state.
fn states(world: &mut World, p: &Parameters, luck: &Luck) {
    let present = world.members_by_state();
    let (orders, locally, map) = (&world.orders, &world.locally, &world.country.map);
    let pay_levels = locally.police_pay.by_state(orders.police_pay, map);
    let interventions = (locally.intervention_in_captured_forces)
        .by_state(orders.intervention_in_captured_forces, map);
    for (index, present) in present.into_iter().enumerate() {
        let place = index as u32;
        let one = |(key, members): (OrganizationKey, u32)| suitor(world, key, f64::from(members));
        let suitors: Vec<Suitor> = present.into_iter().map(one).collect();
        let jurisdiction = &world.jurisdictions[index];
        let Corps {
            authorized,
            integrity,
            captured_by,
            ..
        } = jurisdiction.police;
        let (prosecutors, held) = (jurisdiction.prosecutors, jurisdiction.captured_by);
        let bribes = bribes(p, authorized, pay_levels[index]);
        let intervention = p.intervention.get() * interventions[index];
        let unpaid = pay(world, captured_by, &suitors, bribes);
        let hold = 1.0 / p.hold.get();
        let loss = hold + intervention + p.unpaid.get() * unpaid;
        let contest = |held, integrity, loss, subject| {
            let target = Target {
                integrity,
                oversight: 0.0,
                bribes,
                half: p.half_state.get(),
            };
            let hazard = |one: &Suitor| p.states.get() * hazard(p, one, &target);
            contest(held, &suitors, hazard, loss, luck.of(place, subject))
        };
        let police = contest(captured_by, integrity, loss, STATE_POLICE);
        let held = contest(held, prosecutors, hold, PROSECUTORS);
        let jurisdiction = &mut world.jurisdictions[index];
        for (before, after) in [(captured_by, police), (jurisdiction.captured_by, held)] {
            world.tally.institutions_captured += u32::from(after.is_some() && after != before);
        }
        let jurisdiction = &mut world.jurisdictions[index];
        jurisdiction.police.captured_by = police;
        jurisdiction.captured_by = held;
    }
}

/// Units among organizations lose integrity, units at home regain it.
fn units(world: &mut World, p: &Parameters, (police, soldiers): (f64, f64)) {
    let recovery = Pace::both(p.recovery.get(), 1.0);
    for unit in &mut world.units {
        let members = world.municipalities[unit.place as usize].members();
        let lost = p.erosion.get() * reach(f64::from(members), p.half.get());
        if lost > 0.0 {
            unit.integrity *= libm::exp(-lost);
        }
        if unit.place != unit.home {
            continue;
        }
        let fresh = if unit.force.military() {
            soldiers
        } else {
            police
        };
        unit.integrity = recovery.step(unit.integrity, fresh.max(unit.integrity));
    }
}
