//! Where an organization is expected in the first week: its members' share in each municipality.
//!
//! What was seen is a thinned sample, biased to violence, of where organizations are. So the share of municipality i
//! in the members of organization o is
//!
//! `s_oi = (1 - around) ((1 - homes) R_oi + homes H_oi) + around U_oi`
//!
//! - R: its records, each year's weighing `fading` of the year's after it: the sum of
//!   `fading^(Y - y) believed records^bias`, and `bias` below 1 because press counts grow with violence;
//! - H: its homes by weight; that of a whole state is spread over the state by the ground;
//! - U: the end of a walk from R and H over borders, `unseen_steps` of them on average, to neighbours by the ground;
//!   times the chance that nobody saw the organization there in the years of records, `exp(-detection homicides)` of
//!   all homicides of those years (occupancy models: MacKenzie et al. 2002), none where it was seen;
//! - the ground: what makes a municipality worth having, a mean of its shares of the country's homicides, drug crops,
//!   crossings and ports, and the root of its residents.
//!
//! What a map does not have leaves its part to the rest: without homes records alone count, without records homes.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::graph::Graph;
use crate::state::initial::parameters::Parameters;
use crate::state::map::{InitialOrganization, Map, Place, Sighting};
use crate::units::Quantity;

/// Walkers who are still on their way are forgotten when they are fewer than this part.
const FEW: f64 = 1e-6;

/// Where one organization is expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Field<'a> {
    /// The organization.
    pub organization: &'a InitialOrganization,
    /// Its size as far as is known, relative to the others: its share of all records and of all homes.
    pub evidence: f64,
    /// The share of its members who are expected in each municipality; they add up to 1.
    pub shares: Vec<f64>,
    /// Where it was seen or sits, and the faction that is there most.
    known: BTreeMap<u32, Option<&'a str>>,
}

/// Weights by place and faction.
#[derive(Default)]
struct Mass<'a>(BTreeMap<u32, BTreeMap<Option<&'a str>, f64>>);

impl<'a> Mass<'a> {
    fn add(&mut self, place: u32, faction: Option<&'a str>, weight: f64) {
        if weight > 0.0 {
            let here = self.0.entry(place).or_default();
            *here.entry(faction).or_default() += weight;
        }
    }

    /// Adds `part` of the whole of another mass.
    fn add_part(&mut self, part: f64, other: &Self) {
        let all = other.total();
        for (place, factions) in &other.0 {
            for (faction, weight) in factions {
                self.add(*place, *faction, part * weight / all);
            }
        }
    }

    fn total(&self) -> f64 {
        let weights = self.0.values().flat_map(BTreeMap::values);
        weights.sum()
    }

    fn by_place(&self, places: usize) -> Vec<f64> {
        let mut weights = vec![0.0; places];
        for (place, factions) in &self.0 {
            weights[*place as usize] = factions.values().sum();
        }
        weights
    }
}

/// The fields of all organizations of which anything is known, those of most evidence first.
pub fn fields<'a>(map: &'a Map, p: &Parameters) -> Vec<Field<'a>> {
    let ground = ground(map, p);
    let unseen = unseen(map, p);
    let masses = map.organizations.iter().map(|of| {
        let (seen, homes) = (seen(map, of, p), homes(map, of, &ground));
        (of, seen, homes)
    });
    let masses: Vec<(&InitialOrganization, Mass<'a>, Mass<'a>)> = masses.collect();
    let all_seen: f64 = masses.iter().map(|(_, seen, _)| seen.total()).sum();
    let all_homes: f64 = masses.iter().map(|(_, _, homes)| homes.total()).sum();
    let part = part_of_homes(all_seen, all_homes, p);
    let share = |own: f64, all: f64| if all > 0.0 { own / all } else { 0.0 };
    let mut fields = Vec::new();
    for (organization, seen, homes) in masses {
        let (records, sites) = (seen.total(), homes.total());
        let mut known = Mass::default();
        let own = part_of_homes(records, sites, p);
        known.add_part(1.0 - own, &seen);
        known.add_part(own, &homes);
        if known.0.is_empty() {
            continue;
        }
        let mut shares = known.by_place(map.places.len());
        let seen: BTreeSet<u32> = organization.records.iter().map(|seen| seen.place).collect();
        let unseen = |place: u32| match seen.contains(&place) {
            true => 0.0,
            false => unseen[place as usize],
        };
        if let Some(around) = around(&map.graph, &ground, unseen, &shares, p) {
            let part = p.around.get();
            for (share, around) in shares.iter_mut().zip(around) {
                *share = (1.0 - part) * *share + part * around;
            }
        }
        fields.push(Field {
            organization,
            evidence: (1.0 - part) * share(records, all_seen) + part * share(sites, all_homes),
            shares,
            known: known.0.into_iter().map(most).collect(),
        });
    }
    // Of equals the map's first.
    fields.sort_by(|a, b| b.evidence.total_cmp(&a.evidence));
    fields
}

impl<'a> Field<'a> {
    /// The faction of a cell: that which is there most, or where the organization is nearest.
    pub fn faction(&self, map: &Map, place: u32) -> Option<&'a str> {
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        let away = |at: &u32| map.squared_distance(*at, place);
        let known = self.known.iter();
        let nearest = known.min_by(|a, b| away(a.0).total_cmp(&away(b.0)));
        nearest.and_then(|(_, faction)| *faction)
    }
}

/// The part of homes: `homes`, or what is left by what there is none of.
fn part_of_homes(records: f64, homes: f64, p: &Parameters) -> f64 {
    match (records > 0.0, homes > 0.0) {
        (true, true) => p.homes.get(),
        (false, true) => 1.0,
        (_, false) => 0.0,
    }
}

/// A place and the faction of most weight there; of equals the organization itself, then the first by name.
fn most((place, factions): (u32, BTreeMap<Option<&str>, f64>)) -> (u32, Option<&str>) {
    let most = factions.values().copied().fold(0.0, f64::max);
    let found = factions.into_iter().find(|(_, weight)| *weight >= most);
    (place, found.and_then(|(faction, _)| faction))
}

/// What was seen of an organization.
fn seen<'a>(map: &Map, of: &'a InitialOrganization, p: &Parameters) -> Mass<'a> {
    let mut mass = Mass::default();
    for seen in &of.records {
        let years = map.start_year().saturating_sub(seen.year);
        let weight = libm::pow(p.fading.get(), f64::from(years))
            * libm::pow(seen.records, p.bias.get())
            * seen.believed;
        mass.add(seen.place, seen.faction.as_deref(), weight);
    }
    mass
}

/// Where an organization sits.
fn homes<'a>(map: &Map, of: &'a InitialOrganization, ground: &[f64]) -> Mass<'a> {
    let mut mass = Mass::default();
    for home in &of.homes {
        let faction = home.faction.as_deref();
        if let Some(place) = home.place {
            mass.add(place, faction, home.weight);
            continue;
        }
        let within = (0..).zip(&map.places);
        let within = within.filter(|(_, place)| place.state == home.state);
        let within: Vec<(u32, f64)> = within
            .map(|(place, _): (u32, &Place)| (place, ground[place as usize]))
            .collect();
        let all: f64 = within.iter().map(|(_, ground)| ground).sum();
        for (place, ground) in within.into_iter().filter(|_| all > 0.0) {
            mass.add(place, faction, home.weight * ground / all);
        }
    }
    mass
}

/// What makes each municipality worth having; the shares add up to 1.
fn ground(map: &Map, p: &Parameters) -> Vec<f64> {
    let gates = |place: &Place| f64::from(u8::from(place.crossing) + u8::from(place.port));
    let parts = [
        (p.by_homicides.get(), worths(map, |place| place.homicides)),
        (p.by_crops.get(), worths(map, |place| place.crop)),
        (p.by_gates.get(), worths(map, gates)),
    ];
    let mut ground = vec![0.0; map.places.len()];
    let mut rest = 1.0;
    for (part, worths) in parts {
        let all: f64 = worths.iter().sum();
        if all > 0.0 {
            rest -= part;
            for (ground, worth) in ground.iter_mut().zip(worths) {
                *ground += part * worth / all;
            }
        }
    }
    let roots = worths(map, |place| f64::from(place.population).sqrt());
    let all: f64 = roots.iter().sum();
    for (ground, root) in ground.iter_mut().zip(roots) {
        *ground += rest.max(0.0) * root / all;
    }
    ground
}

/// What every place has of something.
fn worths(map: &Map, worth: impl Fn(&Place) -> f64) -> Vec<f64> {
    map.places.iter().map(worth).collect()
}

/// The chance that nobody saw an organization at each place that was there in all years of records.
fn unseen(map: &Map, p: &Parameters) -> Vec<f64> {
    let records = map.organizations.iter().flat_map(|of| &of.records);
    let first = records.map(|seen: &Sighting| seen.year).min();
    let years = first.map_or(0, |first| map.start_year().saturating_sub(first) + 1);
    let hazard = p.detection.get() * f64::from(years.max(0));
    let places = map.places.iter();
    places
        .map(|place| libm::exp(-hazard * place.homicides))
        .collect()
}

/// Where walks from a mass end, of those who were not seen there; none where no walk ends unseen.
fn around(
    graph: &Graph,
    ground: &[f64],
    unseen: impl Fn(u32) -> f64,
    from: &[f64],
    p: &Parameters,
) -> Option<Vec<f64>> {
    let stop = 1.0 / p.unseen_steps.get().max(1.0);
    let mut walkers = from.to_vec();
    let mut ends = vec![0.0; from.len()];
    let mut left = 1.0;
    while left > FEW {
        walkers = over_a_border(graph, ground, &walkers);
        for (end, walker) in ends.iter_mut().zip(&mut walkers) {
            *end += stop * *walker;
            *walker *= 1.0 - stop;
        }
        left *= 1.0 - stop;
    }
    for (place, end) in (0..).zip(&mut ends) {
        *end *= unseen(place);
    }
    let all: f64 = ends.iter().sum();
    (all > 0.0).then(|| ends.into_iter().map(|end| end / all).collect())
}

/// One step of all walkers, to neighbours by the ground; they stay where no neighbour has any.
fn over_a_border(graph: &Graph, ground: &[f64], walkers: &[f64]) -> Vec<f64> {
    let mut next = vec![0.0; walkers.len()];
    for (place, walker) in (0..).zip(walkers).filter(|(_, walker)| **walker > 0.0) {
        let neighbours = graph.neighbours(place);
        let worth = neighbours.iter().map(|to| ground[*to as usize]);
        let all: f64 = worth.sum();
        if all > 0.0 {
            for to in neighbours {
                next[*to as usize] += walker * ground[*to as usize] / all;
            }
        } else {
            next[place as usize] += walker;
        }
    }
    next
}
