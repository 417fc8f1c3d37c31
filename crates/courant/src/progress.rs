//! How far a long command is, on standard error: one line that is written over at a terminal, a line now and then elsewhere.
//! `courant export` and `courant import courant` show it.

use crate::report;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Width of the bar, in letters.
const WIDTH: usize = 24;

/// Progress of one command.
#[derive(Debug)]
pub struct Bar {
    begun: Instant,
    shown: Option<Instant>,
    terminal: bool,
    quiet: bool,
    wide: usize,
}

impl Bar {
    /// Begins; a quiet one shows nothing.
    pub fn new(quiet: bool) -> Self {
        Self {
            begun: Instant::now(),
            shown: None,
            terminal: std::io::stderr().is_terminal(),
            quiet,
            wide: 0,
        }
    }

    /// How long it has taken.
    pub fn took(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Shows how far it is: `what` is under way, `done` of `of`.
    pub fn at(&mut self, what: &str, done: u64, of: u64) {
        if self.quiet {
            return;
        }
        let pause = if self.terminal {
            Duration::from_millis(100)
        } else {
            Duration::from_secs(5)
        };
        if self.shown.unwrap_or(self.begun).elapsed() < pause {
            return;
        }
        self.shown = Some(Instant::now());
        let line = line(what, done, of, self.begun.elapsed());
        if self.terminal {
            let wide = line.chars().count();
            let _ = write!(
                std::io::stderr().lock(),
                "\r{line:<width$}",
                width = self.wide.max(wide)
            );
            self.wide = wide;
        } else {
            report::say(&line);
        }
    }

    /// Ends, and clears its line.
    pub fn end(&mut self) {
        if self.terminal && self.wide > 0 {
            let _ = write!(std::io::stderr().lock(), "\r{:width$}\r", "", width = self.wide);
        }
        self.wide = 0;
    }
}

fn line(what: &str, done: u64, of: u64, took: Duration) -> String {
    let share = if of == 0 {
        1.0
    } else {
        (done as f64 / of as f64).min(1.0)
    };
    let full = (share * WIDTH as f64) as usize;
    let rate = done as f64 / took.as_secs_f64().max(0.001);
    let left = if rate > 0.0 {
        (of.saturating_sub(done)) as f64 / rate
    } else {
        0.0
    };
    format!(
        "[{}{}] {:3.0} %  {done} of {of}  {rate:.0}/s  {} left  {what}",
        "#".repeat(full),
        "-".repeat(WIDTH - full),
        share * 100.0,
        clock(left)
    )
}

/// Seconds as people read them.
fn clock(seconds: f64) -> String {
    let whole = seconds.ceil() as u64;
    if whole < 60 {
        format!("{whole} s")
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
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
        assert_eq!(
            line,
            "[######------------------]  25 %  500 of 2000  50/s  30 s left  stories.jsonl"
        );
        assert_eq!(clock(125.2), "2 min 06 s");
    }
}
