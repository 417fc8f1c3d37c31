//! Events that a story tells of: what happened or is to happen, who took part, where and when, with the sentence that says so.
//! Asked for by [`Reading::events`]; suggestions for a timeline, which a person confirms. Quoted words tell of no event.

mod meetings;
mod words;

use crate::circumstances::is_outlet;
use crate::gazetteer::NameKind;
use crate::page::Role;
use crate::reading::{Reading, Sentence};
use crate::span::Span;
use crate::tokens::Kind;
use crate::when::{self, When};
use words::{AHEAD, HEARSAY, NOUNS, OPEN, PHRASES, VERBS};

/// What kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// Somebody announces, declares or apologises.
    Statement,
    /// People meet or hold talks.
    Meeting,
    /// Somebody travels to meet others.
    Visit,
    /// Sanctions, a ban, a fine, a tariff.
    Sanction,
    /// A vote, an election, a law that passes.
    Vote,
    /// Violence.
    Attack,
    /// An arrest.
    Arrest,
    /// A charge, a trial, a verdict, a sentence.
    Trial,
    /// A treaty, a deal, a purchase.
    Agreement,
    /// Somebody takes or leaves an office.
    Appointment,
    /// An accident or a disaster.
    Disaster,
    /// A death.
    Death,
    /// A protest or a strike.
    Protest,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Statement,
        Self::Meeting,
        Self::Visit,
        Self::Sanction,
        Self::Vote,
        Self::Attack,
        Self::Arrest,
        Self::Trial,
        Self::Agreement,
        Self::Appointment,
        Self::Disaster,
        Self::Death,
        Self::Protest,
    ];

    /// The word that is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Meeting => "meeting",
            Self::Visit => "visit",
            Self::Sanction => "sanction",
            Self::Vote => "vote",
            Self::Attack => "attack",
            Self::Arrest => "arrest",
            Self::Trial => "trial",
            Self::Agreement => "agreement",
            Self::Appointment => "appointment",
            Self::Disaster => "disaster",
            Self::Death => "death",
            Self::Protest => "protest",
        }
    }
}

/// How sure the story is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// It is to happen.
    Planned,
    /// Others say so, or it is rumoured.
    Reported,
    /// The story says so in its own words.
    Confirmed,
}

impl Standing {
    /// The word that is kept.
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Reported => "reported",
            Self::Confirmed => "confirmed",
        }
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What kind.
    pub kind: EventKind,
    /// How sure.
    pub standing: Standing,
    /// The words that tell it: "trip", "imposed sanctions".
    pub words: Span,
    /// The sentence.
    pub sentence: Span,
    /// Who takes part: indices into [`Reading::names`], each entity once, those who act first.
    pub participants: Vec<usize>,
    /// Where: index into [`Reading::names`].
    pub place: Option<usize>,
    /// When, as the sentence tells it.
    pub when: Option<When>,
}

impl Event {
    /// One line for a person who decides: "visit: Kim Jong Un, Russia".
    pub fn line(&self, reading: &Reading<'_>) -> String {
        let mut names: Vec<&str> = self
            .participants
            .iter()
            .chain(&self.place)
            .filter_map(|at| reading.names.get(*at))
            .map(|name| name.main.as_str())
            .collect();
        names.dedup();
        format!("{}: {}", self.kind.word(), names.join(", "))
    }
}

impl Reading<'_> {
    /// The events that the text tells of, in order; a paragraph that is printed twice tells them once.
    pub fn events(&self) -> Vec<Event> {
        find(self)
    }
}

/// Finds the events of a page.
pub fn find(reading: &Reading<'_>) -> Vec<Event> {
    let story = when::story_date(reading);
    let mut found: Vec<Event> = Vec::new();
    let mut seen: std::collections::HashSet<String> = std::collections::HashSet::new();
    for sentence in &reading.sentences {
        let role = reading.page.parts.get(sentence.part).map(|part| part.role);
        if !matches!(role, Some(Role::Paragraph | Role::Item | Role::Standfirst)) {
            continue;
        }
        let folded: String = reading
            .page
            .at(sentence.span)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if !seen.insert(folded) {
            continue;
        }
        found.extend(of_sentence(reading, sentence, story));
    }
    found
}

/// The first trigger of a sentence that holds: one event a sentence keeps suggestions few.
fn of_sentence(reading: &Reading<'_>, sentence: &Sentence, story: Option<(i32, u8, u8)>) -> Option<Event> {
    let (first, end) = sentence.tokens;
    (first..end).find_map(|at| {
        let token = reading.tokens.get(at)?;
        let name = reading.name_at(token.span.start).is_some();
        if token.kind != Kind::Word || name || reading.quoted_at(token.span.start).is_some() {
            return None;
        }
        let (kind, to) = trigger(reading, first, at, end)?;
        event(reading, sentence, story, kind, (at, to))
    })
}

/// The kind of a trigger at a token, and the token after its last word.
fn trigger(reading: &Reading<'_>, first: usize, at: usize, end: usize) -> Option<(EventKind, usize)> {
    let word = reading.lower(at);
    let before = at
        .checked_sub(1)
        .filter(|i| *i >= first)
        .map(|i| reading.lower(i))
        .unwrap_or_default();
    if let Some(to) = meetings::met(reading, first, at, end) {
        return Some((EventKind::Meeting, to));
    }
    for (forms, words, kind) in PHRASES {
        if !forms.contains(&word.as_str()) {
            continue;
        }
        let reach = if words.contains(&"with") || words.contains(&"to") || words.contains(&"in") {
            2
        } else {
            9
        };
        let hit = (at + 1..(at + reach).min(end))
            .take_while(|i| !matches!(reading.word(*i), "," | ";" | "." | ":"))
            .find(|i| words.contains(&reading.lower(*i).as_str()));
        let Some(hit) = hit else { continue };
        let place_follows = || {
            (hit + 1..(hit + 3).min(end)).any(|i| {
                reading
                    .name_at(reading.start(i))
                    .is_some_and(|n| n.kind == NameKind::Place)
            })
        };
        let fits = match kind {
            EventKind::Visit => place_follows(),
            EventKind::Appointment if reading.lower(hit) == "in" => word == "sworn",
            EventKind::Appointment if reading.lower(hit) == "down" => word == "stepped",
            EventKind::Meeting if word == "meeting" => before != "a" && before != "the",
            _ => true,
        };
        if fits {
            return Some((*kind, hit + 1));
        }
    }
    let past = VERBS
        .iter()
        .find(|(past, base, _)| *past == word || *base == word && is_future(&before));
    if let Some((form, _, kind)) = past {
        // "the accused arrested man", "a declared enemy": a form before a noun is no verb.
        let adjective =
            matches!(before.as_str(), "a" | "the" | "an" | "his" | "her" | "its" | "their") && *form == word;
        if !adjective {
            return Some((*kind, at + 1));
        }
    }
    let (_, links, kind) = NOUNS.iter().find(|(noun, ..)| *noun == word)?;
    let link = reading.lower(at + 1);
    if *kind == EventKind::Meeting && link == "between" && !meetings::between(reading, at + 2, end) {
        return None;
    }
    (links.is_empty() || links.contains(&link.as_str())).then_some((*kind, at + 1))
}

fn is_future(before: &str) -> bool {
    matches!(before, "will" | "to" | "would" | "also" | "not")
}

fn event(
    reading: &Reading<'_>,
    sentence: &Sentence,
    story: Option<(i32, u8, u8)>,
    kind: EventKind,
    words: (usize, usize),
) -> Option<Event> {
    let first = sentence.tokens.0;
    let lead: Vec<String> = (first.max(words.0.saturating_sub(60))..words.0)
        .map(|at| reading.lower(at))
        .collect();
    // Only the clause of the trigger counts: back to a comma, "that" or a semicolon.
    let clause: Vec<&str> = lead
        .iter()
        .rev()
        .map(String::as_str)
        .take_while(|w| !matches!(*w, ";" | "but" | "because" | "—"))
        .take(14)
        .collect();
    if clause.iter().any(|w| OPEN.contains(w)) {
        return None;
    }
    let near: Vec<&str> = clause.iter().take(8).copied().collect();
    let hearsay = lead.iter().any(|w| HEARSAY.contains(&w.as_str())) || told_by_others(reading, words.0);
    let will = near.iter().any(|w| AHEAD.contains(w))
        || near.first() == Some(&"to") && near.get(1).is_some_and(|w| matches!(*w, "is" | "are"));
    let standing = if hearsay {
        Standing::Reported
    } else if will {
        Standing::Planned
    } else {
        Standing::Confirmed
    };
    let trigger = Span::new(
        reading.start(words.0),
        words
            .1
            .checked_sub(1)
            .and_then(|i| reading.tokens.get(i))
            .map_or(0, |t| t.span.end),
    );
    let (participants, place) = cast(reading, sentence, trigger);
    if participants.is_empty() && !(matches!(kind, EventKind::Disaster | EventKind::Attack) && place.is_some()) {
        return None;
    }
    let times = when::find(reading, sentence.span, story, will);
    let when = times
        .into_iter()
        .filter(|when| !reading.is_quoted(when.span))
        .min_by_key(|when| {
            if when.span.start < trigger.start {
                trigger.start - when.span.end.min(trigger.start)
            } else {
                when.span.start - trigger.end.min(when.span.start)
            }
        });
    Some(Event {
        kind,
        standing,
        words: trigger,
        sentence: sentence.span,
        participants,
        place,
        when,
    })
}

/// The trigger stands within what somebody said.
fn told_by_others(reading: &Reading<'_>, at: usize) -> bool {
    let place = reading.start(at);
    reading
        .quotations_near(Span::new(place, place + 1))
        .iter()
        .any(|q| q.speech && q.span.start <= place && place < q.span.end && q.cue.is_some())
}

/// The names of a sentence: who acts and whom it meets, and the place after "in", "at" or "to".
fn cast(reading: &Reading<'_>, sentence: &Sentence, trigger: Span) -> (Vec<usize>, Option<usize>) {
    let mut participants: Vec<usize> = Vec::new();
    let mut place = None;
    let sources: Vec<Span> = reading
        .quotations_near(trigger)
        .iter()
        .filter(|q| q.sentence == sentence.span && q.span.holds(trigger))
        .filter_map(|q| q.source)
        .collect();
    let begin = reading.names.partition_point(|n| n.span.start < sentence.span.start);
    for (index, name) in reading.names.iter().enumerate().skip(begin).take(60) {
        if name.span.start > sentence.span.end {
            break;
        }
        if !sentence.span.holds(name.span) || reading.quoted_at(name.span.start).is_some() {
            continue;
        }
        // Who tells of it takes no part in it, and a newspaper is where it was read.
        if sources.iter().any(|s| s.holds(name.span)) || name.kind == NameKind::Organisation && is_outlet(&name.main) {
            continue;
        }
        let token = reading.tokens_in(name.span).0;
        let before = token.checked_sub(1).map(|i| reading.lower(i)).unwrap_or_default();
        let led = if before == "the" {
            token
                .checked_sub(2)
                .map(|i| reading.lower(i))
                .filter(|w| w != ",")
                .unwrap_or_default()
        } else {
            before
        };
        // "Moscow’s war efforts" tell of no one who takes part.
        let rest = reading.page.text.get(name.span.end..).unwrap_or("");
        if name.kind == NameKind::Place && name.span.start > trigger.end && rest.starts_with(['’', '\'']) {
            continue;
        }
        let whither = matches!(led.as_str(), "to" | "in" | "at" | "near" | "outside" | "from");
        if name.kind == NameKind::Place && place.is_none() && whither && name.span.start >= trigger.start {
            place = Some(index);
            continue;
        }
        if name.kind == NameKind::Place && matches!(led.as_str(), "in" | "at" | "near" | "from" | "of" | ",") {
            if place.is_none() && led != "of" && led != "," {
                place = Some(index);
            }
            continue;
        }
        if !participants
            .iter()
            .any(|have| reading.names.get(*have).is_some_and(|n| n.entity == name.entity))
        {
            participants.push(index);
        }
    }
    participants.truncate(6);
    (participants, place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    fn told(text: &str) -> Vec<(String, &'static str, Option<String>)> {
        let mut page = Page::from_plain(text);
        page.facts.date = Some("2026-11-25".into());
        let reading = Reading::of(&page);
        reading
            .events()
            .iter()
            .map(|event| {
                (
                    event.line(&reading),
                    event.standing.word(),
                    event.when.and_then(|when| when.iso()),
                )
            })
            .collect()
    }

    #[test]
    fn each_kind_is_read_with_who_where_and_when() {
        for (text, line, standing, when) in [
            (
                "Anna Berg is rumoured to plan a trip to Norway this month to meet with Erik Strand.",
                "visit: Anna Berg, Erik Strand, Norway",
                "reported",
                Some("2026-11"),
            ),
            (
                "Last month, the United States imposed sanctions on firms in Iran.",
                "sanction: United States, Iran",
                "confirmed",
                Some("2026-10"),
            ),
            (
                "Erik Strand will meet with Anna Berg in Oslo on Friday.",
                "meeting: Erik Strand, Anna Berg, Oslo",
                "planned",
                Some("2026-11-27"),
            ),
            (
                "Two officers arrested John Miller at his house in Boston on Monday.",
                "arrest: John Miller, Boston",
                "confirmed",
                Some("2026-11-23"),
            ),
            (
                "France and Germany signed an agreement in 2019.",
                "agreement: France, Germany",
                "confirmed",
                Some("2019"),
            ),
            (
                "Maria Jones resigned yesterday.",
                "appointment: Maria Jones",
                "confirmed",
                Some("2026-11-24"),
            ),
        ] {
            let found = told(text);
            assert!(
                found.contains(&(line.into(), standing, when.map(str::to_string))),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn what_may_or_did_not_happen_is_no_event() {
        for text in [
            "If Anna Berg visited Norway, she would be arrested.",
            "Anna Berg did not meet with Erik Strand.",
            "“We arrested John Miller,” Anna Berg said.",
            "Norway might sign a treaty with Iran.",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
