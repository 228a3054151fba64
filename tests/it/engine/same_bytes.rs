//! The same bytes from another processor: glibc picks its `exp`, `ln` and `pow` by what the
//! processor can do, and those for processors without FMA give other last bits. Results must not
//! depend on them.

use std::env::current_exe;
use std::process::Command;
use std::sync::Arc;

use plaza_batch::files::digest;
use plaza_engine::luck::Key;
use plaza_engine::sampling::{logistic, normal};
use plaza_model::state::world::{Country, World};
use plaza_model::submodels::schedule;

use plaza::setup::{Overrides, load};
use tempfile::tempdir;

use crate::program::{SMOKE, plaza};
use crate::runs::fake::assert_equal;

/// A command as it runs here, and as it runs on a processor without FMA.
fn on_both(command: impl Fn(&str) -> Command) -> [String; 2] {
    [
        ("with", ""),
        ("without", "glibc.cpu.hwcaps=-FMA,-AVX2_Usable,-AVX2,-FMA4"),
    ]
    .map(|(name, processor)| {
        let output = command(name).env("GLIBC_TUNABLES", processor).output();
        let output = output.expect("it starts");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("text")
    })
}

#[cfg_attr(
    not(all(target_env = "gnu", target_arch = "x86_64")),
    ignore = "only glibc on x86-64 can be told what the processor has"
)]
#[test]
fn tables_and_figures_know_no_processor() {
    let there = tempdir().expect("a temporary folder");
    on_both(|name| {
        let out = there.path().join(name);
        plaza(["run", SMOKE, "--quiet", "--out"]).arg(out).command()
    });
    assert_equal(&there.path().join("with"), &there.path().join("without"));
}

/// Tables hold counts, which a last bit seldom changes. What is compared here holds every number
/// to its last bit: the large grid after a quarter, and many draws. (One `exp` in 1,400 differs.)
#[cfg_attr(
    not(all(target_env = "gnu", target_arch = "x86_64")),
    ignore = "only glibc on x86-64 can be told what the processor has"
)]
#[test]
fn no_number_knows_the_processor() {
    let [with, without] = on_both(|_| {
        let mut command = Command::new(current_exe().expect("this program"));
        command.args(["--ignored", "--nocapture", "--exact"]);
        command.arg("engine::same_bytes::numbers_are_told");
        command
    })
    .map(|told| {
        let digests: Vec<String> = ["world ", "draws "]
            .iter()
            .filter_map(|of| told.split_once(of))
            .map(|(_, rest)| rest[..64].to_owned())
            .collect();
        assert_eq!(digests.len(), 2, "{told}");
        digests
    });
    assert_eq!(with, without);
}

#[test]
#[ignore = "tells `no_number_knows_the_processor` the digests it compares"]
fn numbers_are_told() {
    let loaded = load(None, &Overrides::default());
    let design = loaded.expect("the embedded experiment is sound").design;
    let (p, key) = (&design.parameters, Key::new(design.seed, 0));
    let country = Country::new(design.map.clone(), &p.citizens);
    let mut world = World::new(
        Arc::new(country),
        &p.initial,
        &p.citizens,
        &p.territory,
        key,
        0,
    );
    let terms = design.terms();
    let status_quo = design.course(&terms, design.policies.len() - 1);
    for week in 0..13 {
        let aid = world.abroad.outside.aid;
        let (orders, budget) = (status_quo.orders(week, &aid), status_quo.budget(week, &aid));
        world.begin_week(week, orders, budget);
        schedule::week(&mut world, design.schedule, p, key);
    }
    println!("world {}", digest(format!("{world:?}").as_bytes()));
    let mut rng = key.luck(0, 0).of(0, 0);
    let draws: Vec<u8> = (0..50_000)
        .map(|_| normal(&mut rng))
        .flat_map(|x| [x, logistic(x)])
        .flat_map(f64::to_le_bytes)
        .collect();
    println!("draws {}", digest(&draws));
}
