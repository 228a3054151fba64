//! Statements of the documents about money, as metrics: from the table `budget`.

use plaza_model::state::government::{Area, Payer};

use crate::studies::comparison::outcomes::Outcomes;

/// A metric of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    /// The part of the aid that is spent on justice; 0 without aid.
    AidForJustice,
    /// All that the United States pay, as aid and at home.
    UnitedStates,
}

impl Money {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::AidForJustice, Self::UnitedStates];

    /// As scorecards spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::AidForJustice => "aid_justice_share",
            Self::UnitedStates => "united_states_spent",
        }
    }

    /// Its values by policy and replicate.
    pub fn of(self, outcomes: &Outcomes) -> Vec<Vec<f64>> {
        let [above, below] = match self {
            Self::AidForJustice => [
                outcomes.aid(Area::Justice),
                outcomes.spent(Payer::UnitedStates),
            ],
            Self::UnitedStates => [
                outcomes.spent(Payer::UnitedStates),
                outcomes.spent(Payer::UnitedStatesAtHome),
            ],
        };
        let of = |above: &f64, below: &f64| match self {
            Self::AidForJustice if *below > 0.0 => above / below,
            Self::AidForJustice => 0.0,
            Self::UnitedStates => above + below,
        };
        let policies = above.iter().zip(&below);
        policies
            .map(|(above, below)| above.iter().zip(below).map(|(a, b)| of(a, b)).collect())
            .collect()
    }
}
