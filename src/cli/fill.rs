//! Fills a result folder: says what of it was damaged, runs the blocks that it lacks, keeps its log.

use std::sync::Arc;

use crate::cli::progress::Progress;
use crate::cli::{Failure, machine};
use crate::experiment::batch::{self, Block, Simulate};
use crate::experiment::replicate::Stop;
use crate::io::manifest::Manifest;
use crate::io::problem::Problem;
use crate::io::result_folder::ResultFolder;

/// How a folder is filled.
pub struct Filling<'a> {
    /// Threads asked for; 0 for one per core.
    pub threads: usize,
    /// Weeks of one run, for the progress that is shown.
    pub weeks: u64,
    /// Whether nothing is shown.
    pub quiet: bool,
    /// Told to stop.
    pub stop: &'a Arc<Stop>,
}

impl Filling<'_> {
    /// Runs what the folder lacks.
    pub fn fill(&self, folder: ResultFolder, simulate: Simulate<'_>) -> Result<Manifest, Failure> {
        if let Some(problem) = folder.lost() {
            remark!("warning: {problem}");
        }
        for problem in folder.damaged() {
            remark!("warning: {problem}; it is made again");
        }
        let work = |problem: Problem| Failure::Work(problem.to_string());
        let blocks = folder.missing();
        let replicates = blocks.iter().map(|block| block.replicates.len()).sum();
        let of_threads = machine::threads(self.threads, replicates, machine::cores());
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(of_threads)
            .build()
            .map_err(|error| Failure::Work(format!("cannot start threads: {error}")))?;
        let started = format!(
            "started: {} blocks to run, {of_threads} threads",
            blocks.len()
        );
        folder.log(&started).map_err(work)?;
        let progress = Progress::start(runs(blocks) * self.weeks, self.quiet);
        let outcome = threads.install(|| {
            batch::run(blocks, simulate, self.stop, &folder, &|runs| {
                progress.add(runs as u64 * self.weeks);
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
        Ok(folder.into_manifest())
    }
}

/// Replicates times policies of some blocks.
pub fn runs(blocks: &[Block]) -> u64 {
    blocks
        .iter()
        .map(|block| (block.replicates.len() * block.policies.len()) as u64)
        .sum()
}
