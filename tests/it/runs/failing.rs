//! A rule that fails ends its replicate, is named, and leaves the others as they are.

use plaza_engine::luck::{Key, Luck, NOWHERE};
use plaza_model::state::world::World;
use plaza_model::submodels::Parameters;
use plaza_model::submodels::schedule::{Process, SCHEDULE, Scope};

use plaza::runs::design::Design;
use plaza::runs::replicate;
use plaza::runs::replicate::{Ending, Stop};
use rand::Rng;

use crate::rules::worlds::smoke;

const SEED: u64 = 77;
const PROCESS: u16 = 9999;

/// Fails in week 5 of replicate 1, which it knows by its luck.
fn fail(world: &mut World, _: &Parameters, luck: &Luck) {
    let unlucky = Key::new(SEED, 1).luck(PROCESS, 5);
    let same = unlucky.of(NOWHERE, 0).next_u64() == luck.of(NOWHERE, 0).next_u64();
    assert!(!same, "members are negative in week {}", world.given.week);
}

fn design(schedule: &'static [Process]) -> Design {
    Design {
        weeks: 20,
        burn_in: 4,
        seed: SEED,
        policies_from: 10,
        schedule,
        ..smoke()
    }
}

fn endings(design: &Design, number: u32, fork: bool) -> Vec<Ending> {
    replicate::run(design, &[0, 1, 2], number, fork, &Stop::default())
}

#[test]
fn a_failing_rule_ends_its_replicate_and_no_other() {
    let failing = Process {
        id: PROCESS,
        name: "failing",
        every: 1,
        quiet: false,
        writes: &[],
        scope: Scope::Exchange(fail),
    };
    let mut schedule = SCHEDULE.to_vec();
    schedule.push(failing);
    let schedule: &'static [Process] = Box::leak(schedule.into_boxed_slice());
    let (broken, whole) = (design(schedule), design(SCHEDULE));
    for number in 0..4 {
        for fork in [true, false] {
            let endings = endings(&broken, number, fork);
            if number != 1 {
                assert!(
                    endings == self::endings(&whole, number, fork),
                    "replicate {number}"
                );
                continue;
            }
            assert_eq!(endings.len(), 3);
            for ending in endings {
                let Ending::Failed(cause) = ending else {
                    panic!("replicate 1 did not fail");
                };
                let expected = "week 5: members are negative in week 5 (tests/it/runs/failing.rs:";
                assert!(cause.starts_with(expected), "{cause}");
            }
        }
    }
}
