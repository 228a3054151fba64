//! One replicate under all policies: shared steps once, forked where orders first differ.

use std::sync::{Arc, Mutex};

use plaza_engine::failure::caught;
use plaza_engine::luck::Key;
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
    record: M::Record,
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
    let positions: Vec<usize> = (0..policies.len()).collect();
    let parameters = model.parameters(replicate);
    let of = |position: &usize| &parameters[policies[*position]];
    let names = model.policies();
    for group in positions.chunk_by(|a, b| fork && Arc::ptr_eq(of(a), of(b))) {
        let replicate = Replicate {
            model,
            parameters: of(&group[0]),
            names: policies.iter().map(|policy| names[*policy]).collect(),
            luck: model.luck(replicate),
            number: replicate,
            stop,
            endings: &endings,
        };
        match caught(|| model.world(replicate.parameters, replicate.luck)) {
            Ok(world) => {
                let course = |position: &usize| (*position, model.course(policies[*position]));
                let branch = Branch {
                    world,
                    record: model.record(replicate.number, &replicate.names(group)),
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

/// What the branches of one replicate have in common, whose policies have the same numbers.
struct Replicate<'a, M: Model> {
    model: &'a M,
    parameters: &'a M::Parameters,
    /// Of policies, by position in the list of endings.
    names: Vec<&'a str>,
    luck: Key,
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
                let is_same = orders.as_ref().is_none_or(|first| *first == ordered);
                match is_same {
                    true => branch.policies.push((position, course)),
                    false => other.push((position, course)),
                }
                orders.get_or_insert(ordered);
            }
            if !other.is_empty() {
                let mut parted = Branch {
                    world: branch.world.clone(),
                    record: branch.record.clone(),
                    step,
                    policies: other,
                };
                for branch in [&mut parted, &mut branch] {
                    let names = self.names(branch.policies.iter().map(|(position, _)| position));
                    model.keep_for(&names, &mut branch.record);
                }
                scope.spawn(|scope| self.follow(scope, parted));
            }
            let orders = orders.expect("a branch has a policy");
            let lived = self.names[branch.policies[0].0];
            let Branch { world, record, .. } = &mut branch;
            let simulated = caught(|| {
                model.step(step, orders, self.parameters, self.luck, world);
                model.observe(step, world, lived, record);
            });
            if let Err(cause) = simulated {
                let positions: Vec<usize> = branch.policies.iter().map(|(at, _)| *at).collect();
                return self.end(&positions, |_| {
                    Ending::Failed(format!("{} {step}: {cause}", M::STEP))
                });
            }
            branch.step += 1;
        }
        let Branch {
            record, policies, ..
        } = branch;
        let positions: Vec<usize> = policies.iter().map(|(at, _)| *at).collect();
        self.end(&positions, |position| {
            match caught(|| model.rows(record.clone(), self.names[position])) {
                Ok(recorded) => Ending::Done(Box::new(recorded)),
                Err(cause) => Ending::Failed(format!("after the last {}: {cause}", M::STEP)),
            }
        });
    }

    /// The names of the policies at these positions.
    fn names<'p>(&self, positions: impl IntoIterator<Item = &'p usize>) -> Vec<&str> {
        positions.into_iter().map(|at| self.names[*at]).collect()
    }

    /// Notes how the replicate ended under these policies.
    fn end(&self, policies: &[usize], ending: impl Fn(usize) -> Ending) {
        for &position in policies {
            let ending = ending(position);
            self.endings.lock().expect(UNPOISONED)[position] = ending;
        }
    }
}
