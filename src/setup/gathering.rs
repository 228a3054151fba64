//! From an experiment's document to all it needs: map, parameters, levers, policies.

mod calibration;
mod design;
mod events;
mod kept;
mod money;
mod named;
mod notices;
mod numbers;
mod policies;
mod variants;

use std::path::Path;
use std::sync::Arc;

use toml::Table;

use plaza_batch::problem::Problem;
use plaza_model::policy::scale::{scaled, scaled_catalogue};
use plaza_model::submodels::schedule::SCHEDULE;
use plaza_model::units::{Quantity, plain};

use crate::files::{document, embedded};
use crate::maps::map_folder::LoadedMap;
use crate::maps::{map_folder, observed};
use crate::runs::design::Design;
use crate::setup::experiment::{Drawn, Experiment, ObservedTables};
use crate::setup::gathering::design::Around;
use crate::setup::gathering::kept::{Inputs, text_of};
pub use crate::setup::gathering::named::Gathering;
use crate::setup::gathering::notices::Told;
use crate::setup::gathering::numbers::{POSTERIOR, own_numbers};
use crate::setup::inputs::PARAMETERS;
use crate::setup::levers::read_catalogue;
use crate::setup::loaded::Loaded;
use crate::setup::parameters::TypedParameter;
use crate::setup::policies::ReadPolicy;
use crate::setup::{draws, parameters, recording};

impl Gathering<'_> {
    /// Reads all that the experiment names.
    /// Numbers may be set beyond their ranges if `beyond` says so.
    pub fn gather(mut self, set: &[TypedParameter], beyond: bool) -> Result<Loaded, Vec<Problem>> {
        let Some(mut experiment) = self.reading.value.take() else {
            return Err(self.problems);
        };
        experiment.bring_to_bounds();
        if self.reading.sound(&["record"]) {
            let twice = recording::once_each(&mut experiment);
            let twice = twice.into_iter();
            self.problems.extend(twice.map(|(name, message)| {
                self.document
                    .problem_of_key(&["record", "of", &name], message)
            }));
        }
        let map = self
            .file(&["map"], &experiment.map)
            .map(|path| read_map(&path));
        let map = self.keep(map);
        self.told
            .extend(map.iter().flat_map(|map| map.notices.iter().cloned()));
        self.origin.first_year = map.as_ref().map(|read| read.map.first_year);
        let drawn = experiment.drawn();
        let (key, file) = match drawn {
            Some(drawn) => (
                "ranges",
                experiment.ranges.as_deref().unwrap_or(drawn.file()),
            ),
            None => ("parameters", experiment.parameters.as_str()),
        };
        let parameters = self
            .named(&[key], "parameters", file)
            .map(|path| parameters::read_beyond(&path, set, beyond));
        let parameters = self.keep(parameters);
        if let (None, Some(read)) = (drawn, &parameters) {
            self.told.extend(own_numbers(&read.text));
        }
        let mut parameters = parameters.map(|read| {
            experiment.beyond_ranges.extend(read.beyond);
            (read.parameters, read.text)
        });
        if drawn.is_some()
            && let Some((_, text)) = &mut parameters
        {
            *text = draws::pinned(text, set.iter().map(|(path, ..)| path.as_slice()));
        }
        let draws = match (drawn, &parameters) {
            (Some(drawn), Some((_, text))) => self.draws(drawn, &experiment, text),
            _ => None,
        };
        let levers = match &experiment.levers {
            Some(path) => self.file(&["levers"], path),
            None => Some(embedded::path("levers.toml")),
        };
        let levers = levers.map(|path| read_catalogue(&path));
        let levers = self.keep(levers);
        let catalogue = levers.as_ref().map(|(catalogue, _)| catalogue);
        let before = self.policy(&["before"], &experiment.before, catalogue);
        let shared = if experiment.may_part_later() {
            self.policy(&["shared"], &experiment.shared, catalogue)
        } else {
            before.clone()
        };
        let numbers = parameters.as_ref().map(|(_, text)| text.as_str());
        self.idle_keys(&experiment, numbers);
        let mut compared: Vec<ReadPolicy> = Vec::new();
        for (index, reference) in experiment.policies.iter().enumerate() {
            let index = index.to_string();
            let place = ["policies", index.as_str()];
            let Some(read) = self.policy(&place, reference, catalogue) else {
                continue;
            };
            if compared
                .iter()
                .any(|other| other.policy.name == read.policy.name)
            {
                let message = format!("policy `{}` is named twice", read.policy.name);
                self.refuse(&place, message);
            }
            compared.push(read);
        }
        let (Some(map), Some(parameters), Some(mut levers), Some(mut before), Some(mut shared)) =
            (map, parameters, levers, before, shared)
        else {
            return Err(self.problems);
        };
        let unscaled = levers.0.clone();
        if experiment.scale_levers.is_some() {
            let residents = map.map.population() as f64;
            levers.0 = scaled_catalogue(&levers.0, residents);
            for read in compared.iter_mut().chain([&mut before, &mut shared]) {
                read.policy = scaled(&read.policy, &unscaled, residents);
            }
            self.too_many(&compared, &unscaled, residents, experiment.policies_from);
        }
        let factors = self.same_money(&mut experiment, &mut compared, &levers.0, &map.map);
        let compared_at =
            |(index, read)| (document::owned(&["policies", &format!("{index}")]), read);
        let named = compared.iter().enumerate().map(compared_at);
        let common = [("before", &before), ("shared", &shared)];
        let common = common.map(|(key, read)| (document::owned(&[key]), read));
        self.on_the_map(named.chain(common), &map.map);
        let mut variants = self.variants(&experiment, &compared, &parameters.1);
        let own = compared
            .iter_mut()
            .map(|read| (vec![read.policy.name.clone()], &mut read.policy));
        let varied = variants.iter_mut().map(|variant| {
            let names = vec![variant.policy.name.clone(), variant.of.clone()];
            (names, &mut variant.policy)
        });
        self.set_levers(&experiment, own.chain(varied), &levers.0);
        let (script, replayed) = self.script(&experiment, &map.map);
        let observed = self.observed(&experiment, &map.map);
        let twin = self.twin(
            &experiment,
            &map.map,
            &parameters.0,
            compared.len() + variants.len(),
        );
        let calibration = self.calibration(&experiment, &parameters.1, &levers.0, &map.map);
        let own = compared
            .iter()
            .map(|read| (vec![read.policy.name.clone()], read.policy.clone()));
        let varied = variants.iter().map(|variant| {
            let names = vec![variant.policy.name.clone(), variant.of.clone()];
            (names, variant.policy.clone())
        });
        let design = self.design(Around {
            experiment: &experiment,
            parameters: &parameters.1,
            catalogue: &levers.0,
            policies: own.chain(varied).collect(),
            set: (set, beyond),
        });
        if let Some(read) = &design {
            experiment.replicates = read.runs();
        }
        let unit = parameters.0.deployment.unit_size.get();
        let notices = self.notices(Told {
            experiment: &experiment,
            catalogue: &unscaled,
            map: &map.map,
            kind: map.kind,
            before: &before.policy,
            shared: &shared.policy,
            compared: &compared,
            variants: &variants,
            twin: twin.as_ref(),
            unit,
        });
        if self.reading.sound(&["record"]) {
            let found = recording::problems(self.document, &experiment);
            self.problems.extend(found);
        }
        let policies: Vec<(String, String)> = compared
            .iter()
            .map(|read| (read.policy.name.clone(), read.digest()))
            .chain((variants.iter()).map(|variant| {
                let name = variant.policy.name.clone();
                (name, variant.digest.clone())
            }))
            .collect();
        let mut inputs = Inputs::default();
        let map_name = match map.inputs.as_slice() {
            [recipe] => recipe.path.clone(),
            _ => "map".to_owned(),
        };
        inputs.extend(&map.inputs);
        let (draws, table) = draws.unzip();
        inputs.extend(&Vec::from_iter(table.flatten()));
        inputs.add(PARAMETERS, parameters.1.into_bytes());
        inputs.add("levers.toml", levers.1.into_bytes());
        inputs.extend(&replayed);
        inputs.extend(&observed);
        inputs.extend(&before.inputs);
        inputs.extend(&shared.inputs);
        let mut portable = Experiment {
            map: map_name,
            parameters: match drawn {
                Some(drawn) => drawn.name().to_owned(),
                None => PARAMETERS.to_owned(),
            },
            ranges: drawn.map(|_| PARAMETERS.to_owned()),
            posterior: (drawn == Some(Drawn::Posterior)).then(|| POSTERIOR.to_owned()),
            levers: Some("levers.toml".to_owned()),
            purpose: None,
            policies: Vec::new(),
            before: before.kept.clone(),
            shared: shared.kept.clone(),
            replicates: 0,
            observed: experiment.observed.as_ref().map(|tables| ObservedTables {
                oc_deaths: observed::KEPT.to_owned(),
                homicides: (tables.homicides.as_ref()).map(|_| observed::KEPT_HOMICIDES.to_owned()),
                fitted_until: tables.fitted_until,
            }),
            replay: events::kept(&experiment.replay),
            abroad: experiment
                .abroad
                .as_ref()
                .map(|_| events::ABROAD.to_owned()),
            record: recording::kept(&experiment.record, &[]),
            calibration: experiment
                .calibration
                .as_ref()
                .map(|of| of.without_stages()),
            design: design.as_ref().map(|read| read.kept.without_size()),
            ..experiment.clone()
        };
        inputs.extend(design.as_ref().map_or(&[], |read| read.files.as_slice()));
        if let Some(read) = &calibration {
            read.keep(&mut inputs);
        }
        let digest = inputs.digest(&portable);
        portable.calibration = calibration.as_ref().map(|read| read.kept.clone());
        portable.design = design.as_ref().map(|read| read.kept.clone());
        portable.replicates = experiment.replicates;
        portable.purpose = experiment.purpose;
        let names: Vec<String> = policies.iter().map(|(name, _)| name.clone()).collect();
        portable.record = recording::kept(&experiment.record, &names);
        for read in &compared {
            portable.policies.push(read.kept.clone());
            inputs.extend(&read.inputs);
        }
        inputs.add("experiment.toml", text_of(&portable).into_bytes());
        for path in &inputs.clashes {
            let message =
                format!("two different files would be kept as `{path}`, expected other names");
            self.problems
                .push(Problem::whole(&self.document.file, message));
        }
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let mut loaded = Loaded {
            calibration: None,
            points: None,
            notices,
            factors,
            folder: Path::new("results").join(&experiment.name),
            policy_digests: policies
                .into_iter()
                .map(|(name, levers)| recording::digest_of(&name, levers, &portable.record))
                .collect(),
            design: Design {
                name: experiment.name,
                map: Arc::new(map.map),
                parameters: Arc::new(parameters.0),
                draws,
                catalogue: Arc::new(levers.0),
                before: before.policy,
                shared: shared.policy,
                variants: std::iter::repeat_n(None, compared.len())
                    .chain(variants.iter().map(|v| v.parameters.clone()))
                    .collect(),
                policies: compared
                    .into_iter()
                    .map(|read| read.policy)
                    .chain(variants.into_iter().map(|variant| variant.policy))
                    .collect(),
                weeks: experiment.weeks,
                burn_in: experiment.burn_in,
                policies_from: experiment.policies_from,
                replicates: experiment.replicates,
                seed: experiment.seed,
                record: portable.record,
                memory_one_in: experiment.memory_one_in,
                script: Arc::new(script),
                twin,
                schedule: SCHEDULE,
            },
            inputs: inputs.into_list(),
            digest,
        };
        loaded.points = design.map(|read| read.of(&loaded.design));
        loaded.calibration = calibration.map(|read| read.of(&loaded.design));
        Ok(loaded)
    }

    /// Keys that do nothing in this experiment, or say what is not so; `text` is that of its numbers.
    fn idle_keys(&mut self, experiment: &Experiment, text: Option<&str>) {
        let shared = self.document.values.contains_key("shared");
        if shared && !experiment.may_part_later() && experiment.shared != experiment.before {
            let message = "a policy is shared until policies part, and here they part in week 0; expected policies_from";
            self.refuse(&["shared"], message);
        }
        let Some(numbers) = text.and_then(|text| text.parse::<Table>().ok()) else {
            return;
        };
        for (name, [low, high]) in &experiment.beyond_ranges {
            if !(low <= high && low.is_finite() && high.is_finite()) {
                let message = format!(
                    "{name} has the range {} to {}, expected its smallest and its largest number",
                    plain(*low),
                    plain(*high)
                );
                let place = ["beyond_ranges", name];
                self.refuse(&place, message);
                continue;
            }
            let number = name.split_once('.');
            let number =
                number.and_then(|(section, name)| numbers.get(section)?.get(name)?.get("value"));
            let value = number.and_then(|value| value.clone().try_into::<f64>().ok());
            if value.is_none_or(|value| (low..=high).contains(&&value)) {
                let message = format!(
                    "{name} is not beyond {} to {}; the program notes here what `--set` and `--beyond-ranges` did",
                    plain(*low),
                    plain(*high)
                );
                let place = ["beyond_ranges", name];
                self.refuse(&place, message);
            }
        }
    }
}

fn read_map(path: &Path) -> Result<LoadedMap, Vec<Problem>> {
    if !embedded::is_embedded(path) {
        return map_folder::load(path);
    }
    let text = embedded::text(path)?;
    map_folder::of_recipe(path, text.into_bytes())
}
