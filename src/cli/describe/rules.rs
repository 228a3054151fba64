//! The text of the rules: the opening documentation of their files, taken in when the
//! program is built. `docs/odd.md` has its section on submodels from here (`tests/it/house/odd.rs`).

use serde::Serialize;

macro_rules! rules {
    ($($name:literal),* $(,)?) => {
        /// Name and text of each rule's file; `tests/it/cli/describe.rs` names one that is missing.
        static FILES: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../../crates/model/src/submodels/", $name, ".rs")))),*
        ];
    };
}

rules!(
    "alliances",
    "arrests",
    "bilateral",
    "books",
    "corridors",
    "corruption",
    "deployment",
    "fighting",
    "gangs",
    "homicides",
    "income",
    "justice",
    "leaders",
    "lives",
    "moves",
    "opinion",
    "pact",
    "population",
    "press",
    "prisons",
    "raids",
    "recruitment",
    "reform",
    "relations",
    "response",
    "succession",
);

/// The schedule's own text: which file a process runs.
const SCHEDULE: &str = include_str!("../../../crates/model/src/submodels/schedule.rs");

/// What a rule says of itself, in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its file, which is its section of the parameters too.
    pub file: &'static str,
    /// In a sentence.
    pub about: String,
    /// What it does.
    pub rule: String,
    /// What it reads.
    pub reads: String,
    /// What it writes.
    pub writes: String,
    /// Where it comes from.
    pub source: String,
    /// Why it has this form among several, and what it leaves out; may be empty.
    pub rationale: String,
    /// Limits in which the result is known, with their tests.
    pub limit: String,
}

impl Rule {
    /// All that it says.
    fn told(&mut self) -> [&mut String; 7] {
        [
            &mut self.about,
            &mut self.rule,
            &mut self.reads,
            &mut self.writes,
            &mut self.source,
            &mut self.rationale,
            &mut self.limit,
        ]
    }
}

/// The rule of a process, if its file is listed here.
pub fn of(process: &str) -> Option<Rule> {
    let file = file(process)?;
    let (file, text) = FILES.iter().find(|(name, _)| *name == file)?;
    let mut rule = Rule {
        file,
        ..Rule::default()
    };
    let mut into = &mut rule.about;
    for line in text.lines().map_while(|line| line.strip_prefix("//!")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match line {
            "# Rule" => into = &mut rule.rule,
            "# Reads" => into = &mut rule.reads,
            "# Writes" => into = &mut rule.writes,
            "# Source" => into = &mut rule.source,
            "# Rationale" => into = &mut rule.rationale,
            "# Limit" => into = &mut rule.limit,
            _ => {
                into.push_str(&line.replace("\\[", "[").replace("\\]", "]"));
                into.push('\n');
            }
        }
    }
    for told in rule.told() {
        *told = told.trim().to_owned();
    }
    Some(rule)
}

/// The module whose step the schedule calls for a process: the first path after its name.
fn file(process: &str) -> Option<&'static str> {
    let (_, entry) = SCHEDULE.split_once(&format!("\"{process}\""))?;
    let (before, _) = entry.split_once("::")?;
    let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_')?;
    Some(&before[start + 1..])
}
