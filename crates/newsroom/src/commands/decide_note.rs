//! Decides on a note of the copy desk: its fix was taken, it is put aside with a reason, opened again, or never shown for a word.
//! Called by the desk; what is counted here tells an editor which rule is worth keeping.

use super::stops::reason_of;
use crate::copydesk::{self, DO_NOT_NAME, folded};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_copydesk::{Severity, checks};
use courant_model::account::{Act, On};
use courant_model::copydesk::{Decision, Never};
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Longest word that is let be, in characters.
pub const LONGEST_WORD: usize = 120;

/// Which note.
#[derive(Debug, Clone, Default)]
pub struct OfNote {
    /// The story.
    pub story_id: String,
    /// The check or house rule.
    pub rule: String,
    /// The passage, as findings know it.
    pub passage: String,
}

/// What becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Its fix was taken, or the writer mended it.
    Accepted,
    /// It is put aside, and why.
    Dismissed(String),
    /// It is open again.
    Reopened,
    /// The rule never speaks on this word again, in any story.
    Never(String),
}

/// Keeps the decision.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, note: &OfNote, verdict: &Verdict) -> Result<()> {
    let (story, head) = super::story_with_head(tx, &note.story_id).await?;
    who.check_story(Act::Write, &story, &head)?;
    let severity = gravest(house, &note.rule).await?;
    decide(who, note, severity, verdict)?;
    let keep = |verdict: &str, reason: &str| Decision {
        story_id: note.story_id.clone(),
        rule: note.rule.clone(),
        passage: note.passage.clone(),
        verdict: verdict.to_owned(),
        reason: reason.to_owned(),
        at: house.now(),
        actor: who.actor().to_string(),
    };
    let decision = match verdict {
        Verdict::Accepted => keep("accepted", ""),
        Verdict::Dismissed(reason) => keep("dismissed", reason.trim()),
        Verdict::Reopened => {
            q!(tx, copydesk::reopen(&note.story_id, &note.rule, &note.passage))?;
            return Ok(());
        }
        Verdict::Never(word) => {
            let never = Never {
                rule: note.rule.clone(),
                folded: folded(word),
                word: word.trim().to_owned(),
                at: house.now(),
                actor: who.actor().to_string(),
            };
            q!(tx, copydesk::never(&never))?;
            tx.enter(house.now(), &who.actor(), "let a word be", &Thing::CopyDesk);
            keep("dismissed", "")
        }
    };
    q!(tx, copydesk::show(&note.story_id, &note.rule, &note.passage))?;
    q!(tx, copydesk::decide(&decision))?;
    Ok(())
}

/// How grave a rule's notes are at most.
pub(super) async fn gravest(house: &House, rule: &str) -> Result<Severity> {
    if let Some(check) = checks::ALL.iter().find(|check| check.name == rule) {
        return Ok(check.severity);
    }
    let loaded = house.style.current().await;
    let found = loaded
        .rules
        .rules
        .iter()
        .find(|one| one.name == rule)
        .map(|one| one.severity);
    found.ok_or_else(|| Error::NotFound("such rule".to_owned()))
}

fn decide(who: &Who, note: &OfNote, severity: Severity, verdict: &Verdict) -> Result<(), Refusal> {
    if note.rule == DO_NOT_NAME {
        return Err(Refusal::new("held-for-chief", "held for the chief"));
    }
    let plain = |text: &str| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !plain(&note.passage) {
        return Err(Refusal::new("passage-unknown", "the note names no passage"));
    }
    match verdict {
        Verdict::Dismissed(reason) => reason_of(reason).map(drop),
        Verdict::Never(word) => {
            if word.trim().is_empty() || word.chars().count() > LONGEST_WORD {
                return Err(Refusal::new(
                    "word-long",
                    format!("only a word or a short phrase is let be, of at most {LONGEST_WORD} characters"),
                ));
            }
            // Otherwise a writer would switch off, for the whole paper, what only the chief overrides in one story.
            if severity == Severity::Stop {
                return who.check(Act::OverrideStop, On::NOTHING);
            }
            Ok(())
        }
        Verdict::Accepted | Verdict::Reopened => Ok(()),
    }
}

/// Counts notes as shown. Called after people have seen them; writes nothing when all were counted before.
#[crate::boxed]
pub async fn shown(tx: &mut Tx, story_id: &str, notes: &[(String, String)]) -> Result<()> {
    for (rule, passage) in notes {
        q!(tx, copydesk::show(story_id, rule, passage))?;
    }
    Ok(())
}

/// Whether a name is that of a check or of a rule in force.
pub(super) async fn is_known(house: &House, rule: &str) -> bool {
    copydesk::is_check(rule)
        || house
            .style
            .current()
            .await
            .rules
            .rules
            .iter()
            .any(|one| one.name == rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_model::account::{Member, Role};

    fn who(role: Role) -> Who {
        Who::Member(Member {
            account: "a".into(),
            roles: vec![role],
            ..Member::default()
        })
    }

    fn note(rule: &str) -> OfNote {
        OfNote {
            story_id: "s".into(),
            rule: rule.into(),
            passage: "0123456789abcdef0123456789abcdef".into(),
        }
    }

    #[test]
    fn whoever_puts_a_note_aside_says_why() {
        let reporter = who(Role::Reporter);
        let may = |reason: &str| {
            decide(
                &reporter,
                &note("doubled"),
                Severity::Warn,
                &Verdict::Dismissed(reason.into()),
            )
        };
        assert!(may("It is a song.").is_ok());
        assert_eq!(may(" ").map_err(|no| no.key), Err("reason-missing"));
    }

    #[test]
    fn what_stops_is_silenced_for_a_word_by_the_chief_alone_and_a_name_by_nobody() {
        let never = Verdict::Never("concluding".into());
        assert!(decide(&who(Role::Reporter), &note("spelling"), Severity::Hint, &never).is_ok());
        assert!(decide(&who(Role::Reporter), &note("filler"), Severity::Stop, &never).is_err());
        assert!(decide(&who(Role::Chief), &note("filler"), Severity::Stop, &never).is_ok());
        assert!(decide(&who(Role::Chief), &note(DO_NOT_NAME), Severity::Stop, &never).is_err());
    }
}
