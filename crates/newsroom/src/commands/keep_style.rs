//! Keeps the house style: puts a rule aside or takes it up again, and takes back words that were let be.
//! Called by the desk's page of the house style; the rules themselves are files.

use super::decide_note::{gravest, is_known};
use super::stops::reason_of;
use crate::copydesk::DO_NOT_NAME;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_copydesk::Severity;
use courant_model::account::{Act, On};
use courant_model::copydesk::Retired;
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Puts a rule aside: its notes are made for nobody until it is taken up again.
#[crate::boxed]
pub async fn retire(tx: &mut Tx, house: &House, who: &Who, rule: &str, reason: &str) -> Result<()> {
    who.check(Act::HouseRules, On::NOTHING)?;
    if !is_known(house, rule).await {
        return Err(Error::NotFound("such rule".to_owned()));
    }
    let reason = decide(who, rule, gravest(house, rule).await?, reason)?;
    let retired = Retired {
        rule: rule.to_owned(),
        reason: reason.to_owned(),
        at: house.now(),
        actor: who.actor().to_string(),
    };
    q!(tx, copydesk::retire(&retired))?;
    tx.enter(house.now(), &who.actor(), "retire a rule", &Thing::CopyDesk);
    Ok(())
}

fn decide<'r>(who: &Who, rule: &str, severity: Severity, reason: &'r str) -> Result<&'r str, Refusal> {
    if rule == DO_NOT_NAME {
        return Err(Refusal::new(
            "rule-stays",
            "names that are held back are always looked for",
        ));
    }
    // Whoever may not override a stop in one story does not switch it off for all.
    if severity == Severity::Stop {
        who.check(Act::OverrideStop, On::NOTHING)?;
    }
    reason_of(reason)
}

/// Takes it up again.
#[crate::boxed]
pub async fn restore(tx: &mut Tx, house: &House, who: &Who, rule: &str) -> Result<()> {
    who.check(Act::HouseRules, On::NOTHING)?;
    if q!(tx, copydesk::restore(rule))? {
        tx.enter(house.now(), &who.actor(), "restore a rule", &Thing::CopyDesk);
    }
    Ok(())
}

/// Lets a rule speak on a word again.
#[crate::boxed]
pub async fn again(tx: &mut Tx, house: &House, who: &Who, rule: &str, folded: &str) -> Result<()> {
    who.check(Act::HouseRules, On::NOTHING)?;
    if q!(tx, copydesk::again(rule, folded))? {
        tx.enter(house.now(), &who.actor(), "take a word back", &Thing::CopyDesk);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_model::account::{Member, Role};

    #[test]
    fn an_editor_retires_what_warns_the_chief_what_stops_and_nobody_the_list_of_names() {
        let may = |role, rule: &str, severity| {
            let who = Who::Member(Member {
                account: "a".into(),
                roles: vec![role],
                ..Member::default()
            });
            decide(&who, rule, severity, "wrong on poems")
                .map(drop)
                .map_err(|no| no.key)
        };
        assert_eq!(may(Role::Editor, "doubled", Severity::Warn), Ok(()));
        assert_eq!(may(Role::Editor, "filler", Severity::Stop), Err("not-allowed"));
        assert_eq!(may(Role::Chief, "filler", Severity::Stop), Ok(()));
        assert_eq!(may(Role::Chief, DO_NOT_NAME, Severity::Stop), Err("rule-stays"));
    }
}
