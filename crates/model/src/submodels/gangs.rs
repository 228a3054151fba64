//! Gangs: organizations hire the local gangs around them; gangs quarrel; some youths die.
//!
//! # Rule
//! *Hiring*, every fourth week. A gang that nobody hires, in a municipality with a cell or next to one, is hired with
//! chance `1 - exp(-4 hiring * (1 + war * x))` by the organization of one of these cells, chosen by members; x is the
//! intensity of that organization's hardest theatre here or next to here, 0 to 1. A hired gang is left with hazard
//! `leaving` [1/week], and when its organization is no longer near. The size of a gang returns to
//! `g * V * (1 - deterrence * P)` with mean time `regrowth`, by whole youths: g its size at the start, V the
//! vulnerability of the young, P focused deterrence here.
//!
//! *Quarrels*, every week. Deadly quarrels of a hired gang of n youths are Poisson with mean
//! `quarrels * n * (1 + heat * x) * (1 - calm * P)`, x as in hiring; the dead count as associates
//! of organized crime, *between*. Quarrels of the other gangs, `quarrels_unhired` for each youth, are drawn once for
//! the country by sizes of the start, placed by residents, and kept in the ratio of the size of the gang there to that
//! of the start; their dead are other homicides.
//!
//! # Reads
//! cells, theatres, vulnerability, focused deterrence
//!
//! # Writes
//! occupied; citizens (civilian -> dead); gangs (size, hired_by, where they are); killings (where they are recorded);
//! tally (gangs_hired)
//!
//! # Source
//! focused deterrence lowers gang violence, moderately, in the United States \[braga2019\]; that organizations hire
//! gangs, and all parameters, assumed: their rates carry the many municipalities with one or two deaths a year \[C4\];
//! no evidence that deterrence makes gangs smaller
//!
//! # Limit
//! n youths hired, no regrowth: n falls like exp(-quarrels t) (`rules::conflict::hired_gangs_shrink_by_their_quarrels`,
//! `rules::conflict::without_quarrels_gangs_grow_back`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::graph::Graph;
use crate::engine::luck::{Luck, NOWHERE, Stream};
use crate::engine::sampling::{chance, poisson, poisson_at, uniform, weighted};
use crate::state::cells::Cell;
use crate::state::citizens::{Age, STRATA, Stratum};
use crate::state::deaths::Cause;
use crate::state::killings::Killing;
use crate::state::organizations::OrganizationKey;
use crate::state::parts::{Part, parts};
use crate::state::tally::Tally;
use crate::state::world::{Country, Land, Municipality};
use crate::units::{Factor, MeanWeeks, Quantity, Share, Sourced, WeeklyRate};

/// What hiring writes.
pub const HIRE_WRITES: &[Part] = parts! { Gangs, Tally };

/// What quarrels write.
pub const QUARREL_WRITES: &[Part] = parts! { Occupied, Citizens, Gangs, Killings, Tally };

/// Clocks are asked for numbers below this chance: a hired gang seldom has a deadly quarrel more often.
const OFTEN: f64 = 0.1;

/// Parameters of gangs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Hazard of a gang near an organization to be hired [1/week].
    pub hiring: Sourced<WeeklyRate>,
    /// How much more an organization hires around a theatre of full intensity, relative.
    pub war: Sourced<Factor>,
    /// Hazard of a hired gang to be left [1/week].
    pub leaving: Sourced<WeeklyRate>,
    /// Mean time in which a gang grows back (weeks).
    pub regrowth: Sourced<MeanWeeks>,
    /// Deadly quarrels of a hired gang for each youth, in peace [1/week].
    pub quarrels: Sourced<WeeklyRate>,
    /// How much more hired gangs quarrel around a theatre of full intensity of their organization, relative.
    pub heat: Sourced<Factor>,
    /// Deadly quarrels of a gang that nobody hires, for each youth [1/week].
    pub quarrels_unhired: Sourced<WeeklyRate>,
    /// Share of its quarrels that focused deterrence at full level takes from a gang.
    pub calm: Sourced<Share>,
    /// Share of its youths that focused deterrence at full level keeps from a gang.
    pub deterrence: Sourced<Share>,
}

/// Mean number of deadly quarrels in a week of a hired gang of so many youths, where war is so intense, 0 to 1.
pub fn quarrels(p: &Parameters, youths: f64, war: f64, deterrence: f64) -> f64 {
    p.quarrels.get() * youths * (1.0 + p.heat.get() * war) * (1.0 - p.calm.get() * deterrence)
}

/// Every fourth week: gangs near organizations are hired or left, all grow back.
pub fn hire(land: &mut Land, tally: &mut Tally, country: &Country, p: &Parameters, luck: &Luck) {
    let graph = &country.map.graph;
    let mut hiring: Vec<u32> = Vec::new();
    let leaving = 1.0 - libm::exp(-4.0 * p.leaving.get());
    for place in std::mem::take(&mut land.hired) {
        let hired_by = land[place].gang.hired_by;
        let known = near(land, graph, place).any(|cell| hired_by == Some(cell.organization));
        if known && !chance(&mut luck.of(place, 1), leaving) {
            hiring.push(place);
        } else {
            land[place].gang.hired_by = None;
        }
    }
    let chance_at = |war: f64| -libm::expm1(-4.0 * p.hiring.get() * (1.0 + p.war.get() * war));
    let most = chance_at(1.0);
    for place in within_reach(land, graph) {
        let gang = &land[place].gang;
        if gang.hired_by.is_some() || gang.size == 0 || p.hiring.get() <= 0.0 {
            continue;
        }
        let mut rng = luck.of(place, 0);
        // Whoever it is, nobody hires with a larger chance than an organization in a full war.
        let draw = uniform(&mut rng);
        if draw >= most {
            continue;
        }
        let cells: Vec<(OrganizationKey, f64)> = near(land, graph, place)
            .map(|cell| (cell.organization, cell.strength()))
            .collect();
        let weights: Vec<f64> = cells.iter().map(|(_, members)| *members).collect();
        let Some((key, _)) = weighted(&mut rng, &weights).map(|index| cells[index]) else {
            continue;
        };
        if draw < chance_at(war_near(land, graph, place, key)) {
            land[place].gang.hired_by = Some(key);
            tally.gangs_hired += 1;
            hiring.push(place);
        }
    }
    hiring.sort_unstable();
    land.hired = hiring;
    let back = -libm::expm1(-4.0 / p.regrowth.get());
    for here in &mut land.municipalities {
        regrow(here, p, back);
    }
}

/// Places with a cell or next to one, ascending.
fn within_reach(land: &Land, graph: &Graph) -> Vec<u32> {
    let mut reached = vec![false; land.municipalities.len()];
    for &place in land.occupied.iter() {
        if !land[place].cells.is_empty() {
            reached[place as usize] = true;
            for to in graph.neighbours(place) {
                reached[*to as usize] = true;
            }
        }
    }
    let places = (0_u32..).zip(reached);
    places
        .filter(|(_, near)| *near)
        .map(|(place, _)| place)
        .collect()
}

/// The cells at a place and around it, place by place.
fn near<'a>(land: &'a Land, graph: &'a Graph, place: u32) -> impl Iterator<Item = &'a Cell> {
    let around = graph.neighbours(place);
    let here = around.partition_point(|other| *other < place);
    let (before, after) = around.split_at(here);
    let places = before
        .iter()
        .copied()
        .chain([place])
        .chain(after.iter().copied());
    places.flat_map(|place| &land[place].cells)
}

/// How hard an organization fights at a place or next to it, in the hardest of its theatres.
fn war_near(land: &Land, graph: &Graph, place: u32, organization: OrganizationKey) -> f64 {
    let around = graph.neighbours(place).iter().chain([&place]);
    let wars = around.map(|place| land[*place].war_of(organization));
    wars.fold(0.0, f64::max)
}

/// A gang returns to its natural size; the part of a youth is carried by rounding towards it.
fn regrow(here: &mut Municipality, p: &Parameters, back: f64) {
    let deterrence = p.deterrence.get() * here.programmes.focused_deterrence;
    let natural = f64::from(here.gang.natural) * here.community.vulnerability * (1.0 - deterrence);
    let size = f64::from(here.gang.size);
    let change = (natural - size) * back;
    let next = if change > 0.0 {
        (size + change).ceil().min(natural.floor().max(size))
    } else {
        (size + change).floor().max(natural.ceil().min(size))
    };
    here.gang.size = next as u32;
}

/// Every week: the hired gangs place by place, the others by one draw for the country.
pub fn quarrel(land: &mut Land, country: &Country, p: &Parameters, luck: &Luck) {
    for place in land.hired.clone() {
        let Some(hired_by) = land[place].gang.hired_by else {
            continue;
        };
        let here = &mut land[place];
        let youths = f64::from(here.gang.size);
        let deterrence = here.programmes.focused_deterrence;
        let mean = |war| quarrels(p, youths, war, deterrence);
        let number = (here.clocks.quarrels).number(OFTEN, mean(1.0), luck, place, 0);
        let Some(number) = number else {
            continue;
        };
        let war = war_near(land, &country.map.graph, place, hired_by);
        let mut rng = luck.of(place, 0);
        let dead = poisson_at(1.0 - number, &mut rng, mean(war));
        if dead == 0 {
            continue;
        }
        land.touch(place);
        let here = &mut land[place];
        for _ in 0..dead.min(here.gang.size) {
            if bury_youth(here, &mut rng) {
                here.tally.gang_quarrels += 1;
                here.tally.associate_deaths += 1;
                here.count_death(Cause::Between(Killing::by_nobody_known(hired_by)));
            }
        }
    }
    among_themselves(land, country, p, luck);
}

/// Quarrels of gangs that nobody hires: by natural sizes over the country, kept by real ones.
fn among_themselves(land: &mut Land, country: &Country, p: &Parameters, luck: &Luck) {
    let mut rng = luck.of(NOWHERE, 0);
    let all = poisson(&mut rng, p.quarrels_unhired.get() * land.gang_youths as f64);
    let mut places = Vec::new();
    for number in 0..u64::from(all) {
        // As many draws for a quarrel that does not take place, so that others keep their luck.
        let (place, keep) = (uniform(&mut rng), uniform(&mut rng));
        let Some(place) = country.home(place) else {
            break;
        };
        let gang = land[place].gang;
        let kept = f64::from(gang.size) / f64::from(gang.natural.max(1));
        if gang.hired_by.is_some() || gang.size == 0 || keep >= kept {
            continue;
        }
        if bury_youth(&mut land[place], &mut luck.of(place, number + 1)) {
            places.push(place);
        }
    }
    land.touch_all(&places);
    for place in places {
        land[place].tally.other_homicides += 1;
    }
}

/// A young man of the gang dies.
fn bury_youth(here: &mut Municipality, rng: &mut Stream) -> bool {
    let mut weights = [0.0; STRATA];
    for stratum in Stratum::all() {
        if stratum.age() == Age::Young && !stratum.female() {
            weights[stratum.index()] = f64::from(here.citizens.civilians(stratum));
        }
    }
    let Some(stratum) = weighted(rng, &weights).map(Stratum::at) else {
        return false;
    };
    here.citizens.bury_civilian(stratum);
    here.gang.size = here.gang.size.saturating_sub(1);
    true
}
