//! An experiment run into a folder, in one call.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use plaza::setup::run::Running;
//! use plaza::setup::{Overrides, load};
//! use plaza_batch::stop::Stop;
//!
//! let experiment = "configs/experiments/smoke.toml".as_ref();
//! let loaded = load(Some(experiment), &Overrides::default()).expect("an experiment without mistakes");
//! let stop = Arc::new(Stop::default());
//! let results = loaded.run_into("results/mine".as_ref(), &Running::new(&stop)).expect("a run");
//! assert_eq!(results.manifest.failed().count(), 0);
//! ```

use std::path::Path;
use std::sync::Arc;

use plaza_batch::failure::Failure;
use plaza_batch::fill::Filling;
use plaza_batch::progress::Unit;
use plaza_batch::replicate::Ending;
use plaza_batch::shard::Shard;
use plaza_batch::stop::Stop;
use plaza_model::state::world::World;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::replicate;
use crate::setup::results::Results;
use crate::setup::{Loaded, inputs};
use crate::studies::twin;

/// The unit of work on the screen.
pub const YEARS: Unit = Unit {
    name: "replicate-years",
    steps: WEEKS_PER_YEAR.unsigned_abs(),
};

/// What sees the world after every week: with the name of a policy and the number of the replicate.
pub type Watch<'a> = &'a (dyn Fn(&World, &str, u32) + Sync);

/// How an experiment is run; its results depend on none of it but the shard.
#[derive(Clone, Copy)]
pub struct Running<'a> {
    /// The part of the batch that is run.
    pub shard: Option<Shard>,
    /// Threads asked for; 0 for one per core.
    pub threads: usize,
    /// Whether policies share the weeks in which they do not differ.
    pub fork: bool,
    /// Whether no progress is shown.
    pub quiet: bool,
    /// Told to stop.
    pub stop: &'a Arc<Stop>,
    /// Sees the worlds.
    pub watch: Watch<'a>,
}

impl<'a> Running<'a> {
    /// The whole batch on all cores, in silence.
    pub fn new(stop: &'a Arc<Stop>) -> Self {
        Self {
            shard: None,
            threads: 0,
            fork: true,
            quiet: true,
            stop,
            watch: &|_, _, _| {},
        }
    }
}

impl Loaded {
    /// Runs what a folder lacks of the experiment: replicates under every policy, at every point of a design, or pairs of a
    /// twin experiment. What it
    /// holds already is not run again; what it holds of another experiment is an error. Gives the folder, opened.
    pub fn run_into(self, folder: &Path, running: &Running<'_>) -> Result<Results, Failure> {
        let folder = inputs::open(folder, self.asked(running.shard), &self.inputs)?;
        let filling = Filling {
            threads: running.threads,
            steps: self.weeks_of_a_run(),
            unit: YEARS,
            quiet: running.quiet,
            stop: running.stop,
        };
        let simulate = self.simulate(running.fork, running.stop, running.watch);
        let opened = filling.fill(folder, &simulate)?;
        drop(simulate);
        Ok(Results::filled(opened, self))
    }

    /// How a replicate, or a pair, of the experiment is run.
    pub fn simulate<'a>(
        &'a self,
        fork: bool,
        stop: &'a Stop,
        watch: Watch<'a>,
    ) -> impl Fn(&[String], u32) -> Vec<Ending> + Sync + 'a {
        let design = &self.design;
        move |names, number| {
            if design.twin.is_some() {
                return vec![twin::run(design, number, stop)];
            }
            let policies: Vec<usize> = (names.iter())
                .filter_map(|name| design.policies.iter().position(|p| p.name == *name))
                .collect();
            let watch = |world: &World, policy: &str| watch(world, policy, number);
            match &self.points {
                Some(points) => points.run(&policies, number, fork, stop, &watch),
                None => replicate::run_watched(design, &policies, number, fork, stop, &watch),
            }
        }
    }

    /// Weeks simulated in one run under one policy, or of one pair.
    pub fn weeks_of_a_run(&self) -> u64 {
        match self.design.twin {
            Some(_) => twin::weeks::weeks_of_a_pair(&self.design),
            None => u64::from(self.design.weeks.unsigned_abs()),
        }
    }
}
