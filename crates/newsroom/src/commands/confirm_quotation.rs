//! Confirms a quotation that the copy desk found in a draft, corrects what is known of it, or confirms it again after its
//! sentence changed. Called by the rail of the desk; only what is confirmed here is ever public.

use crate::copydesk::withheld;
use crate::permissions::Who;
use crate::record::names;
use crate::record::quotations::{self, Suggestion, Transcript};
use crate::{Error, House, Refusal, Result, drafts};
use courant_copydesk::{Fields, Page};
use courant_model::account::Act;
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::quotation::{Accusation, AnswerKind, KnownHow, Quotation, Utterance, is_day};
use courant_model::record::EntityKind;
use courant_model::story::Revision;
use courant_model::time::timestamp;
use courant_store::{StoreError, Tx, q};

/// Longest word or line about a quotation, in characters.
pub const LONGEST: usize = 200;
/// Longest answer to an accusation, in characters.
pub const LONGEST_ANSWER: usize = 1_000;

/// What is known of a remark beside its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// The speaker's name, or who it is as the story describes them.
    pub speaker: String,
    /// What the named speaker is; `None` for one that is described: nobody of the record.
    pub kind: Option<EntityKind>,
    /// Which one of the record, when several have the name.
    pub entity: Option<String>,
    /// How it is known.
    pub known_how: KnownHow,
    /// From which house.
    pub known_outlet: String,
    /// To whom; may be empty.
    pub addressee: String,
    /// In which outlet; may be empty.
    pub outlet: String,
    /// On what occasion; may be empty.
    pub occasion: String,
    /// Where; may be empty.
    pub place: String,
    /// `2026-11-25`, `2026-11`, `2026`, or empty.
    pub said_on: String,
    /// Who is accused by name; empty when nobody is.
    pub accused: String,
    /// What became of the question to them.
    pub answer_kind: Option<AnswerKind>,
    /// Their words.
    pub answer: String,
    /// The day by which there were none.
    pub answer_by: String,
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Confirm {
    /// The story.
    pub story_id: String,
    /// By which the quotation is known in its draft.
    pub mark: String,
    /// The report that was confirmed before its sentence changed.
    pub again: Option<String>,
    /// What is known of it; `None` takes what was known before, else what the copy desk reads.
    pub details: Option<Details>,
}

/// Confirms.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &Confirm) -> Result<Quotation> {
    let (story, head) = super::story_with_head(tx, &wanted.story_id).await?;
    who.check_story(Act::Record, &story, &head)?;
    super::still_in_work(&story)?;
    let actor = who.actor();
    let revision = drafts::settle(tx, house, &actor, &story.id).await?;
    let reports = q!(tx, quotations::of_story(&story.id))?;
    let same = reports.iter().find(|one| one.mark == wanted.mark).cloned();
    let found = find(tx, &revision, &wanted.mark).await?;
    let before = same
        .clone()
        .filter(|one| one.utterance_id.is_some())
        .or_else(|| reports.into_iter().find(|one| Some(&one.id) == wanted.again.as_ref()));
    let known = match before.as_ref().and_then(|one| one.utterance_id.clone()) {
        Some(id) => q!(tx, quotations::utterance(&id))?,
        None => None,
    };
    let details = match (&wanted.details, &known, &found) {
        (Some(details), ..) => details.clone(),
        (None, Some(said), _) => known_of(tx, said, before.as_ref()).await?,
        (None, None, Some(found)) => suggested(found),
        (None, None, None) => return Err(changed()),
    };
    decide(&details)?;
    guard(tx, house, who, &details).await?;
    let said = keep_remark(tx, house, &actor, &details, known).await?;
    let report = report(house, &actor, &revision, found, same, before.as_ref(), &details, &said)?;
    q!(tx, quotations::keep(&report))?;
    tx.enter(
        house.now(),
        &actor,
        "confirm quotation",
        &Thing::Story(story.id.clone()),
    );
    // Other stories may report the same remark.
    let mut stories = std::collections::BTreeSet::from([story.id]);
    stories.extend(
        q!(tx, quotations::of_remark(&said.id))?
            .into_iter()
            .map(|one| one.story_id),
    );
    for story in stories {
        quotations::refresh(tx, house, &actor, &story).await?;
    }
    Ok(report)
}

fn changed() -> Error {
    Error::Conflict("the sentence has changed meanwhile; read it again and decide anew".to_owned())
}

/// The quotation in a revision, as the copy desk reads it.
pub(super) async fn find(tx: &mut Tx, revision: &Revision, mark: &str) -> Result<Option<Suggestion>> {
    let page = page(tx, revision).await?;
    let transcripts = transcripts(tx, &revision.story_id).await?;
    let found = tokio::task::spawn_blocking(move || quotations::read_with(&page, &transcripts))
        .await
        .map_err(|_| StoreError::Unreadable("the reading of a text broke off".to_owned()))?;
    Ok(found.into_iter().find(|one| one.mark == mark))
}

/// The transcripts that lie with a story.
#[crate::boxed]
pub async fn transcripts(tx: &mut Tx, story: &str) -> Result<Vec<Transcript>> {
    let sources = q!(tx, copydesk::sources(story))?;
    Ok(sources
        .iter()
        .filter(|source| source.kind == "transcript")
        .map(|source| Transcript::of(&source.body))
        .collect())
}

/// The page of a revision with the day from which its words count.
#[crate::boxed]
pub async fn page(tx: &mut Tx, revision: &Revision) -> Result<Page> {
    let document = courant_text::json::read(&revision.document)
        .map_err(|refused| StoreError::Unreadable(format!("revision {}: {refused}", revision.id)))?;
    let paper = super::revise_paper::current(tx).await?;
    let published = q!(tx, live::by_id(&revision.story_id))?.and_then(|live| live.published_at);
    let day = timestamp(published.unwrap_or(revision.at))
        .to_zoned_datetime(paper.time_zone())
        .date()
        .to_string();
    let mut fields = Fields {
        headline: &revision.headline,
        standfirst: &revision.standfirst,
        ..Fields::default()
    };
    fields.facts.date = Some(day);
    Ok(Page::from_story(&fields, &document))
}

/// What the copy desk read, as what is known.
pub fn suggested(found: &Suggestion) -> Details {
    Details {
        speaker: found.speaker.clone(),
        kind: found.kind,
        known_how: found.known.how,
        known_outlet: found.known.outlet.clone(),
        addressee: found.addressee.clone(),
        outlet: found.outlet.clone(),
        occasion: found.occasion.clone(),
        place: found.place.clone(),
        said_on: found.said_on.clone(),
        accused: found.accused.clone(),
        ..Details::default()
    }
}

/// What was known of a remark before.
#[crate::boxed]
pub async fn known_of(tx: &mut Tx, said: &Utterance, report: Option<&Quotation>) -> Result<Details> {
    let speaker = match &said.speaker_id {
        Some(id) => q!(tx, names::by_id(id))?,
        None => None,
    };
    Ok(Details {
        kind: speaker.as_ref().and_then(|one| EntityKind::parse(&one.kind)),
        entity: speaker.as_ref().map(|one| one.id.clone()),
        speaker: speaker.map_or_else(|| said.speaker_as.clone(), |one| one.name),
        known_how: report
            .and_then(|one| KnownHow::parse(&one.known_how))
            .unwrap_or_default(),
        known_outlet: report.map(|one| one.known_outlet.clone()).unwrap_or_default(),
        addressee: said.addressee.clone(),
        outlet: said.outlet.clone(),
        occasion: said.occasion.clone(),
        place: said.place.clone(),
        said_on: said.said_on.clone(),
        accused: said.accused.clone(),
        answer_kind: AnswerKind::parse(&said.answer_kind),
        answer: said.answer.clone(),
        answer_by: said.answer_by.clone(),
    })
}

/// What somebody wrote beside the words is printed with them.
async fn guard(tx: &mut Tx, house: &House, who: &Who, details: &Details) -> Result<()> {
    let lines = [
        &details.speaker,
        &details.known_outlet,
        &details.addressee,
        &details.outlet,
        &details.occasion,
        &details.place,
        &details.accused,
        &details.answer,
    ];
    let lines: Vec<&str> = lines.into_iter().map(String::as_str).collect();
    withheld::guard(tx, house, who, &lines).await
}

fn decide(details: &Details) -> Result<(), Refusal> {
    let no = |key, message: &str| Err(Refusal::new(key, message));
    if details.speaker.trim().is_empty() {
        return no(
            "quotation-speaker",
            "say who said it: by name, or as the story describes them",
        );
    }
    let lines = [
        &details.speaker,
        &details.known_outlet,
        &details.addressee,
        &details.outlet,
        &details.occasion,
        &details.place,
        &details.accused,
    ];
    if lines.iter().any(|line| line.chars().count() > LONGEST) || details.answer.chars().count() > LONGEST_ANSWER {
        return no(
            "quotation-long",
            "what is known of a quotation is said in a line, an answer in a few",
        );
    }
    if details.known_how.names_an_outlet() && details.known_outlet.trim().is_empty() {
        return no(
            "quotation-outlet",
            "name the house to which it was told, or which quotes it",
        );
    }
    if !details.said_on.is_empty() && !is_day(&details.said_on) {
        return no(
            "quotation-day",
            "write the day as 2026-11-25, the month as 2026-11, or the year as 2026",
        );
    }
    if details.accused.trim().is_empty() {
        return Ok(());
    }
    if !details.answer_by.is_empty() && !is_day(&details.answer_by) {
        return no(
            "quotation-day",
            "write the day as 2026-11-25, the month as 2026-11, or the year as 2026",
        );
    }
    let accusation = Accusation {
        kind: details.answer_kind,
        answer: &details.answer,
        by: &details.answer_by,
    };
    if !accusation.is_answered() {
        return no(
            "quotation-answer",
            "it accuses somebody by name: give their answer, their denial, the day by which they did not answer, or say that nobody asked",
        );
    }
    Ok(())
}

/// Keeps the remark, and in the record whoever made it.
async fn keep_remark(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    details: &Details,
    known: Option<Utterance>,
) -> Result<Utterance> {
    let is_new = known.is_none();
    let mut said = match known {
        Some(said) => said,
        None => Utterance {
            id: house.id(),
            number: q!(tx, paper::next_number("record"))?,
            created_at: house.now(),
            ..Utterance::default()
        },
    };
    let trimmed = |text: &str| text.trim().to_owned();
    said.speaker_id = match details.kind {
        Some(kind) => Some(speaker(tx, house, actor, kind, details).await?),
        None => None,
    };
    said.speaker_as = if said.speaker_id.is_some() {
        String::new()
    } else {
        trimmed(&details.speaker)
    };
    said.addressee = trimmed(&details.addressee);
    said.outlet = trimmed(&details.outlet);
    said.occasion = trimmed(&details.occasion);
    said.place = trimmed(&details.place);
    said.place_id = known_as(tx, &said.place, |kind| kind == EntityKind::Place).await?;
    said.said_on = trimmed(&details.said_on);
    said.accused = trimmed(&details.accused);
    said.accused_id = known_as(tx, &said.accused, |kind| kind != EntityKind::Place).await?;
    let accuses = !said.accused.is_empty();
    let answered = details.answer_kind.filter(|_| accuses);
    answered
        .map_or("", AnswerKind::as_str)
        .clone_into(&mut said.answer_kind);
    said.answer = if accuses {
        trimmed(&details.answer)
    } else {
        String::new()
    };
    said.answer_by = if accuses {
        trimmed(&details.answer_by)
    } else {
        String::new()
    };
    said.changed_at = house.now();
    if is_new {
        q!(tx, quotations::begin(&said))?;
    } else {
        q!(tx, quotations::change(&said))?;
    }
    Ok(said)
}

/// Who of the record is meant: the one that was chosen, or the only one of the name, made when there is none.
async fn speaker(tx: &mut Tx, house: &House, actor: &Actor, kind: EntityKind, details: &Details) -> Result<String> {
    if let Some(id) = details.entity.as_deref().filter(|id| !id.is_empty()) {
        let chosen = q!(tx, names::by_id(id))?;
        return chosen
            .map(|entity| entity.id)
            .ok_or_else(|| Error::NotFound("such name in the record".to_owned()));
    }
    Ok(names::find_or_make(tx, house, actor, kind, details.speaker.trim())
        .await?
        .id)
}

/// The only one of the record that has a name, when it is of the right kind; nobody is made of what is only said.
async fn known_as(tx: &mut Tx, name: &str, fits: impl Fn(EntityKind) -> bool) -> Result<Option<String>> {
    if name.is_empty() {
        return Ok(None);
    }
    let mut known = names::resolve(tx, name).await?;
    known.retain(|entity| EntityKind::parse(&entity.kind).is_some_and(&fits));
    Ok(match known.as_slice() {
        [one] => Some(one.id.clone()),
        _ => None,
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "a report is put together of all of them, here alone"
)]
fn report(
    house: &House,
    actor: &Actor,
    revision: &Revision,
    found: Option<Suggestion>,
    same: Option<Quotation>,
    before: Option<&Quotation>,
    details: &Details,
    said: &Utterance,
) -> Result<Quotation> {
    let corrected_at = before.and_then(|one| one.corrected_at);
    let id = same.as_ref().map_or_else(|| house.id(), |one| one.id.clone());
    let place = match (found, same) {
        (Some(found), _) => Quotation {
            mark: found.mark,
            block: found.block,
            start_at: found.start as i64,
            end_at: found.end as i64,
            sentence: found.sentence,
            words: found.words,
            cue: found.cue,
            manner: found.manner.as_str().to_owned(),
            ..Quotation::default()
        },
        // The copy desk reads the sentence in another way by now, but it stands.
        (None, Some(same))
            if quotations::Sentences::of(revision)?
                .find(&same.block, &same.sentence)
                .is_some() =>
        {
            same
        }
        _ => return Err(changed()),
    };
    Ok(Quotation {
        id,
        story_id: revision.story_id.clone(),
        utterance_id: Some(said.id.clone()),
        revision_id: revision.id.clone(),
        known_how: details.known_how.as_str().to_owned(),
        known_outlet: if details.known_how.names_an_outlet() {
            details.known_outlet.trim().to_owned()
        } else {
            String::new()
        },
        state: "confirmed".to_owned(),
        corrected_at,
        decided_by: actor.to_string(),
        decided_at: house.now(),
        ..place
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn details() -> Details {
        Details {
            speaker: "Anna Berg".into(),
            kind: Some(EntityKind::Person),
            ..Details::default()
        }
    }

    fn key(details: &Details) -> &'static str {
        decide(details).unwrap_err().key
    }

    #[test]
    fn a_quotation_has_a_speaker_and_says_how_it_is_known() {
        assert!(decide(&details()).is_ok());
        let nobody = Details {
            speaker: " ".into(),
            ..details()
        };
        assert_eq!(key(&nobody), "quotation-speaker");
        let mut told = Details {
            known_how: KnownHow::ToldTo,
            ..details()
        };
        assert_eq!(key(&told), "quotation-outlet");
        told.known_outlet = "CBS News".into();
        assert!(decide(&told).is_ok());
        let long = Details {
            occasion: "x".repeat(LONGEST + 1),
            ..details()
        };
        assert_eq!(key(&long), "quotation-long");
        let day = Details {
            said_on: "yesterday".into(),
            ..details()
        };
        assert_eq!(key(&day), "quotation-day");
    }

    #[test]
    fn an_accusation_is_confirmed_only_with_what_the_accused_said_to_it() {
        let mut accuses = Details {
            accused: "Peter Holm".into(),
            ..details()
        };
        assert_eq!(key(&accuses), "quotation-answer");
        accuses.answer_kind = Some(AnswerKind::Silent);
        assert_eq!(key(&accuses), "quotation-answer");
        accuses.answer_by = "noon".into();
        assert_eq!(key(&accuses), "quotation-day");
        accuses.answer_by = "2026-11-25".into();
        assert!(decide(&accuses).is_ok());
        accuses.answer_kind = Some(AnswerKind::Answered);
        assert_eq!(key(&accuses), "quotation-answer");
        accuses.answer = "We paid it back.".into();
        assert!(decide(&accuses).is_ok());
    }
}
