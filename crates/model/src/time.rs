//! Times are microseconds since 1970 in UTC; the clock is passed in, never taken.
//! The store keeps them as `BIGINT`; pages turn them into the paper's zone.

use jiff::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

/// Microseconds since 1970-01-01T00:00:00Z.
pub type Micros = i64;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in microseconds UTC.
    fn now(&self) -> Micros;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Micros {
        Timestamp::now().as_microsecond()
    }
}

/// A clock that stands until it is set, for tests.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock that shows `now`.
    pub fn at(now: Micros) -> Self {
        Self(AtomicI64::new(now))
    }

    /// Moves the clock.
    pub fn set(&self, now: Micros) {
        self.0.store(now, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Micros {
        self.0.load(Ordering::SeqCst)
    }
}

/// The moment as a timestamp; times outside the calendar become the nearest end of it.
pub fn timestamp(at: Micros) -> Timestamp {
    Timestamp::from_microsecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// Microseconds in a second.
pub const SECOND: Micros = 1_000_000;
/// Microseconds in an hour.
pub const HOUR: Micros = 3_600 * SECOND;
/// Microseconds in a day of 24 hours.
pub const DAY: Micros = 24 * HOUR;
