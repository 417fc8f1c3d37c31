//! The checks at the second of publication: what says stop keeps a story back until it is mended or overridden by name.
//! `going_out::put_out` asks here for every way to readers; [`override_stop`] is the one way past a stop.

use super::going_out::Leaving;
use crate::copydesk::{self, DO_NOT_NAME, Finding, Findings, When, withheld};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result, drafts};
use courant_model::account::{Act, On};
use courant_model::actor::Actor;
use courant_model::copydesk::{Decision, Overridden};
use courant_model::entry::Thing;
use courant_model::story::{Live, Revision, Story};
use courant_model::time::{Micros, timestamp};
use courant_store::{Tx, q};

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 500;
/// Characters of a passage that a refusal quotes.
const QUOTED: usize = 60;
/// Stops that a refusal lists.
const LISTED: usize = 8;

/// A stop that is to be overridden.
#[derive(Debug, Clone, Default)]
pub struct Override {
    /// The story.
    pub story_id: String,
    /// The check.
    pub rule: String,
    /// The passage, as [`Finding::passage`] knows it.
    pub passage: String,
    /// Why it is printed as it stands.
    pub reason: String,
}

/// Refuses what a stop holds. What is brought in from elsewhere was printed there; names held back stop it all the same.
pub(super) async fn check(
    tx: &mut Tx,
    house: &House,
    who: &Who,
    leaving: &Leaving,
    row: &Live,
    new_top: bool,
    beside: &[&str],
) -> Result<()> {
    let Leaving { story, head, live } = leaving;
    let import = who.actor() == Actor::Import;
    if import && q!(tx, copydesk::withheld())?.is_empty() {
        return Ok(());
    }
    let now = house.now();
    let before = live.as_ref();
    let today = |at: Micros| timestamp(at).strftime("%Y-%m-%d").to_string();
    let again = new_top && row.published_at.is_some_and(|at| today(at) != today(now));
    let when = When {
        printed: if before.is_some() {
            row.published_at
        } else {
            row.published_at.or(Some(now))
        },
        written: before.is_none().then_some(head.at),
        again,
    };
    let copy = drafts::copy_of(head)?;
    // The row has the address that the story will have.
    let material = copydesk::gather_with(tx, house, story, Some(row), &copy, when, beside).await?;
    let found = material.read().await?;
    let open: Vec<&Finding> = found.stops().filter(|one| !import || one.is_held()).collect();
    decide(&open)?;
    Ok(())
}

/// Lists what holds the story back. A name that is held back is not said once more.
fn decide(open: &[&Finding]) -> Result<(), Refusal> {
    if open.is_empty() {
        return Ok(());
    }
    if open.iter().all(|one| one.is_held()) {
        return Err(Refusal::new(withheld::HELD, "held for the chief"));
    }
    let told: Vec<String> = open
        .iter()
        .take(LISTED)
        .map(|one| {
            let message = one.note.message.trim_end_matches('.');
            if one.is_held() || one.text.trim().is_empty() {
                return message.to_owned();
            }
            let words: String = one.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let short: String = words.chars().take(QUOTED).collect();
            let more = if short.len() < words.len() { " …" } else { "" };
            format!("“{short}{more}”: {message}")
        })
        .collect();
    let more = open.len().saturating_sub(LISTED);
    let rest = if more > 0 {
        format!("; and {more} more")
    } else {
        String::new()
    };
    let count = match open.len() {
        1 => "a stop keeps".to_owned(),
        n => format!("{n} stops keep"),
    };
    Err(Refusal::new(
        "stopped",
        format!("{count} the story back; {}{rest}", told.join("; ")),
    ))
}

/// What the copy desk says of a story as it stands at the desk now.
#[crate::boxed]
pub async fn present(tx: &mut Tx, house: &House, story: &Story, head: &Revision) -> Result<Findings> {
    let live = q!(tx, live::by_id(&story.id))?;
    let copy = match drafts::present_state(tx, house, &story.id).await {
        Ok((copy, _)) => copy,
        Err(Error::Refusal(_)) => drafts::copy_of(head)?,
        Err(error) => return Err(error),
    };
    let when = when(tx, house, story, live.as_ref(), head.at).await?;
    let material = copydesk::gather(tx, house, story, live.as_ref(), &copy, when).await?;
    material.read().await
}

/// Whether a story, as it stands at the desk now, holds a name that the chief holds back and has not let pass.
#[crate::boxed]
pub async fn is_held(tx: &mut Tx, house: &House, story: &Story, head: &Revision) -> Result<bool> {
    if q!(tx, copydesk::withheld())?.is_empty() {
        return Ok(false);
    }
    Ok(present(tx, house, story, head).await?.stops().any(Finding::is_held))
}

/// When a story that is worked on will be printed, as far as that is known: at its schedule, after its embargo, now.
#[crate::boxed]
pub async fn when(tx: &mut Tx, house: &House, story: &Story, live: Option<&Live>, written: Micros) -> Result<When> {
    if let Some(live) = live {
        return Ok(When {
            printed: live.published_at,
            ..When::default()
        });
    }
    let now = house.now();
    let due = q!(tx, schedules::of_story(&story.id))?
        .into_iter()
        .filter(|one| one.state == "waiting")
        .map(|one| one.due_at)
        .max();
    let printed = [due, story.embargo_until].into_iter().flatten().fold(now, Micros::max);
    Ok(When {
        printed: Some(printed),
        written: Some(written),
        again: false,
    })
}

/// Overrides a stop of a story as it stands now: by name, with a reason, kept in the ledger.
#[crate::boxed]
pub async fn override_stop(tx: &mut Tx, house: &House, who: &Who, wanted: &Override) -> Result<()> {
    let (story, _) = super::story_with_head(tx, &wanted.story_id).await?;
    let head = drafts::settle(tx, house, &who.actor(), &story.id).await?;
    let reason = may_override(who, &story, &head, wanted)?;
    let found = present(tx, house, &story, &head).await?;
    let stands = found
        .stops()
        .any(|one| one.note.check == wanted.rule && one.passage == wanted.passage);
    if !stands {
        return Err(Error::Conflict(
            "this stop does not stand any more; look at the list anew".to_owned(),
        ));
    }
    keep(tx, house, who, &head, wanted, reason).await
}

/// Overrides every stop of a story but those of names held back, which the chief alone overrides, at the desk.
#[crate::boxed]
pub async fn override_all(tx: &mut Tx, house: &House, who: &Who, story_id: &str, reason: &str) -> Result<usize> {
    let (story, _) = super::story_with_head(tx, story_id).await?;
    let head = drafts::settle(tx, house, &who.actor(), &story.id).await?;
    let found = present(tx, house, &story, &head).await?;
    let mut count = 0;
    for one in found.stops().filter(|one| !one.is_held()) {
        let wanted = Override {
            story_id: story_id.to_owned(),
            rule: one.note.check.clone(),
            passage: one.passage.clone(),
            reason: reason.to_owned(),
        };
        let reason = may_override(who, &story, &head, &wanted)?;
        keep(tx, house, who, &head, &wanted, reason).await?;
        count += 1;
    }
    Ok(count)
}

fn may_override<'w>(who: &Who, story: &Story, head: &Revision, wanted: &'w Override) -> Result<&'w str, Refusal> {
    who.check_story(Act::OverrideStop, story, head)?;
    // A console has no name, and the reason for holding a name back is none of its business.
    if wanted.rule == DO_NOT_NAME && !(who.account().is_some() && who.may(Act::Withhold, On::NOTHING)) {
        return Err(Refusal::new(withheld::HELD, "held for the chief"));
    }
    reason_of(&wanted.reason)
}

/// A reason that says something.
pub(super) fn reason_of(text: &str) -> Result<&str, Refusal> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err(Refusal::new("reason-missing", "say why"));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Refusal::new(
            "reason-long",
            format!("a reason has at most {LONGEST_REASON} characters"),
        ));
    }
    Ok(reason)
}

async fn keep(tx: &mut Tx, house: &House, who: &Who, head: &Revision, wanted: &Override, reason: &str) -> Result<()> {
    let actor = who.actor();
    let overridden = Overridden {
        story_id: wanted.story_id.clone(),
        rule: wanted.rule.clone(),
        passage: wanted.passage.clone(),
        revision_id: head.id.clone(),
        reason: reason.to_owned(),
        at: house.now(),
        actor: actor.to_string(),
    };
    q!(tx, copydesk::override_stop(&overridden))?;
    // It counts among the notes that somebody did not follow.
    let decision = Decision {
        story_id: wanted.story_id.clone(),
        rule: wanted.rule.clone(),
        passage: wanted.passage.clone(),
        verdict: "dismissed".to_owned(),
        reason: String::new(),
        at: house.now(),
        actor: actor.to_string(),
    };
    q!(tx, copydesk::show(&wanted.story_id, &wanted.rule, &wanted.passage))?;
    q!(tx, copydesk::decide(&decision))?;
    tx.enter(
        house.now(),
        &actor,
        "override stop",
        &Thing::Story(wanted.story_id.clone()),
    );
    let note = if wanted.rule == DO_NOT_NAME { "" } else { reason };
    super::going_out::keep_act(tx, house, &actor, "override", &wanted.story_id, Some(&head.id), note).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::samples;
    use crate::copydesk::Standing;
    use courant_copydesk::{Note, Severity, Span};
    use courant_model::account::{Member, Role};
    use courant_model::story::State;

    fn stop(check: &str, text: &str) -> Finding {
        Finding {
            note: Note::new(check, Severity::Stop, Span::default(), "It never closes."),
            text: text.into(),
            place: None,
            also: Vec::new(),
            mend: None,
            whole: false,
            passage: "p".into(),
            standing: Standing::Open,
        }
    }

    #[test]
    fn a_refusal_lists_passages_and_reasons_and_never_a_name_held_back() {
        let marks = stop("marks", "“Nothing  more");
        let held = stop(DO_NOT_NAME, "Anna Berg");
        let said = |open: &[&Finding]| decide(open).map_err(|no| (no.key, no.message));
        assert_eq!(said(&[]), Ok(()));
        assert_eq!(said(&[&held]), Err((withheld::HELD, "held for the chief".to_owned())));
        assert_eq!(
            said(&[&marks]),
            Err((
                "stopped",
                "a stop keeps the story back; ““Nothing more”: It never closes".to_owned()
            ))
        );
        let both = said(&[&marks, &held]).map_err(|(_, message)| message);
        assert!(both.is_err_and(|message| !message.contains("Berg")));
    }

    #[test]
    fn only_the_chief_overrides_with_a_reason_and_a_name_only_under_their_own() {
        let (story, head) = samples::story(State::Ready);
        let who = |role| {
            Who::Member(Member {
                account: "a".into(),
                roles: vec![role],
                ..Member::default()
            })
        };
        let wanted = |rule: &str, reason: &str| Override {
            rule: rule.into(),
            reason: reason.into(),
            ..Override::default()
        };
        let may =
            |who: &Who, wanted: &Override| may_override(who, &story, &head, wanted).map(drop).map_err(|no| no.key);
        assert_eq!(may(&who(Role::Chief), &wanted("marks", " it is so ")), Ok(()));
        assert_eq!(may(&who(Role::Chief), &wanted("marks", " ")), Err("reason-missing"));
        assert_eq!(may(&who(Role::Editor), &wanted("marks", "x")), Err("not-allowed"));
        assert_eq!(may(&who(Role::Chief), &wanted(DO_NOT_NAME, "x")), Ok(()));
        let console = Who::House(Actor::Console);
        assert_eq!(may(&console, &wanted("marks", "x")), Ok(()));
        assert_eq!(may(&console, &wanted(DO_NOT_NAME, "x")), Err(withheld::HELD));
    }
}
