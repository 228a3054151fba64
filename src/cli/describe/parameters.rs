//! The parameters, with their documentation in the code.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use toml::Table;

use plaza_batch::failure::Failure;
use plaza_batch::messages::one_of;
use plaza_batch::problem::nearest;

use crate::cli::describe::page::{heading, paragraph, text};
use crate::files::embedded;
use crate::setup::schemas::Sort;
use crate::setup::{draws, parameters};
use crate::studies::calibration::cube::Number;

/// Every number of the baseline with what the code's documentation says of it.
pub fn facts() -> Json {
    told(&parameters::baseline())
}

/// The numbers of a file: a path, or the name of one that the program carries.
pub fn of(file: &str) -> Result<Table, Failure> {
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
pub fn told(numbers: &Table) -> Json {
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

/// The numbers that have a range, as SALib reads a problem: spread as their priors are. The names are those of inputs of a
/// design, so that a sample with them above its columns is a table of points.
pub fn salib(numbers: &Table) -> Json {
    let numbers = draws::numbers(numbers);
    let names = numbers.iter().map(|of| format!("parameters.{}", of.name));
    let bounds = numbers.iter().map(|of| [of.range.low, of.range.high]);
    let spread = |of: &Number| match of.range.is_wide() {
        true => "logunif",
        false => "unif",
    };
    json!({
        "num_vars": numbers.len(),
        "names": names.collect::<Vec<_>>(),
        "bounds": bounds.collect::<Vec<_>>(),
        "dists": numbers.iter().map(spread).collect::<Vec<_>>(),
    })
}

pub fn page(facts: &Json) -> String {
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
