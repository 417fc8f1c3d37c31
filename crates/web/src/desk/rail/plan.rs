//! What is planned of a story: whose it is, when it is due, how long, under which names. Part of the rail.

use crate::desk::stories::Choice;
use crate::desk::visit::Desk;
use courant_model::account::Act;
use courant_model::story::{Revision, Story};
use courant_newsroom::Error;
use courant_newsroom::permissions::Who;
use serde::Serialize;

/// The plan.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Plan {
    /// Who works on it, by name; empty when nobody does.
    assignee: String,
    assignee_id: String,
    /// Who it can be given to; empty when the member gives it to nobody.
    accounts: Vec<Choice>,
    /// The member may take it themselves, or give it back.
    may_take: bool,
    may_give_back: bool,
    /// As a form's field has it.
    due: String,
    due_said: Option<crate::site::view::Moment>,
    words: i64,
    brief: String,
    slug: String,
    wanted_slug: String,
    zone: String,
    may_change: bool,
}

pub(super) async fn fill(desk: &mut Desk<'_>, who: &Who, story: &Story, head: &Revision) -> Result<Plan, Error> {
    let over = matches!(story.state.as_str(), "killed" | "removed");
    let may_assign = !over && who.check_story(Act::Assign, story, head).is_ok();
    let assignee = match &story.assignee {
        Some(account) => desk.account_name(account).await?,
        None => String::new(),
    };
    let accounts = if may_assign {
        desk.account_choices(story.assignee.as_deref()).await?
    } else {
        Vec::new()
    };
    let me = who.account();
    Ok(Plan {
        assignee,
        assignee_id: story.assignee.clone().unwrap_or_default(),
        accounts,
        may_take: !over && !may_assign && story.assignee.is_none() && desk.may(Act::Begin),
        may_give_back: !over && !may_assign && me.is_some() && story.assignee.as_deref() == me,
        due: story
            .due_at
            .map(|at| desk.zoned(at).strftime("%Y-%m-%dT%H:%M").to_string())
            .unwrap_or_default(),
        due_said: desk.due(story.due_at, &story.due_day),
        words: story.planned_words,
        brief: story.brief.clone(),
        slug: story.working_slug.clone(),
        wanted_slug: story.wanted_slug.clone(),
        zone: desk.paper.zone.clone(),
        may_change: !over && who.check_story(Act::Write, story, head).is_ok(),
    })
}

#[cfg(test)]
impl Plan {
    pub(crate) fn sample() -> Self {
        Self {
            assignee: "Ana Reis".into(),
            assignee_id: "01A".into(),
            accounts: vec![Choice {
                value: "01A".into(),
                label: "Ana Reis".into(),
                chosen: true,
            }],
            may_take: true,
            may_give_back: true,
            due: "2026-03-14T14:05".into(),
            due_said: None,
            words: 600,
            brief: "<b>Ask</b>".into(),
            slug: "ferry".into(),
            wanted_slug: String::new(),
            zone: "Europe/Lisbon".into(),
            may_change: true,
        }
    }
}
