//! Slugs: the readable end of an address, made from a headline.
//! Commands propose them at first publishing; afterwards the stored path rules.

use unicode_normalization::UnicodeNormalization;

/// Longest slug in characters; longer ones end at a word.
pub const LONGEST: usize = 80;

/// A slug of `text`: lower case, words joined by hyphens. Latin, Greek and Cyrillic letters are
/// transliterated; scripts that transliterate badly (Han, kana, Hangul, Arabic, Hebrew, Thai …) keep
/// their letters. Empty when `text` has no letter or digit.
pub fn of(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for character in text.nfc() {
        // An apostrophe inside a word joins it: "Russia’s" is one word.
        if matches!(character, '\'' | '’' | '‘' | 'ʼ') {
            continue;
        }
        if character.is_alphanumeric() {
            if keeps_its_letters(character) {
                word.extend(character.to_lowercase());
            } else {
                let latin = deunicode::deunicode_char(character).unwrap_or("");
                word.extend(
                    latin
                        .chars()
                        .filter(char::is_ascii_alphanumeric)
                        .map(|c| c.to_ascii_lowercase()),
                );
            }
        } else if is_combining(character) {
            word.push(character);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    let mut slug = String::new();
    for word in words {
        let length = slug.chars().count();
        if length > 0 && length + 1 + word.chars().count() > LONGEST {
            break;
        }
        if length > 0 {
            slug.push('-');
        }
        slug.extend(word.chars().take(LONGEST));
    }
    slug
}

/// `slug`, then `slug-2`, `slug-3` … on clashes.
pub fn nth(slug: &str, n: u32) -> String {
    if n < 2 { slug.to_owned() } else { format!("{slug}-{n}") }
}

pub(crate) fn keeps_its_letters(character: char) -> bool {
    let code = u32::from(character);
    // Hebrew to Tibetan, Hangul and beyond: a transliteration would be unreadable to the paper's own readers.
    (0x0590..0x1E00).contains(&code)
        || (0x2E80..0xA000).contains(&code)
        || (0xA000..0xFB00).contains(&code)
        || code >= 0x1_0000
}

fn is_combining(character: char) -> bool {
    matches!(u32::from(character), 0x0591..=0x05C7 | 0x064B..=0x065F | 0x0900..=0x0DFF | 0x0E31..=0x0E4E | 0x3099..=0x309A)
        && unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_becomes_words_and_hyphens() {
        assert_eq!(
            of("Ferry fares rise 4% — “for now”, council says"),
            "ferry-fares-rise-4-for-now-council-says"
        );
        assert_eq!(of("Russia’s Café São João"), "russias-cafe-sao-joao");
        assert_eq!(of("Привет, мир"), "privet-mir");
    }

    #[test]
    fn scripts_that_transliterate_badly_keep_their_letters() {
        assert_eq!(of("東京の天気"), "東京の天気");
        assert_eq!(of("أخبار اليوم"), "أخبار-اليوم");
    }

    #[test]
    fn a_long_headline_ends_at_a_word() {
        let slug = of(&"word ".repeat(60));
        assert!(slug.chars().count() <= LONGEST);
        assert!(slug.ends_with("word"));
    }

    #[test]
    fn text_without_letters_has_no_slug() {
        assert_eq!(of("— … !"), "");
    }

    #[test]
    fn a_clash_is_numbered_from_two() {
        assert_eq!(nth("a", 1), "a");
        assert_eq!(nth("a", 2), "a-2");
    }
}
