//! Survival: the Kaplan-Meier estimate of lives that may be cut off, with Greenwood's interval.
//!
//! ```
//! use plaza_engine::survival::{Life, kaplan_meier};
//!
//! let lives = [(2.0, true), (3.0, false), (5.0, true)].map(|(time, ended)| Life { time, ended });
//! let steps = kaplan_meier(&lives, 1.96);
//! // One of three ended at 2; of the one still watched at 5, all.
//! assert_eq!(steps[0].at_risk, 3);
//! assert!((steps[0].share - 2.0 / 3.0).abs() < 1e-12);
//! ```

/// How long something was watched, and how that ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Life {
    /// Time from its beginning to its end, or to the end of watching.
    pub time: f64,
    /// Whether it ended; if not, it is censored: it lasted longer than `time`.
    pub ended: bool,
}

/// The share that survives from one end on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When.
    pub time: f64,
    /// How many were watched up to then.
    pub at_risk: usize,
    /// The share that lasts longer than `time`.
    pub share: f64,
    /// Greenwood's standard error of the share.
    pub error: f64,
    /// The interval of the share, by Greenwood's error of its log(-log).
    pub interval: [f64; 2],
}

/// The product-limit estimate of Kaplan and Meier (1958): a step at each time at which one or more
/// ended. Whoever is censored at that time was still at risk. The interval is `z` standard errors
/// wide on the scale log(-log), so that it stays within 0 and 1 (Kalbfleisch and Prentice 1980);
/// where nobody survives, that scale has no end and the interval reaches from 0 to the upper bound
/// of the step before.
pub fn kaplan_meier(lives: &[Life], z: f64) -> Vec<Step> {
    let mut lives = lives.to_vec();
    lives.sort_unstable_by(|a, b| a.time.total_cmp(&b.time));
    let mut at_risk = lives.len();
    let (mut share, mut sum, mut highest) = (1.0, 0.0, 1.0);
    let mut steps = Vec::new();
    for together in lives.chunk_by(|a, b| a.time == b.time) {
        let ended = together.iter().filter(|life| life.ended).count();
        if ended > 0 {
            let (n, d) = (at_risk as f64, ended as f64);
            share *= (n - d) / n;
            sum += d / (n * (n - d));
            let (error, interval) = if ended < at_risk {
                (share * f64::sqrt(sum), log_log(share, sum.sqrt(), z))
            } else {
                (0.0, [0.0, highest])
            };
            highest = interval[1];
            steps.push(Step {
                time: together[0].time,
                at_risk,
                share,
                error,
                interval,
            });
        }
        at_risk -= together.len();
    }
    steps
}

/// The interval of a share whose logarithm has this standard error.
fn log_log(share: f64, error: f64, z: f64) -> [f64; 2] {
    let wide = z * error / libm::log(share).abs();
    [wide, -wide].map(|by| libm::pow(share, libm::exp(by)))
}
