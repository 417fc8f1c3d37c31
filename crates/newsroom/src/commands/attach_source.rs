//! Attaches what a story was written from, a transcript, wire copy or a page, so that its quotations are held against it.
//! Called by the desk, which reads files and addresses; sources are seen by the newsroom and printed nowhere.

use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::Act;
use courant_model::copydesk::Source;
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Kinds of sources.
pub const KINDS: [&str; 3] = ["transcript", "wire", "page"];
/// Longest source, in characters: a day of hearings.
pub const LONGEST: usize = 1_000_000;
/// Longest name, in characters.
pub const LONGEST_NAME: usize = 200;
/// Most sources of a story.
pub const MOST: usize = 30;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Attach {
    /// The story.
    pub story_id: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// As colleagues call it.
    pub name: String,
    /// Where it was fetched, or empty.
    pub url: String,
    /// Its words, plain.
    pub body: String,
}

/// Attaches it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, attach: &Attach) -> Result<Source> {
    let (story, head) = super::story_with_head(tx, &attach.story_id).await?;
    who.check_story(Act::Write, &story, &head)?;
    decide(attach, q!(tx, copydesk::sources(&story.id))?.len())?;
    let source = Source {
        id: house.id(),
        story_id: story.id.clone(),
        kind: attach.kind.clone(),
        name: attach.name.trim().to_owned(),
        url: attach.url.trim().to_owned(),
        body: attach.body.trim().to_owned(),
        at: house.now(),
        actor: who.actor().to_string(),
    };
    q!(tx, copydesk::attach(&source))?;
    tx.enter(house.now(), &who.actor(), "attach", &Thing::Story(story.id));
    Ok(source)
}

/// Takes it off again.
#[crate::boxed]
pub async fn detach(tx: &mut Tx, house: &House, who: &Who, story_id: &str, id: &str) -> Result<()> {
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Write, &story, &head)?;
    if !q!(tx, copydesk::detach(story_id, id))? {
        return Err(Error::NotFound("such source of this story".to_owned()));
    }
    tx.enter(house.now(), &who.actor(), "detach", &Thing::Story(story.id));
    Ok(())
}

fn decide(attach: &Attach, there: usize) -> Result<(), Refusal> {
    if !KINDS.contains(&attach.kind.as_str()) {
        return Err(Refusal::new(
            "source-kind",
            "a source is a transcript, wire copy or a page",
        ));
    }
    if attach.name.trim().is_empty() || attach.name.chars().count() > LONGEST_NAME {
        return Err(Refusal::new(
            "source-name",
            "give the source a short name, such as “transcript of 3 May”",
        ));
    }
    if attach.body.trim().is_empty() {
        return Err(Refusal::new("source-empty", "the source has no words"));
    }
    if attach.body.chars().count() > LONGEST {
        return Err(Refusal::new(
            "source-long",
            format!("a source has at most {LONGEST} characters"),
        ));
    }
    if there >= MOST {
        return Err(Refusal::new(
            "source-many",
            format!("a story has at most {MOST} sources"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_has_a_kind_a_name_and_words() {
        let good = Attach {
            kind: "transcript".into(),
            name: "Transcript of 3 May".into(),
            body: "We will come back.".into(),
            ..Attach::default()
        };
        assert!(decide(&good, 0).is_ok());
        let key = |attach: Attach, there| decide(&attach, there).map_err(|no| no.key);
        assert_eq!(key(good.clone(), MOST), Err("source-many"));
        assert_eq!(
            key(
                Attach {
                    body: " ".into(),
                    ..good.clone()
                },
                0
            ),
            Err("source-empty")
        );
        assert_eq!(
            key(
                Attach {
                    name: String::new(),
                    ..good.clone()
                },
                0
            ),
            Err("source-name")
        );
        assert_eq!(
            key(
                Attach {
                    kind: "rumour".into(),
                    ..good
                },
                0
            ),
            Err("source-kind")
        );
    }
}
