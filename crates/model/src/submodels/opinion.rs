//! Opinion: fear, trust and norms follow the violence that people have in mind, and fall back.
//!
//! # Rule
//! Every fourth week, in every municipality and by the exact step of four weeks, each with its own mean time, stocks go
//! towards their resting levels: deaths in mind V to 0, the knowledge of the forces to that of the start; fear to
//! `F0 + (1 - F0) V / (V + half)`; trust in the police to `T0`, less the share `captured` where they serve an
//! organization, plus `policing` times community policing. F0, T0, L0 are the levels of the first week.
//!
//! *The norm of lawfulness* L is the share of people who hold that crime is to be refused and reported together. People
//! join when as many do as their threshold asks; thresholds are logistic with width `width`, placed so that L0 is at
//! rest:
//!
//! ```text
//! L goes to L0 + G(x) - G(L0),   G(x) = logistic((x - L0) / width + logit L0)
//! x = L + neighbours (L' - L) - intimidation (F - F0) + culture + society
//! ```
//!
//! with x the norm that people see, L' the mean of the neighbouring municipalities; culture and society by the local
//! programmes. Below a width of L0 (1 - L0) the norm can tip and stay.
//!
//! *Victims forget*: with mean time `forgetting` they move down a class. Those who fled come home with hazard
//! `home (1 - F)` [1/week] and remember, as victims once.
//!
//! *The nation.* Approval goes to `A0 - deaths D - fear (F' - F0) - complaints C`, D organized-crime deaths per 100,000
//! a year over the last 13 weeks, F' the mean of fear over residents, C complaints against soldiers in mind per
//! 100,000, which fade; trust in the army goes to its start less `army C`.
//!
//! # Reads
//! community, programmes, police captured, deaths of the quarter, the levels of the first week
//!
//! # Writes
//! occupied; citizens (displaced -> civilian); memory; community; opinion
//!
//! # Source
//! thresholds \[granovetter1978\]; community policing without effect in six trials \[blair2021\]; half felt less safe
//! for the hard line \[S24\]; times and weights assumed
//!
//! # Rationale
//! one norm for a municipality; no networks within it
//!
//! # Limit
//! without violence and programmes everything stays as at the start; V falls like exp(-t / time)
//! (`rules::society::violence_in_mind_fades_and_fear_falls_back`,
//! `rules::society::a_norm_is_at_rest_where_it_began_and_can_tip`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::Luck;
use crate::engine::parallel::each;
use crate::engine::sampling::{befalls, logistic};
use crate::state::citizens::{of_age, one_of};
use crate::state::government::Government;
use crate::state::initial;
use crate::state::map::Map;
use crate::state::memory::{Class, Experience, What};
use crate::state::parts::{Part, parts};
use crate::state::world::{Country, Land, Municipality};
use crate::units::{
    Factor, MeanWeeks, Per100k, Quantity, Share, Sourced, WEEKS_PER_YEAR, WeeklyRate, Weight, Width,
};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Occupied, Citizens, Memory, Community, Opinion };

/// Every how many weeks opinion is taken.
pub const EVERY: i32 = 4;

/// Parameters of opinion.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Mean time for which deaths are in mind (weeks).
    pub violence_time: Sourced<MeanWeeks>,
    /// Deaths per 100,000 in mind that bring fear half way to its most.
    pub half: Sourced<Per100k>,
    /// Mean time in which fear follows (weeks).
    pub fear_time: Sourced<MeanWeeks>,
    /// Mean time in which trust in the police follows (weeks).
    pub trust_time: Sourced<MeanWeeks>,
    /// Share of the trust lost where the police serve an organization.
    pub captured: Sourced<Share>,
    /// Trust that full community policing adds.
    pub policing: Sourced<Weight>,
    /// Mean time for which the forces' knowledge of a place lasts (weeks).
    pub intelligence_time: Sourced<MeanWeeks>,
    /// Mean time in which the norm of lawfulness follows (weeks).
    pub norm_time: Sourced<MeanWeeks>,
    /// Width of the thresholds at which people join a norm; below 1/4 a norm can tip.
    pub width: Sourced<Width>,
    /// How much people look at the neighbouring municipalities.
    pub neighbours: Sourced<Share>,
    /// Taken from the norm that people see by full fear, above the start's.
    pub intimidation: Sourced<Weight>,
    /// Added to it by the full programme for a culture of lawfulness.
    pub culture: Sourced<Weight>,
    /// Added to it by the full programme for civil society.
    pub society: Sourced<Weight>,
    /// Mean time for which a crime is remembered by its victim (weeks).
    pub forgetting: Sourced<MeanWeeks>,
    /// Hazard of somebody who fled to come home where nobody fears [1/week].
    pub home: Sourced<WeeklyRate>,
    /// Mean time for which complaints are in mind (weeks).
    pub complaints_time: Sourced<MeanWeeks>,
    /// Mean time in which the nation's opinion follows (weeks).
    pub approval_time: Sourced<MeanWeeks>,
    /// Approval lost for each organized-crime death per 100,000 residents a year.
    pub deaths: Sourced<Factor>,
    /// Approval lost by full fear above the start's.
    pub fear: Sourced<Factor>,
    /// Approval lost for each complaint in mind per 100,000 residents.
    pub complaints: Sourced<Factor>,
    /// Trust in the army lost for each complaint in mind per 100,000 residents.
    pub army: Sourced<Factor>,
}

/// Part of the way that something of this mean time goes in the weeks between two runs.
pub fn step_of(mean: &Sourced<MeanWeeks>) -> f64 {
    -libm::expm1(-f64::from(EVERY) / mean.get())
}

/// Where fear goes with so many deaths in mind.
pub fn fear(p: &Parameters, start: f64, violence: f64) -> f64 {
    if violence <= 0.0 {
        return start;
    }
    start + (1.0 - start) * violence / (violence + p.half.get())
}

/// Where the norm goes that is at rest at `start`, when people see so much of it.
pub fn norm(p: &Parameters, start: f64) -> impl Fn(f64) -> f64 {
    let (width, at_rest) = (p.width.get(), libm::log(start / (1.0 - start)));
    let joined = move |seen: f64| logistic((seen - start) / width + at_rest);
    let joined_at_rest = joined(start);
    move |seen| (start + (joined(seen) - joined_at_rest)).clamp(0.0, 1.0)
}

/// Parts of the way that what people share goes in four weeks.
struct Steps {
    violence: f64,
    fear: f64,
    trust: f64,
    norm: f64,
    intelligence: f64,
}

/// Every fourth week in the country.
pub fn step(
    land: &mut Land,
    government: &mut Government,
    country: &Country,
    p: &Parameters,
    start: &initial::Parameters,
    luck: &Luck,
) {
    let seen = seen(land, &country.map, p, start);
    let norm = norm(p, start.lawfulness.get());
    let steps = Steps {
        violence: step_of(&p.violence_time),
        fear: step_of(&p.fear_time),
        trust: step_of(&p.trust_time),
        norm: step_of(&p.norm_time),
        intelligence: step_of(&p.intelligence_time),
    };
    let forgets = f64::from(EVERY) / p.forgetting.get();
    let told = each(&mut land.municipalities, |here| {
        follow(here, norm(seen[here.place as usize]), &steps, p, start);
        let above = here.community.fear - start.fear.get();
        let fear = above * f64::from(here.citizens.alive());
        (fear, forget(here, p, forgets, luck))
    });
    let mut fear = 0.0;
    for (place, (above, forgot)) in (0..).zip(told) {
        fear += above;
        if forgot {
            land.touch(place);
        }
    }
    nation(land, government, p, start, fear);
}

/// What people see of the norm, in every municipality.
fn seen(land: &Land, map: &Map, p: &Parameters, start: &initial::Parameters) -> Vec<f64> {
    let places = land.municipalities.iter();
    let lawfulness: Vec<f64> = places
        .clone()
        .map(|here| here.community.lawfulness)
        .collect();
    let seen = places.map(|here| {
        let community = &here.community;
        let neighbours = map.graph.neighbours(here.place);
        let apart: f64 = neighbours
            .iter()
            .map(|other| lawfulness[*other as usize] - community.lawfulness)
            .sum();
        community.lawfulness + p.neighbours.get() * apart / neighbours.len().max(1) as f64
            - p.intimidation.get() * (community.fear - start.fear.get())
            + p.culture.get() * here.programmes.culture_of_lawfulness
            + p.society.get() * here.programmes.civil_society
    });
    seen.collect()
}

/// What a municipality's people share goes a step of the way.
fn follow(
    here: &mut Municipality,
    norm: f64,
    steps: &Steps,
    p: &Parameters,
    start: &initial::Parameters,
) {
    let captured = if here.police.captured_by.is_some() {
        p.captured.get()
    } else {
        0.0
    };
    let policing = p.policing.get() * here.programmes.community_policing;
    let trust = (start.trust.get() * (1.0 - captured) + policing).clamp(0.0, 1.0);
    let community = &mut here.community;
    community.violence -= community.violence * steps.violence;
    let fear = fear(p, start.fear.get(), community.violence);
    let intelligence = start.intelligence.get();
    community.fear += (fear - community.fear) * steps.fear;
    community.trust += (trust - community.trust) * steps.trust;
    community.lawfulness += (norm - community.lawfulness) * steps.norm;
    community.intelligence += (intelligence - community.intelligence) * steps.intelligence;
}

/// Victims forget, and those who fled come home; whether anybody did.
fn forget(here: &mut Municipality, p: &Parameters, forgets: f64, luck: &Luck) -> bool {
    let mut any = false;
    for (index, class) in [(1, Class::Once), (2, Class::More)] {
        for grown in [true, false] {
            let victims = here.memory.victims(class, grown);
            if victims == 0 {
                continue;
            }
            let mut rng = luck.of(here.place, 2 * index + u64::from(grown));
            let persons = befalls(&mut rng, victims, forgets);
            if persons > 0 {
                here.memory.enter(Experience {
                    what: What::Forgot,
                    class,
                    grown,
                    stratum: None,
                    reported: false,
                    persons,
                    of: victims,
                });
                any = true;
            }
        }
    }
    let mut away = here.citizens.displaced();
    if away == 0 {
        return any;
    }
    let mut rng = luck.of(here.place, 0);
    let hazard = p.home.get() * (1.0 - here.community.fear) * f64::from(EVERY);
    for _ in 0..befalls(&mut rng, away, hazard) {
        let people = *here.citizens.displaced_by_stratum();
        let stratum = one_of(&mut rng, &people, away).expect("no more return than there are");
        here.memory.enter(Experience {
            what: What::Returned,
            class: Class::Never,
            grown: stratum.grown(),
            stratum: Some(stratum),
            reported: false,
            persons: 1,
            of: people[of_age(stratum.grown())].iter().sum(),
        });
        here.citizens.come_home(stratum);
        away -= 1;
        any = true;
    }
    any
}

/// What the nation thinks of its government; `fear` above the start's, summed over residents.
fn nation(
    land: &Land,
    government: &mut Government,
    p: &Parameters,
    start: &initial::Parameters,
    fear: f64,
) {
    let residents = land.population.max(1) as f64;
    let quarter: u32 = land
        .troubled
        .iter()
        .map(|place| land.recent[*place as usize].quarter)
        .sum();
    let deaths = f64::from(quarter) * f64::from(WEEKS_PER_YEAR) / 13.0 * 1e5 / residents;
    government.complaints -= government.complaints * step_of(&p.complaints_time);
    let complaints = government.complaints * 1e5 / residents;
    let approval = start.approval.get()
        - p.deaths.get() * deaths
        - p.fear.get() * fear / residents
        - p.complaints.get() * complaints;
    let army = start.trust_army.get() - p.army.get() * complaints;
    for (stock, goal) in [
        (&mut government.approval, approval),
        (&mut government.trust_army, army),
    ] {
        *stock += (goal.clamp(0.0, 1.0) - *stock) * step_of(&p.approval_time);
    }
}
