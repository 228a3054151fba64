//! `plaza map check --against`: how like two maps are, on screen.

use crate::experiment::summary::grouped;
use crate::state::likeness::{clusterings, likenesses};
use crate::state::map::Map;

/// Prints distances between the distributions of two maps, and how much neighbours are alike in each.
pub fn print_likeness(maps: [&Map; 2]) {
    let [here, there] = maps.map(|map| &map.name);
    say!("\n{here} against {there}");
    say!(
        "{:<36} {:>8}  {:>12} {:>12}  {:>12} {:>12}",
        "distribution",
        "distance",
        "median",
        "median there",
        "mean",
        "mean there"
    );
    for like in likenesses(maps) {
        let [median, median_there] = like.medians.map(number);
        let [mean, mean_there] = like.means.map(number);
        let (what, distance) = (like.what, like.distance);
        say!(
            "{what:<36} {distance:>8.3}  {median:>12} {median_there:>12}  {mean:>12} {mean_there:>12}"
        );
    }
    say!(
        "{:<36} {:>8}  {:>12}",
        "likeness of neighbours (Moran's I)",
        "here",
        "there"
    );
    for clustering in clusterings(maps) {
        let [here, there] = clustering
            .moran
            .map(|index| index.map_or("-".to_owned(), |index| format!("{index:.3}")));
        say!("{:<36} {here:>8}  {there:>12}", clustering.what);
    }
}

/// Three digits or so.
fn number(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    grouped(value, digits)
}
