//! What does not go together with a design: other sections, what is set where it is varied, and the same money for all.

use std::collections::BTreeSet;

use plaza_batch::problem::Problem;

use crate::runs::design::Record;
use crate::setup::experiment::Experiment;
use crate::setup::gathering::design::Around;
use crate::setup::gathering::named::Gathering;
use crate::setup::varied::{Target, Varied};

impl Gathering<'_> {
    /// What does not go together with a design.
    pub(super) fn goes_with_a_design(&mut self, experiment: &Experiment) {
        let sections = [
            ("twin", experiment.twin.is_some()),
            ("calibration", experiment.calibration.is_some()),
            ("attribution", experiment.attribution.is_some()),
        ];
        for (section, there) in sections {
            if there {
                let message =
                    format!("a design and `[{section}]` do not go together, expected one of them");
                self.refuse(&[section], message);
            }
        }
        if experiment.record != Record::default() {
            let message = "a design records the outcomes of each replicate and nothing else, expected no `record`";
            self.refuse(&["record"], message);
        }
        if self.document.values.contains_key("replicates") && !self.origin.kept {
            let message =
                "a design has `replicates_per_point` in `[design]`, expected no `replicates`";
            self.refuse(&["replicates"], message);
        }
        for (index, variant) in experiment.variant.iter().enumerate() {
            if !variant.set.is_empty() {
                let message = "a variant with numbers of its own and a design do not go together; the design may vary the number";
                self.refuse(&["variant", &index.to_string(), "set"], message);
            }
        }
    }

    /// That nothing is set in vain: what is varied goes before it.
    pub(super) fn overwrites_nothing(&mut self, around: &Around<'_>, varied: &[Varied]) {
        let mut told: BTreeSet<Vec<String>> = BTreeSet::new();
        for of in varied {
            let message = |set: &str| {
                format!(
                    "`{set}` is set, and the design varies `{}`, which would overwrite it; expected one of them",
                    of.input.name
                )
            };
            match &of.target {
                Target::Parameter(name) => {
                    let typed = around.set.0.iter();
                    let typed = typed.filter(|(path, ..)| path.join(".") == *name);
                    let refused =
                        typed.map(|(.., typed)| Problem::whole(typed, message(&of.input.name)));
                    self.problems.extend(refused);
                }
                // In a file its value is that of the experiment without a design, which needs one.
                Target::Setting(setting) if self.document.is_typed(&[setting.key()]) => {
                    self.refuse(&[setting.key()], message(setting.key()));
                }
                Target::Setting(_) => {}
                Target::Lever(_) | Target::LeverOf(..) => {
                    for (names, _) in &around.policies {
                        let Some((lever, _)) = of.lever_in(names) else {
                            continue;
                        };
                        let names: Vec<&str> = names.iter().map(String::as_str).collect();
                        let set = around.experiment.set.of(&names).into_iter();
                        // What is set in all policies holds in the others where one is varied.
                        let is_wider = |keys: &[String]| {
                            matches!(of.target, Target::LeverOf(..)) && keys[1] == "levers"
                        };
                        let set = set.filter(|set| set.lever == lever && !is_wider(&set.keys));
                        for set in set {
                            if told.insert(set.keys.clone()) {
                                let keys: Vec<&str> = set.keys.iter().map(String::as_str).collect();
                                self.refuse(&keys, message(&keys[1..].join(".")));
                            }
                        }
                    }
                }
            }
        }
    }

    /// That all policies plan to spend the same at every point: their levers are multiplied once, for the experiment as
    /// it is.
    pub(super) fn keeps_the_budget(&mut self, experiment: &Experiment, varied: &[Varied]) {
        let changes = |of: &&Varied| !matches!(of.target, Target::Parameter(_));
        if experiment.equal_budget.is_some()
            && let Some(of) = varied.iter().find(changes)
        {
            let message = format!(
                "the design varies `{}`, with which plans cost more or less, so that at its points policies would not \
                 plan to spend the same; expected `equal_budget` or a design over parameters alone",
                of.input.name
            );
            self.refuse(&["equal_budget"], message);
        }
    }
}
