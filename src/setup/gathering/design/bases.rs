//! The experiment with other settings: one for each combination of map, start and weeks that a design has, read once.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::Value;

use plaza_exploration::points::Point;

use crate::files::document::insert;
use crate::runs::design::Design;
use crate::setup::gathering::named::Gathering;
use crate::setup::inputs::Input as File;
use crate::setup::parameters::TypedParameter;
use crate::setup::varied::{KEPT_MAP, Setting, Target, Varied, label, settings};
use crate::studies::points::section::Choice;

/// The experiments of a design with other settings; none where no setting is varied.
#[derive(Clone, Default)]
pub struct Bases {
    designs: Vec<Arc<Design>>,
    /// By point.
    places: Vec<usize>,
    /// Maps by their labels: how each is kept.
    maps: BTreeMap<String, String>,
    /// The files of the maps.
    pub files: Vec<File>,
}

impl Bases {
    /// The experiment with the settings of a point; none where it is the experiment itself.
    pub fn of(&self, point: usize) -> Option<&Design> {
        let place = self.places.get(point)?;
        Some(&self.designs[*place])
    }

    /// How the map with this label is kept.
    pub fn kept_map(&self, label: &str) -> String {
        self.maps.get(label).cloned().unwrap_or_default()
    }

    /// Keeps the files of a map under its label.
    fn keep_map(&mut self, label: &str, inputs: &[File]) {
        if self.maps.contains_key(label) {
            return;
        }
        let kept = format!("{KEPT_MAP}{label}");
        let mut name = kept.clone();
        for input in inputs {
            let path = match input.path.as_str() {
                "map.toml" => {
                    name = format!("{kept}.toml");
                    name.clone()
                }
                path => match path.strip_prefix("map/") {
                    Some(rest) => format!("{kept}/{rest}"),
                    None => continue,
                },
            };
            self.files.push(File {
                path,
                bytes: input.bytes.clone(),
            });
        }
        self.maps.insert(label.to_owned(), name);
    }
}

impl Gathering<'_> {
    /// The experiments with the settings of these points.
    pub(super) fn bases(
        &mut self,
        varied: &[Varied],
        points: &[Point],
        (set, beyond): (&[TypedParameter], bool),
    ) -> Option<Bases> {
        let mut bases = Bases::default();
        if !varied
            .iter()
            .any(|of| matches!(of.target, Target::Setting(_)))
        {
            return Some(bases);
        }
        let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        let mut maps: BTreeMap<String, usize> = BTreeMap::new();
        for point in points {
            let settings = settings(varied, point);
            let labels: Vec<String> = (settings.iter())
                .map(|(setting, choice)| label(&Target::Setting(*setting), choice))
                .collect();
            let place = match known.get(&labels) {
                Some(place) => *place,
                None => {
                    let (mut design, inputs) = self.with_settings(&settings, set, beyond)?;
                    let place = bases.designs.len();
                    if settings.contains_key(&Setting::Map) {
                        let label = &labels[0];
                        // Equal maps are in memory once.
                        let first = *maps.entry(label.clone()).or_insert(place);
                        if let Some(first) = bases.designs.get(first) {
                            design.map = first.map.clone();
                        }
                        bases.keep_map(label, &inputs);
                    }
                    bases.designs.push(Arc::new(design));
                    known.insert(labels, place);
                    place
                }
            };
            bases.places.push(place);
        }
        Some(bases)
    }

    /// The experiment with these settings, and its inputs.
    fn with_settings(
        &mut self,
        settings: &BTreeMap<Setting, Choice>,
        set: &[TypedParameter],
        beyond: bool,
    ) -> Option<(Design, Vec<File>)> {
        let mut document = self.document.clone();
        document.values.remove("design");
        insert(&mut document.values, &["replicates"], Value::Integer(1));
        for (setting, choice) in settings {
            let value = match choice {
                Choice::Number(number) => Value::Integer(*number as i64),
                Choice::Text(text) => Value::String(text.clone()),
            };
            insert(&mut document.values, &[setting.key()], value);
        }
        // A policy is shared until policies part, which here may be at once.
        if settings.get(&Setting::Start) == Some(&Choice::Number(0.0)) {
            document.values.remove("shared");
        }
        let read = Gathering::new(&document, Vec::new()).gather(set, beyond);
        match read {
            Ok(loaded) => Some((loaded.design, loaded.inputs)),
            Err(problems) => {
                self.problems.extend(problems);
                None
            }
        }
    }
}
