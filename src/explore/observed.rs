//! Observed deaths beside the simulated, where the experiment has some: calendar months cut into months of four weeks.

use plaza_batch::files::read_kept;
use plaza_batch::problem::Problem;
use plaza_model::state::map::Map;

use crate::explore::pack::{Chunk, unsigned};
use crate::maps::observed::{KEPT, deaths};
use crate::runs::dictionary::months::WEEKS;
use crate::setup::results::Results;

/// In how many parts of a death they are counted.
const PARTS: f64 = 1000.0;
/// Months of four weeks, and calendar months, in a year.
const SHORT: usize = 13;
const CALENDAR: usize = 12;

/// The chunk `months:observed:oc_deaths`: sums of the country and then place by place, month by month.
pub fn chunk(results: &Results, map: &Map) -> Result<Option<Chunk>, Vec<Problem>> {
    let experiment = results.experiment()?;
    if experiment.observed.is_none() || !experiment.record.months {
        return Ok(None);
    }
    let file = results.input(KEPT);
    let bytes = read_kept(&file).map_err(|error| Problem::unread(&file, &error))?;
    let observed = deaths(&file, &bytes, map)?;
    let months = (results.manifest.weeks / WEEKS) as usize;
    let mut sums = vec![0.0; (map.places.len() + 1) * months];
    for (year, of_year) in &observed.by_month {
        let Ok(before) = usize::try_from(year - map.first_year) else {
            continue;
        };
        for short in 0..SHORT {
            let month = before * SHORT + short;
            if month >= months {
                break;
            }
            for (calendar, share) in shares(short) {
                for (place, dead) in of_year[calendar].iter().enumerate() {
                    sums[month] += share * dead;
                    sums[(place + 1) * months + month] += share * dead;
                }
            }
        }
    }
    let mut bytes = Vec::new();
    for sum in sums {
        unsigned((sum * PARTS).round() as u64, &mut bytes);
    }
    Ok(Some(Chunk::new("months:observed:oc_deaths", &bytes)))
}

/// The calendar months in a month of four weeks, each with the part of it that lies there.
fn shares(short: usize) -> impl Iterator<Item = (usize, f64)> {
    let [begin, end] = [short, short + 1].map(|edge| (edge * CALENDAR) as f64 / SHORT as f64);
    (0..CALENDAR).filter_map(move |calendar| {
        let (first, last) = (calendar as f64, calendar as f64 + 1.0);
        let share = last.min(end) - first.max(begin);
        (share > 1e-9).then_some((calendar, share))
    })
}
