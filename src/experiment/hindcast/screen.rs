//! The hindcast's skill on screen.

use crate::experiment::hindcast::skill::{FORECASTS, Skill};
use crate::experiment::summary::{digits, grouped};

/// A line for each measure and span of years, a column for each forecast.
pub fn screen(skill: &[Skill]) -> String {
    let [_, mean, first_year, presence, population, observed] = FORECASTS;
    let columns = [mean, first_year, presence, population, observed];
    let mut text = format!("{:24}{:10}{:>24}", "hindcast", "", "simulated [5 %, 95 %]");
    for (column, width) in columns.into_iter().zip(WIDTHS) {
        let name = if column == mean { "its mean" } else { column };
        text += &format!("{name:>width$}");
    }
    text.push('\n');
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
            let interval = of.low.zip(of.high);
            let interval = interval.map_or_else(String::new, |(low, high)| {
                format!(" [{}, {}]", number(low), number(high))
            });
            number(of.value) + &interval
        });
        text += &format!("{measure:24}{year:10}{simulated:>24}");
        for (column, width) in columns.into_iter().zip(WIDTHS) {
            let value = of(column).map_or_else(String::new, |of| number(of.value));
            text += &format!("{value:>width$}");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

/// Widths of the columns behind the first.
const WIDTHS: [usize; 5] = [9, 11, 9, 11, 9];
