//! docs/odd.md: its tables are the program's own registries, and it speaks of everything there is.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use plaza_model::policy::levers::{Cost, Kind};
use plaza_model::policy::regimes::LEVERS;
use plaza_model::state::parts::{BEGIN_WRITES, END_WRITES, Part, SETTLE_WRITES};
use plaza_model::submodels::schedule::{SCHEDULE, Scope};

use plaza::files::embedded;
use plaza::setup::levers::read_catalogue;
use plaza::setup::parameters::baseline;
use plaza::setup::schemas::Sort;

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/odd.md"))
        .expect("docs/odd.md is there")
}

/// Names of the headings, without numbers, in small letters.
fn headings(page: &str) -> Vec<String> {
    page.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches(|c: char| "#. ".contains(c) || c.is_ascii_digit()))
        .map(str::to_lowercase)
        .collect()
}

/// The page as it would be with every table made from the registries.
fn with_tables(page: &str) -> String {
    let mut made = String::new();
    let mut left = page;
    while let Some(start) = left.find("<!-- ") {
        let (before, rest) = left.split_at(start);
        let (mark, rest) = rest.split_once(" -->\n").expect("a mark ends its line");
        let (_, rest) = rest
            .split_once("<!-- end -->\n")
            .expect("every mark has its end");
        let table = match mark.trim_start_matches("<!-- ").split_once(": ") {
            Some(("parameters", section)) => parameters(section),
            _ if mark == "<!-- schedule" => schedule(),
            _ if mark == "<!-- levers" => levers(),
            _ if mark == "<!-- parts" => parts(),
            _ => panic!("docs/odd.md: unknown mark `{mark}`"),
        };
        write!(made, "{before}{mark} -->\n{table}<!-- end -->\n").expect("text can be written");
        left = rest;
    }
    made + left
}

fn parameters(section: &str) -> String {
    let schema = Sort::Parameters.schema();
    let baseline = baseline();
    let numbers = baseline[section].as_table().expect("a section is a table");
    let mut table = "\n| parameter | meaning | value | range | unit | source |\n".to_owned();
    table += "|---|---|---|---|---|---|\n";
    for (name, number) in numbers {
        let meaning = &schema["properties"][section]["properties"][name]["description"];
        let meaning = meaning.as_str().expect("a parameter is documented");
        let text = |key: &str| number[key].as_str().expect("a text");
        writeln!(
            table,
            "| `{name}` | {} | {} | {} to {} | {} | {} |",
            meaning.replace('\n', " "),
            number["value"],
            number["range"][0],
            number["range"][1],
            text("unit"),
            text("source"),
        )
        .expect("text can be written");
    }
    table + "\n"
}

fn schedule() -> String {
    let mut table = "\n| id | process | every | scope | writes |\n".to_owned();
    table += "|---|---|---|---|---|\n";
    for process in SCHEDULE {
        let every = match process.every {
            1 => "week".to_owned(),
            n => format!("{n} weeks"),
        };
        let scope = match process.scope {
            Scope::Local(_) => "local",
            Scope::Exchange(_) => "exchange",
        };
        writeln!(
            table,
            "| {} | {} | {every} | {scope} | {} |",
            process.id,
            process.name,
            labels(process.writes),
        )
        .expect("text can be written");
    }
    table + "\n"
}

fn labels(parts: &[Part]) -> String {
    let labels: Vec<String> = parts.iter().map(|part| part.label()).collect();
    labels.join(", ")
}

/// The parts of the world, as their own documentation has them, and what bookkeeping writes.
fn parts() -> String {
    const SOURCE: &str = include_str!("../../../crates/model/src/state/parts.rs");
    let mut table = "\n| part | what it is |\n|---|---|\n".to_owned();
    let (_, listed) = SOURCE.split_once("pub enum Part {\n").expect("the list");
    let (listed, _) = listed.split_once("\n}").expect("the end of the list");
    for part in listed.split_terminator(",\n") {
        let (about, name) = part.rsplit_once('\n').expect("a part and its text");
        let about: Vec<&str> = (about.lines())
            .map(|line| line.trim().trim_start_matches("/// "))
            .collect();
        let (label, about) = (
            name.trim().trim_end_matches(',').to_lowercase(),
            about.join(" "),
        );
        writeln!(table, "| {label} | {about} |").expect("text can be written");
    }
    let books = [
        ("The beginning of a week", BEGIN_WRITES),
        ("Entering what a process did", SETTLE_WRITES),
        ("The end of a week", END_WRITES),
    ];
    for (name, writes) in books {
        write!(table, "\n{name} writes {}.\n", labels(writes)).expect("text can be written");
    }
    table + "\n"
}

fn levers() -> String {
    let path = embedded::path("levers.toml");
    let (catalogue, _) = read_catalogue(&path).expect("the embedded catalogue is valid");
    let mut table =
        "\n| lever | moves | level | lag, ramp [week] | cost of a year [dollar] |\n".to_owned();
    table += "|---|---|---|---|---|\n";
    for lever in catalogue.levers {
        let level = match &lever.kind {
            Kind::Number { unit, range } => format!("{} to {} {unit}", range[0], range[1]),
            Kind::Choice(options) => options.join(", "),
            Kind::Shares(parts) => format!("shares of {}", parts.join(", ")),
        };
        let Cost {
            dollars,
            per,
            payers,
            ..
        } = lever.cost;
        let parts = [
            (payers.mexico, "Mexico"),
            (payers.united_states, "aid"),
            (payers.united_states_at_home, "United States at home"),
        ];
        let payers: Vec<String> = parts
            .iter()
            .filter(|(part, _)| *part > 0.0)
            .map(|(part, payer)| match *part {
                1.0 => (*payer).to_owned(),
                part => format!("{payer} {:.0} %", 100.0 * part),
            })
            .collect();
        let cost = match (dollars, format!("{per:?}").to_lowercase().as_str()) {
            (0.0, _) => "none".to_owned(),
            (dollars, "country") => format!("{dollars}; {}", payers.join(", ")),
            (dollars, per) => format!("{dollars} per {per}; {}", payers.join(", ")),
        };
        writeln!(
            table,
            "| `{}` | {} | {level} | {}, {} | {cost} |",
            lever.name, lever.moves, lever.lag_weeks, lever.ramp_weeks
        )
        .expect("text can be written");
    }
    table + "\n"
}

#[test]
fn tables_are_the_registries() {
    let page = page();
    let made = with_tables(&page);
    if env::var_os("PLAZA_BLESS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/odd.md");
        fs::write(path, made).expect("the page is written");
        return;
    }
    let differing: Vec<_> = made
        .lines()
        .filter(|line| !page.lines().any(|l| l == *line))
        .collect();
    assert!(
        page == made,
        "docs/odd.md is out of date: run the tests once with PLAZA_BLESS=1; it lacks\n{}",
        differing.join("\n")
    );
}

#[test]
fn every_process_has_its_section() {
    let headings = headings(&page());
    for process in SCHEDULE {
        assert!(
            headings.iter().any(|heading| heading == process.name),
            "docs/odd.md has no section `{}`",
            process.name
        );
    }
}

#[test]
fn every_section_of_parameters_and_every_lever_is_named() {
    let page = page();
    for section in baseline().keys() {
        let mark = format!("<!-- parameters: {section} -->");
        assert!(page.contains(&mark), "docs/odd.md lacks `{mark}`");
    }
    for lever in LEVERS {
        let row = format!("\n| `{}` |", lever.name);
        assert!(
            page.contains(&row),
            "docs/odd.md has no row `{}`",
            lever.name
        );
    }
}
