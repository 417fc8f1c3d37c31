//! What every command that puts a story's text before readers has in common: whose right, which state, which embargo,
//! and the live row. Used by publish, update, fix, correct, new top and flash.

use super::{live_row, stops};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result, drafts};
use courant_model::account::Act;
use courant_model::actor::Actor;
use courant_model::note::NoticeKind;
use courant_model::schedule::Local;
use courant_model::story::{Live, Revision, State, Story, StoryAct, Writing};
use courant_model::time::{Micros, timestamp};
use courant_store::{Tx, q};

/// A story that is to go out: as it stands, with the draft's present text, and what readers see so far.
pub(super) struct Leaving {
    pub(super) story: Story,
    pub(super) head: Revision,
    pub(super) live: Option<Live>,
}

/// Reads a story and settles its draft: what was typed last is what goes out.
pub(super) async fn load(tx: &mut Tx, house: &House, who: &Who, story_id: &str) -> Result<Leaving> {
    let mut story = super::story(tx, story_id).await?;
    let head = settled(tx, house, &who.actor(), &story).await?;
    story.head.clone_from(&head.id);
    let live = q!(tx, live::by_id(story_id))?;
    Ok(Leaving { story, head, live })
}

/// What readers see of the story, or that they see nothing.
pub(super) async fn live(tx: &mut Tx, id: &str) -> Result<Live> {
    q!(tx, live::by_id(id))?.ok_or_else(|| Error::NotFound("such story before readers".to_owned()))
}

/// The revision, or that there is none.
pub(super) async fn revision(tx: &mut Tx, id: &str) -> Result<Revision> {
    q!(tx, stories::revision(id))?.ok_or_else(|| Error::NotFound("such revision".to_owned()))
}

/// The newest revision, made of the draft where there is something newer.
pub(super) async fn settled(tx: &mut Tx, house: &House, actor: &Actor, story: &Story) -> Result<Revision> {
    drafts::settle(tx, house, actor, &story.id).await
}

/// Refuses while an embargo holds; nobody and nothing puts the story out before its end.
pub(crate) fn free_of_embargo(story: &Story, now: Micros) -> Result<(), Refusal> {
    match story.embargo_until {
        Some(until) if now < until => Err(Refusal::new(
            "embargoed",
            format!("the story is under embargo until {}", said(&story.embargo_local, until)),
        )),
        _ => Ok(()),
    }
}

/// A moment for people: as it was given, or in UTC.
pub(super) fn said(local: &str, at: Micros) -> String {
    match Local::kept(local) {
        Ok(local) => format!("{} ({})", local.field().replace('T', " "), local.zone()),
        Err(_) => timestamp(at).strftime("%Y-%m-%d %H:%M UTC").to_string(),
    }
}

/// Refuses what readers were told is wrong as a whole, and what was taken down.
pub(super) fn stands(story: &Story, live: Option<&Live>) -> Result<(), Refusal> {
    if State::parse(&story.state) == Some(State::Removed) {
        return Err(Refusal::new(
            "story-removed",
            "a story that was taken down is not published again",
        ));
    }
    if live.is_some_and(|live| live.retracted_at.is_some()) {
        return Err(Refusal::new(
            "story-retracted",
            "the story was retracted; only its notice can be added to",
        ));
    }
    Ok(())
}

/// Refuses what lacks a headline or a section: at the desk a story may be without them, before readers never.
pub(super) fn is_whole(story: &Story, head: &Revision) -> Result<(), Refusal> {
    if head.headline.is_empty() {
        return Err(Refusal::new(
            "headline-missing",
            "a story needs a headline before readers see it",
        ));
    }
    if story.form != "page" && head.section_id.is_none() {
        return Err(Refusal::new(
            "section-missing",
            "a story needs a section before it can be published",
        ));
    }
    Ok(())
}

/// Whether nobody but this one wrote the story: all revisions with words in them are theirs.
pub(super) fn alone(who: &Who, writing: &[Writing]) -> bool {
    let me = who.actor().to_string();
    let mut worded = writing.iter().filter(|one| one.words > 0).peekable();
    worded.peek().is_some() && worded.all(|one| one.actor == me)
}

/// Whether the story counts as the publisher's own: they began it, are assigned, sign it, or wrote all of it.
pub(super) async fn is_own(tx: &mut Tx, who: &Who, story: &Story, head: &Revision) -> Result<bool> {
    if who.account().is_none() {
        return Ok(false);
    }
    Ok(who.owns(story, head) || alone(who, &q!(tx, acts::writing(&story.id))?))
}

/// Refuses what the table does not allow: publishing at all, one's own story, or unseen.
pub(super) fn may_publish(who: &Who, story: &Story, head: &Revision, own: bool, unseen: bool) -> Result<(), Refusal> {
    who.check_story(Act::Publish, story, head)?;
    if unseen {
        return who.check_story(Act::PublishUnseen, story, head);
    }
    if own && who.check_story(Act::PublishOwn, story, head).is_err() {
        return Err(Refusal::new(
            "own-story",
            "nobody publishes their own story: ask a colleague to read it, or publish it unseen",
        ));
    }
    Ok(())
}

/// Where a live row that is not there yet begins; `live_row::put` fills in what the revision says.
pub(super) fn first_row(story: &Story, path: String) -> Live {
    Live {
        story_id: story.id.clone(),
        number: story.number,
        form: story.form.clone(),
        revision_id: String::new(),
        path,
        section_id: None,
        kind: String::new(),
        headline: String::new(),
        short_headline: String::new(),
        standfirst: String::new(),
        picture_id: None,
        byline: String::new(),
        words: 0,
        published_at: None,
        updated_at: None,
        listed: false,
        noindex: story.noindex,
        changed_at: 0,
        placed_at: None,
        developing_until: None,
        retracted_at: None,
    }
}

/// Runs all checks of the copy desk once more, with the texts that are printed beside the story, and refuses what stops.
/// Then writes the live row, the state and the act. A schedule that still waits is withdrawn: the story is out.
pub(super) async fn put_out(
    tx: &mut Tx,
    house: &House,
    who: &Who,
    act: &'static str,
    leaving: &Leaving,
    live: Live,
    beside: &[&str],
) -> Result<Live> {
    let actor = who.actor();
    let now = house.now();
    stops::check(tx, house, who, leaving, &live, act == "new top", beside).await?;
    let live = live_row::put(tx, house, &actor, act, &leaving.head, live).await?;
    q!(
        tx,
        stories::advance(&leaving.story.id, State::Published.as_str(), &leaving.head.id, now)
    )?;
    super::unschedule_story::withdraw(tx, house, &actor, &leaving.story.id).await?;
    // What colleagues were told before it went out is settled.
    for kind in [NoticeKind::Ready, NoticeKind::SentBack, NoticeKind::Failed] {
        q!(tx, notes::settle(&leaving.story.id, kind.as_str(), now))?;
    }
    keep_act(tx, house, &actor, act, &leaving.story.id, Some(&leaving.head.id), "").await?;
    Ok(live)
}

/// Keeps an act for the desk. The ledger's entry is written by whoever does the act.
pub(super) async fn keep_act(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    kind: &str,
    story_id: &str,
    revision: Option<&str>,
    note: &str,
) -> Result<()> {
    let act = StoryAct {
        id: house.id(),
        story_id: story_id.to_owned(),
        kind: kind.to_owned(),
        at: house.now(),
        actor: actor.to_string(),
        revision_id: revision.map(str::to_owned),
        note: note.to_owned(),
    };
    Ok(q!(tx, acts::keep(&act))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_model::account::{Member, Role};

    fn member(account: &str) -> Who {
        Who::Member(Member {
            account: account.into(),
            roles: vec![Role::Editor],
            ..Member::default()
        })
    }

    fn wrote(actor: &str, words: i64) -> Writing {
        Writing {
            actor: actor.into(),
            words,
        }
    }

    #[test]
    fn a_story_is_alone_ones_own_when_nobody_else_wrote_words_of_it() {
        let ana = member("ana");
        assert!(alone(&ana, &[wrote("account:rui", 0), wrote("account:ana", 80)]));
        assert!(!alone(&ana, &[wrote("account:rui", 80), wrote("account:ana", 85)]));
        assert!(!alone(&ana, &[wrote("account:rui", 80)]));
        assert!(!alone(&ana, &[]));
    }

    #[test]
    fn an_embargo_is_said_as_it_was_given() {
        assert_eq!(
            said("2026-11-25T14:00:00[Europe/Lisbon]", 0),
            "2026-11-25 14:00 (Europe/Lisbon)"
        );
        assert_eq!(said("", 0), "1970-01-01 00:00 UTC");
    }
}
