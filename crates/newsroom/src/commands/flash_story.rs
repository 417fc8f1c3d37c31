//! Publishes a headline and one sentence at once, from nothing: news that cannot wait for a story.
//! Called by the desk; it develops, keeps its address, and stands on the list of what is still to be read.

use super::file_story::{self, Copy, NewStory};
use super::publish_story::{self, Publish};
use super::{developing_story, going_out, set_breaking};
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::story::{Byline, Kind, Live};
use courant_store::Tx;

/// Most characters of the sentence.
pub const LONGEST_SENTENCE: usize = 600;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Flash {
    /// The headline.
    pub headline: String,
    /// One sentence; the body until there is more.
    pub sentence: String,
    /// The section's id.
    pub section_id: String,
    /// Whether the headline runs in the breaking strip as well.
    pub strip: bool,
}

/// Begins, publishes and marks it in the caller's transaction.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, flash: &Flash) -> Result<Live> {
    let on = On {
        own: false,
        section: Some(&flash.section_id),
    };
    who.check(Act::Flash, on)?;
    decide(flash)?;
    let author = match who {
        Who::Member(member) => member.author.clone(),
        Who::House(_) => None,
    };
    let byline = author.map(|author| Byline {
        author: Some(author),
        guest: String::new(),
        role: String::new(),
    });
    let new = NewStory {
        copy: Copy {
            headline: flash.headline.clone(),
            document: courant_text::plain::read(flash.sentence.trim(), &mut courant_text::SequentialIds::new()),
            section_id: Some(flash.section_id.clone()),
            kind: Kind::News,
            byline: byline.into_iter().collect(),
            ..Copy::default()
        },
        ..NewStory::default()
    };
    let story = file_story::begin(tx, house, &who.actor(), new).await?;
    let publish = Publish {
        developing: Some(house.now().saturating_add(developing_story::USUAL)),
        unseen: true,
        ..Publish::now(story.id.clone())
    };
    let live = publish_story::by_step(tx, house, who, &publish, "flash").await?;
    going_out::keep_act(tx, house, &who.actor(), "flash", &story.id, Some(&live.revision_id), "").await?;
    if flash.strip {
        let strip = set_breaking::Set {
            text: live.headline.clone(),
            story_id: Some(story.id.clone()),
            until: None,
        };
        set_breaking::run(tx, house, who, &strip).await?;
    }
    Ok(live)
}

fn decide(flash: &Flash) -> Result<(), Refusal> {
    let sentence = flash.sentence.trim();
    if sentence.is_empty() {
        return Err(Refusal::new("flash-empty", "say what happened in one sentence"));
    }
    if sentence.chars().count() > LONGEST_SENTENCE {
        return Err(Refusal::new(
            "flash-long",
            format!("a flash is a headline and one sentence of at most {LONGEST_SENTENCE} characters"),
        ));
    }
    Ok(())
}
