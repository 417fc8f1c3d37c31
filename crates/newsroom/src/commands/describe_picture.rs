//! Keeps what is said of a picture, and which point of it must stay in sight. The desk's sheet of a picture and the
//! sheet after an upload call it.

use super::add_picture::{self, LONGEST_LINE, LONGEST_TEXT};
use super::picture_rights::{check, picture};
use crate::copydesk::withheld;
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::entry::Thing;
use courant_model::picture::{Picture, WHOLE, Words};
use courant_store::{Tx, q};

/// Keeps the words of a picture.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, id: &str, words: Words) -> Result<()> {
    let mut picture = picture(tx, id).await?;
    check(tx, who, &picture).await?;
    decide(&words)?;
    let before = picture.clone();
    picture.alt = plain(&words.alt);
    picture.caption = plain(&words.caption);
    picture.credit = plain(&words.credit);
    picture.copyright = plain(&words.copyright);
    picture.holder = plain(&words.holder);
    words.notes.trim().clone_into(&mut picture.notes);
    picture.taken = words.taken;
    if picture == before {
        return Ok(());
    }
    if q!(tx, library::is_live(id))? {
        withheld::guard(tx, house, who, &[&picture.alt, &picture.caption, &picture.credit]).await?;
    }
    q!(tx, pictures::set_words(&picture))?;
    tx.enter(house.now(), &who.actor(), "describe", &Thing::Picture(picture.id));
    Ok(())
}

/// Sets the focal point, in per mille from the left and from the top; crops are cut anew.
#[crate::boxed]
pub async fn focus(tx: &mut Tx, house: &House, who: &Who, id: &str, x: i64, y: i64) -> Result<()> {
    let picture = picture(tx, id).await?;
    check(tx, who, &picture).await?;
    let inside = |part: i64| (0..=WHOLE).contains(&part);
    if !inside(x) || !inside(y) {
        return Err(Refusal::new(
            "picture-focus",
            "the focal point lies outside the picture; give 0 to 100",
        )
        .into());
    }
    if (x, y) == (picture.focus_x, picture.focus_y) {
        return Ok(());
    }
    q!(tx, pictures::set_focus(id, x, y))?;
    add_picture::ask(tx, house, id).await?;
    tx.enter(house.now(), &who.actor(), "focus", &Thing::Picture(id.to_owned()));
    Ok(())
}

fn decide(words: &Words) -> Result<(), Refusal> {
    let lines = [
        (&words.alt, LONGEST_LINE),
        (&words.credit, LONGEST_LINE),
        (&words.copyright, LONGEST_LINE),
        (&words.holder, LONGEST_LINE),
        (&words.caption, LONGEST_TEXT),
        (&words.notes, LONGEST_TEXT),
    ];
    for (text, most) in lines {
        if text.chars().count() > most {
            return Err(Refusal::new(
                "picture-words",
                format!("a text has at most {most} characters"),
            ));
        }
    }
    let day = words.taken.as_deref().unwrap_or_default();
    if !day.is_empty() && day.parse::<jiff::civil::Date>().is_err() {
        return Err(Refusal::new("picture-taken", "give the day as 2026-11-25"));
    }
    Ok(())
}

/// One line without doubled space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether somebody may change a picture, for what a page offers.
#[crate::boxed]
pub async fn may(tx: &mut Tx, who: &Who, picture: &Picture) -> Result<bool> {
    match check(tx, who, picture).await {
        Ok(()) => Ok(true),
        Err(crate::Error::Refusal(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
