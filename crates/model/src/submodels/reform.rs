//! Reform: orders become programmes at work, and move what changes slowly.
//!
//! # Rule
//! Every fourth week. A lever of level x, 0 to 1, has the share `s(x) = x (1 + half) / (x + half)` of its full effect.
//!
//! *Spread over places.* Local levers, and pay, vetting and training of municipal police, are spread by the order
//! `allocation`: x_i in proportion to a weight, at most 1, with x the mean over residents; the rest, once every
//! favoured place is full, goes to the others alike. The weight of each resident is the same (`all`); 1 in cities with
//! a crossing (`border_cities`); 1 over the residents of the state (`states_alike`); deaths of the last year over
//! residents (`most_violent`); poverty (`need`). Where nobody has a weight all are alike. Where the order names places,
//! x_i is the level it names there. A state acts by the mean of its residents' levels. The eleven local programmes tend
//! to x_i over `programmes` weeks.
//!
//! *Stocks.* A stock that began as S_0 tends to
//!
//! ```text
//! S_0 + (1 - S_0) * (1 - prod (1 - e_k * s(x_k)))
//! ```
//!
//! so that each programme closes a share e_k of the gap that the others leave. The gap falls to 1/e within the time of
//! the stock, `decline` times faster on the way down: a programme that stops is lost faster than it was built.
//!
//! - Integrity of municipal and state police, over `police` weeks: `pay`, `vetting`; of municipal police also civil
//!   society (`oversight`).
//! - Professionalism of the same, over `police` weeks: `training`.
//! - Legal opportunity, over `prospects` weeks: work and school (`work`); in cities with a crossing, `crossings`; where
//!   drug crops grow, jobs in legal cannabis (`jobs` times its level and the size of the crop, in place of e_k s(x_k)).
//! - 1 - vulnerability of the young, over `prospects` weeks: `youths`.
//! - Hold on prisons, over `prisons_time`: `prisons`.
//! - Coordination, over `command_time`: joint command (`command`).
//! - Equipment, over `equipment_time`: `equipment`.
//!
//! *Prosecutors and courts.* The share r of the reform that is done tends to s(x) over `courts_time`. Capacity is
//! `S_0 + (1 - S_0) capacity r`, times `1 - harm (s(x) - r)` while the reform is under way: old practice is given up
//! before the new one works. Integrity of prosecutors is `S_0 + (1 - S_0) prosecutors r`.
//!
//! *Officers.* The places of officers who were killed are filled with hazard `1 / vacancy` [1/week]. Under unified
//! state command of level x a share s(x) of the officers authorized in each municipality passes to the state's police,
//! over `unification` weeks; they keep their integrity and professionalism, so that those of the state become the mean
//! over officers, which may be harm. They come back when the lever is taken back. State police move every four weeks by
//! a share `redeployment` towards their wanted places, by residents and, at `violence`, by deaths of the last year;
//! whole officers, none lost.
//!
//! # Reads
//! orders, deaths of the last year by place, population, poverty, officers killed
//!
//! # Writes
//! prospects; programmes; police; officers (police, and the fallen replaced); command; courts; prisons
//!
//! # Source
//! police need years \[S25\], equipment late \[S21\], courts more \[S26\], with harm on the way, which is disputed
//! \[blanco2012\]; 2,021 forces to become 32 \[S17\]; sizes assumed, most may be nil
//!
//! # Limit
//! a programme at its full level reaches its target as 1 - exp(-t / T), stopped it falls; nothing ordered: nothing
//! changes (`rules::institutions::stocks::a_programme_is_approached_and_stopped_it_falls`,
//! `rules::institutions::stocks::nothing_ordered_moves_no_stock`)

pub mod coverage;
mod staffing;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE};
use crate::engine::parallel::each;
use crate::engine::sampling::binomial;
use crate::engine::stocks::{Pace, closed, saturating};
use crate::state::forces::{Corps, Force};
use crate::state::government::Government;
use crate::state::initial;
use crate::state::jurisdictions::Jurisdiction;
use crate::state::locally::Named;
use crate::state::orders::{Orders, PROGRAMMES};
use crate::state::parts::{Part, parts};
use crate::state::world::{Given, Institutions, Land, Municipality};
use crate::units::{Factor, MeanWeeks, Multiple, Quantity, Share, Sourced};
use coverage::{Coverage, Spread};
use staffing::{Redeployment, merge_police, redeploy, return_police};

/// What the rule writes.
pub const WRITES: &[Part] = parts! {
    Prospects, Programmes, Police, Officers, Command, Courts, Prisons
};

/// Parameters of reform.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// How soon effects saturate: level at which half of s(x) would be reached if it went on.
    pub half: Sourced<Factor>,
    /// How much faster stocks fall when a programme stops than they rise.
    pub decline: Sourced<Multiple>,
    /// Time in which local programmes come to work (weeks).
    pub programmes: Sourced<MeanWeeks>,
    /// Time in which police change (weeks).
    pub police: Sourced<MeanWeeks>,
    /// Share of the missing integrity of police that full pay closes.
    pub pay: Sourced<Share>,
    /// Share of the missing integrity of police that full vetting closes.
    pub vetting: Sourced<Share>,
    /// Share of the missing integrity of municipal police that full oversight by civil society closes.
    pub oversight: Sourced<Share>,
    /// Share of the missing professionalism of police that full training closes.
    pub training: Sourced<Share>,
    /// Time in which the prospects of the young change (weeks).
    pub prospects: Sourced<MeanWeeks>,
    /// Share of the vulnerability of the young that full programmes for youths take away.
    pub youths: Sourced<Share>,
    /// Share of missing legal opportunity that full work and school programmes close.
    pub work: Sourced<Share>,
    /// Share of it that full crossings close in cities at the northern border.
    pub crossings: Sourced<Share>,
    /// Share of it that jobs in legal cannabis close in the municipality with most drug crops; in
    /// others by their share of it.
    pub jobs: Sourced<Share>,
    /// Time in which prosecutors and courts change (weeks).
    pub courts_time: Sourced<MeanWeeks>,
    /// Share of missing justice capacity that the whole reform closes.
    pub capacity: Sourced<Share>,
    /// Share of missing integrity of prosecutors that the whole reform closes.
    pub prosecutors: Sourced<Share>,
    /// Share of justice capacity lost while all of the reform is still to be done.
    pub harm: Sourced<Share>,
    /// Time in which prisons change (weeks).
    pub prisons_time: Sourced<MeanWeeks>,
    /// Share of the missing hold on prisons that full reform closes.
    pub prisons: Sourced<Share>,
    /// Time in which forces learn to act together (weeks).
    pub command_time: Sourced<MeanWeeks>,
    /// Share of missing coordination that full joint command closes.
    pub command: Sourced<Share>,
    /// Time in which equipment that has arrived is in use (weeks).
    pub equipment_time: Sourced<MeanWeeks>,
    /// Share of missing equipment that the full programme closes.
    pub equipment: Sourced<Share>,
    /// Mean time in which an officer who was killed is replaced (weeks).
    pub vacancy: Sourced<MeanWeeks>,
    /// Time in which municipal police pass to the state's command (weeks).
    pub unification: Sourced<MeanWeeks>,
    /// Share of the state police out of place who are moved in four weeks.
    pub redeployment: Sourced<Share>,
    /// Share of the state police who are sent where deaths were.
    pub violence: Sourced<Share>,
}

/// Weeks between two steps.
const STEP: f64 = 4.0;

/// Four weeks of a stock that rises within `time`, and falls faster.
fn slow(p: &Parameters, time: &Sourced<MeanWeeks>) -> Pace {
    let time = time.get();
    Pace::new(time, time / p.decline.get(), STEP)
}

/// A police corps four weeks later, under these levels; `pace` is that of police.
fn police(
    p: &Parameters,
    pace: Pace,
    corps: &mut Corps,
    (integrity, professionalism): (f64, f64),
    [pay, vetting, oversight, training]: [f64; 4],
) {
    let s = |level, effect: f64| effect * saturating(level, p.half.get());
    let better = [
        s(pay, p.pay.get()),
        s(vetting, p.vetting.get()),
        s(oversight, p.oversight.get()),
    ];
    let able = [s(training, p.training.get())];
    corps.integrity = pace.step(corps.integrity, closed(integrity, &better));
    corps.professionalism = pace.step(corps.professionalism, closed(professionalism, &able));
}

/// Justice capacity with a part `done` of a reform that is ordered to the part `ordered`.
pub fn capacity(p: &Parameters, start: f64, done: f64, ordered: f64) -> f64 {
    let under_way = (ordered - done).max(0.0);
    closed(start, &[p.capacity.get() * done]) * (1.0 - p.harm.get() * under_way)
}

/// Four weeks in the country. `start` are the stocks of the first week, where they go back to.
pub fn step(
    land: &mut Land,
    institutions: &mut Institutions,
    given: &Given,
    p: &Parameters,
    start: &initial::Parameters,
    luck: &Luck,
) {
    let coverage = Coverage::new(given, land);
    let programmes = programmes(given, p, &coverage);
    let community = communities(given, p, start);
    let police = municipal_police(given, p, start, &coverage);
    each(&mut land.municipalities, |here| {
        programmes(here);
        community(here);
        police(here);
    });
    states(&mut institutions.jurisdictions, given, p, start);
    nation(&mut institutions.government, &given.orders, p, start);
    staff(land, &mut institutions.jurisdictions, given, p, luck);
}

/// What becomes of the programmes at work in a municipality.
fn programmes(
    given: &Given,
    p: &Parameters,
    coverage: &Coverage,
) -> impl Fn(&mut Municipality) + Sync {
    let (orders, locally) = (&given.orders, &given.locally);
    let ordered: [Spread; PROGRAMMES.len()] =
        std::array::from_fn(|programme| coverage.spread(PROGRAMMES[programme].0(orders)));
    let pace = slow(p, &p.programmes);
    move |here| {
        let place = here.place as usize;
        for ((_, named, stands), spread) in PROGRAMMES.iter().zip(ordered) {
            let level = stands(&mut here.programmes);
            let named = named(locally);
            if *level == 0.0 && spread == Spread::NOTHING && !named.is_set() {
                continue;
            }
            let here = named.at(place);
            *level = pace.step(*level, here.unwrap_or_else(|| coverage.at(place, spread)));
        }
    }
}

/// What becomes of the prospects of the young in a municipality.
fn communities(
    given: &Given,
    p: &Parameters,
    start: &initial::Parameters,
) -> impl Fn(&mut Municipality) + Sync {
    let map = &given.country.map;
    let mean_poverty = map.mean_poverty();
    let s = move |level| saturating(level, p.half.get());
    let (crossings, locally) = (given.orders.crossings, &given.locally);
    let jobs = p.jobs.get() * given.orders.legal_cannabis.clamp(0.0, 1.0);
    let pace = slow(p, &p.prospects);
    move |here| {
        let place = &map.places[here.place as usize];
        let work = p.work.get() * s(here.programmes.work_and_school);
        let border = if place.crossing {
            let level = locally.crossings.at(here.place as usize);
            p.crossings.get() * s(level.unwrap_or(crossings))
        } else {
            0.0
        };
        let target = closed(
            start.opportunity_at(place.poverty, mean_poverty),
            &[work, border, jobs * place.crop],
        );
        let community = &mut here.community;
        community.opportunity = pace.step(community.opportunity, target);
        // The better way is down: it is the slow one.
        let target = p.youths.get() * s(here.programmes.youth_programmes);
        community.vulnerability = 1.0 - pace.step(1.0 - community.vulnerability, target);
    }
}

/// What becomes of a municipal police.
fn municipal_police(
    given: &Given,
    p: &Parameters,
    start: &initial::Parameters,
    coverage: &Coverage,
) -> impl Fn(&mut Municipality) + Sync {
    let (orders, locally) = (&given.orders, &given.locally);
    let ordered: [(&Named, Spread); 3] = [
        (&locally.police_pay, orders.police_pay),
        (&locally.police_vetting, orders.police_vetting),
        (&locally.police_training, orders.police_training),
    ]
    .map(|(named, level)| (named, coverage.spread(level)));
    let start = (
        start.municipal_integrity.get(),
        start.municipal_professionalism.get(),
    );
    let pace = slow(p, &p.police);
    move |here| {
        let place = here.place as usize;
        let [pay, vetting, training] = ordered.map(|(named, spread)| {
            let here = named.at(place);
            here.unwrap_or_else(|| coverage.at(place, spread))
        });
        let oversight = here.programmes.civil_society;
        let levels = [pay, vetting, oversight, training];
        police(p, pace, &mut here.police, start, levels);
    }
}

fn states(
    jurisdictions: &mut [Jurisdiction],
    given: &Given,
    p: &Parameters,
    start: &initial::Parameters,
) {
    let (orders, locally, map) = (&given.orders, &given.locally, &given.country.map);
    let s = |level| saturating(level, p.half.get());
    let corps = (
        start.state_integrity.get(),
        start.state_professionalism.get(),
    );
    let pay = (locally.police_pay).by_state(orders.police_pay, map);
    let vetting = (locally.police_vetting).by_state(orders.police_vetting, map);
    let training = (locally.police_training).by_state(orders.police_training, map);
    let courts = (locally.prosecutors_and_courts).by_state(orders.prosecutors_and_courts, map);
    let prisons = (locally.prisons).by_state(orders.prisons, map);
    let (slow_police, slow_courts) = (slow(p, &p.police), slow(p, &p.courts_time));
    let slow_prisons = slow(p, &p.prisons_time);
    for (index, state) in jurisdictions.iter_mut().enumerate() {
        let levels = [pay[index], vetting[index], 0.0, training[index]];
        police(p, slow_police, &mut state.police, corps, levels);
        let ordered = s(courts[index]);
        state.reformed = slow_courts.step(state.reformed, ordered);
        state.capacity = capacity(p, start.justice_capacity.get(), state.reformed, ordered);
        let better = p.prosecutors.get() * state.reformed;
        state.prosecutors = closed(start.prosecutors.get(), &[better]);
        let better = p.prisons.get() * s(prisons[index]);
        let target = closed(start.prisons.get(), &[better]);
        state.prisons = slow_prisons.step(state.prisons, target);
    }
}

fn nation(
    government: &mut Government,
    orders: &Orders,
    p: &Parameters,
    start: &initial::Parameters,
) {
    let s = |level| saturating(level, p.half.get());
    let command = p.command.get() * s(orders.joint_command);
    let target = closed(start.coordination.get(), &[command]);
    government.coordination = slow(p, &p.command_time).step(government.coordination, target);
    let equipment = p.equipment.get() * s(orders.equipment);
    let target = closed(start.equipment.get(), &[equipment]);
    government.equipment = slow(p, &p.equipment_time).step(government.equipment, target);
}

/// Officers: those who pass to the state's command, those hired, and where the state's are.
fn staff(
    land: &mut Land,
    jurisdictions: &mut [Jurisdiction],
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) {
    let (municipal, state) = (Force::Municipal.index(), Force::State.index());
    let filled = -libm::expm1(-STEP / p.vacancy.get());
    let part = -libm::expm1(-STEP / p.unification.get());
    for here in &mut land.municipalities {
        let place = here.place;
        let named = (given.locally.unified_state_command).at(place as usize);
        let ordered = named.unwrap_or(given.orders.unified_state_command);
        let merged = saturating(ordered, p.half.get());
        here.fallen[municipal] = 0;
        here.fallen[state] = 0;
        let officers = here.officers[municipal];
        let vacant = here.police.authorized.saturating_sub(officers);
        if vacant > 0 {
            let hired = binomial(&mut luck.of(place, 0), vacant, filled);
            here.officers[municipal] += hired;
        }
        let command = &mut jurisdictions[given.state_of(place)].police;
        let gone = here.police.merged;
        let target = (f64::from(here.police.authorized + gone) * merged + 0.5) as u32;
        let gap = f64::from(target) - f64::from(gone);
        let officers = (gap.abs() * part).ceil() as u32;
        if gap > 0.0 {
            merge_police(here, command, officers);
        } else if gap < 0.0 {
            return_police(here, command, officers);
        }
    }
    let map = &given.country.map;
    for (index, places) in (0..).zip(&given.country.by_state) {
        let authorized = jurisdictions[index as usize].police.authorized;
        let serving = places.iter().map(|place| land[*place].officers[state]);
        let vacant = authorized.saturating_sub(serving.sum());
        let hired = if vacant > 0 {
            binomial(&mut luck.of(NOWHERE, index), vacant, filled)
        } else {
            0
        };
        let terms = Redeployment {
            authorized,
            hired,
            moved: p.redeployment.get(),
            violence: p.violence.get(),
        };
        redeploy(land, map, places, terms);
    }
}
