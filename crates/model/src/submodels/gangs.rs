//! Gangs: organizations hire the local gangs around them; gangs quarrel; some youths die.
//!
//! # Rule
//! Every fourth week a gang that nobody hires, in a municipality with a cell or next to one, is
//! hired with chance `1 - exp(-4 hiring (1 + war * x))`, by a cell chosen by members, x 1 where that
//! organization is at war; a hired one is left with hazard `leaving` [1/week], and when its
//! organization is no longer near. Its size returns to
//! `g V (1 - deterrence * P)` with mean time `regrowth`: g the size of the start, V the vulnerability
//! of the young, P focused deterrence here. Quarrels of a hired gang are Poisson with mean
//! `quarrels * n * (1 + heat * x) * (1 - calm * P)` a week, n its youths, each with one dead: an
//! associate of organized crime. Quarrels of the others, `quarrels_unhired * n`, are other
//! homicides.
//!
//! # Reads
//! cells, wars, vulnerability, focused deterrence
//!
//! # Writes
//! occupied; citizens (civilian -> dead); gangs (size, hired_by, where they are); tally (gangs_hired)
//!
//! # Source
//! focused deterrence \[braga2019\]; that organizations hire gangs, and all numbers, assumed
//!
//! # Limit
//! n youths hired, no regrowth: n falls like exp(-quarrels t) (tests/it/conflict.rs)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, NOWHERE, Stream};
use crate::engine::sampling::{chance, poisson, uniform, weighted};
use crate::state::cells::Cell;
use crate::state::citizens::{Age, STRATA, Stratum};
use crate::state::deaths::Cause;
use crate::state::organizations::OrganizationKey;
use crate::state::parts::Part;
use crate::state::world::{Municipality, World};
use crate::units::{Factor, MeanWeeks, Quantity, Share, Sourced, WeeklyRate};

/// What hiring writes.
pub const HIRE_WRITES: &[Part] = &[Part::Gangs, Part::Tally];

/// What quarrels write.
pub const QUARREL_WRITES: &[Part] = &[Part::Occupied, Part::Citizens, Part::Gangs, Part::Tally];

/// Numbers of gangs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Hazard of a gang near an organization to be hired [1/week].
    pub hiring: Sourced<WeeklyRate>,
    /// How much more an organization at war hires, relative.
    pub war: Sourced<Factor>,
    /// Hazard of a hired gang to be left [1/week].
    pub leaving: Sourced<WeeklyRate>,
    /// Mean time in which a gang grows back (weeks).
    pub regrowth: Sourced<MeanWeeks>,
    /// Deadly quarrels of a hired gang for each youth, in peace [1/week].
    pub quarrels: Sourced<WeeklyRate>,
    /// How much more hired gangs quarrel while their organization is at war, relative.
    pub heat: Sourced<Factor>,
    /// Deadly quarrels of a gang that nobody hires, for each youth [1/week].
    pub quarrels_unhired: Sourced<WeeklyRate>,
    /// Part of its quarrels that focused deterrence at full level takes from a gang.
    pub calm: Sourced<Share>,
    /// Part of its youths that focused deterrence at full level keeps from a gang.
    pub deterrence: Sourced<Share>,
}

/// Mean number of deadly quarrels in a week of a hired gang of so many youths.
pub fn quarrels(p: &Parameters, youths: f64, at_war: bool, deterrence: f64) -> f64 {
    let heat = if at_war { p.heat.get() } else { 0.0 };
    p.quarrels.get() * youths * (1.0 + heat) * (1.0 - p.calm.get() * deterrence)
}

/// Every fourth week: gangs near organizations are hired or left, all grow back.
pub fn hire(world: &mut World, p: &Parameters, luck: &Luck) {
    let mut hired: Vec<u32> = Vec::new();
    let leaving = 1.0 - libm::exp(-4.0 * p.leaving.get());
    for place in std::mem::take(&mut world.hired) {
        let hired_by = world.municipalities[place as usize].gang.hired_by;
        let known = near(world, place).any(|cell| hired_by == Some(cell.organization));
        if known && !chance(&mut luck.of(place, 1), leaving) {
            hired.push(place);
        } else {
            world.at(place).gang.hired_by = None;
        }
    }
    let chances = [0.0, p.war.get()].map(|war| -libm::expm1(-4.0 * p.hiring.get() * (1.0 + war)));
    for place in within_reach(world) {
        let gang = &world.municipalities[place as usize].gang;
        if gang.hired_by.is_some() || gang.size == 0 || p.hiring.get() <= 0.0 {
            continue;
        }
        let mut rng = luck.of(place, 0);
        // Whoever it is, nobody hires with a larger chance than an organization at war.
        let draw = uniform(&mut rng);
        if draw >= chances[1] {
            continue;
        }
        let cells: Vec<(OrganizationKey, f64)> = near(world, place)
            .map(|cell| (cell.organization, cell.strength()))
            .collect();
        let weights: Vec<f64> = cells.iter().map(|(_, members)| *members).collect();
        let Some((key, _)) = weighted(&mut rng, &weights).map(|index| cells[index]) else {
            continue;
        };
        if draw < chances[usize::from(world.relations.at_war(key))] {
            world.at(place).gang.hired_by = Some(key);
            world.tally.gangs_hired += 1;
            hired.push(place);
        }
    }
    hired.sort_unstable();
    world.hired = hired;
    let back = -libm::expm1(-4.0 / p.regrowth.get());
    for here in &mut world.municipalities {
        regrow(here, p, back);
    }
}

/// Places with a cell or next to one, ascending.
fn within_reach(world: &World) -> Vec<u32> {
    let mut reached = vec![false; world.municipalities.len()];
    for &place in &world.occupied {
        if !world.municipalities[place as usize].cells.is_empty() {
            reached[place as usize] = true;
            for to in world.country.map.graph.neighbours(place) {
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
fn near(world: &World, place: u32) -> impl Iterator<Item = &Cell> {
    let around = world.country.map.graph.neighbours(place);
    let here = around.partition_point(|other| *other < place);
    let (before, after) = around.split_at(here);
    let places = before
        .iter()
        .copied()
        .chain([place])
        .chain(after.iter().copied());
    places.flat_map(|place| &world.municipalities[place as usize].cells)
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
pub fn quarrel(world: &mut World, p: &Parameters, luck: &Luck) {
    for place in world.hired.clone() {
        let here = &mut world.municipalities[place as usize];
        let Some(hired_by) = here.gang.hired_by else {
            continue;
        };
        let at_war = world.relations.at_war(hired_by);
        let youths = f64::from(here.gang.size);
        let mean = quarrels(p, youths, at_war, here.programmes.focused_deterrence);
        if mean <= 0.0 {
            continue;
        }
        let mut rng = luck.of(place, 0);
        let dead = poisson(&mut rng, mean);
        if dead == 0 {
            continue;
        }
        world.touch(place);
        let here = &mut world.municipalities[place as usize];
        for _ in 0..dead.min(here.gang.size) {
            if bury_youth(here, &mut rng) {
                here.tally.gang_quarrels += 1;
                here.tally.associate_deaths += 1;
                here.count_death(Cause::Between);
            }
        }
    }
    among_themselves(world, p, luck);
}

/// Quarrels of gangs that nobody hires: by natural sizes over the country, kept by real ones.
fn among_themselves(world: &mut World, p: &Parameters, luck: &Luck) {
    let natural = world.gang_youths;
    let mut rng = luck.of(NOWHERE, 0);
    let all = poisson(&mut rng, p.quarrels_unhired.get() * natural as f64);
    for number in 0..u64::from(all) {
        // As many draws for a quarrel that does not take place, so that others keep their luck.
        let (place, keep) = (uniform(&mut rng), uniform(&mut rng));
        let Some(place) = world.country.home(place) else {
            return;
        };
        let gang = world.municipalities[place as usize].gang;
        let kept = f64::from(gang.size) / f64::from(gang.natural.max(1));
        if gang.hired_by.is_some() || gang.size == 0 || keep >= kept {
            continue;
        }
        world.touch(place);
        let here = world.at(place);
        if bury_youth(here, &mut luck.of(place, number + 1)) {
            here.tally.other_homicides += 1;
        }
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
    let Some(stratum) = weighted(rng, &weights).and_then(|index| Stratum::all().nth(index)) else {
        return false;
    };
    here.citizens.bury_civilian(stratum);
    here.gang.size = here.gang.size.saturating_sub(1);
    true
}
