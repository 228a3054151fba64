//! `plaza submit`: its scripts, given to a stand-in for Slurm that runs every job when it is submitted.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::tempdir;

use crate::program::plaza;

/// `sbatch`: runs the script at once, once for each task of the array; tasks named in `lost` die, once.
const SBATCH: &str = r#"#!/bin/bash
array=
for word in "$@"; do
    case $word in --array=*) array=${word#--array=} ;; -*) ;; *) script=$word ;; esac
done
number=$(($(cat "$SLURM/number" 2>/dev/null || echo 0) + 1))
echo "$number" >"$SLURM/number"
echo "$number: ${array:-merge}" >>"$SLURM/submitted"
if [[ -z $array ]]; then
    # Not while the one who submits waits for its number.
    echo "$script" >"$SLURM/merge"
else
    for task in ${array//,/ }; do
        if [[ -e $SLURM/lost/$task ]]; then rm "$SLURM/lost/$task"; continue; fi
        SLURM_ARRAY_TASK_ID=$task SLURM_CPUS_PER_TASK=1 bash "$script" >>"$SLURM/log" 2>&1
    done
fi
echo "$number"
"#;

/// A folder with a stand-in for Slurm and the scripts of four shards of the smoke experiment.
fn cluster(folder: &Path) -> String {
    for (name, text) in [("sbatch", SBATCH), ("squeue", "#!/bin/bash\n")] {
        let path = folder.join(name);
        fs::write(&path, text).expect("writable");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("writable");
    }
    fs::create_dir(folder.join("lost")).expect("writable");
    let out = folder.join("out");
    plaza([
        "submit",
        "--slurm",
        "smoke",
        "--replicates",
        "32",
        "--cpus",
        "1",
    ])
    .args(["--shards", "4", "--out"])
    .arg(&out)
    .succeeds();
    format!("{}-slurm", out.display())
}

/// Calls `submit.sh`, then the merge that it submitted, as long as there is one.
fn submit(folder: &Path, scripts: &str) -> bool {
    let path = format!(
        "{}:{}",
        folder.display(),
        std::env::var("PATH").expect("set")
    );
    let bash = |script: &str, again: usize| {
        std::process::Command::new("bash")
            .arg(script)
            .env("PATH", &path)
            .env("SLURM", folder)
            .env("PLAZA_AGAIN", again.to_string())
            .status()
            .expect("bash runs")
            .success()
    };
    assert!(bash(&format!("{scripts}/submit.sh"), 0));
    let merge = folder.join("merge");
    let mut done = false;
    for again in 0.. {
        let Ok(script) = fs::read_to_string(&merge) else {
            break;
        };
        fs::remove_file(&merge).expect("it was there");
        done = bash(script.trim(), again);
    }
    done
}

fn submitted(folder: &Path) -> String {
    fs::read_to_string(folder.join("submitted")).expect("something was submitted")
}

/// Compares all but what says when and how.
fn same_results(a: &Path, b: &Path) {
    for file in ["manifest.json", "outcomes.parquet", "summary.csv"] {
        assert_eq!(
            fs::read(a.join(file)).expect("written"),
            fs::read(b.join(file)).expect("written"),
            "{file}"
        );
    }
}

#[test]
fn a_lost_shard_is_submitted_again_and_the_merge_equals_one_run() {
    let folder = tempdir().expect("a folder");
    let scripts = cluster(folder.path());
    fs::write(folder.path().join("lost/3"), "").expect("writable");
    assert!(submit(folder.path(), &scripts));
    assert_eq!(
        submitted(folder.path()),
        "1: 1,2,3,4\n2: merge\n3: 3\n4: merge\n"
    );
    let whole = folder.path().join("whole");
    plaza(["run", "smoke", "--replicates", "32", "--quiet", "--out"])
        .arg(&whole)
        .succeeds();
    same_results(&folder.path().join("out"), &whole);
}

#[test]
fn a_shard_that_fails_each_time_is_named_and_what_is_done_is_not_run_again() {
    let folder = tempdir().expect("a folder");
    let scripts = cluster(folder.path());
    // A file where the shard's folder should be.
    fs::write(Path::new(&scripts).join("shard-2"), "").expect("writable");
    assert!(!submit(folder.path(), &scripts));
    let tries = "1: 1,2,3,4\n2: merge\n3: 2\n4: merge\n5: 2\n6: merge\n";
    assert_eq!(submitted(folder.path()), tries);
    assert!(!folder.path().join("out/manifest.json").exists());
    fs::remove_file(Path::new(&scripts).join("shard-2")).expect("it was there");
    assert!(submit(folder.path(), &scripts));
    assert_eq!(submitted(folder.path()), format!("{tries}7: 2\n8: merge\n"));
    assert!(folder.path().join("out/manifest.json").exists());
}

#[test]
fn other_scripts_forget_what_was_done() {
    let folder = tempdir().expect("a folder");
    let scripts = cluster(folder.path());
    let mark = Path::new(&scripts).join("done/1");
    let again = |replicates| {
        fs::write(&mark, "").expect("writable");
        plaza([
            "submit",
            "--slurm",
            "smoke",
            "--cpus",
            "1",
            "--shards",
            "4",
            "--replicates",
            replicates,
        ])
        .arg("--out")
        .arg(folder.path().join("out"))
        .succeeds();
        mark.exists()
    };
    assert!(again("32"));
    assert!(!again("40"));
}

#[test]
fn what_slurm_would_not_run_is_refused() {
    let folder = tempdir().expect("a folder");
    let refused = |more: &[&str]| {
        let call = plaza(["submit", "--slurm", "smoke", "--out", "out"]).args(more);
        call.inside(folder.path()).refused()
    };
    assert!(
        refused(&["--shards", "3"]).contains("has 2 blocks of 8 replicates, expected 2 or fewer")
    );
    assert!(refused(&["--sbatch", "partition=long"]).contains("is no option of sbatch"));
    assert!(refused(&["--time", "one day"]).contains("--time is `one day`"));
    assert!(refused(&["--set", "wekes=3"]).contains("did you mean `weeks`?"));
    fs::create_dir(folder.path().join("out")).expect("writable");
    fs::write(folder.path().join("out/notes.txt"), "mine").expect("writable");
    assert!(refused(&[]).contains("is there already, expected a new or empty folder"));
}
