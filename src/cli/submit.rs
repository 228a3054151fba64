//! `plaza submit`: scripts that run an experiment on a cluster, a shard for each task.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::value_parser;

use plaza_batch::failure::Failure;
use plaza_batch::files::{read_kept_text, write_whole};
use plaza_batch::problem::Problem;

use crate::cli::changes::Changes;
use crate::cli::run::of_run;
use crate::runs::design::BLOCK;
use crate::setup::{Loaded, load};

/// Write the scripts that run an experiment on a cluster with Slurm: an array of shards, which are submitted again where
/// they fail, and the merge when all are done.
///
/// Nothing is submitted: `bash FOLDER/submit.sh` does, and again, at any time, what is not done. Shards are kept in that
/// folder, beside the result folder that the merge makes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  plaza submit --slurm configs/experiments/mexico.toml --replicates 1024 --shards 16 --cpus 16
  plaza submit --slurm policies --sbatch=--partition=long --sbatch=--account=mine
  bash results/policies-slurm/submit.sh                  now, and again after what is wrong was mended")]
pub struct Args {
    /// For Slurm, the one scheduler that scripts are written for
    #[arg(long, required = true)]
    slurm: bool,
    /// The experiment, a file or the name of one that the program carries
    #[arg(value_name = "EXPERIMENT.toml")]
    experiment: PathBuf,
    /// Folder of the joined results, new or empty [default: as of plaza run]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    /// Shards, a task for each [default: one for each block of 8 replicates, at most 16]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=10_000))]
    shards: Option<u32>,
    /// Processors of a task
    #[arg(long, value_name = "C", default_value_t = 8, allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=1024))]
    cpus: u32,
    /// Longest time of a task, as Slurm writes it
    #[arg(long, value_name = "TIME", default_value = "1-00:00:00")]
    time: String,
    /// How often shards that fail are submitted again
    #[arg(
        long,
        value_name = "R",
        default_value_t = 2,
        allow_negative_numbers = true
    )]
    retries: u32,
    /// One more option of sbatch for every job, as in `--sbatch=--partition=long`; may be given several times
    #[arg(long, value_name = "OPTION", allow_hyphen_values = true)]
    sbatch: Vec<String>,
}

/// The scripts: name and text, in which what stands between two @ is put in.
const SCRIPTS: [(&str, &str); 3] = [
    ("array.sbatch", include_str!("submit/array.sbatch")),
    ("merge.sbatch", include_str!("submit/merge.sbatch")),
    ("submit.sh", include_str!("submit/submit.sh")),
];

/// Runs the command.
pub fn run(args: &Args) -> Result<(), Failure> {
    let loaded = load(Some(&args.experiment), &args.changes.overrides())?;
    of_run(&loaded)?;
    let here = env::current_dir().map_err(|error| unknown(&error))?;
    let out = here.join(args.out.as_ref().unwrap_or(&loaded.folder));
    refuse_full(&out)?;
    let mut folder = out.clone().into_os_string();
    folder.push("-slurm");
    let folder = PathBuf::from(folder);
    let scripts = scripts(args, &loaded, &here, &out, &folder)?;
    // Marks of shards that were done by other scripts say nothing of these.
    let same = |(name, text): &(&str, String)| {
        read_kept_text(&folder.join(name)).is_ok_and(|there| there == *text)
    };
    let done = folder.join("done");
    if done.exists() && !scripts.iter().all(same) {
        fs::remove_dir_all(&done).map_err(|error| Problem::unwritten(&done, &error))?;
    }
    for made in [done, folder.join("log")] {
        fs::create_dir_all(&made).map_err(|error| Problem::unwritten(&made, &error))?;
    }
    for (name, text) in &scripts {
        write_whole(&folder.join(name), text.as_bytes())?;
    }
    say!("bash {} submits them", quoted(folder.join("submit.sh")));
    Ok(())
}

/// Name and text of each script.
fn scripts(
    args: &Args,
    loaded: &Loaded,
    here: &Path,
    out: &Path,
    folder: &Path,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let blocks = loaded.design.blocks();
    let shards = args.shards.unwrap_or(blocks.min(16));
    if shards > blocks {
        return Err(Failure::Call(format!(
            "--shards {shards}: the experiment has {blocks} blocks of {BLOCK} replicates, expected {blocks} or fewer"
        )));
    }
    for option in &args.sbatch {
        if !option.starts_with("--") || option.contains('\n') {
            return Err(Failure::Call(format!(
                "--sbatch {option}: is no option of sbatch, expected one as in --sbatch=--partition=long"
            )));
        }
    }
    // Slurm reads these up to the first space, and `%` as a pattern of its own.
    for (what, text) in [
        ("--time", args.time.as_str()),
        ("the folder of the scripts", &folder.display().to_string()),
    ] {
        if text.is_empty() || text.contains(|c: char| c.is_whitespace() || c == '%') {
            return Err(Failure::Call(format!(
                "{what} is `{text}`, expected one without spaces and `%`, which Slurm reads otherwise"
            )));
        }
    }
    let program = env::current_exe().map_err(|error| unknown(&error))?;
    let mut words = vec![quoted(&args.experiment)];
    words.extend(args.changes.words().iter().map(quoted));
    let options = args
        .sbatch
        .iter()
        .map(|option| format!("#SBATCH {option}\n"));
    let values = [
        ("name", loaded.design.name.clone()),
        ("shards", shards.to_string()),
        ("cpus", args.cpus.to_string()),
        ("time", args.time.clone()),
        ("retries", args.retries.to_string()),
        ("options", options.collect()),
        ("plaza", quoted(&program)),
        ("words", words.join(" ")),
        ("here", quoted(here)),
        ("out", quoted(out)),
        ("folder", folder.display().to_string()),
        ("quoted_folder", quoted(folder)),
    ];
    let filled = |text: &str| {
        let put = |text: String, (name, value): &(&str, String)| {
            text.replace(&format!("@{name}@"), value)
        };
        values.iter().fold(text.to_owned(), put)
    };
    Ok(SCRIPTS.map(|(name, text)| (name, filled(text))).to_vec())
}

/// The merge writes into a new folder.
fn refuse_full(out: &Path) -> Result<(), Problem> {
    let full = fs::read_dir(out).is_ok_and(|mut files| files.next().is_some());
    match full || out.is_file() {
        true => Err(Problem::whole(
            out,
            "is there already, expected a new or empty folder for the joined results",
        )),
        false => Ok(()),
    }
}

/// A word as the shell reads it.
fn quoted(word: impl AsRef<std::ffi::OsStr>) -> String {
    let word = word.as_ref().to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=+,@".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.into_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

fn unknown(error: &std::io::Error) -> Failure {
    Failure::Work(format!("the folder or the program is not known: {error}"))
}
