//! Whom an event is to befall in a world, how it is written into the script, and whom it befell.

use std::cmp::Reverse;
use std::sync::Arc;

use plaza_model::state::events::{Event, EventKind, EventOutcome};
use plaza_model::state::organizations::{Organization, OrganizationKey, Outcome};
use plaza_model::state::script::{Posting, Removal, Who};
use plaza_model::state::world::World;

use crate::runs::design::{Change, Fallen, TwinEvent, Whose};

/// Whom an event befell.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The organization.
    pub organization: OrganizationKey,
    /// Its name.
    pub name: Arc<str>,
    /// Its rank by members the week before, from 1.
    pub size_rank: u32,
    /// Its members the week before.
    pub members: u32,
    /// Where.
    pub place: u32,
    /// `leader` or `boss`, where somebody fell.
    pub rank: Option<&'static str>,
    /// How he fell.
    pub outcome: Option<Outcome>,
    /// Eligible heirs the week before.
    pub successors: Option<u32>,
}

/// Whom an event is to befall, and who that is.
pub struct Aim {
    /// Whom.
    pub subject: Subject,
    /// Who falls, if anybody does.
    who: Option<Who>,
}

/// Whom the event is to befall in this world; `None` where there is nobody.
pub fn aim(event: &TwinEvent, world: &World, number: u32) -> Option<Aim> {
    let (of, who, place) = match &event.change {
        Change::Nothing => (&Whose::Ranked(1), None, None),
        Change::Removal { of, who, .. } => (of, Some(*who), None),
        Change::Units { of, place, .. } => (of, None, *place),
    };
    let mut ranked: Vec<_> = world.groups.organizations.values().collect();
    ranked.sort_by_key(|organization| (Reverse(organization.members), organization.key));
    let index = match of {
        Whose::Ranked(rank) => *rank as usize - 1,
        Whose::Named(name) => ranked.iter().position(|o| *o.name == **name)?,
        Whose::Each => number as usize % ranked.len().max(1),
        Whose::There(place) => {
            let there = |o: &&&Organization| world.land.members_at(*place, o.key) > 0;
            let strongest = ranked.iter().filter(there).map(|o| o.key);
            let strongest =
                strongest.max_by_key(|key| (world.land.members_at(*place, *key), Reverse(*key)));
            ranked
                .iter()
                .position(|o| Some(o.key) == strongest)
                .unwrap_or(0)
        }
    };
    let organization = ranked.get(index)?;
    let key = organization.key;
    let seat = world.groups.seat(key, &world.land)?;
    let (place, who) = match who {
        None => (place.unwrap_or(seat), None),
        Some(Fallen::Leader) => (seat, Some(Who::Leader(key, None))),
        Some(Fallen::Boss(place)) => {
            let bosses = world.groups.plaza_bosses(key, &world.land);
            let boss = match place {
                Some(place) => bosses.iter().find(|boss| boss.place == place),
                None => bosses.iter().max_by_key(|boss| {
                    let elsewhere = boss.place != seat;
                    (elsewhere, boss.members, Reverse(boss.place))
                }),
            }?;
            (boss.place, Some(Who::Boss(key, boss.place)))
        }
    };
    let subject = Subject {
        organization: key,
        name: organization.name.clone(),
        size_rank: index as u32 + 1,
        members: organization.members,
        place,
        rank: None,
        outcome: None,
        successors: None,
    };
    Some(Aim { subject, who })
}

/// Writes the event into the script of its future.
pub fn script(world: &mut World, event: &TwinEvent, aim: &Aim, week: i32) {
    let script = Arc::make_mut(&mut world.given.script);
    match (&event.change, &aim.who) {
        (Change::Removal { outcome, .. }, Some(who)) => script.removals.push(Removal {
            week,
            who: who.clone(),
            outcome: *outcome,
        }),
        (
            Change::Units {
                force,
                strength,
                weeks,
                ..
            },
            _,
        ) => script.postings.push(Posting {
            forces: vec![*force],
            strength: Some(*strength),
            places: vec![(aim.subject.place, 1.0)],
            weeks: week..week + weeks,
        }),
        _ => {}
    }
}

/// The subject as the event befell it this week; `None` where nobody fell.
pub fn befallen(world: &World, event: &TwinEvent, subject: Subject) -> Option<Subject> {
    let Change::Removal { who, .. } = &event.change else {
        return Some(subject);
    };
    let of = |event: &&Event| {
        event.organization == Some(subject.organization)
            && match who {
                Fallen::Leader => event.kind == EventKind::LeaderRemoved,
                Fallen::Boss(_) => {
                    event.kind == EventKind::BossRemoved && event.place == Some(subject.place)
                }
            }
    };
    let fell = world.record.events.iter().find(of)?;
    Some(Subject {
        place: fell.place.unwrap_or(subject.place),
        rank: fell.kind.rank(),
        outcome: match fell.outcome {
            Some(EventOutcome::Fell(outcome)) => Some(outcome),
            _ => None,
        },
        successors: fell.successors,
        ..subject
    })
}
