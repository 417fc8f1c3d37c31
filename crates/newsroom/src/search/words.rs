//! Cuts text into the units that are searched: words, and single characters of scripts that write no spaces.
//! The index calls it for stories, the search for queries and for highlights, so that all three agree.

use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, WhitespaceTokenizer};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The longest unit in characters; what is longer is cut, in stories and queries alike.
const LONGEST: usize = 64;

/// A unit of text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Byte offset of its beginning.
    pub from: usize,
    /// Byte offset of its end.
    pub to: usize,
    /// The form that is searched: without case, accents and width.
    pub plain: String,
    /// The word in lower case with its accents, as stemmers want it.
    pub lower: String,
    /// One character of a script without spaces.
    pub unspaced: bool,
}

/// The units of a text in order. Offsets are on character boundaries and never overlap.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let at = |place: usize| letters.get(place).map(|(_, letter)| *letter);
    let offset = |place: usize| letters.get(place).map_or(text.len(), |(offset, _)| *offset);
    let mut units = Vec::new();
    let mut place = 0;
    while let Some(letter) = at(place) {
        let start = place;
        if is_unspaced(letter) {
            place += 1;
            while at(place).is_some_and(is_combining_mark) {
                place += 1;
            }
            let raw = text.get(offset(start)..offset(place)).unwrap_or_default();
            push(&mut units, offset(start), offset(place), raw, true);
        } else if letter.is_alphanumeric() {
            let (raw, end, next) = initials(&at, start).unwrap_or_else(|| word(&at, start));
            push(&mut units, offset(start), offset(end), &raw, false);
            place = next;
        } else {
            place += 1;
        }
    }
    units
}

fn push(units: &mut Vec<Unit>, from: usize, to: usize, raw: &str, unspaced: bool) {
    let plain = fold(raw);
    if !plain.is_empty() {
        units.push(Unit {
            from,
            to,
            plain,
            lower: raw.to_lowercase().chars().take(LONGEST).collect(),
            unspaced,
        });
    }
}

/// `U.S.` and `N.A.T.O` are one word each. Gives the word, where it ends and where to go on.
fn initials(at: &impl Fn(usize) -> Option<char>, start: usize) -> Option<(String, usize, usize)> {
    let is_letter = |place: usize| at(place).is_some_and(|letter| letter.is_alphabetic() && !is_unspaced(letter));
    let is_inside = |place: usize| at(place).is_some_and(is_inside_word);
    let (mut raw, mut place) = (String::new(), start);
    while is_letter(place) && at(place + 1) == Some('.') {
        raw.extend(at(place));
        place += 2;
    }
    let mut end = place.saturating_sub(1);
    if is_letter(place) && !is_inside(place + 1) && !raw.is_empty() {
        raw.extend(at(place));
        place += 1;
        end = place;
    }
    (raw.chars().count() > 1 && !is_inside(place)).then_some((raw, end, place))
}

/// An ordinary word, with what hangs on it by an apostrophe, or a number with its points.
fn word(at: &impl Fn(usize) -> Option<char>, start: usize) -> (String, usize, usize) {
    let (mut raw, mut place) = (String::new(), start);
    while let Some(letter) = at(place) {
        let next = at(place + 1);
        if is_inside_word(letter) && !is_unspaced(letter) {
            raw.push(letter);
            place += 1;
        } else if matches!(letter, '.' | ',')
            && raw.ends_with(|last: char| last.is_ascii_digit())
            && next.is_some_and(|next| next.is_ascii_digit())
        {
            // 1,200 is the number 1200.
            if letter == '.' {
                raw.push(letter);
            }
            place += 1;
        } else if matches!(letter, '\'' | '\u{2019}') {
            let mut tail = String::new();
            let mut beyond = place + 1;
            while let Some(inside) = at(beyond).filter(|inside| is_inside_word(*inside)) {
                tail.extend(inside.to_lowercase());
                beyond += 1;
            }
            match tail.as_str() {
                // A possessive belongs to the word but is not searched.
                "s" => return (raw, beyond, beyond),
                "t" | "d" | "m" | "re" | "ve" | "ll" => {
                    raw.push_str(&tail);
                    return (raw, beyond, beyond);
                }
                _ => break,
            }
        } else {
            break;
        }
    }
    (raw, place, place.max(start + 1))
}

fn is_inside_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter) || matches!(letter, '\u{200c}' | '\u{200d}' | '\u{ad}')
}

/// Scripts that write words without spaces: Han, kana, Hangul (which glues particles on), Thai, Lao, Khmer, Burmese.
fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{0E01}'..='\u{0E3A}' | '\u{0E40}'..='\u{0E4E}' | '\u{0E81}'..='\u{0ECD}' | '\u{1000}'..='\u{103F}' | '\u{1100}'..='\u{11FF}'
        | '\u{1780}'..='\u{17D3}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}'
        | '\u{20000}'..='\u{323AF}')
}

/// The form that is searched: compatibility-decomposed, marks of Latin, Greek, Cyrillic, Hebrew and Arabic dropped, lower case.
///
/// Marks that make another letter, as in kana and the Indic scripts, are kept.
pub(super) fn fold(raw: &str) -> String {
    let mut plain = String::with_capacity(raw.len());
    if raw.is_ascii() {
        plain.extend(raw.chars().take(LONGEST).map(|letter| letter.to_ascii_lowercase()));
        return plain;
    }
    let kept = raw.nfkd().filter(|letter| {
        !matches!(letter, '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}'
            | '\u{200C}' | '\u{200D}' | '\u{AD}')
    });
    for letter in kept.flat_map(char::to_lowercase).nfc().take(LONGEST) {
        match letter {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ħ' => plain.push('h'),
            'ı' => plain.push('i'),
            'ς' => plain.push('σ'),
            'أ' | 'إ' | 'آ' | 'ٱ' => plain.push('ا'),
            letter => plain.push(letter),
        }
    }
    plain
}

/// The stemmer for a language tag; languages without one are searched by whole words.
pub(super) fn stemmer(tag: &str) -> Option<Language> {
    let language = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    Some(match language.as_str() {
        "ar" => Language::Arabic,
        "da" => Language::Danish,
        "de" => Language::German,
        "el" => Language::Greek,
        "en" => Language::English,
        "es" => Language::Spanish,
        "fi" => Language::Finnish,
        "fr" => Language::French,
        "hu" => Language::Hungarian,
        "it" => Language::Italian,
        "nb" | "nn" | "no" => Language::Norwegian,
        "nl" => Language::Dutch,
        "pt" => Language::Portuguese,
        "ro" => Language::Romanian,
        "ru" => Language::Russian,
        "sv" => Language::Swedish,
        "tr" => Language::Turkish,
        _ => return None,
    })
}

/// The folded stem of each unit, in order; a character of a script without spaces is its own stem.
pub(super) fn stems(units: &[Unit], language: Language) -> Vec<String> {
    let mut joined = String::new();
    for unit in units {
        joined.push_str(&unit.lower);
        joined.push(' ');
    }
    let mut analyzer = TextAnalyzer::builder(WhitespaceTokenizer::default())
        .filter(Stemmer::new(language))
        .build();
    let mut stream = analyzer.token_stream(&joined);
    let mut stems = Vec::with_capacity(units.len());
    while let Some(token) = stream.next() {
        stems.push(fold(&token.text));
    }
    if stems.len() != units.len() {
        // A word with white space inside would shift every stem after it; then none is better than wrong ones.
        return units.iter().map(|unit| unit.plain.clone()).collect();
    }
    stems
}

/// What the index keeps of a text: each unit, its stem at the same position, and pairs of neighbouring unspaced characters.
pub(super) fn tokens(text: &str, language: Option<Language>) -> Vec<Token> {
    let units = units(text);
    let stems = language.map(|language| stems(&units, language)).unwrap_or_default();
    let mut tokens = Vec::with_capacity(units.len() * 2);
    for (position, unit) in units.iter().enumerate() {
        let mut put = |text: &str| {
            tokens.push(Token {
                offset_from: unit.from,
                offset_to: unit.to,
                position,
                text: text.to_owned(),
                position_length: 1,
            });
        };
        put(&unit.plain);
        if let Some(stem) = stems.get(position)
            && !unit.unspaced
            && !stem.is_empty()
            && *stem != unit.plain
        {
            put(stem);
        }
        if let Some(next) = units.get(position + 1)
            && is_pair(unit, next)
        {
            put(&format!("{}{}", unit.plain, next.plain));
        }
    }
    tokens
}

/// Whether two units are neighbouring characters of one run without spaces.
pub(super) fn is_pair(one: &Unit, next: &Unit) -> bool {
    one.unspaced && next.unspaced && one.to == next.from
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(text: &str) -> Vec<String> {
        units(text).into_iter().map(|unit| unit.plain).collect()
    }

    #[test]
    fn words_lose_case_accents_and_width() {
        for (text, wanted) in [
            ("São Paulo’s Straße", vec!["sao", "paulo", "strasse"]),
            ("Łódź Ærø ＡＢＣ", vec!["lodz", "aero", "abc"]),
            (
                "the U.S. and N.A.T.O met; plan B. Then",
                vec!["the", "us", "and", "nato", "met", "plan", "b", "then"],
            ),
            ("don't l'Europe 1,200 3.5%", vec!["dont", "l", "europe", "1200", "3.5"]),
            ("arms-supply a.b.example", vec!["arms", "supply", "a", "b", "example"]),
            ("مُحَمَّد", vec!["محمد"]),
            ("ΟΔΟΣ οδός", vec!["οδοσ", "οδοσ"]),
            ("がか", vec!["が", "か"]),
            ("한국", vec!["한", "국"]),
            ("😀 * \" : ", vec![]),
        ] {
            assert_eq!(plain(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_stem_stands_at_its_words_position() {
        let tokens = tokens("Ferries sailed", Some(Language::English));
        let seen: Vec<(usize, &str)> = tokens
            .iter()
            .map(|token| (token.position, token.text.as_str()))
            .collect();
        assert_eq!(seen, [(0, "ferries"), (0, "ferri"), (1, "sailed"), (1, "sail")]);
    }

    #[test]
    fn a_run_without_spaces_gives_characters_and_pairs() {
        let seen: Vec<String> = tokens("東京都 a", None).into_iter().map(|token| token.text).collect();
        assert_eq!(seen, ["東", "東京", "京", "京都", "都", "a"]);
    }

    proptest! {
        #[test]
        fn units_stand_in_order_on_character_boundaries(text in "\\PC{0,60}") {
            let mut end = 0;
            for unit in units(&text) {
                prop_assert!(unit.from >= end && unit.to > unit.from);
                prop_assert!(text.get(unit.from..unit.to).is_some());
                end = unit.to;
            }
        }

        #[test]
        fn stems_never_shift(text in "\\PC{0,60}") {
            let units = units(&text);
            prop_assert_eq!(stems(&units, Language::English).len(), units.len());
        }
    }
}
