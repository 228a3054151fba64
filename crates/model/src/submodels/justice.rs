//! Justice: files are opened, cases end in a sentence or in nothing, terms end.
//!
//! # Rule
//! State by state. A crime that is reported gets a file with chance `file`; a homicide gets one with chance
//! `homicide_file` whoever reports it (`files_opened` counts files on reports). An open case ends with hazard
//! `1 / delay` [1/week]: in a sentence with chance `s = capacity * prosecutors`, times `captured` where the prosecutors
//! serve an organization, else in nothing. Capacity and integrity are those of the week in which the case ends, so that
//! a reform reaches old cases. Members kept in jail are held for trial, which ends with hazard `1 / remand`: in a
//! sentence with chance `min(1, held * s)`, else in freedom; a leader is not freed at trial. Terms end with hazard
//! `1 / term`. Whoever is released is a civilian at home.
//!
//! *Impunity* is 1 - homicides punished within 104 weeks / homicides, of the 52 weeks that ended 104 weeks ago; there
//! is none before there are such weeks, those of the burn-in among them.
//!
//! # Reads
//! tally, capacity and prosecutors of the state, their captors
//!
//! # Writes
//! citizens (imprisoned -> civilian); custody; captives; docket; tally (files_opened, convictions, homicides_punished,
//! sentenced)
//!
//! # Source
//! \[C15\], \[S14\]; detained members sentenced 31 %, docs/evidence.md; delays and terms assumed
//!
//! # Limit
//! s = 1 and every homicide with a file: impunity 0; n prisoners become n exp(-t / term)
//! (`rules::society::justice::impunity_is_what_courts_leave`, `rules::limits::prison_terms_are_exponential`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE};
use crate::engine::sampling::binomial;
use crate::state::jurisdictions::Jurisdiction;
use crate::state::parts::{Part, parts};
use crate::state::tally::Tally;
use crate::state::world::{Captive, Given, Institutions, Land};
use crate::units::{Factor, MeanWeeks, Probability, Quantity, Share, Sourced};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Citizens, Custody, Captives, Docket, Tally };

/// Parameters of justice.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Chance that a file is opened on a crime that is reported.
    pub file: Sourced<Probability>,
    /// Chance that a file is opened on a homicide.
    pub homicide_file: Sourced<Probability>,
    /// Mean time of an open case (weeks).
    pub delay: Sourced<MeanWeeks>,
    /// Share of their sentences that prosecutors who serve an organization still reach.
    pub captured: Sourced<Share>,
    /// Mean time of a member held for trial (weeks).
    pub remand: Sourced<MeanWeeks>,
    /// How much likelier a sentence is when the accused is a member held for trial.
    pub held: Sourced<Factor>,
    /// Mean prison term (weeks).
    pub term: Sourced<MeanWeeks>,
}

/// Chance that a case of this state that ends does so in a sentence.
pub fn sentence(p: &Parameters, state: &Jurisdiction) -> f64 {
    let serving = if state.captured_by.is_some() {
        p.captured.get()
    } else {
        1.0
    };
    state.capacity * state.prosecutors * serving
}

/// Chance that something of this mean time ends in a week.
fn ends(mean: &Sourced<MeanWeeks>) -> f64 {
    -libm::expm1(-1.0 / mean.get())
}

/// Crimes of one state in one week.
#[derive(Clone, Copy, Default)]
struct Crimes {
    homicides: u32,
    /// Those among them that somebody reported.
    homicides_reported: u32,
    /// Other crimes that somebody reported.
    others_reported: u32,
}

/// One week in the country, state by state.
pub fn step(
    land: &mut Land,
    institutions: &mut Institutions,
    tally: &mut Tally,
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) {
    let crimes = crimes(land, given);
    let homicides = crimes.iter().map(|crimes| crimes.homicides).sum();
    institutions.cohorts.enter(given.week, homicides);
    for (state, crimes) in crimes.into_iter().enumerate() {
        cases(institutions, tally, (state, crimes), given.week, p, luck);
        prisoners(land, institutions, tally, state, p, luck);
    }
}

/// The week's crimes by state.
fn crimes(land: &Land, given: &Given) -> Vec<Crimes> {
    let mut crimes = vec![Crimes::default(); given.country.map.states.len()];
    for here in land.active() {
        let tally = &here.tally;
        let crimes = &mut crimes[given.state_of(here.place)];
        crimes.homicides += tally.homicides();
        crimes.homicides_reported += tally.homicides_reported;
        crimes.others_reported += tally.crimes_reported - tally.homicides_reported;
    }
    crimes
}

/// Files are opened; of the open cases some end.
fn cases(
    institutions: &mut Institutions,
    tally: &mut Tally,
    (state, crimes): (usize, Crimes),
    now: i32,
    p: &Parameters,
    luck: &Luck,
) {
    let jurisdiction = &mut institutions.jurisdictions[state];
    let sentence = sentence(p, jurisdiction);
    let docket = &mut jurisdiction.docket;
    let mut rng = luck.of(NOWHERE, state as u64);
    let others = binomial(&mut rng, crimes.others_reported, p.file.get());
    docket.others += others;
    tally.files_opened += others;
    let reported = binomial(&mut rng, crimes.homicides_reported, p.homicide_file.get());
    tally.files_opened += reported;
    let unreported = crimes.homicides - crimes.homicides_reported;
    let homicides = reported + binomial(&mut rng, unreported, p.homicide_file.get());
    for _ in 0..homicides {
        docket.homicides.add(now);
    }
    let ends = ends(&p.delay);
    let ended = binomial(&mut rng, docket.others, ends);
    docket.others -= ended;
    tally.convictions += binomial(&mut rng, ended, sentence);
    let ended = binomial(&mut rng, docket.homicides.len(), ends);
    let punished = binomial(&mut rng, ended, sentence);
    let mut ended = docket.homicides.take(&mut rng, ended);
    for week in ended.take(&mut rng, punished) {
        institutions.cohorts.punish(week, now);
    }
    tally.convictions += punished;
    tally.homicides_punished += punished;
}

/// Trials of the members held end, and terms.
fn prisoners(
    land: &mut Land,
    institutions: &mut Institutions,
    tally: &mut Tally,
    state: usize,
    p: &Parameters,
    luck: &Luck,
) {
    let mut rng = luck.of(NOWHERE, state as u64 | 1 << 32);
    let jurisdiction = &mut institutions.jurisdictions[state];
    let chance = (p.held.get() * sentence(p, jurisdiction)).min(1.0);
    let served = binomial(&mut rng, jurisdiction.sentenced.len(), ends(&p.term));
    let served = jurisdiction.sentenced.take(&mut rng, served);
    let tried = binomial(&mut rng, jurisdiction.remand.len(), ends(&p.remand));
    let mut tried = jurisdiction.remand.take(&mut rng, tried);
    let sentenced = binomial(&mut rng, tried.len(), chance);
    let mut sentenced = tried.take(&mut rng, sentenced);
    for inmate in tried {
        let captive = |captive: &Captive| captive.person == inmate.person;
        if institutions.captives.iter().any(captive) {
            sentenced.add(inmate);
        } else {
            institutions.release(inmate, land);
            institutions.released.push(inmate);
        }
    }
    tally.sentenced += sentenced.len();
    institutions.jurisdictions[state]
        .sentenced
        .append(&mut sentenced);
    for inmate in served {
        institutions.release(inmate, land);
        institutions.released.push(inmate);
    }
}
