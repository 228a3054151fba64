//! The numbers by which policies are summed up and compared: what each is made from, and which way
//! is better.

use schemars::JsonSchema;
use serde::Serialize;

use plaza_model::units::WEEKS_PER_YEAR;

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

const fn metric(
    name: &'static str,
    column: &'static str,
    reduction: Reduction,
    unit: &'static str,
) -> Metric {
    Metric {
        name,
        column,
        reduction,
        unit,
        direction: None,
    }
}

const fn total(name: &'static str, unit: &'static str) -> Metric {
    metric(name, name, Reduction::Total, unit)
}

const fn end(name: &'static str, unit: &'static str) -> Metric {
    metric(name, name, Reduction::End, unit)
}

const fn mean(name: &'static str, unit: &'static str) -> Metric {
    metric(name, name, Reduction::Mean, unit)
}

/// All metrics, in the order of `summary.csv`.
pub const METRICS: &[Metric] = &[
    total("oc_deaths", "person").lower(),
    metric(
        "oc_deaths_rate",
        "oc_deaths",
        Reduction::YearlyRate,
        "person/(100000 residents year)",
    ),
    total("oc_deaths_between", "person"),
    total("oc_deaths_state", "person"),
    total("oc_deaths_other", "person"),
    total("bystander_deaths", "person").lower(),
    total("police_deaths", "person").lower(),
    total("soldier_deaths", "person").lower(),
    total("other_homicides", "person").lower(),
    total("extortions", "firm").lower(),
    total("kidnappings", "crime").lower(),
    total("displaced", "person").lower(),
    end("violent_municipalities", "municipality").lower(),
    end("organizations", "organization").unjudged(),
    end("groups", "group"),
    end("effective_organizations", "group"),
    end("largest_share", "1"),
    end("members", "person").unjudged(),
    total("recruited", "person").unjudged(),
    total("jailed", "person"),
    end("prisoners", "person").unjudged(),
    total("leaders_removed", "person"),
    total("bosses_removed", "person"),
    total("splits", "group"),
    end("wars", "pair"),
    mean("flow_delivered", "t/week").lower(),
    total("complaints", "complaint").lower(),
    end("fear", "1").lower(),
    end("trust_police", "1").higher(),
    end("trust_army", "1").higher(),
    end("approval", "1").higher(),
    end("cooperation", "1").higher(),
    end("lawfulness", "1").higher(),
    end("police_integrity", "1").higher(),
    end("police_professional_share", "1").unjudged(),
    end("coordination", "1").unjudged(),
    end("impunity", "1").lower(),
    total("planned_budget", "dollar of 2010").lower(),
    total("budget_spent", "dollar of 2010").lower(),
];

/// The metrics by which policies are compared, in the order of [`METRICS`]: each with its direction.
pub fn compared() -> impl Iterator<Item = (&'static Metric, Direction)> {
    METRICS
        .iter()
        .filter_map(|metric| Some((metric, metric.direction?)))
}
