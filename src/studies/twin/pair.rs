//! One pair, or more: a replicate that goes on without an event and with each of some.

use plaza_engine::luck::Key;
use plaza_engine::statistics::effective_number;
use plaza_model::policy::course::Course;
use plaza_model::state::world::World;
use plaza_model::submodels::{Parameters, schedule};

use crate::runs::design::{Design, Twin};
use crate::runs::replicate::Stop;
use crate::studies::twin::subject::{Subject, aim, befallen, script};
use crate::studies::twin::surroundings::{COUNTRY, PARTS, parts};
use crate::studies::twin::weeks::told;

/// What is counted in each part of the country.
pub const COUNTED: [&str; 3] = ["oc_deaths", "extortions", "displaced"];

/// How the organizations stand, of the country alone.
pub const FRAGMENTATION: [&str; 4] = [
    "organizations",
    "groups",
    "effective_organizations",
    "members_largest",
];

/// Courses of numbers over the weeks told: each of [`COUNTED`] in each of [`PARTS`], then
/// [`FRAGMENTATION`].
pub const SERIES: usize = COUNTED.len() * PARTS.len() + FRAGMENTATION.len();

/// The series of one of [`COUNTED`] in one of [`PARTS`].
pub fn counted(outcome: usize, part: usize) -> usize {
    outcome * PARTS.len() + part
}

/// The series of one of [`FRAGMENTATION`].
pub fn fragmentation(outcome: usize) -> usize {
    COUNTED.len() * PARTS.len() + outcome
}

/// A replicate, and what each event changed in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Number of the replicate.
    pub number: u32,
    /// One for each event that took place.
    pub differences: Vec<Difference>,
}

/// What one event changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Index of the event.
    pub event: usize,
    /// Whom it befell, or near whom it happened.
    pub subject: Subject,
    /// With the event less without, by series and week: `series * weeks + week`.
    pub difference: Vec<f64>,
    /// Without the event, in the same order.
    pub without: Vec<f64>,
    /// OC deaths with the event less without, from its week on, by municipality.
    pub deaths: Vec<i32>,
}

/// One week of one future: what is counted where, and how the organizations stand.
struct Week {
    counts: Vec<(u32, [u32; COUNTED.len()])>,
    fragmentation: [f64; FRAGMENTATION.len()],
}

impl Week {
    fn of(world: &World) -> Self {
        let counts = world.land.active().filter_map(|here| {
            let tally = &here.tally;
            let counts = [tally.oc_deaths(), tally.extortions, tally.displaced];
            (counts != [0; COUNTED.len()]).then_some((here.place, counts))
        });
        let groups = || world.groups.organizations.values();
        let organizations = groups().filter(|group| group.counts_as_organization());
        let members = || groups().map(|group| f64::from(group.members));
        let sizes: Vec<f64> = members().collect();
        Self {
            counts: counts.collect(),
            fragmentation: [
                organizations.count() as f64,
                groups().count() as f64,
                effective_number(&sizes).unwrap_or(0.0),
                members().fold(0.0, f64::max),
            ],
        }
    }
}

/// How a future goes on.
struct Future<'a> {
    design: &'a Design,
    parameters: &'a Parameters,
    course: Course<'a>,
    key: Key,
    world: World,
    stop: &'a Stop,
}

impl Future<'_> {
    /// Lives on to the end of week `until` and tells the weeks from `from` on; `None` when it was told
    /// to stop.
    fn go_on(&mut self, from: i32, until: i32) -> Option<Vec<Week>> {
        let mut told = Vec::new();
        for week in self.world.given.week..=until {
            if self.stop.requested() {
                return None;
            }
            let aid = self.world.abroad.outside.aid;
            self.course.observe(week, &self.world);
            self.course
                .measures(week, &aid)
                .begin(week, &mut self.world);
            let (schedule, parameters) = (self.design.schedule, self.parameters);
            schedule::week(&mut self.world, schedule, parameters, self.key);
            if week >= from {
                told.push(Week::of(&self.world));
            }
        }
        self.world.given.week = until + 1;
        Some(told)
    }
}

/// Lives through replicate number `number` with and without the events; `None` when it was told to
/// stop.
pub fn live(design: &Design, twin: &Twin, number: u32, stop: &Stop) -> Option<Pair> {
    let terms = design.terms();
    let course = design.course(&terms, 0);
    let key = Key::new(design.seed, u64::from(number));
    let (first, last) = told(design, twin.week);
    let (from, until) = (twin.week + first, twin.week + last);
    let parameters = &design.parameters_in(number)[0];
    let mut world = design.first_world(parameters, key);
    world.given.week = -design.burn_in;
    let mut without = Future {
        design,
        parameters,
        course,
        key,
        world,
        stop,
    };
    let before = without.go_on(from, twin.week - 1)?;
    let (parted, course) = (without.world.clone(), without.course.clone());
    let after = without.go_on(twin.week, until)?;

    let mut differences = Vec::new();
    for (index, event) in twin.events.iter().enumerate() {
        let Some(aim) = aim(event, &parted, number) else {
            continue;
        };
        let places = parted.groups.organizations[&aim.subject.organization]
            .places
            .clone();
        let mut with = Future {
            design,
            parameters,
            course: course.clone(),
            key,
            world: parted.clone(),
            stop,
        };
        script(&mut with.world, event, &aim, twin.week);
        let mut weeks = with.go_on(twin.week, twin.week)?;
        let Some(subject) = befallen(&with.world, event, aim.subject) else {
            continue;
        };
        weeks.extend(with.go_on(twin.week, until)?);
        let map = &design.map;
        let parts = parts(&map.graph, subject.place, &places);
        let told = Told {
            parts: &parts,
            before: &before,
            weeks: (last - first + 1) as usize,
        };
        let mut deaths = vec![0; map.places.len()];
        for (sign, weeks) in [(1, &weeks), (-1, &after)] {
            for (place, counts) in weeks.iter().flat_map(|week| &week.counts) {
                deaths[*place as usize] += sign * counts[0] as i32;
            }
        }
        let (with, without) = (told.series(&weeks), told.series(&after));
        let difference = with
            .iter()
            .zip(&without)
            .map(|(with, without)| with - without);
        differences.push(Difference {
            event: index,
            subject,
            difference: difference.collect(),
            without,
            deaths,
        });
    }
    Some(Pair {
        number,
        differences,
    })
}

/// How weeks become series.
struct Told<'a> {
    parts: &'a [u8],
    before: &'a [Week],
    weeks: usize,
}

impl Told<'_> {
    fn series(&self, after: &[Week]) -> Vec<f64> {
        let mut series = vec![0.0; SERIES * self.weeks];
        for (index, week) in self.before.iter().chain(after).enumerate() {
            let mut put = |which: usize, value: f64| series[which * self.weeks + index] += value;
            for (place, counts) in &week.counts {
                let part = usize::from(self.parts[*place as usize]);
                for (outcome, count) in counts.iter().enumerate() {
                    put(counted(outcome, part), f64::from(*count));
                    put(counted(outcome, COUNTRY), f64::from(*count));
                }
            }
            for (outcome, value) in week.fragmentation.iter().enumerate() {
                put(fragmentation(outcome), *value);
            }
        }
        series
    }
}
