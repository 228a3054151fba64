//! Curves of the country: organizations, effective organizations, OC deaths, violent
//! municipalities; drugs delivered; extortion, trust and fear.

use super::bands::{Bands, around};
use super::curves::{Wording, draw};
use crate::experiment::tables::Rows;
use crate::experiment::trajectories::{Trajectories, by_policy};
use crate::units::WEEKS_PER_YEAR;

/// Weeks behind each point of a curve of rates.
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
    let wording = Wording {
        title: "Organized-crime deaths",
        explained: "Yearly rate from the 13 weeks around each week (four times their sum; fewer \
                    weeks at both ends).",
        axis: "deaths per 100,000 residents and year",
    };
    draw(&yearly_rate(national, "oc_deaths"), wording)
}

/// Acts of extortion per 100,000 residents and year.
pub fn extortions(national: &Rows) -> String {
    let wording = Wording {
        title: "Extortion",
        explained: "Firms visited by extortionists for the first time, reported or not. Yearly rate \
                    from the 13 weeks around each week (four times their sum; fewer weeks at both \
                    ends).",
        axis: "firms per 100,000 residents and year",
    };
    draw(&yearly_rate(national, "extortions"), wording)
}

/// Trust in the police.
pub fn trust_police(national: &Rows) -> String {
    let wording = Wording {
        title: "Trust in the police",
        explained: "Trust in the police people meet, mean over municipalities by residents, at the \
                    end of each week.",
        axis: "trust in the police (0 to 1)",
    };
    draw(&plain(national, "trust_police"), wording)
}

/// Fear.
pub fn fear(national: &Rows) -> String {
    let wording = Wording {
        title: "Fear",
        explained: "Fear of organized crime, mean over municipalities by residents, at the end of \
                    each week.",
        axis: "fear (0 to 1)",
    };
    draw(&plain(national, "fear"), wording)
}

/// The part of the drugs sent that gets through.
pub fn flow_delivered(national: &Rows) -> String {
    let wording = Wording {
        title: "Share of the drug flow that is delivered",
        explained: "Drugs that arrive in the north / drugs sent, by land and around it, from the \
                    13 weeks around each week (fewer at both ends).",
        axis: "share delivered",
    };
    draw(
        &ratio(national, "flow_delivered", "flow_supplied", 1.0),
        wording,
    )
}

/// A count per 100,000 residents and year.
fn yearly_rate(national: &Rows, column: &str) -> Vec<Bands> {
    let scale = 1e5 * f64::from(WEEKS_PER_YEAR);
    ratio(national, column, "population", scale)
}

/// One column over another, times `scale`, both summed over the quarter around each week.
fn ratio(national: &Rows, above: &str, below: &str, scale: f64) -> Vec<Bands> {
    let (above, below) = (national.numbers(above), national.numbers(below));
    let of = |column: &[f64], rows: &[usize]| {
        let values: Vec<f64> = rows.iter().map(|row| column[*row]).collect();
        around(&values, QUARTER)
    };
    by_policy(national)
        .iter()
        .map(|policy| {
            Bands::new(national, policy, |rows| {
                let pairs = of(&above, rows).into_iter().zip(of(&below, rows));
                pairs.map(|(above, below)| above / below * scale).collect()
            })
        })
        .collect()
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
