//! Who said what: direct, mixed and indirect quotations with their cue and speaker.
//! Called by [`crate::Reading`]; a pure reading of sentences by rules, in the manner of a sub-editor who looks for the verb of saying.

use crate::circumstances;
use crate::cues::{self, Cue};
use crate::marks::Quoted;
use crate::page::Role;
use crate::reading::{Reading, Sentence};
use crate::span::Span;
use crate::speakers::{self, Phrase};
use crate::when::When;

/// How words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Manner {
    /// All between quotation marks.
    Direct,
    /// Partly between quotation marks.
    Mixed,
    /// In the writer's words.
    Indirect,
}

impl Manner {
    /// The word of the JSON form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// One quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// How the words are given.
    pub manner: Manner,
    /// The words; a direct one without its marks.
    pub span: Span,
    /// The verb or noun of saying.
    pub cue: Option<Span>,
    /// The speaker as the sentence names them: "she", "the senator", "Harris".
    pub source: Option<Span>,
    /// The speaker by their fullest name, or as described.
    pub speaker: Option<String>,
    /// The entity of [`crate::Name`], when the speaker is a name.
    pub entity: Option<usize>,
    /// Speech; otherwise thought ("believes"), which is no quotation of the record.
    pub speech: bool,
    /// The sentence that says who spoke; a quotation without a cue has the sentence it begins in.
    pub sentence: Span,
    /// To whom it was said: "reporters", "Kim Jong Un".
    pub addressee: Option<Span>,
    /// Who carried it first: "CBS News".
    pub outlet: Option<Span>,
    /// On what occasion: "ASEAN summit", "interview".
    pub occasion: Option<Span>,
    /// Where it was said.
    pub place: Option<Span>,
    /// When it was said, as the sentence tells it.
    pub date: Option<When>,
    /// The speaker is described and not named ("US officials"): never a person of the record.
    pub unnamed: bool,
}

impl Quotation {
    fn new(manner: Manner, span: Span, cue: Option<Span>, source: Option<Span>, speech: bool) -> Self {
        Self {
            manner,
            span,
            cue,
            source,
            speaker: None,
            entity: None,
            speech,
            sentence: Span::default(),
            addressee: None,
            outlet: None,
            occasion: None,
            place: None,
            date: None,
            unnamed: false,
        }
    }
}

/// What stands before a cue begins at most this many tokens ahead of it.
const LONGEST: usize = 400;

/// A cue that was found in a sentence.
#[derive(Debug, Clone, Copy)]
struct Frame {
    cue: (usize, usize),
    source: Option<Phrase>,
    content: Span,
    speech: bool,
}

/// Finds the quotations of a page, in order.
pub fn find(reading: &Reading<'_>) -> Vec<Quotation> {
    let mut frames = Vec::new();
    for sentence in &reading.sentences {
        let role = reading.page.parts.get(sentence.part).map(|part| part.role);
        if matches!(
            role,
            Some(Role::Paragraph | Role::Item | Role::Standfirst | Role::Quote | Role::Caption)
        ) {
            of_sentence(reading, sentence, &mut frames);
        }
    }
    let mut found: Vec<Quotation> = Vec::new();
    for frame in &frames {
        found.extend(quotation(reading, frame));
    }
    found.sort_by_key(|q| (q.span.start, q.span.end));
    lonely(reading, &mut found);
    found.sort_by_key(|q| (q.span.start, q.span.end));
    found.dedup_by_key(|q| q.span);
    nested(&mut found);
    speakers::resolve(reading, &mut found);
    circumstances::fill(reading, &mut found);
    found
}

/// What A says that B said is A's: a quotation whose cue stands within the words of another is told by that one.
fn nested(found: &mut Vec<Quotation>) {
    let spans: Vec<(Span, Option<Span>)> = found.iter().map(|q| (q.span, q.cue)).collect();
    let mut index = 0_usize;
    found.retain(|q| {
        let here = index;
        index += 1;
        let Some(cue) = q.cue else { return true };
        // They stand in order, so whatever holds this one is near.
        let near = spans
            .get(here.saturating_sub(24)..(here + 8).min(spans.len()))
            .unwrap_or(&[]);
        !near.iter().any(|(span, other)| {
            span.holds(cue) && span.holds(q.span) && *span != q.span && other.is_some_and(|o| o != cue)
        })
    });
}

/// The pair of the outermost marks that holds a place.
fn outermost<'r>(reading: &'r Reading<'_>, at: usize) -> Option<&'r Quoted> {
    reading.quoted_at(at)
}

fn lower(reading: &Reading<'_>, at: usize) -> String {
    reading.word(at).to_lowercase()
}

fn starts_at(reading: &Reading<'_>, token: usize) -> usize {
    reading
        .tokens
        .get(token)
        .map_or(reading.page.text.len(), |t| t.span.start)
}

fn ends_at(reading: &Reading<'_>, token: usize) -> usize {
    reading.tokens.get(token).map_or(0, |t| t.span.end)
}

/// Words that may stand between a cue and what is said: listener, day, occasion.
fn skip_after(reading: &Reading<'_>, mut at: usize, end: usize, cue: Cue) -> usize {
    let mut budget = 14;
    let from = at;
    while at < end && budget > 0 {
        budget -= 1;
        let word = lower(reading, at);
        if cue.listener && at == from {
            // "told reporters", "told CBS News", "told him", "warned the leader of".
            if let Some(name) = reading.name_at(starts_at(reading, at)) {
                at = reading.tokens_in(name.span).1;
                continue;
            }
            if matches!(
                word.as_str(),
                "me" | "him"
                    | "her"
                    | "them"
                    | "us"
                    | "you"
                    | "reporters"
                    | "journalists"
                    | "supporters"
                    | "voters"
                    | "viewers"
                    | "people"
                    | "lawmakers"
                    | "fans"
                    | "officers"
                    | "police"
            ) {
                at += 1;
                continue;
            }
            if matches!(word.as_str(), "the" | "a" | "an" | "his" | "her" | "their" | "its") {
                let to = (at + 1..(at + 7).min(end)).find(|i| {
                    matches!(
                        lower(reading, *i).as_str(),
                        "that" | "," | ":" | "“" | "\"" | "to" | "in" | "on" | "at" | "during"
                    ) || outermost(reading, starts_at(reading, *i)).is_some()
                });
                if let Some(to) = to {
                    at = to;
                    continue;
                }
            }
        }
        match word.as_str() {
            "also" | "later" | "again" | "simply" | "publicly" | "bluntly" | "recently" | "repeatedly" | "today"
            | "yesterday" | "earlier" | "then" | "once" | "monday" | "tuesday" | "wednesday" | "thursday"
            | "friday" | "saturday" | "sunday" => at += 1,
            w if w.ends_with("ly") && w.len() > 4 && at == from && lower(reading, at + 1) == "that" => at += 1,
            "on" | "in" | "at" | "during" | "to" | "of" | "after" | "with" | "via" => {
                // An adjunct ends before "that", a comma, a colon or an opening mark.
                let to = (at + 1..(at + 13).min(end)).find(|i| {
                    let w = reading.word(*i);
                    matches!(w, "that" | "," | ":") || outermost(reading, starts_at(reading, *i)).is_some()
                });
                match to {
                    Some(to) if !(word == "to" && cue.to) => at = to,
                    _ => break,
                }
            }
            _ => break,
        }
    }
    at
}

fn is_open_mark(word: &str) -> bool {
    matches!(word, "“" | "\"" | "„" | "«" | "‘" | "'" | "`")
}

/// The content's end: the end of the sentence without its full stop, or of the quotation that runs beyond it.
fn clause_end(reading: &Reading<'_>, sentence: &Sentence, from: usize) -> usize {
    let mut end = sentence.tokens.1;
    while end > from && matches!(reading.word(end - 1), "." | "!" | "?" | "…") {
        end -= 1;
    }
    ends_at(reading, end.saturating_sub(1)).max(starts_at(reading, from))
}

/// Where the part of a sentence that belongs to this cue ends: before ", adding that", "; ", ", and she said".
fn cut_clause(reading: &Reading<'_>, from: usize, end: usize) -> usize {
    for i in from + 1..end {
        if outermost(reading, starts_at(reading, i)).is_some() {
            continue;
        }
        let word = reading.word(i);
        if word == ";" {
            return i;
        }
        if word == "," {
            let next = lower(reading, i + 1);
            if cues::verb(&next).is_some_and(|cue| cue.ing && cue.speech) || next == "according" {
                return i;
            }
            if next == "but" || said_between(reading, i + 1, end) {
                return i;
            }
            if next == "and" {
                let after = lower(reading, i + 2);
                if cues::verb(&after).is_some_and(|cue| !cue.ing && cue.speech) {
                    return i;
                }
            }
        } else if word == "by" && cues::verb(&lower(reading, i + 1)).is_some_and(|cue| cue.ing && cue.speech) {
            return i;
        } else if word == "and" || word == "but" {
            let after = lower(reading, i + 1);
            let third = lower(reading, i + 2);
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
fn said_between(reading: &Reading<'_>, from: usize, end: usize) -> bool {
    let Some(name) = reading.name_at(starts_at(reading, from)).or_else(|| {
        reading
            .name_at(starts_at(reading, from + 1))
            .filter(|_| reading.tokens.get(from).is_some_and(|t| t.capital))
    }) else {
        return false;
    };
    let verb = reading.tokens_in(Span::new(0, name.span.end)).1;
    verb + 2 < end
        && cues::verb(&lower(reading, verb)).is_some_and(|cue| cue.speech && !cue.ing)
        && (verb + 1..(verb + 4).min(end)).any(|i| outermost(reading, starts_at(reading, i)).is_some())
}

fn of_sentence(reading: &Reading<'_>, sentence: &Sentence, frames: &mut Vec<Frame>) {
    let (first, end) = sentence.tokens;
    let mut main: Option<Phrase> = None;
    let mut covered = first;
    for at in first..end {
        let start = starts_at(reading, at);
        if outermost(reading, start).is_some() {
            continue;
        }
        let word = lower(reading, at);
        if word == "according" && lower(reading, at + 1) == "to" {
            if let Some(frame) = according(reading, sentence, at) {
                main = frame.source.or(main);
                covered = end;
                frames.push(frame);
            }
            continue;
        }
        let link = lower(reading, at + 1);
        let owned = at > first
            && at >= covered
            && cues::takes(&word, &link)
            && speakers::possessor(reading, first, at).is_some_and(|p| p.to + 2 >= at);
        if (cues::is_noun(&word) && link == "that" || owned) && at >= covered {
            let source = speakers::possessor(reading, first, at);
            let to = clause_end(reading, sentence, at + 1);
            let bare = !matches!(
                word.as_str(),
                "evidence" | "news" | "idea" | "notion" | "speculation" | "report" | "reports"
            );
            frames.push(Frame {
                cue: (at, at + 1),
                source,
                content: Span::new(
                    starts_at(reading, at + 1 + usize::from(owned && link != "that" && link != "to")),
                    to,
                ),
                speech: source.is_some() && bare && link == "that",
            });
            covered = end;
            continue;
        }
        if cues::is_state(&word) && matches!(link.as_str(), "that" | "about" | "of" | "to") && at >= covered {
            let source = speakers::before(reading, first, at).filter(|p| p.to < at);
            if let Some(source) = source {
                let from = at + 1 + usize::from(link == "about" || link == "of");
                frames.push(Frame {
                    cue: (at, at + 1),
                    source: Some(source),
                    content: Span::new(starts_at(reading, from), clause_end(reading, sentence, from)),
                    speech: false,
                });
                covered = end;
                continue;
            }
        }
        if matches!(
            word.as_str(),
            "issued"
                | "issues"
                | "issuing"
                | "expressed"
                | "expresses"
                | "voiced"
                | "voices"
                | "raised"
                | "raises"
                | "raising"
                | "faced"
                | "faces"
                | "expressing"
                | "voicing"
                | "sparked"
                | "drew"
                | "made"
                | "makes"
        ) && at >= covered
        {
            if let Some(frame) = noun_frame(reading, sentence, at) {
                main = main.or(frame.source);
                covered = end;
                frames.push(frame);
            }
            continue;
        }
        let pointed = matches!(word.as_str(), "pointed" | "points" | "pointing") && lower(reading, at + 1) == "out";
        let opens = at >= covered && cues::opens_with(&word, &lower(reading, at + 1));
        if opens
            && !pointed
            && !is_noun_here(reading, first, at, end, &word)
            && let Some(frame) = opened(reading, sentence, at, main)
        {
            main = main.or(frame.source);
            covered = reading.tokens_in(Span::new(0, frame.content.end)).1;
            frames.push(frame);
            continue;
        }
        let Some(cue) = (if pointed {
            cues::verb("noted").map(|cue| Cue {
                thing: true,
                ing: word == "pointing",
                ..cue
            })
        } else {
            cues::verb(&word)
        }) else {
            continue;
        };
        if at > first && is_possessive(reading.word(at - 1)) && !cue.ing {
            continue;
        }
        if at > first && is_noun_here(reading, first, at, end, &word) {
            continue;
        }
        if reading.name_at(start).is_some()
            || reading
                .tokens
                .get(at)
                .is_some_and(|t| t.capital && at > first && !t.span.is_empty() && word != "said")
        {
            continue;
        }
        if let Some(frame) = verb_frame(reading, sentence, at, cue, main, covered) {
            if main.is_none() {
                main = frame.source;
            }
            // "highlighted the gravity by stating that": the second cue has what was said.
            if let Some(last) = frames.last().copied()
                && cue.ing
                && cues::verb(&lower(reading, last.cue.0)).is_some_and(|cue| cue.thing)
                && last.cue.0 >= first
                && !matches!(lower(reading, frame.cue.0).as_str(), "calling" | "describing")
                && !clause_follows(reading, last)
                && frame.content.start > last.content.start
            {
                frames.pop();
            }
            let reaches = reading.tokens_in(Span::new(0, frame.content.end)).1;
            if frame.content.start >= ends_at(reading, at) {
                covered = reaches;
            }
            frames.push(frame);
        }
    }
}

/// "his tweets", "a report on", "early-morning tweets": a form that is also a noun, where nothing could be its subject.
fn is_noun_here(reading: &Reading<'_>, first: usize, at: usize, end: usize, word: &str) -> bool {
    if !cues::may_be_noun(word) {
        return false;
    }
    let before = lower(reading, at - 1);
    if matches!(
        before.as_str(),
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
            | "these"
            | "those"
            | "of"
            | "for"
            | "in"
            | "on"
            | "from"
            | "with"
            | "about"
            | "to"
            | "no"
            | "any"
            | "some"
            | "such"
            | "other"
            | "several"
            | "many"
            | "and"
            | "or"
            | "by"
            | "more"
    ) && (before != "to" || word.ends_with('s'))
        && (before != "and" || at <= first + 2)
    {
        return true;
    }
    if matches!(
        before.as_str(),
        "he" | "she" | "it" | "they" | "who" | "which" | "that" | "also" | "”" | "\"" | ","
    ) || reading.name_at(starts_at(reading, at - 1)).is_some()
    {
        return false;
    }
    let next = lower(reading, at + 1);
    let goes_on = at + 1 < end
        && !matches!(
            next.as_str(),
            "of" | "in"
                | "on"
                | "from"
                | "for"
                | "about"
                | ","
                | "."
                | "were"
                | "are"
                | "was"
                | "is"
                | "have"
                | "has"
                | "had"
                | "and"
                | "to"
                | "against"
                | "by"
                | "at"
                | "made"
                | "came"
                | "with"
                | "or"
        );
    !goes_on
}

fn is_possessive(word: &str) -> bool {
    ["'s", "’s", "s'", "s’"].iter().any(|end| word.ends_with(end))
}

/// The content is a clause with "that" and not a thing.
fn clause_follows(reading: &Reading<'_>, frame: Frame) -> bool {
    let from = reading.tokens_in(frame.content).0;
    matches!(
        lower(reading, from).as_str(),
        "that" | "how" | "whether" | "why" | "what"
    ) || outermost(reading, frame.content.start).is_some()
}

/// "called for a vote", "spoke about her plans": what is meant stands after the small word.
fn opened(reading: &Reading<'_>, sentence: &Sentence, at: usize, main: Option<Phrase>) -> Option<Frame> {
    let (first, end) = sentence.tokens;
    let word = lower(reading, at);
    let source = if word.ends_with("ing") {
        let before = at
            .checked_sub(1)
            .filter(|i| *i >= first)
            .map(|i| lower(reading, i))
            .unwrap_or_default();
        match before.as_str() {
            "is" | "are" | "was" | "were" | "been" => speakers::before(reading, first, at),
            "," | "and" | "by" => main.or_else(|| speakers::opening(reading, first, at)),
            _ => None,
        }
    } else {
        speakers::before(reading, first, at).or(main.filter(|_| lower(reading, at.saturating_sub(1)) == "and"))
    }?;
    let next = lower(reading, at + 1);
    let from = at + 1 + usize::from(next != "that");
    let to = cut_clause(reading, from, end);
    let last = if to == end {
        clause_end(reading, sentence, from)
    } else {
        ends_at(reading, to.saturating_sub(1))
    };
    let last = last
        .checked_sub(1)
        .and_then(|i| outermost(reading, i))
        .map_or(last, |q| last.max(q.outer.end));
    let speech = cues::verb(&word).is_none_or(|cue| cue.speech) && !matches!(next.as_str(), "in" | "to");
    (last > starts_at(reading, from)).then(|| Frame {
        cue: (at, at + 2),
        source: Some(source),
        content: Span::new(starts_at(reading, from), trim_end(reading, last)),
        speech,
    })
}

/// "issued warnings regarding", "expressed concern that".
fn noun_frame(reading: &Reading<'_>, sentence: &Sentence, at: usize) -> Option<Frame> {
    let (first, end) = sentence.tokens;
    let noun = (at + 1..(at + 6).min(end)).find(|i| {
        let word = lower(reading, *i);
        cues::is_noun(&word)
            || matches!(
                word.as_str(),
                "questions" | "criticism" | "calls" | "complaints" | "anger" | "support" | "frustration" | "regret"
            )
    })?;
    let told = ["issu", "express", "voic"]
        .iter()
        .any(|stem| lower(reading, at).starts_with(stem));
    let link = lower(reading, noun + 1);
    if !matches!(
        link.as_str(),
        "regarding" | "about" | "over" | "that" | "of" | "on" | "at" | "for"
    ) {
        return None;
    }
    let source = speakers::before(reading, first, at)?;
    let from = if link == "that" { noun + 1 } else { noun + 2 };
    let to = cut_clause(reading, from, end);
    let last = if to == end {
        clause_end(reading, sentence, from)
    } else {
        ends_at(reading, to.saturating_sub(1))
    };
    Some(Frame {
        cue: (at, noun + 1),
        source: Some(source),
        content: Span::new(starts_at(reading, from), last),
        speech: told,
    })
}

fn according(reading: &Reading<'_>, sentence: &Sentence, at: usize) -> Option<Frame> {
    let (first, end) = sentence.tokens;
    let source = speakers::after(reading, at + 2, end)?;
    let cue = (at, at + 2);
    if at == first || at == first + 1 && is_open_mark(reading.word(first)) {
        let comma = (source.to..end)
            .find(|i| reading.word(*i) == "," && outermost(reading, starts_at(reading, *i)).is_none())?;
        let content = Span::new(starts_at(reading, comma + 1), clause_end(reading, sentence, comma + 1));
        return Some(Frame {
            cue,
            source: Some(source),
            content,
            speech: true,
        });
    }
    let mut to = at;
    while to > first && matches!(reading.word(to - 1), "," | "-" | "—" | "–") {
        to -= 1;
    }
    let from = outermost(reading, starts_at(reading, first)).map_or(starts_at(reading, first), |q| q.outer.start);
    (to > first).then(|| Frame {
        cue,
        source: Some(source),
        content: Span::new(from, ends_at(reading, to - 1)),
        speech: true,
    })
}

fn verb_frame(
    reading: &Reading<'_>,
    sentence: &Sentence,
    at: usize,
    cue: Cue,
    main: Option<Phrase>,
    covered: usize,
) -> Option<Frame> {
    let (first, end) = sentence.tokens;
    let before = at
        .checked_sub(1)
        .filter(|i| *i >= first)
        .map_or("", |i| reading.word(i));
    let next = lower(reading, at + 1);
    let closes = matches!(before, "”" | "\"" | "»" | "’" | "'");
    // "to meet and discuss" is what somebody means to do; "went on to say" is said.
    let led = at
        .checked_sub(2)
        .filter(|i| *i >= first)
        .map(|i| lower(reading, i))
        .unwrap_or_default();
    let meant = cue.base
        && matches!(before, "to" | "and" | "or")
        && !matches!(led.as_str(), "on" | "continued" | "continues" | "wanted");
    let make = |source: Option<Phrase>, content: Span| {
        (!content.is_empty()).then_some(Frame {
            cue: (at, at + 1),
            source,
            content,
            speech: cue.speech && !meant,
        })
    };
    // What stands before a cue: from the sentence's start or the quotation's, to the mark before the speaker.
    let content_before = |speaker_from: usize| -> Option<Span> {
        let mut to = speaker_from;
        while to > first && reading.word(to - 1) == "," {
            to -= 1;
        }
        let last = to.checked_sub(1).filter(|i| *i >= first)?;
        let close = outermost(reading, starts_at(reading, last));
        if let Some(q) = close.filter(|q| reading.tokens.get(last).is_some_and(|t| t.span.end == q.outer.end)) {
            // All words before are quoted, or the quotation ends a clause in the writer's words.
            let before_quote = reading
                .page
                .at(Span::new(sentence.span.start.min(q.outer.start), q.outer.start));
            let clean = before_quote.trim().trim_end_matches([',', ':']).trim();
            if clean.is_empty() {
                return Some(q.outer);
            }
            return Some(Span::new(
                starts_at(reading, covered.max(first).max(last.saturating_sub(LONGEST))).min(q.outer.start),
                q.outer.end,
            ));
        }
        let begin = covered.min(last).max(last.saturating_sub(LONGEST));
        Some(Span::new(starts_at(reading, begin), ends_at(reading, last)))
    };
    // "…," said X.
    let inverted = (closes || before == ",")
        && cue.speech
        && !cue.ing
        && !is_open_mark(&next)
        && next != "that"
        && !matches!(
            next.as_str(),
            "in" | "to"
                | "on"
                | "by"
                | "at"
                | ","
                | "."
                | "during"
                | "as"
                | "of"
                | "with"
                | "after"
                | "when"
                | "while"
                | "about"
        )
        && !is_time(&next)
        && !(before == "," && speakers::apposition(reading, first, at));
    if inverted
        && (closes
            || matches!(
                lower(reading, at).as_str(),
                "said" | "says" | "wrote" | "added" | "asked" | "explained"
            ))
        && let Some(source) = speakers::after(reading, at + 1, end)
    {
        let content = content_before(at)?;
        return make(Some(source), content).map(|frame| split(reading, sentence, frame, source.to));
    }
    let source = if cue.ing {
        let usual = matches!(before, "," | "by" | "”" | "\"" | "in" | "without")
            || lower(reading, at.saturating_sub(1)) == "by";
        let short = ["’s", "'s", "’re", "'re", "’m", "'m"]
            .iter()
            .any(|end| before.ends_with(end));
        let runs = matches!(before, "is" | "are" | "was" | "were" | "been") || short && cue.speech;
        if !usual && !runs {
            return None;
        }
        speakers::before(reading, first, at)
            .filter(|_| runs)
            .or(main)
            .or_else(|| speakers::opening(reading, first, at))
    } else if before == "to" && at > first + 1 {
        main.or_else(|| speakers::opening(reading, first, at))
            .or_else(|| speakers::before(reading, first, at))
    } else if matches!(before, "and" | "but") && cue.speech {
        main.or_else(|| speakers::opening(reading, first, at))
    } else {
        speakers::before(reading, first, at)
    };
    // "…, X said": the cue stands behind what is said.
    if !cue.ing
        && cue.speech
        && let Some(source) = source
    {
        let ahead = source
            .from
            .checked_sub(1)
            .filter(|i| *i >= first)
            .map_or("", |i| reading.word(i));
        let behind = closes_or_comma(ahead);
        let past = skip_after(reading, at + 1, end, cue);
        let stop = reading.word(past);
        let ends = past >= end
            || matches!(stop, "." | "," | "!" | "?" | ";" | ":" | "—" | "-")
            || is_open_mark(stop)
            || matches!(
                next.as_str(),
                "in" | "on"
                    | "at"
                    | "during"
                    | "of"
                    | "to"
                    | "as"
                    | "when"
                    | "after"
                    | "before"
                    | "while"
                    | "with"
                    | "about"
            );
        let work = source
            .from
            .checked_sub(1)
            .and_then(|i| outermost(reading, starts_at(reading, i)))
            .is_some_and(|q| q.outer.start > sentence.span.start && is_work(reading, q));
        let quoted_behind = !work
            && (matches!(ahead, "”" | "\"" | "»" | "’" | "'")
                || ahead == ","
                    && source.from >= first + 2
                    && outermost(reading, starts_at(reading, source.from.saturating_sub(2))).is_some());
        if behind
            && next != "that"
            && (cue.bare || !cue.thing)
            && (quoted_behind
                || ends
                    && (cue.bare || cue.listener)
                    && (source.from >= first + 5 || next == "," && source.from >= first + 2))
        {
            let content = content_before(source.from)?;
            // "The test, North Korea said, was its biggest": what goes on belongs to it.
            let rest = clause_end(reading, sentence, (at + 2).min(end.saturating_sub(1)));
            if !quoted_behind && next == "," && at + 5 < end && rest > ends_at(reading, at + 1) {
                return make(Some(source), Span::new(content.start, rest));
            }
            if quoted_behind || content.len() > 18 {
                return make(Some(source), content).map(|frame| split(reading, sentence, frame, at + 1));
            }
        }
    }
    if at < covered {
        return None;
    }
    // What follows the cue.
    let out = usize::from(next == "out" && lower(reading, at).starts_with("point"));
    let from = skip_after(reading, at + 1 + out, end, cue);
    let word = lower(reading, from);
    let after_comma = if matches!(word.as_str(), "," | ":" | "—") {
        from + 1
    } else {
        from
    };
    let quote = outermost(reading, starts_at(reading, after_comma));
    source?;
    if let Some(q) = quote.filter(|q| q.outer.start >= starts_at(reading, from) && !is_work(reading, q)) {
        let stop = cut_clause(reading, after_comma, end);
        let rest = reading.page.at(Span::new(
            q.outer.end,
            clause_end(reading, sentence, after_comma).max(q.outer.end),
        ));
        let trailing = rest.split_whitespace().count();
        let last = stop.checked_sub(1).map_or(q.outer.end, |i| ends_at(reading, i));
        let content_end = if trailing <= 1 || !rest.trim_start().starts_with(char::is_alphabetic) {
            q.outer.end
        } else {
            last.max(q.outer.end)
        };
        let content = Span::new(q.outer.start, trim_end(reading, content_end));
        return make(source, content);
    }
    let clause = |from: usize| {
        let stop = cut_clause(reading, from, end);
        let mut last = ends_at(reading, stop.saturating_sub(1)).min(clause_end(reading, sentence, from));
        if stop == end {
            last = clause_end(reading, sentence, from);
        }
        // A quotation that began in the clause is kept whole.
        if let Some(q) = last.checked_sub(1).and_then(|i| outermost(reading, i)) {
            last = last.max(q.outer.end);
        }
        Span::new(starts_at(reading, from), trim_end(reading, last))
    };
    let clause_words = matches!(
        word.as_str(),
        "that" | "how" | "whether" | "why" | "what" | "if" | "who" | "where" | "when"
    );
    if clause_words && from < end {
        return make(source, clause(from));
    }
    if word == "to" && cue.to {
        return make(source, clause(from));
    }
    if cue.listener && word == "to" && from > at + 1 {
        return make(source, clause(from));
    }
    if matches!(
        word.as_str(),
        "," | "." | ")" | "—" | "to" | "by" | "in" | "on" | "at" | "with" | "for" | "as"
    ) && !(cue.thing && matches!(word.as_str(), "as"))
    {
        let against = cue.speech && matches!(lower(reading, from + 1).as_str(), "against");
        return if against { make(source, clause(from)) } else { None };
    }
    if from >= end {
        return None;
    }
    if cue.bare && (looks_like_clause(reading, from, end) || cue.speech && begins_thing(reading, from, end)) {
        return make(source, clause(from));
    }
    if cue.thing || matches!(word.as_str(), "against" | "about" | "of") && cue.speech {
        let mut from = from;
        while from < end && (lower(reading, from).ends_with("ly")) {
            from += 1;
        }
        return make(source, clause(from));
    }
    if word == "sternly" || word == "strongly" || word == "out" {
        return make(source, clause(from + 1));
    }
    None
}

/// A word of time that may stand between a cue and its adjuncts.
fn is_time(word: &str) -> bool {
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

/// “Face the Nation” and the like: capitals throughout, after a preposition or an owner, and no words that anybody said.
pub(crate) fn is_work(reading: &Reading<'_>, quoted: &Quoted) -> bool {
    let (from, to) = reading.tokens_in(quoted.inner);
    let words: Vec<_> = reading
        .tokens
        .get(from..to)
        .unwrap_or(&[])
        .iter()
        .filter(|t| t.kind == crate::tokens::Kind::Word)
        .collect();
    let long = |t: &&&crate::tokens::Token| t.span.len() > 3;
    let capitals = (2..=7).contains(&words.len())
        && words.first().is_some_and(|t| t.capital)
        && words.iter().filter(long).all(|t| t.capital);
    let (_, open) = reading.tokens_in(Span::new(0, quoted.outer.start));
    let before = open.checked_sub(1).map(|i| lower(reading, i)).unwrap_or_default();
    capitals
        && (is_possessive(&before)
            || matches!(
                before.as_str(),
                "on" | "of"
                    | "in"
                    | "at"
                    | "the"
                    | "a"
                    | "an"
                    | "his"
                    | "her"
                    | "called"
                    | "titled"
                    | "and"
                    | "with"
                    | "show"
                    | "program"
                    | "programme"
                    | "film"
                    | "book"
                    | "song"
                    | "series"
                    | "to"
            ))
}

fn closes_or_comma(word: &str) -> bool {
    matches!(word, "," | "”" | "\"" | "»" | "’" | "'" | "?" | "!")
}

fn trim_end(reading: &Reading<'_>, end: usize) -> usize {
    let text = reading.page.text.get(..end).unwrap_or("");
    text.trim_end_matches([' ', ',', '\u{a0}']).len()
}

/// “A,” she said, “B”: what follows the cue belongs to it too, when it opens at once.
fn split(reading: &Reading<'_>, sentence: &Sentence, frame: Frame, after: usize) -> Frame {
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
fn begins_thing(reading: &Reading<'_>, from: usize, end: usize) -> bool {
    let word = lower(reading, from);
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
fn looks_like_clause(reading: &Reading<'_>, from: usize, end: usize) -> bool {
    let word = lower(reading, from);
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
    let verb = |i: usize| {
        let w = lower(reading, i);
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
    let room = (from..(from + 16).min(end)).any(verb);
    pronoun && end > from + 2
        || (article || name) && room
        || room && end > from + 3 && word.chars().next().is_some_and(char::is_alphabetic)
}

/// Makes a quotation of a frame; the marks around direct words are left outside.
fn quotation(reading: &Reading<'_>, frame: &Frame) -> Option<Quotation> {
    let content = frame.content;
    let words = |span: Span| {
        let (a, b) = reading.tokens_in(span);
        reading
            .tokens
            .get(a..b)
            .unwrap_or(&[])
            .iter()
            .filter(|t| t.kind != crate::tokens::Kind::Mark)
            .count()
    };
    let all = words(content);
    let quoted: usize = reading
        .quoted_in(content)
        .iter()
        .filter(|q| q.depth == 0 && q.outer.meets(content))
        .map(|q| {
            words(Span::new(
                q.inner.start.max(content.start),
                q.inner.end.min(content.end),
            ))
        })
        .sum();
    if all == 0 {
        return None;
    }
    let attribution = frame.cue.0;
    let within = starts_at(reading, attribution) > content.start && starts_at(reading, attribution) < content.end;
    let first = outermost(reading, content.start).filter(|q| q.outer.start == content.start);
    let last = content
        .end
        .checked_sub(1)
        .and_then(|at| reading.quoted_at(at))
        .filter(|q| q.outer.end == content.end);
    let manner = if quoted == 0 {
        Manner::Indirect
    } else if quoted >= all || within && first.is_some() && last.is_some() {
        Manner::Direct
    } else {
        Manner::Mixed
    };
    let span = if manner == Manner::Direct {
        let start = first.map_or(content.start, |q| q.inner.start);
        let end = last.map_or(content.end, |q| q.inner.end);
        Span::new(start, end)
    } else {
        content
    };
    let cue = Span::new(
        starts_at(reading, frame.cue.0),
        ends_at(reading, frame.cue.1.saturating_sub(1)),
    );
    let source = frame.source.map(|phrase| phrase.span(reading));
    Some(Quotation::new(manner, span, Some(cue), source, frame.speech))
}

/// Quoted sentences that no cue took: they go on from a speaker nearby.
fn lonely(reading: &Reading<'_>, found: &mut Vec<Quotation>) {
    let mut last: Option<(usize, Option<Span>, usize)> = None; // part, source, end
    let mut new = Vec::new();
    for quoted in &reading.quoted {
        let role = reading.page.parts.get(quoted.part).map(|part| part.role);
        let heading = role.is_some_and(Role::is_heading);
        if quoted.depth > 0
            || role.is_some_and(|role| matches!(role, Role::Line | Role::Cell | Role::Alt | Role::Credit))
        {
            continue;
        }
        let upto = found.partition_point(|q| q.span.start < quoted.inner.end.max(quoted.inner.start + 1));
        let near = found.get(upto.saturating_sub(24)..upto).unwrap_or(&[]);
        let taken = near
            .iter()
            .find(|q| q.span.meets(quoted.inner) && q.speech)
            .or_else(|| near.iter().find(|q| q.span.meets(quoted.inner)));
        if let Some(taken) = taken {
            last = Some((quoted.part, taken.source, quoted.outer.end));
            continue;
        }
        let (a, b) = reading.tokens_in(quoted.inner);
        let words = b.saturating_sub(a);
        let inner = reading.page.at(quoted.inner).trim();
        let ended = inner.ends_with(['.', ',', '!', '?', '…']) || quoted.goes_on;
        let whole_part = reading
            .page
            .parts
            .get(quoted.part)
            .is_some_and(|part| part.span.start == quoted.outer.start);
        let sentence = words >= 5 && (ended || whole_part) || words >= 9;
        // The sentence before may introduce it with a colon, and a short term is none.
        let label = speakers::label(reading, quoted.inner).or_else(|| speakers::signature(reading, quoted));
        let source = label.or_else(|| {
            if heading {
                speakers::of_heading(reading, quoted)
            } else {
                speakers::near(reading, quoted, last)
            }
        });
        let (from, to) = (a, b);
        let title = reading
            .tokens
            .get(from..to)
            .unwrap_or(&[])
            .iter()
            .filter(|t| t.kind == crate::tokens::Kind::Word && t.span.len() > 3)
            .all(|t| t.capital);
        let fragment = source.is_some() && (heading || words >= 2 && !title && !is_work(reading, quoted));
        if !sentence && !fragment {
            continue;
        }
        let manner = if whole_part || ended {
            Manner::Direct
        } else {
            Manner::Mixed
        };
        // The label of a transcript is no part of the words.
        let from = label
            .filter(|label| quoted.inner.holds(*label))
            .map_or(quoted.inner.start, |label| {
                let rest = reading.page.text.get(label.end..quoted.inner.end).unwrap_or("");
                label.end + (rest.len() - rest.trim_start_matches([':', ' ', '\u{a0}']).len())
            });
        let span = Span::new(from.min(quoted.inner.end), quoted.inner.end);
        new.push(Quotation::new(manner, span, None, source, true));
        if !heading {
            last = Some((quoted.part, source, quoted.outer.end));
        }
    }
    found.extend(new);
}
