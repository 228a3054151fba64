//! Levels that hold somewhere or for a time only: rules of place, triggers, crossings, equal money.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use plaza_batch::rows::{Recorded, Values};
use plaza_engine::luck::Key;
use plaza_model::policy::Policy;
use plaza_model::policy::course::{Course, Terms};
use plaza_model::policy::levers::{Catalogue, Kind};
use plaza_model::policy::money::planned;
use plaza_model::policy::regimes::{LEVERS, Reach};
use plaza_model::state::forces::Force;
use plaza_model::state::government::{AREAS, Unit};
use plaza_model::state::map::Map;
use plaza_model::state::orders::Programmes;
use plaza_model::state::world::World;
use plaza_model::submodels::schedule;
use plaza_model::units::Quantity;

use plaza::files::embedded;
use plaza::runs::design::Design;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};
use plaza::setup as config;
use plaza::setup::Overrides;
use plaza::setup::levers::read_catalogue;
use plaza::setup::policies::read_policy;

use crate::program::plaza;
use crate::rules::worlds::{grid, parameters, world};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let read = read_catalogue(&embedded::path("levers.toml"));
    read.expect("the embedded catalogue is valid").0
});
static MAP: LazyLock<Arc<Map>> = LazyLock::new(|| Arc::new(grid()));
static TERMS: LazyLock<Terms> = LazyLock::new(|| Terms::all(&CATALOGUE, &MAP));

/// All aid is delivered.
const FULL: [f64; AREAS] = [1.0; AREAS];

fn policy(text: &str) -> Policy {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    fs::write(
        &path,
        format!("extends = \"_2006\"\nabout = \"a test\"\n{text}"),
    )
    .expect("written");
    match read_policy(&path, &CATALOGUE) {
        Ok(read) => read.policy,
        Err(problems) => panic!("{problems:?}"),
    }
}

fn wrong(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.toml");
    fs::write(&path, text).expect("written");
    let problems = read_policy(&path, &CATALOGUE).expect_err("this policy is wrong");
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let prefix = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
    lines.join("\n").replace(&prefix, "")
}

/// The places of the small grid in its first state.
fn first_state() -> Vec<bool> {
    MAP.places.iter().map(|place| place.state == 0).collect()
}

fn in_first_state(lever: &str, level: f64) -> Policy {
    let state = &MAP.states[0];
    policy(&format!(
        "[[lever]]\nname = \"{lever}\"\nlevels = [{{ from_week = 10, level = {level}, ramp_weeks = 0 }}]\n\
         where = {{ states = [\"{state}\"] }}"
    ))
}

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
    assert_eq!(known, 20);
}

/// A world that lives a number of weeks under a policy, without recording.
fn lived(policy: &Policy, weeks: i32) -> World {
    let p = parameters();
    let key = Key::new(7, 0);
    let mut world = world(&MAP, &p, key);
    let mut course = Course::new(&TERMS, 0, policy);
    for week in 0..weeks {
        let aid = world.outside.aid;
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
            let level = stands(&world.municipalities[place].programmes);
            assert_eq!(level > 0.0, named, "{lever} at {place}: {level}");
        }
    }
    let world = lived(&in_first_state("prisons", 1.0), 60);
    let better = |state: usize| world.jurisdictions[state].prisons > world.jurisdictions[1].prisons;
    assert!(better(0) && !better(2));
    let world = lived(&in_first_state("unified_state_command", 1.0), 60);
    for (place, named) in first_state().into_iter().enumerate() {
        assert_eq!(
            world.municipalities[place].police.merged > 0,
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
    let army = world.units.iter().filter(|unit| unit.force == Force::Army);
    let (inside, outside): (Vec<&Unit>, Vec<&Unit>) =
        army.partition(|unit| there[unit.place as usize]);
    assert!(
        inside.len() > 20 && outside.is_empty(),
        "{} {}",
        inside.len(),
        outside.len()
    );
    let others = world
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
        let mut places: Vec<usize> = (0..world.recent.len()).collect();
        places.sort_by_key(|place| std::cmp::Reverse(world.recent[*place].year));
        let least = world.recent[places[2]].year;
        assert!(least > 0, "three places have deaths");
        places.retain(|place| world.recent[*place].year >= least);
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
    for recent in &mut world.recent {
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
fn a_trigger_holds_from_one_bound_to_the_other_and_its_weeks_count_from_there() {
    let ours = policy(
        "[[lever]]\nname = \"army_units\"\n\
         levels = [{ from_week = 0, level = 55_000, ramp_weeks = 4 }]\n\
         when = { indicator = \"approval\", below = 0.3, until_above = 0.5 }",
    );
    let mut world = lived(&policy(""), 1);
    let mut course = Course::new(&TERMS, 0, &ours);
    let approvals = [0.6, 0.31, 0.29, 0.4, 0.49, 0.49, 0.49, 0.51, 0.4, 0.2];
    let expected = [15, 15, 15, 25, 35, 45, 55, 15, 15, 15];
    for (week, (approval, expected)) in (0..).zip(approvals.into_iter().zip(expected)) {
        world.government.approval = approval;
        course.observe(week, &world);
        let soldiers = course.orders(week, &FULL).army_units;
        assert_eq!(soldiers, 1000.0 * f64::from(expected), "week {week}");
    }
    // It began again in the last week; the past is not rewritten.
    assert_eq!(course.orders(13, &FULL).army_units, 55_000.0);
    assert_eq!(course.orders(6, &FULL).army_units, 55_000.0);
    assert_eq!(course.orders(8, &FULL).army_units, 15_000.0);
}

#[test]
fn a_trigger_acts_a_lag_later() {
    // Joint command acts four weeks after it is ordered.
    let ours = policy(
        "[[lever]]\nname = \"joint_command\"\nlevel = 0.8\n\
         when = { indicator = \"oc_deaths_rate_13w\", above = 0.1 }",
    );
    let mut world = lived(&policy(""), 1);
    let mut course = Course::new(&TERMS, 0, &ours);
    for (week, deaths) in [(0, 0), (1, 3), (2, 0), (3, 0)] {
        world.recent[5].quarter = deaths;
        course.observe(week, &world);
    }
    let levels: Vec<f64> = (0..9)
        .map(|week| course.orders(week, &FULL).joint_command)
        .collect();
    assert_eq!(levels, [0.0, 0.0, 0.0, 0.0, 0.0, 0.8, 0.0, 0.0, 0.0]);
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

fn experiment(folder: &Path, text: &str) -> Result<config::Loaded, String> {
    let map = embedded::text(&embedded::path("maps/grid_12x12.toml")).expect("embedded");
    fs::write(folder.join("map.toml"), map).expect("written");
    let path = folder.join("own.toml");
    fs::write(&path, text).expect("written");
    config::load(Some(&path), &Overrides::default()).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let prefix = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
        lines.join("\n").replace(&prefix, "")
    })
}

fn small(policies: &str, more: &str) -> String {
    format!(
        "name = \"own\"\nmap = \"map.toml\"\npolicies = {policies}\nweeks = 104\nreplicates = 2\nseed = 1\n{more}"
    )
}

#[test]
fn policies_for_the_same_money_plan_to_spend_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = small(
        "[\"status_quo\", \"police_lead\", \"no_intervention\"]",
        "equal_budget = \"status_quo\"",
    );
    let loaded = experiment(folder.path(), &text).expect("a sound experiment");
    let terms = loaded.design.terms();
    let plans: Vec<f64> = loaded
        .design
        .policies
        .iter()
        .map(|policy| planned(policy, &terms, 0..104))
        .collect();
    for plan in &plans {
        assert!((plan / plans[0] - 1.0).abs() < 1e-9, "{plans:?}");
    }
    let [(_, same), (_, police), (_, nothing)] = &loaded.factors[..] else {
        panic!("three policies");
    };
    assert!((same - 1.0).abs() < 1e-9, "{same}");
    assert!(*police < 1.0 && *nothing > 1.5, "{police} {nothing}");
    // The share of what each lever gets is the policy's own, and no level leaves its range.
    let nothing = &loaded.design.policies[2];
    let course = Course::new(&terms, 0, nothing);
    let orders = course.orders(50, &FULL);
    assert!((orders.army_units / orders.federal_police_units - 2.5).abs() < 1e-9);
    assert!(orders.financial_intelligence <= 1.0);
    // What is kept in a result folder is the sum.
    let kept = loaded
        .inputs
        .iter()
        .find(|input| input.path == "experiment.toml");
    let kept = String::from_utf8_lossy(&kept.expect("it is kept").bytes).into_owned();
    assert!(
        kept.contains(&format!("equal_budget = {}", plans[0])),
        "{kept}"
    );
}

#[test]
fn money_that_cannot_be_spent_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |sum: &str| {
        let text = small("[\"kingpin_only\"]", &format!("equal_budget = {sum}"));
        experiment(folder.path(), &text).expect_err("this cannot be")
    };
    let much = refused("1e12");
    assert!(
        much.contains("own.toml:7:16: policy `kingpin_only` cannot spend 1000000000000 dollars")
            && much.contains("expected that or less"),
        "{much}"
    );
    insta::assert_snapshot!(refused("-3"), @"own.toml:7:16: equal_budget is -3, expected all dollars of 2010 that a policy is to spend in the 104 weeks, or the name of the policy whose plan it is");
    insta::assert_snapshot!(refused("\"kingpin\""), @"own.toml:7:16: policy `kingpin` is not among those compared (did you mean `kingpin_only`?), expected dollars or `kingpin_only`");
}

#[test]
fn a_crossing_brings_each_side_s_levers() {
    let folder = tempfile::tempdir().expect("a folder");
    let north = "extends = \"status_quo\"\nabout = \"North.\"\nside = \"united_states\"\n\
                 [[lever]]\nname = \"inspection_northward\"\nlevel = 0.9\n\
                 [[lever]]\nname = \"army_units\"\nlevel = 1\n\
                 [[lever]]\nname = \"extradition\"\nlevel = 0.05";
    fs::write(folder.path().join("north.toml"), north).expect("written");
    let text = small(
        "[\"police_lead+north.toml\", \"north.toml\", \"police_lead\"]",
        "",
    );
    let loaded = experiment(folder.path(), &text).expect("a sound experiment");
    let [crossed, north, south] = &loaded.design.policies[..] else {
        panic!("three policies");
    };
    assert_eq!(crossed.name, "north+police_lead");
    let terms = loaded.design.terms();
    let orders = |policy| Course::new(&terms, 0, policy).orders(100, &FULL);
    let (crossed, north, south) = (orders(crossed), orders(north), orders(south));
    assert_eq!(crossed.inspection_northward, 0.9);
    // The southern file alone names what aid is for.
    assert_eq!(crossed.aid_shares, south.aid_shares);
    assert_ne!(north.aid_shares, south.aid_shares);
    // Mexico's answer, which its own policy says nothing of, and what it does say.
    assert_eq!(crossed.extradition, 0.05);
    assert_ne!(south.extradition, 0.05);
    assert_eq!(crossed.army_units, south.army_units);
    assert_eq!(crossed.police_training, south.police_training);
    assert_eq!(north.army_units, 1.0);
    // The kept experiment says the same again.
    let kept = loaded
        .inputs
        .iter()
        .find(|input| input.path == "experiment.toml");
    let kept = String::from_utf8_lossy(&kept.expect("it is kept").bytes).into_owned();
    assert!(
        kept.contains("policies/north.toml+policies/police_lead.toml"),
        "{kept}"
    );
}

#[test]
fn only_one_policy_of_each_side_can_be_crossed() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |policy: &str| {
        let text = small(&format!("[\"{policy}\"]"), "");
        experiment(folder.path(), &text).expect_err("this cannot be")
    };
    insta::assert_snapshot!(refused("military_lead+police_lead"), @"own.toml:3:13: `military_lead+police_lead`: crosses two of Mexico's policies, expected one of the United States' and one of Mexico's");
    insta::assert_snapshot!(refused("status_quo+police_lead"), @"own.toml:3:13: `status_quo+police_lead`: `status_quo` is both sides' policy, expected one of the United States' and one of Mexico's");
    insta::assert_snapshot!(refused("police_lead+accommodation+kingpin_only"), @"own.toml:3:13: `police_lead+accommodation+kingpin_only`: crosses 3 policies, expected one of the United States' and one of Mexico's");
}

#[test]
fn a_variant_without_a_lever_has_that_of_the_policy_extended() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = small(
        "[\"police_lead\", \"status_quo\"]",
        "[[variant]]\nname = \"army_stays\"\npolicy = \"police_lead\"\nwithout = [\"army_units\"]",
    );
    let loaded = experiment(folder.path(), &text).expect("a sound experiment");
    let design = &loaded.design;
    let terms = design.terms();
    let orders = |index: usize| Course::new(&terms, 0, &design.policies[index]).orders(312, &FULL);
    let (police, status_quo, variant) = (orders(0), orders(1), orders(2));
    assert_eq!(design.policies[2].name, "police_lead-army_stays");
    assert_eq!(variant.army_units, status_quo.army_units);
    assert_ne!(variant.army_units, police.army_units);
    assert_eq!(variant.federal_police_units, police.federal_police_units);
    assert!(
        Arc::ptr_eq(design.parameters_of(2), design.parameters_of(0)),
        "they can share weeks"
    );
    let text = text
        .replace("army_units", "army_unit")
        .replace("police_lead\"\nw", "status_quo\"\nw");
    let told = experiment(folder.path(), &text).expect_err("it names no such lever");
    assert!(
        told.contains(
            "`status_quo` names no lever `army_unit` itself (did you mean `army_units`?)"
        ),
        "{told}"
    );
}

#[test]
fn what_is_wrong_with_a_condition_is_told_with_its_line() {
    let told = wrong(
        r#"
extends = "_2006"
about = "wrong conditions"

[[lever]]
name = "extradition"
level = 0.5
where = "border"

[[lever]]
name = "police_pay"
level = 0.5
where = "everywhere"

[[lever]]
name = "police_training"
level = 0.5
where = { states = [] }

[[lever]]
name = "prisons"
level = 0.5
where = { top = { n = 0, by = "oc_deaths" } }

[[lever]]
name = "army_units"
level = 1000
when = { indicator = "oc_death_rate_13w", above = 3.0 }

[[lever]]
name = "navy_units"
level = 1000
when = { indicator = "approval", above = 0.3, below = 0.2 }

[[lever]]
name = "kill_share"
level = 0.5
when = { indicator = "approval", above = 0.3, until_below = 0.4 }

[[lever]]
name = "federal_police_units"
levels = [{ from_week = 0, level = 35_000 }, { from_week = 51, level = 9 }]
"#,
    );
    insta::assert_snapshot!(told, @r#"
        own.toml:13:9: unknown value `everywhere`, expected `all`, `border`, `need`, `states` or `top`
        own.toml:8:9: `extradition` acts in the whole country, expected no `where`; levers that act at places are leader_targeting, army_units, navy_units, federal_police_units, intervention_in_captured_forces, police_pay, police_vetting, police_training, unified_state_command, community_policing, focused_deterrence, prosecutors_and_courts, prisons, crossings, youth_programmes, work_and_school, culture_of_lawfulness, civil_society, reporting_channels, witness_protection
        own.toml:18:9: no state is named, expected one or more
        own.toml:23:9: n is 0, expected 1 or more
        own.toml:28:22: there is no indicator `oc_death_rate_13w` (did you mean `oc_deaths_rate_13w`?), expected `oc_deaths_rate_13w`, `oc_deaths_rate_52w`, `violent_municipalities`, `organizations`, `complaints_rate`, `approval`, `trust_army` or `cooperation`
        own.toml:33:22: expected `above`, perhaps with `until_below`, or `below`, perhaps with `until_above`
        own.toml:38:61: until_below is 0.4, expected 0.3 or less: what has begun would end at once
        own.toml:42:60: from_week is 51, in the middle of the ramp before it, which ends in week 208; expected 208 or more
        "#);
    let told = wrong(
        "about = \"a root\"\n[[lever]]\nname = \"police_pay\"\nlevel = 1\nwhere = \"border\"",
    );
    insta::assert_snapshot!(told, @r#"
        own.toml:5:9: `where` of `police_pay` leaves open what holds otherwise, expected `extends` with a policy that has it
        "#);
    let folder = tempfile::tempdir().expect("a folder");
    let text = "extends = \"_2006\"\nabout = \"a state\"\n[[lever]]\nname = \"police_pay\"\nlevel = 1\n\
                where = { states = [\"Chihuaha\"] }";
    fs::write(folder.path().join("north.toml"), text).expect("written");
    let told =
        experiment(folder.path(), &small("[\"north.toml\"]", "")).expect_err("no such state");
    let known = told.split("expected").next().unwrap_or_default();
    insta::assert_snapshot!(known, @"north.toml:6:21: policy `north`, lever `police_pay`: map `grid 12x12` has no state `Chihuaha`,");
}

#[test]
fn numbers_drawn_from_their_ranges_are_the_same_for_all_policies_and_any_batch() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = small(
        "[\"status_quo\", \"no_intervention\"]",
        "parameters = \"prior\"",
    );
    let load = |text: &str| experiment(folder.path(), text).expect("a sound experiment");
    let loaded = load(&text);
    let rate = |replicate: u32| {
        let parameters = loaded.design.parameters_in(replicate);
        assert!(Arc::ptr_eq(&parameters[0], &parameters[1]));
        let rate = &parameters[0].recruitment.rate;
        assert!((rate.range[0]..=rate.range[1]).contains(&rate.get()));
        rate.get()
    };
    let rates: Vec<f64> = (0..40).map(rate).collect();
    for pair in rates.chunks(2) {
        assert_eq!(pair[0], pair[1], "two replicates share a draw");
    }
    let mut draws: Vec<f64> = rates.iter().step_by(2).copied().collect();
    draws.sort_by(f64::total_cmp);
    draws.dedup();
    assert_eq!(draws.len(), 20, "every draw is another one");
    let [low, high] = loaded.design.parameters.recruitment.rate.range;
    let middle = draws
        .iter()
        .filter(|rate| **rate > low + 0.5 * (high - low))
        .count();
    assert!(
        (3..=17).contains(&middle),
        "{middle} of 20 draws in the upper half"
    );
    // A number that the user set is not drawn.
    let set = Overrides {
        set: vec!["parameters.recruitment.rate=0.003".to_owned()],
        ..Overrides::default()
    };
    let path = folder.path().join("own.toml");
    let fixed = config::load(Some(&path), &set)
        .expect("a sound experiment")
        .design;
    for replicate in [0, 2, 4] {
        let parameters = &fixed.parameters_in(replicate)[0];
        assert_eq!(parameters.recruitment.rate.get(), 0.003);
        let other = &loaded.design.parameters_in(replicate)[0];
        assert_eq!(
            parameters.relations.onset.get(),
            other.relations.onset.get()
        );
    }
    // Every draw of a fair number is a model that can be lived in.
    for draw in 0..200 {
        loaded.design.parameters_in(2 * draw);
    }
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |more: &str| {
        let text = small("[\"status_quo\"]", more);
        experiment(folder.path(), &text).expect_err("this cannot be")
    };
    insta::assert_snapshot!(refused("ranges = \"mine.toml\""), @r#"own.toml:7:10: ranges are drawn from where parameters = "prior" or "posterior""#);
    insta::assert_snapshot!(refused("parameters = \"prior\"\nluck_per_draw = 0"), @"own.toml:8:17: luck_per_draw is 0, expected 1 to 4294967295");
    insta::assert_snapshot!(refused("parameters = \"prior\"\n[[variant]]\nname = \"calm\"\npolicy = \"status_quo\"\nset = { \"raids.rate\" = 0.0 }"), @r#"own.toml:11:7: the numbers are drawn (parameters = "prior"), so that none can be set; expected `without`"#);
}

/// One replicate under every policy of a design.
fn recorded(design: &Design, fork: bool) -> Vec<Recorded> {
    let all: Vec<usize> = (0..design.policies.len()).collect();
    let endings = replicate::run(design, &all, 0, fork, &Stop::default());
    let done = |ending| match ending {
        Ending::Done(recorded) => *recorded,
        ending => panic!("{ending:?}"),
    };
    endings.into_iter().map(done).collect()
}

/// The rows of a table before a week, but for the policy, as text.
fn rows_before(recorded: &Recorded, table: &str, week: f64) -> Vec<String> {
    let rows = recorded
        .parts()
        .find(|rows| rows.table.name == table)
        .expect("it is recorded");
    let count = rows.numbers("week").partition_point(|of| *of < week);
    let text = |column: &Values| match column {
        Values::Integer(values) => format!("{:?}", &values[..count]),
        Values::Real(values) => format!("{:?}", &values[..count]),
        Values::Text(values) => format!("{:?}", &values[..count]),
        Values::Texts(values) => format!("{:?}", &values[..count]),
    };
    rows.columns[1..].iter().map(text).collect()
}

#[test]
fn a_policy_of_week_200_equals_the_other_until_then_forked_or_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = &MAP.states[0];
    let late = format!(
        "extends = \"status_quo\"\nabout = \"late\"\n\
         [[lever]]\nname = \"leader_targeting\"\nlevels = [{{ from_week = 200, level = 3 }}]\n\
         where = {{ states = [\"{state}\"] }}\n\
         [[lever]]\nname = \"army_units\"\nlevels = [{{ from_week = 200, level = 150_000 }}]"
    );
    let triggered = "extends = \"status_quo\"\nabout = \"triggered\"\n\
         [[lever]]\nname = \"army_units\"\nlevel = 150_000\n\
         when = { indicator = \"oc_deaths_rate_13w\", above = 4.0, until_below = 2.0 }\n\
         [[lever]]\nname = \"community_policing\"\nlevel = 0.9\n\
         where = { top = { n = 5, by = \"oc_deaths\" } }\n\
         when = { indicator = \"approval\", below = 0.45 }";
    fs::write(folder.path().join("late.toml"), late).expect("written");
    fs::write(folder.path().join("triggered.toml"), triggered).expect("written");
    let text = small("[\"status_quo\", \"late.toml\", \"triggered.toml\"]", "")
        .replace("weeks = 104", "weeks = 230");
    let design = experiment(folder.path(), &text)
        .expect("a sound experiment")
        .design;
    let (forked, apart) = (recorded(&design, true), recorded(&design, false));
    assert_eq!(forked, apart);
    for table in ["national", "organizations", "events"] {
        let of = |index: usize, week| rows_before(&apart[index], table, week);
        assert_eq!(of(0, 200.0), of(1, 200.0), "{table}");
        assert_ne!(of(0, 230.0), of(1, 230.0), "{table}");
    }
    assert_ne!(
        rows_before(&apart[0], "national", 230.0),
        rows_before(&apart[2], "national", 230.0),
        "the triggers fired"
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

#[test]
fn money_of_policies_that_follow_events_is_not_planned() {
    let folder = tempfile::tempdir().expect("a folder");
    let triggered = "extends = \"status_quo\"\nabout = \"triggered\"\n[[lever]]\nname = \"army_units\"\n\
                     level = 90_000\nwhen = { indicator = \"approval\", above = 0.1 }";
    fs::write(folder.path().join("triggered.toml"), triggered).expect("written");
    let refused = |policies: &str, more: &str| {
        experiment(folder.path(), &small(policies, more)).expect_err("this cannot be")
    };
    insta::assert_snapshot!(refused("[\"status_quo\", \"triggered.toml\"]", "equal_budget = 1e9"), @"own.toml:7:16: policy `triggered` has levers with a trigger or with places chosen by what happens (army_units), so that nobody knows beforehand what it spends; expected policies without");
    let variant = "equal_budget = 1e9\n[[variant]]\nname = \"x\"\npolicy = \"police_lead\"\nwithout = [\"police_pay\"]";
    insta::assert_snapshot!(refused("[\"police_lead\"]", variant), @"own.toml:7:16: variants are the same policies with something changed, which the same money would change again; expected `equal_budget` or `variant`, not both");
}

#[test]
fn a_crossing_is_run_extended_verified_and_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    experiment(
        folder.path(),
        &small("[\"police_lead+retrenchment\", \"status_quo\"]", ""),
    )
    .expect("sound");
    let within = |args: &[&str]| plaza(args).inside(folder.path()).succeeds();
    for replicates in ["8", "16"] {
        let run = ["run", "own.toml", "--quiet", "--out", "out"];
        within(&[&run[..], &["--weeks", "20", "--replicates", replicates]].concat());
    }
    within(&["verify", "out", "--sample", "1"]);
    within(&["compare", "out"]);
    assert!(
        folder
            .path()
            .join("out/national/retrenchment+police_lead")
            .is_dir()
    );
}

#[test]
fn a_crossing_keeps_what_a_policy_takes_from_its_own_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let again = "extends = \"retrenchment\"\nabout = \"the same\"\nside = \"united_states\"";
    fs::write(folder.path().join("again.toml"), again).expect("written");
    let text = small(
        "[\"again.toml+police_lead\", \"retrenchment+police_lead\"]",
        "",
    );
    let design = experiment(folder.path(), &text)
        .expect("a sound experiment")
        .design;
    let terms = design.terms();
    let orders = |index: usize| Course::new(&terms, 0, &design.policies[index]).orders(60, &FULL);
    assert_eq!(orders(0), orders(1));
}
