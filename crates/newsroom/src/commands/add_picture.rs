//! Adds a picture with its renditions. JPEGs are made before the transaction; WebP and AVIF follow as a job.
//! Called by imports, the demo and the desk's uploads.

use crate::darkroom::{self, Alone};
use crate::{House, Newsroom, Result};
use bytes::Bytes;
use courant_images::{Format, Metadata};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::job::Job;
use courant_model::picture::{FOCUS, Picture, Rendition, WHOLE};
use courant_model::schedule::Local;
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
    /// What the file is called.
    pub file_name: String,
    /// Copyright notice.
    pub copyright: String,
    /// Whose it is to license.
    pub holder: String,
    /// The last day on which it may be shown, `YYYY-MM-DD`, when it says so.
    pub expires: Option<String>,
}

impl Said {
    /// What a file says about itself: it fills the form that a person then reads.
    pub fn by_the_file(metadata: &Metadata, file_name: &str) -> Self {
        let line = |text: &Option<String>, most: usize| -> String {
            text.as_deref()
                .unwrap_or_default()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(most)
                .collect()
        };
        Self {
            alt: line(&metadata.alt, LONGEST_LINE),
            caption: line(&metadata.caption, LONGEST_TEXT),
            credit: line(
                &metadata.credit.clone().or_else(|| metadata.photographer.clone()),
                LONGEST_LINE,
            ),
            copyright: line(&metadata.copyright, LONGEST_LINE),
            holder: line(&metadata.source, LONGEST_LINE),
            expires: metadata
                .expires
                .as_deref()
                .and_then(|day| day.get(..10))
                .map(str::to_owned),
            file_name: file_name.to_owned(),
            ..Self::default()
        }
    }
}

/// Longest alt text, credit, copyright notice and holder, in characters.
pub(crate) const LONGEST_LINE: usize = 1_000;
/// Longest caption and remarks, in characters.
pub(crate) const LONGEST_TEXT: usize = 3_000;

/// A picture whose bytes are kept already, ready for its row.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub(crate) hash: String,
    pub(crate) mime: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: usize,
    pub(crate) renditions: Vec<Rendition>,
    /// What the file says about itself.
    pub metadata: Metadata,
}

/// A rendition that was made beforehand and is shipped.
#[derive(Debug, Clone)]
pub struct Shipped {
    /// Its bytes, JPEG or WebP.
    pub bytes: Bytes,
    /// Whether it is the crop of share cards.
    pub share: bool,
}

/// Checks a picture, makes its JPEG renditions and keeps all bytes.
#[crate::boxed]
pub async fn prepare(newsroom: &Newsroom, bytes: Bytes) -> Result<Prepared> {
    let alone = darkroom::enter().await?;
    prepare_within(newsroom, alone, bytes, FOCUS).await
}

/// As [`prepare`], for whoever is in the darkroom already, and leaves it.
#[crate::boxed]
pub(crate) async fn prepare_within(
    newsroom: &Newsroom,
    alone: Alone,
    bytes: Bytes,
    focus: (i64, i64),
) -> Result<Prepared> {
    // What the header tells costs nothing, and refuses most of what is refused.
    courant_images::inspect(&bytes).map_err(|error| darkroom::refusal(&error))?;
    let copy = bytes.clone();
    let fraction = |mille: i64| mille as f32 / WHOLE as f32;
    let at = (fraction(focus.0), fraction(focus.1));
    let (prints, _alone) = darkroom::work(alone, move || darkroom::first_prints(&copy, at)).await?;
    let mut renditions = Vec::new();
    for (one, share) in prints.made {
        renditions.push(keep(newsroom, one, share.then_some(focus)).await?);
    }
    finish(newsroom, bytes, renditions, prints.metadata).await
}

/// As [`prepare`], with renditions that were made beforehand.
#[crate::boxed]
pub async fn prepare_shipped(newsroom: &Newsroom, bytes: Bytes, shipped: Vec<Shipped>) -> Result<Prepared> {
    let mut renditions = Vec::new();
    for one in shipped {
        let seen = courant_images::inspect(&one.bytes).map_err(|error| darkroom::refusal(&error))?;
        renditions.push(Rendition {
            width: seen.width,
            height: seen.height,
            mime: seen.format.media_type().to_owned(),
            bytes: one.bytes.len() as u64,
            hash: newsroom.blobs.put(one.bytes).await?,
            share: one.share,
            focus: None,
        });
    }
    finish(newsroom, bytes, renditions, Metadata::default()).await
}

async fn finish(
    newsroom: &Newsroom,
    bytes: Bytes,
    mut renditions: Vec<Rendition>,
    metadata: Metadata,
) -> Result<Prepared> {
    let seen = courant_images::inspect(&bytes).map_err(|error| darkroom::refusal(&error))?;
    in_order(&mut renditions);
    Ok(Prepared {
        mime: seen.format.media_type(),
        width: seen.width,
        height: seen.height,
        bytes: bytes.len(),
        hash: newsroom.blobs.put_private(bytes).await?,
        renditions,
        metadata,
    })
}

/// Whole ones before crops, formats together, narrow before wide.
pub(crate) fn in_order(renditions: &mut [Rendition]) {
    renditions.sort_by(|a, b| (a.share, &a.mime, a.width).cmp(&(b.share, &b.mime, b.width)));
}

/// Keeps a rendition's bytes and says what is known of it; a crop says around which point it was cut.
#[crate::boxed]
pub(crate) async fn keep(
    newsroom: &Newsroom,
    one: courant_images::Rendition,
    focus: Option<(i64, i64)>,
) -> Result<Rendition> {
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
        share: focus.is_some(),
        focus,
    })
}

/// Renditions as they are kept.
pub(crate) fn json_of(renditions: &[Rendition]) -> Result<String> {
    Ok(serde_json::to_string(renditions).map_err(|error| StoreError::Unreadable(error.to_string()))?)
}

/// Writes the picture's row and asks for the renditions that take their time.
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
    let rights = match &said.expires {
        Some(day) => end_of_day(tx, day).await?,
        None => None,
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
        renditions: json_of(&prepared.renditions)?,
        file_name: said.file_name,
        bytes: prepared.bytes as i64,
        copyright: said.copyright,
        holder: said.holder,
        notes: String::new(),
        focus_x: FOCUS.0,
        focus_y: FOCUS.1,
        rights_local: rights.as_ref().map(|(local, _)| local.to_string()).unwrap_or_default(),
        rights_until: rights.map(|(_, until)| until),
        down_at: None,
        down_why: String::new(),
        added_by: match actor {
            Actor::Account(account) => Some(account.clone()),
            _ => None,
        },
        added_at: house.now(),
        used: 0,
    };
    q!(tx, pictures::add(&picture))?;
    tx.enter(house.now(), actor, "add", &Thing::Picture(picture.id.clone()));
    ask(tx, house, &picture.id).await?;
    Ok(picture)
}

/// Says whose bytes these are.
#[crate::boxed]
pub(crate) async fn keep_media(tx: &mut Tx, picture: &str, original: &str, renditions: &[Rendition]) -> Result<()> {
    q!(tx, pictures::keep_media(original, picture, "original"))?;
    for one in renditions {
        q!(tx, pictures::keep_media(&one.hash, picture, "rendition"))?;
    }
    Ok(())
}

/// Asks for the renditions that a picture lacks.
#[crate::boxed]
pub(crate) async fn ask(tx: &mut Tx, house: &House, picture: &str) -> Result<()> {
    let job = Job {
        id: house.id(),
        kind: crate::jobs::renditions::KIND.to_owned(),
        payload: picture.to_owned(),
        run_at: house.now(),
        attempts: 0,
        claimed_until: 0,
        problem: String::new(),
    };
    q!(tx, jobs::ask(&job))?;
    Ok(())
}

/// The midnight that ends a day in the paper's zone; `None` for what is no day, since a file may say anything.
async fn end_of_day(tx: &mut Tx, day: &str) -> Result<Option<(Local, i64)>> {
    let paper = super::revise_paper::current(tx).await?;
    let Some(local) = super::picture_rights::after(day, "", &paper.zone) else {
        return Ok(None);
    };
    Ok(local.resolve().ok().map(|until| (local, until)))
}
