//! Who becomes an associate: civilians by the readiness of their strata, and no more than there are.

use plaza_engine::luck::Key;
use plaza_model::state::citizens::{Citizens, Ready, STRATA, Stratum};

use crate::engine::fit::assert_counts;
use crate::rules::worlds::{alone, fix, group, parameters, still, towns, world};

/// Counts of so many draws fall on strata like their ready civilians.
fn hired_are_the_ready_civilians(civilian: impl Fn(usize) -> u32) {
    let residents: [u32; STRATA] = std::array::from_fn(|s| 1_000 + 500 * s as u32);
    let citizens = Citizens::new(residents);
    let propensity = parameters().citizens.propensity();
    let ready = Ready::new(&residents, &propensity);
    let civilians: [u32; STRATA] = std::array::from_fn(civilian);
    let weights: Vec<f64> = civilians
        .iter()
        .zip(propensity)
        .map(|(civilians, readiness)| f64::from(*civilians) * readiness)
        .collect();
    let all: f64 = weights.iter().sum();
    let chances: Vec<f64> = weights.iter().map(|weight| weight / all).collect();
    let mut counts = vec![0; STRATA];
    let mut rng = Key::new(8, 1).luck(1, 0).of(0, 0);
    for _ in 0..40_000 {
        let one = citizens.ready_civilian(&mut rng, &ready, &civilians);
        counts[one.expect("there are civilians").index()] += 1;
    }
    assert_counts("hired by stratum", &counts, &chances);
}

#[test]
fn among_many_civilians_the_ready_are_hired() {
    hired_are_the_ready_civilians(|s| 900 + 300 * s as u32);
}

/// So few that most looks find none: they are weighed at last.
#[test]
fn among_few_civilians_the_ready_are_hired() {
    hired_are_the_ready_civilians(|s| [7, 0, 3, 20][s % 4]);
}

#[test]
fn no_more_are_hired_than_are_ready() {
    let mut p = still();
    fix!(p;
        initial.members = 100.0,
        initial.around = 0.0,
        initial.clump = 0.0,
        initial.least = 0.0,
        recruitment.associates = 1000.0,
        recruitment.hiring = 5.0,
    );
    let mut world = world(&towns(&[2_000], &[group("one", &[0])]), &p, Key::new(8, 2));
    alone(
        "recruitment",
        &mut world,
        &p,
        Key::new(8, 2),
        0..8,
        |world| {
            assert_eq!(world.audit(), Ok(()));
        },
    );
    let here = &world.land.municipalities[0];
    let propensity = world.given.country.propensity;
    let ready = Stratum::all().filter(|stratum| propensity[stratum.index()] > 0.0);
    let left: u32 = ready.map(|stratum| here.citizens.civilians(stratum)).sum();
    assert_eq!(left, 0, "civilians who are ready and were not hired");
    assert!(here.cells[0].associate_count() > 500);
}
