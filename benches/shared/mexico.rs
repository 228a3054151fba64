//! The map of Mexico, of the tables in the folder `PLAZA_DATA`.

use std::path::Path;

use plaza::maps::map_tables::{self, Sources};
use plaza_model::state::map::Map;

/// It, as of 2006; `None`, with the reason printed, if the variable is not set.
pub fn mexico() -> Option<Map> {
    let Some(data) = std::env::var_os("PLAZA_DATA") else {
        println!("skipped: Mexico; PLAZA_DATA does not name the folder of the tables");
        return None;
    };
    let file = |name: &str| Path::new(&data).join(name);
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/maps");
    let built = map_tables::build(&Sources {
        name: "mexico".to_owned(),
        municipalities: file("municipalities.csv"),
        adjacency: Some(file("adjacency.csv")),
        population: Some(file("population_yearly.csv")),
        presence: Some(file("organizations_presence.csv")),
        homes: Some(file("organization_homes.csv")),
        conflicts: Some(file("conflicts_2006.csv")),
        homicides: Some(file("homicides_monthly.csv")),
        corrections: Some(shipped.join("mexico_corrections.csv")),
        year: 2006,
        ..Sources::default()
    });
    Some(built.expect("the tables are right").map)
}
