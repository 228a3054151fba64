//! Recruitment: civilians join a cell in their municipality, members leave, associates are hired.
//!
//! # Rule
//! Hazard of a civilian to join a cell of the own municipality [1/week]:
//!
//! ```text
//! rate * (M / R) * (w / w_mean) * (b / b_mean) * o * c^wage * r
//! ```
//!
//! with M members of the cell; R residents; w readiness of the stratum (age, sex, vulnerability), w_mean its mean over
//! all residents of the country; b boldness of the person, whose weight `boldness` mixes between none and proportion,
//! `1 + boldness * (2 b - 1)`; o prospects, `V * ((1 - L) / (1 - opportunity))^pull`, with L legal opportunity and V
//! vulnerability of the young here; c the share of its wages that the organization can pay; r the risk seen,
//! `exp(-risk * d / M)`, d the people that the cell lost in the last weeks.
//!
//! Of the contacts a share `household` is with housemates of members: households are a fixed pattern over the numbers
//! of the residents, so that whoever lives with a member is sought first, and the mean stays. The draw is exact, by
//! thinned Poisson hits: residents are hit with the largest hazard anyone can have, a hit counts with the ratio of the
//! own hazard to that, and whoever is hit at least once has joined. Each chance is then `1 - exp(-hazard)`, at the cost
//! of the hits.
//!
//! Hazard of a member to leave [1/week]: `saturation * C + unpaid * (1 - c)`, C members of the whole organization.
//! Associates tend to `associates * M`: of the gap a share `1 - exp(-hiring)` a week is hired (Poisson) from the ready
//! strata, or dismissed (binomial).
//!
//! # Reads
//! cells, organizations.members and pay, citizens by stratum, boldness, legal opportunity, vulnerability
//!
//! # Writes
//! citizens (civilian -> member, associate, associate -> civilian); moved (member -> civilian); cells; tally
//! (recruited, left)
//!
//! # Source
//! rate and saturation \[prieto2023\], \[C17\]; readiness by stratum, prospects, household, wage and risk assumed in
//! size
//!
//! # Rationale
//! exposure acts through M / R, the members nearby, and through the household
//!
//! # Limit
//! equal readiness and boldness, no losses: members grow as exp(rate * t) while recruits are few; with saturation alone
//! dC/dt = -saturation C^2 (`rules::limits::recruitment_alone_grows_exponentially`,
//! `rules::limits::saturation_alone_is_a_law_of_squares`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::Luck;
use crate::engine::sampling::{befalls, binomial, chance, poisson};
use crate::state::citizens::{Person, Ready, STRATA, Status};
use crate::state::community::Community;
use crate::state::parts::{Part, parts};
use crate::state::world::{Fate, Municipality, Nation};
use crate::units::{Factor, PairRate, Persons, Quantity, Share, Sourced, WeeklyRate};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Citizens, Moved, Cells, Tally };

/// Parameters of recruitment and leaving.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Recruits per member [1/week].
    pub rate: Sourced<WeeklyRate>,
    /// How much a person's boldness counts, from not at all (0) to in proportion (1).
    pub boldness: Sourced<Share>,
    /// How much worse prospects raise the hazard: the exponent of the share without work or school.
    pub pull: Sourced<Factor>,
    /// Legal opportunity at which the rate is as stated.
    pub opportunity: Sourced<Share>,
    /// How much missing wages lower the hazard: the exponent of the share that is paid.
    pub wage: Sourced<Factor>,
    /// How much one lost person per member lowers the hazard, in the exponent.
    pub risk: Sourced<Factor>,
    /// Share of the contacts that are with housemates of members.
    pub household: Sourced<Share>,
    /// Hazard to leave an organization that pays nothing [1/week].
    pub unpaid: Sourced<WeeklyRate>,
    /// Hazard to leave per member of the own organization [1/(week person)].
    pub saturation: Sourced<PairRate>,
    /// Associates per member that a cell keeps.
    pub associates: Sourced<Persons>,
    /// Share of the missing associates who are hired in a week [1/week].
    pub hiring: Sourced<WeeklyRate>,
}

/// Contacts per resident [1/week] beyond which nobody is left who was not met: the chance of it, `exp(-40)`, is
/// below the grain of a uniform number.
const SURE: f64 = 40.0;

/// Hazard of a civilian to be recruited by a cell [1/week].
///
/// `readiness` is the stratum's relative to the mean over all residents, `boldness` the person's,
/// 0 to 1 with mean 1/2.
pub fn hazard(p: &Parameters, members: f64, residents: f64, readiness: f64, boldness: f64) -> f64 {
    p.rate.get() * members / residents * readiness * courage(p, boldness)
}

/// How much a person's boldness raises the hazard; 1 on average.
fn courage(p: &Parameters, boldness: f64) -> f64 {
    1.0 + p.boldness.get() * (2.0 * boldness - 1.0)
}

/// How the prospects of the young in a place change the hazard of everyone there, relative.
pub fn prospects(p: &Parameters, here: &mut Community) -> f64 {
    let without = (1.0 - here.opportunity) / (1.0 - p.opportunity.get()).max(0.01);
    let pulled = here
        .pull
        .of([without.max(0.0), p.pull.get()], |[x, y]| libm::pow(x, y));
    here.vulnerability * pulled
}

/// How wages and risk change the hazard to join a cell, relative: `paid` is the part of its wages
/// that the organization can pay, `lost` the people lost lately for each member.
pub fn attraction(p: &Parameters, paid: f64, lost: f64) -> f64 {
    let wages = if paid < 1.0 {
        libm::pow(paid.max(0.0), p.wage.get())
    } else {
        1.0
    };
    if lost > 0.0 {
        wages * libm::exp(-p.risk.get() * lost)
    } else {
        wages
    }
}

/// Hazard of a member to leave an organization of `size` members that pays this part [1/week].
pub fn leaving_hazard(p: &Parameters, size: f64, paid: f64) -> f64 {
    p.saturation.get() * size + p.unpaid.get() * (1.0 - paid)
}

/// One week in one municipality.
pub fn step(here: &mut Municipality, nation: &Nation<'_>, p: &Parameters, luck: &Luck) {
    if here.cells.is_empty() {
        return;
    }
    let country = &nation.given.country;
    let prospects = prospects(p, &mut here.community);
    let ready = &country.ready[here.place as usize];
    let turnover = p.hiring.probability();
    for index in 0..here.cells.len() {
        leave(here, index, nation, p, luck);
        recruit(here, index, nation, p, (ready, prospects), luck);
        hire(here, index, p, (ready, turnover), luck);
    }
}

/// Members who leave become civilians at their homes.
fn leave(here: &mut Municipality, index: usize, nation: &Nation<'_>, p: &Parameters, luck: &Luck) {
    let cell = &mut here.cells[index];
    let organization = nation.groups.of(cell);
    let (size, paid) = (organization.members, organization.pay);
    let mut rng = luck.of(here.place, cell.organization.0 ^ 1);
    let hazard = leaving_hazard(p, f64::from(size), paid);
    let leavers = befalls(&mut rng, cell.members.len(), hazard);
    here.tally.left += leavers;
    for person in cell.members.take(&mut rng, leavers) {
        here.moved.push((person, Fate::Free));
    }
}

/// Exact: every resident is hit by a Poisson process of the largest hazard that anyone of the
/// stratum can have, a hit counts with the own hazard relative to it, and whoever is hit once or
/// more has joined: the chance of each is `1 - exp(-hazard)`, at the cost of the hits. Residents
/// are `ready` by stratum, and all the more so where `prospects` are worse.
fn recruit(
    here: &mut Municipality,
    index: usize,
    nation: &Nation<'_>,
    p: &Parameters,
    (ready, prospects): (&Ready, f64),
    luck: &Luck,
) {
    let country = &nation.given.country;
    let residents = f64::from(here.citizens.alive());
    if ready.all() <= 0.0 || residents <= 0.0 {
        return;
    }
    let cell = &here.cells[index];
    let organization = nation.groups.of(cell);
    let most = hazard(p, cell.strength(), residents, 1.0, 1.0)
        * attraction(p, organization.pay, cell.danger / cell.strength().max(1.0));
    let mut rng = luck.of(here.place, cell.organization.0);
    let contacts = most * prospects * ready.all() / country.mean_propensity;
    for _ in 0..poisson(&mut rng, contacts.min(SURE * residents)) {
        let known = if chance(&mut rng, p.household.get()) {
            here.cells[index].members.any(&mut rng)
        } else {
            None
        };
        let mate = known
            .filter(|member| member.home == here.place)
            .and_then(|member| {
                here.citizens
                    .housemate(&mut rng, member.number, &country.propensity)
            });
        let Some((stratum, number)) = mate.or_else(|| here.citizens.choose(&mut rng, ready)) else {
            return;
        };
        let person = Person {
            home: here.place,
            number,
        };
        let own = courage(p, person.boldness()) / courage(p, 1.0);
        let civilian = here.citizens.civilian_share(stratum);
        if chance(&mut rng, own * civilian) && here.citizens.status(number).is_none() {
            here.citizens.set(number, Some(Status::Member));
            here.cells[index].members.add(person);
            here.tally.recruited += 1;
        }
    }
}

/// Associates are hired from, and dismissed to, the strata they belong to.
/// Residents are `ready` by stratum; `turnover` is the part of the gap that closes in a week.
fn hire(
    here: &mut Municipality,
    index: usize,
    p: &Parameters,
    (ready, turnover): (&Ready, f64),
    luck: &Luck,
) {
    let cell = &mut here.cells[index];
    let wanted = cell.strength() * p.associates.get();
    let gap = wanted - f64::from(cell.associate_count());
    let mut rng = luck.of(here.place, cell.organization.0 ^ 2);
    if gap > 0.0 {
        let hired = poisson(&mut rng, gap * turnover);
        if hired == 0 {
            return;
        }
        let mut associates = [0; STRATA];
        let mut civilians = *here.citizens.civilians_by_stratum();
        for _ in 0..hired {
            // Residents chosen by readiness, and asked again until one is a civilian.
            let Some(stratum) = here.citizens.ready_civilian(&mut rng, ready, &civilians) else {
                break;
            };
            civilians[stratum.index()] -= 1;
            associates[stratum.index()] += 1;
        }
        cell.associates.add(&associates);
        here.citizens.enlist_associates(&associates);
    } else if gap < 0.0 {
        let all = cell.associate_count();
        let part = (-gap / f64::from(all)).min(1.0) * turnover;
        let gone = binomial(&mut rng, all, part);
        let mut dismissed = [0; STRATA];
        for _ in 0..gone {
            let stratum = cell
                .associates
                .lose_one(&mut rng)
                .expect("no more go than there are");
            dismissed[stratum.index()] += 1;
        }
        here.citizens.release_associates(&dismissed);
    }
}
