//! What the columns of the tables are that are made from results, as their rows say it themselves.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};

use crate::studies::attribution;
use crate::studies::comparison::breakdown::Part;
use crate::studies::comparison::cost_effect::CostEffect;
use crate::studies::comparison::marginal::Marginal;
use crate::studies::comparison::row::Row;
use crate::studies::discover::rows as discover;
use crate::studies::summary::Estimate;
use crate::studies::twin::curves::Point;
use crate::studies::twin::effects::Effect;
use crate::studies::twin::files::PairRow;
use crate::studies::validation::files as validation;

/// A table that a command makes: a CSV file of a result folder.
pub struct Described {
    /// Its name, with `.csv` behind it the file's.
    pub name: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// Columns, and what each is.
    pub columns: Vec<Column>,
}

/// A column of such a table.
pub struct Column {
    /// Its name.
    pub name: String,
    /// `integer`, `real` or `text`.
    pub r#type: &'static str,
    /// Whether it may be empty.
    pub nullable: bool,
    /// What it is.
    pub about: String,
}

/// The tables that stand in no other dictionary.
pub fn described() -> Vec<Described> {
    let table = |name, row, columns| Described { name, row, columns };
    vec![
        table(
            "draws",
            "a draw of the numbers of the rules, where they are drawn",
            draws(),
        ),
        table(
            "experiments",
            "a point of a design, also in Parquet",
            experiments(),
        ),
        table("summary", "a policy and a metric", columns_of::<Estimate>()),
        table("comparison", "a policy and a metric", columns_of::<Row>()),
        table(
            "attribution",
            "an outcome and a cause, or all causes together",
            columns_of::<attribution::Row>(),
        ),
        table(
            "cost_effect",
            "a policy and a payer",
            columns_of::<CostEffect>(),
        ),
        table(
            "breakdown",
            "a policy, a group of municipalities or of the dead, and a metric",
            columns_of::<Part>(),
        ),
        table(
            "marginal",
            "a policy and one of its levers, where the policy was also run without it",
            columns_of::<Marginal>(),
        ),
        table(
            "ranking_sensitivity",
            "in a design: what an input shifts, and by how much",
            columns_of::<discover::SensitivityRow>(),
        ),
        table(
            "boxes",
            "in a design: a restriction of a box of PRIM",
            columns_of::<discover::BoxRow>(),
        ),
        table(
            "tree",
            "in a design: what a leaf of a tree asks of an input",
            columns_of::<discover::TreeRow>(),
        ),
        table(
            "regret",
            "in a design: a policy",
            columns_of::<discover::RegretRow>(),
        ),
        table(
            "breakdown",
            "in a design: a policy and an input, perhaps with another one held",
            columns_of::<discover::FrontierRow>(),
        ),
        table(
            "breakdown_curve",
            "in a design: a policy and a place of an input",
            columns_of::<discover::CurveRow>(),
        ),
        table(
            "validation",
            "a part of a target in one year, or in all",
            columns_of::<validation::Row<'static>>(),
        ),
        table(
            "twin_curve",
            "an outcome in a part of the country, of some pairs, in a week or in 13",
            columns_of::<Point>(),
        ),
        table(
            "twin_effects",
            "an outcome in a part of the country, of some pairs, over a window",
            columns_of::<Effect>(),
        ),
        table(
            "twin_pairs",
            "a pair of futures and an event",
            columns_of::<PairRow<'static>>(),
        ),
    ]
}

/// Which numbers are drawn depends on the experiment.
fn draws() -> Vec<Column> {
    let column = |name: &str, r#type, about: &str| Column {
        name: name.to_owned(),
        r#type,
        nullable: false,
        about: about.to_owned(),
    };
    vec![
        column(
            "draw",
            "integer",
            "its number, from 0: that of the column draw in outcomes",
        ),
        column("weight", "real", "weight of the draw: all are alike"),
        column(
            "section.name",
            "real",
            "a column for each number that is drawn, under its full name",
        ),
    ]
}

/// The names of the columns of such rows, in order.
pub fn names_of<T: JsonSchema>() -> Vec<String> {
    let columns = columns_of::<T>().into_iter();
    columns.map(|column| column.name).collect()
}

/// What is varied depends on the experiment.
fn experiments() -> Vec<Column> {
    let column = |name: &str, r#type, about: &str| Column {
        name: name.to_owned(),
        r#type,
        nullable: false,
        about: about.to_owned(),
    };
    vec![
        column(
            "point",
            "integer",
            "its number, from 0: that of the column point in outcomes",
        ),
        column(
            "input",
            "real or text",
            "a column for each input that is varied, under its full name, as in parameters.recruitment.rate; text of choices",
        ),
    ]
}

/// Columns in the order of the fields, with what the code says of them.
fn columns_of<T: JsonSchema>() -> Vec<Column> {
    let settings = SchemaSettings::default().for_serialize();
    let schema = json!(settings.into_generator().into_root_schema_for::<T>());
    // Of what is written every field is required, and these stand in order.
    let names = schema["required"].as_array().into_iter().flatten();
    let names = names.filter_map(Json::as_str);
    names
        .map(|name| {
            let of = &schema["properties"][name];
            let types: Vec<&str> = match &of["type"] {
                Json::Array(types) => types.iter().filter_map(Json::as_str).collect(),
                one => one.as_str().into_iter().collect(),
            };
            Column {
                name: name.to_owned(),
                r#type: match types.first() {
                    Some(&"integer") => "integer",
                    Some(&"number") => "real",
                    Some(&"boolean") => "boolean",
                    _ => "text",
                },
                nullable: types.contains(&"null"),
                about: of["description"]
                    .as_str()
                    .unwrap_or_default()
                    .replace('\n', " "),
            }
        })
        .collect()
}
