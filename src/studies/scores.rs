//! Proper scores of the simulated deaths and of forecasts that need no model, place by place: how good the model is
//! about where. As forecasters of conflict are judged (the VIEWS prediction challenge 2023/24).

pub mod cells;
pub mod difference;
pub mod facts;
pub mod files;
pub mod forecast;
pub mod pit_figure;
pub mod rivals;
pub mod rows;
pub mod screen;
pub mod where_figure;

use std::collections::BTreeMap;

pub use crate::studies::scores::forecast::SIMULATED;

use crate::studies::scores::cells::Level;
use crate::studies::scores::facts::Facts;
use crate::studies::scores::forecast::{Forecast, LeftOut, Marks};
use crate::studies::scores::rivals::{Game, Rival, Rivals};
use crate::studies::validation::future::Future;

/// The simulated deaths of scored years, and what they are judged with.
#[derive(Clone, Debug)]
pub struct Scores<'a> {
    /// What is known.
    pub facts: Facts<'a>,
    /// The forecasts beside it.
    pub rivals: Rivals,
    /// Deaths by replicate, of each cell of each level and year.
    simulated: BTreeMap<(Level, i32), Vec<Vec<u32>>>,
}

/// How the cells of a level and year were scored for one forecast.
#[derive(Clone, Debug)]
pub struct Scored<'a> {
    /// What is scored as one.
    pub level: Level,
    /// The year.
    pub year: i32,
    /// What the forecast was told.
    pub game: Game,
    /// Its name.
    pub forecast: String,
    /// Whether it is one that no forecaster could have made.
    pub oracle: bool,
    /// The scores of each cell.
    pub marks: Vec<Marks>,
    /// The same without one draw; nothing of a forecast that is not drawn.
    pub left_out: Vec<LeftOut>,
    /// The draws of each cell.
    pub draws: &'a [Vec<u32>],
}

impl<'a> Scores<'a> {
    /// Nothing simulated yet.
    pub fn new(facts: Facts<'a>, rivals: Rivals) -> Self {
        Self {
            facts,
            rivals,
            simulated: BTreeMap::new(),
        }
    }

    /// Adds a replicate; without its municipalities there is nothing to score.
    pub fn add(&mut self, future: &Future) {
        let map = self.facts.map;
        for year in self.facts.scored().to_vec() {
            let Ok(places) = future.places(year) else {
                continue;
            };
            for level in Level::ALL {
                let deaths = match level {
                    Level::MunicipalityMonth => match future.calendar_months(year) {
                        Some(months) => level.cells(map, &months),
                        None => continue,
                    },
                    _ => level.cells(map, std::slice::from_ref(&places.deaths)),
                };
                let cells = self.simulated.entry((level, year)).or_default();
                cells.resize_with(deaths.len(), Vec::new);
                for (cell, deaths) in cells.iter_mut().zip(deaths) {
                    cell.push(deaths as u32);
                }
            }
        }
    }

    /// How many replicates are scored.
    pub fn replicates(&self) -> usize {
        self.known(Level::MunicipalityYear)
    }

    /// How many replicates are scored at a level.
    fn known(&self, level: Level) -> usize {
        let mut cells = self.simulated.iter().filter(|((of, _), _)| *of == level);
        let cells = cells.next().and_then(|(_, cells)| cells.first());
        cells.map_or(0, Vec::len)
    }

    /// What was observed in each cell; none of a year that is not whole.
    pub fn observed(&self, level: Level, year: i32) -> Option<Vec<u32>> {
        let cells = level.cells(self.facts.map, self.facts.months(year)?);
        Some(cells.into_iter().map(|deaths| deaths as u32).collect())
    }

    /// The game that the simulated forecast plays in a year: its parameters know the level of the years that they were
    /// fitted to.
    pub fn game(&self, year: i32) -> Game {
        match self.facts.fitted_until {
            Some(until) if year > until => Game::I,
            _ => Game::II,
        }
    }

    /// The simulated forecast of a level and year; none of a single draw.
    pub fn simulated(&self, level: Level, year: i32) -> Option<Forecast<'_>> {
        self.draws(level, year).map(Forecast::Draws)
    }

    fn draws(&self, level: Level, year: i32) -> Option<&[Vec<u32>]> {
        let cells = self.simulated.get(&(level, year))?;
        let enough = cells.first().is_some_and(|draws| draws.len() > 1);
        enough.then_some(cells)
    }

    /// The simulated deaths of each cell, mean over replicates.
    pub fn means(&self, level: Level, year: i32) -> Option<Vec<f64>> {
        let mean = |deaths: &Vec<u32>| {
            let sum: f64 = deaths.iter().map(|deaths| f64::from(*deaths)).sum();
            sum / deaths.len() as f64
        };
        Some(
            self.simulated
                .get(&(level, year))?
                .iter()
                .map(mean)
                .collect(),
        )
    }

    /// The years of a game that its scores are of together: those that the simulated forecast plays, if it plays any.
    pub fn played(&self, game: Game) -> Vec<i32> {
        let own: Vec<i32> = self
            .years(game)
            .into_iter()
            .filter(|year| self.game(*year) == game)
            .collect();
        if own.is_empty() {
            self.years(game)
        } else {
            own
        }
    }

    /// What is left out, and why.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let lacking = |rival: &&Rival| {
            let years = self.years(rival.game);
            !years.is_empty()
                && years.iter().all(|year| {
                    rival
                        .forecast(&self.facts, Level::MunicipalityYear, *year)
                        .is_none()
                })
        };
        let lacking: Vec<&str> = self
            .rivals
            .rivals
            .iter()
            .filter(lacking)
            .map(|rival| rival.name.as_str())
            .collect();
        if !lacking.is_empty() {
            let why = match self.facts.before {
                None => "the experiment names no `[observed] homicides` of the years before",
                Some(_) => "what they look back on is not observed in full",
            };
            notes.push(format!(
                "forecasts left out of the scores: {}; {why}",
                lacking.join(", ")
            ));
        }
        let months = self
            .facts
            .scored()
            .iter()
            .all(|year| self.draws(Level::MunicipalityMonth, *year).is_none());
        if months {
            notes.push(
                "no scores of municipalities by month: expected [record] panel = true, of two replicates or more"
                    .to_owned(),
            );
        } else if self.known(Level::MunicipalityMonth) < self.replicates() {
            notes.push(format!(
                "scores of municipalities by month are of {} of {} replicates: the others have no panel",
                self.known(Level::MunicipalityMonth),
                self.replicates()
            ));
        }
        notes
    }

    /// The years of a game: those that are scored, and in game i those after the year told.
    pub fn years(&self, game: Game) -> Vec<i32> {
        let told = self.facts.told();
        let years = self.facts.scored().iter().copied();
        years
            .filter(|year| game != Game::I || *year > told)
            .collect()
    }

    /// All forecasts of all levels and years, scored cell by cell; a level that was not recorded is left out.
    pub fn scored(&self) -> Vec<Scored<'_>> {
        let mut all = Vec::new();
        for level in Level::ALL {
            for year in self.facts.scored() {
                if let Some(observed) = self.observed(level, *year)
                    && let Some(draws) = self.draws(level, *year)
                {
                    all.extend(self.scored_in(level, *year, &observed, draws));
                }
            }
        }
        all
    }

    fn scored_in<'s>(
        &'s self,
        level: Level,
        year: i32,
        observed: &[u32],
        draws: &'s [Vec<u32>],
    ) -> Vec<Scored<'s>> {
        let own = Forecast::Draws(draws);
        let mut all = vec![Scored {
            level,
            year,
            game: self.game(year),
            forecast: SIMULATED.to_owned(),
            oracle: false,
            marks: own.marks(observed),
            left_out: own.left_out(observed),
            draws,
        }];
        for rival in &self.rivals.rivals {
            // Of the nation's deaths there is nothing to forecast where they are told.
            let told = level == Level::NationYear && rival.game == Game::II;
            if told || !self.years(rival.game).contains(&year) {
                continue;
            }
            if let Some(forecast) = rival.forecast(&self.facts, level, year) {
                all.push(Scored {
                    level,
                    year,
                    game: rival.game,
                    forecast: rival.name.clone(),
                    oracle: rival.oracle,
                    marks: forecast.marks(observed),
                    left_out: Vec::new(),
                    draws: &[],
                });
            }
        }
        all
    }
}
