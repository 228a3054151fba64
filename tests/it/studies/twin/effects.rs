//! Effects by part of the country, as pairs tell them.

use std::collections::BTreeSet;
use std::sync::Arc;

use plaza_batch::rows::{Recorded, Rows};
use plaza_engine::statistics::PairedMeans;
use plaza_model::state::forces::Force;
use plaza_model::state::organizations::Outcome;
use plaza_model::state::script::{Posting, Removal, Who};

use plaza::runs::design::{Change, Design, Drawn, Draws, Fallen, Sharing, Whose};
use plaza::studies::twin::curves::splits;
use plaza::studies::twin::effects::effects;
use plaza::studies::twin::pair::{Difference, counted};
use plaza::studies::twin::surroundings::{COUNTRY, PARTS, Part, parts};
use plaza::studies::twin::{Pairs, spillover, spillover_figure as spillover_map};

use super::{WEEK, design, event, leader, of_part, run};
use crate::studies::figures::assert_sound;

#[test]
fn pairs_that_share_a_draw_count_as_one() {
    let mut design = design(vec![event("killed", leader(Outcome::Killed))]);
    let mut pairs = run(&design);
    let numbers = design.parameters.clone();
    let draw = move |_: u32| Drawn {
        parameters: (*numbers).clone(),
        numbers: Vec::new(),
    };
    design.draws = Some(Draws::new(Sharing::in_a_row(2), [], Arc::new(draw)));
    assert_eq!(run(&design).sharing, Sharing::in_a_row(2));
    let of = |pairs: &Pairs| {
        let effects = effects(pairs).into_iter();
        let mut of_country = effects.filter(|of| of.group == "country" && of.weeks_from == 0);
        of_country
            .find(|of| of.outcome == "oc_deaths")
            .expect("a window of the country")
    };
    let alone = of(&pairs);
    pairs.sharing = Sharing::in_a_row(2);
    let shared = of(&pairs);
    assert_eq!((alone.pairs, shared.pairs), (6, 6));
    let start = counted(0, COUNTRY) * pairs.weeks() + pairs.first.unsigned_abs() as usize;
    let sums = pairs
        .of(0)
        .map(|(_, d)| d.difference[start..start + 24].iter().sum::<f64>());
    let sums: Vec<f64> = sums.collect();
    let without = pairs
        .of(0)
        .map(|(_, d)| d.without[start..start + 24].iter().sum::<f64>());
    let without: Vec<f64> = without.collect();
    let of_draws = |of: &[f64]| -> Vec<f64> {
        let draws = of.chunks(2).map(|two| two.iter().sum::<f64>() / 2.0);
        draws.collect()
    };
    let expected = [
        (&alone, PairedMeans::of(&sums, &without)),
        (
            &shared,
            PairedMeans::of(&of_draws(&sums), &of_draws(&without)),
        ),
    ];
    for (effect, expected) in expected {
        let expected = expected.expect("more than one");
        assert!((effect.mean - expected.mean()).abs() < 1e-9);
        let [low, high] = expected.interval(0.95);
        assert!((low - effect.low.expect("more than one")).abs() < 1e-9);
        assert!((high - effect.high.expect("more than one")).abs() < 1e-9);
    }
    assert_ne!(alone.low, shared.low);
}

/// The event of a difference, as a script for a whole run.
pub fn scripted(of: &Difference) -> (Option<Removal>, Option<Posting>) {
    let subject = &of.subject;
    let who = match subject.rank {
        Some("leader") => Who::Leader(subject.organization, None),
        Some(_) => Who::Boss(subject.organization, subject.place),
        None => {
            let posting = Posting {
                forces: vec![Force::Army],
                strength: Some(1200.0),
                places: vec![(subject.place, 1.0)],
                weeks: WEEK..WEEK + 20,
            };
            return (None, Some(posting));
        }
    };
    let removal = Removal {
        week: WEEK,
        who,
        outcome: subject.outcome,
    };
    (Some(removal), None)
}

pub fn table(recorded: &Recorded, name: &str) -> Rows {
    let mut tables = recorded.tables.iter();
    let found = tables.find(|rows| rows.table.name == name);
    found.expect("a table").clone()
}

/// OC deaths at a place, week by week.
pub fn at(panel: &Rows, design: &Design, place: u32) -> Vec<f64> {
    let code: &str = &design.map.places[place as usize].code;
    let mut weeks = vec![0.0; design.weeks as usize];
    let (week, deaths) = (panel.numbers("week"), panel.numbers("oc_deaths"));
    for (row, municipality) in panel.texts("municipality").iter().enumerate() {
        if *municipality == Some(code) {
            weeks[week[row] as usize] = deaths[row];
        }
    }
    weeks
}

#[test]
fn parts_of_the_country_add_up_to_it() {
    let pairs = run(&design(vec![
        event("killed", leader(Outcome::Killed)),
        event(
            "boss",
            Change::Removal {
                of: Whose::Each,
                who: Fallen::Boss(None),
                outcome: None,
            },
        ),
    ]));
    let mut told = 0;
    for (number, of) in pairs.of(0).chain(pairs.of(1)) {
        for outcome in 0..3 {
            let mut sums = vec![0.0; pairs.weeks()];
            for part in 0..COUNTRY {
                for (sum, value) in sums.iter_mut().zip(of_part(of, &pairs, outcome, part)) {
                    *sum += value;
                }
            }
            assert_eq!(sums, of_part(of, &pairs, outcome, COUNTRY), "pair {number}");
        }
        let after = pairs.first.unsigned_abs() as usize;
        let country: f64 = of_part(of, &pairs, 0, COUNTRY)[after..].iter().sum();
        let places: i32 = of.deaths.iter().sum();
        assert_eq!(country, f64::from(places), "pair {number}");
        told += 1;
    }
    assert!(told >= 10, "{told} events took place");
    let ranks: Vec<u32> = pairs.of(1).map(|(_, of)| of.subject.size_rank).collect();
    assert_eq!(ranks[..3], [1, 2, 3], "one organization after the other");
    assert!(pairs.of(1).all(|(_, of)| of.subject.rank == Some("boss")));
    assert!(pairs.of(0).all(|(_, of)| of.subject.successors.is_some()));
    assert!(
        pairs
            .of(0)
            .all(|(_, of)| of.subject.outcome == Some(Outcome::Killed))
    );
}

#[test]
fn rings_surround_the_place() {
    // Places in a row, of which 3 is the event's; the organization is in 3, 4 and 8.
    let row = plaza_engine::graph::Graph::new(10, (0..9).map(|place| (place, place + 1)));
    let part = |part: Part| PARTS.iter().position(|p| *p == part).expect("a part") as u8;
    let (place, own, rest) = (
        part(Part::Place),
        part(Part::Organization),
        part(Part::Rest),
    );
    let [one, two, three] = [1, 2, 3].map(|ring| part(Part::Ring(ring)));
    let expected = [three, two, one, place, own, two, three, rest, own, rest];
    assert_eq!(parts(&row, 3, &[3, 4, 8]), expected);
}

#[test]
fn splits_say_which_pairs_they_hold() {
    let pairs = run(&design(vec![
        event("killed", leader(Outcome::Killed)),
        event("arrested", leader(Outcome::Arrested)),
    ]));
    let names: Vec<String> = splits(&pairs).into_iter().map(|split| split.name).collect();
    for name in [
        "all",
        "event:killed",
        "event:arrested",
        "outcome:killed",
        "outcome:arrested",
    ] {
        assert!(
            names.iter().any(|known| known == name),
            "{name} of {names:?}"
        );
    }
    assert!(
        !names.iter().any(|name| name.starts_with("rank:")),
        "{names:?}"
    );
    let effects = effects(&pairs);
    let find = |split: &str| {
        let mine = |e: &&plaza::studies::twin::effects::Effect| {
            e.split == split && e.outcome == "oc_deaths" && e.group == "country" && e.weeks_to == 23
        };
        effects.iter().find(mine).expect("an effect").mean
    };
    // Within a pair the mean over its events; all pairs have both.
    let mean = f64::midpoint(find("event:killed"), find("event:arrested"));
    assert!((find("all") - mean).abs() < 1e-9);
    assert_eq!(find("event:killed"), find("outcome:killed"));
}

#[test]
fn the_spillover_map_shows_where_the_event_fell() {
    let design = design(vec![event("killed", leader(Outcome::Killed))]);
    let mut pairs = run(&design);
    let draw = |pairs: &Pairs| {
        let rows = spillover::map(pairs, &design.map);
        spillover_map::draw(&design.map, &rows, pairs)
    };
    // A ring is two circles, one of them a seam, and the legend has one too.
    let rings = |svg: &str| svg.matches("<circle").count() / 2 - 1;
    let places = |pairs: &Pairs| -> BTreeSet<u32> {
        let differences = pairs.pairs.iter().flat_map(|pair| &pair.differences);
        differences.map(|of| of.subject.place).collect()
    };
    let svg = draw(&pairs);
    assert_sound("spillover", &svg);
    assert_eq!(rings(&svg), places(&pairs).len());
    for pair in &mut pairs.pairs {
        pair.differences[0].subject.place = 7;
    }
    let one = draw(&pairs);
    assert_eq!(rings(&one), 1);
    let place = &design.map.places[7];
    let named = format!("where the event fell: {} ({})", place.name, place.code);
    assert!(one.contains(&named), "{named}");
    pairs.pairs[0].differences[0].subject.place = 8;
    let two = draw(&pairs);
    assert_eq!(rings(&two), 2);
    assert!(two.contains("where the event fell: 2 municipalities, the larger the more often"));
}

#[test]
fn the_spillover_map_is_clear_where_the_mean_is() {
    let mut pairs = run(&design(vec![event("nothing", Change::Nothing)]));
    let again = pairs.pairs.clone();
    pairs.pairs.extend(again.into_iter().map(|mut pair| {
        pair.number += 6;
        pair
    }));
    // Twelve pairs: place 0 has always a few more, place 1 as often more as fewer, the others nothing.
    let deaths = [(5, 3), (6, -3), (4, 3), (5, -3), (6, 3), (4, -3)];
    for (pair, (more, other)) in pairs.pairs.iter_mut().zip(deaths.iter().cycle()) {
        let (more, other) = (*more, *other);
        pair.differences[0].deaths[0] = more;
        pair.differences[0].deaths[1] = other;
    }
    let map = spillover::map(&pairs, &design(Vec::new()).map);
    assert_eq!(map.len(), 144);
    assert!(map[0].clear);
    pairs.pairs.truncate(6);
    let few = spillover::map(&pairs, &design(Vec::new()).map);
    assert!(few.iter().all(|row| !row.clear), "six pairs say nothing");
    assert!(map[1..].iter().all(|row| !row.clear && row.mean == 0.0));
    // Mean 5 without skewness, standard deviation sqrt(8 / 11), t of 11 degrees of freedom 2.2010.
    let half = 2.200_985_160 * (8.0_f64 / 11.0 / 12.0).sqrt();
    assert!((map[0].mean - 5.0).abs() < 1e-12);
    assert!((map[0].low.expect("an end") - (5.0 - half)).abs() < 1e-6);
    assert!((map[0].high.expect("an end") - (5.0 + half)).abs() < 1e-6);
}
