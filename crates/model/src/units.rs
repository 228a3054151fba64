//! Numbers that cannot be out of bounds, and numbers that say where they come from.
//!
//! A quantity is checked once, while a file is read; a rule that receives a [`Probability`] need
//! not ask again. A number of the parameter file is a [`Sourced`] quantity: value, unit, range and
//! source, and it does not load without all four.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

pub use crate::engine::numbers::plain;

/// Weeks in a year of the model.
pub const WEEKS_PER_YEAR: i32 = 52;

/// Whether a year ends with a week.
pub fn year_ends(week: i32) -> bool {
    (week + 1) % WEEKS_PER_YEAR == 0
}

/// Years that a map, a calendar or a table may be of.
pub const YEARS: std::ops::RangeInclusive<i32> = 1800..=2200;

/// A real number of one kind: its unit, as parameter files spell it, and its bounds.
pub trait Quantity: Copy + fmt::Debug {
    /// The unit as it must stand in the parameter file.
    const UNIT: &'static str;
    /// Smallest value allowed.
    const MIN: f64;
    /// Largest value allowed.
    const MAX: f64;
    /// The quantity, if `value` lies within its bounds.
    fn new(value: f64) -> Option<Self>;
    /// The plain number, in [`Self::UNIT`].
    fn get(self) -> f64;
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal, $min:expr, $max:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
        #[serde(transparent)]
        pub struct $name(f64);

        impl Quantity for $name {
            const UNIT: &'static str = $unit;
            const MIN: f64 = $min;
            const MAX: f64 = $max;
            fn new(value: f64) -> Option<Self> {
                (value.is_finite() && (Self::MIN..=Self::MAX).contains(&value))
                    .then_some(Self(value))
            }
            fn get(self) -> f64 {
                self.0
            }
        }
    };
}

quantity!(
    /// A chance of something that happens once or not at all.
    Probability, "1", 0.0, 1.0
);
quantity!(
    /// A part of a whole.
    Share, "1", 0.0, 1.0
);
quantity!(
    /// Events per subject and year.
    YearlyRate, "1/year", 0.0, 1e6
);
quantity!(
    /// Events per pair of persons and week, the coefficient of a mass-action law.
    PairRate, "1/(week person)", 0.0, 1.0
);
quantity!(
    /// Events per head of a force and week.
    WeeklyRatePerOfficer, "1/(week officer)", 0.0, 1e3
);
quantity!(
    /// A multiplier that cannot turn a sign.
    Factor, "1", 0.0, 1e9
);
quantity!(
    /// A weight in a sum that may be negative, as in a logit.
    Weight, "1", -1e6, 1e6
);
quantity!(
    /// A time span.
    Weeks, "week", 0.0, 1e5
);
quantity!(
    /// A time span that something is divided by: a mean, a time to fall to 1/e.
    MeanWeeks, "week", 0.1, 1e5
);
quantity!(
    /// A distance on the ground that others are divided by.
    Kilometres, "km", 0.1, 1e5
);
quantity!(
    /// A multiplier that makes nothing smaller.
    Multiple, "1", 1.0, 1e9
);
quantity!(
    /// A width that differences are divided by, or a worth that others are.
    Width, "1", 0.01, 1e3
);
quantity!(
    /// What makes a way dearer, as so much more of undisturbed road.
    Detour, "km", 0.0, 1e6
);
quantity!(
    /// The exponent of a power law that has a sum.
    TailExponent, "1", 1.05, 20.0
);
quantity!(
    /// A number of people, one or more.
    AtLeastOne, "person", 1.0, 1e9
);
quantity!(
    /// A number of people that need not be whole: a threshold, a mean.
    Persons, "person", 0.0, 1e9
);
quantity!(
    /// A number of people per 100,000 residents.
    Per100k, "1/100000", 0.0, 1e5
);

quantity!(
    /// Money, in dollars of 2010.
    Dollars, "dollar", 0.0, 1e15
);
quantity!(
    /// Money a week.
    DollarsPerWeek, "dollar/week", 0.0, 1e12
);
quantity!(
    /// Money for each tonne of drugs.
    DollarsPerTonne, "dollar/tonne", 0.0, 1e12
);
quantity!(
    /// Tonnes of drugs a week.
    TonnesPerWeek, "tonne/week", 0.0, 1e6
);

/// Events per subject and week.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct WeeklyRate {
    rate: f64,
    probability: f64,
}

impl Quantity for WeeklyRate {
    const UNIT: &'static str = "1/week";
    const MIN: f64 = 0.0;
    const MAX: f64 = 1e6;
    fn new(rate: f64) -> Option<Self> {
        let probability = -libm::expm1(-rate);
        (Self::MIN..=Self::MAX)
            .contains(&rate)
            .then_some(Self { rate, probability })
    }
    fn get(self) -> f64 {
        self.rate
    }
}

impl WeeklyRate {
    /// The chance that at least one event falls into a week: `1 - exp(-rate)`.
    pub fn probability(self) -> f64 {
        self.probability
    }
}

/// A number of the parameter file: the quantity with its range and its source.
///
/// Dereferences to the quantity, so that a rule reads `p.rate.get()`.
#[derive(Clone, Debug)]
pub struct Sourced<T> {
    value: T,
    /// The smallest and largest value that the evidence, or an honest guess, leaves open.
    pub range: [f64; 2],
    /// A key of `docs/references.bib`, a fact `[C13]`, or `assumed: why`.
    pub source: String,
}

impl<T> Deref for Sourced<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Quantity> Sourced<T> {
    /// A value for a test or a limit: its range is itself.
    ///
    /// # Panics
    /// When `value` is outside the bounds of `T`.
    pub fn fixed(value: f64) -> Self {
        let quantity = T::new(value).expect("a fixed value lies within the bounds of its quantity");
        Self {
            value: quantity,
            range: [value, value],
            source: "test".to_owned(),
        }
    }
}

/// A number as it is written.
#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "{ value = ..., unit = ..., range = [..., ...], source = ... }"
)]
struct Written {
    value: f64,
    unit: String,
    range: [f64; 2],
    source: String,
    /// The value before it was changed.
    was: Option<f64>,
    /// Why it was changed.
    why: Option<String>,
}

/// What is wrong with a change of a number of kind `T`: `was` and `why` go together.
fn objection<T: Quantity>(was: Option<f64>, why: Option<&str>) -> Option<String> {
    match (was, why) {
        (None, None) => None,
        (Some(_), None) => {
            Some("`was` without `why`, expected the reason of the change".to_owned())
        }
        (None, Some(_)) => {
            Some("`why` without `was`, expected the value before the change".to_owned())
        }
        (Some(_), Some(why)) if why.trim().is_empty() => {
            Some("why is empty, expected the reason of the change".to_owned())
        }
        (Some(was), Some(_)) => T::new(was).is_none().then(|| {
            format!(
                "was is {}, expected a number from {} to {}",
                plain(was),
                plain(T::MIN),
                plain(T::MAX)
            )
        }),
    }
}

impl<'de, T: Quantity> Deserialize<'de> for Sourced<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let Written {
            value,
            unit,
            range,
            source,
            was,
            why,
        } = Written::deserialize(deserializer)?;
        if unit != T::UNIT {
            return Err(D::Error::custom(format!(
                "unit is `{unit}`, expected `{}`",
                T::UNIT
            )));
        }
        if range[0] > range[1] {
            return Err(D::Error::custom(format!(
                "range [{}, {}] is empty, expected [smallest, largest]",
                plain(range[0]),
                plain(range[1])
            )));
        }
        for bound in range {
            if T::new(bound).is_none() {
                return Err(D::Error::custom(format!(
                    "range reaches {}, expected numbers from {} to {}",
                    plain(bound),
                    plain(T::MIN),
                    plain(T::MAX)
                )));
            }
        }
        if !(range[0]..=range[1]).contains(&value) {
            return Err(D::Error::custom(format!(
                "value {} is outside its range [{}, {}]",
                plain(value),
                plain(range[0]),
                plain(range[1])
            )));
        }
        if source.trim().is_empty() {
            return Err(D::Error::custom(
                "source is empty, expected a reference or `assumed: why`",
            ));
        }
        if let Some(objection) = objection::<T>(was, why.as_deref()) {
            return Err(D::Error::custom(objection));
        }
        let value = T::new(value).expect("a value within a range within the bounds is valid");
        Ok(Self {
            value,
            range,
            source,
        })
    }
}

impl<T: Quantity> JsonSchema for Sourced<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Sourced number [{}]", T::UNIT).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let number = serde_json::json!({ "type": "number", "minimum": T::MIN, "maximum": T::MAX });
        json_schema!({
            "type": "object",
            "properties": {
                "value": number,
                "unit": { "const": T::UNIT },
                "range": { "type": "array", "items": number, "minItems": 2, "maxItems": 2 },
                "source": { "type": "string", "minLength": 1 },
                "was": number,
                "why": { "type": "string", "minLength": 1 }
            },
            "required": ["value", "unit", "range", "source"],
            "additionalProperties": false
        })
    }
}
