//! `plaza describe`: what the program knows, from its own registries.

mod levers;
mod odd;
mod overview;
mod page;
mod rules;

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use toml::Table;

use plaza_batch::messages::one_of;
use plaza_batch::problem::nearest;
use plaza_model::policy::Policy;
use plaza_model::policy::levers::Catalogue;
use plaza_model::policy::policy::{Unconditional, gloss};
use plaza_model::submodels::schedule::{SCHEDULE, Scope};
use plaza_model::units::WEEKS_PER_YEAR;

use crate::cli::describe::levers::{levers_page, policies_page};
use crate::cli::describe::page::{heading, paragraph, table};
use crate::files::embedded;
use crate::runs::dictionary::ALL;
use crate::setup::levers::read_catalogue;
use crate::setup::parameters;
use crate::setup::policies::read_policy;
use crate::setup::schemas::Sort;
use crate::studies::described::described;
use plaza_batch::failure::Failure;

/// Years in which the levels of a policy are shown.
const YEARS_SHOWN: i32 = 6;

/// Says what the program knows: parameters, policies, levers, the schedule, the tables it writes,
/// and all of it in the order of the ODD protocol.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  plaza describe levers\n  plaza describe tables --json\n  plaza describe odd"
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
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Topic {
    /// The numbers of the rules, with unit, range and source.
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
    let facts = match args.topic {
        None => overview::facts()?,
        Some(Topic::Parameters) => match &args.of {
            Some(file) => parameters_told(&parameters_of(file)?),
            None => parameters_known(),
        },
        Some(Topic::Policies) => json!(policies_known()?.iter().map(policy).collect::<Vec<_>>()),
        Some(Topic::Levers) => json!(catalogue()?.levers),
        Some(Topic::Schedule) => schedule(),
        Some(Topic::Tables) => tables_known(),
        Some(Topic::Odd) => odd::facts()?,
    };
    if args.json {
        say!("{facts:#}");
        return Ok(());
    }
    let page = match args.topic {
        None => overview::page(&facts),
        Some(Topic::Parameters) => parameters_page(&facts),
        Some(Topic::Policies) => policies_page(&facts),
        Some(Topic::Levers) => levers_page(&catalogue()?),
        Some(Topic::Schedule) => schedule_page(&facts),
        Some(Topic::Tables) => tables_page(),
        Some(Topic::Odd) => odd::page(&facts)?,
    };
    say!("{}", page.trim_end());
    Ok(())
}

fn catalogue() -> Result<Catalogue, Failure> {
    Ok(read_catalogue(&embedded::path("levers.toml"))?.0)
}

fn policies_known() -> Result<Vec<Policy>, Failure> {
    let catalogue = catalogue()?;
    let root = embedded::path("");
    let mut policies = Vec::new();
    for (path, _) in embedded::FILES {
        if path.starts_with("policies/") {
            policies.push(read_policy(&root.join(path), &catalogue)?.policy);
        }
    }
    Ok(policies)
}

fn policy(policy: &Policy) -> Json {
    let weeks: Vec<i32> = (0..=YEARS_SHOWN)
        .map(|year| year * WEEKS_PER_YEAR)
        .collect();
    let levers = policy.schedules().map(|(lever, schedule)| {
        let plain = Unconditional { start: 0 };
        let levels = weeks.iter().map(|week| schedule.level(*week, &plain).0);
        let mut told = json!({ "lever": lever, "levels": levels.collect::<Vec<_>>() });
        let conditions: Vec<Json> = schedule
            .conditions(0)
            .map(|(holds, meant)| {
                let levels = weeks.iter().map(|week| schedule.level(*week, &meant).0);
                json!({ "holds": holds, "levels": levels.collect::<Vec<_>>() })
            })
            .collect();
        if !conditions.is_empty() {
            told["conditions"] = json!(conditions);
        }
        told
    });
    json!({
        "name": policy.name,
        "gloss": gloss(&policy.about),
        "about": policy.about,
        "side": policy.side,
        "weeks": weeks,
        "levers": levers.collect::<Vec<_>>(),
    })
}

/// Every number of the baseline with what the code's documentation says of it.
fn parameters_known() -> Json {
    parameters_told(&parameters::baseline())
}

/// The numbers of a file: a path, or the name of one that the program carries.
fn parameters_of(file: &str) -> Result<Table, Failure> {
    let known = embedded::names(Path::new(embedded::ROOT), "parameters");
    let path = match file.ends_with(".toml") {
        true => PathBuf::from(file),
        false if known.iter().any(|name| name == file) => {
            embedded::path(&format!("parameters/{file}.toml"))
        }
        false => {
            let near = nearest(file, known.iter().map(String::as_str));
            return Err(Failure::Call(format!(
                "there is no parameter file `{file}`{near}, expected {}, or a path ending in .toml",
                one_of(&known)
            )));
        }
    };
    let (_, text) = parameters::read(&path, &[])?;
    Ok(text.parse().expect("the parameters were read before"))
}

/// Numbers with what the code's documentation says of them.
fn parameters_told(numbers: &Table) -> Json {
    let schema = Sort::Parameters.schema();
    let mut all = Vec::new();
    for (section, values) in numbers {
        let of_section = &schema["properties"][section];
        for (name, number) in values.as_table().into_iter().flatten() {
            let mut known = json!(number);
            known["path"] = json!(format!("{section}.{name}"));
            known["section"] = of_section["description"].clone();
            known["description"] = of_section["properties"][name]["description"].clone();
            all.push(known);
        }
    }
    json!(all)
}

fn schedule() -> Json {
    let process = |process: &plaza_model::submodels::schedule::Process| {
        let scope = match process.scope {
            Scope::Local(_) => "each municipality",
            Scope::Exchange(_) => "the country",
        };
        let writes: Vec<String> = process.writes.iter().map(|part| part.label()).collect();
        json!({
            "id": process.id,
            "name": process.name,
            "every": process.every,
            "scope": scope,
            "writes": writes,
        })
    };
    json!(SCHEDULE.iter().map(process).collect::<Vec<_>>())
}

fn parameters_page(facts: &Json) -> String {
    let mut page = String::new();
    let all = facts.as_array().map_or(&[][..], Vec::as_slice);
    let section_of = |number: &Json| text(&number["path"]).split('.').next().map(str::to_owned);
    for section in all.chunk_by(|a, b| section_of(a) == section_of(b)) {
        let name = section_of(&section[0]).unwrap_or_default();
        page += &heading(&format!("{name}: {}", text(&section[0]["section"])));
        for number in section {
            let (path, range) = (text(&number["path"]), &number["range"]);
            let name = path.split_once('.').map_or("", |(_, name)| name);
            page += &format!(
                "{name:24} {:>12} {:16} {} to {}\n",
                text(&number["value"]),
                text(&number["unit"]),
                text(&range[0]),
                text(&range[1])
            );
            page += &paragraph(4, &text(&number["description"]));
            page += &paragraph(4, &format!("source: {}", text(&number["source"])));
            if !number["was"].is_null() {
                let (was, why) = (text(&number["was"]), text(&number["why"]));
                page += &paragraph(4, &format!("was {was}: {why}"));
            }
        }
    }
    page
}

fn schedule_page(facts: &Json) -> String {
    let rows: Vec<Vec<String>> = facts
        .as_array()
        .into_iter()
        .flatten()
        .map(|process| {
            let mut row = ["id", "name", "every", "scope"]
                .map(|key| text(&process[key]))
                .to_vec();
            let writes: Vec<String> = (process["writes"].as_array().into_iter().flatten())
                .map(text)
                .collect();
            row.push(writes.join(", "));
            row
        })
        .collect();
    let titles = ["id", "process", "every [week]", "acts on", "writes"];
    table(&titles, &rows)
}

/// The tables of a run, and those that are made of them: all but the former are CSV.
fn tables_known() -> Json {
    let mut all: Vec<Json> = ALL.iter().map(|known| json!(known)).collect();
    all.extend(described().iter().map(|known| {
        let columns: Vec<Json> = (known.columns.iter())
            .map(|column| {
                json!({
                    "name": column.name,
                    "type": column.r#type,
                    "nullable": column.nullable,
                    "formula": column.about,
                })
            })
            .collect();
        json!({ "name": known.name, "row": known.row, "on_request": true, "columns": columns })
    }));
    json!(all)
}

fn tables_page() -> String {
    let mut page = String::new();
    for known in ALL {
        page += &heading(known.name);
        page += &paragraph(0, &format!("One row is {}.", known.row));
        let rows: Vec<Vec<String>> = known
            .columns
            .iter()
            .map(|column| {
                let null = if column.nullable { " or null" } else { "" };
                vec![
                    column.name.to_owned(),
                    format!("{}{null}", text(&json!(column.r#type))),
                    column.unit.to_owned(),
                    text(&json!(column.kind)),
                    column.formula.to_owned(),
                ]
            })
            .collect();
        page += &table(&["column", "type", "unit", "kind", "formula"], &rows);
    }
    for known in described() {
        page += &heading(&format!("{}.csv", known.name));
        page += &paragraph(0, &format!("One row is {}.", known.row));
        let rows: Vec<Vec<String>> = (known.columns.into_iter())
            .map(|column| {
                let null = if column.nullable { " or empty" } else { "" };
                vec![
                    column.name,
                    format!("{}{null}", column.r#type),
                    column.about,
                ]
            })
            .collect();
        page += &table(&["column", "type", "what it is"], &rows);
    }
    page
}

/// A JSON value as people write it.
fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}
