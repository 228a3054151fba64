//! Streams, samplers and identities, pinned by value: every published result rests on these
//! numbers. A snapshot that changes here changes all results, and is a decision, not a repair.

use std::fmt::{Debug, Write};

use plaza_engine::events::candidates;
use plaza_engine::luck::{Key, NOWHERE, Stream, mix, mix_all, trait_of};
use plaza_engine::roster::Roster;
use plaza_engine::sampling::{
    befalls, below, binomial, chance, exponential, gamma, happens, multinomial, normal, poisson,
    uniform, weighted, zeta,
};
use plaza_engine::ziggurat;
use plaza_model::state::cells::Boss;
use plaza_model::state::citizens::Person;
use plaza_model::state::organizations::OrganizationKey;
use rand::Rng;

/// Ten draws, and one of the stream after them, so that the uniforms used are pinned too.
fn ten<T: Debug>(law: &str, mut draw: impl FnMut(&mut Stream) -> T) -> String {
    let mut rng = Key::new(20_070_101, 3).luck(4, 17).of(1_234, 0xfeed);
    let mut line = format!("{law}:");
    for _ in 0..10 {
        write!(line, " {:?}", draw(&mut rng)).expect("a string takes all");
    }
    format!("{line} | {:016x}\n", rng.next_u64())
}

#[test]
fn streams() {
    let mut pinned = String::new();
    for (seed, replicate) in [
        (0, 0),
        (0, 1),
        (1, 0),
        (20_070_101, 63),
        (u64::MAX, u64::MAX),
    ] {
        let key = Key::new(seed, replicate);
        writeln!(pinned, "seed {seed} replicate {replicate}: {key:x?}").expect("a string");
        for (process, week) in [(0, -52), (1, 0), (11, 311), (u16::MAX, i32::MIN)] {
            for (place, subject) in [(0, 0), (0, 1), (2_455, 0xfeed), (NOWHERE, u64::MAX)] {
                let mut rng = key.luck(process, week).of(place, subject);
                let draws: [u64; 3] = std::array::from_fn(|_| rng.next_u64());
                writeln!(
                    pinned,
                    "  {process} {week} {place} {subject:x}: {draws:016x?}"
                )
                .expect("a string takes all");
            }
        }
    }
    insta::assert_snapshot!(pinned);
}

#[test]
fn samplers() {
    let mut pinned = ten("uniform", uniform);
    for p in [0.001, 0.5, 0.9] {
        pinned += &ten(&format!("chance {p}"), |rng| chance(rng, p));
    }
    for n in [1, 2, 7, 2_456, 3 << 62] {
        pinned += &ten(&format!("below {n}"), |rng| below(rng, n));
    }
    let weights = [1.0, 0.0, 2.5, 0.5];
    pinned += &ten("weighted", |rng| weighted(rng, &weights));
    pinned += &ten("exponential", exponential);
    pinned += &ten("normal", normal);
    for shape in [0.02, 1.0, 40.0] {
        pinned += &ten(&format!("gamma {shape}"), |rng| gamma(rng, shape));
    }
    for mean in [0.1, 3.0, 11.999, 12.0, 80.0, 5e3, 1e8] {
        pinned += &ten(&format!("poisson {mean}"), |rng| poisson(rng, mean));
    }
    for (n, p) in [
        (1, 0.3),
        (23, 0.5),
        (24, 0.5),
        (24, 0.51),
        (20, 0.8),
        (1_000, 0.0119),
        (1_000, 0.0121),
        (1_000, 0.7),
        (1_000_000_000, 1e-9),
        (1_000_000_000, 0.999),
    ] {
        pinned += &ten(&format!("binomial {n} {p}"), |rng| binomial(rng, n, p));
    }
    for (n, hazard) in [(9, 0.3), (9, 0.9), (1_000, 1e-3), (1_000, 0.1)] {
        let law = format!("befalls {n} {hazard}");
        pinned += &ten(&law, |rng| befalls(rng, n, hazard));
    }
    pinned += &ten("happens", |rng| happens(rng, 0.3));
    for n in [3, 40, 1_000_000] {
        let law = format!("multinomial {n}");
        pinned += &ten(&law, |rng| multinomial(rng, n, &weights));
    }
    for (exponent, max) in [(1.2, 20), (2.6, 50), (2.6, u32::MAX)] {
        let law = format!("zeta {exponent} {max}");
        pinned += &ten(&law, |rng| zeta(rng, exponent, max));
    }
    pinned += &ten("roster", |rng| {
        let mut roster = Roster::default();
        (0..9).for_each(|one| roster.add(one));
        roster.take(rng, 3).into_iter().collect::<Vec<_>>()
    });
    insta::assert_snapshot!(pinned);
}

#[test]
fn events() {
    let mut pinned = ten("ziggurat", ziggurat::exponential);
    for q_max in [1e-18, 1e-4, 0.3, 1.0] {
        pinned += &ten(&format!("candidates {q_max}"), |rng| {
            candidates(rng, 1_000_000, q_max).next()
        });
    }
    pinned += &ten("thin", |rng| {
        let mut roster = Roster::default();
        (0..9).for_each(|one| roster.add(one));
        roster.thin(rng, 0.4, |one, number| number < f64::from(one) / 20.0);
        roster.iter().copied().collect::<Vec<_>>()
    });
    insta::assert_snapshot!(pinned);
}

#[test]
fn identities() {
    let mut pinned = String::new();
    let mut pin = |what: &str, value: &dyn Debug| {
        writeln!(pinned, "{what}: {value:x?}").expect("a string takes all");
    };
    pin("mix", &[0, 1, u64::MAX].map(mix));
    pin(
        "mix_all",
        &[&[][..], &[0], &[0, 0], &[1, 2], &[2, 1]].map(mix_all),
    );
    pin("trait_of", &[0, 1, u64::MAX].map(trait_of));
    let founder = OrganizationKey::founder("Sinaloa");
    pin("founder", &founder);
    pin("founder without a name", &OrganizationKey::founder(""));
    let child = founder.child(55, 1_204);
    pin("child", &child);
    pin("child of the burn-in", &founder.child(-3, 1_204));
    pin("grandchild", &child.child(56, NOWHERE));
    for (place, week) in [(0, -52), (1_204, 0), (2_455, 311)] {
        pin("boss", &Boss::appointed(child, place, week));
    }
    for (home, number) in [(0, 0), (2_455, 1_700_000)] {
        pin("boldness", &Person { home, number }.boldness());
    }
    insta::assert_snapshot!(pinned);
}
