//! How much a command tells of a batch, and where to.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Once;

use serde_json::{Value as Json, json};

use plaza_batch::layout::{cut, folded, width};
use plaza_batch::problem::Problem;
use plaza_batch::results::Results;

use crate::runs::design::Design;
use crate::runs::made::Made;
use crate::setup::Loaded;

/// How much is told, and where to.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct Telling {
    /// Print nothing but errors, and with --json the document
    #[arg(long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print all there is to tell: notices in full, every table, the path of every file
    #[arg(long)]
    pub verbose: bool,
    /// Print one JSON document in the place of tables, with the names and numbers of the CSV files; whatever
    /// else is said goes to the standard error
    #[arg(long)]
    pub json: bool,
}

/// Lines of a screen that notices may have, less [`OF_A_POLICY`] for each policy of the answer that follows.
const SCREEN: usize = 46;
/// Lines that the answer has for a policy: one in each of two tables, one of what the policy is.
const OF_A_POLICY: usize = 3;
/// Lines that notices have however many policies there are.
const LEAST: usize = 7;

impl Telling {
    /// Prints a line of what was asked, unless only the document is.
    pub fn say(self, line: impl fmt::Display) {
        match self {
            Self { quiet: true, .. } => {}
            Self { json: true, .. } => remark!("{line}"),
            _ => say!("{line}"),
        }
    }

    /// Says what a reader of results of so many policies has to know: in full if the screen has room beside the
    /// answer, or else the beginning of each, or of the first.
    pub fn notices(self, notices: &[String], policies: usize) {
        if self.quiet {
            return;
        }
        let room = SCREEN.saturating_sub(OF_A_POLICY * policies).max(LEAST);
        let lines = |notice: &String| folded(&format!("note: {notice}"), width()).lines().count();
        if self.verbose || notices.iter().map(lines).sum::<usize>() <= room {
            notices.iter().for_each(|notice| remark!("note: {notice}"));
            return;
        }
        let first = if notices.len() < room {
            notices.len()
        } else {
            room - 1
        };
        for notice in &notices[..first] {
            remark!("{}", cut(&format!("note: {notice}"), width()));
        }
        match notices.len() - first {
            0 => remark!("note: --verbose says these in full"),
            more => remark!("note: --verbose says these and {more} more in full"),
        }
    }

    /// Where results are: every file, or how many of each kind.
    pub fn files(self, folder: &Path, written: &[PathBuf]) -> String {
        let folder_of = folder.display();
        let names = relative(folder, written);
        if self.verbose {
            let names = names.iter().map(|name| format!("\n  {name}"));
            return format!("results are in {folder_of}:{}", names.collect::<String>());
        }
        let (figures, tables): (Vec<&String>, Vec<&String>) =
            names.iter().partition(|name| name.starts_with("figures/"));
        let mut told: Vec<String> = tables.into_iter().cloned().collect();
        if !figures.is_empty() {
            told.push(format!("{} figures", figures.len()));
        }
        let told = format!("results are in {folder_of}: {}", told.join(", "));
        folded(&told, width()).trim_end().to_owned()
    }
}

/// Notes what was made, and tells it: as one document, or for a screen and with the path of every file.
pub fn tell(
    made: &mut Made,
    results: &Results,
    text: &str,
    mut facts: Json,
    document: bool,
) -> Result<(), Problem> {
    let written = made.finish()?;
    if document {
        facts["written"] = documented(&results.folder, &written);
        say!("{facts:#}");
        return Ok(());
    }
    say!("{text}");
    for path in written {
        say!("wrote {}", path.display());
    }
    Ok(())
}

/// Files as they are named in a document: by their paths in the folder.
pub fn documented(folder: &Path, written: &[PathBuf]) -> Json {
    json!(relative(folder, written))
}

fn relative(folder: &Path, written: &[PathBuf]) -> Vec<String> {
    let names = written
        .iter()
        .map(|path| path.strip_prefix(folder).unwrap_or(path));
    names
        .map(|name| name.display().to_string().replace('\\', "/"))
        .collect()
}

/// Says what a reader of the results has to know, once, however often blocks are added.
pub fn say_notices(loaded: &Loaded, telling: Telling) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        telling.notices(
            &loaded.notices.told(&loaded.design),
            loaded.design.policies.len(),
        )
    });
}

/// Says that draws of a table are used more than once, if they are.
pub fn say_again(design: &Design) {
    let draws = design.draws.as_ref();
    if let Some(first) = draws.and_then(|draws| draws.sharing.again_from(design.replicates)) {
        remark!(
            "note: the posterior has too few draws for {} replicates: from replicate {first} on they begin with \
             the first again, which tells more of luck and nothing more of the numbers",
            design.replicates
        );
    }
}
