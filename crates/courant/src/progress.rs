//! How far a long command is, on standard error: one line that is written over at a terminal, a line now and then elsewhere.
//! Exports and imports show it.

use crate::report;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Lines for those who have no terminal come so far apart.
const PAUSE: Duration = Duration::from_secs(5);

/// Progress of one command.
#[derive(Debug)]
pub struct Bar {
    shown: ProgressBar,
    begun: Instant,
    told: Instant,
    tells: bool,
}

impl Bar {
    /// Begins; a quiet one shows nothing.
    pub fn new(quiet: bool) -> Self {
        let target = if quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(8)
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) =
            ProgressStyle::with_template("{wide_bar} {human_pos} of {human_len}, {per_sec}, {eta} left  {msg}")
        {
            bar.set_style(style);
        }
        let now = Instant::now();
        Self {
            shown: bar,
            begun: now,
            told: now,
            tells: !quiet && !std::io::stderr().is_terminal(),
        }
    }

    /// How long it has taken.
    pub fn took(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Shows how far it is: `what` is under way, `done` of `of`.
    pub fn at(&mut self, what: &str, done: u64, of: u64) {
        if self.tells {
            if self.told.elapsed() >= PAUSE {
                self.told = Instant::now();
                report::say(&line(what, done, of, self.begun.elapsed()));
            }
        } else if !self.shown.is_hidden() {
            self.shown.set_length(of);
            self.shown.set_position(done);
            self.shown.set_message(what.to_owned());
        }
    }

    /// Ends, and clears its line.
    pub fn end(&mut self) {
        self.shown.finish_and_clear();
    }
}

fn line(what: &str, done: u64, of: u64, took: Duration) -> String {
    let rate = done as f64 / took.as_secs_f64().max(0.001);
    let left = of.saturating_sub(done) as f64 / rate.max(0.001);
    let left = HumanDuration(Duration::from_secs_f64(left.min(1e7)));
    format!("{what}: {done} of {of}, {rate:.0} a second, {left} left")
}

/// Bytes as people read them.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..=9_999 => format!("{bytes} bytes"),
        10_000..=9_999_999 => format!("{} kB", bytes / 1_000),
        10_000_000..=9_999_999_999 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_how_fast_and_how_long_still() {
        let line = line("stories.jsonl", 500, 2_000, Duration::from_secs(10));
        assert_eq!(line, "stories.jsonl: 500 of 2000, 50 a second, 30 seconds left");
    }
}
