//! What each figure shows, as `captions.toml` has it.

use std::sync::LazyLock;

use toml::{Table, Value};

use plaza_batch::manifest::Manifest;

/// Figures in the order of the page, and their captions.
static CAPTIONS: LazyLock<Table> = LazyLock::new(|| {
    include_str!("captions.toml")
        .parse()
        .expect("texts by name")
});

/// The place of a figure on the page: behind all others, if it has no caption.
pub fn place(name: &str) -> usize {
    let known = CAPTIONS.keys().position(|known| known == name);
    known.unwrap_or(CAPTIONS.len())
}

/// The caption of a figure, with the number of replicates.
pub fn caption(name: &str, of: &Manifest) -> String {
    let known = CAPTIONS.get(name).and_then(Value::as_str);
    let what = known.map_or_else(|| name.replace('_', " "), str::to_owned);
    let replicates = of.policies.values().map(|policy| policy.replicates);
    match replicates.max() {
        Some(n) if name != "lineage" => format!("{what} Of {n} replicates of each policy."),
        _ => what,
    }
}
