//! A command line for any model: run, merge, verify, compare, and its tables told column by column.
//!
//! A model of one's own is a [`Model`], and a [`Study`] that says how it is made of its numbers and that answers the
//! command line. `docs/your-own-model.md` builds one from nothing.

mod compare;
mod run;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::failure::Failure;
use crate::fill::name_failed;
use crate::layout::{Table, folded, width, words};
use crate::model::Model;
use crate::shard::Shard;
use crate::table::Tables;
use crate::{merge, remark, say, screen};

/// The texts of a model's command line, and its constructor.
#[derive(Debug)]
pub struct Study<N, M> {
    name: &'static str,
    about: &'static str,
    version: &'static str,
    model: fn(N, u64) -> M,
}

/// The calls that every model answers.
#[derive(Debug, Parser)]
struct Call<N: clap::Args> {
    #[command(subcommand)]
    command: Command<N>,
}

#[derive(Debug, Subcommand)]
enum Command<N: clap::Args> {
    /// Run every policy and every replicate, or go on with it
    Run(Run<N>),
    /// Join the shards of a batch into one folder, equal to that of a run without shards
    Merge {
        /// Folders of all shards
        #[arg(required = true, value_name = "DIR")]
        folders: Vec<PathBuf>,
        /// The folder to write: new or empty
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Run stored blocks again and compare every byte
    Verify {
        /// The result folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// How many blocks to run again, evenly over the batch [default: all]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        sample: Option<u32>,
    },
    /// Compare the policies on equal luck, replicate by replicate
    Compare {
        /// The result folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The policy that the others are compared with [default: the model's first]
        #[arg(long, value_name = "P")]
        baseline: Option<String>,
    },
    /// Tell the tables, column by column
    Tables,
}

/// The request for a run.
#[derive(Debug, clap::Args)]
struct Run<N: clap::Args> {
    /// Replicates of each policy
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replicates: u32,
    /// Random seed
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Policies, instead of all
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    policies: Option<Vec<String>>,
    /// Threads; 0 for one per core. Results do not depend on it
    #[arg(long, value_name = "T", default_value_t = 0)]
    threads: usize,
    /// Run shard k of n only: blocks k-1, k-1+n, k-1+2n ...
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
    /// Folder of the results [default: results/ and the model's name]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Show no progress
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    numbers: N,
}

/// Numbers that are options of a command line, and are kept with the results.
pub trait Numbers: clap::Args + Serialize + DeserializeOwned {}

impl<N: clap::Args + Serialize + DeserializeOwned> Numbers for N {}

impl<N: Numbers, M: Model> Study<N, M> {
    /// A study with the name of the program and of its results, what it is in a sentence, a version that is raised
    /// when a rule changes, so that results of two never mix, and the model with the numbers chosen and a seed of all
    /// luck.
    pub fn new(
        name: &'static str,
        about: &'static str,
        version: &'static str,
        model: fn(N, u64) -> M,
    ) -> Self {
        Self {
            name,
            about,
            version,
            model,
        }
    }

    /// Reads the call, does it, says what went wrong, and gives the exit code: 0, 1 where the work failed, 2 where
    /// the call or a file is wrong, 130 after Ctrl-C.
    pub fn main(&self) -> ExitCode {
        let command = Call::<N>::command();
        let command = command
            .name(self.name)
            .about(self.about)
            .version(self.version);
        let call = Call::from_arg_matches(&command.get_matches());
        let call = call.unwrap_or_else(|error| error.exit());
        match self.execute(call.command).and_then(|()| screen::whole()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                remark!("{failure}");
                ExitCode::from(failure.code())
            }
        }
    }

    fn execute(&self, command: Command<N>) -> Result<(), Failure> {
        match command {
            Command::Run(asked) => self.run(asked),
            Command::Merge { folders, out } => {
                let merged = merge::merge(&folders, &out, M::TABLES)?;
                say!("the results are in {}", out.display());
                name_failed(&merged.manifest)
            }
            Command::Verify { folder, sample } => self.verify(&folder, sample),
            Command::Compare { folder, baseline } => self.compare(&folder, baseline),
            Command::Tables => {
                tell(M::TABLES);
                Ok(())
            }
        }
    }
}

fn tell(tables: Tables) {
    for table in tables {
        say!("{}: a row is {}", table.name, table.row);
        let mut columns = Table::new(["column", "type", "kind", "unit", ""].map(words));
        for column in table.columns {
            let named = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
            let (of, kind) = (named(&column.r#type), named(&column.kind));
            let cells = [column.name, &of, &kind, column.unit, column.formula];
            columns.row(cells.map(str::to_owned));
        }
        say!("{}", columns.fit(width()));
    }
    say!(
        "{}",
        folded(
            "Parts lie in the result folder as TABLE/POLICY/part-NNNNN.parquet.",
            width()
        )
        .trim_end()
    );
}
