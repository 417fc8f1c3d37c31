//! Plain text as a page: blank lines part the blocks, and short lines without a full stop are headings.
//! Called by [`crate::Page::from_plain`]; every offset stays that of the input.

use crate::furniture;
use crate::page::{Page, Role};
use crate::span::Span;

impl Page {
    /// Reads a plain text file.
    pub fn from_plain(text: &str) -> Self {
        let mut page = Self {
            source: text.into(),
            ..Self::default()
        };
        let mut first = true;
        for block in blocks(text) {
            for (at, (span, lines)) in paragraphs(text, block).into_iter().enumerate() {
                let words = text.get(span.start..span.end).unwrap_or("");
                let role = role(words, lines, &page, first);
                first = false;
                let start = page.text.len();
                page.push_same(words, span.start);
                let index = page.end_part(role, start, None);
                if let Some(part) = index.and_then(|i| page.parts.get_mut(i)) {
                    part.runs_on = at > 0;
                }
            }
        }
        settle(&mut page);
        page
    }
}

/// Runs of lines that are not blank.
fn blocks(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if line.trim().is_empty() {
            found.extend(open.take());
        } else {
            let start = open.map_or(at, |span| span.start);
            open = Some(Span::new(start, end));
        }
        at = end;
    }
    found.extend(open);
    found
}

/// A block whose lines each end like a sentence is a paragraph a line; one that was wrapped is a single one.
fn paragraphs(text: &str, block: Span) -> Vec<(Span, usize)> {
    let words = text.get(block.start..block.end).unwrap_or("");
    let mut lines = Vec::new();
    let mut at = block.start;
    for line in words.split_inclusive('\n') {
        lines.push(Span::new(at, at + line.len()));
        at += line.len();
    }
    let ended = |span: &Span| {
        let line = text.get(span.start..span.end).unwrap_or("").trim_end();
        line.ends_with(['.', '!', '?', ':', '"', '”', '’', '\'', ')', '。', '»']) || line.chars().count() < 40
    };
    let inner = lines.len().saturating_sub(1);
    let apart = lines.iter().take(inner).filter(|span| ended(span)).count();
    let long = |span: &Span| text.get(span.start..span.end).is_some_and(|l| l.chars().count() > 100);
    if inner > 0 && (apart * 10 >= inner * 7 || lines.iter().any(long)) {
        return lines.into_iter().map(|span| (span, 1)).collect();
    }
    let count = lines.len();
    vec![(block, count)]
}

fn role(words: &str, lines: usize, page: &Page, first: bool) -> Role {
    let words = words.trim();
    if lines == 1 && furniture::of(words).is_some() {
        return Role::Furniture;
    }
    if lines == 1 && is_line(words) {
        return Role::Line;
    }
    let heading = lines == 1 && looks_like_heading(words);
    let body_begun = page.parts.iter().any(|part| part.role == Role::Paragraph);
    let headed = page.parts.iter().any(|part| part.role == Role::Headline);
    match (heading, body_begun, headed) {
        (true, false, false) => Role::Headline,
        (true, false, true) if !first => Role::Standfirst,
        (true, ..) => Role::Subhead,
        _ => Role::Paragraph,
    }
}

/// "By JANE DOE", "3 May 2024", "Published on Monday": about the story, not of it.
fn is_line(words: &str) -> bool {
    let count = words.split_whitespace().count();
    if count > 12 {
        return false;
    }
    let lower = words.to_lowercase();
    let by = lower.strip_prefix("by ").is_some_and(|_| {
        count <= 8 && !words.ends_with('.') && words.get(3..).is_some_and(|s| s.starts_with(char::is_uppercase))
    });
    let link = lower.starts_with("http:") || lower.starts_with("https:") || lower.starts_with("www.");
    let stamped = ["published ", "updated ", "posted ", "last updated"]
        .iter()
        .any(|start| lower.starts_with(start))
        && words.chars().any(|c| c.is_ascii_digit());
    by || stamped || link || crate::dates::is_all_date(words)
}

fn looks_like_heading(words: &str) -> bool {
    let tokens = words.split_whitespace().count();
    let starts = words
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_lowercase());
    let closed = words.trim_end_matches(['"', '”', '’', '\'', ')']);
    let ends = closed.ends_with(['.', '!', ':', ';', ',', '。', '…']);
    let speaks = words.starts_with(['"', '“', '«', '„']) && words.ends_with(['"', '”', '»', '“']);
    (1..=22).contains(&tokens) && words.chars().count() <= 160 && starts && !ends && !speaks
}

/// A heading after which no paragraph comes was none; a page of nothing but headings is prose.
fn settle(page: &mut Page) {
    let last = page.parts.iter().rposition(|part| part.role == Role::Paragraph);
    for (index, part) in page.parts.iter_mut().enumerate() {
        if part.role.is_heading() && last.is_none_or(|last| index > last) {
            part.role = Role::Paragraph;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(text: &str) -> Vec<Role> {
        Page::from_plain(text).parts.iter().map(|part| part.role).collect()
    }

    #[test]
    fn blocks_find_their_roles() {
        let text = "Local News, Economy, Sport\n\nFerry sails again\n\nBy JANE DOE\n\nThe ferry sailed on Monday.\n\nWhat comes next\n\nNobody knows.\n\nLeave A Reply\n";
        assert_eq!(
            roles(text),
            [
                Role::Furniture,
                Role::Headline,
                Role::Line,
                Role::Paragraph,
                Role::Subhead,
                Role::Paragraph,
                Role::Furniture
            ]
        );
    }

    #[test]
    fn wrapped_lines_are_one_paragraph_and_whole_lines_are_several() {
        assert_eq!(
            roles("The ferry sailed on Monday morning with two\nhundred passengers on board, the line said.\n").len(),
            1
        );
        assert_eq!(
            roles("The ferry sailed on Monday.\nIt came back on Tuesday.\n").len(),
            2
        );
    }
}
