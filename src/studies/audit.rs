//! `plaza run --audit`: checks the world after every week, and counts the events that happened.

use std::collections::BTreeMap;
use std::sync::Mutex;

use plaza_model::state::tally::Tally;
use plaza_model::state::world::World;

use crate::studies::firing::Firing;
use plaza_batch::failure::Failure;

/// What the audit saw of each replicate and policy.
#[derive(Debug, Default)]
pub struct Audit(Mutex<BTreeMap<(u32, String), Seen>>);

/// What it saw of one.
#[derive(Debug, Default)]
struct Seen {
    /// The first thing broken: week, and what.
    broken: Option<(i32, String)>,
    /// Weeks seen.
    weeks: usize,
    /// Weeks in which each of [`Tally::rules`] did something.
    fired: BTreeMap<&'static str, usize>,
}

impl Audit {
    /// Audits the world after a week.
    pub fn week(&self, world: &World, policy: &str, replicate: u32) {
        let broken = world.audit().err().map(|broken| (world.given.week, broken));
        let mut all = self.0.lock().expect("no thread panics while it notes");
        let seen = all.entry((replicate, policy.to_owned())).or_default();
        seen.broken = seen.broken.take().or(broken);
        seen.weeks += 1;
        for (rule, count) in world.record.tally.rules() {
            *seen.fired.entry(rule).or_default() += usize::from(count > 0);
        }
    }

    /// Runs and weeks that were looked at.
    pub fn looked_at(&self) -> (usize, usize) {
        let all = self.0.lock().expect("no thread panics while it notes");
        (all.len(), all.values().map(|seen| seen.weeks).sum())
    }

    /// How often rules did what no column shows, in the weeks simulated by this call.
    pub fn rules(&self) -> Vec<Firing> {
        let all = self.0.lock().expect("no thread panics while it notes");
        let weeks: usize = all.values().map(|seen| seen.weeks).sum();
        let of = |(rule, _): (&'static str, u32)| {
            let fired = |seen: &Seen| seen.fired.get(rule).copied().unwrap_or(0);
            let runs = all.values().filter(|seen| fired(seen) > 0).count();
            Firing {
                what: format!("rule {rule}"),
                weeks: all.values().map(fired).sum::<usize>() as f64 / weeks.max(1) as f64,
                runs: runs as f64 / all.len().max(1) as f64,
            }
        };
        Tally::default().rules().map(of).into()
    }

    /// Names what was broken, if anything was.
    pub fn name(&self) -> Result<(), Failure> {
        let seen = self.0.lock().expect("no thread panics while it notes");
        let breaches: Vec<_> = seen
            .iter()
            .filter_map(|(run, seen)| Some((run, seen.broken.as_ref()?)))
            .collect();
        if breaches.is_empty() {
            return Ok(());
        }
        let mut text = format!("the audit failed in {} runs:", breaches.len());
        for ((replicate, policy), (week, broken)) in &breaches {
            text += &format!("\n  replicate {replicate} of {policy}, week {week}: {broken}");
        }
        Err(Failure::Work(text))
    }
}
