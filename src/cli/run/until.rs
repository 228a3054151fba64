//! `plaza run --until`: blocks are added until means are known well enough.

use std::sync::Arc;

use plaza_batch::failure::Failure;
use plaza_batch::manifest::Manifest;

use crate::cli::run::filling::{Args, load, out, run_to};
use crate::runs::design::BLOCK;
use crate::runs::replicate::Stop;
use crate::setup::results::Results;
use crate::studies::audit::Audit;
use crate::studies::until::{Goal, at, concluded};

/// Block by block until means are known well enough, or there are `most` replicates; what is said then.
pub fn run_until(
    args: &Args,
    most: u32,
    stop: &Arc<Stop>,
    watching: &Audit,
) -> Result<(Results, Option<String>), Failure> {
    let goals: Vec<Goal> = args.until.iter().map(|asked| asked.0).collect();
    let most = most / BLOCK * BLOCK;
    let mut replicates = held(args)?.max(1).next_multiple_of(BLOCK);
    loop {
        let filled = run_to(args, Some(replicates), stop, watching)?;
        let look = at(&filled, &goals, replicates)?;
        args.telling.say(&look.told);
        let concluded = concluded(look.enough, replicates);
        if look.enough.is_some() {
            args.telling.say(format_args!("{concluded}\n"));
            return Ok((filled, None));
        }
        if replicates >= most {
            return Ok((filled, Some(concluded)));
        }
        replicates += BLOCK;
    }
}

/// The replicates that the folder holds already, of the policies asked for.
fn held(args: &Args) -> Result<u32, Failure> {
    let loaded = load(args, Some(BLOCK))?;
    let Some(manifest) = Manifest::find(&out(args, &loaded))? else {
        return Ok(0);
    };
    let policies = loaded.design.policies.iter();
    let held = policies.filter_map(|policy| manifest.policies.get(&policy.name));
    Ok(held.map(|policy| policy.replicates).max().unwrap_or(0))
}
