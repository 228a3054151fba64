//! EMA Workbench drives plaza and reads its designs; SALib samples a problem that plaza writes and reads its matrices.

use std::env;
use std::path::Path;
use std::process::Command;

use plaza_needs::needs;

use crate::program::small;

/// Runs a script of `tests/oracles` in a folder with an experiment; it may call plaza.
#[track_caller]
fn runs(script: &str, folder: &Path) -> String {
    let python = env::var_os("PLAZA_PYTHON").expect("ignored without it");
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/oracles")
        .join(script);
    let output = Command::new(python)
        .arg(&script)
        .env("PLAZA", env!("CARGO_BIN_EXE_plaza"))
        .current_dir(folder)
        .output()
        .expect("PLAZA_PYTHON names a Python");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script:?}: {error}");
    String::from_utf8(output.stdout).expect("text")
}

/// The experiment that both drive: points are a table.
fn driven() -> tempfile::TempDir {
    small(
        "policies = [\"status_quo\", \"no_intervention\"]\n[design]\nmethod = \"table\"\nfile = \"points.csv\"\n\
         replicates_per_point = 2\n",
    )
}

#[needs(PLAZA_PYTHON)]
#[test]
fn ema_workbench_drives_plaza_and_reads_its_designs() {
    let there = driven();
    let said = runs("design_ema.py", there.path());
    assert!(said.contains("driven and read"), "{said}");
}

#[needs(PLAZA_PYTHON)]
#[test]
fn salib_samples_a_problem_of_plaza_and_reads_its_designs() {
    let there = driven();
    let said = runs("design_salib.py", there.path());
    assert!(said.contains("sampled and read"), "{said}");
}
