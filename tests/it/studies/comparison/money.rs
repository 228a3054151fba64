//! Prices that are not known, and what single levers do for money.

use std::collections::BTreeSet;

use plaza::files::embedded;
use plaza::runs::design::Sharing;
use plaza::setup::experiment::Experiment;
use plaza::studies::comparison::cost_effect::{ALL, CostEffect};
use plaza::studies::comparison::outcomes::{Gathering, Outcomes, Setting, Taken};
use plaza::studies::comparison::prices::Prices;
use plaza::studies::comparison::{Comparison, MARGIN};
use plaza_model::state::government::{Area, Dollars, Payer};

use super::{budget, national, near, outcomes, within};

/// A plan of so many dollars for each of two levers, all Mexico's for justice.
fn plan(levers: [f64; 2]) -> Vec<Dollars> {
    let of = |dollars| {
        let mut plan = Dollars::default();
        plan[Payer::Mexico as usize][Area::Justice as usize] = dollars;
        plan
    };
    levers.map(of).to_vec()
}

/// Two levers for 1,000 dollars, and with 200 for a second one 20 deaths fewer, whatever the luck.
fn without_luck(factors: [f64; 2]) -> Outcomes {
    let mut gathering = Gathering::new(Setting {
        first_year: 2007,
        weeks: 52,
        policies_from: 0,
        seed: 7,
        sharing: Sharing::in_a_row(1),
        test: false,
    });
    for (policy, deaths, cost) in [("base", 300.0, 1000.0), ("more", 280.0, 1200.0)] {
        let rows: Vec<_> = (0..12).map(|r| (r, 0, deaths, cost)).collect();
        let paid: Vec<_> = (0..12).map(|r| (r, 2007, cost)).collect();
        gathering.add(policy, &national(policy, &rows), &budget(policy, &paid));
    }
    let mut outcomes = gathering.finish();
    outcomes.prices = Prices {
        factors: vec![factors[0], factors[1], 1.0],
        planned: vec![plan([10.0, 0.0]), plan([10.0, 2.0])],
    };
    outcomes.taken = vec![Taken {
        policy: 1,
        without: 0,
        lever: "made_up".to_owned(),
    }];
    outcomes
}

fn of<'a>(found: &'a Comparison, policy: &str, payer: &str) -> &'a CostEffect {
    let mut rows = found.cost_effects.iter();
    let row = rows.find(|row| row.policy == policy && row.payer == payer);
    row.expect("a row for each")
}

#[test]
fn certain_prices_leave_costs_as_they_were() {
    let mut certain = outcomes(1);
    let before = Comparison::new(&certain, 0, MARGIN);
    certain.prices = Prices {
        factors: vec![1.0; 3],
        planned: vec![plan([10.0, 0.0]), plan([10.0, 2.0]), plan([1.0, 1.0])],
    };
    let after = Comparison::new(&certain, 0, MARGIN);
    assert_eq!(after.cost_effects, before.cost_effects);
    certain.prices.factors[1] = 2.0;
    let wider = Comparison::new(&certain, 0, MARGIN);
    let [was, is] = [&before, &wider].map(|found| of(found, "less", ALL));
    assert_eq!(
        (is.cost, is.cost_difference),
        (was.cost, was.cost_difference)
    );
    assert!(is.cost_low < was.cost_low && is.cost_high > was.cost_high);
    assert_eq!(
        (is.deaths_low, is.deaths_high),
        (was.deaths_low, was.deaths_high)
    );
    assert!(is.ratio_low < was.ratio_low && is.ratio_high > was.ratio_high);
}

#[test]
fn a_cost_without_luck_is_as_uncertain_as_its_price() {
    let found = Comparison::new(&without_luck([1.0, 2.0]), 0, MARGIN);
    for payer in [ALL, "mexico"] {
        let row = of(&found, "more", payer);
        near(row.cost_difference, 200.0);
        within(row.cost_low, 100.0, 0.05);
        within(row.cost_high, 400.0, 0.05);
        near(row.dollars_per_death, 10.0);
        within(row.ratio_low, 5.0, 0.05);
        within(row.ratio_high, 20.0, 0.05);
        near(row.averted_per_billion, 1e8);
        within(row.averted_low, 0.5e8, 0.05);
        within(row.averted_high, 2e8, 0.05);
        near(row.fewer_dearer, 1.0);
    }
    // The price of what both buy alike is the same for both.
    let alike = Comparison::new(&without_luck([4.0, 1.0]), 0, MARGIN);
    let row = of(&alike, "more", ALL);
    near(row.cost_low, 200.0);
    near(row.cost_high, 200.0);
}

#[test]
fn deaths_for_money_are_one_over_money_for_deaths() {
    let found = Comparison::new(&outcomes(1), 0, MARGIN);
    let less = of(&found, "less", ALL);
    let one_over = |dollars: Option<f64>| 1e9 / dollars.expect("a trade");
    within(
        less.averted_per_billion,
        one_over(less.dollars_per_death),
        1e-9,
    );
    within(less.averted_low, one_over(less.ratio_high), 1e-9);
    within(less.averted_high, one_over(less.ratio_low), 1e-9);
    // No cost, no ratio.
    assert_eq!(of(&found, "near", ALL).averted_per_billion, None);
    // Whoever saves money buys nothing.
    let back = Comparison::new(&outcomes(1), 1, MARGIN);
    assert_eq!(of(&back, "base", ALL).averted_per_billion, None);
}

#[test]
fn a_lever_does_what_its_policy_does_more_than_without_it() {
    let found = Comparison::new(&without_luck([1.0, 2.0]), 0, MARGIN);
    let [row] = &found.marginals[..] else {
        panic!("one lever, not {:?}", found.marginals);
    };
    assert_eq!(
        (row.policy.as_str(), row.lever.as_str()),
        ("more", "made_up")
    );
    near(row.deaths_difference, -20.0);
    near(row.deaths_low, -20.0);
    near(row.cost_difference, 200.0);
    within(row.cost_high, 400.0, 0.05);
    near(row.averted_per_billion, 1e8);
    within(row.averted_low, 0.5e8, 0.05);
    assert!(
        Comparison::new(&outcomes(1), 0, MARGIN)
            .marginals
            .is_empty()
    );
}

#[test]
fn spending_is_shared_out_as_it_is_planned() {
    let prices = Prices {
        factors: vec![2.0, 2.0, 3.0],
        planned: vec![plan([30.0, 10.0])],
    };
    let mut spent = Dollars::default();
    spent[Payer::Mexico as usize][Area::Justice as usize] = 80.0;
    // Nothing is planned for the border.
    spent[Payer::Mexico as usize][Area::Border as usize] = 20.0;
    let parts = |total| prices.parts(0, &spent, &Payer::ALL, total);
    assert_eq!(parts(100.0), [60.0, 20.0, 20.0]);
    assert_eq!(parts(50.0), [30.0, 10.0, 10.0]);
    assert_eq!(
        prices.parts(0, &spent, &[Payer::UnitedStates], 0.0),
        [0.0; 3]
    );
    for (draws, factor) in prices.draws(7).iter().zip(&prices.factors) {
        let inside = draws
            .iter()
            .filter(|price| (1.0 / factor..=*factor).contains(*price));
        within(inside.count() as f64 / draws.len() as f64, 0.95, 0.02);
    }
}

#[test]
fn the_experiment_leaves_out_each_lever_of_its_policies() {
    let text = |path: &str| embedded::text(&embedded::path(path)).expect("it is embedded");
    let experiment = include_str!("../../../../configs/experiments/marginal.toml");
    let experiment: Experiment = toml::from_str(experiment).expect("an experiment");
    let (baseline, policies) = experiment.policies.split_first().expect("policies");
    for policy in policies {
        let file: toml::Table = text(&format!("policies/{policy}.toml"))
            .parse()
            .expect("TOML");
        assert_eq!(file["extends"].as_str(), Some(baseline.as_str()));
        let levers = file["lever"].as_array().expect("levers").iter();
        let own: BTreeSet<&str> = levers.filter_map(|lever| lever["name"].as_str()).collect();
        let variants = experiment.variant.iter().filter(|of| of.policy == *policy);
        let without: BTreeSet<&str> = variants
            .flat_map(|variant| variant.without.iter().map(String::as_str))
            .collect();
        assert_eq!(without, own, "{policy}");
    }
}
