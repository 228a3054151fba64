//! docs/odd.md: its tables are the program's own registries, its submodels the text of the rules' files, and it
//! speaks of everything there is.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use plaza_batch::layout::broken;
use plaza_model::policy::levers::{Cost, Kind};
use plaza_model::policy::regimes::LEVERS;
use plaza_model::state::parts::{BEGIN_WRITES, END_WRITES, Part, SETTLE_WRITES};
use plaza_model::submodels::schedule::{Process, SCHEDULE, Scope};

use plaza::cli::describe::rules::{self, Rule};
use plaza::files::embedded;
use plaza::setup::levers::read_catalogue;
use plaza::setup::parameters::baseline;
use plaza::setup::schemas::Sort;

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/odd.md"))
        .expect("docs/odd.md is there")
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
            _ if mark == "<!-- submodels" => submodels(),
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

/// The section of every rule, in the order of the schedule.
fn submodels() -> String {
    let mut told = BTreeSet::new();
    let sections = SCHEDULE
        .iter()
        .map(|process| rules::of(process.name).expect("src/cli/describe/rules.rs lists its file"))
        .filter(|rule| told.insert(rule.file))
        .map(|rule| submodel(&rule));
    format!("\n{}", sections.collect::<String>())
}

/// The text of a rule, as its file has it, with links to what belongs to it.
fn submodel(rule: &Rule) -> String {
    let file = rule.file;
    let (_, about) = rule.about.split_once(": ").expect("a name and a sentence");
    let about = titled(about);
    let of_rule = |process: &&Process| rules::of(process.name).is_some_and(|of| of.file == file);
    let runs: Vec<String> = SCHEDULE.iter().filter(of_rule).map(run).collect();
    let mut section = format!("### {}\n\n*{about}*\n\n{}\n\n", titled(file), rule.rule);
    let files = format!(
        "[rule](../crates/model/src/submodels/{file}.rs), \
         [schedule](../crates/model/src/submodels/schedule.rs) ({}){}",
        runs.join("; "),
        match baseline().contains_key(file) {
            true =>
                format!(", [parameters](../configs/parameters/baseline.toml) (section `{file}`)"),
            false => String::new(),
        }
    );
    for (name, text) in [
        ("Reads", &rule.reads),
        ("Writes", &rule.writes),
        ("Source", &rule.source),
        ("Rationale", &rule.rationale),
        ("Limit", &rule.limit),
        ("Files", &files),
    ] {
        if !text.is_empty() {
            let item = broken(&format!("*{name}*: {text}."), 118).join("\n  ");
            writeln!(section, "- {item}").expect("text can be written");
        }
    }
    for other in SCHEDULE
        .iter()
        .filter_map(|process| rules::of(process.name))
    {
        let name = titled(other.file);
        section = section.replace(
            &format!("\"{name}\""),
            &format!("[{name}](#{})", other.file),
        );
    }
    section = with_links_to_tests(&section);
    if baseline().contains_key(file) {
        section += &parameters(file);
    } else {
        section += "\n";
    }
    section
}

/// With a large first letter: `Press` of `press`.
fn titled(name: &str) -> String {
    name[..1].to_uppercase() + &name[1..]
}

/// When and where a process runs.
fn run(process: &Process) -> String {
    let every = match process.every {
        1 => "every week".to_owned(),
        n => format!("every {n} weeks"),
    };
    let scope = match process.scope {
        Scope::Local(_) => "municipality by municipality",
        Scope::Exchange(_) => "once for the country",
    };
    format!(
        "process {} *{}*, {every}, {scope}",
        process.id, process.name
    )
}

/// Tests named as the test runner does, `rules::limits::name`, become links to their files.
fn with_links_to_tests(section: &str) -> String {
    let mut parts = section.split("`rules::");
    let mut made = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (test, rest) = part.split_once('`').expect("a name ends");
        let (file, name) = test.rsplit_once("::").expect("a file and a name");
        let file = file.replace("::", "/");
        write!(made, "[`{name}`](../tests/it/rules/{file}.rs){rest}").expect("text can be written");
    }
    made
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
fn the_page_is_the_registries_and_the_rules() {
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
fn every_section_of_parameters_and_every_lever_is_named() {
    // As it will be: whether it is so today, the test above says.
    let page = with_tables(&page());
    for section in baseline().keys() {
        let table = parameters(section);
        assert!(
            page.contains(&table),
            "docs/odd.md lacks the parameters `{section}`"
        );
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
