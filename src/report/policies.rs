//! The policies, and the levels of their levers over time.

use maud::{Markup, html};

use plaza_batch::manifest::USUAL;
use plaza_model::policy::Policy;
use plaza_model::policy::levers::Level;
use plaza_model::policy::policy::Unconditional;
use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::report::material::Material;
use crate::report::table::table;
use crate::runs::design::Design;

/// Every policy: the baseline with all its levers, the others with those that differ from it.
pub fn section(of: &Material<'_>) -> Option<Markup> {
    let design = &of.loaded.design;
    let usual = design.policies.iter().find(|policy| policy.name == USUAL);
    let baseline = usual.or(design.policies.first())?;
    let others = || {
        design
            .policies
            .iter()
            .filter(|policy| policy.name != baseline.name)
    };
    Some(html! {
        p {
            "Levels that are ordered at the beginning of each year; how late they act and what they cost is "
            "said by " code { "plaza describe levers" } ". Of the other policies the levers that differ from "
            (baseline.name) "."
        }
        (policy(design, baseline, &levels(design, baseline)))
        @for other in others() { (policy(design, other, &differing(design, other, baseline))) }
    })
}

fn policy(design: &Design, of: &Policy, levers: &[Vec<String>]) -> Markup {
    let years: Vec<String> = weeks(design)
        .into_iter()
        .map(|week| year(&design.map, week))
        .collect();
    let titles: Vec<&str> = ["lever"]
        .into_iter()
        .chain(years.iter().map(String::as_str))
        .collect();
    let caption = format!("Levels of the levers of {}, year by year", of.name);
    html! {
        h3 { (of.name) }
        p { (of.about) }
        @if levers.is_empty() {
            p.soft { "No lever differs at these times." }
        } @else {
            details { summary { (levers.len()) " levers" } (table(&titles, levers, &caption)) }
        }
    }
}

/// The first weeks of the years in which the policy is in force, and the last week.
fn weeks(design: &Design) -> Vec<i32> {
    let from = design.policies_from;
    let mut weeks: Vec<i32> = (from..design.weeks)
        .step_by(WEEKS_PER_YEAR as usize)
        .collect();
    weeks.push(design.weeks - 1);
    weeks.dedup();
    weeks
}

/// A week as a year, or as year and week where no year begins.
fn year(map: &Map, week: i32) -> String {
    let year = map.year_of(week);
    match week.rem_euclid(WEEKS_PER_YEAR) {
        0 => year.to_string(),
        week => format!("{year}, week {}", week + 1),
    }
}

/// Each lever and its levels.
fn levels(design: &Design, of: &Policy) -> Vec<Vec<String>> {
    let start = design.policies_from;
    let mut rows = Vec::new();
    for (lever, schedule) in of.schedules() {
        let mut row = |name: String, level: &dyn Fn(i32) -> Level| {
            let levels = weeks(design).into_iter().map(|week| written(&level(week)));
            rows.push([name].into_iter().chain(levels).collect());
        };
        let plain = Unconditional { start };
        row(lever.to_owned(), &|week| {
            schedule.level(week, &plain).0.into_owned()
        });
        for (holds, meant) in schedule.conditions(start) {
            let name = format!("{lever}, {holds}");
            row(name, &|week| schedule.level(week, &meant).0.into_owned());
        }
    }
    rows
}

/// The levers whose levels are not those of the baseline.
fn differing(design: &Design, of: &Policy, baseline: &Policy) -> Vec<Vec<String>> {
    let usual = levels(design, baseline);
    let mine = levels(design, of).into_iter();
    mine.filter(|lever| !usual.contains(lever)).collect()
}

/// A level without digits that do not matter.
fn written(level: &Level) -> String {
    let rounded = |value: f64| (value * 1e4).round() / 1e4;
    match level {
        Level::Number(value) => Level::Number(rounded(*value)).to_string(),
        Level::Shares(shares) => {
            Level::Shares(shares.iter().map(|share| rounded(*share)).collect()).to_string()
        }
        Level::Option(option) => option.clone(),
    }
}
