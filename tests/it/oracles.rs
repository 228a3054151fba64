//! What the usual software makes of the same numbers. The scripts in `tests/oracles` print it; what they printed is
//! kept beside them, and tests hold plaza against that. Where `PLAZA_PYTHON` names a Python with the packages of
//! `requirements.txt`, the scripts run again and must print the same; `PLAZA_BLESS=1` keeps what they print.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use plaza_needs::needs;

/// A script: `<name>_oracle.py`.
pub struct Oracle(pub &'static str);

impl Oracle {
    fn file(&self, ending: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles");
        folder.join(format!("{}_oracle.{ending}", self.0))
    }

    fn kept(&self) -> String {
        fs::read_to_string(self.file("txt")).expect("what it printed is kept")
    }

    /// The numbers that it printed under a label.
    #[track_caller]
    pub fn said<const N: usize>(&self, label: &str) -> [f64; N] {
        let mut said = read(&self.kept());
        let numbers = said.remove(label);
        let numbers = numbers.unwrap_or_else(|| panic!("it said nothing of `{label}`"));
        let numbers = <[f64; N]>::try_from(numbers);
        numbers.unwrap_or_else(|of| panic!("it said {of:?} of `{label}`, not {N} numbers"))
    }

    /// Runs it: but for last digits it prints what is kept.
    #[track_caller]
    fn says_it_again(&self) {
        let python = env::var_os("PLAZA_PYTHON").expect("ignored without it");
        let output = Command::new(python).arg(self.file("py")).output();
        let output = output.expect("PLAZA_PYTHON names a Python");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {error}", self.0);
        let text = String::from_utf8(output.stdout).expect("text");
        if env::var_os("PLAZA_BLESS").is_some() {
            fs::write(self.file("txt"), &text).expect("written");
        }
        let (says, said) = (read(&text), read(&self.kept()));
        assert!(says.keys().eq(said.keys()), "{}: other labels", self.0);
        for (label, says) in &says {
            let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
            let said = &said[label];
            let same = says.len() == said.len() && says.iter().zip(said).all(near);
            let name = self.0;
            assert!(same, "{name}: {label}: {says:?}, and {said:?} is kept");
        }
    }
}

/// Lines of a label and its numbers.
fn read(text: &str) -> BTreeMap<String, Vec<f64>> {
    let lines = text.lines().map(|line| {
        let (label, numbers) = line.split_once(": ").expect("a label");
        let numbers = numbers.split(' ');
        let numbers = numbers.map(|number| number.parse().expect("a number"));
        (label.to_owned(), numbers.collect())
    });
    let read: BTreeMap<_, _> = lines.collect();
    assert_eq!(read.len(), text.lines().count(), "each label once");
    read
}

#[needs(PLAZA_PYTHON)]
#[test]
fn the_oracle_of_statistics_says_it_again() {
    Oracle("statistics").says_it_again();
}

#[needs(PLAZA_PYTHON)]
#[test]
fn the_oracle_of_poisson_regression_says_it_again() {
    Oracle("poisson").says_it_again();
}

#[needs(PLAZA_PYTHON)]
#[test]
fn the_oracle_of_comparisons_says_it_again() {
    Oracle("comparison").says_it_again();
}

#[needs(PLAZA_PYTHON)]
#[test]
fn the_oracle_of_points_says_it_again() {
    Oracle("points").says_it_again();
}

#[needs(PLAZA_PYTHON)]
#[test]
fn the_oracle_of_scores_says_it_again() {
    Oracle("scores").says_it_again();
}

#[needs(PLAZA_PYTHON)]
#[test]
fn the_oracle_of_exploration_says_it_again() {
    Oracle("exploration").says_it_again();
}
