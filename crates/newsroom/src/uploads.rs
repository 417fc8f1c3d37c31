//! Files on their way to the desk, in parts: begun, grown, finished into a picture, forgotten after a day. A connection
//! that breaks costs the part that was under way and nothing else. The desk's addresses of uploads call it.

use crate::commands::add_picture::{self, Prepared, Said};
use crate::commands::replace_picture;
use crate::darkroom::Alone;
use crate::permissions::Who;
use crate::{Error, House, Newsroom, Refusal, Result, darkroom};
use bytes::Bytes;
use courant_model::account::{Act, On};
use courant_model::picture::{FOCUS, Picture, Upload};
use courant_model::time::{HOUR, Micros};
use courant_store::blobs::name_of;
use courant_store::{Tx, q};

/// Largest file, in bytes.
pub const LARGEST: i64 = 40 * 1024 * 1024;
/// Largest part, in bytes.
pub const LARGEST_PART: usize = 8 * 1024 * 1024;
/// Unfinished files that an account may have at once.
const MOST: i64 = 500;
/// An unfinished file is forgotten after this time.
pub const PATIENCE: Micros = 24 * HOUR;
/// Files that one sweep takes up.
const BATCH: i64 = 200;
/// Longest name of a file, in characters.
const LONGEST_NAME: usize = 200;

/// What became of a whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// A picture.
    Picture(Box<Picture>),
    /// Nothing yet: the library has a picture of these very bytes.
    Twin(Box<Picture>),
}

/// Begins a file of so many bytes.
#[crate::boxed]
pub async fn begin(tx: &mut Tx, house: &House, who: &Who, name: &str, size: i64) -> Result<Upload> {
    who.check(Act::Begin, On::NOTHING)?;
    let account = who.account().unwrap_or_default();
    if size <= 0 {
        return Err(Refusal::new("upload-empty", "the file is empty").into());
    }
    if size > LARGEST {
        let most = LARGEST / 1024 / 1024;
        return Err(Refusal::new("upload-large", format!("the file is larger than {most} MB")).into());
    }
    if q!(tx, uploads::open_of(account))? >= MOST {
        return Err(Refusal::new("upload-many", "too many unfinished files; finish some, or wait a day").into());
    }
    let upload = Upload {
        id: house.id(),
        account_id: account.to_owned(),
        name: plain_name(name),
        size,
        received: 0,
        begun_at: house.now(),
        picture_id: None,
    };
    q!(tx, uploads::begin(&upload))?;
    Ok(upload)
}

/// The last part of a path, without signs that nobody sees.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    name.trim().to_owned()
}

/// An upload of one's own. Those of others are not there.
#[crate::boxed]
pub async fn mine(tx: &mut Tx, who: &Who, id: &str) -> Result<Upload> {
    q!(tx, uploads::by_id(id))?
        .filter(|upload| Some(upload.account_id.as_str()) == who.account())
        .ok_or_else(|| Error::NotFound("such upload".to_owned()))
}

/// Takes a part that begins at `place`, where the file ended so far, and says where it ends now.
#[crate::boxed]
pub async fn grow(newsroom: &Newsroom, who: &Who, id: &str, place: i64, bytes: Bytes) -> Result<i64> {
    let house = &newsroom.house;
    let upload = {
        let mut tx = newsroom.store.read().await?;
        mine(&mut tx, who, id).await?
    };
    let length = bytes.len() as i64;
    let elsewhere = || Error::Conflict(format!("the file goes on at byte {}", upload.received));
    if place != upload.received || upload.picture_id.is_some() {
        return Err(elsewhere());
    }
    if bytes.len() > LARGEST_PART || place + length > upload.size {
        return Err(Refusal::new("upload-beyond", "the part is larger than what is missing").into());
    }
    if bytes.is_empty() {
        return Ok(upload.received);
    }
    let part = house.id();
    newsroom.blobs.put_part(id, &part, bytes).await?;
    let mut tx = newsroom.store.write().await?;
    if !q!(tx, uploads::grow(id, place, length, &part))? {
        // The part that lost lies beside the others until they are forgotten.
        return Err(elsewhere());
    }
    tx.commit().await?;
    Ok(place + length)
}

/// Says that nothing more comes; for whoever did not know the length before.
#[crate::boxed]
pub async fn ends_here(newsroom: &Newsroom, who: &Who, id: &str) -> Result<Upload> {
    let mut tx = newsroom.store.write().await?;
    mine(&mut tx, who, id).await?;
    q!(tx, uploads::ends_here(id))?;
    let upload = mine(&mut tx, who, id).await?;
    tx.commit().await?;
    Ok(upload)
}

/// Makes a picture of a whole file. A file whose bytes are in the library already waits for `again`. One that is refused
/// is forgotten. Asked twice, it gives the same picture.
#[crate::boxed]
pub async fn finish(newsroom: &Newsroom, who: &Who, id: &str, again: bool) -> Result<Finished> {
    let upload = whole(newsroom, who, id).await?;
    if let Some(picture) = made(newsroom, &upload).await? {
        return Ok(Finished::Picture(Box::new(picture)));
    }
    let alone = darkroom::enter().await?;
    let bytes = bytes_of(newsroom, &upload).await?;
    if !again {
        let mut tx = newsroom.store.read().await?;
        if let Some(twin) = q!(tx, pictures::by_hash(&name_of(&bytes)))? {
            return Ok(Finished::Twin(Box::new(twin)));
        }
    }
    let prepared = prepare(newsroom, &upload, alone, bytes, FOCUS).await?;
    let said = Said::by_the_file(&prepared.metadata, &upload.name);
    let mut tx = newsroom.store.write().await?;
    // Somebody may have asked twice at once.
    let upload = mine(&mut tx, who, id).await?;
    if upload.picture_id.is_some() {
        drop(tx);
        let picture = made(newsroom, &upload).await?;
        let picture = picture.ok_or_else(|| Error::NotFound("such picture".to_owned()))?;
        return Ok(Finished::Picture(Box::new(picture)));
    }
    let picture = add_picture::run(&mut tx, &newsroom.house, &who.actor(), prepared, said).await?;
    q!(tx, uploads::became(id, &picture.id))?;
    tx.commit().await?;
    newsroom.blobs.drop_parts(id).await?;
    Ok(Finished::Picture(Box::new(picture)))
}

/// Puts a whole file in the place of a picture's bytes.
#[crate::boxed]
pub async fn finish_into(newsroom: &Newsroom, who: &Who, id: &str, picture_id: &str) -> Result<Picture> {
    let upload = whole(newsroom, who, id).await?;
    if upload.picture_id.is_some() {
        return Err(Error::Conflict("this file is a picture already".to_owned()));
    }
    let focus = {
        let mut tx = newsroom.store.read().await?;
        let picture = crate::commands::picture_rights::picture(&mut tx, picture_id).await?;
        crate::commands::picture_rights::check(&mut tx, who, &picture).await?;
        (picture.focus_x, picture.focus_y)
    };
    let alone = darkroom::enter().await?;
    let bytes = bytes_of(newsroom, &upload).await?;
    let prepared = prepare(newsroom, &upload, alone, bytes, focus).await?;
    let mut tx = newsroom.store.write().await?;
    let picture = replace_picture::run(&mut tx, &newsroom.house, who, picture_id, prepared, &upload.name).await?;
    q!(tx, uploads::forget(id))?;
    tx.commit().await?;
    newsroom.blobs.drop_parts(id).await?;
    Ok(picture)
}

/// Forgets a file of one's own.
#[crate::boxed]
pub async fn forget(newsroom: &Newsroom, who: &Who, id: &str) -> Result<()> {
    {
        let mut tx = newsroom.store.read().await?;
        mine(&mut tx, who, id).await?;
    }
    forget_any(newsroom, id).await
}

/// Forgets what began more than a day ago; true when there may be more.
#[crate::boxed]
pub(crate) async fn sweep(newsroom: &Newsroom) -> Result<bool> {
    let old = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, uploads::begun_before(newsroom.house.now() - PATIENCE, BATCH))?
    };
    let more = old.len() as i64 == BATCH;
    for id in old {
        forget_any(newsroom, &id).await?;
    }
    Ok(more)
}

async fn forget_any(newsroom: &Newsroom, id: &str) -> Result<()> {
    newsroom.blobs.drop_parts(id).await?;
    let mut tx = newsroom.store.write().await?;
    q!(tx, uploads::forget(id))?;
    tx.commit().await?;
    Ok(())
}

/// A file of one's own of which nothing is missing.
async fn whole(newsroom: &Newsroom, who: &Who, id: &str) -> Result<Upload> {
    who.check(Act::Begin, On::NOTHING)?;
    let mut tx = newsroom.store.read().await?;
    let upload = mine(&mut tx, who, id).await?;
    if upload.received != upload.size {
        return Err(Error::Conflict(format!(
            "the file is not whole: {} of {} bytes are here",
            upload.received, upload.size
        )));
    }
    Ok(upload)
}

async fn made(newsroom: &Newsroom, upload: &Upload) -> Result<Option<Picture>> {
    let Some(id) = &upload.picture_id else { return Ok(None) };
    let mut tx = newsroom.store.read().await?;
    Ok(q!(tx, pictures::by_id(id))?)
}

async fn bytes_of(newsroom: &Newsroom, upload: &Upload) -> Result<Bytes> {
    let parts = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, uploads::parts(&upload.id))?
    };
    let size = usize::try_from(upload.size).unwrap_or_default();
    Ok(newsroom.blobs.join_parts(&upload.id, &parts, size).await?)
}

/// Prepares a picture; a file that is refused is forgotten, since sending it again would change nothing.
async fn prepare(
    newsroom: &Newsroom,
    upload: &Upload,
    alone: Alone,
    bytes: Bytes,
    focus: (i64, i64),
) -> Result<Prepared> {
    match add_picture::prepare_within(newsroom, alone, bytes, focus).await {
        Err(Error::Refusal(refusal)) => {
            forget_any(newsroom, &upload.id).await?;
            Err(refusal.into())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_last_part_of_a_path_without_what_nobody_sees() {
        assert_eq!(plain_name("C:\\fotos\\ferry\u{0}.jpg"), "ferry.jpg");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name(&"x".repeat(999)).len(), LONGEST_NAME);
    }
}
