//! What is varied, and over what: `[design.over]`.

use toml::{Table, Value};

use plaza_batch::messages::{explain, one_of};
use plaza_exploration::space::{Input, Over};
use plaza_model::policy::levers::{Kind, Level};
use plaza_model::units::plain;

use crate::files::document;
use crate::files::toml_values::Strict;
use crate::setup::bounds::MAX_WEEKS;
use crate::setup::draws::{value_and_range, with_values};
use crate::setup::gathering::design::bases::Bases;
use crate::setup::gathering::named::Gathering;
use crate::setup::varied::{Known, Setting, Target, Varied, label};
use crate::studies::calibration::cube::Range;
use crate::studies::points::section::{Bounds, Choice, DesignTable, entries};

const EXPECTED: &str =
    "expected \"range\", { low = ..., high = ..., log = true or false } or a list of choices";

impl Gathering<'_> {
    /// The inputs, in the order of their full names.
    pub(super) fn over(&mut self, table: &DesignTable, known: &Known<'_>) -> Vec<Varied> {
        let mut varied: Vec<Varied> = Vec::new();
        for (keys, value) in entries(&table.over) {
            let below = keys.iter().map(String::as_str);
            let place: Vec<&str> = ["design", "over"].into_iter().chain(below).collect();
            let mut object = |message: String| {
                self.problems
                    .push(self.document.problem_of_key(&place, message));
            };
            let target = match known.target(&keys.join(".")) {
                Ok(target) => target,
                Err(message) => {
                    object(message);
                    continue;
                }
            };
            let name = Known::full_name(&target);
            if varied.iter().any(|of| of.input.name == name) {
                object(format!("`{name}` is named twice"));
                continue;
            }
            match over(value, &target, known, table.beyond_ranges) {
                Ok((over, choices)) => varied.push(Varied {
                    input: Input { name, over },
                    target,
                    choices,
                    place: document::owned(&place),
                }),
                Err(message) => object(message),
            }
        }
        varied.sort_by(|a, b| a.input.name.cmp(&b.input.name));
        varied
    }
}

/// What is varied over, with what its choices stand for; or what is wrong with it.
fn over(
    value: &Value,
    target: &Target,
    known: &Known<'_>,
    beyond: bool,
) -> Result<(Over, Vec<Choice>), String> {
    match value {
        Value::String(word) if word == "range" => whole(target, known),
        Value::Table(bounds) => {
            if let Some(message) = of_another_kind(bounds) {
                return Err(message);
            }
            let bounds: Bounds =
                serde::Deserialize::deserialize(Strict(Value::Table(bounds.clone()))).map_err(
                    |error: toml::de::Error| format!("{}; {EXPECTED}", explain(error.message()).1),
                )?;
            let over = between(bounds, target, known, beyond)?;
            Ok((over, Vec::new()))
        }
        Value::Array(list) => chosen(list, target, known, beyond),
        _ => Err(EXPECTED.to_owned()),
    }
}

/// That a bound is no number, or `log` neither true nor false.
fn of_another_kind(bounds: &Table) -> Option<String> {
    bounds.iter().find_map(|(key, value)| {
        let expected = match (key.as_str(), value) {
            ("low" | "high", Value::Integer(_) | Value::Float(_)) => return None,
            ("log", Value::Boolean(_)) => return None,
            ("low" | "high", _) => "a number",
            ("log", _) => "true or false",
            _ => return None,
        };
        let found = match value {
            Value::String(_) => "a text".to_owned(),
            Value::Array(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
            other => other.to_string(),
        };
        Some(format!("{key} is {found}, expected {expected}"))
    })
}

/// The range that a parameter or a lever has in its file.
fn own_range(target: &Target, known: &Known<'_>) -> Option<[f64; 2]> {
    match target {
        Target::Parameter(name) => Some(value_and_range(known.parameters, name).1),
        Target::Lever(lever) | Target::LeverOf(_, lever) => {
            match known.catalogue.find(lever)?.kind {
                Kind::Number { range, .. } => Some(range),
                _ => None,
            }
        }
        Target::Setting(_) => None,
    }
}

/// Whether the whole range of what is varied is spread evenly in its logarithm.
pub fn is_logarithmic(target: &Target, known: &Known<'_>) -> bool {
    own_range(target, known).is_some_and(|[low, high]| Range { low, high }.is_wide())
}

/// The whole range of a parameter or lever, spread as its prior is.
fn whole(target: &Target, known: &Known<'_>) -> Result<(Over, Vec<Choice>), String> {
    let Some([low, high]) = own_range(target, known) else {
        if let Target::Lever(lever) | Target::LeverOf(_, lever) = target
            && let Some(Kind::Choice(options)) = known.catalogue.find(lever).map(|of| &of.kind)
            && options.len() > 1
        {
            let choices = options.iter().cloned().map(Choice::Text);
            return Ok((Over::Choices(options.clone()), choices.collect()));
        }
        let name = Known::full_name(target);
        return Err(format!("`{name}` has no range, expected a list of choices"));
    };
    if low >= high {
        let message = format!(
            "has no range but the value {}, expected one to vary over",
            plain(low)
        );
        return Err(message);
    }
    let log = is_logarithmic(target, known);
    Ok((Over::Range { low, high, log }, Vec::new()))
}

/// A range of one's own.
fn between(
    Bounds { low, high, log }: Bounds,
    target: &Target,
    known: &Known<'_>,
    beyond: bool,
) -> Result<Over, String> {
    if let Target::Setting(setting) = target {
        return Err(format!(
            "`{}` has no range, expected a list of choices",
            setting.name()
        ));
    }
    if !(low < high && low.is_finite() && high.is_finite()) {
        return Err(format!(
            "low is {} and high is {}, expected a lower and a higher number",
            plain(low),
            plain(high)
        ));
    }
    if log && low <= 0.0 {
        return Err(format!(
            "low is {}, expected more than 0 where `log` is true",
            plain(low)
        ));
    }
    for end in [low, high] {
        fits(&Choice::Number(end), target, known, beyond)?;
    }
    Ok(Over::Range { low, high, log })
}

/// A list of choices.
fn chosen(
    list: &[Value],
    target: &Target,
    known: &Known<'_>,
    beyond: bool,
) -> Result<(Over, Vec<Choice>), String> {
    if list.is_empty() {
        return Err("the list of choices is empty, expected two or more".to_owned());
    }
    if let [only] = list {
        return Err(format!(
            "{only} is the only choice, expected two or more; what is not varied is set in the experiment itself"
        ));
    }
    let mut choices = Vec::new();
    let mut labels: Vec<String> = Vec::new();
    for value in list {
        let choice = match value {
            Value::Integer(number) => Choice::Number(*number as f64),
            Value::Float(number) => Choice::Number(*number),
            Value::String(text) => Choice::Text(text.clone()),
            other => return Err(format!("{other} is no choice, expected numbers or texts")),
        };
        fits(&choice, target, known, beyond)?;
        let label = label(target, &choice);
        if labels.contains(&label) {
            return Err(format!("`{label}` is among the choices twice"));
        }
        labels.push(label);
        choices.push(choice);
    }
    Ok((Over::Choices(labels), choices))
}

/// Whether what is varied can have a value, or why not.
pub fn fits(
    choice: &Choice,
    target: &Target,
    known: &Known<'_>,
    beyond: bool,
) -> Result<(), String> {
    match (target, choice) {
        (Target::Parameter(name), Choice::Number(number)) => {
            let (_, [low, high]) = value_and_range(known.parameters, name);
            if (low..=high).contains(number) {
                return Ok(());
            }
            if !beyond {
                return Err(format!(
                    "{} is outside the range of `{name}`, {} to {}; `beyond_ranges = true` in [design] allows it",
                    plain(*number),
                    plain(low),
                    plain(high)
                ));
            }
            let possible = with_values(known.parameters, [(name.as_str(), *number)]);
            let impossible = |_| format!("{} is impossible for `{name}`", plain(*number));
            possible.map(|_| ()).map_err(impossible)
        }
        (Target::Parameter(name), Choice::Text(text)) => {
            Err(format!("`{name}` is a number, found \"{text}\""))
        }
        (Target::Lever(lever) | Target::LeverOf(_, lever), choice) => {
            let level = match choice {
                Choice::Number(number) => Level::Number(*number),
                Choice::Text(text) => Level::Option(text.clone()),
            };
            let lever = known.catalogue.find(lever);
            lever
                .and_then(|lever| lever.objection(&level))
                .map_or(Ok(()), Err)
        }
        (Target::Setting(Setting::Map), Choice::Text(_)) => Ok(()),
        (Target::Setting(Setting::Map), Choice::Number(number)) => {
            Err(format!("map is {}, expected a path", plain(*number)))
        }
        (Target::Setting(setting), choice) => {
            let least = f64::from(u8::from(*setting == Setting::Weeks));
            match choice {
                Choice::Number(weeks)
                    if weeks.fract() == 0.0 && (least..=f64::from(MAX_WEEKS)).contains(weeks) =>
                {
                    Ok(())
                }
                other => Err(format!(
                    "{} is {}, expected a whole number of weeks from {least} to {MAX_WEEKS}",
                    setting.name(),
                    label(target, other)
                )),
            }
        }
    }
}

/// What options a lever has, if it is a choice.
pub fn options(target: &Target, known: &Known<'_>) -> Option<String> {
    let (Target::Lever(lever) | Target::LeverOf(_, lever)) = target else {
        return None;
    };
    match &known.catalogue.find(lever)?.kind {
        Kind::Choice(options) => Some(one_of(options)),
        _ => None,
    }
}

/// What is varied as it is kept: ranges in numbers, maps by where they are kept.
pub fn kept(varied: &[Varied], bases: &Bases) -> Table {
    let of = |varied: &Varied| {
        let value = match &varied.input.over {
            Over::Range { low, high, log } => {
                let mut bounds = Table::new();
                bounds.insert("low".to_owned(), Value::Float(*low));
                bounds.insert("high".to_owned(), Value::Float(*high));
                bounds.insert("log".to_owned(), Value::Boolean(*log));
                Value::Table(bounds)
            }
            Over::Choices(labels) => {
                let choices = varied.choices.iter().zip(labels);
                let choices = choices.map(|(choice, label)| match (&varied.target, choice) {
                    (Target::Setting(Setting::Map), _) => Value::String(bases.kept_map(label)),
                    (_, Choice::Number(number)) => Value::Float(*number),
                    (_, Choice::Text(text)) => Value::String(text.clone()),
                });
                Value::Array(choices.collect())
            }
        };
        (varied.input.name.clone(), value)
    };
    varied.iter().map(of).collect()
}
