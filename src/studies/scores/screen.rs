//! The scores on screen: each forecast of municipalities beside those that were told as much.

use plaza_batch::layout::{Table, folded, numbers, words};
use plaza_engine::numbers::grouped;

use crate::studies::scores::rivals::{Game, Rivals};
use crate::studies::scores::rows::Row;
use crate::studies::scores::where_figure::span;
use crate::studies::scores::{SIMULATED, Scores};

/// What is shown of a forecast: heading, score, part, digits.
const SHOWN: [(&str, &str, &str, usize); 6] = [
    ("CRPS", "crps", "all", 2),
    ("rest", "crps", "rest", 2),
    ("log", "crps", "log", 3),
    ("log score", "log", "all", 3),
    ("in 90 %", "coverage90", "all", 2),
    ("12+", "coverage90", "violent", 2),
];

/// A table of the municipalities in a year, all years of each game together, and what it comes to.
pub fn screen(scores: &Scores, rows: &[Row], width: usize) -> String {
    let of = |game: Game, forecast: &str, score: &str, part: &str| {
        rows.iter().find(|row| {
            (row.level, row.year, row.game) == ("municipality_year", None, game.name())
                && (row.forecast.as_str(), row.score, row.part) == (forecast, score, part)
        })
    };
    let first = [words("scores by municipality and year"), words("game")];
    let shown = SHOWN.map(|(heading, ..)| numbers(heading));
    let mut table = Table::new(
        first
            .into_iter()
            .chain(shown)
            .chain([numbers("skill [95 %]")]),
    );
    for game in Game::ALL {
        for name in names(&scores.rivals) {
            let Some(crps) = of(game, name, "crps", "all") else {
                continue;
            };
            let values = SHOWN.map(|(_, score, part, digits)| {
                of(game, name, score, part)
                    .map_or_else(String::new, |row| grouped(row.value, digits))
            });
            let skill = if name == SIMULATED {
                skill(crps)
            } else {
                String::new()
            };
            table.row(
                [name.to_owned(), game.name().to_owned()]
                    .into_iter()
                    .chain(values)
                    .chain([skill]),
            );
        }
    }
    let told = scores.facts.told();
    let games: Vec<String> = Game::ALL
        .into_iter()
        .filter(|game| !scores.played(*game).is_empty())
        .map(|game| {
            let knows = match game {
                Game::I => format!("all until {told}"),
                Game::II => "the nation's deaths of each year".to_owned(),
                Game::III => "all of last year".to_owned(),
            };
            format!(
                "{}: told {knows}, {}",
                game.name(),
                span(&scores.played(game))
            )
        })
        .collect();
    table.fit(width)
        + &folded(
            &format!(
                "Games: {}. CRPS in deaths, the smaller the better; rest: without the municipality with most deaths; log: of \
                 log(1 + deaths). Skill: 1 - CRPS / that of the best rival of the game; states drawn as blocks.",
                games.join("; ")
            ),
            width,
        )
}

fn names(rivals: &Rivals) -> impl Iterator<Item = &str> {
    let rivals = rivals.rivals.iter().map(|rival| rival.name.as_str());
    std::iter::once(SIMULATED).chain(rivals)
}

/// The skill with the ends that the difference's interval gives it.
fn skill(crps: &Row) -> String {
    let number = |value: f64| grouped(value, 2);
    let Some((skill, difference)) = crps.skill.zip(crps.difference) else {
        return String::new();
    };
    let best = crps.value - difference;
    let ends = crps.low.zip(crps.high);
    let ends =
        ends.map(|(low, high)| format!(" [{}, {}]", number(-high / best), number(-low / best)));
    number(skill) + &ends.unwrap_or_default()
}
