//! Keys that show a draft to somebody without an account: random, with an end, kept as keyed hashes, taken back at will.
//! Called by the desk; the site's preview page asks [`opens`].

use super::{going_out, stops};
use crate::copydesk::withheld;
use crate::permissions::Who;
use crate::{House, Refusal, Result, drafts};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_model::story::{Preview, Revision, State};
use courant_model::time::{DAY, Micros};
use courant_store::{StoreError, Tx, q};

/// How long a key opens when nobody says otherwise.
pub const USUAL: Micros = 3 * DAY;

/// Makes a key and returns the address that it opens, `/preview/ID?key=…`. The key stands nowhere else.
#[crate::boxed]
pub async fn make(tx: &mut Tx, house: &House, who: &Who, story_id: &str, lasts: Micros) -> Result<String> {
    let story = super::story(tx, story_id).await?;
    let head = going_out::settled(tx, house, &who.actor(), &story).await?;
    if who.check_story(Act::Publish, &story, &head).is_err() {
        who.check_story(Act::Write, &story, &head)?;
    }
    if matches!(State::parse(&story.state), Some(State::Killed | State::Removed)) {
        return Err(Refusal::new("preview-gone", "the story was killed or taken down; nobody is shown it").into());
    }
    if stops::is_held(tx, house, &story, &head).await? {
        return Err(withheld::held());
    }
    let bytes: [u8; 16] = house.keys.random_bytes()?;
    let key = format!("{:032x}", u128::from_be_bytes(bytes));
    let now = house.now();
    let preview = Preview {
        id: house.id(),
        story_id: story_id.to_owned(),
        made_by: who.actor().to_string(),
        made_at: now,
        expires_at: now.saturating_add(lasts.clamp(0, 30 * DAY)),
    };
    q!(tx, previews::add(&preview, &mac(house, story_id, &key)))?;
    tx.enter(now, &who.actor(), "preview", &Thing::Story(story_id.to_owned()));
    Ok(format!("/preview/{story_id}?key={key}"))
}

/// Takes all keys of a story back.
#[crate::boxed]
pub async fn revoke(tx: &mut Tx, house: &House, who: &Who, story_id: &str) -> Result<()> {
    let story = super::story(tx, story_id).await?;
    let head = going_out::revision(tx, &story.head).await?;
    if who.check_story(Act::Publish, &story, &head).is_err() {
        who.check_story(Act::Write, &story, &head)?;
    }
    q!(tx, previews::revoke(story_id, house.now()))?;
    tx.enter(
        house.now(),
        &who.actor(),
        "revoke preview",
        &Thing::Story(story_id.to_owned()),
    );
    Ok(())
}

/// Whether a key opens a story now.
#[crate::boxed]
pub async fn opens(tx: &mut Tx, house: &House, story_id: &str, key: &str) -> Result<bool> {
    Ok(q!(
        tx,
        previews::opens(story_id, &mac(house, story_id, key), house.now())
    )?)
}

/// The draft as it stands now, as the revision that it would become; nothing of it is kept.
#[crate::boxed]
pub async fn draft(tx: &mut Tx, house: &House, story_id: &str) -> Result<Revision> {
    let (_, head) = super::story_with_head(tx, story_id).await?;
    let (copy, _) = drafts::present_state(tx, house, story_id).await?;
    let json = |what: serde_json::Result<String>| what.map_err(|error| StoreError::Unreadable(error.to_string()));
    Ok(Revision {
        headline: copy.headline,
        short_headline: copy.short_headline,
        search_title: copy.search_title,
        share_title: copy.share_title,
        standfirst: copy.standfirst,
        words: courant_text::count::words(&copy.document) as i64,
        document: courant_text::json::write(&copy.document),
        dateline: copy.dateline,
        section_id: copy.section_id,
        kind: copy.kind.as_str().to_owned(),
        picture_id: copy.picture_id,
        byline: json(serde_json::to_string(&copy.byline))?,
        topics: json(serde_json::to_string(&copy.topics))?,
        ..head
    })
}

fn mac(house: &House, story_id: &str, key: &str) -> Vec<u8> {
    house.keys.text_mac(&format!("preview {story_id} {key}"))
}
