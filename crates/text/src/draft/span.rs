//! A mark of a draft over a stretch of one line, and how lines are cut at their ends.
//! Used by the JSON form and by [`super::Draft`].

use super::Tracked;

/// A mark from one character of a line to another, in Unicode scalar values; a line break counts as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) mark: Tracked,
}

impl Span {
    /// In order, with those that meet and say the same joined.
    pub(crate) fn joined(mut spans: Vec<Self>) -> Vec<Self> {
        if spans.len() < 2 {
            return spans;
        }
        spans.sort_by(|a, b| (&a.mark, a.start).cmp(&(&b.mark, b.start)));
        let mut out: Vec<Self> = Vec::with_capacity(spans.len());
        for span in spans {
            match out.last_mut() {
                Some(last) if last.mark == span.mark && last.end >= span.start => last.end = last.end.max(span.end),
                _ => out.push(span),
            }
        }
        out.sort();
        out
    }

    /// A run of text that begins at `at` of its line, cut wherever a mark begins or ends, with the marks of each piece.
    pub(crate) fn pieces<'a>(spans: &'a [Self], at: usize, text: &str) -> Vec<(String, Vec<&'a Tracked>)> {
        let mut out: Vec<(String, Vec<&Tracked>)> = Vec::new();
        let cut = |place: usize| spans.iter().any(|span| span.start == place || span.end == place);
        for (place, c) in (at..).zip(text.chars()) {
            match out.last_mut() {
                Some((piece, _)) if !cut(place) => piece.push(c),
                _ => {
                    let over = |span: &&Self| span.start <= place && place < span.end;
                    let marks = spans.iter().filter(over).map(|span| &span.mark).collect();
                    out.push((c.to_string(), marks));
                }
            }
        }
        out
    }
}
