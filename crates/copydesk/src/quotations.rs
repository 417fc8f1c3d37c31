//! Who said what: direct, mixed and indirect quotations with their cue and speaker.
//! Called by [`crate::Reading`]; a pure reading of sentences by rules, in the manner of a sub-editor who looks for the verb of saying.

mod clauses;
mod frames;
mod openings;
mod verbs;

use crate::circumstances;
use crate::gazetteer::NameKind;
use crate::marks::Quoted;
use crate::page::Role;
use crate::reading::Reading;
use crate::span::Span;
use crate::speakers;
use crate::when::When;
use frames::{Frame, is_possessive, of_sentence};

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
    labelled(reading, &mut found);
    found.sort_by_key(|q| (q.span.start, q.span.end));
    lonely(reading, &mut found);
    found.sort_by_key(|q| (q.span.start, q.span.end));
    found.dedup_by_key(|q| q.span);
    nested(&mut found);
    speakers::resolve(reading, &mut found);
    circumstances::fill(reading, &mut found);
    found
}

/// "BERG: We shall see", "Q: And then?": a paragraph of a transcript is the words of whom its label names.
fn labelled(reading: &Reading<'_>, found: &mut Vec<Quotation>) {
    let mut new = Vec::new();
    for part in reading.page.parts.iter().filter(|part| part.role == Role::Paragraph) {
        let text = reading.page.at(part.span);
        let named = reading
            .name_at(part.span.start)
            .filter(|name| name.kind == NameKind::Person && name.span.start == part.span.start)
            .filter(|name| {
                let rest = reading.page.text.get(name.span.end..);
                rest.is_some_and(|rest| rest.starts_with(": "))
            })
            .map(|name| name.span);
        let letter = ["Q: ", "A: "].iter().any(|label| text.starts_with(label));
        let letter = letter.then(|| Span::new(part.span.start, part.span.start + 1));
        let Some(source) = named.or_else(|| speakers::label(reading, part.span)).or(letter) else {
            continue;
        };
        let rest = reading.page.text.get(source.end..part.span.end).unwrap_or("");
        let from = source.end + (rest.len() - rest.trim_start_matches([':', ' ', '\u{a0}']).len());
        let span = Span::new(from, part.span.end);
        // Words between marks are found as such, with this label as their speaker.
        if rest.split_whitespace().count() > 4 && reading.quoted_in(span).is_empty() {
            new.push(Quotation::new(Manner::Direct, span, None, Some(source), true));
        }
    }
    // One label may be a heading of its own ("UPDATE: …"); a transcript has more.
    if new.len() > 2 {
        found.retain(|q| {
            let after = new.partition_point(|one| one.span.start <= q.span.start);
            let holder = after.checked_sub(1).and_then(|i| new.get(i));
            holder.is_none_or(|one| !one.span.holds(q.span))
        });
        found.extend(new);
    }
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

fn starts_at(reading: &Reading<'_>, token: usize) -> usize {
    reading
        .tokens
        .get(token)
        .map_or(reading.page.text.len(), |t| t.span.start)
}

fn ends_at(reading: &Reading<'_>, token: usize) -> usize {
    reading.tokens.get(token).map_or(0, |t| t.span.end)
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
    let before = open.checked_sub(1).map(|i| reading.lower(i)).unwrap_or_default();
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
        // “A,” she said. “B.”: a sentence of its own, however short.
        let own = ended
            && last.is_some_and(|(part, _, end)| {
                let between = reading.page.text.get(end..quoted.outer.start).unwrap_or("").trim_end();
                part == quoted.part && between.ends_with('.')
            })
            && inner.starts_with(char::is_uppercase);
        let sentence = words >= 5 && (ended || whole_part) || words >= 9 || own;
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
        let lead = reading.page.text.get(..quoted.outer.start).unwrap_or("").trim_end();
        let title = title && !lead.ends_with(':');
        let named = a.checked_sub(2).is_some_and(|at| {
            matches!(
                reading.lower(at).as_str(),
                "called" | "titled" | "named" | "entitled" | "dubbed" | "nicknamed"
            )
        });
        let fragment = source.is_some() && (heading || words >= 3 && !title && !named && !is_work(reading, quoted));
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
