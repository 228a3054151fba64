//! A batch: blocks of replicates under several policies, on all threads.
//!
//! Threads take replicates in order, one at a time, whatever their block; the one that ends the
//! last replicate of a block hands the block to the [`Sink`]. So few blocks still use all threads,
//! and no more blocks are open than there are threads, plus one. What a block holds depends on
//! its replicates and policies alone.
//!
//! ```
//! use plaza_batch::blocks::Block;
//!
//! // 20 replicates are blocks of 8, 8 and 4.
//! assert_eq!(Block::new(2, 20, Vec::new()).replicates, 16..20);
//! ```

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::folded::Folded;
use crate::model::Model;
use crate::replicate::{self, Ending};
use crate::rows::{Recorded, Rows};
use crate::stop::Stop;
use crate::table::Tables;

/// Replicates in a block, the unit of work.
pub const BLOCK: u32 = 8;

/// A block to run: its policies share the weeks before they part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its number, from 0.
    pub number: u32,
    /// Its replicates.
    pub replicates: Range<u32>,
    /// Names of the policies to run it under.
    pub policies: Vec<String>,
}

impl Block {
    /// Block `number` of a batch of `replicates`.
    pub fn new(number: u32, replicates: u32, policies: Vec<String>) -> Self {
        let end = (number + 1).saturating_mul(BLOCK).min(replicates);
        Self {
            number,
            replicates: number * BLOCK..end,
            policies,
        }
    }
}

/// A block that was run under one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// The number of the block.
    pub block: u32,
    /// Its replicates.
    pub replicates: Range<u32>,
    /// Name of the policy.
    pub policy: String,
    /// Rows of the replicates that did not fail, in order of replicates.
    pub recorded: Recorded,
    /// Why replicates failed.
    pub failed: BTreeMap<u32, String>,
}

/// Where finished blocks go.
pub trait Sink: Sync {
    /// Why a block could not be kept.
    type Error: Send;

    /// The tables that a block holds.
    fn tables(&self) -> Tables;

    /// Keeps a block: one entry per policy, in the order of [`Block::policies`]. Called from any
    /// thread, in any order of blocks.
    fn block(&self, finished: Vec<Finished>) -> Result<(), Self::Error>;
}

const UNPOISONED: &str = "no thread panics while it holds a block";

/// How one replicate is run: names of policies and its number to one ending per policy.
pub type Simulate<'a> = &'a (dyn Fn(&[String], u32) -> Vec<Ending> + Sync);

/// How the replicates of a model are run.
pub fn of<'a, M: Model>(
    model: &'a M,
    fork: bool,
    stop: &'a Stop,
) -> impl Fn(&[String], u32) -> Vec<Ending> + Sync + 'a {
    move |names, number| {
        let known = model.policies();
        let policies: Vec<usize> = (names.iter())
            .filter_map(|name| known.iter().position(|known| known == name))
            .collect();
        replicate::run(model, &policies, number, fork, stop)
    }
}

/// Runs `blocks` on the threads of the current rayon pool; `each` is called after each replicate
/// with the number of policies it was run under. A block of which a replicate was stopped is
/// dropped. The first error of the sink stops the batch.
pub fn run<S: Sink>(
    blocks: &[Block],
    simulate: Simulate<'_>,
    stop: &Stop,
    sink: &S,
    each: &(dyn Fn(usize) + Sync),
) -> Result<(), S::Error> {
    let tasks: Vec<(usize, u32)> = blocks
        .iter()
        .enumerate()
        .flat_map(|(index, block)| block.replicates.clone().map(move |r| (index, r)))
        .collect();
    let open: Vec<Mutex<Open>> = blocks.iter().map(|_| Mutex::default()).collect();
    let next = AtomicUsize::new(0);
    let first_error = Mutex::new(None);
    rayon::broadcast(|_| {
        while !stop.requested() {
            let Some(&(index, replicate)) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) else {
                break;
            };
            let block = &blocks[index];
            let endings = simulate(&block.policies, replicate);
            if endings.contains(&Ending::Stopped) {
                break;
            }
            each(endings.len());
            let complete = {
                let mut open = open[index].lock().expect(UNPOISONED);
                open.insert(sink.tables(), replicate, endings);
                let whole = open.endings.len() == block.replicates.len();
                whole.then(|| std::mem::take(&mut *open))
            };
            if let Some(complete) = complete
                && let Err(error) = sink.block(join(block, sink.tables(), complete))
            {
                stop.now();
                first_error.lock().expect(UNPOISONED).get_or_insert(error);
            }
        }
    });
    first_error
        .into_inner()
        .expect(UNPOISONED)
        .map_or(Ok(()), Err)
}

/// A block of which some replicates have ended.
#[derive(Default)]
struct Open {
    endings: BTreeMap<u32, Vec<Ending>>,
    /// Of each policy, the rows of the tables that are folded: of them no replicate keeps its own.
    folded: Vec<Vec<Folded>>,
}

impl Open {
    /// Adds a replicate that has ended.
    fn insert(&mut self, tables: Tables, replicate: u32, mut endings: Vec<Ending>) {
        let none = || {
            let folded = tables.iter().filter(|table| table.folded);
            folded.map(|table| Folded::new(table)).collect()
        };
        self.folded.resize_with(endings.len(), none);
        for (ending, folded) in endings.iter_mut().zip(&mut self.folded) {
            if let Ending::Done(recorded) = ending {
                let rows = recorded.tables.iter_mut();
                let rows = rows.filter(|rows| rows.table.folded);
                for (rows, folded) in rows.zip(folded) {
                    folded.add(&std::mem::replace(rows, Rows::new(rows.table)));
                }
            }
        }
        self.endings.insert(replicate, endings);
    }
}

/// Replicates by policies to policies by replicates.
fn join(block: &Block, tables: Tables, open: Open) -> Vec<Finished> {
    let Open { endings, folded } = open;
    let mut finished: Vec<(Vec<Recorded>, BTreeMap<u32, String>)> =
        vec![Default::default(); block.policies.len()];
    for (replicate, endings) in endings {
        for ((done, failed), ending) in finished.iter_mut().zip(endings) {
            match ending {
                Ending::Done(recorded) => done.push(*recorded),
                Ending::Failed(cause) => {
                    failed.insert(replicate, cause);
                }
                Ending::Stopped => unreachable!("a stopped replicate ends its block"),
            }
        }
    }
    let policies = block.policies.iter().zip(finished).zip(folded);
    let finished = policies.map(|((policy, (done, failed)), folded)| {
        let mut recorded = Recorded::joined(tables, done);
        let rows = recorded.tables.iter_mut();
        let rows = rows.filter(|rows| rows.table.folded);
        for (rows, folded) in rows.zip(folded) {
            *rows = folded.rows();
        }
        Finished {
            block: block.number,
            replicates: block.replicates.clone(),
            policy: policy.clone(),
            recorded,
            failed,
        }
    });
    finished.collect()
}
