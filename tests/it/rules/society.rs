//! Citizens, courts and prisons in the limits in which the result is known.

mod justice;
mod memory;

use plaza_engine::luck::Key;
use plaza_model::state::citizens::Stratum;
use plaza_model::state::map::Map;
use plaza_model::state::memory::{Class, Experience, What};
use plaza_model::state::parts::Part;
use plaza_model::submodels::schedule::{Process, SCHEDULE, Scope};
use plaza_model::submodels::{Parameters, opinion, response};
use plaza_model::units::Quantity;

use crate::rules::worlds::{
    QUIET, alone, fix, grid, group, live, live_under, near, parameters, still, towns, world,
};

/// A town of 10 million with one organization of 10,000 members.
fn town(p: &mut Parameters) -> Map {
    fix!(p; initial.members = 100.0);
    towns(&[10_000_000], &[group("one", &[0])])
}

/// Fifty are robbed and ten firms visited a week, wherever there is a cell.
const CRIME: Process = Process {
    id: 999,
    name: "crime",
    every: 1,
    quiet: false,
    writes: &[Part::Business, Part::Tally],
    scope: Scope::Local(|here, _, _, _| {
        for cell in &mut here.cells {
            cell.visits = 10;
            here.tally.extortions += 10;
            here.tally.robberies += 50;
        }
    }),
};

/// The schedule with this crime in place of the businesses of cells.
fn with_crime() -> Vec<Process> {
    SCHEDULE
        .iter()
        .map(|process| {
            if process.name == "income" {
                CRIME
            } else {
                *process
            }
        })
        .collect()
}

#[test]
fn other_homicides_follow_the_rate_from_outside() {
    let mut p = still();
    fix!(p; homicides.start = 52.0, homicides.end = 104.0, homicides.ramp = 52.0);
    let map = towns(&[1_000_000, 3_000_000], &[]);
    let key = Key::new(21, 0);
    let mut world = world(&map, &p, key);
    let (mut dead, mut second) = (0.0, 0.0);
    live(&mut world, &p, key, 0..104, QUIET, |world| {
        assert_eq!(world.audit(), Ok(()));
        dead += f64::from(world.record.tally.other_homicides);
        second += f64::from(world.land.municipalities[1].tally.other_homicides);
    });
    // A year at 78 on average and one at 104, for 4 million.
    let expected = (78.0 + 104.0) * 40.0;
    near("homicides", dead, expected, 4.0 * expected.sqrt() + 40.0);
    near("in the larger town", second / dead, 0.75, 0.02);
    assert_eq!(world.land.population, 4_000_000 - dead as u64);
}

#[test]
fn nobody_reports_where_reporting_is_off_and_few_at_the_start() {
    let share = |reporting: f64| {
        let mut p = still();
        fix!(p; response.reporting = reporting, response.inform = 0.0, response.unpunished = 0.0);
        let map = town(&mut p);
        let key = Key::new(21, 1);
        let mut world = world(&map, &p, key);
        let mut counts = [0.0; 4];
        live_under(&with_crime(), &mut world, &p, key, 0..400, QUIET, |world| {
            let tally = world.record.tally;
            let other = tally.crimes_reported - tally.extortions_reported;
            assert!(
                tally.homicides_reported <= other
                    && tally.files_opened <= tally.crimes_reported + tally.homicides()
            );
            for (sum, count) in counts.iter_mut().zip([
                tally.extortions_reported,
                tally.extortions,
                other,
                tally.robberies,
            ]) {
                *sum += f64::from(count);
            }
        });
        [counts[0] / counts[1], counts[2] / counts[3]]
    };
    assert_eq!(share(0.0), [0.0, 0.0]);
    let [extortions, others] = share(1.0);
    assert!((0.01..0.05).contains(&extortions), "{extortions}");
    assert!((0.03..0.11).contains(&others), "{others}");
}

#[test]
fn where_the_norm_is_stronger_fewer_pay_and_more_report() {
    let p = parameters();
    let world = world(&grid(), &p, Key::new(21, 2));
    let here = &world.land.municipalities[0];
    let community = here.community;
    let strong = plaza_model::state::community::Community {
        lawfulness: 0.9,
        ..community
    };
    let reports = |community, captured| {
        let crime = p.response.report_other.get();
        let programmes = &here.programmes;
        response::reports(
            &p.response,
            crime,
            community,
            programmes,
            captured,
            Class::Never,
        )
    };
    let pays = |mut community| response::pays(&p.response, &mut community);
    near("pay", pays(community), 0.45, 0.02);
    assert!(pays(strong) < pays(community));
    // What was worked out before holds no longer than what it was worked out of.
    let mut turned = community;
    response::pays(&p.response, &mut turned);
    turned.lawfulness = strong.lawfulness;
    assert_eq!(response::pays(&p.response, &mut turned), pays(strong));
    assert!(reports(&strong, false) > reports(&community, false));
    assert!(reports(&community, true) < reports(&community, false));
}

#[test]
fn a_norm_is_at_rest_where_it_began_and_can_tip() {
    let mut p = parameters();
    for start in [0.0, 0.1, 0.4, 1.0] {
        assert_eq!(opinion::norm(&p.opinion, start)(start), start);
    }
    let far = |p: &Parameters| {
        let mut norm = 0.45;
        (0..500).for_each(|_| norm = opinion::norm(&p.opinion, 0.4)(norm));
        norm
    };
    near("wide thresholds", far(&p), 0.4, 0.01);
    fix!(p; opinion.width = 0.1);
    assert!(far(&p) > 0.7, "narrow thresholds: {}", far(&p));
}

#[test]
fn violence_in_mind_fades_and_fear_falls_back() {
    let mut p = still();
    fix!(p; opinion.violence_time = 26.0);
    let map = towns(&[100_000; 3], &[group("one", &[0])]);
    let key = Key::new(21, 3);
    let mut world = world(&map, &p, key);
    let start = world.land.municipalities[2].community;
    world.land[2].community.violence = 100.0;
    let mut most = 0.0_f64;
    live(&mut world, &p, key, 1..53, QUIET, |world| {
        let community = world.land.municipalities[2].community;
        most = most.max(community.fear);
        assert!(world.land.occupied == [0], "nobody else is there");
    });
    let violence = world.land.municipalities[2].community.violence;
    near("in mind", violence, 100.0 * (-2.0_f64).exp(), 1e-9);
    assert!(most > start.fear + 0.1);
    live(&mut world, &p, key, 53..1000, QUIET, |_| {});
    let community = world.land.municipalities[2].community;
    near("fear", community.fear, start.fear, 1e-6);
    near("lawfulness", community.lawfulness, start.lawfulness, 0.01);
}

#[test]
fn victims_forget_and_the_displaced_come_home() {
    let mut p = still();
    fix!(p; opinion.home = 0.02, initial.fear = 0.0);
    let map = town(&mut p);
    let key = Key::new(21, 4);
    let mut world = world(&map, &p, key);
    let here = &mut world.land[0];
    for stratum in Stratum::all() {
        here.memory.enter(Experience {
            what: What::Robbed,
            class: Class::Never,
            grown: stratum.grown(),
            stratum: None,
            reported: false,
            persons: 1000,
            of: 1000,
        });
        (0..500).for_each(|_| here.citizens.displace(stratum));
    }
    alone("opinion", &mut world, &p, key, 1..53, |world| {
        assert_eq!(world.audit(), Ok(()));
    });
    let here = &world.land.municipalities[0];
    let away = 8000.0 * (-0.02_f64 * 52.0).exp();
    near(
        "away",
        f64::from(here.citizens.displaced()),
        away,
        4.0 * away.sqrt(),
    );
    let once = [false, true].map(|grown| here.memory.victims(Class::Once, grown));
    let once = f64::from(once[0] + once[1]);
    // Those who come home remember, and forget in their turn.
    let (forget, home) = (1.0 / 52.0, 0.02);
    let late =
        8000.0 * home / (home - forget) * ((-forget * 52.0_f64).exp() - (-home * 52.0_f64).exp());
    let expected = 16_000.0 * (-1.0_f64).exp() + late;
    near(
        "remember",
        once,
        expected,
        4.0 * expected.sqrt() + 0.03 * late,
    );
}

#[test]
fn the_violent_places_empty() {
    let mut p = still();
    fix!(p; response.leave = 0.01, response.victim = 2.0, opinion.home = 0.0);
    let map = town(&mut p);
    let key = Key::new(21, 5);
    let mut world = world(&map, &p, key);
    let mut fled = 0;
    world.land[0].community.violence = 1e5;
    live_under(&with_crime(), &mut world, &p, key, 0..52, QUIET, |world| {
        assert_eq!(world.audit(), Ok(()));
        fled += world.record.tally.displaced;
    });
    assert!(fled > 10_000);
    assert_eq!(world.land.municipalities[0].citizens.displaced(), fled);
}

#[test]
fn firms_refuse_or_pay_and_some_who_refuse_are_punished() {
    let mut p = still();
    fix!(p; response.punish = 0.1);
    let map = town(&mut p);
    let key = Key::new(21, 6);
    let mut world = world(&map, &p, key);
    let (mut killed, weeks) = (0.0, 400);
    live_under(
        &with_crime(),
        &mut world,
        &p,
        key,
        0..weeks,
        QUIET,
        |world| {
            assert_eq!(world.audit(), Ok(()));
            killed += f64::from(world.record.tally.deaths_other);
            assert_eq!(
                world.record.tally.deaths_other,
                world.record.tally.bystander_deaths
            );
        },
    );
    let payers = world.land.municipalities[0].cells[0].payers;
    assert!((200..1000).contains(&payers), "{payers} of 4,000 still pay");
    near("killed", killed, 4000.0 * 0.55 * 0.1, 60.0);
}
