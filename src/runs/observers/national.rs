//! What is recorded of the country in a week.

use plaza_batch::rows::Value;
use plaza_model::state::corridors::Corridors;
use plaza_model::state::forces::{FORCES, Force};
use plaza_model::state::government::Government;
use plaza_model::state::tally::Tally;
use plaza_model::state::world::World;

use crate::runs::observers::{count, int, maybe, part};

/// Deaths a year that make a municipality violent \[S05\].
const VIOLENT: u32 = 12;

/// The country at the end of a week.
#[derive(Clone, Debug)]
pub struct NationalRow {
    week: i32,
    population: u64,
    organizations: u32,
    groups: u32,
    effective: f64,
    largest_share: f64,
    members: u64,
    associates: u64,
    prisoners: u32,
    tally: Tally,
    impunity: Option<f64>,
    wars: u32,
    /// Tonnes a week: supplied, delivered; part that goes by land.
    flow: [f64; 3],
    government: Government,
    means: Means,
    cooperation: f64,
    planned: f64,
    spent: f64,
    violent: u32,
}

/// Officers on duty, and means over municipalities by residents or by officers.
#[derive(Clone, Debug, Default)]
struct Means {
    officers: [u64; FORCES],
    fear: f64,
    trust: f64,
    lawfulness: f64,
    integrity: f64,
    professionalism: f64,
    justice: f64,
}

impl Means {
    fn of(world: &World) -> Self {
        let mut means = Self::default();
        let (mut residents, mut officers) = (0.0, 0.0);
        for (here, place) in world.municipalities.iter().zip(&world.country.map.places) {
            let jurisdiction = &world.jurisdictions[usize::from(place.state)];
            for (sum, there) in means.officers.iter_mut().zip(here.officers) {
                *sum += u64::from(there);
            }
            let alive = f64::from(here.citizens.alive());
            residents += alive;
            means.fear += alive * here.community.fear;
            means.trust += alive * here.community.trust;
            means.lawfulness += alive * here.community.lawfulness;
            means.justice += alive * jurisdiction.capacity;
            for (force, corps) in [
                (Force::Municipal, here.police),
                (Force::State, jurisdiction.police),
            ] {
                let there = f64::from(here.on_duty(force));
                officers += there;
                means.integrity += there * corps.integrity;
                means.professionalism += there * corps.professionalism;
            }
        }
        for (mean, whole) in [
            (&mut means.fear, residents),
            (&mut means.trust, residents),
            (&mut means.lawfulness, residents),
            (&mut means.justice, residents),
            (&mut means.integrity, officers),
            (&mut means.professionalism, officers),
        ] {
            *mean = part(*mean, whole);
        }
        means
    }

    fn on_duty(&self, force: Force) -> u64 {
        self.officers[force.index()]
    }
}

impl NationalRow {
    /// The row of the week that has just ended.
    pub fn of(world: &World) -> Self {
        let groups = world.organizations.values();
        let sizes = groups.clone().map(|group| f64::from(group.members));
        let sum: f64 = sizes.clone().sum();
        let squares: f64 = sizes.clone().map(|size| size * size).sum();
        let largest = sizes.fold(0.0, f64::max);
        let recent = &world.recent;
        let violent = |place: &&u32| recent[**place as usize].year >= VIOLENT;
        let Corridors {
            supplied,
            delivered,
            share,
            ..
        } = world.corridors;
        Self {
            week: world.week,
            population: world.population,
            organizations: groups
                .clone()
                .filter(|group| group.counts_as_organization())
                .count() as u32,
            groups: world.organizations.len() as u32,
            effective: part(sum * sum, squares),
            largest_share: part(largest, sum),
            members: groups.clone().map(|group| u64::from(group.members)).sum(),
            associates: groups.map(|group| u64::from(group.associates)).sum(),
            prisoners: world.prisoners(),
            tally: world.tally,
            impunity: world.impunity(),
            wars: world.relations.wars(),
            flow: [supplied, delivered, share],
            government: world.government,
            means: Means::of(world),
            cooperation: world.outside.cooperation,
            planned: world.budget.planned.as_flattened().iter().sum(),
            spent: world.budget.spent.as_flattened().iter().sum(),
            violent: world.troubled.iter().filter(violent).count() as u32,
        }
    }

    /// From the week on.
    pub fn values(self) -> impl Iterator<Item = Value> {
        let Self {
            tally,
            means,
            government,
            ..
        } = self;
        let [supplied, delivered, share] = self.flow;
        [
            int(self.week),
            count(self.population),
            int(self.organizations),
            int(self.groups),
            Value::Real(self.effective),
            Value::Real(self.largest_share),
            count(self.members),
            count(self.associates),
            int(tally.recruited),
            int(tally.left),
            int(tally.arrested),
            int(tally.sentenced),
            int(tally.jailed),
            int(self.prisoners),
            int(tally.oc_deaths()),
            int(tally.deaths_between),
            int(tally.deaths_state),
            int(tally.deaths_other),
            int(tally.member_deaths),
            int(tally.associate_deaths),
            int(tally.bystander_deaths),
            int(tally.police_deaths),
            int(tally.soldier_deaths),
            int(tally.other_homicides),
            int(tally.extortions),
            int(tally.kidnappings),
            int(tally.displaced),
            int(tally.crimes()),
            int(tally.crimes_reported),
            int(tally.extortions_reported),
            int(tally.files_opened),
            int(tally.convictions),
            int(tally.homicides_punished),
            maybe(self.impunity, Value::Real),
            int(tally.leaders_removed),
            int(tally.bosses_removed),
            int(tally.splits),
            int(tally.extinctions),
            int(self.wars),
            Value::Real(supplied),
            Value::Real(delivered),
            Value::Real(share),
            Value::Real(means.fear),
            Value::Real(means.trust),
            Value::Real(government.trust_army),
            Value::Real(means.lawfulness),
            Value::Real(means.integrity),
            Value::Real(means.professionalism),
            Value::Real(means.justice),
            Value::Real(government.coordination),
            count(means.on_duty(Force::Municipal)),
            count(means.on_duty(Force::State)),
            count(means.on_duty(Force::Federal)),
            count(means.on_duty(Force::Army) + means.on_duty(Force::Navy)),
            int(tally.complaints),
            Value::Real(self.cooperation),
            Value::Real(government.approval),
            Value::Real(self.planned),
            Value::Real(self.spent),
            int(self.violent),
        ]
        .into_iter()
    }
}
