//! Curves of the country: organizations, effective organizations, OC deaths, violent
//! municipalities; drugs delivered; extortion, trust and fear.

use plaza_batch::rows::Rows;
use plaza_model::units::WEEKS_PER_YEAR;

use crate::figures::bands::{Bands, around};
use crate::figures::curves;
use crate::figures::curves::Wording;
use crate::runs::per_policy::PerPolicy;
use crate::runs::trajectories::by_policy;

/// Weeks behind each point of a curve of rates.
const QUARTER: usize = 13;

/// A curve of the table `national`.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
    /// Its name, which is its figure's.
    pub name: &'static str,
    /// The columns it needs beyond the oldest.
    pub needs: &'static [&'static str],
    of: Of,
    wording: Wording<'static>,
}

/// What is drawn.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// A column as it stands.
    Column(&'static str),
    /// One column over another, times a number, both summed over the quarter around each week.
    Ratio([&'static str; 2], f64),
}

/// A count per 100,000 residents and year.
const fn yearly_rate(column: &'static str) -> Of {
    Of::Ratio([column, "population"], 1e5 * WEEKS_PER_YEAR as f64)
}

/// All curves.
pub static CURVES: [Curve; 8] = [
    Curve {
        name: "organizations",
        needs: &[],
        of: Of::Column("organizations"),
        wording: Wording {
            title: "Number of criminal organizations",
            explained: "Groups with own leadership in two or more municipalities or with 300 or more \
                        members, at the end of each week.",
            axis: "organizations",
            most: f64::INFINITY,
        },
    },
    Curve {
        name: "effective_organizations",
        needs: &[],
        of: Of::Column("effective_organizations"),
        wording: Wording {
            title: "Effective number of criminal groups",
            explained: "Inverse Herfindahl index of members over groups, at the end of each week: \
                        how many groups of equal size would be as concentrated.",
            axis: "effective number of groups",
            most: f64::INFINITY,
        },
    },
    Curve {
        name: "oc_deaths",
        needs: &[],
        of: yearly_rate("oc_deaths"),
        wording: Wording {
            title: "Organized-crime deaths",
            explained: "Yearly rate from the 13 weeks around each week (four times their sum; fewer \
                        weeks at both ends).",
            axis: "deaths per 100,000 residents and year",
            most: f64::INFINITY,
        },
    },
    Curve {
        name: "violent_municipalities",
        needs: &[],
        of: Of::Column("violent_municipalities"),
        wording: Wording {
            title: "Violent municipalities",
            explained: "Municipalities with 12 or more organized-crime deaths in the 52 weeks before \
                        (in the first year these reach into the year before).",
            axis: "municipalities",
            most: f64::INFINITY,
        },
    },
    Curve {
        name: "flow_delivered",
        needs: &["flow_supplied", "flow_delivered"],
        of: Of::Ratio(["flow_delivered", "flow_supplied"], 1.0),
        wording: Wording {
            title: "Share of the drug flow that is delivered",
            explained: "Drugs that arrive in the north / drugs sent, by land and around it, from the \
                        13 weeks around each week (fewer at both ends).",
            axis: "share delivered",
            most: 1.0,
        },
    },
    Curve {
        name: "extortions",
        needs: &["extortions"],
        of: yearly_rate("extortions"),
        wording: Wording {
            title: "Extortion",
            explained: "Firms visited by extortionists for the first time, reported or not. Yearly \
                        rate from the 13 weeks around each week (four times their sum; fewer weeks \
                        at both ends).",
            axis: "firms per 100,000 residents and year",
            most: f64::INFINITY,
        },
    },
    Curve {
        name: "trust_police",
        needs: &["trust_police"],
        of: Of::Column("trust_police"),
        wording: Wording {
            title: "Trust in the police",
            explained: "Trust in the police people meet, mean over municipalities by residents, at \
                        the end of each week.",
            axis: "trust in the police (0 to 1)",
            most: 1.0,
        },
    },
    Curve {
        name: "fear",
        needs: &["fear"],
        of: Of::Column("fear"),
        wording: Wording {
            title: "Fear",
            explained: "Fear of organized crime, mean over municipalities by residents, at the end \
                        of each week.",
            axis: "fear (0 to 1)",
            most: 1.0,
        },
    },
];

impl Curve {
    /// The columns of the table it is made from.
    pub fn columns(&self) -> Vec<&'static str> {
        let of_values = match self.of {
            Of::Column(column) => vec![column],
            Of::Ratio(columns, _) => columns.to_vec(),
        };
        [vec!["replicate", "week"], of_values].concat()
    }
}

/// From the rows of a replicate to its curve.
type Pen = Box<dyn Fn(&[usize]) -> Vec<f64>>;

/// A curve under all policies, gathered part by part.
#[derive(Clone, Debug)]
pub struct Replicates {
    /// Which curve.
    pub curve: &'static Curve,
    /// Of each policy how many replicates there are, and the week and value of all their points.
    policies: PerPolicy<(usize, Vec<(f64, f64)>)>,
}

impl Replicates {
    /// Nothing of this curve yet.
    pub fn new(curve: &'static Curve) -> Self {
        Self {
            curve,
            policies: PerPolicy::default(),
        }
    }

    /// Adds replicates: all rows of each.
    pub fn add(&mut self, national: &Rows) {
        let weeks = national.numbers("week");
        let column = |name| national.numbers(name);
        let curve: Pen = match self.curve.of {
            Of::Column(name) => {
                let values = column(name);
                Box::new(move |rows| rows.iter().map(|row| values[*row]).collect())
            }
            Of::Ratio(names, scale) => {
                let [above, below] = names.map(column);
                Box::new(move |rows| {
                    let of = |column: &[f64]| {
                        let values: Vec<f64> = rows.iter().map(|row| column[*row]).collect();
                        around(&values, QUARTER)
                    };
                    let pairs = of(&above).into_iter().zip(of(&below));
                    pairs.map(|(above, below)| above / below * scale).collect()
                })
            }
        };
        for of in by_policy(national) {
            let (replicates, points) = self.policies.of(&of.policy, Default::default);
            *replicates += of.replicates.len();
            for rows in &of.replicates {
                let at = rows.iter().map(|row| weeks[*row]).zip(curve(rows));
                points.extend(at.filter(|(_, value)| value.is_finite()));
            }
        }
    }

    /// The figure; week 0 begins the year `first_year`.
    pub fn draw(self, first_year: i32) -> String {
        let policies = self.policies.into_iter();
        let bands =
            policies.map(|(policy, (replicates, points))| Bands::new(policy, replicates, points));
        curves::draw(&bands.collect::<Vec<_>>(), self.curve.wording, first_year)
    }
}
