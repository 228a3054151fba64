//! The schedule: one list, read by the week, the documents and the contract tests.

use crate::engine::luck::{Key, Luck};
use crate::engine::parallel::each_of;
use crate::state::land::Land;
use crate::state::parts::Part;
use crate::state::world::{Municipality, Nation, World};
use crate::submodels::{
    Parameters, alliances, arrests, bilateral, books, corridors, corruption, deployment, fighting,
    gangs, homicides, income, justice, leaders, lives, moves, opinion, pact, population, press,
    prisons, raids, recruitment, reform, relations, response, succession,
};
use crate::units::{Quantity, WEEKS_PER_YEAR};

/// A rule applied to one municipality: its rows and nothing else.
pub type LocalRule = fn(&mut Municipality, &Nation<'_>, &Parameters, &Luck);

/// A rule applied to the country, in order of keys.
pub type ExchangeRule = fn(&mut World, &Parameters, &Luck);

/// What a process may touch.
#[derive(Clone, Copy)]
pub enum Scope {
    /// One municipality, its rows and nothing else; the nation is frozen.
    Local(LocalRule),
    /// The country, alone.
    Exchange(ExchangeRule),
}

/// One entry of the schedule.
#[derive(Clone, Copy)]
pub struct Process {
    /// Names its luck; never used again for anything else.
    pub id: u16,
    /// The rule's name: its file, and its section in `docs/odd.md`.
    pub name: &'static str,
    /// Every how many weeks it runs (when the week is a multiple).
    pub every: i32,
    /// The parts of the world that it may change; it reads what it likes.
    pub writes: &'static [Part],
    /// What it may touch.
    pub scope: Scope,
    /// Whether nothing is to be entered after it: it leaves alone who belongs to which cell, or
    /// settles by itself in the weeks in which it does not.
    pub quiet: bool,
}

impl Process {
    const fn quiet(self) -> Self {
        Self {
            quiet: true,
            ..self
        }
    }
}

impl std::fmt::Debug for Process {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.id, self.name)
    }
}

const fn local(id: u16, name: &'static str, writes: &'static [Part], rule: LocalRule) -> Process {
    Process {
        id,
        name,
        every: 1,
        writes,
        scope: Scope::Local(rule),
        quiet: false,
    }
}

const fn exchange(
    id: u16,
    name: &'static str,
    every: i32,
    writes: &'static [Part],
    rule: ExchangeRule,
) -> Process {
    Process {
        id,
        name,
        every,
        writes,
        scope: Scope::Exchange(rule),
        quiet: false,
    }
}

/// The land of a world, to be written; the rest of the world stays to be lent.
macro_rules! land {
    ($world:ident) => {
        Land {
            municipalities: &mut $world.municipalities,
            occupied: &mut $world.occupied,
        }
    };
}

/// All processes of a week, in order. Id 0 is the first week ([`crate::state::initial`]).
pub static SCHEDULE: &[Process] = &[
    exchange(
        27,
        "population",
        WEEKS_PER_YEAR,
        population::WRITES,
        |world, _, _| {
            population::step(
                &mut world.municipalities,
                &mut world.population,
                &world.country.map,
                world.week,
            )
        },
    )
    .quiet(),
    exchange(12, "corridors", 4, corridors::WRITES, |world, p, _| {
        (world.corridors, world.outside, world.territory) =
            corridors::step(world, &p.corridors, &p.territory);
    })
    .quiet(),
    local(13, "income", income::WRITES, |here, nation, p, luck| {
        income::step(here, nation, &p.income, luck);
    })
    .quiet(),
    exchange(14, "books", 1, books::WRITES, |world, p, _| {
        books::step(
            &mut world.organizations,
            &world.municipalities,
            &world.orders,
            &world.outside,
            &p.books,
        );
    })
    .quiet(),
    local(
        1,
        "recruitment",
        recruitment::WRITES,
        |here, nation, p, luck| {
            recruitment::step(here, nation, &p.recruitment, luck);
        },
    ),
    exchange(2, "moves", 1, moves::WRITES, |world, p, luck| {
        moves::step(world, &p.moves, luck)
    })
    .quiet(),
    exchange(3, "relations", 1, relations::WRITES, |world, p, luck| {
        relations::remember(
            &mut world.organizations,
            &mut world.municipalities,
            &world.occupied,
            &p.relations,
        );
        let (turned, events) = relations::step(world, &p.relations, luck);
        for (one, other, standing) in turned {
            world.relations.set(one, other, standing, world.week);
        }
        world.events.extend(events);
    })
    .quiet(),
    exchange(16, "alliances", 1, alliances::WRITES, |world, p, luck| {
        alliances::step(world, &p.alliances, luck)
    })
    .quiet(),
    local(4, "fighting", fighting::WRITES, |here, nation, p, luck| {
        fighting::step(here, nation, &p.fighting, luck);
    }),
    exchange(17, "raids", 1, raids::WRITES, |world, p, luck| {
        raids::step(world, &p.raids, luck)
    }),
    exchange(
        18,
        "gang hiring",
        4,
        gangs::HIRE_WRITES,
        |world, p, luck| {
            gangs::hire(
                (&mut land!(world), &mut world.hired),
                &mut world.tally,
                &world.relations,
                &world.country,
                &p.gangs,
                luck,
            )
        },
    )
    .quiet(),
    exchange(
        19,
        "gang quarrels",
        1,
        gangs::QUARREL_WRITES,
        |world, p, luck| {
            gangs::quarrel(
                &mut land!(world),
                &world.hired,
                world.gang_youths,
                &world.relations,
                &world.country,
                &p.gangs,
                luck,
            )
        },
    )
    .quiet(),
    exchange(
        5,
        "deployment orders",
        4,
        deployment::ORDER_WRITES,
        |world, p, _| {
            deployment::count_losses(&mut world.units, &mut world.municipalities);
            world.units = deployment::order(world, &p.deployment);
        },
    )
    .quiet(),
    exchange(
        6,
        "deployment",
        1,
        deployment::MARCH_WRITES,
        |world, _, _| {
            deployment::march(
                &mut world.units,
                &mut world.municipalities,
                &mut world.garrisoned,
                &mut world.events,
                world.week,
            );
        },
    )
    .quiet(),
    local(7, "arrests", arrests::WRITES, |here, nation, p, luck| {
        arrests::step(here, nation, &p.arrests, luck)
    }),
    exchange(8, "leaders", 1, leaders::WRITES, |world, p, luck| {
        leaders::step(world, &p.leaders, luck)
    })
    .quiet(),
    exchange(9, "succession", 1, succession::WRITES, |world, p, luck| {
        succession::step(world, &p.succession, luck)
    })
    .quiet(),
    exchange(26, "homicides", 1, homicides::WRITES, |world, p, luck| {
        homicides::step(
            &mut land!(world),
            &world.country,
            world.population,
            world.week,
            &p.homicides,
            luck,
        );
    })
    .quiet(),
    exchange(20, "corruption", 1, corruption::WRITES, |world, p, luck| {
        let units = &p.deployment;
        let fresh = (units.integrity_police.get(), units.integrity_army.get());
        corruption::step(world, &p.corruption, fresh, luck);
    })
    .quiet(),
    local(21, "response", response::WRITES, |here, nation, p, luck| {
        response::step(here, nation, &p.response, luck);
    })
    .quiet(),
    exchange(10, "justice", 1, justice::WRITES, |world, p, luck| {
        justice::step(world, &p.justice, luck)
    })
    .quiet(),
    exchange(15, "prisons", 1, prisons::WRITES, |world, p, luck| {
        prisons::step(world, &p.prisons, luck)
    })
    .quiet(),
    exchange(
        22,
        "opinion",
        opinion::EVERY,
        opinion::WRITES,
        |world, p, luck| {
            opinion::step(world, &p.opinion, &p.initial, luck);
        },
    )
    .quiet(),
    exchange(28, "lives", 1, lives::WRITES, |world, _, luck| {
        lives::step(
            &mut world.lives,
            &world.municipalities,
            &world.occupied,
            luck,
        );
    })
    .quiet(),
    local(11, "press", press::WRITES, |here, nation, p, luck| {
        press::step(here, nation, &p.press, luck)
    })
    .quiet(),
    exchange(23, "reform", 4, reform::WRITES, |world, p, luck| {
        reform::step(world, &p.reform, &p.initial, luck);
    })
    .quiet(),
    exchange(24, "bilateral", 4, bilateral::WRITES, |world, p, _| {
        world.outside = bilateral::step(world, &p.bilateral, &p.initial);
    })
    .quiet(),
    exchange(25, "pact", 4, pact::WRITES, |world, p, luck| {
        pact::step(
            (&mut world.organizations, &mut world.relations),
            &mut world.events,
            &world.orders,
            world.week,
            &p.pact,
            luck,
        );
    })
    .quiet(),
];

/// Simulates one week: the processes of `schedule` that are due, each followed by the bookkeeping
/// that enters what it did, where it may have moved anyone.
pub fn week(world: &mut World, schedule: &[Process], p: &Parameters, key: Key) {
    for process in schedule {
        if world.week.rem_euclid(process.every) != 0 {
            continue;
        }
        let luck = key.luck(process.id, world.week);
        match process.scope {
            Scope::Local(rule) => {
                let (municipalities, occupied, nation) = world.split();
                each_of(municipalities, occupied, |here| {
                    rule(here, &nation, p, &luck);
                });
            }
            Scope::Exchange(rule) => rule(world, p, &luck),
        }
        if !process.quiet {
            world.settle();
        }
    }
    world.end_week();
}
