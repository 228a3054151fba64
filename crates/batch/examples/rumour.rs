//! A rumour: who has heard it tells others, until it is old news.

use std::ops::Range;
use std::process::ExitCode;

use plaza_batch::columns;
use plaza_batch::command::Study;
use plaza_batch::engine::luck::{Key, NOWHERE};
use plaza_batch::engine::sampling::binomial;
use plaza_batch::model::Model;
use plaza_batch::rows::Recorded;
use plaza_batch::table::{Table, Tables};
use serde::{Deserialize, Serialize};

static DAYS: Table = Table::new(
    "days",
    "the village at the end of a day of one replicate",
    Day::COLUMNS,
);

columns! {
    struct Day of (today: i32, village: &Village, new: u32) {
        day: i32, Key, "day", "from 0", today;
        telling: u32, Stock, "person", "who has heard the rumour and still tells it", village.telling;
        heard: u32, Count, "person", "who heard it that day", new;
    }
}

/// Names, and by what the chance to be told is multiplied from day 10 on.
const POLICIES: [(&str, f64); 3] = [("status_quo", 1.0), ("denial", 0.5), ("silence", 0.1)];

#[derive(clap::Args, Serialize, Deserialize)]
struct Numbers {
    /// Villagers
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(2..))]
    villagers: u32,
    /// People whom one tells in a day
    #[arg(long, default_value_t = 0.5)]
    told: f64,
}

struct Rumour(Numbers, u64);

/// One future: what days change, whose luck it is, and what is recorded.
#[derive(Clone)]
struct Village {
    replicate: u32,
    ignorant: u32,
    telling: u32,
    recorded: Vec<Day>,
}

impl Model for Rumour {
    const TABLES: Tables = &[&DAYS];
    type World = Village;
    type Course = usize;
    type Orders = f64;

    fn policies(&self) -> Vec<&str> {
        POLICIES.iter().map(|(name, _)| *name).collect()
    }

    fn steps(&self) -> Range<i32> {
        0..60
    }

    fn world(&self, replicate: u32, _policies: &[usize]) -> Village {
        let ignorant = self.0.villagers - 1;
        Village {
            replicate,
            ignorant,
            telling: 1,
            recorded: Vec::new(),
        }
    }

    fn course(&self, policy: usize) -> usize {
        policy
    }

    fn orders(&self, day: i32, policy: &mut usize, _village: &Village) -> f64 {
        if day < 10 { 1.0 } else { POLICIES[*policy].1 }
    }

    fn step(&self, day: i32, chance: f64, village: &mut Village) {
        // Process 0 of this day, at no place, about nobody in particular.
        let luck = Key::new(self.1, village.replicate.into()).luck(0, day);
        let rng = &mut luck.of(NOWHERE, 0);
        let contacts = self.0.told * f64::from(village.telling) / f64::from(self.0.villagers);
        let heard = binomial(rng, village.ignorant, (chance * contacts).min(1.0));
        let tired = binomial(rng, village.telling, 0.1);
        village.ignorant -= heard;
        village.telling = village.telling + heard - tired;
        village.recorded.push(Day::of(day, village, heard));
    }

    fn rows(&self, village: &Village, policy: usize) -> Recorded {
        let of = (POLICIES[policy].0, village.replicate);
        Recorded::rows(Self::TABLES, of, &village.recorded)
    }
}

fn main() -> ExitCode {
    Study::new("rumour", "A rumour, and two ways to stop it", "1", Rumour).main()
}
