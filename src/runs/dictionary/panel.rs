//! The table `panel`: its columns, and how each is read from a municipality at the end of a week.
//!
//! It is the largest table, so rows are kept compact until the replicate ends.

use plaza_batch::table::Table;

use plaza_model::state::forces::Force;
use plaza_model::state::organizations::OrganizationKey;
use plaza_model::state::tally::Tally;
use plaza_model::state::world::{Municipality, World};

use crate::runs::dictionary::words::{Place, Words};

/// One row per replicate, week and municipality with something to tell.
pub static PANEL: Table = Table::new(
    "panel",
    "a municipality in one week of one replicate, where an organization is, a crime of one \
     was counted, or a mobile unit stands",
    PanelRow::COLUMNS,
)
.on_request();

columns! {
    /// A municipality at the end of a week.
    pub struct PanelRow of (at: WeekOfPlace<'_>) in Words {
        week: i32, Key, "week", "week of the model; 0 is the first week of the year after the map's", at.world.given.week;
        municipality: Place, Key, "-", "code of the map", Place(at.here.place);
        oc_deaths: u32, Count, "person", "organized-crime deaths", counted(at.tally, Tally::oc_deaths);
        organizations: u32, Stock, "group", "groups with a cell here", at.here.cells.len() as u32;
        organizations_visible: u32, Count, "group",
            "groups the press named here this week [C14]", at.visible.len() as u32;
        organization_ids: Box<[OrganizationKey]>, Count, "-",
            "keys of the groups the press named here this week", at.visible.into();
        members: u32, Stock, "person", "members here", at.members;
        police: u32, Stock, "person", "municipal, state and federal police officers here", at.here.police_officers();
        federal_police: u32, Stock, "person", "federal police officers here", at.here.on_duty(Force::Federal);
        soldiers: u32, Stock, "person", "soldiers and marines here", at.here.soldiers();
        extortions: u32, Count, "firm", "firms visited by extortionists for the first time",
            counted(at.tally, |tally| tally.extortions);
        kidnappings: u32, Count, "crime", "kidnappings by groups",
            counted(at.tally, |tally| tally.kidnappings);
        displaced: u32, Count, "person", "residents who fled their home here",
            counted(at.tally, |tally| tally.displaced);
        flow: f64, Stock, "t/week", "drugs that go through", at.world.abroad.corridors.flow[at.here.place as usize];
    }
}

/// A municipality in the week that has just ended.
#[derive(Debug)]
pub struct WeekOfPlace<'a> {
    world: &'a World,
    here: &'a Municipality,
    /// What was counted this week, if anything was.
    tally: Option<&'a Tally>,
    /// Members of all groups here.
    members: u32,
    /// The groups that the press named.
    visible: Vec<OrganizationKey>,
}

impl<'a> WeekOfPlace<'a> {
    /// The municipality at a place, whose tally is of this week if it is `counted`; nothing where there is nothing to
    /// tell.
    pub fn of(world: &'a World, place: u32, counted: bool) -> Option<Self> {
        let here = &world.land[place];
        let tally = counted.then_some(&*here.tally);
        let units = || here.on_duty(Force::Federal) + here.soldiers();
        if here.cells.is_empty() && !tally.is_some_and(suffered) && units() == 0 {
            return None;
        }
        let mut week = Self {
            world,
            here,
            tally,
            members: 0,
            visible: Vec::new(),
        };
        for cell in &here.cells {
            week.members += cell.members.len();
            if cell.visible {
                week.visible.push(cell.organization);
            }
        }
        Some(week)
    }
}

/// A count of this week.
fn counted(tally: Option<&Tally>, of: fn(&Tally) -> u32) -> u32 {
    tally.map_or(0, of)
}

/// Whether a crime of an organization was counted.
fn suffered(tally: &Tally) -> bool {
    let Tally {
        extortions,
        kidnappings,
        displaced,
        ..
    } = tally;
    tally.oc_deaths() + extortions + kidnappings + displaced > 0
}
