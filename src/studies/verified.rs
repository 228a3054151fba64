//! A result folder verified: stored blocks run again, and all that was made of them made again.

use std::collections::BTreeSet;

use plaza_batch::blocks::Block;
use plaza_batch::fill::runs;
use plaza_batch::layout::width;
use plaza_batch::manifest::VERSION;
use plaza_batch::problem::Problem;
use plaza_batch::progress::Progress;
use plaza_batch::stop::Stop;
use plaza_batch::verify::{differences, sample};

use crate::runs::made::{BY_DESIGN, BY_RUN, BY_TWIN, Made, Standing};
use crate::setup::Loaded;
use crate::setup::inputs::EXPERIMENT;
use crate::setup::results::Results;
use crate::setup::run::YEARS;
use crate::studies::comparison::files as comparison;
use crate::studies::dictionary::of_block;
use crate::studies::points;
use crate::studies::summary::files::{Asked, sum_up};
use crate::studies::twin::files as twin;

/// What verifying came to.
pub struct Verified {
    /// How many blocks were run again.
    pub run_again: usize,
    /// What is not as it was.
    pub differing: Vec<String>,
    /// Files that were held against their digests only.
    pub held: Vec<String>,
}

/// Verifies so many of the blocks, or all, and what was made of the results, with its progress on the screen.
pub fn verify(results: &Results, blocks: Option<u32>) -> Result<Verified, Vec<Problem>> {
    let manifest = &results.manifest;
    if manifest.plaza != VERSION {
        let made = &manifest.plaza;
        let message = format!("was made by plaza {made}, expected plaza {VERSION}");
        return Err(results.wrong(message).into());
    }
    let tables = of_block(manifest);
    let mut problems = results.damaged_inputs();
    problems.extend(results.damaged(tables, |_| true));
    if !problems.is_empty() {
        return Err(problems);
    }
    if manifest.progress().0 == 0 {
        let message = "has no block that is done, expected one or more to verify";
        return Err(results.wrong(message).into());
    }
    let loaded = results.loaded()?;
    if loaded.digest != manifest.digest {
        let message = "is not the experiment of the manifest, expected equal digests";
        return Err(Problem::whole(results.input(EXPERIMENT), message).into());
    }
    let blocks = sample(manifest.blocks_done(), blocks);
    let wrong_means = results.wrong_means(tables)?.into_iter();
    let mut differing: Vec<String> = wrong_means.map(|path| path.display().to_string()).collect();
    differing.extend(run_again(results, loaded, &blocks));
    let made = Made::open(results, BY_RUN);
    let by_digest = |by: &str| {
        ![BY_DESIGN, BY_RUN, BY_TWIN].contains(&by) && comparison::Asked::of(by).is_none()
    };
    let held = made.noted().filter(|(_, by)| by_digest(by));
    let held = held.map(|(name, _)| name.to_owned()).collect();
    differing.extend(made_again(results, loaded, made)?);
    Ok(Verified {
        run_again: blocks.len(),
        differing,
        held,
    })
}

/// Runs blocks again, and names what differs.
fn run_again(results: &Results, loaded: &Loaded, blocks: &[Block]) -> Vec<String> {
    let stop = Stop::default();
    let weeks = loaded.weeks_of_a_run();
    let progress = Progress::start(runs(blocks) * weeks, YEARS, false);
    let each = |runs: usize| progress.add(runs as u64 * weeks);
    let simulate = loaded.simulate(true, &stop, &|_, _, _| {});
    let manifest = &results.manifest;
    let tables = of_block(manifest);
    let differing = differences(manifest, tables, blocks, &simulate, &each);
    progress.finish();
    differing
}

/// Makes summaries, comparison and figures again, as far as the folder has them, and names what differs, what was
/// altered, and what is of other results.
fn made_again(
    results: &Results,
    loaded: &Loaded,
    made: Made,
) -> Result<BTreeSet<String>, Vec<Problem>> {
    let mut differing = BTreeSet::new();
    let mut commands = BTreeSet::new();
    for (name, by) in made.noted() {
        match made.standing(name) {
            Standing::Absent => drop(differing.insert(format!("{name}: it is gone"))),
            Standing::Stale(reason) => drop(differing.insert(format!("{name}: {reason}"))),
            Standing::Current => drop(commands.insert(by.to_owned())),
        }
    }
    for name in made.unnoted() {
        differing.insert(format!(
            "{name}: nothing says that it was made from these results"
        ));
    }
    let mut again = made.compared();
    if results.manifest.twin && commands.contains(BY_TWIN) {
        let pairs = twin::pairs(results, &loaded.design)?;
        twin::make(&loaded.design, &pairs, &mut again)?;
    }
    if let Some(points) = loaded
        .points
        .as_ref()
        .filter(|_| commands.contains(BY_DESIGN))
    {
        points::files::make(results, points, &mut again)?;
    }
    if commands.contains(BY_RUN) {
        let asked = Asked {
            figures: again.by(BY_RUN).any(|name| name.starts_with("figures/")),
            csv: again.by(BY_RUN).any(|name| name == "outcomes.csv"),
        };
        sum_up(results, asked, &mut again)?;
    }
    for asked in commands.iter().filter_map(|by| comparison::Asked::of(by)) {
        comparison::make(results, &asked, &mut again, width())?;
    }
    let differ = again.differing().iter();
    differing.extend(differ.map(|name| format!("{name}: it is not what these results come to")));
    Ok(differing)
}
