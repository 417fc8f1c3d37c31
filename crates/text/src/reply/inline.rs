//! Emphasis, links and line breaks of a reply's paragraph.
//! Part of the reply reader; one pass, each delimiter looked at once.

use crate::document::{Inlines, Link, Marks};
use crate::link;
use crate::runs::Runs;

/// A piece of the paragraph.
enum Piece<'a> {
    Text(&'a str),
    /// One or two `*` or `_`.
    Delimiter {
        mark: &'a str,
        opens: bool,
        closes: bool,
    },
    Link {
        text: &'a str,
        href: String,
    },
}

/// Longest text of a `[text](address)` link, in bytes.
const LONGEST_LABEL: usize = 500;

pub(super) fn read(text: &str) -> Inlines {
    let pieces = pieces(text);
    let partners = partners(&pieces);
    let mut runs = Runs::default();
    let mut strong = 0usize;
    let mut emphasis = 0usize;
    for (index, piece) in pieces.iter().enumerate() {
        let marks = Marks {
            strong: strong > 0,
            emphasis: emphasis > 0,
            ..Marks::default()
        };
        match piece {
            Piece::Text(text) => lines(&mut runs, text, &marks),
            Piece::Link { text, href } => {
                let marks = Marks {
                    link: Some(Link {
                        href: href.clone(),
                        title: String::new(),
                    }),
                    ..marks
                };
                lines(&mut runs, text, &marks);
            }
            Piece::Delimiter { mark, .. } => match partners.get(index).copied().flatten() {
                None => lines(&mut runs, mark, &marks),
                Some(partner) => {
                    let depth = if mark.len() == 2 { &mut strong } else { &mut emphasis };
                    if partner > index {
                        *depth += 1;
                    } else {
                        *depth = depth.saturating_sub(1);
                    }
                }
            },
        }
    }
    runs.take()
}

/// Line ends are kept as breaks, other white space folds.
fn lines(runs: &mut Runs, text: &str, marks: &Marks) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            runs.push_break();
        }
        runs.push_folded(line, marks);
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    let mut before = ' ';
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(c) = rest.chars().next() else {
            break;
        };
        let found = match c {
            '*' | '_' => Some(delimiter(rest, c, before)),
            '[' => labelled(rest),
            'h' | 'H' if !before.is_alphanumeric() => bare(rest),
            _ => None,
        };
        if let Some((piece, length)) = found {
            if let Some(text) = text.get(plain..at).filter(|text| !text.is_empty()) {
                out.push(Piece::Text(text));
            }
            before = rest
                .get(..length)
                .and_then(|piece| piece.chars().next_back())
                .unwrap_or(c);
            at += length;
            plain = at;
            out.push(piece);
        } else {
            before = c;
            at += c.len_utf8();
        }
    }
    if let Some(text) = text.get(plain..).filter(|text| !text.is_empty()) {
        out.push(Piece::Text(text));
    }
    out
}

fn delimiter(rest: &str, c: char, before: char) -> (Piece<'_>, usize) {
    let run = rest.len() - rest.trim_start_matches(c).len();
    let after = rest.get(run..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let mark = rest.get(..run).unwrap_or_default();
    if run > 2 {
        return (Piece::Text(mark), run);
    }
    let mut opens = !after.is_whitespace() && !before.is_alphanumeric();
    let mut closes = !before.is_whitespace() && !after.is_alphanumeric();
    // `2*3*4` and `snake_case` are no emphasis; `*a*` right after a quotation mark is.
    if c == '*' && !after.is_whitespace() && before.is_alphanumeric() && !after.is_alphanumeric() {
        opens = false;
    }
    if before.is_whitespace() {
        closes = false;
    }
    if after.is_whitespace() {
        opens = false;
    }
    (Piece::Delimiter { mark, opens, closes }, run)
}

/// `[text](https://…)`, on one line and without brackets in the text.
fn labelled(rest: &str) -> Option<(Piece<'_>, usize)> {
    let inner = rest.get(1..)?;
    let end = inner
        .bytes()
        .take(LONGEST_LABEL)
        .position(|byte| matches!(byte, b']' | b'[' | b'\n'))?;
    let text = inner.get(..end)?;
    let tail = inner.get(end..)?.strip_prefix("](")?;
    let close = tail
        .bytes()
        .take(link::LONGEST)
        .position(|byte| matches!(byte, b')' | b' ' | b'\n' | b'\t' | b'[' | b'<'))?;
    let href = tail.get(..close)?;
    if !tail.get(close..)?.starts_with(')') || text.trim().is_empty() {
        return None;
    }
    let href = web(href)?;
    Some((Piece::Link { text, href }, 1 + end + 2 + close + 1))
}

/// A bare address, without the punctuation that follows it.
fn bare(rest: &str) -> Option<(Piece<'_>, usize)> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| {
        rest.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })?;
    let stops = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '*' | '“' | '”' | '«' | '»');
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        if stops(c) {
            break;
        }
        end = at + c.len_utf8();
        if end > link::LONGEST {
            // Too long for an address. Passed over as text, so that it is not looked at again from every place inside it.
            return Some((Piece::Text(rest.get(..end)?), end));
        }
    }
    while let Some(last) = rest.get(..end).and_then(|address| address.chars().next_back()) {
        let address = rest.get(..end).unwrap_or_default();
        let unbalanced = last == ')' && address.matches('(').count() < address.matches(')').count();
        if unbalanced || matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '…' | ']' | '_') {
            end -= last.len_utf8();
        } else {
            break;
        }
    }
    if end <= scheme.len() {
        return None;
    }
    let text = rest.get(..end)?;
    let href = web(text)?;
    Some((Piece::Link { text, href }, end))
}

fn web(href: &str) -> Option<String> {
    link::allowed(href).filter(|href| link::is_external(href))
}

/// For each delimiter the index of its other half. A stack a sort of mark, so the work is linear.
fn partners(pieces: &[Piece<'_>]) -> Vec<Option<usize>> {
    let mut out = vec![None; pieces.len()];
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let Piece::Delimiter { mark, opens, closes } = piece else {
            continue;
        };
        if *closes && let Some(at) = open.iter().rposition(|(_, other)| other == mark) {
            let partner = open.get(at).map(|(partner, _)| *partner);
            open.truncate(at);
            if let Some(partner) = partner {
                if let Some(slot) = out.get_mut(partner) {
                    *slot = Some(index);
                }
                if let Some(slot) = out.get_mut(index) {
                    *slot = Some(partner);
                }
                continue;
            }
        }
        // Four sorts of mark: a second opener of the same sort replaces nothing and can be found again.
        if *opens && open.len() < 64 {
            open.push((index, mark));
        }
    }
    out
}
