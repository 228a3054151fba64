//! What a design tells, held against SALib, EMA Workbench, scikit-learn, statsmodels and what is known.

mod breakdown;
mod discovery;
pub mod points;
mod robustness;
mod sensitivity;

use plaza_exploration::resampling::Resampling;

const RESAMPLED: Resampling = Resampling {
    seed: 3,
    count: 200,
};

#[track_caller]
fn near(mine: f64, said: f64) {
    assert!((mine - said).abs() < 1e-9, "{mine}, expected {said}");
}
