//! Files a story: begins one as a draft, or gives one a new revision. Readers see nothing of it until it is published.
//! Called by imports, the demo and, one day, the desk.

use crate::{House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::slug;
use courant_model::story::{Byline, Kind, Revision, State, Story};
use courant_store::{StoreError, Tx, q};
use courant_text::Document;

/// Longest headline, in characters.
pub const LONGEST_HEADLINE: usize = 400;

/// All that is printed of a story.
#[derive(Debug, Clone, Default)]
pub struct Copy {
    /// Headline.
    pub headline: String,
    /// Short headline or empty.
    pub short_headline: String,
    /// Search title or empty.
    pub search_title: String,
    /// Share title or empty.
    pub share_title: String,
    /// Standfirst or empty.
    pub standfirst: String,
    /// The body.
    pub document: Document,
    /// Dateline or empty.
    pub dateline: String,
    /// Section id; pages have none.
    pub section_id: Option<String>,
    /// Kind.
    pub kind: Kind,
    /// Lead picture.
    pub picture_id: Option<String>,
    /// Authors and guests, in order.
    pub byline: Vec<Byline>,
    /// Topic ids, in order.
    pub topics: Vec<String>,
}

/// A story that is begun.
#[derive(Debug, Clone, Default)]
pub struct NewStory {
    /// A standing page rather than a story.
    pub is_page: bool,
    /// For the newsroom; empty makes one of the headline.
    pub working_slug: String,
    /// Where it came from, when it was brought in.
    pub origin: Option<String>,
    /// Whose it is, when that is known.
    pub rights: Option<String>,
    /// Search engines are asked to leave it out.
    pub noindex: bool,
    /// The first revision.
    pub copy: Copy,
}

/// Begins a story as a draft.
#[crate::boxed]
pub async fn begin(tx: &mut Tx, house: &House, actor: &Actor, new: NewStory) -> Result<Story> {
    let id = house.id();
    decide(&new.copy)?;
    let revision = revision(house, actor, &id, new.copy)?;
    let story = Story {
        id: id.clone(),
        number: q!(tx, paper::next_number("post"))?,
        form: if new.is_page { "page" } else { "story" }.to_owned(),
        state: State::Draft.as_str().to_owned(),
        working_slug: if new.working_slug.is_empty() {
            slug::of(&revision.headline)
        } else {
            new.working_slug
        },
        head: revision.id.clone(),
        origin: new.origin,
        rights: new.rights,
        noindex: new.noindex,
        created_at: house.now(),
        begun_by: match actor {
            Actor::Account(account) => Some(account.clone()),
            _ => None,
        },
        assignee: None,
        brief: String::new(),
        due_at: None,
        planned_words: 0,
        wanted_slug: String::new(),
        embargo_until: None,
        embargo_local: String::new(),
        unread_since: None,
        changed_at: house.now(),
        due_day: String::new(),
        picture_wanted: false,
    };
    q!(tx, stories::begin(&story))?;
    q!(tx, stories::keep_revision(&revision))?;
    super::live_pictures::put_draft(tx, &revision).await?;
    tx.enter(house.now(), actor, "begin", &Thing::Story(id));
    Ok(story)
}

/// Keeps a revision that a story had elsewhere before the newest one; the story's text stays. Called by imports, with the
/// clock of then.
#[crate::boxed]
pub async fn keep_older(tx: &mut Tx, house: &House, actor: &Actor, story_id: &str, copy: Copy) -> Result<Revision> {
    let (_, head) = super::story_with_head(tx, story_id).await?;
    // What a revision of then does not say, such as its section, is as it is now.
    let copy = Copy {
        section_id: head.section_id,
        ..copy
    };
    let revision = revision(house, actor, story_id, copy)?;
    q!(tx, stories::keep_older_revision(&revision))?;
    tx.enter(house.now(), actor, "keep", &Thing::Story(story_id.to_owned()));
    Ok(revision)
}

/// Gives a story a new revision: the copy takes the place of what the draft says, and whoever has it open sees it.
#[crate::boxed]
pub async fn revise(tx: &mut Tx, house: &House, actor: &Actor, story_id: &str, copy: Copy) -> Result<Revision> {
    crate::drafts::replace(tx, house, actor, story_id, &copy).await
}

fn decide(copy: &Copy) -> Result<(), Refusal> {
    if copy.headline.trim().is_empty() {
        return Err(Refusal::new("headline-missing", "a story needs a headline"));
    }
    check_length(copy)
}

/// Refuses a headline beyond measure; at the desk a story may be without one until it goes out.
pub(super) fn check_length(copy: &Copy) -> Result<(), Refusal> {
    if copy.headline.chars().count() > LONGEST_HEADLINE {
        return Err(Refusal::new(
            "headline-long",
            format!("a headline has at most {LONGEST_HEADLINE} characters"),
        ));
    }
    Ok(())
}

/// A revision of a copy, not kept yet; refuses a copy that cannot be one. It may be without a headline until it goes out.
pub(crate) fn revision(house: &House, actor: &Actor, story_id: &str, copy: Copy) -> Result<Revision> {
    check_length(&copy)?;
    let json = |what: Result<String, serde_json::Error>| what.map_err(|e| StoreError::Unreadable(e.to_string()));
    Ok(Revision {
        id: house.id(),
        story_id: story_id.to_owned(),
        at: house.now(),
        actor: actor.to_string(),
        headline: copy.headline.trim().to_owned(),
        short_headline: copy.short_headline.trim().to_owned(),
        search_title: copy.search_title.trim().to_owned(),
        share_title: copy.share_title.trim().to_owned(),
        standfirst: copy.standfirst.trim().to_owned(),
        words: courant_text::count::words(&copy.document) as i64,
        document: courant_text::json::write(&copy.document),
        dateline: copy.dateline.trim().to_owned(),
        section_id: copy.section_id,
        kind: copy.kind.as_str().to_owned(),
        picture_id: copy.picture_id,
        byline: json(serde_json::to_string(&copy.byline))?,
        topics: json(serde_json::to_string(&copy.topics))?,
        name: String::new(),
    })
}
