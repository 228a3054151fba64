//! One event in words.

use plaza_engine::numbers::grouped;

use crate::studies::story::teller::{Event, Teller};

/// A leader fell: who, how, where, and whether heirs stood ready.
pub fn leader(teller: &Teller, event: &Event) -> String {
    let heirs = match event.successors {
        None => String::new(),
        Some(0) => "; no heir ready".to_owned(),
        Some(1) => "; 1 heir ready".to_owned(),
        Some(heirs) => format!("; {heirs} heirs ready"),
    };
    let succession = teller.events.iter().find(|next| {
        next.kind == "succession"
            && next.week == event.week
            && next.organization == event.organization
    });
    let followed = match succession.and_then(|next| next.outcome.as_deref()) {
        Some("heir") => ", an heir followed",
        Some("contested") => ", the succession was contested",
        _ => "",
    };
    format!(
        "the leader of {}{} was {}{}{heirs}{followed}",
        who(teller, event),
        members(event),
        fell(event),
        place(teller, event),
    )
}

/// A plaza boss fell.
pub fn boss(teller: &Teller, event: &Event) -> String {
    format!(
        "a plaza boss of {}{} was {}{}",
        who(teller, event),
        members(event),
        fell(event),
        place(teller, event)
    )
}

/// A jailed leader escaped.
pub fn escape(teller: &Teller, event: &Event) -> String {
    let place = place(teller, event);
    format!("a leader of {} escaped{place}", who(teller, event))
}

/// A splinter left.
pub fn split(teller: &Teller, event: &Event) -> String {
    let (from, new) = (who(teller, event), other(teller, event));
    let (members, place) = (members(event), place(teller, event));
    format!("{new}{members} left {from}{place}")
}

/// A war began.
pub fn war(teller: &Teller, event: &Event) -> String {
    let (one, other) = (who(teller, event), other(teller, event));
    let (both, place) = (together(event), place(teller, event));
    format!("{one} against {other}{both}{place}")
}

/// A war ended.
pub fn truce(teller: &Teller, event: &Event) -> String {
    let (one, other) = (who(teller, event), other(teller, event));
    format!("{one} and {other}{}", together(event))
}

/// Two made common cause.
pub fn alliance(teller: &Teller, event: &Event) -> String {
    let (one, other) = (who(teller, event), other(teller, event));
    format!("{one} with {other}{}", members(event))
}

/// An ally became an enemy.
pub fn betrayal(teller: &Teller, event: &Event) -> String {
    let (one, other) = (who(teller, event), other(teller, event));
    format!("{one} turned on {other}{}", members(event))
}

/// A group became part of another.
pub fn absorption(teller: &Teller, event: &Event) -> String {
    let (one, other) = (who(teller, event), other(teller, event));
    format!("{one} and {other} became one{}", members(event))
}

/// A boss went over to another group.
pub fn defection(teller: &Teller, event: &Event) -> String {
    let (one, other) = (who(teller, event), other(teller, event));
    let (members, place) = (members(event), place(teller, event));
    format!("a plaza boss{members} left {one} for {other}{place}")
}

/// A group is gone.
pub fn extinction(teller: &Teller, event: &Event) -> String {
    who(teller, event)
}

/// A group came to terms with the government.
pub fn pact(teller: &Teller, event: &Event) -> String {
    format!("{}{}", who(teller, event), members(event))
}

/// A pact was broken.
pub fn pact_broken(teller: &Teller, event: &Event) -> String {
    format!("with {}{}", who(teller, event), members(event))
}

/// A group captured the police of a place.
pub fn captured(teller: &Teller, event: &Event) -> String {
    let officers = event.members.map_or_else(String::new, |officers| {
        format!(" ({} officers)", grouped(f64::from(officers), 0))
    });
    let place = teller.place(event);
    let place = place.unwrap_or_else(|| "a municipality".to_owned());
    format!("the police of {place}{officers} by {}", who(teller, event))
}

fn who(teller: &Teller, event: &Event) -> String {
    let name = event.organization.as_deref().map(|key| teller.name(key));
    name.unwrap_or_else(|| "a group".to_owned())
}

fn other(teller: &Teller, event: &Event) -> String {
    let name = event.other.as_deref().map(|key| teller.name(key));
    name.unwrap_or_else(|| "another group".to_owned())
}

fn fell(event: &Event) -> String {
    let outcome = event.outcome.as_deref().unwrap_or("removed");
    outcome.replace('_', " ")
}

fn place(teller: &Teller, event: &Event) -> String {
    let place = teller.place(event);
    place.map_or_else(String::new, |place| format!(", in {place}"))
}

fn together(event: &Event) -> String {
    event.members.map_or_else(String::new, |members| {
        format!(" ({} members together)", grouped(f64::from(members), 0))
    })
}

fn members(event: &Event) -> String {
    match event.members {
        None => String::new(),
        Some(1) => " (1 member)".to_owned(),
        Some(members) => format!(" ({} members)", grouped(f64::from(members), 0)),
    }
}
