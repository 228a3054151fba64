//! One replicate under all policies: shared weeks once, forked where orders, or what they cost,
//! first differ.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::failure::caught;
use crate::engine::luck::Key;
use crate::experiment::design::Design;
use crate::experiment::observers::Observer;
use crate::experiment::tables::Recorded;
use crate::policy::course::Course;
use crate::state::world::{Country, World};
use crate::submodels::{Parameters, schedule};

/// How one replicate ended under one policy.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// All weeks were simulated.
    Done(Box<Recorded>),
    /// A rule failed: its message and where.
    Failed(String),
    /// The batch was told to stop.
    Stopped,
}

/// Told from outside when the batch should stop.
#[derive(Debug, Default)]
pub struct Stop(AtomicBool);

impl Stop {
    /// Stop as soon as possible.
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether to stop.
    pub fn requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A future that some policies still share.
struct Branch {
    world: World,
    observer: Observer,
    /// The week to simulate next.
    week: i32,
    /// Positions in the list of endings.
    policies: Vec<usize>,
}

/// Runs replicate number `replicate` under the policies with these indices into
/// `design.policies`; one ending per policy, in their order. With `fork` the weeks in which
/// orders and costs are equal are simulated once; without it every policy runs from the first week, to the
/// same bytes.
pub fn run(
    design: &Design,
    policies: &[usize],
    replicate: u32,
    fork: bool,
    stop: &Stop,
) -> Vec<Ending> {
    run_watched(design, policies, replicate, fork, stop, &|_, _| {})
}

/// As [`run`]; `watch` sees the world after every week, with the name of a policy that it lives
/// under, and changes nothing.
pub fn run_watched(
    design: &Design,
    policies: &[usize],
    replicate: u32,
    fork: bool,
    stop: &Stop,
    watch: &dyn Fn(&World, &str),
) -> Vec<Ending> {
    let mut endings = vec![Ending::Stopped; policies.len()];
    let positions: Vec<usize> = (0..policies.len()).collect();
    let terms = design.terms();
    let courses: Vec<Course> = policies
        .iter()
        .map(|policy| design.course(&terms, *policy))
        .collect();
    // Only policies with the same numbers of the rules can share weeks.
    let of = |position: &usize| design.parameters_of(policies[*position]);
    let groups = positions.chunk_by(|a, b| fork && Arc::ptr_eq(of(a), of(b)));
    for group in groups {
        let key = Key::new(design.seed, u64::from(replicate));
        let p = of(&group[0]);
        let first = match caught(|| first_week(design, p, key)) {
            Ok(world) => world,
            Err(cause) => {
                for &position in group {
                    endings[position] = Ending::Failed(format!("first week: {cause}"));
                }
                continue;
            }
        };
        let places = first.municipalities.len();
        let mut branches = vec![Branch {
            world: first,
            observer: Observer::new(&design.record, replicate, places),
            week: -design.burn_in,
            policies: group.to_vec(),
        }];
        while let Some(branch) = branches.pop() {
            follow(
                design,
                p,
                policies,
                &courses,
                key,
                replicate,
                branch,
                &mut branches,
                &mut endings,
                stop,
                watch,
            );
            if stop.requested() {
                return vec![Ending::Stopped; policies.len()];
            }
        }
    }
    endings
}

fn first_week(design: &Design, p: &Parameters, key: Key) -> World {
    let country = Country::new(design.map.clone(), &p.citizens);
    let mut world = World::new(
        Arc::new(country),
        &p.initial,
        &p.citizens,
        &p.territory,
        key,
        -design.burn_in,
    );
    if design.record.lives {
        world.follow_lives(design.memory_one_in);
    }
    world
}

/// Follows a branch to its last week; where orders part, the others branch off.
#[expect(clippy::too_many_arguments, reason = "a branch, and where its ends go")]
fn follow(
    design: &Design,
    p: &Parameters,
    policies: &[usize],
    courses: &[Course],
    key: Key,
    replicate: u32,
    mut branch: Branch,
    branches: &mut Vec<Branch>,
    endings: &mut [Ending],
    stop: &Stop,
    watch: &dyn Fn(&World, &str),
) {
    while branch.week < design.weeks {
        if stop.requested() {
            return;
        }
        let week = branch.week;
        // Policies that share a branch share its world, and with it the aid delivered.
        let aid = branch.world.outside.aid;
        let of = |position: usize| {
            let course = &courses[position];
            (course.orders(week, &aid), course.budget(week, &aid))
        };
        let (orders, budget) = of(branch.policies[0]);
        let (same, other): (Vec<usize>, Vec<usize>) = branch
            .policies
            .iter()
            .partition(|position| of(**position) == (orders, budget));
        if !other.is_empty() {
            branches.push(Branch {
                world: branch.world.clone(),
                observer: branch.observer.clone(),
                week,
                policies: other,
            });
            branch.policies = same;
        }
        let lived = design.policies[policies[branch.policies[0]]].name.as_str();
        let Branch {
            world, observer, ..
        } = &mut branch;
        let simulated = caught(|| {
            world.begin_week(week, orders, budget);
            schedule::week(world, design.schedule, p, key);
            if week >= 0 {
                observer.week(world);
            }
            watch(world, lived);
        });
        if let Err(cause) = simulated {
            for &position in &branch.policies {
                endings[position] = Ending::Failed(format!("week {week}: {cause}"));
            }
            return;
        }
        branch.week += 1;
    }
    for &position in &branch.policies {
        let name = &design.policies[policies[position]].name;
        let recorded = caught(|| branch.observer.clone().finish(name, replicate, &design.map));
        endings[position] = match recorded {
            Ok(recorded) => Ending::Done(Box::new(recorded)),
            Err(cause) => Ending::Failed(format!("after the last week: {cause}")),
        };
    }
}
