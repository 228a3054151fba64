//! Questions: at which points something is the case.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use plaza_batch::problem::nearest;
use plaza_exploration::losses::{LEAST_FUTURES, Losses};

use crate::runs::metrics::Direction;
use crate::studies::discover::reading::{Read, metric};

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Whether a policy is worse than another.
    Worse {
        /// The one.
        policy: String,
        /// The other.
        than: String,
    },
    /// Whether an outcome of a policy, the baseline's unless it is named, is beyond a limit.
    Outcome {
        /// The outcome.
        outcome: String,
        /// The policy.
        of: Option<String>,
        /// Whether above it is a case, or below.
        above: bool,
        /// The limit.
        limit: f64,
    },
    /// Whether the regret of a policy, the baseline's unless it is named, is above a limit.
    Regret {
        /// The policy.
        of: Option<String>,
        /// The limit.
        limit: f64,
    },
}

/// Which points are cases.
#[derive(Clone, Debug)]
pub struct Cases {
    /// Whether each point is one.
    pub points: Vec<bool>,
    /// The question in words.
    pub words: String,
    /// Of two policies which is clearly worse at each point, by the futures there: the first where greater. None of
    /// other questions, and of too few futures.
    pub clearly: Option<Vec<Option<Ordering>>>,
}

/// How a question may be asked; `above` and `below` are as good as the signs, and `is` may stand before any of them.
const EXPECTED: &str = "expected `[policy] A worse than B` (or `better`), `OUTCOME [of POLICY] > NUMBER` (or `<`) or \
                        `regret [of POLICY] > NUMBER`";

/// Signs that are not strict.
const NOT_STRICT: [&str; 6] = [">=", "<=", "=>", "=<", "\u{2265}", "\u{2264}"];

/// Words behind which `is` says nothing more.
const AFTER_IS: [&str; 6] = ["above", "below", "worse", "better", ">", "<"];

impl Question {
    /// The outcome that it is about, where it names one.
    pub fn outcome(&self) -> Option<&str> {
        match self {
            Self::Outcome { outcome, .. } => Some(outcome),
            _ => None,
        }
    }

    /// Which points are cases, in words, and where it is clear.
    pub fn cases(&self, read: &Read) -> Result<Cases, String> {
        let points = self.points(read, &read.losses)?;
        let named = |of: &Option<String>| match of {
            Some(name) => name.clone(),
            None => read.policies[read.baseline].clone(),
        };
        let words = match self {
            Self::Worse { policy, than } => format!("{policy} is worse than {than}"),
            Self::Outcome {
                of, above, limit, ..
            } => {
                let (name, side) = (read.metric.name, if *above { "above" } else { "below" });
                format!("{name} of {} is {side} {limit}", named(of))
            }
            Self::Regret { of, limit } => format!("regret of {} is above {limit}", named(of)),
        };
        let clearly = match self {
            Self::Worse { policy, than } if read.losses.futures() >= LEAST_FUTURES => {
                let pair = [read.policy(policy)?, read.policy(than)?];
                let points = 0..read.losses.points();
                Some(points.map(|point| read.clearly(pair, point)).collect())
            }
            _ => None,
        };
        Ok(Cases {
            points,
            words,
            clearly,
        })
    }

    /// Which points are cases, by what is lost there.
    pub fn points(&self, read: &Read, losses: &Losses) -> Result<Vec<bool>, String> {
        let index = |of: &Option<String>| match of {
            Some(name) => read.policy(name),
            None => Ok(read.baseline),
        };
        match self {
            Self::Worse { policy, than } => {
                let [mine, theirs] = [read.policy(policy)?, read.policy(than)?];
                if mine == theirs {
                    return Err(format!(
                        "the question is whether `{policy}` is worse than itself, expected two policies"
                    ));
                }
                let pairs = losses.means(mine).iter().zip(losses.means(theirs));
                Ok(pairs.map(|(mine, theirs)| mine > theirs).collect())
            }
            Self::Outcome {
                of, above, limit, ..
            } => {
                let beyond = |loss: &f64| {
                    let value = read.sign * loss;
                    if *above {
                        value > *limit
                    } else {
                        value < *limit
                    }
                };
                Ok(losses.means(index(of)?).iter().map(beyond).collect())
            }
            Self::Regret { of, limit } => {
                let regrets = losses.regrets(index(of)?).into_iter();
                Ok(regrets.map(|regret| regret > *limit).collect())
            }
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |of: &Option<String>| {
            of.as_ref()
                .map_or_else(String::new, |of| format!(" of {of}"))
        };
        match self {
            Self::Worse { policy, than } => write!(f, "{policy} worse than {than}"),
            Self::Outcome {
                outcome,
                of: policy,
                above,
                limit,
            } => {
                let sign = if *above { ">" } else { "<" };
                write!(f, "{outcome}{} {sign} {limit}", of(policy))
            }
            Self::Regret { of: policy, limit } => write!(f, "regret{} > {limit}", of(policy)),
        }
    }
}

impl FromStr for Question {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(sign) = NOT_STRICT.into_iter().find(|sign| text.contains(sign)) {
            return Err(format!(
                "`{sign}` in `{text}` is not strict, expected `>` or `<`: a number that is met exactly is on no side"
            ));
        }
        let spaced = text.replace('>', " > ").replace('<', " < ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let says_more = |(at, word): &(usize, &&str)| {
            let next = words.get(at + 1);
            **word != "is" || *at == 0 || next.is_none_or(|next| !AFTER_IS.contains(next))
        };
        let words: Vec<&str> = (words.iter().enumerate().filter(says_more))
            .map(|(_, word)| *word)
            .collect();
        let words = match words.as_slice() {
            ["policy", rest @ ..] => rest,
            all => all,
        };
        let limit = |text: &str| -> Result<f64, String> {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            number.ok_or_else(|| format!("`{text}` is no number; {EXPECTED}"))
        };
        let beyond = |what: &str, of: Option<&str>, sign: &str, number: &str| {
            let of = of.map(str::to_owned);
            let limit = limit(number)?;
            let above = [">", "above"].contains(&sign);
            match (what, above) {
                ("regret", true) => Ok(Self::Regret { of, limit }),
                ("regret", _) => Err(format!("regret is asked for above a limit; {EXPECTED}")),
                (outcome, above) => Ok(Self::Outcome {
                    outcome: metric(outcome).map(|metric| metric.name.to_owned())?,
                    of,
                    above,
                    limit,
                }),
            }
        };
        match words {
            [policy, "worse", "than", than] => Ok(Self::Worse {
                policy: (*policy).to_owned(),
                than: (*than).to_owned(),
            }),
            [policy, "better", "than", than] => Ok(Self::Worse {
                policy: (*than).to_owned(),
                than: (*policy).to_owned(),
            }),
            [what, sign @ (">" | "<" | "above" | "below"), number] => {
                beyond(what, None, sign, number)
            }
            [
                what,
                "of",
                policy,
                sign @ (">" | "<" | "above" | "below"),
                number,
            ] => beyond(what, Some(*policy), sign, number),
            [first, ..] => {
                let near = nearest(first, ["policy", "regret"]);
                Err(format!("`{text}` is no question{near}, {EXPECTED}"))
            }
            [] => Err(format!("it is empty, {EXPECTED}")),
        }
    }
}

/// What is asked where nothing is: of each policy whether it is worse than the baseline.
pub fn usual(read: &Read) -> Vec<Question> {
    let than = &read.policies[read.baseline];
    let worse = |policy: usize| Question::Worse {
        policy: read.policies[policy].clone(),
        than: than.clone(),
    };
    read.others().map(worse).collect()
}

/// What is better of an outcome, in words.
pub fn better(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Higher) => "more is better",
        Some(Direction::Lower) => "less is better",
        _ => "judged as if less were better",
    }
}
