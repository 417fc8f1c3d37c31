//! Until when a picture may be shown, taking it down and bringing it back. What is down readers see nowhere: no page
//! prints it, no card, feed or share card names it, and its renditions answer 410. The desk and the scheduler call it.

use crate::permissions::Who;
use crate::{Error, House, Newsroom, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::picture::Picture;
use courant_model::schedule::{Local, Unreadable};
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// A picture, or that there is none.
#[crate::boxed]
pub(crate) async fn picture(tx: &mut Tx, id: &str) -> Result<Picture> {
    q!(tx, pictures::by_id(id))?.ok_or_else(|| Error::NotFound("such picture".to_owned()))
}

/// Refuses whoever may not change this picture. One that readers see asks for more than one that waits.
#[crate::boxed]
pub(crate) async fn check(tx: &mut Tx, who: &Who, picture: &Picture) -> Result<()> {
    let on = On {
        own: who.account().is_some() && picture.added_by.as_deref() == who.account(),
        section: None,
    };
    who.check(Act::Pictures, on)?;
    if q!(tx, library::is_live(&picture.id))? {
        who.check(Act::PictureRights, on)?;
    }
    Ok(())
}

/// The moment at which a right ends that is given as a day and, perhaps, a time of that day; without a time the day
/// counts whole. `None` for what is neither.
pub(crate) fn after(day: &str, time: &str, zone: &str) -> Option<Local> {
    let time = time.trim();
    if !time.is_empty() {
        return Local::parse(&format!("{}T{time}", day.trim()), zone).ok();
    }
    let day: jiff::civil::Date = day.trim().parse().ok()?;
    let next = day.tomorrow().ok()?;
    Local::parse(&format!("{next}T00:00"), zone).ok()
}

/// Day and time as [`after`] was given them, for the form.
pub fn as_given(local: &str) -> (String, String) {
    let Ok(local) = Local::kept(local) else {
        return (String::new(), String::new());
    };
    let field = local.field();
    let (day, time) = field.split_once('T').unwrap_or((field.as_str(), ""));
    if !time.starts_with("00:00") {
        return (day.to_owned(), time.chars().take(5).collect());
    }
    let before = day
        .parse::<jiff::civil::Date>()
        .ok()
        .and_then(|day| day.yesterday().ok());
    (
        before.map_or_else(|| day.to_owned(), |day| day.to_string()),
        String::new(),
    )
}

/// Sets until when a picture may be shown, in the paper's zone; an empty day is without an end. What was down because
/// its rights had ended comes back with new ones, and goes at once when they have ended already.
#[crate::boxed]
pub async fn set(tx: &mut Tx, house: &House, who: &Who, id: &str, day: &str, time: &str) -> Result<()> {
    who.check(Act::PictureRights, On::NOTHING)?;
    let picture = picture(tx, id).await?;
    let paper = super::revise_paper::current(tx).await?;
    let unreadable = |why: Unreadable| Refusal::new("time-unreadable", why.to_string());
    let (local, until) = if day.trim().is_empty() {
        (String::new(), None)
    } else {
        let local = after(day, time, &paper.zone).ok_or_else(|| unreadable(Unreadable::Moment))?;
        let until = local.resolve().map_err(unreadable)?;
        (local.to_string(), Some(until))
    };
    q!(tx, pictures::set_rights(id, &local, until))?;
    let thing = || Thing::Picture(id.to_owned());
    tx.enter(house.now(), &who.actor(), "rights", &thing());
    let ended = until.is_some_and(|until| until <= house.now());
    if ended {
        if q!(tx, pictures::expire(id, house.now()))? {
            tx.enter(house.now(), &who.actor(), "expire", &thing());
        }
    } else if picture.down_why == "rights" {
        q!(tx, pictures::put_up(id))?;
        tx.enter(house.now(), &who.actor(), "renew", &thing());
    }
    Ok(())
}

/// Takes a picture down by hand.
#[crate::boxed]
pub async fn take_down(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    who.check(Act::PictureRights, On::NOTHING)?;
    picture(tx, id).await?;
    if !q!(tx, pictures::take_down(id, "hand", house.now()))? {
        return Err(Error::Conflict("the picture is down already".to_owned()));
    }
    tx.enter(house.now(), &who.actor(), "take-down", &Thing::Picture(id.to_owned()));
    Ok(())
}

/// Brings a picture back that was taken down by hand. One whose rights have ended needs new ones.
#[crate::boxed]
pub async fn put_up(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    who.check(Act::PictureRights, On::NOTHING)?;
    let picture = picture(tx, id).await?;
    if !picture.is_down() {
        return Err(Error::Conflict("the picture is not down".to_owned()));
    }
    if picture.rights_until.is_some_and(|until| until <= house.now()) {
        return Err(Refusal::new(
            "picture-rights",
            "the rights of this picture have ended; give it new ones",
        )
        .into());
    }
    q!(tx, pictures::put_up(id))?;
    tx.enter(house.now(), &who.actor(), "put-up", &Thing::Picture(id.to_owned()));
    Ok(())
}

/// Takes down what has lost its rights by now, each once also on several nodes, and returns when the next does.
#[crate::boxed]
pub(crate) async fn expire(newsroom: &Newsroom, most: i64) -> Result<Option<Micros>> {
    let now = newsroom.house.now();
    let ending = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, pictures::ending(most))?
    };
    for (id, until) in ending {
        if until > now {
            return Ok(Some(until));
        }
        let mut tx = newsroom.store.write().await?;
        if q!(tx, pictures::expire(&id, now))? {
            tx.enter(now, &Actor::Job("rights"), "expire", &Thing::Picture(id));
            tx.commit().await?;
        }
    }
    Ok(None)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_day_counts_whole_and_a_time_to_the_minute() {
        let ends = |day, time| after(day, time, "Europe/Lisbon").map(|local| local.field());
        assert_eq!(ends("2026-12-31", "").as_deref(), Some("2027-01-01T00:00"));
        assert_eq!(ends("2026-12-31", "18:30").as_deref(), Some("2026-12-31T18:30"));
        for (day, time) in [("31.12.2026", ""), ("2026-02-30", ""), ("2026-12-31", "soon"), ("", "")] {
            assert_eq!(ends(day, time), None, "{day} {time}");
        }
    }

    #[test]
    fn the_form_shows_what_was_given() {
        for (day, time) in [("2026-12-31", ""), ("2026-12-31", "18:30")] {
            let kept = after(day, time, "Europe/Lisbon").unwrap().to_string();
            assert_eq!(as_given(&kept), (day.to_owned(), time.to_owned()));
        }
        assert_eq!(as_given(""), (String::new(), String::new()));
    }
}
