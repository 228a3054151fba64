//! Small worlds for tests of the rules: the grid of 144 municipalities, and towns in a row.

use std::sync::Arc;

use plaza_engine::graph::Graph;
use plaza_engine::luck::{Key, NOWHERE};
use plaza_engine::sampling::uniform;
use plaza_model::state::government::{Budget, Deployment};
use plaza_model::state::grid::{Recipe, generate};
use plaza_model::state::map::{InitialOrganization, Map, Place, Sighting};
use plaza_model::state::orders::Orders;
use plaza_model::state::organizations::{OrganizationKey, Outcome};
use plaza_model::state::world::{Country, World};
use plaza_model::submodels::schedule::{Process, SCHEDULE};
use plaza_model::submodels::{Parameters, schedule};

use plaza::files::embedded;
use plaza::runs::design::Design;
use plaza::setup as config;
use plaza::setup::Overrides;

const BASELINE: &str = include_str!("../../../configs/parameters/baseline.toml");
const RECIPE: &str = include_str!("../../../configs/maps/grid_12x12.toml");

/// Sets numbers of parameters: `fix!(p; fighting.rate = 0.0, moves.near = 1.0)`.
macro_rules! fix {
    ($p:expr; $($section:ident . $name:ident = $value:expr),* $(,)?) => {
        $($p.$section.$name = plaza_model::units::Sourced::fixed($value);)*
    };
}
pub(crate) use fix;

/// The government orders nothing.
pub const QUIET: Orders = Orders::NONE;

/// An offensive as large as the small country.
pub const OFFENSIVE: Orders = Orders {
    leader_targeting: 0.6,
    kill_share: 0.3,
    army_units: 3000.0,
    deployment_rule: Deployment::HotSpots,
    ..Orders::NONE
};

/// The baseline.
pub fn parameters() -> Parameters {
    toml::from_str(BASELINE).expect("the shipped parameters are right")
}

/// The baseline with every rate and hazard at 0: nothing ever happens.
pub fn still() -> Parameters {
    let mut p = parameters();
    fix!(p;
        initial.around = 0.0,
        initial.clump = 0.0,
        initial.least = 0.0,
        recruitment.rate = 0.0,
        recruitment.saturation = 0.0,
        recruitment.hiring = 0.0,
        moves.expansion = 0.0,
        moves.reinforcement = 0.0,
        moves.withdrawal = 0.0,
        moves.closing = 0.0,
        relations.onset = 0.0,
        recruitment.unpaid = 0.0,
        alliances.common_enemy = 0.0,
        alliances.solidarity = 0.0,
        alliances.parting = 0.0,
        alliances.betrayal = 0.0,
        alliances.absorption = 0.0,
        fighting.rate = 0.0,
        fighting.punishment = 0.0,
        raids.rate = 0.0,
        gangs.hiring = 0.0,
        gangs.quarrels = 0.0,
        gangs.quarrels_unhired = 0.0,
        arrests.by_municipal = 0.0,
        arrests.by_state = 0.0,
        arrests.by_federal = 0.0,
        arrests.by_army = 0.0,
        arrests.complaints_police = 0.0,
        arrests.complaints_soldiers = 0.0,
        leaders.rivals = 0.0,
        homicides.start = 0.0,
        homicides.end = 0.0,
        prisons.recruiting = 0.0,
        prisons.back = 0.0,
        prisons.escape = 0.0,
        corruption.rate = 0.0,
        corruption.killings = 0.0,
        corruption.erosion = 0.0,
        reform.redeployment = 0.0,
        income.trafficking_head = 0.0,
        income.retail_head = 0.0,
        income.visits = 0.0,
        income.extortion_head = 0.0,
        income.prey_head = 0.0,
        income.smuggling_head = 0.0,
        books.wage = 0.0,
        books.associate_wage = 0.0,
    );
    p
}

/// Parameters drawn from their ranges, each by itself.
pub fn drawn(draw: u64) -> Parameters {
    let mut table: toml::Table = BASELINE.parse().expect("the shipped parameters are TOML");
    let mut rng = Key::new(draw, 0).luck(0, 0).of(NOWHERE, 0);
    for (_, section) in &mut table {
        for (_, number) in section.as_table_mut().expect("a section of numbers") {
            let range = number["range"].as_array().expect("a range");
            let bound = |index: usize| range[index].as_float().expect("a bound of a range");
            let value = bound(0) + uniform(&mut rng) * (bound(1) - bound(0));
            number["value"] = toml::Value::Float(value);
        }
    }
    table
        .try_into()
        .expect("a value within its range is allowed")
}

/// The recipe of the small grid: 144 municipalities, 3 million people.
pub fn recipe() -> Recipe {
    toml::from_str(RECIPE).expect("the shipped recipe is right")
}

/// The small grid.
pub fn grid() -> Map {
    generate(&recipe())
}

/// An organization, largest first, and the towns it is in.
pub fn group(name: &str, places: &[u32]) -> (String, Vec<u32>) {
    (name.to_owned(), places.to_vec())
}

/// Towns in a row, 100 km apart, each bordering on the next.
pub fn towns(populations: &[u32], organizations: &[(String, Vec<u32>)]) -> Map {
    let places = populations.iter().enumerate().map(|(index, population)| {
        let code = format!("t{index:03}");
        Place {
            name: code.clone(),
            code,
            state: 0,
            population: *population,
            populations: Vec::new(),
            poverty: 0.25,
            x: 100.0 * index as f64,
            y: 0.0,
            crossing: false,
            port: false,
            coast: false,
            south_border: false,
            crop: 0.0,
            crossing_km: 500.0,
            homicides: 0.0,
        }
    });
    // More is known of the first, wherever it is.
    let seen = |index: usize, place: &u32| Sighting {
        year: 2006,
        place: *place,
        records: 1e-4_f64.powi(index as i32),
        believed: 1.0,
        faction: None,
    };
    let borders = (1..populations.len() as u32).map(|place| (place - 1, place));
    Map {
        name: "towns".to_owned(),
        country: "Mexico".to_owned(),
        first_year: 2007,
        states: vec!["state".to_owned()],
        places: places.collect(),
        graph: Graph::new(populations.len(), borders),
        organizations: organizations
            .iter()
            .enumerate()
            .map(|(index, (name, places))| InitialOrganization {
                name: name.clone(),
                records: places.iter().map(|place| seen(index, place)).collect(),
                homes: Vec::new(),
            })
            .collect(),
        conflicts: Vec::new(),
        outlines: Vec::new(),
    }
}

/// The world of one replicate in week 0.
pub fn world(map: &Map, p: &Parameters, key: Key) -> World {
    let country = Country::new(Arc::new(map.clone()), &p.citizens);
    World::new(
        Arc::new(country),
        &p.initial,
        &p.citizens,
        &p.territory,
        key,
        0,
    )
}

/// Lives through these weeks under `schedule`; `each` sees the end of every one.
pub fn live_under(
    schedule: &[Process],
    world: &mut World,
    p: &Parameters,
    key: Key,
    weeks: std::ops::Range<i32>,
    orders: Orders,
    mut each: impl FnMut(&World),
) {
    for week in weeks {
        world.begin_week(week, orders, Budget::default());
        schedule::week(world, schedule, p, key);
        each(world);
    }
}

/// [`live_under`] one process of the schedule, with nothing ordered.
pub fn alone(
    name: &str,
    world: &mut World,
    p: &Parameters,
    key: Key,
    weeks: std::ops::Range<i32>,
    each: impl FnMut(&World),
) {
    live_under(&[process(name)], world, p, key, weeks, QUIET, each);
}

/// Lives through these weeks under the schedule of the program.
pub fn live(
    world: &mut World,
    p: &Parameters,
    key: Key,
    weeks: std::ops::Range<i32>,
    orders: Orders,
    each: impl FnMut(&World),
) {
    live_under(SCHEDULE, world, p, key, weeks, orders, each);
}

/// The process with this name.
pub fn process(name: &str) -> Process {
    let found = SCHEDULE.iter().find(|process| process.name == name);
    *found.expect("a process of the schedule")
}

/// The organization that began under this name.
pub fn founder(name: &str) -> OrganizationKey {
    OrganizationKey::founder(name)
}

/// The leader falls; succession has to settle it.
pub fn fell(world: &mut World, organization: OrganizationKey, outcome: Outcome) {
    let organization = world.groups.organizations.get_mut(&organization);
    let organization = organization.expect("the organization exists");
    organization.leader = None;
    organization.fallen = Some(outcome);
}

/// The shipped smoke experiment: three policies on the small grid.
pub fn smoke() -> Design {
    let path = embedded::path("experiments/smoke.toml");
    let loaded = config::load(Some(&path), &Overrides::default());
    loaded.expect("the shipped experiment is right").design
}

/// The same with the table `months`, and the policy that it is held against.
pub fn smoke_by_month() -> Design {
    let path = embedded::path("experiments/smoke.toml");
    let overrides = Overrides {
        set: vec!["record.months=true".to_owned()],
        ..Overrides::default()
    };
    let loaded = config::load(Some(&path), &overrides);
    loaded.expect("the shipped experiment is right").design
}

/// Mean and standard error.
pub fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0) / n).sqrt())
}

/// Fails unless `value` lies within `bound` of `expected`.
#[track_caller]
pub fn near(what: &str, value: f64, expected: f64, bound: f64) {
    assert!(
        (value - expected).abs() <= bound,
        "{what}: {value:.2}, expected {expected:.2} within {bound:.2}"
    );
}
