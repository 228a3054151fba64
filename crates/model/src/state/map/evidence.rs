//! What is known of the organizations at the start: where they were seen, where they sit, and whom they fought.

/// A criminal organization of the first week: what is known of where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct InitialOrganization {
    /// Its usual name, as in `sinaloa`.
    pub name: String,
    /// Where it was seen, ascending by year and place; each place once a year.
    pub records: Vec<Sighting>,
    /// Where it sits, as sources say.
    pub homes: Vec<Home>,
}

/// An organization that was seen in a municipality in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// The year.
    pub year: i32,
    /// Index into [`super::Map::places`].
    pub place: u32,
    /// How often it was seen.
    pub records: f64,
    /// How far that is believed, 0 to 1: less where records of other places are counted by mistake.
    pub believed: f64,
    /// The faction it belongs to, as in `zetas` within `gulf`.
    pub faction: Option<String>,
}

/// A seat, a stronghold or a plaza of an organization.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// Index into [`super::Map::places`]; none of a whole state.
    pub place: Option<u32>,
    /// Its state, or the whole one: an index into [`super::Map::states`].
    pub state: u16,
    /// Its weight, relative to the other homes of all organizations.
    pub weight: f64,
    /// The faction whose home it is.
    pub faction: Option<String>,
}

/// How two organizations stood to one another at the start, somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The one, by name: the first of both in the alphabet.
    pub organization: String,
    /// The other.
    pub other: String,
    /// How they stood.
    pub kind: ConflictKind,
    /// Index into [`super::Map::places`]; none of a whole state, and of the whole country.
    pub place: Option<u32>,
    /// Its state, or the whole one: an index into [`super::Map::states`]; none of the whole country.
    pub state: Option<u16>,
    /// The year it began.
    pub since: Option<i32>,
}

/// How two organizations stood: of rows that contradict one another the greater holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictKind {
    /// They stood together.
    Alliance,
    /// They were hostile, without open war.
    Rivalry,
    /// They fought.
    War,
}

impl ConflictKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::War, Self::Rivalry, Self::Alliance];

    /// The kind of this name in tables, or what is wrong with it.
    pub fn named(name: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|kind| kind.name() == name);
        known.ok_or_else(|| format!("kind is `{name}`, expected war, rivalry or alliance"))
    }

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alliance => "alliance",
            Self::Rivalry => "rivalry",
            Self::War => "war",
        }
    }
}

impl InitialOrganization {
    /// Where it was seen in a year, ascending by place.
    pub fn seen_in(&self, year: i32) -> impl Iterator<Item = &Sighting> {
        self.records.iter().filter(move |seen| seen.year == year)
    }

    /// Its factions, as often as they are named.
    pub fn factions(&self) -> impl Iterator<Item = &str> {
        let seen = self.records.iter().map(|seen| &seen.faction);
        let homes = self.homes.iter().map(|home| &home.faction);
        seen.chain(homes).filter_map(|faction| faction.as_deref())
    }
}
