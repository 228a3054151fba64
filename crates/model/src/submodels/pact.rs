//! Pact: organizations come to terms with the government, keep them, or break them.
//!
//! # Rule
//! Every fourth week, where accommodation of level a is ordered. The gain of a group of C members (mean of all: C_m)
//! from keeping a pact, against war, is
//!
//! ```text
//! V = a * (peace + corridors * g) - spoils * C / (C + C_m)
//! ```
//!
//! with g the lever `corridor_sharing`. A group outside joins with hazard `join * a / (1 + exp(-V))` [1/week]; one
//! inside breaks it with hazard
//!
//! ```text
//! breaking * (N - 1 + outsiders * O) / crowd * (1 - watch * m) / (1 + exp(V))
//! ```
//!
//! with N groups in the country, O of them outside, m the lever `pact_monitoring`: the more there are, the less anyone
//! gains by keeping still, and the less is known who broke it. All decide on the same state. Rivals and enemies who
//! both keep it become neutral; a breaker becomes the rival of those who keep it and to whom it stood neutral.
//! Extortion and kidnapping are not covered. Without accommodation all agreements end at the next step. That those who
//! keep it are left alone is in "Arrests" and "Leaders"; that they capture more is in "Corruption".
//!
//! # Reads
//! orders, organizations
//!
//! # Writes
//! agreements; relations; events (pact, pact_broken, truce)
//!
//! # Source
//! protection by the state, and its end \[snyder2009\]; collusion is harder for many \[stigler1964\]; option D \[S32\];
//! parameters assumed
//!
//! # Limit
//! no accommodation: no pact ever; pacts break sooner where groups are many
//! (`rules::institutions::agreements::without_accommodation_no_pact`,
//! `rules::institutions::agreements::pacts_break_sooner_among_many`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE};
use crate::engine::sampling::{chance, logistic};
use crate::state::events::{Event, EventKind};
use crate::state::organizations::OrganizationKey;
use crate::state::parts::{Part, parts};
use crate::state::relations::Standing;
use crate::state::world::{Given, Groups};

use crate::units::{AtLeastOne, Factor, Quantity, Share, Sourced, WeeklyRate};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Agreements, Relations, Events };

/// Parameters of pacts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Hazard to join a pact that is sure to pay [1/week].
    pub join: Sourced<WeeklyRate>,
    /// Hazard to break a pact that is sure not to pay, in a country of `crowd` groups [1/week].
    pub breaking: Sourced<WeeklyRate>,
    /// Worth of being left alone.
    pub peace: Sourced<Factor>,
    /// Added by shared corridors.
    pub corridors: Sourced<Factor>,
    /// Worth of war to an organization much larger than the others.
    pub spoils: Sourced<Factor>,
    /// Other groups in the country with which a pact is as hard to keep as `breaking` says.
    pub crowd: Sourced<AtLeastOne>,
    /// Added to that by a group outside the pact, on top of being one of the others.
    pub outsiders: Sourced<Factor>,
    /// Share of the hazard to break it that full monitoring takes away.
    pub watch: Sourced<Share>,
}

/// Weeks between two steps.
const STEP: f64 = 4.0;

/// What a group of a size relative to the mean gains by a pact, against war.
pub fn gain(p: &Parameters, accommodation: f64, sharing: f64, size: f64) -> f64 {
    accommodation * (p.peace.get() + p.corridors.get() * sharing)
        - p.spoils.get() * size / (size + 1.0)
}

/// Hazard to break a pact of this gain among `others` groups, `outside` of them not in it [1/week].
pub fn breaking(p: &Parameters, gain: f64, others: f64, outside: f64, monitoring: f64) -> f64 {
    let crowd = (others + p.outsiders.get() * outside) / p.crowd.get();
    let unseen = (1.0 - p.watch.get() * monitoring).clamp(0.0, 1.0);
    p.breaking.get() * crowd * unseen * logistic(-gain)
}

/// Four weeks in the country: each group in order of keys, all on the same state.
pub fn step(
    groups: &mut Groups,
    events: &mut Vec<Event>,
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) {
    let orders = &given.orders;
    let count = groups.organizations.len() as f64;
    let keepers = keepers(groups);
    if orders.accommodation <= 0.0 {
        for key in keepers {
            tell(groups, events, key, EventKind::PactBroken, None);
        }
        return;
    }
    let outside = count - keepers.len() as f64;
    let all = groups.organizations.values();
    let members: u32 = all.clone().map(|group| group.members).sum();
    let mean = (f64::from(members) / count.max(1.0)).max(1.0);
    let mut breakers = Vec::new();
    let mut joining = Vec::new();
    for group in all {
        let size = f64::from(group.members) / mean;
        let gain = gain(p, orders.accommodation, orders.corridor_sharing, size);
        let (hazard, turned) = if group.agreement.is_some() {
            let monitoring = orders.pact_monitoring;
            (
                breaking(p, gain, count - 1.0, outside, monitoring),
                &mut breakers,
            )
        } else {
            let hazard = p.join.get() * orders.accommodation * logistic(gain);
            (hazard, &mut joining)
        };
        let mut rng = luck.of(NOWHERE, group.key.0);
        if chance(&mut rng, -libm::expm1(-hazard * STEP)) {
            turned.push(group.key);
        }
    }
    for &key in &breakers {
        tell(groups, events, key, EventKind::PactBroken, None);
    }
    for &key in &joining {
        tell(groups, events, key, EventKind::Pact, Some(given.week));
    }
    betrayed(groups, &breakers, given.week);
    reconcile(groups, events, given.week);
}

/// Who keeps the pact, in order of keys.
fn keepers(groups: &Groups) -> Vec<OrganizationKey> {
    let keepers = groups.organizations.values();
    let keepers = keepers.filter(|group| group.agreement.is_some());
    keepers.map(|group| group.key).collect()
}

/// Breakers are rivals of all who keep the pact.
fn betrayed(groups: &mut Groups, breakers: &[OrganizationKey], week: i32) {
    for keeper in keepers(groups) {
        for &breaker in breakers {
            if groups.relations.standing(breaker, keeper) == Standing::Neutral {
                let relations = &mut groups.relations;
                relations.set(breaker, keeper, Standing::Rival, week);
            }
        }
    }
}

/// Enemies who both keep the pact are enemies no more.
fn reconcile(groups: &mut Groups, events: &mut Vec<Event>, week: i32) {
    let hostile = groups.relations.iter().filter(|((a, b), relation)| {
        matches!(relation.standing, Standing::War | Standing::Rival) && groups.pact_between(*a, *b)
    });
    let hostile: Vec<_> = hostile.collect();
    for ((a, b), relation) in hostile {
        groups.relations.set(a, b, Standing::Neutral, week);
        if relation.standing == Standing::War {
            events.push(Event::between(a, b, EventKind::Truce));
        }
    }
}

fn tell(
    groups: &mut Groups,
    events: &mut Vec<Event>,
    key: OrganizationKey,
    kind: EventKind,
    agreement: Option<i32>,
) {
    let group = groups.organizations.get_mut(&key);
    let group = group.expect("whoever decides exists");
    group.agreement = agreement;
    events.push(Event {
        members: Some(group.members),
        ..Event::of(key, kind)
    });
}
