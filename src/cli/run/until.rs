//! `plaza run --until`: blocks are added until means are known well enough.

use std::path::Path;
use std::sync::Arc;

use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;
use plaza_batch::results::read_columns_of_block;

use crate::cli::audit::Audit;
use crate::cli::run::filling::{Args, Filled, load, out, run_to};
use crate::runs::design::{BLOCK, Design};
use crate::runs::dictionary::NATIONAL;
use crate::runs::replicate::Stop;
use crate::runs::trajectories::by_policy;
use crate::studies::until::{Goal, Sample, Samples, enough, look};
use plaza_batch::failure::Failure;

/// Block by block until means are known well enough, or there are `most` replicates; what is said then.
pub fn run_until(
    args: &Args,
    most: u32,
    stop: &Arc<Stop>,
    watching: &Audit,
) -> Result<(Filled, Option<String>), Failure> {
    let goals: Vec<Goal> = args.until.iter().map(|asked| asked.0).collect();
    let most = most / BLOCK * BLOCK;
    let mut replicates = held(args)?.max(1).next_multiple_of(BLOCK);
    loop {
        let filled = run_to(args, Some(replicates), stop, watching)?;
        let design = &filled.loaded.design;
        let names: Vec<String> = design.policies.iter().map(|p| p.name.clone()).collect();
        let look = at(&filled.path, &goals, &names, replicates, design)?;
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

/// What a look at a folder with so many replicates of these policies says.
struct Look {
    /// What to print.
    told: String,
    /// At which look all was known well enough, if it was.
    enough: Option<u32>,
}

/// Looks at a folder.
fn at(
    folder: &Path,
    goals: &[Goal],
    policies: &[String],
    replicates: u32,
    design: &Design,
) -> Result<Look, Failure> {
    let sharing = design.sharing();
    let samples = samples(folder, goals, policies, design.policies_from)?;
    for (goal, samples) in goals.iter().zip(&samples) {
        for (policy, sample) in policies.iter().zip(samples) {
            if let Some((replicate, _)) = sample.iter().find(|(_, value)| !value.is_finite()) {
                let name = goal.metric.name;
                return Err(Failure::Call(format!(
                    "metric `{name}` has no value in replicate {replicate} of {policy}: nobody can say when its \
                     mean is known"
                )));
            }
        }
    }
    let widths = look(goals, &samples, replicates, sharing);
    let named = goals
        .iter()
        .flat_map(|goal| policies.iter().map(move |policy| (goal, policy)));
    let (worst, (goal, policy)) = widths
        .iter()
        .zip(named)
        .max_by(|(a, _), (b, _)| a.forecast.total_cmp(&b.forecast))
        .ok_or_else(|| Failure::Work("there is no policy to look at".to_owned()))?;
    let say = |width: f64| match goal.relative {
        true => format!("{:.1} % of the mean", 100.0 * width),
        false => format!("{width:.3} [{}]", goal.metric.unit),
    };
    let reached = widths.iter().filter(|width| width.reached).count();
    let mut told = format!(
        "{replicates} replicates: {reached} of {} half-widths below their bound; widest beside its bound: \
         {} of {policy}, {} (bound {})",
        widths.len(),
        goal.metric.name,
        say(worst.half),
        say(goal.bound),
    );
    if replicates == BLOCK {
        told += &if worst.forecast.is_finite() {
            let blocks = (worst.forecast / f64::from(BLOCK)).ceil().max(1.0) + 1.0;
            format!(
                "; forecast: some {:.0} replicates, with the look that confirms",
                blocks * f64::from(BLOCK)
            )
        } else {
            "; no forecast: the mean is 0, or there are fewer than two draws of the numbers yet"
                .to_owned()
        };
    }
    Ok(Look {
        told,
        enough: enough(goals, &samples, replicates, sharing),
    })
}

/// The values of each goal's metric under each policy, counted from the week in which policies part.
fn samples(
    folder: &Path,
    goals: &[Goal],
    policies: &[String],
    from: i32,
) -> Result<Samples, Problem> {
    let manifest = Manifest::of_run(folder).map_err(|mut problems| problems.remove(0))?;
    let mut columns = vec!["policy", "replicate", "week", "population"];
    columns.extend(goals.iter().map(|goal| goal.metric.column));
    let mut samples: Samples = vec![vec![Sample::new(); policies.len()]; goals.len()];
    for (index, policy) in policies.iter().enumerate() {
        for &block in manifest.policies[policy].blocks.keys() {
            let rows =
                read_columns_of_block(folder, &manifest, &NATIONAL, policy, block, &columns)?;
            let [replicate, week, population] =
                ["replicate", "week", "population"].map(|name| rows.numbers(name));
            for (goal, samples) in goals.iter().zip(&mut samples) {
                let values = rows.numbers(goal.metric.column);
                for of in by_policy(&rows).into_iter().flat_map(|of| of.replicates) {
                    let since = &of[of.partition_point(|row| week[*row] < f64::from(from))..];
                    let value = goal.metric.reduce(since, &values, &population);
                    samples[index].push((replicate[of[0]] as u32, value));
                }
            }
        }
    }
    Ok(samples)
}

/// What is said once it is over.
fn concluded(enough: Option<u32>, replicates: u32) -> String {
    let looks = replicates / BLOCK;
    match enough {
        Some(at) if at < looks => format!(
            "enough at look {at} of {looks}, with {} replicates; the folder held more already.",
            at * BLOCK
        ),
        Some(_) => format!(
            "enough after {looks} looks, with {replicates} replicates. Who looks often and stops when it \
             looks well gets intervals that are a little too narrow."
        ),
        None => format!(
            "not enough after {looks} looks, with the {replicates} replicates of --max-replicates."
        ),
    }
}
