//! Recruitment as it is sampled, event by event, against the plain loop over persons: there,
//! everyone of the town has a hazard of their own and joins with chance `1 - exp(-hazard)`, alone.
//! So how many join, who of which stratum, how bold and living with whom, has a law that is known
//! to the last person; 3,000 weeks of one town must follow it (`fit` states the error).

use plaza_engine::luck::Key;
use plaza_engine::sampling::{below, uniform};
use plaza_model::state::citizens::{HOUSEHOLD, Person, STRATA, Status, Stratum};
use plaza_model::state::memory::{Class, Experience, What};
use plaza_model::state::world::{Municipality, World};
use plaza_model::submodels::{recruitment, response};
use plaza_model::units::Quantity;

use crate::engine::fit::{assert_continuous, assert_counts, assert_sum};
use crate::rules::worlds::{fix, group, parameters, towns, world};

const RUNS: u64 = 3_000;
const PEOPLE: u32 = 2_000;

/// Members in the same house: none, one, two, more.
const HOUSED: usize = 4;

/// A town with one organization, in which nobody leaves and nobody is hired.
struct Town {
    world: World,
    p: recruitment::Parameters,
}

/// `members` of the 2,000 people belong to the organization; `bystanders` are dead. Prospects,
/// pay, losses and the share of contacts at home are not the neutral ones.
fn town(rate: f64, members: f64, associates: f64, bystanders: u32, household: f64) -> Town {
    let mut p = parameters();
    fix!(p;
        initial.members = 1e5 * members / f64::from(PEOPLE),
        initial.most_of_residents = 1.0,
        initial.associates = associates,
        recruitment.rate = rate,
        recruitment.boldness = 0.8,
        recruitment.household = household,
        recruitment.saturation = 0.0,
        recruitment.unpaid = 0.0,
        recruitment.hiring = 0.0,
    );
    let map = towns(&[PEOPLE], &[group("one", &[0])]);
    let mut world = world(&map, &p, Key::new(5, 0));
    for one in world.groups.organizations.values_mut() {
        one.pay = 0.7;
    }
    let here = &mut world.land[0];
    here.community.opportunity = 0.6;
    here.community.vulnerability = 1.2;
    here.cells[0].danger = 20.0;
    let mut rng = Key::new(5, 1).luck(0, 0).of(0, 0);
    for _ in 0..bystanders {
        let number = below(&mut rng, PEOPLE as usize) as u32;
        let stratum = here.citizens.stratum(number);
        if here.citizens.civilians(stratum) > 0 {
            here.citizens.bury_civilian(stratum);
        }
    }
    let p = p.recruitment;
    Town { world, p }
}

/// A resident as the plain loop sees them.
struct Resident {
    stratum: Stratum,
    boldness: f64,
    /// Members who live in the same house.
    housed: usize,
    /// The chance to join this week.
    chance: f64,
}

impl Town {
    /// The plain loop: everyone, by number, with their chance to join this week. The formula is
    /// that of the rule's documentation; a contact at home with nobody else there is one with
    /// anyone.
    fn loop_over_persons(&self) -> Vec<Resident> {
        let here = &self.world.land.municipalities[0];
        let (citizens, cell) = (&here.citizens, &here.cells[0]);
        let weights = &self.world.given.country.propensity;
        let persons = 0..citizens.residents();
        let strata: Vec<Stratum> = persons.clone().map(|n| citizens.stratum(n)).collect();
        let readiness: Vec<f64> = strata.iter().map(|s| weights[s.index()]).collect();
        let whole: f64 = readiness.iter().sum();
        let mean = whole / f64::from(citizens.residents());

        // Houses, and who of them are members.
        let houses = citizens.residents() / HOUSEHOLD;
        let house = |number: u32| {
            let of = citizens.numbers(strata[number as usize]);
            ((number - of.start) * houses / (of.end - of.start)) as usize
        };
        let mut ready = vec![0.0; houses as usize];
        let mut members = vec![Vec::new(); houses as usize];
        for number in persons.clone() {
            ready[house(number)] += readiness[number as usize];
        }
        for member in cell.members.iter() {
            members[house(member.number)].push(member.number);
        }

        let strength = f64::from(cell.members.len());
        let p = &self.p;
        let prospects = here.community.vulnerability
            * ((1.0 - here.community.opportunity) / (1.0 - p.opportunity.get())).powf(p.pull.get());
        let paid = 0.7_f64.powf(p.wage.get());
        let risk = (-p.risk.get() * cell.danger / strength).exp();
        // Contacts of all members in the week with someone as bold as the mean, if all are ready.
        let contacts = p.rate.get() * strength / f64::from(citizens.alive()) * whole / mean
            * (prospects * paid * risk);
        // Those who are drawn at home and are themselves the one who draws seek anyone.
        let themselves: f64 = (cell.members.iter())
            .map(|member| readiness[member.number as usize] / ready[house(member.number)])
            .sum::<f64>()
            / strength;
        let at_home = p.household.get();

        persons
            .map(|number| {
                let (w, stratum) = (readiness[number as usize], strata[number as usize]);
                let person = Person { home: 0, number };
                let housed = members[house(number)].len();
                let anywhere = (1.0 - at_home * (1.0 - themselves)) * w / whole;
                let mates = housed as f64 / strength * w / ready[house(number)].max(1e-9);
                let bold = 1.0 + p.boldness.get() * (2.0 * person.boldness() - 1.0);
                let hazard = contacts * bold * (anywhere + at_home * mates);
                let civilian = if citizens.status(number).is_none() {
                    citizens.civilian_share(stratum)
                } else {
                    0.0
                };
                Resident {
                    stratum,
                    boldness: person.boldness(),
                    housed,
                    chance: civilian * (1.0 - (-hazard).exp()),
                }
            })
            .collect()
    }

    /// The numbers of those who join in a week of the rule, with the luck of one run.
    fn sampled(&self, run: u64) -> Vec<u32> {
        let mut world = self.world.clone();
        let luck = Key::new(99, run).luck(1, 0);
        let (municipalities, _, nation) = world.split();
        let here = &mut municipalities[0];
        let before = self.world.land.municipalities[0].citizens.touched().count();
        recruitment::step(here, &nation, &self.p, &luck);
        let citizens = &self.world.land.municipalities[0].citizens;
        let joined: Vec<u32> = here
            .citizens
            .touched()
            .filter(|(number, _)| citizens.status(*number).is_none())
            .map(|(number, status)| {
                assert_eq!(status, Status::Member);
                number
            })
            .collect();
        assert_eq!(here.tally.recruited as usize, joined.len());
        assert_eq!(here.citizens.touched().count(), before + joined.len());
        joined
    }

    #[track_caller]
    fn assert_joint_law(&self, what: &str) {
        let residents = self.loop_over_persons();
        let mean: f64 = residents.iter().map(|one| one.chance).sum();
        let variance: f64 = residents
            .iter()
            .map(|one| one.chance * (1.0 - one.chance))
            .sum();
        let (mut strata, mut houses) = ([0; STRATA], [0; HOUSED]);
        let ranks_of = ranks_by_boldness(&residents, mean);
        let (mut sum, mut squares, mut ranks) = (0.0, 0.0, Vec::new());
        for run in 0..RUNS {
            let joined = self.sampled(run);
            let deviation = joined.len() as f64 - mean;
            sum += deviation;
            squares += deviation * deviation;
            let mut rng = Key::new(7, run).luck(1, 0).of(0, 0);
            for number in joined {
                let one = &residents[number as usize];
                strata[one.stratum.index()] += 1;
                houses[one.housed.min(HOUSED - 1)] += 1;
                let (below, width) = ranks_of[number as usize];
                ranks.push(below + width * uniform(&mut rng));
            }
        }

        let runs = RUNS as f64;
        assert_sum(&format!("{what}: mean"), sum, 0.0, runs * variance);
        let of_square = (2.0 + 1.0 / variance) * variance * variance;
        assert_sum(
            &format!("{what}: variance"),
            squares,
            runs * variance,
            runs * of_square,
        );
        let (mut by_stratum, mut by_house) = ([0.0; STRATA], [0.0; HOUSED]);
        for one in &residents {
            by_stratum[one.stratum.index()] += one.chance / mean;
            by_house[one.housed.min(HOUSED - 1)] += one.chance / mean;
        }
        assert_counts(&format!("{what}: strata"), &strata, &by_stratum);
        assert_counts(&format!("{what}: houses"), &houses, &by_house);
        assert_continuous(&format!("{what}: boldness"), ranks, |x| x);
    }
}

/// Who joins, ranked by boldness, each with a width of their part of all chances: a rank drawn within
/// the width of whoever joins is uniform, as a person's own is not.
fn ranks_by_boldness(residents: &[Resident], mean: f64) -> Vec<(f64, f64)> {
    let mut order: Vec<usize> = (0..residents.len()).collect();
    order.sort_by(|a, b| residents[*a].boldness.total_cmp(&residents[*b].boldness));
    let mut ranks = vec![(0.0, 0.0); residents.len()];
    let mut below = 0.0;
    for number in order {
        let width = residents[number].chance / mean;
        ranks[number] = (below, width);
        below += width;
    }
    ranks
}

#[test]
fn few_join_among_associates_and_dead() {
    let town = town(0.05, 60.0, 3.0, 100, 0.0);
    town.assert_joint_law("few");
}

/// So many that the boldest are asked several times a week: a person joins once.
#[test]
fn many_join() {
    let town = town(1.5, 60.0, 0.0, 0, 0.0);
    town.assert_joint_law("many");
}

/// All contacts are at home; whoever joins is one among so many members that those they ask themselves
/// within the week do not count.
#[test]
fn housemates_of_members_join() {
    let town = town(0.03, 100.0, 1.0, 50, 1.0);
    town.assert_joint_law("housemates");
}

#[test]
fn who_flees_are_those_whom_the_loop_would_see_flee() {
    let mut p = parameters();
    fix!(p; response.leave = 0.05, response.victim = 3.0);
    let map = towns(&[20_000], &[group("one", &[0])]);
    let mut world = world(&map, &p, Key::new(5, 2));
    let here = &mut world.land[0];
    here.community.fear = 0.6;
    here.community.violence = 100.0;
    // A third of every stratum were victims, half of these more often than once.
    for stratum in Stratum::all() {
        let victims = here.citizens.civilians(stratum) / 3;
        for (class, persons) in [(Class::Never, victims), (Class::Once, victims / 2)] {
            here.memory.enter(Experience {
                what: What::Robbed,
                class,
                grown: stratum.grown(),
                stratum: None,
                reported: false,
                persons,
                of: persons,
            });
        }
    }
    let before = here.clone();
    let people = |here: &Municipality, grown: bool, class: Class| {
        here.memory.count(class, grown, here.citizens.of_age(grown))
    };
    let chance = |class| -f64::exp_m1(-response::flight(&p.response, &before.community, class));
    let mut fled = [[0_u32; 2]; 3];
    let mut gone = [0_u32; STRATA];
    let (mut all, mut squares) = (0.0, 0.0);
    let law = |grown, class| {
        let (n, q) = (f64::from(people(&before, grown, class)), chance(class));
        (n * q, n * q * (1.0 - q))
    };
    let cells = || {
        [true, false]
            .into_iter()
            .flat_map(|grown| Class::ALL.map(|class| (grown, class)))
    };
    let (mean, variance) = cells().fold((0.0, 0.0), |(mean, variance), (grown, class)| {
        let (m, v) = law(grown, class);
        (mean + m, variance + v)
    });
    let (_, _, nation) = world.split();
    for run in 0..RUNS {
        let mut here = before.clone();
        let luck = Key::new(6, run).luck(21, 1);
        response::step(&mut here, &nation, &p.response, &luck);
        for (grown, class) in cells() {
            let left = people(&before, grown, class) - people(&here, grown, class);
            fled[class as usize][usize::from(grown)] += left;
        }
        for (gone, away) in gone.iter_mut().zip(here.citizens.displaced_by_stratum()) {
            *gone += away;
        }
        assert_eq!(here.tally.displaced, here.citizens.displaced());
        let count = f64::from(here.tally.displaced);
        all += count;
        squares += (count - mean) * (count - mean);
    }
    let runs = RUNS as f64;
    assert_sum("who fled", all, runs * mean, runs * variance);
    // Near enough normal: the square of its distance varies by twice the squared variance.
    let of_squares = runs * 2.0 * variance * variance;
    assert_sum("variance of who fled", squares, runs * variance, of_squares);
    for (grown, class) in cells() {
        let (mean, variance) = law(grown, class);
        let fled = f64::from(fled[class as usize][usize::from(grown)]);
        let what = format!("{class:?}, grown: {grown}");
        assert_sum(&what, fled, runs * mean, runs * variance);
    }
    // The strata of an age flee in proportion to their civilians.
    for stratum in Stratum::all() {
        let of_age = before.citizens.of_age(stratum.grown());
        let mean = Class::ALL
            .map(|class| law(stratum.grown(), class).0)
            .iter()
            .sum::<f64>();
        let civilians = f64::from(before.citizens.civilians(stratum));
        let q = mean / f64::from(of_age);
        let (n, fled) = (civilians * q, f64::from(gone[stratum.index()]));
        assert_sum(
            &format!("{stratum:?}"),
            fled,
            runs * n,
            runs * n * (1.0 - q),
        );
    }
}
