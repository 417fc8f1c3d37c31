//! Commands, one a file: each loads, decides by a pure function, and writes with its ledger entries into the caller's
//! transaction. Nothing here talks to a network; what must leave the house becomes a job.

pub mod accept_invitation;
pub mod add_author;
pub mod add_picture;
mod anonymise_shared;
pub mod anonymise_story;
mod anonymise_text;
pub mod answer_correction;
pub mod arrange_front;
pub mod ask_correction;
pub mod assign_story;
pub mod attach_source;
pub mod begin_page;
pub mod begin_story;
pub mod bring_reply;
pub mod change_account;
pub(crate) mod change_zone;
pub mod close_account;
pub mod confirm_quotation;
pub mod correct_story;
pub mod decide_event;
pub mod decide_mention;
pub mod decide_note;
pub mod decide_reply;
pub mod describe_picture;
pub mod developing_story;
pub mod embargo_story;
pub mod erase_entity;
mod erase_reach;
pub mod file_in_storyline;
pub mod file_story;
pub mod file_under;
pub mod fix_story;
pub mod flash_story;
mod going_out;
pub mod import_diary;
pub mod invite_colleague;
pub mod join_remarks;
pub mod keep_address;
pub mod keep_background;
pub mod keep_entity;
pub mod keep_event;
pub mod keep_passkey;
pub mod keep_settings;
pub mod keep_storyline;
pub mod keep_style;
pub mod keep_template;
pub mod keep_webhook;
pub mod link_identity;
pub(crate) mod live_pictures;
mod live_row;
pub mod lock_front;
pub mod merge_entities;
pub mod move_story;
pub mod name_revision;
pub mod name_topic;
pub mod noindex_story;
pub mod note_in_margin;
pub mod open_entity;
pub mod open_first_account;
pub mod open_paper;
pub mod picture_rights;
pub mod plan_story;
pub mod post_reply;
pub mod preview_story;
pub mod publish_story;
pub mod put_front_live;
pub mod read_story;
pub mod refuse_quotation;
pub mod relate_stories;
pub mod remove_story;
pub mod replace_picture;
pub mod report_error;
pub mod reset_account;
pub mod retract_story;
pub mod revise_own_account;
pub mod revise_paper;
pub mod revise_section;
pub mod schedule_front;
pub mod schedule_story;
pub mod send_webhook;
pub mod set_breaking;
pub mod set_codes;
pub mod step_story;
pub mod stops;
pub mod unschedule_story;
pub mod update_story;
pub mod withhold_name;

use crate::{Error, Refusal, Result};
use courant_model::story::{Revision, State, Story};
use courant_store::{StoreError, Tx, q};

/// A story, or that there is none.
pub(crate) async fn story(tx: &mut Tx, id: &str) -> Result<Story> {
    q!(tx, stories::by_id(id))?.ok_or_else(|| Error::NotFound("such story".to_owned()))
}

/// A story and its latest revision.
pub(crate) async fn story_with_head(tx: &mut Tx, id: &str) -> Result<(Story, Revision)> {
    let story = story(tx, id).await?;
    let head = q!(tx, stories::revision(&story.head))?.ok_or_else(|| Error::NotFound("such revision".to_owned()))?;
    Ok((story, head))
}

/// The state of a story.
pub(crate) fn state_of(story: &Story) -> Result<State, StoreError> {
    State::parse(&story.state).ok_or_else(|| StoreError::Unreadable(format!("state {:?} of a story", story.state)))
}

/// Refuses to plan what has come to its end.
fn still_in_work(story: &Story) -> Result<(), Refusal> {
    match State::parse(&story.state) {
        Some(State::Killed) => Err(Refusal::new("story-killed", "a killed story is not worked on any more")),
        Some(State::Removed) => Err(Refusal::new(
            "story-removed",
            "a story that was taken down is not worked on any more",
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
pub(crate) mod samples {
    //! A story for the tests of rules. Called by tests of single commands.

    use courant_model::story::{Revision, State, Story};

    /// A story in a state, of section `local`, begun by nobody.
    pub(crate) fn story(state: State) -> (Story, Revision) {
        let story = Story {
            id: "s".into(),
            number: 1,
            form: "story".into(),
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
            due_day: String::new(),
            picture_wanted: false,
        };
        let revision = Revision {
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
            section_id: Some("local".into()),
            kind: "news".into(),
            picture_id: None,
            byline: "[]".into(),
            topics: "[]".into(),
            words: 0,
            name: String::new(),
        };
        (story, revision)
    }
}
