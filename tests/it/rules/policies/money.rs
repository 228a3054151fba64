//! What levels cost, and who pays.

use std::sync::Arc;

use plaza_model::policy::course::{Course, Terms};
use plaza_model::policy::money::{planned, planned_by_lever};
use plaza_model::state::government::{AREAS, Area, Budget, Payer};
use plaza_model::state::grid::generate;
use plaza_model::units::WEEKS_PER_YEAR;

use plaza::files::embedded;

use super::catalogue::catalogue;
use super::schedules::own;
use super::{FULL, TERMS, standard};

#[test]
fn a_level_is_paid_when_it_is_ordered_and_acts_later_even_under_the_next_policy() {
    let [before, after] = ["_2006", "no_intervention"].map(standard);
    let folder = tempfile::tempdir().expect("a folder");
    let text = "extends = \"_2006\"\n[[lever]]\nname = \"equipment\"\nlevel = 0.4";
    let equipped = own(folder.path(), text);
    let course = Course::new(&TERMS, -52, &before)
        .then(0, &equipped)
        .then(50, &after);
    let ordered = |week| {
        let budget = course.budget(week, &FULL);
        let a_week = budget.planned[Payer::UnitedStates as usize][Area::CriminalGroups as usize];
        // Besides intelligence and a fifth of financial intelligence, as in 2006.
        (a_week * f64::from(WEEKS_PER_YEAR) - 6e6 - 1.2e6) / 5e8
    };
    for (week, level) in [(-1, 0.02), (0, 0.4), (49, 0.4), (50, 0.02)] {
        assert!(
            (ordered(week) - level).abs() < 1e-9,
            "{week}: {}",
            ordered(week)
        );
        assert_eq!(course.orders(week + 104, &FULL).equipment, level);
    }
}

#[test]
fn a_plan_is_the_sum_of_its_levers() {
    let policy = standard("status_quo");
    let levers = planned_by_lever(&policy, &TERMS, 0..208);
    let sum: f64 = levers.iter().flatten().flatten().sum();
    let whole = planned(&policy, &TERMS, 0..208);
    assert!((sum / whole - 1.0).abs() < 1e-9, "{sum}, {whole}");
    let catalogue = catalogue();
    for (lever, spent) in catalogue.levers.iter().zip(levers) {
        let elsewhere = Payer::ALL.iter().flat_map(|payer| {
            let areas = Area::ALL.iter().filter(|area| **area != lever.cost.area);
            areas.map(|area| spent[*payer as usize][*area as usize])
        });
        assert_eq!(elsewhere.sum::<f64>(), 0.0, "{}", lever.name);
    }
}

#[test]
fn what_aid_pays_is_felt_and_spent_as_far_as_it_is_delivered() {
    let policy = standard("status_quo");
    let course = Course::new(&TERMS, 0, &policy);
    let week = 400;
    let (all, none) = (
        course.orders(week, &FULL),
        course.orders(week, &[0.0; AREAS]),
    );
    assert_eq!(none.equipment, 0.0);
    assert_eq!(none.intelligence_sharing, 0.0);
    assert_eq!(
        none.financial_intelligence,
        0.8 * all.financial_intelligence
    );
    assert_eq!(none.army_units, all.army_units);
    assert_eq!(none.inspection_northward, all.inspection_northward);
    assert_eq!(
        (none.aid_budget, none.aid_shares),
        (all.aid_budget, all.aid_shares)
    );
    let mut aid = FULL;
    aid[Area::CriminalGroups as usize] = 0.5;
    let half = course.orders(week, &aid);
    assert_eq!(half.equipment, 0.5 * all.equipment);
    assert_eq!(half.crossings, all.crossings);
    let Budget { planned, spent } = course.budget(week, &aid);
    for payer in [
        Payer::Mexico,
        Payer::UnitedStates,
        Payer::UnitedStatesAtHome,
    ] {
        for area in 0..AREAS {
            let delivered = if payer == Payer::UnitedStates {
                aid[area]
            } else {
                1.0
            };
            assert_eq!(
                spent[payer as usize][area],
                delivered * planned[payer as usize][area]
            );
        }
    }
}

/// Millions of dollars of a year of a policy on the standard grid, by payer.
fn millions(policy: &str, year: i32) -> [[f64; AREAS]; 3] {
    let recipe = embedded::text(&embedded::path("maps/grid_50x50.toml")).expect("embedded");
    let map = generate(&toml::from_str(&recipe).expect("the shipped recipe is right"));
    let terms = Terms::all(&catalogue(), &Arc::new(map));
    let policy = standard(policy);
    let course = Course::new(&terms, 0, &policy);
    let mut sum = [[0.0; AREAS]; 3];
    for week in 0..WEEKS_PER_YEAR {
        let week = (year - 2007) * WEEKS_PER_YEAR + week;
        for (sum, planned) in sum.iter_mut().zip(course.budget(week, &FULL).planned) {
            for (sum, planned) in sum.iter_mut().zip(planned) {
                *sum += planned / 1e6;
            }
        }
    }
    sum
}

#[test]
fn the_course_of_2007_to_2010_costs_what_it_did_in_order_of_size() {
    let total = |of: [f64; AREAS]| of.iter().sum::<f64>();
    let before = total(millions("_2006", 2007)[0]);
    let [mexico, aid, _] = millions("status_quo", 2010);
    // Mexico's federal budget for security was of the order of ten billion dollars.
    assert!((1000.0..10_000.0).contains(&total(mexico)), "{mexico:?}");
    assert!(total(mexico) > 2.0 * before, "{before}");
    // The aid was for three years 1.4 billion; 250 to 300 million a year were proposed then [S19].
    assert!((250.0..500.0).contains(&total(aid)), "{aid:?}");
    let [_, aid, _] = millions("status_quo", 2014);
    assert!((200.0..300.0).contains(&total(aid)), "{aid:?}");
    for (planned, share) in aid.iter().zip([0.58, 0.16, 0.16, 0.1]) {
        let ratio = planned / (275.0 * share);
        assert!(
            (0.6..1.5).contains(&ratio),
            "the plan is of the shares of [S18]: {aid:?}"
        );
    }
}
