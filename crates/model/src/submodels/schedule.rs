//! The schedule: one list, read by the week, the documents and the contract tests.

use crate::engine::luck::{Key, Luck};
use crate::engine::parallel::each_of;
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
    /// What it did is entered after it.
    const fn settled(self) -> Self {
        Self {
            quiet: false,
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
        quiet: true,
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
        quiet: true,
    }
}

/// A rule of the country with what it is lent of the world: what it may write, and what else it reads.
/// It gets the numbers of its module, then those named last.
macro_rules! lend {
    ($module:ident::$rule:ident;
     writes $($($written:ident).+),+; reads $($($read:ident).+),+ $(; $numbers:ident)?) => {
        |world, p, luck| {
            $module::$rule(
                $(&mut world.$($written).+,)+
                $(&world.$($read).+,)+
                &p.$module,
                $(&p.$numbers,)?
                luck,
            );
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
            population::step(&mut world.land, &world.given);
        },
    ),
    exchange(12, "corridors", 4, corridors::WRITES, |world, p, _| {
        world.abroad = corridors::step(world, &p.corridors, &p.territory);
    }),
    local(13, "income", income::WRITES, |here, nation, p, luck| {
        income::step(here, nation, &p.income, luck);
    }),
    exchange(14, "books", 1, books::WRITES, |world, p, _| {
        books::step(
            &mut world.groups.organizations,
            &world.land,
            &world.given,
            &world.abroad.outside,
            &p.books,
        );
    }),
    local(
        1,
        "recruitment",
        recruitment::WRITES,
        |here, nation, p, luck| {
            recruitment::step(here, nation, &p.recruitment, luck);
        },
    )
    .settled(),
    exchange(
        2,
        "moves",
        1,
        moves::WRITES,
        lend!(moves::step; writes land, groups, record.tally; reads given, abroad.territory),
    ),
    exchange(3, "relations", 1, relations::WRITES, |world, p, luck| {
        let seen = relations::Seen {
            given: &world.given,
            institutions: &world.institutions,
            territory: &world.abroad.territory,
        };
        let (land, groups) = (&mut world.land, &mut world.groups);
        relations::step(land, groups, &mut world.record, seen, &p.relations, luck);
    }),
    exchange(
        16,
        "alliances",
        1,
        alliances::WRITES,
        lend!(alliances::step; writes land, groups, record; reads given, abroad.territory),
    ),
    local(4, "fighting", fighting::WRITES, |here, nation, p, luck| {
        fighting::step(here, nation, &p.fighting, luck);
    })
    .settled(),
    exchange(
        17,
        "raids",
        1,
        raids::WRITES,
        lend!(raids::step; writes land; reads groups, given.country),
    )
    .settled(),
    exchange(
        18,
        "gang hiring",
        4,
        gangs::HIRE_WRITES,
        lend!(gangs::hire; writes land, record.tally; reads given.country),
    ),
    exchange(
        19,
        "gang quarrels",
        1,
        gangs::QUARREL_WRITES,
        lend!(gangs::quarrel; writes land; reads given.country),
    ),
    exchange(
        5,
        "deployment orders",
        4,
        deployment::ORDER_WRITES,
        |world, p, _| {
            deployment::count_losses(&mut world.land, &mut world.institutions.units);
            world.institutions.units = deployment::order(world, &p.deployment);
        },
    ),
    exchange(
        6,
        "deployment",
        1,
        deployment::MARCH_WRITES,
        |world, _, _| {
            let events = &mut world.record.events;
            deployment::march(
                &mut world.land,
                &mut world.institutions,
                events,
                world.given.week,
            );
        },
    ),
    local(7, "arrests", arrests::WRITES, |here, nation, p, luck| {
        arrests::step(here, nation, &p.arrests, luck)
    })
    .settled(),
    exchange(8, "leaders", 1, leaders::WRITES, |world, p, luck| {
        let fell = leaders::step(
            &mut world.land,
            &mut world.groups,
            &mut world.institutions.captives,
            &world.given,
            &world.abroad.outside,
            &p.leaders,
            luck,
        );
        if fell {
            world.settle();
        }
    }),
    exchange(
        9,
        "succession",
        1,
        succession::WRITES,
        lend!(succession::step; writes land, groups, record; reads given),
    ),
    exchange(
        26,
        "homicides",
        1,
        homicides::WRITES,
        lend!(homicides::step; writes land; reads given),
    ),
    exchange(20, "corruption", 1, corruption::WRITES, |world, p, luck| {
        corruption::step(
            &mut world.land,
            &mut world.groups,
            &mut world.institutions,
            &mut world.record,
            &world.given,
            &p.corruption,
            luck,
        );
        let (units, fresh) = (&mut world.institutions.units, &p.deployment);
        let fresh = (fresh.integrity_police.get(), fresh.integrity_army.get());
        corruption::wear(units, &world.land, &p.corruption, fresh);
    }),
    local(21, "response", response::WRITES, |here, nation, p, luck| {
        response::step(here, nation, &p.response, luck);
    }),
    exchange(
        10,
        "justice",
        1,
        justice::WRITES,
        lend!(justice::step; writes land, institutions, record.tally; reads given),
    ),
    exchange(
        15,
        "prisons",
        1,
        prisons::WRITES,
        lend!(prisons::step; writes land, groups, institutions, record; reads given),
    ),
    exchange(
        22,
        "opinion",
        opinion::EVERY,
        opinion::WRITES,
        lend!(opinion::step; writes land, institutions.government; reads given.country; initial),
    ),
    exchange(28, "lives", 1, lives::WRITES, |world, _, luck| {
        lives::step(&mut world.record.lives, &world.land, luck)
    }),
    local(11, "press", press::WRITES, |here, nation, p, luck| {
        press::step(here, nation, &p.press, luck)
    }),
    exchange(
        23,
        "reform",
        4,
        reform::WRITES,
        lend!(reform::step; writes land, institutions; reads given; initial),
    ),
    exchange(24, "bilateral", 4, bilateral::WRITES, |world, p, _| {
        world.abroad.outside = bilateral::step(world, &p.bilateral, &p.initial);
    }),
    exchange(
        25,
        "pact",
        4,
        pact::WRITES,
        lend!(pact::step; writes groups, record.events; reads given),
    ),
];

/// Simulates one week: the processes of `schedule` that are due, each followed by the bookkeeping
/// that enters what it did, where it may have moved anyone.
pub fn week(world: &mut World, schedule: &[Process], p: &Parameters, key: Key) {
    for process in schedule {
        if world.given.week.rem_euclid(process.every) != 0 {
            continue;
        }
        let luck = key.luck(process.id, world.given.week);
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
