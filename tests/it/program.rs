//! The program, called as a user calls it, and a small experiment to call it with.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::{TempDir, tempdir};

const PROGRAM: &str = env!("CARGO_BIN_EXE_plaza");

/// The shipped smoke experiment; calls begin in the root of the repository.
pub const SMOKE: &str = "configs/experiments/smoke.toml";

/// A call: `plaza(["verify", "out"]).inside(folder).succeeds()`.
pub struct Call(Command);

/// A call of the program with these arguments.
pub fn plaza<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Call {
    Call(Command::new(PROGRAM)).args(args)
}

/// A line of the shell, in which `$plaza` is the program.
pub fn shell(line: &str) -> Call {
    Call(Command::new("sh"))
        .args(["-c", line])
        .env("plaza", PROGRAM)
}

impl Call {
    /// More arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.0.args(args);
        self
    }

    /// One more argument.
    pub fn arg(self, arg: impl AsRef<OsStr>) -> Self {
        self.args([arg])
    }

    /// The folder in which it is called.
    pub fn inside(mut self, folder: &Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// A variable of its environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// What is called, for who starts it otherwise.
    pub fn command(self) -> Command {
        self.0
    }

    /// Calls it, and takes whatever comes but a panic.
    #[track_caller]
    pub fn ends(mut self) -> Answer {
        let output = self.0.output().expect("the program starts");
        let [out, error] =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("text"));
        assert!(!error.contains("panicked"), "{:?}: {error}", self.0);
        let code = output.status.code().expect("it ends by itself");
        Answer { code, out, error }
    }

    /// Calls it; the exit code is this one.
    #[track_caller]
    pub fn ends_with(self, code: i32) -> Answer {
        let call = format!("{:?}", self.0);
        let answer = self.ends();
        assert_eq!(answer.code, code, "{call}: {}", answer.told());
        answer
    }

    /// Calls it; the exit code is 0.
    #[track_caller]
    pub fn succeeds(self) -> Answer {
        self.ends_with(0)
    }

    /// Calls it and gives what it says: the exit code is 2, there are errors, and nothing on standard output.
    #[track_caller]
    pub fn refused(self) -> String {
        let Answer { out, error, .. } = self.ends_with(2);
        assert_eq!(out, "", "{error}");
        let mut lines = error.lines();
        assert!(lines.any(|line| line.starts_with("error: ")), "{error}");
        error
    }
}

/// How a call ended, and what it wrote.
pub struct Answer {
    /// The exit code.
    pub code: i32,
    /// The standard output.
    pub out: String,
    /// The standard error: errors, warnings, notes, progress.
    pub error: String,
}

impl Answer {
    /// All that it wrote.
    pub fn told(&self) -> String {
        format!("{}{}", self.out, self.error)
    }
}

/// A path as it is typed.
pub fn typed(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A folder with `small.toml`, 60 weeks on a small map beside it, and more lines of it.
pub fn small(more: &str) -> TempDir {
    let there = tempdir().expect("a temporary folder");
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/maps/grid_12x12.toml");
    fs::copy(map, there.path().join("map.toml")).expect("the map is there");
    let text = format!(
        "name = \"small\"\nmap = \"map.toml\"\nparameters = \"baseline\"\nweeks = 60\nburn_in = 4\nseed = 5\n{more}"
    );
    fs::write(there.path().join("small.toml"), text).expect("written");
    there
}

/// The smoke experiment in a folder of its own, `experiments/own.toml`, of these weeks and with more lines.
pub fn shortened(folder: &Path, weeks: u32, burn_in: u32, more: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["maps", "experiments"] {
        fs::create_dir_all(folder.join(name)).expect("a folder");
    }
    let map = "maps/grid_12x12.toml";
    fs::copy(root.join("configs").join(map), folder.join(map)).expect("the map is there");
    let smoke = fs::read_to_string(root.join(SMOKE)).expect("the experiment is there");
    let text = smoke
        .replace("weeks = 104", &format!("weeks = {weeks}"))
        .replace("burn_in = 52", &format!("burn_in = {burn_in}"));
    let path = folder.join("experiments/own.toml");
    fs::write(&path, format!("{text}\n{more}")).expect("written");
    path
}
