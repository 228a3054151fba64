//! The memory of a calibration: `evaluations.jsonl`, a line for each evaluation that is done.
//!
//! It is only ever added to, so that a calibration killed at any moment loses what was being evaluated
//! and nothing else. Each line ends with the SHA-256 of the rest of it: a last line that is torn is taken away,
//! and one that is not as it was written is not believed, but evaluated again. Once the work is done, lines are
//! sorted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use plaza_batch::files::{digest, write_whole};
use plaza_batch::problem::Problem;

use crate::runs::replicate::Stop;
use crate::studies::calibration::evaluate::Model;
use crate::studies::calibration::search::distance_of;
use crate::studies::calibration::{Answer, Calibration, Estimate, Point, Task};

/// The file.
pub const FILE: &str = "evaluations.jsonl";

/// An evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// Digest of the parameter file, of the numbers, and of what was run of them.
    key: String,
    /// The numbers that are not as in the parameter file.
    numbers: BTreeMap<String, f64>,
    replicates: u32,
    weeks: i32,
    /// The first replicate.
    luck: u32,
    /// Names of the policies ranked.
    ranked: Vec<String>,
    /// Medians with their variances, by line of the targets.
    lines: BTreeMap<String, Option<Estimate>>,
    /// By policy ranked.
    effects: Vec<Estimate>,
    /// In tolerances.
    distance: f64,
    failed: Option<String>,
}

/// The evaluations of a folder, and how those are made that it lacks.
#[derive(Debug)]
pub struct Ledger<'a> {
    calibration: &'a Calibration,
    model: &'a Model,
    parameters: String,
    path: PathBuf,
    /// Shared with no other process.
    file: Mutex<File>,
    known: BTreeMap<String, Line>,
    /// Numbers of the lines that are not as they were written.
    altered: Vec<usize>,
    problem: Option<Problem>,
}

impl<'a> Ledger<'a> {
    /// The evaluations of a folder, of which there may be none; `parameters` is the digest of the parameter file that
    /// numbers are put into.
    pub fn open(
        folder: &Path,
        calibration: &'a Calibration,
        model: &'a Model,
        parameters: String,
    ) -> Result<Self, Problem> {
        let path = folder.join(FILE);
        let cannot = |error| Problem::whole(&path, format!("cannot be opened: {error}"));
        let mut options = OpenOptions::new();
        let file = options.create(true).append(true).read(true).open(&path);
        let mut file = file.map_err(cannot)?;
        // Some file systems cannot lock; there, two at once only do the same work twice.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            let message = "is being filled by another plaza, expected to be alone";
            return Err(Problem::whole(folder, message));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(cannot)?;
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        if whole < bytes.len() {
            file.set_len(whole as u64).map_err(cannot)?;
            file.seek(SeekFrom::End(0)).map_err(cannot)?;
        }
        let mut known = BTreeMap::new();
        let mut altered = Vec::new();
        let lines = bytes[..whole].split_inclusive(|byte| *byte == b'\n');
        for (index, text) in lines.enumerate() {
            match unsealed(text) {
                Some(line) => drop(known.insert(line.key.clone(), line)),
                None => altered.push(index + 1),
            }
        }
        Ok(Self {
            calibration,
            model,
            parameters,
            path,
            file: Mutex::new(file),
            known,
            altered,
            problem: None,
        })
    }

    /// That lines are not as they were written, if so.
    pub fn notice(&self) -> Option<String> {
        let first = self.altered.first()?;
        let (count, path) = (self.altered.len(), self.path.display());
        let (lines, are) = match count {
            1 => ("line", "is"),
            _ => ("lines", "are"),
        };
        Some(format!(
            "{path}:{first}: {count} {lines} {are} not what plaza wrote, or of a version without digests: what they \
             say is not believed and evaluated again"
        ))
    }

    /// Answers to these tasks: those that are known, and the others as they are found. `None` when it
    /// was told to stop, or when they cannot be kept; `weeks` is called with weeks that are simulated
    /// and with weeks that need not be.
    pub fn evaluate(
        &mut self,
        tasks: &[Task],
        stop: &Stop,
        weeks: &(dyn Fn(u64, bool) + Sync),
    ) -> Option<Vec<Answer>> {
        let keys: Vec<String> = tasks.iter().map(|task| self.key(task)).collect();
        let mut missing: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, task) in tasks.iter().enumerate() {
            if self.known.contains_key(&keys[at]) || missing.contains_key(keys[at].as_str()) {
                weeks(
                    self.model.weeks(task) * u64::from(task.runs.replicates),
                    false,
                );
            } else {
                missing.insert(&keys[at], at);
            }
        }
        let mut order: Vec<usize> = missing.values().copied().collect();
        order.sort_unstable();
        let lacking: Vec<Task> = order.iter().map(|at| tasks[*at].clone()).collect();
        let found = Mutex::new(Vec::new());
        let failed = Mutex::new(None);
        self.model.evaluate(
            &lacking,
            stop,
            &|task| weeks(self.model.weeks(task), true),
            &|at, answer| {
                let line = self.line(&keys[order[at]], &lacking[at], answer);
                if let Err(problem) = self.keep(&line) {
                    failed.lock().expect(UNPOISONED).get_or_insert(problem);
                    stop.now();
                }
                found.lock().expect(UNPOISONED).push(line);
            },
        );
        let found = found.into_inner().expect(UNPOISONED);
        self.problem = failed.into_inner().expect(UNPOISONED);
        let found = found.into_iter().map(|line| (line.key.clone(), line));
        self.known.extend(found);
        let answer = |key: &String| Some(self.answer(self.known.get(key)?));
        let answers = keys.iter().map(answer).collect();
        if stop.requested() { None } else { answers }
    }

    /// Why evaluations cannot be kept, if so.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Why points failed, each cause once.
    pub fn causes(&self) -> BTreeSet<&str> {
        let lines = self.known.values();
        lines.filter_map(|line| line.failed.as_deref()).collect()
    }

    /// To be called when the work is done: lines by key.
    pub fn sort(&self) -> Result<(), Problem> {
        let text: String = self.known.values().map(text_of).collect();
        write_whole(&self.path, text.as_bytes())
    }

    fn keep(&self, line: &Line) -> Result<(), Problem> {
        let mut file = self.file.lock().expect(UNPOISONED);
        file.write_all(text_of(line).as_bytes())
            .and_then(|()| file.flush())
            .map_err(|error| Problem::unwritten(&self.path, &error))
    }

    /// The numbers of a point that are not as in the parameter file.
    fn numbers(&self, point: &Point) -> BTreeMap<String, f64> {
        let numbers = self.calibration.numbers.iter().zip(point);
        numbers
            .filter(|(number, value)| number.start != **value)
            .map(|(number, value)| (number.name.clone(), *value))
            .collect()
    }

    fn ranked(&self, task: &Task) -> Vec<String> {
        let ranked = self.model.ranked().filter(|_| task.runs.ranked);
        ranked.map(str::to_owned).collect()
    }

    fn key(&self, task: &Task) -> String {
        let mut text = format!(
            "{} {} {} {} {:?}\n",
            self.parameters,
            task.runs.replicates,
            task.runs.weeks,
            task.runs.luck,
            self.ranked(task)
        );
        for (name, value) in self.numbers(&task.point) {
            text += &format!("{name} {value}\n");
        }
        digest(text.as_bytes())[..24].to_owned()
    }

    fn line(&self, key: &str, task: &Task, answer: Answer) -> Line {
        let names = self.calibration.lines.iter().map(|line| line.name());
        Line {
            key: key.to_owned(),
            numbers: self.numbers(&task.point),
            replicates: task.runs.replicates,
            weeks: task.runs.weeks,
            luck: task.runs.luck,
            ranked: self.ranked(task),
            distance: distance_of(self.calibration, &answer),
            lines: names.zip(answer.lines).collect(),
            effects: answer.effects,
            failed: answer.failed,
        }
    }

    fn answer(&self, line: &Line) -> Answer {
        let names = self.calibration.lines.iter().map(|line| line.name());
        let lines = names.map(|name| line.lines.get(&name).copied().flatten());
        Answer {
            lines: match line.failed {
                Some(_) => Vec::new(),
                None => lines.collect(),
            },
            effects: line.effects.clone(),
            failed: line.failed.clone(),
        }
    }
}

const UNPOISONED: &str = "no thread panics while it keeps an evaluation";

/// What stands before the digest that ends a line.
const SEAL: &str = ",\"sha256\":\"";

fn text_of(line: &Line) -> String {
    let text = serde_json::to_string(line).expect("an evaluation becomes JSON");
    let open = text.strip_suffix('}').expect("an object ends so");
    format!("{open}{SEAL}{}\"}}\n", digest(open.as_bytes()))
}

/// The evaluation of a line, if it is as it was written.
fn unsealed(text: &[u8]) -> Option<Line> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix("\"}\n")?;
    let (open, sealed) = text.rsplit_once(SEAL)?;
    let line = || serde_json::from_str(&format!("{open}}}")).ok();
    (digest(open.as_bytes()) == sealed).then(line)?
}
