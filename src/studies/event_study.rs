//! The event study of the literature, on simulated data: organized-crime deaths before and after a
//! leader or a plaza boss was taken, by Poisson regression on the table `panel` of an ordinary batch.
//!
//! Deaths of municipality i in month t (4 weeks) have the mean `exp(x_it b + a_i + c_rt)`, with an
//! effect of each municipality and of each state in each month. The regressors say whether
//! anybody was removed in a window of months before or after t, at the place or in a municipality
//! that borders it, leaders and bosses apart. Calderon et al. 2015 have months 0-5, 6-11 and 12 or
//! more after the removal, for leaders and lieutenants, at the place and next to it; here the last
//! is cut at two and three years, as far as twins are followed, and two windows before the removal
//! are a placebo: what is compared with is more than a year before, or never. A window may hold
//! several removals and windows of several removals overlap; each is there or not.
//!
//! It counts whom the government removed (killed, arrested, extradited): a boss whom rivals killed
//! is part of the violence that is to be explained.

pub mod contrast;
pub mod figure;
pub mod files;

use std::collections::BTreeMap;

use serde::Serialize;

use plaza_batch::rows::Rows;
use plaza_engine::poisson::{Fit, Observations, fit};
use plaza_engine::statistics::{MeanEstimate, mean};
use plaza_model::state::events::{EventKind, EventOutcome};
use plaza_model::state::map::Map;
use plaza_model::state::organizations::Outcome;

/// Weeks in a month of the study.
const MONTH: i32 = 4;
/// Standard errors beyond which a coefficient is significant at 5 %.
const SIGNIFICANT: f64 = 1.959_963_984_540_054;

/// Months since a removal, the first and the last of a window; the last window has no end.
pub const WINDOWS: [(i32, Option<i32>); 7] = [
    (-12, Some(-7)),
    (-6, Some(-1)),
    (0, Some(5)),
    (6, Some(11)),
    (12, Some(23)),
    (24, Some(35)),
    (36, None),
];

/// Who was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Removed {
    /// The leader of an organization.
    Leader,
    /// The boss of one of its plazas.
    Boss,
}

/// Where that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// In the municipality whose deaths are counted.
    Place,
    /// In one that borders it.
    Neighbour,
}

/// Whose removal is estimated, and where, window by window, in the order of the regressors.
pub const SERIES: [(Removed, Where); 4] = [
    (Removed::Leader, Where::Place),
    (Removed::Leader, Where::Neighbour),
    (Removed::Boss, Where::Place),
    (Removed::Boss, Where::Neighbour),
];

/// What the replicates say of one window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// Who was removed.
    pub removed: Removed,
    /// Where.
    #[serde(rename = "where")]
    pub place: Where,
    /// The first month of the window; 0 is the month of the removal.
    pub months_from: i32,
    /// The last month; none of the last window.
    pub months_to: Option<i32>,
    /// The mean over replicates of the coefficient: the logarithm of the ratio of deaths; none where
    /// no replicate identifies it.
    pub log_ratio: Option<f64>,
    /// Lower end of the 95 % interval of that mean, from the spread over replicates (Hall's t);
    /// none of fewer than two.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// The mean standard error of one replicate, clustered by municipality: what somebody knows who
    /// has one country.
    pub within_se: Option<f64>,
    /// The share of replicates in which the coefficient is positive and significant at 5 %.
    pub significant_share: Option<f64>,
    /// Replicates that identify it.
    pub replicates: usize,
}

/// The history of each replicate that has rows in `panel`, by their numbers; both tables are those of one policy.
pub fn histories(panel: &Rows, events: &Rows, map: &Map, weeks: i32) -> BTreeMap<i64, History> {
    let months = weeks / MONTH;
    let mut countries: BTreeMap<i64, History> = BTreeMap::new();
    let rows = places(panel, map).zip(panel.numbers("oc_deaths"));
    for ((replicate, week, place), deaths) in rows {
        let new = || History::new(map.places.len(), months as usize);
        let country = countries.entry(replicate).or_insert_with(new);
        if let Some(place) = place
            && week / MONTH < months
        {
            country.deaths[place as usize][(week / MONTH) as usize] += deaths;
        }
    }
    let [kinds, outcomes] = ["kind", "outcome"].map(|name| events.texts(name));
    for (row, (replicate, week, place)) in places(events, map).enumerate() {
        let removed = removed(kinds[row], outcomes[row]);
        if let (Some(removed), Some(place), Some(country)) =
            (removed, place, countries.get_mut(&replicate))
        {
            country.removals[removed as usize][place as usize].push(week / MONTH);
        }
    }
    countries
}

/// Replicate, week and place of each row.
fn places<'a>(rows: &'a Rows, map: &'a Map) -> impl Iterator<Item = (i64, i32, Option<u32>)> + 'a {
    let codes = rows.texts("municipality").into_iter();
    let places = codes.map(|code| map.find(code?));
    let weeks = rows
        .numbers("week")
        .into_iter()
        .zip(rows.numbers("replicate"));
    weeks
        .zip(places)
        .map(|((week, replicate), place)| (replicate as i64, week as i32, place))
}

/// Whom the government removed in an event of this kind and outcome, if anybody.
fn removed(kind: Option<&str>, outcome: Option<&str>) -> Option<Removed> {
    let kinds = [
        (EventKind::LeaderRemoved, Removed::Leader),
        (EventKind::BossRemoved, Removed::Boss),
    ];
    let by_rivals = EventOutcome::Fell(Outcome::KilledByRivals).label();
    let (_, removed) = kinds.into_iter().find(|(of, _)| kind == Some(of.label()))?;
    (outcome != Some(by_rivals)).then_some(removed)
}

/// Deaths and removals of one country, of a replicate or as they were.
#[derive(Clone, Debug)]
pub struct History {
    /// Deaths by municipality and month.
    pub deaths: Vec<Vec<f64>>,
    /// The months of removals, by who it was ([`Removed`]) and where.
    pub removals: [Vec<Vec<i32>>; 2],
}

impl History {
    /// Nothing happened yet, in so many places and months.
    pub fn new(places: usize, months: usize) -> Self {
        Self {
            deaths: vec![vec![0.0; months]; places],
            removals: [vec![Vec::new(); places], vec![Vec::new(); places]],
        }
    }

    /// The event study of this country; `None` where there is too little to explain.
    pub fn regress(&self, map: &Map) -> Option<Fit> {
        fit(&self.observations(map))
    }

    fn observations(&self, map: &Map) -> Observations {
        let mut observations = Observations {
            regressors: vec![Vec::new(); SERIES.len() * WINDOWS.len()],
            ..Observations::default()
        };
        for (place, deaths) in self.deaths.iter().enumerate() {
            if deaths.iter().all(|deaths| *deaths == 0.0) {
                continue;
            }
            let removals = SERIES.map(|(removed, near)| self.months(removed, near, place, map));
            let state = u32::from(map.places[place].state);
            for (month, &deaths) in deaths.iter().enumerate() {
                observations.outcomes.push(deaths);
                observations.units.push(place as u32);
                observations
                    .cells
                    .push(state * self.deaths[place].len() as u32 + month as u32);
                let windows = removals
                    .iter()
                    .flat_map(|months| WINDOWS.map(|window| (months, window)));
                for (column, (months, (from, to))) in
                    observations.regressors.iter_mut().zip(windows)
                {
                    let within = |since: i32| from <= since && to.is_none_or(|to| since <= to);
                    let any = months.iter().any(|removal| within(month as i32 - removal));
                    column.push(f64::from(u8::from(any)));
                }
            }
        }
        observations
    }

    /// The months in which somebody was removed there.
    fn months(&self, removed: Removed, near: Where, place: usize, map: &Map) -> Vec<i32> {
        let all = &self.removals[removed as usize];
        match near {
            Where::Place => all[place].clone(),
            Where::Neighbour => {
                let neighbours = map.graph.neighbours(place as u32).iter();
                neighbours
                    .flat_map(|at| all[*at as usize].iter().copied())
                    .collect()
            }
        }
    }
}

/// What the replicates say together, series by series and window by window.
pub fn effects(replicates: &[Fit]) -> Vec<Effect> {
    let rows = SERIES
        .iter()
        .flat_map(|series| WINDOWS.map(|window| (*series, window)));
    rows.enumerate()
        .map(|(index, ((removed, place), (months_from, months_to)))| {
            let coefficients = replicates.iter().filter_map(|fit| fit.coefficients[index]);
            let coefficients: Vec<_> = coefficients.collect();
            let of = |number: fn(f64, f64) -> f64| -> Vec<f64> {
                let each = coefficients.iter();
                each.map(|found| number(found.log_ratio, found.error))
                    .collect()
            };
            let log_ratios = of(|log_ratio, _| log_ratio);
            let n = log_ratios.len();
            let interval = MeanEstimate::of_differences(&log_ratios).map(|of| of.interval(0.95));
            let significant = of(|b, error| f64::from(u8::from(b > SIGNIFICANT * error)));
            Effect {
                removed,
                place,
                months_from,
                months_to,
                log_ratio: mean(&log_ratios),
                low: interval.map(|[low, _]| low),
                high: interval.map(|[_, high]| high),
                within_se: mean(&of(|_, error| error)),
                significant_share: mean(&significant),
                replicates: n,
            }
        })
        .collect()
}
