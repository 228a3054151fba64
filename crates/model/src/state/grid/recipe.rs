//! The recipe of a grid: sizes, a random seed, and every parameter of the generator with its source.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::units::{Factor, Kilometres, Per100k, Quantity, Share, Sourced, Weight};

/// A synthetic country.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Municipalities from west to east, 4 to 999.
    pub width: u32,
    /// Municipalities from north to south, 4 to 999.
    pub height: u32,
    /// Seed of all luck in the map.
    pub seed: u64,
    /// Residents of the country, exactly.
    pub population: u64,
    /// The country that it stands for; without it, the one that the shipped numbers are of.
    pub country: Option<String>,
    /// The year of the presence and of the burn-in; week 0 is the first week of the next. Without it, that of the
    /// country that the shipped numbers are of.
    pub year: Option<i32>,
    /// States, at most 999 and one for every four municipalities.
    pub states: u32,
    /// Ground, borders and crops.
    pub land: Land,
    /// Where people live.
    pub people: People,
    /// Who is poor.
    pub poverty: Poverty,
    /// Where the organizations are.
    pub presence: Presence,
    /// What was before the start. Without it organizations were seen in one year and have no homes, and nobody counted
    /// homicides.
    pub past: Option<Past>,
    /// Mountains, where drug crops grow; one or more.
    pub sierras: Vec<Sierra>,
    /// The organizations at the start, largest first; one or more.
    pub seats: Vec<Seat>,
}

/// Ground, borders and crops.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Land {
    /// Width of a municipality.
    pub cell_width_km: Sourced<Kilometres>,
    /// Mean height of a municipality.
    pub cell_height_km: Sourced<Kilometres>,
    /// Exponent `a` of the distance of row `r` of `h` from the north edge, `(r/h)^a`: below 1
    /// northern municipalities are taller than southern ones.
    pub northern_stretch: Sourced<Factor>,
    /// One crossing on every so much of the north edge.
    pub crossing_every_km: Sourced<Kilometres>,
    /// Ports for each municipality on a coast.
    pub port_share: Sourced<Share>,
    /// Part of the south edge, from the east, that is a border; the rest is coast.
    pub south_border_share: Sourced<Share>,
    /// Standard deviation of the logarithm of the speed at which states grow from their seeds.
    pub state_spread: Sourced<Factor>,
    /// Spread of numbers of neighbours: standard deviation of the logarithm of those that municipalities
    /// are dealt, which their places let them have in part.
    pub neighbour_spread: Sourced<Factor>,
    /// Weight of residents in the rank of that number, against 1 for a municipality's own luck.
    pub neighbour_size: Sourced<Weight>,
    /// Part of the municipalities with drug crops.
    pub crop_share: Sourced<Share>,
    /// Standard deviation of the logarithm of crops where there are any.
    pub crop_spread: Sourced<Factor>,
    /// Noise in the terrain, against the height of a sierra.
    pub roughness: Sourced<Factor>,
}

/// Where people live.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Standard deviation of the logarithm of residents of a municipality.
    pub size_spread: Sourced<Factor>,
    /// Radius of an urban region, in municipalities.
    pub region_radius: Sourced<Factor>,
    /// Weight of the region in a municipality's rank, against 1 for its own luck.
    pub region_weight: Sourced<Factor>,
    /// Pull of the north in that rank, from the south edge to the north edge.
    pub north_weight: Sourced<Weight>,
    /// Pull of a sierra's top in that rank.
    pub sierra_weight: Sourced<Weight>,
}

/// Who is poor: a sum, held between `least` and `most`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Poverty {
    /// Poor share of a middling municipality half-way south.
    pub mean: Sourced<Share>,
    /// More from the north edge to the south edge.
    pub south: Sourced<Weight>,
    /// More on top of a sierra.
    pub sierra: Sourced<Weight>,
    /// More for each standard deviation of the logarithm of residents.
    pub size: Sourced<Weight>,
    /// Standard deviation that whole regions share.
    pub region: Sourced<Factor>,
    /// Standard deviation of a single municipality.
    pub own: Sourced<Factor>,
    /// Smallest share.
    pub least: Sourced<Share>,
    /// Largest share.
    pub most: Sourced<Share>,
}

/// Where the organizations are.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// Part of the municipalities with an organization.
    pub share: Sourced<Share>,
    /// Distance from an organization's core, and from its way north, within which presence falls
    /// to a third.
    pub reach_km: Sourced<Kilometres>,
    /// Exponent of residents in the pull of a municipality.
    pub city_exponent: Sourced<Factor>,
    /// Standard deviation of the logarithm of what makes one municipality worth more than another
    /// of its size to every organization: markets, roads, landing strips.
    pub plaza_spread: Sourced<Factor>,
    /// Part of the variance of that logarithm that whole regions share, of the radius of an urban region.
    pub plaza_region: Sourced<Share>,
    /// Part of the presence that is anywhere in the country.
    pub far_share: Sourced<Share>,
}

/// What was before the start: homicides, records of earlier years, homes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Past {
    /// Homicides a year per 100,000 residents.
    pub homicides: Sourced<Per100k>,
    /// Standard deviation of the logarithm of a municipality's rate, without what crops do to it.
    pub spread: Sourced<Factor>,
    /// Part of its variance that whole regions share, of the radius of an urban region.
    pub region: Sourced<Share>,
    /// More in that logarithm where drugs are grown.
    pub crops: Sourced<Weight>,
    /// Municipalities with a record in a year, over those of the year before.
    pub growth: Sourced<Factor>,
    /// Enclaves of an organization, beside its seat.
    pub enclaves: Sourced<Factor>,
    /// Weight of an enclave as a home, against 1 for the seat and for the state around it.
    pub enclave: Sourced<Share>,
    /// Weight of the next state.
    pub next_state: Sourced<Share>,
}

/// Mountains: a bump of height 1.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sierra {
    /// Its name.
    pub name: String,
    /// Centre, from 0 at the west edge to 1 at the east edge.
    pub east: f64,
    /// Centre, from 0 at the north edge to 1 at the south edge.
    pub south: f64,
    /// Half its width, as a part of the country's.
    pub half_width: f64,
    /// Half its length, as a part of the country's height.
    pub half_length: f64,
    /// What it is like.
    pub source: String,
}

/// Where an organization comes from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// Its name.
    pub name: String,
    /// What it grew around.
    pub core: SeatKind,
    /// The core is the place of that kind nearest to here: 0 at the west edge, 1 at the east edge.
    pub east: f64,
    /// The same, 0 at the north edge, 1 at the south edge.
    pub south: f64,
    /// What it is like.
    pub source: String,
}

/// What an organization grew around.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeatKind {
    /// A crossing to the north.
    Crossing,
    /// A sea port.
    Port,
    /// Drug crops.
    Crops,
}

/// A number of a recipe that makes no country.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` is {value}, expected {expected}")]
pub struct RecipeProblem {
    /// The key in the recipe, the last part of its path.
    pub field: &'static str,
    /// What it is.
    pub value: String,
    /// What it should be.
    pub expected: String,
}

impl Recipe {
    /// Municipalities.
    pub(super) fn cells(&self) -> usize {
        self.columns() * self.rows()
    }

    pub(super) fn columns(&self) -> usize {
        self.width as usize
    }

    pub(super) fn rows(&self) -> usize {
        self.height as usize
    }

    /// Centre of a cell, east and south, each from 0 to 1.
    pub(super) fn position(&self, cell: usize) -> (f64, f64) {
        let (row, column) = (cell / self.columns(), cell % self.columns());
        (
            (column as f64 + 0.5) / self.columns() as f64,
            (row as f64 + 0.5) / self.rows() as f64,
        )
    }

    /// What is wrong with it beyond the bounds of single numbers; empty when a map can be made.
    pub fn problems(&self) -> Vec<RecipeProblem> {
        let mut found = Vec::new();
        let mut hold = |right: bool, field, value: String, expected: String| {
            if !right {
                found.push(RecipeProblem {
                    field,
                    value,
                    expected,
                });
            }
        };
        let side = |n: u32| (4..=999).contains(&n);
        for (field, n) in [("width", self.width), ("height", self.height)] {
            hold(side(n), field, n.to_string(), "4 to 999".to_owned());
        }
        if side(self.width) && side(self.height) {
            let cells = self.cells() as u64;
            let residents = cells * 1_000..=2_000_000_000;
            hold(
                residents.contains(&self.population),
                "population",
                self.population.to_string(),
                format!(
                    "{} (1,000 for each municipality) to {}",
                    residents.start(),
                    residents.end()
                ),
            );
            let most = (cells / 4).min(999);
            hold(
                (1..=most).contains(&u64::from(self.states)),
                "states",
                self.states.to_string(),
                format!("1 to {most}, and four municipalities in each"),
            );
        }
        for (field, value) in [
            ("cell_width_km", self.land.cell_width_km.get()),
            ("cell_height_km", self.land.cell_height_km.get()),
            ("northern_stretch", self.land.northern_stretch.get()),
            ("crossing_every_km", self.land.crossing_every_km.get()),
            ("region_radius", self.people.region_radius.get()),
            ("reach_km", self.presence.reach_km.get()),
        ] {
            hold(value > 0.0, field, value.to_string(), "more than 0".into());
        }
        let some = "one or more".to_owned();
        hold(
            !self.sierras.is_empty(),
            "sierras",
            "empty".into(),
            some.clone(),
        );
        hold(!self.seats.is_empty(), "seats", "empty".into(), some);
        let centres = self
            .sierras
            .iter()
            .map(|sierra| (sierra.east, sierra.south));
        let cores = self.seats.iter().map(|seat| (seat.east, seat.south));
        for (east, south) in centres.chain(cores) {
            for (field, value) in [("east", east), ("south", south)] {
                let within = (0.0..=1.0).contains(&value);
                hold(within, field, value.to_string(), "0 to 1".into());
            }
        }
        for sierra in &self.sierras {
            for (field, value) in [
                ("half_width", sierra.half_width),
                ("half_length", sierra.half_length),
            ] {
                let right = value > 0.0 && value <= 1.0;
                hold(
                    right,
                    field,
                    value.to_string(),
                    "more than 0, at most 1".into(),
                );
            }
        }
        for (index, seat) in self.seats.iter().enumerate() {
            let double = self.seats[..index]
                .iter()
                .any(|other| other.name == seat.name);
            hold(
                !double && !seat.name.is_empty(),
                "name",
                format!("`{}`", seat.name),
                "names of organizations that differ and are not empty".into(),
            );
        }
        found
    }
}
