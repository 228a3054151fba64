//! The tables `pairs` and `control` tell each death between organizations once and each cell once, and recording
//! them moves nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use plaza_batch::rows::{Recorded, Rows};
use plaza_engine::luck::Key;
use plaza_model::state::relations::Standing;
use plaza_model::submodels::raids;

use plaza::runs::design::{Design, RecordReplicates};
use plaza::runs::dictionary::{CONTROL, NATIONAL, PAIRS, PANEL, TABLES};
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop, Watch};

use crate::rules::worlds::{fix, group, parameters, smoke, towns, world};

/// The status quo of the small grid, with these tables recorded of the replicates asked for.
fn design(which: RecordReplicates) -> Design {
    let mut design = smoke();
    design.record.panel = RecordReplicates::Every(true);
    design.record.pairs = which.clone();
    design.record.control = which;
    design
}

fn recorded(design: &Design, watch: Watch<'_>) -> Recorded {
    let policy = design.policies.len() - 1;
    let stop = Stop::default();
    match replicate::run_watched(design, &[policy], 3, true, &stop, watch).pop() {
        Some(Ending::Done(recorded)) => *recorded,
        other => panic!("the replicate ended {other:?}"),
    }
}

/// Rows of a table.
fn of<'a>(recorded: &'a Recorded, name: &str) -> &'a Rows {
    let mut tables = recorded.tables.iter();
    let found = tables.find(|rows| rows.table.name == name);
    found.expect("a table of the replicate")
}

/// Week and municipality of each row.
fn cells(rows: &Rows) -> Vec<(i32, String)> {
    let weeks = rows.numbers("week");
    let codes = rows.texts("municipality").into_iter();
    let codes = codes.map(|code| code.expect("a code").to_owned());
    weeks
        .into_iter()
        .map(|week| week as i32)
        .zip(codes)
        .collect()
}

#[test]
fn pairs_tell_each_death_between_organizations_once() {
    let tallies = Mutex::new(BTreeMap::new());
    let mut design = design(RecordReplicates::Every(true));
    let p = Arc::make_mut(&mut design.parameters);
    fix!(p; fighting.bystanders = 0.3);
    let recorded = recorded(&design, &|world, _| {
        for here in world.land.active().filter(|_| world.given.week >= 0) {
            let code = &world.given.country.map.places[here.place as usize].code;
            if here.tally.deaths_between > 0 {
                let mut tallies = tallies.lock().expect("nobody panics");
                let dead = f64::from(here.tally.deaths_between);
                tallies.insert((world.given.week, code.clone()), dead);
            }
        }
    });
    let pairs = of(&recorded, PAIRS.name);
    let (killers, sides) = (pairs.texts("organization"), pairs.texts("other"));
    let deaths = pairs.numbers("deaths");
    let mut sums = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (row, at) in cells(pairs).into_iter().enumerate() {
        assert!(deaths[row] >= 1.0);
        assert!(
            seen.insert((at.clone(), &killers[row], &sides[row])),
            "{at:?}: a pair has one row"
        );
        *sums.entry(at).or_insert(0.0) += deaths[row];
    }
    assert_eq!(sums, tallies.into_inner().expect("nobody panics"));

    let national = of(&recorded, NATIONAL.name);
    let mut weeks = vec![0.0; national.len()];
    for ((week, _), dead) in &sums {
        weeks[*week as usize] += dead;
    }
    assert_eq!(weeks, national.numbers("oc_deaths_between"));

    // Another's, one's own, hired gangs, bystanders of clashes: nobody is raided in these two years.
    let kinds: BTreeSet<(bool, bool, bool)> = killers
        .iter()
        .zip(sides)
        .map(|(killer, side)| (killer.is_some(), side.is_some(), *killer == side))
        .collect();
    let expected = [
        (true, true, false),
        (true, true, true),
        (true, false, false),
        (false, true, false),
        (false, false, true),
    ];
    assert_eq!(kinds, expected.into());
}

#[test]
fn raids_name_the_raider_of_bystanders_and_the_raided_of_raiders() {
    let map = towns(
        &[300_000, 200_000],
        &[group("one", &[0]), group("two", &[1])],
    );
    let mut p = parameters();
    fix!(p;
        initial.around = 0.0,
        initial.clump = 0.0,
        initial.least = 0.0,
        raids.rate = 0.02,
        raids.rival = 1.0,
        raids.bystanders = 0.3,
        raids.lost = 0.3,
    );
    let key = Key::new(7, 0);
    let mut world = world(&map, &p, key);
    world.keep_killings();
    let keys = Vec::from_iter(world.groups.organizations.keys().copied());
    let [one, other] = keys[..] else {
        panic!("two organizations");
    };
    world.groups.relations.set(one, other, Standing::War, 0);
    for week in 0..8 {
        let luck = key.luck(17, week);
        let country = &world.given.country;
        raids::step(&mut world.land, &world.groups, country, &p.raids, &luck);
    }
    let mut seen = BTreeSet::new();
    for here in &world.land.municipalities {
        let killings = here.killings.as_ref().expect("they are kept");
        assert_eq!(killings.len() as u32, here.tally.deaths_between);
        seen.extend(killings.iter().map(|of| (of.killer, of.side)));
    }
    let of = |killer, side| (Some(killer), side);
    let expected = [
        of(one, Some(other)),
        of(other, Some(one)),
        of(one, None),
        of(other, None),
    ];
    assert_eq!(seen, expected.into());
}

#[test]
fn control_tells_each_cell_and_its_share() {
    let recorded = recorded(&design(RecordReplicates::Every(true)), &|_, _| {});
    let control = of(&recorded, CONTROL.name);
    let (members, shares) = (control.numbers("members"), control.numbers("share"));
    let mut sums: BTreeMap<(i32, String), [f64; 3]> = BTreeMap::new();
    for (row, at) in cells(control).into_iter().enumerate() {
        let sum = sums.entry(at).or_default();
        let new = [1.0, members[row], shares[row]];
        sum.iter_mut().zip(new).for_each(|(sum, new)| *sum += new);
    }
    assert!(sums.values().any(|[groups, ..]| *groups > 2.0));
    let panel = of(&recorded, PANEL.name);
    let (groups, people) = (panel.numbers("organizations"), panel.numbers("members"));
    let mut there = 0;
    for (row, at) in cells(panel).into_iter().enumerate() {
        let [counted, members, shares] = sums.get(&at).copied().unwrap_or_default();
        assert_eq!((counted, members), (groups[row], people[row]), "{at:?}");
        assert!(groups[row] == 0.0 || (shares - 1.0).abs() < 1e-12, "{at:?}");
        there += usize::from(groups[row] > 0.0);
    }
    assert_eq!(there, sums.len(), "the panel has each place with a cell");
}

#[test]
fn recording_them_moves_nothing_else() {
    let [with, without] =
        [true, false].map(|every| recorded(&design(RecordReplicates::Every(every)), &|_, _| {}));
    let others = TABLES.len() - 3;
    assert_eq!(TABLES[others].name, PAIRS.name);
    assert_eq!(TABLES[others + 1].name, CONTROL.name);
    assert!(with.tables[..others] == without.tables[..others]);
    let asked = without.parts().map(|rows| rows.table.name);
    assert!(
        !asked
            .into_iter()
            .any(|name| [PAIRS.name, CONTROL.name].contains(&name))
    );
    let of_another = recorded(
        &design(RecordReplicates::Replicates([1].into())),
        &|_, _| {},
    );
    assert!(of_another == without);
}
