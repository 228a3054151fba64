//! Files that extend another of their kind: `extends = "name"`.

use std::path::{Path, PathBuf};

use plaza_batch::messages::one_of;
use plaza_batch::problem::nearest;

use crate::files::embedded;

/// What kind of file extends another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A policy.
    Policy,
    /// A parameter file.
    Parameters,
}

impl Kind {
    /// The folder of such files.
    fn folder(self) -> &'static str {
        match self {
            Self::Policy => "policies",
            Self::Parameters => "parameters",
        }
    }

    /// One of them, in words.
    fn one(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Parameters => "parameter file",
        }
    }
}

/// The file that `extends = "name"` means in the file `path`: beside it, else embedded. `above` are the
/// files that led here, `path` the last of them.
pub fn extended(path: &Path, kind: Kind, name: &str, above: &[PathBuf]) -> Result<PathBuf, String> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let beside = folder.join(format!("{name}.toml"));
    let base = if embedded::exists(&beside) {
        beside
    } else {
        let known = embedded::names(Path::new(embedded::ROOT), kind.folder());
        embedded::named(Path::new(embedded::ROOT), kind.folder(), name).ok_or_else(|| {
            let near = nearest(name, known.iter().map(String::as_str));
            format!(
                "there is no {} `{name}`{near}, expected a file beside this one or {}",
                kind.one(),
                one_of(&known)
            )
        })?
    };
    match above.iter().position(|file| *file == base) {
        None => Ok(base),
        Some(first) => {
            let ring: Vec<String> = above[first..]
                .iter()
                .chain([&base])
                .map(|file| stem(file))
                .collect();
            Err(format!(
                "a {} cannot extend itself: {}",
                kind.one(),
                ring.join(" extends ")
            ))
        }
    }
}

/// A file name without `.toml`.
pub fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
