//! Theatres from week to week: they grow with the dead, spill to places next door, cool and end.

use std::collections::BTreeSet;

use crate::engine::luck::{Luck, mix_all};
use crate::engine::sampling::{happens, weighted};
use crate::state::relations::{Pair, Standing};
use crate::state::theatres::Theatre;
use crate::state::world::{Given, Municipality};
use crate::submodels::relations::contacts::Contacts;
use crate::submodels::relations::hazards::{Parameters, end_hazard, intensity};
use crate::units::Quantity;

/// Of a war that is less intense nothing is left.
const EMBERS: f64 = 0.01;

/// What becomes of a theatre in a week.
enum Course {
    /// It goes on, and may spill to a place next door.
    On(Theatre, Option<u32>),
    /// It ends.
    End,
}

/// What changed in a week.
#[derive(Default)]
pub struct Changes {
    /// The theatres of each place that had any.
    pub places: Vec<(u32, Vec<Theatre>)>,
    /// Where theatres spill to.
    pub spills: Vec<(u32, Pair)>,
    /// Who has still a theatre.
    pub fighting: BTreeSet<Pair>,
    /// Theatres that ended.
    pub ended: Vec<(u32, Pair)>,
}

/// All theatres after a week, place by place; `tired` tells how exhausted the two are there.
pub fn live(
    contacts: &Contacts<'_>,
    given: &Given,
    p: &Parameters,
    tired: impl Fn(&Municipality, Pair) -> Option<(f64, f64)>,
    luck: &Luck,
) -> Changes {
    let mut changes = Changes::default();
    for here in contacts
        .land()
        .active()
        .filter(|here| !here.theatres.is_empty())
    {
        let mut left = Vec::with_capacity(here.theatres.len());
        for theatre in &here.theatres {
            let pair = theatre.pair;
            match course(
                contacts,
                given,
                p,
                (here.place, theatre),
                tired(here, pair),
                luck,
            ) {
                Course::On(theatre, spill) => {
                    left.push(theatre);
                    changes.spills.extend(spill.map(|to| (to, pair)));
                    changes.fighting.insert(pair);
                }
                Course::End => changes.ended.push((here.place, pair)),
            }
        }
        changes.places.push((here.place, left));
    }
    changes
}

/// What becomes of one of them; it ends where one of the two is gone, or they have become friends.
fn course(
    contacts: &Contacts<'_>,
    given: &Given,
    p: &Parameters,
    (place, theatre): (u32, &Theatre),
    tired: Option<(f64, f64)>,
    luck: &Luck,
) -> Course {
    let pair = theatre.pair;
    let standing = contacts.groups().relations.standing(pair.0, pair.1);
    let hostile = matches!(standing, Standing::War | Standing::Rival);
    let Some(tired) = tired.filter(|_| hostile) else {
        return Course::End;
    };
    let intensity = intensity(p, theatre.intensity, f64::from(theatre.dead));
    let hazard = if contacts.meet(place, pair) {
        end_hazard(p, tired)
    } else {
        1.0 / p.apart.get()
    };
    let mut rng = luck.of(place, mix_all(&[pair.0.0, pair.1.0]));
    if happens(&mut rng, hazard) || intensity < EMBERS {
        return Course::End;
    }
    let spill = happens(&mut rng, p.spill.get() * intensity).then(|| {
        let around = given.country.map.graph.neighbours(place).iter().copied();
        let open = |to: &u32| contacts.land()[*to].theatre(pair).is_none();
        let around = around.filter(|to| open(to) && contacts.meet(*to, pair));
        let around: Vec<u32> = around.collect();
        let stakes: Vec<f64> = around.iter().map(|to| contacts.stake(*to)).collect();
        weighted(&mut rng, &stakes).map(|index| around[index])
    });
    let next = Theatre {
        intensity,
        dead: 0,
        ..*theatre
    };
    Course::On(next, spill.flatten())
}
