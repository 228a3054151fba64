//! The examples as their users meet them: a command line that keeps, shares, joins, checks and compares; and the bursts
//! that Epstein published.

#[expect(dead_code, reason = "the tests run the program, and read its table")]
#[path = "../examples/civil_violence.rs"]
mod civil_violence;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use plaza_batch::results::Results;
use tempfile::{TempDir, tempdir};

/// An example of this package, which `cargo test` has built.
fn example(name: &str, arguments: &[&str]) -> Output {
    let test = std::env::current_exe().expect("this test is a file");
    let built = test.ancestors().nth(2).expect("it lies in deps");
    let program = built.join("examples").join(name);
    let output = Command::new(&program).args(arguments).output();
    output.unwrap_or_else(|error| panic!("{}: {error}; `cargo test` builds it", program.display()))
}

/// What an example prints where all goes well.
fn said(name: &str, arguments: &[&str]) -> String {
    let output = example(name, arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{name} {arguments:?}: {error}");
    String::from_utf8(output.stdout).expect("text")
}

/// Its exit code and its error where something is wrong.
fn refused(name: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let output = example(name, arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), error)
}

/// The files of a folder by path, but for its log.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(below).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if entry.file_name() != "run.log" {
                #[expect(clippy::disallowed_methods, reason = "files that the test has made")]
                let bytes = fs::read(&path).expect("a file");
                let place = path.strip_prefix(folder).expect("a path below it");
                found.insert(place.to_owned(), bytes);
            }
        }
    }
    found
}

struct There(TempDir);

impl There {
    fn new() -> Self {
        Self(tempdir().expect("a folder"))
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }
}

#[test]
fn a_batch_is_the_same_whatever_made_it() {
    for (name, short) in [
        ("citizens", &["--citizens", "4000", "--ticks", "40"][..]),
        ("civil_violence", &["--steps", "105", "--jail", "9"][..]),
        ("rumour", &["--villagers", "300"][..]),
    ] {
        let there = There::new();
        let run = |out: &str, more: &[&str]| {
            let out = there.at(out);
            let always = ["run", "--out", &out, "--quiet"];
            said(name, &[&always, short, more].concat());
        };
        run("whole", &["--replicates", "20", "--threads", "1"]);
        let whole = files(Path::new(&there.at("whole")));
        assert!(whole.len() > 10, "{name}: {} files", whole.len());
        // In two calls, the first with fewer replicates and one policy.
        run("grown", &["--replicates", "11", "--policies", "status_quo"]);
        run("grown", &["--replicates", "20", "--threads", "2"]);
        assert_eq!(whole, files(Path::new(&there.at("grown"))), "{name}");
        // On two machines.
        run("one", &["--replicates", "20", "--shard", "1/2"]);
        run("two", &["--replicates", "20", "--shard", "2/2"]);
        let [one, two, out] = ["one", "two", "merged"].map(|part| there.at(part));
        said(name, &["merge", &two, &one, "--out", &out]);
        assert_eq!(whole, files(Path::new(&out)), "{name}");
        assert!(said(name, &["verify", &out]).contains("every byte is equal"));
        // Another seed is another experiment.
        let (code, error) = refused(
            name,
            &[&["run", "--out", &out, "--seed", "2"][..], short].concat(),
        );
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains("the seed"), "{error}");
    }
}

#[test]
fn the_model_of_the_page_is_the_example() {
    let page = include_str!("../../../docs/your-own-model.md");
    let code = include_str!("../examples/rumour.rs");
    assert!(page.contains(&format!("```rust\n{code}```")));
}

#[test]
fn what_is_wrong_is_said() {
    let there = There::new();
    let out = there.at("citizens");
    let run = ["run", "--out", &out, "--citizens", "500", "--quiet"];
    said("citizens", &run);
    let (code, error) = refused("citizens", &[&run[..], &["--policies", "arrest"]].concat());
    assert_eq!(code, Some(2));
    assert!(error.contains("did you mean `arrests`?"), "{error}");
    let (code, error) = refused("civil_violence", &["verify", &out]);
    assert_eq!(code, Some(2));
    assert!(error.contains("experiment.toml"), "{error}");
    let part = Path::new(&out).join("ticks/arrests/part-00000.parquet");
    fs::write(&part, b"PAR1").expect("a part of the test's own");
    for command in ["verify", "compare"] {
        let (code, error) = refused("citizens", &[command, &out]);
        assert_eq!(code, Some(2));
        assert!(error.contains("was altered or truncated"), "{error}");
    }
    // The same call makes it again.
    said("citizens", &run);
    said("citizens", &["verify", &out]);
}

#[test]
fn policies_are_compared_and_tables_told() {
    let there = There::new();
    let out = there.at("citizens");
    said(
        "citizens",
        &["run", "--out", &out, "--citizens", "20000", "--quiet"],
    );
    let compared = said("citizens", &["compare", &out]);
    for word in [
        "recruited [person]",
        "less status_quo",
        "prevention",
        "arrests",
        "equal luck",
    ] {
        assert!(compared.contains(word), "{word}: {compared}");
    }
    let told = said("citizens", &["tables"]);
    for word in [
        "ticks",
        "recruited citizens who died in the tick",
        "integer",
        "stock",
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

/// Citizens who rebel, step by step, in each future under a policy.
fn active(policy: &str) -> Vec<Vec<f64>> {
    let there = There::new();
    let out = there.at("out");
    let steps = ["--steps", "300", "--replicates", "8"];
    said(
        "civil_violence",
        &[
            &["run", "--quiet", "--out", &out, "--policies", policy],
            &steps[..],
        ]
        .concat(),
    );
    let rows = Results::open(Path::new(&out))
        .and_then(|of| of.read(&civil_violence::STEPS))
        .expect("a table");
    let all = rows.numbers("active");
    all.chunks(300).map(<[f64]>::to_vec).collect()
}

/// Epstein 2002, run 2 of model I: calm, punctuated by outbursts of rebellion that die down.
#[test]
fn rebellion_comes_in_bursts() {
    /// Of 1,120 citizens.
    const BURST: f64 = 50.0;
    let (mut bursts, mut longest) = (0, 0);
    for future in active("status_quo") {
        let mut sorted = future.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted[sorted.len() / 2] < 5.0, "half of the steps are calm");
        assert!(sorted[sorted.len() - 1] > 150.0, "an outburst is of many");
        for burst in future.split(|active| *active <= BURST) {
            bursts += usize::from(!burst.is_empty());
            longest = longest.max(burst.len());
        }
    }
    assert!(
        bursts >= 8 * 4,
        "{bursts} outbursts in 8 futures of 300 steps"
    );
    assert!(longest <= 30, "an outburst of {longest} steps");
}

/// Epstein 2002, runs 4 and 5: legitimacy that falls at once sets off what the same fall in small steps does not.
#[test]
fn a_sudden_fall_of_legitimacy_sets_off_more_than_a_slow_one() {
    let within = |policy: &str| {
        let futures = active(policy);
        let largest = |future: &Vec<f64>| future[100..115].iter().copied().fold(0.0, f64::max);
        futures.iter().map(largest).sum::<f64>() / futures.len() as f64
    };
    let (sudden, slow) = (within("sudden_fall"), within("slow_fall"));
    assert!(
        sudden > 1.5 * slow,
        "{sudden} within 15 steps, {slow} of the slow fall"
    );
}
