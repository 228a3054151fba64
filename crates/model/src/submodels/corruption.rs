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
//! the state, their own integrity, no oversight, and `half_state`; prosecutors at `1 - independent * x` of that, x the
//! level of the lever `independent_prosecutors` in the state.
//!
//! Whoever holds police pays their bribes each week as far as cash goes. Police are lost with hazard `1 / hold +
//! intervention * x + unpaid * u`, x the lever `intervention_in_captured_forces`, u the share of the bribes not paid,
//! municipal police with `dislodge * F / (F + garrison)` besides, F federal officers and soldiers in the place;
//! prosecutors with `(1 + freed * x) / hold`, x as above. The week in which an organization loses a mayor, or police,
//! is kept: an arrangement is broken ("Relations"). All are free whose captor has nobody left there, where nobody else
//! is either after four weeks at the latest; nothing is broken then.
//!
//! A *unit* of federal police or soldiers loses a share `erosion * m` of its integrity a week, m by the members where
//! it is; at its garrison it tends back to that of a fresh unit over `recovery` weeks.
//!
//! *Officials* (mayors, prosecutors, chiefs of police) are killed on purpose, Poisson with weekly mean
//! `killings * m * (1 - prod (1 - w) + resist * I * (1 - silver))`: m by all members here, w for each two organizations
//! here `rival` for rivals and those at war, and `1 - (1 - rival)(1 - x)` in a theatre of intensity x, silver that of
//! the richest here; the second term only where nobody holds the police. One of the cells did it, chosen by members.
//! The dead are citizens of 25 or older, count as bystanders, and as *other* by cause.
//!
//! # Reads
//! cells, organizations.cash, agreement, relations, police, programmes.civil_society, forces, orders, units
//!
//! # Writes
//! citizens (civilian -> dead); capture; units (integrity); deeds (kills); notice (incidents); cash (bribes); tally;
//! events (police_captured)
//!
//! # Source
//! plata o plomo: bribes and threats are used together, and threats make bribes cheap \[dalbo2006\]; officials and
//! bystanders among the dead \[C13\]; that federal forces break arrangements \[snyder2009\], \[trejo2018\]; rates
//! assumed
//!
//! # Rationale
//! capture is whole or not at all; its effects on arrests, reports and sentences are written in those rules. An
//! official who is killed has no name and no successor
//!
//! # Limit
//! all rates 0: nothing; without loss an institution is captured as 1 - exp(-h t); prosecutors who are wholly
//! independent are captured at `1 - independent` of the hazard and freed at `1 + freed` of theirs
//! (`rules::institutions::capture::capture_without_loss_is_exponential`,
//! `rules::institutions::capture::independent_prosecutors_are_harder_to_hold`)

mod contest;

pub use contest::{Suitor, Target, silver};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::clocks::Clock;
use crate::engine::luck::Luck;
use crate::engine::sampling::poisson_at;
use crate::engine::stocks::Pace;
use crate::state::cells::Cell;
use crate::state::events::{Event, EventKind};
use crate::state::forces::{Corps, Force};
use crate::state::government::Unit;
use crate::state::organizations::{Organization, OrganizationKey};
use crate::state::parts::{Part, parts};
use crate::state::relations::Standing;
use crate::state::world::{Given, Groups, Institutions, Land, Municipality, Record};
use crate::units::{Dollars, Factor, MeanWeeks, Persons, Quantity, Share, Sourced, WeeklyRate};
use contest::{contest, reach};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Citizens, Capture, Units, Deeds, Notice, Cash, Tally, Events };

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
    /// Share of the hazard that full independence of prosecutors takes away.
    pub independent: Sourced<Share>,
    /// How much more often fully independent prosecutors who were captured are freed, relative.
    pub freed: Sourced<Factor>,
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
    /// Hazard to lose municipal police that overwhelming federal forces add [1/week].
    pub dislodge: Sourced<WeeklyRate>,
    /// Federal officers and soldiers who add half of that.
    pub garrison: Sourced<Persons>,
    /// Share of its integrity that a unit among many members loses [1/week].
    pub erosion: Sourced<WeeklyRate>,
    /// Time in which a unit at home recovers (weeks).
    pub recovery: Sourced<MeanWeeks>,
    /// Officials killed where large cells fight in a theatre of full intensity [1/week].
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

/// Clocks are asked for numbers below this chance: what happens to a place is seldom likelier in a week.
const OFTEN: f64 = 0.04;

/// Hazard of a suitor to capture what nobody else holds [1/week].
pub fn hazard(p: &Parameters, one: &Suitor, target: &Target) -> f64 {
    p.rate.get()
        * reach(one.members, target.half)
        * (silver(one.cash, target.bribes) + p.lead.get())
        * (1.0 - target.integrity)
        * (1.0 - p.oversight.get() * target.oversight)
        * (1.0 - p.independent.get() * target.independence)
        * (1.0 + p.tolerance.get() * one.tolerated)
}

/// What [`hazard`] is never above, whoever would capture it, where an agreement is tolerated so far.
pub fn most_hazard(p: &Parameters, target: &Target, accommodation: f64) -> f64 {
    p.rate.get()
        * (1.0 + p.lead.get())
        * (1.0 - target.integrity)
        * (1.0 + p.tolerance.get() * accommodation)
}

/// One week in the country: who captures what, and which officials are killed.
pub fn step(
    land: &mut Land,
    groups: &mut Groups,
    institutions: &mut Institutions,
    record: &mut Record,
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) {
    // Where nobody is, it is enough to look now and then.
    if given.week.rem_euclid(4) == 0 {
        land.municipalities.iter_mut().for_each(release);
    }
    let mut suitors = Vec::new();
    for here in land.active_mut() {
        municipality(here, &mut suitors, groups, record, given, p, luck);
        officials(here, groups, given, p, luck);
    }
    let present = land.members_by_state(&given.country);
    states(present, groups, institutions, record, given, p, luck);
}

/// Where the captor has no cell any more, nobody is captured.
fn release(here: &mut Municipality) {
    let there = |key: &OrganizationKey| here.cell(*key).is_some();
    (here.police.captured_by, here.mayor) = (
        here.police.captured_by.filter(there),
        here.mayor.filter(there),
    );
}

/// Whether an arrangement is no more.
fn broke(before: Option<OrganizationKey>, after: Option<OrganizationKey>) -> bool {
    before.is_some() && after != before
}

fn suitor(group: &Organization, given: &Given, members: f64) -> Suitor {
    Suitor {
        organization: group.key,
        members,
        cash: group.cash,
        tolerated: group.agreement.map_or(0.0, |_| given.orders.accommodation),
    }
}

/// Bribes for officers whose pay is raised to this level [dollars a week].
fn bribes(p: &Parameters, officers: u32, pay: f64) -> f64 {
    p.bribe.get() * (1.0 + p.pay.get() * pay) * f64::from(officers)
}

/// Bribes for the municipal police of a place [dollars a week].
fn municipal_bribes(here: &Municipality, given: &Given, p: &Parameters) -> f64 {
    let named = given.locally.police_pay.at(here.place as usize);
    let officers = here.officers[Force::Municipal.index()];
    bribes(p, officers, named.unwrap_or(given.orders.police_pay))
}

/// The captor, if still among those here, pays; the part of the bribes that stays unpaid.
fn pay(groups: &mut Groups, captor: Option<OrganizationKey>, here: &[Suitor], bribes: f64) -> f64 {
    let captor = here.iter().find(|one| Some(one.organization) == captor);
    let Some(group) = captor.and_then(|one| groups.organizations.get_mut(&one.organization)) else {
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

fn municipality(
    here: &mut Municipality,
    cells: &mut Vec<Suitor>,
    groups: &mut Groups,
    record: &mut Record,
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) {
    let place = here.place;
    release(here);
    if here.cells.is_empty() {
        return;
    }
    let (captor, mayor) = (here.police.captured_by, here.mayor);
    let target = Target {
        integrity: here.police.integrity,
        oversight: here.programmes.civil_society,
        independence: 0.0,
        bribes: municipal_bribes(here, given, p),
        half: p.half.get(),
    };
    let term = 1.0 / p.term.get();
    let forces = here.federal_forces();
    let loss = |unpaid: f64| {
        let named = (given.locally.intervention_in_captured_forces).at(place as usize);
        let intervention = named.unwrap_or(given.orders.intervention_in_captured_forces);
        1.0 / p.hold.get()
            + p.intervention.get() * intervention
            + p.unpaid.get() * unpaid
            + p.dislodge.get() * reach(forces, p.garrison.get())
    };
    // Most weeks end here: no hazard is above these bounds.
    let most = here.cells.len() as f64 * most_hazard(p, &target, given.orders.accommodation);
    let most_mayor = p.mayors.get() * most + mayor.map_or(0.0, |_| term);
    let most_police = most * (1.0 + p.mayor.get()) + captor.map_or(0.0, |_| loss(1.0));
    let clocks = &mut here.clocks;
    let of_mayor = (clocks.mayor).number(OFTEN, most_mayor, luck, place, MAYOR);
    let of_police = (clocks.police).number(OFTEN, most_police, luck, place, POLICE);
    if captor.is_none() && of_mayor.is_none() && of_police.is_none() {
        return;
    }
    cells.clear();
    let suitors = here.cells.iter();
    cells.extend(suitors.map(|cell| suitor(groups.of(cell), given, cell.strength())));
    let unpaid = pay(groups, captor, cells, target.bribes);
    let loss = loss(unpaid);
    let next = contest(
        mayor,
        cells,
        |one| p.mayors.get() * hazard(p, one, &target),
        term,
        (of_mayor, || luck.of(place, MAYOR)),
    );
    record.tally.institutions_captured += u32::from(next.is_some() && next != mayor);
    here.mayor = next;
    let served = |key| {
        if mayor == Some(key) {
            p.mayor.get()
        } else {
            0.0
        }
    };
    let next = contest(
        captor,
        cells,
        |one| hazard(p, one, &target) * (1.0 + served(one.organization)),
        loss,
        (of_police, || luck.of(place, POLICE)),
    );
    here.police.captured_by = next;
    if broke(mayor, here.mayor) || broke(captor, next) {
        here.police.broke = Some(given.week);
    }
    if let Some(key) = next.filter(|_| next != captor) {
        let index = here.cell(key);
        let members = index.map(|index| here.cells[index].members.len());
        record.events.push(Event {
            other: captor,
            place: Some(place),
            members,
            ..Event::of(key, EventKind::PoliceCaptured)
        });
    }
}

/// How contested a place is, 0 to 1: by theatres and by cells of rivals.
fn contested(groups: &Groups, p: &Parameters, here: &Municipality) -> f64 {
    let mut calm = 1.0;
    for (index, one) in here.cells.iter().enumerate() {
        for other in &here.cells[index + 1..] {
            let standing = groups
                .relations
                .standing(one.organization, other.organization);
            calm *= match standing {
                Standing::War | Standing::Rival => {
                    let war = here.war_between((one.organization, other.organization));
                    (1.0 - p.rival.get()) * (1.0 - war)
                }
                Standing::Neutral | Standing::Ally => 1.0,
            };
        }
    }
    1.0 - calm
}

/// How much police who serve nobody resist, 0 to `resist`: the less the richer those are who would buy them.
fn resisting(groups: &Groups, given: &Given, p: &Parameters, here: &Municipality) -> f64 {
    if here.police.captured_by.is_some() {
        return 0.0;
    }
    let bribes = municipal_bribes(here, given, p);
    let cash = |cell: &Cell| groups.of(cell).cash;
    let most = here.cells.iter().map(cash).fold(0.0, f64::max);
    p.resist.get() * here.police.integrity * (1.0 - silver(most, bribes))
}

/// Officials are killed where organizations contest the place, and where police resist.
fn officials(here: &mut Municipality, groups: &Groups, given: &Given, p: &Parameters, luck: &Luck) {
    let members = f64::from(here.members());
    if p.killings.get() <= 0.0 || members <= 0.0 {
        return;
    }
    let rate = p.killings.get() * reach(members, p.half.get());
    let most = rate * (1.0 + p.resist.get());
    let number = (here.clocks.officials).number(OFTEN, most, luck, here.place, OFFICIALS);
    let Some(number) = number else {
        return;
    };
    let mean = rate * (contested(groups, p, here) + resisting(groups, given, p, here));
    let mut rng = luck.of(here.place, OFFICIALS);
    let killed = poisson_at(1.0 - number, &mut rng, mean);
    for _ in 0..killed {
        if let Some(index) = here.cell_by_members(&mut rng)
            && here.bury_official(&mut rng)
        {
            here.cells[index].kills += 1;
            here.cells[index].incidents += 1;
        }
    }
}

/// State police and prosecutors, by all members in the state.
fn states(
    present: Vec<Vec<(OrganizationKey, u32)>>,
    groups: &mut Groups,
    institutions: &mut Institutions,
    record: &mut Record,
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) {
    let (orders, locally, map) = (&given.orders, &given.locally, &given.country.map);
    let pay_levels = locally.police_pay.by_state(orders.police_pay, map);
    let interventions = (locally.intervention_in_captured_forces)
        .by_state(orders.intervention_in_captured_forces, map);
    let independence =
        (locally.independent_prosecutors).by_state(orders.independent_prosecutors, map);
    for (index, present) in present.into_iter().enumerate() {
        let place = index as u32;
        let one = |(key, members)| suitor(&groups.organizations[&key], given, f64::from(members));
        let suitors: Vec<Suitor> = present.into_iter().map(one).collect();
        let jurisdiction = &mut institutions.jurisdictions[index];
        let Corps {
            authorized,
            integrity,
            captured_by,
            ..
        } = jurisdiction.police;
        let here = |key: &OrganizationKey| suitors.iter().any(|one| one.organization == *key);
        let captured_by = captured_by.filter(here);
        let (prosecutors, held) = (
            jurisdiction.prosecutors,
            jurisdiction.captured_by.filter(here),
        );
        let bribes = bribes(p, authorized, pay_levels[index]);
        let intervention = p.intervention.get() * interventions[index];
        let unpaid = pay(groups, captured_by, &suitors, bribes);
        let hold = 1.0 / p.hold.get();
        let loss = hold + intervention + p.unpaid.get() * unpaid;
        let contest =
            |clock: &mut Clock, held: Option<_>, (integrity, independence), loss, subject| {
                let target = Target {
                    integrity,
                    oversight: 0.0,
                    independence,
                    bribes,
                    half: p.half_state.get(),
                };
                let most = p.states.get() * most_hazard(p, &target, given.orders.accommodation);
                let most = most * suitors.len() as f64 + held.map_or(0.0, |_| loss);
                contest(
                    held,
                    &suitors,
                    |one: &Suitor| p.states.get() * hazard(p, one, &target),
                    loss,
                    (clock.number(OFTEN, most, luck, place, subject), || {
                        luck.of(place, subject)
                    }),
                )
            };
        let clocks = &mut jurisdiction.clocks;
        let police = contest(
            &mut clocks.police,
            captured_by,
            (integrity, 0.0),
            loss,
            STATE_POLICE,
        );
        let independence = independence[index];
        let held_by = contest(
            &mut clocks.prosecutors,
            held,
            (prosecutors, independence),
            hold * (1.0 + p.freed.get() * independence),
            PROSECUTORS,
        );
        for (before, after) in [(captured_by, police), (held, held_by)] {
            record.tally.institutions_captured += u32::from(after.is_some() && after != before);
        }
        if broke(captured_by, police) {
            jurisdiction.police.broke = Some(given.week);
        }
        jurisdiction.police.captured_by = police;
        jurisdiction.captured_by = held_by;
    }
}

/// Units among organizations lose integrity, units at home regain it.
///
/// `fresh` is the integrity of a fresh unit of federal police, of soldiers.
pub fn wear(units: &mut [Unit], land: &Land, p: &Parameters, (police, soldiers): (f64, f64)) {
    let recovery = Pace::both(p.recovery.get(), 1.0);
    for unit in units {
        let members = land[unit.place].members();
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
