//! Who met whom: "X met Y", "X meets with Y", "X and Y met", "talks between X and Y". What is met by a plan, a demand or
//! criticism is no meeting. Used by [`super::find`] alone.

use crate::gazetteer::NameKind;
use crate::names::Name;
use crate::reading::Reading;

/// Words that a name is reached through.
const REACH: usize = 8;

/// Words that stand between "met" and whoever was met, or between "and" and the second of two.
const TITLES: &[&str] = &[
    "the",
    "a",
    "an",
    "his",
    "her",
    "their",
    "its",
    "president",
    "vice",
    "prime",
    "minister",
    "foreign",
    "defence",
    "defense",
    "finance",
    "interior",
    "leader",
    "counterpart",
    "chancellor",
    "king",
    "queen",
    "prince",
    "princess",
    "chief",
    "secretary",
    "general",
    "mayor",
    "governor",
    "ambassador",
    "envoy",
    "premier",
    "pope",
    "senator",
    "deputy",
    "former",
    "new",
    "then",
    "supreme",
    "acting",
    "state",
    "opposition",
    "party",
    "special",
    "security",
    "adviser",
    "advisor",
    "national",
    "executive",
    "director",
    "chairman",
    "chairwoman",
    "chair",
    "commissioner",
    "of",
];

/// People whom a story names together.
const PEOPLE: &[&str] = &[
    "officials",
    "leaders",
    "ministers",
    "executives",
    "lawmakers",
    "senators",
    "representatives",
    "diplomats",
    "counterparts",
    "ambassadors",
    "envoys",
    "delegates",
    "negotiators",
    "governors",
    "mayors",
    "generals",
];

/// Words with which the sentence goes on once it has said that two have met.
const ONWARD: &[&str] = &[
    "in",
    "at",
    "on",
    "for",
    "to",
    "near",
    "outside",
    "over",
    "during",
    "before",
    "after",
    "behind",
    "by",
    "again",
    "here",
    "there",
    "face",
    "face-to-face",
    "yesterday",
    "today",
    "tomorrow",
    "late",
    "early",
    "last",
    "this",
    "next",
    "earlier",
    "twice",
    "once",
    "and",
    "as",
    "when",
    "while",
    "since",
    "under",
    "aboard",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Games have meetings of their own.
const GAMES: &[&str] = &[
    "final",
    "semifinal",
    "semi-final",
    "quarterfinal",
    "quarter-final",
    "match",
    "playoff",
    "playoffs",
    "tournament",
    "cup",
    "championship",
    "league",
];

/// The token behind a verb that tells of a meeting, with its "with".
pub(super) fn met(reading: &Reading<'_>, first: usize, at: usize, end: usize) -> Option<usize> {
    let word = reading.lower(at);
    if !matches!(word.as_str(), "met" | "meet" | "meets")
        || (at..end).any(|i| GAMES.contains(&reading.lower(i).as_str()))
    {
        return None;
    }
    let before = at.checked_sub(1).filter(|i| *i >= first).map(|i| reading.lower(i));
    let passive = ["is", "was", "were", "are", "be", "been", "being", "get", "got"];
    if before.as_deref().is_some_and(|word| passive.contains(&word)) {
        return None;
    }
    let mut next = at + 1;
    while next < end
        && (reading.lower(next).ends_with("ly") || matches!(reading.lower(next).as_str(), "again" | "also"))
    {
        next += 1;
    }
    if reading.lower(next) == "with" {
        return somebody(reading, next + 1, end).then_some(next + 1);
    }
    if somebody(reading, next, end) {
        return Some(at + 1);
    }
    let goes_on = next >= end
        || ONWARD.contains(&reading.lower(next).as_str())
        || !reading.word(next).chars().any(char::is_alphanumeric);
    (goes_on && two(reading, first, at)).then_some(at + 1)
}

/// Whether two different names follow: "between X and Y".
pub(super) fn between(reading: &Reading<'_>, from: usize, end: usize) -> bool {
    let mut found: Option<&Name> = None;
    for at in from..end.min(from + 2 * REACH) {
        if matches!(reading.word(at), "," | ";" | ":") {
            continue;
        }
        if let Some(name) = reading.name_at(reading.start(at)) {
            match found {
                Some(one) if one.entity != name.entity => return true,
                Some(_) => {}
                None => found = Some(name),
            }
        }
    }
    false
}

/// Whether somebody is named from a token on, behind titles at most; or people are named together.
fn somebody(reading: &Reading<'_>, from: usize, end: usize) -> bool {
    let mut at = from;
    while at < end.min(from + REACH) {
        let word = reading.lower(at);
        if let Some(name) = reading.name_at(reading.start(at)) {
            let behind = reading.tokens_in(name.span).1.max(at + 1);
            let owns = reading
                .page
                .text
                .get(name.span.end..)
                .is_some_and(|rest| rest.starts_with(['’', '\'']));
            match name.kind {
                NameKind::Person if !owns => return true,
                // "met NATO targets" is about targets.
                NameKind::Organisation if !owns => {
                    return behind >= end
                        || ONWARD.contains(&reading.lower(behind).as_str())
                        || !reading.word(behind).chars().any(char::is_alphanumeric);
                }
                // "met Norway’s foreign minister Erik Strand", "met Chinese officials": the name comes later.
                _ => at = behind,
            }
            continue;
        }
        if PEOPLE.contains(&word.as_str()) {
            return true;
        }
        let capital = reading.word(at).starts_with(char::is_uppercase);
        if !(capital || TITLES.contains(&word.as_str()) || matches!(word.as_str(), "’s" | "'s")) {
            return false;
        }
        at += 1;
    }
    false
}

/// Whether two names joined by "and" stand before a verb.
fn two(reading: &Reading<'_>, first: usize, verb: usize) -> bool {
    let mut at = verb;
    let step = |at: usize| at.checked_sub(1).filter(|i| *i >= first);
    let second = loop {
        let Some(before) = step(at) else { return false };
        at = before;
        if let Some(name) = reading.name_at(reading.start(at)) {
            break name;
        }
        let word = reading.lower(at);
        let helps = matches!(
            word.as_str(),
            "have" | "had" | "has" | "will" | "both" | "then" | "later" | "also" | "to" | "first" | "last"
        );
        if !helps && !word.ends_with("ly") {
            return false;
        }
    };
    at = reading.tokens_in(second.span).0;
    for _ in 0..REACH {
        let Some(before) = step(at) else { return false };
        at = before;
        let word = reading.lower(at);
        if word == "and" {
            return step(at)
                .and_then(|i| reading.name_at(reading.start(i)))
                .is_some_and(|one| one.entity != second.entity);
        }
        let capital = reading.word(at).starts_with(char::is_uppercase);
        if !(capital || TITLES.contains(&word.as_str())) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::page::Page;
    use crate::reading::Reading;

    fn told(text: &str) -> Vec<String> {
        let mut page = Page::from_plain(text);
        page.facts.date = Some("2026-11-25".into());
        let reading = Reading::of(&page);
        reading.events().iter().map(|event| event.line(&reading)).collect()
    }

    #[test]
    fn who_met_whom_is_read_with_both_of_them() {
        for (text, line) in [
            (
                "Anna Berg and Erik Strand met on Monday.",
                "meeting: Anna Berg, Erik Strand",
            ),
            (
                "Prime Minister Anna Berg and President Erik Strand have met in Oslo.",
                "meeting: Anna Berg, Erik Strand, Oslo",
            ),
            (
                "Anna Berg met Erik Strand in Oslo on Friday.",
                "meeting: Anna Berg, Erik Strand, Oslo",
            ),
            (
                "Anna Berg met the Norwegian prime minister Erik Strand.",
                "meeting: Anna Berg, Erik Strand",
            ),
            (
                "Anna Berg meets with Erik Strand on Friday.",
                "meeting: Anna Berg, Erik Strand",
            ),
            (
                "Anna Berg will meet Erik Strand in Oslo.",
                "meeting: Anna Berg, Erik Strand, Oslo",
            ),
            (
                "Talks between Russia and North Korea ended on Monday.",
                "meeting: Russia, North Korea",
            ),
            (
                "The talks between Anna Berg and Erik Strand in Oslo lasted an hour.",
                "meeting: Anna Berg, Erik Strand, Oslo",
            ),
        ] {
            assert_eq!(told(text), [line], "{text}");
        }
    }

    #[test]
    fn what_is_met_by_a_plan_or_by_criticism_is_no_meeting() {
        for text in [
            "Anna Berg’s plan met the requirements of the council.",
            "The plan of Anna Berg met with criticism.",
            "Anna Berg met with fierce criticism from Erik Strand.",
            "Anna Berg and Erik Strand met the deadline.",
            "Norway met NATO targets for the first time.",
            "Anna Berg met Erik Strand’s demands.",
            "The proposal was met with silence by Anna Berg.",
            "Norway and Sweden met in the final of the cup.",
            "Anna Berg told of talks between the lines of the report.",
            "Anna Berg and the council met their targets.",
        ] {
            assert_eq!(told(text), Vec::<String>::new(), "{text}");
        }
    }
}
