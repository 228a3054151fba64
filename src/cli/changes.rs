//! What a call changes of the experiment that it names.

use clap::value_parser;

use crate::setup::Overrides;

/// What a call changes of an experiment.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Changes {
    /// Policies, instead of those of the experiment
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub policies: Option<Vec<String>>,
    /// Replicates of each policy
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub replicates: Option<u32>,
    /// Weeks to record
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = value_parser!(i32).range(1..=5200))]
    pub weeks: Option<i32>,
    /// Random seed
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Change a value of the experiment, of its parameters, as in `parameters.recruitment.rate=0.003`, of a lever
    /// in all policies compared, as in `levers.army_units=20000`, or in one, as in
    /// `policies.police_lead.army_units=[{ from_week = 52, level = 0 }]`; may be given several times
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Let `--set` put parameters beyond their ranges; the results say which. Far beyond, a run may take
    /// long: `recruitment.rate` is followed to 40 contacts of each resident a week and organization
    #[arg(long)]
    pub beyond_ranges: bool,
    /// Multiply the levers of each policy so that all plan to spend the same over the weeks compared:
    /// all dollars of 2010 of those weeks together, or the name of a policy whose plan it is. Not for policies of which the plan does
    /// not tell what they spend: with triggers, or places chosen by what happens
    #[arg(long, value_name = "X", allow_hyphen_values = true)]
    pub equal_budget: Option<String>,
}

impl Changes {
    /// As the reader of experiments takes them.
    pub fn overrides(&self) -> Overrides {
        Overrides {
            policies: self.policies.clone(),
            replicates: self.replicates,
            weeks: self.weeks,
            seed: self.seed,
            points: None,
            equal_budget: self.equal_budget.clone(),
            set: self.set.clone(),
            beyond_ranges: self.beyond_ranges,
            of_design: false,
        }
    }

    /// As words of a call.
    pub fn words(&self) -> Vec<String> {
        let option =
            |name: &str, value: Option<String>| value.map(|value| format!("--{name}={value}"));
        let once = [
            option(
                "policies",
                self.policies.as_ref().map(|names| names.join(",")),
            ),
            option(
                "replicates",
                self.replicates.map(|number| number.to_string()),
            ),
            option("weeks", self.weeks.map(|number| number.to_string())),
            option("seed", self.seed.map(|number| number.to_string())),
            option("equal-budget", self.equal_budget.clone()),
            self.beyond_ranges.then(|| "--beyond-ranges".to_owned()),
        ];
        let set = self.set.iter().map(|set| format!("--set={set}"));
        once.into_iter().flatten().chain(set).collect()
    }
}
