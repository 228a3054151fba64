//! The memory that the machine has. Nothing below the command line knows it.

use std::str::FromStr;

use plaza_batch::failure::Failure;
use sysinfo::{MemoryRefreshKind, System};

use crate::studies::footprint;
use crate::studies::footprint::Footprint;

/// An amount of memory, as in `16G` or `800M`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory(f64);

impl Memory {
    /// How much it is, in bytes.
    pub fn bytes(self) -> f64 {
        self.0
    }
}

impl FromStr for Memory {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let units = [("G", 1e9), ("M", 1e6), ("K", 1e3)];
        let text = text.trim().trim_end_matches(['B', 'b']).to_uppercase();
        let (number, unit) = units
            .into_iter()
            .find_map(|(letter, unit)| Some((text.strip_suffix(letter)?, unit)))
            .unwrap_or((&text, 1.0));
        let number = number.trim().parse().ok();
        let bytes = number.map(|number: f64| number * unit);
        let bytes = bytes.filter(|bytes| (1e6..=1e15).contains(bytes));
        let expected = "expected bytes with K, M or G behind, 1M or more, as in `16G`";
        bytes.map(Self).ok_or_else(|| expected.to_owned())
    }
}

/// Bytes of memory that a program can have now; `None` where the system does not say.
pub fn memory() -> Option<u64> {
    let mut system = System::new().ok()?;
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    // A container's own limit holds; what is free of it does not count caches that give way.
    let limit = system.cgroup_limits().map(|limits| limits.total_memory);
    let available = system.available_memory().min(limit.unwrap_or(u64::MAX));
    (available > 0).then_some(available)
}

/// Refuses what would need more memory than this, or than the machine has.
pub fn refuse_beyond(
    asked: Option<Memory>,
    name: &str,
    threads: usize,
    needed: impl Fn(usize) -> Footprint,
) -> Result<(), Failure> {
    let there = asked.map(Memory::bytes);
    let Some(there) = there.or_else(|| memory().map(|bytes| bytes as f64)) else {
        return Ok(());
    };
    footprint::fits(needed, threads, there)
        .map_err(|too_large| Failure::Call(format!("experiment `{name}` {too_large}")))
}
