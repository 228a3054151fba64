//! Levers at places: they hold there and nowhere else.

use std::fs;

use plaza_engine::luck::Key;
use plaza_model::policy::Policy;
use plaza_model::policy::course::Course;
use plaza_model::policy::levers::Kind;
use plaza_model::policy::money::planned;
use plaza_model::policy::regimes::{LEVERS, Reach};
use plaza_model::state::forces::Force;
use plaza_model::state::government::Unit;
use plaza_model::state::orders::Programmes;
use plaza_model::state::world::World;
use plaza_model::submodels::schedule;

use super::draws::rows_before;
use super::{
    CATALOGUE, FULL, MAP, TERMS, experiment, first_state, in_first_state, policy, recorded, small,
};
use crate::rules::worlds::{parameters, world};

#[test]
fn a_lever_at_places_holds_there_and_nowhere_else_from_its_week_on() {
    let before = policy("");
    let mut known = 0;
    for (index, lever) in LEVERS.iter().enumerate() {
        let (Reach::Places(named) | Reach::Sent(named)) = lever.reach else {
            continue;
        };
        known += 1;
        let entry = CATALOGUE.find(lever.name).expect("the same levers");
        let Kind::Number { range, .. } = entry.kind else {
            panic!("`{}` is a number", lever.name)
        };
        let ours = in_first_state(lever.name, range[1]);
        let course = Course::new(&TERMS, 0, &ours);
        let plain = Course::new(&TERMS, 0, &before);
        let acts = 10 + i32::from(entry.lag_weeks);
        assert!(
            !named(&mut course.locally(acts - 1, &FULL)).is_set(),
            "{}",
            lever.name
        );
        let mut locally = course.locally(acts, &FULL);
        for (place, inside) in first_state().into_iter().enumerate() {
            let expected = inside.then_some(range[1]);
            assert_eq!(
                named(&mut locally).at(place),
                expected,
                "{} at {place}",
                lever.name
            );
        }
        // The country's own order is that of the policy extended, but for the strength of a force.
        let (orders, without) = (course.orders(acts, &FULL), plain.orders(acts, &FULL));
        if let Reach::Places(_) = lever.reach {
            assert_eq!(orders, without, "{}", lever.name);
        } else {
            assert_ne!(orders, without, "{}", lever.name);
        }
        for other in LEVERS
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index)
        {
            if let (_, Reach::Places(other) | Reach::Sent(other)) = (other.0, other.1.reach) {
                assert!(
                    !other(&mut locally).is_set(),
                    "{} moves another",
                    lever.name
                );
            }
        }
    }
    assert!(known > 0);
}

/// A world that lives a number of weeks under a policy, without recording.
pub fn lived(policy: &Policy, weeks: i32) -> World {
    let p = parameters();
    let key = Key::new(7, 0);
    let mut world = world(&MAP, &p, key);
    let mut course = Course::new(&TERMS, 0, policy);
    for week in 0..weeks {
        let aid = world.abroad.outside.aid;
        course.observe(week, &world);
        course.measures(week, &aid).begin(week, &mut world);
        schedule::week(&mut world, schedule::SCHEDULE, &p, key);
    }
    world
}

#[test]
fn a_programme_at_places_comes_to_work_there_and_nowhere_else() {
    type Stands = fn(&Programmes) -> f64;
    let programmes: [(&str, Stands); 3] = [
        ("community_policing", |at| at.community_policing),
        ("witness_protection", |at| at.witness_protection),
        ("youth_programmes", |at| at.youth_programmes),
    ];
    for (lever, stands) in programmes {
        let world = lived(&in_first_state(lever, 1.0), 100);
        for (place, named) in first_state().into_iter().enumerate() {
            let level = stands(&world.land.municipalities[place].programmes);
            assert_eq!(level > 0.0, named, "{lever} at {place}: {level}");
        }
    }
    let world = lived(&in_first_state("prisons", 1.0), 60);
    let better = |state: usize| {
        world.institutions.jurisdictions[state].prisons
            > world.institutions.jurisdictions[1].prisons
    };
    assert!(better(0) && !better(2));
    let world = lived(&in_first_state("unified_state_command", 1.0), 60);
    for (place, named) in first_state().into_iter().enumerate() {
        assert_eq!(
            world.land.municipalities[place].police.merged > 0,
            named,
            "{place}"
        );
    }
}

#[test]
fn units_go_only_where_they_may_be_sent() {
    let text = format!(
        "[[lever]]\nname = \"deployment_rule\"\nlevel = \"even\"\n\
         [[lever]]\nname = \"army_units\"\nlevel = 40_000\nwhere = {{ states = [\"{}\"] }}",
        MAP.states[0]
    );
    let world = lived(&policy(&text), 20);
    let there = first_state();
    let army = world
        .institutions
        .units
        .iter()
        .filter(|unit| unit.force == Force::Army);
    let (inside, outside): (Vec<&Unit>, Vec<&Unit>) =
        army.partition(|unit| there[unit.place as usize]);
    assert!(
        inside.len() > 20 && outside.is_empty(),
        "{} {}",
        inside.len(),
        outside.len()
    );
    let others = world
        .institutions
        .units
        .iter()
        .filter(|unit| unit.force == Force::Federal);
    assert!(others.filter(|unit| !there[unit.place as usize]).count() > 0);
}

#[test]
fn places_are_those_with_most_deaths_chosen_every_year() {
    let ours = policy(
        "[[lever]]\nname = \"community_policing\"\nlevel = 0.5\n\
         where = { top = { n = 3, by = \"oc_deaths\" } }",
    );
    let mut world = lived(&policy(""), 60);
    let mut course = Course::new(&TERMS, 0, &ours);
    let deadliest = |world: &World| -> Vec<usize> {
        let mut places: Vec<usize> = (0..world.land.recent.len()).collect();
        places.sort_by_key(|place| std::cmp::Reverse(world.land.recent[*place].year));
        let least = world.land.recent[places[2]].year;
        assert!(least > 0, "three places have deaths");
        places.retain(|place| world.land.recent[*place].year >= least);
        places
    };
    let named = |course: &Course, week: i32| -> Vec<usize> {
        let locally = course.locally(week, &FULL);
        let at = |place: &usize| locally.community_policing.at(*place) == Some(0.5);
        (0..MAP.places.len()).filter(at).collect()
    };
    course.observe(0, &world);
    let first = named(&course, 0);
    assert_eq!(first.len(), 3);
    assert!(first.iter().all(|place| deadliest(&world).contains(place)));
    // Within the year they stay, whatever happens; then they are chosen anew.
    for recent in &mut world.land.recent {
        *recent = Default::default();
    }
    course.observe(51, &world);
    assert_eq!(named(&course, 51), first);
    course.observe(52, &world);
    assert_eq!(
        named(&course, 52),
        Vec::<usize>::new(),
        "nobody died anywhere"
    );
    assert_eq!(named(&course, 51), first, "what was ordered was ordered");
}

#[test]
fn a_level_at_places_costs_by_their_residents() {
    let (ours, everywhere) = (
        in_first_state("work_and_school", 1.0),
        policy("[[lever]]\nname = \"work_and_school\"\nlevels = [{ from_week = 10, level = 1 }]"),
    );
    let cost = |policy: &Policy| planned(policy, &TERMS, 0..30);
    let nothing = cost(&policy(""));
    let people = |named: bool| -> f64 {
        let places = MAP.places.iter().zip(first_state());
        let chosen = places.filter(|(_, there)| !named || *there);
        chosen.map(|(place, _)| f64::from(place.population)).sum()
    };
    let ratio = (cost(&ours) - nothing) / (cost(&everywhere) - nothing);
    assert!(
        (ratio - people(true) / people(false)).abs() < 1e-9,
        "{ratio}"
    );
}

#[test]
fn a_rule_of_place_that_changes_no_level_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let levels: String = LEVERS
        .iter()
        .filter(|lever| matches!(lever.reach, Reach::Places(_)))
        .map(|lever| format!("[[lever]]\nname = \"{}\"\nlevel = 0.37\n", lever.name))
        .collect();
    let base = format!("extends = \"no_intervention\"\nabout = \"a base\"\n{levels}");
    let placed = levels.replace("level = 0.37\n", "level = 0.37\nwhere = \"need\"\n");
    let chosen = levels.replace(
        "level = 0.37\n",
        "level = 0.37\nwhere = { top = { n = 20, by = \"oc_deaths\" } }\n\
         when = { indicator = \"approval\", above = 0.1 }\n",
    );
    fs::write(folder.path().join("base.toml"), base).expect("written");
    for (name, levels) in [("placed", placed), ("chosen", chosen)] {
        let text = format!("extends = \"base\"\nabout = \"the same\"\n{levels}");
        fs::write(folder.path().join(format!("{name}.toml")), text).expect("written");
    }
    let text = small("[\"base.toml\", \"placed.toml\", \"chosen.toml\"]", "");
    let design = experiment(folder.path(), &text)
        .expect("a sound experiment")
        .design;
    let recorded = recorded(&design, false);
    for table in ["national", "organizations", "events"] {
        let of = |index: usize| rows_before(&recorded[index], table, 104.0);
        assert_eq!(of(0), of(1), "{table}");
        assert_eq!(of(0), of(2), "{table}");
    }
}

#[test]
fn a_force_that_may_be_sent_nowhere_stays_at_home() {
    // Nobody has died yet, so that no place has most deaths.
    let text = "[[lever]]\nname = \"deployment_rule\"\nlevel = \"even\"\n\
                [[lever]]\nname = \"army_units\"\nlevel = 40_000\n\
                where = { top = { n = 3, by = \"oc_deaths\" } }";
    let world = lived(&policy(text), 10);
    let army: Vec<&Unit> = world
        .institutions
        .units
        .iter()
        .filter(|unit| unit.force == Force::Army)
        .collect();
    assert!(army.len() > 20);
    assert!(
        army.iter()
            .all(|unit| unit.place == unit.home && unit.order.is_none())
    );
}
