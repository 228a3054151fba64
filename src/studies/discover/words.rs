//! Boxes and numbers in words.

use plaza_engine::numbers::grouped;
use plaza_exploration::prim::limits::{Limits, Side};
use plaza_exploration::space::{Input, Over};

/// The name of an input without what all parameters have in front.
pub fn short(name: &str) -> &str {
    name.strip_prefix("parameters.").unwrap_or(name)
}

/// A number in three digits that count, and no more than it needs.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(1e-3..1e6).contains(&size) {
        return format!("{value:.2e}");
    }
    if size >= 100.0 {
        return grouped(value, 0);
    }
    let places = (2 - libm::floor(libm::log10(size)) as i32).max(0) as usize;
    let text = format!("{value:.places$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A share in percent.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// The choices that are left, by their names.
pub fn choices<'a>(input: &'a Input, left: &'a [bool]) -> Vec<&'a str> {
    match &input.over {
        Over::Choices(names) => {
            let named = names.iter().zip(left).filter(|(_, left)| **left);
            named.map(|(name, _)| name.as_str()).collect()
        }
        Over::Range { .. } => Vec::new(),
    }
}

/// What a box asks of an input: `arrests.reach > 0.4`; nothing where it narrows nothing.
pub fn asked(input: &Input, limits: &Limits, whole: &Limits) -> Option<String> {
    let name = short(&input.name);
    let sides = limits.narrowed(whole);
    match limits {
        Limits::Among(left) => {
            let left = choices(input, left).join(" or ");
            (!sides.is_empty()).then(|| format!("{name} is {left}"))
        }
        Limits::Between(low, high) => {
            match (sides.contains(&Side::Lower), sides.contains(&Side::Upper)) {
                (true, true) => Some(format!("{name} is {} to {}", number(*low), number(*high))),
                (true, false) => Some(format!("{name} > {}", number(*low))),
                (false, true) => Some(format!("{name} < {}", number(*high))),
                (false, false) => None,
            }
        }
    }
}

/// What a box asks of all inputs.
pub fn all_asked(inputs: &[Input], bounds: &[Limits], whole: &[Limits]) -> String {
    let each = inputs.iter().zip(bounds.iter().zip(whole));
    let asked = each.filter_map(|(input, (limits, whole))| asked(input, limits, whole));
    asked.collect::<Vec<_>>().join(" and ")
}
