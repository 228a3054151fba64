//! Which policy of a result folder is meant.

use std::path::Path;

use crate::io::manifest::Manifest;
use crate::io::problem::{Problem, nearest};

/// The policy that is meant unless another is named.
pub const USUAL: &str = "status_quo";

/// The policy with this name, or else which there are.
pub fn named<'a>(folder: &Path, manifest: &'a Manifest, name: &str) -> Result<&'a str, Problem> {
    let names = || manifest.policies.keys().map(String::as_str);
    names().find(|known| *known == name).ok_or_else(|| {
        let near = nearest(name, names());
        let known = names().collect::<Vec<_>>().join(", ");
        Problem::whole(
            folder,
            format!("has no policy `{name}`{near}, expected one of {known}"),
        )
    })
}
