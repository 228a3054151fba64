//! The kinds of files people write, each with its JSON Schema: for editors, and to tell by its
//! keys what a file is.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};
use toml::{Table, Value};

use plaza_model::policy::levers::Catalogue;
use plaza_model::state::grid::Recipe;
use plaza_model::submodels::Parameters;

use crate::maps::aliases::Aliases;
use crate::setup::experiment::Experiment;
use crate::setup::parameters::EXTENDS;
use crate::setup::policies::file::PolicyFile;
use crate::studies::scorecard::rules::Scorecard;
use crate::studies::scores::rivals::Rivals;
use crate::studies::validation::targets::Targets;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// An experiment.
    Experiment,
    /// A policy.
    Policy,
    /// The catalogue of levers.
    Levers,
    /// The parameters.
    Parameters,
    /// The recipe of a grid.
    Map,
    /// Which labels of a presence table are which organizations.
    Aliases,
    /// Observations that the simulation is compared with.
    Targets,
    /// What policy documents say of their options, as rules on outcomes.
    Scorecard,
    /// Forecasts that need no model.
    Rivals,
}

impl Sort {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Experiment,
        Self::Policy,
        Self::Levers,
        Self::Parameters,
        Self::Map,
        Self::Aliases,
        Self::Targets,
        Self::Scorecard,
        Self::Rivals,
    ];

    /// What such a file is called; its schema is `configs/schema/<name>.schema.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Experiment => "experiment",
            Self::Policy => "policy",
            Self::Levers => "levers",
            Self::Parameters => "parameters",
            Self::Map => "map",
            Self::Aliases => "aliases",
            Self::Targets => "targets",
            Self::Scorecard => "scorecard",
            Self::Rivals => "rivals",
        }
    }

    /// Its JSON Schema.
    pub fn schema(self) -> Json {
        match self {
            Self::Experiment => schema_of::<Experiment>(),
            Self::Policy => schema_of::<PolicyFile>(),
            Self::Levers => schema_of::<Catalogue>(),
            Self::Parameters => extending(schema_of::<Parameters>()),
            Self::Map => schema_of::<Recipe>(),
            Self::Aliases => schema_of::<Aliases>(),
            Self::Targets => schema_of::<Targets>(),
            Self::Scorecard => schema_of::<Scorecard>(),
            Self::Rivals => schema_of::<Rivals>(),
        }
    }

    /// The kind whose keys these values have, if they have any kind's.
    pub fn of(values: &Table) -> Option<Self> {
        let likeness = |sort: &Self| likeness(&sort.schema(), values);
        Self::ALL
            .into_iter()
            .rev()
            .max_by_key(likeness)
            .filter(|sort| likeness(sort) > 0)
    }
}

/// The schema of a file that may hold only what differs from another: what a whole file must hold, it
/// must only where it does not extend one.
fn extending(mut schema: Json) -> Json {
    let mut sections = serde_json::Map::new();
    for (name, section) in schema["properties"].as_object_mut().into_iter().flatten() {
        if let Some(required) = section.as_object_mut().and_then(|s| s.remove("required")) {
            sections.insert(name.clone(), json!({ "required": required }));
        }
    }
    schema["if"] = json!({ "not": { "required": [EXTENDS] } });
    schema["then"] = json!({ "required": schema["required"].take(), "properties": sections });
    schema["properties"][EXTENDS] = json!({
        "description": "The parameter file whose numbers hold where this one has none: a name, as in \
                        `baseline`, or a path relative to this file.",
        "type": "string"
    });
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("required");
    }
    schema
}

fn schema_of<T: JsonSchema>() -> Json {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// Keys that the schema knows, less those it does not.
fn likeness(schema: &Json, values: &Table) -> i32 {
    let mut sum = 0;
    for (key, value) in values {
        let known = match &schema["properties"][key] {
            Json::Null => &schema["additionalProperties"],
            named => named,
        };
        let known = known.is_object().then_some(known);
        sum += if known.is_some() { 1 } else { -1 };
        match (known, value) {
            (Some(known), Value::Table(below)) => sum += likeness(known, below),
            (Some(known), Value::Array(list)) => {
                let tables = list.iter().filter_map(Value::as_table);
                sum += tables
                    .map(|below| likeness(&known["items"], below))
                    .sum::<i32>();
            }
            _ => {}
        }
    }
    sum
}
