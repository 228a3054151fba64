//! One replicate under all policies: shared steps once, forked where orders first differ.

use std::sync::Mutex;

use plaza_engine::failure::caught;
use rayon::Scope;

use crate::model::Model;
use crate::rows::Recorded;
use crate::stop::Stop;

/// How one replicate ended under one policy.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// All steps were simulated.
    Done(Box<Recorded>),
    /// A rule failed: its message and where.
    Failed(String),
    /// The batch was told to stop.
    Stopped,
}

/// A future that some policies still share.
struct Branch<M: Model> {
    world: M::World,
    /// The step to simulate next.
    step: i32,
    /// Positions in the list of endings, each with its course.
    policies: Vec<(usize, M::Course)>,
}

/// Runs replicate number `replicate` under the policies with these indices; one ending per policy, in their order. With
/// `fork` the steps in which orders are equal are simulated once; without it every policy runs from the first step, to
/// the same bytes. Futures that have parted are followed on idle threads too.
pub fn run<M: Model>(
    model: &M,
    policies: &[usize],
    replicate: u32,
    fork: bool,
    stop: &Stop,
) -> Vec<Ending> {
    let endings = Mutex::new(vec![Ending::Stopped; policies.len()]);
    let replicate = Replicate {
        model,
        policies,
        number: replicate,
        stop,
        endings: &endings,
    };
    let positions: Vec<usize> = (0..policies.len()).collect();
    let alike = |a: &usize, b: &usize| fork && model.alike(policies[*a], policies[*b]);
    for group in positions.chunk_by(alike) {
        match caught(|| model.world(replicate.number, &replicate.indices(group))) {
            Ok(world) => {
                let course = |position: &usize| (*position, model.course(policies[*position]));
                let branch = Branch {
                    world,
                    step: model.steps().start,
                    policies: group.iter().map(course).collect(),
                };
                rayon::in_place_scope(|scope| replicate.follow(scope, branch));
            }
            Err(cause) => replicate.end(group, |_| {
                Ending::Failed(format!("first {}: {cause}", M::STEP))
            }),
        }
        if stop.requested() {
            return vec![Ending::Stopped; policies.len()];
        }
    }
    endings.into_inner().expect(UNPOISONED)
}

const UNPOISONED: &str = "no thread panics while it notes an ending";

/// The shared state of the branches of one replicate.
struct Replicate<'a, M: Model> {
    model: &'a M,
    /// Their indices, by position in the list of endings.
    policies: &'a [usize],
    number: u32,
    stop: &'a Stop,
    endings: &'a Mutex<Vec<Ending>>,
}

impl<M: Model> Replicate<'_, M> {
    /// Follows a branch to its last step; where orders part, the others branch off.
    fn follow<'s>(&'s self, scope: &Scope<'s>, mut branch: Branch<M>)
    where
        M: 's,
    {
        let model = self.model;
        while branch.step < model.steps().end {
            if self.stop.requested() {
                return;
            }
            let step = branch.step;
            let mut orders = None;
            let mut other = Vec::new();
            for (position, mut course) in std::mem::take(&mut branch.policies) {
                let ordered = model.orders(step, &mut course, &branch.world);
                match orders.as_ref().is_none_or(|first| *first == ordered) {
                    true => branch.policies.push((position, course)),
                    false => other.push((position, course)),
                }
                orders.get_or_insert(ordered);
            }
            if !other.is_empty() {
                let mut parted = Branch {
                    world: branch.world.clone(),
                    step,
                    policies: other,
                };
                for branch in [&mut parted, &mut branch] {
                    let sharing = self.indices(&positions(&branch.policies));
                    model.keep_for(&sharing, &mut branch.world);
                }
                scope.spawn(|scope| self.follow(scope, parted));
            }
            let orders = orders.expect("a branch has a policy");
            if let Err(cause) = caught(|| model.step(step, orders, &mut branch.world)) {
                return self.end(&positions(&branch.policies), |_| {
                    Ending::Failed(format!("{} {step}: {cause}", M::STEP))
                });
            }
            branch.step += 1;
        }
        self.end(&positions(&branch.policies), |position| {
            match caught(|| model.rows(&branch.world, self.policies[position])) {
                Ok(recorded) => Ending::Done(Box::new(recorded)),
                Err(cause) => Ending::Failed(format!("after the last {}: {cause}", M::STEP)),
            }
        });
    }

    /// The indices of the policies at these positions.
    fn indices(&self, positions: &[usize]) -> Vec<usize> {
        positions.iter().map(|at| self.policies[*at]).collect()
    }

    /// Notes how the replicate ended under these policies.
    fn end(&self, policies: &[usize], ending: impl Fn(usize) -> Ending) {
        for &position in policies {
            let ending = ending(position);
            self.endings.lock().expect(UNPOISONED)[position] = ending;
        }
    }
}

fn positions<C>(policies: &[(usize, C)]) -> Vec<usize> {
    policies.iter().map(|(position, _)| *position).collect()
}
