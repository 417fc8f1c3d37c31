//! Asks the table of roles before a command does anything: who acts, on which story, and whether they may.
//! Every command of the desk begins with [`Who::check`] or [`Who::check_story`].

use crate::{Refusal, Result};
use courant_model::account::{Act, Member, On};
use courant_model::actor::Actor;
use courant_model::story::{Byline, Revision, Story};

/// Who asks for a command: a member of the newsroom, or the house itself (console, job, import), which may do all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A logged-in account with its roles.
    Member(Member),
    /// The console, a job or an import.
    House(Actor),
}

impl Who {
    /// As the ledger names them.
    pub fn actor(&self) -> Actor {
        match self {
            Self::Member(member) => Actor::Account(member.account.clone()),
            Self::House(actor) => actor.clone(),
        }
    }

    /// The account's id, when it is one.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Member(member) => Some(&member.account),
            Self::House(_) => None,
        }
    }

    /// Whether they may do a thing.
    pub fn may(&self, act: Act, on: On<'_>) -> bool {
        match self {
            Self::Member(member) => member.may(act, on),
            Self::House(_) => true,
        }
    }

    /// Whether a story is theirs: they began it, are assigned, or sign it.
    pub fn owns(&self, story: &Story, head: &Revision) -> bool {
        let Self::Member(member) = self else { return false };
        let me = Some(member.account.as_str());
        let signs = member.author.as_ref().is_some_and(|author| {
            serde_json::from_str::<Vec<Byline>>(&head.byline)
                .is_ok_and(|lines| lines.iter().any(|line| line.author.as_ref() == Some(author)))
        });
        story.begun_by.as_deref() == me || story.assignee.as_deref() == me || signs
    }

    /// Refuses what they may not do.
    pub fn check(&self, act: Act, on: On<'_>) -> Result<(), Refusal> {
        if self.may(act, on) {
            return Ok(());
        }
        Err(Refusal::new("not-allowed", "your roles do not allow this"))
    }

    /// Refuses what they may not do on this story.
    pub fn check_story(&self, act: Act, story: &Story, head: &Revision) -> Result<(), Refusal> {
        let on = On {
            own: self.owns(story, head),
            section: head.section_id.as_deref(),
        };
        self.check(act, on)
    }
}
