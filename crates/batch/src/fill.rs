//! Fills a result folder: reports damage, runs the missing blocks, writes the log.

use std::sync::Arc;

use crate::blocks::{self, Block, Simulate};
use crate::failure::Failure;
use crate::manifest::Manifest;
use crate::problem::Problem;
use crate::progress::{Progress, Unit};
use crate::remark;
use crate::result_folder::ResultFolder;
use crate::results::Results;
use crate::stop::Stop;
use crate::threads;

/// How a folder is filled.
pub struct Filling<'a> {
    /// Threads asked for; 0 for one per core.
    pub threads: usize,
    /// Steps of one run, for the progress that is shown.
    pub steps: u64,
    /// What that is counted in.
    pub unit: Unit,
    /// Whether nothing is shown.
    pub quiet: bool,
    /// Told to stop.
    pub stop: &'a Arc<Stop>,
}

impl Filling<'_> {
    /// Runs what the folder lacks; gives the folder, opened.
    pub fn fill(&self, folder: ResultFolder, simulate: Simulate<'_>) -> Result<Results, Failure> {
        if let Some(problem) = folder.lost() {
            remark!("warning: {problem}");
        }
        for problem in folder.damaged() {
            remark!("warning: {problem}; it is made again");
        }
        let work = |problem: Problem| Failure::Work(problem.to_string());
        let blocks = folder.missing();
        let replicates = blocks.iter().map(|block| block.replicates.len()).sum();
        let of_threads = threads::threads(self.threads, replicates, threads::cores());
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(of_threads)
            .build()
            .map_err(|error| Failure::Work(format!("cannot start threads: {error}")))?;
        let started = format!(
            "started: {} blocks to run, {of_threads} threads",
            blocks.len()
        );
        folder.log(&started).map_err(work)?;
        let progress = Progress::start(runs(blocks) * self.steps, self.unit, self.quiet);
        let outcome = pool.install(|| {
            blocks::run(blocks, simulate, self.stop, &folder, &|runs| {
                progress.add(runs as u64 * self.steps);
            })
        });
        progress.finish();
        outcome.map_err(work)?;
        if self.stop.requested() {
            folder.log("stopped").map_err(work)?;
            return Err(Failure::Interrupted(format!(
                "stopped; finished blocks are in {}, the same command goes on from there",
                folder.path().display()
            )));
        }
        folder.finish().map_err(work)?;
        folder.log("finished").map_err(work)?;
        Ok(folder.into_results())
    }
}

/// Replicates times policies of some blocks.
pub fn runs(blocks: &[Block]) -> u64 {
    blocks
        .iter()
        .map(|block| (block.replicates.len() * block.policies.len()) as u64)
        .sum()
}

/// Names the replicates that failed, if there are any.
pub fn name_failed(manifest: &Manifest) -> Result<(), Failure> {
    let failed: Vec<String> = manifest
        .failed()
        .map(|(policy, replicate, cause)| format!("  replicate {replicate} of {policy}: {cause}"))
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::Work(format!(
        "{} of the runs failed; their rows are absent, the rest is kept:\n{}",
        failed.len(),
        failed.join("\n")
    )))
}
