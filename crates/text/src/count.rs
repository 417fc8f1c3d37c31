//! Words, characters and reading time of a document, by the rules of Unicode.
//! Shown on the desk and in listings; read by the page importer to tell stories from furniture.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::Document;
use crate::plain;

/// Words a minute of an adult reading silently: 238 for non-fiction in English (Brysbaert 2019, a meta-analysis of 190 studies).
const WORDS_A_MINUTE: usize = 238;

/// Words by UAX 29; scripts without spaces count a word a character, as they are read.
pub fn words(document: &Document) -> usize {
    words_in(&plain::write(document))
}

/// Words of a text.
pub fn words_in(text: &str) -> usize {
    text.unicode_words().count()
}

/// Characters as people count them (grapheme clusters), line ends left out.
pub fn characters(document: &Document) -> usize {
    plain::write(document)
        .graphemes(true)
        .filter(|grapheme| !grapheme.starts_with(['\n', '\r']))
        .count()
}

/// Minutes of reading, rounded up; at least 1 when there is a word, 0 when there is none.
pub fn reading_minutes(document: &Document) -> usize {
    words(document).div_ceil(WORDS_A_MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SequentialIds;

    #[test]
    fn words_and_characters_are_counted_as_people_do() {
        let document = plain::read("It’s 3.5 km.\n\nNaïve e\u{301}!", &mut SequentialIds::new());
        assert_eq!(words(&document), 5);
        assert_eq!(characters(&document), 12 + 8);
        assert_eq!(reading_minutes(&document), 1);
        assert_eq!(reading_minutes(&Document::default()), 0);
    }
}
