//! How far a batch is: a bar on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};

use crate::units::WEEKS_PER_YEAR;

/// Time between two lines where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Counts weeks simulated, over all replicates and policies.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    last_line: Option<Mutex<Instant>>,
}

impl Progress {
    /// Starts to count up to `weeks`; says nothing when `quiet`.
    #[expect(clippy::disallowed_methods, reason = "progress is shown, not recorded")]
    pub fn start(weeks: u64, quiet: bool) -> Self {
        let terminal = stderr().is_terminal();
        let bar = if terminal && !quiet {
            ProgressBar::new(weeks).with_style(style())
        } else {
            ProgressBar::with_draw_target(Some(weeks), indicatif::ProgressDrawTarget::hidden())
        };
        bar.enable_steady_tick(Duration::from_millis(250));
        Self {
            bar,
            last_line: (!terminal && !quiet).then(|| Mutex::new(Instant::now())),
        }
    }

    /// More weeks are done.
    #[expect(clippy::disallowed_methods, reason = "progress is shown, not recorded")]
    pub fn add(&self, weeks: u64) {
        self.bar.inc(weeks);
        if let Some(last) = &self.last_line {
            let mut last = last.lock().expect("no thread panics while it prints");
            if last.elapsed() >= BETWEEN_LINES {
                *last = Instant::now();
                let done = self.bar.position() as f64 / self.bar.length().unwrap_or(1) as f64;
                remark!(
                    "{:3.0}% done, {:.0} replicate-years/s, {:#} left",
                    100.0 * done,
                    years(self.bar.position() as f64 / self.bar.elapsed().as_secs_f64()),
                    HumanDuration(self.bar.elapsed().mul_f64((1.0 - done) / done))
                );
            }
        }
    }

    /// So many weeks fewer are to be done than was thought.
    pub fn spared(&self, weeks: u64) {
        self.bar.dec_length(weeks);
    }

    /// Does something that prints, with the bar out of the way.
    pub fn suspend(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{wide_bar} {percent:>3}%  {rate}, {eta} left")
        .expect("the template is well formed")
        .with_key(
            "rate",
            |state: &ProgressState, to: &mut dyn std::fmt::Write| {
                let _ = write!(to, "{:.0} replicate-years/s", years(state.per_sec()));
            },
        )
}

fn years(weeks: f64) -> f64 {
    weeks / f64::from(WEEKS_PER_YEAR)
}
