//! What a batch must know of a model.

use std::ops::Range;
use std::sync::Arc;

use plaza_engine::luck::Key;

use crate::rows::Recorded;
use crate::table::Tables;

/// A model of which futures are run: what a world is, how it begins, one step, and what is recorded of it. A batch asks
/// from many threads, in any order; the answers depend on nothing but what is asked with.
pub trait Model: Sync {
    /// What a step is called where a failure is told.
    const STEP: &'static str = "step";

    /// The numbers of the rules.
    type Parameters: Send + Sync;
    /// One future: all that steps change.
    type World: Clone + Send;
    /// A policy on its way through a future, with what it has seen of it.
    type Course: Clone + Send;
    /// What a policy orders in one step: as long as they are equal, policies share a future.
    type Orders: PartialEq;
    /// What is recorded of a future so far.
    type Record: Clone + Send;

    /// The tables of a future.
    fn tables(&self) -> Tables;

    /// The names of the policies.
    fn policies(&self) -> Vec<&str>;

    /// The steps of a future.
    fn steps(&self) -> Range<i32>;

    /// The luck of a replicate, the same under every policy.
    fn luck(&self, replicate: u32) -> Key;

    /// The numbers of the rules in a replicate under each policy. Only neighbours that share them share a future.
    fn parameters(&self, replicate: u32) -> Vec<Arc<Self::Parameters>>;

    /// The world before its first step.
    fn world(&self, parameters: &Self::Parameters, luck: Key) -> Self::World;

    /// How a policy, by its index, begins.
    fn course(&self, policy: usize) -> Self::Course;

    /// What a policy orders in a step, before which it sees the world.
    fn orders(&self, step: i32, course: &mut Self::Course, world: &Self::World) -> Self::Orders;

    /// One step of a world.
    fn step(
        &self,
        step: i32,
        orders: Self::Orders,
        parameters: &Self::Parameters,
        luck: Key,
        world: &mut Self::World,
    );

    /// Nothing recorded yet of a replicate under some policies.
    fn record(&self, replicate: u32, policies: &[&str]) -> Self::Record;

    /// The record of a future that only these policies share now.
    fn keep_for(&self, _policies: &[&str], _record: &mut Self::Record) {}

    /// Records a step that has just ended; the world lives under `policy`, and perhaps under others.
    fn observe(&self, step: i32, world: &Self::World, policy: &str, record: &mut Self::Record);

    /// The rows of the tables under a policy.
    fn rows(&self, record: Self::Record, policy: &str) -> Recorded;
}
