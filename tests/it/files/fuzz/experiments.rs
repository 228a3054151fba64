//! Experiments, edited and set: what is accepted is kept as it is run.

mod settings;

use std::path::Path;
use std::sync::LazyLock;
use std::{fmt, fs};

use plaza_model::submodels::MODEL;
use proptest::prelude::*;
use proptest::sample::select;

use plaza::setup::{Loaded, Overrides, inputs, load};

use super::countries::shown;
use super::documents::{edited, edits, other_numbers};
use super::events::{DEATHS, LEADERS, SENT};
use super::files::MINE;
use super::folders::{BUILT, small_recipe};
use super::harness::{Fault, Judged, Outcome, Verdict, fuzz};
use super::maps::runs;
use super::properties::{self, FINITE, LIMITS, SAME_AGAIN, holds};
use super::readers::{CATALOGUE, said};
use super::settings::overrides;

/// How each of the experiments below begins.
const HEAD: &str = "name = \"mine\"\nmap = \"map\"\npolicies = [\"no_intervention\", \"status_quo\"]\nweeks = 56\nburn_in = 4\n\
                    replicates = 2\nseed = 7\n";
const ONE: &str = "name = \"mine\"\nmap = \"map\"\npolicies = [\"status_quo\"]\nweeks = 60\nburn_in = 4\nreplicates = 2\nseed = 7\n";

/// What else an experiment may say: head and tail.
const EXPERIMENTS: &[(&str, &str)] = &[
    (HEAD, ""),
    (
        HEAD,
        "parameters = \"prior\"\nluck_per_draw = 2\nmemory_one_in = 50\n[record]\nmunicipalities = \"all\"\npanel = [3, 9]\nlives = true\n",
    ),
    (
        HEAD,
        "parameters = \"posterior\"\nposterior = \"posterior.csv\"\nscale_levers = \"population\"\nequal_budget = \"status_quo\"\n",
    ),
    (
        HEAD,
        "policies_from = 8\n[[variant]]\nname = \"calm\"\npolicy = \"status_quo\"\nset = { \"raids.rate\" = 0.0 }\n\
         [[variant]]\nname = \"less\"\npolicy = \"status_quo\"\nwithout = [\"army_units\"]\n\
         [record.of.status_quo]\nmunicipalities = \"all\"\npanel = true\n",
    ),
    (
        HEAD,
        "policies_from = 2\n[set.levers]\narmy_units = 2000\n[set.policies.status_quo]\n\
         youth_programmes = [{ from_week = 4, level = 0.5, ramp_weeks = 3 }]\n[observed]\noc_deaths = \"deaths.csv\"\n",
    ),
    (HEAD, "policies_from = 2\nequal_budget = 1e8\n"),
    (
        HEAD,
        "[replay]\nleaders = \"leaders.csv\"\ndeployments = \"sent.csv\"\n[observed]\noc_deaths = \"deaths.csv\"\n",
    ),
    (
        ONE,
        "[twin]\nweek = 10\n[[twin.event]]\nname = \"killed\"\nchange = \"remove_leader\"\norganization = \"largest\"\noutcome = \"killed\"\n\
         [[twin.event]]\nname = \"boss\"\nchange = \"remove_boss\"\norganization = 1\nmunicipality = \"01002\"\n\
         [[twin.event]]\nname = \"units\"\nchange = \"send_units\"\nforce = \"army\"\nmunicipality = \"01001\"\nstrength = 1200\nweeks = 8\n",
    ),
    (
        "name = \"mine\"\nmap = \"map\"\npolicies = [\"status_quo\"]\nweeks = 208\nburn_in = 4\nreplicates = 2\nseed = 7\n",
        "[calibration]\nfree = [\"relations.onset\", \"raids.rate\"]\n\
         [calibration.screening]\ntrajectories = 2\nreplicates = 1\npolicies = [\"no_intervention\"]\nweeks = 260\n\
         [calibration.search]\npoints = 8\npopulation = 4\nstep = 0.1\nrounds = 1\n[calibration.posterior]\nwaves = 1\npoints = 4\n",
    ),
    (
        HEAD,
        "parameters = \"mine_numbers.toml\"\nlevers = \"levers.toml\"\n",
    ),
    (
        "name = \"mine\"\nmap = \"map.toml\"\npolicies = [\"mine.toml\", \"retrenchment+police_lead\"]\nweeks = 30\nburn_in = 0\nreplicates = 1\nseed = 0\n",
        "before = \"status_quo\"\nshared = \"kingpin_only\"\npolicies_from = 4\n",
    ),
];

/// The files that experiments name: a path, and what is in it.
static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let draws = format!(
        "model,draw,distance,relations.onset,raids.rate\n{MODEL},0,1.1,0.001,0.0035\n{MODEL},1,1.2,0.002,0.0045\n"
    );
    let recipe = small_recipe();
    let policy = "extends = \"status_quo\"\nabout = \"mine\"\ncalendar = true\n[[lever]]\nname = \"army_units\"\nlevel = 7\n";
    let numbers = "extends = \"baseline\"\n[recruitment]\nrate = { value = 0.003, unit = \"1/week\", range = [0.0, 1.0], source = \"mine\" }\n";
    let mut files = vec![
        ("deaths.csv".to_owned(), DEATHS.to_owned()),
        ("leaders.csv".to_owned(), LEADERS.to_owned()),
        ("sent.csv".to_owned(), SENT.to_owned()),
        ("posterior.csv".to_owned(), draws),
        ("map.toml".to_owned(), recipe),
        ("mine.toml".to_owned(), policy.to_owned()),
        ("mine_numbers.toml".to_owned(), numbers.to_owned()),
        (
            "levers.toml".to_owned(),
            include_str!("../../../../configs/levers.toml").to_owned(),
        ),
    ];
    files.extend(
        BUILT
            .1
            .iter()
            .map(|(name, text)| (format!("map/{name}"), text.clone())),
    );
    files
});

/// An experiment file, what is set beside it, and whether it is run.
#[derive(Clone)]
struct Call {
    file: Vec<u8>,
    /// A policy that it may name, in the place of the one that is right.
    policy: Option<Vec<u8>>,
    overrides: Overrides,
    run: bool,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?}, run {}\nexp.toml:\n{}",
            self.overrides,
            self.run,
            shown(&self.file)
        )?;
        match &self.policy {
            Some(policy) => write!(f, "\nmine.toml:\n{}", shown(policy)),
            None => Ok(()),
        }
    }
}

/// An experiment with its files, in a folder of its own.
fn folder(file: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("map")).expect("a folder is made");
    for (name, text) in FILES.iter() {
        fs::write(folder.path().join(name), text).expect("a file is written");
    }
    fs::write(folder.path().join("exp.toml"), file).expect("a file is written");
    folder
}

fn accepted(folder: &Path, overrides: &Overrides) -> Result<Result<Loaded, Outcome>, Fault> {
    said(load(Some(&folder.join("exp.toml")), overrides), folder)
}

/// What the experiment in some bytes, with what is set beside it, is.
fn call(call: &Call) -> Judged {
    let folder = folder(&call.file);
    if let Some(policy) = &call.policy {
        fs::write(folder.path().join("mine.toml"), policy).expect("a policy is written");
    }
    let loaded = match accepted(folder.path(), &call.overrides)? {
        Ok(loaded) => loaded,
        Err(refused) => return Ok(refused),
    };
    whole(&loaded)?;
    again(&loaded)?;
    let design = &loaded.design;
    if call.run && design.burn_in + design.weeks <= 90 && design.policies.len() < 5 {
        runs(design)?;
    }
    Ok(Outcome::Accepted)
}

/// What is accepted can be run, as far as can be told before.
fn whole(loaded: &Loaded) -> Verdict {
    let design = &loaded.design;
    let names: Vec<&str> = design
        .policies
        .iter()
        .map(|policy| policy.name.as_str())
        .collect();
    let mut once = names.clone();
    once.sort_unstable();
    once.dedup();
    holds!(
        !names.is_empty() && once.len() == names.len(),
        LIMITS,
        "policies {names:?}"
    );
    let lengths = [
        names.len(),
        loaded.policy_digests.len(),
        design.variants.len(),
        loaded.notices.of_policies.len(),
    ];
    holds!(
        lengths.iter().all(|length| *length == names.len()),
        LIMITS,
        "{lengths:?}"
    );
    let weeks = (1..=5200).contains(&design.weeks) && (0..=5200).contains(&design.burn_in);
    holds!(
        weeks,
        LIMITS,
        "{} weeks, {} before",
        design.weeks,
        design.burn_in
    );
    let part = (0..design.weeks).contains(&design.policies_from);
    holds!(
        part,
        LIMITS,
        "policies part in week {}",
        design.policies_from
    );
    holds!(
        (1..=1_000_000).contains(&design.replicates),
        LIMITS,
        "{}",
        design.replicates
    );
    holds!(
        design.memory_one_in >= 1,
        LIMITS,
        "one in {}",
        design.memory_one_in
    );
    for policy in design
        .policies
        .iter()
        .chain([&design.before, &design.shared])
    {
        properties::policy(policy, &[&design.catalogue, &CATALOGUE])?;
    }
    for value in [design.parameters.as_ref()]
        .into_iter()
        .chain(design.variants.iter().flatten().map(AsRef::as_ref))
    {
        properties::finite(value)?;
    }
    properties::finite(&design.catalogue)?;
    properties::finite(&design.script)?;
    properties::finite(&design.twin)?;
    let wrong = loaded
        .factors
        .iter()
        .find(|(_, factor)| !factor.is_finite());
    holds!(wrong.is_none(), FINITE, "{wrong:?}");
    if let Some(draws) = &design.draws {
        properties::finite(&draws.of(0))?;
    }
    if let Some(calibration) = &loaded.calibration {
        properties::finite(calibration)?;
    }
    let told = loaded.notices.told(design);
    let empty = told
        .iter()
        .find(|notice| notice.trim().is_empty() || notice.contains("\n\n"));
    holds!(
        empty.is_none(),
        properties::MESSAGES,
        "an empty line in a notice: {empty:?}"
    );
    properties::map(&design.map)
}

/// What is kept of an experiment is the same experiment.
fn again(loaded: &Loaded) -> Verdict {
    let kept = tempfile::tempdir().expect("a temporary folder");
    inputs::write(kept.path(), &loaded.inputs).expect("inputs are written");
    let path = kept.path().join("inputs/experiment.toml");
    let again = said(load(Some(&path), &Overrides::default()), kept.path())?;
    let again = again.map_err(|refused| Fault {
        property: SAME_AGAIN,
        what: format!("what is kept is refused: {refused:?}"),
    })?;
    let names =
        |loaded: &Loaded| Vec::from_iter(loaded.inputs.iter().map(|input| input.path.clone()));
    holds!(
        names(loaded) == names(&again),
        SAME_AGAIN,
        "{:?} are {:?}",
        names(loaded),
        names(&again)
    );
    for (old, new) in loaded.inputs.iter().zip(&again.inputs) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let changed = || {
            text(&old.bytes)
                .lines()
                .zip(text(&new.bytes).lines())
                .find(|(a, b)| a != b)
                .map(|(a, b)| format!("{a} / {b}"))
        };
        holds!(
            old.bytes == new.bytes,
            SAME_AGAIN,
            "{}: {:?}",
            old.path,
            changed()
        );
    }
    holds!(
        again.digest == loaded.digest,
        SAME_AGAIN,
        "the digest of the same inputs differs"
    );
    holds!(
        again.policy_digests == loaded.policy_digests,
        SAME_AGAIN,
        "the digests of the same policies differ"
    );
    // A number that is set is not drawn: its range is kept as that number alone.
    let [old, new] = [loaded, &again].map(|of| without_ranges(&format!("{:?}", of.design)));
    let at = old
        .bytes()
        .zip(new.bytes())
        .position(|(a, b)| a != b)
        .unwrap_or(0)
        .saturating_sub(60);
    let near = |text: &str| text.chars().skip(at).take(120).collect::<String>();
    holds!(
        old == new,
        SAME_AGAIN,
        "the design differs: {} is {}",
        near(&old),
        near(&new)
    );
    Ok(())
}

/// A description without the ranges of numbers.
fn without_ranges(text: &str) -> String {
    let mut parts = text.split("range: [");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        all + part.split_once(']').map_or(part, |(_, rest)| rest)
    })
}

fn calls() -> BoxedStrategy<Call> {
    let run = prop::bool::weighted(0.05);
    let overrides = prop_oneof![2 => Just(Overrides::default()), 1 => overrides()];
    let any = (select(EXPERIMENTS), edits(3));
    let any =
        any.prop_map(|((head, tail), edits)| (edited(&format!("{head}{tail}"), &edits), None));
    let own = prop_oneof![edits(2), other_numbers(3)].prop_map(|edits| {
        let file = HEAD.replace("no_intervention", "mine.toml").into_bytes();
        (file, Some(edited(MINE, &edits)))
    });
    let files = prop_oneof![3 => any, 1 => own];
    (files, overrides, run)
        .prop_map(|((file, policy), overrides, run)| Call {
            file,
            policy,
            overrides,
            run,
        })
        .boxed()
}

#[test]
fn experiments() {
    fuzz("fuzz::experiments::experiments", 2, calls, call);
}

#[test]
fn experiments_are_right_before_they_are_edited() {
    for (head, tail) in EXPERIMENTS {
        let file = format!("{head}{tail}").into_bytes();
        let call = self::call(&Call {
            file,
            policy: None,
            overrides: Overrides::default(),
            run: true,
        });
        match call {
            Ok(Outcome::Accepted) => {}
            other => panic!("{other:?}\n{head}{tail}"),
        }
    }
}
