//! Text in aligned columns, 100 characters wide.

/// Characters in a line.
const WIDTH: usize = 100;
/// Characters that the last column of a table needs at the least.
const LEAST: usize = 20;
/// How far a last column that stands below is indented.
const BELOW: usize = 6;

/// A line with an empty one before it and a rule below.
pub fn heading(title: &str) -> String {
    let mut lines = lines(title, WIDTH);
    let rule = lines.iter().map(|line| line.chars().count()).max();
    lines.push("-".repeat(rule.unwrap_or(0)));
    format!("\n{}\n", lines.join("\n"))
}

/// Text broken into lines, each indented.
pub fn paragraph(indent: usize, text: &str) -> String {
    lines(text, WIDTH - indent)
        .iter()
        .map(|line| format!("{:indent$}{line}\n", ""))
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
        if indent + LEAST > WIDTH {
            page += line.trim_end();
            page.push('\n');
            page += &paragraph(BELOW, last);
            continue;
        }
        let rest = lines(last, WIDTH - indent);
        line += &rest.join(&format!("\n{:indent$}", ""));
        page += line.trim_end();
        page.push('\n');
    }
    page
}

/// Text broken between words into lines of at most `width` characters, where words allow.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
