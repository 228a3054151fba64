//! Books: what organizations do with what their cells earn.
//!
//! # Rule
//! Wages of the week, `wage` for each member and `associate_wage` for each associate, are paid
//! from income and cash as far as they go; `pay` is the part that could be paid. Of what is left
//! above a reserve of `reserve` weeks' wages the leaders draw a part `drawings`, and financial
//! intelligence at its full level seizes cash with hazard `seized`. A part `worn` of the arms is
//! lost; of those that miss to `arms` for each member a part `buying`, times the arms that come
//! south, is bought at `arms_price`, as far as the cash goes. All by the week.
//!
//! # Reads
//! cells.income; organizations.members, associates; outside.arms; orders.financial_intelligence
//!
//! # Writes
//! cash; arms
//!
//! # Source
//! assumed
//!
//! # Limit
//! no income: wages are paid until the cash is gone, then pay is 0 (tests/it/rules/economy.rs)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::state::orders::Orders;
use crate::state::organizations::{Organization, Organizations};
use crate::state::outside::Outside;
use crate::state::parts::{Part, parts};
use crate::state::world::Land;
use crate::units::WEEKS_PER_YEAR;
use crate::units::{Dollars, DollarsPerWeek, Persons, Quantity, Share, Sourced, Weeks, YearlyRate};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Cash, Arms };

/// Numbers of the books.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Wage of a member.
    pub wage: Sourced<DollarsPerWeek>,
    /// Wage of an associate.
    pub associate_wage: Sourced<DollarsPerWeek>,
    /// Weeks of wages that leaders leave in hand.
    pub reserve: Sourced<Weeks>,
    /// Part of what is above the reserve that they draw in a week.
    pub drawings: Sourced<Share>,
    /// Hazard of cash to be seized under financial intelligence at its full level [1/year].
    pub seized: Sourced<YearlyRate>,
    /// Arms per member that are wanted.
    pub arms: Sourced<Persons>,
    /// Part of the missing arms that is bought in a week.
    pub buying: Sourced<Share>,
    /// Part of the arms lost in a week.
    pub worn: Sourced<Share>,
    /// Price of an arm.
    pub arms_price: Sourced<Dollars>,
}

/// One week in the country, organizations in order of their keys.
pub fn step(
    organizations: &mut Organizations,
    land: &Land,
    orders: &Orders,
    outside: &Outside,
    p: &Parameters,
) {
    let intelligence = orders.financial_intelligence.clamp(0.0, 1.0);
    let seized = -libm::expm1(-p.seized.get() * intelligence / f64::from(WEEKS_PER_YEAR));
    let arms = outside.arms.max(0.0);
    for organization in organizations.values_mut() {
        let cells = organization.places.iter().filter_map(|place| {
            let here = &land[*place];
            here.cell(organization.key).map(|index| &here.cells[index])
        });
        let income = cells.map(|cell| cell.income.iter().sum::<f64>()).sum();
        keep(organization, p, income, seized, arms);
    }
}

/// The week's entries of one organization.
fn keep(organization: &mut Organization, p: &Parameters, income: f64, seized: f64, arms: f64) {
    let wages = p.wage.get() * f64::from(organization.members)
        + p.associate_wage.get() * f64::from(organization.associates);
    let available = organization.cash + income;
    organization.pay = if wages > available {
        available / wages
    } else {
        1.0
    };
    let mut cash = (available - wages).max(0.0);
    cash -= p.drawings.get() * (cash - p.reserve.get() * wages).max(0.0);
    cash -= cash * seized;
    organization.arms -= organization.arms * p.worn.get();
    let missing = p.arms.get() * f64::from(organization.members) - organization.arms;
    let wanted = (p.buying.get() * arms).min(1.0) * missing.max(0.0);
    let price = p.arms_price.get();
    let bought = if wanted * price > cash {
        cash / price
    } else {
        wanted
    };
    organization.arms += bought;
    // A price in fractions may leave a hair less than nothing.
    organization.cash = (cash - bought * price).max(0.0);
}
