//! Experiments read from files, with all they name, checked whole before anything runs.

pub mod abroad;
pub mod bounds;
pub mod crossing;
pub mod draws;
pub mod experiment;
mod extending;
mod gathering;
pub mod inputs;
pub mod levers;
mod loaded;
mod overrides;
pub mod parameters;
pub mod policies;
pub mod posterior;
mod recording;
pub mod replay;
pub mod results;
pub mod run;
pub mod scaling;
pub mod schemas;
pub mod variants;
pub mod varied;

use std::path::Path;

use plaza_batch::problem::{Problem, is_rest};

use crate::files::document::Document;
use crate::files::embedded;
use crate::setup::gathering::Gathering;
pub use crate::setup::loaded::{Loaded, Notices, told, told_of, without_variants};
pub use crate::setup::overrides::Overrides;

/// Reads an experiment and all it names, a file or the bare name of one that the program carries; without a path,
/// the embedded default.
pub fn load(path: Option<&Path>, overrides: &Overrides) -> Result<Loaded, Vec<Problem>> {
    let named = embedded::experiment(path.unwrap_or(Path::new("default")))?;
    let mut document = Document::open(&named)?;
    if let Some(problem) = overrides.lacking(&document) {
        return Err(problem.into());
    }
    let mut problems = Vec::new();
    let parameters = overrides.apply(&mut document, &mut problems);
    let gathered = Gathering::new(&document, problems).gather(&parameters, overrides.beyond_ranges);
    let mut loaded = gathered.map_err(|mut problems| {
        if overrides.beyond_ranges {
            problems.iter_mut().for_each(say_what_stays_within);
        }
        in_order(problems)
    })?;
    if overrides.change_the_experiment() {
        let name = format!("{}-{}", loaded.design.name, &loaded.digest[..6]);
        loaded.folder.set_file_name(name);
    }
    Ok(loaded)
}

/// A lever's range is what its cost and evidence are of: `--beyond-ranges` is not for it, and the refusal says so.
fn say_what_stays_within(problem: &mut Problem) {
    if problem.message.starts_with("level ") && problem.message.contains(" is outside ") {
        problem.message +=
            "; `--beyond-ranges` is for numbers of the rules, levers stay within theirs";
    }
}

/// Problems by file and line, each once.
pub fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    let place = |problem: &Problem| {
        let rest = is_rest(problem);
        (problem.file.clone(), rest, problem.line, problem.column)
    };
    problems.sort_by_key(place);
    problems.dedup();
    problems
}
