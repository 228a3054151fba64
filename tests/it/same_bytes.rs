//! The same bytes from another processor: glibc picks its `exp`, `ln` and `pow` by what the
//! processor can do, and those for processors without FMA give other last bits. Results must not
//! depend on them.

use std::path::Path;

use assert_cmd::Command;
use tempfile::tempdir;

use crate::fake::assert_equal;

fn smoke(out: &Path, processor: Option<&str>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plaza"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["run", "configs/experiments/smoke.toml", "--quiet", "--out"])
        .arg(out)
        .env_remove("GLIBC_TUNABLES")
        .envs(processor.map(|processor| ("GLIBC_TUNABLES", processor)))
        .assert()
        .success();
}

#[test]
fn without_fused_multiply_add() {
    let there = tempdir().expect("a temporary folder");
    let (with, without) = (there.path().join("with"), there.path().join("without"));
    smoke(&with, None);
    smoke(
        &without,
        Some("glibc.cpu.hwcaps=-FMA,-AVX2_Usable,-AVX2,-FMA4"),
    );
    assert_equal(&with, &without);
}
