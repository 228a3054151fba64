//! One replicate under all policies: shared weeks once, forked where orders, or what they cost,
//! first differ.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use rayon::Scope;

use crate::engine::failure::caught;
use crate::engine::luck::Key;
use crate::experiment::design::Design;
use crate::experiment::observers::Observer;
use crate::experiment::tables::Recorded;
use crate::policy::course::Course;
use crate::state::world::World;
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
struct Branch<'a> {
    world: World,
    observer: Observer<'a>,
    /// The week to simulate next.
    week: i32,
    /// Positions in the list of endings, each with its course.
    policies: Vec<(usize, Course<'a>)>,
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

/// What sees the world after every week, with the name of a policy that it lives under.
pub type Watch<'a> = &'a (dyn Fn(&World, &str) + Sync);

/// As [`run`]; `watch` changes nothing. Futures that have parted are followed on idle threads too.
pub fn run_watched(
    design: &Design,
    policies: &[usize],
    replicate: u32,
    fork: bool,
    stop: &Stop,
    watch: Watch<'_>,
) -> Vec<Ending> {
    let endings = Mutex::new(vec![Ending::Stopped; policies.len()]);
    let positions: Vec<usize> = (0..policies.len()).collect();
    let terms = design.terms();
    let courses: Vec<Course> = policies
        .iter()
        .map(|policy| design.course(&terms, *policy))
        .collect();
    // Only policies with the same numbers of the rules can share weeks.
    let parameters = design.parameters_in(replicate);
    let of = |position: &usize| &parameters[policies[*position]];
    for group in positions.chunk_by(|a, b| fork && Arc::ptr_eq(of(a), of(b))) {
        let replicate = Replicate {
            design,
            parameters: of(&group[0]),
            policies,
            key: Key::new(design.seed, u64::from(replicate)),
            number: replicate,
            stop,
            watch,
            endings: &endings,
        };
        match caught(|| replicate.first_week()) {
            Ok(world) => {
                let places = world.municipalities.len();
                let names = replicate.names(group);
                let branch = Branch {
                    world,
                    observer: Observer::new(
                        &design.record,
                        &names,
                        (replicate.number, design.draw_of(replicate.number)),
                        places,
                    ),
                    week: -design.burn_in,
                    policies: (group.iter())
                        .map(|position| (*position, courses[*position].clone()))
                        .collect(),
                };
                rayon::in_place_scope(|scope| replicate.follow(scope, branch));
            }
            Err(cause) => replicate.end(group, |_| Ending::Failed(format!("first week: {cause}"))),
        }
        if stop.requested() {
            return vec![Ending::Stopped; policies.len()];
        }
    }
    endings.into_inner().expect(UNPOISONED)
}

const UNPOISONED: &str = "no thread panics while it notes an ending";

/// What the branches of one replicate have in common, whose policies have the same numbers.
struct Replicate<'a> {
    design: &'a Design,
    parameters: &'a Parameters,
    policies: &'a [usize],
    key: Key,
    number: u32,
    stop: &'a Stop,
    watch: Watch<'a>,
    endings: &'a Mutex<Vec<Ending>>,
}

impl Replicate<'_> {
    fn first_week(&self) -> World {
        let design = self.design;
        let mut world = design.first_world(self.parameters, self.key);
        if design.record.lives {
            world.follow_lives(design.memory_one_in);
        }
        world
    }

    /// Follows a branch to its last week; where orders part, the others branch off.
    fn follow<'s>(&'s self, scope: &Scope<'s>, mut branch: Branch<'s>) {
        while branch.week < self.design.weeks {
            if self.stop.requested() {
                return;
            }
            let week = branch.week;
            // Policies that share a branch share its world, and with it the aid delivered.
            let aid = branch.world.outside.aid;
            for (_, course) in &mut branch.policies {
                course.observe(week, &branch.world);
            }
            let measures = branch.policies[0].1.measures(week, &aid);
            let (same, other) = std::mem::take(&mut branch.policies)
                .into_iter()
                .partition(|(_, course)| course.measures(week, &aid) == measures);
            branch.policies = same;
            let other: Vec<(usize, Course)> = other;
            if !other.is_empty() {
                let mut parted = Branch {
                    world: branch.world.clone(),
                    observer: branch.observer.clone(),
                    week,
                    policies: other,
                };
                for branch in [&mut parted, &mut branch] {
                    let names = self.names(branch.policies.iter().map(|(position, _)| position));
                    branch.observer.keep_for(&names);
                }
                scope.spawn(|scope| self.follow(scope, parted));
            }
            let lived = self.policy(branch.policies[0].0);
            let Branch {
                world, observer, ..
            } = &mut branch;
            let simulated = caught(|| {
                measures.begin(week, world);
                schedule::week(world, self.design.schedule, self.parameters, self.key);
                if week >= 0 {
                    observer.week(world);
                }
                (self.watch)(world, lived);
            });
            if let Err(cause) = simulated {
                let positions: Vec<usize> = branch.policies.iter().map(|(at, _)| *at).collect();
                return self.end(&positions, |_| {
                    Ending::Failed(format!("week {week}: {cause}"))
                });
            }
            branch.week += 1;
        }
        let Branch {
            observer, policies, ..
        } = branch;
        let positions: Vec<usize> = policies.iter().map(|(at, _)| *at).collect();
        self.end(&positions, |position| {
            let name = self.policy(position);
            let map = &self.design.map;
            match caught(|| observer.clone().finish(name, map)) {
                Ok(recorded) => Ending::Done(Box::new(recorded)),
                Err(cause) => Ending::Failed(format!("after the last week: {cause}")),
            }
        });
    }

    /// The name of the policy at a position in the list of endings.
    fn policy(&self, position: usize) -> &str {
        &self.design.policies[self.policies[position]].name
    }

    /// The names of the policies at these positions.
    fn names<'p>(&self, positions: impl IntoIterator<Item = &'p usize>) -> Vec<&str> {
        positions.into_iter().map(|at| self.policy(*at)).collect()
    }

    /// Notes how the replicate ended under these policies.
    fn end(&self, policies: &[usize], ending: impl Fn(usize) -> Ending) {
        for &position in policies {
            let ending = ending(position);
            self.endings.lock().expect(UNPOISONED)[position] = ending;
        }
    }
}
