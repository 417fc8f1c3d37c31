//! Begins a story at the desk: an idea or a draft with a working slug, from a template or from nothing.
//! Called by the desk; imports and the demo file whole stories by `file_story`.

use super::file_story::{self, Copy};
use super::keep_template;
use crate::notices::{self, Happening};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result, people};
use courant_model::account::{Act, On};
use courant_model::entry::Thing;
use courant_model::note::NoticeKind;
use courant_model::slug;
use courant_model::story::{State, Story};
use courant_model::template::Template;
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// Longest brief, in characters.
pub const LONGEST_BRIEF: usize = 10_000;
/// Longest promise, in words.
pub const MOST_WORDS: i64 = 1_000_000;

/// What is begun.
#[derive(Debug, Clone, Default)]
pub struct Begin {
    /// An idea rather than a draft.
    pub idea: bool,
    /// For the newsroom; any words, of which a slug is made.
    pub working_slug: String,
    /// The template, by id. It gives the body, and every field that the copy leaves empty.
    pub template: Option<String>,
    /// What stands in it already; a headline may be missing.
    pub copy: Copy,
    /// Who is to write it; nobody yet when `None`.
    pub assignee: Option<String>,
    /// When it is due.
    pub due_at: Option<Micros>,
    /// The local day on which it is due, `2026-11-30`, where no hour is said; counts for nothing beside `due_at`.
    pub due_day: String,
    /// A picture is asked for.
    pub picture_wanted: bool,
    /// Promised length in words; 0 promises none.
    pub planned_words: i64,
    /// What is wanted of it.
    pub brief: String,
}

/// Begins it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, mut begin: Begin) -> Result<Story> {
    let slug = decide(who, &begin)?;
    if let Some(id) = &begin.template {
        let template = q!(tx, templates::by_id(id))?.ok_or_else(|| Error::NotFound("such template".to_owned()))?;
        let paper = super::revise_paper::current(tx).await?;
        let copy = keep_template::copy_of(&template, &paper, &slug, house.now())?;
        begin = dressed(begin, copy, &template);
    }
    if let Some(assignee) = &begin.assignee
        && who.account() != Some(assignee)
    {
        people::member(tx, assignee).await?;
    }
    let actor = who.actor();
    let id = house.id();
    let due_day = due_day(begin.due_at, &begin.due_day)?;
    let revision = file_story::revision(house, &actor, &id, begin.copy)?;
    let now = house.now();
    let story = Story {
        id: id.clone(),
        number: q!(tx, paper::next_number("post"))?,
        form: "story".to_owned(),
        state: if begin.idea { State::Idea } else { State::Draft }.as_str().to_owned(),
        working_slug: slug,
        head: revision.id.clone(),
        origin: None,
        rights: None,
        noindex: false,
        created_at: now,
        begun_by: who.account().map(str::to_owned),
        assignee: begin.assignee,
        brief: begin.brief.trim().to_owned(),
        due_at: begin.due_at,
        planned_words: begin.planned_words,
        wanted_slug: String::new(),
        embargo_until: None,
        embargo_local: String::new(),
        unread_since: None,
        changed_at: now,
        due_day,
        picture_wanted: begin.picture_wanted,
    };
    q!(tx, stories::begin(&story))?;
    q!(tx, stories::keep_revision(&revision))?;
    super::live_pictures::put_draft(tx, &revision).await?;
    if let Some(assignee) = &story.assignee {
        let happening = Happening {
            kind: NoticeKind::Assigned,
            story_id: &id,
            note_id: None,
            by: &actor,
        };
        notices::tell(tx, house, std::slice::from_ref(assignee), &happening).await?;
    }
    tx.enter(now, &actor, "begin", &Thing::Story(id));
    Ok(story)
}

/// The story with what the template gives.
fn dressed(begin: Begin, copy: Copy, template: &Template) -> Begin {
    let or = |own: String, given: String| if own.trim().is_empty() { given } else { own };
    Begin {
        copy: Copy {
            headline: or(begin.copy.headline, copy.headline),
            standfirst: or(begin.copy.standfirst, copy.standfirst),
            document: copy.document,
            kind: copy.kind,
            ..begin.copy
        },
        brief: or(begin.brief, template.brief.clone()),
        planned_words: if begin.planned_words == 0 {
            template.planned_words
        } else {
            begin.planned_words
        },
        ..begin
    }
}

/// The working slug, or why such a story cannot be begun.
fn decide(who: &Who, begin: &Begin) -> Result<String, Refusal> {
    who.check(Act::Begin, On::NOTHING)?;
    let for_another = begin
        .assignee
        .as_deref()
        .is_some_and(|account| who.account() != Some(account));
    if for_another {
        let on = On {
            own: true,
            section: begin.copy.section_id.as_deref(),
        };
        who.check(Act::Assign, on)?;
    }
    file_story::check_length(&begin.copy)?;
    check_plan(&begin.brief, begin.planned_words)?;
    working_slug(&begin.working_slug)
}

/// The day as it is kept: none beside a moment.
pub(super) fn due_day(due_at: Option<Micros>, typed: &str) -> Result<String, Refusal> {
    let typed = typed.trim();
    if due_at.is_some() || typed.is_empty() {
        return Ok(String::new());
    }
    match typed.parse::<jiff::civil::Date>() {
        Ok(day) => Ok(day.to_string()),
        Err(_) => Err(Refusal::new("day-unreadable", "write the day as 2026-11-25")),
    }
}

/// Whether brief and promised length can be kept.
pub(super) fn check_plan(brief: &str, planned_words: i64) -> Result<(), Refusal> {
    if brief.chars().count() > LONGEST_BRIEF {
        return Err(Refusal::new(
            "brief-long",
            format!("a brief has at most {LONGEST_BRIEF} characters"),
        ));
    }
    if !(0..=MOST_WORDS).contains(&planned_words) {
        return Err(Refusal::new(
            "words-many",
            format!("a promised length is 0 to {MOST_WORDS} words"),
        ));
    }
    Ok(())
}

/// A working slug made of what was typed.
pub(super) fn working_slug(typed: &str) -> Result<String, Refusal> {
    let slug = slug::of(typed);
    if slug.is_empty() {
        return Err(Refusal::new(
            "slug-missing",
            "a story needs a working slug: a word or two by which the desk knows it",
        ));
    }
    Ok(slug)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_model::account::{Member, Role};

    fn member(role: Role) -> Who {
        Who::Member(Member {
            account: "me".into(),
            roles: vec![role],
            ..Member::default()
        })
    }

    #[test]
    fn a_story_begins_with_a_slug_and_needs_no_headline() {
        let mut begin = Begin {
            working_slug: "Ferry fares, Tuesday".into(),
            ..Begin::default()
        };
        assert_eq!(
            decide(&member(Role::Contributor), &begin).unwrap(),
            "ferry-fares-tuesday"
        );
        begin.working_slug = " — ".into();
        assert_eq!(
            decide(&member(Role::Contributor), &begin).unwrap_err().key,
            "slug-missing"
        );
    }

    #[test]
    fn only_who_may_assign_begins_a_story_for_another() {
        let mut begin = Begin {
            working_slug: "ferry".into(),
            assignee: Some("me".into()),
            ..Begin::default()
        };
        assert!(decide(&member(Role::Reporter), &begin).is_ok());
        begin.assignee = Some("another".into());
        assert_eq!(decide(&member(Role::Reporter), &begin).unwrap_err().key, "not-allowed");
        assert!(decide(&member(Role::Editor), &begin).is_ok());
        assert!(decide(&member(Role::Moderator), &begin).is_err());
    }

    #[test]
    fn a_promise_without_measure_is_refused() {
        assert!(check_plan("", MOST_WORDS).is_ok());
        assert!(check_plan("", -1).is_err());
        assert!(check_plan(&"x".repeat(LONGEST_BRIEF + 1), 0).is_err());
    }
}
