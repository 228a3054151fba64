//! Civil violence, model I (Epstein 2002, doi 10.1073/pnas.092080199): citizens rebel where grievance outweighs the risk
//! of arrest; cops arrest whom they see. Of 40 x 40 sites, on a torus with a seam of one row, 70 % hold a citizen and 4 %
//! a cop; all see 7 sites far.
//!
//! A citizen of hardship H and aversion to risk R (both uniform) is active while `H (1 - L) - R P > 0.1`, with legitimacy
//! L and `P = 1 - exp(-2.3 [C / A])`: cops and actives in sight, at least the citizen. The brackets, whole numbers below,
//! are those of Wilensky's NetLogo model Rebellion (2004): without them nothing bursts. In a step each, in an order of
//! chance, goes to a free site in sight; then the citizen is active or not; the cop jails an active in sight for a time
//! uniform up to J, and takes the site, near which the citizen is free again.
//!
//! `cargo run --release -p plaza-batch --example civil_violence -- run`, then `compare results/civil_violence` in the
//! place of `run`

use std::ops::Range;
use std::process::ExitCode;

use plaza_batch::command::Study;
use plaza_batch::engine::luck::{Key, NOWHERE};
use plaza_batch::engine::sampling::{below, shuffle, uniform};
use plaza_batch::model::Model;
use plaza_batch::rows::Recorded;
use plaza_batch::table::{Table, Tables};
use serde::{Deserialize, Serialize};

/// The table of the model.
pub static STEPS: Table = Table::new(
    "steps",
    "the country at the end of a step of one replicate",
    Step::COLUMNS,
);

plaza_batch::columns! {
    struct Step of (now: i32, people: &[Person]) {
        step: i32, Key, "step", "from 0", now;
        active: i64, Mean, "citizen", "citizens who rebel", count(people, |one| one.active);
        jailed: i64, Mean, "citizen", "citizens in jail", count(people, |one| one.free_from > f64::from(now));
    }
}

fn count(people: &[Person], which: impl Fn(&&Person) -> bool) -> i64 {
    people.iter().filter(which).count() as i64
}

/// From step 100 on legitimacy stays, or it falls by .3: at once, or by .003 a step.
const POLICIES: [&str; 3] = ["status_quo", "sudden_fall", "slow_fall"];

const SIDE: i32 = 40;
const SITES: usize = (SIDE * SIDE) as usize;
const VISION: i32 = 7;

#[derive(clap::Args, Serialize, Deserialize)]
struct Numbers {
    /// Legitimacy of the government
    #[arg(long, default_value_t = 0.82)]
    legitimacy: f64,
    /// Most steps in jail
    #[arg(long, default_value_t = 30.0)]
    jail: f64,
    /// Steps
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(i32).range(1..))]
    steps: i32,
}

struct CivilViolence(Numbers, u64);

#[derive(Clone)]
struct Person {
    /// Hardship and aversion to risk; a cop has none.
    citizen: Option<[f64; 2]>,
    /// In jail, where the citizen was arrested.
    site: usize,
    active: bool,
    free_from: f64,
}

#[derive(Clone)]
struct Country {
    replicate: u32,
    people: Vec<Person>,
    /// Who stands where.
    sites: Vec<Option<usize>>,
    recorded: Vec<Step>,
}

/// How far the sites in sight of one are ahead, round the country.
fn sight() -> Vec<usize> {
    let square = (-VISION..=VISION).flat_map(|x| (-VISION..=VISION).map(move |y| (x, y)));
    let seen = square.filter(|(x, y)| x * x + y * y <= VISION * VISION);
    let ahead = seen.map(|(x, y)| (y * SIDE + x).rem_euclid(SIDE * SIDE) as usize);
    ahead.collect()
}

impl Model for CivilViolence {
    const TABLES: Tables = &[&STEPS];
    type World = Country;
    type Course = usize;
    type Orders = f64;

    fn policies(&self) -> Vec<&str> {
        POLICIES.to_vec()
    }

    fn steps(&self) -> Range<i32> {
        0..self.0.steps
    }

    fn world(&self, replicate: u32, _policies: &[usize]) -> Country {
        let rng = &mut Key::new(self.1, replicate.into()).luck(0, 0).of(NOWHERE, 0);
        let mut order: Vec<usize> = (0..SITES).collect();
        shuffle(rng, &mut order);
        let (citizens, all) = (SITES * 70 / 100, SITES * 74 / 100);
        let mut sites = vec![None; SITES];
        let person = |(who, site): (usize, usize)| {
            sites[site] = Some(who);
            let citizen = (who < citizens).then(|| [uniform(rng), uniform(rng)]);
            Person {
                citizen,
                site,
                active: false,
                free_from: 0.0,
            }
        };
        let order = order.into_iter().take(all).enumerate();
        let people = order.map(person).collect();
        Country {
            replicate,
            people,
            sites,
            recorded: Vec::new(),
        }
    }

    fn course(&self, policy: usize) -> usize {
        policy
    }

    fn orders(&self, step: i32, policy: &mut usize, _country: &Country) -> f64 {
        let steps = f64::from((step - 99).max(0));
        self.0.legitimacy - [0.0, steps, 0.003 * steps][*policy].min(0.3)
    }

    fn step(&self, step: i32, legitimacy: f64, country: &mut Country) {
        let luck = Key::new(self.1, country.replicate.into()).luck(1, step);
        let (sight, now) = (sight(), f64::from(step));
        let (people, sites) = (&mut country.people, &mut country.sites);
        let near = |site: usize| sight.iter().map(move |by| (site + by) % SITES);
        let mut order: Vec<usize> = (0..people.len()).collect();
        shuffle(&mut luck.of(NOWHERE, 0), &mut order);
        for who in order {
            let (rng, from) = (&mut luck.of(0, who as u64), people[who].site);
            if people[who].free_from > now {
                continue;
            }
            let free: Vec<usize> = near(from).filter(|site| sites[*site].is_none()).collect();
            if !free.is_empty() {
                people[who].site = free[below(rng, free.len())];
                sites[from].take_if(|there| *there == who);
                sites[people[who].site] = Some(who);
            }
            let seen = near(people[who].site).filter_map(|site| sites[site]);
            let seen: Vec<usize> = seen.filter(|other| *other != who).collect();
            let actives = seen.iter().copied().filter(|other| people[*other].active);
            let actives: Vec<usize> = actives.collect();
            if let Some([hardship, aversion]) = people[who].citizen {
                let cops = seen
                    .iter()
                    .filter(|other| people[**other].citizen.is_none());
                let risk = -libm::expm1(-2.3 * (cops.count() / (1 + actives.len())) as f64);
                people[who].active = hardship * (1.0 - legitimacy) - aversion * risk > 0.1;
            } else if !actives.is_empty() {
                let arrested = &mut people[actives[below(rng, actives.len())]];
                (arrested.active, arrested.free_from) = (false, now + uniform(rng) * self.0.jail);
                let site = arrested.site;
                sites.swap(people[who].site, site);
                sites[people[who].site] = None;
                people[who].site = site;
            }
        }
        country.recorded.push(Step::of(step, people));
    }

    fn rows(&self, country: &Country, policy: usize) -> Recorded {
        let of = (POLICIES[policy], country.replicate);
        Recorded::rows(Self::TABLES, of, &country.recorded)
    }
}

fn main() -> ExitCode {
    let about = "Citizens who rebel where grievance outweighs risk (Epstein 2002, model I)";
    Study::new("civil_violence", about, "1", CivilViolence).main()
}
