//! Bilateral: the United States and Mexico work together, and money, demand and arms follow.
//!
//! # Rule
//! Every fourth week. Cooperation K, which began as K_0, tends to
//!
//! ```text
//! (K_0 + (1 - K_0) * (1 - prod (1 - e_k * s(x_k)))) * (1 - complaints * h) * (1 - captured * c)
//!   * (1 - window * w * (1 - rooted * s(x_l))) * (1 - a)
//! ```
//!
//! with s(x) as in "Reform"; e_k one of `extradition`, `intelligence` (shared), `aid` (x the share given of the aid
//! offered), `linkages` (institutional linkages, of level x_l) and `professional`, which acts in proportion to g in
//! place of s(x). g is what state police have gained in professionalism, and prosecutors in integrity, since the first
//! week: the mean over states and both, as a share of what was missing then. h is `q / (q + half_complaints)`, q
//! complaints against soldiers in mind for each 100,000 residents; c the share of state police and prosecutors that are
//! captured; w the level of the single window, which ends direct contact of offices, less where linkages are rooted; a
//! the level of accommodation, which ends cooperation. It grows over `trust` and is lost over `distrust` weeks.
//!
//! Of the aid offered a share `aid_conditions * h` is withheld over complaints. Aid delivered in an area, as a share of
//! the payments planned for the United States, tends over `delivery` weeks to
//! `min(1, offered * min(1, K / enough) / planned)`, offered (and not withheld) and planned in dollars a year, and
//! never exceeds it; where nothing is planned it is 0. Demand tends to `1 - demand * s(x)` over `demand_time`, arms
//! that come south to `1 - arms * s(x)` over `arms_time`.
//!
//! # Reads
//! orders, budget, government.complaints, residents; jurisdictions.captured_by, their police and prosecutors
//!
//! # Writes
//! abroad (cooperation, aid, demand, arms)
//!
//! # Source
//! effects of the options on relations \[S32\]; aid and its areas \[S18\], \[S19\]; linkages that outlast changes of
//! government (Downie 2011); professional counterparts, the single window, aid withheld (Rios 2016); sizes assumed
//!
//! # Limit
//! nothing ordered, nobody complains, nobody captured: cooperation stays; accommodation ends it; a single window takes
//! `window` of it, `window * (1 - rooted)` where linkages are full
//! (`rules::institutions::agreements::accommodation_ends_cooperation_and_aid`,
//! `rules::institutions::agreements::aid_needs_an_offer_and_cooperation`,
//! `rules::institutions::agreements::linkages_outlast_a_single_window`,
//! `rules::institutions::agreements::aid_is_withheld_over_complaints`,
//! `rules::institutions::agreements::professionals_cooperate`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::stocks::{Pace, closed, saturating};
use crate::state::government::{AREAS, Payer};
use crate::state::initial;
use crate::state::jurisdictions::Jurisdiction;
use crate::state::outside::Outside;
use crate::state::parts::{Part, parts};
use crate::state::world::World;
use crate::units::{Factor, MeanWeeks, Quantity, Share, Sourced, WEEKS_PER_YEAR};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Abroad };

/// Parameters of bilateral relations.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// How soon effects saturate, as in reform.
    pub half: Sourced<Factor>,
    /// Share of missing cooperation that extradition of every leader arrested closes.
    pub extradition: Sourced<Share>,
    /// Share of it that fully shared intelligence closes.
    pub intelligence: Sourced<Share>,
    /// Share of it that aid delivered in full closes.
    pub aid: Sourced<Share>,
    /// Share of it that full institutional linkages close.
    pub linkages: Sourced<Share>,
    /// Share of it that state police and prosecutors close who have gained all that they lacked.
    pub professional: Sourced<Share>,
    /// Share of cooperation lost to a single window, where nothing is institutionalized.
    pub window: Sourced<Share>,
    /// Share of that loss which full institutional linkages prevent.
    pub rooted: Sourced<Share>,
    /// Share of cooperation lost to countless complaints.
    pub complaints: Sourced<Share>,
    /// Complaints for each 100,000 residents at which half of that is lost.
    pub half_complaints: Sourced<Factor>,
    /// Share of cooperation lost where all state police and prosecutors are captured.
    pub captured: Sourced<Share>,
    /// Time in which cooperation grows (weeks).
    pub trust: Sourced<MeanWeeks>,
    /// Time in which cooperation is lost (weeks).
    pub distrust: Sourced<MeanWeeks>,
    /// Cooperation at which all aid offered can be delivered.
    pub enough: Sourced<Share>,
    /// Time in which delivery of aid changes (weeks).
    pub delivery: Sourced<MeanWeeks>,
    /// Share of demand that the full programme takes away.
    pub demand: Sourced<Share>,
    /// Time in which demand changes (weeks).
    pub demand_time: Sourced<MeanWeeks>,
    /// Share of the arms that come south which full control keeps back.
    pub arms: Sourced<Share>,
    /// Time in which the flow of arms changes (weeks).
    pub arms_time: Sourced<MeanWeeks>,
}

/// Weeks between two steps.
const STEP: f64 = 4.0;

/// What harms cooperation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Strain {
    /// Complaints against soldiers in mind for each 100,000 residents.
    pub complaints: f64,
    /// Part of state police and prosecutors that are captured.
    pub captured: f64,
    /// The single window, less what linkages keep open, 0 to 1.
    pub window: f64,
    /// Level of accommodation.
    pub accommodation: f64,
}

/// How much so many complaints for each 100,000 residents count, 0 to 1.
pub fn heard(p: &Parameters, complaints: f64) -> f64 {
    if complaints > 0.0 {
        complaints / (complaints + p.half_complaints.get())
    } else {
        0.0
    }
}

/// Where cooperation tends to: from `start`, by what furthers it and what strains it.
pub fn cooperation(p: &Parameters, start: f64, furthers: &[f64], strain: Strain) -> f64 {
    closed(start, furthers)
        * (1.0 - p.complaints.get() * heard(p, strain.complaints))
        * (1.0 - p.captured.get() * strain.captured)
        * (1.0 - p.window.get() * strain.window)
        * (1.0 - strain.accommodation.clamp(0.0, 1.0))
}

/// The part of aid planned in an area that can be delivered, dollars a year.
pub fn delivered(p: &Parameters, offered: f64, cooperation: f64, planned: f64) -> f64 {
    if planned <= 0.0 {
        return 0.0;
    }
    let enough = p.enough.get();
    let willing = if cooperation < enough {
        cooperation / enough
    } else {
        1.0
    };
    (offered * willing / planned).clamp(0.0, 1.0)
}

/// Four weeks: the outside as it becomes. `start` says how close the two countries were in the first week.
pub fn step(world: &World, p: &Parameters, start: &initial::Parameters) -> Outside {
    let orders = &world.given.orders;
    let s = |level| saturating(level, p.half.get());
    let linkages = s(orders.institutional_linkages);
    let strain = Strain {
        window: orders.single_window * (1.0 - p.rooted.get() * linkages),
        ..strain(world)
    };
    let planned = world.given.budget.planned[Payer::UnitedStates as usize]
        .map(|dollars| dollars * f64::from(WEEKS_PER_YEAR));
    let withheld = orders.aid_conditions * heard(p, strain.complaints);
    let offered = (orders.aid_shares).map(|share| orders.aid_budget * share * (1.0 - withheld));
    // What is given, as a part of what is offered: nothing where nothing is planned.
    let aided = if orders.aid_budget > 0.0 {
        let given = (0..AREAS)
            .map(|area| offered[area].min(planned[area] * world.abroad.outside.aid[area]));
        given.sum::<f64>() / orders.aid_budget
    } else {
        0.0
    };
    let furthers = [
        p.extradition.get() * s(orders.extradition),
        p.intelligence.get() * s(orders.intelligence_sharing),
        p.aid.get() * s(aided),
        p.linkages.get() * linkages,
        p.professional.get() * gained(&world.institutions.jurisdictions, start),
    ];
    let mut outside = world.abroad.outside;
    let target = cooperation(p, start.cooperation.get(), &furthers, strain);
    let pace = Pace::new(p.trust.get(), p.distrust.get(), STEP);
    outside.cooperation = pace.step(outside.cooperation, target);
    let pace = Pace::both(p.delivery.get(), STEP);
    for area in 0..AREAS {
        // Nobody pays more than is offered; what is offered arrives late.
        let target = delivered(p, offered[area], outside.cooperation, planned[area]);
        let before = outside.aid[area].min(target);
        outside.aid[area] = pace.step(before, target);
    }
    let target = 1.0 - p.demand.get() * s(orders.us_demand_reduction);
    outside.demand = Pace::both(p.demand_time.get(), STEP).step(outside.demand, target);
    let target = 1.0 - p.arms.get() * s(orders.arms_control_southward);
    outside.arms = Pace::both(p.arms_time.get(), STEP).step(outside.arms, target);
    outside
}

/// What state police have gained in professionalism, and prosecutors in integrity, since the first week: the mean, as a
/// share of what was missing then.
pub fn gained(states: &[Jurisdiction], start: &initial::Parameters) -> f64 {
    let part = |now: f64, before: f64| {
        if before < 1.0 {
            (now - before) / (1.0 - before)
        } else {
            0.0
        }
    };
    let police = start.state_professionalism.get();
    let prosecutors = start.prosecutors.get();
    let gains = states.iter().map(|state| {
        part(state.police.professionalism, police) + part(state.prosecutors, prosecutors)
    });
    (gains.sum::<f64>() / (2 * states.len().max(1)) as f64).clamp(0.0, 1.0)
}

fn strain(world: &World) -> Strain {
    let states = &world.institutions.jurisdictions;
    let institutions = 2 * states.len().max(1);
    let captors = states
        .iter()
        .flat_map(|state| [state.captured_by, state.police.captured_by]);
    let captured = captors.flatten().count();
    let complaints = world.institutions.government.complaints;
    Strain {
        complaints: complaints * 1e5 / world.land.population.max(1) as f64,
        captured: captured as f64 / institutions as f64,
        window: 0.0,
        accommodation: world.given.orders.accommodation,
    }
}
