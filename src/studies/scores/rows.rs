//! `scores.csv`: every score of every forecast, beside the best rival that was told as much.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::studies::scores::cells::Level;
use crate::studies::scores::difference::{Block, interval};
use crate::studies::scores::forecast::{MEASURES, Measure};
use crate::studies::scores::rivals::Game;
use crate::studies::scores::{SIMULATED, Scored, Scores};
use crate::studies::validation::measures::VIOLENT;

/// Which of the cells a score is of, and on which scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All.
    All,
    /// All but those of the municipality or state with the most deaths.
    Rest,
    /// All, on the scale of log(1 + deaths).
    Log,
    /// Municipalities with 12 deaths or more in the year.
    Violent,
}

impl Part {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Rest => "rest",
            Self::Log => "log",
            Self::Violent => "violent",
        }
    }

    /// The parts that a measure has at a level.
    fn of(measure: Measure, level: Level) -> Vec<Self> {
        if measure.log {
            return vec![Self::Log];
        }
        if level == Level::NationYear {
            // Its classes end where the nation's deaths begin.
            return if measure.score == "log" {
                Vec::new()
            } else {
                vec![Self::All]
            };
        }
        let mut parts = vec![Self::All, Self::Rest];
        if level == Level::MunicipalityYear && !measure.ranks {
            parts.push(Self::Violent);
        }
        parts
    }
}

/// A score of a forecast: a row of `scores.csv`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    /// What is scored as one: `municipality_year`, `municipality_month`, `state_year`, `nation_year`.
    pub level: &'static str,
    /// Which cells: `all`, `rest` (without the largest municipality or state), `log` (all, of log(1 + deaths)),
    /// `violent` (those with 12 deaths or more in the year).
    pub part: &'static str,
    /// The year; none of all years of the game together.
    pub year: Option<i32>,
    /// What the forecast was told: `i` all until a year and nothing after it, `ii` the nation's deaths of each year,
    /// `iii` all of last year.
    pub game: &'static str,
    /// The forecast: `plaza`, or a rival's name.
    pub forecast: String,
    /// The score: `crps` (deaths), `log` (1), `interval90` (deaths), `coverage50`, `coverage90` (share of cells).
    pub score: &'static str,
    /// Its mean over cells.
    pub value: f64,
    /// Its standard error over replicates, by leaving out one at a time; none of a rival, which has no replicates.
    pub error: Option<f64>,
    /// 1 - score / score of the best rival of the game; none of a coverage, which no forecast can have too little of.
    pub skill: Option<f64>,
    /// Score less that of the best rival.
    pub difference: Option<f64>,
    /// The lower end of its 95 % interval: states drawn as blocks.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// A forecast in some years of a game.
struct Entry<'a> {
    forecast: &'a str,
    oracle: bool,
    years: Vec<&'a Scored<'a>>,
}

impl Scores<'_> {
    /// All rows.
    pub fn rows(&self, scored: &[Scored<'_>]) -> Vec<Row> {
        let mut rows = Vec::new();
        for level in Level::ALL {
            let cells = Cells::new(self, level);
            for game in Game::ALL {
                let of_game: Vec<&Scored> = scored
                    .iter()
                    .filter(|of| of.level == level && of.game == game)
                    .collect();
                let mut spans: Vec<Vec<i32>> = self
                    .years(game)
                    .into_iter()
                    .map(|year| vec![year])
                    .collect();
                spans.push(self.played(game));
                for (index, span) in spans.iter().enumerate() {
                    let year = (index + 1 < spans.len()).then(|| span[0]);
                    rows.extend(cells.rows(&entries(&of_game, span), (game, year)));
                }
            }
        }
        rows
    }
}

/// The forecasts that have a score in all these years.
fn entries<'a>(scored: &[&'a Scored<'a>], span: &[i32]) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry> = Vec::new();
    for of in scored.iter().filter(|of| span.contains(&of.year)) {
        match entries
            .iter_mut()
            .find(|entry| entry.forecast == of.forecast)
        {
            Some(entry) => entry.years.push(of),
            None => entries.push(Entry {
                forecast: &of.forecast,
                oracle: of.oracle,
                years: vec![of],
            }),
        }
    }
    entries.retain(|entry| entry.years.len() == span.len() && !span.is_empty());
    entries
}

/// The cells of a level: what was observed in each, and whose they are.
struct Cells {
    level: Level,
    observed: BTreeMap<i32, Vec<u32>>,
    /// Of each cell its unit.
    units: Vec<usize>,
    /// Of each unit its state.
    states: Vec<usize>,
    /// The unit with the most deaths in the scored years.
    largest: usize,
}

impl Cells {
    fn new(scores: &Scores, level: Level) -> Self {
        let map = scores.facts.map;
        let units = level.units(map, 12);
        let years = scores.facts.scored().iter();
        let observed: BTreeMap<i32, Vec<u32>> = years
            .filter_map(|year| Some((*year, scores.observed(level, *year)?)))
            .collect();
        let mut deaths = vec![0u64; units.last().map_or(0, |last| last + 1)];
        for of_year in observed.values() {
            for (unit, observed) in units.iter().zip(of_year) {
                deaths[*unit] += u64::from(*observed);
            }
        }
        let largest = (0..deaths.len())
            .rev()
            .max_by_key(|unit| deaths[*unit])
            .unwrap_or(0);
        let states = (0..deaths.len())
            .map(|unit| level.state(map, unit))
            .collect();
        Self {
            level,
            observed,
            units,
            states,
            largest,
        }
    }

    /// All scores of the forecasts of a game in the same years.
    fn rows(&self, entries: &[Entry], (game, year): (Game, Option<i32>)) -> Vec<Row> {
        let mut rows = Vec::new();
        for (index, measure) in MEASURES.iter().enumerate() {
            for part in Part::of(*measure, self.level) {
                let mean = |entry: &Entry| self.mean(part, index, &entry.years);
                let rivals = entries
                    .iter()
                    .filter(|entry| entry.forecast != SIMULATED && !entry.oracle);
                let best = rivals.min_by(|a, b| mean(a).total_cmp(&mean(b)));
                let best = best.filter(|_| measure.ranks);
                for entry in entries {
                    let value = mean(entry);
                    if value.is_nan() {
                        continue;
                    }
                    let against = best
                        .map(|best| (mean(best), interval(&self.blocks(part, index, entry, best))));
                    let ends = against.and_then(|(_, (_, ends))| ends);
                    rows.push(Row {
                        level: self.level.name(),
                        part: part.name(),
                        year,
                        game: game.name(),
                        forecast: entry.forecast.to_owned(),
                        score: measure.score,
                        value,
                        error: self.error(part, index, &entry.years),
                        skill: against
                            .map(|(best, _)| 1.0 - value / best)
                            .filter(|skill| skill.is_finite()),
                        difference: against.map(|(_, (difference, _))| difference),
                        low: ends.map(|[low, _]| low),
                        high: ends.map(|[_, high]| high),
                    });
                }
            }
        }
        rows
    }

    fn holds(&self, part: Part, year: i32, cell: usize) -> bool {
        match part {
            Part::All | Part::Log => true,
            Part::Rest => self.units[cell] != self.largest,
            Part::Violent => f64::from(self.observed[&year][cell]) >= VIOLENT,
        }
    }

    /// The mean of a measure over the cells of a part.
    fn mean(&self, part: Part, measure: usize, years: &[&Scored<'_>]) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for scored in years {
            for (cell, marks) in scored.marks.iter().enumerate() {
                if self.holds(part, scored.year, cell) {
                    sum += marks[measure];
                    count += 1.0;
                }
            }
        }
        sum / count
    }

    /// The standard error over replicates: the jackknife, one replicate left out at a time.
    fn error(&self, part: Part, measure: usize, years: &[&Scored<'_>]) -> Option<f64> {
        let replicates = years.first()?.draws.first()?.len();
        let (mut sums, mut alike, mut count) = (vec![0.0; replicates], 0.0, 0.0);
        for scored in years {
            for (cell, left_out) in scored.left_out.iter().enumerate() {
                if !self.holds(part, scored.year, cell) {
                    continue;
                }
                count += 1.0;
                if let [(_, marks)] = left_out[..] {
                    alike += marks[measure];
                    continue;
                }
                let draws = &scored.draws[cell];
                if draws.len() != replicates {
                    return None;
                }
                for (sum, draw) in sums.iter_mut().zip(draws) {
                    let found = left_out.binary_search_by_key(draw, |(value, _)| *value);
                    *sum += left_out[found.expect("each draw was left out")].1[measure];
                }
            }
        }
        let means: Vec<f64> = sums.iter().map(|sum| (alike + sum) / count).collect();
        let middle = plaza_engine::statistics::mean(&means)?;
        let squares: f64 = means
            .iter()
            .map(|mean| (mean - middle) * (mean - middle))
            .sum();
        let n = replicates as f64;
        Some((squares * (n - 1.0) / n).sqrt())
    }

    /// The differences of two forecasts by state.
    fn blocks(&self, part: Part, measure: usize, one: &Entry, other: &Entry) -> Vec<Block> {
        let mut blocks: BTreeMap<usize, Block> = BTreeMap::new();
        for (one, other) in one.years.iter().zip(&other.years) {
            for (cell, pair) in one.marks.iter().zip(&other.marks).enumerate() {
                if self.holds(part, one.year, cell) {
                    let block = blocks.entry(self.states[self.units[cell]]).or_default();
                    block.0 += pair.0[measure] - pair.1[measure];
                    block.1 += 1.0;
                }
            }
        }
        blocks.into_values().collect()
    }
}
