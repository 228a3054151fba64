//! The model as a batch runs it: policies on a course, a week of the schedule, and what is recorded.

use std::ops::Range;
use std::sync::Arc;

use plaza_batch::model::Model;
use plaza_batch::replicate;
pub use plaza_batch::replicate::Ending;
pub use plaza_batch::stop::Stop;

use crate::engine::luck::Key;
use crate::experiment::design::Design;
use crate::experiment::dictionary::{TABLES, Tables};
use crate::experiment::observers::Observer;
use crate::experiment::tables::Recorded;
use crate::policy::course::{Course, Measures, Terms};
use crate::state::world::World;
use crate::submodels::{Parameters, schedule};

/// What sees the world after every week, with the name of a policy that it lives under.
pub type Watch<'a> = &'a (dyn Fn(&World, &str) + Sync);

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

/// As [`run`]; `watch` changes nothing.
pub fn run_watched(
    design: &Design,
    policies: &[usize],
    replicate: u32,
    fork: bool,
    stop: &Stop,
    watch: Watch<'_>,
) -> Vec<Ending> {
    let terms = &design.terms();
    let watched = Watched {
        design,
        terms,
        watch,
    };
    replicate::run(&watched, policies, replicate, fork, stop)
}

/// A design whose futures are watched.
struct Watched<'a> {
    design: &'a Design,
    terms: &'a Terms,
    watch: Watch<'a>,
}

impl<'a> Model for Watched<'a> {
    const STEP: &'static str = "week";
    type Parameters = Parameters;
    type World = World;
    type Course = Course<'a>;
    /// Orders, and what they cost.
    type Orders = Measures;
    type Record = Observer<'a>;

    fn tables(&self) -> Tables {
        &TABLES
    }

    fn policies(&self) -> Vec<&str> {
        let policies = self.design.policies.iter();
        policies.map(|policy| policy.name.as_str()).collect()
    }

    fn steps(&self) -> Range<i32> {
        -self.design.burn_in..self.design.weeks
    }

    fn luck(&self, replicate: u32) -> Key {
        Key::new(self.design.seed, u64::from(replicate))
    }

    fn parameters(&self, replicate: u32) -> Vec<Arc<Parameters>> {
        self.design.parameters_in(replicate)
    }

    fn world(&self, parameters: &Parameters, luck: Key) -> World {
        let mut world = self.design.first_world(parameters, luck);
        if self.design.record.lives {
            world.follow_lives(self.design.memory_one_in);
        }
        world
    }

    fn course(&self, policy: usize) -> Course<'a> {
        self.design.course(self.terms, policy)
    }

    fn orders(&self, week: i32, course: &mut Course<'a>, world: &World) -> Measures {
        course.observe(week, world);
        // Policies that share a world share the aid delivered in it.
        course.measures(week, &world.outside.aid)
    }

    fn step(
        &self,
        week: i32,
        orders: Measures,
        parameters: &Parameters,
        luck: Key,
        world: &mut World,
    ) {
        orders.begin(week, world);
        schedule::week(world, self.design.schedule, parameters, luck);
    }

    fn record(&self, replicate: u32, policies: &[&str]) -> Observer<'a> {
        Observer::new(
            &self.design.record,
            policies,
            (replicate, self.design.draw_of(replicate)),
            self.design.map.places.len(),
        )
    }

    fn keep_for(&self, policies: &[&str], record: &mut Observer<'a>) {
        record.keep_for(policies);
    }

    fn observe(&self, week: i32, world: &World, policy: &str, record: &mut Observer<'a>) {
        if week >= 0 {
            record.week(world);
        }
        (self.watch)(world, policy);
    }

    fn rows(&self, record: Observer<'a>, policy: &str) -> Recorded {
        record.finish(policy, &self.design.map)
    }
}
