//! What was made from the parts of a result folder: summaries, comparisons, figures; and of which parts.
//!
//! `made.json` holds the SHA-256 of each such file and the state of the manifest that it was made from. A file that
//! is not in it, or is not what it says, or is of another state, was altered or is of other results: nobody is to
//! read it as if it were of these.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use plaza_batch::files::{digest, read_kept, write_whole};
use plaza_batch::problem::Problem;
use plaza_batch::results::{Results, encode_of};
use plaza_batch::rows::Rows;

use crate::figures::style::stamped;
use crate::files::csv_text;

/// Its name in a result folder.
pub const FILE: &str = "made.json";

/// What makes the files that every finished run has; so do `plaza merge` and `plaza plot`.
pub const BY_RUN: &str = "plaza run";

/// What makes the tables and figures of a twin experiment.
pub const BY_TWIN: &str = "plaza twin";

/// What makes the tables of a design.
pub const BY_DESIGN: &str = "plaza design";

/// Endings of what is made: tables, pages, figures.
const MADE: [&str; 4] = [".csv", ".parquet", ".html", ".svg"];

/// What was made, and is being made.
#[derive(Debug)]
pub struct Made {
    folder: PathBuf,
    /// State of the manifest that files are made from.
    of: String,
    /// Digest of the experiment.
    digest: String,
    /// Whether its numbers are only a test.
    test: bool,
    /// The command that makes what is written, with what it was asked for.
    by: String,
    /// By path in the folder, with `/`.
    files: BTreeMap<String, Entry>,
    /// What was made since, in order.
    written: Vec<PathBuf>,
    /// Compares in the place of writing: what differs.
    differing: Option<Vec<String>>,
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// State of the manifest that it was made from.
    of: String,
    /// SHA-256 of the file.
    sha256: String,
    /// The command that made it, with what it was asked for.
    by: String,
}

/// How a file stands to the results that the folder holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    Absent,
    /// It was made from these results, and is as it was written.
    Current,
    /// It is not to be read, and why.
    Stale(&'static str),
}

impl Made {
    /// What was made of these results; what is written from now on is made by this command. A torn `made.json` is
    /// none: its files are made again.
    pub fn open(results: &Results, by: impl Into<String>) -> Self {
        let Results { folder, manifest } = results;
        let text = read_kept(&folder.join(FILE)).unwrap_or_default();
        Self {
            folder: folder.clone(),
            of: manifest.state(),
            digest: manifest.digest.clone(),
            test: manifest.is_test(),
            by: by.into(),
            files: serde_json::from_slice(&text).unwrap_or_default(),
            written: Vec::new(),
            differing: None,
        }
    }

    /// The same, to compare what is made again with what is there: nothing is written.
    #[must_use]
    pub fn compared(self) -> Self {
        Self {
            differing: Some(Vec::new()),
            ..self
        }
    }

    /// Says which command makes what is written from now on.
    pub fn is_by(&mut self, by: impl Into<String>) {
        self.by = by.into();
    }

    /// Writes a file that this command makes.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Problem> {
        let path = self.folder.join(name);
        if let Some(differing) = &mut self.differing {
            if read_kept(&path).ok().as_deref() != Some(bytes) {
                differing.push(name.to_owned());
            }
            return Ok(());
        }
        write_whole(&path, bytes)?;
        let entry = Entry {
            of: self.of.clone(),
            sha256: digest(bytes),
            by: self.by.clone(),
        };
        self.files.insert(name.to_owned(), entry);
        self.written.push(path);
        Ok(())
    }

    /// Writes a figure that this command draws; one of a test says so.
    pub fn draw(&mut self, name: &str, svg: &str) -> Result<(), Problem> {
        let svg = match self.test {
            true => Cow::Owned(stamped(svg)),
            false => Cow::Borrowed(svg),
        };
        self.put(&format!("figures/{name}.svg"), svg.as_bytes())
    }

    /// Writes rows as CSV.
    pub fn csv<T: Serialize>(
        &mut self,
        name: &str,
        rows: impl IntoIterator<Item = T>,
    ) -> Result<(), Problem> {
        self.put(name, csv_text::csv(rows).as_bytes())
    }

    /// Writes a table in Parquet; one of a test says so.
    pub fn table(&mut self, rows: &Rows) -> Result<(), Problem> {
        let purpose = self.test.then_some("test");
        let bytes = encode_of(rows, &self.digest, purpose);
        self.put(&format!("{}.parquet", rows.table.name), &bytes)
    }

    /// Removes what a kill left of files that were being made. Such files are made by whoever looks at the results,
    /// so that of two at a time either may fail.
    fn sweep(&self) {
        for below in ["", "figures"] {
            let entries = fs::read_dir(self.folder.join(below)).into_iter().flatten();
            for entry in entries.flatten() {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                let of = name
                    .strip_prefix('.')
                    .and_then(|name| name.strip_suffix(".part"));
                let ours =
                    |name: &str| name == FILE || MADE.iter().any(|ending| name.ends_with(ending));
                if of.is_some_and(ours) {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }

    /// Notes all that was written, and gives it; to be called once everything is.
    pub fn finish(&mut self) -> Result<Vec<PathBuf>, Problem> {
        if self.differing.is_none() {
            self.sweep();
            let mut text = serde_json::to_string_pretty(&self.files).expect("text becomes JSON");
            text.push('\n');
            write_whole(&self.folder.join(FILE), text.as_bytes())?;
        }
        Ok(std::mem::take(&mut self.written))
    }

    /// Files that are not as they are made again; none where they were not compared.
    pub fn differing(&self) -> &[String] {
        self.differing.as_deref().unwrap_or_default()
    }

    /// How a file stands to the results.
    pub fn standing(&self, name: &str) -> Standing {
        let path = self.folder.join(name);
        match (read_kept(&path), self.files.get(name)) {
            (Err(_), _) => Standing::Absent,
            (Ok(_), None) => Standing::Stale("nothing says that it was made from these results"),
            (Ok(_), Some(entry)) if entry.of != self.of => {
                Standing::Stale("it was made from other results than the folder holds now")
            }
            (Ok(bytes), Some(entry)) if digest(&bytes) != entry.sha256 => {
                Standing::Stale("it was altered after it was made")
            }
            _ => Standing::Current,
        }
    }

    /// The files that were made, as far as they are noted, each with the command.
    pub fn noted(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(name, entry)| (name.as_str(), entry.by.as_str()))
    }

    /// Tables, pages and figures in the folder that nothing is noted of, by path.
    pub fn unnoted(&self) -> BTreeSet<String> {
        let in_folder = |below: &str, endings: &[&str]| -> Vec<String> {
            let entries = fs::read_dir(self.folder.join(below)).into_iter().flatten();
            let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            let made = names.filter(|name| endings.iter().any(|ending| name.ends_with(ending)));
            made.map(|name| format!("{below}{name}")).collect()
        };
        let all = ["", "figures/"]
            .into_iter()
            .flat_map(|below| in_folder(below, &MADE));
        all.filter(|name| !self.files.contains_key(name)).collect()
    }

    /// The files that one command made.
    pub fn by(&self, command: &str) -> impl Iterator<Item = &str> {
        let noted = self.noted();
        noted.filter_map(move |(name, by)| (by == command).then_some(name))
    }
}
