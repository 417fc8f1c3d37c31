//! Folds names, so that two spellings of one are found as one: case, accents, hyphens, points and possessives fall away.
//! Called for everything that the record keeps or looks for by name; what is printed is never folded.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name or a text folded: words in small Latin letters divided by single spaces. Greek and Cyrillic are
/// transliterated; scripts that transliterate badly keep their letters. "Kim Jong-un’s" gives "kim jong un".
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let letters: Vec<char> = text.nfkc().collect();
    let mut gap = false;
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        at += 1;
        if is_apostrophe(letter) {
            let possessive = matches!(letters.get(at), Some('s' | 'S'))
                && !letters.get(at + 1).is_some_and(|next| next.is_alphanumeric());
            at += usize::from(possessive);
            continue;
        }
        // "U.S." is one word, "St. Louis" two.
        let in_initials = letter == '.'
            && letters.get(at).is_some_and(|next| next.is_alphabetic())
            && at >= 2
            && letters.get(at - 2).is_some_and(|before| before.is_uppercase());
        if in_initials {
            continue;
        }
        if !letter.is_alphanumeric() && !is_combining_mark(letter) {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        if crate::slug::keeps_its_letters(letter) || is_combining_mark(letter) {
            // Vowel signs belong to their letters; accents were composed above and go by transliteration.
            if !matches!(u32::from(letter), 0x0300..=0x036F) {
                out.extend(letter.to_lowercase());
            }
        } else {
            let latin = deunicode::deunicode_char(letter).unwrap_or("");
            out.extend(
                latin
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .map(|one| one.to_ascii_lowercase()),
            );
        }
    }
    out
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`')
}

/// Whether a folded text holds a folded name as words of their own. Scripts that write no spaces are looked through
/// letter by letter.
pub fn holds(text: &str, name: &str) -> bool {
    if name.is_empty() {
        return false;
    }
    let latin = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    text.match_indices(name).any(|(at, found)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|tail| tail.chars().next());
        let starts = !(latin(before) && latin(found.chars().next()));
        let ends = !(latin(after) && latin(found.chars().next_back()));
        starts && ends
    })
}

/// The folded name from each of its words on: "kamala harris", "harris".
pub fn tails(folded: &str) -> impl Iterator<Item = &str> {
    let starts = folded.match_indices(' ').map(|(at, _)| at + 1);
    std::iter::once(0)
        .chain(starts)
        .filter_map(|at| folded.get(at..))
        .filter(|tail| !tail.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (one, other) in [
            ("Kim Jong Un", "KIM JONG-UN’s"),
            ("U.S.", "US"),
            ("São  João", "Sao Joao"),
            ("O'Brien", "O’Brien’s"),
            ("Владимир Путин", "Vladimir Putin"),
            ("St. Louis", "St Louis"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        assert_ne!(fold("Anna Berg"), fold("Anna Bergen"));
        assert_eq!(fold("東京"), "東京");
        assert_eq!(fold("— !"), "");
    }

    #[test]
    fn a_name_is_found_as_words_of_its_own() {
        let text = fold("Russia’s ferry, said Anna Berg; the Prussian one stays. 東京都は");
        for name in ["Russia", "Anna Berg", "東京"] {
            assert!(holds(&text, &fold(name)), "{name}");
        }
        assert!(!holds(&text, &fold("Prussia")));
        assert!(!holds(&text, ""));
    }

    #[test]
    fn a_name_is_found_by_typing_any_of_its_words() {
        assert_eq!(
            tails("kim jong un").collect::<Vec<_>>(),
            ["kim jong un", "jong un", "un"]
        );
        assert_eq!(tails("").count(), 0);
    }
}
