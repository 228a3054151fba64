//! Batches with a replicate of which only the number and the policy matter, so that tests of
//! folders need no model.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use plaza_batch::blocks as batch;
use plaza_batch::blocks::Simulate;
use plaza_batch::files::digest;
use plaza_batch::manifest::{Manifest, PolicyResults, VERSION};
use plaza_batch::problem::Problem;
use plaza_batch::rows::{Recorded, Rows, Value};

use plaza::runs::dictionary::{TABLES, Type};
use plaza::runs::replicate::{Ending, Stop};
use plaza::setup::inputs;
use plaza::setup::inputs::Input;
use plaza_batch::shard::Shard;

const MAP: &str = include_str!("../../../configs/maps/grid_12x12.toml");

/// What a call asks for.
#[derive(Clone, Debug)]
pub struct Call {
    pub policies: Vec<&'static str>,
    pub replicates: u32,
    pub shard: Option<Shard>,
    pub threads: usize,
    /// Stop after so many runs.
    pub killed_after: Option<usize>,
    /// What is in the parameter file.
    pub parameters: &'static str,
    /// Whether municipalities are averaged over replicates.
    pub means: bool,
}

/// A call for these policies and replicates.
pub fn call(policies: &[&'static str], replicates: u32) -> Call {
    Call {
        policies: policies.to_vec(),
        replicates,
        shard: None,
        threads: 2,
        killed_after: None,
        parameters: "rate = 1",
        means: false,
    }
}

impl Call {
    pub fn shard(mut self, shard: &str) -> Self {
        self.shard = Some(shard.parse().expect("a shard"));
        self
    }

    pub fn inputs(&self) -> Vec<Input> {
        let input = |path: &str, text: String| Input {
            path: path.to_owned(),
            bytes: text.into_bytes(),
        };
        let experiment = format!(
            "name = \"fake\"\nmap = \"map.toml\"\npolicies = {:?}\nreplicates = {}\nweeks = 20\nseed = 1\n",
            self.policies, self.replicates
        );
        let mut inputs = vec![
            input("experiment.toml", experiment),
            input("parameters.toml", self.parameters.to_owned()),
            input("map.toml", MAP.to_owned()),
        ];
        for policy in &self.policies {
            inputs.push(input(&format!("policies/{policy}.toml"), (*policy).into()));
        }
        inputs
    }

    pub fn asked(&self) -> Manifest {
        let policy = |name: &str| PolicyResults {
            digest: digest(name.as_bytes()),
            notices: Vec::new(),
            replicates: self.replicates,
            blocks: BTreeMap::new(),
            means: None,
        };
        let policies = self.policies.iter();
        Manifest {
            plaza: VERSION.to_owned(),
            experiment: "fake".to_owned(),
            notices: Vec::new(),
            digest: digest(self.parameters.as_bytes()),
            seed: 1,
            weeks: 20,
            shard: self.shard,
            means: self.means,
            twin: false,
            design: None,
            inputs: self
                .inputs()
                .into_iter()
                .map(|input| (input.path, digest(&input.bytes)))
                .collect(),
            policies: policies
                .map(|name| ((*name).to_owned(), policy(name)))
                .collect(),
            sha256: String::new(),
        }
    }

    /// Opens the folder and runs what is missing; how many runs that were.
    pub fn run(&self, path: &Path) -> Result<usize, Problem> {
        self.run_with(path, &simulate)
    }

    pub fn run_with(&self, path: &Path, simulate: Simulate<'_>) -> Result<usize, Problem> {
        let folder = inputs::open(path, self.asked(), &self.inputs())?;
        let stop = Stop::default();
        let done = std::sync::atomic::AtomicUsize::new(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads);
        let pool = pool.build().expect("a pool of a few threads");
        pool.install(|| {
            batch::run(folder.missing(), simulate, &stop, &folder, &|runs| {
                let done = done.fetch_add(runs, std::sync::atomic::Ordering::Relaxed) + runs;
                if self.killed_after.is_some_and(|after| done >= after) {
                    stop.now();
                }
            })
        })?;
        if !stop.requested() {
            folder.finish()?;
        }
        Ok(done.into_inner())
    }
}

/// The ending of one replicate under some policies. Takes longer for some than for others, so
/// that they do not end in order.
pub fn simulate(policies: &[String], replicate: u32) -> Vec<Ending> {
    sleep(Duration::from_millis(u64::from(replicate * 7 % 4)));
    policies
        .iter()
        .map(|policy| Ending::Done(Box::new(recorded(policy, replicate))))
        .collect()
}

fn recorded(policy: &str, replicate: u32) -> Recorded {
    let mut recorded = Recorded::of(&TABLES);
    for rows in &mut recorded.tables {
        for row in 0..i64::from(replicate * 5 % 17) {
            let columns = rows.table.columns;
            rows.push(columns.iter().map(|column| match column.name {
                "policy" => Value::Text(policy.into()),
                "replicate" => Value::Integer(i64::from(replicate)),
                // Replicates have municipalities and years in common.
                "year" => Value::Integer(2007),
                _ => match column.r#type {
                    Type::Integer => Value::Integer(row * i64::from(replicate)),
                    Type::Real => Value::Real(row as f64 / 3.0),
                    Type::Text => Value::Text(format!("{policy}{row}").into()),
                    Type::Texts => Value::Texts(vec!["x".into(); row as usize % 3]),
                },
            }));
        }
    }
    recorded
}

/// Every file of a folder but `run.log`, by its path.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name() != Some("run.log".as_ref()) {
                let name = path.strip_prefix(folder).expect("a path within the folder");
                files.insert(
                    name.display().to_string(),
                    fs::read(&path).expect("a readable file"),
                );
            }
        }
    }
    files
}

/// Fails with the names of the files that differ, not with their bytes.
#[track_caller]
pub fn assert_equal(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    let differing: Vec<&String> = one
        .keys()
        .chain(other.keys())
        .filter(|name| one.get(*name) != other.get(*name))
        .collect();
    assert!(differing.is_empty(), "folders differ in {differing:?}");
}

/// Adds a row with these values; other numbers are 0, other texts `p`, and null where they may be.
pub fn push(rows: &mut Rows, named: &[(&str, Value)]) {
    rows.push(rows.table.columns.iter().map(|column| {
        let given = named.iter().find(|(name, _)| *name == column.name);
        match (given, column.nullable, column.r#type) {
            (Some((_, value)), ..) => value.clone(),
            (None, true, _) => Value::Null,
            (None, _, Type::Integer) => Value::Integer(0),
            (None, _, Type::Real) => Value::Real(0.0),
            (None, _, Type::Text) => Value::Text("p".into()),
            (None, _, Type::Texts) => Value::Texts(Vec::new()),
        }
    }));
}
