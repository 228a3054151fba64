//! `plaza describe`: the program's own registries.

mod levers;
mod odd;
mod overview;
mod page;
mod parameters;
mod policies;
pub mod rules;
mod schedule;
mod tables;

use serde_json::json;

use plaza_batch::failure::Failure;

use crate::cli::describe::levers::{levers_page, policies_page};
use crate::cli::describe::policies::{catalogue, policies_known, policy};
use crate::setup::parameters::baseline;

/// Says what the program knows: parameters, policies, levers, the schedule, the tables it writes,
/// and all of it in the order of the ODD protocol.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  plaza describe levers\n  plaza describe tables --json\n  plaza describe parameters --salib > problem.json\n  plaza describe odd"
)]
pub struct Args {
    /// What to describe; without it, an overview.
    topic: Option<Topic>,
    /// Whose parameters: a name the program carries, or a path ending in .toml [default: baseline]
    #[arg(long, value_name = "FILE")]
    of: Option<String>,
    /// As JSON, for programs.
    #[arg(long)]
    json: bool,
    /// The parameters with a range as a problem of SALib, in JSON: `num_vars`, `names`, `bounds`, `dists`
    #[arg(long, conflicts_with = "json")]
    salib: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Topic {
    /// The parameters, with unit, range and source.
    Parameters,
    /// The policies the program carries, with their levels over time.
    Policies,
    /// What a policy can move.
    Levers,
    /// The processes of a week, in order.
    Schedule,
    /// The tables of a result folder, column by column.
    Tables,
    /// The model by the seven elements of the ODD protocol.
    Odd,
}

/// Prints the description.
pub fn run(args: &Args) -> Result<(), Failure> {
    if args.of.is_some() && !matches!(args.topic, Some(Topic::Parameters)) {
        let message = "`--of` names a parameter file, expected `plaza describe parameters`";
        return Err(Failure::Call(message.to_owned()));
    }
    if args.salib {
        let numbers = match (args.topic, &args.of) {
            (Some(Topic::Parameters), Some(file)) => parameters::of(file)?,
            (Some(Topic::Parameters), None) => baseline(),
            _ => {
                let message =
                    "`--salib` is of parameters, expected `plaza describe parameters --salib`";
                return Err(Failure::Call(message.to_owned()));
            }
        };
        say!("{:#}", parameters::salib(&numbers));
        return Ok(());
    }
    let facts = match args.topic {
        None => overview::facts()?,
        Some(Topic::Parameters) => match &args.of {
            Some(file) => parameters::told(&parameters::of(file)?),
            None => parameters::facts(),
        },
        Some(Topic::Policies) => json!(policies_known()?.iter().map(policy).collect::<Vec<_>>()),
        Some(Topic::Levers) => json!(catalogue()?.levers),
        Some(Topic::Schedule) => schedule::facts(),
        Some(Topic::Tables) => tables::facts(),
        Some(Topic::Odd) => odd::facts()?,
    };
    if args.json {
        say!("{facts:#}");
        return Ok(());
    }
    let page = match args.topic {
        None => overview::page(&facts),
        Some(Topic::Parameters) => parameters::page(&facts),
        Some(Topic::Policies) => policies_page(&facts),
        Some(Topic::Levers) => levers_page(&catalogue()?),
        Some(Topic::Schedule) => schedule::page(&facts),
        Some(Topic::Tables) => tables::page(),
        Some(Topic::Odd) => odd::page(&facts)?,
    };
    say!("{}", page.trim_end());
    Ok(())
}
