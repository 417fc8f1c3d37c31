//! Takes a story a step further in its life: hand in, take into edit, send back, ready, spike, revive, kill, or what
//! the paper's own table names. Publishing and removing are commands of their own; called by the desk.

use crate::notices::{self, Happening};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result, drafts, names, people};
use courant_model::account::Act;
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::note::{Note, NoticeKind};
use courant_model::story::{Revision, State, Story};
use courant_model::workflow::{self, Tells, Workflow};
use courant_store::{Tx, q};

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 5_000;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// The story.
    pub story_id: String,
    /// The step's name in the table.
    pub verb: String,
    /// Why; some steps demand it.
    pub reason: String,
    /// The state in which it was when this was asked; `None` does not compare.
    pub seen: Option<State>,
}

/// Takes the step.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, step: &Step) -> Result<Story> {
    let workflow = super::revise_paper::current(tx).await?.workflow();
    let (story, head) = super::story_with_head(tx, &step.story_id).await?;
    let state = super::state_of(&story)?;
    if step.seen.is_some_and(|seen| seen != state) {
        return Err(Error::Conflict(what_happened(tx, &story).await?));
    }
    let taken = decide(&workflow, who, &story, &head, state, step)?.clone();
    let actor = who.actor();
    let head = drafts::settle(tx, house, &actor, &story.id).await?;
    let now = house.now();
    q!(tx, stories::advance(&story.id, taken.to.as_str(), &head.id, now))?;
    let reason = step.reason.trim();
    let note = if reason.is_empty() {
        None
    } else {
        let note = Note {
            id: house.id(),
            story_id: story.id.clone(),
            parent_id: None,
            account_id: who.account().map(str::to_owned),
            at: now,
            body: reason.to_owned(),
            quoted: String::new(),
            verb: taken.verb.clone(),
            resolved_by: None,
            resolved_at: None,
        };
        q!(tx, notes::add(&note))?;
        Some(note.id)
    };
    // A step forward settles what was said about the one before.
    for kind in [NoticeKind::SentBack, NoticeKind::Ready] {
        q!(tx, notes::settle(&story.id, kind.as_str(), now))?;
    }
    // What is brought in from elsewhere happened there.
    let tells = match actor {
        Actor::Import => Tells::Nobody,
        _ => taken.tells,
    };
    if tells == Tells::Writer
        && let Some(writer) = story.assignee.clone().or_else(|| story.begun_by.clone())
    {
        let happening = Happening {
            kind: if taken.to == State::Killed {
                NoticeKind::Killed
            } else {
                NoticeKind::SentBack
            },
            story_id: &story.id,
            note_id: note.as_deref(),
            by: &actor,
        };
        notices::tell(tx, house, &[writer], &happening).await?;
    }
    if tells == Tells::Editors {
        let editors = people::who_may(tx, Act::Publish, &story, &head).await?;
        let editors: Vec<String> = editors.into_iter().map(|member| member.account).collect();
        let happening = Happening {
            kind: NoticeKind::Ready,
            story_id: &story.id,
            note_id: note.as_deref(),
            by: &actor,
        };
        notices::tell(tx, house, &editors, &happening).await?;
    }
    tx.enter(now, &actor, &taken.verb, &Thing::Story(story.id));
    super::story(tx, &step.story_id).await
}

/// The step of the table, or why it cannot be taken.
fn decide<'w>(
    workflow: &'w Workflow,
    who: &Who,
    story: &Story,
    head: &Revision,
    state: State,
    step: &Step,
) -> Result<&'w workflow::Step, Refusal> {
    if Workflow::is_of_publishing(&step.verb) || !workflow.knows(&step.verb) {
        return Err(Refusal::new(
            "step-unknown",
            format!("the paper's workflow has no step {:?}", step.verb),
        ));
    }
    let Some(taken) = workflow.step(&step.verb, state) else {
        return Err(Refusal::new(
            "step-elsewhere",
            format!("{} cannot be done with a story that is {}", step.verb, state.as_str()),
        ));
    };
    who.check_story(taken.act, story, head)?;
    if taken.reason && step.reason.trim().is_empty() {
        return Err(Refusal::new(
            "reason-missing",
            "say why, so that the writer knows what to do",
        ));
    }
    if step.reason.chars().count() > LONGEST_REASON {
        return Err(Refusal::new(
            "reason-long",
            format!("a reason has at most {LONGEST_REASON} characters"),
        ));
    }
    Ok(taken)
}

/// Who did what last with a story, for whoever comes too late: "Ana Lima was faster: hand-in; the story is ready now".
pub(super) async fn what_happened(tx: &mut Tx, story: &Story) -> Result<String> {
    let thing = Thing::Story(story.id.clone()).to_string();
    let told = match q!(tx, ledger::last_about(&thing))? {
        Some(entry) => {
            let name = names::of_actor(tx, &entry.actor).await?;
            format!("{name} was faster ({})", entry.act)
        }
        None => "somebody was faster".to_owned(),
    };
    Ok(format!("{told}: the story is {} now; look at it again", story.state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::samples;
    use courant_model::account::{Member, Role};

    fn member(role: Role) -> Who {
        Who::Member(Member {
            account: "me".into(),
            roles: vec![role],
            ..Member::default()
        })
    }

    fn taken(role: Role, state: State, verb: &str, reason: &str, own: bool) -> Result<State, &'static str> {
        let (mut story, head) = samples::story(state);
        if own {
            story.begun_by = Some("me".into());
        }
        let step = Step {
            story_id: "s".into(),
            verb: verb.into(),
            reason: reason.into(),
            seen: None,
        };
        decide(&Workflow::built_in(), &member(role), &story, &head, state, &step)
            .map(|step| step.to)
            .map_err(|refusal| refusal.key)
    }

    #[test]
    fn a_reporter_hands_in_and_an_editor_sends_back_with_a_reason() {
        assert_eq!(
            taken(Role::Reporter, State::Draft, "hand-in", "", true),
            Ok(State::Ready)
        );
        assert_eq!(
            taken(Role::Reporter, State::Draft, "hand-in", "", false),
            Err("not-allowed")
        );
        assert_eq!(
            taken(Role::Contributor, State::Draft, "hand-in", "", true),
            Err("not-allowed")
        );
        assert_eq!(
            taken(Role::Editor, State::Ready, "send-back", "", false),
            Err("reason-missing")
        );
        assert_eq!(
            taken(Role::Editor, State::Ready, "send-back", "Who says so?", false),
            Ok(State::Draft)
        );
    }

    #[test]
    fn no_step_publishes_or_removes() {
        for verb in ["publish", "publish-unseen", "flash", "remove", "nonsense"] {
            assert_eq!(
                taken(Role::Chief, State::Ready, verb, "", false),
                Err("step-unknown"),
                "{verb}"
            );
        }
    }

    #[test]
    fn a_killed_story_stays_killed() {
        assert_eq!(
            taken(Role::Chief, State::Draft, "kill", "The source took it back.", false),
            Ok(State::Killed)
        );
        assert_eq!(
            taken(Role::Editor, State::Draft, "kill", "x", false),
            Err("not-allowed")
        );
        for verb in ["revive", "hand-in", "take", "spike"] {
            assert_eq!(
                taken(Role::Chief, State::Killed, verb, "", false),
                Err("step-elsewhere"),
                "{verb}"
            );
        }
    }
}
