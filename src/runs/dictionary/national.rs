//! The table `national`: its columns, and how each is read from the world at the end of a week.

use plaza_batch::table::Table;

use plaza_model::state::forces::{FORCES, Force};
use plaza_model::state::government::{AREAS, PAYERS};
use plaza_model::state::organizations::Organization;
use plaza_model::state::tally::Tally;
use plaza_model::state::world::World;

use crate::runs::dictionary::words::{Words, part};

/// One row per replicate and week.
pub static NATIONAL: Table = Table::new(
    "national",
    "the country in one week of one replicate",
    NationalRow::COLUMNS,
);

columns! {
    /// The country at the end of a week.
    pub struct NationalRow of (at: &Week<'_>) in Words {
        week: i32, Key, "week", "week of the model; 0 is the first week of the year after the map's", at.world.given.week;
        population: u64, Stock, "person", "residents alive, wherever they are", at.world.land.population;
        organizations: u32, Stock, "organization",
            "groups in two or more municipalities, or with 300 or more members [C11]", at.organizations();
        groups: u32, Stock, "group",
            "all with own leadership, organizations among them", at.world.groups.organizations.len() as u32;
        effective_organizations: f64, Stock, "group",
            "inverse Herfindahl of members over groups: (sum m)^2 / sum m^2", at.sizes.effective();
        largest_share: f64, Stock, "1", "members of the largest group / members", at.sizes.largest_share();
        members: u64, Stock, "person", "members of all groups", at.sum(|group| group.members);
        associates: u64, Stock, "person", "associates of all groups", at.sum(|group| group.associates);
        recruited: u32, Count, "person", "civilians who became members", at.tally.recruited;
        left: u32, Count, "person", "members who left of their own will", at.tally.left;
        arrested: u32, Count, "person", "members arrested, kept or not", at.tally.arrested;
        sentenced: u32, Count, "person", "members sentenced", at.tally.sentenced;
        jailed: u32, Count, "person", "members arrested and kept", at.tally.jailed;
        prisoners: u32, Stock, "person", "members in prison, held for trial or sentenced", at.world.institutions.prisoners();
        oc_deaths: u32, Count, "person",
            "oc_deaths_between + oc_deaths_state + oc_deaths_other = member_deaths + associate_deaths + \
             bystander_deaths + police_deaths + soldier_deaths",
            at.tally.oc_deaths();
        oc_deaths_between: u32, Count, "person",
            "deaths in fights between groups, in raids and in punishment", at.tally.deaths_between;
        oc_deaths_state: u32, Count, "person", "deaths where a force took part", at.tally.deaths_state;
        oc_deaths_other: u32, Count, "person",
            "bystanders and officials killed on purpose", at.tally.deaths_other;
        member_deaths: u32, Count, "person", "members killed", at.tally.member_deaths;
        associate_deaths: u32, Count, "person",
            "associates killed, hired gangs among them", at.tally.associate_deaths;
        bystander_deaths: u32, Count, "person", "bystanders and officials killed", at.tally.bystander_deaths;
        police_deaths: u32, Count, "person", "police officers killed", at.tally.police_deaths;
        soldier_deaths: u32, Count, "person", "soldiers and marines killed", at.tally.soldier_deaths;
        other_homicides: u32, Count, "person",
            "homicides that are not organized crime's", at.tally.other_homicides;
        extortions: u32, Count, "firm", "firms visited by extortionists for the first time", at.tally.extortions;
        kidnappings: u32, Count, "crime", "kidnappings by groups", at.tally.kidnappings;
        displaced: u32, Count, "person", "residents who fled their home", at.tally.displaced;
        crimes: u32, Count, "crime",
            "oc_deaths + other_homicides + extortions + kidnappings + robberies by groups", at.tally.crimes();
        crimes_reported: u32, Count, "crime", "crimes reported to the authorities", at.tally.crimes_reported;
        extortions_reported: u32, Count, "crime",
            "extortions reported to the authorities", at.tally.extortions_reported;
        files_opened: u32, Count, "case",
            "files opened on reported crimes; those on homicides that nobody reported are not among them",
            at.tally.files_opened;
        convictions: u32, Count, "case", "cases that ended in a sentence", at.tally.convictions;
        homicides_punished: u32, Count, "case", "homicides among the convictions", at.tally.homicides_punished;
        impunity: Option<f64>, Stock, "1",
            "1 - homicides punished within 104 weeks / homicides, of the cohort of two years ago; null before there \
             is one",
            at.world.institutions.cohorts.impunity(at.world.given.week);
        leaders_removed: u32, Count, "person", "leaders of groups who fell", at.tally.leaders_removed;
        bosses_removed: u32, Count, "person", "plaza bosses who fell", at.tally.bosses_removed;
        splits: u32, Count, "group", "splinters founded", at.tally.splits;
        extinctions: u32, Count, "group", "groups that ceased to exist", at.tally.extinctions;
        wars: u32, Stock, "pair", "pairs of groups at war", at.world.groups.relations.wars();
        theatres: u32, Stock, "theatre", "municipalities in which wars are fought, each once for each pair of groups",
            at.world.land.theatres().count() as u32;
        war_intensity: f64, Stock, "1", "intensity of all theatres, each 0 to 1, added up",
            at.world.land.theatres().map(|theatre| theatre.intensity).sum();
        flow_supplied: f64, Stock, "t/week",
            "drugs sent towards the north, by land and around it", at.world.abroad.corridors.supplied;
        flow_delivered: f64, Stock, "t/week", "drugs that arrive", at.world.abroad.corridors.delivered;
        flow_share_corridor: f64, Stock, "1", "part of flow_supplied that goes by land", at.world.abroad.corridors.share;
        fear: f64, Stock, "1", "fear of organized crime, mean over municipalities by residents", at.means.fear;
        trust_police: f64, Stock, "1",
            "trust in the police people meet, mean over municipalities by residents", at.means.trust;
        trust_army: f64, Stock, "1", "part of the people who trust the army", at.world.institutions.government.trust_army;
        lawfulness: f64, Stock, "1",
            "part who hold that crime is to be refused and reported, mean by residents", at.means.lawfulness;
        police_integrity: f64, Stock, "1",
            "integrity of municipal and state police, mean by officers", at.means.integrity;
        police_professional_share: f64, Stock, "1",
            "professionalism of municipal and state police, mean by officers", at.means.professionalism;
        justice_capacity: f64, Stock, "1",
            "chance that a case opened ends in a sentence, at full integrity; mean over states by residents",
            at.means.justice;
        coordination: f64, Stock, "1", "how well forces act together", at.world.institutions.government.coordination;
        municipal_police: u64, Stock, "person", "municipal police officers on duty", at.means.on_duty(Force::Municipal);
        state_police: u64, Stock, "person", "state police officers on duty", at.means.on_duty(Force::State);
        federal_police: u64, Stock, "person", "federal police officers on duty", at.means.on_duty(Force::Federal);
        soldiers: u64, Stock, "person",
            "soldiers and marines on this duty (whole battalions)",
            at.means.on_duty(Force::Army) + at.means.on_duty(Force::Navy);
        complaints: u32, Count, "complaint", "complaints against the forces", at.tally.complaints;
        cooperation: f64, Stock, "1",
            "how closely the United States and Mexico work together", at.world.abroad.outside.cooperation;
        approval: f64, Stock, "1",
            "part of the people who approve of the security policy", at.world.institutions.government.approval;
        planned_budget: f64, Count, "dollar of 2010",
            "what the policy costs by its levers and the map alone, all payers", sum(&at.world.given.budget.planned);
        budget_spent: f64, Count, "dollar of 2010", "what was paid, all payers", sum(&at.world.given.budget.spent);
        violent_municipalities: u32, Stock, "municipality",
            "municipalities with 12 or more oc_deaths in the last 52 weeks", at.violent();
        draw: Option<u32>, Attribute, "-",
            "number of the draw of the numbers of the rules, as in the table draws; null where all replicates have \
             the same",
            at.draw;
    }
}

/// Deaths a year that make a municipality violent \[S05\].
const VIOLENT: u32 = 12;

/// A week that has just ended.
#[derive(Debug)]
pub struct Week<'a> {
    world: &'a World,
    tally: Tally,
    /// The draw of the parameters, if they are drawn.
    draw: Option<u32>,
    sizes: Sizes,
    means: Means,
}

impl<'a> Week<'a> {
    /// The week of a world whose rules have the numbers of this draw.
    pub fn of(world: &'a World, draw: Option<u32>) -> Self {
        Self {
            world,
            tally: world.record.tally,
            draw,
            sizes: Sizes::of(world),
            means: Means::of(world),
        }
    }

    fn sum(&self, of: fn(&Organization) -> u32) -> u64 {
        let groups = self.world.groups.organizations.values();
        groups.map(|group| u64::from(of(group))).sum()
    }

    fn organizations(&self) -> u32 {
        let groups = self.world.groups.organizations.values();
        groups
            .filter(|group| group.counts_as_organization())
            .count() as u32
    }

    fn violent(&self) -> u32 {
        let recent = &self.world.land.recent;
        let violent = |place: &&u32| recent[**place as usize].year >= VIOLENT;
        self.world.land.troubled.iter().filter(violent).count() as u32
    }
}

/// Dollars of all payers in all areas.
fn sum(dollars: &[[f64; AREAS]; PAYERS]) -> f64 {
    dollars.as_flattened().iter().sum()
}

/// Sums over groups of their members.
#[derive(Debug)]
struct Sizes {
    sum: f64,
    squares: f64,
    largest: f64,
}

impl Sizes {
    fn of(world: &World) -> Self {
        let groups = world.groups.organizations.values();
        let sizes = groups.map(|group| f64::from(group.members));
        Self {
            sum: sizes.clone().sum(),
            squares: sizes.clone().map(|size| size * size).sum(),
            largest: sizes.fold(0.0, f64::max),
        }
    }

    fn effective(&self) -> f64 {
        part(self.sum * self.sum, self.squares)
    }

    fn largest_share(&self) -> f64 {
        part(self.largest, self.sum)
    }
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
        for here in &world.land.municipalities {
            let state = world.given.state_of(here.place);
            let jurisdiction = &world.institutions.jurisdictions[state];
            let alive = f64::from(here.citizens.alive());
            residents += alive;
            means.fear += alive * here.community.fear;
            means.trust += alive * here.community.trust;
            means.lawfulness += alive * here.community.lawfulness;
            means.justice += alive * jurisdiction.capacity;
            for (force, corps) in [
                (Force::Municipal, &here.police),
                (Force::State, &jurisdiction.police),
            ] {
                means.officers[force.index()] += u64::from(here.on_duty(force));
                let there = f64::from(here.on_duty(force));
                officers += there;
                means.integrity += there * corps.integrity;
                means.professionalism += there * corps.professionalism;
            }
        }
        for place in &world.institutions.garrisoned {
            for force in Force::ALL.into_iter().filter(|force| force.mobile()) {
                means.officers[force.index()] += u64::from(world.land[*place].on_duty(force));
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
