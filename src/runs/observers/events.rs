//! What is recorded of an event.

use std::sync::Arc;

use plaza_batch::rows::Value;
use plaza_model::state::events::Event;

use crate::runs::observers::{int, key, maybe};

/// Its row, from the week on.
pub fn values(week: i32, event: &Event, codes: &[Arc<str>]) -> impl Iterator<Item = Value> {
    let text = |text: &'static str| Value::Text(text.into());
    [
        int(week),
        text(event.kind.label()),
        maybe(event.organization, key),
        maybe(event.other, key),
        maybe(event.place, |place| {
            Value::Text(codes[place as usize].clone())
        }),
        maybe(event.kind.rank(), text),
        maybe(event.outcome, |outcome| text(outcome.label())),
        maybe(event.successors, int),
        maybe(event.members, int),
    ]
    .into_iter()
}
