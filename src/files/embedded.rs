//! The files that the program carries, so that it runs anywhere.
//!
//! They look like files of a folder [`ROOT`], and relative paths among them work as on disk.

use std::fs;
use std::path::{Component, Path, PathBuf};

use plaza_batch::files::{MOST_OF_TEXT, read};
use plaza_batch::problem::{Problem, nearest};

use crate::files::text;

/// The folder that embedded files seem to lie in.
pub const ROOT: &str = "<plaza>";

macro_rules! embed {
    ($($path:literal),* $(,)?) => {
        /// Path below [`ROOT`] and text of each embedded file, as in the folder `configs/`.
        pub static FILES: &[(&str, &str)] = &[
            $(($path, include_str!(concat!("../../configs/", $path)))),*
        ];
    };
}

embed!(
    "abroad/mexico.csv",
    "experiments/ablation.toml",
    "experiments/default.toml",
    "experiments/design_smoke.toml",
    "experiments/grid.toml",
    "experiments/marginal.toml",
    "experiments/patterns.toml",
    "experiments/policies.toml",
    "experiments/robustness.toml",
    "experiments/smoke.toml",
    "experiments/twin.toml",
    "experiments/twin_ranks.toml",
    "experiments/twin_units.toml",
    "levers.toml",
    "maps/grid_12x12.toml",
    "maps/grid_50x50.toml",
    "parameters/baseline.toml",
    "parameters/calibrated.toml",
    "parameters/posterior.csv",
    "policies/_2006.toml",
    "policies/accommodation.toml",
    "policies/continuity.toml",
    "policies/imagining_2024.toml",
    "policies/kingpin_only.toml",
    "policies/local_capacity.toml",
    "policies/merida_refocus.toml",
    "policies/military_lead.toml",
    "policies/no_intervention.toml",
    "policies/police_lead.toml",
    "policies/police_lead_full_support.toml",
    "policies/police_lead_no_support.toml",
    "policies/retrenchment.toml",
    "policies/social.toml",
    "policies/social_legal_market.toml",
    "policies/social_with_enforcement.toml",
    "policies/status_quo.toml",
    "policies/strategic_partnership.toml",
    "rivals.toml",
    "scorecard.toml",
    "targets.toml",
);

/// Whether the program carries a policy of this name.
pub fn has_policy(name: &str) -> bool {
    let policies = FILES
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("policies/")?.strip_suffix(".toml"));
    policies.into_iter().any(|policy| policy == name)
}

/// The experiment that a call names: a file, or by a bare word one that the program carries.
pub fn experiment(named: &Path) -> Result<PathBuf, Problem> {
    let bare = named.extension().is_none() && named.components().count() == 1;
    let carried = path(&format!("experiments/{}.toml", named.display()));
    if bare && exists(&carried) && !named.is_file() {
        return Ok(carried);
    }
    if !bare || named.exists() {
        return Ok(named.to_owned());
    }
    let names = names(Path::new(ROOT), "experiments");
    let word = named.display().to_string();
    let near = nearest(&word, names.iter().map(String::as_str));
    let message = format!(
        "there is no such file{near}, expected a file or an experiment that the program carries: {}",
        names.join(", ")
    );
    Err(Problem::whole(named, message))
}

/// The path of an embedded file.
pub fn path(below_root: &str) -> PathBuf {
    Path::new(ROOT).join(below_root)
}

/// Whether `path` is among the embedded ones, there or not.
pub fn is_embedded(path: &Path) -> bool {
    path.starts_with(ROOT)
}

fn embedded_text(path: &Path) -> Option<&'static str> {
    let mut parts: Vec<&str> = Vec::new();
    for component in path.strip_prefix(ROOT).ok()?.components() {
        match component {
            Component::ParentDir => drop(parts.pop()?),
            Component::Normal(part) => parts.push(part.to_str()?),
            _ => {}
        }
    }
    let wanted = parts.join("/");
    let found = FILES.iter().find(|(path, _)| *path == wanted)?;
    Some(found.1)
}

/// Whether there is such a file, embedded or on disk.
pub fn exists(path: &Path) -> bool {
    if is_embedded(path) {
        embedded_text(path).is_some()
    } else {
        path.exists() && !path.is_dir()
    }
}

/// The text of a file, embedded or on disk.
pub fn text(path: &Path) -> Result<String, Problem> {
    if is_embedded(path) {
        return embedded_text(path)
            .map(str::to_owned)
            .ok_or_else(|| Problem::whole(path, "there is no such file"));
    }
    let bytes = read(path, MOST_OF_TEXT).map_err(|error| {
        let message = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            std::io::ErrorKind::IsADirectory => "is a folder, expected a file".to_owned(),
            _ => format!("cannot be read: {error}"),
        };
        Problem::whole(path, message)
    })?;
    text::utf8(path, &bytes).map(str::to_owned)
}

/// The file that a bare name of a kind of files means: `<folder>/<kind>/<name>.toml` if there is
/// one, else the embedded one.
pub fn named(folder: &Path, kind: &str, name: &str) -> Option<PathBuf> {
    let file = format!("{kind}/{name}.toml");
    [folder.join(&file), path(&file)]
        .into_iter()
        .find(|candidate| exists(candidate))
}

/// That a file has the name of one that the program carries and says something else: its results would bear
/// the name of the other.
pub fn twice_named(file: &Path, kind: &str) -> Option<Problem> {
    let name = file.file_name()?.to_str()?;
    let own = path(&format!("{kind}/{name}"));
    let carried = embedded_text(&own).filter(|_| !is_embedded(file))?;
    let there = text(file).ok()?;
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    (lines(&there) != lines(carried)).then(|| {
        let message = format!(
            "has the name of `{}`, which the program carries, and says something else; expected another name for \
             one's own",
            own.display()
        );
        Problem::whole(file, message)
    })
}

/// The names that [`named`] knows for a kind of files, in order.
pub fn names(folder: &Path, kind: &str) -> Vec<String> {
    let prefix = format!("{kind}/");
    let embedded = FILES
        .iter()
        .filter_map(|(path, _)| path.strip_prefix(&prefix)?.strip_suffix(".toml"))
        .map(str::to_owned);
    let beside = fs::read_dir(folder.join(kind)).into_iter().flatten();
    let on_disk = beside.filter_map(|entry| {
        let name = entry.ok()?.file_name().into_string().ok()?;
        Some(name.strip_suffix(".toml")?.to_owned())
    });
    let mut names: Vec<String> = embedded.chain(on_disk).collect();
    names.sort();
    names.dedup();
    names
}
