//! What waits for a local time keeps its clock when the paper moves to another time zone: 14:05 stays 14:05, there.
//! `settings` runs it when the zone changes. An embargo keeps its moment, since it was agreed with somebody else.

use crate::{House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::paper::Paper;
use courant_model::schedule::Local;
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// Gives stories and fronts on the schedule, and the rights of pictures, their local time in the paper's new zone.
/// Refused where something would be due at once: the clock there has passed its time already.
pub(crate) async fn run(tx: &mut Tx, house: &House, actor: &Actor, paper: &Paper) -> Result<()> {
    let now = house.now();
    for one in q!(tx, schedules::in_state("waiting", i64::MAX))? {
        if let Some((local, due_at)) = moved(&one.local, &paper.zone) {
            not_over(due_at, now, &local)?;
            q!(tx, schedules::set_local(&one.id, &local.to_string(), due_at))?;
            tx.enter(now, actor, "schedule", &Thing::Story(one.story_id));
        }
    }
    for one in q!(tx, fronts::schedules_in_state("waiting", i64::MAX))? {
        if let Some((local, due_at)) = moved(&one.local, &paper.zone) {
            not_over(due_at, now, &local)?;
            q!(tx, fronts::reschedule(&one.id, &local.to_string(), due_at))?;
        }
    }
    for (id, local, down_why) in q!(tx, pictures::with_rights())? {
        let Some((local, until)) = moved(&local, &paper.zone) else {
            continue;
        };
        q!(tx, pictures::set_rights(&id, &local.to_string(), Some(until)))?;
        if down_why == "rights" && until > now {
            q!(tx, pictures::put_up(&id))?;
        }
        tx.enter(now, actor, "rights", &Thing::Picture(id));
    }
    Ok(())
}

/// The local time in the new zone; none where it stands there already or cannot be read.
fn moved(kept: &str, zone: &str) -> Option<(Local, Micros)> {
    let before = Local::kept(kept).ok()?;
    if before.zone() == zone {
        return None;
    }
    let after = before.in_zone(zone).ok()?;
    let at = after.resolve().ok()?;
    Some((after, at))
}

fn not_over(due_at: Micros, now: Micros, local: &Local) -> Result<(), Refusal> {
    if due_at <= now {
        return Err(Refusal::new(
            "zone-schedule",
            format!(
                "something is scheduled for {}, which is over in {}; move it first",
                local.field().replace('T', " "),
                local.zone()
            ),
        ));
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_clock_stays_and_the_moment_moves() {
        let (local, at) = moved("2026-11-25T14:05:00[Europe/Lisbon]", "Asia/Tokyo").unwrap();
        assert_eq!(local.to_string(), "2026-11-25T14:05:00[Asia/Tokyo]");
        assert_eq!(courant_model::time::timestamp(at).to_string(), "2026-11-25T05:05:00Z");
        assert!(moved("2026-11-25T14:05:00[Asia/Tokyo]", "Asia/Tokyo").is_none());
        assert!(not_over(5, 5, &local).is_err());
        assert!(not_over(6, 5, &local).is_ok());
    }
}
