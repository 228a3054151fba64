//! Columns that are meant as one that a table lacks: whoever wrote them would not see that they are not read.
//!
//! A name is near to that of a column if it is the same but for capitals, signs, an `s` or a slip of the pen, or if it
//! has the words that tell of it: `sea_port` is meant as `port`, `crossing_north` as `northern_crossing`. A name that
//! says of itself that it is a code, a name or another label is none of them: `port_code`, `event_date`.

use plaza_batch::problem::Problem;

use crate::files::csv_table::{Column, CsvTable};
use crate::maps::map_tables::columns::{ADJACENCY, Known, PEOPLE, TableOf, is_people};

/// Words of names that are about something without being it.
const LABELS: [&str; 18] = [
    "code", "id", "name", "label", "type", "kind", "date", "day", "month", "time", "source", "url",
    "note", "comment", "codigo", "nombre", "fecha", "fuente",
];

/// How words begin that tell whether two places are neighbours.
const NEIGHBOURS: [&str; 10] = [
    "adjacen", "neighbo", "contigu", "touch", "share", "border", "queen", "rook", "vecin", "colind",
];
/// Words of what is measured, not told of: a border of 0 km is one in a point.
const MEASURED: [&str; 6] = ["km", "m", "length", "distance", "state", "line"];

/// Words this long tell in the middle of others too: `povertyrate`.
const LONG: usize = 6;

impl TableOf {
    /// Columns that stand in for one that the table lacks.
    pub fn near_names(&self, table: &CsvTable) -> Vec<Problem> {
        let near = table.header().iter().filter_map(|name| {
            let meant = match self.knows(name) {
                true => None,
                false => self.meant(name, table),
            };
            let message = format!(
                "column `{name}` is not read, and may be meant as `{}`; `--column` reads it so, another name keeps it \
                 apart",
                meant?
            );
            Some(Problem::at(table.file(), 1, message))
        });
        near.collect()
    }

    /// The column that a table lacks and that a name of its header is meant as.
    fn meant(&self, name: &str, table: &CsvTable) -> Option<&str> {
        let lacking = |known: &Known| match known.name == PEOPLE {
            true => !table.header().iter().any(|name| is_people(name)),
            false => known.names().all(|name| table.find(name).is_none()),
        };
        let small = name.to_lowercase();
        let alike = self.columns.iter().find(|known| {
            if known.name == PEOPLE {
                // One year more beside others is missed too.
                return is_near_year(name) || lacking(known) && known.almost.contains(&small);
            }
            // One that there must be is told as missing, with all names that there are.
            lacking(known)
                && !known.required()
                && (known.almost.contains(&small) || known.names().any(|of| is_near(of, name)))
        });
        let told = || {
            // Of several the one that more words tell of.
            let told = self
                .columns
                .iter()
                .filter_map(|known| Some((telling(known, name)?, known)));
            let most = told.clone().map(|(words, _)| words).max()?;
            let mut best = told
                .filter(|(words, _)| *words == most)
                .map(|(_, known)| known);
            best.all(lacking).then_some(())?;
            let mut told = self.columns.iter();
            told.find(|known| telling(known, name) == Some(most))
        };
        alike.or_else(told).map(|known| known.name.as_str())
    }
}

/// How many words of a name tell that it is this column.
fn telling(known: &Known, name: &str) -> Option<usize> {
    let words = words(name);
    let has = |word: &String| {
        let long = word.len() >= LONG;
        words
            .iter()
            .any(|own| own == word || long && own.contains(word.as_str()))
    };
    if words.iter().any(|word| LABELS.contains(&word.as_str())) {
        return None;
    }
    let sets = known.telling.iter();
    let told = sets.filter(|set| set.iter().all(has));
    told.map(|set| set.len()).max()
}

/// The columns of a table, none that is read, that say of a pair whether it is one of neighbours.
pub(super) fn of_neighbours(table: &CsvTable) -> Vec<(&str, Column)> {
    let strangers = ADJACENCY.strangers(table).into_iter();
    let telling = strangers.filter(|name| {
        let words = words(name);
        let counted = words.iter().any(|word| MEASURED.contains(&word.as_str()));
        let told = |word: &String| NEIGHBOURS.iter().any(|of| word.starts_with(of));
        !counted && words.iter().any(told)
    });
    telling
        .filter_map(|name| Some((name, table.find(name)?)))
        .collect()
}

/// The words of a name: small, without an `s` behind them, and of the sides of the compass the side.
fn words(name: &str) -> Vec<String> {
    let mut parts = String::new();
    let mut before = ' ';
    for letter in name.chars() {
        let begins = letter.is_uppercase() && before.is_lowercase()
            || letter.is_ascii_digit() != before.is_ascii_digit();
        if begins || !letter.is_alphanumeric() {
            parts.push(' ');
        }
        if letter.is_alphanumeric() {
            parts.extend(letter.to_lowercase());
        }
        before = letter;
    }
    let word = |word: &str| match word {
        "northern" | "norte" => "north".to_owned(),
        "southern" | "sur" => "south".to_owned(),
        "frontera" | "frontier" => "border".to_owned(),
        "dist" | "distancia" => "distance".to_owned(),
        word => match word.strip_suffix('s') {
            Some(one) if one.len() > 2 && !one.ends_with('s') => one.to_owned(),
            _ => word.to_owned(),
        },
    };
    parts.split_whitespace().map(word).collect()
}

/// Whether a name is `pop_YYYY` but for case, signs or a letter: `Pop2010`, `pob_2010`.
fn is_near_year(name: &str) -> bool {
    let small = name.to_lowercase();
    let word = small.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = small.len() - word.len();
    let word = word.trim_end_matches(['_', '-', ' ', '.']);
    let words = [
        "pop",
        "pob",
        "people",
        "population",
        "poblacion",
        "residents",
        "habitantes",
    ];
    (digits == 4 || digits == 2) && words.contains(&word)
}

/// Whether a name is another but for case, signs, an `s`, `is` or `has`, or, of a long one, a letter or two.
fn is_near(known: &str, name: &str) -> bool {
    let bare = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        let small: String = letters.flat_map(char::to_lowercase).collect();
        small.trim_end_matches('s').to_owned()
    };
    // One side of the compass is never meant as the other.
    let side = |text: &str| ["north", "south", "east", "west"].map(|side| text.contains(side));
    let (known, name) = (bare(known), bare(name));
    let stripped = ["is", "has"]
        .iter()
        .find_map(|word| name.strip_prefix(word));
    let name = stripped.unwrap_or(&name);
    let letters = if known.len() < 8 { 0 } else { 2 };
    side(&known) == side(name) && strsim::osa_distance(&known, name) <= letters
}
