//! krABMaga: every citizen an agent of the schedule, the country its state; the dead are stopped.

use std::any::Any;

use clap::Parser;
use krabmaga::engine::agent::Agent;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State as Simulation;
use peers::{Arguments, Map, R0, RETURNS, State, report};
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

#[derive(Clone)]
struct Citizen {
    home: u32,
    susceptibility: u8,
    state: State,
}

struct Country {
    arguments: Arguments,
    map: Map,
    rng: SmallRng,
}

impl Agent for Citizen {
    fn step(&mut self, state: &mut dyn Simulation) {
        let country = state
            .as_any_mut()
            .downcast_mut::<Country>()
            .expect("the state is the country");
        let home = self.home as usize;
        let chances = country.map.chances[home];
        let u = country.rng.random::<f64>();
        let next = match self.state {
            State::Civilian if u < chances.joins * f64::from(self.susceptibility) => {
                State::Recruited
            }
            State::Recruited if u < chances.falls => State::Incapacitated,
            State::Recruited if u < chances.leaves => State::Dead,
            State::Incapacitated if u < RETURNS => State::Civilian,
            _ => return,
        };
        country.map.change(home, self.state, next);
        self.state = next;
    }

    fn is_stopped(&mut self, _: &mut dyn Simulation) -> bool {
        self.state == State::Dead
    }
}

impl Simulation for Country {
    fn init(&mut self, schedule: &mut Schedule) {
        for number in 0..self.arguments.n {
            let home = self.map.home(number);
            let mut state = State::Civilian;
            if self.map.is_west(home) && self.rng.random::<f64>() < R0 {
                state = State::Recruited;
                self.map.change(home, State::Civilian, state);
            }
            let susceptibility = self.rng.random_range(1..=255);
            let citizen = Citizen {
                home: home as u32,
                susceptibility,
                state,
            };
            schedule.schedule_repeating(Box::new(citizen), 0.0, 0);
        }
    }

    fn before_step(&mut self, _: &mut Schedule) {
        self.map.begin_tick();
    }

    fn after_step(&mut self, _: &mut Schedule) {
        self.map.end_tick();
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn as_state(&self) -> &dyn Simulation {
        self
    }

    fn as_state_mut(&mut self) -> &mut dyn Simulation {
        self
    }

    fn reset(&mut self) {}

    fn update(&mut self, _: u64) {}
}

fn main() {
    let arguments = Arguments::parse();
    let mut country = Country {
        arguments,
        map: Map::new(&arguments),
        rng: SmallRng::seed_from_u64(arguments.seed),
    };
    let mut schedule = Schedule::new();
    country.init(&mut schedule);
    report(&arguments, || {
        (0..arguments.ticks).for_each(|_| schedule.step(&mut country));
        country.map.counts
    });
}
