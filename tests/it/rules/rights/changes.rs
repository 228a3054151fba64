//! Which parts of a world differ from those of another: every field of the world is compared, and belongs
//! to one part.

use std::collections::BTreeSet;
use std::sync::Arc;

use plaza_model::state::cells::Cell;
use plaza_model::state::community::{Community, Gang};
use plaza_model::state::forces::Corps;
use plaza_model::state::government::Government;
use plaza_model::state::jurisdictions::Jurisdiction;
use plaza_model::state::organizations::Organization;
use plaza_model::state::outside::Outside;
use plaza_model::state::parts::Part;
use plaza_model::state::world::{
    Abroad, Given, Groups, Institutions, Land, Municipality, Record, World,
};

/// A field that differs, and its part; what never changes has none.
pub type Change = (Option<Part>, &'static str);

/// Compares the fields of a struct, each of which belongs to a part, or is compared by itself (`within`) or
/// may not change at all (`never`). The pattern has no `..`: a new field does not compile until it is listed.
macro_rules! compare {
    ($found:ident, $before:expr, $after:expr,
     $kind:ident, within($($within:ident),*), never($($never:ident),*),
     $($part:ident: $($field:ident),+;)*) => {{
        let (before, after): (&$kind, &$kind) = ($before, $after);
        let $kind { $($($field: _,)+)* $($within: _,)* $($never: _,)* } = after;
        $($(if before.$field != after.$field {
            $found.insert((
                Some(Part::$part),
                concat!(stringify!($kind), ".", stringify!($field)),
            ));
        })+)*
        $(if before.$never != after.$never {
            $found.insert((None, concat!(stringify!($kind), ".", stringify!($never))));
        })*
    }};
}

/// What differs between two worlds.
pub fn changes(before: &World, after: &World) -> BTreeSet<Change> {
    let mut found = BTreeSet::new();
    let f = &mut found;
    let World {
        given: _,
        land: _,
        groups: _,
        institutions: _,
        abroad: _,
        record: _,
    } = after;
    given(f, &before.given, &after.given);
    land(f, &before.land, &after.land);
    groups(f, &before.groups, &after.groups);
    institutions(f, &before.institutions, &after.institutions);
    abroad(f, &before.abroad, &after.abroad);
    compare!(f, &before.record, &after.record, Record, within(), never(),
        Tally: tally;
        Events: events;
        Lives: lives;
    );
    found
}

fn given(f: &mut BTreeSet<Change>, before: &Given, after: &Given) {
    compare!(f, before, after, Given, within(country, script), never(),
        Week: week;
        Orders: orders, locally, budget;
    );
    if !Arc::ptr_eq(&before.country, &after.country) {
        f.insert((None, "Given.country"));
    }
    if !Arc::ptr_eq(&before.script, &after.script) {
        f.insert((None, "Given.script"));
    }
}

fn land(f: &mut BTreeSet<Change>, before: &Land, after: &Land) {
    compare!(f, before, after, Land, within(municipalities), never(),
        Occupied: occupied;
        Population: population;
        Gangs: gang_youths, hired;
        Deaths: recent, troubled;
    );
    if before.municipalities.len() != after.municipalities.len() {
        f.insert((None, "Land.municipalities"));
    }
    for (before, after) in before.municipalities.iter().zip(&after.municipalities) {
        municipality(f, before, after);
    }
}

fn groups(f: &mut BTreeSet<Change>, before: &Groups, after: &Groups) {
    compare!(f, before, after, Groups, within(organizations), never(),
        Relations: relations;
    );
    let keys = |groups: &Groups| Vec::from_iter(groups.organizations.keys().copied());
    if keys(before) != keys(after) {
        f.insert((Some(Part::Organizations), "Groups.organizations"));
    }
    for (key, before) in &before.organizations {
        if let Some(after) = after.organizations.get(key) {
            organization(f, before, after);
        }
    }
}

fn institutions(f: &mut BTreeSet<Change>, before: &Institutions, after: &Institutions) {
    compare!(f, before, after, Institutions, within(government, jurisdictions), never(),
        Garrisons: garrisoned;
        Units: units;
        Custody: released;
        Captives: captives;
        Docket: cohorts;
    );
    compare!(f, &before.government, &after.government, Government, within(), never(),
        Opinion: approval, trust_army, complaints;
        Command: coordination, equipment;
    );
    if before.jurisdictions.len() != after.jurisdictions.len() {
        f.insert((None, "Institutions.jurisdictions"));
    }
    for (before, after) in before.jurisdictions.iter().zip(&after.jurisdictions) {
        jurisdiction(f, before, after);
    }
}

fn abroad(f: &mut BTreeSet<Change>, before: &Abroad, after: &Abroad) {
    compare!(f, before, after, Abroad, within(outside), never(),
        Corridors: corridors, territory;
    );
    compare!(f, &before.outside, &after.outside, Outside, within(), never(),
        Market: price, supply;
        Abroad: demand, arms, cooperation, aid;
    );
}

fn municipality(f: &mut BTreeSet<Change>, before: &Municipality, after: &Municipality) {
    // `clocks` say only when to look again.
    compare!(f, before, after, Municipality, within(community, gang, police, cells, clocks), never(place),
        Citizens: citizens;
        Moved: moved;
        Memory: memory;
        Programmes: programmes;
        Capture: mayor;
        Officers: officers, fallen;
        Garrisons: steadiness;
        Killings: killings;
        Theatres: theatres;
        Tally: tally;
        Events: events;
    );
    // `pull` and `pays` are only what the others were worked out to.
    compare!(f, &before.community, &after.community, Community, within(pull, pays), never(),
        Community: fear, trust, lawfulness, violence, intelligence;
        Prospects: opportunity, vulnerability;
    );
    compare!(f, &before.gang, &after.gang, Gang, within(), never(),
        Gangs: natural, size, hired_by;
    );
    corps(f, &before.police, &after.police);
    if before.cells == after.cells {
        return;
    }
    let keys = |here: &Municipality| {
        here.cells
            .iter()
            .map(|c| c.organization)
            .collect::<Vec<_>>()
    };
    if keys(before) != keys(after) {
        f.insert((Some(Part::Cells), "Municipality.cells"));
    }
    for one in &before.cells {
        if let Some(index) = after.cell(one.organization) {
            cell(f, one, &after.cells[index]);
        }
    }
}

fn corps(f: &mut BTreeSet<Change>, before: &Corps, after: &Corps) {
    compare!(f, before, after, Corps, within(), never(),
        Police: authorized, merged, integrity, professionalism;
        Capture: captured_by, broke;
    );
}

fn jurisdiction(f: &mut BTreeSet<Change>, before: &Jurisdiction, after: &Jurisdiction) {
    compare!(f, before, after, Jurisdiction, within(police, clocks), never(),
        Capture: captured_by;
        Courts: prosecutors, reformed, capacity;
        Prisons: prisons;
        Custody: remand, sentenced;
        Docket: docket;
    );
    corps(f, &before.police, &after.police);
}

fn cell(f: &mut BTreeSet<Change>, before: &Cell, after: &Cell) {
    // `rank` says only where to look first.
    compare!(f, before, after, Cell, within(rank), never(),
        Cells: organization, faction, members, associates;
        Bosses: boss, fallen, boss_fell;
        Risk: pressure, danger;
        Deeds: killed, arms_lost, kills;
        Business: effort, income, payers, visits;
        Notice: incidents, visible;
    );
}

fn organization(f: &mut BTreeSet<Change>, before: &Organization, after: &Organization) {
    compare!(f, before, after, Organization, within(), never(),
        Organizations: key, name, parent, born_week;
        Leaders: leader, fallen;
        Cohesion: cohesion;
        Losses: losses, violence;
        Cash: cash, pay;
        Arms: arms;
        Agreements: agreement;
        Sizes: members, associates, places, members_upto;
    );
}
