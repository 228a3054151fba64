//! The events of a replicate one by one, each in words.

use std::collections::BTreeMap;

use plaza_model::units::WEEKS_PER_YEAR;

use crate::studies::story::chapter::SECTIONS;
use crate::studies::story::teller::{Event, Source, Teller};

/// Events of a kind told of a year at most: those with most members.
const MOST: usize = 30;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub week: i32,
    /// What kind of event.
    pub kind: String,
    /// Where, by place of the map.
    pub place: Option<u32>,
    /// To whom: the key of a group.
    pub organization: Option<String>,
    /// In words.
    pub text: String,
}

/// What happened in a replicate, in order of time.
pub fn happened(of: Source) -> Vec<Happened> {
    let teller = Teller::new(of);
    let mut all = Vec::new();
    for (kind, _, _, sentence) in SECTIONS {
        let mut years: BTreeMap<i32, Vec<&Event>> = BTreeMap::new();
        for event in teller.events.iter().filter(|event| event.kind == kind) {
            let year = event.week.div_euclid(WEEKS_PER_YEAR);
            years.entry(year).or_default().push(event);
        }
        for events in years.values_mut() {
            events.sort_by_key(|event| std::cmp::Reverse(event.members));
            all.extend(events.iter().take(MOST).map(|event| Happened {
                week: event.week,
                kind: kind.to_owned(),
                place: event.place.as_deref().and_then(|code| of.map.find(code)),
                organization: event.organization.clone(),
                text: capital(&sentence(&teller, event)),
            }));
        }
    }
    all.sort_by_key(|event| event.week);
    all
}

/// A sentence with a capital at its start.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
