//! Forecasts that need no model: the file that lists them, and what each expects.

use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Table;

use plaza_batch::problem::{Problem, nearest};
use plaza_engine::statistics::{Counts, likeliest_dispersion};

use crate::files::document::Document;
use crate::files::reading::Reading;
use crate::files::{embedded, reading};
use crate::studies::scores::cells::{Level, summed};
use crate::studies::scores::facts::Facts;
use crate::studies::scores::forecast::{Forecast, SIMULATED};

/// The rivals that the program carries.
pub const EMBEDDED: &str = "rivals.toml";

/// The rivals, in the order in which they are told.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rivals {
    /// The rivals.
    #[serde(rename = "rival")]
    pub rivals: Vec<Rival>,
}

/// A forecast that needs no model.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rival {
    /// Its name, as in `population_told`.
    pub name: String,
    /// What it is, in a few words.
    pub about: String,
    /// What it is told, and so with whom it competes.
    pub game: Game,
    /// By what the nation's deaths are divided among municipalities: a name of the program's.
    pub places: String,
    /// The share of the division that is by residents in its place, 0 to 1.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub toward_residents: f64,
    /// Of which year the nation's deaths are.
    pub total: Total,
    /// How a count varies around what is expected.
    #[serde(default)]
    pub spread: Spread,
    /// The dispersion of the negative binomial distribution; without it, the one under which the year before was
    /// likeliest.
    #[schemars(range(min = 0.01))]
    pub dispersion: Option<f64>,
    /// Told what no forecaster can know: reported, and no rival.
    #[serde(default)]
    pub oracle: bool,
}

/// What a forecast is told. Scores of different games are never compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase", expecting = "expected `i`, `ii` or `iii`")]
pub enum Game {
    /// Nothing after the last year that was told: how many died until then, and where.
    I,
    /// The nation's deaths of each year.
    II,
    /// All of last year.
    III,
}

impl Game {
    /// All, in order.
    pub const ALL: [Self; 3] = [Self::I, Self::II, Self::III];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::I => "i",
            Self::II => "ii",
            Self::III => "iii",
        }
    }
}

/// Of which year the nation's deaths are that a rival divides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(
    rename_all = "snake_case",
    expecting = "expected `told`, `same_year` or `last_year`"
)]
pub enum Total {
    /// The last year that was told.
    Told,
    /// The year that is forecast.
    SameYear,
    /// The year before.
    LastYear,
}

/// How a count varies around what is expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(
    rename_all = "snake_case",
    expecting = "expected `negative_binomial` or `months`"
)]
pub enum Spread {
    /// As a negative binomial count does.
    #[default]
    NegativeBinomial,
    /// As the sum of months drawn, with replacement, from those of last year ("conflictology").
    Months,
}

/// What is asked of a rival: a stretch of a year, and what it may look back on.
struct Asked<'a> {
    /// The year.
    year: i32,
    /// The months last seen, by municipality.
    last: &'a [Vec<f64>],
}

/// How the nation's deaths can be divided among municipalities; none where a table is lacking.
type Division = fn(&Facts, &Asked) -> Option<Vec<f64>>;

/// The divisions: name, and what each municipality weighs.
const DIVISIONS: [(&str, Division); 3] = [
    ("residents", |facts, asked| {
        Some(facts.residents(asked.year))
    }),
    ("homicides_before", |facts, _| facts.before.clone()),
    ("last_year", |facts, asked| {
        Some(summed(asked.last, facts.map.places.len()))
    }),
];

impl Rivals {
    /// Reads a file of rivals, embedded or on disk.
    pub fn read(path: &Path) -> Result<Self, Vec<Problem>> {
        let document = Document::open(path)?;
        let valid = embedded::text(&embedded::path(EMBEDDED)).expect("the rivals are embedded");
        let valid: Table = valid.parse().expect("the embedded rivals are TOML");
        let reading: Reading<Self> = reading::read(&document, &valid);
        let mut problems = reading.problems.clone();
        let Some(rivals) = reading.value.clone() else {
            return Err(problems);
        };
        for (index, rival) in rivals.rivals.iter().enumerate() {
            let twice = rivals.rivals[..index]
                .iter()
                .any(|other| other.name == rival.name);
            for (key, message) in rival.objections(twice) {
                let index = index.to_string();
                let place = ["rival", index.as_str(), key];
                if reading.sound(&place) {
                    problems.push(document.problem(&place, message));
                }
            }
        }
        match problems.is_empty() {
            true => Ok(rivals),
            false => Err(problems),
        }
    }
}

impl Rival {
    /// What cannot be, though each value has the right type: the key, and why.
    fn objections(&self, twice: bool) -> Vec<(&'static str, String)> {
        let mut objections = Vec::new();
        if twice {
            objections.push(("name", format!("rival `{}` stands twice", self.name)));
        }
        if self.name.is_empty() || self.name == SIMULATED {
            let message = format!(
                "is `{}`, expected a name that is not `{SIMULATED}`",
                self.name
            );
            objections.push(("name", message));
        }
        if self.spread == Spread::Months {
            let unused = [
                ("places", self.places != "last_year", "expected `last_year`"),
                (
                    "toward_residents",
                    self.toward_residents != 0.0,
                    "expected none",
                ),
                ("dispersion", self.dispersion.is_some(), "expected none"),
            ];
            for (key, given, expected) in unused {
                if given {
                    let message = format!("is not used with spread = \"months\", {expected}");
                    objections.push((key, message));
                }
            }
        }
        if self.division().is_none() {
            let names = DIVISIONS.map(|(name, _)| name);
            let near = nearest(&self.places, names);
            let message = format!(
                "`{}` is no division among municipalities, expected {}{near}",
                self.places,
                names.join(", ")
            );
            objections.push(("places", message));
        }
        if !(0.0..=1.0).contains(&self.toward_residents) {
            let message = format!("is {}, expected a share from 0 to 1", self.toward_residents);
            objections.push(("toward_residents", message));
        }
        if let Some(dispersion) = self.dispersion.filter(|of| !of.is_finite() || *of < 0.01) {
            let message = format!("is {dispersion}, expected 0.01 or more");
            objections.push(("dispersion", message));
        }
        let looks_back = self.places == "last_year" || self.spread == Spread::Months;
        if looks_back && self.game == Game::II {
            let message = format!(
                "game {} is not told where deaths were, expected i or iii",
                self.game.name()
            );
            objections.push(("game", message));
        }
        let fair = match self.total {
            Total::Told => self.game == Game::I,
            Total::SameYear => self.game == Game::II || (self.oracle && self.game == Game::III),
            Total::LastYear => self.game == Game::III,
        };
        if !fair {
            let message = format!(
                "a rival of game {} may not know it, expected `told` in game i, `same_year` in game ii, `last_year` in \
                 game iii",
                self.game.name()
            );
            objections.push(("total", message));
        }
        objections
    }

    fn division(&self) -> Option<Division> {
        let found = DIVISIONS.iter().find(|(name, _)| *name == self.places);
        found.map(|(_, division)| *division)
    }

    /// Its forecast of the cells of a year; none of a year of which it lacks what it looks back on, or where a table
    /// that it needs is not there.
    pub fn forecast(&self, facts: &Facts, level: Level, year: i32) -> Option<Forecast<'static>> {
        // What each looks back on: game i knows no later year than the one told.
        let told = facts.told();
        let seen = match self.game {
            Game::I => facts.months(told)?,
            Game::II | Game::III => facts.months(year - 1)?,
        };
        if self.spread == Spread::Months {
            return Some(bootstrap(facts, level, seen));
        }
        let (means, before) = match self.game {
            Game::I => {
                let known = facts.total(told)?;
                let means = self.expected(facts, &Asked { year, last: seen }, known)?;
                // Of a year that tells where deaths are, the practice is on what was known before it.
                let before = match (self.places == "last_year", facts.months(told - 1)) {
                    (false, _) => Practice::whole(self, facts, told, &[], known)?,
                    (true, Some(last)) => {
                        Practice::whole(self, facts, told, last, facts.total(told - 1)?)?
                    }
                    (true, None) => Practice::half(self, facts, told)?,
                };
                (means, before)
            }
            Game::II => {
                let means =
                    self.expected(facts, &Asked { year, last: seen }, facts.total(year)?)?;
                let known = facts.total(year - 1)?;
                (means, Practice::whole(self, facts, year - 1, &[], known)?)
            }
            Game::III => {
                let of = |year| match self.total {
                    Total::SameYear => facts.total(year),
                    _ => facts.total(year - 1),
                };
                let means = self.expected(facts, &Asked { year, last: seen }, of(year)?)?;
                let before = match facts.months(year - 2) {
                    Some(last) => Practice::whole(self, facts, year - 1, last, of(year - 1)?)?,
                    None => Practice::half(self, facts, year - 1)?,
                };
                (means, before)
            }
        };
        let dispersion = self
            .dispersion
            .unwrap_or_else(|| before.dispersion(facts, level));
        let months: Vec<f64> = means.iter().map(|mean| mean / 12.0).collect();
        let means = level.cells(facts.map, &vec![months; 12]);
        Some(Forecast::Around { means, dispersion })
    }

    /// Deaths expected by municipality of so many in the nation.
    fn expected(&self, facts: &Facts, asked: &Asked, total: f64) -> Option<Vec<f64>> {
        let division = self
            .division()
            .expect("rivals are checked when they are read");
        let shares = shares(division(facts, asked)?);
        let residents = shares_of_residents(facts, asked.year);
        let toward = self.toward_residents;
        let pairs = shares.iter().zip(&residents);
        Some(
            pairs
                .map(|(own, people)| total * ((1.0 - toward) * own + toward * people))
                .collect(),
        )
    }
}

/// The forecast that a rival would have made of what was then observed: from it, its dispersion is known.
struct Practice<'a> {
    means: Vec<f64>,
    observed: &'a [Vec<f64>],
}

impl<'a> Practice<'a> {
    /// Of a whole year.
    fn whole(
        rival: &Rival,
        facts: &'a Facts,
        year: i32,
        last: &[Vec<f64>],
        total: f64,
    ) -> Option<Self> {
        let means = rival.expected(facts, &Asked { year, last }, total)?;
        let observed = facts.months(year)?;
        Some(Self { means, observed })
    }

    /// Of the second half of a year from its first: where the year before is not observed.
    fn half(rival: &Rival, facts: &'a Facts, year: i32) -> Option<Self> {
        let (last, observed) = facts.months(year)?.split_at(6);
        let total = match rival.total {
            Total::SameYear => observed,
            _ => last,
        };
        let total = total.iter().flatten().sum();
        let means = rival.expected(facts, &Asked { year, last }, total)?;
        Some(Self { means, observed })
    }

    /// The dispersion under which what was observed is likeliest. That of the nation cannot be known from one number:
    /// it is taken to be that of states.
    fn dispersion(&self, facts: &Facts, level: Level) -> f64 {
        let level = match level {
            Level::NationYear => Level::StateYear,
            other => other,
        };
        let months = self.observed.len();
        let share: Vec<f64> = self.means.iter().map(|mean| mean / months as f64).collect();
        let means = level.cells(facts.map, &vec![share; months]);
        let counts: Vec<u32> = level
            .cells(facts.map, self.observed)
            .into_iter()
            .map(|of| of as u32)
            .collect();
        likeliest_dispersion(&counts, &means)
    }
}

/// Each cell as the sum of as many months as it has, drawn from those of last year.
fn bootstrap(facts: &Facts, level: Level, seen: &[Vec<f64>]) -> Forecast<'static> {
    let months: Vec<Vec<f64>> = seen
        .iter()
        .map(|month| level.cells(facts.map, std::slice::from_ref(month)))
        .collect();
    let units = months.first().map_or(0, Vec::len);
    let of = |unit: usize| -> Vec<u32> { months.iter().map(|month| month[unit] as u32).collect() };
    let cells: Vec<Counts> = match level {
        Level::MunicipalityMonth => (0..units)
            .flat_map(|unit| std::iter::repeat_n(Counts::sum_of(1, &of(unit)), seen.len()))
            .collect(),
        _ => (0..units)
            .map(|unit| Counts::sum_of(seen.len(), &of(unit)))
            .collect(),
    };
    Forecast::Known(cells)
}

/// Weights as shares of their sum; all 0 where nothing weighs anything.
fn shares(weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights
        .into_iter()
        .map(|weight| if sum > 0.0 { weight / sum } else { 0.0 })
        .collect()
}

fn shares_of_residents(facts: &Facts, year: i32) -> Vec<f64> {
    shares(facts.residents(year))
}
