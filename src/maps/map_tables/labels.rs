//! Labels in the table of presence that are of no criminal organization: those by which a table says that it knows none,
//! totals and rests, kinds of organizations, and all others that events have to do with.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::files::spelling::{bare, words};

/// The words of `labels.toml`, which says what each list is.
#[derive(Deserialize)]
struct Labels {
    nobody: Vec<String>,
    unknown: Vec<String>,
    many: Vec<String>,
    kinds: Vec<String>,
    others: Vec<String>,
}

static LABELS: LazyLock<Labels> =
    LazyLock::new(|| toml::from_str(include_str!("labels.toml")).expect("lists of words"));

/// Why a label is of no organization, if it is of none.
pub(super) fn of_none(label: &str) -> Option<&'static str> {
    let words = words(label);
    let whole = words.join(" ");
    let whole = whole.as_str();
    let has = |list: &[String]| list.iter().any(|of| of == whole);
    let begins = |of: &String| {
        let rest = whole.strip_prefix(of.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let digits = !whole.is_empty() && words.concat().chars().all(|letter| letter.is_numeric());
    // `Banda s/n`, which has no name.
    let nameless = words.len() > 2 && (whole.ends_with(" s n") || whole.ends_with(" n n"));
    let unknown = LABELS.unknown.iter().any(|of| bare(label).contains(of));
    let long = |of: &&String| of.chars().filter(|letter| letter.is_alphabetic()).count() > 3;
    let slipped = LABELS.nobody.iter().filter(long);
    let mut slipped = slipped.filter(|of| bare(of) == bare(label));
    if whole.is_empty() || has(&LABELS.nobody) || unknown || nameless || slipped.next().is_some() {
        Some("says that nothing is known")
    } else if has(&LABELS.many) {
        Some("is of several or of all organizations")
    } else if has(&LABELS.kinds) {
        Some("is a kind of organization, and none by name")
    } else if digits {
        Some("is a number")
    } else if LABELS.others.iter().any(begins) {
        Some("is of no criminal organization")
    } else {
        None
    }
}

/// What is said of a label that is of no organization.
pub(super) fn nobody(label: &str, why: &str) -> String {
    let heading = toml::Value::String(label.to_owned()).to_string();
    format!(
        "the label `{label}` {why}, and would be an organization: expected a name, or no such row, or in a file of aliases \
         (`--aliases`) a table `[label.{heading}]` with `organization = []`, which leaves it out, or with the organization \
         that it is"
    )
}
