//! The told story of one replicate: year by year the levels, then what happened, in words.
//!
//! The largest events of each kind stand in full, in order of time; the rest is counted.

mod chapter;
mod feed;
mod sentences;
mod teller;

use std::fmt;

use plaza_batch::layout::broken;
use plaza_batch::rows::Rows;
use plaza_model::units::WEEKS_PER_YEAR;

use plaza_engine::numbers::grouped;

use crate::studies::story::chapter::chapter;
pub use crate::studies::story::feed::{Happened, happened};
pub use crate::studies::story::teller::Source;
pub(crate) use crate::studies::story::teller::Teller;
use crate::studies::story::teller::{Event, date};

/// The story of one replicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Of which replicate of what.
    pub title: String,
    /// Year by year its name and what is told of it.
    pub years: Vec<(String, String)>,
}

/// The story, or nothing where the replicate has no rows.
pub fn story(of: Source) -> Option<Story> {
    let weeks = of.national.numbers("week");
    let mut rows = of.rows(of.national);
    rows.sort_by(|a, b| weeks[*a].total_cmp(&weeks[*b]));
    let teller = Teller::new(of);
    let first = *rows.first()?;
    let title = format!(
        "{}, replicate {}: {}, {} weeks from {}",
        of.policy,
        of.replicate,
        of.map.name,
        rows.len(),
        date(of.map, weeks[first] as i32)
    );
    let mut years = Vec::new();
    let year_of = |row: &usize| of.map.year_of(weeks[*row] as i32);
    for year in rows.chunk_by(|a, b| year_of(a) == year_of(b)) {
        let number = year_of(&year[0]);
        let part = match year.len() as i32 {
            WEEKS_PER_YEAR => String::new(),
            weeks => format!(" ({weeks} weeks)"),
        };
        let mut text = levels(of.national, year);
        let of_year = |event: &&Event| of.map.year_of(event.week) == number;
        let events: Vec<&Event> = teller.events.iter().filter(of_year).collect();
        text += &chapter(&teller, &events);
        years.push((format!("{number}{part}"), text));
    }
    Some(Story { title, years })
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { title, years } = self;
        writeln!(f, "{title}\n{}", "=".repeat(title.chars().count()))?;
        writeln!(
            f,
            "A simulated country, not the real one: the events are of this replicate alone."
        )?;
        for (year, told) in years {
            write!(f, "\n{year}\n----\n{told}")?;
        }
        Ok(())
    }
}

/// Three lines on the levels of a year; a stock from its first week's end to its last.
fn levels(national: &Rows, year: &[usize]) -> String {
    let (first, last) = (year[0], year[year.len() - 1]);
    let stock = |column: &str| {
        let values = national.numbers(column);
        let [from, to] = [first, last].map(|row| grouped(values[row], 0));
        if from == to {
            to
        } else {
            format!("{from} -> {to}")
        }
    };
    let total = |column: &str| {
        let values = national.numbers(column);
        grouped(year.iter().map(|row| values[*row]).sum(), 0)
    };
    format!(
        "organizations {}, groups {}, members {}, wars {}\n\
         {} dead in organized crime: {} between groups, {} with the state's forces; {} were \
         bystanders\n\
         violent municipalities (12 or more dead in the last 52 weeks) {}\n",
        stock("organizations"),
        stock("groups"),
        stock("members"),
        stock("wars"),
        total("oc_deaths"),
        total("oc_deaths_between"),
        total("oc_deaths_state"),
        total("bystander_deaths"),
        stock("violent_municipalities"),
    )
}

/// A story whose lines fit the screen: what goes on below stands further in than its first line.
pub fn fitted(story: &str, width: usize) -> String {
    const HANGING: usize = 4;
    let mut text = String::new();
    for line in story.lines() {
        if line.chars().count() <= width {
            text += line;
        } else if line.chars().all(|rule| rule == '=') {
            text += &"=".repeat(width);
        } else {
            let words = line.trim_start();
            let indent = line.len() - words.len();
            // Two spaces that align a number stay.
            let first = broken(words, width - indent - 1).swap_remove(0);
            let count = first.split_whitespace().count();
            let end = words
                .char_indices()
                .filter(|(at, space)| *space == ' ' && !words[..*at].ends_with(' ') && *at > 0);
            let (first, rest) = words.split_at(end.map(|(at, _)| at).nth(count - 1).unwrap_or(0));
            text += &format!("{:indent$}{first}", "");
            let hanging = indent + HANGING;
            for line in broken(rest, width - hanging) {
                text += &format!("\n{:hanging$}{line}", "");
            }
        }
        text.push('\n');
    }
    text
}
