//! The points of a design as a table: a row is a point, a column an input.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use plaza_batch::problem::{Problem, shortened};
use plaza_exploration::points::Point;
use plaza_exploration::space::{Input, Over};
use plaza_model::policy::levers::Kind;

use crate::files::csv_table::{Column, CsvTable, Row};
use crate::files::{csv_text, document, embedded};
use crate::setup::gathering::design::arranged::{broken, keep_even_grids};
use crate::setup::gathering::design::bases::Bases;
use crate::setup::gathering::design::over::{fits, is_logarithmic, options};
use crate::setup::gathering::design::settings::Usual;
use crate::setup::varied::{Known, Setting, Target, Varied, label, settings};
use crate::studies::points::section::{Arranged, Choice, DesignTable};

/// The column that says which point a row is, as `experiments` has it.
const POINT: &str = "point";

/// Columns that EMA Workbench writes beside those of inputs.
const WORKBENCH: [&str; 3] = ["scenario", "policy", "model"];

/// Reads a table of points: what it varies, and the points.
pub fn read(
    file: &Path,
    known: &Known<'_>,
    usual: &Usual<'_>,
    &DesignTable {
        beyond_ranges,
        arranged,
        ..
    }: &DesignTable,
) -> Result<(Vec<Varied>, Vec<Point>), Vec<Problem>> {
    let text = match file.extension().is_some_and(|of| of == "parquet") {
        true => csv_text::of_parquet(file)?,
        false => embedded::text(file)?,
    };
    let mut problems = Vec::new();
    let Some(table) = CsvTable::parse(file, text.as_bytes(), &mut problems) else {
        return Err(problems);
    };
    if problems.is_empty() {
        problems.extend(miscounted(&table));
    }
    let columns = columns(&table, known, &mut problems);
    if columns.is_empty() && problems.is_empty() {
        let message = "has no column of an input, expected one for each that is varied";
        problems.push(Problem::at(file, 1, message));
    }
    // Of each column, the choices by row, and what is wrong.
    let mut cells: Vec<Vec<Choice>> = vec![Vec::new(); columns.len()];
    let mut wrong: Vec<Vec<Problem>> = vec![Vec::new(); columns.len()];
    let mut lines: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut twice = Vec::new();
    for row in table.rows() {
        let read: Vec<Result<Choice, Problem>> = (columns.iter())
            .map(|(target, column)| cell(&row, *column, target, known, beyond_ranges))
            .collect();
        if read.iter().all(Result::is_ok) {
            let choices = read.iter().flatten().zip(&columns);
            let labels = choices.map(|(choice, (target, _))| label(target, choice));
            let labels: Vec<String> = labels.collect();
            if arranged.is_none()
                && let Some(line) = lines.get(&labels)
            {
                let message =
                    format!("is the point of line {line} once more, expected each point once");
                twice.push(row.problem(message));
            }
            lines.entry(labels).or_insert(row.line);
        }
        for (column, read) in read.into_iter().enumerate() {
            match read {
                Ok(choice) => cells[column].push(choice),
                Err(problem) => wrong[column].push(problem),
            }
        }
    }
    let rows = table.rows().count();
    problems.extend(wrong.into_iter().flat_map(|of| once(of, rows)));
    if rows == 0 && problems.is_empty() {
        let message = "has no row after its header, expected one for each point";
        problems.push(Problem::whole(file, message));
    }
    if problems.is_empty() {
        let of = columns.iter().zip(&cells);
        problems.extend(of.filter_map(|((target, _), cells)| namesake(&table, target, cells)));
    }
    // Where something could not be read, points may seem equal that are not.
    if problems.is_empty() {
        problems = twice;
    }
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.line);
        return Err(shortened(problems));
    }
    let (mut varied, numbers): (Vec<Varied>, Vec<Vec<f64>>) = (columns.into_iter().zip(cells))
        .map(|((target, _), cells)| varied(target, cells, known))
        .unzip();
    let point = |row: usize| numbers.iter().map(|column| column[row]).collect();
    let points: Vec<Point> = (0..rows).map(point).collect();
    let problems = impossible(&table, &varied, &points, usual);
    if !problems.is_empty() {
        return Err(shortened(problems));
    }
    if let Some((row, message)) = arranged.and_then(|of| broken(of, &varied, &points)) {
        let line = table.rows().nth(row).map_or(1, |row| row.line);
        return Err(vec![Problem::at(file, line, message)]);
    }
    if arranged == Some(Arranged::Morris) {
        keep_even_grids(&mut varied, &points);
    }
    Ok((varied, points))
}

/// What is wrong with a column, once where it is wrong in most of several rows.
fn once(mut found: Vec<Problem>, rows: usize) -> Vec<Problem> {
    let wrong = found.len();
    if wrong > 2 && 2 * wrong > rows {
        found.truncate(1);
        for problem in &mut found {
            problem.message += &match rows - wrong {
                0 => format!("; none of the {rows} rows has one that fits"),
                some => format!("; {some} of the {rows} rows have one that fits"),
            };
        }
    }
    found
}

/// A row whose map is another than that of a row before it, and would have its name in results.
fn namesake(table: &CsvTable, target: &Target, cells: &[Choice]) -> Option<Problem> {
    let mut known: BTreeMap<String, &Choice> = BTreeMap::new();
    let mut rows = table.rows().zip(cells);
    rows.find_map(|(row, cell)| {
        let first = *known.entry(label(target, cell)).or_insert(cell);
        match (first, cell) {
            (Choice::Text(first), Choice::Text(cell)) if first != cell => {
                Some(row.problem(format!(
                    "map `{cell}` has the name of `{first}`, expected the same path or another name"
                )))
            }
            _ => None,
        }
    })
}

/// The rows whose settings cannot be, the first of those with the same.
fn impossible(
    table: &CsvTable,
    varied: &[Varied],
    points: &[Point],
    usual: &Usual<'_>,
) -> Vec<Problem> {
    let mut known: BTreeSet<Vec<String>> = BTreeSet::new();
    let objection = |(row, point): (Row<'_>, &Point)| {
        let settings = settings(varied, point);
        let labels = settings.iter();
        let labels = labels.map(|(setting, choice)| label(&Target::Setting(*setting), choice));
        let objection = known
            .insert(labels.collect())
            .then(|| usual.objection(&settings));
        objection.flatten().map(|message| row.problem(message))
    };
    table.rows().zip(points).filter_map(objection).collect()
}

/// That the column of points does not count the rows from 0, as the points of the design will be.
fn miscounted(table: &CsvTable) -> Option<Problem> {
    let column = table.find(POINT)?;
    let whole = |row: &Row<'_>| row.whole(column, i64::MIN..=i64::MAX).ok();
    let mut rows = (0_i64..).zip(table.rows());
    let (number, row) = rows.find(|(number, row)| whole(row) != Some(*number))?;
    Some(row.problem(format!(
        "column `{POINT}` is `{}`, expected {number}: rows are points 0, 1, 2 and so on, in their order; without the \
         column they are numbered so",
        row.text(column)
    )))
}

/// That columns are not of inputs, though the workbench writes them: they are to be dropped.
fn of_the_workbench(table: &CsvTable) -> Option<Problem> {
    let there = table.header().iter();
    let there = there.filter(|name| WORKBENCH.contains(&name.as_str()));
    let names: Vec<String> = there.map(|name| format!("`{name}`")).collect();
    let message = match &names[..] {
        [] => return None,
        [name] => format!("column {name} of EMA Workbench is no input; drop it"),
        _ => format!(
            "columns {} of EMA Workbench are no inputs; drop them",
            names.join(", ")
        ),
    };
    Some(Problem::at(table.file(), 1, message))
}

/// The columns of inputs.
fn columns(
    table: &CsvTable,
    known: &Known<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<(Target, Column)> {
    let mut columns: Vec<(Target, Column)> = Vec::new();
    let at = |message: String| Problem::at(table.file(), 1, message);
    problems.extend(of_the_workbench(table));
    let is_input = |name: &&String| *name != POINT && !WORKBENCH.contains(&name.as_str());
    for name in table.header().iter().filter(is_input) {
        match (known.target(name), table.find(name)) {
            (Ok(target), Some(_)) if columns.iter().any(|(known, _)| *known == target) => {
                problems.push(at(format!("column `{name}` is another's input once more")));
            }
            (Ok(target), Some(column)) => columns.push((target, column)),
            (Err(message), _) => problems.push(at(format!("column `{name}`: {message}"))),
            (Ok(_), None) => {}
        }
    }
    columns
}

/// What stands in a cell.
fn cell(
    row: &Row<'_>,
    column: Column,
    target: &Target,
    known: &Known<'_>,
    beyond: bool,
) -> Result<Choice, Problem> {
    let is_number = match target {
        Target::Parameter(_) => true,
        Target::Lever(lever) | Target::LeverOf(_, lever) => {
            let lever = known.catalogue.find(lever);
            lever.is_some_and(|lever| matches!(lever.kind, Kind::Number { .. }))
        }
        Target::Setting(setting) => *setting != Setting::Map,
    };
    let choice = match is_number {
        true => Choice::Number(row.number(column, f64::MIN..=f64::MAX)?),
        false => Choice::Text(row.named(column)?.to_owned()),
    };
    fits(&choice, target, known, beyond).map_err(|message| {
        let name = Known::full_name(target);
        let expected = options(target, known);
        let expected = expected.filter(|_| !message.contains("expected"));
        let expected = expected.map_or(String::new(), |of| format!(", expected {of}"));
        row.problem(format!("`{name}`: {message}{expected}"))
    })?;
    Ok(choice)
}

/// An input of a column, and its number at each point.
fn varied(target: Target, cells: Vec<Choice>, known: &Known<'_>) -> (Varied, Vec<f64>) {
    let name = Known::full_name(&target);
    let is_range = !matches!(target, Target::Setting(_));
    let numbers: Option<Vec<f64>> = (cells.iter())
        .map(|cell| match cell {
            Choice::Number(number) => Some(*number),
            Choice::Text(_) => None,
        })
        .collect();
    if let Some(numbers) = numbers.filter(|_| is_range) {
        let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let log = low > 0.0 && is_logarithmic(&target, known);
        let over = Over::Range { low, high, log };
        let input = Input { name, over };
        let choices = Vec::new();
        return (of(input, target, choices), numbers);
    }
    let mut labels: Vec<String> = Vec::new();
    let mut choices: Vec<Choice> = Vec::new();
    let number = |cell: Choice| {
        let label = label(&target, &cell);
        let known = labels.iter().position(|known| *known == label);
        let index = known.unwrap_or_else(|| {
            labels.push(label);
            choices.push(cell);
            labels.len() - 1
        });
        index as f64
    };
    let numbers: Vec<f64> = cells.into_iter().map(number).collect();
    let over = Over::Choices(labels);
    let input = Input { name, over };
    (of(input, target, choices), numbers)
}

/// An input that stands in the table.
fn of(input: Input, target: Target, choices: Vec<Choice>) -> Varied {
    let place = document::owned(&["design", "file"]);
    Varied {
        input,
        target,
        choices,
        place,
    }
}

/// The table as it is kept: full names, numbers in full, maps by where they are kept.
pub fn kept(varied: &[Varied], points: &[Point], bases: &Bases) -> String {
    let names = varied.iter().map(|of| &of.input.name);
    let rows = points.iter().map(|point| {
        let cells = varied.iter().zip(point);
        cells.map(|(of, number)| match (&of.target, of.choice(*number)) {
            (Target::Setting(Setting::Map), choice) => bases.kept_map(&label(&of.target, &choice)),
            (_, Choice::Number(number)) => number.to_string(),
            (_, Choice::Text(text)) => text,
        })
    });
    csv_text::table(names, rows)
}
