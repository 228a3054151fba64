//! Twins: pairs of futures that are equal until a week and differ in one event, on equal luck.
//!
//! Of each replicate the weeks up to the event are lived through once. Then it goes on without the
//! event, and once more with each of the events; the difference from there on is the event's effect on
//! that country, known without error. Over many pairs the effect has a mean and an interval.

pub mod curves;
pub mod differences_figure;
pub mod effects;
pub mod files;
pub mod pair;
pub mod recorded;
pub mod screen;
pub mod section;
pub mod spillover;
pub mod spillover_figure;
pub mod subject;
pub mod surroundings;
pub mod tables;
pub mod weeks;

use std::collections::BTreeMap;

use plaza_batch::rows::Recorded;
use plaza_engine::failure::caught;

use crate::runs::design::{Design, Sharing};
use crate::runs::replicate::{Ending, Stop};
use crate::studies::twin::pair::{Difference, Pair, live};
use crate::studies::twin::weeks::told;

/// All pairs of an experiment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairs {
    /// Names of the events.
    pub events: Vec<String>,
    /// The first week told, relative to the event's.
    pub first: i32,
    /// The last.
    pub last: i32,
    /// Which pairs share a draw of the parameters.
    pub sharing: Sharing,
    /// Those that were lived through, by number.
    pub pairs: Vec<Pair>,
    /// Those that failed, and why.
    pub failed: Vec<(u32, String)>,
}

impl Pairs {
    /// How many weeks are told.
    pub fn weeks(&self) -> usize {
        (self.last - self.first + 1) as usize
    }

    /// The differences of one event, with the numbers of their pairs.
    pub fn of(&self, event: usize) -> impl Iterator<Item = (u32, &Difference)> {
        self.pairs.iter().flat_map(move |pair| {
            let mine = pair.differences.iter().filter(move |d| d.event == event);
            mine.map(|difference| (pair.number, difference))
        })
    }

    /// Adds what events changed in the pairs of these rows; or says why they are none of them.
    pub fn add(&mut self, recorded: &Recorded, design: &Design) -> Result<(), String> {
        for (number, difference) in recorded::differences(recorded, design)? {
            let at = self.pairs.binary_search_by_key(&number, |pair| pair.number);
            let at = at.map_err(|_| format!("pair {number} is not of the experiment"))?;
            self.pairs[at].differences.push(difference);
        }
        Ok(())
    }

    /// Pairs in which an event did not take place, since there was nobody whom it could befall.
    pub fn without(&self, event: usize) -> usize {
        self.pairs.len() - self.of(event).count()
    }
}

/// Lives through one pair: its rows, in the place of a replicate's of a run.
pub fn run(design: &Design, number: u32, stop: &Stop) -> Ending {
    let Some(twin) = &design.twin else {
        return Ending::Failed("the experiment names no event".to_owned());
    };
    match caught(|| live(design, twin, number, stop)) {
        Ok(Some(pair)) => Ending::Done(Box::new(recorded::rows(&pair, design))),
        Ok(None) => Ending::Stopped,
        Err(cause) => Ending::Failed(cause),
    }
}

/// The pairs of an experiment, none of them read yet, of which these failed.
pub fn pairs(design: &Design, failed: BTreeMap<u32, String>) -> Pairs {
    let twin = design.twin.as_ref();
    let (first, last) = twin.map_or((0, 0), |twin| told(design, twin.week));
    let events = twin.into_iter().flat_map(|twin| &twin.events);
    let lived = (0..design.replicates).filter(|number| !failed.contains_key(number));
    Pairs {
        events: events.map(|event| event.name.clone()).collect(),
        first,
        last,
        sharing: design.sharing(),
        pairs: lived
            .map(|number| Pair {
                number,
                differences: Vec::new(),
            })
            .collect(),
        failed: failed.into_iter().collect(),
    }
}
