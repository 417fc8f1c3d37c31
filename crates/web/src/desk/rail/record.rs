//! What the record takes from a story: the quotations that the copy desk finds in the draft, each with its sentence, and
//! what people decided on them. Part of the rail; the acts lie in `desk/quotations.rs`.

use crate::desk::stories::Choice;
use crate::desk::visit::Desk;
use crate::site::view::Moment;
use courant_model::account::Act;
use courant_model::quotation::{AnswerKind, Quotation, Utterance};
use courant_model::record::EntityKind;
use courant_model::story::{Revision, Story};
use courant_newsroom::Error;
use courant_newsroom::commands::confirm_quotation::{self, Details};
use courant_newsroom::commands::preview_story;
use courant_newsroom::permissions::Who;
use courant_newsroom::record::quotations::{self, Line, Sentences, Standing};
use courant_newsroom::record::{found, names};
use courant_store::{StoreError, q};
use serde::Serialize;

/// Reports of a speaker that are looked through for the same remark.
const LOOKED_THROUGH: i64 = 200;

/// The tab.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Record {
    quotations: Vec<QuotationLine>,
    names: Vec<NameLine>,
    may_decide: bool,
    /// The draft cannot be read as it stands.
    broken: bool,
}

/// A name as the rail shows it.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct NameLine {
    /// By which the line is known in the page.
    key: String,
    words: String,
    kind: String,
    kind_word: String,
    /// `open`, `confirmed` or `refused`.
    standing: String,
    /// Who is meant, once that is decided.
    meant: Option<Choice>,
    /// Those of the record who may be meant.
    candidates: Vec<Choice>,
}

/// A quotation as the rail shows it.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct QuotationLine {
    mark: String,
    /// `open`, `confirmed`, `changed`, `gone` or `refused`.
    standing: &'static str,
    block: String,
    start: i64,
    end: i64,
    /// The sentence in pieces: before the words, the words, after them.
    before: String,
    words: String,
    after: String,
    /// What the sentence was when it was confirmed, where it reads differently now.
    was: String,
    /// `direct`, `mixed` or `indirect`.
    manner: String,
    /// The report that is confirmed again.
    again: String,
    /// Readers see it.
    live: bool,
    by: String,
    at: Option<Moment>,
    form: Form,
    /// People of the record who have the speaker's name, when there are several.
    speakers: Vec<Choice>,
    /// Other reports that may be of the same remark.
    same: Vec<Same>,
    /// The report was joined to another, which can be taken back.
    joined: bool,
    report: String,
    /// In how many stories the remark is told.
    told: usize,
    /// Nothing says how it is known: the key would store the usual answer.
    guessed: bool,
}

/// What the form about a quotation holds.
#[derive(Debug, Clone, Default, Serialize)]
struct Form {
    speaker: String,
    /// `person`, `organisation`, `place`, or empty for one that is described.
    kind: String,
    known_how: String,
    known_outlet: String,
    addressee: String,
    outlet: String,
    occasion: String,
    place: String,
    said_on: String,
    accused: String,
    answer_kind: String,
    answer: String,
    answer_by: String,
}

impl Form {
    fn of(details: &Details) -> Self {
        Self {
            speaker: details.speaker.clone(),
            kind: details.kind.map_or("", EntityKind::as_str).to_owned(),
            known_how: details.known_how.as_str().to_owned(),
            known_outlet: details.known_outlet.clone(),
            addressee: details.addressee.clone(),
            outlet: details.outlet.clone(),
            occasion: details.occasion.clone(),
            place: details.place.clone(),
            said_on: details.said_on.clone(),
            accused: details.accused.clone(),
            answer_kind: details.answer_kind.map_or("", AnswerKind::as_str).to_owned(),
            answer: details.answer.clone(),
            answer_by: details.answer_by.clone(),
        }
    }
}

/// Another report that may be of the same remark.
#[derive(Debug, Clone, Serialize)]
struct Same {
    utterance: String,
    words: String,
    headline: String,
}

/// Reads the draft and what was decided on it.
pub(super) async fn fill(desk: &mut Desk<'_>, who: &Who, story: &Story, head: &Revision) -> Result<Record, Error> {
    let may_decide =
        who.check_story(Act::Record, story, head).is_ok() && !matches!(story.state.as_str(), "killed" | "removed");
    let house = desk.app.newsroom.house.clone();
    let draft = match preview_story::draft(&mut desk.tx, &house, &story.id).await {
        Ok(draft) => draft,
        Err(Error::Refusal(_)) => {
            return Ok(Record {
                broken: true,
                ..Record::default()
            });
        }
        Err(error) => return Err(error),
    };
    let page = confirm_quotation::page(&mut desk.tx, &draft).await?;
    let names = name_lines(desk, &draft).await?;
    let transcripts = confirm_quotation::transcripts(&mut desk.tx, &story.id).await?;
    let kept = q!(desk.tx, quotations::of_story(&story.id))?;
    let lines = tokio::task::spawn_blocking(move || {
        quotations::align(quotations::read_with(&page, &transcripts), kept, &Sentences::on(&page))
    })
    .await
    .map_err(|_| StoreError::Unreadable("the reading of a draft broke off".to_owned()))?;
    let live: Vec<String> = q!(desk.tx, live_quotations::rows_of(&story.id))?
        .into_iter()
        .map(|row| row.quotation_id)
        .collect();
    let mut quotations = Vec::with_capacity(lines.len());
    for one in lines {
        quotations.push(line(desk, &live, one).await?);
    }
    Ok(Record {
        quotations,
        names,
        may_decide,
        broken: false,
    })
}

/// The names of the draft beside what was decided on them.
async fn name_lines(desk: &mut Desk<'_>, draft: &Revision) -> Result<Vec<NameLine>, Error> {
    let document = courant_text::json::read(&draft.document)
        .map_err(|refused| StoreError::Unreadable(format!("a draft: {refused}")))?;
    let (headline, standfirst) = (draft.headline.clone(), draft.standfirst.clone());
    let found = tokio::task::spawn_blocking(move || found::in_text(&headline, &standfirst, &document))
        .await
        .map_err(|_| StoreError::Unreadable("the reading of a draft broke off".to_owned()))?;
    let mut lines = Vec::with_capacity(found.len());
    for one in found {
        let decided = q!(desk.tx, mentions::mention(&draft.story_id, &one.folded))?;
        let meant = match decided.as_ref().and_then(|mention| mention.entity_id.clone()) {
            Some(id) => q!(desk.tx, names::by_id(&id))?,
            None => None,
        };
        let candidates = if decided.is_some() {
            Vec::new()
        } else {
            names::resolve(&mut desk.tx, &one.words).await?
        };
        lines.push(NameLine {
            key: one.folded.replace(' ', "-"),
            kind_word: desk.word(&format!("entity-{}", one.kind)),
            standing: decided.map_or_else(|| "open".to_owned(), |mention| mention.state),
            meant: meant.map(chosen),
            candidates: candidates.into_iter().map(chosen).collect(),
            words: one.words,
            kind: one.kind,
        });
    }
    // What waits for a decision comes first.
    lines.sort_by_key(|line| line.standing != "open");
    Ok(lines)
}

fn chosen(entity: courant_model::record::Entity) -> Choice {
    Choice {
        label: if entity.description.is_empty() {
            entity.name
        } else {
            format!("{}, {}", entity.name, entity.description)
        },
        value: entity.id,
        chosen: false,
    }
}

async fn line(desk: &mut Desk<'_>, live: &[String], line: Line) -> Result<QuotationLine, Error> {
    let standing = match line.standing {
        Standing::Open => "open",
        Standing::Confirmed => "confirmed",
        Standing::Changed => "changed",
        Standing::Gone => "gone",
        Standing::Refused => "refused",
    };
    let said = match line.kept.as_ref().and_then(|one| one.utterance_id.clone()) {
        Some(id) => q!(desk.tx, quotations::utterance(&id))?,
        None => None,
    };
    let details = match (&said, &line.found) {
        (Some(said), _) => confirm_quotation::known_of(&mut desk.tx, said, line.kept.as_ref()).await?,
        (None, Some(found)) => confirm_quotation::suggested(found),
        (None, None) => Details::default(),
    };
    let mut out = QuotationLine {
        standing,
        form: Form::of(&details),
        ..QuotationLine::default()
    };
    out.guessed = said.is_none() && line.found.as_ref().is_some_and(|found| !found.known.is_told);
    if let Some(found) = &line.found {
        place(&mut out, &found.sentence, &found.words);
        out.mark.clone_from(&found.mark);
        out.block.clone_from(&found.block);
        out.start = found.sentence_start as i64;
        out.end = found.sentence_end as i64;
        found.manner.as_str().clone_into(&mut out.manner);
    }
    if let Some(kept) = &line.kept {
        if line.found.is_none() {
            place(&mut out, &kept.sentence, &kept.words);
            out.mark.clone_from(&kept.mark);
            out.block.clone_from(&kept.block);
            (out.start, out.end) = (kept.start_at, kept.end_at);
            out.manner.clone_from(&kept.manner);
        } else if line.standing == Standing::Changed {
            out.was.clone_from(&kept.sentence);
            out.again.clone_from(&kept.id);
        }
        out.report.clone_from(&kept.id);
        out.live = live.contains(&kept.id);
        out.by = desk.actor_name(&kept.decided_by).await?;
        out.at = Some(desk.moment(kept.decided_at));
    }
    if details.entity.is_none() && details.kind.is_some() {
        out.speakers = speakers(desk, &details).await?;
    }
    if let (Standing::Confirmed, Some(said), Some(kept)) = (line.standing, &said, &line.kept) {
        out.joined = said.merged_into.is_some();
        let reports = q!(desk.tx, quotations::of_remark(said.root()))?;
        let stories: std::collections::BTreeSet<&str> = reports.iter().map(|one| one.story_id.as_str()).collect();
        out.told = stories.len();
        out.same = same(desk, said, kept).await?;
    }
    Ok(out)
}

/// Cuts the sentence at its words.
fn place(out: &mut QuotationLine, sentence: &str, words: &str) {
    match sentence.split_once(words).filter(|_| !words.is_empty()) {
        Some((before, after)) => {
            before.clone_into(&mut out.before);
            words.clone_into(&mut out.words);
            after.clone_into(&mut out.after);
        }
        None => sentence.clone_into(&mut out.words),
    }
}

/// Several of one name: a person says who is meant.
async fn speakers(desk: &mut Desk<'_>, details: &Details) -> Result<Vec<Choice>, Error> {
    let mut known = names::resolve(&mut desk.tx, &details.speaker).await?;
    known.retain(|one| details.kind == EntityKind::parse(&one.kind));
    if known.len() < 2 {
        return Ok(Vec::new());
    }
    Ok(known
        .into_iter()
        .map(|one| Choice {
            value: one.id,
            label: if one.description.is_empty() {
                one.name
            } else {
                format!("{}, {}", one.name, one.description)
            },
            chosen: false,
        })
        .collect())
}

/// Reports of near-equal words by the same speaker around the same day, of remarks that stand apart so far.
async fn same(desk: &mut Desk<'_>, said: &Utterance, kept: &Quotation) -> Result<Vec<Same>, Error> {
    let Some(speaker) = &said.speaker_id else {
        return Ok(Vec::new());
    };
    let Some(root) = q!(desk.tx, names::by_id(speaker))? else {
        return Ok(Vec::new());
    };
    let mut offered: Vec<Same> = Vec::new();
    for other in q!(desk.tx, quotations::told_by(&root.id, LOOKED_THROUGH))? {
        if other.id == kept.id || other.state == "refused" || !quotations::near(&other.words, &kept.words) {
            continue;
        }
        let Some(id) = other.utterance_id else { continue };
        let Some(one) = q!(desk.tx, quotations::utterance(&id))? else {
            continue;
        };
        let known = offered.iter().any(|same| same.utterance == one.root());
        if known || one.root() == said.root() || !quotations::around(&one, said) {
            continue;
        }
        offered.push(Same {
            utterance: one.root().to_owned(),
            words: other.words,
            headline: q!(desk.tx, stories::by_id(&other.story_id))?
                .map(|story| story.working_slug)
                .unwrap_or_default(),
        });
    }
    Ok(offered)
}

#[cfg(test)]
impl Record {
    pub(crate) fn sample() -> Self {
        let at = || crate::site::view::samples::moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026");
        let line = |standing| QuotationLine {
            mark: format!("m{standing}"),
            standing,
            block: "b1".into(),
            start: 3,
            end: 40,
            before: "“".into(),
            words: "It is a <b>grave</b> error".into(),
            after: ",” she said.".into(),
            was: if standing == "changed" { "“It was.”" } else { "" }.into(),
            manner: "direct".into(),
            again: if standing == "changed" { "q1" } else { "" }.into(),
            live: standing == "confirmed",
            by: "Ana Reis".into(),
            at: Some(at()),
            form: Form {
                speaker: "Anna \"Berg\"".into(),
                kind: "person".into(),
                known_how: "told-to".into(),
                known_outlet: "CBS News".into(),
                accused: "Peter Holm".into(),
                ..Form::default()
            },
            speakers: vec![Choice {
                value: "e1".into(),
                label: "Anna Berg, minister".into(),
                chosen: false,
            }],
            same: vec![Same {
                utterance: "u1".into(),
                words: "a grave error".into(),
                headline: "ferry".into(),
            }],
            joined: true,
            report: "q1".into(),
            told: 2,
            guessed: standing == "open",
        };
        Self {
            quotations: ["open", "confirmed", "changed", "gone", "refused"].map(line).to_vec(),
            names: ["open", "confirmed", "refused"]
                .map(|standing| NameLine {
                    key: format!("anna-{standing}"),
                    words: "Anna <Berg>".into(),
                    kind: "person".into(),
                    kind_word: "Person".into(),
                    standing: standing.into(),
                    meant: (standing == "confirmed").then(|| Choice {
                        value: "e1".into(),
                        label: "Anna Berg".into(),
                        chosen: false,
                    }),
                    candidates: vec![Choice {
                        value: "e1".into(),
                        label: "Anna Berg, minister".into(),
                        chosen: false,
                    }],
                })
                .to_vec(),
            may_decide: true,
            broken: false,
        }
    }
}
