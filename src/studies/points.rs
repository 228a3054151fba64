//! A design of points: the same experiment with other parameters, levers and settings at each point, on equal luck.
//!
//! The runs of a design are numbered: run i is replicate r of point i / R, where R replicates are run at each point and r is
//! the rest. Its luck, and its draw where parameters are drawn, are those of replicate r, at every point and under every
//! policy.

pub mod files;
pub mod screen;
pub mod section;

use std::fmt;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use plaza_batch::replicate::Ending;
use plaza_batch::rows::{Recorded, Value};
use plaza_batch::stop::Stop;
use plaza_exploration::points::Point;
use plaza_exploration::space::Input;

use crate::runs::design::{Design, Sharing};
use crate::runs::dictionary::TABLES_OF_POINTS;
use crate::runs::replicate::{Watch, run_watched};
use crate::studies::points::section::{DesignTable, Method};
use crate::studies::summary::samples::Samples;

/// The experiment at a point, by its number, in a replicate of it.
pub type At = Arc<dyn Fn(u32, u32) -> Design + Send + Sync>;

/// A design of points.
#[derive(Clone)]
pub struct Points {
    /// The section of the experiment.
    pub table: DesignTable,
    /// What is varied.
    pub inputs: Vec<Input>,
    /// The points.
    pub points: Arc<[Point]>,
    /// Which replicates of a point share a draw of the parameters, where they are drawn.
    pub sharing: Option<Sharing>,
    at: At,
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} points over {:?}", self.points.len(), self.inputs)
    }
}

impl Points {
    /// A design of these points; `at` makes the experiment at a point.
    pub fn new(
        table: DesignTable,
        inputs: Vec<Input>,
        points: Arc<[Point]>,
        sharing: Option<Sharing>,
        at: At,
    ) -> Self {
        Self {
            table,
            inputs,
            points,
            sharing,
            at,
        }
    }

    /// The point of a run, and the replicate of it.
    pub fn of_run(&self, run: u32) -> (u32, u32) {
        let each = self.table.replicates_per_point.max(1);
        (run / each, run % each)
    }

    /// The experiment of a run.
    pub fn design(&self, run: u32) -> Design {
        let (point, replicate) = self.of_run(run);
        (self.at)(point, replicate)
    }

    /// What it says of itself in the manifest.
    pub fn facts(&self) -> Json {
        let table = &self.table;
        let mut facts = json!({
            "method": table.method,
            "points": self.points.len(),
            "replicates_per_point": table.replicates_per_point,
        });
        if let Some(trajectories) = table.trajectories {
            facts["trajectories"] = json!(trajectories);
        }
        if let Some(matrices) = table.matrices {
            facts["matrices"] = json!(matrices);
            facts["base_points"] = json!(table.points);
        }
        if let Some(arranged) = table.arranged {
            facts["arranged"] = json!(arranged);
        }
        if matches!(
            table.method,
            Method::Morris | Method::Factorial | Method::OneAtATime
        ) {
            facts["levels"] = json!(table.levels());
        }
        facts["inputs"] = json!(self.inputs);
        facts
    }

    /// Runs run number `run` under the policies with these indices; one ending per policy, with what it came to.
    pub fn run(
        &self,
        policies: &[usize],
        run: u32,
        fork: bool,
        stop: &Stop,
        watch: Watch<'_>,
    ) -> Vec<Ending> {
        let (point, replicate) = self.of_run(run);
        let design = self.design(run);
        let endings = run_watched(&design, policies, replicate, fork, stop, watch);
        let outcome = |ending| match ending {
            Ending::Done(recorded) => {
                Ending::Done(Box::new(self.outcome(&design, point, replicate, &recorded)))
            }
            other => other,
        };
        endings.into_iter().map(outcome).collect()
    }

    /// What a replicate came to: one row.
    fn outcome(
        &self,
        design: &Design,
        point: u32,
        replicate: u32,
        recorded: &Recorded,
    ) -> Recorded {
        let mut samples = Samples::since(design.policies_from);
        samples.add(&recorded.tables[0]);
        let mut outcome = Recorded::of(&TABLES_OF_POINTS);
        let draw = self.sharing.map(|sharing| sharing.draw_of(replicate));
        for (policy, sample) in samples.iter() {
            let keys = [
                Value::Integer(i64::from(point)),
                Value::Text(policy.clone()),
                Value::Integer(i64::from(replicate)),
                draw.map_or(Value::Null, |draw| Value::Integer(i64::from(draw))),
            ];
            let metrics = sample.values.iter().map(|of| match of[0] {
                value if value.is_finite() => Value::Real(value),
                _ => Value::Null,
            });
            outcome.tables[0].push(keys.into_iter().chain(metrics));
        }
        outcome
    }
}
