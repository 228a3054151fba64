//! The formulas of targets.
//!
//! Where a statement can be read in two ways, the reading is the one that gives the stated value from
//! the observed tables: `tests/it/studies/validation.rs` holds C3-C10 and C14 to them.

use plaza_engine::poisson::Coefficient;
use plaza_engine::statistics::{
    Weighting, dispersion, effective_number, gini, largest_share, mean, median, moran,
    pooled_autocorrelation,
};
use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::studies::event_study::contrast::Contrast;
use crate::studies::validation::future::{Broken, Found, Future, Missing, YearOfPlaces, Years};

/// Municipalities of Mexico: the worst 10 and 50 are meant as a part of them \[C6\].
const MUNICIPALITIES: f64 = 2_456.0;
/// Mean deaths in a month from which on the months of a municipality are looked at for memory \[C9\].
const REMEMBERED: f64 = 0.5;
/// Mean deaths in a month above which they are for bursts \[C10\].
const BURST: f64 = 1.0;
/// People of Mexico in 2010: counts of a country are scaled to as many \[C18\].
const PEOPLE: f64 = 112.3e6;

/// A count per 100,000 people and year, people as the mean over weeks \[C1 C2\].
pub fn per_100_000(future: &Future, years: &Years, count: &str) -> Found {
    Ok(in_a_year(future, years, count)? / future.mean("population", years)? * 1e5)
}

/// A count in a year of a country of as many people as Mexico \[C18\].
pub fn of_112_million(future: &Future, years: &Years, count: &str) -> Found {
    Ok(in_a_year(future, years, count)? / future.mean("population", years)? * PEOPLE)
}

fn in_a_year(future: &Future, years: &Years, count: &str) -> Found {
    Ok(future.mean(count, years)? * f64::from(WEEKS_PER_YEAR))
}

/// A count as a part of another, both over all years \[C13 C15\].
pub fn part(future: &Future, years: &Years, of: &str, all: &str) -> Found {
    Ok(future.sum(of, years)? / future.sum(all, years)?)
}

/// A force per 100,000 people, mean over weeks \[C16\].
pub fn strength(future: &Future, years: &Years, force: &str) -> Found {
    Ok(part(future, years, force, "population")? * 1e5)
}

/// A count per 1,000 members and week \[C17\].
pub fn per_1000_members(future: &Future, years: &Years, count: &str) -> Found {
    Ok(part(future, years, count, "members")? * 1e3)
}

/// The part of the municipalities with so many organized-crime deaths or more in a year, mean over
/// years \[C3 C4\].
pub fn fell(future: &Future, years: &Years, least: f64) -> Found {
    each_year(future, years, |places| with(&places.deaths, least))
}

/// The part of the municipalities where the press named so many organizations or more in a year,
/// mean over years. In the data an organization is seen when the press names it (table
/// `organizations_presence`, `ocved_records`), and local gangs are none \[C14\].
pub fn named(future: &Future, years: &Years, least: f64) -> Found {
    each_year(future, years, |places| with(&places.visible, least))
}

/// The Gini coefficient of a year's organized-crime deaths over all municipalities, mean over years
/// \[C7\].
pub fn unequal(future: &Future, years: &Years) -> Found {
    each_year(future, years, |places| gini(&places.deaths))
}

/// The part of a year's organized-crime deaths in the worst so many of 2,456 municipalities, mean
/// over years. A map of another number of municipalities has as large a part of them, one at least
/// \[C6\].
pub fn worst(future: &Future, years: &Years, of_2456: f64) -> Found {
    each_year(future, years, |places| {
        let worst = of_2456 * places.deaths.len() as f64 / MUNICIPALITIES;
        largest_share(&places.deaths, (worst.round() as usize).max(1))
    })
}

/// The share of a year's organized-crime deaths in the worst municipality, mean over years \[C20\].
pub fn largest(future: &Future, years: &Years) -> Found {
    each_year(future, years, |places| largest_share(&places.deaths, 1))
}

/// The Herfindahl index of the shares that states have in a year's organized-crime deaths, mean over years \[C21\].
pub fn states_herfindahl(future: &Future, map: &Map, years: &Years) -> Found {
    each_year(future, years, |places| {
        let mut states = vec![0.0; map.states.len()];
        for (place, deaths) in map.places.iter().zip(&places.deaths) {
            states[usize::from(place.state)] += deaths;
        }
        effective_number(&states).map(|number| 1.0 / number)
    })
}

/// The organized-crime deaths of the next year in the worst so many of 2,456 municipalities of a year, as a multiple of
/// those of the year, mean over years \[C22\].
pub fn growth_of_worst(future: &Future, years: &Years, of_2456: f64) -> Found {
    let mut growths = Vec::new();
    for year in years.clone() {
        let (now, next) = (
            &future.places(year)?.deaths,
            &future.places(year + 1)?.deaths,
        );
        let mut order: Vec<usize> = (0..now.len()).collect();
        order.sort_by(|a, b| now[*b].total_cmp(&now[*a]));
        let worst = (of_2456 * now.len() as f64 / MUNICIPALITIES).round() as usize;
        let sum = |of: &[f64]| {
            order[..worst.max(1)]
                .iter()
                .map(|place| of[*place])
                .sum::<f64>()
        };
        growths.extend((sum(now) > 0.0).then(|| sum(next) / sum(now)));
    }
    mean(&growths).ok_or(Missing::Value)
}

/// The share of the municipalities where the press named so many organizations or more in a year that have as many named
/// in the next, mean over years \[C23\].
pub fn visible_again(future: &Future, years: &Years, least: f64) -> Found {
    let mut chances = Vec::new();
    for year in years.clone() {
        let (now, next) = (
            &future.places(year)?.visible,
            &future.places(year + 1)?.visible,
        );
        let pairs = now.iter().zip(next).filter(|(now, _)| **now >= least);
        let again: Vec<f64> = pairs.map(|(_, next)| f64::from(*next >= least)).collect();
        chances.extend(mean(&again));
    }
    mean(&chances).ok_or(Missing::Value)
}

/// Moran's I of organized-crime deaths per 100,000 people over all years together, the neighbours of a municipality
/// weighing 1 together \[C24\].
pub fn clustering(future: &Future, map: &Map, years: &Years) -> Found {
    moran_of(&rates(future, map, years)?, map)
}

/// The same of `log(1 + rate)` \[C24\].
pub fn clustering_of_logs(future: &Future, map: &Map, years: &Years) -> Found {
    let rates = rates(future, map, years)?;
    moran_of(
        &rates.into_iter().map(libm::log1p).collect::<Vec<f64>>(),
        map,
    )
}

fn moran_of(values: &[f64], map: &Map) -> Found {
    let found = moran(values, &map.graph, Weighting::RowStandardised);
    found.map(|moran| moran.index).ok_or(Missing::Value)
}

/// Organized-crime deaths per 100,000 people and year by municipality, over all years together.
fn rates(future: &Future, map: &Map, years: &Years) -> Found<Vec<f64>> {
    let (mut deaths, mut people) = (vec![0.0; map.places.len()], vec![0.0; map.places.len()]);
    for year in years.clone() {
        let index = usize::try_from(year - map.first_year).unwrap_or(0);
        let places = future.places(year)?.deaths.iter().zip(&map.places);
        for ((deaths, people), (dead, place)) in deaths.iter_mut().zip(&mut people).zip(places) {
            *deaths += dead;
            *people += f64::from(place.population_in(index));
        }
    }
    let pairs = deaths.iter().zip(&people);
    Ok(pairs
        .map(|(deaths, people): (&f64, &f64)| deaths / people.max(1.0) * 1e5)
        .collect())
}

/// The part of the municipalities with so many organized-crime deaths or more in a year that have as
/// many in the next: mean over pairs of years, each pair counting the same \[C8\].
pub fn violent_again(future: &Future, years: &Years, least: f64) -> Found {
    let mut chances = Vec::new();
    for year in *years.start()..*years.end() {
        let (now, next) = (future.places(year)?, future.places(year + 1)?);
        let pairs = now.deaths.iter().zip(&next.deaths);
        let violent = pairs.filter(|(now, _)| **now >= least);
        let again: Vec<f64> = violent.map(|(_, next)| f64::from(*next >= least)).collect();
        chances.extend(mean(&again));
    }
    mean(&chances).ok_or(Missing::Value)
}

/// The share of the deaths between two organizations in a year that fall in the place of most of them: median over pairs
/// with so many deaths or more and years \[C25\].
pub fn top_place_of_dyads(future: &Future, years: &Years, least: f64) -> Found {
    let mut shares = Vec::new();
    for year in years.clone() {
        let dyads = future.dyads(year)?.iter();
        let large = dyads.filter(|places| places.iter().sum::<f64>() >= least);
        shares.extend(large.filter_map(|places| largest_share(places, 1)));
    }
    median(&shares).ok_or(Missing::Value)
}

/// A number of each fall of a leader that broke the organization, mean over those that have it \[C26\].
pub fn of_broken(future: &Future, years: &Years, number: fn(&Broken) -> Option<f64>) -> Found {
    let broken = future.broken_in(years)?;
    let numbers: Vec<f64> = broken.into_iter().filter_map(number).collect();
    mean(&numbers).ok_or(Missing::Value)
}

/// A coefficient of the event study: how much more of the deaths, as a logarithm \[C19\].
pub fn around_removals(
    future: &Future,
    years: &Years,
    which: fn(&Contrast) -> Option<Coefficient>,
) -> Found {
    let found = future.removal.as_ref().ok_or(Missing::EventStudy)?;
    // The study is of the whole run: not of one that ends before the years do.
    future.weeks("oc_deaths", years)?;
    which(found).map(|of| of.log_ratio).ok_or(Missing::Value)
}

/// The part of all months of municipalities without an organized-crime death \[C5\].
pub fn quiet(future: &Future, years: &Years) -> Found {
    let months = future.months(years)?;
    let none: usize = months
        .iter()
        .map(|of| of.iter().filter(|dead| **dead == 0.0).count())
        .sum();
    Ok(none as f64 / months.iter().map(|of| of.len()).sum::<usize>() as f64)
}

/// The autocorrelation of `log(1 + monthly deaths)` over municipalities with half a death a month or
/// more, the mean of each removed, all pairs of months `lag` apart together \[C9\].
///
/// Of the estimators in use it comes nearest to the stated values. On the observed months of 2007-10 it is .34 at lag
/// 1 and .19 at lag 6, where .37 and .23 are stated; the sum of lagged products over the sum of squares is .33 and .15,
/// and the mean of the autocorrelations of municipalities, drawn to zero by the short series, .24 and .09.
pub fn memory(future: &Future, years: &Years, lag: usize) -> Found {
    let months = future.months(years)?;
    let looked_at = months
        .iter()
        .filter(|of| mean(of).is_some_and(|mean| mean >= REMEMBERED));
    let logs: Vec<Vec<f64>> = looked_at
        .map(|of| of.iter().map(|dead| libm::log1p(*dead)).collect())
        .collect();
    pooled_autocorrelation(logs.iter().map(Vec::as_slice), lag).ok_or(Missing::Value)
}

/// The median of variance over mean of monthly deaths, of municipalities with more than one a month
/// \[C10\].
pub fn bursts(future: &Future, years: &Years) -> Found {
    let months = future.months(years)?;
    let looked_at = months
        .iter()
        .filter(|of| mean(of).is_some_and(|mean| mean > BURST));
    let bursts: Vec<f64> = looked_at.filter_map(|of| dispersion(of)).collect();
    median(&bursts).ok_or(Missing::Value)
}

/// Leaders of organizations whom the state arrested, killed or extradited, per organization and year
/// \[C12\].
pub fn leaders_fallen(future: &Future, years: &Years) -> Found {
    let weeks = future.weeks("organizations", years)?;
    let exposed: f64 = weeks.iter().sum::<f64>() / f64::from(WEEKS_PER_YEAR);
    let fallen = future.fallen_in(years);
    if exposed > 0.0 {
        Ok(fallen as f64 / exposed)
    } else {
        Err(Missing::Value)
    }
}

/// The part of the homicides that are punished within two years, of the cohorts that are two years
/// old: mean over the weeks that have one \[C15\].
pub fn punished(future: &Future, years: &Years) -> Found {
    let weeks = future.weeks("impunity", years)?.iter();
    let known: Vec<f64> = weeks
        .filter(|week| week.is_finite())
        .map(|week| 1.0 - week)
        .collect();
    mean(&known).ok_or(Missing::Value)
}

/// The part of the municipalities that have so many or more.
fn with(amounts: &[f64], least: f64) -> Option<f64> {
    let reached: Vec<f64> = amounts.iter().map(|of| f64::from(*of >= least)).collect();
    mean(&reached)
}

/// The mean over years of a statistic of all municipalities, of the years where it is defined.
fn each_year(
    future: &Future,
    years: &Years,
    statistic: impl Fn(&YearOfPlaces) -> Option<f64>,
) -> Found {
    let mut values = Vec::new();
    for year in years.clone() {
        values.extend(statistic(future.places(year)?));
    }
    mean(&values).ok_or(Missing::Value)
}
