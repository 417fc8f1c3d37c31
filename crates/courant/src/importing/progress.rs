//! A phase of an import: how many items are done, shown by the bar of all long commands, and told at its end.
//! Each phase begins one.

use crate::progress::Bar;

/// One phase.
pub struct Progress {
    bar: Bar,
    what: &'static str,
    total: u64,
    done: u64,
}

impl Progress {
    /// Begins a phase of so many items, called by their plural.
    pub fn begin(what: &'static str, total: u64) -> Self {
        Self {
            bar: Bar::new(false),
            what,
            total,
            done: 0,
        }
    }

    /// So many more are done.
    pub fn step(&mut self, count: u64) {
        self.done += count;
        self.bar.at(self.what, self.done, self.total);
    }

    /// The phase is over: how many, and how fast they came.
    pub fn end(mut self) -> String {
        self.bar.end();
        let took = self.bar.took().as_secs_f64().max(0.001);
        let rate = self.done as f64 / took;
        format!("{} {} in {took:.1} s ({rate:.0} a second)", self.done, self.what)
    }
}
