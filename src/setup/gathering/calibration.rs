//! The calibration of an experiment, read.

use std::sync::Arc;

use toml::Table;

use plaza_batch::messages::one_of;
use plaza_batch::problem::nearest;
use plaza_model::policy::levers::Catalogue;
use plaza_model::state::map::Map;

use crate::files::{document, embedded};
use crate::maps::reference::reference;
use crate::runs::design::Design;
use crate::setup::draws;
use crate::setup::experiment::Experiment;
use crate::setup::gathering::kept::Inputs;
use crate::setup::gathering::named::Gathering;
use crate::setup::policies::ReadPolicy;
use crate::studies::calibration::cube::Number;
use crate::studies::calibration::distance::{TargetLine, lines};
use crate::studies::calibration::evaluate::{Model, lacking};
use crate::studies::calibration::section::{
    Calibrated, CalibrationTable, MOST_FREE, PosteriorTable,
};
use crate::studies::calibration::{Calibration, Runs, Screening};
use crate::studies::validation::read_targets as targets;
use crate::studies::validation::targets::{Role, Target};

impl Gathering<'_> {
    /// What the calibration of an experiment estimates from what, and on which numbers; `parameters` is
    /// the parameter file.
    pub fn calibration(
        &mut self,
        experiment: &Experiment,
        parameters: &str,
        catalogue: &Catalogue,
        map: &Map,
    ) -> Option<Read> {
        let table = experiment.calibration.as_ref()?;
        if !self.reading.sound(&["calibration"]) {
            return None;
        }
        for (path, message) in table.objections() {
            self.object(&path, message);
        }
        self.alone(experiment);
        let file: Table = parameters.parse().expect("the parameters were read before");
        let mut numbers = draws::numbers(&file);
        for (index, name) in table.free.iter().enumerate() {
            let place = ["free", &index.to_string()];
            if table.free[..index].contains(name) {
                self.object(&place, format!("`{name}` is named twice"));
            } else if let Some(at) = self.number(&place, name, &numbers, &file) {
                let number = numbers.remove(at);
                numbers.insert(index.min(numbers.len()), number);
            }
        }
        if !(1..=MOST_FREE).contains(&table.free.len()) {
            let found = table.free.len();
            let message = format!("{found} numbers are free, expected 1 to {MOST_FREE}");
            self.object(&["free"], message);
        }
        let lines = self.lines(table, map, experiment.weeks);
        let ranked = self.ranked(experiment, table, catalogue, map);
        let screening = self.screening(experiment, table, &numbers, &file, &ranked);
        let mut kept = table.clone();
        if let Some(screening) = &mut kept.screening {
            screening.policies = ranked.iter().map(|read| read.kept.clone()).collect();
        }
        Some(Read {
            extends: experiment.parameters.clone(),
            file,
            ranked,
            kept,
            plan: Calibration {
                numbers,
                free: table.free.len(),
                lines,
                runs: Runs {
                    replicates: experiment.replicates,
                    weeks: experiment.weeks,
                    ranked: false,
                    luck: 0,
                },
                screening,
                search: table.search.search(),
                posterior: table.posterior.as_ref().map(PosteriorTable::posterior),
                seed: experiment.seed,
            },
            sizes: table.sizes(),
        })
    }

    fn object(&mut self, below: &[&str], message: String) {
        let path = [&["calibration"], below].concat();
        self.refuse(&path, message);
    }

    /// What does not go together with a calibration.
    fn alone(&mut self, experiment: &Experiment) {
        let mut object = |key: &str, message: &str| {
            self.refuse(&[key], message);
        };
        if experiment.policies.len() != 1 {
            object(
                "policies",
                "a calibration holds one policy against the targets, expected one, as in `[\"status_quo\"]`",
            );
        }
        if experiment.replicates < 2 {
            object(
                "replicates",
                "a median of one replicate says nothing of its luck, expected 2 or more",
            );
        }
        if experiment.drawn().is_some() {
            object(
                "parameters",
                "a calibration starts from numbers and draws from their ranges itself, expected a \
                 parameter file",
            );
        }
        for (key, there) in [
            ("variant", !experiment.variant.is_empty()),
            ("attribution", experiment.attribution.is_some()),
            ("twin", experiment.twin.is_some()),
            ("equal_budget", experiment.equal_budget.is_some()),
        ] {
            if there {
                object(
                    key,
                    &format!("`{key}` has no place in a calibration, expected it left out"),
                );
            }
        }
    }

    /// The policies that are ranked with the one of the experiment.
    fn ranked(
        &mut self,
        experiment: &Experiment,
        table: &CalibrationTable,
        catalogue: &Catalogue,
        map: &Map,
    ) -> Vec<ReadPolicy> {
        let mut ranked: Vec<(Vec<String>, ReadPolicy)> = Vec::new();
        for (index, reference) in table
            .screening
            .iter()
            .flat_map(|of| &of.policies)
            .enumerate()
        {
            let place = ["calibration", "screening", "policies", &index.to_string()];
            let Some(read) = self.policy(&place, reference, Some(catalogue)) else {
                continue;
            };
            let known = ranked.iter().map(|(_, other)| &other.policy.name);
            let usual = experiment.policies.first();
            if known.chain(usual).any(|name| *name == read.policy.name) {
                let message = format!("policy `{}` is named twice", read.policy.name);
                self.refuse(&place, message);
            }
            ranked.push((document::owned(&place), read));
        }
        self.on_the_map(
            ranked.iter().map(|(place, read)| (place.clone(), read)),
            map,
        );
        ranked.into_iter().map(|(_, read)| read).collect()
    }

    fn screening(
        &mut self,
        experiment: &Experiment,
        table: &CalibrationTable,
        numbers: &[Number],
        file: &Table,
        ranked: &[ReadPolicy],
    ) -> Option<Screening> {
        let screening = table.screening.as_ref()?;
        let screened = match &screening.parameters {
            None => (0..table.free.len().min(numbers.len())).collect(),
            Some(names) => {
                let mut screened = Vec::new();
                for (index, name) in names.iter().enumerate() {
                    let place = ["screening", "parameters", &index.to_string()];
                    if names[..index].contains(name) {
                        self.object(&place, format!("`{name}` is named twice"));
                    }
                    screened.extend(self.number(&place, name, numbers, file));
                }
                if names.is_empty() {
                    let message = "no number is named, expected one or more";
                    self.object(&["screening", "parameters"], message.to_owned());
                }
                screened
            }
        };
        let weeks = experiment.weeks;
        if !ranked.is_empty() && screening.weeks < weeks {
            let message = format!(
                "policies are ranked over {} weeks, expected {weeks} as in the experiment, or more",
                screening.weeks
            );
            self.object(&["screening", "weeks"], message);
        }
        Some(Screening {
            numbers: screened,
            trajectories: screening.trajectories as usize,
            runs: Runs {
                replicates: screening.replicates,
                weeks: if ranked.is_empty() {
                    weeks
                } else {
                    screening.weeks
                },
                ranked: !ranked.is_empty(),
                luck: 0,
            },
            ranked: ranked.iter().map(|read| read.policy.name.clone()).collect(),
        })
    }

    /// The index of a number with a range, by its name.
    fn number(
        &mut self,
        place: &[&str],
        name: &str,
        numbers: &[Number],
        file: &Table,
    ) -> Option<usize> {
        let found = numbers.iter().position(|number| number.name == name);
        if found.is_none() {
            let path = name.split_once('.');
            let message = match path.and_then(|(section, name)| file.get(section)?.get(name)) {
                Some(number) => format!(
                    "`{name}` has the range {}, expected a number with a range of two different ends",
                    number["range"]
                ),
                None => {
                    let near = nearest(name, numbers.iter().map(|number| number.name.as_str()));
                    format!(
                        "there is no parameter `{name}`{near}, expected one as in `fighting.rate`"
                    )
                }
            };
            self.object(place, message);
        }
        found
    }

    /// The lines of the targets that are fitted.
    fn lines(&mut self, table: &CalibrationTable, map: &Map, weeks: i32) -> Vec<TargetLine> {
        let known = targets::read_targets(&embedded::path(targets::EMBEDDED));
        let of = known.expect("the embedded targets are right");
        if let Some(message) = of.foreign_to(map, &reference().country) {
            self.refuse(&["map"], message);
        }
        let known = &of.targets;
        let years = table.years.as_deref();
        let mut all = Vec::new();
        let Some(names) = &table.targets else {
            let fit = known.iter().filter(|target| target.role == Role::Fit);
            for target in fit {
                let lines = lines(&of, target, years);
                all.extend(self.computable(&["targets"], target, lines, map, weeks));
            }
            if all.is_empty() {
                self.object(
                    &["years"],
                    "no target has a value of these years".to_owned(),
                );
            }
            return all;
        };
        for (index, id) in names.iter().enumerate() {
            let place = ["targets", &index.to_string()];
            let ids = || known.iter().map(|target| target.id.as_str());
            let Some(target) = known.iter().find(|target| target.id == *id) else {
                let near = nearest(id, ids());
                let ids: Vec<&str> = ids().collect();
                let message = format!("there is no target `{id}`{near}, expected {}", one_of(&ids));
                self.object(&place, message);
                continue;
            };
            if names[..index].contains(id) {
                self.object(&place, format!("target `{id}` is named twice"));
                continue;
            }
            let lines = lines(&of, target, years);
            let lines = self.computable(&place, target, lines, map, weeks);
            if lines.is_empty() {
                let message = match years {
                    Some(_) => {
                        format!("target `{id}` has no value with a tolerance in these years")
                    }
                    None => format!("target `{id}` has no tolerance, expected one that has"),
                };
                self.object(&place, message);
            }
            all.extend(lines);
        }
        if names.is_empty() {
            self.object(
                &["targets"],
                "no target is named, expected one or more".to_owned(),
            );
        }
        all
    }

    /// The lines of a target; that the runs are too short for one is a problem.
    fn computable(
        &mut self,
        place: &[&str],
        target: &Target,
        lines: Vec<TargetLine>,
        map: &Map,
        weeks: i32,
    ) -> Vec<TargetLine> {
        let lacking = |line| lacking(line, map, weeks);
        if let Some(missing) = lines.iter().filter_map(lacking).max() {
            let id = &target.id;
            let message =
                format!("target `{id}` is not computable in {weeks} weeks, expected {missing}");
            self.object(place, message);
        }
        lines
    }
}

/// A calibration read, but for its country.
pub struct Read {
    file: Table,
    plan: Calibration,
    sizes: Vec<(&'static str, u64)>,
    ranked: Vec<ReadPolicy>,
    extends: String,
    /// As the experiment kept in the results has it.
    pub kept: CalibrationTable,
}

impl Read {
    /// Keeps the files that evaluations depend on.
    pub fn keep(&self, inputs: &mut Inputs) {
        let targets = embedded::text(&embedded::path(targets::EMBEDDED));
        let targets = targets.expect("the targets are embedded");
        inputs.add("targets.toml", targets.into_bytes());
        for read in &self.ranked {
            inputs.extend(&read.inputs);
        }
    }

    /// With its country.
    pub fn of(self, design: &Design) -> Calibrated {
        let Self {
            file,
            plan,
            sizes,
            ranked,
            extends,
            ..
        } = self;
        let mut design = design.clone();
        design.variants.extend(ranked.iter().map(|_| None));
        design
            .policies
            .extend(ranked.into_iter().map(|read| read.policy));
        let numbers = plan.numbers.clone();
        let table = file.clone();
        let parameters = Arc::new(move |point: &[f64]| {
            draws::with(&table, numbers.iter().zip(point.iter().copied()))
        });
        Calibrated {
            extends,
            file,
            model: Model::new(design, plan.lines.clone(), parameters),
            plan,
            sizes,
        }
    }
}
