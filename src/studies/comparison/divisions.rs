//! The country divided into groups of municipalities: whole, by state, at crossings and elsewhere, by poverty.

use schemars::JsonSchema;
use serde::Serialize;

use plaza_model::state::map::{Map, Place};

/// What a result is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The country as one.
    Country,
    /// Municipalities with a crossing to the north, and all others: what a policy means by `where = "border"`.
    Border,
    /// Thirds of the residents, by the poverty of their municipalities.
    Poverty,
    /// The states of the map.
    State,
    /// Who dies.
    Victims,
}

impl By {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Border => "border",
            Self::Poverty => "poverty",
            Self::State => "state",
            Self::Victims => "victims",
        }
    }
}

/// Some municipalities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they are called.
    pub name: String,
    /// Their indices in the map.
    pub places: Vec<u32>,
}

/// All municipalities, each in one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// What they are divided by.
    pub by: By,
    /// The groups, none of them empty.
    pub groups: Vec<Group>,
}

impl Division {
    /// Puts each municipality into the group of this name that `group` gives its index of.
    fn new(by: By, map: &Map, names: &[&str], group: impl Fn(usize, &Place) -> usize) -> Self {
        let groups = names.iter().map(|name| Group {
            name: (*name).to_owned(),
            places: Vec::new(),
        });
        let mut groups: Vec<Group> = groups.collect();
        for (index, place) in map.places.iter().enumerate() {
            groups[group(index, place)].places.push(index as u32);
        }
        groups.retain(|group| !group.places.is_empty());
        Self { by, groups }
    }
}

/// All divisions that tell municipalities of this map apart, the whole country first; and why others are left out.
pub fn divisions(map: &Map) -> (Vec<Division>, Vec<&'static str>) {
    let states: Vec<&str> = map.states.iter().map(String::as_str).collect();
    let thirds = thirds(map);
    let all = [
        (
            Division::new(
                By::Border,
                map,
                &["at_a_crossing", "elsewhere"],
                |_, place| usize::from(!place.crossing),
            ),
            "Not by border: a crossing to the north is nowhere or everywhere on this map",
        ),
        (
            Division::new(
                By::Poverty,
                map,
                &["poorest_third", "middle_third", "richest_third"],
                |index, _| thirds[index],
            ),
            "Not by poverty: all municipalities of this map are equally poor",
        ),
        (
            Division::new(By::State, map, &states, |_, place| usize::from(place.state)),
            "Not by state: this map has one",
        ),
    ];
    let mut divisions = vec![Division::new(By::Country, map, &["all"], |_, _| 0)];
    let mut left_out = Vec::new();
    for (division, why) in all {
        match division.groups.len() {
            ..2 => left_out.push(why),
            _ => divisions.push(division),
        }
    }
    (divisions, left_out)
}

/// The third of the residents, the poorest first, in which the middle one of each municipality is; the first
/// everywhere where all are equally poor.
fn thirds(map: &Map) -> Vec<usize> {
    let poverty = |place: &usize| map.places[*place].poverty;
    let mut order: Vec<usize> = (0..map.places.len()).collect();
    let mut thirds = vec![0; order.len()];
    if order.iter().all(|place| poverty(place) == poverty(&0)) {
        return thirds;
    }
    order.sort_by(|a, b| poverty(b).total_cmp(&poverty(a)).then(a.cmp(b)));
    let all = map.population().max(1);
    let mut before = 0;
    for place in order {
        let residents = u64::from(map.places[place].population);
        // Three times the middle, in halves of a resident.
        let third = 3 * (2 * before + residents) / (2 * all);
        thirds[place] = third.min(2) as usize;
        before += residents;
    }
    thirds
}
