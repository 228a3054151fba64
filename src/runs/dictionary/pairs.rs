//! The table `pairs`: its columns, and how each is read from the deaths of a week.

use plaza_batch::table::Table;

use plaza_model::state::killings::Killing;
use plaza_model::state::organizations::OrganizationKey;
use plaza_model::state::world::World;

use crate::runs::dictionary::words::{Place, Words};

/// One row per replicate, week, municipality and pair of who killed whom.
pub static PAIRS: Table = Table::new(
    "pairs",
    "who killed whom in one municipality in one week of one replicate: organized-crime deaths between \
     organizations; only where `[record] pairs` asks for it",
    PairRow::COLUMNS,
)
.on_request();

columns! {
    /// Deaths of one pair in a week and municipality.
    pub struct PairRow of (week: i32, place: u32, killing: Killing, deaths: u32) in Words {
        week: i32, Key, "week", "week of the model; 0 is the first week of the year after the map's", week;
        municipality: Place, Key, "-", "code of the map", Place(place);
        organization: Option<OrganizationKey>, Attribute, "-",
            "who killed: key; null where nobody knows: of bystanders of a clash, of hired gangs' quarrels, of leaders \
             whom rivals hunted down", killing.killer;
        other: Option<OrganizationKey>, Attribute, "-",
            "whose the dead were: key, of a hired gang its patron's, of a punishment the killer's own; null: bystanders",
            killing.side;
        deaths: u32, Count, "person",
            "organized-crime deaths; over all rows of a week and municipality those between organizations \
             (`oc_deaths_between`), those with two keys that differ are what one organization did to another", deaths;
    }
}

/// The rows of the week that has just ended: place by place, pair by pair.
pub fn rows(world: &World) -> Vec<PairRow> {
    let mut rows = Vec::new();
    for here in world.land.active() {
        let mut killings = here.killings.clone().unwrap_or_default();
        killings.sort_unstable();
        rows.extend(killings.chunk_by(|one, next| one == next).map(|same| {
            let deaths = same.len() as u32;
            PairRow::of(world.given.week, here.place, same[0], deaths)
        }));
    }
    rows
}
