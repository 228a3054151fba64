//! Books: how organizations spend the earnings of their cells.
//!
//! # Rule
//! Every week an organization pays its wages, `wage` for each member and `associate_wage` for each associate, from cash
//! and income as far as they go; `pay` is the share of the wages that could be paid. Of cash above `reserve` weeks of
//! wages the leaders draw a share `drawings`. Financial intelligence of level f then seizes cash with hazard `seized *
//! f` [1/year]. Of the arms a share `worn` is lost; of those missing to `arms * (1 + surge * (a - 1))` for each member,
//! a the arms that can be had in the north as a script has them, a share `buying`, times the arms that come south, is
//! bought at `arms_price`, as far as the cash goes. Cash is never below 0. Unpaid wages thin the ranks ("Recruitment"),
//! cash buys officials ("Corruption"), arms decide fights ("Fighting").
//!
//! # Reads
//! cells.income; organizations.members, associates; outside.arms; script; orders.financial_intelligence
//!
//! # Writes
//! cash; arms
//!
//! # Source
//! arms from the north, and more of them since 2004 \[dube2013\]; sizes assumed
//!
//! # Limit
//! no income: wages are paid until the cash is gone, then pay is 0
//! (`rules::economy::wages_are_paid_until_the_cash_is_gone`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::state::organizations::{Organization, Organizations};
use crate::state::outside::Outside;
use crate::state::parts::{Part, parts};
use crate::state::world::{Given, Land};
use crate::units::WEEKS_PER_YEAR;
use crate::units::{
    Dollars, DollarsPerWeek, Factor, Persons, Quantity, Share, Sourced, Weeks, YearlyRate,
};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Cash, Arms };

/// Parameters of the books.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Wage of a member.
    pub wage: Sourced<DollarsPerWeek>,
    /// Wage of an associate.
    pub associate_wage: Sourced<DollarsPerWeek>,
    /// Weeks of wages that leaders leave in hand.
    pub reserve: Sourced<Weeks>,
    /// Share of the cash above the reserve that they draw in a week.
    pub drawings: Sourced<Share>,
    /// Hazard of cash to be seized under financial intelligence at its full level [1/year].
    pub seized: Sourced<YearlyRate>,
    /// Arms per member that are wanted.
    pub arms: Sourced<Persons>,
    /// How far the course of the arms that can be had in the north is followed: 0 not at all, 1 in proportion.
    pub surge: Sourced<Factor>,
    /// Share of the missing arms that is bought in a week.
    pub buying: Sourced<Share>,
    /// Share of the arms lost in a week.
    pub worn: Sourced<Share>,
    /// Price of an arm.
    pub arms_price: Sourced<Dollars>,
}

/// One week in the country, organizations in order of their keys.
pub fn step(
    organizations: &mut Organizations,
    land: &Land,
    given: &Given,
    outside: &Outside,
    p: &Parameters,
) {
    let intelligence = given.orders.financial_intelligence.clamp(0.0, 1.0);
    let seized = -libm::expm1(-p.seized.get() * intelligence / f64::from(WEEKS_PER_YEAR));
    let course = given.script.arms.at(given.week);
    let north = f64::max(1.0 + p.surge.get() * (course - 1.0), 0.0);
    let arms = (p.arms.get() * north, outside.arms.max(0.0));
    for organization in organizations.values_mut() {
        let cells = organization.places.iter().filter_map(|place| {
            let here = &land[*place];
            here.cell(organization.key).map(|index| &here.cells[index])
        });
        let income = cells.map(|cell| cell.income.iter().sum::<f64>()).sum();
        keep(organization, p, income, seized, arms);
    }
}

/// The week's entries of one organization; `arms` are those wanted for each member, and how freely they come south.
fn keep(
    organization: &mut Organization,
    p: &Parameters,
    income: f64,
    seized: f64,
    (wanted, south): (f64, f64),
) {
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
    let missing = wanted * f64::from(organization.members) - organization.arms;
    let wanted = (p.buying.get() * south).min(1.0) * missing.max(0.0);
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
