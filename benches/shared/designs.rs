//! The experiments that benches run.

use plaza::files::embedded;
use plaza::runs::design::Design;
use plaza::setup::{Overrides, load};

/// An embedded experiment, by the name of its file, for one policy alone.
pub fn status_quo(experiment: &str) -> Design {
    let overrides = Overrides {
        policies: Some(vec!["status_quo".to_owned()]),
        ..Overrides::default()
    };
    let path = embedded::path(&format!("experiments/{experiment}.toml"));
    let loaded = load(Some(&path), &overrides);
    loaded.expect("an embedded experiment is sound").design
}
