//! `plaza describe odd`: the model by the seven elements of the ODD protocol, as the code has it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use plaza_model::submodels::schedule::SCHEDULE;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::cli::describe::levers::levers_page;
use crate::cli::describe::page::{broken_markdown, heading, paragraph, text};
use crate::cli::describe::policies::catalogue;
use crate::cli::describe::{page, parameters, rules, schedule, tables};
use crate::files::embedded;
use crate::setup::schemas::Sort;
use crate::studies::dictionary::ALL;
use plaza_batch::failure::Failure;

/// The model's page: the two elements that are prose are taken from it.
const PAGE: &str = include_str!("../../../docs/odd.md");

/// What the program knows of itself, element by element.
pub fn facts() -> Result<Json, Failure> {
    let parameters = parameters::facts();
    let rules: Vec<_> = SCHEDULE
        .iter()
        .map(|process| rules::of(process.name))
        .collect();
    let of_rules: BTreeSet<&str> = rules.iter().flatten().map(|rule| rule.file).collect();
    let processes = schedule::facts();
    let submodels = processes.as_array().into_iter().flatten().zip(&rules);
    let submodels = submodels.map(|(process, rule)| {
        let file = rule.as_ref().map_or("", |rule| rule.file);
        let mut known = process.clone();
        known["rule"] = json!(rule);
        known["parameters"] = section(&parameters, |of| of == file);
        known
    });
    let sorts = embedded::FILES.iter().map(|(path, _)| *path);
    Ok(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "purpose": prose("1. Purpose and patterns"),
        "entities": ALL,
        "scales": {
            "step": "one week",
            "weeks_per_year": WEEKS_PER_YEAR,
            "week_0": "the first week of the year after the map's",
            "space": "municipalities of a map, with their neighbours",
            "people": "counted one to one",
        },
        "schedule": processes.clone(),
        "design_concepts": prose("4. Design concepts"),
        "initialization": section(&parameters, |of| !of_rules.contains(of)),
        "input": {
            "files": sorts.collect::<Vec<_>>(),
            "map": Sort::Map.schema()["description"],
        },
        "submodels": submodels.collect::<Vec<_>>(),
        "levers": catalogue()?.levers,
    }))
}

/// The parameters whose section is wanted.
fn section(parameters: &Json, wanted: impl Fn(&str) -> bool) -> Json {
    let of = |number: &Json| wanted(text(&number["path"]).split('.').next().unwrap_or_default());
    let all = parameters.as_array().into_iter().flatten();
    json!(all.filter(|number| of(number)).collect::<Vec<_>>())
}

/// The paragraphs of a section of the model's page, up to its first subsection.
fn prose(title: &str) -> Vec<String> {
    let start = format!("\n## {title}\n");
    let section = PAGE.split_once(&start).map_or("", |(_, section)| section);
    let section = section.split("\n## ").next().unwrap_or_default();
    let section = section.split("\n### ").next().unwrap_or_default();
    page::paragraphs(&without_targets(section))
}

/// Links as their names alone.
fn without_targets(markdown: &str) -> String {
    let mut parts = markdown.split("](");
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once(')').unwrap_or_default();
        if let Some(start) = told.rfind('[') {
            told.remove(start);
        }
        told += rest;
    }
    told
}

/// The facts as a page.
pub fn page(facts: &Json) -> Result<String, Failure> {
    let mut page = heading(&format!(
        "plaza {}: overview, design concepts, details",
        text(&facts["version"])
    ));
    page += "From the registries of the program; docs/odd.md tells the model in full.\n";
    page += &heading("1. Purpose and patterns");
    page += &paragraphs(&facts["purpose"]);
    page += &heading("2. Entities, state variables and scales");
    for (scale, value) in facts["scales"].as_object().into_iter().flatten() {
        page += &paragraph(0, &format!("{}: {}", scale.replace('_', " "), text(value)));
    }
    page += "\nThe state, as the tables record it:\n";
    page += &tables::page();
    page += &heading("3. Process overview and scheduling");
    page += &schedule::page(&facts["schedule"]);
    page += &heading("4. Design concepts");
    page += &paragraphs(&facts["design_concepts"]);
    page += &heading("5. Initialization");
    page += "The first week follows from the map and these parameters.\n";
    page += &parameters::page(&facts["initialization"]);
    page += &heading("6. Input data");
    page += &paragraph(0, &text(&facts["input"]["map"]));
    page += "Files the program carries:\n";
    for file in facts["input"]["files"].as_array().into_iter().flatten() {
        page += &paragraph(2, &text(file));
    }
    page += "\nWhat a policy can move:\n";
    page += &levers_page(&catalogue()?);
    page += &heading("7. Submodels");
    let mut told = BTreeMap::new();
    for (index, process) in facts["submodels"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let number = format!("7.{}", index + 1);
        page += &submodel(process, &number, &mut told);
    }
    Ok(page)
}

fn paragraphs(of: &Json) -> String {
    let all = of.as_array().into_iter().flatten();
    let all: Vec<String> = all.map(|told| paragraph(0, &text(told))).collect();
    all.join("\n")
}

/// A process, its rule and its parameters; a rule of several processes is told with the first.
fn submodel(process: &Json, number: &str, told: &mut BTreeMap<String, String>) -> String {
    let every = match process["every"].as_i64() {
        Some(1) => "every week".to_owned(),
        _ => format!("every {} weeks", process["every"]),
    };
    let mut page = heading(&format!(
        "{number} {} (process {}, {every}, {})",
        text(&process["name"]),
        process["id"],
        text(&process["scope"])
    ));
    let rule = &process["rule"];
    let file = text(&rule["file"]);
    if let Some(before) = told.get(&file) {
        return page + &paragraph(0, &format!("The rule and the parameters of {before}."));
    }
    told.insert(file, number.to_owned());
    page += &paragraph(0, &text(&rule["about"]));
    for part in ["rule", "reads", "writes", "source", "rationale", "limit"] {
        let told = text(&rule[part]);
        if !told.is_empty() {
            page += &broken_markdown(&format!("{part}: {told}"));
        }
    }
    page + &parameters::page(&process["parameters"])
}
