//! Where pictures are decoded: one at a time in the whole process, so that memory stays bounded however many arrive at
//! once. Commands that take pictures in come here first, the job of renditions after them.

use crate::{Refusal, Result};
use courant_images::{AvifEffort, Format, Master, Metadata, Picture as Decoded, Plan, Refused, Rendition, WIDTHS};
use courant_store::StoreError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};

/// One picture at a time: a photograph of 24 megapixels takes 39 MB while it is open, the heaviest that is taken 190.
static ROOM: Semaphore = Semaphore::const_new(1);

/// People who wait for their pictures. What nobody waits for stands back while there are any.
static PEOPLE: AtomicUsize = AtomicUsize::new(0);
/// Said when somebody has come in.
static FEWER: Notify = Notify::const_new();

/// Somebody who waits, also when they give up.
struct Person;

impl Person {
    fn waits() -> Self {
        PEOPLE.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        PEOPLE.fetch_sub(1, Ordering::SeqCst);
        FEWER.notify_waiters();
    }
}

/// The one who has a picture open.
pub(crate) type Alone = SemaphorePermit<'static>;

/// Waits until nobody else has a picture open. Bytes are best fetched after it, and dropped before the permit.
#[crate::boxed]
pub(crate) async fn enter() -> Result<Alone> {
    let _person = Person::waits();
    alone().await
}

/// As [`enter`], for work that nobody waits for: whoever brings a picture goes first.
#[crate::boxed]
pub(crate) async fn enter_behind_everybody() -> Result<Alone> {
    loop {
        let fewer = FEWER.notified();
        if PEOPLE.load(Ordering::SeqCst) == 0 {
            let permit = alone().await?;
            if PEOPLE.load(Ordering::SeqCst) == 0 {
                return Ok(permit);
            }
            drop(permit);
        }
        // The look from time to time costs nothing, and misses no word said between the two lines above.
        let _ = tokio::time::timeout(Duration::from_millis(500), fewer).await;
    }
}

async fn alone() -> Result<Alone> {
    Ok(ROOM
        .acquire()
        .await
        .map_err(|_| StoreError::Unreadable("the darkroom is closed".to_owned()))?)
}

/// What a page needs of a picture at first.
pub(crate) struct Prints {
    /// JPEG in every width, and the crop of share cards, which is marked.
    pub(crate) made: Vec<(Rendition, bool)>,
    /// What the file says about itself.
    pub(crate) metadata: Metadata,
}

/// Decodes a picture and makes its JPEGs; quick enough to be waited for. Blocks.
pub(crate) fn first_prints(bytes: &[u8], focus: (f32, f32)) -> Result<Prints, Refused> {
    let picture = Decoded::decode(bytes)?;
    let mut made: Vec<(Rendition, bool)> = share_card(&picture, focus)?
        .into_iter()
        .map(|one| (one, true))
        .collect();
    let (master, widths) = picture.master(&WIDTHS)?;
    drop(picture);
    for width in widths {
        made.push((master.rendition(width, Format::Jpeg, AvifEffort::default())?, false));
    }
    let metadata = courant_images::metadata(bytes);
    Ok(Prints { made, metadata })
}

/// Opens a picture once for all that is made of it later. Blocks.
pub(crate) fn reopen(
    bytes: &[u8],
    widths: &[u32],
    share: Option<(f32, f32)>,
) -> Result<(Master, Vec<Rendition>), Refused> {
    let picture = Decoded::decode(bytes)?;
    let card = match share {
        Some(focus) => share_card(&picture, focus)?,
        None => Vec::new(),
    };
    let (master, _) = picture.master(widths)?;
    Ok((master, card))
}

fn share_card(picture: &Decoded, focus: (f32, f32)) -> Result<Vec<Rendition>, Refused> {
    picture.renditions(&Plan::share_card(focus))
}

/// Runs work on pictures on a thread of its own, which gives all its memory back when it ends; a thread that stays keeps
/// what it freed for its next work, and with each further thread that adds up. The permit goes along and comes back with
/// what was made: when nobody waits any more, the darkroom is free once the thread has ended, and not before.
#[crate::boxed]
pub(crate) async fn work<T: Send + 'static>(
    alone: Alone,
    work: impl FnOnce() -> Result<T, Refused> + Send + 'static,
) -> Result<(T, Alone)> {
    let broken = || StoreError::Unreadable("work on a picture broke off".to_owned());
    let (done, wait) = tokio::sync::oneshot::channel();
    std::thread::Builder::new()
        .name("darkroom".to_owned())
        .spawn(move || {
            let made = work();
            // Nobody waits any more where this fails, and the permit ends with what was sent.
            let _ = done.send((made, alone));
        })
        .map_err(|_| broken())?;
    let (made, alone) = wait.await.map_err(|_| broken())?;
    Ok((made.map_err(|refused| refusal(&refused))?, alone))
}

/// A picture that was not taken, as a rule says it.
pub(crate) fn refusal(refused: &Refused) -> Refusal {
    Refusal::new("picture-refused", refused.to_string())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test]
    async fn who_goes_away_leaves_no_second_picture_open() {
        let alone = enter().await.unwrap();
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (end, ends) = mpsc::channel::<()>();
        let going_on = work(alone, move || {
            let _ = begun.send(());
            let _ = ends.recv();
            Ok(())
        });
        // The client goes away while the picture is open.
        tokio::select! {
            _ = going_on => {}
            _ = has_begun => {}
        }
        assert_eq!(ROOM.available_permits(), 0, "the thread still has it open");
        end.send(()).unwrap();
        drop(enter().await.unwrap());
        assert_eq!(ROOM.available_permits(), 1);
        // Work that is waited for brings the permit back.
        let (made, alone) = work(enter().await.unwrap(), || Ok(7)).await.unwrap();
        assert_eq!((made, ROOM.available_permits()), (7, 0));
        drop(alone);
    }
}
