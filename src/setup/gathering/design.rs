//! The design of an experiment, read: what is varied, the points, and the experiment at each.

mod arranged;
mod bases;
mod over;
mod points_file;
mod sampled;
mod settings;
mod together;

use std::collections::BTreeSet;
use std::sync::Arc;

use toml::Table;

use plaza_engine::numbers::counted;
use plaza_exploration::points::Point;
use plaza_exploration::space::{Input, Over};
use plaza_model::policy::Policy;
use plaza_model::policy::levers::Catalogue;

use crate::runs::design::Design;
use crate::setup::draws::{value_and_range, with_values};
use crate::setup::experiment::{Experiment, MAX_REPLICATES};
use crate::setup::gathering::design::bases::Bases;
use crate::setup::gathering::design::settings::Usual;
use crate::setup::gathering::named::Gathering;
use crate::setup::inputs::Input as File;
use crate::setup::parameters::TypedParameter;
use crate::setup::varied::{Known, Target, Varied};
use crate::studies::points::Points;
use crate::studies::points::section::{Choice, DesignTable, Method};

/// How the table of points is kept.
const POINTS: &str = "points.csv";

/// Shares of the people by age, which are together at most all.
const AGES: [&str; 3] = ["citizens.children", "citizens.young", "citizens.adults"];

/// A design that was read.
pub struct ReadDesign {
    /// The section as it is kept.
    pub kept: DesignTable,
    /// Files to be kept with it.
    pub files: Vec<File>,
    varied: Vec<Varied>,
    points: Arc<[Point]>,
    bases: Bases,
    numbers: Table,
    catalogue: Catalogue,
    /// The names by which each policy is meant.
    names: Vec<Vec<String>>,
}

/// What an experiment comes to, as far as its design is read against it.
pub struct Around<'a> {
    /// The experiment.
    pub experiment: &'a Experiment,
    /// The text of its parameter file.
    pub parameters: &'a str,
    /// The levers.
    pub catalogue: &'a Catalogue,
    /// The policies with the names by which each is meant.
    pub policies: Vec<(Vec<String>, Policy)>,
    /// Parameters that the user typed, and whether they may go beyond their ranges.
    pub set: (&'a [TypedParameter], bool),
}

impl Gathering<'_> {
    /// The design of an experiment, if it has one that can be read.
    pub(super) fn design(&mut self, around: Around<'_>) -> Option<ReadDesign> {
        let experiment = around.experiment;
        let table = experiment.design.as_ref()?;
        if !self.reading.sound(&["design"]) {
            return None;
        }
        let before = self.problems.len();
        self.goes_with_a_design(experiment);
        for (key, message) in table.objections() {
            self.refuse(&["design", key], message);
        }
        let numbers: Table = (around.parameters.parse()).expect("the parameters were read before");
        let known = Known {
            parameters: &numbers,
            catalogue: around.catalogue,
            policies: &around.policies,
        };
        let usual = Usual {
            folder: self.folder,
            weeks: experiment.weeks.into(),
            start: experiment.policies_from.into(),
        };
        let (varied, read) = match table.method {
            Method::Table => {
                let path = self.file(&["design", "file"], table.file.as_ref()?)?;
                let read = points_file::read(&path, &known, &usual, table);
                let (varied, points) = self.keep(Some(read))?;
                (varied, Some(points))
            }
            _ => {
                let varied = self.over(table, &known);
                if self.problems.len() == before {
                    self.settings_can_be(&varied, &usual);
                }
                (varied, None)
            }
        };
        self.overwrites_nothing(&around, &varied);
        self.keeps_the_budget(experiment, &varied);
        if self.problems.len() > before {
            return None;
        }
        let points = match read {
            Some(points) => points,
            None => self.sampled(experiment, table, &varied, &numbers)?,
        };
        self.levels_at_the_ends(&varied, &around);
        self.people_at_points(experiment, &varied, &points, &numbers);
        let runs = points.len() as u64 * u64::from(table.replicates_per_point);
        if runs > u64::from(MAX_REPLICATES) {
            let message = format!(
                "{} with {} each are more than {MAX_REPLICATES} runs",
                counted(points.len(), "point", "points"),
                counted(
                    table.replicates_per_point as usize,
                    "replicate",
                    "replicates"
                )
            );
            self.refuse(&["design"], message);
        }
        if self.problems.len() > before {
            return None;
        }
        let bases = self.bases(&varied, &points, around.set)?;
        let mut kept = DesignTable {
            seed: Some(table.seed.unwrap_or(experiment.seed)),
            over: over::kept(&varied, &bases),
            ..table.clone()
        };
        let mut files = bases.files.clone();
        if table.method == Method::Table {
            kept.over = Table::new();
            kept.file = Some(POINTS.to_owned());
            files.push(File {
                path: POINTS.to_owned(),
                bytes: points_file::kept(&varied, &points, &bases).into_bytes(),
            });
        }
        Some(ReadDesign {
            kept,
            files,
            varied,
            points: points.into(),
            bases,
            numbers,
            catalogue: around.catalogue.clone(),
            names: around
                .policies
                .into_iter()
                .map(|(names, _)| names)
                .collect(),
        })
    }

    /// That something is wrong with what is varied.
    fn refuse_varied(&mut self, of: &Varied, message: String) {
        let place: Vec<&str> = of.place.iter().map(String::as_str).collect();
        let problem = self.document.problem_of_key(&place, message);
        self.problems.push(problem);
    }

    /// That policies can have the levels at the ends of what is varied.
    fn levels_at_the_ends(&mut self, varied: &[Varied], around: &Around<'_>) {
        let mut told = BTreeSet::new();
        for of in varied {
            let ends: Vec<f64> = match &of.input.over {
                Over::Range { low, high, .. } => vec![*low, *high],
                Over::Choices(choices) => (0..choices.len()).map(|index| index as f64).collect(),
            };
            for (names, policy) in &around.policies {
                let Some((lever, _)) = of.lever_in(names) else {
                    continue;
                };
                for end in &ends {
                    let set = of.set_in(policy, lever, *end, around.catalogue);
                    if let Err(message) = set
                        && told.insert(message.clone())
                    {
                        self.refuse_varied(of, message);
                    }
                }
            }
        }
    }

    /// That shares of the people by age are no more than all at any point.
    fn people_at_points(
        &mut self,
        experiment: &Experiment,
        varied: &[Varied],
        points: &[Point],
        numbers: &Table,
    ) {
        let place = |name: &str| {
            varied
                .iter()
                .position(|of| matches!(&of.target, Target::Parameter(of) if of == name))
        };
        let places = AGES.map(|name| (name, place(name)));
        if places.iter().all(|(_, place)| place.is_none()) {
            return;
        }
        if let Some(drawn) = experiment.drawn() {
            let message = format!(
                "shares of the people by age cannot be varied where parameters are drawn (parameters = \"{}\")",
                drawn.name()
            );
            self.refuse(&["design", "over"], message);
            return;
        }
        let share = |point: &Point, (name, place): &(&str, Option<usize>)| match place {
            Some(at) => match varied[*at].choice(point[*at]) {
                Choice::Number(share) => share,
                Choice::Text(_) => 0.0,
            },
            None => value_and_range(numbers, name).0,
        };
        let all = |point: &Point| places.iter().map(|of| share(point, of)).sum::<f64>();
        if let Some(point) = points.iter().position(|point| all(point) > 1.0) {
            let message = format!(
                "children, young and adults are together more than 1 at point {point}, expected parts of all"
            );
            self.refuse(&["design", "over"], message);
        }
    }
}

impl ReadDesign {
    /// How many runs there are.
    pub fn runs(&self) -> u32 {
        self.points.len() as u32 * self.kept.replicates_per_point
    }

    /// The design of this experiment.
    pub fn of(self, design: &Design) -> Points {
        let inputs: Vec<Input> = self.varied.iter().map(|of| of.input.clone()).collect();
        let sharing = design.draws.as_ref().map(|draws| draws.sharing);
        let (table, points) = (self.kept.clone(), self.points.clone());
        let design = design.clone();
        let at = move |point: u32, replicate: u32| self.at(&design, point as usize, replicate);
        Points::new(table, inputs, points, sharing, Arc::new(at))
    }

    /// The experiment at a point, in a replicate of it.
    fn at(&self, design: &Design, point: usize, replicate: u32) -> Design {
        let mut design = self.bases.of(point).unwrap_or(design).clone();
        let values = || self.varied.iter().zip(&self.points[point]);
        let mut own = values()
            .filter_map(|(of, number)| match (&of.target, of.choice(*number)) {
                (Target::Parameter(name), Choice::Number(number)) => Some((name.as_str(), number)),
                _ => None,
            })
            .peekable();
        if own.peek().is_some() {
            let drawn = design.draws.take();
            let drawn = drawn.map(|draws| {
                let numbers = draws.numbers(draws.sharing.draw_of(replicate));
                (draws.names, numbers)
            });
            let drawn = drawn.iter().flat_map(|(names, numbers)| {
                names
                    .iter()
                    .map(String::as_str)
                    .zip(numbers.iter().copied())
            });
            let parameters = with_values(&self.numbers, drawn.chain(own));
            design.parameters = Arc::new(parameters.expect("numbers were checked at their ends"));
        }
        for (policy, names) in design.policies.iter_mut().zip(&self.names) {
            let set = values().filter_map(|(of, number)| {
                let (lever, closely) = of.lever_in(names)?;
                Some((closely, lever, of, *number))
            });
            let mut set: Vec<_> = set.collect();
            set.sort_by_key(|(closely, ..)| *closely);
            for (_, lever, of, number) in set {
                let with = of.set_in(policy, lever, number, &self.catalogue);
                *policy = with.expect("levels were checked at their ends");
            }
        }
        design
    }
}
