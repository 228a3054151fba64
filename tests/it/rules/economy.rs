//! Corridors, income, books and yearly populations in limits whose result is known.

use plaza_engine::graph::Graph;
use plaza_engine::luck::Key;
use plaza_engine::paths::cheapest;
use plaza_engine::sampling::{below, uniform};
use plaza_model::state::cells::{BUSINESSES, Business};
use plaza_model::state::forces::Force;
use plaza_model::state::government::Budget;
use plaza_model::state::map::Map;
use plaza_model::state::orders::{Orders, Programmes};
use plaza_model::state::world::World;
use plaza_model::submodels::income::{adapted, taken};
use plaza_model::submodels::schedule::SCHEDULE;
use plaza_model::submodels::{Parameters, schedule};
use plaza_model::units::Quantity;

use crate::rules::worlds::{
    OFFENSIVE, QUIET, alone, fix, founder, grid, group, live, live_under, mean, near, parameters,
    process, still, towns, world,
};

#[test]
fn cheapest_ways_are_those_of_a_plain_search() {
    let luck = Key::new(1, 0).luck(1, 0);
    for case in 0..200 {
        let rng = &mut luck.of(1, case);
        let nodes = 2 + below(rng, 30);
        let pairs: Vec<(u32, u32)> = (0..2 * nodes)
            .map(|_| (below(rng, nodes) as u32, below(rng, nodes) as u32))
            .collect();
        let graph = Graph::new(nodes, pairs);
        let cost: Vec<f64> = (0..nodes).map(|_| (4.0 * uniform(rng)).floor()).collect();
        let step = |from: u32, to: u32| cost[from as usize] + cost[to as usize];
        let targets = [(0, 1.0), (1, 0.5)];
        // The far end of each edge.
        let mut end = Vec::new();
        for node in 0..nodes as u32 {
            end.extend(graph.edges(node).map(|_| node));
        }
        let ways = cheapest(&graph, &targets, |edge, from| step(from, end[edge]));
        // Costs fall until no step makes one cheaper (Bellman and Ford).
        let mut plain = vec![f64::INFINITY; nodes];
        (plain[0], plain[1]) = (1.0, 0.5);
        for _ in 0..nodes {
            for from in 0..nodes as u32 {
                for &to in graph.neighbours(from) {
                    let way = plain[to as usize] + step(from, to);
                    plain[from as usize] = plain[from as usize].min(way);
                }
            }
        }
        assert_eq!(ways.cost, plain, "case {case}");
        let mut seen = vec![false; nodes];
        for &node in &ways.order {
            let next = ways.next[node as usize];
            assert!(next.is_none_or(|next| seen[next as usize]), "case {case}");
            seen[node as usize] = true;
        }
        for (node, cost) in plain.iter().enumerate() {
            assert_eq!(seen[node], cost.is_finite(), "case {case}");
        }
    }
}

/// A port in the south (0), a crossing in the north (5), and two roads between them: by 1 and 2,
/// 300 km, and by 3 and 4, a little longer.
fn two_roads() -> Map {
    let mut map = towns(&[10_000_000; 6], &[group("one", &[0])]);
    for (place, (x, y)) in [
        (0.0, 0.0),
        (0.0, 100.0),
        (0.0, 200.0),
        (50.0, 100.0),
        (50.0, 200.0),
        (0.0, 300.0),
    ]
    .into_iter()
    .enumerate()
    {
        (map.places[place].x, map.places[place].y) = (x, y);
    }
    map.graph = Graph::new(6, [(0, 1), (1, 2), (2, 5), (0, 3), (3, 4), (4, 5)]);
    map.places[0].port = true;
    map.places[5].crossing = true;
    map
}

fn no_obstacles() -> Parameters {
    let mut p = still();
    fix!(p;
        corridors.supply = 10.0,
        corridors.local_police = 0.0,
        corridors.congestion = 0.0,
        corridors.bypass = 1e6,
        corridors.adjustment = 1.0,
    );
    p
}

fn flows(world: &mut World, p: &Parameters, week: i32) -> Vec<f64> {
    let key = Key::new(1, 0);
    alone("corridors", world, p, key, week..week + 1, |_| {});
    world.abroad.corridors.flow.clone()
}

#[test]
fn all_drugs_take_the_cheapest_way_and_arrive() {
    let p = no_obstacles();
    let mut world = world(&two_roads(), &p, Key::new(1, 0));
    let flow = flows(&mut world, &p, 0);
    // 10 tonnes for 100 million, 6 for 60 million.
    assert_eq!(flow, [6.0, 6.0, 6.0, 0.0, 0.0, 6.0]);
    let corridors = &world.abroad.corridors;
    assert_eq!((corridors.supplied, corridors.delivered), (6.0, 6.0));
    assert_eq!(corridors.share, 1.0, "a dear bypass is not taken");
    assert_eq!(
        (world.abroad.outside.price, world.abroad.outside.supply),
        (1.0, 1.0)
    );
    let crossing = (10_000_000.0_f64 / 1e5).sqrt();
    assert!(
        world.abroad.territory.value(5) > crossing && world.abroad.territory.value(3) == crossing
    );
}

#[test]
fn drugs_evade_enforcement() {
    let p = no_obstacles();
    let mut world = world(&two_roads(), &p, Key::new(1, 0));
    flows(&mut world, &p, 0);
    world.land[1].officers[Force::Army.index()] = 10_000;
    let flow = flows(&mut world, &p, 4);
    assert_eq!(flow, [6.0, 0.0, 0.0, 6.0, 6.0, 6.0]);
    assert_eq!(
        world.abroad.corridors.delivered, 6.0,
        "soldiers wait in vain"
    );
    for place in [3, 5] {
        world.land[place].officers[Force::Army.index()] = 10_000;
    }
    flows(&mut world, &p, 8);
    let corridors = &world.abroad.corridors;
    assert!(corridors.delivered < 6.0 && corridors.delivered > 4.0);
    assert!(world.abroad.outside.price > 1.0 && world.abroad.outside.supply > 1.0);
}

#[test]
fn a_cheap_bypass_takes_half() {
    let mut p = no_obstacles();
    fix!(p; corridors.bypass = 300.0);
    let mut world = world(&two_roads(), &p, Key::new(1, 0));
    flows(&mut world, &p, 0);
    near("share by land", world.abroad.corridors.share, 0.5, 1e-9);
    assert_eq!(world.abroad.corridors.delivered, 6.0);
}

#[test]
fn a_country_without_crossings_has_no_flow() {
    let p = parameters();
    let mut world = world(
        &towns(&[1_000_000; 3], &[group("one", &[0])]),
        &p,
        Key::new(1, 0),
    );
    let flow = flows(&mut world, &p, 0);
    assert_eq!(flow, [0.0; 3]);
    assert_eq!(
        world.abroad.corridors.delivered,
        world.abroad.corridors.supplied
    );
    assert_eq!(world.abroad.outside.price, 1.0);
}

#[test]
fn what_is_taken_is_bounded_by_heads_and_by_the_place() {
    near("few heads", taken(1e6, 100.0, 1.0, 1.0), 100.0, 0.1);
    near("many heads", taken(1e6, 100.0, 1e9, 1e9), 1e6, 100.0);
    near("halves", taken(1e6, 100.0, 1e9, 2e9), 5e5, 100.0);
    assert_eq!(taken(0.0, 100.0, 1.0, 1.0), 0.0);
}

#[test]
fn effort_follows_what_pays() {
    let mut p = parameters();
    let even = [1.0 / BUSINESSES as f64; BUSINESSES];
    assert_eq!(adapted(&p.income, even, &[0.0; BUSINESSES]), even);
    fix!(p; income.trial = 0.0);
    let mut effort = even;
    for _ in 0..400 {
        effort = adapted(&p.income, effort, &[0.0, 7.0, 0.0, 0.0, 0.0]);
        near("all effort", effort.iter().sum(), 1.0, 1e-9);
    }
    near("retail", effort[Business::Retail.index()], 1.0, 1e-6);
}

#[test]
fn no_potential_no_income() {
    let (mut p, key) = (still(), Key::new(1, 0));
    let start = parameters();
    p.income = start.income;
    fix!(p; income.retail = 0.0, income.prey = 0.0, income.firms = 0.0);
    let mut world = world(&towns(&[1_000_000; 2], &[group("one", &[0, 1])]), &p, key);
    let cells = |world: &World| world.land.municipalities[0].cells.clone();
    let before = cells(&world);
    live(&mut world, &p, key, 0..20, QUIET, |_| {});
    assert_eq!(cells(&world), before);
}

#[test]
fn a_cell_cut_off_from_its_corridor_preys() {
    let (mut p, key) = (no_obstacles(), Key::new(1, 0));
    p.income = parameters().income;
    let mut world = world(&two_roads(), &p, key);
    let effort = |world: &World, business: Business| {
        world.land.municipalities[0].cells[0].effort[business.index()]
    };
    live(&mut world, &p, key, 0..104, QUIET, |_| {});
    let (trafficking, preying) = (
        effort(&world, Business::Trafficking),
        effort(&world, Business::Kidnapping),
    );
    fix!(p; corridors.bypass = 0.0, corridors.bypass_spread = 0.1);
    live(&mut world, &p, key, 104..208, QUIET, |_| {});
    assert!(effort(&world, Business::Trafficking) < trafficking / 2.0);
    assert!(effort(&world, Business::Kidnapping) > 1.5 * preying);
}

/// What a cell earns in the first week under these orders, of each business; a head can take all there is.
fn earned(orders: Orders, programmes: Programmes) -> [f64; BUSINESSES] {
    let mut p = no_obstacles();
    p.income = parameters().income;
    fix!(p;
        income.retail_head = 1e12,
        income.extortion_head = 1e12,
        income.prey_head = 1e12,
        income.smuggling_head = 1e12,
        income.ransom = 1.0,
        income.loot = 1.0,
    );
    let key = Key::new(1, 0);
    let mut world = world(&two_roads(), &p, key);
    world.land[0].programmes = programmes;
    world.land[0].police.integrity = 1.0;
    world.land[0].cells[0].payers = 1000;
    world.institutions.government.coordination = 1.0;
    let mut income = [0.0; BUSINESSES];
    let two = [process("corridors"), process("income")];
    live_under(&two, &mut world, &p, key, 0..1, orders, |world| {
        income = world.land.municipalities[0].cells[0].income;
    });
    income
}

#[test]
fn legal_sale_takes_retail_and_no_traffic() {
    let under = |legal_market| {
        let orders = Orders {
            legal_market,
            ..QUIET
        };
        earned(orders, Programmes::default())
    };
    let (illegal, legal) = (under(0.0), under(1.0));
    let retail = Business::Retail.index();
    let left = 1.0 - parameters().income.legal.get();
    near(
        "retail",
        legal[retail],
        left * illegal[retail],
        1e-6 * illegal[retail],
    );
    for business in (0..BUSINESSES).filter(|business| *business != retail) {
        assert!(illegal[business] > 0.0 && legal[business] == illegal[business]);
    }
}

#[test]
fn a_strategy_takes_from_its_crime_alone() {
    let left = 1.0 - parameters().income.strategy.get();
    let without = earned(QUIET, Programmes::default());
    for against in [
        Business::Extortion,
        Business::Kidnapping,
        Business::Smuggling,
    ] {
        let standing = |business| f64::from(u8::from(business == against));
        let programmes = Programmes {
            extortion_strategy: standing(Business::Extortion),
            kidnapping_strategy: standing(Business::Kidnapping),
            smuggling_strategy: standing(Business::Smuggling),
            ..Programmes::default()
        };
        let with = earned(QUIET, programmes);
        for (business, (with, without)) in with.into_iter().zip(without).enumerate() {
            if business == against.index() {
                // Crimes of people are counted, one dollar each.
                near("its crime", with, left * without, 0.02 * without);
            } else {
                assert!(with == without && with > 0.0, "{business}");
            }
        }
    }
}

#[test]
fn crimes_come_at_their_means() {
    let (mut p, key) = (still(), Key::new(1, 0));
    fix!(p;
        income.prey = 1e3,
        income.prey_head = 1000.0,
        income.kidnappings = 0.5,
        income.ransom = 10_000.0,
        income.loot = 1000.0,
        income.visits = 0.1,
        income.firms = 1.0,
        income.adaptation = 0.0,
    );
    let mut world = world(&towns(&[10_000_000], &[group("one", &[0])]), &p, key);
    let here = &world.land.municipalities[0].cells[0];
    let heads = here.strength() + 0.25 * f64::from(here.associate_count());
    let each = heads / BUSINESSES as f64;
    let mut counted: [Vec<f64>; 3] = Default::default();
    live(&mut world, &p, key, 0..200, QUIET, |world| {
        let tally = &world.record.tally;
        assert_eq!(
            world.land.municipalities[0].cells[0].visits,
            tally.extortions
        );
        let crimes = [tally.kidnappings, tally.robberies, tally.extortions];
        for (counted, crimes) in counted.iter_mut().zip(crimes) {
            counted.push(f64::from(crimes));
        }
    });
    for (counted, expected) in counted.iter().zip([0.05, 0.5, 0.1]) {
        let (mean, error) = mean(counted);
        near("crimes", mean, expected * each, 4.0 * error + 1e-3 * each);
    }
}

#[test]
fn wages_are_paid_until_the_cash_is_gone() {
    let (mut p, key) = (still(), Key::new(1, 0));
    fix!(p; books.wage = 100.0, books.drawings = 0.0, books.buying = 0.0, initial.cash = 1000.0);
    let mut world = world(&towns(&[10_000_000], &[group("one", &[0])]), &p, key);
    let mut paid = Vec::new();
    live(&mut world, &p, key, 0..15, QUIET, |world| {
        let one = &world.groups.organizations[&founder("one")];
        assert!(one.cash >= 0.0 && one.arms >= 0.0);
        paid.push(one.pay);
    });
    assert_eq!(paid[..9], [1.0; 9]);
    assert_eq!(paid[11..], [0.0; 4]);
}

#[test]
fn seized_cash_and_scarce_arms() {
    let (p, key) = (parameters(), Key::new(1, 0));
    let after = |intelligence: f64, arms: f64| {
        let mut world = world(&grid(), &p, key);
        world.abroad.outside.arms = arms;
        let mut orders = OFFENSIVE;
        orders.financial_intelligence = intelligence;
        live_under(
            &[process("books")],
            &mut world,
            &p,
            key,
            0..4,
            orders,
            |_| {},
        );
        let sum = |of: fn(&plaza_model::state::organizations::Organization) -> f64| -> f64 {
            world.groups.organizations.values().map(of).sum()
        };
        (sum(|one| one.cash), sum(|one| one.arms))
    };
    assert!(after(1.0, 1.0).0 < after(0.0, 1.0).0);
    assert!(after(0.0, 0.5).1 < after(0.0, 1.0).1);
}

/// A town that grows and one that shrinks.
fn two_towns() -> Map {
    let mut map = towns(&[100_000, 300_000], &[group("one", &[0, 1])]);
    map.places[0].populations = vec![120_000, 150_000, 200_000];
    map.places[1].populations = vec![250_000, 200_000, 100_000];
    map
}

fn alive(world: &World) -> Vec<u32> {
    world
        .land
        .municipalities
        .iter()
        .map(|here| here.citizens.alive())
        .collect()
}

#[test]
fn populations_follow_the_table() {
    let (p, key) = (still(), Key::new(1, 0));
    let mut world = world(&two_towns(), &p, key);
    assert_eq!(alive(&world), [100_000, 300_000]);
    for (year, expected) in [[120_000, 250_000], [150_000, 200_000], [200_000, 100_000]]
        .into_iter()
        .chain([[200_000, 100_000]])
        .enumerate()
    {
        let weeks = 52 * year as i32..52 * (year as i32 + 1);
        live(&mut world, &p, key, weeks, QUIET, |world| {
            assert_eq!(alive(world), expected);
            assert_eq!(world.audit(), Ok(()));
        });
    }
}

#[test]
fn heads_are_conserved_while_populations_change() {
    let mut p = parameters();
    fix!(p; initial.members = 200.0);
    let key = Key::new(1, 0);
    let mut world = world(&two_towns(), &p, key);
    let mut dead = 0;
    live(&mut world, &p, key, -52..208, OFFENSIVE, |world| {
        let tally = &world.record.tally;
        dead += tally.member_deaths
            + tally.associate_deaths
            + tally.bystander_deaths
            + tally.other_homicides;
        assert_eq!(world.audit(), Ok(()), "week {}", world.given.week);
    });
    let people: u32 = alive(&world).iter().sum();
    assert_eq!(people + dead, 300_000);
}

#[test]
fn absent_residents_leave_the_recruitment_rate_as_it_is() {
    let mut p = still();
    fix!(p; recruitment.rate = 5e-3);
    let recruits = |populations: Vec<u32>| {
        let recruited: Vec<f64> = (0..200)
            .map(|replicate| {
                let key = Key::new(1, replicate);
                let mut map = towns(&[1_000_000], &[group("one", &[0])]);
                map.places[0].populations = populations.clone();
                let mut world = world(&map, &p, key);
                world.begin_week(0, QUIET, Budget::default());
                schedule::week(&mut world, SCHEDULE, &p, key);
                f64::from(world.record.tally.recruited)
            })
            .collect();
        mean(&recruited)
    };
    let (stays, one) = recruits(vec![]);
    let (shrinks, other) = recruits(vec![1_000_000, 3_000_000]);
    let error = (one * one + other * other).sqrt();
    near("recruits", shrinks, stays, 4.0 * error);
}
