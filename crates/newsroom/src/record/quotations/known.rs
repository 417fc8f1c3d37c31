//! How a quotation is probably known: from another house that its sentence names, or from a transcript that lies with the
//! story. Pure; the rail shows the answer before anybody presses the key, and a person may say otherwise.

use courant_copydesk::circumstances::is_outlet;
use courant_copydesk::{Manner, NameKind, Quotation, Reading, Span};
use courant_model::quotation::{KnownHow, fold_space};

/// Fewer quoted words than these stand in a transcript by chance.
const FEW: usize = 3;
/// Words before the name of a house that are looked at, and after it.
const AROUND: usize = 4;

/// How it is known, and what says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// How.
    pub how: KnownHow,
    /// From which house; empty unless it is known from one.
    pub outlet: String,
    /// The sentence or a transcript says so. Nothing does where this is false: what is proposed is the usual answer.
    pub is_told: bool,
}

/// The words of a transcript, folded for looking through.
#[derive(Debug, Clone, Default)]
pub struct Transcript(Vec<String>);

impl Transcript {
    /// Of its text.
    pub fn of(text: &str) -> Self {
        Self(folded(text))
    }

    fn holds(&self, words: &[String]) -> bool {
        self.0.windows(words.len()).any(|stretch| stretch == words)
    }
}

fn folded(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
                .replace('’', "'")
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Reads it from the sentence; else from the transcripts; else it is what the newsroom usually does, and nothing says so.
pub(super) fn read(reading: &Reading<'_>, quotation: &Quotation, whole: Span, transcripts: &[Transcript]) -> Known {
    if let Some((how, span)) = house(reading, quotation, whole) {
        return Known {
            how,
            outlet: fold_space(reading.page.at(span)),
            is_told: true,
        };
    }
    if !transcripts.is_empty() && stands_in(reading, quotation, transcripts) {
        return Known {
            how: KnownHow::Transcript,
            outlet: String::new(),
            is_told: true,
        };
    }
    Known::default()
}

/// The house that the sentence names as the one to which it was told, or which quotes it, also where the copy desk takes it
/// for the speaker. A house that the speaker speaks for, or of which they only talk, is none.
fn house(reading: &Reading<'_>, quotation: &Quotation, whole: Span) -> Option<(KnownHow, Span)> {
    let source = quotation.source.unwrap_or_default();
    reading
        .names
        .iter()
        .filter(|name| whole.holds(name.span) && !quotation.span.meets(name.span))
        .filter(|name| name.kind != NameKind::Place && is_outlet(&name.main))
        .filter(|name| reading.quoted_at(name.span.start).is_none())
        .find_map(|name| {
            let page = reading.page;
            let before = page.at(Span::new(whole.start, name.span.start));
            let after = page.at(Span::new(name.span.end, whole.end));
            around(before, after)
                .filter(|how| *how == KnownHow::QuotedBy || !source.meets(name.span))
                .map(|how| (how, name.span))
        })
}

/// What the words beside the name of a house say.
fn around(before: &str, after: &str) -> Option<KnownHow> {
    let mut behind: Vec<String> = folded(before.rsplit([',', ';', '“', '”', '—', '(']).next().unwrap_or(before));
    while matches!(
        behind.last().map(String::as_str),
        Some(
            "the"
                | "a"
                | "an"
                | "newspaper"
                | "broadcaster"
                | "network"
                | "agency"
                | "magazine"
                | "channel"
                | "station"
                | "website"
                | "'s"
        )
    ) {
        behind.pop();
    }
    let start = behind.len().saturating_sub(AROUND);
    let behind = behind.get(start..).unwrap_or_default();
    let ends = |words: &[&str]| behind.ends_with(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    if ends(&["according", "to"]) || ends(&["quoted", "in"]) || ends(&["cited", "in"]) {
        return Some(KnownHow::QuotedBy);
    }
    if ["quoted", "reported", "cited", "published", "obtained", "carried"]
        .iter()
        .any(|verb| ends(&[verb, "by"]))
    {
        return Some(KnownHow::QuotedBy);
    }
    let interviewed = behind.iter().any(|word| {
        matches!(
            word.as_str(),
            "interview" | "interviewed" | "conversation" | "speaking" | "spoke" | "talking"
        )
    });
    let joined = matches!(
        behind.last().map(String::as_str),
        Some("with" | "to" | "by" | "for" | "on")
    );
    if ends(&["told"]) || interviewed && joined || ends(&["said", "on"]) {
        return Some(KnownHow::ToldTo);
    }
    let first = folded(after.split(['“', ';', '(']).next().unwrap_or(after));
    let first: Vec<&str> = first.iter().take(AROUND).map(String::as_str).collect();
    match first.as_slice() {
        [
            "quoted" | "quotes" | "cited" | "cites" | "reported" | "reports" | "quoting" | "citing",
            ..,
        ]
        | ["has" | "had", "quoted" | "cited" | "reported", ..] => Some(KnownHow::QuotedBy),
        _ => None,
    }
}

/// Whether the quoted words stand in a transcript to the letter, whatever the marks and capitals: of a mixed quotation
/// those between the marks, of one in the writer's words none.
fn stands_in(reading: &Reading<'_>, quotation: &Quotation, transcripts: &[Transcript]) -> bool {
    if quotation.manner == Manner::Indirect {
        return false;
    }
    let inner: Vec<Span> = reading
        .quoted
        .iter()
        .filter(|quoted| quoted.depth == 0 && quotation.span.meets(quoted.inner))
        .map(|quoted| quoted.inner)
        .collect();
    let pieces: Vec<Vec<String>> = if inner.is_empty() { vec![quotation.span] } else { inner }
        .into_iter()
        // What the writer left out or put in stands between dots or brackets.
        .flat_map(|span| {
            reading
                .page
                .at(span)
                .split(['…', '[', ']'])
                .flat_map(|piece| piece.split("..."))
                .map(folded)
                .collect::<Vec<_>>()
        })
        .filter(|piece| !piece.is_empty())
        .collect();
    let words: usize = pieces.iter().map(Vec::len).sum();
    words >= FEW
        && transcripts
            .iter()
            .any(|transcript| pieces.iter().all(|piece| transcript.holds(piece)))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::found;
    use super::*;
    use courant_copydesk::Page;
    use courant_text::{SequentialIds, plain};

    fn known(text: &str, transcripts: &[&str]) -> (KnownHow, String, bool) {
        let page = Page::from_document(&plain::read(text, &mut SequentialIds::new()));
        let transcripts: Vec<Transcript> = transcripts.iter().map(|text| Transcript::of(text)).collect();
        let one = found::read_with(&page, &transcripts).into_iter().next().unwrap();
        (one.known.how, one.known.outlet, one.known.is_told)
    }

    fn told(how: KnownHow, outlet: &str) -> (KnownHow, String, bool) {
        (how, outlet.to_owned(), true)
    }

    #[test]
    fn what_was_told_to_a_house_names_the_house() {
        for text in [
            "“The quay will hold for a hundred years,” Anna Berg told CBS News.",
            "“The quay will hold for a hundred years,” Anna Berg said in an interview with CBS News on Monday.",
            "Anna Berg told the broadcaster CBS News that the quay would hold.",
        ] {
            assert_eq!(known(text, &[]), told(KnownHow::ToldTo, "CBS News"), "{text}");
        }
    }

    #[test]
    fn what_a_house_quotes_is_quoted_by_it_and_was_not_told_to_it() {
        for text in [
            "“The quay will hold for a hundred years,” Anna Berg said, according to CBS News.",
            "“The quay will hold for a hundred years,” Anna Berg said, CBS News reported.",
        ] {
            assert_eq!(known(text, &[]), told(KnownHow::QuotedBy, "CBS News"), "{text}");
        }
    }

    #[test]
    fn a_transcript_that_has_the_words_to_the_letter_is_how_it_is_known() {
        let text = "“The quay will hold for a hundred years,” Anna Berg said.";
        let transcript = "BERG: Thank you. The quay will hold, for a hundred years. Next question.";
        assert_eq!(known(text, &[transcript]), told(KnownHow::Transcript, ""));
        assert!(
            !known(text, &["BERG: The quay should hold for a hundred years."]).2,
            "other words are another remark"
        );
        assert!(
            !known("Anna Berg said that the quay would hold.", &["the quay would hold"]).2,
            "the writer's words are in no transcript"
        );
        let mixed = "Anna Berg said that the quay “will hold for a hundred years” and more.";
        assert!(!known(mixed, &["It will hold for ten years."]).2);
        assert_eq!(
            known(mixed, &["It will hold for a hundred years."]),
            told(KnownHow::Transcript, "")
        );
    }

    #[test]
    fn a_house_that_is_only_talked_of_says_nothing_about_how_it_is_known() {
        for text in [
            "“The quay will hold for a hundred years,” Anna Berg said.",
            "“The quay will hold for a hundred years,” Anna Berg told reporters.",
            "“The quay will hold for a hundred years,” Anna Berg said outside CBS News.",
            "“CBS News has it all wrong about the quay,” Anna Berg said.",
            "“The quay will hold for a hundred years,” Anna Berg wrote on Twitter.",
        ] {
            assert_eq!(known(text, &[]), (KnownHow::Heard, String::new(), false), "{text}");
        }
    }
}
