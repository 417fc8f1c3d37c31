//! What a version of an item means: new, an update, a correction, or a kill after which nothing of it may stand.
//! Decided from the status, the signals, the version, and the words by which editors of agencies mark what they send.

use super::Rendition;

/// What a version means for those who have used an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Kind {
    /// It is the first.
    #[default]
    New,
    /// It says more, or says it better.
    Update,
    /// Something in an earlier version was wrong.
    Correction,
    /// Nothing of it may be used; what was printed is to be taken down.
    Kill,
}

/// Whether an item may be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Status {
    /// It may.
    #[default]
    Usable,
    /// Not until another version says so.
    Withheld,
    /// It may not, and it must be taken down.
    Canceled,
}

impl Status {
    /// `usable`, `withheld`, `canceled`, in any case and either spelling.
    pub(super) fn of(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "withheld" => Self::Withheld,
            "canceled" | "cancelled" => Self::Canceled,
            _ => Self::Usable,
        }
    }
}

/// Words at the beginning of a note or a headline by which editors say that it is a correction.
const CORRECTS: &[&str] = &[
    "CORRECTION",
    "CORRECTED",
    "CORRECTS",
    "CORRECTING",
    "CORR",
    "BERICHTIGUNG",
    "KORREKTUR",
    "RECTIFICATIF",
    "CORRECTIF",
    "CORRECCIÓN",
    "RETTELSE",
    "RÄTTELSE",
];
/// The same for a kill.
const KILLS: &[&str] = &[
    "KILL",
    "MANDATORY KILL",
    "BULLETIN KILL",
    "STORY KILLED",
    "KILLED",
    "WITHDRAWN",
    "WITHDRAWAL",
];

/// Decides. Signals are codes without their vocabulary.
pub(super) fn decide(status: Status, version: &str, signals: &[String], note: &str, headline: &str) -> Kind {
    let signal = |wanted: &[&str]| {
        signals
            .iter()
            .any(|signal| wanted.iter().any(|wanted| signal.eq_ignore_ascii_case(wanted)))
    };
    if status == Status::Canceled || signal(&["kill", "cancel", "canceled", "withdraw"]) || begins(note, KILLS) {
        return Kind::Kill;
    }
    // In a headline the mark stands in capitals before the words: `CORRECTED-Tide comes in`.
    let marked = headline
        .split(|c: char| !(c.is_alphabetic() && c.is_uppercase()))
        .next()
        .is_some_and(|word| CORRECTS.contains(&word));
    if signal(&["correction", "corrected", "correct"]) || begins(note, CORRECTS) || marked {
        return Kind::Correction;
    }
    let later = version.trim().parse::<u64>().is_ok_and(|version| version > 1);
    if signal(&["update", "updated", "writethru"]) || later {
        return Kind::Update;
    }
    Kind::New
}

/// Whether a note begins with one of some words.
fn begins(note: &str, words: &[&str]) -> bool {
    let start: String = note
        .trim_start_matches(|c: char| !c.is_alphabetic())
        .chars()
        .take(40)
        .collect::<String>()
        .to_uppercase();
    words.iter().any(|word| {
        start
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// Whether a file is one that a browser shows as a picture, as far as its type tells.
pub(super) fn is_image(rendition: &Rendition) -> bool {
    rendition.media_type.is_empty() || rendition.media_type.starts_with("image/")
}

/// Names by which agencies call the largest file.
pub(super) fn is_large(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["highres", "hires", "original", "baseimage", "main", "large"]
        .iter()
        .any(|large| name.contains(large))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_signals_versions_and_words_decide_in_this_order() {
        let decided = |status, version, signals: &[&str], note, headline| {
            let signals: Vec<String> = signals.iter().map(|signal| (*signal).to_owned()).collect();
            decide(status, version, &signals, note, headline)
        };
        for (found, wanted) in [
            (decided(Status::Usable, "1", &[], "", "Tide"), Kind::New),
            (decided(Status::Usable, "3", &[], "", "Tide"), Kind::Update),
            (decided(Status::Usable, "1", &["update"], "", "Tide"), Kind::Update),
            (
                decided(Status::Usable, "3", &["correction"], "", "Tide"),
                Kind::Correction,
            ),
            (
                decided(Status::Usable, "3", &[], "Corrects name in 2nd graf", "Tide"),
                Kind::Correction,
            ),
            (
                decided(Status::Usable, "3", &[], "", "CORRECTED-Tide comes in"),
                Kind::Correction,
            ),
            (
                decided(Status::Usable, "1", &[], "", "Corrected tables are out"),
                Kind::New,
            ),
            (
                decided(Status::Usable, "3", &[], "Killers at large: more follows", "Tide"),
                Kind::Update,
            ),
            (
                decided(Status::Usable, "3", &[], "MANDATORY KILL. The story is wrong", "Tide"),
                Kind::Kill,
            ),
            (decided(Status::Canceled, "4", &["correction"], "", "Tide"), Kind::Kill),
            (decided(Status::Withheld, "2", &[], "", "Tide"), Kind::Update),
        ] {
            assert_eq!(found, wanted);
        }
    }
}
