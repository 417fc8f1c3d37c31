//! Files a story under another section: its draft gets the section, whatever else stands in it stays.
//! Called by the day, where a story is dragged from one section to another.

use crate::drafts;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Files it. `seen` is the section that whoever asks saw; another one by now is a conflict, `None` does not compare.
#[crate::boxed]
pub async fn run(
    tx: &mut Tx,
    house: &House,
    who: &Who,
    story_id: &str,
    section: Option<&str>,
    seen: Option<Option<&str>>,
) -> Result<()> {
    let (story, head) = super::story_with_head(tx, story_id).await?;
    super::still_in_work(&story)?;
    who.check_story(Act::Write, &story, &head)?;
    if let Some(section) = section
        && !q!(tx, terms::sections())?.iter().any(|one| one.id == section)
    {
        return Err(Refusal::new("section-missing", "there is no such section").into());
    }
    let actor = who.actor();
    let settled = drafts::settle(tx, house, &actor, story_id).await?;
    if seen.is_some_and(|seen| seen != settled.section_id.as_deref()) {
        return Err(Error::Conflict(
            "somebody filed it under another section while you had it open; nothing was overwritten".to_owned(),
        ));
    }
    if settled.section_id.as_deref() == section {
        return Ok(());
    }
    let mut copy = drafts::copy_of(&settled)?;
    copy.section_id = section.map(str::to_owned);
    drafts::replace(tx, house, &actor, story_id, &copy).await?;
    tx.enter(house.now(), &actor, "file-under", &Thing::Story(story_id.to_owned()));
    Ok(())
}
