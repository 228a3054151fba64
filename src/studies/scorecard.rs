//! The scorecard: statements of policy documents about their options, beside the simulation.
//!
//! The value of a cell is, for each replicate, the difference between the policy and what it is held
//! against, at equal luck, as a part of the latter's mean and positive where it is better, in the
//! mean over the rule's columns; then the mean over replicates with its 95 % interval. Replicates
//! that share a draw of the parameters count as one. The interval is of the ratio of the means, so that
//! nothing falls by more than all of it; where a rule has columns of both directions, which have no
//! ratio, it is of the difference of what each replicate adds to either side.

pub mod files;
pub mod money;
pub mod read_rules;
pub mod rules;
pub mod screen;

use plaza_engine::few::LEAST;
use plaza_engine::statistics::{PairedMeans, mean};

use crate::studies::comparison::outcomes::Outcomes;
use crate::studies::comparison::units::Units;
use crate::studies::scorecard::money::Money;
use crate::studies::scorecard::rules::{BadSide, Cell, Claim, Scorecard, Way};

/// The confidence of intervals.
const CONFIDENCE: f64 = 0.95;

/// A mean over replicates and its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The mean.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What the simulation says, if it says anything.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finding {
    /// This.
    Value(Interval),
    /// A policy was not run.
    NotRun,
    /// There is no value: a column has none yet, or there are fewer than two replicates.
    NotComputable,
}

impl Finding {
    /// The interval, if there is one.
    pub fn interval(self) -> Option<Interval> {
        match self {
            Self::Value(interval) => Some(interval),
            Self::NotRun | Self::NotComputable => None,
        }
    }

    /// Why there is none.
    fn absence(self) -> &'static str {
        match self {
            Self::NotRun => "not run",
            Self::NotComputable => "not computable",
            Self::Value(_) => "too few",
        }
    }
}

/// How much better a policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Better by the scorecard's `high` or more, clear of zero.
    High,
    /// Better by `medium` or more, clear of zero.
    Medium,
    /// Neither better nor worse.
    Low,
    /// Worse by `medium` or more, clear of zero.
    Worse,
}

impl Verdict {
    /// The verdict on a value.
    pub fn of(scorecard: &Scorecard, of: Interval) -> Self {
        if of.low > 0.0 && of.value >= scorecard.high {
            Self::High
        } else if of.low > 0.0 && of.value >= scorecard.medium {
            Self::Medium
        } else if of.high < 0.0 && of.value <= -scorecard.medium {
            Self::Worse
        } else {
            Self::Low
        }
    }

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Worse => "worse",
        }
    }

    /// Whether it, the verdict on a value, meets what a document says; an order asks for no size.
    pub fn meets(self, claim: Claim, of: Interval) -> bool {
        match claim {
            Claim::High => self == Self::High,
            Claim::Medium => self == Self::Medium,
            Claim::Better => matches!(self, Self::High | Self::Medium),
            Claim::Above => of.low > 0.0,
            Claim::Low => matches!(self, Self::Low | Self::Worse),
            Claim::Worse => self == Self::Worse,
            Claim::Below => of.high < 0.0,
        }
    }
}

/// A cell, and what the simulation says of it.
#[derive(Clone, Debug)]
pub struct CellFound<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// The baseline of the policy.
    pub against: &'a str,
    /// The improvement, as a share of the baseline.
    pub finding: Finding,
    /// The verdict, where there is a value of eight units or more.
    pub verdict: Option<Verdict>,
}

impl CellFound<'_> {
    /// The verdict in a word, or why there is none.
    pub fn word(&self) -> &'static str {
        self.verdict
            .map_or_else(|| self.finding.absence(), Verdict::name)
    }

    /// Whether simulation and document agree, where there is a verdict.
    pub fn agrees(&self) -> Option<bool> {
        let verdict = self.verdict?;
        Some(verdict.meets(self.cell.says, self.finding.interval()?))
    }
}

/// A bad side, and whether it showed.
#[derive(Clone, Debug)]
pub struct BadSideFound<'a> {
    /// The bad side.
    pub side: &'a BadSide,
    /// The baseline of the policy.
    pub against: &'a str,
    /// The paired difference, in the metric's unit.
    pub finding: Finding,
    /// Whether there are eight units or more.
    pub judged: bool,
}

impl BadSideFound<'_> {
    /// Whether it showed, in a word: clear of zero the way the document says, the other way, neither.
    pub fn word(&self) -> &'static str {
        let Some(of) = self.finding.interval().filter(|_| self.judged) else {
            return self.finding.absence();
        };
        let (up, down) = (of.low > 0.0, of.high < 0.0);
        match self.side.shows {
            Way::Higher if up => "agree",
            Way::Lower if down => "agree",
            _ if up || down => "disagree",
            _ => "not seen",
        }
    }
}

/// What the simulation says of a scorecard.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// Its cells, in its order.
    pub cells: Vec<CellFound<'a>>,
    /// Its bad sides, in its order.
    pub bad_sides: Vec<BadSideFound<'a>>,
    /// How many replicates there were.
    pub replicates: usize,
    /// In how many independent units.
    pub units: usize,
}

/// Holds outcomes against a scorecard without objections.
pub fn held<'a>(scorecard: &'a Scorecard, outcomes: &Outcomes) -> Found<'a> {
    let units = Units::new(outcomes);
    let baseline = scorecard.baseline.as_str();
    let judged = units.count() >= LEAST;
    let cells = scorecard.cells.iter().map(|cell| {
        let against = cell.against.as_deref().unwrap_or(baseline);
        let finding = finding(outcomes, [&cell.policy, against], |pair| {
            improvement(scorecard, outcomes, &units, cell, pair)
        });
        CellFound {
            cell,
            against,
            finding,
            verdict: (finding.interval())
                .filter(|_| judged)
                .map(|of| Verdict::of(scorecard, of)),
        }
    });
    let bad_sides = scorecard.bad_sides.iter().map(|side| {
        let against = side.against.as_deref().unwrap_or(baseline);
        let finding = finding(outcomes, [&side.policy, against], |pair| {
            let values = values(outcomes, &side.metric, side.weeks)?;
            let of = PairedMeans::of(
                &units.means(&differences(&values, pair)),
                &units.means(&values[pair[1]]),
            )?;
            let [low, high] = of.interval(CONFIDENCE);
            let value = of.mean();
            Some(Interval { value, low, high })
        });
        BadSideFound {
            side,
            against,
            finding,
            judged,
        }
    });
    Found {
        cells: cells.collect(),
        bad_sides: bad_sides.collect(),
        replicates: outcomes.replicates.len(),
        units: units.count(),
    }
}

/// What is `computed` of two policies, by their indices.
fn finding(
    outcomes: &Outcomes,
    policies: [&str; 2],
    computed: impl Fn([usize; 2]) -> Option<Interval>,
) -> Finding {
    let [Some(policy), Some(against)] = policies.map(|name| outcomes.policy(name)) else {
        return Finding::NotRun;
    };
    computed([policy, against]).map_or(Finding::NotComputable, Finding::Value)
}

/// How much better the first of two policies is by the cell's rule.
fn improvement(
    scorecard: &Scorecard,
    outcomes: &Outcomes,
    units: &Units,
    cell: &Cell,
    pair: [usize; 2],
) -> Option<Interval> {
    let columns = &scorecard.rule(&cell.rule)?.columns;
    let sign = columns.first()?.better.sign();
    let alike = columns.iter().all(|column| column.better.sign() == sign);
    let mut sum = vec![0.0; outcomes.replicates.len()];
    // What the differences are added to: of columns that are better the other way it is the policy's side,
    // so that both sides are amounts.
    let mut theirs = sum.clone();
    for column in columns {
        let values = values(outcomes, &column.metric, None)?;
        let whole = mean(&values[pair[1]])?.abs();
        if whole == 0.0 {
            return None;
        }
        let way = if alike { 1.0 } else { column.better.sign() };
        let part = 1.0 / (whole * columns.len() as f64);
        let side = &values[if way > 0.0 { pair[1] } else { pair[0] }];
        let of_replicates = differences(&values, pair).into_iter().zip(side);
        for ((sum, theirs), (difference, side)) in
            sum.iter_mut().zip(&mut theirs).zip(of_replicates)
        {
            *sum += way * part * difference;
            *theirs += part * side;
        }
    }
    let of = PairedMeans::of(&units.means(&sum), &units.means(&theirs))?;
    let sign = if alike { sign } else { 1.0 };
    let bounded = |(_, [_, high]): &(f64, [f64; 2])| alike && high.is_finite();
    let ratio = of.relative(CONFIDENCE).filter(bounded);
    let (value, interval) = ratio.unwrap_or_else(|| (of.mean(), of.interval(CONFIDENCE)));
    let [low, high] = interval.map(|end| sign * end);
    Some(Interval {
        value: sign * value,
        low: low.min(high),
        high: low.max(high),
    })
}

/// A metric by policy and replicate, after so many weeks or at the end.
fn values(outcomes: &Outcomes, metric: &str, weeks: Option<i32>) -> Option<Vec<Vec<f64>>> {
    match (Money::ALL.into_iter().find(|of| of.name() == metric), weeks) {
        (Some(money), None) => Some(money.of(outcomes)),
        (Some(_), Some(_)) => None,
        (None, None) => outcomes.of(metric).map(<[_]>::to_vec),
        (None, Some(weeks)) => outcomes.at(metric, weeks).map(<[_]>::to_vec),
    }
}

/// The first of two policies less the second, for each replicate.
fn differences(values: &[Vec<f64>], [policy, against]: [usize; 2]) -> Vec<f64> {
    let pairs = values[policy].iter().zip(&values[against]);
    pairs.map(|(a, b)| a - b).collect()
}
