//! The bar of a long import: how far, how fast, how long still; on a console as a bar, elsewhere as a line now and then.
//! Each phase of an import begins one.

use crate::report;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Lines for those who have no console.
const PAUSE: Duration = Duration::from_secs(10);

/// One phase.
pub struct Progress {
    bar: ProgressBar,
    what: &'static str,
    total: u64,
    done: u64,
    began: Instant,
    told: Instant,
    on_console: bool,
}

impl Progress {
    /// Begins a phase of so many items, called by their plural.
    pub fn begin(what: &'static str, total: u64) -> Self {
        let on_console = std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(8));
        let style =
            ProgressStyle::with_template("{msg:9} {wide_bar} {human_pos} of {human_len}, {per_sec}, {eta} left");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(what);
        let now = Instant::now();
        Self {
            bar,
            what,
            total,
            done: 0,
            began: now,
            told: now,
            on_console,
        }
    }

    /// So many more are done.
    pub fn step(&mut self, count: u64) {
        self.done += count;
        self.bar.set_position(self.done);
        if !self.on_console && self.told.elapsed() >= PAUSE {
            self.told = Instant::now();
            report::say(&self.line());
        }
    }

    fn line(&self) -> String {
        let took = self.began.elapsed().as_secs_f64().max(0.001);
        let rate = self.done as f64 / took;
        let left = self.total.saturating_sub(self.done) as f64 / rate.max(0.001);
        let left = HumanDuration(Duration::from_secs_f64(left.min(1e7)));
        format!(
            "{}: {} of {}, {rate:.0} a second, {left} left",
            self.what, self.done, self.total
        )
    }

    /// The phase is over: how many, and how fast they came.
    pub fn end(self) -> String {
        self.bar.finish_and_clear();
        let took = self.began.elapsed().as_secs_f64().max(0.001);
        format!(
            "{} {} in {took:.1} s ({:.0} a second)",
            self.done,
            self.what,
            self.done as f64 / took
        )
    }
}
