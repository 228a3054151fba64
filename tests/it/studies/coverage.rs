//! How often 95 % intervals hold what they are about, by simulation: means and paired differences of skewed
//! outcomes, and what no interval may contain.

use plaza_engine::few::{COVERAGE, ENOUGH, LEAST, note};
use plaza_engine::luck::{Key, NOWHERE};
use plaza_engine::quantiles::student_t;
use plaza_engine::sampling::{chance, exponential, normal, poisson};
use plaza_engine::statistics::{MeanEstimate, PairedMeans, median};
use proptest::prelude::*;
use rand::Rng;

/// Samples of each shape and size: the standard error of a coverage of 95 % is 0.24 points.
const SAMPLES: usize = 8000;

/// Chance of no event at all, in zero-inflated shapes.
const NONE: f64 = 0.3;

/// The seed of the shapes on which the constants were chosen.
const CHOSEN: u64 = 20_070_101;

/// The seed of the shapes that judge them; fixed before they were first drawn.
const JUDGED: u64 = 20_261_129;

fn rng(seed: u64, stream: u64) -> impl Rng {
    Key::new(seed, stream).luck(0, 0).of(NOWHERE, 0)
}

/// Lognormal with mean 1.
fn lognormal(z: f64, log_sd: f64) -> f64 {
    libm::exp(log_sd * z - log_sd * log_sd / 2.0)
}

/// A shape of single outcomes: the mean, and how a value is drawn.
type Shape<R> = (&'static str, f64, fn(&mut R) -> f64);

/// In percent, how often the interval holds the mean: of Student, and of the program.
fn of_mean<R: Rng>(rng: &mut R, n: usize, (_, mean, draw): &Shape<R>) -> [f64; 2] {
    let mut held = [0.0; 2];
    for _ in 0..SAMPLES {
        let sample: Vec<f64> = (0..n).map(|_| draw(rng)).collect();
        let of = MeanEstimate::of(&sample).expect("there are several");
        let half = of.half_width_of_student(0.95);
        let ends = [[of.mean - half, of.mean + half], of.interval(0.95)];
        count(&mut held, ends, *mean);
    }
    held
}

fn count<const WAYS: usize>(held: &mut [f64; WAYS], ends: [[f64; 2]; WAYS], truth: f64) {
    for (held, [low, high]) in held.iter_mut().zip(ends) {
        *held += f64::from(u8::from(low <= truth && truth <= high)) * 100.0 / SAMPLES as f64;
    }
}

/// Pairs of outcomes of a policy and a baseline with mean 1: lognormal with log sd 1, logs correlated.
#[derive(Clone, Copy)]
struct Pairs {
    name: &'static str,
    correlation: f64,
    /// The policy's mean.
    ratio: f64,
    /// Chance of no event, and whether both sides share it.
    none: f64,
    common: bool,
}

impl Pairs {
    fn draw(&self, rng: &mut impl Rng) -> [f64; 2] {
        let [first, second] = [normal(rng), normal(rng)];
        let rest = (1.0 - self.correlation * self.correlation).sqrt();
        let [mine, theirs] = [chance(rng, self.none), chance(rng, self.none)];
        let nothing = [if self.common { theirs } else { mine }, theirs];
        let logs = [self.correlation * first + rest * second, first];
        let amount = |side: usize| match nothing[side] {
            true => 0.0,
            false => lognormal(logs[side], 1.0) / (1.0 - self.none),
        };
        [self.ratio * amount(0), amount(1)]
    }

    /// In percent, how often the interval holds the difference: of Student, of the program; and the ratio.
    /// Then how many times as wide as Student's the interval of the difference is, the median.
    fn coverage(&self, rng: &mut impl Rng, n: usize) -> ([f64; 3], f64) {
        let mut held = [0.0; 3];
        let mut widths = Vec::new();
        for _ in 0..SAMPLES {
            let pairs: Vec<[f64; 2]> = (0..n).map(|_| self.draw(rng)).collect();
            let less: Vec<f64> = pairs.iter().map(|[a, b]| a - b).collect();
            let baseline: Vec<f64> = pairs.iter().map(|[_, b]| *b).collect();
            let of = PairedMeans::of(&less, &baseline).expect("there are several");
            let half = of.half_width_of_student(0.95);
            // Of a baseline without any event nothing is claimed.
            let unknown = (0.0, [-1.0, f64::INFINITY]);
            let (_, relative) = of.relative(0.95).unwrap_or(unknown);
            let ends = [
                [of.mean() - half, of.mean() + half],
                of.interval(0.95),
                relative,
            ];
            let [low, high] = ends[1];
            widths.push((high - low) / (2.0 * half));
            // A baseline of mean 1: difference and relative change are the same number.
            count(&mut held, ends, self.ratio - 1.0);
        }
        (held, median(&widths).expect("there are samples"))
    }
}

const PAIRS: [Pairs; 8] = [
    of_pairs("no effect", 0.5, 1.0, 0.0, false),
    of_pairs("no effect, closely paired", 0.8, 1.0, 0.0, false),
    of_pairs("40 % less", 0.5, 0.6, 0.0, false),
    of_pairs("70 % less, closely paired", 0.8, 0.3, 0.0, false),
    of_pairs("half more", 0.8, 1.5, 0.0, false),
    of_pairs("zero-inflated, no effect", 0.5, 1.0, NONE, false),
    of_pairs("zero-inflated, 40 % less", 0.5, 0.6, NONE, false),
    of_pairs("zero in both, 40 % less", 0.5, 0.6, NONE, true),
];

const fn of_pairs(
    name: &'static str,
    correlation: f64,
    ratio: f64,
    none: f64,
    common: bool,
) -> Pairs {
    Pairs {
        name,
        correlation,
        ratio,
        none,
        common,
    }
}

/// From 20 replicates on within 2 points of 95 %; below at least what the note says.
fn held_to(name: &str, n: usize, found: f64) {
    let of = COVERAGE.iter().rfind(|(from, _)| *from <= n);
    let promised = f64::from(of.expect("nothing smaller is tried").1);
    match n >= ENOUGH {
        true => assert!((found - 95.0).abs() <= 2.0, "{name}, {n}: {found}"),
        false => assert!(
            found >= promised - 0.5,
            "{name}, {n}: {found}, {promised} promised"
        ),
    }
}

#[test]
fn intervals_of_means_hold_them_as_often_as_they_say() {
    let mut rng = rng(CHOSEN, 1);
    let shapes = [
        (
            "lognormal",
            1.0,
            (|rng| lognormal(normal(rng), 1.0)) as fn(&mut _) -> f64,
        ),
        ("zero-inflated lognormal", 1.0 - NONE, |rng| {
            let amount = lognormal(normal(rng), 1.0);
            if chance(rng, NONE) { 0.0 } else { amount }
        }),
        ("normal", 0.0, |rng| normal(rng)),
    ];
    for n in [8, 12, 20, 40, 100] {
        let mut least = 100.0_f64;
        for shape in &shapes {
            let [student, found] = of_mean(&mut rng, n, shape);
            println!(
                "{:28} n {n:3}: Student {student:.1}, here {found:.1}",
                shape.0
            );
            held_to(shape.0, n, found);
            least = least.min(found);
            // What was done before: the reason for all this.
            let skewed = shape.0 != "normal";
            assert!(
                !skewed || n > 40 || student < 91.0,
                "{}: {student}",
                shape.0
            );
        }
        // The note says no less than is so.
        if let Some((_, percent)) = COVERAGE.iter().find(|(from, _)| *from == n) {
            assert!((least - f64::from(*percent)).abs() < 1.0, "{n}: {least}");
        }
    }
}

#[test]
fn intervals_of_paired_differences_and_of_falls_hold_them_as_often_as_they_say() {
    let mut rng = rng(CHOSEN, 2);
    for n in [8, 20, 40, 100] {
        for pairs in PAIRS {
            let ([student, difference, ratio], wider) = pairs.coverage(&mut rng, n);
            println!(
                "{:28} n {n:3}: Student {student:.1}, difference {difference:.1}, ratio {ratio:.1}, \
                 {wider:.2} times as wide",
                pairs.name
            );
            held_to(pairs.name, n, difference);
            held_to(pairs.name, n, ratio);
        }
    }
}

/// Pairs on which no constant was chosen.
const FRESH: [Pairs; 8] = [
    of_pairs("not paired at all", 0.0, 1.0, 0.0, false),
    of_pairs("20 % less, loosely paired", 0.3, 0.8, 0.0, false),
    of_pairs("20 % less, closely paired", 0.9, 0.8, 0.0, false),
    of_pairs("very closely paired", 0.95, 1.0, 0.0, false),
    of_pairs("twice as much", 0.5, 2.0, 0.0, false),
    of_pairs("a fifth zero, 20 % less", 0.3, 0.8, 0.2, false),
    of_pairs("half zero, 20 % less", 0.5, 0.8, 0.5, false),
    of_pairs("half zero in both, 20 % less", 0.5, 0.8, 0.5, true),
];

/// A Gamma variable of shape 1/2 and mean 1: the square of a normal one.
fn half_gamma(rng: &mut impl Rng) -> f64 {
    let z = normal(rng);
    z * z
}

/// Judges the constants on what they were not chosen on: the shapes that the documents promise (lognormal with log
/// sd 1, with zeros, in pairs) with a new seed, other shares of zeros, other correlations and other effects. The
/// means of other families are printed beside them.
#[test]
#[ignore = "judges once: cargo test --release --test it -- --ignored --nocapture fresh_shapes"]
fn intervals_hold_on_fresh_shapes() {
    let mut rng = rng(JUDGED, 1);
    let means: [Shape<_>; 6] = [
        ("lognormal", 1.0, |rng| lognormal(normal(rng), 1.0)),
        ("a fifth zero", 0.8, |rng| {
            let amount = lognormal(normal(rng), 1.0);
            if chance(rng, 0.2) { 0.0 } else { amount }
        }),
        ("half zero", 0.5, |rng| {
            let amount = lognormal(normal(rng), 1.0);
            if chance(rng, 0.5) { 0.0 } else { amount }
        }),
        ("exponential", 1.0, exponential),
        ("Gamma of shape 1/2", 1.0, half_gamma),
        ("counts, lognormal of 3", 3.0, |rng| {
            let mean = 3.0 * lognormal(normal(rng), 1.0);
            f64::from(poisson(rng, mean))
        }),
    ];
    let mut beyond = Vec::new();
    let mut judge = |name: &str, n: usize, found: f64| {
        if n >= ENOUGH && (found - 95.0).abs() > 2.0 {
            beyond.push(format!("{name}, {n}: {found:.1}"));
        }
    };
    for n in [8, 12, 20, 40, 100] {
        for shape in &means {
            let [student, found] = of_mean(&mut rng, n, shape);
            println!(
                "{:28} n {n:3}: Student {student:.1}, here {found:.1}",
                shape.0
            );
            judge(shape.0, n, found);
        }
        for pairs in FRESH {
            let ([student, difference, ratio], wider) = pairs.coverage(&mut rng, n);
            println!(
                "{:28} n {n:3}: Student {student:.1}, difference {difference:.1}, ratio {ratio:.1}, \
                 {wider:.2} times as wide",
                pairs.name
            );
            judge(pairs.name, n, difference);
            judge(pairs.name, n, ratio);
        }
    }
    assert!(beyond.is_empty(), "{}", beyond.join("\n"));
}

#[test]
fn what_has_no_skewness_is_students() {
    let sample: Vec<f64> = (0..30).map(f64::from).collect();
    let of = MeanEstimate::of(&sample).expect("there are several");
    let half = student_t(0.95, 29) * of.error;
    let [low, high] = of.interval(0.95);
    assert!((high - of.mean - half).abs() < 1e-6 && (of.mean - low - half).abs() < 1e-6);
}

#[test]
fn equal_parts_are_known_without_error() {
    let baseline = [3.0, 8.0, 1.0, 20.0, 4.0, 4.0, 9.0, 30.0];
    let less = baseline.map(|b| -0.25 * b);
    let of = PairedMeans::of(&less, &baseline).expect("there are several");
    let (ratio, [low, high]) = of.relative(0.95).expect("there is a baseline");
    for end in [ratio, low, high] {
        assert!((end + 0.25).abs() < 1e-9, "{end}");
    }
    // A policy under which nothing is left falls by all of it.
    let gone = baseline.map(|b| -b);
    let of = PairedMeans::of(&gone, &baseline).expect("there are several");
    assert_eq!(of.relative(0.95), Some((-1.0, [-1.0, -1.0])));
}

#[test]
fn what_is_said_of_few_replicates() {
    assert_eq!(note(1), None);
    assert!(
        note(LEAST - 1)
            .expect("few")
            .contains("too few: no verdict")
    );
    assert!(note(LEAST).expect("few").contains("hold about 92 %"));
    assert!(note(ENOUGH - 1).expect("few").contains("hold about 93 %"));
    assert_eq!(note(ENOUGH), None);
}

/// An amount as counts of rare and of common events are.
fn amount() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => Just(0.0),
        3 => (0..40_u32).prop_map(f64::from),
        2 => (-3.0..9.0_f64).prop_map(f64::exp),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// No interval leaves what is possible, and interval, ratio and test say the same of no effect.
    #[test]
    fn no_interval_leaves_what_is_possible(
        pairs in proptest::collection::vec((amount(), amount()), 2..40),
        confidence in prop_oneof![Just(0.9), Just(0.95), 0.5..0.9999_f64],
    ) {
        let baseline: Vec<f64> = pairs.iter().map(|(_, b)| *b).collect();
        let policy: Vec<f64> = pairs.iter().map(|(a, _)| *a).collect();
        let less: Vec<f64> = pairs.iter().map(|(a, b)| a - b).collect();
        let of = PairedMeans::of(&less, &baseline).expect("there are several");
        let [low, high] = of.interval(confidence);
        let [most, least] = [&policy, &baseline]
            .map(|side| MeanEstimate::of(side).expect("there are several").interval(confidence)[1]);
        prop_assert!(low <= of.mean() + 1e-9 && of.mean() - 1e-9 <= high);
        prop_assert!(low >= -least - 1e-9 && high <= most + 1e-9, "[{low}, {high}] of {most}, {least}");
        let rejected = of.p_value() < 1.0 - confidence;
        let clear = low > 0.0 || high < 0.0;
        prop_assert!(clear == rejected, "p {}: [{low}, {high}]", of.p_value());
        if let Some((relative, [low, high])) = of.relative(confidence) {
            prop_assert!(-1.0 <= low && low <= relative + 1e-9 && relative - 1e-9 <= high);
            prop_assert!((low > 0.0 || high < 0.0) == clear, "{clear}: [{low}, {high}]");
        }
    }

    /// More confidence is never a narrower interval.
    #[test]
    fn more_confidence_is_wider(pairs in proptest::collection::vec((amount(), amount()), 2..40)) {
        let baseline: Vec<f64> = pairs.iter().map(|(_, b)| *b).collect();
        let less: Vec<f64> = pairs.iter().map(|(a, b)| a - b).collect();
        let of = PairedMeans::of(&less, &baseline).expect("there are several");
        let slack = 1e-9 * of.error();
        for pair in [0.8, 0.9, 0.95, 0.99, 0.9999].windows(2) {
            let [[low, high], [lower, higher]] = [pair[0], pair[1]].map(|at| of.interval(at));
            prop_assert!(lower <= low + slack && high <= higher + slack, "{pair:?}");
        }
    }
}
