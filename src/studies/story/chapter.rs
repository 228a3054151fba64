//! The events of one year, kind by kind.

use std::collections::BTreeMap;

use plaza_engine::numbers::grouped;

use crate::studies::story::sentences::{
    absorption, alliance, betrayal, boss, captured, defection, escape, extinction, leader, pact,
    pact_broken, split, truce, war,
};
use crate::studies::story::teller::{Event, Teller, date};

/// How an event is told.
pub type Sentence = fn(&Teller, &Event) -> String;

/// A kind of event: its heading, how many are told in full, how.
pub type Section = (&'static str, &'static str, usize, Sentence);

/// In the order in which a year is told.
pub const SECTIONS: [Section; 14] = [
    ("leader_removed", "Leaders fell", 12, leader),
    ("boss_removed", "Plaza bosses fell", 3, boss),
    ("escape", "Escapes", 6, escape),
    ("split", "Splits", 10, split),
    ("war", "Wars began", 8, war),
    ("truce", "Wars ended", 4, truce),
    ("alliance", "Alliances", 6, alliance),
    ("betrayal", "Betrayals", 6, betrayal),
    ("absorption", "Absorptions", 6, absorption),
    ("defection", "Defections of plaza bosses", 4, defection),
    ("extinction", "Groups that ceased to exist", 6, extinction),
    ("pact", "Pacts with the government", 6, pact),
    ("pact_broken", "Pacts broken", 6, pact_broken),
    ("police_captured", "Police captured", 3, captured),
];

/// States named with their soldiers.
const STATES: usize = 6;

/// The events of a year.
pub fn chapter(teller: &Teller, events: &[&Event]) -> String {
    let mut text = String::new();
    let mut told = 0;
    for (kind, heading, most, sentence) in SECTIONS {
        let of_kind: Vec<&Event> = events.iter().copied().filter(|e| e.kind == kind).collect();
        told += of_kind.len();
        text += &section(teller, heading, most, sentence, &of_kind);
    }
    text += &government(teller, events);
    if told == 0 && text.is_empty() {
        text += "  No notable event.\n";
    }
    text
}

fn section(
    teller: &Teller,
    heading: &str,
    most: usize,
    sentence: Sentence,
    events: &[&Event],
) -> String {
    if events.is_empty() {
        return String::new();
    }
    let mut text = format!("  {heading}: {}{}\n", events.len(), outcomes(events));
    for event in largest(events, most) {
        let (date, told) = (date(teller.map, event.week), sentence(teller, event));
        text += &format!("    week {:>3}, {date}: {told}\n", event.week);
    }
    if events.len() > most {
        let more = grouped((events.len() - most) as f64, 0);
        text += &format!("    and {more} more\n");
    }
    text
}

/// The events with most members, in order of time; of equals the first.
fn largest<'a>(events: &[&'a Event], most: usize) -> Vec<&'a Event> {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(events[*index].members));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|index| events[index]).collect()
}

/// How many came out how, where events have outcomes and there are several.
fn outcomes(events: &[&Event]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for outcome in events.iter().filter_map(|event| event.outcome.as_deref()) {
        *counts.entry(outcome).or_default() += 1;
    }
    if events.len() < 2 || counts.is_empty() {
        return String::new();
    }
    let parts = counts
        .iter()
        .map(|(outcome, count)| format!("{} {count}", outcome.replace('_', " ")));
    format!(" ({})", parts.collect::<Vec<_>>().join(", "))
}

/// What the government did: soldiers and officers who came to places where none were, by state.
fn government(teller: &Teller, events: &[&Event]) -> String {
    let arrivals = events.iter().filter(|event| event.kind == "deployment");
    let mut by_state: BTreeMap<&str, u64> = BTreeMap::new();
    let mut places = 0;
    for event in arrivals {
        places += 1;
        let state = teller.state(event).unwrap_or("places not on the map");
        *by_state.entry(state).or_default() += u64::from(event.members.unwrap_or(0));
    }
    if places == 0 {
        return String::new();
    }
    let total: u64 = by_state.values().sum();
    let mut states: Vec<(&str, u64)> = by_state.into_iter().collect();
    states.sort_by_key(|(_, strength)| std::cmp::Reverse(*strength));
    let mut named: Vec<String> = states
        .iter()
        .take(STATES)
        .map(|(state, strength)| format!("{state} {}", grouped(*strength as f64, 0)))
        .collect();
    if states.len() > STATES {
        named.push(format!("{} other states", states.len() - STATES));
    }
    format!(
        "  Government: units came {} times to a municipality without any, {} soldiers and officers \
         in all\n    {}\n",
        grouped(places as f64, 0),
        grouped(total as f64, 0),
        named.join(", ")
    )
}
