//! Relations: wars begin at contested places, grow and spill there, and end there.
//!
//! # Rule
//! A war is fought in *theatres*: two organizations in one municipality, with an intensity x, 0 to 1. Hazard of two
//! organizations to open a theatre in a place where they meet, in it or across its border [1/week]:
//!
//! ```text
//! onset * (1 - exp(-V / stake)) * (1 + plaza * b) * r * (1 + weakness * w) * (1 - t_a) * (1 - t_b)
//! ```
//!
//! times `1 - protection` where the place has an arrangement: the municipal police, the mayor or the state police serve
//! an organization; times `1 + broken * exp(-weeks / new_leader)` since one last broke; times `border` for each border
//! of the place across which one of them faces the other; V the worth of the place; b the newness of its last fall of a
//! plaza boss, the larger of the two, `exp(-weeks / new_leader)`; r `rivalry` for those who are rivals or at war
//! already, else 1; w the larger newness of the two leaders, `exp(-tenure / new_leader)`, halved if uncontested; t
//! exhaustion, `L / (L + endurance * people)`, L recent losses, people members and associates. Allies, and two who keep
//! a pact with the government, open none. Those who turned on each other elsewhere (betrayal) open one at once.
//!
//! A theatre begins with intensity `spark`. With d dead of the two in fights there and raids around it, in a week
//!
//! ```text
//! x -> (1 - (1 - x) exp(-retaliation * d)) * exp(-1 / cooling)
//! ```
//!
//! so that a war escalates where each death is answered by more than cools: deaths grow with x, and x with deaths. With
//! hazard `spill * x` it spills to a place next door where the two meet, chosen by stake and arrangement. It ends with
//! hazard `1 / duration + exhaustion * (t_a + t_b)`, t here of the front: L the dead and jailed of the cell there,
//! fading as its danger does ("Arrests"), and people its own, or all of both where it has no cell; or `1 / apart` where
//! the two meet no more, by takeover or withdrawal, or when it has cooled below one hundredth.
//!
//! Two with a theatre are at war; when the last one ends they are rivals; rivals who meet nowhere forget with hazard
//! `1 / grudge`. The losses and deeds that cells report enter their organization; losses, and the people it is known to
//! have killed, fade by `1 / memory` a week.
//!
//! # Reads
//! cells, bosses (who fell), worth of places, leaders, agreements, whom police and mayors serve
//!
//! # Writes
//! deeds (start again at 0); losses; arms; relations; theatres; events (war, truce)
//!
//! # Source
//! wars over contested plazas \[S07\], after weak successions \[S11\], most in the first half-year \[calderon2015\];
//! protection by local authority, and wars where it is lost \[snyder2009\], \[trejo2018\], \[rios2015\]; escalation
//! where it began and relocation to neighbours \[schutte2011\]; retaliation as a process that excites itself
//! \[mohler2011\]; parameters assumed
//!
//! # Rationale
//! a war is one of places: one municipality had most of the deaths between two organizations, for years (C25), and
//! most grew from year to year (C22). Wars are also stirred by places that border: municipalities are small, and rivals
//! who face each other across a line would otherwise never fight
//!
//! # Limit
//! onset 0 and no war at the start: nobody goes to war; members are not touched
//! (`rules::limits::nothing::nobody_goes_to_war_without_onset`); retaliation 0 and no spill: a theatre only cools

mod contacts;
mod hazards;
mod theatres;

use crate::engine::luck::{Luck, NOWHERE, mix_all};
use crate::engine::sampling::{happens, happens_within, weighted};
use crate::state::events::{Event, EventKind};
use crate::state::organizations::{Organization, Organizations};
use crate::state::parts::{Part, parts};
use crate::state::relations::{Pair, Standing};
use crate::state::world::{Given, Groups, Land, Municipality, Record};
use crate::units::Quantity;
use contacts::Contacts;
pub use contacts::Seen;
use hazards::fresh;
pub use hazards::{Parameters, arranged, end_hazard, exhaustion, intensity, onset_hazard};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Deeds, Losses, Arms, Relations, Theatres, Events };

/// One week in the country: what was lost is remembered, theatres live and end, new ones are opened, and relations
/// follow.
pub fn step(
    land: &mut Land,
    groups: &mut Groups,
    record: &mut Record,
    seen: Seen<'_>,
    p: &Parameters,
    luck: &Luck,
) {
    let given = seen.given;
    remember(land, &mut groups.organizations, p);
    let contacts = Contacts::new(land, groups, seen, p);
    let tired = |here: &Municipality, (a, b): Pair| {
        let organizations = &groups.organizations;
        let (a, b) = (organizations.get(&a)?, organizations.get(&b)?);
        Some((tired_here(p, here, a), tired_here(p, here, b)))
    };
    let lived = theatres::live(&contacts, given, p, tired, luck);
    let met = contacts.all();
    let opened = open(&contacts, &met, given, p, luck);
    let forgotten = forgotten(groups, &met, p, luck);

    let week = given.week;
    for (place, theatres) in lived.places {
        land[place].theatres = theatres;
    }
    let mut fighting = lived.fighting;
    for &(place, pair) in lived.spills.iter().chain(&opened) {
        land[place].open_theatre(pair, p.spark.get());
        fighting.insert(pair);
    }
    for &pair in &fighting {
        if groups.relations.standing(pair.0, pair.1) != Standing::War {
            groups.relations.set(pair.0, pair.1, Standing::War, week);
            let place = opened.iter().find(|(_, of)| *of == pair);
            let place = place.map(|(place, _)| *place);
            record
                .events
                .push(told(groups, pair, EventKind::War, place));
        }
    }
    for (place, pair) in lived.ended {
        let at_war = groups.relations.standing(pair.0, pair.1) == Standing::War;
        if at_war && !fighting.contains(&pair) {
            groups.relations.set(pair.0, pair.1, Standing::Rival, week);
            record
                .events
                .push(told(groups, pair, EventKind::Truce, Some(place)));
        }
    }
    for (pair, standing) in forgotten {
        // Whoever has a theatre, or ended the last one this week, does not forget.
        let unchanged = groups.relations.standing(pair.0, pair.1) == standing;
        if unchanged && !fighting.contains(&pair) {
            settle_down(groups, record, pair, standing, week);
        }
    }
}

/// Theatres that are opened: at once by those at war who have none, else by hazard, in a place by its stake.
fn open(
    contacts: &Contacts<'_>,
    met: &[(Pair, f64)],
    given: &Given,
    p: &Parameters,
    luck: &Luck,
) -> Vec<(u32, Pair)> {
    let groups = contacts.groups();
    let fighting = contacts.fighting();
    let states: Vec<(f64, f64)> = groups
        .organizations
        .values()
        .map(|organization| {
            (
                tired(p, organization),
                weakness(p, organization, given.week),
            )
        })
        .collect();
    let state = |key| {
        let index = groups.organizations.get_index_of(&key);
        states[index.expect("who meets somebody exists")]
    };
    // No hazard is above that of the weakest who are not exhausted.
    let most = [true, false].map(|hostile| onset_hazard(p, 1.0, hostile, 1.0, (0.0, 0.0)));
    let most = most[0].max(most[1]);
    let peace =
        |(a, b)| groups.relations.standing(a, b) == Standing::Ally || groups.pact_between(a, b);
    let at_war = groups
        .relations
        .iter()
        .filter(|(_, relation)| relation.standing == Standing::War);
    let apart = at_war
        .map(|(pair, _)| pair)
        .filter(|pair| !fighting.contains(pair));
    let apart: Vec<Pair> = apart.collect();
    let mut opened = Vec::new();
    for &(pair, stake) in met {
        let (a, b) = pair;
        let mut rng = luck.of(NOWHERE, mix_all(&[a.0, b.0]));
        let begins = happens_within(&mut rng, most * stake, || {
            let ((tired_a, weak_a), (tired_b, weak_b)) = (state(a), state(b));
            let standing = groups.relations.standing(a, b);
            let hostile = matches!(standing, Standing::War | Standing::Rival);
            onset_hazard(p, stake, hostile, weak_a.max(weak_b), (tired_a, tired_b))
        });
        let at_once = apart.binary_search(&pair).is_ok();
        if (begins || at_once) && !peace(pair) {
            let places = contacts.places(pair);
            let stakes: Vec<f64> = places.iter().map(|(_, stake)| *stake).collect();
            let place = weighted(&mut rng, &stakes).map(|index| places[index].0);
            // Where they fight already nothing begins.
            let new = place.filter(|place| contacts.land()[*place].theatre(pair).is_none());
            opened.extend(new.map(|place| (place, pair)));
        }
    }
    opened
}

/// Who meets nowhere, and is no longer at war or no longer rivals.
fn forgotten(
    groups: &Groups,
    met: &[(Pair, f64)],
    p: &Parameters,
    luck: &Luck,
) -> Vec<(Pair, Standing)> {
    let mut forgotten = Vec::new();
    for (pair, relation) in groups.relations.iter() {
        let hazard = match relation.standing {
            Standing::War => 1.0 / p.apart.get(),
            Standing::Rival => 1.0 / p.grudge.get(),
            Standing::Ally | Standing::Neutral => continue,
        };
        if met.binary_search_by_key(&pair, |(pair, _)| *pair).is_ok() {
            continue;
        }
        let mut rng = luck.of(NOWHERE, mix_all(&[pair.0.0, pair.1.0]));
        if happens(&mut rng, hazard) {
            forgotten.push((pair, relation.standing));
        }
    }
    forgotten
}

/// Enemies become rivals, and rivals forget.
fn settle_down(groups: &mut Groups, record: &mut Record, pair: Pair, from: Standing, week: i32) {
    let to = match from {
        Standing::War => Standing::Rival,
        _ => Standing::Neutral,
    };
    groups.relations.set(pair.0, pair.1, to, week);
    if from == Standing::War {
        record
            .events
            .push(told(groups, pair, EventKind::Truce, None));
    }
}

/// A war or a truce, as it is told.
fn told(groups: &Groups, (a, b): Pair, kind: EventKind, place: Option<u32>) -> Event {
    let members = |key| groups.organizations.get(&key).map_or(0, |one| one.members);
    Event {
        place,
        members: Some(members(a) + members(b)),
        ..Event::between(a, b, kind)
    }
}

/// What cells lost and did last week enters their organizations: dead, killed, arms taken.
fn remember(land: &mut Land, organizations: &mut Organizations, p: &Parameters) {
    let kept = 1.0 - (1.0 / p.memory.get()).min(1.0);
    for organization in organizations.values_mut() {
        organization.losses *= kept;
        organization.violence *= kept;
    }
    for here in land.active_mut() {
        for cell in &mut here.cells {
            if cell.killed + cell.kills + cell.arms_lost > 0 {
                let organization = organizations
                    .get_mut(&cell.organization)
                    .expect("a cell belongs to an organization that exists");
                organization.losses += f64::from(cell.killed);
                organization.violence += f64::from(cell.kills);
                organization.arms = (organization.arms - f64::from(cell.arms_lost)).max(0.0);
                (cell.killed, cell.kills, cell.arms_lost) = (0, 0, 0);
            }
        }
    }
}

fn tired(p: &Parameters, organization: &Organization) -> f64 {
    let people = f64::from(organization.members + organization.associates);
    exhaustion(p, organization.losses, people)
}

/// How exhausted an organization is in one place: by what its cell there lost, or by all its losses where it has none.
fn tired_here(p: &Parameters, here: &Municipality, organization: &Organization) -> f64 {
    let Some(index) = here.cell(organization.key) else {
        return tired(p, organization);
    };
    let cell = &here.cells[index];
    let people = cell.strength() + f64::from(cell.associate_count());
    exhaustion(p, cell.danger, people)
}

/// How weak rivals see the leadership, 0 to 1.
fn weakness(p: &Parameters, organization: &Organization, week: i32) -> f64 {
    let Some(leader) = organization.leader else {
        return 1.0;
    };
    let fresh = fresh(p, week - leader.since);
    if leader.contested { fresh } else { fresh / 2.0 }
}
