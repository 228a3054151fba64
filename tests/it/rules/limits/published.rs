//! The published equations of 150 groups (Prieto-Curiel, Campedelli and Hope 2023), reached by
//! parameters alone: all processes run, in one municipality so large that recruits do not run out.
//!
//! `dC_i/dt = C_i (rho - eta / sum C - theta (sum C - C_i) - omega C_i)`, groups without relations.

use plaza_engine::luck::Key;
use plaza_model::submodels::Parameters;
use rayon::prelude::*;

use super::{arrests_at_capacity, equal_readiness, mass_action};
use crate::rules::worlds::{QUIET, fix, founder, live, mean, near, still, towns, world};

const RECRUITMENT: f64 = 2.527474e-3;
const ARRESTS: f64 = 110.0;
const CONFLICT: f64 = 1.549231e-8;
const SATURATION: f64 = 4e-8;

const GROUPS: usize = 150;
const MEMBERS: f64 = 115_000.0;
const RESIDENTS: u32 = 1_000_000_000;
const OFFICERS: f64 = 10_000.0;

/// Recruits and losses of a week act one after the other, each a part r of about 2.6e-3: against
/// continuous time members lose r^2 a week, relative, unless saturation makes up for it.
const STEP: f64 = 7e-6;

fn name(rank: usize) -> String {
    format!("group {rank}")
}

fn published() -> Parameters {
    let mut p = still();
    equal_readiness(&mut p);
    mass_action(&mut p, CONFLICT);
    arrests_at_capacity(&mut p, ARRESTS, OFFICERS);
    fix!(p;
        initial.members = MEMBERS * 1e5 / f64::from(RESIDENTS),
        initial.state_police = 0.0,
        initial.municipal_police = OFFICERS * 1e5 / f64::from(RESIDENTS),
        initial.associates = 0.0,
        recruitment.rate = RECRUITMENT,
        recruitment.saturation = SATURATION,
        recruitment.associates = 0.0,
        moves.smallest = 0.0,
    );
    p
}

/// Sizes after so many weeks, by the equations (Runge-Kutta of fourth order, steps of a week).
fn integrated(mut sizes: Vec<f64>, weeks: i32) -> Vec<f64> {
    let slope = |sizes: &[f64]| -> Vec<f64> {
        let all: f64 = sizes.iter().sum();
        let growth =
            |c: &f64| c * (RECRUITMENT - ARRESTS / all - CONFLICT * (all - c) - SATURATION * c);
        sizes.iter().map(growth).collect()
    };
    let along = |sizes: &[f64], slope: &[f64], step: f64| -> Vec<f64> {
        sizes.iter().zip(slope).map(|(c, k)| c + step * k).collect()
    };
    for _ in 0..weeks {
        let first = slope(&sizes);
        let second = slope(&along(&sizes, &first, 0.5));
        let third = slope(&along(&sizes, &second, 0.5));
        let fourth = slope(&along(&sizes, &third, 1.0));
        for (index, c) in sizes.iter_mut().enumerate() {
            *c += (first[index] + 2.0 * second[index] + 2.0 * third[index] + fourth[index]) / 6.0;
        }
    }
    sizes
}

/// Total members, and the largest, 10th and 50th group: the mean over replicates lies within four
/// standard errors, and the error of the step, of the equations.
fn compare(weeks: i32, replicates: u64) {
    let p = published();
    let groups: Vec<_> = (1..=GROUPS).map(|rank| (name(rank), vec![0])).collect();
    let map = towns(&[RESIDENTS], &groups);
    let start = world(&map, &p, Key::new(1, 0));
    let size = |world: &plaza_model::state::world::World, rank| {
        f64::from(world.land.members_at(0, founder(&name(rank))))
    };
    let sizes: Vec<f64> = (1..=GROUPS).map(|rank| size(&start, rank)).collect();
    near(
        "members at the start",
        sizes.iter().sum(),
        MEMBERS,
        GROUPS as f64 / 2.0,
    );
    let runs: Vec<[f64; 4]> = (0..replicates)
        .into_par_iter()
        .map(|replicate| {
            let key = Key::new(1, replicate);
            let mut world = world(&map, &p, key);
            live(&mut world, &p, key, 0..weeks, QUIET, |_| {});
            assert_eq!(world.audit(), Ok(()));
            let all = (1..=GROUPS).map(|rank| size(&world, rank)).sum();
            [all, size(&world, 1), size(&world, 10), size(&world, 50)]
        })
        .collect();
    let ends = integrated(sizes, weeks);
    let expected = [ends.iter().sum(), ends[0], ends[9], ends[49]];
    let named = ["all members", "largest group", "10th group", "50th group"];
    for (index, (what, expected)) in named.iter().zip(expected).enumerate() {
        let (mean, error) = mean(&runs.iter().map(|run| run[index]).collect::<Vec<_>>());
        println!("{what}: {mean:.1} ({error:.1}), equations {expected:.1}");
        near(
            what,
            mean,
            expected,
            4.0 * error + STEP * f64::from(weeks) * expected,
        );
    }
}

#[test]
fn one_year_of_150_groups_follows_the_equations() {
    compare(52, 8);
}

#[test]
#[ignore = "minutes: ten years of 150 groups"]
fn ten_years_of_150_groups_follow_the_equations() {
    compare(520, 32);
}
