//! Takes a name out of a story for good: out of what readers see, every revision, corrections, replies, notes and the
//! address. Called by the desk and `courant story anonymise`; the ledger learns that it was done, and not whose name.

use super::anonymise_shared::{self, Shared};
use super::anonymise_text::Name;
use super::{going_out, live_row, publish_story};
use crate::permissions::Who;
use crate::{House, Refusal, Result, drafts, record};
use courant_model::account::Act;
use courant_model::actor::Actor;
use courant_model::address::{Address, Leads};
use courant_model::entry::Thing;
use courant_model::slug;
use courant_model::story::{Live, Revision, Story};
use courant_store::{StoreError, Tx, q};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Anonymise {
    /// The story.
    pub story_id: String,
    /// Every spelling of the name, also parts of it that stand alone; small and capital letters count as one.
    pub spellings: Vec<String>,
    /// What is printed instead: "a passenger".
    pub wording: String,
    /// Whether authors of the byline whose names hold it are printed as the wording too.
    pub authors: bool,
}

/// Does it. The text that people have open is loaded anew from what is left.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &Anonymise) -> Result<()> {
    let story = super::story(tx, &wanted.story_id).await?;
    let actor = who.actor();
    let head = going_out::settled(tx, house, &actor, &story).await?;
    who.check_story(Act::Remove, &story, &head)?;
    let name = decide(wanted)?;
    let id = &story.id;
    let shared = anonymise_shared::clean(tx, house, &actor, &name, &story, wanted.authors).await?;
    for revision in q!(tx, acts::revisions(id))? {
        if let Some(clean) = clean_revision(&name, &shared, &revision)? {
            q!(tx, acts::rewrite_revision(&clean))?;
        }
    }
    // The log of edits holds every letter that was ever typed.
    drafts::rebuild(tx, house, id).await?;
    for correction in q!(tx, corrections::of_story(id))? {
        let wrong = name.out_of(&correction.wrong);
        let correct = name.out_of(&correction.correct);
        if wrong.is_some() || correct.is_some() {
            let wrong = wrong.unwrap_or(correction.wrong);
            let correct = correct.unwrap_or(correction.correct);
            q!(tx, acts::rewrite_correction(&correction.id, &wrong, &correct))?;
            tx.enter(house.now(), &actor, "anonymise", &Thing::Corrections);
        }
    }
    for reply in q!(tx, acts::replies(id))? {
        let signed = name.out_of(&reply.name);
        let text = name.out_of_document(&reply.document)?;
        if signed.is_some() || text.is_some() {
            let signed = signed.unwrap_or(reply.name);
            let text = text.unwrap_or(reply.document);
            q!(tx, acts::rewrite_reply(&reply.id, &signed, &text))?;
            tx.enter(house.now(), &actor, "anonymise", &Thing::Reply(reply.id));
        }
    }
    clean_desk(tx, &name, &story).await?;
    record::storylines::anonymise(tx, id, &|text| name.out_of(text)).await?;
    record::quotations::anonymise(tx, house, id, &|text| name.out_of(text)).await?;
    if let Some(live) = q!(tx, live::by_id(id))? {
        let moved = clean_address(tx, house, who, &name, live).await?;
        let seen = going_out::revision(tx, &moved.revision_id).await?;
        live_row::put(tx, house, &actor, "anonymise", &seen, moved).await?;
    }
    tx.enter(house.now(), &actor, "anonymise", &Thing::Story(id.clone()));
    going_out::keep_act(tx, house, &actor, "anonymise", id, None, "").await
}

/// Where a path that held a name is remembered as gone, without the path: by its keyed hash.
pub fn hidden(house: &House, path: &str) -> String {
    let mac = house.keys.text_mac(&format!("hidden address {path}"));
    mac.iter()
        .fold("hidden:".to_owned(), |so_far, byte| format!("{so_far}{byte:02x}"))
}

fn decide(wanted: &Anonymise) -> Result<Name, Refusal> {
    let name = Name::new(&wanted.spellings, &wanted.wording);
    if wanted.spellings.iter().all(|one| one.trim().chars().count() < 2) {
        return Err(Refusal::new(
            "anonymise-name",
            "give the name, in every spelling that the story has",
        ));
    }
    if wanted.spellings.iter().any(|one| one.trim().chars().count() == 1) {
        return Err(Refusal::new(
            "anonymise-short",
            "a single letter is no name: it would be taken out everywhere",
        ));
    }
    if wanted.wording.trim().is_empty() || name.out_of(&wanted.wording).is_some() {
        return Err(Refusal::new(
            "anonymise-wording",
            "say what is printed instead; it cannot hold the name itself",
        ));
    }
    Ok(name)
}

/// A revision without the name; `None` when it does not hold it.
fn clean_revision(name: &Name, shared: &Shared, revision: &Revision) -> Result<Option<Revision>, StoreError> {
    let mut clean = revision.clone();
    shared.out_of(name, &mut clean)?;
    for field in [
        &mut clean.headline,
        &mut clean.short_headline,
        &mut clean.search_title,
        &mut clean.share_title,
        &mut clean.standfirst,
        &mut clean.dateline,
        &mut clean.name,
    ] {
        if let Some(text) = name.out_of(field) {
            *field = text;
        }
    }
    if let Some(document) = name.out_of_document(&clean.document)? {
        clean.document = document;
    }
    if let Some(byline) = name.out_of_json(&clean.byline)? {
        clean.byline = byline;
    }
    Ok((clean != *revision).then_some(clean))
}

/// What the desk alone sees: slugs, brief, notes, readers' reports.
async fn clean_desk(tx: &mut Tx, name: &Name, story: &Story) -> Result<()> {
    let slug_of = |text: &str| {
        if name.is_in_address(text) {
            format!("story-{}", story.number)
        } else {
            text.to_owned()
        }
    };
    let brief = name.out_of(&story.brief).unwrap_or_else(|| story.brief.clone());
    let working = slug_of(&story.working_slug);
    let wanted = slug_of(&story.wanted_slug);
    q!(tx, acts::rewrite_story(&story.id, &working, &wanted, &brief))?;
    q!(tx, acts::forget_words(&story.id))?;
    for note in q!(tx, notes::of_story(&story.id))? {
        let body = name.out_of(&note.body);
        let quoted = name.out_of(&note.quoted);
        if body.is_some() || quoted.is_some() {
            let body = body.unwrap_or(note.body);
            let quoted = quoted.unwrap_or(note.quoted);
            q!(tx, acts::rewrite_note(&note.id, &body, &quoted))?;
        }
    }
    // Whoever is meant by other words stays confirmed; the words themselves go.
    for mention in q!(tx, mentions::mentions(&story.id))? {
        if name.out_of(&mention.words).is_some() {
            q!(tx, mentions::drop_mention(&story.id, &mention.folded))?;
        }
    }
    q!(tx, mentions::clear_found(&story.id))?;
    for report in q!(tx, acts::reports(&story.id))? {
        let body = name.out_of(&report.body);
        let passage = name.out_of(&report.passage);
        if body.is_some() || passage.is_some() {
            let body = body.unwrap_or(report.body);
            let passage = passage.unwrap_or(report.passage);
            q!(tx, acts::rewrite_report(&report.id, &body, &passage))?;
        }
    }
    Ok(())
}

/// Forgets a path that held the name, and remembers by its keyed hash that something is gone there.
pub(super) async fn hide(tx: &mut Tx, house: &House, actor: &Actor, path: &str, target: &str) -> Result<()> {
    q!(tx, acts::drop_address(path))?;
    let gone = Address {
        path: hidden(house, path),
        kind: Leads::Gone.as_str().to_owned(),
        target: target.to_owned(),
    };
    q!(tx, addresses::put(&gone, house.now()))?;
    tx.enter(house.now(), actor, "anonymise", &Thing::Address(path.to_owned()));
    Ok(())
}

/// A story whose address holds the name gets another. No redirect leads there, since it would have to keep the old
/// path: what is remembered is a keyed hash, and whoever comes by the old path is told that it is gone.
async fn clean_address(tx: &mut Tx, house: &House, who: &Who, name: &Name, mut live: Live) -> Result<Live> {
    let actor = who.actor();
    let mut held = q!(tx, addresses::leading_to(&live.path))?;
    held.retain(|path| name.is_in_address(path));
    let moves = name.is_in_address(&live.path);
    if moves {
        let folder = live.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let seen = going_out::revision(tx, &live.revision_id).await?;
        let mut end = slug::of(&seen.headline);
        if end.is_empty() || name.is_in_address(&end) {
            end = format!("story-{}", live.number);
        }
        let path = publish_story::free_path(tx, &folder, &end).await?;
        let address = Address {
            path: path.clone(),
            kind: Leads::Story.as_str().to_owned(),
            target: live.story_id.clone(),
        };
        q!(tx, addresses::put(&address, house.now()))?;
        q!(tx, addresses::redirect_all(&live.path, &path))?;
        held.push(std::mem::replace(&mut live.path, path));
    }
    for path in held {
        hide(tx, house, &actor, &path, &live.story_id).await?;
    }
    if moves {
        tx.enter(house.now(), &actor, "anonymise", &Thing::Address(live.path.clone()));
    }
    Ok(live)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(spellings: &[&str], wording: &str) -> bool {
        decide(&Anonymise {
            story_id: "s".into(),
            spellings: spellings.iter().map(|one| (*one).to_owned()).collect(),
            wording: wording.into(),
            authors: false,
        })
        .is_ok()
    }

    #[test]
    fn it_wants_a_name_and_a_wording_without_it() {
        assert!(asked(&["Ana Sousa", "Sousa"], "a passenger"));
        assert!(!asked(&[], "a passenger"));
        assert!(!asked(&[" "], "a passenger"));
        assert!(!asked(&["Ana", "A"], "a passenger"));
        assert!(!asked(&["Sousa"], " "));
        assert!(!asked(&["Sousa"], "Ms Sousa"));
    }
}
