//! What `plaza run --audit` looks at: the world after every week, and what fired at all.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;

use crate::cli::Failure;
use crate::experiment::dictionary::{EVENTS, NATIONAL};
use crate::experiment::firing::{Firing, firing};
use crate::io::results;
use crate::state::world::World;

/// The first thing broken in each replicate and policy: week, and what.
#[derive(Debug, Default)]
pub struct Breaches(Mutex<BTreeMap<(u32, String), (i32, String)>>);

impl Breaches {
    /// Audits the world after a week.
    pub fn audit(&self, world: &World, policy: &str, replicate: u32) {
        if let Err(broken) = world.audit() {
            self.0
                .lock()
                .expect("no thread panics while it notes a breach")
                .entry((replicate, policy.to_owned()))
                .or_insert((world.week, broken));
        }
    }

    /// Names what was broken, if anything was.
    pub fn name(self) -> Result<(), Failure> {
        let breaches = self.0.into_inner();
        let breaches = breaches.expect("no thread panics while it notes a breach");
        if breaches.is_empty() {
            return Ok(());
        }
        let mut text = format!("the audit failed in {} runs:", breaches.len());
        for ((replicate, policy), (week, broken)) in &breaches {
            write!(
                text,
                "\n  replicate {replicate} of {policy}, week {week}: {broken}"
            )
            .expect("writing to a string does not fail");
        }
        Err(Failure::Work(text))
    }
}

/// How often each counter and each kind of event was not zero in a result folder, as a table.
pub fn fires(folder: &Path) -> Result<String, Failure> {
    let national = results::read(folder, &NATIONAL)?;
    let events = results::read(folder, &EVENTS)?;
    let rows = firing(&national, &events);
    let width = rows.iter().map(|row| row.what.len()).max().unwrap_or(0);
    let mut text = format!("{:width$}  {:>7}  {:>7}\n", "fired in", "weeks", "runs");
    for row in &rows {
        let Firing { what, weeks, runs } = row;
        let (weeks, runs, note) = (percent(*weeks), percent(*runs), row.verdict());
        let line = format!("{what:width$}  {weeks:>7}  {runs:>7}  {note}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    Ok(text)
}

/// A share in percent; only nothing is 0, only all is 100.
fn percent(share: f64) -> String {
    let shown = match share {
        0.0 | 1.0 => share * 100.0,
        _ => (share * 100.0).clamp(0.01, 99.99),
    };
    format!("{shown:.2}%")
}
