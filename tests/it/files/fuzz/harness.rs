//! Makes inputs and holds each against its properties: the smallest input of each kind of fault is told.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::env;
use std::fmt::{self, Debug};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use plaza_engine::failure::caught;
use proptest::strategy::BoxedStrategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use super::properties::{MESSAGES, NO_HANG, NO_PANIC, SETTINGS};

/// Inputs of each test where the environment does not say.
const CASES: u32 = 150;
/// An input that takes longer is a hang.
const LONGEST: Duration = Duration::from_secs(20);
/// Of so many inputs one is accepted, or more: others test little.
const ACCEPTED_IN: u32 = 20;
/// So many kinds of faults are told of one test.
const TOLD: usize = 12;

/// A property that an input does not have.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The property, one of those in [`super::properties`].
    pub property: &'static str,
    /// What is the case instead.
    pub what: String,
}

/// Whether something has all properties.
pub type Verdict = Result<(), Fault>;

/// What is said of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is accepted.
    Accepted,
    /// It is refused, in these words.
    Refused(String),
}

/// What is said of an input that has all properties.
pub type Judged = Result<Outcome, Fault>;

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.property, self.what)
    }
}

impl Fault {
    /// Faults of one kind mostly have one cause: a panic at the same place, the same setting, or the same property
    /// and the same words but for numbers and what is quoted.
    fn kind(&self) -> String {
        if let Some(at) = self.what.rfind(" (src/") {
            return format!("{}{}", self.property, &self.what[at..]);
        }
        if [MESSAGES, SETTINGS].contains(&self.property) {
            let (what, _) = self.what.split_once(':').unwrap_or((&self.what, ""));
            return format!("{}{what}", self.property);
        }
        let mut kind = self.property.to_owned();
        for (index, part) in self.what.split(['`', '"']).enumerate() {
            if index % 2 == 0 {
                kind.extend(part.chars().filter(|letter| !letter.is_ascii_digit()));
            }
        }
        kind.chars().take(160).collect()
    }
}

/// The input that is looked at, and since when.
type Now = Arc<Mutex<Option<(Instant, String)>>>;

/// Makes inputs and checks each. A test whose inputs take long has one in `share` of the number of inputs.
pub fn fuzz<T: Debug + 'static>(
    test: &'static str,
    share: u32,
    inputs: fn() -> BoxedStrategy<T>,
    check: fn(&T) -> Judged,
) {
    let cases = (number("PLAZA_FUZZ_CASES", CASES) / share).max(1);
    let seed = number("PLAZA_FUZZ_SEED", 0);
    let again = format!(
        "run it again: PLAZA_FUZZ_SEED={seed} PLAZA_FUZZ_CASES={} cargo test --release --test it {test}",
        cases * share
    );
    let now = Now::default();
    let seen = Arc::clone(&now);
    let (sender, receiver) = mpsc::channel();
    // On a thread of its own, so that one that hangs can be left behind.
    thread::spawn(move || {
        let found = faults(&inputs(), cases, seeds(test, seed), &seen, check);
        // Nobody listens any more where an input took too long.
        drop(sender.send(found));
    });
    loop {
        match receiver.recv_timeout(Duration::from_millis(100)) {
            Ok(found) if found.is_empty() => return,
            Ok(found) => panic!(
                "{} kinds of faults\n\n{}\n\n{again}",
                found.len(),
                found.join("\n\n")
            ),
            Err(RecvTimeoutError::Timeout) => {
                let now = now.lock().expect("nobody panics who holds it");
                if let Some((since, input)) = &*now
                    && since.elapsed() > LONGEST
                {
                    panic!("{NO_HANG}: {LONGEST:?} and not done\n{input}\n\n{again}");
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                panic!("the test failed, not what it tests\n{again}")
            }
        }
    }
}

/// A number that the environment may set.
fn number(name: &str, otherwise: u32) -> u32 {
    match env::var(name) {
        Ok(text) => (text.parse()).unwrap_or_else(|_| panic!("{name}={text} is no whole number")),
        Err(_) => otherwise,
    }
}

/// The seed of a test: each has its own inputs.
fn seeds(test: &str, seed: u32) -> [u8; 32] {
    let mut state = u64::from(seed) ^ 0xCBF2_9CE4_8422_2325;
    let mut seeds = [0; 32];
    for (index, byte) in seeds.iter_mut().enumerate() {
        for letter in test.bytes().chain([index as u8]) {
            state = (state ^ u64::from(letter)).wrapping_mul(0x0100_0000_01B3);
        }
        *byte = (state >> 32) as u8;
    }
    seeds
}

/// The smallest input of each kind of fault.
fn faults<T: Debug>(
    inputs: &BoxedStrategy<T>,
    cases: u32,
    seeds: [u8; 32],
    now: &Now,
    check: fn(&T) -> Judged,
) -> Vec<String> {
    let mut kinds = BTreeSet::new();
    let mut told = Vec::new();
    while told.len() < TOLD {
        let config = Config {
            cases,
            failure_persistence: None,
            max_shrink_iters: 1_000,
            max_shrink_time: 30_000,
            ..Config::default()
        };
        let luck = TestRng::from_seed(RngAlgorithm::ChaCha, &seeds);
        let mut runner = TestRunner::new_with_rng(config, luck);
        // While an input is made smaller, its fault stays of one kind.
        let this: RefCell<Option<String>> = RefCell::default();
        let accepted = Cell::new(0);
        let outcome = runner.run(inputs, |input| {
            let fault = match judged(&input, now, check) {
                Err(fault) => fault,
                Ok(outcome) => {
                    accepted.set(accepted.get() + u32::from(outcome == Outcome::Accepted));
                    return Ok(());
                }
            };
            let kind = fault.kind();
            let mut this = this.borrow_mut();
            let new = match &*this {
                Some(this) => *this == kind,
                None => !kinds.contains(&kind),
            };
            if !new {
                return Ok(());
            }
            *this = Some(kind);
            Err(TestCaseError::fail(fault.to_string()))
        });
        match outcome {
            Ok(()) => {
                let accepted = accepted.get();
                println!("{accepted} of {cases} inputs are accepted");
                if cases >= 50 && accepted < cases / ACCEPTED_IN {
                    told.push(format!("only {accepted} of {cases} inputs are accepted"));
                }
                break;
            }
            Err(TestError::Fail(reason, input)) => told.push(format!("{reason}\n{input:?}")),
            Err(TestError::Abort(reason)) => {
                told.push(format!("no inputs could be made: {reason}"));
                break;
            }
        }
        kinds.extend(this.take());
    }
    told
}

/// The verdict on one input; a panic is a fault.
fn judged<T: Debug>(input: &T, now: &Now, check: fn(&T) -> Judged) -> Judged {
    let show = |input: Option<(Instant, String)>| {
        *now.lock().expect("nobody panics who holds it") = input;
    };
    show(Some((Instant::now(), format!("{input:?}"))));
    let judged = guarded(|| check(input));
    show(None);
    judged
}

/// What is said, where a panic is a fault.
pub fn guarded(check: impl FnOnce() -> Judged) -> Judged {
    caught(check).unwrap_or_else(|what| {
        Err(Fault {
            property: NO_PANIC,
            what,
        })
    })
}
