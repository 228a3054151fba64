//! Four curves of the country: organizations, effective organizations, OC deaths, violent
//! municipalities.

use super::bands::{Bands, around};
use super::curves::{Wording, draw};
use crate::experiment::tables::Rows;
use crate::experiment::trajectories::{Trajectories, by_policy};
use crate::units::WEEKS_PER_YEAR;

/// Weeks of deaths behind each point of the curve of OC deaths.
const QUARTER: usize = 13;

/// The number of organizations: the curve of fragmentation.
pub fn organizations(national: &Rows) -> String {
    let wording = Wording {
        title: "Number of criminal organizations",
        explained: "Groups with own leadership in two or more municipalities or with 300 or more \
                    members, at the end of each week.",
        axis: "organizations",
    };
    draw(&plain(national, "organizations"), wording)
}

/// The number of groups of equal size that would be as concentrated.
pub fn effective_organizations(national: &Rows) -> String {
    let wording = Wording {
        title: "Effective number of criminal groups",
        explained: "Inverse Herfindahl index of members over groups, at the end of each week: \
                    how many groups of equal size would be as concentrated.",
        axis: "effective number of groups",
    };
    draw(&plain(national, "effective_organizations"), wording)
}

/// Municipalities with twelve or more OC deaths in a year.
pub fn violent_municipalities(national: &Rows) -> String {
    let wording = Wording {
        title: "Violent municipalities",
        explained: "Municipalities with 12 or more organized-crime deaths in the 52 weeks before \
                    (in the first year these reach into 2006).",
        axis: "municipalities",
    };
    draw(&plain(national, "violent_municipalities"), wording)
}

/// Organized-crime deaths per 100,000 residents and year.
pub fn oc_deaths(national: &Rows) -> String {
    let deaths = national.numbers("oc_deaths");
    let population = national.numbers("population");
    let of = |column: &[f64], rows: &[usize]| {
        let values: Vec<f64> = rows.iter().map(|row| column[*row]).collect();
        around(&values, QUARTER)
    };
    let policies: Vec<Bands> = by_policy(national)
        .iter()
        .map(|policy| {
            Bands::new(national, policy, |rows| {
                of(&deaths, rows)
                    .into_iter()
                    .zip(of(&population, rows))
                    .map(|(dead, exposed)| dead / exposed * 1e5 * f64::from(WEEKS_PER_YEAR))
                    .collect()
            })
        })
        .collect();
    let wording = Wording {
        title: "Organized-crime deaths",
        explained: "Yearly rate from the 13 weeks around each week (four times their sum; fewer \
                    weeks at both ends).",
        axis: "deaths per 100,000 residents and year",
    };
    draw(&policies, wording)
}

fn plain(national: &Rows, column: &str) -> Vec<Bands> {
    let values = national.numbers(column);
    by_policy(national)
        .iter()
        .map(|policy: &Trajectories| {
            Bands::new(national, policy, |rows| {
                rows.iter().map(|row| values[*row]).collect()
            })
        })
        .collect()
}
