//! The table `control`: its columns, and how each is read from a cell at the end of a week.

use plaza_batch::table::Table;

use plaza_model::state::organizations::OrganizationKey;
use plaza_model::state::world::World;

use crate::runs::dictionary::words::{Place, Words, part};

/// One row per replicate, week and cell.
pub static CONTROL: Table = Table::new(
    "control",
    "a group in one municipality in one week of one replicate, whether the press named it there or not; only where \
     `[record] control` asks for it",
    ControlRow::COLUMNS,
)
.on_request();

columns! {
    /// A cell at the end of a week.
    pub struct ControlRow of (week: i32, place: u32, organization: OrganizationKey, members: u32, all: u32) in Words {
        week: i32, Key, "week", "week of the model; 0 is the first week of the year after the map's", week;
        municipality: Place, Key, "-", "code of the map", Place(place);
        organization: OrganizationKey, Key, "-", "whose cell it is: key", organization;
        members: u32, Stock, "person", "its members here", members;
        share: f64, Stock, "1", "its members / members of all groups here",
            part(f64::from(members), f64::from(all));
    }
}

/// The rows of the week that has just ended: place by place, group by group.
pub fn rows(world: &World) -> impl Iterator<Item = ControlRow> {
    let week = world.given.week;
    world.land.active().flat_map(move |here| {
        let all = here.members();
        let cells = here.cells.iter();
        cells.map(move |cell| {
            ControlRow::of(week, here.place, cell.organization, cell.members.len(), all)
        })
    })
}
