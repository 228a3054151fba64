//! CITIZENS: who may be recruited, and what becomes of the recruited, in the municipalities of a torus.
//!
//! Citizen i lives in municipality i mod (side side), is susceptible by s for life (uniform in 0 to 1), and is a civilian,
//! recruited, incapacitated or dead. At the start some of the western half are recruited. Each tick, from the state at
//! its beginning, independently: a civilian is recruited with chance `.001 joins s (.2 + 20 n)`; of the recruited some
//! are incapacitated, `.02 falls (.5 + 10 x)`, or die, `.2 n`; of the incapacitated `.02` are civilians again. x is the
//! share of recruited among the residents of the municipality, n its mean over that and its four neighbours.
//!
//! `cargo run --release -p plaza-batch --example citizens -- run`, then `compare results/citizens` in the place of `run`

use std::ops::Range;
use std::process::ExitCode;

use plaza_batch::command::Study;
use plaza_batch::engine::events::{candidates, hit};
use plaza_batch::engine::luck::{Key, mix, trait_of};
use plaza_batch::engine::roster::Roster;
use plaza_batch::engine::sampling::binomial;
use plaza_batch::model::Model;
use plaza_batch::rows::Recorded;
use plaza_batch::table::{Table, Tables};
use serde::{Deserialize, Serialize};

static TICKS: Table = Table::new(
    "ticks",
    "the country at the end of a tick of one replicate",
    Tick::COLUMNS,
);

plaza_batch::columns! {
    struct Tick of (now: i32, people: [u32; 2]) {
        tick: i32, Key, "tick", "from 0", now;
        recruited: u32, Stock, "person", "citizens recruited", people[0];
        killed: u32, Count, "person", "recruited citizens who died in the tick", people[1];
    }
}

/// The tick in which policies part, and by what each then multiplies the chances to be recruited and to fall.
const POLICIES_FROM: i32 = 25;
const POLICIES: [(&str, [f64; 2]); 3] = [
    ("status_quo", [1.0, 1.0]),
    ("prevention", [0.5, 1.0]),
    ("arrests", [1.0, 2.0]),
];

#[derive(clap::Args, Serialize, Deserialize)]
struct Numbers {
    /// Citizens
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..))]
    citizens: u32,
    /// Columns, and rows, of municipalities
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..=1000))]
    side: u32,
    /// Ticks
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(i32).range(1..))]
    ticks: i32,
}

struct Citizens(Numbers, u64);

#[derive(Clone, Default)]
struct Municipality {
    civilian: Vec<bool>,
    recruited: Roster<u32>,
    incapacitated: Roster<u32>,
}

#[derive(Clone)]
struct Country {
    replicate: u32,
    municipalities: Vec<Municipality>,
    recorded: Vec<Tick>,
}

impl Municipality {
    fn recruit(&mut self, person: usize) {
        self.civilian[person] = false;
        self.recruited.add(person as u32);
    }
}

impl Model for Citizens {
    const TABLES: Tables = &[&TICKS];
    type World = Country;
    type Course = usize;
    type Orders = [f64; 2];

    fn policies(&self) -> Vec<&str> {
        POLICIES.iter().map(|(name, _)| *name).collect()
    }

    fn steps(&self) -> Range<i32> {
        0..self.0.ticks
    }

    fn world(&self, replicate: u32, _policies: &[usize]) -> Country {
        let luck = Key::new(self.1, replicate.into()).luck(0, 0);
        let places = self.0.side * self.0.side;
        let municipality = |place: u32| {
            let mut here = Municipality::default();
            let residents = self.0.citizens / places + u32::from(place < self.0.citizens % places);
            here.civilian.resize(residents as usize, true);
            let chance = if place < places / 2 { 0.01 } else { 0.0 };
            for (person, _) in candidates(&mut luck.of(place, 0), residents as usize, chance) {
                here.recruit(person);
            }
            here
        };
        let municipalities = (0..places).map(municipality).collect();
        Country {
            replicate,
            municipalities,
            recorded: Vec::new(),
        }
    }

    fn course(&self, policy: usize) -> usize {
        policy
    }

    fn orders(&self, tick: i32, policy: &mut usize, _country: &Country) -> [f64; 2] {
        POLICIES[if tick < POLICIES_FROM { 0 } else { *policy }].1
    }

    fn step(&self, tick: i32, [joins, falls]: [f64; 2], country: &mut Country) {
        let luck = Key::new(self.1, country.replicate.into()).luck(1, tick);
        let all = country.municipalities.iter();
        let share =
            |of: &Municipality| f64::from(of.recruited.len()) / of.civilian.len().max(1) as f64;
        let shares: Vec<f64> = all.map(share).collect();
        let (side, places) = (self.0.side as usize, shares.len());
        let (mut recruited, mut killed) = (0, 0_u32);
        for (place, here) in country.municipalities.iter_mut().enumerate() {
            let (first, row) = (place - place % side, place % side);
            let [north, south] = [first + (row + side - 1) % side, first + (row + 1) % side];
            let [west, east] = [(place + places - side) % places, (place + side) % places];
            let near = [place, north, south, west, east].map(|there| shares[there]);
            let nearby = near.iter().sum::<f64>() / 5.0;
            let rng = &mut luck.of(place as u32, 0);
            let returning = binomial(rng, here.incapacitated.len(), 0.02);
            let returning = here.incapacitated.take(rng, returning);
            let (falls, dies) = (0.02 * falls * (0.5 + 10.0 * shares[place]), 0.2 * nearby);
            here.recruited.thin(rng, falls + dies, |person, number| {
                match number < falls {
                    true => here.incapacitated.add(person),
                    false => killed += 1,
                }
                true
            });
            let most = 0.001 * joins * (0.2 + 20.0 * nearby);
            let joining = hit(rng, here.civilian.len(), most, |person| {
                most * trait_of(mix(self.1 ^ (person * places + place) as u64))
            });
            for person in joining {
                if here.civilian[person] {
                    here.recruit(person);
                }
            }
            // Not before: who was no civilian at the beginning of the tick is not recruited in it.
            returning
                .iter()
                .for_each(|person| here.civilian[*person as usize] = true);
            recruited += here.recruited.len();
        }
        country.recorded.push(Tick::of(tick, [recruited, killed]));
    }

    fn rows(&self, country: &Country, policy: usize) -> Recorded {
        let of = (POLICIES[policy].0, country.replicate);
        Recorded::rows(Self::TABLES, of, &country.recorded)
    }
}

fn main() -> ExitCode {
    let about = "Citizens who may be recruited, and what becomes of the recruited";
    Study::new("citizens", about, "1", Citizens).main()
}
