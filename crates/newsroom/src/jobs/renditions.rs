//! Makes the renditions that a picture lacks: the crop around its focal point, WebP, and last AVIF, which is slow to
//! make and smallest to send. Each step is kept when it is done, so that a job that broke off goes on where it was.

use crate::commands::add_picture;
use crate::{Error, Newsroom, Result, darkroom};
use courant_images::{AvifEffort, Format, Master};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::picture::{FOCUS, Picture, Rendition};
use courant_store::q;
use std::sync::Arc;

/// Its name in the job table; the payload is the picture's id.
pub const KIND: &str = "renditions";

/// Makes them; does nothing when they are there.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom, picture_id: &str) -> Result<()> {
    let picture = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, pictures::by_id(picture_id))?.ok_or_else(|| Error::NotFound("such picture".to_owned()))?
    };
    let lacks = Lacks::of(&picture);
    if lacks.nothing() {
        return Ok(());
    }
    let Some(master) = crop_and_webp(newsroom, &picture, &lacks).await? else {
        return Ok(());
    };
    for width in lacks.avif {
        // Whoever brings a picture goes first, and waits for one width at most.
        let alone = darkroom::enter_behind_everybody().await?;
        let master = master.clone();
        let avif = move || master.rendition(width, Format::Avif, AvifEffort::default());
        let (one, _alone) = darkroom::work(alone, avif).await?;
        let one = add_picture::keep(newsroom, one, None).await?;
        if !keep(newsroom, &picture, vec![one]).await? {
            break;
        }
    }
    Ok(())
}

/// What is still to be made.
struct Lacks {
    /// Around this point.
    share: Option<(i64, i64)>,
    webp: Vec<u32>,
    avif: Vec<u32>,
}

impl Lacks {
    /// The widths that JPEG has, so that a srcset offers the same choice in each format.
    fn of(picture: &Picture) -> Self {
        let renditions = picture.all_renditions();
        let has = |mime: &str, width: u32| {
            renditions
                .iter()
                .any(|one| !one.share && one.mime == mime && one.width == width)
        };
        let mut widths: Vec<u32> = renditions
            .iter()
            .filter(|one| !one.share && one.mime == "image/jpeg")
            .map(|one| one.width)
            .collect();
        widths.sort_unstable();
        widths.dedup();
        let lacking = |mime: &str| widths.iter().copied().filter(|width| !has(mime, *width)).collect();
        let focus = (picture.focus_x, picture.focus_y);
        let share_is_right = renditions
            .iter()
            .any(|one| one.share && one.focus.unwrap_or(FOCUS) == focus);
        Self {
            share: (!share_is_right).then_some(focus),
            webp: lacking("image/webp"),
            avif: lacking("image/avif"),
        }
    }

    fn nothing(&self) -> bool {
        self.share.is_none() && self.webp.is_empty() && self.avif.is_empty()
    }
}

/// Opens the original, makes what is quick, and gives back what AVIF is made of; `None` when the picture was replaced
/// meanwhile.
async fn crop_and_webp(newsroom: &Newsroom, picture: &Picture, lacks: &Lacks) -> Result<Option<Arc<Master>>> {
    let alone = darkroom::enter_behind_everybody().await?;
    let original = newsroom
        .blobs
        .get_private(&picture.hash)
        .await?
        .ok_or_else(|| Error::NotFound("original of the picture".to_owned()))?;
    let widths: Vec<u32> = lacks.webp.iter().chain(&lacks.avif).copied().collect();
    let widths = if widths.is_empty() { vec![320] } else { widths };
    let share = lacks.share.map(|_| picture.focus());
    let ((master, card), alone) = darkroom::work(alone, move || darkroom::reopen(&original, &widths, share)).await?;
    let master = Arc::new(master);
    let mut made = Vec::new();
    for one in card {
        made.push(add_picture::keep(newsroom, one, lacks.share).await?);
    }
    let (copy, widths) = (master.clone(), lacks.webp.clone());
    let (webp, _alone) = darkroom::work(alone, move || {
        widths
            .into_iter()
            .map(|width| copy.rendition(width, Format::WebP, AvifEffort::default()))
            .collect::<Result<Vec<_>, _>>()
    })
    .await?;
    for one in webp {
        made.push(add_picture::keep(newsroom, one, None).await?);
    }
    let still = made.is_empty() || keep(newsroom, picture, made).await?;
    Ok(still.then_some(master))
}

/// Adds renditions to those that the picture has by now; says no when it has other bytes by now.
async fn keep(newsroom: &Newsroom, picture: &Picture, made: Vec<Rendition>) -> Result<bool> {
    let mut tx = newsroom.store.write().await?;
    let Some(now) = q!(tx, pictures::by_id(&picture.id))?.filter(|now| now.hash == picture.hash) else {
        return Ok(false);
    };
    let mut renditions = now.all_renditions();
    for one in made {
        q!(tx, pictures::keep_media(&one.hash, &picture.id, "rendition"))?;
        let same = |other: &Rendition| (other.share, &other.mime, other.width) == (one.share, &one.mime, one.width);
        renditions.retain(|other| !(same(other) || one.share && other.share));
        renditions.push(one);
    }
    add_picture::in_order(&mut renditions);
    let json = add_picture::json_of(&renditions)?;
    q!(tx, pictures::set_renditions(&picture.id, &picture.hash, &json))?;
    let thing = Thing::Picture(picture.id.clone());
    tx.enter(newsroom.house.now(), &Actor::Job(KIND), "render", &thing);
    tx.commit().await?;
    Ok(true)
}
