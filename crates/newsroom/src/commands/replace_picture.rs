//! Gives a picture other bytes where it stands: every story that has it shows the new ones. The old ones are kept and
//! come back by undoing; until then their addresses answer 410. The desk's sheet of a picture calls it.

use super::add_picture::{self, Prepared};
use super::picture_rights::{check, picture};
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::picture::{Picture, Version};
use courant_store::{Tx, q};

/// Puts new bytes in the place of a picture's.
#[crate::boxed]
pub async fn run(
    tx: &mut Tx,
    house: &House,
    who: &Who,
    id: &str,
    prepared: Prepared,
    file_name: &str,
) -> Result<Picture> {
    let mut picture = picture(tx, id).await?;
    check(tx, who, &picture).await?;
    if picture.hash == prepared.hash {
        return Err(Refusal::new("picture-same", "this file is the picture as it is").into());
    }
    put_aside(tx, house, &who.actor(), &picture).await?;
    picture.hash = prepared.hash;
    prepared.mime.clone_into(&mut picture.mime);
    picture.width = i64::from(prepared.width);
    picture.height = i64::from(prepared.height);
    picture.bytes = prepared.bytes as i64;
    picture.renditions = add_picture::json_of(&prepared.renditions)?;
    file_name.clone_into(&mut picture.file_name);
    stand(tx, house, &who.actor(), "replace", picture).await
}

/// Brings back what a picture was before; what it is now takes its place, so that undoing twice changes nothing.
#[crate::boxed]
pub async fn undo(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<Picture> {
    let mut picture = picture(tx, id).await?;
    check(tx, who, &picture).await?;
    let version = q!(tx, pictures::versions(id))?
        .into_iter()
        .next()
        .ok_or_else(|| Refusal::new("picture-first", "the picture was never replaced"))?;
    q!(tx, pictures::drop_version(&version.id))?;
    put_aside(tx, house, &who.actor(), &picture).await?;
    picture.hash = version.hash;
    picture.mime = version.mime;
    picture.width = version.width;
    picture.height = version.height;
    picture.bytes = version.bytes;
    picture.renditions = version.renditions;
    picture.file_name = version.file_name;
    picture.focus_x = version.focus_x;
    picture.focus_y = version.focus_y;
    stand(tx, house, &who.actor(), "undo-replace", picture).await
}

/// Keeps what a picture is, and sends it to nobody.
async fn put_aside(tx: &mut Tx, house: &House, actor: &Actor, picture: &Picture) -> Result<()> {
    let version = Version {
        id: house.id(),
        picture_id: picture.id.clone(),
        hash: picture.hash.clone(),
        mime: picture.mime.clone(),
        width: picture.width,
        height: picture.height,
        renditions: picture.renditions.clone(),
        file_name: picture.file_name.clone(),
        bytes: picture.bytes,
        focus_x: picture.focus_x,
        focus_y: picture.focus_y,
        at: house.now(),
        actor: actor.to_string(),
    };
    q!(tx, pictures::keep_version(&version))?;
    for one in picture.all_renditions() {
        q!(tx, pictures::keep_media(&one.hash, &picture.id, "replaced"))?;
    }
    Ok(())
}

/// Writes what a picture is now, and asks for what it lacks.
async fn stand(tx: &mut Tx, house: &House, actor: &Actor, act: &str, picture: Picture) -> Result<Picture> {
    q!(tx, pictures::set_bytes(&picture))?;
    add_picture::keep_media(tx, &picture.id, &picture.hash, &picture.all_renditions()).await?;
    add_picture::ask(tx, house, &picture.id).await?;
    tx.enter(house.now(), actor, act, &Thing::Picture(picture.id.clone()));
    Ok(picture)
}
