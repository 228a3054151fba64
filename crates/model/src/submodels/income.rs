//! Income: the earnings of each cell from its businesses, and the business it turns to.
//!
//! # Rule
//! The work of a cell is its members and the share `associate_work` of its associates, divided over five businesses by
//! its effort, which adds to 1. A business with potential V [dollars/week] in which one head can bring at most h gives
//! a cell with work w, of w_all of all cells there,
//!
//! ```text
//! V * w / (w_all + V / h)
//! ```
//!
//! which is h a head while there is plenty, and shares out V by work where there is not:
//!
//! - trafficking: V the earnings of the corridor here, h `trafficking_head`;
//! - retail: V `retail` for each resident present, times `1 - legal` of the lever `legal_market`, for a part of the
//!   trade stays illegal; h `retail_head`;
//! - extortion: V `fee` for each firm that pays this cell, on which nobody else works (w_all = w), h `extortion_head`;
//! - kidnapping and robbery: V `prey` for each resident present, h `prey_head`;
//! - smuggling of migrants: V `smuggling` for each tonne of drugs that passes, as migrants take the same ways, h
//!   `smuggling_head`.
//!
//! Where a local strategy against extortion, against kidnapping and robbery, or against smuggling is at work, V of that
//! business is less by the share `strategy * x * I * k`, x how far the programme stands, I the integrity of the
//! municipal police, 0 where they serve an organization, and k coordination: a strategy is begun in the place, by its
//! police, and needs the state and the federation.
//!
//! Of the expected income from kidnapping and robbery a share `kidnappings` is ransoms of mean `ransom`, the rest loot
//! of mean `loot`; both crimes are Poisson, and the income is the sum that they bring. Firms (`firms` for each
//! resident) are visited for the first time, Poisson with mean `visits * w * (1 - y)`, y the share of the firms here
//! that pay someone already. Whether a firm pays, and for how long, is in "Response".
//!
//! Effort moves by a share `adaptation` of the gap a week towards `(1 - trial) * s + trial / 5`, s the share of each
//! business in the expected income. That is the replicator equation: effort grows where a head earns more than the mean
//! of the cell; `trial` keeps every business tried. Without any income effort stays. A cell cut off from its corridor
//! thus turns to its market, to firms and to preying, by arithmetic and not by kind of organization. A splinter takes
//! the effort, income and payers of its cells along; a new cell begins with equal effort.
//!
//! # Reads
//! members, associates, effort, payers; residents; corridors.earnings, flow; orders.legal_market;
//! programmes; police (integrity, capture); coordination
//!
//! # Writes
//! business (income, effort, visits); tally (extortions, kidnappings, robberies)
//!
//! # Source
//! revenue \[kilmer2010\]; firms \[inegi2009\]; visits \[C18\]; potentials and heads assumed
//!
//! # Rationale
//! effort follows average, not marginal income, and no risk; a strategy acts by what a crime pays, so that crimes fall
//! as cells turn away from it; a cell that looks away from extortion still collects from its payers, less well
//!
//! # Limit
//! no potential: no income, and effort stays; one business that pays: effort goes there
//! (`rules::economy::no_potential_no_income`, `rules::economy::effort_follows_what_pays`); full legal sale leaves
//! `1 - legal` of the retail market (`rules::economy::legal_sale_takes_retail_and_no_traffic`); a full strategy leaves
//! `1 - strategy` of its crime where police are clean and forces act as one
//! (`rules::economy::a_strategy_takes_from_its_crime_alone`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::Luck;
use crate::engine::sampling::poisson;
use crate::state::cells::{BUSINESSES, Business, Cell};
use crate::state::parts::{Part, parts};
use crate::state::world::{Municipality, Nation};
use crate::units::{
    Dollars, DollarsPerTonne, DollarsPerWeek, Quantity, Share, Sourced, WeeklyRate,
};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Business, Tally };

/// Parameters of income.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Work of an associate relative to a member.
    pub associate_work: Sourced<Share>,
    /// Most that a head in trafficking brings.
    pub trafficking_head: Sourced<DollarsPerWeek>,
    /// Worth of a resident's share of the retail market.
    pub retail: Sourced<DollarsPerWeek>,
    /// Share of the retail market that legal sale of all drugs takes from organizations.
    pub legal: Sourced<Share>,
    /// Most that a head in retail brings.
    pub retail_head: Sourced<DollarsPerWeek>,
    /// Firms per resident.
    pub firms: Sourced<Share>,
    /// First visits to firms by a head in extortion [1/week].
    pub visits: Sourced<WeeklyRate>,
    /// Fee of a firm that pays.
    pub fee: Sourced<DollarsPerWeek>,
    /// Most that a head in extortion collects.
    pub extortion_head: Sourced<DollarsPerWeek>,
    /// Most to be had of a resident by kidnapping and robbery.
    pub prey: Sourced<DollarsPerWeek>,
    /// Most that a head in kidnapping and robbery brings.
    pub prey_head: Sourced<DollarsPerWeek>,
    /// Share of that income that is ransoms.
    pub kidnappings: Sourced<Share>,
    /// Mean ransom.
    pub ransom: Sourced<Dollars>,
    /// Mean loot of a robbery.
    pub loot: Sourced<Dollars>,
    /// Payment of migrants in a municipality for each tonne of drugs that passes.
    pub smuggling: Sourced<DollarsPerTonne>,
    /// Most that a head in smuggling brings.
    pub smuggling_head: Sourced<DollarsPerWeek>,
    /// Share of what a crime pays that a full strategy against it takes away, where police have full integrity and
    /// forces are fully coordinated.
    pub strategy: Sourced<Share>,
    /// Share of the gap between effort and income that closes in a week.
    pub adaptation: Sourced<Share>,
    /// Share of the effort that is spread evenly, whatever pays.
    pub trial: Sourced<Share>,
}

/// What a cell with `work` of `all` heads brings [dollars/week], of a potential to which a head
/// adds at most `head`.
pub fn taken(potential: f64, head: f64, work: f64, all: f64) -> f64 {
    if potential <= 0.0 || head <= 0.0 || work <= 0.0 {
        return 0.0;
    }
    potential * work / (all + potential / head)
}

/// Effort a week later, from the income of each business; where there is none it stays.
pub fn adapted(
    p: &Parameters,
    effort: [f64; BUSINESSES],
    income: &[f64; BUSINESSES],
) -> [f64; BUSINESSES] {
    let all: f64 = income.iter().sum();
    if all <= 0.0 {
        return effort;
    }
    let (adaptation, trial) = (p.adaptation.get(), p.trial.get());
    let mut next = effort;
    for (effort, income) in next.iter_mut().zip(income) {
        let target = (1.0 - trial) * income / all + trial / BUSINESSES as f64;
        *effort += adaptation * (target - *effort);
    }
    next
}

/// What is left of each business by the local strategies against crimes.
fn kept(here: &Municipality, nation: &Nation<'_>, p: &Parameters) -> [f64; BUSINESSES] {
    let programmes = &here.programmes;
    let at_work = [
        0.0,
        0.0,
        programmes.extortion_strategy,
        programmes.kidnapping_strategy,
        programmes.smuggling_strategy,
    ];
    if at_work == [0.0; BUSINESSES] || here.police.captured_by.is_some() {
        return [1.0; BUSINESSES];
    }
    let together = here.police.integrity * nation.institutions.government.coordination;
    at_work.map(|level| 1.0 - p.strategy.get() * level * together)
}

/// Heads of a cell in each business.
fn work(p: &Parameters, cell: &Cell) -> [f64; BUSINESSES] {
    let heads = cell.strength() + p.associate_work.get() * f64::from(cell.associate_count());
    cell.effort.map(|effort| effort * heads)
}

/// One week in one municipality.
pub fn step(here: &mut Municipality, nation: &Nation<'_>, p: &Parameters, luck: &Luck) {
    if here.cells.is_empty() {
        return;
    }
    let place = here.place as usize;
    let residents = f64::from(here.citizens.present());
    let firms = p.firms.get() * residents;
    let paying: f64 = here.cells.iter().map(|cell| f64::from(cell.payers)).sum();
    let mut visited = 0;
    let open = if firms > 0.0 {
        (1.0 - paying / firms).max(0.0)
    } else {
        0.0
    };
    let heads = [
        p.trafficking_head.get(),
        p.retail_head.get(),
        p.extortion_head.get(),
        p.prey_head.get(),
        p.smuggling_head.get(),
    ];
    let kept = kept(here, nation, p);
    let mut potential = [
        nation.abroad.corridors.earnings[place],
        p.retail.get() * residents * (1.0 - p.legal.get() * nation.given.orders.legal_market),
        0.0,
        p.prey.get() * residents,
        p.smuggling.get() * nation.abroad.corridors.flow[place],
    ];
    for (potential, kept) in potential.iter_mut().zip(kept) {
        *potential *= kept;
    }
    let mut all = [0.0; BUSINESSES];
    for cell in &here.cells {
        for (sum, work) in all.iter_mut().zip(work(p, cell)) {
            *sum += work;
        }
    }
    for cell in &mut here.cells {
        let work = work(p, cell);
        let brought = |b: usize| taken(potential[b], heads[b], work[b], all[b]);
        let mut income = std::array::from_fn(brought);
        let extortion = Business::Extortion.index();
        let fees = p.fee.get() * f64::from(cell.payers) * kept[extortion];
        income[extortion] = taken(fees, heads[extortion], work[extortion], work[extortion]);
        cell.effort = adapted(p, cell.effort, &income);

        let of = |mean: f64, number: u64| match mean {
            mean if mean > 0.0 => {
                poisson(&mut luck.of(here.place, cell.organization.0 ^ number), mean)
            }
            _ => 0,
        };
        let left = (firms * open) as u32 - visited.min((firms * open) as u32);
        cell.visits = of(p.visits.get() * work[extortion] * open, 0).min(left);
        visited += cell.visits;
        here.tally.extortions += cell.visits;
        let prey = &mut income[Business::Kidnapping.index()];
        let crimes = |part: f64, gain: f64| if gain > 0.0 { part * *prey / gain } else { 0.0 };
        let (ransom, loot) = (p.ransom.get(), p.loot.get());
        let kidnappings = of(crimes(p.kidnappings.get(), ransom), 1);
        let robberies = of(crimes(1.0 - p.kidnappings.get(), loot), 2);
        here.tally.kidnappings += kidnappings;
        here.tally.robberies += robberies;
        *prey = f64::from(kidnappings) * ransom + f64::from(robberies) * loot;
        cell.income = income;
    }
}
