//! Stories as the desk's lists show them, and the folded words by which a few typed letters find one.
//! The store keeps the words with each change of working slug and headline; lists read [`Line`]s.

use crate::slug;
use crate::time::Micros;

/// Most words that are kept of one text.
const MOST: usize = 40;
/// Longest kept word, in characters.
const LONGEST: usize = 32;

/// A story in a list of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// ULID.
    pub id: String,
    /// `story` or `page`.
    pub form: String,
    /// As [`crate::story::State`] is kept.
    pub state: String,
    /// For the newsroom alone.
    pub working_slug: String,
    /// Latest revision.
    pub head: String,
    /// Headline of the latest revision; may be empty before publication.
    pub headline: String,
    /// Section of the latest revision.
    pub section_id: Option<String>,
    /// As [`crate::story::Kind`] is kept.
    pub kind: String,
    /// JSON of [`crate::story::Byline`]s.
    pub byline: String,
    /// Words of the latest revision.
    pub words: i64,
    /// Account that began it.
    pub begun_by: Option<String>,
    /// Account that works on it.
    pub assignee: Option<String>,
    /// When it is due.
    pub due_at: Option<Micros>,
    /// The day on which it is due, where no hour was said; else empty.
    pub due_day: String,
    /// Promised length in words; 0 when none was promised.
    pub planned_words: i64,
    /// Before this moment nothing puts it out.
    pub embargo_until: Option<Micros>,
    /// Published unseen at this moment and not read by a second person since.
    pub unread_since: Option<Micros>,
    /// When anything about it last changed at the desk.
    pub changed_at: Micros,
    /// Where readers find it, when they do.
    pub path: Option<String>,
    /// The revision that readers see, when they see one.
    pub live_revision: Option<String>,
}

/// A version of a story in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// ULID of the revision.
    pub id: String,
    /// When it was made.
    pub at: Micros,
    /// Who made it, as [`crate::actor::Actor`] prints itself.
    pub actor: String,
    /// What somebody called it; mostly empty.
    pub name: String,
    /// Its headline.
    pub headline: String,
    /// Words of its body.
    pub words: i64,
}

/// What is planned of a story.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'p> {
    /// When it is due.
    pub due_at: Option<Micros>,
    /// The local day on which it is due, where no hour was said; else empty.
    pub due_day: &'p str,
    /// A picture was asked for.
    pub picture_wanted: bool,
    /// Promised length in words.
    pub planned_words: i64,
    /// What is wanted of it.
    pub brief: &'p str,
    /// For the newsroom alone.
    pub working_slug: &'p str,
    /// Wanted end of its address.
    pub wanted_slug: &'p str,
}

/// Which stories are looked for by typed words.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'t> {
    /// Beginnings of words: at least one, and the texts after all that begin so; empty ones ask nothing.
    pub ranges: [(&'t str, &'t str); 3],
    /// As kept; empty takes any.
    pub state: &'t str,
    /// Its id; empty takes any.
    pub section: &'t str,
    /// An account; empty takes any.
    pub assignee: &'t str,
    /// Changed before this moment …
    pub at: i64,
    /// … and id.
    pub id: &'t str,
    /// At most so many.
    pub limit: i64,
}

/// The folded words of a text, each once. A word of a script without spaces is also kept from each of its letters on,
/// so that it is found by any part.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in text.split(|c: char| !c.is_alphanumeric() && !is_joiner(c)) {
        for word in slug::of(part).split('-').filter(|word| !word.is_empty()) {
            let letters: Vec<char> = word.chars().take(LONGEST).collect();
            let starts = if letters.iter().any(|c| runs_on(*c)) {
                letters.len()
            } else {
                1
            };
            for start in 0..starts {
                let word: String = letters.iter().skip(start).collect();
                if words.len() < MOST && !words.contains(&word) {
                    words.push(word);
                }
            }
        }
    }
    words
}

/// The first text after all those that begin with `prefix`.
pub fn end_of(prefix: &str) -> String {
    // No kept word holds the last character of Unicode.
    format!("{prefix}\u{10FFFF}")
}

/// Marks that belong to the letter before them, and apostrophes.
fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ') || unicode_normalization::char::is_combining_mark(c)
}

/// Kana, Han, Thai, Lao, Khmer, Burmese: scripts that set no spaces between words.
fn runs_on(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_kept_once() {
        assert_eq!(
            words("Ferry fares: “São João’s” FERRY rises 4%"),
            ["ferry", "fares", "sao", "joaos", "rises", "4"]
        );
        assert_eq!(words("ferry-fares-tuesday"), ["ferry", "fares", "tuesday"]);
        assert!(words(" … ").is_empty());
    }

    #[test]
    fn a_script_without_spaces_is_found_by_any_part() {
        assert!(words("東京の天気").contains(&"天気".to_owned()));
        assert!(words(&"word ".repeat(500)).len() <= MOST);
    }

    #[test]
    fn a_prefix_ends_after_its_last_word() {
        assert!("fer" < "ferry" && *"ferry" < *end_of("fer") && *"fes" > *end_of("fer"));
    }
}
