//! Tables of real events that an experiment names, to be replayed or to be compared with, and the event
//! by which twins differ.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use plaza_batch::files::{MOST, read};
use plaza_batch::problem::Problem;
use plaza_model::state::map::Map;
use plaza_model::state::script::Script;
use plaza_model::submodels::Parameters;
use plaza_model::units::{Quantity, WEEKS_PER_YEAR};

use crate::files::embedded;
use crate::maps::aliases::Aliases;
use crate::maps::reference::reference;
use crate::maps::{aliases, observed};
use crate::runs::design::Twin;
use crate::setup::experiment::{Experiment, Replay};
use crate::setup::gathering::named::Gathering;
use crate::setup::gathering::notices::{uncovered, years_of};
use crate::setup::inputs::Input;
use crate::setup::{abroad, replay};

impl Gathering<'_> {
    /// What the tables of real events say, and the tables as they are kept.
    pub fn script(&mut self, experiment: &Experiment, map: &Map) -> (Script, Vec<Input>) {
        let replay = &experiment.replay;
        let run = -experiment.burn_in..experiment.weeks;
        let mut script = Script::default();
        let mut inputs = Vec::new();
        let shipped = Aliases::parse(Path::new("aliases.toml"), aliases::SHIPPED.as_bytes());
        let shipped = shipped.expect("the shipped aliases are right");
        let aliases = match map.country == reference().country {
            true => shipped,
            false => shipped.of_elsewhere(),
        };
        if let Some(table) = &replay.leaders
            && let Some((path, bytes)) = self.table(&["replay", "leaders"], table)
        {
            let read = replay::leaders(&path, &bytes, map, &aliases, run.clone());
            script.removals = self.keep(Some(read)).unwrap_or_default();
            script.leaders_fall_by_script = replay::weeks_covered(&script.removals);
            let covered = script
                .removals
                .iter()
                .map(|removal| map.year_of(removal.week));
            let all = years_of(map, experiment.weeks);
            let notice = uncovered(
                "removals of leaders that are replayed",
                &covered.collect(),
                all,
            );
            self.told.extend(notice);
            let path = LEADERS.to_owned();
            inputs.push(Input { path, bytes });
        }
        if let Some(table) = &replay.deployments
            && let Some((path, bytes)) = self.table(&["replay", "deployments"], table)
        {
            let read = replay::deployments(&path, &bytes, map, run);
            script.postings = self.keep(Some(read)).unwrap_or_default();
            let begun = script
                .postings
                .iter()
                .map(|posting| map.year_of(posting.weeks.start));
            let all = years_of(map, experiment.weeks);
            let begun: BTreeSet<i32> = begun.filter(|year| all.contains(year)).collect();
            let notice = uncovered("joint operations that are replayed and begin", &begun, all);
            self.told.extend(notice);
            let path = DEPLOYMENTS.to_owned();
            inputs.push(Input { path, bytes });
        }
        inputs.extend(self.abroad(experiment, map, &mut script));
        (script, inputs)
    }

    /// Writes what goes on abroad into the script; the table as it is kept.
    fn abroad(&mut self, experiment: &Experiment, map: &Map, script: &mut Script) -> Option<Input> {
        let path = self.file(&["abroad"], experiment.abroad.as_ref()?)?;
        let text = self.keep(Some(embedded::text(&path).map_err(Into::into)))?;
        let read = self.keep(Some(abroad::read(&path, text.as_bytes(), map)))?;
        let last = map.year_of(experiment.weeks - 1);
        for (name, until) in read.until.iter().filter(|(_, until)| *until < last) {
            self.told.push(format!(
                "abroad: {name} is told until {until}, and stays so until {last}"
            ));
        }
        (script.supply, script.arms) = (read.supply, read.arms);
        Some(Input {
            path: ABROAD.to_owned(),
            bytes: text.into_bytes(),
        })
    }

    /// The observed tables, as they are kept.
    pub fn observed(&mut self, experiment: &Experiment, map: &Map) -> Vec<Input> {
        let deaths = self.observed_deaths(experiment, map);
        deaths
            .into_iter()
            .chain(self.homicides(experiment, map))
            .collect()
    }

    fn homicides(&mut self, experiment: &Experiment, map: &Map) -> Option<Input> {
        let table = experiment.observed.as_ref()?.homicides.as_ref()?;
        let (path, bytes) = self.table(&["observed", "homicides"], table)?;
        let homicides = self.keep(Some(observed::homicides(&path, &bytes, map)))?;
        if observed::before(&homicides, map).is_none() {
            let message = format!(
                "has no homicide before {}, the first year that is simulated, expected some of the years before it",
                map.first_year
            );
            self.problems.push(Problem::whole(&path, message));
        }
        self.told.extend(observed::amounts(&homicides, map));
        let path = observed::KEPT_HOMICIDES.to_owned();
        Some(Input { path, bytes })
    }

    fn observed_deaths(&mut self, experiment: &Experiment, map: &Map) -> Option<Input> {
        let table = &experiment.observed.as_ref()?.oc_deaths;
        let (path, bytes) = self.table(&["observed", "oc_deaths"], table)?;
        let observed = self.keep(Some(observed::deaths(&path, &bytes, map)))?;
        let run = map.first_year..map.first_year + experiment.weeks / WEEKS_PER_YEAR;
        if run.is_empty() {
            let message = "deaths are observed by year, and the run has no full year, expected weeks = 52 or more";
            self.refuse(&["observed", "oc_deaths"], message);
        } else if !observed.years.keys().any(|year| run.contains(year)) {
            let message = format!(
                "has no row of a full year of the run, expected some from {} to {}",
                run.start,
                run.end - 1
            );
            self.problems.push(Problem::whole(&path, message));
        }
        let until = experiment
            .observed
            .as_ref()
            .and_then(|tables| tables.fitted_until);
        if let Some(until) = until.filter(|until| !run.contains(until)) {
            let message = format!(
                "is {until}, expected a year of the run, {} to {}",
                run.start,
                run.end - 1
            );
            self.problems.push(
                self.document
                    .problem(&["observed", "fitted_until"], message),
            );
        }
        for year in run.clone() {
            match observed.cut(year).map(|found| in_part(year, &found)) {
                Some(Err(message)) => self.problems.push(Problem::whole(&path, message)),
                Some(Ok(notice)) => self.told.push(notice),
                None => {}
            }
        }
        self.told.extend(observed::amounts(&observed, map));
        self.told
            .extend(observed::years_without(&observed, map, &run));
        let years = observed.years.keys().copied().collect();
        self.told.extend(uncovered("observed deaths", &years, run));
        let path = observed::KEPT.to_owned();
        Some(Input { path, bytes })
    }

    /// The bytes of a table that the experiment names at `place`.
    fn table(&mut self, place: &[&str], path: &str) -> Option<(PathBuf, Vec<u8>)> {
        let path = self.file(place, path)?;
        match read(&path, MOST) {
            Ok(bytes) => Some((path, bytes)),
            Err(error) => {
                let message = format!("cannot read `{}`: {error}", path.display());
                self.refuse(place, message);
                None
            }
        }
    }

    /// The event by which pairs of futures differ.
    pub fn twin(
        &mut self,
        experiment: &Experiment,
        map: &Map,
        parameters: &Parameters,
        policies: usize,
    ) -> Option<Twin> {
        let table = experiment.twin.as_ref()?;
        let unit = parameters.deployment.unit_size.get();
        match table.twin(map, experiment.weeks, unit, policies) {
            Ok(twin) => Some(twin),
            Err(objections) => {
                for (path, message) in objections {
                    let path: Vec<&str> = path.iter().map(String::as_str).collect();
                    self.refuse(&path, message);
                }
                None
            }
        }
    }
}

/// What is said of a year that begins late or ends early, by months in which others have so many rows: a month without
/// a row is one without deaths, where that can be; `Err` where it cannot.
fn in_part(year: i32, (months, rows): &(Vec<usize>, f64)) -> Result<String, String> {
    /// So many rows are not lacking by chance.
    const MANY: f64 = 20.0;
    let names: Vec<String> = months.iter().map(usize::to_string).collect();
    let names = names.join(", ");
    match *rows > MANY {
        true => Err(format!(
            "{year} has no row of months {names}, in which other years have {rows:.0}: expected whole years, or none of a \
             year that is not whole"
        )),
        false => Ok(format!(
            "observed deaths: no row of months {names} of {year}, which count as months without deaths"
        )),
    }
}

/// Where the tables of real events are kept.
const LEADERS: &str = "leaders.csv";
const DEPLOYMENTS: &str = "deployments.csv";
/// Where what goes on abroad is kept.
pub const ABROAD: &str = "abroad.csv";

/// The tables of real events, as an experiment beside them names them.
pub fn kept(replay: &Replay) -> Replay {
    Replay {
        leaders: replay.leaders.as_ref().map(|_| LEADERS.to_owned()),
        deployments: replay.deployments.as_ref().map(|_| DEPLOYMENTS.to_owned()),
    }
}
