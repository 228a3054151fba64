//! How far a batch is: a bar on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};

use crate::remark;

/// Time between two lines where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// The unit of work on the screen.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// As in `replicate-years`.
    pub name: &'static str,
    /// How many steps it is.
    pub steps: u32,
}

impl Unit {
    fn of(self, steps: f64) -> f64 {
        steps / f64::from(self.steps)
    }
}

/// Counts steps simulated, over all replicates and policies.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    unit: Unit,
    last_line: Option<Mutex<Instant>>,
}

impl Progress {
    /// Starts to count up to so many steps; says nothing when `quiet`.
    #[expect(clippy::disallowed_methods, reason = "progress is shown, not recorded")]
    pub fn start(steps: u64, unit: Unit, quiet: bool) -> Self {
        let terminal = stderr().is_terminal();
        let bar = if terminal && !quiet {
            ProgressBar::new(steps).with_style(style(unit))
        } else {
            ProgressBar::with_draw_target(Some(steps), indicatif::ProgressDrawTarget::hidden())
        };
        bar.enable_steady_tick(Duration::from_millis(250));
        Self {
            bar,
            unit,
            last_line: (!terminal && !quiet).then(|| Mutex::new(Instant::now())),
        }
    }

    /// More steps are done.
    #[expect(clippy::disallowed_methods, reason = "progress is shown, not recorded")]
    pub fn add(&self, steps: u64) {
        self.bar.inc(steps);
        if let Some(last) = &self.last_line {
            let mut last = last.lock().expect("no thread panics while it prints");
            if last.elapsed() >= BETWEEN_LINES {
                *last = Instant::now();
                let done = self.bar.position() as f64 / self.bar.length().unwrap_or(1) as f64;
                remark!(
                    "{:3.0}% done, {:.0} {}/s, {:#} left",
                    100.0 * done,
                    self.unit
                        .of(self.bar.position() as f64 / self.bar.elapsed().as_secs_f64()),
                    self.unit.name,
                    HumanDuration(self.bar.elapsed().mul_f64((1.0 - done) / done))
                );
            }
        }
    }

    /// So many steps fewer are to be done than was thought.
    pub fn spared(&self, steps: u64) {
        self.bar.dec_length(steps);
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

fn style(unit: Unit) -> ProgressStyle {
    ProgressStyle::with_template("{wide_bar} {percent:>3}%  {rate}, {eta} left")
        .expect("the template is well formed")
        .with_key(
            "rate",
            move |state: &ProgressState, to: &mut dyn std::fmt::Write| {
                let _ = write!(to, "{:.0} {}/s", unit.of(state.per_sec()), unit.name);
            },
        )
}
