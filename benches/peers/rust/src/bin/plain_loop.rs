//! The yardstick: a struct for each citizen, one draw each, in a loop.

use clap::Parser;
use peers::{Arguments, Map, R0, RETURNS, State, report};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

struct Citizen {
    home: u32,
    susceptibility: u8,
    state: State,
}

fn tick(map: &mut Map, citizens: &mut [Citizen], rng: &mut SmallRng) {
    map.begin_tick();
    for citizen in citizens {
        let home = citizen.home as usize;
        let chances = map.chances[home];
        let next = match citizen.state {
            State::Civilian => {
                let q = chances.joins * f64::from(citizen.susceptibility);
                if rng.random::<f64>() < q {
                    State::Recruited
                } else {
                    continue;
                }
            }
            State::Recruited => {
                let u = rng.random::<f64>();
                if u < chances.falls {
                    State::Incapacitated
                } else if u < chances.leaves {
                    State::Dead
                } else {
                    continue;
                }
            }
            State::Incapacitated => {
                if rng.random::<f64>() < RETURNS {
                    State::Civilian
                } else {
                    continue;
                }
            }
            State::Dead => continue,
        };
        map.change(home, citizen.state, next);
        citizen.state = next;
    }
    map.end_tick();
}

fn main() {
    let arguments = Arguments::parse();
    let mut rng = SmallRng::seed_from_u64(arguments.seed);
    let mut map = Map::new(&arguments);
    let mut citizens = Vec::with_capacity(arguments.n);
    for number in 0..arguments.n {
        let home = map.home(number);
        let mut state = State::Civilian;
        if map.is_west(home) && rng.random::<f64>() < R0 {
            state = State::Recruited;
            map.change(home, State::Civilian, state);
        }
        let susceptibility = rng.random_range(1..=255);
        citizens.push(Citizen {
            home: home as u32,
            susceptibility,
            state,
        });
    }
    report(&arguments, || {
        (0..arguments.ticks).for_each(|_| tick(&mut map, &mut citizens, &mut rng));
        map.counts
    });
}
