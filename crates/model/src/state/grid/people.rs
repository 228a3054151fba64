//! The people of a grid: how many live where, and how many of them are poor.

use crate::engine::sampling::normal;
use crate::state::grid::noise::{Draw, MapLuck, normal_scores, smooth_noise};
use crate::state::grid::recipe::Recipe;
use crate::units::Quantity;

/// How large each municipality is, as standard normal scores: luck says where, never how large.
/// Towns lie in regions that are dense or empty as a whole, so that cities have surroundings.
pub(super) fn rank_scores(recipe: &Recipe, luck: MapLuck, hills: &[f64]) -> Vec<f64> {
    let people = &recipe.people;
    let region = smooth_noise(recipe, luck.of(Draw::Density), people.region_radius.get());
    let town = luck.of(Draw::Town);
    let pull: Vec<f64> = (0..recipe.cells())
        .map(|cell| {
            let (_, south) = recipe.position(cell);
            people.region_weight.get() * region[cell]
                + normal(&mut town.of(cell as u32, 0))
                + people.north_weight.get() * (0.5 - south)
                + people.sierra_weight.get() * hills[cell]
        })
        .collect();
    normal_scores(&pull)
}

/// Residents: log-normal in the scores, and the recipe's total exactly (largest remainders).
pub(super) fn populations(recipe: &Recipe, scores: &[f64]) -> Vec<u32> {
    let spread = recipe.people.size_spread.get();
    let weights: Vec<f64> = scores.iter().map(|z| libm::exp(spread * z)).collect();
    let total: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights
        .iter()
        .map(|weight| weight / total * recipe.population as f64)
        .collect();
    let mut residents: Vec<u32> = exact.iter().map(|people| *people as u32).collect();
    let settled: u64 = residents.iter().map(|people| u64::from(*people)).sum();
    let mut remainders: Vec<usize> = (0..exact.len()).collect();
    remainders.sort_by(|&a, &b| {
        exact[b]
            .fract()
            .total_cmp(&exact[a].fract())
            .then(a.cmp(&b))
    });
    let left = recipe.population.saturating_sub(settled) as usize;
    for cell in remainders.into_iter().take(left) {
        residents[cell] += 1;
    }
    residents
}

/// Poor shares: more in the south, in the hills and in small places.
pub(super) fn poverty(recipe: &Recipe, luck: MapLuck, hills: &[f64], scores: &[f64]) -> Vec<f64> {
    let poverty = &recipe.poverty;
    let region = smooth_noise(
        recipe,
        luck.of(Draw::Hardship),
        recipe.people.region_radius.get(),
    );
    let own = luck.of(Draw::Household);
    (0..recipe.cells())
        .map(|cell| {
            let (_, south) = recipe.position(cell);
            let share = poverty.mean.get()
                + poverty.south.get() * (south - 0.5)
                + poverty.sierra.get() * hills[cell]
                + poverty.size.get() * scores[cell]
                + poverty.region.get() * region[cell]
                + poverty.own.get() * normal(&mut own.of(cell as u32, 0));
            let held = share.min(poverty.most.get()).max(poverty.least.get());
            (held * 1e4).round() / 1e4
        })
        .collect()
}
