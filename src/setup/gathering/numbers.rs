//! The parameters: drawn, or of a file.

use std::path::Path;

use toml::Table;

use crate::files::embedded;
use crate::runs::design::Draws;
use crate::setup::experiment::{Drawn, Experiment};
use crate::setup::gathering::named::Gathering;
use crate::setup::inputs::Input;
use crate::setup::{draws, parameters, posterior};

/// How the table of draws is kept.
pub(super) const POSTERIOR: &str = "posterior.csv";

impl Gathering<'_> {
    /// The draws of the numbers of `text`, with their table if they come from one.
    pub(super) fn draws(
        &mut self,
        drawn: Drawn,
        experiment: &Experiment,
        text: &str,
    ) -> Option<(Draws, Option<Input>)> {
        let shared = experiment.luck_per_draw();
        let path = match (drawn, &experiment.posterior) {
            (Drawn::Prior, _) => return Some((draws::prior(text, experiment.seed, shared), None)),
            (Drawn::Posterior, Some(path)) => self.file(&["posterior"], path)?,
            (Drawn::Posterior, None) => embedded::path("parameters/posterior.csv"),
        };
        let (draws, bytes) = self.keep(Some(posterior::read(&path, text, shared)))?;
        let path = POSTERIOR.to_owned();
        Some((draws, Some(Input { path, bytes })))
    }
}

/// That the parameters, which are not drawn, are none that the program carries: of a file of one's own, or set
/// by the call. It is told from the numbers themselves, so that a kept experiment says the same when it is run again.
pub(super) fn own_numbers(text: &str) -> Option<String> {
    /// So many are named.
    const NAMED: usize = 3;
    let own: Table = text.parse().ok()?;
    let carried = embedded::names(Path::new(embedded::ROOT), "parameters").into_iter();
    let differing = carried.filter_map(|name| {
        let path = embedded::path(&format!("parameters/{name}.toml"));
        let (_, text) = parameters::read(&path, &[]).ok()?;
        Some((differing(&own, &text.parse().ok()?), name))
    });
    let (numbers, name) = differing.min_by_key(|(numbers, _)| numbers.len())?;
    let more = match numbers.len() {
        0 => return None,
        all if all > NAMED => format!(" and {} more", all - NAMED),
        _ => String::new(),
    };
    Some(format!(
        "numbers of the rules are one's own, alike in all replicates: {}{more} are not those of `{name}`, and how little is \
         known of numbers is not in the intervals, as it is with parameters = \"posterior\"",
        numbers[..numbers.len().min(NAMED)].join(", ")
    ))
}

/// The numbers of one table that another has otherwise.
fn differing(own: &Table, other: &Table) -> Vec<String> {
    let value = |of: &Table, section: &str, name: &str| {
        let value = of.get(section)?.get(name)?.get("value")?;
        value
            .as_float()
            .or(value.as_integer().map(|whole| whole as f64))
    };
    let sections = own
        .iter()
        .filter_map(|(section, numbers)| Some((section, numbers.as_table()?)));
    let names =
        sections.flat_map(|(section, numbers)| numbers.keys().map(move |name| (section, name)));
    names
        .filter(|(section, name)| value(own, section, name) != value(other, section, name))
        .map(|(section, name)| format!("{section}.{name}"))
        .collect()
}
