//! The first words of a document, for listings, feeds and share cards when there is no standfirst.
//! Called by the site, the feeds and the search results.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::{BlockKind, Document};
use crate::plain;

/// At most `max_chars` characters from the start of the running text, ending with a sentence when that keeps more than half of
/// the room, otherwise with a whole word and "…". Headings, captions and tables are passed over.
pub fn first(document: &Document, max_chars: usize) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        if matches!(
            block.kind,
            BlockKind::Paragraph(_) | BlockKind::Quote { .. } | BlockKind::List(_) | BlockKind::Verse(_)
        ) {
            for word in plain::block(block).split_whitespace() {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            }
            // Bytes are never fewer than characters.
            if text.chars().count() > max_chars {
                break;
            }
        }
    }
    cut(&text, max_chars)
}

/// Cuts a text as [`first`] does.
pub fn cut(text: &str, max_chars: usize) -> String {
    if text.chars().count() <= max_chars {
        return text.to_owned();
    }
    let mut sentence_end = 0;
    let mut chars = 0;
    for (at, sentence) in text.split_sentence_bound_indices() {
        chars += sentence.trim_end().chars().count();
        if chars > max_chars {
            break;
        }
        sentence_end = at + sentence.trim_end().len();
        chars += sentence.chars().count() - sentence.trim_end().chars().count();
    }
    let by_sentence = text.get(..sentence_end).unwrap_or_default();
    if by_sentence.chars().count() * 2 > max_chars {
        return by_sentence.to_owned();
    }
    let Some(room) = max_chars.checked_sub(1) else {
        return String::new();
    };
    let mut word_end = 0;
    let mut hard_end = 0;
    let mut chars = 0;
    for (at, part) in text.split_word_bound_indices() {
        let count = part.chars().count();
        if chars + count > room {
            if word_end == 0 {
                // One word longer than the room: cut between characters as people see them.
                for (inner, grapheme) in part.grapheme_indices(true) {
                    chars += grapheme.chars().count();
                    if chars > room {
                        break;
                    }
                    hard_end = at + inner + grapheme.len();
                }
            }
            break;
        }
        chars += count;
        if part.chars().any(char::is_alphanumeric) {
            word_end = at + part.len();
        }
    }
    let end = if word_end == 0 { hard_end } else { word_end };
    format!("{}…", text.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_with_a_sentence_or_a_word() {
        let text = "The minister resigned. Parliament meets on Monday to name another.";
        assert_eq!(cut(text, 200), text);
        assert_eq!(cut(text, 40), "The minister resigned.");
        assert_eq!(
            cut(text, 60),
            "The minister resigned. Parliament meets on Monday to name…"
        );
        assert_eq!(cut("Donaudampfschifffahrt", 6), "Donau…");
        assert_eq!(cut("abc def", 0), "");
    }
}
