//! Puts a story before readers, or its newest revision in place of what they see.
//! A first publishing gives the address; afterwards the stored path rules, and an update keeps it.

use crate::{Error, House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::address::{self, Address, Leads};
use courant_model::slug;
use courant_model::story::{Live, Revision, State, Story};
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// The date under which a story goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    /// Now.
    Now,
    /// At a moment in the past, for imports.
    At(Micros),
    /// The date is unknown: outside Latest, fronts, feeds and the news sitemap.
    Unknown,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Publish {
    /// The story.
    pub story_id: String,
    /// Its date; of no effect on a story that readers see already.
    pub dated: Dated,
    /// New facts: the page says "Updated" with this moment.
    pub updated: Option<Micros>,
    /// More is expected.
    pub developing: bool,
    /// Wanted end of the address; empty makes one of the headline.
    pub slug: String,
}

/// What publishing will do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    published_at: Option<Micros>,
    updated_at: Option<Micros>,
    listed: bool,
}

/// Publishes.
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, publish: &Publish) -> Result<Live> {
    let story = q!(tx, stories::by_id(&publish.story_id))?.ok_or_else(|| Error::NotFound("such story".to_owned()))?;
    let revision =
        q!(tx, stories::revision(&story.head))?.ok_or_else(|| Error::NotFound("such revision".to_owned()))?;
    let before = q!(tx, live::by_id(&story.id))?;
    let change = decide(&story, &revision, before.as_ref(), publish, house.now())?;
    let path = match &before {
        Some(live) => live.path.clone(),
        None => propose_path(tx, &story, &revision, &publish.slug).await?,
    };
    let live = Live {
        story_id: story.id.clone(),
        number: story.number,
        form: story.form.clone(),
        revision_id: String::new(),
        path: path.clone(),
        section_id: None,
        kind: String::new(),
        headline: String::new(),
        short_headline: String::new(),
        standfirst: String::new(),
        picture_id: None,
        byline: String::new(),
        words: 0,
        published_at: change.published_at,
        updated_at: change.updated_at,
        listed: change.listed,
        noindex: story.noindex,
        developing: publish.developing,
        changed_at: 0,
    };
    let act = if before.is_some() { "update" } else { "publish" };
    let live = super::live_row::put(tx, house, actor, act, &revision, live).await?;
    if before.is_none() {
        let address = Address {
            path,
            kind: Leads::Story.as_str().to_owned(),
            target: story.id.clone(),
        };
        q!(tx, addresses::put(&address, house.now()))?;
        tx.enter(
            house.now(),
            actor,
            act,
            &courant_model::entry::Thing::Address(address.path),
        );
    }
    q!(
        tx,
        stories::advance(&story.id, State::Published.as_str(), &story.head, house.now())
    )?;
    Ok(live)
}

fn decide(
    story: &Story,
    revision: &Revision,
    before: Option<&Live>,
    publish: &Publish,
    now: Micros,
) -> Result<Change, Refusal> {
    if State::parse(&story.state) == Some(State::Removed) {
        return Err(Refusal::new(
            "story-removed",
            "a story that was taken down is not published again",
        ));
    }
    let is_page = story.form == "page";
    if !is_page && revision.section_id.is_none() {
        return Err(Refusal::new(
            "section-missing",
            "a story needs a section before it can be published",
        ));
    }
    if let Some(live) = before {
        return Ok(Change {
            published_at: live.published_at,
            updated_at: publish.updated.or(live.updated_at),
            listed: live.listed,
        });
    }
    let published_at = match publish.dated {
        Dated::Now => Some(now),
        Dated::At(at) if at > now => {
            return Err(Refusal::new("date-ahead", "a story cannot be dated in the future"));
        }
        Dated::At(at) => Some(at),
        Dated::Unknown => None,
    };
    Ok(Change {
        published_at,
        updated_at: publish.updated,
        listed: !is_page && published_at.is_some(),
    })
}

/// `/SECTION/SLUG` for stories, `/SLUG` for pages; `-2`, `-3` … when something stands there.
async fn propose_path(tx: &mut Tx, story: &Story, revision: &Revision, wanted: &str) -> Result<String> {
    let folder = match &revision.section_id {
        Some(id) if story.form != "page" => q!(tx, terms::sections())?
            .into_iter()
            .find(|section| &section.id == id)
            .map(|section| format!("/{}", section.slug))
            .ok_or_else(|| Error::NotFound("such section".to_owned()))?,
        _ => String::new(),
    };
    let mut end = slug::of(if wanted.is_empty() { &revision.headline } else { wanted });
    if end.is_empty() {
        end = format!("story-{}", story.number);
    }
    free_path(tx, &folder, &end).await
}

/// The first free path of `folder/end`, `folder/end-2` …
pub(super) async fn free_path(tx: &mut Tx, folder: &str, end: &str) -> Result<String> {
    let mut n = 1;
    loop {
        let path = format!("{folder}/{}", slug::nth(end, n));
        if address::is_free_word(&path) && q!(tx, addresses::at(&path))?.is_none() {
            return Ok(path);
        }
        n += 1;
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn story(state: State, form: &str) -> Story {
        Story {
            id: "s".into(),
            number: 1,
            form: form.into(),
            state: state.as_str().into(),
            working_slug: "s".into(),
            head: "r".into(),
            origin: None,
            rights: None,
            noindex: false,
            created_at: 0,
            begun_by: None,
            assignee: None,
            brief: String::new(),
            due_at: None,
            planned_words: 0,
            wanted_slug: String::new(),
            embargo_until: None,
            embargo_local: String::new(),
            unread_since: None,
            changed_at: 0,
        }
    }

    fn revision(section: Option<&str>) -> Revision {
        Revision {
            id: "r".into(),
            story_id: "s".into(),
            at: 0,
            actor: "console".into(),
            headline: "H".into(),
            short_headline: String::new(),
            search_title: String::new(),
            share_title: String::new(),
            standfirst: String::new(),
            document: String::new(),
            dateline: String::new(),
            section_id: section.map(str::to_owned),
            kind: "news".into(),
            picture_id: None,
            byline: "[]".into(),
            topics: "[]".into(),
            words: 0,
            name: String::new(),
        }
    }

    fn asked(dated: Dated) -> Publish {
        Publish {
            story_id: "s".into(),
            dated,
            updated: None,
            developing: false,
            slug: String::new(),
        }
    }

    #[test]
    fn a_story_of_unknown_date_is_on_no_list() {
        let change = decide(
            &story(State::Draft, "story"),
            &revision(Some("x")),
            None,
            &asked(Dated::Unknown),
            5,
        )
        .unwrap();
        assert_eq!(
            change,
            Change {
                published_at: None,
                updated_at: None,
                listed: false
            }
        );
    }

    #[test]
    fn a_story_without_a_section_and_a_removed_one_are_refused() {
        assert!(
            decide(
                &story(State::Draft, "story"),
                &revision(None),
                None,
                &asked(Dated::Now),
                5
            )
            .is_err()
        );
        assert!(
            decide(
                &story(State::Removed, "story"),
                &revision(Some("x")),
                None,
                &asked(Dated::Now),
                5
            )
            .is_err()
        );
    }

    #[test]
    fn nothing_is_dated_ahead() {
        assert!(
            decide(
                &story(State::Draft, "story"),
                &revision(Some("x")),
                None,
                &asked(Dated::At(6)),
                5
            )
            .is_err()
        );
    }

    #[test]
    fn a_page_is_published_without_section_and_stands_on_no_list() {
        let change = decide(
            &story(State::Draft, "page"),
            &revision(None),
            None,
            &asked(Dated::Now),
            5,
        )
        .unwrap();
        assert!(!change.listed);
    }
}
