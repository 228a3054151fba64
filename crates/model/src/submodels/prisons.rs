//! Prisons: they recruit, some of the released go back, leaders escape.
//!
//! # Rule
//! Inmates recruit: recruits are Poisson with weekly mean `recruiting * inmates * (1 - c)` per state, c the hold of the
//! state on its prisons. Each is somebody from the municipality of an inmate taken by lot, by readiness, and joins the
//! nearest cell of that inmate's organization. Whoever was released this week joins the nearest cell of the old
//! organization with chance `back`, if it has one; both count as recruited. A leader in prison escapes with hazard
//! `escape * (1 - c)` [1/year], leads the organization again, if it exists, from its largest cell, and restores a share
//! `cohesion` of the cohesion it lacks; whoever led it meanwhile steps back. Where it is gone the leader is a civilian.
//!
//! # Reads
//! prisoners, released, captives; prisons of the state
//!
//! # Writes
//! citizens (civilian, imprisoned -> member, civilian); cells; leaders (who is back); cohesion; sizes; custody;
//! captives; tally (recruited, prison_recruits, returns); events (escape)
//!
//! # Source
//! one leader escaped twice in about ten years of prison \[S27\]; the rest assumed
//!
//! # Limit
//! c = 1: nobody is recruited in prison and nobody escapes; n captives become n exp(-escape t)
//! (`rules::society::justice::prisons_recruit_where_the_state_has_no_hold_on_them`,
//! `rules::society::justice::leaders_escape_at_an_exponential_hazard_and_lead_again`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE};
use crate::engine::sampling::{below, chance, poisson};
use crate::state::citizens::Person;
use crate::state::events::{Event, EventKind};
use crate::state::jurisdictions::Jurisdiction;
use crate::state::organizations::Leader;
use crate::state::parts::{Part, parts};
use crate::state::world::{Captive, Country, Given, Groups, Institutions, Land, Record};
use crate::units::{Probability, Quantity, Share, Sourced, WEEKS_PER_YEAR, WeeklyRate, YearlyRate};

/// What the rule writes.
pub const WRITES: &[Part] = parts! {
    Citizens, Cells, Leaders, Cohesion, Sizes, Custody, Captives, Tally, Events
};

/// Parameters of prisons.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Recruits an inmate wins where the state has no hold on its prisons [1/week].
    pub recruiting: Sourced<WeeklyRate>,
    /// Chance that a released member goes back to an organization that is still there.
    pub back: Sourced<Probability>,
    /// Hazard of a leader to escape where the state has no hold on its prisons [1/year].
    pub escape: Sourced<YearlyRate>,
    /// Share of the missing cohesion that a leader who is back restores.
    pub cohesion: Sourced<Share>,
}

/// Chance that a leader in prison escapes this week.
pub fn escapes(p: &Parameters, control: f64) -> f64 {
    -libm::expm1(-p.escape.get() * (1.0 - control) / f64::from(WEEKS_PER_YEAR))
}

/// One week in the country.
pub fn step(
    land: &mut Land,
    groups: &mut Groups,
    institutions: &mut Institutions,
    record: &mut Record,
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) {
    let country = &given.country;
    let mut joined = false;
    for inmate in std::mem::take(&mut institutions.released) {
        let person = inmate.person;
        let mut rng = luck.of(person.home, u64::from(person.number));
        if chance(&mut rng, p.back.get())
            && let Some(place) = groups.nearest_cell(person.home, inmate.organization, &country.map)
        {
            land.enlist(person, place, inmate.organization);
            record.tally.returns += 1;
            joined = true;
        }
    }
    for (state, jurisdiction) in (0..).zip(&institutions.jurisdictions) {
        let recruits = recruit(land, groups, (state, jurisdiction), country, p, luck);
        record.tally.prison_recruits += recruits;
        joined |= recruits > 0;
    }
    for captive in institutions.captives.clone() {
        let control = institutions.jurisdictions[usize::from(captive.state)].prisons;
        let mut rng = luck.of(NOWHERE, captive.leader);
        if chance(&mut rng, escapes(p, control)) {
            escape(land, groups, institutions, record, (captive, given.week), p);
            joined = true;
        }
    }
    if joined {
        land.count(&mut groups.organizations);
    }
}

/// Inmates of one state win recruits; how many.
fn recruit(
    land: &mut Land,
    groups: &Groups,
    (state, jurisdiction): (u64, &Jurisdiction),
    country: &Country,
    p: &Parameters,
    luck: &Luck,
) -> u32 {
    let inmates = jurisdiction.prisoners();
    let mean = p.recruiting.get() * f64::from(inmates) * (1.0 - jurisdiction.prisons);
    if mean <= 0.0 {
        return 0;
    }
    let mut recruits = 0;
    let mut rng = luck.of(NOWHERE, state);
    for _ in 0..poisson(&mut rng, mean) {
        let index = below(&mut rng, inmates as usize);
        let by = jurisdiction.inmates().nth(index);
        let by = by.expect("there are so many inmates");
        let home = by.person.home;
        let citizens = &land[home].citizens;
        let ready = &country.ready[home as usize];
        let Some((stratum, number)) = citizens.choose(&mut rng, ready) else {
            continue;
        };
        let civilian = citizens.civilian_share(stratum);
        if chance(&mut rng, civilian)
            && citizens.status(number).is_none()
            && let Some(place) = groups.nearest_cell(home, by.organization, &country.map)
        {
            land.enlist(Person { home, number }, place, by.organization);
            recruits += 1;
        }
    }
    recruits
}

/// A leader is out, and leads again if there is anybody to lead.
fn escape(
    land: &mut Land,
    groups: &mut Groups,
    institutions: &mut Institutions,
    record: &mut Record,
    (captive, week): (Captive, i32),
    p: &Parameters,
) {
    let jurisdiction = &mut institutions.jurisdictions[usize::from(captive.state)];
    let rosters = [&mut jurisdiction.sentenced, &mut jurisdiction.remand];
    let inmate = rosters
        .into_iter()
        .find_map(|roster| roster.take_out(|inmate| inmate.person == captive.person));
    let Some(inmate) = inmate else {
        return;
    };
    institutions.release(inmate, land);
    let seat = groups.seat(captive.organization, land);
    if let Some(seat) = seat {
        land.enlist(captive.person, seat, captive.organization);
    }
    if let Some(organization) = groups.organizations.get_mut(&captive.organization) {
        organization.leader = Some(Leader {
            key: captive.leader,
            since: week,
            contested: false,
        });
        organization.cohesion += (1.0 - organization.cohesion) * p.cohesion.get();
    }
    record.events.push(Event {
        place: seat,
        ..Event::of(captive.organization, EventKind::Escape)
    });
}
