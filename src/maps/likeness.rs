//! `plaza map check --against`: how like two maps are.

use plaza_batch::layout::{Table, numbers, words};
use plaza_model::state::likeness::{Clustering, Likeness};
use plaza_model::state::map::Map;

use plaza_engine::numbers::grouped;

/// Distances between the distributions of two maps, and how much neighbours are alike in each, for a screen of so
/// many columns.
pub fn told(
    [here, there]: [&Map; 2],
    likenesses: &[Likeness],
    clusterings: &[Clustering],
    width: usize,
) -> String {
    let mut distances = Table::new([
        words("distribution"),
        numbers("distance"),
        numbers("median"),
        numbers("median there"),
        numbers("mean"),
        numbers("mean there"),
    ]);
    for like in likenesses {
        let [median, median_there] = like.medians.map(number);
        let [mean, mean_there] = like.means.map(number);
        let (what, distance) = (like.what.to_owned(), format!("{:.3}", like.distance));
        distances.row([what, distance, median, median_there, mean, mean_there]);
    }
    let mut neighbours = Table::new([
        words("likeness of neighbours (Moran's I)"),
        numbers("here"),
        numbers("there"),
    ]);
    for clustering in clusterings {
        let [here, there] = clustering
            .moran
            .map(|index| index.map_or("-".to_owned(), |index| format!("{index:.3}")));
        neighbours.row([clustering.what.to_owned(), here, there]);
    }
    format!(
        "\n{} against {}\n{}\n{}",
        here.name,
        there.name,
        distances.fit(width),
        neighbours.fit(width)
    )
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
