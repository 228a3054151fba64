//! What fires: how often each counter and each kind of event is not zero. What never fires, or
//! always does, is a rule that is switched off, starved or saturated.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use plaza_batch::layout::{Table, numbers, words};
use plaza_batch::problem::Problem;
use plaza_batch::results::Results;
use plaza_batch::rows::Rows;
use plaza_model::state::events::EventKind;

use crate::runs::dictionary::{EVENTS, Kind, NATIONAL, Type};

/// How often something was not zero.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Firing {
    /// A counter of the table `national`, or an event: kind, rank and outcome.
    pub what: String,
    /// Share of all weeks.
    pub weeks: f64,
    /// Share of all runs, which are replicates under one policy.
    pub runs: f64,
}

impl Firing {
    /// `never` in any run, `always` in every week of every run, or nothing to say.
    pub fn verdict(&self) -> &'static str {
        match (self.weeks, self.runs) {
            (_, 0.0) => "never",
            (1.0, _) => "always",
            _ => "",
        }
    }
}

/// How often each counter and each kind of event was not zero in a result folder, and how often
/// these rules did something.
pub fn fires(results: &Results, rules: Vec<Firing>) -> Result<Vec<Firing>, Problem> {
    let [national, events] = [&NATIONAL, &EVENTS].map(|table| results.read(table));
    Ok([firing(&national?, &events?), rules].concat())
}

/// How often each fired, in percent.
pub fn table(fired: &[Firing]) -> Table {
    let mut table = Table::new([
        words("fired in"),
        numbers("weeks"),
        numbers("runs"),
        words(""),
    ]);
    for row in fired {
        let Firing { what, weeks, runs } = row;
        let (weeks, runs) = (percent(*weeks), percent(*runs));
        table.row([what.clone(), weeks, runs, row.verdict().to_owned()]);
    }
    table
}

/// A share in percent; only nothing is 0, only all is 100.
fn percent(share: f64) -> String {
    let shown = match share {
        0.0 | 1.0 => share * 100.0,
        _ => (share * 100.0).clamp(0.01, 99.99),
    };
    format!("{shown:.2}%")
}

/// A run and a week: policy, replicate, week.
type Moment<'a> = (&'a str, i64, i64);

/// Every counter of the table `national` in its order, and every event that can be.
pub fn firing(national: &Rows, events: &Rows) -> Vec<Firing> {
    let weeks = moments(national);
    let all = Whole {
        weeks: weeks.len(),
        runs: runs(&weeks.iter().copied().collect()),
    };
    let counters = national.table.columns.iter().filter(|column| {
        column.kind == Kind::Count && matches!(column.r#type, Type::Integer | Type::Real)
    });
    let mut rows: Vec<Firing> = counters
        .map(|column| {
            let values = national.numbers(column.name);
            let fired = weeks.iter().zip(values).filter(|(_, value)| *value != 0.0);
            all.firing(
                column.name.to_owned(),
                &fired.map(|(week, _)| *week).collect(),
            )
        })
        .collect();
    let mut seen: BTreeMap<[&str; 3], BTreeSet<Moment>> = possible();
    let [kinds, ranks, outcomes] = ["kind", "rank", "outcome"].map(|name| events.texts(name));
    for (row, week) in moments(events).into_iter().enumerate() {
        let event = [kinds[row], ranks[row], outcomes[row]].map(Option::unwrap_or_default);
        seen.entry(event).or_default().insert(week);
    }
    rows.extend(seen.into_iter().map(|(event, weeks)| {
        let named = event.into_iter().filter(|part| !part.is_empty());
        let event = named.collect::<Vec<_>>().join(" ");
        all.firing(format!("event {event}"), &weeks)
    }));
    rows
}

/// Every event that can be, seen in no week.
fn possible() -> BTreeMap<[&'static str; 3], BTreeSet<Moment<'static>>> {
    let mut possible = BTreeMap::new();
    for kind in EventKind::ALL {
        let rank = kind.rank().unwrap_or_default();
        let outcomes = kind.outcomes().iter().map(|outcome| outcome.label());
        let outcomes = if kind.outcomes().is_empty() {
            vec![""]
        } else {
            outcomes.collect()
        };
        for outcome in outcomes {
            possible.insert([kind.label(), rank, outcome], BTreeSet::new());
        }
    }
    possible
}

/// How many weeks and runs there are.
struct Whole {
    weeks: usize,
    runs: usize,
}

impl Whole {
    fn firing(&self, what: String, fired: &BTreeSet<Moment>) -> Firing {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        Firing {
            what,
            weeks: share(fired.len(), self.weeks),
            runs: share(runs(fired), self.runs),
        }
    }
}

fn runs(weeks: &BTreeSet<Moment>) -> usize {
    let runs: BTreeSet<(&str, i64)> = weeks.iter().map(|week| (week.0, week.1)).collect();
    runs.len()
}

/// The run and the week of every row.
fn moments(rows: &Rows) -> Vec<Moment<'_>> {
    let policies = rows
        .texts("policy")
        .into_iter()
        .map(Option::unwrap_or_default);
    let replicates = rows.numbers("replicate");
    let weeks = rows.numbers("week");
    let numbers = replicates.into_iter().zip(weeks);
    policies
        .zip(numbers)
        .map(|(policy, (replicate, week))| (policy, replicate as i64, week as i64))
        .collect()
}
