//! ixa: citizens are entities with properties, a periodic plan is the tick. Either it asks each of
//! them; or (`--events`) how many may be hit is one draw for the country, who they are is sampled
//! from the population or from an index, and each of those is asked: the same law.

use clap::Parser;
use ixa::prelude::*;
use ixa::{ExecutionPhase, define_data_plugin};
use peers::{Chances, Map, R0, RETURNS, State, report};
use rand_distr::Binomial;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    of: peers::Arguments,
    /// Ask those who may be hit, not everyone
    #[arg(long)]
    events: bool,
}

define_entity!(Citizen);
define_property!(
    enum Status {
        Civilian,
        Recruited,
        Incapacitated,
        Dead,
    },
    Citizen,
    default_const = Status::Civilian
);
define_property!(struct Home(u32), Citizen);
define_property!(struct Susceptibility(u8), Citizen);
define_rng!(CitizenRng);
define_data_plugin!(MapPlugin, Map, Map::default());

fn ask_everyone(context: &mut Context) {
    let mut map = std::mem::take(context.get_data_mut(MapPlugin));
    map.begin_tick();
    for citizen in context.get_entity_iterator::<Citizen>() {
        let status: Status = context.get_property(citizen);
        if status == Status::Dead {
            continue;
        }
        let Home(home) = context.get_property(citizen);
        let chances = map.chances[home as usize];
        let u = context.sample_range(CitizenRng, 0.0..1.0);
        let (from, to, next) = match status {
            Status::Civilian => {
                let Susceptibility(k) = context.get_property(citizen);
                if u >= chances.joins * f64::from(k) {
                    continue;
                }
                (State::Civilian, State::Recruited, Status::Recruited)
            }
            Status::Recruited if u < chances.falls => (
                State::Recruited,
                State::Incapacitated,
                Status::Incapacitated,
            ),
            Status::Recruited if u < chances.leaves => {
                (State::Recruited, State::Dead, Status::Dead)
            }
            Status::Incapacitated if u < RETURNS => {
                (State::Incapacitated, State::Civilian, Status::Civilian)
            }
            _ => continue,
        };
        context.set_property(citizen, next);
        map.change(home as usize, from, to);
    }
    map.end_tick();
    *context.get_data_mut(MapPlugin) = map;
}

/// How many of `n` are hit with chance `q` each.
fn how_many(context: &Context, n: usize, q: f64) -> usize {
    let law = Binomial::new(n as u64, q).expect("q is a probability");
    context.sample_distr(CitizenRng, law) as usize
}

/// Those of a status who are hit with chance `q` each.
fn hit(context: &Context, status: Status, q: f64) -> Vec<EntityId<Citizen>> {
    let n = context.query_entity_count(with!(Citizen, status));
    match how_many(context, n, q) {
        0 => Vec::new(),
        hit => context.sample_entities(CitizenRng, with!(Citizen, status), hit),
    }
}

fn ask_candidates(context: &mut Context) {
    let mut map = std::mem::take(context.get_data_mut(MapPlugin));
    map.begin_tick();
    let largest = |of: fn(&Chances) -> f64| map.chances.iter().map(of).fold(0.0, f64::max);
    let (joins, leaves) = (largest(|c| 255.0 * c.joins), largest(|c| c.leaves));

    // All three are sampled before anyone changes.
    let everyone = context.get_entity_count::<Citizen>();
    let asked = how_many(context, everyone, joins);
    let asked = context.sample_entities(CitizenRng, Citizen, asked);
    let leaving = hit(context, Status::Recruited, leaves);
    let returning = hit(context, Status::Incapacitated, RETURNS);

    for citizen in asked {
        let status: Status = context.get_property(citizen);
        if status != Status::Civilian {
            continue;
        }
        let (Home(home), Susceptibility(k)) =
            (context.get_property(citizen), context.get_property(citizen));
        let q = map.chances[home as usize].joins * f64::from(k);
        if context.sample_range(CitizenRng, 0.0..joins) < q {
            context.set_property(citizen, Status::Recruited);
            map.change(home as usize, State::Civilian, State::Recruited);
        }
    }
    for citizen in leaving {
        let Home(home) = context.get_property(citizen);
        let chances = map.chances[home as usize];
        let u = context.sample_range(CitizenRng, 0.0..leaves);
        if u < chances.falls {
            context.set_property(citizen, Status::Incapacitated);
            map.change(home as usize, State::Recruited, State::Incapacitated);
        } else if u < chances.leaves {
            context.set_property(citizen, Status::Dead);
            map.change(home as usize, State::Recruited, State::Dead);
        }
    }
    for citizen in returning {
        let Home(home) = context.get_property(citizen);
        context.set_property(citizen, Status::Civilian);
        map.change(home as usize, State::Incapacitated, State::Civilian);
    }
    map.end_tick();
    *context.get_data_mut(MapPlugin) = map;
}

fn main() {
    let Arguments {
        of: arguments,
        events,
    } = Arguments::parse();
    let mut context = Context::new();
    context.init_random(arguments.seed);
    let mut map = Map::new(&arguments);
    for number in 0..arguments.n {
        let home = map.home(number);
        let mut status = Status::Civilian;
        if map.is_west(home) && context.sample_bool(CitizenRng, R0) {
            status = Status::Recruited;
            map.change(home, State::Civilian, State::Recruited);
        }
        let k = Susceptibility(context.sample_range(CitizenRng, 1..=255));
        let citizen = with!(Citizen, status, Home(home as u32), k);
        context
            .add_entity(citizen)
            .expect("a citizen has all properties");
    }
    if events {
        context.index_property::<Citizen, Status>();
    }
    *context.get_data_mut(MapPlugin) = map;
    let tick = if events { ask_candidates } else { ask_everyone };
    let last = arguments.ticks as f64 - 0.5;
    context.add_plan(last, |context| context.shutdown());
    context.add_periodic_plan_with_phase(1.0, tick, ExecutionPhase::Normal);
    report(&arguments, || {
        context.execute();
        let map = context.get_data(MapPlugin);
        assert_eq!(map.kept.len(), map.counts.len() * arguments.ticks);
        map.counts.clone()
    });
}
