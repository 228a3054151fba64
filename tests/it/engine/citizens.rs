//! `benches/peers/citizens.rs`, CITIZENS made for speed: the law of asking every citizen, and the same
//! bytes for any number of threads.

#[allow(dead_code, reason = "`main` is not called here")]
#[path = "../../../benches/peers/citizens.rs"]
mod example;

use clap::Parser;
use example::{Arguments, Country, Counts};
use plaza_engine::luck::{Key, Stream};
use plaza_engine::sampling::{below, uniform};

use crate::engine::fit::assert_sum;

const WIDTH: usize = 10;
const HEIGHT: usize = 10;
const CITIZENS: usize = 20_000;
const TICKS: usize = 100;
const SEEDS: u64 = 100;

fn country(arguments: &str) -> (Country, u32) {
    let words = std::iter::once("citizens").chain(arguments.split(' '));
    let arguments = Arguments::try_parse_from(words).expect("good arguments");
    let country = Country::new(&arguments).expect("memory for a small country");
    (country, arguments.ticks)
}

/// The history of the counts by the example.
fn history(arguments: &str, threads: usize) -> Vec<Counts> {
    let (mut country, ticks) = country(arguments);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.expect("a few threads");
    pool.install(|| (0..ticks).for_each(|_| country.tick()));
    country.kept
}

/// The counts of each municipality after the last tick, by asking every citizen in every tick.
fn by_asking_everyone(rng: &mut Stream) -> Vec<Counts> {
    let municipalities = WIDTH * HEIGHT;
    let home = |citizen: usize| citizen % municipalities;
    let at = |column: usize, row: usize| (column % WIDTH) * HEIGHT + row % HEIGHT;
    let susceptible: Vec<f64> = (0..CITIZENS)
        .map(|_| (1 + below(rng, 255)) as f64 / 255.0)
        .collect();
    let mut state: Vec<usize> = (0..CITIZENS)
        .map(|citizen| usize::from(home(citizen) / HEIGHT < WIDTH / 2 && uniform(rng) < 0.01))
        .collect();
    let count = |state: &[usize]| {
        let mut counts = vec![[0; 4]; municipalities];
        (0..CITIZENS).for_each(|citizen| counts[home(citizen)][state[citizen]] += 1);
        counts
    };
    for _ in 0..TICKS {
        let counts: Vec<Counts> = count(&state);
        let share = |m: usize| f64::from(counts[m][1]) / f64::from(counts[m].iter().sum::<u32>());
        let nearby: Vec<f64> = (0..municipalities)
            .map(|m| {
                let (column, row) = (m / HEIGHT, m % HEIGHT);
                let east_west = share(at(column + 1, row)) + share(at(column + WIDTH - 1, row));
                let north_south = share(at(column, row + 1)) + share(at(column, row + HEIGHT - 1));
                (share(m) + east_west + north_south) / 5.0
            })
            .collect();
        for (citizen, state) in state.iter_mut().enumerate() {
            let (here, nearby, u) = (share(home(citizen)), nearby[home(citizen)], uniform(rng));
            *state = match *state {
                0 if u < 0.001 * susceptible[citizen] * (0.2 + 20.0 * nearby) => 1,
                1 if u < 0.02 * (0.5 + 10.0 * here) => 2,
                1 if u < 0.02 * (0.5 + 10.0 * here) + 0.2 * nearby => 3,
                2 if u < 0.02 => 0,
                unchanged => unchanged,
            };
        }
    }
    count(&state)
}

/// What is compared: the four totals, the recruited and dead of each column, and the residents that
/// were ever touched in single municipalities, squared (how they cluster).
fn figures(counts: &[Counts]) -> Vec<f64> {
    let mut figures = vec![0.0; 4 + 2 * WIDTH + 1];
    for (m, counts) in counts.iter().enumerate() {
        for state in 0..4 {
            figures[state] += f64::from(counts[state]);
        }
        figures[4 + m / HEIGHT] += f64::from(counts[1]);
        figures[4 + WIDTH + m / HEIGHT] += f64::from(counts[3]);
        figures[4 + 2 * WIDTH] += f64::from(counts[1] + counts[2] + counts[3]).powi(2);
    }
    figures
}

#[test]
fn citizens_have_the_law_of_asking_everyone() {
    let mut sums = vec![[0.0; 4]; 4 + 2 * WIDTH + 1];
    for seed in 0..SEEDS {
        let mut rng = Key::new(20_070_101, seed).luck(0, 0).of(0, 0);
        let asked = by_asking_everyone(&mut rng);
        let arguments = format!(
            "--n {CITIZENS} --width {WIDTH} --height {HEIGHT} --ticks {TICKS} --seed {seed}"
        );
        let kept = history(&arguments, 1);
        let found = &kept[kept.len() - WIDTH * HEIGHT..];
        for (sums, (a, b)) in sums
            .iter_mut()
            .zip(figures(&asked).into_iter().zip(figures(found)))
        {
            for (sum, value) in sums.iter_mut().zip([a, a * a, b, b * b]) {
                *sum += value;
            }
        }
    }
    let n = SEEDS as f64;
    for (figure, [a, aa, b, bb]) in sums.into_iter().enumerate() {
        let variance = (aa - a * a / n + bb - b * b / n) / (n - 1.0);
        let z = (a - b) / (n * variance).sqrt();
        assert!(
            z.abs() <= 4.0,
            "figure {figure}: {} asked, {} found, z = {z:.2}",
            a / n,
            b / n
        );
    }
}

/// Given the counts that a tick began with, its changes have known means, and are independent of one
/// another: sums of what they differ by, under any weights that the tick began with too, are judged.
/// Weights by the differences between neighbours show whether each neighbour counts as it should.
#[test]
fn every_tick_follows_the_definition() {
    let (width, height) = (20, 10);
    let kept = history(
        "--n 40000000 --width 20 --height 10 --ticks 150 --seed 3",
        2,
    );
    let ticks: Vec<&[Counts]> = kept.chunks(width * height).collect();
    // Mean susceptibility of everyone, and of those who are recruited for it.
    let moment = |power| {
        (1..=255)
            .map(|k| (f64::from(k) / 255.0).powi(power))
            .sum::<f64>()
            / 255.0
    };
    let (of_all, of_recruits) = (moment(1), moment(2) / moment(1));
    let mut sums = [[[0.0; 2]; 4]; 3];
    for pair in ticks.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        let share = |m: usize| f64::from(before[m][1]) / f64::from(before[m].iter().sum::<u32>());
        for m in 0..width * height {
            let (column, row) = (m / height, m % height);
            let at = |column: usize, row: usize| share((column % width) * height + row % height);
            let (east, west) = (at(column + 1, row), at(column + width - 1, row));
            let (north, south) = (at(column, row + height - 1), at(column, row + 1));
            let (here, nearby) = (share(m), (share(m) + east + west + north + south) / 5.0);
            let [civilian, recruited, incapacitated, _] = before[m].map(f64::from);
            // Who was recruited for being susceptible is missing among the civilians.
            let lost = f64::from(ticks[0][m][0]) - civilian;
            let susceptible = civilian * of_all + lost * (of_all - of_recruits);
            let joins = 0.001 * susceptible * (0.2 + 20.0 * nearby);
            let (falls, dies) = (0.02 * (0.5 + 10.0 * here), 0.2 * nearby);
            let (fallen, died) = (recruited * falls, recruited * dies);
            let returned = incapacitated * 0.02;
            let laws = [
                (0, returned - joins, returned * 0.98 + joins),
                (
                    2,
                    fallen - returned,
                    fallen * (1.0 - falls) + returned * 0.98,
                ),
                (3, died, died * (1.0 - dies)),
            ];
            for (sums, (state, mean, variance)) in sums.iter_mut().zip(laws) {
                let change = f64::from(after[m][state]) - f64::from(before[m][state]);
                let weights = [1.0, here, east - west, north - south];
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    sum[0] += weight * (change - mean);
                    sum[1] += weight * weight * variance;
                }
            }
        }
    }
    for (sums, of) in sums.iter().zip(["civilians", "incapacitated", "dead"]) {
        for (sum, by) in sums
            .iter()
            .zip(["1", "here", "east - west", "north - south"])
        {
            assert_sum(&format!("{of} by {by}"), sum[0], 0.0, sum[1]);
        }
    }
}

#[test]
fn citizens_do_not_depend_on_threads() {
    let arguments = "--n 300001 --width 41 --height 27 --ticks 40 --seed 5";
    let alone = history(arguments, 1);
    assert_eq!(alone.len(), 41 * 27 * 40);
    for threads in [2, 7] {
        assert!(
            history(arguments, threads) == alone,
            "{threads} threads write other counts"
        );
    }
    let other = arguments.replace("--seed 5", "--seed 6");
    assert!(
        history(&other, 1) != alone,
        "another seed writes the same counts"
    );
}

#[test]
fn nobody_is_lost_and_the_dead_stay_dead() {
    for arguments in [
        "--n 300001 --width 41 --height 27 --ticks 40",
        "--n 20000 --width 1 --height 1 --ticks 300",
        "--n 20000 --width 2 --height 1 --ticks 50",
        "--n 7 --width 3 --height 5 --ticks 20",
    ] {
        let kept = history(arguments, 2);
        let (country, ticks) = country(arguments);
        let municipalities = country.kept.len() / ticks as usize;
        let residents = |counts: &Counts| counts.iter().sum::<u32>();
        let first = &kept[..municipalities];
        let (most, least) = (
            first.iter().map(residents).max(),
            first.iter().map(residents).min(),
        );
        assert!(
            most.zip(least)
                .is_some_and(|(most, least)| most - least <= 1)
        );
        for (before, after) in kept.iter().zip(&kept[municipalities..]) {
            assert_eq!(residents(before), residents(after), "{arguments}");
            assert!(before[3] <= after[3], "{arguments}");
        }
    }
}

#[test]
fn what_citizens_cannot_take_is_refused() {
    for (arguments, why) in [
        ("--n 0", "0 is not in 1..=4294967295"),
        ("--n 5000000000", "5000000000 is not in 1..=4294967295"),
        ("--n many", "invalid digit"),
        ("--ticks 0", "0 is not in 1..=1000000"),
        ("--ticks -1", "-1 is not in 1..=1000000"),
        ("--width 0", "0 is not in 1..=10000"),
        ("--height 10001", "10001 is not in 1..=10000"),
        ("--seed -1", "invalid digit"),
        ("--threads -1", "invalid digit"),
        ("--speed 9", "unexpected argument '--speed'"),
    ] {
        let words = std::iter::once("citizens").chain(arguments.split(' '));
        let error = Arguments::try_parse_from(words)
            .err()
            .expect("bad arguments");
        assert!(error.to_string().contains(why), "{arguments}: {error}");
        assert_eq!(error.exit_code(), 2);
    }
    let endless = "--width 10000 --height 10000 --ticks 1000000";
    let words = std::iter::once("citizens").chain(endless.split(' '));
    let endless = Arguments::try_parse_from(words).expect("each of them is possible");
    assert!(Country::new(&endless).is_err(), "1,600 TB are given out");
}
