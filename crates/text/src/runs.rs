//! Collects text runs with marks, folding white space as CSS does and merging neighbours.
//! The readers push characters in; the JSON form and the writers rely on the same normal form.

use crate::document::{Inline, Inlines, Marks};

/// Builds one line of text with marks.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    inlines: Inlines,
    /// A folded space that is only printed when something follows it on the line.
    gap: Option<Marks>,
}

impl Runs {
    pub(crate) fn is_empty(&self) -> bool {
        self.inlines.is_empty()
    }

    /// Adds text of which each run of spaces, tabs and line ends counts as one space.
    pub(crate) fn push_folded(&mut self, text: &str, marks: &Marks) {
        let mut word = String::new();
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !word.is_empty() {
                    self.push_word(&word, marks);
                    word.clear();
                }
                if self.gap.is_none() && matches!(self.inlines.last(), Some(Inline::Text { .. })) {
                    self.gap = Some(marks.clone());
                }
            } else if is_printable(c) {
                word.push(c);
            }
        }
        if !word.is_empty() {
            self.push_word(&word, marks);
        }
    }

    /// Adds text as it stands, except that line ends become breaks.
    pub(crate) fn push_lines(&mut self, text: &str, marks: &Marks) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.push_break();
            }
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            let (blank, rest) = line.split_at_checked(indent).unwrap_or(("", line));
            if matches!(self.inlines.last(), None | Some(Inline::Break)) {
                // Indentation is meant where breaks are; a plain space would fold away.
                for c in blank.chars() {
                    push(
                        &mut self.inlines,
                        if c == '\t' {
                            "\u{a0}\u{a0}\u{a0}\u{a0}"
                        } else {
                            "\u{a0}"
                        },
                        marks,
                    );
                }
            } else {
                self.push_folded(blank, marks);
            }
            self.push_folded(rest, marks);
        }
    }

    pub(crate) fn push_break(&mut self) {
        self.gap = None;
        self.inlines.push(Inline::Break);
    }

    fn push_word(&mut self, word: &str, marks: &Marks) {
        if let Some(gap) = self.gap.take() {
            push(&mut self.inlines, " ", &gap);
        }
        push(&mut self.inlines, word, marks);
    }

    /// What was collected, without breaks at either end; the collector is empty afterwards.
    pub(crate) fn take(&mut self) -> Inlines {
        self.gap = None;
        trim_breaks(std::mem::take(&mut self.inlines))
    }
}

/// Whether a character may stand in a document: no control characters, no non-characters.
pub(crate) fn is_printable(c: char) -> bool {
    !(c.is_control() || (c as u32) & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&c))
}

/// Adds text, joining it to the last run when that has the same marks.
pub(crate) fn push(inlines: &mut Inlines, text: &str, marks: &Marks) {
    if text.is_empty() {
        return;
    }
    if let Some(Inline::Text {
        text: last,
        marks: same,
    }) = inlines.last_mut()
        && same == marks
    {
        last.push_str(text);
        return;
    }
    inlines.push(Inline::Text {
        text: text.to_owned(),
        marks: marks.clone(),
    });
}

/// Joins neighbours with the same marks and drops empty runs.
pub(crate) fn merged(inlines: &[Inline]) -> Inlines {
    let mut out = Inlines::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Text { text, marks } => push(&mut out, text, marks),
            Inline::Break => out.push(Inline::Break),
        }
    }
    out
}

/// Without breaks at either end: they show nothing.
pub(crate) fn trim_breaks(mut inlines: Inlines) -> Inlines {
    while inlines.last() == Some(&Inline::Break) {
        inlines.pop();
    }
    let leading = inlines.iter().take_while(|inline| **inline == Inline::Break).count();
    inlines.drain(..leading);
    inlines
}

/// Cuts where two or more breaks stand together: that is how old pages write paragraphs.
pub(crate) fn split_at_blank_lines(inlines: Inlines) -> Vec<Inlines> {
    let mut out = Vec::new();
    let mut current = Inlines::new();
    let mut breaks = 0usize;
    for inline in inlines {
        if inline == Inline::Break {
            breaks += 1;
            continue;
        }
        if breaks == 1 && !current.is_empty() {
            current.push(Inline::Break);
        } else if breaks > 1 && !current.is_empty() {
            out.push(std::mem::take(&mut current));
        }
        breaks = 0;
        current.push(inline);
    }
    if !current.is_empty() {
        out.push(current);
    }
    out
}

/// The text of runs; breaks are line ends.
pub(crate) fn text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } => out.push_str(text),
            Inline::Break => out.push('\n'),
        }
    }
    out
}

/// One run without marks, or nothing.
pub(crate) fn plain(text: &str) -> Inlines {
    let mut runs = Runs::default();
    runs.push_folded(text, &Marks::default());
    runs.take()
}
