//! How far boxes and leaves of trees can be trusted: by other points, and by other futures.

use plaza_exploration::halves::{Tried, other_futures, other_points};
use plaza_exploration::losses::LEAST_FUTURES;
use plaza_exploration::prim::limits::Bounds;
use plaza_exploration::sample::Sample;

use crate::studies::discover::RESAMPLED;

/// Which part of what a box promises beyond the share of cases everywhere boxes must keep in other halves.
const KEPT: f64 = 0.5;

/// In which part of the halves a box must be found.
const FOUND: f64 = 0.25;

/// What halves say of a box, or of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// What halves find keeps too little in the other halves.
    Refuted,
    /// Too few halves find anything.
    Untried,
    /// What halves find keeps enough in the other halves.
    Confirmed,
}

impl Trust {
    /// In the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Refuted => "refuted",
            Self::Untried => "untried",
            Self::Confirmed => "confirmed",
        }
    }

    /// After a box; nothing where it can be trusted.
    pub fn told(self) -> &'static str {
        match self {
            Self::Refuted => ": not to be trusted",
            Self::Untried => ": too few to confirm it",
            Self::Confirmed => "",
        }
    }
}

/// What was found, and how what is found in halves does in the other halves.
#[derive(Clone, Debug)]
pub struct Trial {
    /// By halves of the points; none where no half has cases enough.
    pub points: Option<Tried>,
    /// By halves of the futures, likewise; none of fewer than four futures.
    pub futures: Option<Tried>,
    /// The share of cases in it, beyond that everywhere.
    promised: f64,
    /// The share of cases everywhere.
    everywhere: f64,
}

/// A question, and the points among which it is asked.
pub struct Asked<'a> {
    /// The points.
    pub sample: &'a Sample,
    /// Which of them are cases.
    pub cases: &'a [bool],
    /// How many futures there are.
    pub futures: usize,
    /// Which are cases by some of the futures; none where a point has none of them.
    pub cases_in: &'a (dyn Fn(&[usize]) -> Option<Vec<bool>> + Sync),
}

impl Trial {
    /// Tries what `find` finds, where it finds a share of cases of this `density`.
    pub fn of(
        asked: &Asked<'_>,
        density: f64,
        find: impl Fn(&Sample, &[bool]) -> Option<Bounds>,
    ) -> Self {
        let hits = asked.cases.iter().filter(|case| **case).count();
        let everywhere = hits as f64 / asked.cases.len().max(1) as f64;
        let futures = (asked.futures >= LEAST_FUTURES).then(|| {
            other_futures(
                asked.sample,
                asked.futures,
                asked.cases_in,
                &RESAMPLED,
                &find,
            )
        });
        Self {
            points: other_points(asked.sample, asked.cases, &RESAMPLED, &find),
            futures: futures.flatten(),
            promised: density - everywhere,
            everywhere,
        }
    }

    /// What halves of the points say.
    pub fn of_points(&self) -> Option<Trust> {
        self.points.as_ref().map(|tried| self.judged(tried))
    }

    /// What halves of the futures say.
    pub fn of_futures(&self) -> Option<Trust> {
        self.futures.as_ref().map(|tried| self.judged(tried))
    }

    /// The worse of both.
    pub fn trust(&self) -> Option<Trust> {
        self.of_points().into_iter().chain(self.of_futures()).min()
    }

    fn judged(&self, tried: &Tried) -> Trust {
        let kept = tried.density - self.everywhere;
        match tried.found {
            some if some > 0 && kept < KEPT * self.promised => Trust::Refuted,
            some if f64::from(some) < FOUND * f64::from(tried.halves) => Trust::Untried,
            _ => Trust::Confirmed,
        }
    }

    /// How many halves have a `what`, how these `whats` do in the other halves, as `does` tells, and whether that
    /// confirms what was found. None where neither points nor futures were halved.
    pub fn told(
        &self,
        [what, whats]: [&str; 2],
        does: impl Fn(&Tried) -> String,
    ) -> Option<String> {
        let mut named = whats.to_owned() + " ";
        let halves = [
            ("points", "in the other half", &self.points),
            ("futures", "by the others", &self.futures),
        ];
        let told = halves.into_iter().filter_map(|(of, other, tried)| {
            let tried = tried.as_ref()?;
            let (found, all) = (tried.found, tried.halves);
            let said = match found {
                0 => format!("no half of the {of} has a {what}"),
                _ => {
                    let whats = std::mem::take(&mut named);
                    let does = does(tried);
                    format!("{whats}of {found} of {all} halves of the {of}: {does} {other}")
                }
            };
            Some(said + self.judged(tried).told())
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join("; "))
    }
}
