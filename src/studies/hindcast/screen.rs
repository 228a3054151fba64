//! The hindcast's skill on screen.

use plaza_batch::layout::{Table, numbers, with_interval, words};

use plaza_engine::numbers::{digits, grouped};

use crate::studies::hindcast::skill::{FORECASTS, Skill};

/// A line for each measure and span of years, a column for each forecast.
pub fn screen(skill: &[Skill], width: usize) -> String {
    let [_, mean, first_year, presence, population, observed] = FORECASTS;
    let columns = [mean, first_year, presence, population, observed];
    let name = |column| if column == mean { "its mean" } else { column };
    let first = [
        words("hindcast"),
        words(""),
        numbers("simulated [5 %, 95 %]"),
    ];
    let others = columns.map(|column| numbers(name(column)));
    let mut table = Table::new(first.into_iter().chain(others));
    let spans = skill.iter().filter(|of| of.year.contains('-'));
    let mut spans: Vec<(&str, &str)> = spans.map(|of| (of.measure, of.year.as_str())).collect();
    spans.dedup();
    for (measure, year) in spans {
        let of = |forecast: &str| {
            let mut found = skill.iter();
            found
                .find(|of| (of.measure, of.year.as_str(), of.forecast) == (measure, year, forecast))
        };
        let number = |value: f64| grouped(value, digits(value.abs()).min(3));
        let simulated = of(FORECASTS[0]).map_or_else(String::new, |of| {
            with_interval(of.value, of.low.zip(of.high), number)
        });
        let value = |column: &str| of(column).map_or_else(String::new, |of| number(of.value));
        let first = [measure.to_owned(), year.to_owned(), simulated];
        table.row(first.into_iter().chain(columns.map(value)));
    }
    table.fit(width)
}
