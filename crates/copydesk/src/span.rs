//! A span of the visible text, in bytes at character boundaries.
//! Everything inside the copy desk speaks in spans; only reports turn them into Unicode scalar values.

/// From `start` to before `end`, in bytes of [`crate::Page::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// A span; an end before the start gives an empty one.
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end.max(start),
        }
    }

    /// Nothing lies within.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// The other lies wholly within this one.
    pub fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The two share at least one byte.
    pub fn meets(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}
