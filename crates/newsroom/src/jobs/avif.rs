//! Makes a picture's AVIF renditions: slow to make, smallest to send. One at a time, after publication.

use crate::{Error, Newsroom, Result};
use courant_images::{AvifEffort, Picture as Decoded, Plan};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_store::{StoreError, q};

/// Its name in the job table; the payload is the picture's id.
pub const KIND: &str = "avif";

/// Makes them; does nothing when they are there.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom, picture_id: &str) -> Result<()> {
    let picture = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, pictures::by_id(picture_id))?.ok_or_else(|| Error::NotFound("such picture".to_owned()))?
    };
    let mut renditions = picture.renditions();
    if renditions.iter().any(|one| one.mime == "image/avif") {
        return Ok(());
    }
    let original = newsroom
        .blobs
        .get(&picture.hash)
        .await?
        .ok_or_else(|| Error::NotFound("original of the picture".to_owned()))?;
    // The widths that the other formats have, so that a srcset offers the same choice in each.
    let mut widths: Vec<u32> = renditions
        .iter()
        .filter(|one| !one.share && one.mime == "image/jpeg")
        .map(|one| one.width)
        .collect();
    widths.dedup();
    let made = tokio::task::spawn_blocking(move || {
        let plan = Plan {
            widths,
            ..Plan::avif(AvifEffort::default())
        };
        Decoded::decode(&original)?.renditions(&plan)
    })
    .await
    .map_err(|_| StoreError::Unreadable("making AVIF broke off".to_owned()))?
    .map_err(|refused| crate::Refusal::new("picture-refused", refused.to_string()))?;
    for one in made {
        renditions.push(crate::commands::add_picture::keep(newsroom, one, false).await?);
    }
    let json = serde_json::to_string(&renditions).map_err(|e| StoreError::Unreadable(e.to_string()))?;
    let mut tx = newsroom.store.write().await?;
    q!(tx, pictures::set_renditions(picture_id, &json))?;
    tx.enter(
        newsroom.house.now(),
        &Actor::Job(KIND),
        "render",
        &Thing::Picture(picture_id.to_owned()),
    );
    tx.commit().await?;
    Ok(())
}
