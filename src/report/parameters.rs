//! The parameters: value, unit, range and source; assumptions are marked.

use maud::{Markup, html};
use toml::{Table, Value};

use crate::report::material::Material;

/// Every number of the parameter file, section by section.
pub fn section(of: &Material<'_>) -> Option<Markup> {
    let file = of
        .loaded
        .inputs
        .iter()
        .find(|input| input.path == "parameters.toml")?;
    let parameters: Table = std::str::from_utf8(&file.bytes).ok()?.parse().ok()?;
    let sections: Vec<(&String, &Table)> = parameters
        .iter()
        .filter_map(|(name, section)| Some((name, section.as_table()?)))
        .collect();
    let numbers = || sections.iter().flat_map(|(_, section)| section.values());
    let assumed = numbers().filter(|number| is_assumed(number)).count();
    Some(html! {
        p {
            (assumed) " of " (numbers().count()) " numbers are assumed; each is marked, and its range is "
            "what is thought possible. Others cite a paper (a key of docs/references.bib) or a fact of "
            "docs/evidence.md. What each is: " code { "plaza describe parameters" } "."
        }
        @for (name, section) in &sections { (numbers_of(name, section)) }
    })
}

fn numbers_of(name: &str, section: &Table) -> Markup {
    html! {
        details {
            summary { (name) ": " (section.len()) " numbers" }
            div.scroll tabindex="0" role="region" aria-label={ "numbers of " (name) } {
                table {
                    caption { "Numbers of " (name) }
                    thead { tr {
                        @for title in ["number", "value", "unit", "range", "source"] { th scope="col" { (title) } }
                    } }
                    tbody {
                        @for (number, value) in section {
                            tr {
                                th scope="row" { (number) }
                                td.n { (text(value, "value")) }
                                td { (text(value, "unit")) }
                                td { (text(value, "range")) }
                                td {
                                    @if is_assumed(value) { span.mark { "assumed" } " " }
                                    (text(value, "source").trim_start_matches("assumed").trim_start_matches(": "))
                                    @if value.get("was").is_some() {
                                        br;
                                        "was " (text(value, "was")) "; " (text(value, "why"))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn is_assumed(number: &Value) -> bool {
    text(number, "source").starts_with("assumed")
}

/// What a number says of itself.
fn text(number: &Value, key: &str) -> String {
    match number.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(ends)) => {
            let ends: Vec<String> = ends.iter().map(Value::to_string).collect();
            ends.join(" to ")
        }
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
