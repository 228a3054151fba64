//! The stored instruction counts name every process of the schedule.

use plaza_model::submodels::schedule::SCHEDULE;

const BASELINE: &str = include_str!("../../../benches/instructions.baseline.toml");

#[test]
fn every_process_is_counted() {
    for process in SCHEDULE {
        for bench in ["process", "heavy_grid"] {
            let line = format!("\n{bench}.{} = ", process.name.replace(' ', "_"));
            assert!(
                BASELINE.contains(&line),
                "{process:?} has no count of {bench}, expected a line in benches/instructions.rs and a new baseline"
            );
        }
    }
}
