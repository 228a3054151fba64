//! How far boxes and leaves of trees can be trusted: by other points, and by other futures.

use plaza_exploration::halves::Tried;

use crate::studies::discover::words::percent;

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

    /// On the screen.
    pub fn told(self) -> &'static str {
        match self {
            Self::Refuted => "not to be trusted",
            Self::Untried => "too seldom to say",
            Self::Confirmed => "confirmed",
        }
    }
}

/// How what was found does in the other halves.
#[derive(Clone, Debug)]
pub struct Trial {
    /// By halves of the points; none where no half has cases enough.
    pub points: Option<Tried>,
    /// By halves of the futures, likewise; none of fewer than four futures.
    pub futures: Option<Tried>,
    /// The share of cases in it, beyond that everywhere.
    pub promised: f64,
}

impl Trial {
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
        match tried.kept.filter(|_| tried.found_in() >= FOUND) {
            None => Trust::Untried,
            Some(of) if of.density - of.everywhere < KEPT * self.promised => Trust::Refuted,
            Some(_) => Trust::Confirmed,
        }
    }

    /// How it does in other halves, in words; none where it was not tried.
    pub fn told(&self) -> Option<String> {
        let halves = [("points", &self.points), ("futures", &self.futures)];
        let told = halves.into_iter().filter_map(|(of, tried)| {
            let tried = tried.as_ref()?;
            let kept = tried.kept.map_or_else(String::new, |of| {
                let [density, everywhere] = [of.density, of.everywhere].map(percent);
                format!("{density} where {everywhere} are everywhere, ")
            });
            let (found, all, trust) = (tried.found, tried.halves, self.judged(tried).told());
            Some(format!(
                "by other {of} {kept}found in {found} of {all} halves: {trust}"
            ))
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join("; "))
    }
}
