//! Adds a picture with its renditions. Making them takes time, so it is done before the transaction; AVIF follows as a job.
//! Called by imports, the demo and, one day, the desk.

use crate::{House, Newsroom, Refusal, Result};
use bytes::Bytes;
use courant_images::{Format, Picture as Decoded, Plan};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::job::Job;
use courant_model::picture::{Picture, Rendition};
use courant_model::slug;
use courant_store::{StoreError, Tx, q};

/// What is said of a picture.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Wanted short name; empty makes one of caption or alt text.
    pub name: String,
    /// What it shows.
    pub alt: String,
    /// Caption.
    pub caption: String,
    /// Credit.
    pub credit: String,
    /// Licence.
    pub licence: String,
    /// Day on which it was taken, `YYYY-MM-DD`, when it is a file picture.
    pub taken: Option<String>,
}

/// A picture whose bytes are kept already, ready for its row.
#[derive(Debug, Clone)]
pub struct Prepared {
    hash: String,
    mime: &'static str,
    width: u32,
    height: u32,
    renditions: Vec<Rendition>,
}

/// A rendition that was made beforehand and is shipped.
#[derive(Debug, Clone)]
pub struct Shipped {
    /// Its bytes, JPEG or WebP.
    pub bytes: Bytes,
    /// Whether it is the crop of share cards.
    pub share: bool,
}

/// Checks a picture, makes its JPEG and WebP renditions and keeps all bytes.
#[crate::boxed]
pub async fn prepare(newsroom: &Newsroom, bytes: Bytes) -> Result<Prepared> {
    let copy = bytes.clone();
    let made = tokio::task::spawn_blocking(move || {
        let picture = Decoded::decode(&copy)?;
        let mut made: Vec<(courant_images::Rendition, bool)> = picture
            .renditions(&Plan::standard())?
            .into_iter()
            .map(|one| (one, false))
            .collect();
        made.extend(
            picture
                .renditions(&Plan::share_card((0.5, 0.4)))?
                .into_iter()
                .map(|one| (one, true)),
        );
        Ok(made)
    })
    .await
    .map_err(|_| StoreError::Unreadable("making renditions broke off".to_owned()))?
    .map_err(|refused: courant_images::Refused| Refusal::new("picture-refused", refused.to_string()))?;
    let mut renditions = Vec::new();
    for (one, share) in made {
        renditions.push(keep(newsroom, one, share).await?);
    }
    finish(newsroom, bytes, renditions).await
}

/// As [`prepare`], with renditions that were made beforehand.
#[crate::boxed]
pub async fn prepare_shipped(newsroom: &Newsroom, bytes: Bytes, shipped: Vec<Shipped>) -> Result<Prepared> {
    let mut renditions = Vec::new();
    for one in shipped {
        let seen = courant_images::inspect(&one.bytes).map_err(|error| refused(&error))?;
        renditions.push(Rendition {
            width: seen.width,
            height: seen.height,
            mime: seen.format.media_type().to_owned(),
            bytes: one.bytes.len() as u64,
            hash: newsroom.blobs.put(one.bytes).await?,
            share: one.share,
        });
    }
    finish(newsroom, bytes, renditions).await
}

async fn finish(newsroom: &Newsroom, bytes: Bytes, mut renditions: Vec<Rendition>) -> Result<Prepared> {
    let seen = courant_images::inspect(&bytes).map_err(|error| refused(&error))?;
    renditions.sort_by(|a, b| (a.share, &a.mime, a.width).cmp(&(b.share, &b.mime, b.width)));
    Ok(Prepared {
        hash: newsroom.blobs.put(bytes).await?,
        mime: seen.format.media_type(),
        width: seen.width,
        height: seen.height,
        renditions,
    })
}

/// Keeps a rendition's bytes and says what is known of it.
pub(crate) async fn keep(newsroom: &Newsroom, one: courant_images::Rendition, share: bool) -> Result<Rendition> {
    let mime = match one.format {
        Format::Jpeg => "image/jpeg",
        Format::WebP => "image/webp",
        Format::Avif => "image/avif",
    };
    Ok(Rendition {
        width: one.width,
        height: one.height,
        mime: mime.to_owned(),
        bytes: one.bytes.len() as u64,
        hash: newsroom.blobs.put(one.bytes.into()).await?,
        share,
    })
}

fn refused(refused: &courant_images::Refused) -> Refusal {
    Refusal::new("picture-refused", refused.to_string())
}

/// Writes the picture's row and asks for its AVIF renditions.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, prepared: Prepared, said: Said) -> Result<Picture> {
    let wanted = [&said.name, &said.caption, &said.alt]
        .into_iter()
        .map(|text| slug::of(text))
        .find(|slug| !slug.is_empty());
    let wanted = wanted.unwrap_or_else(|| "picture".to_owned());
    let mut n = 1;
    let name = loop {
        let candidate = slug::nth(&wanted, n);
        if q!(tx, pictures::by_name(&candidate))?.is_none() {
            break candidate;
        }
        n += 1;
    };
    let picture = Picture {
        id: house.id(),
        number: q!(tx, paper::next_number("post"))?,
        name,
        hash: prepared.hash,
        mime: prepared.mime.to_owned(),
        width: i64::from(prepared.width),
        height: i64::from(prepared.height),
        alt: said.alt,
        caption: said.caption,
        credit: said.credit,
        licence: said.licence,
        taken: said.taken,
        renditions: serde_json::to_string(&prepared.renditions).map_err(|e| StoreError::Unreadable(e.to_string()))?,
    };
    q!(tx, pictures::add(&picture))?;
    tx.enter(house.now(), actor, "add", &Thing::Picture(picture.id.clone()));
    let job = Job {
        id: house.id(),
        kind: crate::jobs::avif::KIND.to_owned(),
        payload: picture.id.clone(),
        run_at: house.now(),
        attempts: 0,
        claimed_until: 0,
        problem: String::new(),
    };
    q!(tx, jobs::ask(&job))?;
    Ok(picture)
}
