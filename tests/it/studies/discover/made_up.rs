//! Folders of designs that are made up: outcomes are formulas of the inputs, so that what is to be found is known.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use plaza::runs::dictionary::{OUTCOMES_OF_POINTS, POINT, TABLES_OF_POINTS};
use plaza::runs::made::{BY_DESIGN, Made};
use plaza::runs::replicate::{Ending, Stop};
use plaza::setup::inputs;
use plaza_batch::blocks as batch;
use plaza_batch::files::digest;
use plaza_batch::manifest::{Manifest, PolicyResults};
use plaza_batch::results::Results;
use plaza_batch::rows::{Recorded, Rows, Value};
use plaza_batch::table::{Column, Kind as Of, Table, Type};
use plaza_exploration::points::{Point, morris, sobol};
use plaza_exploration::space::{Input, Over};

use crate::runs::fake::{call, push};

/// How points are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Sobol's sequence.
    Lattice,
    /// So many trajectories.
    Morris,
    /// So many pairs of base points.
    Saltelli,
}

/// What deaths under the last policy go with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trap {
    /// With the effect of removals, and the map: more than under the others on the far one, where removals work well.
    Far,
    /// With the effect alone: fewer where it is small, more where it is great, as many in the mean.
    Effect,
    /// With no input: they are scattered over points.
    Nothing,
    /// With the effect, by luck: more where it is great in five of eight futures, fewer in the others.
    Luck,
}

/// A design with three policies and three inputs, one of which says nothing.
pub struct MadeUp {
    points: Vec<Point>,
    futures: u32,
    facts: serde_json::Value,
    /// A run that fails under the last policy.
    pub failing: Option<u32>,
    /// What deaths under `trap` go with.
    pub trap: Trap,
}

const POLICIES: [&str; 3] = ["status_quo", "good", "trap"];

fn all_inputs() -> Vec<Input> {
    let range = Over::Range {
        low: 0.0,
        high: 1.0,
        log: false,
    };
    let choices = Over::Choices(["near", "far"].map(str::to_owned).to_vec());
    let input = |(name, over): (&str, &Over)| Input {
        name: name.to_owned(),
        over: over.clone(),
    };
    let all = [
        ("parameters.removal.effect", &range),
        ("parameters.unused.rate", &range),
        ("map", &choices),
    ];
    all.map(input).to_vec()
}

/// Deaths under a policy at a point, but for luck, which is the same for all of a future.
fn deaths(policy: &str, point: &[f64]) -> f64 {
    let (effect, far) = (point[0], point[2] == 1.0);
    match policy {
        "status_quo" => 120.0,
        "good" => 120.0 - 10.0 - 4.0 * effect,
        _ if far => 120.0 + 100.0 * (effect - 0.6),
        _ => 120.0 - 40.0 + 10.0 * effect,
    }
}

impl MadeUp {
    /// Of so many points, trajectories or base points, and so many futures at each.
    pub fn new(kind: Kind, size: u32, futures: u32) -> Self {
        let inputs = all_inputs();
        let (points, method, more) = match kind {
            Kind::Lattice => (sobol::sequence(&inputs, size, 7), "sobol", json!({})),
            Kind::Morris => {
                let more = json!({ "trajectories": size, "levels": 4 });
                (morris::trajectories(&inputs, size, 4, 7), "morris", more)
            }
            Kind::Saltelli => {
                let more = json!({ "matrices": "saltelli", "base_points": size });
                (sobol::saltelli(&inputs, size, 7), "sobol", more)
            }
        };
        let mut facts = json!({
            "method": method, "points": points.len(), "replicates_per_point": futures, "inputs": inputs,
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            facts[key] = value.clone();
        }
        Self {
            points,
            futures,
            facts,
            failing: None,
            trap: Trap::Far,
        }
    }

    /// Writes the folder, as `plaza design` leaves it.
    pub fn write(&self, path: &Path) {
        let runs = self.points.len() as u32 * self.futures;
        let call = call(&POLICIES, runs);
        let asked = Manifest {
            design: Some(self.facts.clone()),
            policies: (POLICIES.iter())
                .map(|name| {
                    (
                        (*name).to_owned(),
                        PolicyResults::asked(digest(name.as_bytes()), runs),
                    )
                })
                .collect(),
            ..call.asked()
        };
        let folder = inputs::open(path, asked, &call.inputs()).expect("a folder");
        let simulate = |policies: &[String], run: u32| -> Vec<Ending> {
            policies
                .iter()
                .map(|policy| self.ending(policy, run))
                .collect()
        };
        let stop = Stop::default();
        batch::run(folder.missing(), &simulate, &stop, &folder, &|_| {}).expect("blocks");
        folder.finish().expect("whole");
        let results = Results::open(path).expect("a result folder");
        let mut made = Made::open(&results, BY_DESIGN);
        made.table(&self.experiments()).expect("written");
        made.finish().expect("noted");
    }

    fn ending(&self, policy: &str, run: u32) -> Ending {
        if policy == "trap" && self.failing == Some(run) {
            return Ending::Failed("it was to fail".to_owned());
        }
        let (point, future) = (run / self.futures, run % self.futures);
        let luck = 3.0 * libm::sin(f64::from(future) * 2.4);
        let effect = self.points[point as usize][0];
        let mean = match self.trap {
            Trap::Nothing if policy == "trap" => {
                120.0 + 10.0 * libm::sin(f64::from(point * point) * 12.9898)
            }
            Trap::Effect if policy == "trap" => 120.0 + 40.0 * (effect - 0.5),
            Trap::Luck if policy == "trap" => {
                let sign = if future % 8 < 5 { 1.0 } else { -1.0 };
                120.0 + sign * 40.0 * (effect - 0.5)
            }
            _ => deaths(policy, &self.points[point as usize]),
        };
        let deaths = mean + luck;
        let named = BTreeMap::from([
            ("point", Value::Integer(i64::from(point))),
            ("policy", Value::Text(policy.into())),
            ("replicate", Value::Integer(i64::from(future))),
            ("draw", Value::Null),
            ("oc_deaths", Value::Real(deaths)),
            ("trust_police", Value::Real(1.0 - deaths / 1000.0)),
        ]);
        let named: Vec<(&str, Value)> = named.into_iter().collect();
        let mut recorded = Recorded::of(&TABLES_OF_POINTS);
        assert_eq!(recorded.tables[0].table.name, OUTCOMES_OF_POINTS.name);
        push(&mut recorded.tables[0], &named);
        Ending::Done(Box::new(recorded))
    }

    fn experiments(&self) -> Rows {
        let inputs = all_inputs();
        let column = |input: &Input| Column {
            name: input.name.clone().leak(),
            r#type: match input.over {
                Over::Range { .. } => Type::Real,
                Over::Choices(_) => Type::Text,
            },
            nullable: false,
            unit: "-",
            kind: Of::Attribute,
            formula: "an input",
        };
        let columns: Vec<Column> = [POINT]
            .into_iter()
            .chain(inputs.iter().map(column))
            .collect();
        let table = Table::new("experiments", "a point", columns.leak());
        let mut rows = Rows::new(Box::leak(Box::new(table)));
        for (number, point) in self.points.iter().enumerate() {
            let values = inputs
                .iter()
                .zip(point)
                .map(|(input, x)| match &input.over {
                    Over::Range { .. } => Value::Real(*x),
                    Over::Choices(names) => Value::Text(names[*x as usize].as_str().into()),
                });
            rows.push([Value::Integer(number as i64)].into_iter().chain(values));
        }
        rows
    }
}
