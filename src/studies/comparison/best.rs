//! Which policy has the best mean over futures, as likely as the replicates make it.

use plaza_engine::few::LEAST;
use plaza_engine::statistics::Bootstrap;

use crate::runs::metrics::Direction;

/// How a policy does among all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// The probability that its mean is the best; policies that tie share it.
    pub best: f64,
    /// By how much its mean is expected to miss the best.
    pub regret: f64,
}

/// The standing of each policy by its sample; nobody is best where there is no direction, or of fewer than
/// [`LEAST`] values: a bootstrap cannot leave what it has seen.
pub fn standings(
    bootstrap: &Bootstrap,
    samples: &[Vec<f64>],
    direction: Direction,
) -> Option<Vec<Standing>> {
    let sign = match direction {
        Direction::Lower => 1.0,
        Direction::Higher => -1.0,
        Direction::None => return None,
    };
    if samples.iter().any(|sample| sample.len() < LEAST) {
        return None;
    }
    let mut standings = vec![Standing::default(); samples.len()];
    for means in bootstrap.means(samples) {
        let losses = means.iter().map(|mean| sign * mean);
        let best = losses.clone().fold(f64::INFINITY, f64::min);
        let tied = losses.clone().filter(|loss| *loss == best).count() as f64;
        for (standing, loss) in standings.iter_mut().zip(losses) {
            standing.best += f64::from(u8::from(loss == best)) / tied;
            standing.regret += loss - best;
        }
    }
    let draws = bootstrap.draws() as f64;
    for standing in &mut standings {
        standing.best /= draws;
        standing.regret /= draws;
    }
    Some(standings)
}
