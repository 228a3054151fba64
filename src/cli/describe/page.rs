//! Text in aligned columns, at most 100 characters wide.

use serde_json::Value as Json;

use plaza_batch::layout::{broken, width};

/// Characters in the longest line.
const LONGEST: usize = 100;
/// Characters that the last column of a table needs at the least.
const LEAST: usize = 20;
/// How far a last column that stands below is indented.
const BELOW: usize = 6;

/// How a formula is indented.
const FORMULA: &str = "    ";

/// A line with an empty one before it and a rule below.
pub fn heading(title: &str) -> String {
    let mut lines = broken(title, long());
    let rule = lines.iter().map(|line| line.chars().count()).max();
    lines.push("-".repeat(rule.unwrap_or(0)));
    format!("\n{}\n", lines.join("\n"))
}

/// Text broken into lines, each indented.
pub fn paragraph(indent: usize, text: &str) -> String {
    broken(text, long() - indent)
        .iter()
        .map(|line| format!("{:indent$}{line}\n", ""))
        .collect()
}

/// Paragraphs and items of a list, each in one line; the lines of a formula as they stand, indented.
pub fn paragraphs(markdown: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut formula = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            formula = !formula;
            found.push(String::new());
        } else if formula {
            found.push(format!("{FORMULA}{line}"));
        } else {
            let line = line.trim();
            let item = line.split_once(['.', ' ']).is_some_and(|(mark, _)| {
                mark == "-" || (!mark.is_empty() && mark.bytes().all(|b| b.is_ascii_digit()))
            });
            if line.is_empty() || item {
                found.push(String::new());
            }
            let last = found.last_mut().expect("there is a first paragraph");
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(line);
        }
    }
    found.retain(|paragraph| !paragraph.is_empty());
    found
}

/// Markdown broken into lines, but for its formulas.
pub fn broken_markdown(markdown: &str) -> String {
    let all = paragraphs(markdown).into_iter();
    all.map(|told| match told.starts_with(FORMULA) {
        true => format!("{told}\n"),
        false => paragraph(0, &told),
    })
    .collect()
}

/// Rows in aligned columns; the last column takes what is left of the line and is broken, or stands below where
/// little is left.
pub fn table(titles: &[&str], rows: &[Vec<String>]) -> String {
    let titles: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
    let all: Vec<&Vec<String>> = Some(&titles)
        .filter(|titles| !titles.is_empty())
        .into_iter()
        .chain(rows)
        .collect();
    let columns = all.iter().map(|row| row.len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = all.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut page = String::new();
    for row in all {
        let Some((last, first)) = row.split_last() else {
            continue;
        };
        let mut line = String::new();
        for (cell, width) in first.iter().zip(&widths) {
            line += &format!("{cell:width$}  ");
        }
        let indent = line.chars().count();
        if indent + LEAST > long() {
            page += line.trim_end();
            page.push('\n');
            page += &paragraph(BELOW, last);
            continue;
        }
        let rest = broken(last, long() - indent);
        line += &rest.join(&format!("\n{:indent$}", ""));
        page += line.trim_end();
        page.push('\n');
    }
    page
}

/// Characters in a line on this screen.
fn long() -> usize {
    width().min(LONGEST)
}

/// A JSON value as people write it.
pub fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}
