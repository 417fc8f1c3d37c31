//! Where a clause begins and ends, and whether one follows at all.
//! Called by the frames of speech; without a parser it is a guess, made from marks, conjunctions and verbs.

use super::frames::Frame;
use super::{ends_at, outermost, starts_at};
use crate::cues;
use crate::reading::{Reading, Sentence};
use crate::span::Span;

/// The content's end: the end of the sentence without its full stop, or of the quotation that runs beyond it.
pub(super) fn clause_end(reading: &Reading<'_>, sentence: &Sentence, from: usize) -> usize {
    let mut end = sentence.tokens.1;
    while end > from && matches!(reading.word(end - 1), "." | "!" | "?" | "…") {
        end -= 1;
    }
    ends_at(reading, end.saturating_sub(1)).max(starts_at(reading, from))
}

/// Where the part of a sentence that belongs to this cue ends: before ", adding that", "; ", ", and she said".
pub(super) fn cut_clause(reading: &Reading<'_>, from: usize, end: usize) -> usize {
    for i in from + 1..end {
        if outermost(reading, starts_at(reading, i)).is_some() {
            continue;
        }
        let word = reading.word(i);
        if word == ";" {
            return i;
        }
        if word == "," {
            let next = reading.lower(i + 1);
            if cues::verb(&next).is_some_and(|cue| cue.ing && cue.speech) || next == "according" {
                return i;
            }
            if next == "but" || said_between(reading, i + 1, end) {
                return i;
            }
            if next == "and" {
                let after = reading.lower(i + 2);
                if cues::verb(&after).is_some_and(|cue| !cue.ing && cue.speech) {
                    return i;
                }
            }
        } else if word == "by" && cues::verb(&reading.lower(i + 1)).is_some_and(|cue| cue.ing && cue.speech) {
            return i;
        } else if word == "and" || word == "but" {
            let after = reading.lower(i + 1);
            let third = reading.lower(i + 2);
            if cues::verb(&after).is_some_and(|cue| cue.speech && !cue.ing && (cue.bare || third == "that"))
                && (third == "that" || matches!(after.as_str(), "said" | "told" | "added" | "cautioned" | "warned"))
            {
                return i;
            }
        }
    }
    end
}

/// "…, Mr. Barrett said, “…”": a new speaker whose words are quoted.
pub(super) fn said_between(reading: &Reading<'_>, from: usize, end: usize) -> bool {
    let Some(name) = reading.name_at(starts_at(reading, from)).or_else(|| {
        reading
            .name_at(starts_at(reading, from + 1))
            .filter(|_| reading.tokens.get(from).is_some_and(|t| t.capital))
    }) else {
        return false;
    };
    let verb = reading.tokens_in(Span::new(0, name.span.end)).1;
    verb + 2 < end
        && cues::verb(&reading.lower(verb)).is_some_and(|cue| cue.speech && !cue.ing)
        && (verb + 1..(verb + 4).min(end)).any(|i| outermost(reading, starts_at(reading, i)).is_some())
}

/// The content is a clause with "that" and not a thing.
pub(super) fn clause_follows(reading: &Reading<'_>, frame: Frame) -> bool {
    let from = reading.tokens_in(frame.content).0;
    matches!(
        reading.lower(from).as_str(),
        "that" | "how" | "whether" | "why" | "what"
    ) || outermost(reading, frame.content.start).is_some()
}

/// A word of time that may stand between a cue and its adjuncts.
pub(super) fn is_time(word: &str) -> bool {
    matches!(
        word,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "today"
            | "yesterday"
            | "earlier"
            | "later"
            | "last"
            | "recently"
            | "this"
            | "again"
            | "then"
            | "afterwards"
            | "tonight"
    ) || word.ends_with("ly") && word.len() > 4
}

pub(super) fn closes_or_comma(word: &str) -> bool {
    matches!(word, "," | "”" | "\"" | "»" | "’" | "'" | "?" | "!")
}

pub(super) fn trim_end(reading: &Reading<'_>, end: usize) -> usize {
    let text = reading.page.text.get(..end).unwrap_or("");
    text.trim_end_matches([' ', ',', '\u{a0}']).len()
}

/// “A,” she said, “B”: what follows the cue belongs to it too, when it opens at once.
pub(super) fn split(reading: &Reading<'_>, sentence: &Sentence, frame: Frame, after: usize) -> Frame {
    let mut at = after;
    let limit = (after + 14).min(sentence.tokens.1);
    while at < limit && outermost(reading, starts_at(reading, at)).is_none() {
        at += 1;
    }
    if let Some(q) = outermost(reading, starts_at(reading, at)).filter(|q| q.outer.start >= frame.content.end)
        && at < limit
        && at > after
        && matches!(reading.word(at - 1), "," | ":")
        && frame.content.start < q.outer.start
    {
        return Frame {
            content: Span::new(frame.content.start, q.outer.end),
            ..frame
        };
    }
    frame
}

/// What follows begins like the subject of a clause or like a thing that was said.
pub(super) fn begins_thing(reading: &Reading<'_>, from: usize, end: usize) -> bool {
    let word = reading.lower(from);
    let Some(token) = reading.tokens.get(from) else {
        return false;
    };
    if token.kind == crate::tokens::Kind::Mark || end < from + 4 || is_time(&word) {
        return false;
    }
    !matches!(
        word.as_str(),
        "in" | "on"
            | "at"
            | "to"
            | "by"
            | "with"
            | "for"
            | "from"
            | "of"
            | "as"
            | "after"
            | "before"
            | "during"
            | "and"
            | "or"
            | "but"
            | "so"
            | "when"
            | "while"
            | "because"
            | "since"
            | "through"
            | "via"
            | "about"
            | "against"
            | "over"
            | "nothing"
            | "something"
            | "back"
            | "out"
            | "up"
            | "down"
            | "off"
            | "more"
            | "less"
            | "little"
            | "much"
            | "anything"
            | "yes"
            | "not"
    )
}

/// A subject and a verb seem to follow: a pronoun, an article, a name or a plural, and not at once the end.
pub(super) fn looks_like_clause(reading: &Reading<'_>, from: usize, end: usize) -> bool {
    let word = reading.lower(from);
    let pronoun = matches!(
        word.as_str(),
        "he" | "she"
            | "it"
            | "they"
            | "we"
            | "i"
            | "you"
            | "there"
            | "this"
            | "these"
            | "those"
            | "no"
            | "some"
            | "many"
            | "most"
            | "all"
            | "nobody"
            | "everyone"
            | "if"
            | "while"
    );
    let article = matches!(
        word.as_str(),
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "their"
            | "its"
            | "my"
            | "our"
            | "your"
            | "such"
            | "any"
            | "each"
            | "both"
            | "more"
            | "several"
            | "about"
    );
    let name = reading.name_at(starts_at(reading, from)).is_some();
    let room = has_verb(reading, from, (from + 16).min(end));
    pronoun && end > from + 2
        || (article || name) && room
        || room && end > from + 3 && word.chars().next().is_some_and(char::is_alphabetic)
}

/// A finite verb, or what looks like one, stands between two tokens.
pub(super) fn has_verb(reading: &Reading<'_>, from: usize, to: usize) -> bool {
    let verb = |i: usize| {
        let w = reading.lower(i);
        matches!(
            w.as_str(),
            "is" | "was"
                | "are"
                | "were"
                | "will"
                | "would"
                | "has"
                | "had"
                | "have"
                | "could"
                | "can"
                | "should"
                | "may"
                | "might"
                | "must"
                | "did"
                | "does"
                | "do"
                | "wants"
                | "needs"
                | "isn't"
                | "wasn't"
                | "don't"
                | "didn't"
                | "won't"
                | "isn’t"
                | "wasn’t"
                | "don’t"
                | "didn’t"
                | "won’t"
        ) || w.ends_with("ed") && w.len() > 4
            || w.ends_with("'s")
            || w.ends_with("’s")
            || w.ends_with("n't")
            || w.ends_with("n’t")
            || w.ends_with("'re")
            || w.ends_with("'d")
            || w.ends_with("'ll")
            || w.ends_with("’re")
            || w.ends_with("’d")
            || w.ends_with("’ll")
            || w.ends_with("'ve")
            || w.ends_with("’ve")
    };
    (from..to).any(verb)
}

/// "While she has said that it rains, her aides doubt it": a cue in a clause that leads to the main one ends at its comma.
pub(super) fn subordinate_end(
    reading: &Reading<'_>,
    first: usize,
    cue: usize,
    from: usize,
    end: usize,
) -> Option<usize> {
    let leads = matches!(
        reading.lower(first).as_str(),
        "while" | "when" | "although" | "though" | "as" | "after" | "because" | "since" | "despite" | "before"
    );
    let clear = leads && cue <= first + 16 && (first..cue).all(|i| reading.word(i) != ",");
    let comma = (from + 2..end.min(from + 60))
        .find(|i| reading.word(*i) == "," && outermost(reading, starts_at(reading, *i)).is_none())?;
    (clear && comma + 4 < end).then_some(comma)
}
