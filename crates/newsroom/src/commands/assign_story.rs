//! Gives a story to an account, or back to nobody, with due time and promised length; an editor gives, a writer takes.
//! Called by the desk.

use super::begin_story::check_plan;
use crate::notices::{self, Happening};
use crate::people;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_model::note::NoticeKind;
use courant_model::story::{Revision, Story};
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Assign {
    /// The story.
    pub story_id: String,
    /// Who is to work on it; `None` gives it back to nobody.
    pub to: Option<String>,
    /// When it is due; `None` keeps what was said.
    pub due_at: Option<Micros>,
    /// Promised length in words; `None` keeps what was said.
    pub planned_words: Option<i64>,
    /// Who worked on it when this was asked; when somebody else does now, it is a conflict. `None` does not compare.
    pub seen: Option<Option<String>>,
}

/// Assigns it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, assign: &Assign) -> Result<Story> {
    let (story, head) = super::story_with_head(tx, &assign.story_id).await?;
    if let Some(seen) = &assign.seen
        && *seen != story.assignee
    {
        return Err(Error::Conflict(super::step_story::what_happened(tx, &story).await?));
    }
    decide(who, &story, &head, assign)?;
    if let Some(to) = &assign.to {
        people::member(tx, to).await?;
    }
    let actor = who.actor();
    let now = house.now();
    q!(tx, planning::assign(&story.id, assign.to.as_deref(), now))?;
    let plan = courant_model::shelf::Plan {
        due_at: assign.due_at.or(story.due_at),
        due_day: if assign.due_at.is_some() { "" } else { &story.due_day },
        picture_wanted: story.picture_wanted,
        planned_words: assign.planned_words.unwrap_or(story.planned_words),
        brief: &story.brief,
        working_slug: &story.working_slug,
        wanted_slug: &story.wanted_slug,
    };
    q!(tx, planning::plan(&story.id, &plan, now))?;
    // Whoever had it need not look any more.
    q!(tx, notes::settle(&story.id, NoticeKind::Assigned.as_str(), now))?;
    if let Some(to) = assign.to.as_ref().filter(|to| Some(*to) != story.assignee.as_ref()) {
        let happening = Happening {
            kind: NoticeKind::Assigned,
            story_id: &story.id,
            note_id: None,
            by: &actor,
        };
        notices::tell(tx, house, std::slice::from_ref(to), &happening).await?;
    }
    tx.enter(now, &actor, "assign", &Thing::Story(story.id.clone()));
    super::story(tx, &assign.story_id).await
}

fn decide(who: &Who, story: &Story, head: &Revision, assign: &Assign) -> Result<(), Refusal> {
    super::still_in_work(story)?;
    check_plan("", assign.planned_words.unwrap_or(0))?;
    let me = who.account();
    // A writer takes what nobody has, and gives back what is theirs; all else is an editor's.
    let takes = me.is_some() && assign.to.as_deref() == me && story.assignee.is_none();
    let gives_back = me.is_some() && assign.to.is_none() && story.assignee.as_deref() == me;
    if takes || gives_back {
        who.check_story(Act::Read, story, head)?;
        return who.check(Act::Begin, courant_model::account::On::NOTHING);
    }
    who.check_story(Act::Assign, story, head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::samples;
    use courant_model::account::{Member, Role};
    use courant_model::story::State;

    fn member(role: Role) -> Who {
        Who::Member(Member {
            account: "me".into(),
            roles: vec![role],
            ..Member::default()
        })
    }

    fn to(account: Option<&str>) -> Assign {
        Assign {
            story_id: "s".into(),
            to: account.map(str::to_owned),
            ..Assign::default()
        }
    }

    #[test]
    fn a_reporter_takes_what_nobody_has_and_gives_it_back() {
        let (mut story, head) = samples::story(State::Idea);
        let reporter = member(Role::Reporter);
        assert!(decide(&reporter, &story, &head, &to(Some("me"))).is_ok());
        assert!(decide(&reporter, &story, &head, &to(Some("another"))).is_err());
        story.assignee = Some("me".into());
        assert!(decide(&reporter, &story, &head, &to(None)).is_ok());
        story.assignee = Some("another".into());
        assert!(decide(&reporter, &story, &head, &to(Some("me"))).is_err());
        assert!(decide(&reporter, &story, &head, &to(None)).is_err());
        assert!(decide(&member(Role::Editor), &story, &head, &to(Some("me"))).is_ok());
        assert!(
            decide(
                &member(Role::Contributor),
                &samples::story(State::Idea).0,
                &head,
                &to(Some("me"))
            )
            .is_err()
        );
    }

    #[test]
    fn what_is_over_is_given_to_nobody() {
        for state in [State::Killed, State::Removed] {
            let (story, head) = samples::story(state);
            assert!(decide(&member(Role::Chief), &story, &head, &to(Some("another"))).is_err());
        }
    }
}
