//! The panel: what is recorded of municipalities week by week, where it is asked for.
//!
//! It is the largest table, so rows are kept compact until the replicate ends.

use std::collections::BTreeMap;
use std::sync::Arc;

use plaza_batch::rows::Value;
use plaza_model::state::forces::Force;
use plaza_model::state::organizations::OrganizationKey;
use plaza_model::state::world::{Municipality, World};

use crate::runs::observers::int;

/// All weeks so far.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    rows: Vec<Row>,
    /// The organizations visible in each row, one row after the other.
    visible: Vec<OrganizationKey>,
}

#[derive(Clone, Debug)]
struct Row {
    week: i32,
    place: u32,
    oc_deaths: u32,
    organizations: u32,
    /// How many entries of [`Panel::visible`] are of this row.
    visible: u32,
    members: u32,
    police: u32,
    federal_police: u32,
    soldiers: u32,
    extortions: u32,
    kidnappings: u32,
    displaced: u32,
    flow: f64,
}

impl Panel {
    /// Adds a week.
    pub fn week(&mut self, world: &World) {
        let mut places = world.occupied.clone();
        places.extend(&world.garrisoned);
        places.sort_unstable();
        places.dedup();
        for place in places {
            let here = &world.municipalities[place as usize];
            let counted = world.occupied.binary_search(&place).is_ok();
            self.place(here, counted, world);
        }
    }

    /// Adds a municipality if there is something to tell; its tally is of this week if it is
    /// `counted`.
    fn place(&mut self, here: &Municipality, counted: bool, world: &World) {
        let tally = if counted {
            here.tally
        } else {
            Default::default()
        };
        let (federal_police, soldiers) = (here.on_duty(Force::Federal), here.soldiers());
        let crimes = tally.oc_deaths() + tally.extortions + tally.kidnappings + tally.displaced;
        if here.cells.is_empty() && crimes + federal_police + soldiers == 0 {
            return;
        }
        let visible = self.visible.len();
        let cells = here.cells.iter().filter(|cell| cell.visible);
        self.visible.extend(cells.map(|cell| cell.organization));
        self.rows.push(Row {
            week: world.week,
            place: here.place,
            oc_deaths: tally.oc_deaths(),
            organizations: here.cells.len() as u32,
            visible: (self.visible.len() - visible) as u32,
            members: here.members(),
            police: here.police_officers(),
            federal_police,
            soldiers,
            extortions: tally.extortions,
            kidnappings: tally.kidnappings,
            displaced: tally.displaced,
            flow: world.corridors.flow[here.place as usize],
        });
    }

    /// Its rows, from the week on.
    pub fn values<'a>(&'a self, codes: &'a [Arc<str>]) -> impl Iterator<Item = [Value; 14]> + 'a {
        let keys: BTreeMap<OrganizationKey, Arc<str>> = self
            .visible
            .iter()
            .map(|key| (*key, key.to_string().into()))
            .collect();
        let mut next = 0;
        self.rows.iter().map(move |row| {
            let of_row = next..next + row.visible as usize;
            next = of_row.end;
            let ids = self.visible[of_row].iter().map(|key| keys[key].clone());
            [
                int(row.week),
                Value::Text(codes[row.place as usize].clone()),
                int(row.oc_deaths),
                int(row.organizations),
                int(row.visible),
                Value::Texts(ids.collect()),
                int(row.members),
                int(row.police),
                int(row.federal_police),
                int(row.soldiers),
                int(row.extortions),
                int(row.kidnappings),
                int(row.displaced),
                Value::Real(row.flow),
            ]
        })
    }
}
