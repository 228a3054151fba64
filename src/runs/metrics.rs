//! The numbers by which policies are summed up and compared: what each is made from, and which way
//! is better.

use plaza_batch::table::{Column, find};
use schemars::JsonSchema;
use serde::Serialize;

use plaza_model::units::WEEKS_PER_YEAR;

use crate::runs::dictionary::national::NationalRow;

/// How the weeks of one replicate become one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reduction {
    /// Sum over all weeks.
    Total,
    /// As it stands at the end of the last week.
    End,
    /// Mean over all weeks.
    Mean,
    /// Sum over all weeks per 100,000 residents and year.
    YearlyRate,
}

/// Which way a metric is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Less of it is better.
    Lower,
    /// More of it is better.
    Higher,
    /// It is compared, not judged.
    None,
}

/// One number by which policies are summed up.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Metric {
    /// Its name, a contract.
    pub name: &'static str,
    /// The column of the table `national` it is made from.
    pub column: &'static str,
    /// How.
    pub reduction: Reduction,
    /// Its unit.
    pub unit: &'static str,
    /// Which way is better; absent of a part or detail of another metric, which is summed up but
    /// not compared.
    pub direction: Option<Direction>,
}

impl Metric {
    /// The metric in one replicate: of the column's `values` in these `rows`, which are in order of
    /// weeks.
    ///
    /// # Panics
    /// When there is no row.
    pub fn reduce(&self, rows: &[usize], values: &[f64], population: &[f64]) -> f64 {
        let sum = |of: &[f64]| rows.iter().map(|row| of[*row]).sum::<f64>();
        match self.reduction {
            Reduction::Total => sum(values),
            Reduction::Mean => sum(values) / rows.len() as f64,
            Reduction::End => values[*rows.last().expect("a replicate found has a row")],
            Reduction::YearlyRate => match sum(population) {
                0.0 => 0.0,
                exposed => sum(values) / exposed * f64::from(WEEKS_PER_YEAR) * 1e5,
            },
        }
    }

    /// Between which numbers it lies, whatever happens: no count is below 0, no share above 1.
    pub fn possible(&self) -> [f64; 2] {
        [0.0, if self.unit == "1" { 1.0 } else { f64::INFINITY }]
    }

    const fn better(mut self, direction: Direction) -> Self {
        self.direction = Some(direction);
        self
    }

    const fn lower(self) -> Self {
        self.better(Direction::Lower)
    }

    const fn higher(self) -> Self {
        self.better(Direction::Higher)
    }

    const fn unjudged(self) -> Self {
        self.better(Direction::None)
    }
}

/// Of a column of the table `national`; one that it does not have is not compiled.
const fn metric(column: &'static str, reduction: Reduction) -> Metric {
    let Column { name, unit, .. } = *find(NationalRow::COLUMNS, column);
    Metric {
        name,
        column: name,
        reduction,
        unit,
        direction: None,
    }
}

const fn total(column: &'static str) -> Metric {
    metric(column, Reduction::Total)
}

const fn end(column: &'static str) -> Metric {
    metric(column, Reduction::End)
}

const fn mean(column: &'static str) -> Metric {
    metric(column, Reduction::Mean)
}

/// All metrics, in the order of `summary.csv`.
pub const METRICS: &[Metric] = &[
    total("oc_deaths").lower(),
    Metric {
        name: "oc_deaths_rate",
        unit: "person/(100000 residents year)",
        ..metric("oc_deaths", Reduction::YearlyRate)
    },
    total("oc_deaths_between"),
    total("oc_deaths_state"),
    total("oc_deaths_other"),
    // Most of oc_deaths, which is judged: told, and not judged once more.
    total("member_deaths").unjudged(),
    total("associate_deaths").unjudged(),
    total("bystander_deaths").lower(),
    total("police_deaths").lower(),
    total("soldier_deaths").lower(),
    total("other_homicides").lower(),
    total("extortions").lower(),
    total("kidnappings").lower(),
    total("displaced").lower(),
    end("violent_municipalities").lower(),
    end("organizations").unjudged(),
    end("groups"),
    end("effective_organizations"),
    end("largest_share"),
    end("members").unjudged(),
    total("recruited").unjudged(),
    total("jailed"),
    end("prisoners").unjudged(),
    total("leaders_removed"),
    total("bosses_removed"),
    total("splits"),
    end("wars"),
    mean("flow_delivered").lower(),
    total("complaints").lower(),
    end("fear").lower(),
    end("trust_police").higher(),
    end("trust_army").higher(),
    end("approval").higher(),
    end("cooperation").higher(),
    end("lawfulness").higher(),
    end("police_integrity").higher(),
    end("police_professional_share").unjudged(),
    end("coordination").unjudged(),
    end("impunity").lower(),
    total("planned_budget").lower(),
    total("budget_spent").lower(),
];

/// The metrics by which policies are compared, in the order of [`METRICS`]: each with its direction.
pub fn compared() -> impl Iterator<Item = (&'static Metric, Direction)> {
    METRICS
        .iter()
        .filter_map(|metric| Some((metric, metric.direction?)))
}
