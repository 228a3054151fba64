//! Labels in the table of presence that are of no criminal organization: those by which a table says that it knows none,
//! totals and rests, kinds of organizations, and all others that events have to do with.

use crate::files::spelling::{bare, words};

/// Labels that say that nothing is known, as `words` has them.
const NOBODY: [&str; 40] = [
    "na",
    "n a",
    "nan",
    "null",
    "nil",
    "none",
    "unknown",
    "unidentified",
    "not identified",
    "not known",
    "s d",
    "nd",
    "n d",
    "ni",
    "n i",
    "s i",
    "s n",
    "nn",
    "n n",
    "sin dato",
    "sin datos",
    "sin informacion",
    "sin nombre",
    "ninguno",
    "ninguna",
    "no aplica",
    "not applicable",
    "no data",
    "no information",
    "sem dados",
    "sem informacao",
    "sem nome",
    "nao se aplica",
    "nenhum",
    "nenhuma",
    "ignorado",
    "ignorada",
    "unspecified",
    "not available",
    "missing",
];

/// Words with which those begin that nobody knows, wherever they stand: `Former Unidentified Gang`, `Banda desconocida`.
const UNKNOWN: [&str; 7] = [
    "unidentified",
    "unknown",
    "unnamed",
    "desconocid",
    "desconhecid",
    "noidentificad",
    "naoidentificad",
];

/// Labels of all organizations together, or of those without a row of their own.
const MANY: [&str; 44] = [
    "total",
    "totals",
    "totales",
    "totais",
    "subtotal",
    "sub total",
    "grand total",
    "gran total",
    "total general",
    "total geral",
    "sum",
    "suma",
    "soma",
    "all",
    "all groups",
    "todo",
    "todos",
    "todas",
    "other",
    "others",
    "other groups",
    "other gangs",
    "otro",
    "otra",
    "otros",
    "otras",
    "otros grupos",
    "otro cual",
    "outro",
    "outra",
    "outros",
    "outras",
    "outros grupos",
    "rest",
    "resto",
    "several",
    "various",
    "multiple",
    "mixed",
    "varios",
    "varias",
    "diversos",
    "diversas",
    "miscellaneous",
];

/// Labels of a kind of organization, without a name.
const KINDS: [&str; 22] = [
    "gang",
    "gangs",
    "banda",
    "bandas",
    "pandilla",
    "pandillas",
    "cartel",
    "cartels",
    "carteles",
    "carteis",
    "criminals",
    "criminales",
    "criminosos",
    "armed group",
    "grupo armado",
    "organized crime",
    "organised crime",
    "crimen organizado",
    "crime organizado",
    "delincuencia organizada",
    "delincuencia comun",
    "common crime",
];

/// Words with which labels begin that are of no criminal organization, as the actors of event data are called.
const OTHERS: [&str; 27] = [
    "civilian",
    "civilians",
    "civiles",
    "civis",
    "poblacion civil",
    "populacao civil",
    "police",
    "policia",
    "policias",
    "military",
    "militares",
    "protester",
    "protesters",
    "protestors",
    "rioter",
    "rioters",
    "manifestantes",
    "private security",
    "prison guards",
    "government of",
    "gobierno",
    "governo",
    "agente del estado",
    "fuerza publica",
    "labor group",
    "labour group",
    "prisoners",
];

/// Why a label is of no organization, if it is of none.
pub(super) fn of_none(label: &str) -> Option<&'static str> {
    let words = words(label);
    let whole = words.join(" ");
    let whole = whole.as_str();
    let begins = |of: &&str| {
        let rest = whole.strip_prefix(*of);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let digits = !whole.is_empty() && words.concat().chars().all(|letter| letter.is_numeric());
    // `Banda s/n`, which has no name.
    let nameless = words.len() > 2 && (whole.ends_with(" s n") || whole.ends_with(" n n"));
    let unknown = UNKNOWN.iter().any(|of| bare(label).contains(of));
    let long = |of: &&&str| of.chars().filter(|letter| letter.is_alphabetic()).count() > 3;
    let slipped = NOBODY.iter().filter(long);
    let mut slipped = slipped.filter(|of| bare(of) == bare(label));
    if whole.is_empty()
        || NOBODY.contains(&whole)
        || unknown
        || nameless
        || slipped.next().is_some()
    {
        Some("says that nothing is known")
    } else if MANY.contains(&whole) {
        Some("is of several or of all organizations")
    } else if KINDS.contains(&whole) {
        Some("is a kind of organization, and none by name")
    } else if digits {
        Some("is a number")
    } else if OTHERS.iter().any(begins) {
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
