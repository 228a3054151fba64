//! The model as a batch runs it: policies on a course, a week of the schedule, and the records.

use std::ops::Range;
use std::sync::Arc;

use plaza_batch::model::Model;
use plaza_batch::replicate;
pub use plaza_batch::replicate::Ending;
pub use plaza_batch::stop::Stop;

use plaza_batch::rows::{Recorded, Rows};
use plaza_engine::luck::Key;
use plaza_model::policy::course::{Course, Measures, Terms};
use plaza_model::state::world::World;
use plaza_model::submodels::{Parameters, schedule};

use crate::runs::design::{Design, Weekly};
use crate::runs::dictionary::months::paired;
use crate::runs::dictionary::{MONTHS, TABLES, Tables};
use crate::runs::observers::Observer;

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
    let run = |design: &Design, policies: &[usize]| {
        let watched = Watched {
            design,
            terms,
            watch,
        };
        replicate::run(&watched, policies, replicate, fork, stop)
    };
    let Some((with, baseline)) = design.with_baseline() else {
        let mut endings = run(design, policies);
        pair(&mut endings, None);
        return endings;
    };
    let mut all = policies.to_vec();
    if !all.contains(&baseline) {
        all.push(baseline);
    }
    let mut endings = run(&with, &all);
    let of_baseline = all.iter().position(|policy| *policy == baseline);
    pair(&mut endings, of_baseline);
    endings.truncate(policies.len());
    endings
}

/// Puts the differences to the baseline, which has this place among the endings, into the months of each policy; where
/// it failed or there is none, nobody has months.
fn pair(endings: &mut [Ending], baseline: Option<usize>) {
    let months = |ending: &Ending| match ending {
        Ending::Done(recorded) => Some(recorded.tables[OF_MONTHS].clone()),
        _ => None,
    };
    let of_baseline = baseline.and_then(|baseline| months(&endings[baseline]));
    for ending in endings {
        if let Ending::Done(recorded) = ending {
            let mine = &mut recorded.tables[OF_MONTHS];
            *mine = match &of_baseline {
                Some(theirs) if !mine.is_empty() => paired(mine, theirs),
                _ => Rows::new(&MONTHS),
            };
        }
    }
}

/// Where the table `months` stands among the tables of a replicate.
const OF_MONTHS: usize = TABLES.len() - 1;

/// A design whose futures are watched.
struct Watched<'a> {
    design: &'a Design,
    terms: &'a Terms,
    watch: Watch<'a>,
}

/// One future of a design.
#[derive(Clone)]
struct Future<'a> {
    world: World,
    parameters: Arc<Parameters>,
    key: Key,
    observer: Observer<'a>,
    /// The name of a policy that it lives under.
    policy: &'a str,
}

impl Watched<'_> {
    /// The names of policies.
    fn names(&self, policies: &[usize]) -> Vec<&str> {
        let named = |policy: &usize| self.design.policies[*policy].name.as_str();
        policies.iter().map(named).collect()
    }
}

impl<'a> Model for Watched<'a> {
    const STEP: &'static str = "week";
    const TABLES: Tables = &TABLES;
    type World = Future<'a>;
    type Course = Course<'a>;
    /// Orders, and their cost.
    type Orders = Measures;

    fn policies(&self) -> Vec<&str> {
        let policies = self.design.policies.iter();
        policies.map(|policy| policy.name.as_str()).collect()
    }

    fn steps(&self) -> Range<i32> {
        -self.design.burn_in..self.design.weeks
    }

    fn alike(&self, policy: usize, other: usize) -> bool {
        self.design.have_same_parameters(policy, other)
    }

    fn world(&self, replicate: u32, policies: &[usize]) -> Future<'a> {
        let design = self.design;
        let key = Key::new(design.seed, u64::from(replicate));
        let parameters = design.parameters_in(replicate)[policies[0]].clone();
        let mut world = design.first_world(&parameters, key);
        if design.record.lives {
            world.follow_lives(design.memory_one_in);
        }
        let names = self.names(policies);
        let record = &design.record;
        if record.any_wants(Weekly::Pairs, &names, replicate) {
            world.keep_killings();
        }
        let of = (replicate, design.draw_of(replicate));
        let places = world.land.municipalities.len();
        Future {
            world,
            parameters,
            key,
            observer: Observer::new(record, &names, of, places),
            policy: &design.policies[policies[0]].name,
        }
    }

    fn course(&self, policy: usize) -> Course<'a> {
        self.design.course(self.terms, policy)
    }

    fn orders(&self, week: i32, course: &mut Course<'a>, future: &Future<'a>) -> Measures {
        course.observe(week, &future.world);
        // Policies that share a world share the aid delivered in it.
        course.measures(week, &future.world.abroad.outside.aid)
    }

    fn step(&self, week: i32, orders: Measures, future: &mut Future<'a>) {
        let world = &mut future.world;
        orders.begin(week, world);
        schedule::week(world, self.design.schedule, &future.parameters, future.key);
        if week >= 0 {
            future.observer.week(world);
        }
        (self.watch)(world, future.policy);
    }

    fn keep_for(&self, policies: &[usize], future: &mut Future<'a>) {
        future.observer.keep_for(&self.names(policies));
        future.policy = &self.design.policies[policies[0]].name;
    }

    fn rows(&self, future: &Future<'a>, policy: usize) -> Recorded {
        let policy = &self.design.policies[policy].name;
        future.observer.rows(policy, &self.design.map)
    }
}
