//! Income: what each cell earns from its businesses, and which of them it turns to.
//!
//! # Rule
//! A cell's work is its members and `associate_work` of its associates, divided over five
//! businesses by its effort. A business with potential V [dollars/week] that pays a head at most h
//! brings `V * w / (w_all + V / h)` to a cell with work w of w_all here: at most h a head, at most
//! V in all. V of trafficking: the earnings of the corridor here; of retail `retail`, of
//! preying `prey` for each resident; of smuggling `smuggling` for each tonne that passes, as
//! migrants take the same ways; of extortion `fee` for each firm that pays the cell, and nobody
//! else works on it. Firms are visited for the first time with mean `visits * w * (1 - y)`, y the
//! part of the firms here that pay already. Of what preying brings `kidnappings` is ransoms and the
//! rest loot of robberies, drawn one by one. Effort moves, a part `adaptation` of the gap a week,
//! to the shares of the businesses in the income, of which `trial` is spread evenly: the
//! replicator equation, with a mutation that never quite gives up a business.
//!
//! # Reads
//! members, associates, effort, payers; residents; corridors.earnings, flow
//!
//! # Writes
//! business (income, effort, visits); tally (extortions, kidnappings, robberies)
//!
//! # Source
//! revenue \[kilmer2010\]; firms \[inegi2009\]; visits \[C18\]; preying of groups without corridors
//! as in the patterns; other numbers assumed
//!
//! # Limit
//! no potential: no income, and effort stays; one business that pays: effort goes there
//! (tests/it/rules/economy.rs)

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

/// Numbers of income.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Work of an associate relative to a member.
    pub associate_work: Sourced<Share>,
    /// What a head in trafficking brings at most.
    pub trafficking_head: Sourced<DollarsPerWeek>,
    /// What a resident's part of the retail market is worth.
    pub retail: Sourced<DollarsPerWeek>,
    /// What a head in retail brings at most.
    pub retail_head: Sourced<DollarsPerWeek>,
    /// Firms per resident.
    pub firms: Sourced<Share>,
    /// First visits to firms by a head in extortion [1/week].
    pub visits: Sourced<WeeklyRate>,
    /// What a firm that pays is made to pay.
    pub fee: Sourced<DollarsPerWeek>,
    /// What a head in extortion collects at most.
    pub extortion_head: Sourced<DollarsPerWeek>,
    /// What can be had of a resident by kidnapping and robbery.
    pub prey: Sourced<DollarsPerWeek>,
    /// What a head in kidnapping and robbery brings at most.
    pub prey_head: Sourced<DollarsPerWeek>,
    /// Part of that which is ransoms.
    pub kidnappings: Sourced<Share>,
    /// Mean ransom.
    pub ransom: Sourced<Dollars>,
    /// Mean loot of a robbery.
    pub loot: Sourced<Dollars>,
    /// What migrants pay in a municipality for each tonne of drugs that passes.
    pub smuggling: Sourced<DollarsPerTonne>,
    /// What a head in smuggling brings at most.
    pub smuggling_head: Sourced<DollarsPerWeek>,
    /// Part of the gap between effort and income that closes in a week.
    pub adaptation: Sourced<Share>,
    /// Part of the effort that is spread evenly, whatever pays.
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
    let potential = [
        nation.abroad.corridors.earnings[place],
        p.retail.get() * residents,
        0.0,
        p.prey.get() * residents,
        p.smuggling.get() * nation.abroad.corridors.flow[place],
    ];
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
        let fees = p.fee.get() * f64::from(cell.payers);
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
