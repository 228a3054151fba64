//! What a policy changes in parts of the country and of the dead, against the baseline on equal luck.
//!
//! Rates of groups add up: each is of the residents of the first week, whom no policy changes. A family of tests is
//! all rows of a policy that divide the same way.

use schemars::JsonSchema;
use serde::Serialize;

use plaza_batch::table::find;
use plaza_engine::few::LEAST;
use plaza_engine::statistics::discoveries;
use plaza_model::state::map::Map;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::dictionary::{MUNICIPALITIES, NATIONAL};
use crate::studies::comparison::difference::{CONFIDENCE, Difference};
use crate::studies::comparison::divisions::{By, Division};
use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::places::{COUNTED, Counts, per_year, years};
use crate::studies::comparison::units::Units;
use crate::studies::twin::spillover::FALSE_DISCOVERIES;

/// Who dies, and the columns of the table `national` that count them: together `oc_deaths`.
pub const VICTIMS: [(&str, &str); 5] = [
    ("members", "member_deaths"),
    ("associates", "associate_deaths"),
    ("bystanders", "bystander_deaths"),
    ("police", "police_deaths"),
    ("soldiers", "soldier_deaths"),
];

/// A row of `breakdown.csv`: a metric in one group under a policy, against the baseline on equal luck. Rates are of
/// 100,000 residents of the group in the first week and a year.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Part {
    /// The policy.
    pub policy: String,
    /// What is divided: `country` (not at all), `border`, `poverty`, `state`, all by municipality, or `victims`, the
    /// dead of the whole country.
    pub by: By,
    /// The group: `all`; `at_a_crossing` to the north or `elsewhere`; `poorest_third`, `middle_third` or
    /// `richest_third` of the residents, by the poverty of their municipalities; the name of a state; `members`,
    /// `associates`, `bystanders` (and officials), `police` or `soldiers`.
    pub group: String,
    /// What is counted: over full years that begin when policies have parted, of `victims` from the week they part.
    pub metric: &'static str,
    /// Its mean rate under the baseline.
    pub baseline: f64,
    /// The mean of the paired differences of the rate, policy less baseline.
    pub difference: f64,
    /// Lower end of its 95 % interval (Hall's t of pairs); none of a single replicate.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Difference / baseline; none where the baseline is 0.
    pub relative: Option<f64>,
    /// Lower end of the 95 % interval of the ratio of the means, less 1: never below -1.
    pub relative_low: Option<f64>,
    /// Upper end; none beside a lower end where it is unbounded, the baseline not clear of 0.
    pub relative_high: Option<f64>,
    /// Two-sided p-value of the paired difference; 1 of counts that differ by the same in every replicate.
    pub p: Option<f64>,
    /// Whether it differs from 0, at a rate of false discoveries of 5 % over all rows of the policy with the same
    /// `by`; of fewer than eight units no.
    pub clear: bool,
    /// The unit of baseline, difference, low and high.
    pub unit: String,
    /// Residents of the group in the first week; of `victims` of the country.
    pub residents: u64,
    /// How many municipalities; of `victims` all.
    pub municipalities: usize,
    /// How many replicates.
    pub replicates: usize,
}

/// What a row is of.
struct Group<'a> {
    policy: &'a str,
    by: By,
    name: &'a str,
    metric: &'static str,
    unit: &'a str,
    residents: u64,
    municipalities: usize,
}

/// The groups of municipalities under a policy, against the baseline's counts.
pub fn of_places(
    mine: &Counts,
    theirs: &Counts,
    policy: &str,
    divisions: &[Division],
    map: &Map,
    outcomes: &Outcomes,
) -> Vec<Part> {
    let units = Units::new(outcomes);
    let (_, years) = years(&outcomes.setting);
    let mut parts = Vec::new();
    for division in divisions {
        let mut family = Vec::new();
        for (counted, metric) in COUNTED.into_iter().enumerate() {
            for group in &division.groups {
                let people = |place: &u32| u64::from(map.places[*place as usize].population);
                let of = Group {
                    policy,
                    by: division.by,
                    name: &group.name,
                    metric,
                    unit: find(MUNICIPALITIES.columns, metric).unit,
                    residents: group.places.iter().map(people).sum(),
                    municipalities: group.places.len(),
                };
                let [mine, theirs] = [mine, theirs].map(|of| of.sum(counted, &group.places));
                family.push(Part::new(&of, &units, &mine, &theirs, f64::from(years)));
            }
        }
        judge(&mut family, &units);
        parts.extend(family);
    }
    parts
}

/// Who dies under a policy, against the baseline: both by their indices.
pub fn of_victims([policy, baseline]: [usize; 2], map: &Map, outcomes: &Outcomes) -> Vec<Part> {
    let units = Units::new(outcomes);
    let weeks = outcomes.setting.weeks - outcomes.setting.policies_from;
    let years = f64::from(weeks) / f64::from(WEEKS_PER_YEAR);
    let mut parts = Vec::new();
    for (name, metric) in VICTIMS {
        let Some(deaths) = outcomes.of(metric) else {
            continue;
        };
        let of = Group {
            policy: &outcomes.policies[policy],
            by: By::Victims,
            name,
            metric,
            unit: find(NATIONAL.columns, metric).unit,
            residents: map.population(),
            municipalities: map.places.len(),
        };
        parts.push(Part::new(
            &of,
            &units,
            &deaths[policy],
            &deaths[baseline],
            years,
        ));
    }
    judge(&mut parts, &units);
    parts
}

/// Says which rows of a family are clear of 0.
fn judge(family: &mut [Part], units: &Units) {
    let p_values: Vec<f64> = family.iter().map(|part| part.p.unwrap_or(1.0)).collect();
    let clear = discoveries(&p_values, FALSE_DISCOVERIES);
    for (part, clear) in family.iter_mut().zip(clear) {
        part.clear = clear && units.count() >= LEAST;
    }
}

impl Part {
    /// Of counts over so many years, one for each replicate.
    fn new(group: &Group<'_>, units: &Units, mine: &[f64], theirs: &[f64], years: f64) -> Self {
        let of = Difference::of(units, mine, theirs);
        let rate = per_year(group.residents, years);
        let interval = of.interval();
        let relative = of.estimate.as_ref().and_then(|of| of.relative(CONFIDENCE));
        let end = |end: usize| {
            let ends = relative.map(|(_, ends)| ends[end]);
            ends.filter(|end| end.is_finite())
        };
        Self {
            policy: group.policy.to_owned(),
            by: group.by,
            group: group.name.to_owned(),
            metric: group.metric,
            baseline: of.baseline * rate,
            difference: of.difference * rate,
            low: interval.map(|[low, _]| low * rate),
            high: interval.map(|[_, high]| high * rate),
            relative: (of.baseline != 0.0).then(|| of.difference / of.baseline),
            relative_low: end(0),
            relative_high: end(1),
            p: of.p_of_counts(),
            clear: false,
            unit: format!("{}/(100000 residents year)", group.unit),
            residents: group.residents,
            municipalities: group.municipalities,
            replicates: mine.len(),
        }
    }

    /// Whether it counts deaths, by place or by who dies.
    pub fn is_of_deaths(&self) -> bool {
        self.metric == COUNTED[0] || self.by == By::Victims
    }

    /// Its part of what all groups of the same division come to under the baseline; none of none.
    pub fn share(&self, parts: &[Self]) -> Option<f64> {
        let count = |part: &Self| part.baseline * part.residents as f64;
        let same = |part: &&Self| {
            let metric = self.by == By::Victims || part.metric == self.metric;
            metric && (&part.policy, part.by) == (&self.policy, self.by)
        };
        let all: f64 = parts.iter().filter(same).map(count).sum();
        (all > 0.0).then(|| count(self) / all)
    }

    /// What its group is called.
    pub fn title(&self) -> String {
        self.group.replace('_', " ")
    }
}
