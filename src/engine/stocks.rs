//! Slow stocks: what a programme is worth, where it leads, and how slowly.

/// The part of its full effect that a programme has at `level`, 0 to 1: `level (1 + half) /
/// (level + half)`, 1 at the full level.
pub fn saturating(level: f64, half: f64) -> f64 {
    if level <= 0.0 {
        return 0.0;
    }
    (level * (1.0 + half) / (level + half)).min(1.0)
}

/// A share after each of `parts` has closed that part of what is missing to 1.
pub fn closed(share: f64, parts: &[f64]) -> f64 {
    let open: f64 = parts.iter().map(|part| 1.0 - part).product();
    share + (1.0 - share) * (1.0 - open)
}

/// A stock after `weeks` on its way to `target`: the gap falls to 1/e in `up` weeks, or in `down`
/// where the target is below.
pub fn approach(stock: f64, target: f64, up: f64, down: f64, weeks: f64) -> f64 {
    let time = if target > stock { up } else { down };
    stock - (target - stock) * libm::expm1(-weeks / time)
}
