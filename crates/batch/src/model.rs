//! The interface between a batch and a model.

use std::ops::Range;

use crate::rows::Recorded;
use crate::table::Tables;

/// A model of which futures are run: what a world is, how it begins, one step, and what is told of it. A batch asks
/// from many threads, in any order; the answers depend on nothing but what is asked with.
pub trait Model: Sync {
    /// The name of a step in messages of failures.
    const STEP: &'static str = "step";

    /// The tables of a future.
    const TABLES: Tables;

    /// One future: all that steps change, its luck, and the records of it.
    type World: Clone + Send;
    /// A policy on its way through a future, with what it has seen of it.
    type Course: Clone + Send;
    /// The orders of a policy in one step: as long as they are equal, policies share a future.
    type Orders: PartialEq;

    /// The names of the policies.
    fn policies(&self) -> Vec<&str>;

    /// The steps of a future.
    fn steps(&self) -> Range<i32>;

    /// Whether two policies, by their indices, have the same parameters, and may share a future.
    fn alike(&self, _policy: usize, _other: usize) -> bool {
        true
    }

    /// The world of a replicate before its first step. Its luck is of the replicate, whatever the policies that share
    /// it.
    fn world(&self, replicate: u32, policies: &[usize]) -> Self::World;

    /// How a policy begins.
    fn course(&self, policy: usize) -> Self::Course;

    /// The orders of a policy in a step, before which it sees the world.
    fn orders(&self, step: i32, course: &mut Self::Course, world: &Self::World) -> Self::Orders;

    /// One step of a world, and the records of it.
    fn step(&self, step: i32, orders: Self::Orders, world: &mut Self::World);

    /// A world that only these policies share from now on: what the others wanted to be recorded is not needed.
    fn keep_for(&self, _policies: &[usize], _world: &mut Self::World) {}

    /// The rows of the tables, of a future that has ended under a policy.
    fn rows(&self, world: &Self::World, policy: usize) -> Recorded;
}
